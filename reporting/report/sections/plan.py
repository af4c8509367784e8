"""The agency's work plan against what was done, with the items not done named."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reporting.charts import plan_progress
from reporting.report.sections import sources
from reporting.text import wording
from reporting.text.bilingual import BilingualText

if TYPE_CHECKING:
    from reporting.report.report import Report

PLAN = "agency_plan"


def finding(report: Report) -> list[BilingualText]:
    """Planned, completed, not completed."""
    planned = report.value("tasks", source=PLAN)
    if not planned:
        return sources.finding(report, PLAN)
    completed = report.value("completed", source=PLAN)
    if 0 < completed < planned:
        return [_some(report, planned, completed)]
    ends = sources.breakdown(report, PLAN)
    if len(sources.counts(report, PLAN)) > 1:
        done = BilingualText(", đã hoàn thành toàn bộ", ", all of them completed")
        undone = BilingualText(", chưa hoàn thành nhiệm vụ nào", ", none of them completed")
        ends = BilingualText("{0}{1}", "{0}{1}").format(done if completed else undone, ends)
    return [
        BilingualText(
            "Kế hoạch công tác có {0} nhiệm vụ{1}.", "There {2} {0} item{3} in the work plan{1}."
        ).format(wording.number(planned), ends, *(("was", "") if planned == 1 else ("were", "s")))
    ]


def _some(report: Report, planned: float, completed: float) -> BilingualText:
    """A plan of which a part is done."""
    left = planned - completed
    return BilingualText(
        "Kế hoạch công tác có {0} nhiệm vụ, gồm: đã hoàn thành {1} nhiệm vụ, đạt {2}; chưa hoàn thành {3} nhiệm vụ. "
        "Theo tình trạng, {0} nhiệm vụ gồm: {4}.",
        "Of the {0} items in the work plan, {1} {5} completed ({2}), {3} {6} not. By status: {4}.",
    ).format(
        wording.number(planned),
        wording.number(completed),
        wording.percent(report.value("completed_share", source=PLAN)),
        wording.number(left),
        sources.by_status(report, PLAN),
        *("was" if count == 1 else "were" for count in (completed, left)),
    )


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
        title=BilingualText(
            "Nhiệm vụ trong Kế hoạch công tác chưa hoàn thành", "Work-plan items not completed"
        ),
    )
}
CHARTS = {"plan_progress": progress}
