"""What the leadership gave: conclusions and ad hoc tasks, with the items not done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from reporting.report.sections.remarks import ROUNDING
from reporting.report.sections.status import SHARES, status_columns
from reporting.report.tables import Column, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import SOURCES, STATUSES, TOTAL

if TYPE_CHECKING:
    from reporting.report.report import Report

# Each source as a sentence counts its tasks: 30 nhiệm vụ theo kết luận của Lãnh đạo Tổng cục.
SAID = {
    "agency_plan": BilingualText("nhiệm vụ trong Kế hoạch công tác", "item{s} in the work plan"),
    "leadership_conclusion": BilingualText(
        "nhiệm vụ theo kết luận của Lãnh đạo Tổng cục", "task{s} from leadership conclusions"
    ),
    "ad_hoc": BilingualText("công việc phát sinh", "ad hoc task{s}"),
    "unit_plan": BilingualText(
        "công việc trong kế hoạch của các đơn vị", "task{s} in the units' own plans"
    ),
}


def finding(report: Report, source: str) -> list[BilingualText]:
    """How many tasks a source gave and what became of them."""
    tasks = report.value("tasks", source=source)
    if not tasks:
        return [
            BilingualText("Trong quý không có {0}.", "There were no {0} in the quarter.").format(
                SAID[source].format(s="s")
            )
        ]
    return [
        BilingualText("Có {0} {1}{2}.", "There {were} {0} {1}{2}.").format(
            wording.number(tasks),
            SAID[source].format(s="" if tasks == 1 else "s"),
            breakdown(report, source),
            were="was" if tasks == 1 else "were",
        )
    ]


def breakdown(report: Report, source: str) -> BilingualText:
    """The end of a sentence that has counted a source's tasks: `, gồm: 21 hoàn thành đúng hạn (70,0%); …`.

    A single task, or tasks that are all alike, are no list: `, đều hoàn thành đúng hạn`.
    """
    known = counts(report, source)
    if len(known) > 1:
        return BilingualText(", gồm: {0}", ": {0}").format(by_status(report, source))
    ((status, count),) = known.items()
    form = (
        BilingualText(", {0}", ", {0}") if count == 1 else BilingualText(", đều {0}", ", all {0}")
    )
    return form.format(wording.STATUS_SAID[status])


def by_status(report: Report, source: str) -> BilingualText:
    """How many of a source's tasks have each status: 21 hoàn thành đúng hạn (70,0%); …"""
    tasks = report.value("tasks", source=source)
    return wording.series(
        [
            BilingualText("{0} {1} ({2})", "{0} {1} ({2})").format(
                wording.number(count),
                wording.STATUS_SAID[status],
                wording.percent(100 * count / tasks),
            )
            for status, count in counts(report, source).items()
        ]
    )


def counts(report: Report, source: str) -> dict[str, float]:
    """The number of a source's tasks by status, of those statuses that there are."""
    known = {status: report.value(status, source=source) for status in STATUSES}
    return {status: count for status, count in known.items() if count}


def table(report: Report) -> Table:
    """Every source of tasks by status."""
    columns = [Column("source", BilingualText("Nguồn giao việc", "Source")), *status_columns()]
    rows = []
    for code in (TOTAL, *SOURCES):
        label = BilingualText("Tổng số", "All sources") if code == TOTAL else wording.SOURCE[code]
        names = ["tasks", *STATUSES, *SHARES.values()]
        rows.append(
            {
                "source": label,
                "total": code == TOTAL,
                **{n: report.value(n, source=code) for n in names},
            }
        )
    title = BilingualText(
        "Công việc theo nguồn giao và tình trạng thực hiện", "Tasks by source and status"
    )
    return Table("sources", title, tuple(columns), tuple(rows), (ROUNDING,))


def items(report: Report, name: str, source: str, title: BilingualText) -> Table | None:
    """The tasks of a source that are not done: id, title, unit, due date, days overdue."""
    tasks = report.tasks
    open_items = tasks[(tasks["source"] == source) & ~tasks["completed"]]
    if open_items.empty:
        return None
    columns = (
        Column("task_id", BilingualText("Mã công việc", "Task id")),
        Column("title", BilingualText("Tên công việc", "Title"), language="vi"),
        Column("unit", BilingualText("Đơn vị chủ trì", "Unit")),
        Column("due_on", BilingualText("Hạn hoàn thành", "Due"), "date"),
        Column("days_overdue", BilingualText("Số ngày quá hạn", "Days overdue"), "count"),
    )
    ordered = open_items.sort_values(
        ["days_overdue", "due_on", "task_id"], ascending=[False, True, True]
    )
    records: Any = ordered[[column.key for column in columns]].to_dict("records")
    rows = tuple({**row, "unit": report.unit_name(row["unit"])} for row in records)
    return Table(name, title, columns, rows)


FINDINGS = {
    "conclusions": partial(finding, source="leadership_conclusion"),
    "ad_hoc": partial(finding, source="ad_hoc"),
}
TABLES = {
    "sources": table,
    "conclusions_open": partial(
        items, name="conclusions_open", source="leadership_conclusion",
        title=BilingualText("Nhiệm vụ theo kết luận của Lãnh đạo Tổng cục chưa hoàn thành", "Leadership conclusions not completed"),
    ),
    "ad_hoc_open": partial(
        items, name="ad_hoc_open", source="ad_hoc",
        title=BilingualText("Công việc phát sinh chưa hoàn thành", "Ad hoc tasks not completed"),
    ),
}  # fmt: skip
