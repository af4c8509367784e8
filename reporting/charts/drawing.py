"""A sheet of paper in SVG units: lines, areas, dots and texts, each one element of an `<svg>`; scales and legends."""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from matplotlib.ticker import MaxNLocator

from reporting.charts import style

Point = tuple[float, float]
Line = Iterable[Point]


def box(x: float, y: float, width: float, height: float) -> list[Point]:
    """The corners of a rectangle, from its upper left one."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


class Scale(NamedTuple):
    """Round ticks that enclose all values, and where they lie between two positions."""

    ticks: list[float]
    start: float
    end: float
    labels: Sequence[str] = ()  # the ticks as they are written

    def __call__(self, value: float) -> float:
        """Where a value lies."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + (value - low) / (high - low) * (self.end - self.start)

    @property
    def room(self) -> float:
        """How much an upright scale needs at its left."""
        return 6 + max(map(style.text_width, self.labels))


def round_ticks(low: float, high: float, parts: int, *, whole: bool = False) -> list[float]:
    """Round values that enclose `low` to `high`, in about so many parts."""
    found = MaxNLocator(parts, steps=[1, 2, 5, 10], integer=whole, min_n_ticks=1)
    ticks = found.tick_values(low, low + 1 if math.isclose(low, high, abs_tol=1e-9) else high)
    return [round(float(tick), 10) for tick in ticks]


class Drawing:
    """Marks in SVG units, origin at the upper left, in the order drawn; as high as they reach."""

    def __init__(self, width: float, height: float = 0) -> None:
        self.width, self.height = width, height
        self._marks: list[str] = []

    def line(self, *lines: Line, colour: str, width: float = 1, round_ends: bool = False) -> None:
        """Draw open lines of one style, as one mark; a missing figure (NaN) leaves a gap."""
        cap = ' stroke-linecap="round"' if round_ends else ""
        self._path(lines, "", f'fill="none" stroke="{colour}" stroke-width="{width:g}"{cap}')

    def area(self, *outlines: Line, colour: str) -> None:
        """Fill closed outlines of one colour, as one mark."""
        self._path(outlines, "z", f'fill="{colour}"')

    def dots(self, points: Iterable[Point], colour: str, size: float) -> None:
        """Draw dots of one size: lines of almost no length with round ends, the shortest way to write a circle."""
        strokes = [[(x, y), (x + 0.1, y)] for x, y in points]
        self.line(*strokes, colour=colour, width=size, round_ends=True)

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "start", colour: str = style.INK,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Write one line of text on the base line `y`; it is not measured, whatever the font."""
        self.height = max(self.height, y + 4)
        looks = f' text-anchor="{anchor}"' if anchor != "start" else ""
        looks += f' fill="{colour}"' if colour != style.INK else ""
        looks += ' font-weight="700"' if bold else ""
        written = escape(text, quote=False)
        self._marks.append(f'<text x="{_short(x)}" y="{_short(y)}"{looks}>{written}</text>')

    def note(self, x: float, y: float, text: str, anchor: str = "start") -> None:
        """Write one line of text in the quieter colour."""
        self.text(x, y, text, anchor=anchor, colour=style.MUTED)

    def across(self, scale: Scale, left: float, right: float, labels: bool = True) -> None:
        """Draw the grid of an upright scale, its ticks written to the left of it."""
        self.line(*[[(left, scale(t)), (right, scale(t))] for t in scale.ticks], colour=style.GRID)
        for tick, text in zip(scale.ticks, scale.labels, strict=True):
            if labels:
                self.note(left - 5, scale(tick) + 4, text, "end")

    def legend(self, items: Sequence[tuple[str, str, str]]) -> float:
        """Name what is drawn by mark (`dot`, `ring`, `line` or none), colour and text; returns the room it took."""
        x, y = 0.0, 8.0
        for mark, colour, text in items:
            indent = 18 if mark else 0
            needed = indent + style.text_width(text)
            if x and x + needed > self.width:
                x, y = 0.0, y + style.LINE + 3
            if mark == "line":
                self.line([(x, y), (x + 12, y)], colour=colour, width=2)
            elif mark:
                self.dots([(x + 6, y)], colour, 8)
                if mark == "ring":
                    self.dots([(x + 6, y)], style.PAPER, 5)
            self.note(x + indent, y + 4, text)
            x += needed + 12
        return y + 10

    def svg(self, attributes: str, text: str = "") -> str:
        """The whole as an `<svg>` element that scales with its place; `text` stands for it where it is not seen."""
        size = f"{self.width:g} {_short(self.height)}"
        start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" {attributes}>'
        return "\n".join((start + text, *self._marks, "</svg>"))

    def _path(self, lines: Iterable[Line], end: str, looks: str) -> None:
        path = ""
        for line in lines:
            here = None  # where the pen stands
            for x, y in line:
                if math.isnan(x + y):
                    here = None
                    continue
                self.height = max(self.height, y + 2)
                there = _short(x), _short(y)
                if here and here[1] == there[1]:
                    path += f"H{there[0]}"
                elif here and here[0] == there[0]:
                    path += f"V{there[1]}"
                else:
                    path += f"{'L' if here else 'M'}{there[0]} {there[1]}"
                here = there
            path += end
        if path:
            self._marks.append(f'<path d="{path}" {looks}/>')


def _short(number: float) -> str:
    return f"{round(number, 1) + 0.0:g}"
