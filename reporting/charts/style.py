"""The style of charts: sizes, colours, and the room that a text needs."""

import textwrap
import unicodedata
from functools import lru_cache

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

# Widths in DejaVu Sans, the widest font of the stack, in hundredths of the size; all other letters take 64.
_WIDTHS = {
    **dict.fromkeys("ijlI", 30),
    **dict.fromkeys(" .,;:'|", 33),
    **dict.fromkeys("()[]/-ftJ", 41),
    **dict.fromkeys("rs", 53),
    **dict.fromkeys("cekvxyzaoLFSTZ", 62),
    **dict.fromkeys("ABCDEGHKNOQRUVXYĐ", 78),
    **dict.fromkeys("mwMW%", 98),
}
_SPACING = 12  # what a reader may add between letters (WCAG 1.4.12), and as much again at a space


@lru_cache(maxsize=4096)
def text_width(text: str, bold: bool = False) -> float:
    """Estimate the room a text needs, also with a reader's own spacing, without asking a font."""
    letters = [c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)]
    drawn = sum(_WIDTHS.get(c, 64) for c in letters) * (1.1 if bold else 1.0)
    return (drawn + _SPACING * (len(letters) + text.count(" "))) / 100 * SIZE


@lru_cache(maxsize=4096)
def fitted(text: str, room: float, lines: int = 2) -> list[str]:
    """Break a name into the fewest lines, of even length; what does not fit in so many ends in an ellipsis."""
    if text_width(text) <= room:
        return [text]
    broken = [
        textwrap.wrap(text, most, break_long_words=False, break_on_hyphens=False)
        for most in range(1, len(text))
    ]
    within = [rows for rows in broken if max(map(text_width, rows)) <= room] or broken[:1]
    best = min(within, key=len)
    return best if len(best) <= lines else [*within[-1][: lines - 1], f"{within[-1][lines - 1]} …"]
