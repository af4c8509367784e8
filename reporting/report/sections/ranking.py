"""The best and the weakest units by an indicator."""

import math

import pandas as pd

from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.views import View
from reporting.report.breakdown import UNIT, Breakdown
from reporting.report.figures import figure
from reporting.report.scope import Scope
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)


def ranking(scope: Scope, indicator: Indicator) -> list[BilingualText]:
    """The units with the highest and the lowest figure; units smaller than params allow are not ranked."""
    rows = Breakdown(scope, UNIT)
    smallest = scope.data.params.smallest_unit
    sizes = {code: rows.figure(View(registry["tasks"]), code) for code in rows.labels}
    figures = {code: rows.figure(View(indicator), code) for code in rows.labels}
    ranked = pd.Series(
        {
            code: value
            for code, value in figures.items()
            if not math.isnan(value) and sizes[code] >= max(smallest, 1)
        },
        dtype=float,
    ).sort_values(ascending=indicator.better == "lower", kind="stable")
    if len(ranked) < 2:
        return []
    shown = ranked.map(lambda value: figure(indicator, value).vi)
    title, counted = wording.within(indicator.title), _counted(len(ranked), smallest)
    if shown.nunique() == 1:
        return [
            BilingualText("{0}: {1} như nhau, {2}.", "{0}: the same {1}, {2}.").format(
                counted, title, figure(indicator, ranked.iloc[0])
            )
        ]
    first, last = ranked.index[0], ranked.index[-1]
    ends = {
        end: _and_others(rows.labels[code], int((shown == shown[code]).sum()))
        for end, code in (("best", first), ("last", last))
    }
    lowest_first = indicator.better == "lower"
    return [
        _TEXT.was_in_and_in.format(
            counted=counted,
            title=title,
            high=_TEXT.low if lowest_first else _TEXT.high,
            low=_TEXT.high if lowest_first else _TEXT.low,
            best_figure=figure(indicator, ranked.iloc[0]),
            last_figure=figure(indicator, ranked.iloc[-1]),
            **ends,
        )
    ]


def _counted(units: int, smallest: int) -> BilingualText:
    if smallest > 1:
        return _TEXT.units_with_at_least.format(units, smallest)
    return BilingualText("Trong {0} đơn vị có công việc", "Of the {0} units with tasks").format(
        units
    )


def _and_others(name: BilingualText, sharing: int) -> BilingualText:
    """A unit that shares its place with others is not named as the only one."""
    if sharing == 1:
        return name
    others = BilingualText("{0} và {1} đơn vị khác", "{0} and {1} other{2}")
    return others.format(name, sharing - 1, "" if sharing == 2 else "s")
