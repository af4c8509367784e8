"""How late is late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporting import wording
from reporting.charts import lateness
from reporting.errors import Text

if TYPE_CHECKING:
    from reporting.report import Report


def finding(report: Report) -> list[Text]:
    """The median lateness, and the share that is short."""
    late = report.tasks["days_late"].dropna()
    if late.empty:
        return [
            Text(
                "Không có công việc hoàn thành trễ hạn có ghi ngày hoàn thành.",
                "No task with a completion date was completed late.",
            )
        ]
    return [
        Text(
            "Một nửa số công việc trễ hạn chỉ trễ không quá {0} ngày; {1} trễ không quá 3 ngày.",
            "Half of the late tasks were at most {0} days late; {1} at most 3 days.",
        ).format(
            wording.number(float(late.median()), 0 if float(late.median()).is_integer() else 1),
            wording.percent(float(100 * (late <= 3).mean())),
        )
    ]


def chart(report: Report) -> str:
    """The distribution of days late."""
    drawn = lateness(report.tasks["days_late"].dropna(), report.language)
    return drawn.figure_html() if drawn else ""


FINDINGS = {"lateness": finding}
CHARTS = {"lateness": chart}
