"""The values of a report: every cell of every indicator, computed once, and anew when an indicator changes."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from reporting.indicators import cube, diff, locality
from reporting.indicators.basis import Basis, Period
from reporting.indicators.diff import Place
from reporting.indicators.evaluation import Figures, evaluate
from reporting.indicators.indicator import Indicator, registry
from reporting.report.workspace import Inputs
from reporting.text.codes import TOTAL
from reporting.text.formats import without_noise
from reporting.text.quarter import Quarter

Result = TypeVar("Result")
Cell = tuple[str, str, str, str]


class Values:
    """The values of one report's inputs; what is handed out is shared, and not to be changed."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._defined: tuple[Indicator, ...] = ()
        self._known: dict[object, Any] = {}
        self._lasting: dict[object, Any] = {}

    def of(self, quarter: Quarter, unit: str) -> pd.DataFrame:
        """The values of one quarter and unit, not compared; columns as `cube.compute` gives them."""

        def compute() -> pd.DataFrame:
            figures = {each: self.figures(each, quarter, unit) for each in self._defined}
            return cube.table(figures, quarter, self._inputs.layout(quarter, unit))

        return self._once((quarter, unit), compute)

    def figures(self, indicator: Indicator, quarter: Quarter, unit: str) -> Figures:
        """All cells of one indicator."""

        def compute() -> Figures:
            basis, layout = self.basis(quarter, unit), self._inputs.layout(quarter, unit)
            grids = _kept(self._lasting, ("grids", quarter, unit), lambda: layout.grids(basis))
            return evaluate(indicator.measure(basis), grids)

        return _kept(self._lasting, (indicator, quarter, unit), compute)

    def basis(self, quarter: Quarter, unit: str) -> Basis:
        """What the indicators of a quarter and unit are computed from."""
        inputs, own = self._inputs, self._inputs.params
        tasks = inputs.tasks(quarter, unit)
        assert tasks is not None, f"no register of {quarter}"
        before = inputs.tasks(own.compared, unit) if quarter == own.quarter else None
        return Basis(tasks, Period.of(quarter, inputs.files.cut_offs[quarter.last]), before)

    def try_out(self, indicator: Indicator) -> None:
        """Compute an indicator as the report will, and from rows alone; an `IndicatorError` if it does not hold."""
        inputs = self._inputs
        if inputs.unit != TOTAL:
            trial = _kept(self._lasting, "trial", self._trial_of_unit)
            trial.check(indicator, evaluate(indicator.measure(trial.basis), trial.grids))
            return
        for quarter in (inputs.quarter, inputs.params.compared):
            if quarter in inputs.tables:
                figures = self.figures(indicator, quarter, TOTAL)
                trial = _kept(self._lasting, ("trial", quarter), partial(self._trial, quarter))
                trial.check(indicator, figures)

    def _trial(self, quarter: Quarter) -> locality.Trial:
        return locality.Trial(self.basis(quarter, TOTAL), self._inputs.layout(quarter))

    def _trial_of_unit(self) -> locality.Trial:
        """The report's unit beside the one with the fewest tasks, so that a report of one unit costs little."""
        quarter, unit = self._inputs.quarter, self._inputs.unit
        basis, layout = self.basis(quarter, TOTAL), self._inputs.layout(quarter)
        counts = basis.tasks["unit"].value_counts().drop(unit, errors="ignore")
        pair = [unit, *counts[counts > 0].index[-1:]]
        tasks, before = (
            None if table is None else table[table["unit"].isin(pair)].reset_index(drop=True)
            for table in (basis.tasks, basis.year_ago)
        )
        assert tasks is not None
        shown = layout.units[layout.units["code"].isin(pair)]
        return locality.Trial(
            Basis(tasks, basis.period, before), replace(layout, units=shown), {"unit": 1}
        )

    def compared(self) -> pd.DataFrame:
        """The report's own values beside those of the compared quarter and the plan; columns as `indicators.csv`."""

        def compute() -> pd.DataFrame:
            own, unit = self._inputs.params, self._inputs.unit
            known = self._inputs.tasks(own.compared, unit) is not None
            before = self.of(own.compared, unit) if known else None
            values = cube.compare(self.of(own.quarter, unit), before)
            values = cube.against_plan(values, self._inputs.plan_of_cells())
            together = self._inputs.put_together
            broken = values["unit"].isin(list(together)) | (unit in together)
            compared = values["value_year_ago"].notna()
            values = cube.flagged(values, "b", (compared & broken).to_numpy())
            return cube.flagged(values, "r", self._revised(values))

        return self._once("compared", compute)

    def _revised(self, values: pd.DataFrame) -> np.ndarray:
        """Which values are not those of the release that the report revises; of a unit, its total alone is known."""
        inputs = self._inputs
        released = inputs.published.get(inputs.params.quarter, {})
        if inputs.unit != TOTAL:
            group = inputs.layout(inputs.quarter, inputs.unit).groups[0]
            values = values.assign(unit_group=group, unit=inputs.unit)
        rows = values[[*diff.KEYS, "value"]].itertuples(index=False, name=None)
        return np.array(
            [_is_revised(released, Place(*place), value) for *place, value in rows], dtype=bool
        )

    def _on_previous(self) -> pd.DataFrame:
        own, unit = self._inputs.params.quarter, self._inputs.unit
        previous = own.shift(-1)
        before = self.of(previous, unit) if previous in self._inputs.tables else None
        return cube.against_plan(cube.compare(self.of(own, unit), before), None)

    def year_to_date(self) -> pd.DataFrame | None:
        """The values from January to the quarter's end, not compared; columns as `cube.compute` gives them.

        None where a register of the year is missing.
        """
        quarter = self._inputs.quarter
        period = quarter.until(quarter.number)
        return self.of(period, self._inputs.unit) if period in self._inputs.tables else None

    def cells(self, beside: str = "own") -> Mapping[Cell, Mapping[str, float]]:
        """The report's own figures by indicator, unit group, unit and source.

        They stand beside those of the compared quarter, or of the `previous` one; or they are those of the `year_to_date`.
        """

        def compute() -> dict[Cell, Mapping[str, float]]:
            frames = {"previous": self._on_previous, "year_to_date": self.year_to_date}
            values = frames.get(beside, self.compared)()
            if values is None:
                return {}
            known = [column for column in cube.NUMBERS if column in values]
            rows: Any = values[known].to_dict("records")
            keys = values[["indicator", *cube.KEYS]].itertuples(index=False, name=None)
            return dict(zip(keys, rows, strict=True))

        return self._once(("cells", beside), compute)

    def values_in(self, quarter: Quarter) -> Mapping[Cell, float]:
        """Every value of one quarter by indicator, unit group, unit and source."""

        def compute() -> dict[Cell, float]:
            values = self.of(quarter, self._inputs.unit)
            keys = values[["indicator", *cube.KEYS]].itertuples(index=False, name=None)
            return dict(zip(keys, values["value"], strict=True))

        return self._once(("values", quarter), compute)

    def _once(self, key: object, compute: Callable[[], Result]) -> Result:
        """What holds until an indicator is defined anew."""
        defined = tuple(registry)
        if defined != self._defined:
            self._defined, self._known = defined, {}
        return _kept(self._known, key, compute)


def _kept(known: dict[object, Any], key: object, compute: Callable[[], Result]) -> Result:
    if key not in known:
        known[key] = compute()
    found: Result = known[key]
    return found


def _is_revised(released: diff.Values, place: Place, value: float) -> bool:
    """Whether a release has the cell with another value; what it does not have was not revised."""
    if place not in released:
        return False
    then = released[place]
    if then is None or math.isnan(value):
        return (then is None) != math.isnan(value)
    return without_noise(then) != without_noise(value)
