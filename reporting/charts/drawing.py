"""A sheet of paper in SVG units: lines, areas, dots and texts, written by matplotlib in one pass.

There are no axes: one empty pair of them takes longer to write (17 ms where this was measured) than any whole
chart here. A chart module places every mark itself, so nothing is laid out, measured or drawn twice.
"""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from reporting.charts.style import FONT, INK, MUTED, SIZE

Point = tuple[float, float]
ANCHORS = {"start": "left", "middle": "center", "end": "right"}
# What a notebook or a matplotlibrc may have changed and a drawing depends on.
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "path.simplify": False,
    "path.snap": True,
    "path.sketch": None,
    "path.effects": [],
    "text.usetex": False,
}


def box(x: float, y: float, width: float, height: float) -> list[Point]:
    """The corners of a rectangle, from its upper left one."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


class Drawing:
    """Collects marks in SVG units, origin at the upper left, and writes them in order; as high as they reach."""

    def __init__(self, width: float) -> None:
        self.width, self.height = width, 0.0
        self._marks: list[Callable[[RendererSVG], None]] = []

    def line(
        self, *lines: Sequence[Point], colour: str, width: float = 1.0, round_ends: bool = False
    ) -> None:
        """Draw open lines of one style, as one mark."""
        cap: Any = "round" if round_ends else "butt"
        self._path([(line, Path.LINETO) for line in lines], colour, width, cap)

    def area(self, *outlines: Sequence[Point], colour: str) -> None:
        """Fill closed outlines of one colour, as one mark."""
        closed = [([*outline, outline[0]], Path.CLOSEPOLY) for outline in outlines]
        self._path(closed, colour, 0, "butt", to_rgb(colour))

    def dots(self, points: Iterable[Point], colour: str, size: float) -> None:
        """Draw dots of one size: lines of almost no length with round ends, the shortest way to write a circle."""
        strokes = [[(x, y), (x + 0.1, y)] for x, y in points]
        self.line(*strokes, colour=colour, width=size, round_ends=True)

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Write one line of text on the base line `y`; it is not measured, whatever the font."""
        at, base = round(x, 1), round(y, 1)
        self.height = max(self.height, base + 4)

        def mark(renderer: RendererSVG) -> None:
            gc = renderer.new_gc()
            gc.set_foreground(colour)
            place = Text(at, renderer.height - base, ha=ANCHORS[anchor])
            renderer.draw_text(gc, at, base, text, _font(bold), 0, mtext=place)

        self._marks.append(mark)

    def note(self, x: float, y: float, text: str, anchor: str = "start") -> None:
        """Write one line of text in the quieter colour."""
        self.text(x, y, text, anchor=anchor, colour=MUTED)

    def svg(self) -> str:
        """Write all marks as the inside of an `<svg>` element; the same bytes whatever matplotlib's settings."""
        buffer = io.StringIO()
        renderer = RendererSVG(self.width, self.height, buffer, image_dpi=72)
        with mpl.rc_context(SETTINGS):
            for mark in self._marks:
                mark(renderer)
        return _plain(buffer.getvalue())

    def _path(
        self, lines: Iterable[tuple[Sequence[Point], Any]], colour: str, width: float, cap: Any,
        face: Any = None,
    ) -> None:  # fmt: skip
        vertices: list[Point] = []
        codes: list[Any] = []
        for line, last in lines:
            vertices += [(round(x, 1), round(y, 1)) for x, y in line]
            codes += [Path.MOVETO, *[Path.LINETO] * (len(line) - 2), last]
        if not vertices:
            return
        self.height = max(self.height, *(y + 2 for _, y in vertices))

        def mark(renderer: RendererSVG) -> None:
            gc = renderer.new_gc()
            gc.set_foreground(colour)
            gc.set_linewidth(width)
            gc.set_capstyle(cap)
            down = Affine2D().scale(1, -1).translate(0, renderer.height)
            renderer.draw_path(gc, Path(vertices, codes), down, face)

        self._marks.append(mark)


@lru_cache
def _font(bold: bool) -> FontProperties:
    weight = "bold" if bold else "normal"
    return FontProperties(family=["DejaVu Sans"], size=SIZE, weight=weight, style="normal")


# matplotlib writes a document of its own; inside a page only its marks are wanted. Styles become attributes,
# which need no permission from a Content-Security-Policy and can't leak into the next chart.
_MARK = re.compile(r"<(?:path|text)\b.*?(?:/>|</text>)", re.DOTALL)
_STYLE = re.compile(r' style="([^"]*)"')
_TURN = re.compile(r' transform="rotate\(-?0 [^"]*"')
_INHERITED = {
    "font-family": None,
    "font-size": f"{SIZE:g}px",
    "fill": INK,
    "text-anchor": "start",
    "stroke-linejoin": "round",
}


def _plain(document: str) -> str:
    marks = _MARK.findall(document)
    return "\n".join(_STYLE.sub(_attributes, _TURN.sub("", mark)) for mark in marks)


def _attributes(style: re.Match[str]) -> str:
    pairs = (item.split(": ", 1) for item in style[1].split("; ") if item)
    kept = [
        f' {key}="{value}"'
        for key, value in pairs
        if key != "font-family" and _INHERITED.get(key) != value
    ]
    return "".join(kept)


def opening(width: float, height: float, attributes: str) -> str:
    """The start tag of a chart's `<svg>`: scales with its place, carries what all texts share."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" {attributes} '
        f'font-family="{FONT}" font-size="{SIZE:g}" fill="{INK}">'
    )
