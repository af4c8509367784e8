"""The whole and its parts in one sentence: how many tasks each unit group or source had, and how that changed."""

import math

from reporting.indicators.indicator import Indicator
from reporting.indicators.views import View
from reporting.report.breakdown import PARTS, Breakdown
from reporting.report.figures import change_in, figure
from reporting.report.scope import Scope
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.codes import TOTAL


def parts(scope: Scope, indicator: Indicator, by: str) -> list[BilingualText]:
    """A count with its change, and that of each row of a breakdown that has any."""
    rows = Breakdown(scope, by)
    sizes = {code: rows.figure(View(indicator), code) for code in rows.labels}
    shown = [code for code, size in sizes.items() if size and not math.isnan(size)]
    total = BilingualText("{0}: {1}{2}", "{0}: {1}{2}").format(
        scope.name, _counted(indicator, rows, TOTAL), _change(scope, indicator, rows, TOTAL)
    )
    if not shown:
        return [BilingualText("{0}.", "{0}.").format(total)]
    if len(shown) == 1:
        name = _inside(rows, shown[0])
        return [BilingualText("{0}, đều của {1}.", "{0}, all of them in {1}.").format(total, name)]
    told = [
        BilingualText("{0} {1}{2}", "{0} {1}{2}").format(
            _inside(rows, code),
            figure(indicator, sizes[code]),
            _change(scope, indicator, rows, code, base=False),
        )
        for code in shown
    ]
    return [
        BilingualText("{0}, gồm: {1}.", "{0}. Of these: {1}.").format(total, wording.series(told))
    ]


def _inside(rows: Breakdown, code: str) -> BilingualText:
    """A row's label inside a sentence; months, and what a column of the export says, keep their capitals."""
    return wording.within(rows.labels[code]) if rows.by in PARTS else rows.labels[code]


def _counted(indicator: Indicator, rows: Breakdown, code: str) -> BilingualText:
    value = rows.figure(View(indicator), code)
    return wording.tasks(value) if indicator.unit == "tasks" else figure(indicator, value)


def _change(
    scope: Scope, indicator: Indicator, rows: Breakdown, code: str, base: bool = True
) -> BilingualText:
    change = rows.figure(View(indicator, "change"), code)
    if math.isnan(change):
        return both("")
    data = scope.data
    if base:
        compared = wording.compared_with(data.compared, data.quarter)
        return wording.against(change, change_in(indicator), compared)
    return BilingualText(", {0}", ", {0}").format(wording.change(change, change_in(indicator)))
