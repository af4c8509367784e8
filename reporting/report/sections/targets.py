"""How indicators stand to what was planned for them: met, missed or exactly met."""

import math
from collections.abc import Sequence
from decimal import Decimal

from reporting.indicators.indicator import Indicator
from reporting.indicators.views import View
from reporting.report.breakdown import Breakdown
from reporting.report.figures import MET, SAID, figure, met
from reporting.report.scope import Scope
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)


def against_plan(scope: Scope, indicators: Sequence[Indicator]) -> list[BilingualText]:
    """One sentence for each indicator with a plan and a value, from unrounded figures."""
    rows = Breakdown(scope, "unit_group")
    found = []
    for indicator in indicators:
        value = rows.figure(View(indicator), TOTAL)
        plan = rows.figure(View(indicator, "plan"), TOTAL)
        if not (math.isnan(value) or math.isnan(plan)):
            found.append(
                BilingualText("{0}: {1}, {2}.", "{0}: {1}, {2}.").format(
                    indicator.title, figure(indicator, value), _stands(indicator, value, plan)
                )
            )
    return found


def by_breakdown(scope: Scope, indicator: Indicator, by: str) -> list[BilingualText]:
    """How many rows of a breakdown met their plan; nothing where none has one."""
    rows = Breakdown(scope, by)
    plans = {
        code: (rows.figure(View(indicator), code), rows.figure(View(indicator, "plan"), code))
        for code in rows.labels
    }
    judged = [met(indicator, value, plan) for value, plan in plans.values()]
    known = [each for each in judged if each is not None]
    if not known:
        return []
    reached = known.count(MET)
    return [_counted(reached, len(known), indicator.title)]


def _counted(reached: int, known: int, title: BilingualText) -> BilingualText:
    if reached == known:
        form = _TEXT.all_with_plan_met
    elif not reached:
        form = _TEXT.none_with_plan_met
    else:
        form = _TEXT.with_plan_met
    return form.format(wording.number(reached), wording.number(known), title)


def _stands(indicator: Indicator, value: float, plan: float) -> BilingualText:
    gap = formats.without_noise(value) - formats.without_noise(plan)
    planned = figure(indicator, plan)
    if gap == 0:
        return BilingualText("đúng bằng kế hoạch {0}", "exactly the plan of {0}").format(planned)
    unit = (
        BilingualText(" điểm phần trăm", " percentage points") if indicator.is_share else both("")
    )
    distance = BilingualText("{0}{1}", "{0}{1}").format(_distance(indicator, abs(gap)), unit)
    side = (
        BilingualText("cao hơn {1} so với kế hoạch {0}", "{1} above the plan of {0}")
        if gap > 0
        else BilingualText("thấp hơn {1} so với kế hoạch {0}", "{1} below the plan of {0}")
    )
    said = side.format(planned, distance)
    judged = met(indicator, value, plan)
    return BilingualText("{0} ({1})", "{0} ({1})").format(said, SAID[judged]) if judged else said


def _distance(indicator: Indicator, gap: Decimal) -> BilingualText:
    """The distance at the printed precision; a distance too small for it is said to be."""
    decimals = 0 if indicator.unit == "tasks" else 1
    if formats.round_half_up(gap, decimals) == 0:
        smallest = wording.number(10.0**-decimals / 2, decimals + 1)
        return BilingualText("chưa đến {0}", "less than {0}").format(smallest)
    return wording.number(float(gap), decimals)
