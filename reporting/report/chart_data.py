"""What the charts are drawn of: an indicator's figures by a breakdown, handed to `reporting.charts` as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from reporting import charts
from reporting.charts import Chart
from reporting.indicators.indicator import Indicator
from reporting.indicators.views import View
from reporting.report.breakdown import UNIT, Breakdown
from reporting.report.scope import Scope
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL


def bars(scope: Scope, indicator: Indicator, by: str, top: int | None, name: str) -> Chart | None:
    """An indicator as bars, the longest first; all of them, or the first `top`."""
    rows = Breakdown(scope, by)
    language = scope.data.language
    values = {
        label[language]: rows.figure(View(indicator), code) for code, label in rows.labels.items()
    }
    series = pd.Series(values, dtype=float).sort_values(ascending=False, kind="stable")
    shown = series if top is None else series.head(top)
    return charts.bars(shown, language, indicator.unit, label=indicator.title, name=name)


def stacked(scope: Scope, counts: Sequence[Indicator], by: str, name: str) -> Chart | None:
    """Counts that add to the whole, as shares of it."""
    rows = Breakdown(scope, by)
    labels = {TOTAL: scope.name, **(rows.labels if len(rows.labels) > 1 else {})}
    frame = pd.DataFrame(
        {each.name: {code: rows.figure(View(each), code) for code in labels} for each in counts}
    )
    return charts.status_by_group(frame, scope.data.language, labels, name=name)


def dots(scope: Scope, indicator: Indicator, name: str) -> Chart | None:
    """Units ranked by an indicator, each beside the compared quarter: of the group that has most units."""
    groups = scope.data.unit_groups
    sizes = Counter(groups[unit] for unit in scope.units)
    if not sizes:
        return None
    (largest, _), *others = sizes.most_common()
    label = indicator.title
    if others:
        of_group = wording.within(scope.group_label(largest))
        label = BilingualText("{0}, {1}", "{0}, {1}").format(label, of_group)
    return charts.province_dots(
        units_frame(scope.narrowed(unit_group=largest), indicator),
        scope.value(indicator),
        scope.data.language,
        scope.name,
        label=label,
        unit_of_measure=indicator.unit,
        name=name,
    )


def tiles(scope: Scope, indicator: Indicator, name: str) -> Chart | None:
    """Units as a tile map; None where they have no tiles."""
    return charts.tile_map(
        units_frame(scope, indicator),
        scope.data.language,
        label=indicator.title,
        unit_of_measure=indicator.unit,
        name=name,
    )


def units_frame(scope: Scope, indicator: Indicator) -> pd.DataFrame:
    """The units of a scope: code, name, value and the compared quarter's value."""
    rows = Breakdown(scope, UNIT)
    return pd.DataFrame(
        [
            {
                "code": code,
                "name": label[scope.data.language],
                "value": rows.figure(View(indicator), code),
                "value_year_ago": rows.figure(View(indicator, "value_year_ago"), code),
            }
            for code, label in rows.labels.items()
        ],
        columns=["code", "name", "value", "value_year_ago"],
    )


def trend(scope: Scope, indicator: Indicator, by: str, name: str) -> Chart | None:
    """An indicator through the quarters, in total and for each row of a breakdown, on one scale."""
    quarters = scope.data.quarters
    labels = Breakdown(scope, by).labels
    parts = [(scope.name, scope)]
    if len(labels) > 1:
        parts += [(label, scope.narrowed(**{by: code})) for code, label in labels.items()]
    points = [
        {"quarter": quarter, "group": label, "value": part.total_of(indicator, quarter)}
        for quarter in quarters
        for label, part in parts
    ]
    if len(quarters) < 2:
        return None
    return charts.trend_small_multiples(
        pd.DataFrame(points),
        scope.data.language,
        scope.name,
        label=indicator.title,
        unit_of_measure=indicator.unit,
        name=name,
    )


def progress(scope: Scope, name: str) -> Chart | None:
    """Tasks due and tasks completed through the quarter; None where the register has no completion dates."""
    data = scope.data
    if not data.inputs.register.dated:
        return None
    items = scope.tasks_of(data.quarter)
    assert items is not None
    return charts.plan_progress(
        items, data.quarter, data.params.cut_off, data.language, scope.name, name=name
    )


def days_late(scope: Scope, name: str) -> Chart | None:
    """How many days late the tasks completed late were."""
    tasks = scope.tasks_of(scope.data.quarter)
    assert tasks is not None
    return charts.lateness(tasks["days_late"].dropna(), scope.data.language, name=name)
