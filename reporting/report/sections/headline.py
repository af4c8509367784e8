"""The first screen: the quarter in one sentence, and its main figures with their changes and trends."""

import math
from collections.abc import Sequence
from typing import Any

from reporting.charts import sparkline
from reporting.indicators.indicator import Indicator
from reporting.report import history, templates
from reporting.report.figures import SAID, figure, progress
from reporting.report.report_data import ReportData
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)


def headline(
    data: ReportData, sentences: Sequence[BilingualText], indicators: Sequence[Indicator]
) -> str:
    """The opening sentences and the cards of the main figures."""
    span = _span(data, indicators)
    return templates.fill(
        "headline.html.j2",
        language=data.language,
        sentences=sentences,
        cards=[_card(data, indicator, span) for indicator in indicators],
        note=_note(data),
    )


def _span(data: ReportData, indicators: Sequence[Indicator]) -> float:
    """What the height of the lines of all shares stands for: the longest way of one, a point at least."""
    ways = [[v for v in data.trend(each) if v == v] for each in indicators if each.is_share]
    return max([1.0, *(max(way) - min(way) for way in ways if way)])


def _card(data: ReportData, indicator: Indicator, span: float) -> dict[str, Any]:
    """One main figure of the first screen: its change on the compared quarter, and its way there."""
    change = data.value(indicator.name, column="change")
    known = not math.isnan(change)
    moved = known and not wording.is_unchanged(change)
    return {
        "label": indicator.title,
        "value": figure(indicator, data.value(indicator.name)),
        "unit": both("") if indicator.unit in ("%", "tasks") else indicator.unit_of_measure.label,
        "sign": ("▲" if change > 0 else "▼") if moved else "",
        "change": wording.change(change, indicator.change_in) if known else both(""),
        "progress": SAID["progress"].get(progress(indicator, change)),
        "trend": sparkline(data.trend(indicator), span if indicator.is_share else None),
    }


def _note(data: ReportData) -> BilingualText:
    """What the changes and the small lines of the cards are measured against."""
    own = history.notes(data) if data.unit != TOTAL else ()
    compared = wording.quarter(data.compared)
    if data.tasks_of(data.compared) is None:
        return BilingualText.join([_TEXT.there_are_no_figures.format(compared), *own], " ")
    ends = (data.quarters[0], data.quarters[-1])
    lines = _TEXT.small_lines.format(*map(wording.quarter_short, ends))
    small = () if ends[0] == ends[1] else (lines,)
    changes = _TEXT.compared.format(compared)
    return BilingualText.join([changes, *history.same_day(data), *small, *own], " ")
