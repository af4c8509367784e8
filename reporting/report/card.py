"""What a cell shows of its indicator at once: the value, a year ago, the trend, the extremes, its example."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from reporting.charts import sparkline
from reporting.charts.chart import listed
from reporting.indicators.indicator import Indicator
from reporting.report import figures, templates
from reporting.report.report_data import ReportData
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import LANGUAGES, TOTAL

_TEXT = texts(__name__)

Row = Mapping[str, Any]


class Line(NamedTuple):
    """One line of a card: what it is, and what it says."""

    label: BilingualText
    said: BilingualText


def card(data: ReportData, indicator: Indicator) -> str:
    """The card as HTML, in the report's language."""
    values = data.values[data.values["indicator"] == indicator.name]
    total = values.iloc[0]
    return templates.fill(
        "card.html.j2",
        language=data.language,
        indicator=indicator,
        value=_figure(indicator, total["value"]),
        quarter=wording.quarter(data.quarter),
        trend=sparkline([data.value_in(quarter, indicator) for quarter in data.quarters]),
        lines=_lines(data, indicator, values),
    )


def _lines(data: ReportData, indicator: Indicator, values: pd.DataFrame) -> list[Line]:
    total: Any = values.iloc[0]
    example = indicator.example.value
    units = values[values["unit"] != TOTAL].dropna(subset=["value"])
    worked = _TEXT.holds.format(_figure(indicator, math.nan if example is None else example))
    return [
        _year_ago(data, indicator, total),
        *_ratio(total),
        *_plan(indicator, total),
        *_extremes(data, indicator, units),
        Line(_TEXT.worked_example, worked),
        Line(BilingualText("Định nghĩa", "Definition"), indicator.definition),
    ]


def _year_ago(data: ReportData, indicator: Indicator, total: Row) -> Line:
    said = _figure(indicator, total["value_year_ago"])
    if indicator.uses_year_ago:
        said = _TEXT.none_since_indicator_is
    if not math.isnan(total["change"]):
        change = wording.change(float(total["change"]), str(total["change_in"]))
        said = BilingualText("{0}; nay {1}", "{0}; now {1}").format(said, change)
    of_year = data.compared == data.quarter.year_ago
    return Line(_TEXT.year_earlier if of_year else wording.quarter(data.compared), said)


def _ratio(total: Row) -> list[Line]:
    parts = [float(total[name]) for name in ("numerator", "denominator")]
    if math.isnan(parts[1]):
        return []
    written = (wording.number(part, 0 if part.is_integer() else 2) for part in parts)
    return [Line(_TEXT.ratio, both("{0} / {1}").format(*written))]


def _plan(indicator: Indicator, total: Row) -> list[Line]:
    if math.isnan(total["plan"]):
        return []
    said = _figure(indicator, total["plan"])
    if not math.isnan(total["plan_execution"]):
        said = _TEXT.reached.format(said, wording.percent(total["plan_execution"]))
    return [Line(BilingualText("Kế hoạch", "Plan"), said)]


def _extremes(data: ReportData, indicator: Indicator, units: pd.DataFrame) -> list[Line]:
    """The highest and the lowest unit, or that they are all alike."""
    if len(units) < 2:
        return []
    high, low = units["value"].max(), units["value"].min()
    if high == low:
        all_of_them = BilingualText("Cả {0} đơn vị", "All {0} units").format(len(units))
        return [Line(all_of_them, _figure(indicator, high))]
    ends = (
        (BilingualText("Cao nhất", "Highest"), high),
        (BilingualText("Thấp nhất", "Lowest"), low),
    )
    return [
        Line(label, both("{0}: {1}").format(_names(data, units, end), _figure(indicator, end)))
        for label, end in ends
    ]


def _names(data: ReportData, units: pd.DataFrame, value: float) -> BilingualText:
    names = [data.unit_name(code) for code in units.loc[units["value"] == value, "unit"]]
    return BilingualText(*(listed([name[it] for name in names], it) for it in LANGUAGES))


def _figure(indicator: Indicator, value: float) -> BilingualText:
    """A value with its unit of measure."""
    if math.isnan(value):
        return _TEXT.no_figure
    figure, unit = figures.figure(indicator, value), indicator.unit_of_measure.label
    return figure if indicator.is_share else both("{0} {1}").format(figure, unit)
