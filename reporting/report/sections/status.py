"""How far the tasks are: the five statuses, by unit group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reporting.charts import status_by_group
from reporting.report.sections.remarks import ROUNDING
from reporting.report.tables import Column, Table
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import STATUSES, TOTAL

if TYPE_CHECKING:
    from reporting.report.report import Report

SHARES = {
    "completed_on_time": "on_time_share",
    "completed_late": "late_share",
    "overdue": "overdue_share",
    "in_term": "in_term_share",
}


def finding(report: Report) -> list[BilingualText]:
    """The share of every status, on time first."""
    if not report.value("tasks"):
        return []
    parts = [
        BilingualText("{0} {1}", "{0} {1}").format(
            wording.percent(report.value(share)), wording.STATUS_SAID[status]
        )
        for status, share in SHARES.items()
    ]
    undated = 100 * report.value("no_due_date") / report.value("tasks")
    if formats.round_half_up(undated, 1):
        parts.append(
            BilingualText("{0} {1}", "{0} {1}").format(
                wording.percent(undated), wording.STATUS_SAID["no_due_date"]
            )
        )
    return [
        BilingualText("Trong tổng số {0}: {1}.", "Of {0}: {1}.").format(
            wording.tasks(report.value("tasks")), wording.series(parts)
        )
    ]


def status_columns() -> list[Column]:
    """The total, and the number and share of every status under its name."""
    columns = [Column("tasks", BilingualText("Tổng số", "Total"), "count")]
    for status in STATUSES:
        over = wording.STATUS[status]
        if status in SHARES:
            columns.append(Column(status, BilingualText("Số lượng", "Number"), "count", over=over))
            columns.append(Column(SHARES[status], BilingualText("%", "%"), "share", over=over))
        else:
            columns.append(Column(status, over, "count"))
    return columns


def table(report: Report) -> Table:
    """Counts and shares by status and unit group."""
    columns = [Column("group", BilingualText("Đơn vị", "Units")), *status_columns()]
    rows = []
    for code, label in report.rows.items():
        names = ["tasks", *STATUSES, *SHARES.values()]
        figures = {name: report.value(name, unit_group=code) for name in names}
        rows.append({"group": label, "total": code == TOTAL, **figures})
    title = BilingualText("Công việc theo tình trạng thực hiện", "Tasks by status")
    return Table("status", title, tuple(columns), tuple(rows), (ROUNDING,))


def chart(report: Report) -> str:
    """How the tasks of every group stand."""
    counts = pd.DataFrame(
        {
            status: {code: report.value(status, unit_group=code) for code in report.rows}
            for status in STATUSES
        }
    )
    drawn = status_by_group(counts, report.language, report.rows)
    return drawn.figure_html() if drawn else ""


FINDINGS = {"status": finding}
TABLES = {"status": table}
CHARTS = {"status_by_group": chart}
