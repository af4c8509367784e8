"""A chart's SVG as PNG: what the notebook has drawn, for Word, which does not show SVG everywhere."""

import io
from pathlib import Path
from typing import Any

import matplotlib
import resvg_py
from lxml import etree
from PIL import Image

DPI = 216
COLOURS = 64  # with the shades at the edges of letters and lines
OF_FONTS = Path(matplotlib.get_data_path(), "fonts", "ttf")
FONTS = [str(OF_FONTS / f"DejaVuSans{weight}.ttf") for weight in ("", "-Bold")]


def width(svg: Any) -> float:
    """The width of an `<svg>` element in its own units, which are points in Word."""
    box = svg.get("viewbox") or svg.get("viewBox") or "0 0 0 0"
    return float(box.split()[2])


def png(svg: Any) -> bytes | None:
    """The picture of an `<svg>` element, whatever fonts there are; None where it has marks that charts are not drawn with."""
    if svg.xpath("./*[not(self::title or self::desc or self::path or self::text[not(*)])]"):
        return None
    written = etree.tostring(svg, encoding="unicode", with_tail=False)
    drawn = resvg_py.svg_to_bytes(
        written.replace(" viewbox=", " viewBox="),  # which an HTML parser writes in small letters
        zoom=DPI / 72, background="#ffffff", skip_system_fonts=True,
        font_files=FONTS, font_family="DejaVu Sans",
    )  # fmt: skip
    buffer, picture = io.BytesIO(), Image.open(io.BytesIO(drawn)).convert("RGB")
    few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(buffer, "PNG", dpi=(DPI, DPI))
    return buffer.getvalue()
