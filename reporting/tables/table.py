"""Tables of the report: what a table holds, and how each of its values is written."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Literal, NamedTuple

from reporting.text import LANGUAGES, BilingualText, both, wording

Kind = Literal["text", "count", "number", "share", "signed", "date", "own"]
Headings = Mapping[str, BilingualText]

# In characters: a code or a date, and a text that is read rather than looked up.
SHORT_TEXT, LONG_TEXT = 14, 36
TOTAL_ROW = " total"  # the key that marks one; no column has a space before its name


class Cell(NamedTuple):
    """A value and how it is written: `unit` stands after a figure whose column has figures in several."""

    value: Any
    kind: Kind
    decimals: int = 1
    unit: BilingualText | None = None

    @property
    def is_missing(self) -> bool:
        """Nothing, a missing number or date, or a number that no cell can hold."""
        if isinstance(self.value, float):
            return not math.isfinite(self.value)
        return self.value is None or type(self.value).__name__ in ("NaTType", "NAType")

    def text(self, language: str) -> str:
        """The value as it is printed; what is missing becomes a dash."""
        if isinstance(self.value, BilingualText):
            return self.value[language]
        if self.is_missing:
            return "" if self.kind == "text" else wording.MISSING
        if self.kind == "text":
            return str(self.value)
        if self.kind == "date":
            return wording.day(self.value, 3)[language]
        write = wording.signed if self.kind == "signed" else wording.number
        return write(self.value, self.decimals)[language]


@dataclass(frozen=True)
class Column:
    """One column: the key of its values in a row, its heading, and what kind of figure it holds.

    `share` is in per cent, `signed` a change or a difference; both have one decimal, `signed` none where `decimals` is
    0. `number` has `decimals` where any of its values needs them. Where the kinds differ, values are `Cell`s; of an
    `own` column all are. Neighbours with the same `group_heading` stand under it; a `bar` shows a share also as a
    length. `language` is that of texts which are not in the page's own.
    """

    key: str
    heading: BilingualText
    kind: Kind = "text"
    group_heading: BilingualText | None = None
    bar: bool = False
    decimals: int = 1
    language: str = ""

    @property
    def is_number(self) -> bool:
        """Whether values are aligned as figures."""
        return self.kind not in ("text", "date")

    @property
    def whole_heading(self) -> BilingualText:
        """The heading where there is one line of them only, as in a sheet."""
        if self.group_heading is None:
            return self.heading
        return both("{0}: {1}").format(self.group_heading, self.heading)


def columns(headings: Headings, **kinds: Kind) -> tuple[Column, ...]:
    """Columns by their keys and headings: of texts, unless a kind is given."""
    return tuple(Column(key, heading, kinds.get(key, "text")) for key, heading in headings.items())


@dataclass(frozen=True)
class Table:
    """One table of the report: `name` is its sheet in `tables.xlsx`.

    Rows map column keys to unrounded figures, dates, texts or `Cell`s; a row with `TOTAL_ROW: True` stands out. The first
    column heads each row. A `collapsed` table is closed in the page until it is opened; one that is not `on_page` stands in
    the workbook alone.
    """

    name: str
    title: BilingualText
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    notes: tuple[BilingualText, ...] = ()
    collapsed: bool = False
    on_page: bool = True

    @cached_property
    def cells(self) -> dict[str, list[Cell]]:
        """The cells of each column; numbers have decimals where not all of their column are whole."""
        return {column.key: list(self._cells(column)) for column in self.columns}

    def _cells(self, column: Column) -> Iterator[Cell]:
        own = Cell(None, column.kind, column.decimals)
        found = (row.get(column.key) for row in self.rows)
        cells = [each if isinstance(each, Cell) else own._replace(value=each) for each in found]
        numbers = (each for each in cells if each.kind == "number" and not each.is_missing)
        broken = any(float(each.value) % 1 for each in numbers)
        for each in cells:
            needed = {"share": 1, "signed": min(each.decimals, 1), "number": each.decimals * broken}
            yield each._replace(decimals=needed.get(each.kind, 0))

    @property
    def lines(self) -> list[tuple[bool, tuple[Cell, ...]]]:
        """The rows as they are printed: whether each is the total, and its cells."""
        totals = (bool(row.get(TOTAL_ROW)) for row in self.rows)
        return list(zip(totals, zip(*self.cells.values(), strict=True), strict=True))

    @property
    def stacked(self) -> bool:
        """Whether rows become cards where there is little room: texts must not be scrolled sideways."""
        texts = [column for column in self.columns[1:] if column.kind == "text"]
        return len(self.columns) > 2 and any(self._longest[each.key] > LONG_TEXT for each in texts)

    def is_short(self, column: Column) -> bool:
        """Whether a column's texts are kept on one line: codes, quarters, yes and no."""
        return self._longest[column.key] <= SHORT_TEXT

    @cached_property
    def _longest(self) -> dict[str, int]:
        """The length of each column's longest text in either language; asked for at every cell."""
        return {
            key: max((len(cell.text(one)) for cell in cells for one in LANGUAGES), default=0)
            for key, cells in self.cells.items()
        }

    @property
    def spans(self) -> list[list[Column]]:
        """The columns under each heading of the upper line; none where no column stands under another's heading."""
        if not any(column.group_heading for column in self.columns):
            return []
        by_heading = groupby(self.columns, key=lambda column: column.group_heading or column.key)
        return [list(columns) for _, columns in by_heading]


def from_frame(name: str, title: BilingualText, frame: Any, headings: Headings) -> Table:
    """A statistician's own DataFrame as a table: index and columns as they are, figures by their dtype."""
    unnamed = frame.index.dtype.kind in "iu" and frame.index.name is None
    flat = frame if unnamed else frame.reset_index()
    flat = flat.set_axis(list(map(str, flat.columns)), axis=1)
    kinds: dict[str, Kind] = {"i": "count", "u": "count", "f": "number", "M": "date"}
    columns = tuple(
        Column(
            key,
            headings.get(key, both(key)),
            "text" if _has_years(key, values) else kinds.get(values.dtype.kind, "text"),
            decimals=_decimals(values) if values.dtype.kind == "f" else 1,
        )
        for key, values in flat.items()
    )
    return Table(name, title, columns, tuple(flat.to_dict("records")))


def _has_years(key: str, values: Any) -> bool:
    """Whether a column holds years, and no counts: by its name, which may be that of the days they were taken from."""
    known = values.dropna()
    named = re.search("year|năm|_on$", key.casefold()) and values.dtype.kind in "iu" and len(known)
    return bool(named and known.between(1990, 2100).all())


def _decimals(values: Any) -> int:
    """As many as a column was rounded to, up to three; else one, and three where all lie between −1 and 1."""
    known = values.dropna().round(9)
    exact = (places for places in (1, 2, 3) if (known.round(places) == known).all())
    return next(exact, 3 if (known.abs() <= 1).all() else 1)
