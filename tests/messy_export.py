"""An Excel export as an analyst really has it, and what a reader must make of each of its cells."""

from __future__ import annotations

import csv
import random
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any

import xlsxwriter
from messy_tasks import DATA, SHEET, SOURCES, STATUSES, Completion, Expected, draw_tasks

HEADINGS = {
    "task_id": ["Mã công việc", "STT"],
    "title": ["Tên công việc", "Nội dung công việc"],
    "source": ["Loại công việc", "Nguồn giao việc"],
    "unit": ["Người/ đơn vị chủ trì", "Đơn vị chủ trì", "Phòng ban/đơn vị"],
    "partner": ["Đơn vị phối hợp"],
    "assigned_on": ["Ngày giao việc", "Ngày giao"],
    "due_on": ["Hạn hoàn thành"],
    "completed_on": ["Ngày hoàn thành", "Ngày xong", "Hạn thực tế"],
    "reported_status": ["Tình trạng", "Trạng thái"],
    "reason": ["Lý do trễ hạn"],
    "weight": ["Trọng số"],
}
DATES = ("assigned_on", "due_on", "completed_on")
SOURCE_NAMES = {code: name for name, code in SOURCES.items()}
BLANKS: list[str | None] = [None, None, None, " ", "\u00a0", "\u200b"]


def write_messy_export(
    path: Path, rows: int = 1000, seed: int = 2023, completion: Completion = "both"
) -> Expected:
    """Write an Excel file of so many tasks of 2023Q3, and return what is in it.

    `completion` says how the file tells what was done: by `dates`, by `status_only`, or by `both`.
    """
    rng = random.Random(seed)
    columns = [
        name
        for name in HEADINGS
        if not (name == "completed_on" and completion == "status_only")
        and not (name == "reported_status" and completion == "dates")
    ]
    expected = Expected(path)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        _write_guide(book)
        sheet = book.add_worksheet(SHEET)
        sheet.activate()
        writer = _Writer(sheet, book, rng, columns)
        at = writer.head()
        for task in draw_tasks(rng, rows, completion):
            if rng.random() < 0.004:
                writer.blank(at)
                expected.blank_rows += 1
                at += 1
            writer.task(at, task)
            expected.add(at + 1, {name: task[name] for name in task if name not in _NOT_KEPT})
            at += 1
        writer.merge_units(expected.rows)
        expected.totals_row = at + 1
        writer.foot(at, rows)
    return expected


_NOT_KEPT = ("partner", "reason")


class _Writer:
    """Writes the sheet row by row, each cell in one of the forms that real files have."""

    def __init__(self, sheet: Any, book: Any, rng: random.Random, columns: list[str]) -> None:
        self.sheet, self.rng, self.columns = sheet, rng, columns
        self.title = book.add_format({"bold": True, "align": "center", "font_size": 14})
        self.heading = book.add_format({"bold": True, "text_wrap": True, "border": 1})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.moment = book.add_format({"num_format": "d/m/yyyy h:mm"})
        with (DATA / "units.csv").open(encoding="utf-8") as file:
            self.names = {row["code"]: row["name_vi"] for row in csv.DictReader(file)}

    def head(self) -> int:
        """Write title rows, a heading of two rows and the columns' numbers; return the next row."""
        last = len(self.columns) - 1
        self.sheet.write(0, 0, "TỔNG CỤC THỐNG KÊ")
        self.sheet.merge_range(1, 0, 1, last, "TÌNH HÌNH THỰC HIỆN CÔNG VIỆC", self.title)
        self.sheet.merge_range(2, 0, 2, last, "Quý III năm 2023", self.title)
        self.sheet.write(3, last, "Ngày xuất: 10/10/2023")
        dates = [place for place, name in enumerate(self.columns) if name in DATES]
        self.sheet.merge_range(5, dates[0], 5, dates[-1], "Thời gian", self.heading)
        for place, name in enumerate(self.columns):
            text = self._mangled_heading(self.rng.choice(HEADINGS[name]))
            if place in dates:
                self.sheet.write_string(6, place, text, self.heading)
            else:
                self.sheet.merge_range(5, place, 6, place, text, self.heading)
            self.sheet.write_string(7, place, f"({place + 1})")
        return 8

    def task(self, at: int, task: dict[str, Any]) -> None:
        """Write one task."""
        for place, name in enumerate(self.columns):
            form: Callable[[int, int, Any], None] = getattr(self, f"_{name}", self._text)
            form(at, place, task[name])

    def merge_units(self, tasks: list[dict[str, Any]]) -> None:
        """Merge the unit's cells where two tasks of one unit follow on each other, now and then."""
        place, free = self.columns.index("unit"), 0
        for one, next_ in pairwise(tasks):
            follows = one["row"] >= free and next_["row"] == one["row"] + 1
            if follows and one["unit"] == next_["unit"] and self.rng.random() < 0.3:
                free = next_["row"] + 1
                name = self.names[one["unit"]]
                self.sheet.merge_range(one["row"] - 1, place, next_["row"] - 1, place, name)

    def blank(self, at: int) -> None:
        """Write a row with nothing to be seen in it."""
        for place in range(len(self.columns)):
            if self.rng.random() < 0.3:
                self.sheet.write_string(at, place, self.rng.choice([" ", "\u00a0", "\u200b "]))

    def foot(self, at: int, rows: int) -> None:
        """Write the totals row, and who signs."""
        self.sheet.merge_range(at, 0, at, 1, "Tổng cộng", self.heading)
        self.sheet.write_number(at, len(self.columns) - 1, rows)
        self.sheet.write_string(at + 2, len(self.columns) - 2, "Người lập biểu")

    def _mangled_heading(self, text: str) -> str:
        text = text.replace(" ", self.rng.choice([" ", "\n", "\u00a0", "  ", " \u200b"]), 1)
        return self._dressed(self.rng.choice([text, text.upper(), text.lower()]))

    def _dressed(self, text: str) -> str:
        """Add what cannot be seen: another Unicode form, other spaces, spaces at the ends."""
        rng = self.rng
        if rng.random() < 0.25:
            text = unicodedata.normalize("NFD", text)
        if rng.random() < 0.15:
            text = text.replace(" ", rng.choice(["\u00a0", "  ", " \u200b", "\n"]), 1)
        if rng.random() < 0.15:
            text = rng.choice([" ", "\u00a0", "\ufeff", "\t"]) + text
        if rng.random() < 0.15:
            text += rng.choice([" ", "\u00a0", "\u200b", "\n"])
        return text

    def _text(self, at: int, place: int, value: str) -> None:
        if value:
            self.sheet.write_string(at, place, self._dressed(value))

    def _task_id(self, at: int, place: int, value: str) -> None:
        if self.rng.random() < 0.5:
            self.sheet.write_number(at, place, int(value))
        else:
            self.sheet.write_string(at, place, self._dressed(value))

    def _unit(self, at: int, place: int, code: str) -> None:
        name = self.names[code]
        if self.rng.random() < 0.1 and code.isdigit() and code >= "10":
            self.sheet.write_number(at, place, int(code))
        else:
            forms = [name, name, name.upper(), name.lower(), code, code.lower()]
            self.sheet.write_string(at, place, self._dressed(self.rng.choice(forms)))

    def _source(self, at: int, place: int, code: str) -> None:
        name = SOURCE_NAMES[code]
        forms = [name, name, name.upper(), name.title()]
        self.sheet.write_string(at, place, self._dressed(self.rng.choice(forms)))

    def _reported_status(self, at: int, place: int, code: str) -> None:
        name = self.rng.choice(STATUSES[code])
        self.sheet.write_string(at, place, self._dressed(self.rng.choice([name, name.upper()])))

    def _weight(self, at: int, place: int, value: float | None) -> None:
        if value is None:
            return
        if self.rng.random() < 0.7:
            self.sheet.write_number(at, place, value)
        else:
            text = self.rng.choice(
                [f"{value:.0f}", f"{value:.1f}", f"{value:.1f}".replace(".", ",")]
            )
            self.sheet.write_string(at, place, text)

    def _date(self, at: int, place: int, day: date | None) -> None:
        """Write a day as a real date, an Excel serial or a text; it may have a time of day."""
        if day is None:
            text = self.rng.choice(BLANKS)
            if text:
                self.sheet.write_string(at, place, text)
            return
        moment = datetime.combine(day, time(self.rng.randint(0, 23), self.rng.randint(0, 59)))
        serial = (day - date(1899, 12, 30)).days
        match self.rng.randrange(7):
            case 0:
                self.sheet.write_datetime(at, place, datetime.combine(day, time()), self.day)
            case 1:
                self.sheet.write_datetime(at, place, moment, self.moment)
            case 2:
                self.sheet.write_number(at, place, serial)
            case 3:
                self.sheet.write_number(at, place, serial + moment.hour / 24)
            case _:
                self.sheet.write_string(at, place, self._dressed(self._day_text(moment)))

    _assigned_on = _due_on = _completed_on = _date

    def _day_text(self, moment: datetime) -> str:
        plain = f"{moment.day}/{moment.month}/{moment.year}"
        forms = [
            plain,
            f"{moment:%d/%m/%Y}",
            plain.replace("/", "-"),
            f"{moment:%Y-%m-%d}",
            f"{plain} {moment:%H:%M}",
            f"{moment:%d/%m/%Y %H:%M:%S}",
            f"{moment:%Y-%m-%d %H:%M:%S}",
        ]
        return self.rng.choice(forms)


def _write_guide(book: Any) -> None:
    """Write a first sheet that is not the data, though it speaks of the same headings."""
    sheet = book.add_worksheet("Hướng dẫn")
    sheet.write_string(0, 0, "HƯỚNG DẪN CẬP NHẬT CÔNG VIỆC TRÊN PHẦN MỀM")
    lines = {
        "Tên công việc": "Ghi đầy đủ, rõ sản phẩm",
        "Hạn hoàn thành": "Theo Kế hoạch công tác, dạng ngày/tháng/năm",
        "Tình trạng": "Hoàn thành, Hoàn thành trễ hạn, Chưa hoàn thành, Chưa hoàn thành trễ hạn",
    }
    for at, (heading, text) in enumerate(lines.items(), start=2):
        sheet.write_row(at, 0, [at - 1, heading, text])
