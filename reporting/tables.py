"""Tables in the house style: what a table holds, and how it looks in the page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader

from reporting import formats
from reporting.errors import Text, both

Kind = Literal["text", "count", "number", "share", "change", "points", "date"]
TEMPLATES = Path(__file__).parent / "html_template"


@dataclass(frozen=True)
class Column:
    """One column: the key of its values in a row, its heading, and what kind of figure it holds.

    `share` and `change` are in per cent, `points` in percentage points, `number` has one decimal.
    """

    key: str
    heading: Text
    kind: Kind = "text"

    @property
    def is_number(self) -> bool:
        """Whether values are aligned as figures."""
        return self.kind not in ("text", "date")


@dataclass(frozen=True)
class Table:
    """One table of the report: `name` is its sheet in `tables.xlsx`.

    Rows map column keys to unrounded figures, dates or texts; a row with `total: True` stands out. The first
    column heads each row. A `folded` table is closed in the page until it is opened, and open on paper.
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    notes: tuple[Text, ...] = ()
    folded: bool = False

    def html(self, language: str, number: int) -> str:
        """The table as HTML, numbered as in the report."""
        return (
            _environment()
            .get_template("table.html.j2")
            .render(table=self, language=language, number=number, cell=cell)
        )


def cell(column: Column, value: Any, language: str) -> str:
    """Write a value as its column prints it; what is missing becomes a dash."""
    if isinstance(value, Text):
        return value[language]
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "" if column.kind == "text" else formats.MISSING
    match column.kind:
        case "count":
            return formats.number(value, language)
        case "number":
            return formats.number(value, language, 1)
        case "share":
            return formats.percent(value, language)
        case "change":
            return formats.signed(value, language) + "%"
        case "points":
            return formats.signed(value, language)
        case "date":
            return formats.day(value, language)
        case _:
            return str(value)


def from_frame(
    name: str, title: Text, frame: Any, headings: Mapping[str, Text] | None = None
) -> Table:
    """A statistician's own DataFrame as a table: index and columns as they are, figures by their dtype."""
    flat = frame.reset_index() if any(frame.index.names) else frame
    kinds: dict[str, Kind] = {
        str(key): "count"
        if dtype.kind in "iu"
        else "number"
        if dtype.kind == "f"
        else "date"
        if dtype.kind == "M"
        else "text"
        for key, dtype in flat.dtypes.items()
    }
    columns = tuple(
        Column(key, (headings or {}).get(key, both(key)), kind) for key, kind in kinds.items()
    )
    return Table(name, title, columns, tuple(_records(flat)))


def _records(frame: Any) -> Iterable[Mapping[str, Any]]:
    return ({str(key): value for key, value in row.items()} for row in frame.to_dict("records"))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
