"""A small table that an office keeps as CSV or Excel, as tolerantly read as an export; what is wrong is told by cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reporting.inputs.outside import LARGEST_TEXT
from reporting.registers import dates, grids, headings
from reporting.registers.cells import clean
from reporting.registers.headings import Header, heading_key
from reporting.registers.mistakes import Lazy, Mistakes
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.wording import number

_TEXT = texts(__name__)

EARLIEST = 1900  # the first year of a unit or a tile
PERIOD = ("valid_from", "valid_to")
Names = Mapping[str, Sequence[str]]  # what else than its own name stands above a column


@dataclass(frozen=True)
class Row:
    """A row with something in it: its number as the file shows it, and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class SmallTable:
    """The rows of a table, and what is wrong in them."""

    path: Path
    header: Header
    rows: list[Row]
    mistakes: Mistakes

    def wrong(self, row: Row, column: str, fault: BilingualText, *values: Lazy) -> None:
        """Say what is wrong with a cell; see `Mistakes.add`."""
        self.mistakes.add(row.number, column, row[column], fault, *values)

    def days(self, row: Row) -> list[date | None]:
        """Read `valid_from` and `valid_to` of a row, written with the day or the year first."""
        found: list[date | None] = []
        for column in PERIOD:
            value = dates.parse(row[column], EARLIEST) if row[column] else None
            if isinstance(value, BilingualText):
                self.wrong(row, column, value)
                value = None
            found.append(value)
        since, until = found
        if since and until and until < since:
            self.wrong(row, "valid_to", _TEXT.before, since.isoformat())
        return found


def read(path: Path, names: Names, needed: Iterable[str], most: int) -> SmallTable:
    """Read a table of at most so many rows; `names` has its columns, of which the `needed` must be there."""
    known = {
        heading_key(name): (column, 0) for column in names for name in (column, *names[column])
    }
    needed = list(needed)
    found = [
        (sheet, headings.find(sheet.rows, known))
        for sheet in grids.sheets(path, known, LARGEST_TEXT)
    ]
    sheet, header = max(found, key=lambda pair: len(set(needed) & set(pair[1].places)))
    if missing := [column for column in needed if column not in header.places]:
        lacking, expected = ", ".join(missing), ", ".join(needed)
        raise InputError(_TEXT.row_lacks_expected.format(path, header.row + 1, lacking, expected))
    start = header.row + header.height
    if len(sheet.rows) - start > most:
        raise InputError(_TEXT.too_many.format(path, number(len(sheet.rows) - start), number(most)))
    rows = [
        Row(n, {c: clean(line[p] or "") for c, p in header.places.items() if p < len(line)})
        for n, line in enumerate(sheet.rows[start:], start + 1)
        if any(clean(cell or "") for cell in line)
    ]
    return SmallTable(path, header, rows, Mistakes(path, sheet.name, header.found))
