"""Every indicator in every breakdown: by group, by source, by both, by unit, and quarter by quarter."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reporting.indicators import cube
from reporting.indicators.indicator import Indicator, registry
from reporting.report.sections import glance, remarks
from reporting.report.tables import Column, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL

if TYPE_CHECKING:
    from reporting.report.report import Report

INDICATOR = Column("title", BilingualText("Chỉ tiêu", "Indicator"))
UNIT_OF_MEASURE = Column("unit_of_measure", BilingualText("Đơn vị tính", "Unit of measure"))
GROUP = Column("group", BilingualText("Nhóm đơn vị", "Unit group"))
SOURCE = Column("source", BilingualText("Nguồn giao việc", "Source"))
UNIT = Column("unit", BilingualText("Đơn vị", "Unit"))


class Cell(NamedTuple):
    """One cell of a breakdown: what heads its row, and where its values are."""

    labels: dict[str, BilingualText]
    keys: dict[str, str]
    total: bool = False


def by_group(report: Report) -> Table:
    """Every indicator by unit group."""
    cells = [
        Cell({"group": label}, {"unit_group": code}, code == TOTAL)
        for code, label in report.rows.items()
    ]
    title = BilingualText("Tất cả các chỉ tiêu theo nhóm đơn vị", "All indicators by unit group")
    return _table(report, "indicators_by_group", title, [GROUP], cells)


def by_source(report: Report) -> Table:
    """Every indicator by source of the tasks."""
    cells = [
        Cell({"source": report.params.source_name(code)}, {"source": code}, code == TOTAL)
        for code in (TOTAL, *report.params.sources)
    ]
    title = BilingualText("Tất cả các chỉ tiêu theo nguồn giao việc", "All indicators by source")
    return _table(report, "indicators_by_source", title, [SOURCE], cells)


def by_group_and_source(report: Report) -> Table:
    """Every indicator by unit group and source."""
    cells = [
        Cell(
            {"group": report.params.group_name(group), "source": report.params.source_name(source)},
            {"unit_group": group, "source": source},
        )
        for group in report.groups
        for source in report.params.sources
    ]
    title = BilingualText(
        "Tất cả các chỉ tiêu theo nhóm đơn vị và nguồn giao việc",
        "All indicators by unit group and source",
    )
    return _table(report, "indicators_by_group_and_source", title, [GROUP, SOURCE], cells)


def by_unit(report: Report) -> Table:
    """Every indicator by unit, a column each; the units in the order of `units.csv`."""
    title = BilingualText("Tất cả các chỉ tiêu theo đơn vị", "All indicators by unit")
    return _units(report, "indicators_by_unit", title, "value", ())


def change_by_unit(report: Report) -> Table:
    """How every indicator of every unit changed against a year ago."""
    title = BilingualText(
        "Tăng, giảm của tất cả các chỉ tiêu theo đơn vị so với {0}",
        "All indicators by unit: changes on {0}",
    ).format(wording.quarter(report.compared))
    return _units(report, "indicators_by_unit_change", title, "change", remarks.compared(report))


def _units(
    report: Report, name: str, title: BilingualText, figure: str, notes: tuple[BilingualText, ...]
) -> Table:
    columns = [UNIT, GROUP]
    for indicator in registry:
        kind = glance.kind(indicator) if figure == "value" else "points"
        heading = BilingualText("{0} ({1})", "{0} ({1})").format(
            indicator.title,
            indicator.unit_of_measure.label if figure == "value" else _in(indicator),
        )
        decimals = indicator.unit_of_measure.decimals
        columns.append(Column(indicator.name, heading, kind, decimals=decimals))
    units = report.inputs.layout(report.quarter, report.unit).units
    cells = [(TOTAL, TOTAL), *zip(units["group"].map(str), units["code"].map(str), strict=True)]
    rows = tuple(
        {
            "unit": report.whole if unit == TOTAL else report.unit_name(unit),
            "group": report.params.group_name(group),
            "total": unit == TOTAL,
            **{
                indicator.name: report.value(indicator.name, group, unit, column=figure)
                for indicator in registry
            },
        }
        for group, unit in cells
    )
    return Table(name, title, tuple(columns), rows, notes, folded=True)


def _in(indicator: Indicator) -> BilingualText:
    return registry.units_of_measure[indicator.unit_of_measure.change_in].label


def by_quarter(report: Report) -> Table:
    """Every indicator's total, quarter by quarter."""
    series = [report.totals(quarter) for quarter in report.quarters]
    columns = [INDICATOR, UNIT_OF_MEASURE]
    columns += [
        Column(str(quarter), wording.quarter_short(quarter), "by_row")
        for quarter in report.quarters
    ]
    rows = [
        {
            **_of(indicator),
            **{
                str(quarter): totals[indicator.name]
                for quarter, totals in zip(report.quarters, series, strict=True)
            },
        }
        for indicator in registry
    ]
    title = BilingualText("Tất cả các chỉ tiêu qua các quý", "All indicators over several quarters")
    notes = remarks.this_quarter_only()
    return Table("indicators_by_quarter", title, tuple(columns), tuple(rows), notes, folded=True)


def _table(
    report: Report, name: str, title: BilingualText, labels: Sequence[Column], cells: Sequence[Cell]
) -> Table:
    columns = (
        INDICATOR,
        *labels,
        UNIT_OF_MEASURE,
        Column("value", wording.quarter_short(report.quarter), "by_row"),
        Column("value_year_ago", wording.quarter_short(report.compared), "by_row"),
        Column("change", BilingualText("Tăng, giảm", "Change"), "points"),
    )
    rows = tuple(_rows(report, cells))
    if not all(math.isnan(row["plan"]) for row in rows):
        columns += glance.PLAN
    return Table(name, title, columns, rows, remarks.compared(report), folded=True)


def _rows(report: Report, cells: Sequence[Cell]) -> Iterator[dict[str, Any]]:
    for indicator in registry:
        for cell in cells:
            yield {
                **_of(indicator),
                **cell.labels,
                "total": cell.total,
                **{
                    column: report.value(indicator.name, column=column, **cell.keys)
                    for column in cube.NUMBERS
                },
            }


def _of(indicator: Indicator) -> dict[str, Any]:
    return {
        "title": indicator.title,
        "unit_of_measure": indicator.unit_of_measure.label,
        **glance.look(indicator),
    }


TABLES = {
    "indicators_by_group": by_group,
    "indicators_by_source": by_source,
    "indicators_by_group_and_source": by_group_and_source,
    "indicators_by_unit": by_unit,
    "indicators_by_unit_change": change_by_unit,
    "indicators_by_quarter": by_quarter,
}
