"""A sheet of paper in SVG units: lines, areas, dots and texts, each one element of an `<svg>`.

A chart module places every mark itself, so nothing is laid out, measured or drawn twice.
"""

import math
from collections.abc import Iterable
from html import escape

from reporting.charts.style import INK, MUTED

Point = tuple[float, float]


def box(x: float, y: float, width: float, height: float) -> list[Point]:
    """The corners of a rectangle, from its upper left one."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


class Drawing:
    """Marks in SVG units, origin at the upper left, in the order drawn; as high as they reach."""

    def __init__(self, width: float, height: float = 0) -> None:
        self.width, self.height = width, height
        self._marks: list[str] = []

    def line(
        self, *lines: Iterable[Point], colour: str, width: float = 1, round_ends: bool = False
    ) -> None:
        """Draw open lines of one style, as one mark; a missing figure (NaN) leaves a gap."""
        cap = ' stroke-linecap="round"' if round_ends else ""
        self._path(lines, "", f'fill="none" stroke="{colour}" stroke-width="{width:g}"{cap}')

    def area(self, *outlines: Iterable[Point], colour: str) -> None:
        """Fill closed outlines of one colour, as one mark."""
        self._path(outlines, "z", f'fill="{colour}"')

    def dots(self, points: Iterable[Point], colour: str, size: float) -> None:
        """Draw dots of one size: lines of almost no length with round ends, the shortest way to write a circle."""
        strokes = [[(x, y), (x + 0.1, y)] for x, y in points]
        self.line(*strokes, colour=colour, width=size, round_ends=True)

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Write one line of text on the base line `y`; it is not measured, whatever the font."""
        self.height = max(self.height, y + 4)
        looks = f' text-anchor="{anchor}"' if anchor != "start" else ""
        looks += f' fill="{colour}"' if colour != INK else ""
        looks += ' font-weight="700"' if bold else ""
        written = escape(text, quote=False)
        self._marks.append(f'<text x="{_short(x)}" y="{_short(y)}"{looks}>{written}</text>')

    def note(self, x: float, y: float, text: str, anchor: str = "start") -> None:
        """Write one line of text in the quieter colour."""
        self.text(x, y, text, anchor=anchor, colour=MUTED)

    def svg(self, attributes: str, text: str = "") -> str:
        """The whole as an `<svg>` element that scales with its place; `text` stands for it where it is not seen."""
        size = f"{self.width:g} {_short(self.height)}"
        start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" {attributes}>'
        return "\n".join((start + text, *self._marks, "</svg>"))

    def _path(self, lines: Iterable[Iterable[Point]], end: str, looks: str) -> None:
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
