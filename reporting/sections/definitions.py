"""The indicators' definitions, from their docstrings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporting.errors import Text
from reporting.indicators import UNITS_OF_MEASURE, registry
from reporting.tables import Column, Table

if TYPE_CHECKING:
    from reporting.report import Report


def table(_report: Report) -> Table:
    """Every indicator: its title, unit and definition."""
    columns = (
        Column("title", Text("Chỉ tiêu", "Indicator")),
        Column("name", Text("Mã", "Code")),
        Column("unit", Text("Đơn vị tính", "Unit")),
        Column("definition", Text("Định nghĩa", "Definition")),
    )
    rows = tuple(
        {
            "title": i.title,
            "name": i.name,
            "unit": UNITS_OF_MEASURE[i.unit],
            "definition": i.definition,
        }
        for i in registry
    )
    return Table(
        "definitions", Text("Định nghĩa các chỉ tiêu", "Definitions"), columns, rows, folded=True
    )


TABLES = {"definitions": table}
