"""The values of a report: every cell of every indicator, computed once, and anew when an indicator changes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from reporting.indicators import cube, diff
from reporting.indicators.diff import Place
from reporting.indicators.indicator import Indicator, registry
from reporting.report.workspace import Inputs
from reporting.text.codes import TOTAL
from reporting.text.formats import without_noise
from reporting.text.quarter import Quarter

FIGURES = ["value", "numerator", "denominator", "value_year_ago", "change"]

Result = TypeVar("Result")
Cell = tuple[str, str, str, str]


class Values:
    """The values of one report's inputs; what is handed out is shared, and not to be changed."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._defined: tuple[Indicator, ...] = ()
        self._known: dict[object, Any] = {}

    def of(self, quarter: Quarter, unit: str) -> pd.DataFrame:
        """The values of one quarter and unit, not compared; columns as `cube.compute` gives them."""

        def compute() -> pd.DataFrame:
            inputs, own = self._inputs, self._inputs.params
            tasks = inputs.tasks(quarter, unit)
            assert tasks is not None, f"no register of {quarter}"
            before = inputs.tasks(own.compared, unit) if quarter == own.quarter else None
            layout = inputs.layout(quarter, unit)
            return cube.compute(tasks, self._defined, quarter, layout, before)

        return self._once((quarter, unit), compute)

    def compared(self) -> pd.DataFrame:
        """The report's own values beside those of the compared quarter; columns as `indicators.csv`."""

        def compute() -> pd.DataFrame:
            own, unit = self._inputs.params, self._inputs.unit
            known = own.compared in self._inputs.tables
            before = self.of(own.compared, unit) if known else None
            values = cube.compare(self.of(own.quarter, unit), before)
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

    def cells(self) -> Mapping[Cell, Mapping[str, float]]:
        """The report's own figures by indicator, unit group, unit and source."""

        def compute() -> dict[Cell, Mapping[str, float]]:
            values = self.compared()
            rows: Any = values[FIGURES].to_dict("records")
            keys = values[["indicator", *cube.KEYS]].itertuples(index=False, name=None)
            return dict(zip(keys, rows, strict=True))

        return self._once("cells", compute)

    def totals(self, quarter: Quarter) -> Mapping[str, float]:
        """Every indicator's total in one quarter: the first of its cells."""

        def compute() -> dict[str, float]:
            firsts = self.of(quarter, self._inputs.unit).drop_duplicates("indicator")
            return dict(zip(firsts["indicator"], firsts["value"], strict=True))

        return self._once(("totals", quarter), compute)

    def _once(self, key: object, compute: Callable[[], Result]) -> Result:
        defined = tuple(registry)
        if defined != self._defined:
            self._defined, self._known = defined, {}
        if key not in self._known:
            self._known[key] = compute()
        found: Result = self._known[key]
        return found


def _is_revised(released: diff.Values, place: Place, value: float) -> bool:
    """Whether a release has the cell with another value; what it does not have was not revised."""
    if place not in released:
        return False
    then = released[place]
    if then is None or math.isnan(value):
        return (then is None) != math.isnan(value)
    return without_noise(then) != without_noise(value)
