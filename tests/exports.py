"""Small exports for tests: rows in, a file out."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

UNITS_CSV = """code,name_vi,name_en,group,valid_from,valid_to
VPTC,Văn phòng Tổng cục,Office of the GSO,headquarters,2020-03-18,
NXB,Nhà xuất bản Thống kê,Statistical Publishing House,public_service,2020-03-18,
01,Cục Thống kê thành phố Hà Nội,Hà Nội Statistics Office,provincial,2020-03-18,
02,Cục Thống kê tỉnh Hà Giang,Hà Giang Statistics Office,provincial,2020-03-18,2025-06-30
17,Cục Thống kê tỉnh Hòa Bình,Hòa Bình Statistics Office,provincial,2020-03-18,
"""
HEADINGS = {
    "task_id": "Mã công việc",
    "title": "Tên công việc",
    "unit": "Đơn vị chủ trì",
    "source": "Loại công việc",
    "assigned_on": "Ngày giao việc",
    "due_on": "Hạn hoàn thành",
    "completed_on": "Ngày hoàn thành",
    "status": "Tình trạng",
}
TASK = {
    "task_id": "A1",
    "title": "Báo cáo tháng 7",
    "unit": "01",
    "source": "Phát sinh",
    "assigned_on": "3/7/2023",
    "due_on": "31/7/2023",
    "completed_on": "31/7/2023",
    "status": "Hoàn thành",
}


def rows(*changes: dict, without: tuple[str, ...] = ()) -> list[list[object]]:
    """A header and one row per change of `TASK`; ids count up where none is given."""
    columns = [column for column in HEADINGS if column not in without]
    extra = [column for change in changes for column in change if column not in HEADINGS]
    columns += dict.fromkeys(extra)
    body = [
        [({**TASK, "task_id": f"A{place}"} | change).get(column, "") for column in columns]
        for place, change in enumerate(changes, start=1)
    ]
    return [[HEADINGS.get(column, column) for column in columns], *body]


def write_csv(
    path: Path, grid: list[list[object]], delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(grid)
    return path


def write_xlsx(
    path: Path,
    sheets: dict[str, list[list[object]]],
    merged: tuple[str, ...] = (),
    hidden: tuple[str, ...] = (),
) -> Path:
    """Dates become real dates, a text like #REF! a failed formula; `merged` ranges are of the first sheet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook = xlsxwriter.Workbook(str(path))
    as_date = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for name, grid in sheets.items():
        sheet = workbook.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                if isinstance(cell, date | datetime):
                    sheet.write_datetime(row, column, cell, as_date)
                elif isinstance(cell, str) and cell.startswith("#"):
                    sheet.write_formula(row, column, "=1/0", value=cell)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif cell is not None:
                    sheet.write(row, column, cell)
    grid = next(iter(sheets.values()))
    for cells in merged:
        top, left, bottom, right = _corners(cells)
        workbook.worksheets()[0].merge_range(top, left, bottom, right, grid[top][left], as_date)
    workbook.close()
    return path


def _corners(cells: str) -> tuple[int, int, int, int]:
    start, end = cells.split(":")
    return (*xl_cell_to_rowcol(start), *xl_cell_to_rowcol(end))
