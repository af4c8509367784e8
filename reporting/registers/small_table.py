"""A small table that an office keeps as CSV or Excel, as tolerantly read as an export; what is wrong is told by cell."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.inputs.outside import LARGEST_TEXT
from reporting.registers import dates, grids
from reporting.registers.cells import is_error
from reporting.registers.headings import NEAR, heading_key
from reporting.registers.mistakes import CheckedTable, listing
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.spelling import clean
from reporting.text.wording import number

_TEXT = texts(__name__)

EARLIEST = 1900  # the first year of a unit or a tile
PERIOD = ("valid_from", "valid_to")
Names = Mapping[str, Sequence[str]]  # what else than its own name stands above a column
Periods = tuple[np.ndarray, np.ndarray]  # the first and the last day of each row
_FIRST_DAY, _LAST_DAY = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")


class SmallTable(CheckedTable):
    """The rows with something in them: `cells` has every column as clean text, blank where the file has none."""

    cells: pd.DataFrame

    def shown(self, column: str, place: int) -> BilingualText:
        """Return a cell as people see it."""
        return both(str(self.cells[column].iloc[place]))

    def check_texts(self, needed: Iterable[str], others: Iterable[str] = ()) -> None:
        """Say which cells of the needed columns are blank, and which of these and others hold a formula that failed."""
        for column in (*needed, *others):
            cells = self.cells[column]
            self.wrong(column, (cells == "") & (column not in others), _TEXT.blank)
            self.wrong(column, cells.map(is_error), _TEXT.failed_formula)

    def days(self) -> dict[str, np.ndarray]:
        """Read `valid_from` and `valid_to`, written with the day or the year first."""
        found = {}
        for column in PERIOD:
            found[column], faults = dates.parse_all(self.cells[column].tolist(), EARLIEST)
            for kind, bad in faults.items():
                self.wrong(column, bad, kind)
        since, until = found.values()
        self.wrong("valid_to", until < since, _TEXT.before, lambda place: str(since[place]))
        return {column: each.astype("datetime64[us]") for column, each in found.items()}

    def check_apart(
        self, table: pd.DataFrame, by: list[str], column: str, fault: BilingualText
    ) -> None:
        """Say which rows that are alike in some columns are valid on a same day."""
        days = periods(table)
        for alike in table.groupby(by, sort=False).indices.values():
            if found := clash(days, alike):
                self.wrong_at([found[1]], column, fault, self.rows[found[0]])


def read(
    path: Path, names: Names, needed: Sequence[str], most: int, near: float = NEAR
) -> SmallTable:
    """Read a table of at most so many rows; `names` has its columns, of which the `needed` must be there.

    A heading that comes twice, or is nearly one of those known, would be left out in silence: it is refused. `near` says
    how nearly, 0 that any other is.
    """
    known = {
        heading_key(name): (column, 0) for column in names for name in (column, *names[column])
    }
    sheet, header = grids.find_table(
        path, known, lambda header: header.places.keys() >= {*needed}, LARGEST_TEXT
    )
    if missing := [column for column in needed if column not in header.places]:
        lacking, expected = ", ".join(missing), ", ".join(needed)
        raise InputError(_TEXT.row_lacks_expected.format(path, header.row + 1, lacking, expected))
    others = Counter(header.all_found) - Counter(header.found.values())
    start = header.row + header.height
    if strange := [each for each in others if get_close_matches(heading_key(each), known, 1, near)]:
        raise InputError(_TEXT.headings.format(path, start, listing(strange), ", ".join(names)))
    if len(sheet.rows) - start > most:
        raise InputError(_TEXT.too_many.format(path, number(len(sheet.rows) - start), number(most)))
    body = {
        row: [clean(cell or "") for cell in line]
        for row, line in enumerate(sheet.rows[start:], start + 1)
    }
    filled = {row: line for row, line in body.items() if any(line)}
    cells = {
        column: [line[place] if place < len(line) else "" for line in filled.values()]
        for column, place in header.places.items()
    }
    file = SmallTable(path, sheet.name, np.array([*filled], int), header.found)
    file.cells = pd.DataFrame(cells, columns=list(names), dtype=str).fillna("")
    return file


def periods(table: pd.DataFrame) -> Periods:
    """Return the first and the last day of each row as datetime64[D], without blanks."""
    since, until = (table[c].to_numpy().astype("datetime64[D]") for c in PERIOD)
    return (
        np.where(np.isnat(since), _FIRST_DAY, since),
        np.where(np.isnat(until), _LAST_DAY, until),
    )


def clash(periods: Periods, rows: Iterable[int]) -> tuple[int, int] | None:
    """Return the first two of some rows that are valid on a same day; `periods` are those of their table."""
    since, until = periods
    for first, second in pairwise(sorted(map(int, rows), key=lambda row: (since[row], row))):
        if since[second] <= until[first]:
            return min(first, second), max(first, second)
    return None
