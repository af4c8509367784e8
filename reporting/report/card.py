"""Figures as cards: the first screen with the main ones, and what a cell shows of its indicator at once."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from reporting.charts import sparkline
from reporting.charts.chart import listed
from reporting.indicators.indicator import Indicator
from reporting.report import figures, notes, templates
from reporting.report.figures import SAID, figure, progress
from reporting.report.report_data import TOTAL_CELL, ReportData
from reporting.text import LANGUAGES, TOTAL, BilingualText, both, texts, wording

_TEXT = texts(__name__)

Line = tuple[BilingualText, BilingualText]  # what it is, and what it says


def headline(
    data: ReportData, sentences: Sequence[BilingualText], indicators: Sequence[Indicator]
) -> str:
    """The opening sentences and the cards of the main figures."""
    # What the height of the lines of all shares stands for: the longest way of one, a point at least.
    ways = [[v for v in data.trend(each) if v == v] for each in indicators if each.is_share]
    span = max([1.0, *(max(way) - min(way) for way in ways if way)])
    # What the changes of the cards are measured against and, apart, their lines, which Word does not draw.
    note = [_TEXT.compared.format(wording.quarter(data.compared)), *notes.same_day(data)]
    lines = both("")
    if data.year_ago(data.unit) is None:
        note = [_TEXT.there_are_no_figures.format(wording.quarter(data.compared))]
    elif len(data.quarters) > 1:
        first, *_, last = map(wording.quarter_short, data.quarters)
        lines = _TEXT.small_lines.format(first, last)
    note += notes.units_changed(data) if data.unit != TOTAL else ()
    return templates.fill(
        "headline.html.j2", language=data.language, sentences=sentences,
        cards=[_main_figure(data, indicator, span) for indicator in indicators],
        note=BilingualText.join(note, " "), lines=lines,
    )  # fmt: skip


def _main_figure(data: ReportData, indicator: Indicator, span: float) -> dict[str, Any]:
    """One main figure of the first screen: its change from the comparison quarter, and its way there."""
    change = data.value(indicator.name, column="change")
    base = data.value(indicator.name, column="value_year_ago")
    known = not math.isnan(change)
    moved = known and not wording.is_unchanged(change)
    return {
        "label": indicator.title,
        "value": figure(indicator, data.value(indicator.name)),
        "unit": both("") if indicator.unit in ("%", "tasks") else indicator.unit_of_measure.text,
        "sign": ("▲" if change > 0 else "▼") if moved else "",
        "change": figures.change(indicator, change, base) if known else both(""),
        "progress": SAID["progress"].get(progress(indicator, change)),
        "trend": sparkline(data.trend(indicator), span if indicator.is_share else None),
    }


def card(data: ReportData, indicator: Indicator) -> str:
    """The card as HTML, in the report's language."""
    return templates.fill(
        "card.html.j2", language=data.language, indicator=indicator,
        value=_figure(indicator, data.value(indicator.name)), quarter=wording.quarter(data.quarter),
        trend=sparkline(data.trend(indicator)), lines=list(_lines(data, indicator)),
    )  # fmt: skip


def _lines(data: ReportData, indicator: Indicator) -> Iterator[Line]:
    total = data.cells()[indicator.name, *TOTAL_CELL]
    base, change = total["value_year_ago"], total["change"]
    text = _TEXT.none_since_indicator_is if indicator.uses_year_ago else _figure(indicator, base)
    if not math.isnan(change):
        told = figures.change(indicator, change, base)
        text = BilingualText("{0}; nay {1}", "{0}; now {1}").format(text, told)
    of_year = data.compared == data.quarter.year_ago
    yield (_TEXT.year_earlier if of_year else wording.quarter(data.compared)), text
    parts = [float(total[name]) for name in ("numerator", "denominator")]
    if not math.isnan(parts[1]):
        written = (wording.number(part, 0 if part.is_integer() else 2) for part in parts)
        yield _TEXT.ratio, both("{0} / {1}").format(*written)
    if not math.isnan(total["plan"]):
        plan = _figure(indicator, total["plan"])
        if not math.isnan(total["plan_execution"]):
            plan = _TEXT.reached.format(plan, wording.percent(total["plan_execution"]))
        yield BilingualText("Kế hoạch", "Plan"), plan
    yield from _extremes(data, indicator)
    example = indicator.example.value
    worked = _TEXT.holds.format(_figure(indicator, math.nan if example is None else example))
    yield _TEXT.worked_example, worked
    yield BilingualText("Định nghĩa", "Definition"), indicator.definition


def _extremes(data: ReportData, indicator: Indicator) -> Iterator[Line]:
    """The highest and the lowest unit, or that they are all alike."""
    values = {unit: data.value(indicator.name, unit=unit) for unit in data.unit_groups}
    units = pd.Series(values, dtype=float).dropna()
    if len(units) < 2:
        return
    ends = {_TEXT.highest: units.max(), _TEXT.lowest: units.min()}
    if units.max() == units.min():
        yield _TEXT.all_units.format(len(units)), _figure(indicator, units.max())
        return
    for label, end in ends.items():
        names = [data.name("unit", str(code)) for code in units.index[units == end]]
        named = BilingualText(*(listed([name[it] for name in names], it) for it in LANGUAGES))
        yield label, both("{0}: {1}").format(named, _figure(indicator, end))


def _figure(indicator: Indicator, value: float) -> BilingualText:
    """A value with its unit of measure."""
    if math.isnan(value):
        return _TEXT.no_figure
    figure, unit = figures.figure(indicator, value), indicator.unit_of_measure.text
    return figure if indicator.is_share else both("{0} {1}").format(figure, unit)
