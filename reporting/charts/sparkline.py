"""A tiny trend line beside a headline figure."""

import math
from collections.abc import Iterable

from reporting.charts.drawing import Drawing
from reporting.charts.style import ACCENT

WIDTH, HEIGHT, MARGIN = 96.0, 28.0, 4.0
ATTRIBUTES = (
    f'class="sparkline" width="{WIDTH:g}" height="{HEIGHT:g}" aria-hidden="true" focusable="false"'
)


def sparkline(values: Iterable[float | None], span: float | None = None) -> str:
    """Draw values as a line with a dot at the last one, oldest first; an empty text where there are none.

    The height stands for `span`, which lines that are to be compared share; without one it reaches from zero to the
    largest value. It repeats figures given nearby, so screen readers pass over it. A missing value leaves a gap.
    """
    series = [math.nan if value is None else float(value) for value in values]
    known = [value for value in series if math.isfinite(value)]
    if not known:
        return ""
    low, high = min(known), max(known)
    if span is None:
        low, high = min(low, 0.0), max(high, 0.0)
    span = max(span or 0.0, high - low) or 1.0
    low -= (span - (high - low)) / 2
    step = (WIDTH - 2 * MARGIN) / max(len(series) - 1, 1)
    points = [
        (MARGIN + step * at, HEIGHT - MARGIN - (value - low) / span * (HEIGHT - 2 * MARGIN))
        for at, value in enumerate(series)
    ]
    drawing = Drawing(WIDTH, HEIGHT)
    drawing.line(points, colour=ACCENT, width=1.5)
    drawing.dots([point for point in points if math.isfinite(point[1])][-1:], ACCENT, 6)
    return drawing.svg(ATTRIBUTES)
