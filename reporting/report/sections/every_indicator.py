"""Every indicator in every breakdown: by group, by source, by both, by unit, and quarter by quarter."""

from collections.abc import Sequence
from typing import Any

from reporting.indicators.cube import KEYS
from reporting.indicators.indicator import Indicator, registry
from reporting.report import notes, published
from reporting.report.breakdown import HEADINGS
from reporting.report.figures import JUDGED, cell, change_measured, is_small, progress
from reporting.report.report_data import TOTAL_CELL, Codes, ReportData
from reporting.tables.table import Column, Table, columns
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

PLANNED = ("plan", "plan_difference", "plan_execution")
FIGURES = ("value", "value_year_ago", "change", *PLANNED)
HEADS = {
    each.key: each
    for each in columns(
        {**_TEXT.group("columns"), **HEADINGS},
        change="signed",
        plan="own",
        plan_difference="signed",
        plan_execution="share",
    )
}


def summary(data: ReportData) -> Table:
    """Every indicator: its value, a year ago, the change, its plan; a unit's report has the office's targets beside it."""
    rows = _rows(data)
    for each, row in zip(registry, rows, strict=True):
        changed = progress(each, data.value(each.name, column="change"))
        row |= {
            "to_date": cell(each, data.value(each.name, quarter=data.to_date)),
            "progress": JUDGED["progress"].get(changed),
        }
        if row["plan"].is_missing:
            row["plan"] = cell(each, data.params.targets.get(each.name))
    heads = _heads(data, (), rows)
    if data.tasks_of(data.to_date) is not None and data.to_date != data.quarter:
        heads.insert(3, _of_quarter("to_date", data.to_date))
    if any(row["progress"] for row in rows):
        heads.insert(heads.index(HEADS["change"]) + 1, HEADS["progress"])
    heads = [each for each in heads if each.key not in PLANNED[1:]]
    names = [each.name for each in registry]
    below = (
        *_to_date(data),
        *notes.compared(data, [TOTAL_CELL]),
        *published.notes(data, names, [TOTAL]),
    )
    return Table("summary", _TEXT.summary, tuple(heads), tuple(rows), below)


def _to_date(data: ReportData) -> list[BilingualText]:
    """How the year to date is counted, or whose register is missing for it."""
    parts = data.to_date.parts
    if data.quarter.quarters > 1 or len(parts) == 1:
        return []
    if data.inputs.files.early:
        return [_TEXT.there_are_no_figures]
    if missing := [wording.quarter(each) for each in parts if each not in data.inputs.tables]:
        return [_TEXT.there_are_no_figures_year.format(wording.listing(missing))]
    return [_TEXT.year_to_date_task]


def crossed(data: ReportData, *by: str) -> Table:
    """Every indicator by unit group, by source, or by both; the total stands first where it is by one."""
    groups = data.groups if "unit_group" in by else [TOTAL]
    sources = data.params.sources if "source" in by else [TOTAL]
    cells = [(group, TOTAL, source) for group in groups for source in sources]
    cells = [TOTAL_CELL, *cells] if len(by) == 1 else cells
    rows = _rows(data, cells)
    name = "_and_".join(each.removeprefix("unit_") for each in by)
    title, heads = _TEXT.group("by")[name], _heads(data, by, rows)
    return _collapsed(f"by_{name}", title, heads, rows, notes.compared(data, cells))


def by_unit(data: ReportData, figure: str = "value") -> Table:
    """Every indicator by unit, a column each; the units in the order of `units.csv`: their values, or the `change`s."""
    heads = [HEADS["unit"], HEADS["unit_group"]]
    for each in registry:
        measured = each.unit_of_measure if figure == "value" else change_measured(each)
        heading, form = both("{0} ({1})").format(each.title, measured.label), cell(each, 0, figure)
        heads.append(Column(each.name, heading, form.kind, decimals=form.decimals))
    cells = [TOTAL_CELL, *((group, unit, TOTAL) for unit, group in data.unit_groups.items())]
    rows = [
        {**_labels(data, each), "total": each == TOTAL_CELL}
        | {of.name: _figure(data, of, each, figure) for of in registry}
        for each in cells
    ]
    if figure == "value":
        return _collapsed("by_unit", _TEXT.by_unit, heads, rows)
    title = _TEXT.change_by_unit.format(wording.quarter(data.compared))
    below = (*notes.compared(data, cells), *notes.units_changed(data))
    return _collapsed("by_unit_change", title, heads, rows, below)


def by_quarter(data: ReportData) -> Table:
    """Every indicator's total, quarter by quarter."""
    heads = [HEADS["title"], HEADS["unit_of_measure"]]
    heads += [_of_quarter(str(each), each) for each in data.quarters]
    rows = _rows(data)
    for each, row in zip(registry, rows, strict=True):
        of_quarters = ((it, data.value(each.name, quarter=it)) for it in data.quarters)
        row |= {str(quarter): cell(each, value) for quarter, value in of_quarters}
    return _collapsed("by_quarter", _TEXT.by_quarter, heads, rows, notes.this_quarter_only())


def _collapsed(
    name: str,
    title: BilingualText,
    heads: Sequence[Column],
    rows: Sequence[dict[str, Any]],
    below: tuple[BilingualText, ...] = (),
) -> Table:
    return Table(f"indicators_{name}", title, tuple(heads), tuple(rows), below, collapsed=True)


def _heads(data: ReportData, by: Sequence[str], rows: Sequence[dict[str, Any]]) -> list[Column]:
    """The columns of values, compared values, changes and, where a row has one, plans."""
    now, then = _of_quarter("value", data.quarter), _of_quarter("value_year_ago", data.compared)
    planned = [] if all(row["plan"].is_missing for row in rows) else PLANNED
    named = [HEADS[key] for key in ("title", *by, "unit_of_measure")]
    return [*named, now, then, HEADS["change"], *(HEADS[key] for key in planned)]


def _of_quarter(key: str, quarter: Quarter) -> Column:
    return Column(key, wording.quarter_short(quarter), "own")


def _rows(data: ReportData, cells: Sequence[Codes] = (TOTAL_CELL,)) -> list[dict[str, Any]]:
    """A row for each cell of every indicator: what it is called, and all its figures."""
    return [
        {
            "title": each.title,
            "unit_of_measure": each.unit_of_measure.label,
            **_labels(data, place),
            "total": place == TOTAL_CELL and len(cells) > 1,
            **{name: cell(each, _figure(data, each, place, name), name, True) for name in FIGURES},
        }
        for each in registry
        for place in cells
    ]


def _figure(data: ReportData, indicator: Indicator, cell: Codes, figure: str) -> float | None:
    """A figure of a cell; no change in per cent from a count too small for it."""
    found = data.cells()[indicator.name, *cell]
    small = figure == "change" and is_small(indicator, found["value_year_ago"])
    return None if small else found[figure]


def _labels(data: ReportData, cell: Codes) -> dict[str, Any]:
    """What a cell is called in the first columns of its row."""
    return {column: data.name(column, code) for column, code in zip(KEYS, cell, strict=True)}


def by(data: ReportData, breakdown: str) -> Table | None:
    """Every indicator by one breakdown; None where a unit's own report has no such rows."""
    if breakdown in ("unit_group", "unit") and data.unit != TOTAL:
        return None
    of = {"unit": by_unit, "quarter": by_quarter}
    return of[breakdown](data) if breakdown in of else crossed(data, breakdown)


def workbook_tables(data: ReportData) -> list[Table]:
    """Every indicator in every breakdown, for `tables.xlsx`; a unit's own report has no other units."""
    first, by_source, last = summary(data), crossed(data, "source"), by_quarter(data)
    if data.unit != TOTAL:
        return [first, by_source, last]
    groups = (crossed(data, "unit_group"), by_source, crossed(data, "unit_group", "source"))
    return [first, *groups, by_unit(data), by_unit(data, "change"), last]
