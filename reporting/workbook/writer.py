"""An Excel workbook of tables, by the rules for accessible spreadsheets: cover, contents, notes, one table a sheet.

Both languages stand in one file. Texts are written as texts whatever they look like, so that no title becomes a
formula or a link; figures are written unrounded, and the cell's format says how they are shown.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reporting.report.tables import Column, Table, is_missing
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.workbook.sheet_fields import TEXT, Field, fields_of, number_format

_TEXT = texts(__name__)

COVER, CONTENTS, NOTES = "cover", "contents", "notes"
LONGEST_NAME, LONGEST_TEXT = 31, 32_767  # what Excel holds in a sheet's name, and in a cell
NARROWEST, WIDEST, WIDEST_FIGURES = 11, 60, 20  # of a column, in characters; longer texts wrap
LONG = 20  # rows from which a table keeps its headings in view and can be filtered


@dataclass(frozen=True)
class Cover:
    """The first sheet: its title, what else is said there, and whose work of which day the file is."""

    title: BilingualText
    lines: tuple[BilingualText, ...]
    author: BilingualText
    day: date


def workbook(cover: Cover, notes: Table, tables: Sequence[Table]) -> bytes:
    """Write tables as a workbook; the same tables give the same bytes.

    A sheet has its table's name, as far as Excel allows it; `notes` becomes the sheet of that name.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {
            "title": f"{cover.title.vi} / {cover.title.en}",
            "author": f"{cover.author.vi} / {cover.author.en}",
            "created": datetime.combine(cover.day, time()),
        }
    )
    names = _sheet_names(table.name for table in tables)
    writer = _Writer(book)
    writer.cover(cover)
    writer.contents([(NOTES, _TEXT.notes), *((names[t.name], t.title) for t in tables)])
    writer.sheet(NOTES, replace(notes, title=_TEXT.notes))
    for table in tables:
        writer.sheet(names[table.name], table)
    book.close()
    return target.getvalue()


def _sheet_names(wanted: Iterable[str]) -> dict[str, str]:
    """Names that Excel takes, each once whatever its capitals: `open items?` becomes `open items_`."""
    taken = {COVER, CONTENTS, NOTES, "history"}
    names = {}
    for name in wanted:
        clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", name).strip("' ") or "table"
        candidate, number = clean[:LONGEST_NAME], 1
        while candidate.lower() in taken:
            number += 1
            end = f"_{number}"
            candidate = clean[: LONGEST_NAME - len(end)] + end
        taken.add(candidate.lower())
        names[name] = candidate
    return names


class _Writer:
    """Writes sheets of one workbook, and keeps its formats."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.formats: dict[tuple[str, bool], Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.plain = book.add_format({})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        )
        self.figures_heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "align": "right"}
        )
        self.link = book.add_format({"font_color": "#0000FF", "underline": 1, "valign": "top"})

    def cover(self, cover: Cover) -> None:
        """Write the cover: the title in both languages, then line after line."""
        sheet = self.book.add_worksheet(COVER)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 100)
        for row, text in enumerate(cover.title):
            sheet.write_string(row, 0, text, self.title)
        lines = [text for line in (cover.author, *cover.lines) for text in dict.fromkeys(line)]
        for row, text in enumerate(lines, 2):
            sheet.write_string(row, 0, _fitting(text), self.wrapped)

    def contents(self, entries: Sequence[tuple[str, BilingualText]]) -> None:
        """Write the list of sheets, each name leading to its sheet."""
        columns = (
            Column("sheet", BilingualText("Trang tính", "Sheet")),
            Column("title", BilingualText("Tên bảng", "Table")),
        )
        rows = tuple({"sheet": name, "title": title} for name, title in entries)
        sheet, first = self.sheet(CONTENTS, Table(CONTENTS, _TEXT.contents, columns, rows))
        for row, (name, _) in enumerate(entries, first):
            sheet.write_url(
                row, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", self.link, name
            )

    def sheet(self, name: str, table: Table) -> tuple[Worksheet, int]:
        """Write one table on a sheet of its own; returns the sheet and the row of the first values."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        fields = fields_of(table)
        top = self._above(sheet, table, fields)
        for place, field in enumerate(fields):
            self._column(sheet, top + 1, place, field, table.rows)
        last = top + max(len(table.rows), 1)
        headings = _distinct(field.heading for field in fields)
        sheet.add_table(
            top,
            0,
            last,
            max(len(fields) - 1, 0),
            {
                "name": "table_" + re.sub(r"\W", "_", name),
                "style": None,
                "autofilter": len(table.rows) > LONG,
                "columns": [
                    {
                        "header": heading,
                        "header_format": self.figures_heading
                        if field.column.is_number
                        else self.heading,
                    }
                    for heading, field in zip(headings, fields, strict=True)
                ],
            },
        )
        if len(table.rows) > LONG:
            sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        return sheet, top + 1

    def _above(self, sheet: Worksheet, table: Table, fields: Sequence[Field]) -> int:
        """Write the title and the notes above a table, Vietnamese first; returns the row of its headings."""
        texts = [(text, self.title) for text in dict.fromkeys(table.title)]
        gaps = any(is_missing(field.value(row)) for field in fields for row in table.rows)
        for note in (*table.notes, *((_TEXT.empty,) if gaps else ())):
            texts += [(text, self.plain) for text in dict.fromkeys(note)]
        for row, (text, look) in enumerate(texts):
            sheet.write_string(row, 0, _fitting(text), look)
        return len(texts)

    def _column(
        self,
        sheet: Worksheet,
        top: int,
        place: int,
        field: Field,
        rows: Sequence[Mapping[str, Any]],
    ) -> None:
        widths = [len(line) for line in field.heading.split("\n")]
        for number, row in enumerate(rows, top):
            value, written_as = field.value(row), number_format(field, row)
            look = self._format(written_as, bool(row.get("total")))
            if is_missing(value):
                sheet.write_blank(number, place, None, look)
            elif isinstance(value, date):
                sheet.write_datetime(number, place, value, look)
            elif isinstance(value, str) or written_as == TEXT:
                sheet.write_string(number, place, _fitting(str(value)), look)
                widths.append(len(str(value)))
            else:
                sheet.write_number(number, place, float(value), look)
        widest = WIDEST_FIGURES if field.column.is_number else WIDEST
        sheet.set_column(place, place, min(max(*widths, NARROWEST - 2) + 2, widest))

    def _format(self, number_format: str, total: bool) -> Format:
        if (number_format, total) not in self.formats:
            look: dict[str, Any] = {"num_format": number_format, "valign": "top", "bold": total}
            if number_format == TEXT:
                look["text_wrap"] = True
            self.formats[number_format, total] = self.book.add_format(look)
        return self.formats[number_format, total]


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _distinct(headings: Iterable[str]) -> list[str]:
    """The headings of an Excel table: none empty, none twice whatever its capitals."""
    taken: set[str] = set()
    distinct = []
    for heading in headings:
        wanted = candidate = _fitting(heading).strip()[:255] or "–"
        number = 1
        while candidate.lower() in taken:
            number += 1
            candidate = f"{wanted} ({number})"
        taken.add(candidate.lower())
        distinct.append(candidate)
    return distinct
