"""Every indicator in every breakdown: by group, by source, by both, by unit, and quarter by quarter."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from reporting.indicators import cube
from reporting.indicators.indicator import Indicator, registry
from reporting.report import history, table_notes, vintages
from reporting.report.composed import HEADINGS
from reporting.report.figures import change_in, kind, look
from reporting.report.report_data import ReportData
from reporting.report.tables import Column, Table
from reporting.report.values import WHOLE, Whole
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

INDICATOR = Column("title", BilingualText("Chỉ tiêu", "Indicator"))
UNIT_OF_MEASURE = Column("unit_of_measure", BilingualText("Đơn vị tính", "Unit of measure"))
CHANGE = Column("change", BilingualText("Tăng, giảm", "Change"), "signed")
PLAN = Column("plan", BilingualText("Kế hoạch", "Plan"), "by_row")
PLANNED = (
    PLAN,
    Column("plan_difference", BilingualText("Chênh lệch", "Difference"), "signed"),
    Column("plan_execution", BilingualText("Thực hiện (%)", "Execution (%)"), "share"),
)


def summary(data: ReportData) -> Table:
    """Every indicator: its value, a year ago, the change, its plan; a unit's report has the office's targets beside it."""
    period, to_date = data.quarter.until(data.quarter.number), data.cells("year_to_date")
    rows = [_row(data, each, WHOLE) for each in registry]
    for indicator, row in zip(registry, rows, strict=True):
        row |= {"to_date": to_date.get((indicator.name, *WHOLE), {}).get("value"), "total": False}
        if math.isnan(row["plan"]):
            row["plan"] = data.params.targets.get(indicator.name, math.nan)
    value, *compared = _compared(data)
    if to_date and period != data.quarter:
        compared.insert(0, Column("to_date", wording.quarter_short(period), "by_row"))
    planned = [PLAN] if _any(rows, "plan") else []
    columns = (INDICATOR, UNIT_OF_MEASURE, value, *compared, *planned)
    names = [indicator.name for indicator in registry]
    notes = (*_to_date(data), *table_notes.compared(data), *vintages.notes(data, names, [TOTAL]))
    return Table("summary", _TEXT.summary, columns, tuple(rows), notes)


def _to_date(data: ReportData) -> list[BilingualText]:
    """How the year to date is counted, or whose register is missing for it."""
    parts = data.quarter.until(data.quarter.number).parts
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
    sources = data.sources if "source" in by else [TOTAL]
    cells = [(group, TOTAL, source) for group in groups for source in sources]
    cells = [WHOLE, *cells] if len(by) == 1 else cells
    rows = [_row(data, indicator, cell) for indicator in registry for cell in cells]
    heads = (INDICATOR, *(Column(each, HEADINGS[each]) for each in by), UNIT_OF_MEASURE)
    columns = (*heads, *_compared(data), *(PLANNED if _any(rows, "plan") else ()))
    name = "_and_".join(each.removeprefix("unit_") for each in by)
    title = _TEXT.group("by")[name]
    notes = table_notes.compared(data)
    return Table(f"indicators_by_{name}", title, columns, tuple(rows), notes, collapsed=True)


def by_unit(data: ReportData) -> Table:
    """Every indicator by unit, a column each; the units in the order of `units.csv`."""
    columns = []
    for each in registry:
        measured = each.unit_of_measure
        heading = both("{0} ({1})").format(each.title, measured.label)
        key = f"{each.name}.value"
        columns.append(Column(key, heading, kind(each), decimals=measured.decimals))
    return _units(data, "indicators_by_unit", _TEXT.by_unit, columns, ())


def change_by_unit(data: ReportData) -> Table:
    """How every indicator of every unit changed against a year ago."""
    columns = []
    for each in registry:
        measured = registry.units_of_measure[change_in(each)].label
        heading = both("{0} ({1})").format(each.title, measured)
        columns.append(Column(f"{each.name}.change", heading, "signed"))
    title = _TEXT.change_by_unit.format(wording.quarter(data.compared))
    notes = (*table_notes.compared(data), *history.notes(data))
    return _units(data, "indicators_by_unit_change", title, columns, notes)


def _units(
    data: ReportData,
    name: str,
    title: BilingualText,
    columns: Sequence[Column],
    notes: tuple[BilingualText, ...],
) -> Table:
    cells = [WHOLE, *((group, unit, TOTAL) for unit, group in data.unit_groups.items())]
    rows = [_labels(data, cell) for cell in cells]
    for row, cell in zip(rows, cells, strict=True):
        for column in columns:
            indicator, _, figure = column.key.partition(".")
            row[column.key] = data.cells().get((indicator, *cell), {}).get(figure)
    heads = [Column(by, HEADINGS[by]) for by in ("unit", "unit_group")]
    return Table(name, title, (*heads, *columns), tuple(rows), notes, collapsed=True)


def by_quarter(data: ReportData) -> Table:
    """Every indicator's total, quarter by quarter."""
    quarters = [Column(str(q), wording.quarter_short(q), "by_row") for q in data.quarters]
    rows = [
        {**_of(each), **{str(quarter): data.value_in(quarter, each) for quarter in data.quarters}}
        for each in registry
    ]
    columns, notes = (INDICATOR, UNIT_OF_MEASURE, *quarters), table_notes.this_quarter_only()
    name = "indicators_by_quarter"
    return Table(name, _TEXT.by_quarter, columns, tuple(rows), notes, collapsed=True)


def _compared(data: ReportData) -> list[Column]:
    """The value, the compared one and the change."""
    quarters = {"value": data.quarter, "value_year_ago": data.compared}
    named = [Column(key, wording.quarter_short(q), "by_row") for key, q in quarters.items()]
    return [*named, CHANGE]


def _row(data: ReportData, indicator: Indicator, cell: Whole) -> dict[str, Any]:
    found = data.cells().get((indicator.name, *cell), {})
    return {
        **_of(indicator),
        **_labels(data, cell),
        **{column: found.get(column, math.nan) for column in cube.NUMBERS},
    }


def _of(indicator: Indicator) -> dict[str, Any]:
    measured = indicator.unit_of_measure.label
    return {"title": indicator.title, "unit_of_measure": measured, **look(indicator)}


def _labels(data: ReportData, cell: Whole) -> dict[str, Any]:
    """What a cell is called in the first columns of its row; `total` is the row of all."""
    group, unit, source = cell
    return {
        "unit_group": data.all_units if group == TOTAL else data.params.group_name(group),
        "unit": data.all_units if unit == TOTAL else data.unit_name(unit),
        "source": data.params.source_name(source),
        "total": cell == WHOLE,
    }


def _any(rows: Sequence[Mapping[str, Any]], column: str) -> bool:
    return not all(math.isnan(row[column]) for row in rows)


def by(data: ReportData, breakdown: str) -> Table | None:
    """Every indicator by one breakdown; None where a unit's own report has no such rows."""
    if breakdown in ("unit_group", "unit") and data.unit != TOTAL:
        return None
    whole = {"unit": by_unit, "quarter": by_quarter}
    return whole[breakdown](data) if breakdown in whole else crossed(data, breakdown)


def workbook_tables(data: ReportData) -> list[Table]:
    """Every indicator in every breakdown, for `tables.xlsx`; a unit's own report has no other units."""
    own = [summary(data), crossed(data, "source"), by_quarter(data)]
    if data.unit != TOTAL:
        return own
    both_ways = (crossed(data, "unit_group"), own[1], crossed(data, "unit_group", "source"))
    return [own[0], *both_ways, by_unit(data), change_by_unit(data), own[2]]
