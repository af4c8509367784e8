"""What a report holds of its files: tasks by quarter as the units are now, plans, and what was published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, ParamSpec, TypeVar

import pandas as pd

from reporting import statement
from reporting.indicators import diff
from reporting.indicators.cube import KEYS, Layout
from reporting.inputs import params
from reporting.inputs.input_files import InputFiles
from reporting.registers import plans, tasks, units
from reporting.registers.units import MadeOf, Recast
from reporting.text import TOTAL, Quarter

Given = ParamSpec("Given")
Found = TypeVar("Found")


def for_each_object(method: Callable[Given, Found]) -> Callable[Given, Found]:
    """Keep what a method gives, for as long as its object lives."""

    def known(own: Any, *given: Any) -> Found:
        results: dict[tuple[Any, ...], Found] = vars(own).setdefault("_kept", {})
        key = (method, *given)
        if key not in results:
            results[key] = method(own, *given)  # type: ignore[call-arg]
        return results[key]

    kept: Any = known
    return wraps(method)(kept)


@dataclass(frozen=True)
class Inputs:
    """What a report holds: its params, by quarter the tasks with their status as of the cut-off, and what was published."""

    files: InputFiles
    units: units.Units
    tables: dict[Quarter, pd.DataFrame]
    register: tasks.Register
    plans: Mapping[Quarter, pd.DataFrame]  # the rows of each plan file
    unit: str = TOTAL
    # What was published of the quarter and the compared one: printed figures, and values of the report.
    statements: Mapping[Quarter, statement.Result] = field(default_factory=dict)
    published: Mapping[Quarter, diff.Values] = field(default_factory=dict)
    tiles: pd.DataFrame | None = None  # of the quarter's last day
    undated: tuple[Quarter, ...] = ()  # those whose files have statuses as of their export alone
    # The kept columns whose values are units, each with the code of every name in it.
    unit_columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # The rows of `units.csv` that such a column names in a quarter's register.
    named_units: Mapping[tuple[str, Quarter], set[int]] = field(default_factory=dict)

    @property
    def params(self) -> params.Params:
        """The quarter's params."""
        return self.files.params

    @property
    def quarter(self) -> Quarter:
        """The quarter reported on."""
        return self.params.quarter

    @cached_property
    def history(self) -> Recast:
        """The units as of the quarter's last day, and what those before them have become."""
        return self.units.on(self.quarter.last_day)

    @cached_property
    def ended(self) -> frozenset[str]:
        """The units that ended before the quarter's last day without a successor: they are compared with nothing."""
        until = self.history.units["valid_to"]
        return frozenset(until.index[until < pd.Timestamp(self.quarter.last_day)])

    def put_together(self, quarter: Quarter, by: str = "") -> MadeOf:
        """The units that were others in a quarter, with their rows then; by a column of units, of those that it names."""
        if by not in self.unit_columns:
            return self.history.put_together(quarter)
        named = (self.named_units.get((by, each), set()) for each in quarter.parts)
        return self.history.put_together(quarter, set().union(*named))

    @for_each_object
    def tasks(self, quarter: Quarter, unit: str = TOTAL) -> pd.DataFrame | None:
        """A quarter's tasks, of one unit as it is now or of all; None without a register, or where the unit was not there."""
        table = self.tables.get(quarter)
        if table is None or unit == TOTAL:
            return table
        own = table[table["unit"] == unit].reset_index(drop=True)
        there = len(own) or quarter == self.quarter or unit in self.history.made_of(quarter)
        return own if there else None

    @for_each_object
    def layout(self, quarter: Quarter, unit: str = TOTAL) -> Layout:
        """The units shown for a quarter, as they are now: those that existed in it, and any other with tasks."""
        chosen = set(self.history.made_of(quarter))
        if (table := self.tables.get(quarter)) is not None:
            chosen |= set(table["unit"].unique())
        if unit != TOTAL:
            chosen &= {unit}
        named = self.history.units
        shown = named.loc[named.index.isin(chosen), ["group"]].rename_axis("code").reset_index()
        groups = self.params.in_order(list(dict.fromkeys(shown["group"])))
        return Layout(shown, groups, list(self.params.sources))

    def was_there(self, quarter: Quarter, unit_group: str, unit: str) -> bool:
        """Whether a unit, or a group, is or has a predecessor in a quarter."""
        then = self.layout(quarter)
        if unit != TOTAL:
            return unit in set(then.units["code"])
        return unit_group in (TOTAL, *then.groups)

    def is_compared(self, unit_group: str, unit: str) -> bool:
        """Whether a unit, or a group, has figures of the comparison quarter."""
        return unit not in self.ended and self.was_there(self.params.compared, unit_group, unit)

    def plan_of_cells(self, quarter: Quarter) -> pd.DataFrame:
        """The plans of the cells of a quarter; a total without its own has the target of params, a unit's report its plan."""
        columns, rows = ["indicator", *KEYS, "plan"], self._planned(quarter)
        found = rows.loc[rows["week"].isna(), columns].dropna(subset="plan")
        if self.unit != TOTAL:
            return found
        targets = self.files.settings[quarter].targets if quarter in self.files.settings else {}
        totals = pd.Series(targets, dtype=float).rename_axis("indicator").reset_index(name="plan")
        totals = totals.assign(**dict.fromkeys(KEYS, TOTAL))
        return pd.concat([found, totals]).drop_duplicates(["indicator", *KEYS])

    @for_each_object
    def plans_of(self, quarter: Quarter) -> dict[tuple[str, ...], float]:
        """The plans of a quarter by indicator, unit group, unit and source."""
        rows = self.plan_of_cells(quarter).itertuples(index=False, name=None)
        return {tuple(cell): plan for *cell, plan in rows}

    def plan_by_week(self, indicator: str, cell: tuple[str, str, str]) -> dict[int, float]:
        """What is planned for each week of the quarter."""
        rows = self._planned(self.quarter).dropna(subset=["week", "plan"])
        rows = rows[(rows[["indicator", *KEYS]] == [indicator, *cell]).all(axis=1)]
        return {int(week): float(plan) for week, plan in rows[["week", "plan"]].to_numpy()}

    def _planned(self, quarter: Quarter) -> pd.DataFrame:
        """The rows of a quarter's plan file; those of a unit's report are its total's and group's, too."""
        rows = self.plans.get(quarter, plans.NONE)
        if quarter != self.quarter:  # units that have changed since have none
            then, codes = self.history.made_of(quarter), self.units.table["code"].to_numpy()
            same = {unit for unit in then if list(codes[then[unit]]) == [unit]}
            rows = rows[rows["unit"].isin(same | {TOTAL})]
        if self.unit == TOTAL:
            return rows
        own = rows[rows["unit"] == self.unit]
        return pd.concat([own, own.assign(unit_group=TOTAL, unit=TOTAL), own.assign(unit=TOTAL)])
