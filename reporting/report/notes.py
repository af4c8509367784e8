"""The notes below tables and charts: how figures are rounded and compared, and which units have changed since."""

from collections.abc import Collection, Sequence

from reporting.indicators.indicator import registry
from reporting.indicators.views import View
from reporting.report import published
from reporting.report.breakdown import UNIT, UNIT_GROUP, Breakdown
from reporting.report.figures import SMALL, is_small, kind
from reporting.report.report_data import Codes, ReportData
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)


def below(
    rows: Breakdown, views: Sequence[View], codes: Sequence[str], left_out: int
) -> tuple[BilingualText, ...]:
    """What to know of a composed table."""
    scope, figures = rows.scope, {view.figure for view in views}
    found = []
    if figures & {"change", "change_on_previous", "plan_difference", "plan_execution"}:
        found.append(_TEXT.unrounded)
    if any(rows.is_small(view, code) for view in views for code in codes):
        found.append(_TEXT.small_base.format(SMALL))
    if sum(view.figure == "value" and kind(view.indicator) == "share" for view in views) > 1:
        found.append(_TEXT.rounding)
    if "value_year_ago" in figures and scope.is_everything and rows.by == UNIT_GROUP:
        names = list(dict.fromkeys(view.indicator.name for view in views))
        found += published.notes(scope.data, names, [TOTAL, *scope.groups])
    if figures & {"value_year_ago", "change"}:
        kept = scope.data.inputs.unit_columns.get(rows.by)
        units = None if scope.is_everything else codes
        if kept:
            units = [kept[code] for code in codes if code in kept]
        found += units_changed(scope.data, units) if kept or rows.by == UNIT else ()
        found += moved(scope.data) if rows.by == UNIT_GROUP else ()
    if (smallest := scope.data.params.smallest_unit) and "rank" in figures and rows.by == UNIT:
        found.append(_TEXT.small.format(smallest))
    if left_out:
        found.append(_TEXT.left_out.format(wording.number(left_out)))
    return tuple(found)


def compared(data: ReportData, cells: Sequence[Codes]) -> tuple[BilingualText, ...]:
    """What to know of the changes in a table of some cells of all indicators.

    An indicator that looks back itself cannot look back from the compared quarter, whose own is not read.
    """
    found, known = [_TEXT.unrounded], data.cells()
    then = (
        (each, known[each.name, *cell]["value_year_ago"]) for each in registry for cell in cells
    )
    if any(is_small(indicator, value) for indicator, value in then):
        found.append(_TEXT.small_base.format(SMALL))
    if named := _looking_back():
        found.append(_TEXT.no_figure_and_no.format(named, wording.quarter(data.compared)))
    return tuple(found)


def this_quarter_only() -> tuple[BilingualText, ...]:
    """What to know of a table of several quarters."""
    named = _looking_back()
    return (_TEXT.figures_report_own_quarter.format(named),) if named else ()


def _looking_back() -> BilingualText | None:
    names = [both("“{0}”").format(each.title) for each in registry if each.uses_year_ago]
    return wording.listing(names) if names else None


def units_changed(
    data: ReportData, units: Collection[str] | None = None
) -> tuple[BilingualText, ...]:
    """What was put together for the comparison, and which units, of now or of then, have none; of all units, or some."""
    inputs, compared = data.inputs, data.compared
    if compared not in inputs.tables:
        return ()
    own, now, then = (
        set(inputs.layout(*of).units["code"])
        for of in ((data.quarter, data.unit), (data.quarter,), (compared,))
    )
    gone = then - now if data.unit == TOTAL and units is None else set()
    own = own if units is None else own & {*units}
    together = [
        _made_of(data, code, rows) for code, rows in inputs.put_together.items() if code in own
    ]
    names = {code: data.short_name(code) for code in inputs.history.units.index}
    lists = (
        (_TEXT.together, together),
        (_TEXT.new, [name for code, name in names.items() if code in own - then]),
        (_TEXT.gone, [name for code, name in names.items() if code in gone]),
    )
    return tuple(text.format(BilingualText.join(parts)) for text, parts in lists if parts)


def moved(data: ReportData) -> tuple[BilingualText, ...]:
    """Which groups units have left or joined since the compared quarter, whose figures are of the units of now."""
    names = [data.params.group_name(g) for g in data.groups if g in data.inputs.regrouped]
    told = _TEXT.regrouped.format(wording.quarter(data.compared), BilingualText.join(names))
    return (told,) if data.inputs.regrouped else ()


def chart_note(data: ReportData) -> BilingualText | None:
    """How many units of a chart are put together for the comparison; None where none is."""
    count = len(data.inputs.put_together)
    if not count or data.unit != TOTAL:
        return None
    return _TEXT.some.format(wording.quarter(data.compared), wording.number(count))


def same_day(data: ReportData) -> tuple[BilingualText, ...]:
    """How earlier quarters are taken where this one was cut off early; nothing where it was not.

    They are as of the same day of theirs, but for statuses that nobody dated: those stand as they were exported.
    """
    files, compared = data.inputs.files, wording.quarter(data.compared)
    if not files.early or data.compared.last not in files.registers:
        return ()
    notes = [_TEXT.same_day.format(compared, wording.day(files.cut_off(data.compared.last)))]
    if undated := [
        wording.quarter(each)
        for each in (data.quarter, data.compared)
        if {*each.parts} & {*data.inputs.as_reported}
    ]:
        notes.append(_TEXT.as_reported.format(wording.listing(undated)))
    return tuple(notes)


def _made_of(data: ReportData, code: str, rows: list[int]) -> BilingualText:
    """`Bắc Ninh: 2024 gồm Bắc Ninh và Bắc Giang`: the unit of the same name first."""
    table, name = data.inputs.units.table, data.short_name(code)
    parts = [BilingualText(*table.loc[row, ["short_vi", "short_en"]]) for row in rows]
    parts = sorted(dict.fromkeys(parts), key=lambda part: part != name)
    then = wording.quarter_short(data.compared)
    if data.compared == data.quarter.year_ago:
        then = both(str(data.compared.year))
    sentence = _TEXT.of_another if len(parts) == 1 else _TEXT.of_several
    return sentence.format(name, then, wording.listing(parts))
