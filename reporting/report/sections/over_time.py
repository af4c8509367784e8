"""An indicator over several quarters, in one sentence."""

import math

from reporting.indicators.indicator import Indicator
from reporting.report.figures import figure
from reporting.report.scope import Scope
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)


def over_time(scope: Scope, indicator: Indicator) -> list[BilingualText]:
    """From the first quarter of the trend to the last."""
    quarters = scope.data.quarters
    if len(quarters) < 2:
        return [
            BilingualText("Chưa có số liệu các quý trước.", "There are no earlier quarters yet.")
        ]
    first, last = (scope.total_of(indicator, quarter) for quarter in (quarters[0], quarters[-1]))
    if math.isnan(first) or math.isnan(last):
        return []
    change = last - first
    a, b = figure(indicator, first), figure(indicator, last)
    if a == b:
        form = _TEXT.in_and_in_alike
    elif change > 0:
        form = _TEXT.rose_from_in_to
    else:
        form = _TEXT.fell_from_in_to
    return [
        form.format(
            title=indicator.title,
            a=a,
            b=b,
            first=wording.quarter_short(quarters[0]),
            last=wording.quarter_short(quarters[-1]),
        )
    ]
