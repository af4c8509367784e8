"""A part of the report: all of it, or what `report.where(…)` narrows to; tables, charts and sentences hang on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reporting.indicators import cube
from reporting.indicators.basis import Basis, Period
from reporting.indicators.indicator import Indicator
from reporting.indicators.views import View
from reporting.report.breakdown import KEY, SOURCE, UNIT, UNIT_GROUP, Breakdown, KeyLayout
from reporting.report.report_data import ReportData, check_code
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL
from reporting.text.quarter import Quarter


@dataclass(frozen=True)
class Scope:
    """A unit group, a unit, a source, or several of them at once; `_T` is all of a kind."""

    data: ReportData
    unit_group: str = TOTAL
    unit: str = TOTAL
    source: str = TOTAL

    def narrowed(self, unit_group: str = TOTAL, unit: str = TOTAL, source: str = TOTAL) -> Scope:
        """This scope narrowed further; a `Mistake` names the nearest code where there is no such one in it.

        A unit's own report is narrowed to that unit already.
        """
        # of all units, whatever this report's own is
        units = self.data.inputs.layout(self.data.quarter).units
        groups = dict(zip(units["code"].astype(str), units["group"].astype(str), strict=True))
        within = {
            unit: g
            for unit, g in groups.items()
            if self.unit_group in (TOTAL, g) and self.unit in (TOTAL, unit)
        }
        check_code(unit_group, dict.fromkeys(within.values()))
        check_code(unit, [code for code, group in within.items() if unit_group in (TOTAL, group)])
        check_code(source, self.sources)
        if unit != TOTAL and unit == self.data.unit:
            unit_group = unit = TOTAL
        return Scope(
            self.data,
            unit_group if unit_group != TOTAL else self.unit_group,
            unit if unit != TOTAL else self.unit,
            source if source != TOTAL else self.source,
        )

    @property
    def absent(self) -> bool:
        """Whether a unit's own report has nothing of it, since it is a group or another unit."""
        return self.data.unit != TOTAL and (self.unit_group, self.unit) != (TOTAL, TOTAL)

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return set(self.codes) == {TOTAL}

    @property
    def codes(self) -> tuple[str, str, str]:
        """Its unit group, unit and source."""
        return self.unit_group, self.unit, self.source

    @property
    def name(self) -> BilingualText:
        """What its totals are of."""
        parts = [] if self.unit == TOTAL else [self.unit_name(self.unit)]
        if not parts and self.unit_group != TOTAL:
            parts.append(self.group_label(self.unit_group))
        if self.source != TOTAL:
            parts.append(self.source_label(self.source))
        if not parts:
            return self.data.all_units
        return BilingualText(*(", ".join(half) for half in zip(*parts, strict=True)))

    # What its breakdowns are made of

    @property
    def own_columns(self) -> tuple[str, ...]:
        """The columns that params keep."""
        return self.data.own_columns

    @property
    def groups(self) -> list[str]:
        """The unit groups in it; none where it is one unit."""
        if (self.unit, self.data.unit) != (TOTAL, TOTAL):
            return []
        return self.data.groups if self.unit_group == TOTAL else [self.unit_group]

    @property
    def units(self) -> list[str]:
        """The units in it."""
        groups = self.data.unit_groups
        return [
            unit
            for unit, group in groups.items()
            if self.unit in (TOTAL, unit) and self.unit_group in (TOTAL, group)
        ]

    @property
    def sources(self) -> list[str]:
        """The sources in it."""
        return self.data.sources if self.source == TOTAL else [self.source]

    def group_label(self, code: str) -> BilingualText:
        """A unit group's name."""
        return self.data.group_label(code)

    def source_label(self, code: str) -> BilingualText:
        """A source's name."""
        return self.data.source_label(code)

    def unit_name(self, code: str) -> BilingualText:
        """A unit's name."""
        return self.data.unit_name(code)

    # Its figures

    def in_cube(self, by: str) -> bool:
        """Whether a breakdown's cells are among those of `indicators.csv`."""
        set_ = {
            name
            for name, code in ((UNIT_GROUP, self.unit_group), (UNIT, self.unit), (SOURCE, self.source))
            if code != TOTAL
        }  # fmt: skip
        allowed: dict[str, tuple[set[str], ...]] = {
            UNIT_GROUP: (set(), {SOURCE}, {UNIT_GROUP}),
            UNIT: (set(), {UNIT_GROUP}, {UNIT}),
            SOURCE: (set(), {UNIT_GROUP}, {SOURCE}),
            "": (set(), {UNIT_GROUP}, {SOURCE}, {UNIT_GROUP, SOURCE}, {UNIT}, {UNIT, UNIT_GROUP}),
        }
        return set_ in allowed.get(by, ())

    def cell(self, by: str, code: str) -> tuple[str, str, str]:
        """The unit group, unit and source of one row of a breakdown, as `indicators.csv` has them."""
        group, unit, source = self.unit_group, self.unit, self.source
        if code != TOTAL:
            if by == UNIT_GROUP:
                group = code
            elif by == UNIT:
                unit = code
            elif by == SOURCE:
                source = code
        if unit != TOTAL:
            group = self.data.unit_groups.get(unit, TOTAL)
        return group, unit, source

    def cells(self, before: str) -> Any:
        """Every cell of `indicators.csv`, beside the compared quarter, the one before, or of the year to date."""
        return self.data.cells(before)

    def tasks_of(self, quarter: Quarter) -> pd.DataFrame | None:
        """A quarter's tasks in this scope, one row each; None where there is no register."""
        tasks = self.data.tasks_of(quarter)
        if tasks is None or self.whole:
            return tasks
        return tasks[self.covers(tasks)].reset_index(drop=True)

    def covers(self, tasks: pd.DataFrame) -> pd.Series:
        """Which tasks are in it."""
        chosen = pd.Series(True, index=tasks.index)
        for column, code in zip((UNIT_GROUP, UNIT, SOURCE), self.codes, strict=True):
            if code != TOTAL:
                chosen &= tasks[column] == code
        return chosen

    def compute(
        self,
        tasks: pd.DataFrame,
        indicator: Indicator,
        quarter: Quarter,
        layout: KeyLayout,
        before: pd.DataFrame | None = None,
    ) -> pd.DataFrame:
        """An indicator's values over tasks and cells of one's own."""
        data = self.data
        period = Period.of(quarter, data.inputs.files.cut_offs.get(quarter))
        return cube.compute(Basis(tasks, period, before), [indicator], layout)

    def value(self, indicator: Indicator) -> float:
        """An indicator's value in this scope; missing where there is nothing to divide by."""
        return Breakdown(self, UNIT_GROUP).figure(View(indicator), TOTAL)

    def total_of(self, indicator: Indicator, quarter: Quarter) -> float:
        """An indicator's value in this scope in one quarter; missing where the quarter has no register."""
        if self.in_cube("") and quarter in self.data.inputs.tables:
            return self.data.value_in(quarter, indicator, *self.cell("", TOTAL))
        tasks = self.tasks_of(quarter)
        if tasks is None:
            return math.nan
        values = self.compute(tasks.assign(**{KEY: TOTAL}), indicator, quarter, KeyLayout((TOTAL,)))
        return float(values["value"].iloc[0])
