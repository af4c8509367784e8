"""The notes below tables and charts: how figures are rounded and compared, and which units have changed since."""

from collections.abc import Collection, Sequence, Sized

from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.views import View
from reporting.report import published
from reporting.report.breakdown import BREAKDOWNS, INDICATOR, QUARTER, UNIT, UNIT_GROUP, Breakdown
from reporting.report.figures import SMALL, kind
from reporting.report.report_data import ReportData
from reporting.report.scope import Scope
from reporting.text import TOTAL, BilingualText, Quarter, both, texts, wording

_TEXT = texts(__name__)

Notes = tuple[BilingualText, ...]


def below(
    scope: Scope, by: Sequence[str], codes: Sequence[str], views: Sequence[View], few: bool,
    left_out: int,
) -> Notes:  # fmt: skip
    """What to know of a composed table: its breakdowns, its rows and views, and whether changes from a few are left out."""
    data, figures = scope.data, {view.figure for view in views}
    found = []
    *_, last = ["", *(column for column in by if column != INDICATOR)]
    if figures & {"change", "change_on_previous", "plan_difference", "plan_execution"}:
        found.append(_TEXT.unrounded)
    if few:
        found.append(_TEXT.small_base.format(SMALL))
    shares = [it for it in views if it.figure == "value" and kind(it.indicator) == "share"]
    if len(shares) > 1 and INDICATOR not in by:
        found.append(_TEXT.rounding)
    compared = figures & {"value_year_ago", "change"}
    if "value_year_ago" in figures and scope.is_everything and last in ("", UNIT_GROUP):
        names = list(dict.fromkeys(view.indicator.name for view in views))
        found += published.notes(data, names, [TOTAL, *(data.groups if last else ())])
    kept = data.inputs.unit_columns.get(last)
    units: Sequence[str] | None = scope.units if UNIT in by or scope.unit != TOTAL else ()
    if kept:
        units = [kept[code] for code in codes if code in kept]
    elif last == UNIT:
        units = None if scope.is_everything else codes
    on_previous = bool(figures & {"previous_quarter", "change_on_previous"})
    looking_back = dict.fromkeys(v.indicator.title for v in views if v.indicator.uses_year_ago)
    bases = [*[data.compared] * bool(compared or looking_back), *[data.previous] * on_previous]
    if last == QUARTER:  # each row has its own base
        bases = []
    for base in bases:
        found += units_changed(data, units, base, last)
        found += moved(data, base) if last == UNIT_GROUP and base else ()
    earlier = [it for it in data.quarters if last == QUARTER or str(it) in figures]
    earlier += data.to_date.parts if "year_to_date" in figures else []
    if earlier := [it for it in dict.fromkeys(earlier) if units == () or it not in bases]:
        of = dict.fromkeys(codes if last == UNIT else units or ())
        found += through_time(scope, last, earlier, list(of))
    if (smallest := data.params.smallest_unit) and "rank" in figures and last == UNIT:
        found.append(_TEXT.small.format(smallest))
    found += [*(overlap(Breakdown(scope, last)) if last else ()), *not_shown(left_out)]
    of_quarters = last == QUARTER or figures & {*map(str, data.quarters)}
    if looking_back and (compared or of_quarters):
        named = wording.listing([both("“{0}”").format(title) for title in looking_back])
        form = _TEXT.no_figure_and_no if compared else _TEXT.figures_report_own_quarter
        found.append(form.format(named, wording.quarter(data.compared)))
    return tuple(found)


def overlap(rows: Breakdown, counted: Indicator | None = None) -> Notes:
    """That tasks count in several rows of a kept column, or what else is counted in several parts; nothing where none does."""
    tasks = registry["tasks"]
    if rows.by not in BREAKDOWNS and rows.figures(tasks).sum() > rows.figure(tasks):
        return (_TEXT.overlap,)
    if counted and "distinct" in counted.in_example[0]:
        return (_TEXT.again,) if rows.figures(counted).sum() > rows.figure(counted) else ()
    return ()


def not_shown(rows: int) -> Notes:
    """How many rows of a table or chart are left out; nothing where none is."""
    return (_TEXT.left_out.format(wording.number(rows)),) if rows else ()


def to_date(data: ReportData) -> Notes:
    """How the year to date is counted, or whose register is missing for it."""
    parts = data.to_date.parts
    if missing := [wording.quarter(each) for each in parts if each not in data.inputs.tables]:
        return (_TEXT.none_to_date.format(wording.listing(missing)),)
    return (_TEXT.year_to_date,)


def units_changed(
    data: ReportData, units: Collection[str] | None = None, base: Quarter | None = None, by: str = "",
) -> Notes:  # fmt: skip
    """What was put together for a comparison, and which units, of now or of then, have none; of all units, or some."""
    inputs, compared = data.inputs, base or data.compared
    if compared not in inputs.tables:
        return ()
    own, then = {*data.unit_groups}, {*inputs.layout(compared).units["code"]}
    gone = then - own if data.unit == TOTAL and units is None else set()
    own = own if units is None else own & {*units}
    made_of, with_one = inputs.put_together(compared, by), own & then - inputs.ended
    year_ago = compared == data.quarter.year_ago
    then_is = both(str(compared.year)) if year_ago else wording.quarter_short(compared)
    parted = (each for each in made_of.items() if each[0] in with_one)
    together = [_made_of(data, *each, then_is) for each in parted]
    names = {code: data.short_name(code) for code in inputs.history.units.index}
    lists = (
        (_TEXT.together, together),
        (_TEXT.new, [name for code, name in names.items() if code in own - with_one]),
        (_TEXT.gone, [name for code, name in names.items() if code in gone]),
    )
    return tuple(text.format(BilingualText.join(parts)) for text, parts in lists if parts)


def moved(data: ReportData, since: Quarter) -> Notes:
    """Which groups units have left or joined since a quarter, whose figures are of the units of now."""
    regrouped = data.inputs.history.regrouped(since) if since in data.inputs.tables else set()
    names = [data.params.group_name(group) for group in data.groups if group in regrouped]
    told = _TEXT.regrouped.format(wording.quarter(since), BilingualText.join(names))
    return (told,) if regrouped else ()


def through_time(
    scope: Scope, by: str = "", quarters: Sequence[Quarter] = (), units: Sequence[str] = ()
) -> Notes:
    """What units were in quarters, without which those of the trend, or which groups have changed since the first of them."""
    data, quarters = scope.data, quarters or scope.data.quarters
    if by == UNIT or (scope.unit, data.unit) != (TOTAL, TOTAL):
        units = units or scope.units
    if not units:
        return moved(data, min(quarters)) if by == UNIT_GROUP or scope.unit_group != TOTAL else ()
    made_of = {each: data.inputs.put_together(each, by) for each in quarters}
    parts = []
    for code in units:
        when: dict[tuple[int, ...], list[BilingualText]] = {}
        for each, rows in made_of.items():
            when.setdefault(tuple(rows.get(code, ())), []).append(wording.quarter_short(each))
        when.pop((), None)
        parts += [_made_of(data, code, [*it], wording.listing(then)) for it, then in when.items()]
    return (_TEXT.together_then.format(BilingualText.join(parts)),) if parts else ()


def chart_note(scope: Scope, units: Collection[str]) -> Notes:
    """What was put together for the comparison in a chart; of all units, how many, as the table of units names them."""
    data = scope.data
    if not scope.is_everything:
        return units_changed(data, units)
    known = data.unit == TOTAL and data.compared in data.inputs.tables
    count = len({*units} & {*data.inputs.put_together(data.compared)}) if known else 0
    told = _TEXT.some.format(wording.quarter(data.compared), wording.number(count))
    return (told,) if count else ()


def undated_late(scope: Scope, dated: Sized) -> Notes:
    """Of how many tasks completed late, besides the dated ones, it is not known how late."""
    undated = scope.figure(registry["completed_late"]) - len(dated)
    return (_TEXT.undated_late.format(wording.tasks(undated)),) if undated else ()


def same_day(data: ReportData) -> Notes:
    """That earlier quarters are as of the same day where this one was cut off early, but for statuses that nobody dated."""
    files, inputs, compared = data.inputs.files, data.inputs, wording.quarter(data.compared)
    if not files.early or data.compared.last not in files.registers:
        return ()
    form = _TEXT.same_day if data.quarter.quarters == 1 else _TEXT.same_day_of_period
    notes = [form.format(compared, wording.day(files.cut_off(data.compared.last)))]
    early = {each for each in inputs.undated if files.cut_off(each) < each.last_day}
    shown = dict.fromkeys([data.quarter, data.compared, *data.quarters])
    if undated := [wording.quarter(each) for each in shown if early & {*each.parts}]:
        notes.append(_TEXT.as_reported.format(wording.listing(undated)))
    return tuple(notes)


def _made_of(data: ReportData, code: str, rows: list[int], then: BilingualText) -> BilingualText:
    """`Bắc Ninh: 2024 gồm Bắc Ninh và Bắc Giang`: the unit of the same name first."""
    table, name = data.inputs.units.table, data.short_name(code)
    parts = [BilingualText(*table.loc[row, ["short_vi", "short_en"]]) for row in rows]
    parts = sorted(dict.fromkeys(parts), key=lambda part: part != name)
    sentence = _TEXT.of_another if len(parts) == 1 else _TEXT.of_several
    return sentence.format(name, then, wording.listing(parts))
