"""Ranked bars for any series: a chart of one's own in one line."""

import math

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import Chart, finish, listed
from reporting.charts.drawing import Drawing, box
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

KIND = BilingualText("Biểu đồ thanh", "Bar chart")
BESIDE = 130.0


def bars(
    series: pd.Series,
    language: str,
    unit_of_measure: str,
    *,
    label: BilingualText | str = "",
    note: str | None = None,
    name: str = "bars",
) -> Chart | None:
    """Draw a series as bars, the longest first; its index holds the names to show.

    `unit_of_measure` is an indicator's (`%`, `tasks`, `days` …); `label` is what is shown and opens the title. Missing
    values come last, without a bar. None where no value is known.
    """
    finite = series.astype(float).replace([math.inf, -math.inf], math.nan)
    ranked = finite.sort_values(ascending=False, kind="stable", na_position="last")
    known = ranked.dropna()
    if known.empty:
        return None
    plot = _Bars(ranked, language, unit_of_measure)
    drawing = Drawing(plot.height)
    plot.draw(drawing)
    return finish(
        drawing,
        name=name,
        kind=KIND[language],
        title=plot.title(style.in_language(label, language)),
        figures="; ".join(f"{n} {plot.write(v)}" for n, v in zip(plot.names, ranked, strict=True))
        + ".",
        note=note,
    )


class _Bars:
    """The rows and the scale of one bar chart, and how its figures are written."""

    def __init__(self, ranked: pd.Series, language: str, unit: str) -> None:
        self.language, self.unit = language, unit
        self.values = [float(value) for value in ranked]
        self.names = [style.in_language(name, language) for name in ranked.index]
        self.places = style.decimals(self.values, unit)
        longest = max(map(style.text_width, self.names))
        self.beside = longest <= BESIDE
        self.left = longest + 10 if self.beside else 0.0
        self.lines = [
            [name] if self.beside else style.fitted(name, style.WIDTH) for name in self.names
        ]
        self.heights = [24.0 if self.beside else 26.0 + style.LINE * len(n) for n in self.lines]
        self.height = sum(self.heights) + 2

    def write(self, value: float) -> str:
        return style.figure(value, self.language, self.unit, self.places)

    def draw(self, drawing: Drawing) -> None:
        """Draw every row: the name beside its bar, or above where names are long; the value at its end."""
        known = [value for value in self.values if math.isfinite(value)]
        low, high = min(0.0, *known), max(0.0, *known)
        room = 12 + max(style.text_width(self.write(value)) for value in known)
        # Bars below zero run to the left of the axis, and their figures stand before them.
        start = self.left + (room if low < 0 else 0.0)
        scale = (style.WIDTH - room - start) / ((high - low) or 1.0)
        zero = start - low * scale
        top, boxes = 0.0, []
        for value, lines, height in zip(self.values, self.lines, self.heights, strict=True):
            bar = top + height - 20
            for row, line in enumerate(lines):
                if self.beside:
                    drawing.text(self.left - 10, top + 17, line, anchor="end")
                else:
                    drawing.text(0, top + 13 + style.LINE * row, line)
            if math.isfinite(value):
                boxes.append(box(zero + min(value, 0) * scale, bar, abs(value) * scale, 15))
            end = zero + (0.0 if math.isnan(value) else value * scale)
            side = -6 if value < 0 else 6
            anchor = "end" if value < 0 else "start"
            drawing.text(end + side, bar + 12, self.write(value), anchor=anchor)
            top += height
        drawing.area(*boxes, colour=style.ACCENT)
        if self.beside:
            drawing.line([(zero, 0), (zero, self.height - 2)], colour=style.MUTED)

    def title(self, label: str) -> str:
        """The highest and the lowest."""
        known = [
            (name, self.write(value))
            for name, value in zip(self.names, self.values, strict=True)
            if math.isfinite(value)
        ]
        head = f"{label}: " if label else ""
        high, low = known[0][1], known[-1][1]
        if len(known) == 1:
            return f"{head}{known[0][0]} {high}"
        if high == low:
            text = BilingualText("{0}cả {1} đều bằng {2}", "{0}all {1} at {2}").format(
                head, len(known), high
            )
            return _capital(text[self.language])
        return _capital(
            _TEXT.highest_lowest.format(
                head,
                listed([name for name, text in known if text == high], self.language),
                high,
                listed([name for name, text in known if text == low], self.language),
                low,
            )[self.language]
        )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
