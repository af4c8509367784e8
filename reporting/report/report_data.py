"""The data of one report, in one language: its tasks, values, names and labels, for what is made from them."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from reporting.indicators.cell_registry import CellRegistry
from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.mistakes import CODE, COLUMN, Mistake, unknown
from reporting.report import workspace
from reporting.report.tables import Table
from reporting.report.values import Cell, Values
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL
from reporting.text.quarter import Quarter


class ReportData:
    """One quarter, one unit or all, one language; `shown` and `sentences` are what the notebook has said so far."""

    def __init__(self, inputs: workspace.Inputs, language: str) -> None:
        self.inputs = inputs
        self.params = inputs.params
        self.quarter = inputs.params.quarter
        self.compared = inputs.params.compared
        self.unit = inputs.unit
        self.language = language
        self.shown: CellRegistry[Table] = CellRegistry()
        self.sentences: list[BilingualText] = []
        self.chart_names: Counter[str] = Counter()
        self._values = Values(inputs)

    # Tasks

    @property
    def tasks(self) -> pd.DataFrame:
        """The quarter's tasks, with their status as of the cut-off; a copy, to be changed at will."""
        table = self.tasks_of(self.quarter)
        assert table is not None
        return table.copy(deep=False)

    @property
    def year_ago(self) -> pd.DataFrame | None:
        """The compared quarter's tasks, a copy as well, or None where its register is not there."""
        table = self.tasks_of(self.compared)
        return None if table is None else table.copy(deep=False)

    def tasks_of(self, quarter: Quarter) -> pd.DataFrame | None:
        """A quarter's tasks, of this report's unit or of all; shared, not to be changed."""
        return self.inputs.tasks(quarter, self.unit)

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters of the trend of which there is a register, and in which the unit was there, oldest first."""
        trend = [self.quarter.last.shift(-steps) for steps in range(workspace.TREND_QUARTERS)]
        return [each for each in reversed(trend) if self.tasks_of(each) is not None]

    # Values

    @property
    def values(self) -> pd.DataFrame:
        """Every value of every indicator, compared with a year ago."""
        return self._values.compared().copy(deep=False)

    def try_out(self, indicator: Indicator) -> None:
        """Compute an indicator as the report will, and from rows alone; an `IndicatorError` if it does not hold."""
        self._values.try_out(indicator)

    def rows(self) -> pd.DataFrame:
        """The rows of `indicators.csv`; a unit's own all carry it and its group, so that files can be stacked."""
        values = self.values
        if self.unit == TOTAL:
            return values
        own = values[(values["unit_group"] == TOTAL) & (values["unit"] == TOTAL)]
        return own.assign(unit_group=self.groups[0], unit=self.unit)

    def values_of(self, quarter: Quarter, unit: str | None = None) -> pd.DataFrame:
        """The values of one quarter, not compared; of another unit, or `_T`, where `unit` is given."""
        return self._values.of(quarter, self.unit if unit is None else unit).copy(deep=False)

    def value_in(self, quarter: Quarter, indicator: Indicator, *cell: str) -> float:
        """One value of another quarter, of a unit group, unit and source; missing where there is none."""
        known = self._values.values_in(quarter)
        group, unit, source = cell or (TOTAL, TOTAL, TOTAL)
        return known.get((indicator.name, group, unit, source), float("nan"))

    def cells(self, beside: str = "own") -> Mapping[Cell, Mapping[str, float]]:
        """Every cell of `indicators.csv`: beside the compared quarter (`own`), the `previous` one, or `year_to_date`."""
        return self._values.cells(beside)

    def value(
        self,
        indicator: str | Indicator,
        unit_group: str = TOTAL,
        unit: str = TOTAL,
        source: str = TOTAL,
        column: str = "value",
    ) -> float:
        """One figure of one cell, unrounded; missing where there is nothing to divide by.

        A unit's group is filled in. A `Mistake` names the nearest code where there is no such one.
        """
        name = registry[indicator if isinstance(indicator, str) else indicator.name].name
        if unit != TOTAL:
            check_code(unit, self.unit_groups)
            unit_group = self.unit_groups[unit]
        check_code(unit_group, self.groups)
        check_code(source, self.sources)
        found = self.cells().get((name, unit_group, unit, source))
        if found is None:
            return float("nan")
        if column not in found:
            raise Mistake(unknown(COLUMN, column, found))
        return found[column]

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

    @property
    def group_labels(self) -> dict[str, BilingualText]:
        """The total and, where there is more than one unit, its groups: what tables and charts show."""
        groups = self.groups if self.unit == TOTAL else []
        return {TOTAL: self.all_units, **{code: self.group_label(code) for code in groups}}

    def column_label(self, column: str) -> BilingualText:
        """The heading of a column that params keep."""
        return self.params.column_name(column)

    def group_label(self, code: str) -> BilingualText:
        """A unit group's name."""
        return self.params.group_name(code)

    def source_label(self, code: str) -> BilingualText:
        """A source's name."""
        return self.params.source_name(code)

    def short_name(self, code: str) -> BilingualText:
        """A unit's name where there is little room."""
        return BilingualText(*self.inputs.history.units.loc[code, ["short_vi", "short_en"]])

    def unit_name(self, code: str) -> BilingualText:
        """A unit's name in both languages."""
        return self._unit_names[code]

    @cached_property
    def _unit_names(self) -> dict[str, BilingualText]:
        units = self.inputs.history.units
        names = zip(units.index, units["name_vi"], units["name_en"], strict=True)
        return {str(code): BilingualText(str(vi), str(en)) for code, vi, en in names}


def check_code(code: str, known: object) -> None:
    """Refuse a code that does not exist, with the nearest one."""
    codes = [str(each) for each in known]  # type: ignore[attr-defined]
    if code != TOTAL and code not in codes:
        raise Mistake(unknown(CODE, str(code), codes))
