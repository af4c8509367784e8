"""A messy Excel export is read without a wrong cell."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from messy_export import write_messy_export
from messy_tasks import CUT_OFF, Completion, Expected

from reporting.registers import tasks, units
from reporting.registers.tasks import Register

ROOT = Path(__file__).parents[1]
COLUMNS = (
    "task_id",
    "title",
    "unit",
    "unit_group",
    "source",
    "assigned_on",
    "due_on",
    "completed_on",
    "reported_status",
    "weight",
)
COMPLETIONS: tuple[Completion, ...] = ("both", "dates", "status_only")


@pytest.fixture(scope="module", params=COMPLETIONS)
def read(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Expected, Register]:
    path = tmp_path_factory.mktemp("messy") / "tasks.xlsx"
    expected = write_messy_export(path, completion=request.param)
    return expected, tasks.load(path, units.load(ROOT / "data/units.csv"))


def plain(value: object) -> object:
    """A cell as the expectations are written: a day as a date, nothing as None."""
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def test_every_task_is_read_and_nothing_else(read: tuple[Expected, Register]) -> None:
    expected, register = read
    assert len(register.table) == len(expected.rows) == 1000
    assert register.sheet == expected.sheet


@pytest.mark.parametrize("column", COLUMNS)
def test_every_cell_is_right(read: tuple[Expected, Register], column: str) -> None:
    expected, register = read
    found = [plain(value) for value in register.table[column]]
    wrong = [
        (task["row"], task[column], cell)
        for task, cell in zip(expected.rows, found, strict=True)
        if cell != task[column]
    ]
    assert wrong == []


def test_the_counts_are_those_kept_while_writing(read: tuple[Expected, Register]) -> None:
    expected, register = read
    table = tasks.as_of(register, CUT_OFF)
    found = Counter(zip(table["unit"], table["source"], table["status"], strict=True))
    assert found == expected.counts


def test_the_file_is_as_messy_as_it_should_be(tmp_path: Path) -> None:
    expected = write_messy_export(tmp_path / "tasks.xlsx", rows=800)
    book = openpyxl.load_workbook(expected.path)
    sheet = book[expected.sheet]
    assert book.sheetnames == ["Hướng dẫn", expected.sheet]
    merged = {cells.min_row for cells in sheet.merged_cells.ranges}
    assert min(merged) < expected.rows[0]["row"]  # in the titles, and among the tasks
    assert merged & {task["row"] for task in expected.rows}
    assert sheet.cell(expected.totals_row, 1).value == "Tổng cộng"
    assert expected.blank_rows
    due = [sheet.cell(task["row"], 7) for task in expected.rows]
    assert {cell.data_type for cell in due} >= {"d", "n", "s"}
    text = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert set("\u0323\u00a0\u200b\n") <= set(text)
    statuses = {task["status"] for task in expected.rows}
    assert {"completed_on_time", "completed_late", "overdue", "in_term", "no_due_date"} == statuses
    assert any(task["completed_on"] and task["completed_on"] > CUT_OFF for task in expected.rows)
    assert all(isinstance(task["assigned_on"], date) for task in expected.rows)


def test_the_same_seed_writes_the_same_tasks(tmp_path: Path) -> None:
    one, other = (write_messy_export(tmp_path / f"{n}.xlsx", rows=200, seed=7) for n in (1, 2))
    assert one.rows == other.rows
    assert write_messy_export(tmp_path / "3.xlsx", rows=200, seed=8).rows != one.rows
