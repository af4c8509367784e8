"""The rows of a table or chart: a breakdown's codes with their labels, and every figure of each."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reporting.indicators import cube
from reporting.indicators.evaluation import Grid
from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.measures import parts
from reporting.indicators.views import View, views_of
from reporting.report.figures import is_small, met, progress
from reporting.report.report_inputs import for_each_object
from reporting.text import TOTAL, BilingualText, Quarter, both, texts, wording

if TYPE_CHECKING:
    from reporting.report.scope import Scope

_TEXT = texts(__name__)

UNIT_GROUP, UNIT, SOURCE, MONTH, QUARTER = "unit_group", "unit", "source", "month", "quarter"
INDICATOR = "indicator"  # by which a table has rows, but no breakdown
PARTS = (UNIT_GROUP, UNIT, SOURCE)
BREAKDOWNS = (*PARTS, MONTH, QUARTER)
KEY = "_breakdown"
NO_MONTH = -9999
HEADINGS, ROWS = _TEXT.group("headings"), _TEXT.group("rows")
BREAKDOWN, NO_TITLE = _TEXT.breakdown, _TEXT.no_title
# What a change is from.
BASES = {"change": "value_year_ago", "change_on_previous": "previous_quarter"}


@dataclass(frozen=True)
class KeyLayout(cube.Cells):
    """The cells of a breakdown, one for each key; a task counts for each that stands in its column `KEY`, one or a list."""

    keys: tuple[str, ...]

    def cells(self) -> pd.DataFrame:
        """One row per cell; a key stands in the place of the unit."""
        return pd.DataFrame({UNIT_GROUP: TOTAL, UNIT: list(self.keys), SOURCE: TOTAL})

    def grid(self, tasks: pd.DataFrame) -> Grid:
        """Place each task by its keys."""
        listed = tasks[KEY].reset_index(drop=True).explode()
        place = pd.Index(self.keys).get_indexer(pd.Index(listed))
        rows = listed.index.to_numpy()[place >= 0]
        return Grid(place[place >= 0], (np.arange(len(self.keys)),), len(self.keys), rows)


class Breakdown:
    """A scope of the report broken down by one column: what its rows are called, and their figures."""

    def __init__(self, scope: Scope, by: str) -> None:
        self.scope, self.by = scope, by

    @cached_property
    def labels(self) -> dict[str, BilingualText]:
        """The rows in order, by code, without the total."""
        scope, data = self.scope, self.scope.data
        of_parts = {UNIT_GROUP: scope.groups, UNIT: scope.units, SOURCE: scope.sources}
        if self.by in of_parts:
            return {code: data.name(self.by, code) for code in of_parts[self.by]}
        if self.by == QUARTER:
            return {str(quarter): wording.quarter_short(quarter) for quarter in data.quarters}
        return self._named({*self._keys(data.tasks, data.quarter)})

    @cached_property
    def with_compared(self) -> dict[str, BilingualText]:
        """The same with those that only the compared or the previous quarter has: so their parts add up."""
        if self.by in (*PARTS, QUARTER):
            return self.labels
        data, found = self.scope.data, {*self.labels}
        before = data.year_ago(data.unit), data.previous and data.tasks_of(data.previous)
        for tasks, of in zip(before, (data.compared, data.previous), strict=True):
            if tasks is not None and of and (self.by != MONTH or same_months(data.quarter, of)):
                found |= {*self._keys(tasks, of)}
        return self._named(found)

    def _keys(self, tasks: pd.DataFrame, quarter: Quarter) -> Iterable[str]:
        column = "assigned_on" if self.by == MONTH else self.by
        own = tasks.loc[self.scope.covers(tasks), [column]]
        return self._key_column(own, quarter).explode().map(str)

    def _named(self, found: set[str]) -> dict[str, BilingualText]:
        if self.by == MONTH:
            first = self.scope.data.quarter.first_day
            return {key: _month(first, int(key)) for key in sorted(found, key=int)}
        in_order = sorted(found, key=lambda key: (not key, key))  # what is not stated last
        return {key: both(key) if key else NO_TITLE for key in in_order}

    def figure(self, of: Indicator | View, code: str = TOTAL) -> float:
        """One figure of a row, or of the total (`_T`); missing where there is none."""
        (view,), data = views_of(of), self.scope.data
        indicator, cell = view.indicator, self.scope.cell(self.by, code)
        own, quarters = data.quarter, data.quarters_of
        if self.by == QUARTER and code != TOTAL:
            own = Quarter.parse(code)
            then = {"value_year_ago": own.year_ago, "previous_quarter": own.shift(-1)}
            quarters = {**quarters, "value": own, **then}
        if view.figure == "target":
            own_report = data.unit != TOTAL and self.scope.is_everything and code == TOTAL
            return data.params.targets.get(indicator.name, math.nan) if own_report else math.nan
        is_base = view.figure in BASES.values()
        if is_base and not data.inputs.ended.isdisjoint((data.unit, self._place(code)[1])):
            return math.nan
        if view.figure in quarters:
            return self._value(indicator, quarters[view.figure], code)
        if view.figure == "rank":
            return self.ranks(indicator).get(code, math.nan)
        if view.figure == "progress":
            return progress(indicator, self.figure(View(indicator, "change"), code))
        value = self.figure(indicator, code)
        if view.figure in BASES:
            base = self.figure(View(indicator, BASES[view.figure]), code)
            if indicator.change_in == "%":
                return (value - base) * 100 / abs(base) if base else math.nan
            return value - base
        plan = math.nan
        if code == TOTAL or self.by in (*PARTS, QUARTER):
            plan = data.inputs.plans_of(own).get((indicator.name, *cell), math.nan)
        match view.figure:
            case "plan":
                return plan
            case "plan_difference":
                return value - plan
            case "plan_execution":
                return value * 100 / plan if plan > 0 else math.nan
            case "met":
                return met(indicator, value, plan)
        return data.value(indicator.name, *cell, column=view.figure)

    def figures(self, of: Indicator | View, codes: Iterable[str] | None = None) -> pd.Series:
        """One figure of every row by its code, or of some rows; missing where there is none."""
        chosen = list(self.labels if codes is None else codes)
        return pd.Series([self.figure(of, code) for code in chosen], chosen, dtype=float)

    def comparable(self, of: Indicator | View, codes: Iterable[str] | None = None) -> pd.Series:
        """The same without the noise of floats: two that are meant to be equal are."""
        return self.figures(of, codes).map(wording.without_noise).astype(float)

    def is_small(self, view: View, code: str = TOTAL) -> bool:
        """Whether a view is a change in per cent from a count too small for one."""
        if view.figure not in BASES:
            return False
        base = View(view.indicator, BASES[view.figure])
        return is_small(view.indicator, self.figure(base, code))

    @for_each_object
    def ranks(self, indicator: Indicator) -> dict[str, float]:
        """The place of each row, the best first; units too small to be ranked, and a unit in its own report, have none."""
        figures = self.comparable(indicator)
        if self.by == UNIT:
            if self.scope.data.unit != TOTAL:
                return {}
            smallest = max(self.scope.data.params.smallest_unit, 1)
            figures = figures[self.figures(registry["tasks"]) >= smallest]
        ranks = figures.rank(method="min", ascending=indicator.better == "lower").dropna()
        return {str(code): float(rank) for code, rank in ranks.items()}

    def _value(self, indicator: Indicator, quarter: Quarter | None, code: str) -> float:
        """A value of a row in any quarter: from the cells of `indicators.csv`, or from the tasks themselves."""
        data, cell = self.scope.data, self.scope.cell(self.by, code)
        total = code == TOTAL or self.by == QUARTER
        months_differ = self.by == MONTH and not total and not same_months(data.quarter, quarter)
        if quarter is None or months_differ:
            return math.nan
        if (total or self.by in PARTS) and TOTAL in cell[1:]:  # a cell of `indicators.csv`
            return data.value(indicator.name, *cell, quarter=quarter)
        place = self._place(code)
        there = data.inputs.was_there(quarter, *place)
        if indicator.uses_year_ago:
            there = there and data.inputs.is_compared(*place)
        known = self._computed(indicator, quarter, total) if there else {}
        return known.get(TOTAL if total else code, math.nan)

    def _place(self, code: str) -> tuple[str, str]:
        """The unit group and unit that a row is of; of a column of units, the one it names."""
        units = self.scope.data.inputs.unit_columns.get(self.by, {})
        return (TOTAL, units[code]) if code in units else self.scope.cell(self.by, code)[:2]

    @for_each_object
    def _computed(self, indicator: Indicator, quarter: Quarter, total: bool) -> dict[str, float]:
        """The values of the total or every row where `indicators.csv` has no such cells."""
        data, keys = self.scope.data, (TOTAL,) if total else tuple(self.with_compared)
        if data.tasks_of(quarter) is None:
            return {}

        def keyed(tasks: pd.DataFrame, of: Quarter, within: Scope) -> pd.DataFrame:
            if not within.is_everything:
                tasks = tasks[within.covers(tasks)].reset_index(drop=True)
            keys = pd.Series(TOTAL, tasks.index) if total else self._key_column(tasks, of)
            return tasks.assign(**{KEY: keys.where(self.scope.covers(tasks))})

        basis, before = data.basis(quarter, data.unit), None
        if basis.year_ago is not None:  # a task may be one of another source a year ago
            before = keyed(basis.year_ago, data.compared, replace(self.scope, source=TOTAL))
        own = replace(basis, tasks=keyed(basis.tasks, quarter, self.scope), year_ago=before)
        values = cube.compute(own, [indicator], KeyLayout(keys))
        return dict(zip(keys, values["value"], strict=True))

    def _key_column(self, tasks: pd.DataFrame, quarter: Quarter) -> pd.Series:
        if self.by == MONTH:  # months from the quarter's first, so that they meet those of another
            day = tasks["assigned_on"].dt
            first = quarter.first_day
            months = (day.year - first.year) * 12 + day.month - first.month
            return months.fillna(NO_MONTH).astype(int).astype(str)
        if self.by in PARTS:
            return tasks[self.by].astype(str)
        listed = parts(tasks[self.by])
        return listed.map(lambda keys: keys if isinstance(keys, list) and keys else [""])


def same_months(quarter: Quarter, other: Quarter | None) -> bool:
    """Whether a month of one quarter may stand beside that of another: each has its own number of the year."""
    return other is not None and other.first_day.month == quarter.first_day.month


def _month(first: date, later: int) -> BilingualText:
    """A month, so many after the first of a quarter."""
    if later == NO_MONTH:
        return NO_TITLE
    month = pd.Timestamp(first) + pd.DateOffset(months=later)
    return BilingualText("{0}/{1}", "{0} {1}").format(wording.MONTHS[month.month - 1], month.year)
