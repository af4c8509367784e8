"""A workbook as rows of text, with what the fast reader leaves out: failed formulas, merged cells."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from reporting.registers.cells import text_of
from reporting.text.bilingual import BilingualText
from reporting.text.errors import InputError

Row = list[str | None]
_FAILED = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>(.*?)</c>', re.DOTALL)
_VALUE = re.compile(rb"<v>(.*?)</v>", re.DOTALL)


class Sheet(NamedTuple):
    """A sheet's rows, from its first row and first column on, each cell as text."""

    name: str
    visible: bool
    rows: list[Row]


def sheets(path: Path) -> Iterator[Sheet]:
    """Read a workbook's sheets one by one; an `InputError` says what is wrong with the file."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        paths = _sheet_paths(path)
    except (CalamineError, zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        raise InputError(
            BilingualText(
                "{0}: không mở được tệp này như một tệp Excel; hãy mở bằng Excel và lưu lại dạng "
                ".xlsx, không đặt mật khẩu.",
                "{0}: this file cannot be opened as an Excel file; open it in Excel and save it "
                "again as .xlsx, without a password.",
            ).format(path.as_posix())
        ) from None
    with workbook, zipfile.ZipFile(path) as archive:
        for each in workbook.sheets_metadata:
            if each.typ == SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_name(each.name)
                rows = _texts(sheet)
                _fill_merged(rows, sheet)
                _put_failed(rows, archive.read(paths[each.name]))
                yield Sheet(each.name, each.visible == SheetVisibleEnum.Visible, rows)


def _texts(sheet: CalamineSheet) -> list[Row]:
    cells = sheet.to_python(skip_empty_area=False)
    return [[text_of(cell) for cell in row] for row in cells]


def _fill_merged(rows: list[Row], sheet: CalamineSheet) -> None:
    """Give every row of cells merged downwards the value that the reader shows in the first."""
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row):
                row[left] = rows[top][left]


def _put_failed(rows: list[Row], xml: bytes) -> None:
    """Put #REF! and the like where the reader shows a blank: a date that failed is not missing."""
    if b't="e"' not in xml:
        return
    for letters, number, inside in _FAILED.findall(xml):
        value = _VALUE.search(inside)
        row, column = int(number) - 1, _column(letters.decode())
        if value and row < len(rows) and column < len(rows[row]):
            rows[row][column] = value[1].decode()


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _sheet_paths(path: Path) -> dict[str, str]:
    """Return where in the archive each sheet is."""
    with zipfile.ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    return {
        sheet.get("name", ""): posixpath.normpath(
            posixpath.join("/xl", targets[_relation(sheet)])
        ).lstrip("/")
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet")
    }


def _relation(sheet: ElementTree.Element) -> str | None:
    # the namespace differs between the two forms of xlsx that Excel can save
    return next((value for name, value in sheet.items() if name.endswith("}id")), None)
