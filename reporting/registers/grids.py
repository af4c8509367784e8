"""A file as sheets of text: a CSV file, whichever way Excel or the software saved it, or a workbook."""

import codecs
import csv
import io
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from reporting.inputs.outside import LARGEST_TABLE, content, reading
from reporting.registers import excel, headings
from reporting.registers.excel import Sheet
from reporting.registers.headings import Header, Known
from reporting.registers.mistakes import listing
from reporting.text.catalogue import texts
from reporting.text.errors import InputError

_TEXT = texts(__name__)

DELIMITERS = (",", ";", "\t")


def sheets(path: Path, known: Known, largest: int = LARGEST_TABLE) -> list[Sheet]:
    """Read a workbook's sheets, or a CSV file as one, with a sheet's rows; `known` headings tell its delimiter."""
    if path.suffix in (".xlsx", ".xlsm"):
        return excel.sheets(path)
    text = _decoded(path, largest)
    with reading(path):
        delimiter = max(DELIMITERS, key=lambda each: _found(text, each, known))
        rows: Any = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return [Sheet(None, True, rows, ended=text.endswith(("\n", "\r")))]


def find_table(
    path: Path, known: Known, complete: Callable[[Header], bool], largest: int = LARGEST_TABLE
) -> tuple[Sheet, Header]:
    """Return the sheet with the headings and at least one row, a hidden one only if need be, or the one that comes nearest."""
    found = [(sheet, headings.find(sheet.rows, known)) for sheet in sheets(path, known, largest)]
    whole = [pair for pair in found if complete(pair[1])]
    filled = [(s, h) for s, h in whole if any(map(any, s.rows[h.row + h.height :]))] or whole
    chosen = [pair for pair in filled if pair[0].visible] or filled
    if len(chosen) > 1:  # to take one silently, or both, could count rows wrongly
        names = listing([sheet.name for sheet, _ in chosen])
        raise InputError(_TEXT.sheets_all_have_headings.format(path, names))
    return chosen[0] if chosen else max(found, key=lambda pair: len(pair[1].places))


def _decoded(path: Path, largest: int) -> str:
    """The text of a file; other encodings are not guessed at, as a wrong guess goes unnoticed."""
    data = content(path, largest)
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(_TEXT.file_is_not_utf.format(path)) from None


def _found(text: str, delimiter: str, known: Known) -> int:
    """How many headings a delimiter brings to light."""
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return len(headings.find(list(islice(lines, headings.SEARCHED)), known).places)
    except csv.Error:  # what one delimiter makes of a file may be no table at all
        return -1
