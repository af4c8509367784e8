"""A chart's SVG as PNG: what the notebook has drawn, for Word, which takes no SVG everywhere."""

import io
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from reporting.charts.drawing import ANCHORS, SETTINGS

DPI = 216
COLOURS = 64  # with the shades at the edges of letters and lines
_CODES = {
    "moveTo": (Path.MOVETO,),
    "lineTo": (Path.LINETO,),
    "qCurveTo": (Path.CURVE3, Path.CURVE3),
    "curveTo": (Path.CURVE4, Path.CURVE4, Path.CURVE4),
}
_UNSEEN = ("title", "desc")


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
    shared = dict(svg.attrib)
    with mpl.rc_context({**SETTINGS, "text.hinting": "none"}):
        for mark in svg.iterchildren("*"):
            if mark.tag in _UNSEEN:
                continue
            artist = _artist(mark.tag, {**shared, **mark.attrib}, mark)
            if artist is None:
                return None
            artist.set_transform(down)
            artist.set_zorder(1)  # what came first lies below
            figure.add_artist(artist, clip=False)
        canvas.draw()
    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
    buffer = io.BytesIO()
    drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        buffer, "PNG", dpi=(DPI, DPI)
    )
    return buffer.getvalue()


def _artist(tag: str, given: Mapping[str, str], mark: Any) -> Any:
    if "transform" in given or len(mark):
        return None
    style: dict[str, Any] = {
        "facecolor": given.get("fill", "#000000"),
        "edgecolor": given.get("stroke", "none"),
        "linewidth": float(given.get("stroke-width", 1)),
    }
    match tag:
        case "path":
            ends = {"capstyle": given.get("stroke-linecap", "butt"), "joinstyle": "round"}
            return PathPatch(_path(given["d"]), **style, **ends)
        case "circle":
            return Circle((float(given["cx"]), float(given["cy"])), float(given["r"]), **style)
        case "rect":
            x, y, width, height = (float(given.get(key, 0)) for key in ("x", "y", "width", "height"))  # fmt: skip
            return Rectangle((x, y), width, height, **style)
        case "text":
            return Text(
                float(given["x"]),
                float(given["y"]),
                mark.text or "",
                color=given.get("fill", "#000000"),
                ha=ANCHORS[given.get("text-anchor", "start")],
                va="baseline",
                family=["DejaVu Sans"],
                size=float(given.get("font-size", "12").removesuffix("px")),
                weight=given.get("font-weight", "normal"),
                parse_math=False,
            )
    return None


def _path(written: str) -> Path:
    pen = RecordingPen()
    parse_path(written, pen)
    vertices: list[Any] = []
    codes: list[Any] = []
    for operation, points in pen.value:
        if operation in _CODES:
            vertices += points
            codes += _CODES[operation]
        elif operation == "closePath":
            vertices.append(vertices[-1])
            codes.append(Path.CLOSEPOLY)
    return Path(vertices, codes)
