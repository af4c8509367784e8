"""A CSV file as rows of text, whichever way Excel or the software saved it."""

import codecs
import csv
import io
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from reporting.inputs.outside import LARGEST_TABLE, content, reading
from reporting.registers import headings
from reporting.text.catalogue import texts
from reporting.text.errors import InputError

_TEXT = texts(__name__)

Rows = list[list[str]]
DELIMITERS = (",", ";", "\t")


def rows(path: Path, recognised: Callable[[Rows], int]) -> list[list[str]]:
    """Read a CSV file, plain or gzipped, in UTF-8 or UTF-16; `recognised` counts the headings known in first rows.

    One list per row as a spreadsheet would show it: a line break inside quotes starts no new
    row. Other encodings are not guessed at, as a wrong guess goes unnoticed: an `InputError`.
    """
    text = decoded(path)
    with reading(path):
        found = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, recognised))
        return list(found)


def decoded(path: Path) -> str:
    """The text of a file in UTF-8 or UTF-16, plain or gzipped; an `InputError` where it is neither."""
    data = content(path, LARGEST_TABLE)
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(_TEXT.file_is_not_utf.format(path.as_posix())) from None


def _delimiter(text: str, recognised: Callable[[Rows], int]) -> str:
    """Return the delimiter with which most headings are found."""

    def found(delimiter: str) -> int:
        try:
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            return recognised(list(islice(lines, headings.SEARCHED)))
        except csv.Error:  # what one delimiter makes of a file may be no table at all
            return -1

    return max(DELIMITERS, key=found)
