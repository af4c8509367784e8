"""All tasks on the software by unit group, against a year ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporting.report.sections import vintages
from reporting.report.sections.glance import plain_change, report_change
from reporting.report.sections.remarks import UNROUNDED
from reporting.report.tables import Column, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL

if TYPE_CHECKING:
    from reporting.report.report import Report

TASKS = BilingualText("Số công việc được giao", "Tasks")
SHARE = BilingualText("Hoàn thành đúng hạn (%)", "Completed on time (%)")


def finding(report: Report) -> list[BilingualText]:
    """How many tasks each group was given, and how that changed."""
    parts = [
        BilingualText("{0}: {1} công việc{2}", "{0} had {1}{2}").format(
            wording.within(report.params.group_name(group)),
            wording.number(report.value("tasks", unit_group=group)),
            plain_change(report, "tasks", unit_group=group),
        )
        for group in report.groups
    ]
    total = BilingualText("{2} được giao {0}{1}", "{2} together had {0}{1}").format(
        wording.tasks(report.value("tasks")), report_change(report, "tasks"), report.whole
    )
    if len(parts) == 1:
        group = wording.within(report.params.group_name(report.groups[0]))
        return [BilingualText("{0}, đều của {1}.", "{0}, all of them in {1}.").format(total, group)]
    return [
        BilingualText(
            f"{total.vi}, gồm: {'; '.join(part.vi for part in parts)}.",
            f"{total.en}. Of these, {'; '.join(part.en for part in parts)}.",
        )
    ]


def table(report: Report) -> Table:
    """Tasks and on-time shares by unit group."""
    now, before = wording.quarter_short(report.quarter), wording.quarter_short(report.compared)
    columns = (
        Column("group", BilingualText("Đơn vị", "Units")),
        Column("tasks", now, "count", over=TASKS),
        Column("tasks_before", before, "count", over=TASKS),
        Column("tasks_change", BilingualText("Tăng, giảm (%)", "Change (%)"), "change", over=TASKS),
        Column("share", now, "share", over=SHARE),
        Column("share_before", before, "share", over=SHARE),
        Column(
            "share_change",
            BilingualText("Tăng, giảm (điểm %)", "Change (pp)"),
            "points",
            over=SHARE,
        ),
    )
    rows = []
    for code, label in report.rows.items():
        cell = {"unit_group": code}
        rows.append(
            {
                "group": label,
                "total": code == TOTAL,
                "tasks": report.value("tasks", **cell),
                "tasks_before": report.value("tasks", column="value_year_ago", **cell),
                "tasks_change": report.value("tasks", column="change", **cell),
                "share": report.value("on_time_share", **cell),
                "share_before": report.value("on_time_share", column="value_year_ago", **cell),
                "share_change": report.value("on_time_share", column="change", **cell),
            }
        )
    title = BilingualText("Công việc được giao theo nhóm đơn vị", "Tasks given, by unit group")
    vintage = vintages.notes(report, ["tasks", "on_time_share"], [TOTAL, *report.groups])
    return Table("groups", title, columns, tuple(rows), (UNROUNDED, *vintage))


FINDINGS = {"groups": finding}
TABLES = {"groups": table}
