"""A table of an office and what is wrong in it, told by row, column and value; small tables as tolerantly read as exports."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reporting.inputs.outside import LARGEST_TEXT
from reporting.registers import grids
from reporting.registers.cells import ERROR, day_of, distinct, tidy
from reporting.registers.grids import listing
from reporting.registers.headings import NEAR, heading_key
from reporting.text import BilingualText, InputError, both, in_both, quoted, texts
from reporting.text.wording import day, number

_TEXT = texts(__name__)

SHOWN = 20
BLANK = -1  # the place of a row's value where it has none
_REAL_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: 00:00:00)?")
Kind = tuple[str, BilingualText]  # a column, and what is wrong there
VALUE = _TEXT.blank  # what is expected where nothing else is said
PERIOD = ("valid_from", "valid_to")
Names = Mapping[str, Sequence[str]]  # what else than its own name stands above a column
Periods = tuple[np.ndarray, np.ndarray]  # the first and the last day of each row


@dataclass(eq=False)
class CheckedTable:
    """A table of text, a blank missing."""

    path: Path
    sheet: str | None
    table: pa.Table
    rows: np.ndarray  # the number that the file shows for each
    found: Mapping[str, str]  # the headings as written
    settled: Any = np.False_  # the rows of which no further mistake is told
    # the first mistakes of each kind, and how many there are
    _wrong: dict[Kind, list[tuple[int, tuple[object, ...]]]] = field(default_factory=dict)
    _counts: Counter[Kind] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, column: str) -> bool:
        return column in self.found

    def shown(self, column: str, place: int) -> BilingualText:
        """Return a cell as people see it: a real date the way it is written by hand."""
        text = str(self.table[column][place].as_py() or "") if column in self else ""
        with suppress(ValueError):  # what was typed as one may be no day: 2023-02-30
            return day(date.fromisoformat(text[:10])) if self.is_real_date(text) else both(text)
        return both(text)

    def is_real_date(self, text: str) -> bool:
        """Whether a cell, written as text, is a date to its file, and not a text that looks like one."""
        return ".csv" not in self.path.suffixes and _REAL_DATE.fullmatch(text) is not None

    def blank(self, column: str) -> np.ndarray:
        """Say for each row whether a column is blank there."""
        return pc.is_null(self.table[column]).to_numpy().astype(bool)

    def read(
        self, column: str, meaning: Callable[[str], Any], blank: BilingualText | None = None
    ) -> tuple[dict[str, Any], np.ndarray]:
        """Return the meaning of each different text, None for a blank at the end, and each row's place; a fault has none."""
        texts: list[str] = []
        places = np.full(len(self), BLANK)
        if column in self:
            texts, places = distinct(self.table[column])
        known = {text: meaning(text) for text in texts} | {"": None}
        for fault in {each: None for each in known.values() if isinstance(each, BilingualText)}:
            bad = [text for text, each in known.items() if each == fault]
            self.wrong(column, np.isin([*known], bad)[places], fault)
            known |= dict.fromkeys(bad)
        if blank:
            self.wrong(column, places == BLANK, blank)
        return known, places

    def check_text(self, *columns: str, expected: BilingualText | None = None) -> None:
        """The mark of a formula that failed is no text; a blank will not do where something is expected."""
        for column in columns:
            if expected and self.table[column].null_count:
                self.wrong(column, self.blank(column), expected)
            failed = pc.match_substring_regex(self.table[column].cast(pa.string()), ERROR)
            self.wrong(column, pc.fill_null(failed, False).to_numpy(), _TEXT.failed_formula)

    @property
    def cells(self) -> pd.DataFrame:
        """Every column as clean text, empty where the cell is blank or the file has no such column."""
        return self.table.to_pandas().astype(str).fillna("")

    def days(self) -> dict[str, np.ndarray]:
        """Read `valid_from` and `valid_to`, written with the day or the year first."""
        found = {}
        for column in PERIOD:
            known, places = self.read(column, lambda text: day_of(text, 1900))  # or later
            found[column] = np.array([*known.values()], dtype="datetime64[D]")[places]
        since, until = found.values()
        self.wrong("valid_to", until < since, _TEXT.before, since.__getitem__)
        return {column: each.astype("datetime64[us]") for column, each in found.items()}

    def check_apart(
        self, table: pd.DataFrame, by: list[str], column: str, fault: BilingualText
    ) -> None:
        """Say which rows that are alike in some columns are valid on a same day."""
        days = periods(table)
        for alike in table.groupby(by, sort=False).indices.values():
            if found := clash(days, alike):
                self.wrong(column, [found[1]], fault, self.rows[found[0]])

    def wrong(self, column: str, where: Any, fault: BilingualText, *of: object) -> None:
        """Add mistakes of one kind: `where` marks rows or has their places, `of` fills the fault, or does for a place."""
        marked = np.asarray(where)
        by_place = marked.dtype.kind == "i"
        places = marked if by_place else np.flatnonzero(marked.astype(bool) & ~self.settled)
        if places.size:
            first = [(place, of) for place in places[:SHOWN].tolist()]
            self._wrong.setdefault((column, fault), []).extend(first)
            self._counts[column, fault] += len(places)

    def told(self) -> Iterator[BilingualText]:
        """Every kind, as one meets it in the file: its first mistakes, and how many there are if there are several."""
        columns = [*self.found, *(column for column, _ in self._wrong)]
        first = {kind: (some[0][0], columns.index(kind[0])) for kind, some in self._wrong.items()}
        for kind in sorted(self._wrong, key=first.__getitem__):
            for place, of in self._wrong[kind][:SHOWN]:
                yield self._cell(kind, place, of)
            if (count := self._counts[kind]) > 1:
                text = _TEXT.more if count > SHOWN else _TEXT.all
                where = sheet_of(self.path, self.sheet), self._called(kind[0])
                yield text.format(*where, number(count), number(count - SHOWN))

    def stop_if_any(self) -> None:
        """Raise an `InputError` with every mistake, if there is one."""
        if self._wrong:
            raise InputError(*self.told())

    def _cell(self, kind: Kind, place: int, of: tuple[object, ...]) -> BilingualText:
        column, fault = kind
        filled = fault.format(*(each(place) if callable(each) else each for each in of))
        wrong = in_both(lambda it: filled[it] + "." * (not filled[it].endswith((".", "?"))))
        shown = self.shown(column, place)
        hint = _TEXT.formula_failed if re.fullmatch(ERROR, shown.vi) else ""
        value = in_both(lambda it: quoted(shown[it])) if shown.vi else _TEXT.blank_cell
        where = sheet_of(self.path, self.sheet), self.rows[place], self._called(column)
        return _TEXT.cell.format(*where, value, wrong, hint)

    def _called(self, column: str) -> str:
        heading = self.found.get(column, column)
        return f"“{column}”" if heading == column else f"{quoted(heading)} ({column})"


def sheet_of(path: Path, sheet: str | None) -> BilingualText:
    """A file, and the sheet of a workbook, as messages begin."""
    return _TEXT.sheet.format(path, quoted(sheet)) if sheet else both("{0}").format(path)


def perhaps(near: str | BilingualText | None) -> BilingualText:
    """A guess at what was meant, to stand behind what is wrong; nothing where there is none."""
    if near is None:
        return both("")
    return _TEXT.perhaps.format(quoted(near) if isinstance(near, str) else near)


def nearest(written: str, known: Sequence[str]) -> BilingualText:
    """A guess at which of the known names was meant."""
    return perhaps(next(iter(get_close_matches(written, known, n=1)), None))


def read(
    path: Path, names: Names, needed: Sequence[str], most: int, near: float = NEAR
) -> CheckedTable:
    """Read a table of at most so many rows; `names` has its columns, of which the `needed` must be there."""
    known = {heading_key(name): (c, 0) for c in names for name in (c, *names[c])}
    sheet, header = grids.find_table(path, known, lambda h: {*needed} <= {*h.places}, LARGEST_TEXT)
    if missing := [column for column in needed if column not in header.places]:
        lacking, expected = ", ".join(missing), ", ".join(needed)
        raise InputError(_TEXT.row_lacks_expected.format(path, header.row + 1, lacking, expected))
    others = Counter(header.all_found) - Counter(header.found.values())
    start = header.row + header.height
    # a heading that comes twice, or is as near to a known one as `near` says, would be left out in silence
    if strange := [each for each in others if get_close_matches(heading_key(each), known, 1, near)]:
        raise InputError(_TEXT.headings.format(path, start, listing(strange), ", ".join(names)))
    if len(sheet.rows) - start > most:
        raise InputError(_TEXT.too_many.format(path, number(len(sheet.rows) - start), number(most)))
    cells, rows = sheet.below(header)
    nothing = pa.nulls(len(rows), pa.string())
    table = pa.table({n: tidy(cells[n])[0] if n in header.places else nothing for n in names})
    filled = np.logical_or.reduce([column.is_valid().to_numpy() for column in table.columns])
    return CheckedTable(path, sheet.name, table.filter(filled), rows[filled], header.found)


def periods(table: pd.DataFrame) -> Periods:
    """Return the first and the last day of each row as datetime64[D], without blanks."""
    since, until = (table[column].to_numpy().astype("datetime64[D]") for column in PERIOD)
    return (
        np.where(np.isnat(since), np.datetime64("0001-01-01"), since),
        np.where(np.isnat(until), np.datetime64("9999-12-31"), until),
    )


def valid(table: pd.DataFrame, first: date, last: date) -> np.ndarray:
    """Say which rows are valid on a day from one to another."""
    since, until = periods(table)
    return (since <= np.datetime64(last, "D")) & (until >= np.datetime64(first, "D"))


def clash(periods: Periods, rows: Iterable[int]) -> tuple[int, int] | None:
    """Return the first two of some rows that are valid on a same day; `periods` are those of their table."""
    since, until = periods
    for first, second in pairwise(sorted(map(int, rows), key=lambda row: (since[row], row))):
        if since[second] <= until[first]:
            return min(first, second), max(first, second)
    return None
