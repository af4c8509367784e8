"""An indicator over several quarters, in one sentence."""

from __future__ import annotations

import math

from reporting.indicators.indicator import Indicator
from reporting.report.figures import figure
from reporting.report.scope import Scope
from reporting.text import wording
from reporting.text.bilingual import BilingualText


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
        form = BilingualText(
            "{title}: {a} trong quý {first} và quý {last}.",
            "{title}: {a} in {first} and in {last} alike.",
        )
    elif change > 0:
        form = BilingualText(
            "{title} tăng từ {a} trong quý {first} lên {b} trong quý {last}.",
            "{title} rose from {a} in {first} to {b} in {last}.",
        )
    else:
        form = BilingualText(
            "{title} giảm từ {a} trong quý {first} xuống {b} trong quý {last}.",
            "{title} fell from {a} in {first} to {b} in {last}.",
        )
    return [
        form.format(
            title=indicator.title,
            a=a,
            b=b,
            first=wording.quarter_short(quarters[0]),
            last=wording.quarter_short(quarters[-1]),
        )
    ]
