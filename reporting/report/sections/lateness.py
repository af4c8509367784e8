"""How late is late."""

from __future__ import annotations

from reporting.indicators.indicator import registry
from reporting.report.scope import Scope
from reporting.text import wording
from reporting.text.bilingual import BilingualText


def lateness(scope: Scope) -> list[BilingualText]:
    """The median lateness, and the share that is short."""
    tasks = scope.tasks_of(scope.data.quarter)
    assert tasks is not None
    late = tasks["days_late"].dropna()
    if late.empty and not scope.value(registry["completed_late"]):
        return [
            BilingualText(
                "Không có công việc nào hoàn thành trễ hạn.",
                "No task was completed late.",
            )
        ]
    if late.empty:
        return [
            BilingualText(
                "Không có công việc hoàn thành trễ hạn có ghi ngày hoàn thành.",
                "No task with a completion date was completed late.",
            )
        ]
    median = float(late.median())
    if len(late) == 1:
        return [
            BilingualText(
                "Có 1 công việc hoàn thành trễ hạn, trễ {0} ngày.",
                "One task was completed late, by {0} day{1}.",
            ).format(wording.number(median), "" if median == 1 else "s")
        ]
    long = float(100 * (late > 20).mean())
    over = wording.percent(long) if long else BilingualText("không có công việc nào", "none")
    return [
        BilingualText(
            "Trong {0} công việc hoàn thành trễ hạn, trung vị số ngày trễ là {1} ngày; "
            "{2} trễ không quá 3 ngày, {3} trễ trên 20 ngày.",
            "The {0} tasks completed late were late by a median of {1} day{s}; "
            "{2} of them by at most 3 days and {3} by more than 20 days.",
        ).format(
            wording.number(len(late)),
            wording.number(median, 0 if median.is_integer() else 1),
            wording.percent(float(100 * (late <= 3).mean())),
            over,
            s="" if median == 1 else "s",
        )
    ]
