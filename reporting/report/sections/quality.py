"""What a reader should know of the data: what was read, as of when, and where it does not fit together."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from reporting.registers import merge
from reporting.registers.status import disagreements
from reporting.report import history
from reporting.report.report_data import ReportData
from reporting.report.tables import Column, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)


def finding(data: ReportData) -> list[BilingualText]:
    """The register read, the cut-off, and everything that was noticed on the way."""
    register = data.inputs.register
    sentences = [
        _TEXT.report_is_computed_from.format(
            wording.tasks(len(data.tasks)),
            data.inputs.files.own_data,
            wording.day(data.params.cut_off),
            s="s" if data.quarter.quarters > 1 else "",
        ),
        _basis(data),
        *history.same_day(data),
        *_older(data),
    ]
    sentences += [note.text for note in register.notes if data.unit == TOTAL]
    outside = _assigned_outside(data)
    if outside:
        sentences.append(
            _TEXT.assigned_outside_since_quarter.format(
                wording.tasks(outside),
                wording.quarter(data.quarter),
                *(("was", "it counts", "it") if outside == 1 else ("were", "they count", "them")),
            )
        )
    return sentences


def _older(data: ReportData) -> Iterator[BilingualText]:
    """How many open tasks of a period rest on an older register than its last one."""
    if data.quarter.quarters > 1:
        last = data.inputs.tables[data.quarter.last]
        count = int(merge.no_longer_listed(data.tasks, last).sum())
        yield _TEXT.task_stands_in_lists.format(
            wording.tasks(count), wording.quarter(data.quarter.last), wording.number(count)
        )


def _basis(data: ReportData) -> BilingualText:
    register = data.inputs.register
    if not register.dated:
        return _TEXT.file_has_no_completion
    if not register.reported:
        return _TEXT.statuses_are_derived_from
    count = len(disagreements(data.tasks))
    if not count:
        return _TEXT.statuses_are_derived_from_due
    return _TEXT.statuses_are_derived_from_due_and.format(wording.tasks(count))


def _assigned_outside(data: ReportData) -> int:
    assigned = data.tasks["assigned_on"]
    first = pd.Timestamp(data.quarter.first_day)
    last = pd.Timestamp(data.quarter.last_day) + pd.Timedelta(days=1)
    return int(((assigned < first) | (assigned >= last)).sum())


def table(data: ReportData) -> Table | None:
    """The tasks whose reported status is not the derived one."""
    if not (data.inputs.register.dated and data.inputs.register.reported):
        return None
    differing = disagreements(data.tasks)
    if differing.empty:
        return None
    columns = (
        Column("task_id", BilingualText("Mã công việc", "Task")),
        Column("title", BilingualText("Tên công việc", "Title"), language="vi"),
        Column("unit", BilingualText("Đơn vị chủ trì", "Unit")),
        Column("due_on", BilingualText("Hạn hoàn thành", "Due"), "date"),
        Column("completed_on", BilingualText("Ngày hoàn thành", "Completed"), "date"),
        Column("reported_status", BilingualText("Tình trạng trên phần mềm", "Reported status")),
        Column("status", BilingualText("Tình trạng suy ra", "Derived status")),
    )
    ordered = differing.sort_values("task_id")[[column.key for column in columns]]
    records: Any = ordered.to_dict("records")
    rows = tuple(
        {
            **row,
            "unit": data.unit_name(row["unit"]),
            "reported_status": wording.STATUS[row["reported_status"]],
            "status": wording.STATUS[row["status"]],
        }
        for row in records
    )
    title = _TEXT.tasks_whose_reported_status
    return Table("disagreements", title, columns, rows, folded=True)
