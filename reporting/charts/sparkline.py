"""A tiny trend line beside a headline figure, written by hand: too small to need a library."""

import math
from collections.abc import Iterable

from reporting.charts.style import ACCENT

WIDTH, HEIGHT, MARGIN = 96.0, 28.0, 4.0


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
    pen, path, x, y = "M", [], 0.0, 0.0
    for index, value in enumerate(series):
        if not math.isfinite(value):
            pen = "M"
            continue
        x = MARGIN + index * step if len(series) > 1 else WIDTH / 2
        y = HEIGHT - MARGIN - (value - low) / span * (HEIGHT - 2 * MARGIN)
        path.append(f"{pen}{x:.1f} {y:.1f}")
        pen = "L"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sparkline" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'width="{WIDTH:g}" height="{HEIGHT:g}" aria-hidden="true" focusable="false">'
        f'<path d="{"".join(path)}" fill="none" stroke="{ACCENT}" stroke-width="1.5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{ACCENT}"/></svg>'
    )
