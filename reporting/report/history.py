"""What is said of units that have changed since the compared quarter: put together, new, or gone."""

from collections.abc import Collection

from reporting.report.report_data import ReportData
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)


def notes(data: ReportData, units: Collection[str] | None = None) -> tuple[BilingualText, ...]:
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
    if data.compared not in files.like_for_like:
        return ()
    notes = [_TEXT.same_day.format(compared, wording.day(files.cut_offs[data.compared.last]))]
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
