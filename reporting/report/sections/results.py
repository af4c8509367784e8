"""What became of the tasks: how many have each status, in numbers and shares."""

from collections.abc import Sequence

from reporting.indicators.indicator import Indicator
from reporting.report.scope import Scope
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)


def shares(scope: Scope, whole: Indicator, counts: Sequence[Indicator]) -> list[BilingualText]:
    """The share of every count in the whole, in one sentence; nothing where there are no tasks."""
    total = scope.value(whole)
    if not total:
        return []
    parts = [
        BilingualText("{0} {1}", "{0} {1}").format(wording.percent(share), _said(each))
        for each in counts
        if formats.round_half_up(share := 100 * scope.value(each) / total, 1)
    ]
    return [
        BilingualText("Trong tổng số {0}: {1}.", "Of {0}: {1}.").format(
            wording.tasks(total), wording.series(parts)
        )
    ]


def results(
    scope: Scope, whole: Indicator, done: Indicator, counts: Sequence[Indicator]
) -> list[BilingualText]:
    """How many tasks there were, how many are completed, and how many have each status."""
    total = scope.value(whole)
    if not total:
        return [_TEXT.no_tasks_in_period.format(scope.name)]
    opening = BilingualText("{0}: {1}", "{0}: {1}").format(scope.name, wording.tasks(total))
    known = {each: count for each in counts if (count := scope.value(each))}
    completed = scope.value(done)
    if len(known) == 1:
        ((only, _),) = known.items()
        form = BilingualText("{0}, đều {1}.", "{0}, all {1}.")
        if total == 1:
            form = BilingualText("{0}, {1}.", "{0}, {1}.")
        return [form.format(opening, _said(only))]
    middle = BilingualText(", đã hoàn thành toàn bộ", ", all completed")
    if not completed:
        middle = BilingualText(", chưa hoàn thành công việc nào", ", none completed")
    elif completed < total:
        middle = _TEXT.completed_and_not_completed.format(
            wording.number(completed),
            wording.percent(100 * completed / total),
            wording.number(total - completed),
            wording.percent(100 * (total - completed) / total),
        )
    by_status = wording.series(
        [
            BilingualText("{0} {1} ({2})", "{0} {1} ({2})").format(
                wording.number(count), _said(each), wording.percent(100 * count / total)
            )
            for each, count in known.items()
        ]
    )
    return [
        BilingualText("{0}{1}. Theo tình trạng: {2}.", "{0}{1}. By status: {2}.").format(
            opening, middle, by_status
        )
    ]


def _said(indicator: Indicator) -> BilingualText:
    return wording.STATUS_SAID.get(indicator.name) or wording.within(indicator.title)
