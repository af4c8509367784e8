"""What is said of units that have changed since the compared quarter: put together, new, or gone."""

from reporting.report.report_data import ReportData
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)


def notes(data: ReportData) -> tuple[BilingualText, ...]:
    """What was put together for the comparison, and which units, of now or of then, have none."""
    inputs, compared = data.inputs, data.compared
    if compared not in inputs.tables:
        return ()
    own = set(inputs.layout(data.quarter, data.unit).units["code"])
    then = set(inputs.layout(compared, TOTAL).units["code"])
    new, gone = own - then, then - set(inputs.layout(data.quarter, TOTAL).units["code"])
    together = [
        _made_of(data, code, rows) for code, rows in inputs.put_together.items() if code in own
    ]
    lists = (
        (_TEXT.together, together),
        (_TEXT.new, _names(data, new)),
        (_TEXT.gone, _names(data, gone) if data.unit == TOTAL else []),
    )
    return tuple(text.format(wording.series(parts)) for text, parts in lists if parts)


def moved(data: ReportData) -> tuple[BilingualText, ...]:
    """Which groups units have left or joined since the compared quarter, whose figures are of the units of now."""
    if not data.inputs.regrouped:
        return ()
    names = [
        data.params.group_name(group) for group in data.groups if group in data.inputs.regrouped
    ]
    return (_TEXT.regrouped.format(wording.quarter(data.compared), wording.series(names)),)


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
    undated = [
        each for each in (data.quarter, data.compared) if {*each.parts} & {*data.inputs.as_reported}
    ]
    if undated:
        notes.append(
            _TEXT.as_reported.format(wording.listing([wording.quarter(q) for q in undated]))
        )
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


def _names(data: ReportData, codes: set[str]) -> list[BilingualText]:
    order = data.inputs.history.units.index
    return [data.short_name(code) for code in order if code in codes]
