"""What charts have in common: a scale with its ticks and grid, rows with names and figures, and a legend."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.ticker import MaxNLocator

from reporting.charts import style
from reporting.charts.drawing import Drawing, box
from reporting.charts.measure import Measure


class Scale(NamedTuple):
    """Round ticks that enclose all values, and where they lie between two positions."""

    ticks: list[float]
    start: float
    end: float
    measure: Measure

    def __call__(self, value: float) -> float:
        """Where a value lies."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + (value - low) / (high - low) * (self.end - self.start)

    def labels(self) -> list[str]:
        """The ticks as they are written."""
        return [self.measure.tick(tick, self.ticks[1] - self.ticks[0]) for tick in self.ticks]


def round_ticks(low: float, high: float, parts: int, *, whole: bool = False) -> list[float]:
    """Round values that enclose `low` to `high`, in about so many parts."""
    found = MaxNLocator(parts, steps=[1, 2, 5, 10], integer=whole, min_n_ticks=1)
    ticks = found.tick_values(low, high if high > low else low + 1)
    return [round(float(tick), 10) for tick in ticks]


def across(drawing: Drawing, scale: Scale, left: float, right: float, labels: bool = True) -> None:
    """The grid of an upright scale, its ticks written to the left of it."""
    drawing.line(*[[(left, scale(t)), (right, scale(t))] for t in scale.ticks], colour=style.GRID)
    for tick, text in zip(scale.ticks, scale.labels(), strict=True):
        if labels:
            drawing.note(left - 5, scale(tick) + 4, text, "end")


def room_for_labels(measure: Measure, ticks: Sequence[float]) -> float:
    """How much the ticks of an upright scale need at its left."""
    return 6 + max(map(style.text_width, Scale(list(ticks), 0, 1, measure).labels()))


class Rows:
    """Rows from top to bottom: names at the left, above where they are long; figures at the right."""

    def __init__(
        self, names: Sequence[str], figures: Sequence[str], left: float, width: float, top: float,
        height: float = 15, longest: float = 0,
    ) -> None:  # fmt: skip
        longest = longest or max(map(style.text_width, names))
        self.beside = longest <= 0.48 * width
        self.names = [[name] if self.beside else style.fitted(name, width) for name in names]
        self.figures, self.left, self.right, self.height = figures, left, left + width, height
        self.start = left + (longest + 8 if self.beside else 6)
        self.end = self.right - 8 - max(map(style.text_width, figures))
        self.middles = []
        for lines in self.names:
            top += height if self.beside else height + 3 + style.LINE * len(lines)
            self.middles.append(top - height / 2)
        self.bottom = top

    def write(self, drawing: Drawing) -> None:
        """Write names and figures."""
        for lines, figure, middle in zip(self.names, self.figures, self.middles, strict=True):
            for above, text in enumerate(reversed(lines)):
                if self.beside:
                    drawing.text(self.start - 8, middle + 4, text, anchor="end")
                else:
                    drawing.text(self.left, middle - self.height / 2 - 3 - style.LINE * above, text)
            drawing.text(self.right, middle + 4, figure, anchor="end")


def legend(drawing: Drawing, items: Sequence[tuple[str, str, str]], top: float = 0) -> float:
    """Name what is drawn, item by item, on as many lines as that takes; the room it took.

    An item is its mark (`dot`, `ring`, `line` or `box`), colour and text.
    """
    x, y = 0.0, top + 8
    for mark, colour, text in items:
        indent = 18 if mark else 0
        needed = indent + style.text_width(text)
        if x and x + needed > drawing.width:
            x, y = 0.0, y + style.LINE + 3
        if mark == "box":
            drawing.area(box(x, y - 5, 10, 10), colour=colour)
        elif mark == "line":
            drawing.line([(x, y), (x + 12, y)], colour=colour, width=2)
        elif mark:
            drawing.dots([(x + 6, y)], colour, 8)
            if mark == "ring":
                drawing.dots([(x + 6, y)], style.PAPER, 5)
        drawing.note(x + indent, y + 4, text)
        x += needed + 12
    return y + 10 - top
