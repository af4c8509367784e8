"""A chart: its drawings for a column and a phone, the finding that heads it, and its text for those who can't see it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import pandas as pd

from reporting.charts.drawing import Drawing
from reporting.charts.measure import About
from reporting.charts.style import LOOKS, NARROW, WIDE
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)


@dataclass(frozen=True)
class Chart:
    """One chart in one language; a notebook shows it as a figure."""

    name: str  # its own on a page: the ids in the drawings are made from it
    drawings: tuple[str, str]
    title: str  # the finding as a sentence
    alt: str  # what the drawings show, written from the figures
    note: str | None = None

    def figure_html(self) -> str:
        """The chart as a `<figure>`: the title above as text that wraps, the drawings inline, the note below."""
        drawn = "\n".join(self.drawings)
        note = f'<p class="note">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<figure class="chart" id="chart-{self.name}">'
            f"<figcaption>{escape(self.title)}</figcaption>\n{drawn}{note}</figure>"
        )


def finish(
    draw: Callable[[Drawing], None], about: About, sort: BilingualText, title: str, figures: str
) -> Chart:
    """Make a chart of what `draw` puts on a drawing; `sort` says what chart it is, `figures` what it shows."""
    kind = sort[about.language]
    name = re.sub(r"[^a-z0-9-]+", "-", about.name.lower()).strip("-") or "chart"
    ids = f"chart-{name}-kind chart-{name}-text"
    text = (
        f'<title id="chart-{name}-kind">{escape(kind)}</title>'
        f'<desc id="chart-{name}-text">{escape(figures)}</desc>'
    )

    def svg(size: str, width: float, text: str) -> str:
        draw(drawing := Drawing(width))
        return drawing.svg(f'class="{size}" role="img" aria-labelledby="{ids}" {LOOKS}', text)

    # a page shows one of the two; both are named by the same text, which it holds once
    drawings = svg("wide", WIDE, text), svg("narrow", NARROW, "")
    return Chart(name, drawings, title, f"{kind}. {figures}", about.note)


def ends(values: pd.Series, about: About) -> str:
    """The title of figures by name, the highest first: both ends, or the range where their difference tells nothing."""
    language, label, shown = about.language, about.label, values.map(about.write)
    high, low = shown.iloc[0], shown.iloc[-1]
    if len(values) == 1:
        return f"{label}: {values.index[0]} {high}"
    if high == low:
        return _TEXT.all_equal.format(label, len(values), high)[language]
    if not about.tells(values.iloc[0], values.iloc[-1]):
        return _TEXT.between.format(label, low, high)[language]
    top, last = (listed(list(shown.index[shown == end]), language) for end in (high, low))
    return _TEXT.highest_lowest.format(label, top, high, last, low)[language]


def listed(names: list[str], language: str) -> str:
    """Name one or two units; of more, the first, and count the others."""
    if len(names) > 2:
        others = BilingualText("{0} đơn vị khác", "{0} others").format(len(names) - 1)[language]
        names = [names[0], others]
    return BilingualText(" và ", " and ")[language].join(names)
