"""A chart's SVG as PNG: what the notebook has drawn, for Word, which does not show SVG everywhere."""

import io
import re
from collections.abc import Mapping
from typing import Any

from matplotlib import style
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

DPI = 216
COLOURS = 64  # with the shades at the edges of letters and lines
ANCHORS = {"start": "left", "middle": "center", "end": "right"}
# Whatever a matplotlibrc says.
LOOKS: list[Any] = ["default", {"path.simplify": False, "text.hinting": "none"}]


def size(svg: Any) -> tuple[float, float]:
    """Width and height of an `<svg>` element in its own units, which are points in Word."""
    box = (svg.get("viewbox") or svg.get("viewBox") or "0 0 0 0").split()
    return float(box[2]), float(box[3])


def png(svg: Any) -> bytes | None:
    """The picture of an `<svg>` element; None where it has marks other than those that charts are drawn with."""
    width, height = size(svg)
    figure = Figure(figsize=(width / 72, height / 72), dpi=DPI)
    canvas = FigureCanvasAgg(figure)
    down = Affine2D().scale(1 / 72, -1 / 72).translate(0, height / 72) + figure.dpi_scale_trans
    with style.context(LOOKS):
        for mark in svg.xpath("./*[not(self::title or self::desc)]"):
            artist = _artist(mark, {**svg.attrib, **mark.attrib})
            if artist is None:
                return None
            artist.set(transform=down, zorder=1)  # one level: what came first lies below
            figure.add_artist(artist, clip=False)
        canvas.draw()
    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB")
    buffer = io.BytesIO()
    drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", dpi=(DPI, DPI))
    return buffer.getvalue()


def _artist(mark: Any, given: Mapping[str, str]) -> Artist | None:
    fill = given.get("fill", "#000000")
    if mark.tag == "text" and not len(mark):
        text = Text(float(given["x"]), float(given["y"]), mark.text or "", color=fill)
        text.set(family=["DejaVu Sans"], size=float(given.get("font-size", 12)))
        text.set(weight=int(given.get("font-weight", 400)), parse_math=False)
        text.set(ha=ANCHORS[given.get("text-anchor", "start")], va="baseline")
        return text
    if mark.tag != "path" or re.search(r"[^MLHVz\d\s.,-]", given["d"]):
        return None
    vertices, codes = [(0.0, 0.0)], [Path.MOVETO]
    for step, at in re.findall(r"([MLHVz])([^MLHVz]*)", given["d"]):
        x, y = vertices[-1]
        numbers = [float(number) for number in re.findall(r"[-\d.]+", at)]
        place = {"H": (*numbers, y), "V": (x, *numbers), "z": (x, y)}.get(step, numbers)
        vertices.append((place[0], place[1]))
        codes.append({"M": Path.MOVETO, "z": Path.CLOSEPOLY}.get(step, Path.LINETO))
    patch = PathPatch(Path(vertices, codes), facecolor=fill, edgecolor=given.get("stroke", "none"))
    # Snapped to pixels, a dot (a line of almost no length) may have no length left, and is not drawn.
    patch.set(linewidth=float(given.get("stroke-width", 1)), joinstyle="round", snap=False)
    patch.set_capstyle("round" if given.get("stroke-linecap") == "round" else "butt")
    return patch
