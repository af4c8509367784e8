"""An export as one clean register, or every bad row; the status of each task as of a date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.inputs.office import Reading, default_office
from reporting.registers import export, fields, non_task_rows, vocabulary
from reporting.registers.bad_rows import BadRows
from reporting.registers.export import RawTable
from reporting.registers.register import Note, Register
from reporting.registers.status import as_of, disagreements
from reporting.registers.units import AFTER, BEFORE, Units
from reporting.text.bilingual import BilingualText
from reporting.text.codes import DONE, STATUSES
from reporting.text.wording import day, number

__all__ = ["Note", "Register", "as_of", "disagreements", "load"]


def load(path: Path, units: Units, reading: Reading | None = None) -> Register:
    """Read an export as a clean register, as its office reads them; without `reading`, as the package's does.

    An `InputError` holds every row that cannot be right: the first 20 of each kind, and a count.
    """
    reading = reading or default_office().reading
    raw = export.read(path, reading)
    bad = BadRows(raw)
    task_id, title = fields.ids(raw, bad), fields.titles(raw, bad)
    source = fields.codes(raw, bad, "source", vocabulary.of_sources(reading))
    assigned = fields.days(raw, bad, "assigned_on")
    unit, beside = fields.units(raw, bad, units, assigned)
    due, completed = fields.days(raw, bad, "due_on"), fields.days(raw, bad, "completed_on")
    reported = fields.codes(raw, bad, "status", vocabulary.STATUS)
    weight = fields.weights(raw, bad)
    more = fields.kept(raw, bad, dict(reading.columns))
    _check_order(bad, assigned, completed)
    _check_told(raw, bad)
    bad.stop_if_any()
    columns = (
        {"task_id": task_id, "title": title}
        | unit
        | {
            "source": source,
            "assigned_on": assigned.astype("datetime64[us]"),
            "due_on": due.astype("datetime64[us]"),
            "completed_on": completed.astype("datetime64[us]"),
            "reported_status": reported,
            "weight": weight,
        }
        | more
    )
    table = pd.DataFrame(columns, copy=False)
    notes = (*_notes(raw, table, beside), *_not_there(raw, reading))
    return Register(table, path, raw.sheet, "completed_on" in raw, "status" in raw, notes)


def _check_order(bad: BadRows, assigned: np.ndarray, completed: np.ndarray) -> None:
    """No task is completed before it was assigned; the day itself will do."""

    def fault(place: int) -> BilingualText:
        on = assigned[place].item()
        return BilingualText(
            "trước ngày giao việc ({0}); ngày hoàn thành không thể trước ngày giao việc.",
            "is before the task was assigned ({0}); it cannot have been completed before that.",
        ).format(day(on))

    bad.add("completed_on", completed < assigned, fault)


def _check_told(raw: RawTable, bad: BadRows) -> None:
    """Where nothing says how a task stands, no status can be given to it.

    Without completion dates that is a blank status; with them, a row without any of status,
    completion and due date. A file of dates alone says it by leaving the completion blank.
    """
    if "status" not in raw:
        return
    silent = raw.blank("status")
    if "completed_on" in raw:
        silent &= raw.blank("completed_on") & raw.blank("due_on")
        fault = BilingualText(
            "dòng này không có tình trạng, cũng không có ngày hoàn thành và hạn hoàn thành; cần "
            "ít nhất một trong ba.",
            "the row has neither a status nor a completion or due date; expected at least one.",
        )
    else:
        fault = BilingualText("{0}.", "{0}.").format(vocabulary.STATUS.expected)
    bad.add("status", silent, lambda _: fault)


_DROPPED = {
    non_task_rows.BLANK: BilingualText(
        "{0} dòng trống đã được bỏ qua.", "Blank rows left out: {0}."
    ),
    non_task_rows.TOTALS: BilingualText(
        "{0} dòng tổng cộng đã được bỏ qua (dòng {1}).", "Totals rows left out: {0} ({2} {1})."
    ),
    non_task_rows.NOTES: BilingualText(
        "{0} dòng ghi chú, chữ ký ở cuối danh sách đã được bỏ qua (dòng {1}).",
        "Rows of notes or signatures below the list left out: {0} ({2} {1}).",
    ),
    non_task_rows.HEADINGS: BilingualText(
        "{0} dòng lặp lại tiêu đề hoặc đánh số cột đã được bỏ qua (dòng {1}).",
        "Rows that repeat the headings or number the columns left out: {0} ({2} {1}).",
    ),
    non_task_rows.GROUPS: BilingualText(
        "{0} dòng tên nhóm công việc đã được bỏ qua (dòng {1}).",
        "Rows that name a group of tasks left out: {0} ({2} {1}).",
    ),
}
_MISCOUNTED = BilingualText(
    "Dòng tổng cộng {0} ghi {1}, nhưng phía trên có {2} công việc: tệp đã đủ chưa?",
    "The totals row {0} says {1}, but there are {2} tasks above it: is the file complete?",
)


_TIDIED = BilingualText(
    "{0} tên công việc đã được chuẩn hóa (dấu cách, ký tự ẩn, dạng Unicode).",
    "Titles tidied (spaces, invisible characters, Unicode form): {0}.",
)
_EARLY = BilingualText(
    "{0} công việc có hạn hoàn thành trước ngày giao việc.",
    "{0} tasks are due before they were assigned.",
)
_ONE_EARLY = BilingualText(_EARLY.vi, "{0} task is due before it was assigned.")
_BEFORE = BilingualText(
    "{0} công việc ghi tên đơn vị mới nhưng được giao trước ngày đơn vị ấy bắt đầu; vẫn được tính cho đơn vị mới.",
    "Tasks under the name of a new unit, assigned before its first day, counted for it: {0}.",
)
_AFTER = BilingualText(
    "{0} công việc ghi tên đơn vị cũ nhưng được giao sau ngày đơn vị ấy kết thúc; được tính cho đơn vị kế thừa.",
    "Tasks under the name of an old unit, assigned after its last day, counted for its successor: {0}.",
)
_UNFILLED = BilingualText(
    "Cột “Ngày hoàn thành” để trống ở mọi dòng, nhưng {0} công việc có tình trạng hoàn thành; nếu phần mềm không xuất "
    "ngày hoàn thành, hãy xóa cột này để tính theo tình trạng.",
    "No row has a completion date, but {0} tasks have a status of completed; if the software gives no dates, remove "
    "the column so that the status counts.",
)
_HALF_FILLED = BilingualText(
    "{0} công việc có tình trạng hoàn thành nhưng để trống ngày hoàn thành nên được tính là chưa hoàn thành; hãy bổ "
    "sung ngày trong phần mềm rồi xuất lại.",
    "Tasks with a status of completed but no completion date: {0}; they count as not completed. Fill in the dates in "
    "the software and export again.",
)
_HALF_WEIGHED = BilingualText(
    "Cột “Trọng số” để trống ở {0} dòng; các công việc đó không có trong chỉ tiêu tính theo trọng số.",
    "Tasks without a weight: {0}; weighted indicators leave them out.",
)
_NO_COLUMN = BilingualText(
    "Không có cột {0} ({1}, khai trong “columns” của tham số); cột này để trống.",
    "There is no column {0} ({1}, named under “columns” in the params); it stays blank.",
)
_UNTOLD = BilingualText(
    "Cột “Ngày hoàn thành” để trống ở mọi dòng nên không công việc nào được tính là hoàn thành; nếu phần mềm không "
    "xuất ngày hoàn thành, hãy xuất cột “Tình trạng” thay cho cột này.",
    "No row has a completion date, so that no task counts as completed; if the software gives no dates, export the "
    "column “Tình trạng” (status) in place of this one.",
)


def _notes(raw: RawTable, table: pd.DataFrame, beside: np.ndarray) -> list[Note]:
    notes = []
    for kind, text in _DROPPED.items():
        if rows := raw.dropped.get(kind):
            listed = ", ".join(map(str, rows[:5])) + (", …" if len(rows) > 5 else "")
            called = "row" if len(rows) == 1 else "rows"
            notes.append(Note(kind, len(rows), text.format(number(len(rows)), listed, called)))
    for row, said, above in raw.miscounted:
        notes.append(Note("totals_differ", 1, _MISCOUNTED.format(row, said, number(above))))
    early = int((table["due_on"] < table["assigned_on"]).sum())
    undecided, what_to_do = _unfilled(raw, table)
    unweighed = int(table["weight"].isna().sum())  # all of them: nobody weighs tasks there
    counts = (
        ("tidied", raw.tidied, _TIDIED),
        ("due_before_assigned", early, _ONE_EARLY if early == 1 else _EARLY),
        ("completed_on_unfilled", undecided, what_to_do),
        ("weight_unfilled", unweighed % len(table), _HALF_WEIGHED),
        ("before_unit", int((beside == BEFORE).sum()), _BEFORE),
        ("after_unit", int((beside == AFTER).sum()), _AFTER),
    )
    return notes + [Note(kind, n, text.format(number(n))) for kind, n, text in counts if n]


def _not_there(raw: RawTable, reading: Reading) -> Iterator[Note]:
    """Say which of the office's own columns the file does not have: silence would be taken for blanks."""
    for column, headings in reading.columns:
        if column not in raw:
            named = ", ".join(f"“{heading}”" for heading in headings)
            yield Note("column_not_there", len(raw), _NO_COLUMN.format(named, column))


def _unfilled(raw: RawTable, table: pd.DataFrame) -> tuple[int, BilingualText]:
    """Say of how many tasks a blank completion date hides that they are done, a tenth of these or more, and what to do."""
    blank = table["completed_on"].isna()
    if "completed_on" not in raw:
        return 0, _UNFILLED
    if "status" not in raw:
        return len(table) if blank.all() else 0, _UNTOLD
    done = table["reported_status"].cat.codes.isin(list(map(STATUSES.index, DONE)))
    undated = int((done & blank).sum())
    if blank.all():
        return undated, _UNFILLED
    return undated if 10 * undated >= done.sum() else 0, _HALF_FILLED
