"""tables.xlsx: both languages, accessible sheets, numbers as numbers, and texts that stay texts."""

import io
import re
from datetime import date, datetime
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

from reporting.tables.table import TOTAL_ROW, Cell, Column, Table
from reporting.tables.workbook import Cover, workbook
from reporting.text.bilingual import BilingualText, both

COVER = Cover(
    BilingualText("Báo cáo", "Report"),
    (BilingualText("Phạm vi: Hà Nội", "Coverage: Ha Noi"),),
    both("TCTK"),
    date(2023, 9, 30),
)
NOTES = Table(
    "definitions", both("…"), (Column("name", BilingualText("Mã", "Code")),), ({"name": "tasks"},)
)
TRICKY = [
    "=1+1",
    "+84 24 1234",
    "-5",
    "@SUM(A1)",
    "http://example.org/",
    "[xem](https://example.org) và [nữa](https://example.org)",
    "mailto:a@example.org",
    "internal:'cover'!A1",
    "$$ghi chú$$",
    "***",
    "  ",
    "12",
    "2023-09-30",
    "TRUE",
    "<b>&amp;\x01\n",
]


def rows_of(**columns):
    return tuple(
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    )


TITLES = Table(
    "titles",
    BilingualText("=1+1", "[a](b)"),
    (Column("title", both("=Tên")), Column("other", both("=tên"))),
    rows_of(title=TRICKY, other=reversed(TRICKY)),
)
FIGURES = Table(
    "figures",
    BilingualText("Số liệu", "Figures"),
    (
        Column("unit", BilingualText("Đơn vị", "Unit")),
        Column("tasks", BilingualText("Số việc", "Tasks"), "count"),
        Column(
            "share",
            BilingualText("Tỷ lệ", "Share"),
            "share",
            group_heading=BilingualText("Đúng hạn", "On time"),
        ),
        Column("days", BilingualText("Số ngày", "Days"), "number"),
        Column("whole", BilingualText("Số ngày chẵn", "Whole days"), "number"),
        Column("change", BilingualText("Tăng, giảm", "Change"), "signed"),
        Column("more", BilingualText("Tăng thêm", "More"), "signed"),
        Column("due", BilingualText("Hạn", "Due"), "date"),
        Column("any", BilingualText("Giá trị", "Value"), "own"),
    ),
    rows_of(
        unit=[BilingualText("Hà Nội", "Ha Noi"), BilingualText("Huế", "Hue")],
        tasks=[54619, float("nan")],
        share=[87.004522235852, None],
        days=[2.5, 3.0],
        whole=[2.0, float("inf")],
        change=[-1.25, 0.0],
        more=[1234.5, -6.3],
        due=[pd.Timestamp("2023-09-30"), pd.NaT],
        any=[Cell(12.0, "count"), Cell(12.34, "share")],
        **{TOTAL_ROW: [True, False]},
    ),
    notes=(BilingualText("Làm tròn riêng.", "Rounded apart."),),
)


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(workbook(COVER, NOTES, [TITLES, FIGURES])))


def values(sheet, top):
    return [list(row) for row in sheet.iter_rows(min_row=top, values_only=True)]


def test_cover_contents_notes_then_a_sheet_a_table(book):
    assert book.sheetnames == ["cover", "contents", "notes", "titles", "figures"]
    cover = [row[0] for row in book["cover"].iter_rows(values_only=True)]
    assert cover == ["Báo cáo", "Report", "TCTK", "Phạm vi: Hà Nội", "Coverage: Ha Noi"]
    listed = list(book["contents"]["A"][3:])
    assert [cell.value for cell in listed] == ["notes", "titles", "figures"]
    assert [cell.hyperlink.location for cell in listed] == [
        "'notes'!A1",
        "'titles'!A1",
        "'figures'!A1",
    ]


def test_no_text_becomes_a_formula_a_link_a_number_or_a_date(book):
    sheet = book["titles"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)
    assert [cell.number_format for cell in sheet["A"][3:]] == ["@"] * len(TRICKY)
    read = [openpyxl.utils.escape.unescape(cell.value) for cell in sheet["A"][3:]]
    assert read == TRICKY
    assert [sheet["A1"].value, sheet["A2"].value] == ["=1+1", "[a](b)"]
    with ZipFile(io.BytesIO(workbook(COVER, NOTES, [TITLES]))) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "sheet" in name]
    assert not any("<f>" in text for text in sheets)
    assert not any(re.search(r'Target="(?!\.\./|worksheets|/)', text) for text in sheets)


def test_figures_are_unrounded_numbers_with_a_format(book):
    sheet = book["figures"]
    assert values(sheet, 8) == [
        [
            "Hà Nội",
            "Ha Noi",
            54619,
            87.004522235852,
            2.5,
            2,
            -1.25,
            1234.5,
            datetime(2023, 9, 30),
            12,
        ],
        ["Huế", "Hue", None, None, 3, None, 0, -6.3, None, 12.34],
    ]
    formats = [cell.number_format for cell in sheet[8]]
    assert formats == [
        "@",
        "@",
        "#,##0",
        "0.0",
        "#,##0.0",
        "#,##0",
        "+#,##0.0;-#,##0.0;0.0",
        "+#,##0.0;-#,##0.0;0.0",
        "dd/mm/yyyy",
        "#,##0",
    ]
    assert sheet["J9"].number_format == "0.0"
    assert [sheet[f"C{row}"].font.bold for row in (8, 9)] == [True, False]


def test_a_figure_with_its_unit_stays_a_number():
    columns = (
        Column("row", BilingualText("Chỉ tiêu", "Indicator")),
        Column("change", BilingualText("Tăng, giảm", "Change"), "signed"),
    )
    units = [BilingualText("%", "%"), BilingualText("điểm %", "pp")]
    values = [
        Cell(*each, unit=unit)
        for each, unit in zip([(-6.3155, "signed"), (0.7166, "signed")], units, strict=True)
    ]
    rows = rows_of(row=["a", "b"], change=values)
    changes = Table("changes", BilingualText("Tăng, giảm", "Changes"), columns, rows)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(COVER, NOTES, [changes])))["changes"]
    cells = [row[1] for row in sheet.iter_rows(min_row=4)]
    assert [cell.value for cell in cells] == [-6.3155, 0.7166]
    assert [cell.number_format for cell in cells] == [
        '+#,##0.0"%";-#,##0.0"%";0.0"%"',
        '+#,##0.0" điểm % / pp";-#,##0.0" điểm % / pp";0.0" điểm % / pp"',
    ]
    assert sheet.column_dimensions["B"].width >= len("-0.6 điểm % / pp")


def test_headings_and_notes_are_in_both_languages(book):
    sheet = book["figures"]
    assert [cell.value for cell in sheet["A"][:4]] == [
        "Số liệu",
        "Figures",
        "Làm tròn riêng.",
        "Rounded apart.",
    ]
    headings = [cell.value for cell in sheet[7]]
    assert headings[:4] == ["Đơn vị", "Unit", "Số việc\nTasks", "Đúng hạn: Tỷ lệ\nOn time: Share"]


def test_empty_cells_are_explained(book):
    assert "Ô trống: không có số liệu." in [cell.value for cell in book["figures"]["A"]]
    assert "Empty cells: no figure is available." not in [cell.value for cell in book["notes"]["A"]]


def test_every_sheet_keeps_the_rules_for_accessible_spreadsheets(book):
    for sheet in book.worksheets:
        assert sheet["A1"].value, sheet.title
        assert not sheet.merged_cells.ranges
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert all(any(value is not None for value in row) for row in rows), (
            f"{sheet.title}: an empty row"
        )
        columns = zip(*rows, strict=True)
        assert all(any(value is not None for value in column) for column in columns), sheet.title
        if sheet.title == "cover":
            continue
        (table,) = sheet.tables.values()
        assert table.headerRowCount == 1
        first, last = (
            re.fullmatch(r"([A-Z]+)(\d+)", corner).groups() for corner in table.ref.split(":")
        )
        assert (int(last[1]), last[0]) == (
            sheet.max_row,
            openpyxl.utils.get_column_letter(sheet.max_column),
        )
        headings = [cell.value for cell in sheet[int(first[1])]]
        assert [column.name for column in table.tableColumns] == headings
        assert len({heading.lower() for heading in headings}) == len(headings)


def test_the_same_tables_give_the_same_bytes_and_no_clock():
    first = workbook(COVER, NOTES, [TITLES, FIGURES])
    assert first == workbook(COVER, NOTES, [TITLES, FIGURES])
    with ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2023-09-30T00:00:00Z"}


def test_sheet_names_that_excel_would_refuse():
    names = ["a/b:c?", "x" * 40, "x" * 40 + "y", "Cover", "history", "'q'"]
    tables = [Table(name, both("t"), NOTES.columns, NOTES.rows) for name in names]
    book = openpyxl.load_workbook(io.BytesIO(workbook(COVER, NOTES, tables)))
    assert book.sheetnames[3:] == ["a_b_c_", "x" * 31, "x" * 29 + "_2", "Cover_2", "history_2", "q"]


def test_long_tables_keep_their_headings_in_view():
    table = Table("long", both("t"), NOTES.columns, NOTES.rows * 30)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(COVER, NOTES, [table])))["long"]
    assert sheet.freeze_panes == "B3"
    assert next(iter(sheet.tables.values())).autoFilter is not None


def test_a_text_longer_than_a_cell_is_cut_and_an_empty_table_is_written():
    long = Table("long", both("t"), NOTES.columns, ({"name": "a" * 40_000},))
    empty = Table("empty", both("t"), NOTES.columns, ())
    book = openpyxl.load_workbook(io.BytesIO(workbook(COVER, NOTES, [long, empty])))
    assert book["long"]["A3"].value == "a" * 32_766 + "…"
    assert book["empty"].max_row == 2
