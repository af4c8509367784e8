"""The values of a report: every cell of every indicator, computed once, and anew when an indicator changes."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from reporting.indicators import cube, diff, locality
from reporting.indicators.basis import Basis, Period
from reporting.indicators.codes import guarded
from reporting.indicators.diff import Place
from reporting.indicators.evaluation import Figures, evaluate
from reporting.indicators.indicator import Indicator, registry
from reporting.report.once import for_each_object
from reporting.report.report_inputs import Inputs
from reporting.text.codes import TOTAL
from reporting.text.formats import without_noise
from reporting.text.quarter import Quarter

Result = TypeVar("Result")
FigureKey = tuple[str, str, str, str]
Cell = tuple[str, str, str]
TOTAL_CELL: Cell = (TOTAL, TOTAL, TOTAL)


class Values:
    """The values of one report's inputs; what is handed out is shared, and not to be changed."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self._defined: tuple[Indicator, ...] = ()
        self._known: dict[object, Any] = {}

    def of(self, quarter: Quarter, unit: str) -> pd.DataFrame:
        """The values of one quarter and unit, not compared; columns as `cube.compute` gives them."""

        def compute() -> pd.DataFrame:
            figures = {each: self.figures(each, quarter, unit) for each in self._defined}
            values = cube.table(figures, quarter, self.inputs.layout(quarter, unit))
            names = [each.name for each in self._defined if each.uses_year_ago]
            if names and unit == TOTAL:  # what was not there is not compared with the year before
                compared = self.inputs.params.compared
                cells = values[["unit_group", "unit"]].itertuples(index=False, name=None)
                there = np.array([self.inputs.was_there(compared, *cell) for cell in cells], bool)
                gone = values["indicator"].isin(names) & ~there
                values[cube.PARTS] = values[cube.PARTS].mask(gone)
            return values

        return self._once((quarter, unit), compute)

    @for_each_object
    def figures(self, indicator: Indicator, quarter: Quarter, unit: str) -> Figures:
        """All cells of one indicator."""
        return evaluate(indicator.measure(self.basis(quarter, unit)), self._grids(quarter, unit))

    @for_each_object
    def _grids(self, quarter: Quarter, unit: str) -> cube.Grids:
        return self.inputs.layout(quarter, unit).grids(self.basis(quarter, unit))

    @for_each_object
    def basis(self, quarter: Quarter, unit: str) -> Basis:
        """What the indicators of a quarter and unit are computed from."""
        inputs, own = self.inputs, self.inputs.params
        tasks = inputs.tasks(quarter, unit)
        assert tasks is not None, f"no register of {quarter}"
        before = inputs.tasks(own.compared, unit) if quarter == own.quarter else None
        period = Period.of(quarter, inputs.files.cut_offs[quarter.last])
        return Basis(guarded(tasks), period, None if before is None else guarded(before))

    def try_out(self, indicator: Indicator) -> None:
        """Compute an indicator as the report will, and from rows alone; an `IndicatorError` if it does not hold."""
        inputs = self.inputs
        if inputs.unit != TOTAL:
            trial = self._trial_of_unit()
            trial.check(indicator, evaluate(indicator.measure(trial.basis), trial.grids))
            return
        for quarter in (inputs.quarter, inputs.params.compared):
            if quarter in inputs.tables:
                self._trial(quarter).check(indicator, self.figures(indicator, quarter, TOTAL))

    @for_each_object
    def _trial(self, quarter: Quarter) -> locality.Trial:
        return locality.Trial(
            self.basis(quarter, TOTAL), self.inputs.layout(quarter), name=self.inputs.named
        )

    @for_each_object
    def _trial_of_unit(self) -> locality.Trial:
        """The report's unit beside the one with the fewest tasks, so that a report of one unit costs little."""
        quarter, unit = self.inputs.quarter, self.inputs.unit
        basis, layout = self.basis(quarter, TOTAL), self.inputs.layout(quarter)
        counts = basis.tasks["unit"].value_counts().drop(unit, errors="ignore")
        pair = [unit, *counts[counts > 0].index[-1:]]
        tasks, before = (
            None if table is None else table[table["unit"].isin(pair)].reset_index(drop=True)
            for table in (basis.tasks, basis.year_ago)
        )
        assert tasks is not None
        shown = layout.units[layout.units["code"].isin(pair)]
        return locality.Trial(
            Basis(tasks, basis.period, before),
            replace(layout, units=shown),
            {"unit": 1},
            self.inputs.named,
        )

    def table(self) -> pd.DataFrame:
        """The report's own values with those of the compared quarter and the plan; columns as `indicators.csv`."""

        def compute() -> pd.DataFrame:
            own, unit = self.inputs.params, self.inputs.unit
            known = self.inputs.tasks(own.compared, unit) is not None
            before = self.of(own.compared, unit) if known else None
            values = cube.compare(self.of(own.quarter, unit), before)
            values = cube.against_plan(values, self.inputs.plan_of_cells())
            together, moved = self.inputs.put_together, self.inputs.regrouped
            broken = values["unit"].isin(list(together)) | (unit in together)
            broken |= (values["unit"] == TOTAL) & values["unit_group"].isin(moved)
            compared = values["value_year_ago"].notna()
            values = cube.flagged(values, "b", (compared & broken).to_numpy())
            return cube.flagged(values, "r", self._revised(values))

        return self._once("table", compute)

    def _revised(self, values: pd.DataFrame) -> np.ndarray:
        """Which values are not those of the release that the report revises; of a unit, its total alone is known."""
        inputs = self.inputs
        released = inputs.published.get(inputs.params.quarter, {})
        if inputs.unit != TOTAL:
            group = inputs.layout(inputs.quarter, inputs.unit).groups[0]
            values = values.assign(unit_group=group, unit=inputs.unit)
        rows = values[[*diff.KEYS, "value"]].itertuples(index=False, name=None)
        figures = ((Place(*place), None if math.isnan(value) else value) for *place, value in rows)
        return np.array(
            [place in released and not _alike(released[place], now) for place, now in figures], bool
        )

    def cells(self, which: str = "own") -> Mapping[FigureKey, Mapping[str, float]]:
        """The report's own figures by indicator, unit group, unit and source.

        They are compared with a year ago, or with the `previous` quarter; or they are those of the `year_to_date`,
        of which there are none where a register of the year is missing.
        """

        def compute() -> Mapping[FigureKey, Mapping[str, float]]:
            own, unit, tables = self.inputs.quarter, self.inputs.unit, self.inputs.tables
            if which == "year_to_date":
                period = own.until(own.number)
                return self._cells_of(period) if period in tables else {}
            if which == "previous":
                before = self.of(own.shift(-1), unit) if own.shift(-1) in tables else None
                return _by_cell(cube.compare(self.of(own, unit), before))
            return _by_cell(self.table())

        return self._once(("cells", which), compute)

    def value_in(self, quarter: Quarter, indicator: Indicator, cell: Cell = TOTAL_CELL) -> float:
        """One value of another quarter, of a unit group, unit and source; missing where there is none."""
        return self._cells_of(quarter).get((indicator.name, *cell), {}).get("value", math.nan)

    def _cells_of(self, quarter: Quarter) -> Mapping[FigureKey, Mapping[str, float]]:
        return self._once(("values", quarter), lambda: _by_cell(self.of(quarter, self.inputs.unit)))

    def _once(self, key: object, compute: Callable[[], Result]) -> Result:
        """What holds until an indicator is defined anew."""
        if (defined := tuple(registry)) != self._defined:
            self._defined, self._known = defined, {}
        if key not in self._known:
            self._known[key] = compute()
        found: Result = self._known[key]
        return found


def _by_cell(values: pd.DataFrame) -> dict[FigureKey, Mapping[str, float]]:
    rows: Any = values[[column for column in cube.NUMBERS if column in values]].to_dict("records")
    keys = values[["indicator", *cube.KEYS]].itertuples(index=False, name=None)
    return dict(zip(keys, rows, strict=True))


def _alike(one: Decimal | None, other: float | None) -> bool:
    """Whether two figures are the same but for the noise of a computation, or both missing."""
    if one is None or other is None:
        return one is other
    return without_noise(one) == without_noise(other)
