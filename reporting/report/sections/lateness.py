"""How late is late."""

from reporting.indicators.indicator import registry
from reporting.report.scope import Scope
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)


def lateness(scope: Scope) -> list[BilingualText]:
    """The median lateness, and the share that is short."""
    tasks = scope.tasks_of(scope.data.quarter)
    assert tasks is not None
    late = tasks["days_late"].dropna()
    if late.empty and not scope.value(registry["completed_late"]):
        return [_TEXT.no_task_was_completed]
    if late.empty:
        return [_TEXT.no_task_with_completion]
    median = float(late.median())
    if len(late) == 1:
        return [
            _TEXT.one_task_was_completed.format(wording.number(median), "" if median == 1 else "s")
        ]
    long = float(100 * (late > 20).mean())
    over = wording.percent(long) if long else BilingualText("không có công việc nào", "none")
    return [
        _TEXT.tasks_completed_late_were.format(
            wording.number(len(late)),
            wording.number(median, 0 if median.is_integer() else 1),
            wording.percent(float(100 * (late <= 3).mean())),
            over,
            s="" if median == 1 else "s",
        )
    ]
