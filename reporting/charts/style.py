"""The style of charts: sizes, colours, and the room that a text needs."""

import textwrap
import unicodedata
from functools import cache, lru_cache, partial

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

# Every chart is drawn twice: for a column and for a phone. Each is shown at about its own size, so that text is
# never too small to read and never out of proportion; a sheet of A4 shows the wide one.
WIDE, NARROW = 640.0, 360.0
FONT = "'DejaVu Sans','Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
SIZE = 12.0
LINE = 15.0

# On white every text colour has a contrast of 4.5:1 or more. Blue and vermilion stay apart for colour-blind
# eyes, and neighbours differ in lightness, so that a photocopy still shows them.
INK = "#1c2733"
MUTED = "#55606b"
GRID = "#d3d9de"
GUIDE = "#e9edf0"
PAPER = "#ffffff"
ACCENT = "#0b5a94"
SOFT = "#86b5da"
WARN = "#b8430f"
PARTS = (ACCENT, SOFT, WARN, "#c3cad0", "#6b7680")
SEQUENCE = ("#f4f8fb", "#cbdeee", "#a6c7e1", "#83b0d6", "#629ccb", "#2d6ea4", "#0d416c")
SEQUENCE_TEXT = (*(INK,) * 5, *(PAPER,) * 2)
# What all marks of a drawing share.
LOOKS = f'font-family="{FONT}" font-size="{SIZE:g}" fill="{INK}" stroke-linejoin="round"'

# What a reader may add between letters (WCAG 1.4.12), and as much again at a space.
SPACING = 0.12 * SIZE


@lru_cache(maxsize=4096)
def text_width(text: str, bold: bool = False) -> float:
    """The room a text needs in DejaVu Sans, the widest font of the stack, also with a reader's own spacing."""
    letters = unicodedata.normalize("NFC", text)
    return sum(_advance(c, bold) for c in letters) + SPACING * (len(letters) + letters.count(" "))


@cache
def _advance(letter: str, bold: bool) -> float:
    weight = "bold" if bold else "normal"
    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    font.set_size(SIZE, 72)
    return font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536


@lru_cache(maxsize=4096)
def fitted(text: str, room: float, lines: int = 2) -> list[str]:
    """Break a name into the fewest lines, of even length; what does not fit in so many ends in an ellipsis."""
    if text_width(text) <= room:
        return [text]
    wrap = partial(textwrap.wrap, text, break_long_words=False, break_on_hyphens=False)
    broken = [wrap(most) for most in range(1, len(text))]
    within = [rows for rows in broken if max(map(text_width, rows)) <= room] or broken[:1]
    best = min(within, key=len)
    return best if len(best) <= lines else [*within[-1][: lines - 1], f"{within[-1][lines - 1]} …"]
