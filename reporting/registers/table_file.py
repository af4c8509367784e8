"""A small table that staff keep as CSV, as tolerantly read as an export; mistakes are told by row and column."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from reporting.inputs import outside
from reporting.registers import dates, delimited
from reporting.registers.cells import clean, key
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.errors import InputError

_TEXT = texts(__name__)

EARLIEST = 1900  # the first year of a unit or a tile


def rows(path: Path, needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with something in them by column, each with its number; `needed` are the columns there must be.

    The file is UTF-8 or UTF-16, its cells parted by commas, semicolons or tabs, as Excel saves it.
    """
    if not path.is_file():
        raise unusable(path, BilingualText("không tìm thấy tệp này", "there is no such file"))
    text = delimited.decoded(path)
    with outside.reading(path):
        found = [
            list(csv.reader(io.StringIO(text, newline=""), delimiter=each))
            for each in delimited.DELIMITERS
        ]
    lines = max(found, key=lambda table: len(set(needed) & set(_headings(table))))
    headings = _headings(lines)
    if missing := [column for column in needed if column not in headings]:
        fault = _TEXT.row_lacks_expected
        raise unusable(path, fault.format(", ".join(missing), ", ".join(needed)))
    return [
        (number, dict(zip(headings, map(clean, line), strict=False)))
        for number, line in enumerate(lines[1:], start=2)
        if any(map(clean, line))
    ]


def _headings(lines: list[list[str]]) -> list[str]:
    return [key(heading).replace(" ", "_") for heading in lines[0]] if lines else []


def day(text: str) -> date | BilingualText | None:
    """Return the day a cell means, written with the day or the year first; None if blank, or what is wrong with it."""
    return dates.parse(text, EARLIEST) if text else None


def periods(
    path: Path, number: int, row: dict[str, str], problems: list[BilingualText]
) -> Iterator[date | None]:
    """Read `valid_from` and `valid_to` of a row, adding what is wrong with them to `problems`."""
    found: list[date | None] = []
    for column in ("valid_from", "valid_to"):
        value = day(row.get(column, ""))
        if isinstance(value, BilingualText):
            problems.append(cell(path, number, column, row[column], value))
            value = None
        found.append(value)
    since, until = found
    if since and until and until < since:
        fault = BilingualText("phải từ ngày {0} trở đi", "must not be before {0}")
        problems.append(
            cell(path, number, "valid_to", row["valid_to"], fault.format(since.isoformat()))
        )
    yield from found


def cell(path: Path, number: int, column: str, value: str, fault: BilingualText) -> BilingualText:
    """What is wrong with a cell, with file, row, column and value."""
    return BilingualText(
        f"{path.as_posix()}, dòng {number}, cột “{column}”: “{value}” {fault.vi}.",
        f"{path.as_posix()}, row {number}, column “{column}”: “{value}” {fault.en}.",
    )


def unusable(path: Path, fault: BilingualText) -> InputError:
    """A file that cannot be read at all."""
    return InputError(
        BilingualText(f"{path.as_posix()}: {fault.vi}.", f"{path.as_posix()}: {fault.en}.")
    )
