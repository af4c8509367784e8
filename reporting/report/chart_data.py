"""What the charts are drawn of: an indicator's figures by a breakdown, handed to `reporting.charts` as plain data."""

from collections.abc import Sequence

import pandas as pd

from reporting import charts
from reporting.charts import Chart
from reporting.indicators.indicator import Indicator
from reporting.indicators.mistakes import Mistake, unknown
from reporting.indicators.views import View
from reporting.report import history
from reporting.report.breakdown import BREAKDOWN, PARTS, UNIT, Breakdown
from reporting.report.scope import Scope
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

# What a chart of units sets each beside, and the figure it is.
BESIDE = {"year_ago": "value_year_ago", "plan": "plan"}
PLAN = BilingualText("kế hoạch", "the plan")


def bars(scope: Scope, indicator: Indicator, by: str, top: int | None, name: str) -> Chart | None:
    """An indicator as bars, the longest first; all of them, or the first `top`."""
    rows = Breakdown(scope, by)
    language = scope.data.language
    values = {
        (scope.data.short_name(code) if by == UNIT else label)[language]: rows.figure(
            View(indicator), code
        )
        for code, label in rows.labels.items()
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


def dots(scope: Scope, indicator: Indicator, beside: str, name: str) -> Chart | None:
    """The units of the map (where there is none, all) ranked by an indicator, each beside another quarter or its plan."""
    if beside not in BESIDE:
        raise Mistake(unknown(_TEXT.beside, beside, BESIDE))
    data, units = scope.data, _drawn_units(scope)
    frame = units_frame(scope, indicator, units, BESIDE[beside])
    if beside == "plan":
        frame = frame.dropna(subset="value_year_ago")
    if frame.empty:
        return None
    groups = {data.unit_groups[unit] for unit in units}
    label, note = indicator.title, history.chart_note(data) if beside == "year_ago" else None
    if len(groups) == 1 and len(data.groups) > 1:
        of_group = wording.within(scope.group_label(*groups))
        label = BilingualText("{0}, {1}", "{0}, {1}").format(label, of_group)
    return charts.province_dots(
        frame,
        scope.value(indicator),
        data.language,
        scope.name,
        label=label,
        unit_of_measure=indicator.unit,
        before=PLAN if beside == "plan" else wording.quarter_short(data.compared),
        note=note[data.language] if note else None,
        name=name,
    )


def tiles(scope: Scope, indicator: Indicator, name: str) -> Chart | None:
    """The units that have a tile as a map; None where there are none, and in a report of one unit."""
    tiles, data = scope.data.inputs.tiles, scope.data
    if tiles is None or tiles.empty or data.unit != TOTAL:
        return None
    return charts.tile_map(
        units_frame(scope, indicator, _drawn_units(scope)),
        tiles.assign(label=tiles[f"label_{data.language}"]),
        data.language,
        label=indicator.title,
        unit_of_measure=indicator.unit,
        name=name,
    )


def _drawn_units(scope: Scope) -> list[str]:
    """The units of a scope that have a tile; all of them where none has."""
    tiles = scope.data.inputs.tiles
    mapped = [] if tiles is None else [unit for unit in scope.units if unit in set(tiles["unit"])]
    return mapped or scope.units


def units_frame(
    scope: Scope, indicator: Indicator, units: Sequence[str], beside: str = "value_year_ago"
) -> pd.DataFrame:
    """Units of a scope: code, name, value and what it is set beside, as `value_year_ago`."""
    rows = Breakdown(scope, UNIT)
    return pd.DataFrame(
        [
            {
                "code": code,
                "name": scope.data.short_name(code)[scope.data.language],
                "value": rows.figure(View(indicator), code),
                "value_year_ago": rows.figure(View(indicator, beside), code),
            }
            for code in units
        ],
        columns=["code", "name", "value", "value_year_ago"],
    )


def trend(scope: Scope, indicator: Indicator, by: str, name: str) -> Chart | None:
    """An indicator through the quarters, in total and for each row of a breakdown, on one scale."""
    if by not in PARTS:
        raise Mistake(unknown(BREAKDOWN, by, PARTS))
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
