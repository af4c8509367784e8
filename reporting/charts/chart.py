"""A chart: what it is of, its drawings, the finding that heads it, and its text for those who can't see it."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

import pandas as pd

from reporting.charts.drawing import Drawing, Scale
from reporting.charts.style import LOOKS, NARROW, WIDE
from reporting.text import BilingualText, texts, wording

_TEXT = texts(__name__)

# A title speaks of a difference where it is at least this large: of shares, one point, which has to be five tasks
# or more; of other figures, a twentieth of the larger one, and of counts five tasks as well.
POINTS, TASKS, PART = 1, 5, 0.05


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


class About(NamedTuple):
    """What a chart is of, by its `name` on a page, the `label` that opens its title and the unit of its figures."""

    language: str
    name: str
    label: str = ""
    unit: str = "%"
    note: str | None = None
    rows: object = _TEXT.units  # what its rows are called
    places: int = 1  # the decimals of its figures that are not whole

    def fitting(self, values: Iterable[float]) -> "About":
        """The same for figures: those that are no shares have no decimals where all are whole."""
        fractions = any(not float(value).is_integer() for value in values if math.isfinite(value))
        return self._replace(places=self.places * (self.unit == "%" or fractions))

    def rounded(self, value: float) -> float:
        """A figure as it is printed."""
        return float(wording.round_half_up(value, self.places))

    def write(self, value: float, places: int | None = None) -> str:
        """Write a figure: 87,0% or 1.525."""
        write = wording.share if self.unit == "%" else wording.number
        return write(value, self.places if places is None else places)[self.language]

    def scale(self, ticks: list[float], start: float, end: float) -> Scale:
        """Where ticks lie between two positions, written with the decimals that their step needs: 80%, 2,5."""
        step = round(ticks[1] - ticks[0], 9)
        places = next(n for n in range(10) if round(step, n) == step)
        return Scale(ticks, start, end, [self.write(tick, places) for tick in ticks])

    def apart(self, one: float, other: float) -> bool:
        """Whether two figures differ enough to be told apart, whatever they are of."""
        gap = abs(one - other)
        if self.unit == "%":
            return wording.round_half_up(gap, 1) >= POINTS
        return gap > 0 and gap >= PART * max(abs(one), abs(other))

    def tells(self, one: float, other: float, tasks: float = math.inf) -> bool:
        """Whether a title may speak of the difference between two figures, which are shares of so many tasks."""
        share = tasks / 100 if self.unit == "%" else 1.0 if self.unit == "tasks" else math.inf
        return self.apart(one, other) and abs(one - other) * share > TASKS - 1e-6

    def ends(self, values: pd.Series) -> str:
        """The title of figures by name, the highest first: both ends, or the range where their difference tells nothing."""
        language, label, shown = self.language, self.label, values.map(self.write)
        high, low = shown.iloc[0], shown.iloc[-1]
        if len(values) == 1:
            return f"{label}: {values.index[0]} {high}"
        if high == low:
            return _TEXT.all_equal.format(label, len(values), high)[language]
        if not self.tells(values.iloc[0], values.iloc[-1]):
            return _TEXT.between.format(label, low, high)[language]
        ends = (list(shown.index[shown == end]) for end in (high, low))
        top, last = (listed(names, language, self.rows) for names in ends)
        return _TEXT.highest_lowest.format(label, top, high, last, low)[language]

    def chart(
        self, draw: Callable[[Drawing], None], sort: BilingualText, title: str, figures: str
    ) -> Chart:
        """Make a chart of what `draw` puts on a drawing; `sort` says what chart it is, `figures` what it shows."""
        kind = sort[self.language]
        name = re.sub(r"[^a-z0-9-]+", "-", self.name.lower()).strip("-") or "chart"
        ids = f"chart-{name}-kind chart-{name}-text"
        text = f'<title id="chart-{name}-kind">{escape(kind)}</title>'
        text += f'<desc id="chart-{name}-text">{escape(figures)}</desc>'
        looks = f'role="img" aria-labelledby="{ids}" {LOOKS}'
        wide, narrow = Drawing(WIDE), Drawing(NARROW)
        draw(wide)
        draw(narrow)
        # a page shows one of the two; both are named by the same text, which it holds once
        drawings = wide.svg(f'class="wide" {looks}', text), narrow.svg(f'class="narrow" {looks}')
        return Chart(name, drawings, title, f"{kind}. {figures}", self.note)


def listed(names: list[str], language: str, rows: object = _TEXT.units) -> str:
    """Name one or two rows; of more, the first, and count the others by what `rows` are called."""
    if len(names) > 2:
        names = [names[0], _TEXT.others.format(len(names) - 1, rows)[language]]
    return BilingualText(" và ", " and ")[language].join(names)
