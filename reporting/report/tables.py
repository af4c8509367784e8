"""Tables of the report: what a table holds, and how it looks in the page."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Literal, NamedTuple

from markupsafe import Markup

from reporting.report import templates
from reporting.text import formats
from reporting.text.bilingual import BilingualText, both
from reporting.text.codes import LANGUAGES

Kind = Literal["text", "count", "number", "share", "signed", "date", "by_row"]

# In characters: a code or a date, and a text that is read rather than looked up.
SHORT_TEXT, LONG_TEXT = 14, 36


@dataclass(frozen=True)
class Column:
    """One column: the key of its values in a row, its heading, and what kind of figure it holds.

    `share` is in per cent, `signed` a change or a difference; both have one decimal, `signed` none where `decimals` is
    0. `number` has `decimals` (the row's own go before) where any of its values needs them; `by_row` takes the kind
    that each row names under `kind`. Neighbours with the same `group_heading` stand under it; a `bar` shows a share
    also as a length. `unit` is the key of the unit of measure of each figure, where not all of a column are in one.
    `language` is that of texts which are not in the page's own.
    """

    key: str
    heading: BilingualText
    kind: Kind = "text"
    group_heading: BilingualText | None = None
    bar: bool = False
    decimals: int = 1
    unit: str = ""
    language: str = ""

    @property
    def is_number(self) -> bool:
        """Whether values are aligned as figures."""
        return self.kind not in ("text", "date")

    def kind_in(self, row: Mapping[str, Any]) -> Kind:
        """What the value of a row is: the column's own kind, or the one that the row names."""
        return row["kind"] if self.kind == "by_row" else self.kind

    @property
    def whole_heading(self) -> BilingualText:
        """The heading where there is one line of them only, as in a sheet."""
        if self.group_heading is None:
            return self.heading
        return both("{0}: {1}").format(self.group_heading, self.heading)


def columns(headings: Mapping[str, BilingualText], **kinds: Kind) -> tuple[Column, ...]:
    """Columns by their keys and headings: of texts, unless a kind is given."""
    return tuple(Column(key, heading, kinds.get(key, "text")) for key, heading in headings.items())


class Span(NamedTuple):
    """A heading of the upper line: of several columns, or one column's own."""

    text: BilingualText | None
    width: int
    column: Column


@dataclass(frozen=True)
class Table:
    """One table of the report: `name` is its sheet in `tables.xlsx`.

    Rows map column keys to unrounded figures, dates or texts; a row with `total: True` stands out. The first
    column heads each row. A `collapsed` table is closed in the page until it is opened, and open on paper.
    """

    name: str
    title: BilingualText
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    notes: tuple[BilingualText, ...] = ()
    collapsed: bool = False

    def html(self, language: str, number: int) -> str:
        """The table as HTML, numbered as in the report."""
        return templates.fill(
            "table.html.j2",
            table=self,
            language=language,
            number=number,
            cell=self.cell,
            unit=self.unit,
            looks=self._looks,
        )

    @cached_property
    def stacked(self) -> bool:
        """Whether rows become cards where there is little room: texts must not be scrolled sideways."""
        return len(self.columns) > 2 and any(
            column.kind == "text" and self._longest[column.key] > LONG_TEXT
            for column in self.columns[1:]
        )

    def is_short(self, column: Column) -> bool:
        """Whether a column's texts are kept on one line: codes, quarters, yes and no."""
        return self._longest[column.key] <= SHORT_TEXT

    @cached_property
    def _longest(self) -> dict[str, int]:
        """The length of each column's longest text in either language; asked for at every cell."""
        return {
            column.key: max(
                (len(self.cell(column, row, one)) for row in self.rows for one in LANGUAGES),
                default=0,
            )
            for column in self.columns
        }

    @property
    def spans(self) -> list[Span]:
        """The upper line of headings; none where no column stands under another's heading."""
        if not any(column.group_heading for column in self.columns):
            return []
        spans: list[Span] = []
        for heading, group in groupby(self.columns, key=lambda column: column.group_heading):
            columns = list(group)
            one_by_one = [Span(None, 1, column) for column in columns]
            spans += [Span(heading, len(columns), columns[0])] if heading else one_by_one
        return spans

    def cell(self, column: Column, row: Mapping[str, Any], language: str) -> str:
        """Write a row's value as its column prints it; what is missing becomes a dash."""
        value, kind = row.get(column.key), column.kind_in(row)
        if isinstance(value, BilingualText):
            return value[language]
        if is_missing(value):
            return "" if kind == "text" else formats.MISSING
        match kind:
            case "count":
                return formats.number(value, language)
            case "number":
                return formats.number(value, language, self.decimals(column, row))
            case "share":
                return formats.number(value, language, 1)
            case "signed":
                return formats.signed(value, language, min(column.decimals, 1))
            case "date":
                return formats.day_short(value, language)
            case _:
                return str(value)

    def unit(self, column: Column, row: Mapping[str, Any], language: str) -> str:
        """What stands after a figure whose column has figures in several units: 6,3%, 0,6 điểm %."""
        if not column.unit or is_missing(row.get(column.key)):
            return ""
        label: str = row[column.unit][language]
        return label if label == "%" else f"\u00a0{label}"

    def decimals(self, column: Column, row: Mapping[str, Any]) -> int:
        """The decimals of a number: none where all of its column are whole."""
        return int(row.get("decimals", column.decimals)) if self._broken[column.key] else 0

    @cached_property
    def _broken(self) -> dict[str, bool]:
        """Which columns have a number that is not whole."""

        def some_part(column: Column) -> bool:
            values: Iterable[Any] = (
                row.get(column.key) for row in self.rows if column.kind_in(row) == "number"
            )
            return any(not is_missing(value) and float(value) % 1 for value in values)

        return {column.key: some_part(column) for column in self.columns}

    def _looks(self, column: Column, row: Mapping[str, Any]) -> Markup:
        """The class of a cell: figures are aligned on the decimal comma, whole ones among others too."""
        classes, style = (["num"] if column.is_number else []), ""
        if not classes and self.is_short(column):
            classes.append("short")
        value: Any = row.get(column.key)
        kind = column.kind_in(row)
        is_whole = kind == "count" or (kind == "number" and not self._broken[column.key])
        if column.kind == "by_row" and is_whole and not is_missing(value):
            classes.append("whole")
        if column.bar and not is_missing(value):
            classes.append("bar")
            style = f' style="--share:{formats.round_half_up(value, 1)}%"'
        text = f' class="{" ".join(classes)}"{style}' if classes else ""
        return Markup(text)


def is_missing(value: Any) -> bool:
    """Nothing, a missing number or date, or a number that no cell can hold."""
    if value is None or isinstance(value, str):
        return value is None
    if isinstance(value, float):
        return not math.isfinite(value)
    return type(value).__name__ in ("NaTType", "NAType")


def from_frame(
    name: str, title: BilingualText, frame: Any, headings: Mapping[str, BilingualText] | None = None
) -> Table:
    """A statistician's own DataFrame as a table: index and columns as they are, figures by their dtype."""
    flat = frame.reset_index() if any(frame.index.names) else frame
    kinds: dict[str, Kind] = {"i": "count", "u": "count", "f": "number", "M": "date"}
    columns = tuple(
        Column(
            str(key), (headings or {}).get(str(key), both(str(key))), kinds.get(each.kind, "text")
        )
        for key, each in flat.dtypes.items()
    )
    records = ({str(key): v for key, v in row.items()} for row in flat.to_dict("records"))
    return Table(name, title, columns, tuple(records))
