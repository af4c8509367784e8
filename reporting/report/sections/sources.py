"""Each source of tasks: what became of them, through the quarter and at its end, with those not done."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from reporting.charts import plan_progress
from reporting.report.sections.remarks import ROUNDING
from reporting.report.sections.status import SHARES, status_columns
from reporting.report.tables import Column, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import STATUSES, TOTAL

if TYPE_CHECKING:
    from reporting.report.report import Report

LISTED = 200  # a longer list of what is not done helps nobody on a page


def each(report: Report) -> str:
    """Every source under its name: what became of its tasks, how they were done through the quarter, what is not done."""
    said: list[BilingualText] = []
    parts = []
    for code in report.params.sources:
        sentences, undone = finding(report, code), undone_items(report, code)
        said += sentences
        shown = "".join(
            f'<p class="finding">{escape(text[report.language])}</p>' for text in sentences
        )
        heading = escape(report.params.source_name(code)[report.language])
        parts += [f"<h3>{heading}</h3>", shown, progress(report, code), report.add(undone)]
    report.said["each_source"] = said
    return "".join(parts)


def finding(report: Report, source: str) -> list[BilingualText]:
    """How many tasks a source gave and what became of them."""
    tasks, name = report.value("tasks", source=source), report.params.source_name(source)
    if not tasks:
        return [
            BilingualText(
                "{0}: không có công việc nào trong quý.", "{0}: no tasks in the quarter."
            ).format(name)
        ]
    sentences = [
        BilingualText("{0}: {1}{2}.", "{0}: {1}{2}.").format(
            name, wording.tasks(tasks), breakdown(report, source)
        )
    ]
    completed = report.value("completed", source=source)
    undone = tasks - completed
    if completed and undone:
        sentences.append(
            BilingualText(
                "Đã hoàn thành {0}, đạt {1}; chưa hoàn thành {2}.",
                "Completed: {0} ({1}); not completed: {2}.",
            ).format(
                wording.tasks(completed),
                wording.percent(100 * completed / tasks),
                wording.number(undone),
            )
        )
    if undone > LISTED:
        sentences.append(
            BilingualText(
                "Danh sách {0} chưa hoàn thành dài, không in ở đây.",
                "The list of the {0} not completed is long and not printed here.",
            ).format(wording.tasks(undone))
        )
    return sentences


def breakdown(report: Report, source: str) -> BilingualText:
    """The end of a sentence that has counted a source's tasks: `, gồm: 21 hoàn thành đúng hạn (70,0%); …`.

    A single task, or tasks that are all alike, are no list: `, đều hoàn thành đúng hạn`.
    """
    known = counts(report, source)
    if len(known) > 1:
        return BilingualText(", gồm: {0}", ", of which {0}").format(by_status(report, source))
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
    for code in (TOTAL, *report.params.sources):
        names = ["tasks", *STATUSES, *SHARES.values()]
        rows.append(
            {
                "source": report.params.source_name(code),
                "total": code == TOTAL,
                **{n: report.value(n, source=code) for n in names},
            }
        )
    title = BilingualText(
        "Công việc theo nguồn giao và tình trạng thực hiện", "Tasks by source and status"
    )
    return Table("sources", title, tuple(columns), tuple(rows), (ROUNDING,))


def progress(report: Report, source: str) -> str:
    """What was due and what was done of a source through the quarter."""
    items = report.tasks[report.tasks["source"] == source]
    name, cut_off = report.params.source_name(source), report.params.cut_off
    drawn = plan_progress(
        items, report.quarter, cut_off, report.language, name, name=f"progress-{source}"
    )
    return drawn.figure_html() if drawn else ""


def undone_items(report: Report, source: str) -> Table | None:
    """The tasks of a source that are not done: id, title, unit, due date, days overdue; None where there is no list."""
    tasks = report.tasks
    open_items = tasks[(tasks["source"] == source) & ~tasks["completed"]]
    if not 0 < len(open_items) <= LISTED:
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
    title = BilingualText("{0}: chưa hoàn thành", "{0}: not completed").format(
        report.params.source_name(source)
    )
    return Table(f"open_{source}", title, columns, rows)


TABLES = {"sources": table}
