"""Every indicator in every breakdown: by group, by source, by both, by unit, and quarter by quarter."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from reporting.indicators import cube
from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.mistakes import Mistake, unknown
from reporting.report import history, table_notes, vintages
from reporting.report.breakdown import BREAKDOWN
from reporting.report.figures import change_in, kind, look
from reporting.report.report_data import ReportData
from reporting.report.tables import Column, Kind, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

INDICATOR = Column("title", BilingualText("Chỉ tiêu", "Indicator"))
UNIT_OF_MEASURE = Column("unit_of_measure", BilingualText("Đơn vị tính", "Unit of measure"))
GROUP = Column("group", BilingualText("Nhóm đơn vị", "Unit group"))
SOURCE = Column("source", BilingualText("Nguồn giao việc", "Source"))
PLAN = (
    Column("plan", BilingualText("Kế hoạch", "Plan"), "by_row"),
    Column("plan_difference", BilingualText("Chênh lệch", "Difference"), "change"),
    Column("plan_execution", BilingualText("Thực hiện (%)", "Execution (%)"), "share"),
)
UNIT = Column("unit", BilingualText("Đơn vị", "Unit"))


class Cell(NamedTuple):
    """One cell of a breakdown: what heads its row, and where its values are."""

    labels: dict[str, BilingualText]
    keys: dict[str, str]
    total: bool = False


def summary(data: ReportData) -> Table:
    """Every indicator: its value, a year ago, the change, its plan."""
    period, to_date = data.quarter.until(data.quarter.number), data.cells("year_to_date")
    rows = [
        {
            **_of(indicator),
            "value": data.value(indicator),
            "to_date": to_date.get((indicator.name, TOTAL, TOTAL, TOTAL), {}).get("value"),
            "before": data.value(indicator, column="value_year_ago"),
            "change": data.value(indicator, column="change"),
            "target": _planned(data, indicator),
        }
        for indicator in registry
    ]
    columns = [
        INDICATOR,
        UNIT_OF_MEASURE,
        Column("value", wording.quarter_short(data.quarter), "by_row"),
        Column("before", wording.quarter_short(data.compared), "by_row"),
        Column("change", BilingualText("Tăng, giảm", "Change"), "points"),
    ]
    if to_date and period != data.quarter:
        columns.insert(3, Column("to_date", wording.quarter_short(period), "by_row"))
    if not all(math.isnan(row["target"]) for row in rows):
        columns.append(Column("target", BilingualText("Kế hoạch", "Plan"), "by_row"))
    names = [indicator.name for indicator in registry]
    notes = (*_to_date(data), *table_notes.compared(data), *vintages.notes(data, names, [TOTAL]))
    title = BilingualText("Các chỉ tiêu chủ yếu", "Main indicators")
    return Table("summary", title, tuple(columns), tuple(rows), notes)


def _to_date(data: ReportData) -> list[BilingualText]:
    """How the year to date is counted, or whose register is missing for it."""
    parts = data.quarter.until(data.quarter.number).parts
    if data.quarter.quarters > 1 or len(parts) == 1:
        return []
    if data.inputs.files.like_for_like:
        return [_TEXT.there_are_no_figures]
    if missing := [each for each in parts if each not in data.inputs.tables]:
        return [
            _TEXT.there_are_no_figures_year.format(
                wording.listing([wording.quarter(each) for each in missing])
            )
        ]
    return [_TEXT.year_to_date_task]


def _planned(data: ReportData, indicator: Indicator) -> float:
    """What is planned for the total; a unit's report has the office's targets beside it."""
    plan = data.value(indicator, column="plan")
    return data.params.targets.get(indicator.name, plan) if math.isnan(plan) else plan


def by_group(data: ReportData) -> Table:
    """Every indicator by unit group."""
    cells = [
        Cell({"group": label}, {"unit_group": code}, code == TOTAL)
        for code, label in data.group_labels.items()
    ]
    title = BilingualText("Tất cả các chỉ tiêu theo nhóm đơn vị", "All indicators by unit group")
    return _table(data, "indicators_by_group", title, [GROUP], cells)


def by_source(data: ReportData) -> Table:
    """Every indicator by source of the tasks."""
    cells = [
        Cell({"source": _source(data, code)}, {"source": code}, code == TOTAL)
        for code in (TOTAL, *data.sources)
    ]
    title = BilingualText("Tất cả các chỉ tiêu theo nguồn giao việc", "All indicators by source")
    return _table(data, "indicators_by_source", title, [SOURCE], cells)


def by_group_and_source(data: ReportData) -> Table:
    """Every indicator by unit group and source."""
    cells = [
        Cell(
            {"group": _group(data, group), "source": _source(data, source)},
            {"unit_group": group, "source": source},
        )
        for group in data.groups
        for source in data.sources
    ]
    title = _TEXT.all_indicators_by_unit
    return _table(data, "indicators_by_group_and_source", title, [GROUP, SOURCE], cells)


def by_unit(data: ReportData) -> Table:
    """Every indicator by unit, a column each; the units in the order of `units.csv`."""
    title = BilingualText("Tất cả các chỉ tiêu theo đơn vị", "All indicators by unit")
    return _units(data, "indicators_by_unit", title, "value", ())


def change_by_unit(data: ReportData) -> Table:
    """How every indicator of every unit changed against a year ago."""
    title = _TEXT.all_indicators_by_unit_changes.format(wording.quarter(data.compared))
    notes = (*table_notes.compared(data), *history.notes(data))
    return _units(data, "indicators_by_unit_change", title, "change", notes)


def _units(
    data: ReportData, name: str, title: BilingualText, figure: str, notes: tuple[BilingualText, ...]
) -> Table:
    columns = [UNIT, GROUP]
    for indicator in registry:
        form: Kind = kind(indicator) if figure == "value" else "points"
        heading = BilingualText("{0} ({1})", "{0} ({1})").format(
            indicator.title,
            indicator.unit_of_measure.label if figure == "value" else _in(indicator),
        )
        columns.append(
            Column(indicator.name, heading, form, decimals=indicator.unit_of_measure.decimals)
        )
    units = data.inputs.layout(data.quarter, data.unit).units
    cells = [(TOTAL, TOTAL), *zip(units["group"].map(str), units["code"].map(str), strict=True)]
    rows = tuple(
        {
            "unit": data.all_units if unit == TOTAL else data.unit_name(unit),
            "group": _group(data, group),
            "total": unit == TOTAL,
            **{
                indicator.name: data.value(indicator.name, group, unit, column=figure)
                for indicator in registry
            },
        }
        for group, unit in cells
    )
    return Table(name, title, tuple(columns), rows, notes, folded=True)


def _in(indicator: Indicator) -> BilingualText:
    return registry.units_of_measure[change_in(indicator)].label


def by_quarter(data: ReportData) -> Table:
    """Every indicator's total, quarter by quarter."""
    columns = [INDICATOR, UNIT_OF_MEASURE]
    columns += [
        Column(str(quarter), wording.quarter_short(quarter), "by_row") for quarter in data.quarters
    ]
    rows = [
        {
            **_of(indicator),
            **{str(quarter): data.value_in(quarter, indicator) for quarter in data.quarters},
        }
        for indicator in registry
    ]
    title = BilingualText("Tất cả các chỉ tiêu qua các quý", "All indicators over several quarters")
    notes = table_notes.this_quarter_only()
    return Table("indicators_by_quarter", title, tuple(columns), tuple(rows), notes, folded=True)


def _table(
    data: ReportData,
    name: str,
    title: BilingualText,
    labels: Sequence[Column],
    cells: Sequence[Cell],
) -> Table:
    columns = (
        INDICATOR,
        *labels,
        UNIT_OF_MEASURE,
        Column("value", wording.quarter_short(data.quarter), "by_row"),
        Column("value_year_ago", wording.quarter_short(data.compared), "by_row"),
        Column("change", BilingualText("Tăng, giảm", "Change"), "points"),
    )
    rows = tuple(_rows(data, cells))
    if not all(math.isnan(row["plan"]) for row in rows):
        columns += PLAN
    return Table(name, title, columns, rows, table_notes.compared(data), folded=True)


def _rows(data: ReportData, cells: Sequence[Cell]) -> Iterator[dict[str, Any]]:
    for indicator in registry:
        for cell in cells:
            yield {
                **_of(indicator),
                **cell.labels,
                "total": cell.total,
                **{
                    column: data.value(indicator, column=column, **cell.keys)
                    for column in cube.NUMBERS
                },
            }


def _of(indicator: Indicator) -> dict[str, Any]:
    return {
        "title": indicator.title,
        "unit_of_measure": indicator.unit_of_measure.label,
        **look(indicator),
    }


def _group(data: ReportData, code: str) -> BilingualText:
    return data.all_units if code == TOTAL else data.group_label(code)


def _source(data: ReportData, code: str) -> BilingualText:
    return data.source_label(code)


BY = {"unit_group": by_group, "source": by_source, "unit": by_unit, "quarter": by_quarter}


def by(data: ReportData, breakdown: str) -> Table | None:
    """Every indicator by one breakdown; None where a unit's own report has no such rows."""
    if breakdown not in BY:
        raise Mistake(unknown(BREAKDOWN, breakdown, BY))
    between_units = breakdown in ("unit_group", "unit") and data.unit != TOTAL
    return None if between_units else BY[breakdown](data)


def workbook_tables(data: ReportData) -> list[Table]:
    """Every indicator in every breakdown, for `tables.xlsx`; a unit's own report has no other units."""
    made = [summary, by_group, by_source, by_group_and_source, by_unit, change_by_unit, by_quarter]
    if data.unit != TOTAL:
        made = [summary, by_source, by_quarter]
    return [each(data) for each in made]
