"""A chart: its drawing, the finding that heads it, and its text for those who can't see it."""

import re
from dataclasses import dataclass
from html import escape

from reporting.charts.drawing import Drawing, opening
from reporting.charts.style import MAX_WIDTH, UNITS
from reporting.text.bilingual import BilingualText


@dataclass(frozen=True)
class Chart:
    """One chart in one language; a notebook shows it as a figure.

    `title` is the finding as a sentence, `alt` what the drawing shows, written from the figures. Both are plain
    text. `name` is unique on a page: the ids in the drawing are made from it.
    """

    name: str
    svg: str
    title: str
    alt: str
    note: str | None = None

    def figure_html(self) -> str:
        """The chart as a `<figure>`: the title above as text that wraps, the drawing inline, the note below."""
        note = f'<p class="note">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<figure class="chart" id="chart-{self.name}">'
            f"<figcaption>{escape(self.title)}</figcaption>\n{self.svg}{note}</figure>"
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.figure_html(), "text/plain": f"{self.title}\n{self.alt}"}


def finish(
    drawing: Drawing, *, name: str, kind: str, title: str, figures: str, note: str | None = None
) -> Chart:
    """Make a chart of a drawing; `kind` says what sort of chart it is, `figures` what it shows."""
    name = re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-") or "chart"
    ids = f"chart-{name}-kind chart-{name}-text"
    start = opening(
        drawing.width,
        drawing.height,
        f'role="img" aria-labelledby="{ids}" style="max-width:{MAX_WIDTH}"',
    )
    svg = (
        f'{start}\n<title id="chart-{name}-kind">{escape(kind)}</title>'
        f'<desc id="chart-{name}-text">{escape(figures)}</desc>\n'
        f"{drawing.svg(name)}\n</svg>"
    )
    return Chart(name, svg, title, f"{kind}. {figures}", note)


def listed(names: list[str], language: str, noun: BilingualText = UNITS) -> str:
    """Name one or two units; of more, the first, and count the others."""
    if len(names) > 2:
        others = BilingualText("{0} {1} khác", "{0} others").format(len(names) - 1, noun)[language]
        names = [names[0], others]
    return BilingualText(" và ", " and ")[language].join(names)
