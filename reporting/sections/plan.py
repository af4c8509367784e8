"""The agency's work plan against what was done, with the items not done named."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reporting import wording
from reporting.charts import plan_progress
from reporting.errors import Text
from reporting.sections import sources

if TYPE_CHECKING:
    from reporting.report import Report

PLAN = "agency_plan"


def finding(report: Report) -> list[Text]:
    """Planned, completed, not completed."""
    planned = report.value("tasks", source=PLAN)
    if not planned:
        return sources.finding(report, PLAN)
    completed = report.value("completed", source=PLAN)
    share = report.value("completed_share", source=PLAN)
    parts = sources.finding(report, PLAN)
    first = Text(
        "Kế hoạch công tác có {0}; đã hoàn thành {1}, đạt {2}; chưa hoàn thành {3}.",
        "The work plan had {0}; {1} were completed ({2}), {3} were not.",
    ).format(
        wording.tasks(planned),
        wording.number(completed),
        wording.percent(share),
        wording.number(planned - completed),
    )
    return [first, *parts]


def progress(report: Report) -> str:
    """Planned and completed items through the quarter."""
    items = report.tasks[report.tasks["source"] == PLAN]
    chart = plan_progress(items, report.quarter, report.params.cut_off, report.language)
    return chart.figure_html() if chart else ""


FINDINGS = {"plan": finding}
TABLES = {
    "plan_open": partial(
        sources.items,
        name="plan_open",
        source=PLAN,
        title=Text("Nhiệm vụ trong kế hoạch chưa hoàn thành", "Work-plan items not completed"),
    )
}
CHARTS = {"plan_progress": progress}
