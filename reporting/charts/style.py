"""The style of charts: colours, sizes, how figures, ticks and names are written."""

import math
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from reporting.text import formats
from reporting.text.bilingual import BilingualText

# Every chart is drawn 360 units wide, as wide as a phone: text is then readable there, and a desktop or a
# printed page enlarges it a little instead of shrinking a wide drawing until nobody can read it.
WIDTH = 360.0
MAX_WIDTH = "27.5rem"
FONT = "'DejaVu Sans','Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
SIZE = 12.0
LINE = 15.0

# On white every text colour has a contrast of 4.5:1 or more. Blue and vermilion stay apart for colour-blind
# eyes, and neighbours in a stack differ in lightness, so that a photocopy still shows them.
INK = "#1c2733"
MUTED = "#55606b"
GRID = "#d3d9de"
GUIDE = "#e9edf0"
PAPER = "#ffffff"
ACCENT = "#0b5a94"
SOFT = "#86b5da"
WARN = "#b8430f"
STATUS = {
    "completed_on_time": ACCENT,
    "completed_late": SOFT,
    "overdue": WARN,
    "in_term": "#c3cad0",
    "no_due_date": "#6b7680",
}
SEQUENCE = ("#e8f1f8", "#bfd8eb", "#8dbadb", "#2f76ab", "#0d416b")
SEQUENCE_TEXT = (INK, INK, INK, PAPER, PAPER)

# What a page adds so that a chart fits phone, desktop and paper; the chart itself needs none of it.
CSS = f"""\
figure.chart {{ margin: 1.5rem 0; break-inside: avoid; }}
figure.chart figcaption {{ font-weight: 600; margin-bottom: .5rem; max-width: 42rem; text-wrap: pretty; }}
figure.chart svg {{ display: block; width: 100%; max-width: {MAX_WIDTH}; height: auto; }}
figure.chart .note {{ font-size: .875rem; color: {MUTED}; margin: .25rem 0 0; max-width: 42rem; }}
@media print {{ figure.chart svg {{ max-height: 215mm; max-width: 130mm; }} }}
"""

ON_TIME = BilingualText("Tỷ lệ hoàn thành đúng hạn", "Completed on time")
UNITS = BilingualText("đơn vị", "units")
POINTS = BilingualText("điểm phần trăm", "percentage points")


def decimals(values: Sequence[float], unit_of_measure: str) -> int:
    """How many decimals figures of one chart carry: shares one, others one unless all are whole."""
    if unit_of_measure == "%":
        return 1
    return int(any(not float(value).is_integer() for value in values if math.isfinite(value)))


def figure(value: float | Decimal, language: str, unit_of_measure: str, places: int) -> str:
    """Write a figure as printed in a chart: 87,0% or 1.525."""
    write = formats.percent if unit_of_measure == "%" else formats.number
    return write(float(value), language, places)


def difference(value: float, language: str, unit_of_measure: str, places: int) -> str:
    """Write the size of a difference: 7,5 điểm phần trăm, 12."""
    text = formats.number(abs(value), language, places)
    return f"{text} {POINTS[language]}" if unit_of_measure == "%" else text


# Widths in DejaVu Sans, the widest font of the stack, in hundredths of the size; all other letters take 64.
_WIDTHS = {
    **dict.fromkeys("ijlI", 30),
    **dict.fromkeys(" .,;:'|", 33),
    **dict.fromkeys("()[]/-ftJ", 41),
    **dict.fromkeys("rs", 53),
    **dict.fromkeys("cekvxyzaoLFSTZ", 62),
    **dict.fromkeys("ABCDEGHKNOQRUVXYĐ", 78),
    **dict.fromkeys("mwMW%←", 98),
}


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Estimate the room a text needs, without asking a font: a little more than it takes."""
    letters = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return sum(_WIDTHS.get(c, 64) for c in letters) / 100 * size * (1.13 if bold else 1.0)


def fitted(text: str, room: float, lines: int = 2) -> list[str]:
    """Break a name into at most so many lines of even length; what does not fit ends in an ellipsis."""
    rows = _broken(text, room, lines)
    while len(rows) > 1 and not rows[-1].endswith("…"):
        narrower = _broken(text, max(map(text_width, rows)) - 1, lines)
        if narrower[-1].endswith("…") or max(map(text_width, narrower)) >= max(
            map(text_width, rows)
        ):
            break
        rows = narrower
    return rows


def _broken(text: str, room: float, lines: int) -> list[str]:
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if text_width(longer) <= room or not rows[-1]:
            rows[-1] = longer
        elif len(rows) < lines:
            rows.append(word)
        else:
            rows[-1] += " …"
            break
    return rows


def nice_step(span: float, parts: int, whole: bool = False) -> float:
    """The smallest of 1, 2, 5, 10 … (or 0.1, 0.2, 0.5 …) that covers a span in so many parts."""
    if span <= 0 or not math.isfinite(span):
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / parts))
    step = next(power * m for m in (1, 2, 5, 10, 20) if power * m * parts >= span * (1 - 1e-9))
    return max(step, 1.0) if whole else step


def ticks(low: float, high: float, parts: int, whole: bool = False) -> list[float]:
    """Round values that enclose `low` to `high`, in about so many parts."""
    step = nice_step(high - low, parts, whole)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, max(last, first + 1) + 1)]


def tick_label(value: float, language: str, unit_of_measure: str, step: float) -> str:
    """Write a tick with the decimals its step needs: 80%, 2,5."""
    places = 0 if float(step).is_integer() else 1
    return figure(value, language, unit_of_measure, places)


def in_language(label: BilingualText | str, language: str) -> str:
    """A label given in both languages, or in the one of the chart."""
    return label[language] if isinstance(label, BilingualText) else label
