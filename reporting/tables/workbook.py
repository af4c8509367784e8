"""An Excel workbook of tables, by the rules for accessible spreadsheets: cover, contents, notes, one table a sheet.

Both languages stand in one file. Texts are written as texts whatever they look like, so that no title becomes a
formula or a link; figures are written unrounded, and the cell's format says how they are shown.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache, partial
from itertools import chain, count
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from reporting.tables.table import TOTAL_ROW, Cell, Column, Table, columns
from reporting.text import LANGUAGES, BilingualText, texts

_TEXT = texts(__name__)

COVER, CONTENTS, NOTES = "cover", "contents", "notes"
UNFIT = r"[\[\]:*?/\\\x00-\x1f]"  # in a sheet's name
LONGEST_NAME, LONGEST_TEXT = 31, 32_767  # what Excel holds in a sheet's name, and in a cell
NARROWEST, WIDEST, WIDEST_FIGURES = 11, 60, 20  # of a column, in characters; longer texts wrap
LONG = 20  # rows from which a table keeps its headings in view and can be filtered


class Cover(NamedTuple):
    """The first sheet: its title, what else is said there, and whose work of which day the file is."""

    title: BilingualText
    lines: tuple[BilingualText, ...]
    author: BilingualText
    day: date


class Field(NamedTuple):
    """One column of a sheet: a column of the report with `BilingualText`s becomes two, one a language."""

    heading: str
    column: Column
    cells: Sequence[Cell]
    language: str = "vi"

    def value(self, cell: Cell) -> Any:
        """The value of a cell as it is written; None where it is missing."""
        if cell.is_missing:
            return None
        if cell.kind == "text":
            return _fitting(cell.text(self.language))
        return cell.value.date() if isinstance(cell.value, datetime) else cell.value


def workbook(cover: Cover, notes: Table, tables: Sequence[Table]) -> bytes:
    """Write tables as a workbook; the same tables give the same bytes.

    A sheet has its table's name, as far as Excel allows it; `notes` becomes the sheet of that name.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    title, author = map(" / ".join, (cover.title, cover.author))
    created = datetime.combine(cover.day, time())
    book.set_properties({"title": title, "author": author, "created": created})
    # names that Excel takes: `open items?` becomes `open items_`
    clean = (re.sub(UNFIT, "_", table.name).strip("' ") or "table" for table in tables)
    names = _distinct(clean, LONGEST_NAME, "_{}", COVER, CONTENTS, NOTES, "history")
    sheets = [(NOTES, replace(notes, title=_TEXT.notes)), *zip(names, tables, strict=True)]
    writer = _Writer(book)
    writer.cover(cover)
    writer.contents([(name, table.title) for name, table in sheets])
    for name, table in sheets:
        writer.sheet(name, table)
    book.close()
    return target.getvalue()


def _distinct(wanted: Iterable[str], longest: int, end: str, *taken: str) -> list[str]:
    """Texts of so many letters at most, none twice whatever its capitals: the second ends in its number."""
    used = set(taken)
    distinct = []
    for text in wanted:
        ends = chain([""], map(end.format, count(2)))
        given = (text[: longest - len(number)] + number for number in ends)
        distinct.append(next(each for each in given if each.lower() not in used))
        used.add(distinct[-1].lower())
    return distinct


class _Writer:
    """Writes sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.look = cache(lambda **look: book.add_format(look))  # equal ones once
        self.title = self.look(bold=True, font_size=14)

    def cover(self, cover: Cover) -> None:
        """Write the cover: the title in both languages, then line after line."""
        sheet = self.book.add_worksheet(COVER)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 100)
        sheet.write_column(0, 0, cover.title, self.title)
        lines = [text for line in (cover.author, *cover.lines) for text in dict.fromkeys(line)]
        sheet.write_column(2, 0, map(_fitting, lines), self.look(text_wrap=True, valign="top"))

    def contents(self, entries: Sequence[tuple[str, BilingualText]]) -> None:
        """Write the list of sheets, each name leading to its sheet."""
        heads = columns(_TEXT.group("columns_of_contents"))
        rows = tuple({"sheet": name, "title": title} for name, title in entries)
        sheet, first = self.sheet(CONTENTS, Table(CONTENTS, _TEXT.contents, heads, rows))
        link = self.look(font_color="#0000FF", underline=1, valign="top")
        for row, (name, _) in enumerate(entries, first):
            quoted = name.replace("'", "''")
            sheet.write_url(row, 0, f"internal:'{quoted}'!A1", link, name)

    def sheet(self, name: str, table: Table) -> tuple[Worksheet, int]:
        """Write one table on a sheet of its own; returns the sheet and the row of the first values."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        fields = _fields(table)
        above = [(text, self.title) for text in dict.fromkeys(table.title)]  # Vietnamese first
        gaps = any(cell.is_missing for field in fields for cell in field.cells)
        for note in (*table.notes, *((_TEXT.empty,) if gaps else ())):
            above += [(text, self.look()) for text in dict.fromkeys(note)]
        for row, (text, look) in enumerate(above):
            sheet.write_string(row, 0, _fitting(text), look)
        top = len(above)  # the row of the headings
        for place, field in enumerate(fields):
            self._column(sheet, top + 1, place, field, table)
        last = top + max(len(table.rows), 1)
        texts = (_fitting(field.heading).strip() or "–" for field in fields)
        heading = partial(self.look, bold=True, text_wrap=True, valign="top", bottom=1)
        looks = (heading(align=("left", "right")[field.column.is_number]) for field in fields)
        headed = zip(_distinct(texts, 255, " ({})"), looks, strict=True)
        headings = [{"header": text, "header_format": look} for text, look in headed]
        called, long = "table_" + re.sub(r"\W", "_", name), len(table.rows) > LONG
        options = {"name": called, "style": None, "autofilter": long, "columns": headings}
        sheet.add_table(top, 0, last, max(len(fields) - 1, 0), options)
        if long:
            sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        return sheet, top + 1

    def _column(self, sheet: Worksheet, top: int, place: int, field: Field, table: Table) -> None:
        widths = [len(line) for line in field.heading.split("\n")]
        for number, (cell, row) in enumerate(zip(field.cells, table.rows, strict=True), top):
            value, written_as = field.value(cell), _number_format(cell)
            total, wraps = bool(row.get(TOTAL_ROW)), cell.kind == "text"
            look = self.look(num_format=written_as, valign="top", bold=total, text_wrap=wraps)
            sheet.write(number, place, value, look)
            shown = value if isinstance(value, str) else written_as.partition(";")[0]
            widths.append(0 if value is None else len(shown))
        widest = WIDEST_FIGURES if field.column.is_number else WIDEST
        sheet.set_column(place, place, min(max(*widths, NARROWEST - 2) + 2, widest))


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _fields(table: Table) -> list[Field]:
    """The columns of a sheet: texts that differ between the languages side by side, each under its own heading."""
    fields = []
    for column in table.columns:
        heading, cells = column.whole_heading, table.cells[column.key]
        if any(isinstance(cell.value, BilingualText) and len({*cell.value}) > 1 for cell in cells):
            for language in LANGUAGES:
                end = "" if heading.vi != heading.en else f" ({language})"
                fields.append(Field(heading[language] + end, column, cells, language))
        else:
            fields.append(Field("\n".join(dict.fromkeys(heading)), column, cells))
    return fields


def _number_format(cell: Cell) -> str:
    """How Excel shows a value; a unit of measure after a figure is a text of the format: ` điểm % / pp`."""
    form = f"0.{'0' * cell.decimals}".rstrip(".")
    unit = " / ".join(dict.fromkeys(cell.unit or ())).replace('"', "")
    form += unit and (f'"{unit}"' if unit == "%" else f'" {unit}"')
    signed = f"+#,##{form};-#,##{form};{form}"
    fixed = {"text": "@", "date": "dd/mm/yyyy", "share": form, "signed": signed}
    return fixed.get(cell.kind, f"#,##{form}")
