"""A file as sheets of text: a CSV file, however it was saved, or a workbook with its failed formulas and merged cells."""

import codecs
import csv
import io
import posixpath
import re
import statistics
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, zip_longest
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
from xlsxwriter.utility import xl_cell_to_rowcol

from reporting.inputs.outside import LARGEST_TABLE, check_size, content, reading
from reporting.registers import headings
from reporting.registers.cells import BLANKS, as_number, text_of
from reporting.registers.headings import Header, Known
from reporting.text import BilingualText, InputError, quoted, texts, wording
from reporting.text.spelling import clean

_TEXT = texts(__name__)

_FULL_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d\d-\d\d.*")
LISTED = 60  # names of headings and sheets in a message
FAR_COLUMN, FAR_CELLS = 1_000, 100_000_000
UNCALCULATED = "#CALC!"  # as Excel marks a formula that it cannot work out
Row = list[str | None]
Marks = dict[tuple[int, int], str]  # the error shown in a cell, by row and column from 0


class Sheet(NamedTuple):
    """A sheet's rows, from its first row and first column on, each cell as text; a CSV file has no name for its one."""

    name: str | None
    visible: bool
    rows: list[Row]
    hidden: Sequence[int] = ()  # rows by their numbers: hidden, or left out by a filter
    since_1904: bool = False  # days are counted from 1904, as Excel on a Mac did
    ended: bool = True  # the last row ends with a line break

    def has_days(self, places: set[int]) -> bool:
        """Whether a row has days in all these places."""
        cells = (
            {at for at, it in enumerate(row) if _FULL_DAY.fullmatch(it or "")} for row in self.rows
        )
        return any(map(places.issubset, cells))

    def has_tasks(self, header: Header) -> bool:
        """Whether rows with a day are of tasks, though headings lack."""
        days = [{at} for name, at in header.places.items() if name.endswith("_on")]
        return {"task_id", "title", "unit"} <= {*header.places} and any(map(self.has_days, days))

    def titles(self, header: Header) -> Iterator[str]:
        """What the rows below a header that have a day are called."""
        at = header.places.get("title", 0)
        rows = self.rows[header.row + header.height :]
        dated = (row for row in rows if any(_FULL_DAY.fullmatch(it or "") for it in row))
        return filter(None, (clean(row[at] or "") for row in dated if at < len(row)))

    def below(self, header: Header) -> tuple[pa.Table, np.ndarray]:
        """The cells below a header by column, and the number of each row."""
        start = header.row + header.height
        columns = dict(enumerate(zip_longest(*self.rows[start:])))
        nothing = [None] * (len(self.rows) - start)
        found: Any = {name: columns.get(at, nothing) for name, at in header.places.items()}
        found |= {name: map(as_number, found[name]) for name in ("weight", "plan") if name in found}
        cells = {name: pa.array(column, pa.string()) for name, column in found.items()}
        return pa.table(cells), np.arange(start + 1, len(self.rows) + 1)


def sheets(path: Path, known: Known, largest: int = LARGEST_TABLE) -> list[Sheet]:
    """Read a workbook's sheets, or a CSV file as one, with a sheet's rows; `known` headings tell its delimiter."""
    if path.suffix in (".xlsx", ".xlsm"):
        return _workbook(path)
    data = content(path, largest)
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:  # other encodings are not guessed at: a wrong guess goes unnoticed
        raise InputError(_TEXT.file_is_not_utf.format(path)) from None

    def headings_found(delimiter: str) -> int:
        try:
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            return len(headings.find(list(islice(lines, headings.SEARCHED)), known).places)
        except csv.Error:  # what one delimiter makes of a file may be no table at all
            return -1

    with reading(path):
        delimiter = max(",;\t", key=headings_found)
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
    if not chosen:
        return max(found, key=lambda pair: len(pair[1].places))
    bare = replace(chosen[0][1], row=0, height=0)  # for a sheet that goes on without headings
    days = {place for name, place in bare.places.items() if name in ("assigned_on", "due_on")}
    left = [(s, h) for s, h in found if s.visible and (s, h) not in whole]
    headed = [(s, h if h.nearly or s.has_tasks(h) else bare) for s, h in left]
    others = [(s, h) for s, h in headed if h is not bare or (days and s.has_days(days))]
    listed = {*chosen[0][0].titles(chosen[0][1])} if others else {""}  # an extract has no others
    if alike := [s.name for s, h in others if {*s.titles(h)} - listed]:
        told = path, listing(alike), chosen[0][0].name
        raise InputError(_TEXT.sheets_nearly_have_headings.format(*told))
    if chosen[0][0].name is None and (torn := [*_torn(path, *chosen[0])]):
        raise InputError(*torn[: wording.SHOWN])
    return chosen[0]


def _torn(path: Path, sheet: Sheet, header: Header) -> Iterator[BilingualText]:
    """Say in which rows of a CSV file quotation marks lack around 1,5, or are one too many and swallow rows."""
    start = header.row + header.height
    width, body = max(map(len, sheet.rows[header.row : start])), sheet.rows[start:]
    usual = max(width, statistics.mode([*map(len, body), width]))  # separators may end every row
    # a number may stand beside another one where it does in rows that are no wider
    beside = {at for row in body[:1_000] if len(row) <= width for at in _pairs(row)}
    for number, row in enumerate(body, start + 1):
        beyond = [each for cell in row[width:] if (each := clean(cell or "")) not in BLANKS]
        halves = {*_pairs(row)} - beside if beyond or len(row) > usual else set()
        if len(halves) == 1 or any(map(_FULL_DAY.fullmatch, beyond)):  # others are remarks
            yield _TEXT.too_many_cells.format(path, number, len(row), width)
        if "\n" in (text := "|".join(map(str, row))):
            lines = text.splitlines()[1:-1] or text.splitlines()
            # of the file's own, that is; prose has a space behind its commas
            marks = (len(re.findall(r"[,;\t](?=\S)", line)) for line in lines)
            if max(marks) >= max(width - 2, 4):
                yield _TEXT.rows_in_cell.format(path, number)


def _pairs(row: Row) -> Iterator[int]:
    """Where a whole number stands beside another one."""
    whole = [(cell or "").isdecimal() for cell in row]
    return (at for at, both in enumerate(pairwise(whole)) if all(both))


def _workbook(path: Path) -> list[Sheet]:
    """Its sheets; an `InputError` says what is wrong with the file."""
    with reading(path, _TEXT.no_workbook), zipfile.ZipFile(path) as archive:
        check_size(path, sum(part.file_size for part in archive.infolist()))
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        since_1904 = any(part.get("date1904") in ("1", "true") for part in book)
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        parts = {}  # where in the archive each sheet is
        for sheet in book.iterfind(".//{*}sheet"):
            # the namespace differs between the two forms of xlsx that Excel can save
            link = next((value for name, value in sheet.items() if name.endswith("}id")), None)
            target = posixpath.normpath(posixpath.join("/xl", targets[link]))
            parts[sheet.get("name", "")] = target.lstrip("/")
        with CalamineWorkbook.from_path(path) as workbook:
            known = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
            # all of them before the fast reader takes memory for as much as a sheet says that it has
            scanned = [_scan(path, each.name, archive, parts[each.name]) for each in known]
            found = []
            for each, (marks, hidden) in zip(known, scanned, strict=True):
                rows = _rows(workbook.get_sheet_by_name(each.name), marks)
                visible = each.visible == SheetVisibleEnum.Visible
                found.append(Sheet(each.name, visible, rows, hidden, since_1904))
            return found


def _rows(sheet: CalamineSheet, marks: Marks) -> list[Row]:
    rows = [[text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        # the reader shows a value in the first cell only; words across columns are a heading
        width = right - left + 1 if value and _FULL_DAY.fullmatch(value) else 1
        for row in rows[top : bottom + 1] if value else ():
            row[left : left + width] = [value] * len(row[left : left + width])
    for (place, column), mark in marks.items():  # it shows a blank: a date that failed is not one
        if place < len(rows) and column < len(rows[place]):
            rows[place][column] = mark
    return rows


def _scan(path: Path, sheet: str, archive: zipfile.ZipFile, part: str) -> tuple[Marks, list[int]]:
    """Go through a sheet once: its errors, and its hidden rows; an `InputError` where it goes too far out for a table."""
    found: Marks = {}
    hidden: list[int] = []
    here: dict[int, str] = {}
    rows, column, columns = 0, -1, 0
    with archive.open(part) as xml:
        for _, element in ElementTree.iterparse(xml):
            if element.tag.endswith("}c"):
                reference = element.get("r")
                column = xl_cell_to_rowcol(reference)[1] if reference else column + 1
                columns = max(columns, column + 1)
                if mark := _mark(element):
                    here[column] = mark
            elif element.tag.endswith("}row"):
                rows = int(element.get("r", rows + 1))
                if columns > FAR_COLUMN or rows * columns > FAR_CELLS:
                    limits = FAR_COLUMN, FAR_CELLS // 1_000_000
                    raise InputError(_TEXT.too_wide.format(path, sheet, *limits))
                found |= {(rows - 1, place): mark for place, mark in here.items()}
                if element.get("hidden") in ("1", "true"):
                    hidden.append(rows)
                here, column = {}, -1
                element.clear()
    return found, hidden


def _mark(cell: ElementTree.Element) -> str | None:
    parts = {part.tag.rpartition("}")[2]: part.text for part in cell}
    value = (parts.get("v") or "").strip()
    if cell.get("t") == "e":
        return value or "#N/A"
    return UNCALCULATED if "f" in parts and not value and cell.get("t") != "str" else None


def listing(names: Sequence[str | None], comma: str = ", ") -> str:
    """Names from a file one after the other, no more than a message can hold."""
    return comma.join(map(quoted, names[:LISTED])) + (f"{comma}…" if len(names) > LISTED else "")
