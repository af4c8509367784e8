"""The rows of a table or chart: a breakdown's codes with their labels, and every figure of each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reporting.indicators import cube
from reporting.indicators.cube import Cells
from reporting.indicators.evaluation import Grid
from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.measures import parts
from reporting.indicators.mistakes import Mistake, unknown
from reporting.indicators.views import View, views_of
from reporting.report.figures import is_small, met, progress
from reporting.report.once import for_each_object
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.formats import MONTHS
from reporting.text.quarter import Quarter

if TYPE_CHECKING:
    from reporting.report.scope import Scope

_TEXT = texts(__name__)

UNIT_GROUP, UNIT, SOURCE, MONTH, QUARTER = "unit_group", "unit", "source", "month", "quarter"
PARTS = (UNIT_GROUP, UNIT, SOURCE)
BREAKDOWNS = (*PARTS, MONTH, QUARTER)
KEY = "_breakdown"
BREAKDOWN = BilingualText("cách phân tổ", "breakdown")
HEADINGS, ROWS = _TEXT.group("headings"), _TEXT.group("rows")
NO_TITLE = BilingualText("Không ghi", "Not stated")
# The figures that are not those of `indicators.csv`: which others they are among, and their column there.
APART = {
    "previous_quarter": ("previous", "value_year_ago"),
    "change_on_previous": ("previous", "change"),
    "year_to_date": ("year_to_date", "value"),
}
# What a change is from.
BASES = {"change": "value_year_ago", "change_on_previous": "previous_quarter"}
Figures = Mapping[str, float]


@dataclass(frozen=True)
class KeyLayout(Cells):
    """The cells of a breakdown by any column of the tasks, for `cube.compute`: one for each key.

    A task counts for each of its keys; they stand in the column `KEY`, one or a list of them.
    """

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
        known = (*BREAKDOWNS, *scope.data.own_columns)
        if by not in known:
            raise Mistake(unknown(BREAKDOWN, by, known))
        self.scope, self.by = scope, by

    @cached_property
    def labels(self) -> dict[str, BilingualText]:
        """The rows in order, by code, without the total."""
        scope, data = self.scope, self.scope.data
        match self.by:
            case "unit_group":
                return {code: data.params.group_name(code) for code in scope.groups}
            case "unit":
                return {code: data.unit_name(code) for code in scope.units}
            case "source":
                return {code: data.params.source_name(code) for code in scope.sources}
            case "quarter":
                return {str(quarter): wording.quarter_short(quarter) for quarter in data.quarters}
        tasks = scope.columns("assigned_on" if self.by == MONTH else self.by)
        found = set(self._key_column(tasks, data.quarter).explode().map(str))
        if self.by == MONTH:
            first = data.quarter.first_day
            return {key: _month(first, int(key)) for key in sorted(found, key=int)}
        # what is not stated last
        return {
            key: both(key) if key else NO_TITLE
            for key in sorted(found, key=lambda key: (not key, key))
        }

    def figure(self, of: Indicator | View, code: str = TOTAL) -> float:
        """One figure of a row, or of the total (`_T`); missing where there is none."""
        (view,) = views_of(of)
        before, column = APART.get(view.figure, ("own", view.figure))
        value = self._figures(view.indicator, before, code == TOTAL).get(code, {}).get(column)
        return math.nan if value is None else float(value)

    def figures(self, of: Indicator | View, codes: Iterable[str] | None = None) -> pd.Series:
        """One figure of every row by its code, or of some rows; missing where there is none."""
        chosen = list(self.labels if codes is None else codes)
        return pd.Series([self.figure(of, code) for code in chosen], chosen, dtype=float)

    def is_small(self, view: View, code: str = TOTAL) -> bool:
        """Whether a view is a change in per cent from a count too small for one."""
        if view.figure not in BASES:
            return False
        base = View(view.indicator, BASES[view.figure])
        return is_small(view.indicator, self.figure(base, code))

    def met(self, indicator: Indicator, code: str = TOTAL) -> BilingualText | None:
        """Whether the plan of a row was met; None where nobody can say."""
        plan = self.figure(View(indicator, "plan"), code)
        return met(indicator, self.figure(indicator, code), plan)

    def progress(self, indicator: Indicator, code: str = TOTAL) -> BilingualText | None:
        """Whether a row changed for the better; None where nobody can say."""
        return progress(indicator, self.figure(View(indicator, "change"), code))

    @for_each_object
    def ranks(self, indicator: Indicator) -> dict[str, float]:
        """The place of each row, the best first; units too small to be ranked, and a unit in its own report, have none."""
        figures = self.figures(indicator)
        if self.by == UNIT:
            if self.scope.data.unit != TOTAL:
                return {}
            smallest = max(self.scope.data.params.smallest_unit, 1)
            figures = figures[self.figures(registry["tasks"]) >= smallest]
        ranks = figures.rank(method="min", ascending=indicator.better == "lower").dropna()
        return {str(code): float(rank) for code, rank in ranks.items()}

    @for_each_object
    def _figures(self, indicator: Indicator, before: str, total: bool) -> dict[str, Figures]:
        """The figures of the total or every row, compared with a year ago or the quarter before, or of the year to date."""
        data, codes = self.scope.data, [TOTAL] if total else list(self.labels)
        if self.by == QUARTER and not total:
            return {str(each): self._of_quarter(indicator, each, before) for each in data.quarters}
        if self.scope.in_cube("" if total else self.by):
            cells = data.cells(before)
            keys = {code: (indicator.name, *self.scope.cell(self.by, code)) for code in codes}
            return {code: cells[key] for code, key in keys.items() if key in cells}
        if before == "year_to_date":
            raise Mistake(_TEXT.no_year_to_date)
        other = data.compared if before == "own" else data.previous
        months_differ = self.by == MONTH and not total and not same_months(data.quarter, other)
        return self._apart(indicator, None if months_differ else other, codes)

    def _of_quarter(self, indicator: Indicator, quarter: Quarter, before: str) -> Figures:
        """A quarter's value beside that of a year before, or of the quarter before it."""
        other = quarter.year_ago if before == "own" else quarter.shift(-1)  # no row is a period
        now, then = (self.scope.total_of(indicator, each) for each in (quarter, other))
        change = now - then
        if indicator.change_in == "%":
            change = change * 100 / abs(then) if then else math.nan
        return {"value": now, "value_year_ago": then, "change": change}

    def _apart(
        self, indicator: Indicator, other: Quarter | None, codes: list[str]
    ) -> dict[str, Figures]:
        """Figures of cells that `indicators.csv` does not have, from the tasks themselves."""
        data, layout = self.scope.data, KeyLayout(tuple(codes))
        now, then, year_ago = (
            self._table(quarter, codes == [TOTAL])
            for quarter in (data.quarter, other, data.compared)
        )
        assert now is not None
        values = self.scope.compute(now, indicator, data.quarter, layout, year_ago)
        if indicator.uses_year_ago:
            values = self._of_those_there(values, data.compared, codes)
        earlier = None
        if then is not None and other is not None:
            earlier = self.scope.compute(then, indicator, other, layout)
            earlier = self._of_those_there(earlier, other, codes)
        records: Any = cube.compare(values, earlier).to_dict("records")
        return {record[UNIT]: record for record in records}

    def _of_those_there(
        self, values: pd.DataFrame, quarter: Quarter, codes: list[str]
    ) -> pd.DataFrame:
        """The same, empty for units and groups that were not there in a quarter."""
        cells = [self.scope.cell(self.by, code) for code in codes]
        there = [self.scope.data.inputs.was_there(quarter, *cell[:2]) for cell in cells]
        return values.assign(value=values["value"].where(np.array(there)))

    def _table(self, quarter: Quarter | None, total: bool) -> pd.DataFrame | None:
        """A quarter's tasks of the scope with the key or keys of each, or all under that of the total."""
        tasks = None if quarter is None else self.scope.tasks_of(quarter)
        if tasks is None or quarter is None:
            return None
        return tasks.assign(**{KEY: TOTAL if total else self._key_column(tasks, quarter)})

    def _key_column(self, tasks: pd.DataFrame, quarter: Quarter) -> pd.Series:
        if self.by == MONTH:  # months from the quarter's first, so that they meet those of another
            day = tasks["assigned_on"].dt
            first = quarter.first_day
            months = (day.year - first.year) * 12 + day.month - first.month
            return months.fillna(NO_MONTH).astype(int).astype(str)
        if self.by in (UNIT_GROUP, UNIT, SOURCE):
            return tasks[self.by].astype(str)
        listed = parts(tasks[self.by])
        return listed.map(lambda keys: keys if isinstance(keys, list) and keys else [""])


NO_MONTH = -9999


def same_months(quarter: Quarter, other: Quarter | None) -> bool:
    """Whether a month of one quarter may stand beside that of another: each has its own number of the year."""
    return other is not None and other.first_day.month == quarter.first_day.month


def _month(first: date, later: int) -> BilingualText:
    """A month, so many after the first of a quarter."""
    if later == NO_MONTH:
        return NO_TITLE
    month = pd.Timestamp(first) + pd.DateOffset(months=later)
    return BilingualText(
        f"Tháng {month.month}/{month.year}", f"{MONTHS[month.month - 1]} {month.year}"
    )
