"""The data of one report, in one language: its tasks, values, names and labels, for what is made from them."""

import math
from collections import Counter
from functools import cached_property

import pandas as pd

from reporting.indicators.cell_registry import CellRegistry
from reporting.indicators.indicator import Indicator
from reporting.inputs.input_files import TREND_QUARTERS
from reporting.report.report_inputs import Inputs
from reporting.report.values import Values
from reporting.tables.table import Table
from reporting.text.bilingual import BilingualText, both
from reporting.text.codes import TOTAL
from reporting.text.quarter import Quarter


class ReportData(Values):
    """One quarter, one unit or all, one language; `tables` and `sentences` are what the notebook has said so far."""

    def __init__(self, inputs: Inputs, language: str) -> None:
        super().__init__(inputs)
        self.params, self.unit, self.language = inputs.params, inputs.unit, language
        self.quarter, self.compared = inputs.params.quarter, inputs.params.compared
        self.tables: CellRegistry[Table] = CellRegistry()
        self.sentences: list[BilingualText] = []
        self.chart_names: Counter[str] = Counter()

    # Tasks

    @property
    def tasks(self) -> pd.DataFrame:
        """The quarter's tasks, with their status as of the cut-off; shared, not to be changed."""
        table = self.tasks_of(self.quarter)
        assert table is not None
        return table

    def tasks_of(self, quarter: Quarter) -> pd.DataFrame | None:
        """A quarter's tasks, of this report's unit or of all; shared, not to be changed."""
        return self.inputs.tasks(quarter, self.unit)

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters of the trend of which there is a register, and in which the unit was there, oldest first."""
        trend = [self.quarter.last.shift(-steps) for steps in range(TREND_QUARTERS)]
        return [each for each in reversed(trend) if self.tasks_of(each) is not None]

    @property
    def previous(self) -> Quarter | None:
        """The quarter before; a period has none."""
        return self.quarter.shift(-1) if self.quarter.quarters == 1 else None

    # Values

    def rows(self) -> pd.DataFrame:
        """The rows of `indicators.csv`; a unit's own all carry it and its group, so that files can be stacked."""
        values = self.table()
        if self.unit == TOTAL:
            return values
        own = values[(values["unit_group"] == TOTAL) & (values["unit"] == TOTAL)]
        return own.assign(unit_group=self.groups[0], unit=self.unit)

    def value(
        self,
        indicator: str,
        unit_group: str = TOTAL,
        unit: str = TOTAL,
        source: str = TOTAL,
        column: str = "value",
    ) -> float:
        """One figure of `indicators.csv`, unrounded; missing where there is none. A unit's group is filled in."""
        group = self.unit_groups.get(unit, unit_group)
        found = self.cells().get((indicator, group, unit, source), {})
        return found.get(column, math.nan)

    def trend(self, indicator: Indicator) -> list[float]:
        """The values of all in the quarters of the trend."""
        return [self.value_in(quarter, indicator) for quarter in self.quarters]

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
    def sources(self) -> list[str]:
        """The sources of tasks, in order."""
        return list(self.params.sources)

    @property
    def own_columns(self) -> tuple[str, ...]:
        """The columns that params keep of an export."""
        return tuple(self.params.columns)

    @property
    def all_units(self) -> BilingualText:
        """What the totals are of: all units, or the unit of this report."""
        return self.params.all_units.text if self.unit == TOTAL else self.unit_name(self.unit)

    def short_name(self, code: str) -> BilingualText:
        """A unit's name where there is little room."""
        return BilingualText(*self.inputs.history.units.loc[code, ["short_vi", "short_en"]])

    def unit_name(self, code: str) -> BilingualText:
        """A unit's name in both languages; one that is not known any more is shown by its code."""
        return self._unit_names.get(code, both(code))

    def names_of(self, unit_group: str, unit: str, source: str) -> list[BilingualText]:
        """What a cell is of, in words: a group or a unit, a source; nothing where it is the total."""
        names = []
        if unit != TOTAL:
            names.append(self.unit_name(unit))
        elif unit_group != TOTAL:
            names.append(self.params.group_name(unit_group))
        return names if source == TOTAL else [*names, self.params.source_name(source)]

    @cached_property
    def _unit_names(self) -> dict[str, BilingualText]:
        names = self.inputs.history.units[["name_vi", "name_en"]].itertuples(name=None)
        return {str(code): BilingualText(str(vi), str(en)) for code, vi, en in names}
