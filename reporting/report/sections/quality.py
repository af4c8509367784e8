"""What a reader should know of the data: what was read, as of when, and where it does not fit together."""

from __future__ import annotations

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
from reporting.text.codes import TOTAL


def finding(data: ReportData) -> list[BilingualText]:
    """The register read, the cut-off, and everything that was noticed on the way."""
    register = data.inputs.register
    sentences = [
        BilingualText(
            "Báo cáo tính từ {0} trong tệp {1}, chốt số liệu ngày {2}.",
            "The report is computed from {0} in the file{s} {1}, as of {2}.",
        ).format(
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
            BilingualText(
                "{0} có ngày giao không thuộc {1}; vẫn được tính vì có trong tệp xuất của quý.",
                "{0} {2} assigned outside {1}; {3}, since the quarter's export holds {4}.",
            ).format(
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
        yield BilingualText(
            "Công việc có trong danh sách của nhiều quý chỉ tính một lần, theo danh sách sau cùng. {0} chưa hoàn thành "
            "không còn trong danh sách của {1}; tình trạng lấy theo danh sách sau cùng có công việc đó, tại ngày chốt "
            "của danh sách ấy.",
            "A task that stands in the lists of several quarters counts once, as the last of them has it. Open tasks "
            "that the list of {1} no longer has: {2}; their status is that of the last list that has them, as of its "
            "cut-off.",
        ).format(wording.tasks(count), wording.quarter(data.quarter.last), wording.number(count))


def _basis(data: ReportData) -> BilingualText:
    register = data.inputs.register
    if not register.dated:
        return BilingualText(
            "Tệp không có ngày hoàn thành, nên tình trạng lấy theo phần mềm.",
            "The file has no completion dates, so the statuses are those reported by the software.",
        )
    if not register.reported:
        return BilingualText(
            "Tình trạng được suy ra từ thời hạn và ngày hoàn thành.",
            "Statuses are derived from due and completion dates.",
        )
    count = len(disagreements(data.tasks))
    if not count:
        return BilingualText(
            "Tình trạng được suy ra từ thời hạn và ngày hoàn thành, và khớp với phần mềm ở mọi công việc.",
            "Statuses are derived from due and completion dates, and agree with the software for every task.",
        )
    return BilingualText(
        "Tình trạng được suy ra từ thời hạn và ngày hoàn thành; {0} có tình trạng trên phần mềm khác với "
        "tình trạng suy ra.",
        "Statuses are derived from due and completion dates; for {0} the software reports another one.",
    ).format(wording.tasks(count))


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
    title = BilingualText(
        "Công việc có tình trạng trên phần mềm khác với tình trạng suy ra",
        "Tasks whose reported status differs from the derived one",
    )
    return Table("disagreements", title, columns, rows, folded=True)
