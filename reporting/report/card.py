"""What a cell shows of its indicator at once: the value, a year ago, the trend, the extremes, its example."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd

from reporting.charts import sparkline
from reporting.charts.chart import listed
from reporting.indicators.indicator import Indicator
from reporting.report import figures, templates
from reporting.report.report_data import ReportData
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

NOTHING = BilingualText("không có số liệu", "no figure")


class Line(NamedTuple):
    """One line of a card: what it is, and what it says."""

    label: BilingualText
    said: BilingualText


def show(data: ReportData, indicator: Indicator) -> None:
    """Show an indicator's card below the cell that defines it; an `IndicatorError` if it does not fit the tasks."""
    from IPython.display import HTML, display

    display(HTML(card(data, indicator)))


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
        lines=[line for line in _lines(data, indicator, values) if line],
    )


def _lines(data: ReportData, indicator: Indicator, values: pd.DataFrame) -> list[Line | None]:
    total = values.iloc[0]
    units = values[values["unit"] != TOTAL].dropna(subset=["value"])
    return [
        _year_ago(data, indicator, total),
        None if math.isnan(total["denominator"]) else _ratio(total),
        None if math.isnan(total["plan"]) else _plan(indicator, total),
        *_extremes(data, indicator, units),
        Line(
            BilingualText("Ví dụ", "Worked example"),
            BilingualText("✓ đúng, ra {0}", "✓ holds, gives {0}").format(
                _figure(
                    indicator,
                    math.nan if indicator.example.value is None else indicator.example.value,
                )
            ),
        ),
        Line(BilingualText("Định nghĩa", "Definition"), indicator.definition),
    ]


def _year_ago(data: ReportData, indicator: Indicator, total: pd.Series[Any]) -> Line:
    said = _figure(indicator, total["value_year_ago"])
    if indicator.uses_year_ago:
        said = _TEXT.none_since_indicator_is
    if not math.isnan(total["change"]):
        change = wording.change(float(total["change"]), str(total["change_in"]))
        said = BilingualText("{0}; nay {1}", "{0}; now {1}").format(said, change)
    label = BilingualText("Một năm trước", "A year ago")
    if data.compared != data.quarter.year_ago:
        label = wording.quarter(data.compared)
    return Line(label, said)


def _ratio(total: pd.Series[Any]) -> Line:
    def part(name: str) -> BilingualText:
        value = float(total[name])
        return wording.number(value, 0 if value.is_integer() else 2)

    return Line(
        BilingualText("Tử số / mẫu số", "Numerator / denominator"),
        BilingualText("{0} / {1}", "{0} / {1}").format(part("numerator"), part("denominator")),
    )


def _plan(indicator: Indicator, total: pd.Series[Any]) -> Line:
    said = _figure(indicator, total["plan"])
    if not math.isnan(total["plan_execution"]):
        done = BilingualText("{0}; đạt {1} kế hoạch", "{0}; {1} of it reached")
        said = done.format(said, wording.percent(total["plan_execution"]))
    return Line(BilingualText("Kế hoạch", "Plan"), said)


def _extremes(data: ReportData, indicator: Indicator, units: pd.DataFrame) -> list[Line]:
    """The highest and the lowest unit, or that they are all alike."""
    if len(units) < 2:
        return []
    high, low = units["value"].max(), units["value"].min()
    if high == low:
        all_of_them = BilingualText("Cả {0} đơn vị", "All {0} units").format(len(units))
        return [Line(all_of_them, _figure(indicator, high))]
    return [
        Line(
            label,
            BilingualText("{0}: {1}", "{0}: {1}").format(
                _names(data, units, value), _figure(indicator, value)
            ),
        )
        for label, value in (
            (BilingualText("Cao nhất", "Highest"), high),
            (BilingualText("Thấp nhất", "Lowest"), low),
        )
    ]


def _names(data: ReportData, units: pd.DataFrame, value: float) -> BilingualText:
    names = [data.unit_name(code) for code in units.loc[units["value"] == value, "unit"]]
    return BilingualText(
        listed([name.vi for name in names], "vi"), listed([name.en for name in names], "en")
    )


def _figure(indicator: Indicator, value: float) -> BilingualText:
    """A value with its unit of measure."""
    if math.isnan(value):
        return NOTHING
    figure = figures.figure(indicator, value)
    if indicator.is_share:
        return figure
    return BilingualText("{0} {1}", "{0} {1}").format(figure, indicator.unit_of_measure.label)
