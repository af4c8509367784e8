"""The clean tasks of a messy export: drawn from a register, and made a little less tame."""

from __future__ import annotations

import csv
import gzip
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

DATA = Path(__file__).parents[1] / "data"
CUT_OFF = date(2023, 9, 30)
SHEET = "Công việc quý III"
Completion = Literal["dates", "status_only", "both"]

SOURCES = {
    "Kế hoạch tổng cục": "agency_plan",
    "Kết luận của Lãnh đạo": "leadership_conclusion",
    "Phát sinh": "ad_hoc",
    "Kế hoạch đơn vị": "unit_plan",
}
STATUSES = {
    "completed_on_time": ["Hoàn thành", "Hoàn thành đúng hạn", "Hoàn thành trong hạn"],
    "completed_late": ["Hoàn thành trễ hạn", "Hoàn thành quá hạn"],
    "overdue": ["Chưa hoàn thành trễ hạn", "Chưa hoàn thành quá hạn"],
    "in_term": ["Chưa hoàn thành", "Chưa hoàn thành còn hạn", "Chưa hoàn thành trong hạn"],
}
STATUS_OF = {name: code for code, names in STATUSES.items() for name in names}


@dataclass
class Expected:
    """What was written: each task's clean cells, and how many there are of each kind.

    `rows` holds one dict per task, in the file's order: `row` (as Excel numbers it), `task_id`,
    `title`, `unit`, `unit_group`, `source`, `assigned_on`, `due_on`, `completed_on`,
    `reported_status`, `weight`, and `status` as of the cut-off. `counts` is kept while writing:
    how many tasks per unit, source and status.
    """

    path: Path
    sheet: str = SHEET
    cut_off: date = CUT_OFF
    rows: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    blank_rows: int = 0
    totals_row: int = 0

    def add(self, row: int, task: dict[str, Any]) -> None:
        """Note a task that was written to a row, counted from 1."""
        self.rows.append({"row": row, **task})
        self.counts[task["unit"], task["source"], task["status"]] += 1


def draw_tasks(rng: random.Random, rows: int, completion: Completion) -> list[dict[str, Any]]:
    """Draw clean tasks: all that the leadership gave, and some of the units' own."""
    units, rare, own = _published()
    rare = rng.sample(rare, min(len(rare), rows // 2))
    chosen = rare + rng.sample(own, rows - len(rare))
    rng.shuffle(chosen)
    chosen[: rows // 4] = sorted(chosen[: rows // 4], key=lambda row: row["Người/ đơn vị chủ trì"])
    return [
        _task(rng, 100_001 + number, row, units[row["Người/ đơn vị chủ trì"]], completion)
        for number, row in enumerate(chosen)
    ]


@cache
def _published() -> tuple[dict[str, dict[str, str]], list[dict[str, str]], list[dict[str, str]]]:
    """The units by name, and the register's tasks: all that the leadership gave, and the units' own."""
    with (DATA / "units.csv").open(encoding="utf-8") as file:
        units = {row["name_vi"]: row for row in csv.DictReader(file)}
    with gzip.open(DATA / "2023Q3/tasks.csv.gz", "rt", encoding="utf-8-sig") as file:
        all_ = list(csv.DictReader(file))
    return units, [row for row in all_ if _is_rare(row)], [row for row in all_ if not _is_rare(row)]


def _is_rare(row: dict[str, str]) -> bool:
    return row["Loại công việc"] != "Kế hoạch đơn vị" or not row["Hạn hoàn thành"]


def _task(
    rng: random.Random, number: int, row: dict[str, str], unit: dict[str, str], completion: str
) -> dict[str, Any]:
    """Turn a row of the register into clean values, some of them changed to be less tame."""
    assigned, due, done = (
        datetime.strptime(row[name], "%d/%m/%Y").date() if row[name] else None
        for name in ("Ngày giao việc", "Hạn hoàn thành", "Ngày hoàn thành")
    )
    if not done and rng.random() < 0.1:
        done = CUT_OFF + timedelta(rng.randint(1, 9))  # the file was exported later
    reported = STATUS_OF[row["Tình trạng"]]
    task = {
        "task_id": str(number),
        "title": rng.choice(["", "", "", "", "", "", "=", "+ ", "- "]) + row["Tên công việc"],
        "unit": unit["code"],
        "unit_group": unit["group"],
        "source": SOURCES[row["Loại công việc"]],
        "partner": row["Đơn vị phối hợp"],
        "assigned_on": assigned,
        "due_on": due,
        "completed_on": None if completion == "status_only" else done,
        "reported_status": None if completion == "dates" else reported,
        "reason": row["Lý do trễ hạn"],
        "weight": rng.choice([float(row["Trọng số"])] * 9 + [None]),
    }
    status = reported if completion == "status_only" else derived_status(due, done, CUT_OFF)
    return task | {"status": status}


def derived_status(due: date | None, done: date | None, cut_off: date) -> str:
    """Derive a status as the facts say."""
    if due is None:
        return "no_due_date"
    if done and done <= cut_off:
        return "completed_on_time" if done <= due else "completed_late"
    return "overdue" if cut_off > due else "in_term"
