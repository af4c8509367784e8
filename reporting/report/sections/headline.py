"""The first screen: the quarter in one sentence, and its main figures with their changes and trends."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from reporting.charts import sparkline
from reporting.indicators.indicator import Indicator
from reporting.report import history, templates
from reporting.report.figures import change_in, figure
from reporting.report.report_data import ReportData
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)


class Card(NamedTuple):
    """One main figure of the first screen: its change on the compared quarter, and its way there."""

    label: BilingualText
    value: BilingualText
    unit: BilingualText
    sign: str
    change: BilingualText
    trend: str


def headline(
    data: ReportData, sentences: Sequence[BilingualText], indicators: Sequence[Indicator]
) -> str:
    """The opening sentences and the cards of the main figures."""
    return templates.fill(
        "headline.html.j2",
        language=data.language,
        sentences=sentences,
        cards=[_card(data, indicator) for indicator in indicators],
        note=_note(data),
    )


def _card(data: ReportData, indicator: Indicator) -> Card:
    change = data.value(indicator, column="change")
    known = not math.isnan(change)
    moved = known and not wording.is_unchanged(change)
    return Card(
        label=indicator.title,
        value=figure(indicator, data.value(indicator)),
        unit=both("") if indicator.unit in ("%", "tasks") else indicator.unit_of_measure.label,
        sign=("▲" if change > 0 else "▼") if moved else "",
        change=wording.change(change, change_in(indicator)) if known else both(""),
        trend=sparkline([data.value_in(quarter, indicator) for quarter in data.quarters]),
    )


def _note(data: ReportData) -> BilingualText:
    """What the changes and the small lines of the cards are measured against."""
    own = history.notes(data) if data.unit != TOTAL else ()
    if data.year_ago is None:
        none = _TEXT.there_are_no_figures.format(wording.quarter(data.compared))
        return _sentences(none, *own)
    first, last = data.quarters[0], data.quarters[-1]
    text = BilingualText("Tăng, giảm so với {0}.", "Changes compared with {0}.").format(
        wording.quarter(data.compared)
    )
    lines = BilingualText("Đường nhỏ: từ {0} đến {1}.", "Small lines: {0} to {1}.").format(
        wording.quarter_short(first), wording.quarter_short(last)
    )
    small = () if first == last else (lines,)
    return _sentences(text, *history.same_day(data), *small, *own)


def _sentences(*parts: BilingualText) -> BilingualText:
    return BilingualText(" ".join(part.vi for part in parts), " ".join(part.en for part in parts))
