"""A workbook as rows of text, with what the fast reader leaves out: failed formulas, merged cells."""

import posixpath
import zipfile
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from reporting.inputs.outside import check_size, reading
from reporting.registers import sheet_scan
from reporting.registers.cells import text_of
from reporting.registers.sheet_scan import FAR_CELLS, FAR_COLUMN, TooWideError
from reporting.text.catalogue import texts
from reporting.text.errors import InputError

_TEXT = texts(__name__)

Row = list[str | None]


class Sheet(NamedTuple):
    """A sheet's rows, from its first row and first column on, each cell as text; a CSV file has no name for its one."""

    name: str | None
    visible: bool
    rows: list[Row]


def sheets(path: Path) -> list[Sheet]:
    """Read a workbook's sheets; an `InputError` says what is wrong with the file."""
    with reading(path, _TEXT.no_workbook), zipfile.ZipFile(path) as archive:
        check_size(path, sum(part.file_size for part in archive.infolist()))
        paths = _sheet_paths(archive)
        with CalamineWorkbook.from_path(path) as workbook:
            names = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
            # all of them before the fast reader takes memory for as much as a sheet says that it has
            marks = {each.name: _scanned(path, each.name, archive, paths) for each in names}
            return [
                Sheet(
                    each.name,
                    each.visible == SheetVisibleEnum.Visible,
                    _rows(workbook.get_sheet_by_name(each.name), marks[each.name]),
                )
                for each in names
            ]


def _scanned(
    path: Path, sheet: str, archive: zipfile.ZipFile, paths: dict[str, str]
) -> dict[tuple[int, int], str]:
    try:
        with archive.open(paths[sheet]) as xml:
            return sheet_scan.marks(xml)
    except TooWideError:
        raise InputError(
            _TEXT.too_wide.format(path, sheet, FAR_COLUMN, FAR_CELLS // 1_000_000)
        ) from None


def _rows(sheet: CalamineSheet, marks: dict[tuple[int, int], str]) -> list[Row]:
    rows = [[text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        for row in rows[top + 1 : bottom + 1]:  # the reader shows a value in the first row only
            if left < len(row):
                row[left] = rows[top][left]
    for (place, column), mark in marks.items():  # it shows a blank: a date that failed is not one
        if place < len(rows) and column < len(rows[place]):
            rows[place][column] = mark
    return rows


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return where in the archive each sheet is."""
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
