"""Ranked bars for any series: a chart of one's own in one line."""

import math

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import Chart, ends, finish
from reporting.charts.drawing import Drawing, box
from reporting.charts.frame import Rows, Scale
from reporting.charts.measure import About, Measure
from reporting.text.catalogue import texts

_TEXT = texts(__name__)


def bars(series: pd.Series, about: About) -> Chart | None:
    """Draw a series as bars, the longest first; its index holds the names to show, missing values come last."""
    finite = series.astype(float).replace([math.inf, -math.inf], math.nan)
    ranked = finite.sort_values(ascending=False, kind="stable", na_position="last")
    known = ranked.dropna()
    if known.empty:
        return None
    measure = Measure.of(known, about)
    names, figures = [str(name) for name in ranked.index], [measure.write(v) for v in ranked]

    def draw(width: float) -> Drawing:
        rows = Rows(names, figures, 0, width, 0, height=22)
        drawing = Drawing(width)
        ends = [min(0.0, *known), max(0.0, *known)]
        scale = Scale(ends if any(ends) else [0.0, 1.0], rows.start, rows.end, measure)
        rows.write(drawing)
        spans = [
            (middle, *sorted((scale(0), scale(value))))
            for middle, value in zip(rows.middles, known, strict=False)
        ]
        drawing.area(*[box(x, y - 7, end - x, 14) for y, x, end in spans], colour=style.ACCENT)
        drawing.line([(scale(0), 0), (scale(0), rows.bottom)], colour=style.MUTED)
        return drawing

    told = "; ".join(map(" ".join, zip(names, figures, strict=True))) + "."
    return finish(draw, about, _TEXT.kind, ends(known, measure, about.label), told)
