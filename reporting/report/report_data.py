"""The data of one report: its tasks, every value, computed once and anew when an indicator changes, and its names."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property, wraps
from typing import Any

import numpy as np
import pandas as pd

from reporting.indicators import cube, diff
from reporting.indicators.basis import Basis, Period, guarded
from reporting.indicators.evaluation import Figures, evaluate
from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.registry import CellRegistry
from reporting.inputs.input_files import TREND_QUARTERS
from reporting.report.report_inputs import Found, Given, Inputs, for_each_object
from reporting.tables.table import Table
from reporting.text import TOTAL, BilingualText, Quarter, both
from reporting.text.wording import without_noise

Codes = tuple[str, str, str]  # a unit group, unit and source
Figure = Mapping[Any, float]  # the columns of `indicators.csv` in one cell
TOTAL_CELL: Codes = (TOTAL, TOTAL, TOTAL)


def until_defined_anew(method: Callable[Given, Found]) -> Callable[Given, Found]:
    """Keep what a method gives until an indicator is defined anew."""
    kept: Any = for_each_object(lambda own, _defined, *given: method(own, *given))  # type: ignore[call-arg]
    return wraps(method)(lambda own, *given: kept(own, tuple(registry), *given))  # type: ignore[return-value]


class ReportData:
    """One quarter, one unit or all, one language, with what the notebook has said so far; what is handed out is shared."""

    def __init__(self, inputs: Inputs, language: str) -> None:
        self.inputs, self.language = inputs, language
        self.params, self.unit = inputs.params, inputs.unit
        self.quarter, self.compared = inputs.params.quarter, inputs.params.compared
        self.previous = inputs.params.previous
        self.tables: CellRegistry[Table] = CellRegistry()
        self.sentences: list[BilingualText] = []
        self.typed: Counter[str] = Counter()  # the numbers in them that were written by hand
        self.chart_names: Counter[str] = Counter()
        self.finish_again: Callable[[], None] = lambda: None  # after a table below `finish`

    # Tasks

    @property
    def tasks(self) -> pd.DataFrame:
        """The quarter's tasks, with their status as of the cut-off."""
        table = self.tasks_of(self.quarter)
        assert table is not None
        return table

    def tasks_of(self, quarter: Quarter) -> pd.DataFrame | None:
        """A quarter's tasks, of this report's unit or of all."""
        return self.inputs.tasks(quarter, self.unit)

    def year_ago(self, unit: str) -> pd.DataFrame | None:
        """The comparison quarter's tasks, of a unit or of all; None without a register, or where the unit has no comparison."""
        return None if unit in self.inputs.ended else self.inputs.tasks(self.compared, unit)

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters of the trend of which there is a register, and in which the unit was there, oldest first."""
        trend = [self.quarter.last.shift(-steps) for steps in range(TREND_QUARTERS)]
        return [each for each in reversed(trend) if self.tasks_of(each) is not None]

    @cached_property
    def quarters_of(self) -> dict[str, Quarter | None]:
        """Of which quarter a figure is a value."""
        return {
            "value": self.quarter,
            "value_year_ago": self.compared,
            "previous_quarter": self.previous,
            "year_to_date": self.to_date,
            **{str(each): each for each in self.quarters},
        }

    @property
    def to_date(self) -> Quarter:
        """The period from the year's first quarter to this one."""
        return self.quarter.until(self.quarter.number)

    # Values

    @for_each_object
    def basis(self, quarter: Quarter, unit: str) -> Basis:
        """What the indicators of a quarter and unit are computed from."""
        tasks = self.inputs.tasks(quarter, unit)
        assert tasks is not None, f"no register of {quarter}"
        before = self.year_ago(unit) if quarter == self.quarter else None
        period = Period.of(quarter, self.inputs.files.cut_off(quarter.last))
        return Basis(guarded(tasks), period, None if before is None else guarded(before))

    @for_each_object
    def figures(self, indicator: Indicator, quarter: Quarter) -> Figures:
        """All cells of one indicator."""
        return evaluate(indicator.measure(self.basis(quarter, self.unit)), self._grids(quarter))

    @for_each_object
    def _grids(self, quarter: Quarter) -> cube.Grids:
        return self.inputs.layout(quarter, self.unit).grids(self.basis(quarter, self.unit))

    @until_defined_anew
    def _values(self, quarter: Quarter) -> pd.DataFrame:
        """The values of one quarter, not compared; columns as `cube.table` gives them."""
        figures = {each: self.figures(each, quarter) for each in registry}
        values = cube.table(figures, quarter, self.inputs.layout(quarter, self.unit))
        names = [each.name for each in registry if each.uses_year_ago]
        if names and self.unit == TOTAL:  # what was not there is not compared with a year ago
            cells = values[["unit_group", "unit"]].itertuples(index=False, name=None)
            there = np.array([self.inputs.is_compared(*cell) for cell in cells], bool)
            gone = values["indicator"].isin(names) & ~there
            values[cube.PARTS] = values[cube.PARTS].mask(gone)
        return values

    @until_defined_anew
    def table(self) -> pd.DataFrame:
        """The report's own values with those of the comparison quarter and the plan; columns as `indicators.csv`."""
        before = None
        if self.year_ago(self.unit) is not None:
            before = self._values(self.compared)
            before = before[~before["unit"].isin(self.inputs.ended)]
        values = cube.compare(self._values(self.quarter), before)
        values = cube.against_plan(values, self.inputs.plan_of_cells(self.quarter))
        together = self.inputs.put_together(self.compared)
        moved = self.inputs.history.regrouped(self.compared)
        broken = values["unit"].isin(list(together)) | (self.unit in together)
        broken |= (values["unit"] == TOTAL) & values["unit_group"].isin(moved)
        looking_back = values["indicator"].map(lambda name: registry[name].uses_year_ago)
        compared = values["value_year_ago"].notna() | looking_back & values["value"].notna()
        values = cube.flagged(values, "b", (compared & broken).to_numpy())
        return cube.flagged(values, "r", self._revised(values))

    def rows(self) -> pd.DataFrame:
        """The rows of `indicators.csv`; a unit's own all carry it and its group, so that files can be stacked."""
        values = self.table()
        if self.unit == TOTAL:
            return values
        own = values[(values["unit_group"] == TOTAL) & (values["unit"] == TOTAL)]
        return own.assign(unit_group=self.groups[0], unit=self.unit)

    def _revised(self, values: pd.DataFrame) -> np.ndarray:
        """Which values are not those of the release that the report revises; of a unit, its total alone is known."""
        released = self.inputs.published.get(self.quarter, {})
        if self.unit != TOTAL:
            values = values.assign(unit_group=self.groups[0], unit=self.unit)
        rows = values[[*diff.KEYS, "value"]].itertuples(index=False, name=None)
        pairs = ((released.get(diff.Place(*place), now), now) for *place, now in rows)
        # two that are missing are alike
        exact = (map(without_noise, (math.nan if was is None else was, now)) for was, now in pairs)
        return np.array([was != now and str(was) != str(now) for was, now in exact], bool)

    @until_defined_anew
    def cells(self, quarter: Quarter | None = None) -> Mapping[tuple[str, ...], Figure]:
        """The figures of `indicators.csv`, or another quarter's values, by indicator, unit group, unit and source."""
        quarter = quarter or self.quarter
        if self.tasks_of(quarter) is None:
            return {}
        values = self.table() if quarter == self.quarter else self._values(quarter)
        keys = values[["indicator", *cube.KEYS]].itertuples(index=False, name=None)
        return dict(zip(keys, values.filter(cube.NUMBERS).to_dict("records"), strict=True))

    def value(
        self, indicator: str, unit_group: str = TOTAL, unit: str = TOTAL, source: str = TOTAL,
        column: str = "value", quarter: Quarter | None = None,
    ) -> float:  # fmt: skip
        """One figure of `indicators.csv`, or another quarter's value, unrounded or missing; a unit's group is filled in."""
        cell = (registry[indicator].name, self.unit_groups.get(unit, unit_group), unit, source)
        return self.cells(quarter).get(cell, {}).get(column, math.nan)

    def trend(self, indicator: Indicator) -> list[float]:
        """The values of all in the quarters of the trend."""
        return [self.value(indicator.name, quarter=quarter) for quarter in self.quarters]

    # Names

    @cached_property
    def unit_groups(self) -> dict[str, str]:
        """The units of this report with the group of each, in the order shown."""
        units = self.inputs.layout(self.quarter, self.unit).units
        return {str(c): str(g) for c, g in zip(units["code"], units["group"], strict=True)}

    @property
    def groups(self) -> list[str]:
        """The unit groups of this report, in order."""
        return self.inputs.layout(self.quarter, self.unit).groups

    @property
    def all_units(self) -> BilingualText:
        """What the totals are of: all units, or the unit of this report."""
        return self.name("unit", self.unit) if self.unit != TOTAL else self.params.all_units.text

    def short_name(self, code: str) -> BilingualText:
        """A unit's name where there is little room."""
        return self._names_of_units("short")[code]

    def name(self, column: str, code: str) -> BilingualText:
        """What a unit, group or source, or the total over them, is called; one that is not known any more by its code."""
        if column == "source":
            return self.params.source_name(code)
        if code == TOTAL:
            return self.all_units
        if column == "unit_group":
            return self.params.group_name(code)
        return self._names_of_units("name").get(code, both(code))

    def name_and_code(self, column: str, code: str) -> BilingualText:
        """What a unit, group or source is called, with its code."""
        return both("{0} ({1})").format(self.name(column, code), code)

    def names_of(self, unit_group: str, unit: str, source: str) -> list[BilingualText]:
        """What a cell is of, in words: a group or a unit, a source; nothing where it is the total."""
        place = ("unit_group", unit_group) if unit == TOTAL else ("unit", unit)
        return [self.name(*each) for each in (place, ("source", source)) if each[1] != TOTAL]

    @for_each_object
    def _names_of_units(self, kind: str) -> dict[str, BilingualText]:
        names = self.inputs.history.units[[f"{kind}_vi", f"{kind}_en"]].itertuples(name=None)
        return {str(code): BilingualText(str(vi), str(en)) for code, vi, en in names}
