"""Every indicator in every breakdown: by group, by source, by both, by unit, and quarter by quarter."""

from collections.abc import Mapping, Sequence
from typing import Any

from reporting.indicators.indicator import Indicator, registry
from reporting.report import history, table_notes, vintages
from reporting.report.breakdown import HEADINGS
from reporting.report.figures import JUDGED, cell, change_measured, is_small, progress
from reporting.report.report_data import TOTAL_CELL, Codes, ReportData
from reporting.tables.table import Column, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

INDICATOR = Column("title", BilingualText("Chỉ tiêu", "Indicator"))
UNIT_OF_MEASURE = Column("unit_of_measure", BilingualText("Đơn vị tính", "Unit of measure"))
CHANGE = Column("change", BilingualText("Tăng, giảm", "Change"), "signed")
PROGRESS = Column("progress", BilingualText("Đánh giá", "Assessment"))
PLANNED = (
    Column("plan", BilingualText("Kế hoạch", "Plan"), "own"),
    Column("plan_difference", BilingualText("Chênh lệch", "Difference"), "signed"),
    Column("plan_execution", BilingualText("Thực hiện (%)", "Achieved (%)"), "share"),
)


def summary(data: ReportData) -> Table:
    """Every indicator: its value, a year ago, the change, its plan; a unit's report has the office's targets beside it."""
    rows = [{**row, "total": False} for row in _rows(data, [TOTAL_CELL])]
    for each, row in zip(registry, rows, strict=True):
        row["to_date"] = cell(each, data.value_in(data.to_date, each))
        if row["plan"].is_missing:
            row["plan"] = cell(each, data.params.targets.get(each.name))
        changed = progress(each, data.value(each.name, column="change"))
        row["progress"] = JUDGED["progress"].get(changed)
    value, *compared = _compared(data)
    if data.tasks_of(data.to_date) is not None and data.to_date != data.quarter:
        compared.insert(0, Column("to_date", wording.quarter_short(data.to_date), "own"))
    if any(row["progress"] for row in rows):
        compared.append(PROGRESS)
    columns = (INDICATOR, UNIT_OF_MEASURE, value, *compared, *_planned(rows)[:1])
    names = [each.name for each in registry]
    notes = (
        *_to_date(data),
        *table_notes.compared(data, [TOTAL_CELL]),
        *vintages.notes(data, names, [TOTAL]),
    )
    return Table("summary", _TEXT.summary, columns, tuple(rows), notes)


def _to_date(data: ReportData) -> list[BilingualText]:
    """How the year to date is counted, or whose register is missing for it."""
    parts = data.to_date.parts
    if data.quarter.quarters > 1 or len(parts) == 1:
        return []
    if data.inputs.files.like_for_like:
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
    heads = (INDICATOR, *(Column(each, HEADINGS[each]) for each in by), UNIT_OF_MEASURE)
    columns = (*heads, *_compared(data), *_planned(rows))
    name = "_and_".join(each.removeprefix("unit_") for each in by)
    title, notes = _TEXT.group("by")[name], table_notes.compared(data, cells)
    return Table(f"indicators_by_{name}", title, columns, tuple(rows), notes, collapsed=True)


def by_unit(data: ReportData, figure: str = "value") -> Table:
    """Every indicator by unit, a column each; the units in the order of `units.csv`: their values, or the `change`s."""
    of_values = figure == "value"
    columns = [Column(by, HEADINGS[by]) for by in ("unit", "unit_group")]
    for each in registry:
        measured = each.unit_of_measure if of_values else change_measured(each)
        heading, form = both("{0} ({1})").format(each.title, measured.label), cell(each, 0, figure)
        columns.append(Column(each.name, heading, form.kind, decimals=form.decimals))
    cells = [TOTAL_CELL, *((group, unit, TOTAL) for unit, group in data.unit_groups.items())]
    rows = tuple(
        _labels(data, each) | {of.name: _figure(data, of, each, figure) for of in registry}
        for each in cells
    )
    if of_values:
        return Table("indicators_by_unit", _TEXT.by_unit, tuple(columns), rows, collapsed=True)
    title = _TEXT.change_by_unit.format(wording.quarter(data.compared))
    notes = (*table_notes.compared(data, cells), *history.notes(data))
    name = "indicators_by_unit_change"
    return Table(name, title, tuple(columns), rows, notes, collapsed=True)


def by_quarter(data: ReportData) -> Table:
    """Every indicator's total, quarter by quarter."""
    quarters = [Column(str(q), wording.quarter_short(q), "own") for q in data.quarters]
    rows = tuple(
        _of(each)
        | {str(quarter): cell(each, data.value_in(quarter, each)) for quarter in data.quarters}
        for each in registry
    )
    columns, notes = (INDICATOR, UNIT_OF_MEASURE, *quarters), table_notes.this_quarter_only()
    return Table("indicators_by_quarter", _TEXT.by_quarter, columns, rows, notes, collapsed=True)


def _compared(data: ReportData) -> list[Column]:
    """The value, the compared one and the change."""
    quarters = {"value": data.quarter, "value_year_ago": data.compared}
    named = [Column(key, wording.quarter_short(q), "own") for key, q in quarters.items()]
    return [*named, CHANGE]


def _planned(rows: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The plan and what came of it; nothing where no row has a plan."""
    return () if all(row["plan"].is_missing for row in rows) else PLANNED


def _rows(data: ReportData, cells: Sequence[Codes]) -> list[dict[str, Any]]:
    """A row for each cell of every indicator: what it is called, and all its figures."""
    named = ("value", "value_year_ago", "change", "plan", "plan_difference", "plan_execution")
    return [
        {
            **_of(each),
            **_labels(data, place),
            **{name: cell(each, _figure(data, each, place, name), name, True) for name in named},
        }
        for each in registry
        for place in cells
    ]


def _figure(data: ReportData, indicator: Indicator, cell: Codes, figure: str) -> float | None:
    """A figure of a cell; no change in per cent from a count too small for it."""
    found = data.cells()[indicator.name, *cell]
    small = figure == "change" and is_small(indicator, found["value_year_ago"])
    return None if small else found[figure]


def _of(indicator: Indicator) -> dict[str, Any]:
    return {"title": indicator.title, "unit_of_measure": indicator.unit_of_measure.label}


def _labels(data: ReportData, cell: Codes) -> dict[str, Any]:
    """What a cell is called in the first columns of its row; `total` is the row of all."""
    group, unit, source = cell
    return {
        "unit_group": data.all_units if group == TOTAL else data.params.group_name(group),
        "unit": data.all_units if unit == TOTAL else data.unit_name(unit),
        "source": data.params.source_name(source),
        "total": cell == TOTAL_CELL,
    }


def by(data: ReportData, breakdown: str) -> Table | None:
    """Every indicator by one breakdown; None where a unit's own report has no such rows."""
    if breakdown in ("unit_group", "unit") and data.unit != TOTAL:
        return None
    match breakdown:
        case "unit":
            return by_unit(data)
        case "quarter":
            return by_quarter(data)
    return crossed(data, breakdown)


def workbook_tables(data: ReportData) -> list[Table]:
    """Every indicator in every breakdown, for `tables.xlsx`; a unit's own report has no other units."""
    first, by_source, last = summary(data), crossed(data, "source"), by_quarter(data)
    if data.unit != TOTAL:
        return [first, by_source, last]
    groups = (crossed(data, "unit_group"), by_source, crossed(data, "unit_group", "source"))
    return [first, *groups, by_unit(data), by_unit(data, "change"), last]
