"""A sheet of paper in SVG units: lines, areas, dots and texts, written by matplotlib in one pass.

There are no axes: one empty pair of them takes longer to write (17 ms where this was measured) than any whole
chart here. A chart module places every mark itself, so nothing is laid out, measured or drawn twice.
"""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform

from reporting.charts.style import FONT, INK, SIZE, WIDTH

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
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
}
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def box(x: float, y: float, width: float, height: float) -> list[Point]:
    """The corners of a rectangle, from its upper left one."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


class Drawing:
    """Collects marks in SVG units, origin at the upper left, and writes them in the order in which they came."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width, self.height = width, height
        self._down = Affine2D().scale(1, -1).translate(0, height)
        self._marks: list[Callable[[], Artist]] = []

    def line(
        self, *lines: Sequence[Point], colour: str, width: float = 1.0, round_ends: bool = False
    ) -> None:
        """Draw open lines of one style, as one mark."""
        cap = "round" if round_ends else "butt"
        self._path(lines, Path.LINETO, edgecolor=colour, linewidth=width, fill=False, capstyle=cap)

    def area(self, *outlines: Sequence[Point], colour: str) -> None:
        """Fill closed outlines of one colour, as one mark."""
        closed = [[*outline, outline[0]] for outline in outlines]
        self._path(closed, Path.CLOSEPOLY, facecolor=colour, edgecolor="none", linewidth=0)

    def dots(self, points: Iterable[Point], colour: str, size: float) -> None:
        """Draw dots of one size: lines of almost no length with round ends, the shortest way to write a circle."""
        strokes = [[(x, y), (x + 0.1, y)] for x, y in points]
        self.line(*strokes, colour=colour, width=size, round_ends=True)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: str = "start",
        colour: str = INK,
        bold: bool = False,
    ) -> None:
        """Write one line of text on the base line `y`."""
        place = (round(x, 1), round(self.height - y, 1))
        self._marks.append(partial(_Label, place, text, ANCHORS[anchor], colour, _font(bold)))

    def svg(self, name: str) -> str:
        """Write all marks as the inside of an `<svg>` element; the same bytes whatever matplotlib's settings."""
        buffer = io.StringIO()
        size = (self.width / 72, self.height / 72)
        with mpl.rc_context({**SETTINGS, "svg.hashsalt": name}):
            figure = Figure(figsize=size, dpi=72)
            figure.patch.set_visible(False)
            for mark in self._marks:
                artist = mark()
                # One level for all: matplotlib sorts by level, and what came first is to lie below.
                artist.set_zorder(1)
                figure.add_artist(artist, clip=False)
            FigureCanvasSVG(figure).print_svg(buffer, metadata=NO_METADATA)
        return _plain(buffer.getvalue())

    def _path(self, lines: Iterable[Sequence[Point]], last: Any, **style: Any) -> None:
        vertices: list[Point] = []
        codes: list[Any] = []
        for line in lines:
            vertices += [(round(x, 1), round(y, 1)) for x, y in line]
            codes += [Path.MOVETO, *[Path.LINETO] * (len(line) - 2), last]
        if vertices:
            style |= {"transform": self._down, "joinstyle": "round"}
            self._marks.append(partial(PathPatch, Path(vertices, codes), **style))


class _Label(Artist):
    """A text that is not measured: its anchor and its base line say where it stands, whatever the font."""

    def __init__(
        self, place: Point, text: str, anchor: str, colour: str, font: FontProperties
    ) -> None:
        super().__init__()
        self._place, self._text, self._anchor = place, text, anchor
        self._colour, self._font = colour, font
        self.set_transform(IdentityTransform())

    def draw(self, renderer: Any) -> None:
        """Hand the text to the SVG renderer, which asks back for the place and the anchor."""
        gc = renderer.new_gc()
        gc.set_foreground(self._colour)
        x, y = self._place
        renderer.draw_text(gc, x, renderer.height - y, self._text, self._font, 0, mtext=self)
        gc.restore()

    def get_unitless_position(self) -> Point:
        """The anchor, in matplotlib's upward coordinates."""
        return self._place

    def get_ha(self) -> str:
        """The side of the text that is anchored."""
        return self._anchor


@lru_cache
def _font(bold: bool) -> FontProperties:
    return FontProperties(
        family=["DejaVu Sans"], size=SIZE, weight="bold" if bold else "normal", style="normal"
    )


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
