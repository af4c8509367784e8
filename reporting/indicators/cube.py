"""All cells of all indicators in one pass, and their comparison with another quarter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd

from reporting.indicators.basis import Basis
from reporting.indicators.evaluation import Figures, Grid, evaluate
from reporting.indicators.indicator import Indicator
from reporting.indicators.registry import change_in
from reporting.text import TOTAL, Quarter

KEYS = ["unit_group", "unit", "source"]
PARTS = ["value", "numerator", "denominator"]
PLAN = ["plan", "plan_difference", "plan_execution"]
COMPUTED = ["quarter", "indicator", *KEYS, *PARTS, "unit_of_measure"]
COLUMNS = [*COMPUTED, "value_year_ago", "change", "change_in", *PLAN, "flags"]
NUMBERS = [*PARTS, "value_year_ago", "change", *PLAN]
Grids = Mapping[str | None, Grid]


class Cells(Protocol):
    """What is computed: which cells there are, and in which of them each row counts."""

    def cells(self) -> pd.DataFrame:
        """One row per cell, with the columns of `KEYS`."""

    def grid(self, tasks: pd.DataFrame) -> Grid:
        """Place each row of a table."""

    def grids(self, basis: Basis) -> Grids:
        """Place the rows of every table of a basis in the same cells."""
        return basis.each(self.grid)


@dataclass(frozen=True)
class Layout(Cells):
    """The cells of a report, in the order shown: units (`code` and `group`), the groups that have units, and sources."""

    units: pd.DataFrame
    groups: list[str]
    sources: list[str]

    def cells(self) -> pd.DataFrame:
        """One row per cell: the total, groups, sources, groups × sources, units."""
        return pd.DataFrame([*self._places], columns=KEYS)

    @cached_property
    def _places(self) -> dict[tuple[str, ...], int]:
        groups, sources = [TOTAL, *self.groups], self.sources
        rows = [(group, TOTAL, TOTAL) for group in groups]
        rows += [(group, TOTAL, source) for group in groups for source in sources]
        rows += [(*names, TOTAL) for names in self.units[["group", "code"]].to_numpy().tolist()]
        return {cell: place for place, cell in enumerate(rows)}

    def grid(self, tasks: pd.DataFrame) -> Grid:
        """Place each task in its unit × source; one of a unit that is not shown counts in its group, its source and the total."""
        units, levels = self.units, self._levels
        codes, written = tasks["unit"].cat.categories, tasks["unit"].cat.codes.to_numpy()
        if (outside := ~codes.isin(units["code"])[written]).any():
            others = tasks.loc[outside, ["unit", "unit_group"]].drop_duplicates("unit")
            units = pd.concat([units, others.set_axis(["code", "group"], axis=1).astype(str)])
            levels = self._levels_of(units)
        unit = pd.Index(units["code"]).get_indexer(codes)[written]
        source_of = pd.Index(self.sources).get_indexer(tasks["source"].cat.categories)
        finest = unit * len(self.sources) + source_of[tasks["source"].cat.codes]
        return Grid(finest.astype(np.int32), levels, len(self._places))

    @cached_property
    def _levels(self) -> tuple[np.ndarray, ...]:
        return self._levels_of(self.units)

    def _levels_of(self, units: pd.DataFrame) -> tuple[np.ndarray, ...]:
        places, named = self._places, units[["group", "code"]].to_numpy().tolist()
        finest = [(*names, each) for names in named for each in self.sources]

        def level(*shown: int) -> np.ndarray:
            """The cell of each finest one by some of its keys."""
            keys = [[k if n in shown else TOTAL for n, k in enumerate(cell)] for cell in finest]
            return np.array([places.get(tuple(cell), len(places)) for cell in keys], dtype=int)

        return level(), level(0), level(2), level(0, 2), level(0, 1)


def compute(basis: Basis, indicators: Iterable[Indicator], layout: Cells) -> pd.DataFrame:
    """Compute every cell of every indicator; columns and order as `table` gives them."""
    grids = layout.grids(basis)
    figures = {each: evaluate(each.measure(basis), grids) for each in indicators}
    return table(figures, basis.period.quarter, layout)


def table(figures: Mapping[Indicator, Figures], quarter: Quarter, layout: Cells) -> pd.DataFrame:
    """The columns of `indicators.csv` up to `unit_of_measure`: of every indicator one row per cell, in the layout's order."""
    cells = layout.cells()
    if not figures:
        return pd.DataFrame(columns=COMPUTED)
    shown = [it if each.is_share else Figures(it.value) for each, it in figures.items()]
    numbers = np.hstack([[it.value, *it.parts] for it in shown])
    values = pd.concat([cells] * len(figures), ignore_index=True)
    return values.assign(
        quarter=str(quarter),
        indicator=np.repeat([each.name for each in figures], len(cells)),
        **dict(zip(PARTS, numbers, strict=True)),
        unit_of_measure=np.repeat([each.unit for each in figures], len(cells)),
    )[COMPUTED]


def compare(values: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """Set values beside those of a year ago, with the change in per cent or the unit's own measure; empty where there are none."""
    compared = _joined(values, before, "value", "value_year_ago")
    now, then = compared["value"], compared["value_year_ago"]
    compared["change_in"] = compared["unit_of_measure"].map(change_in)
    relative = (now - then) * 100 / then.abs().where(then != 0)
    compared["change"] = relative.where(compared["change_in"] == "%", now - then)
    return compared.assign(flags="")


def against_plan(values: pd.DataFrame, plans: pd.DataFrame | None) -> pd.DataFrame:
    """Set values beside the plan of their cell: what is more or less than planned, and the value in per cent of it."""
    planned = _joined(values, plans, "plan", "plan")
    plan = planned["plan"]
    planned["plan_difference"] = planned["value"] - plan
    planned["plan_execution"] = planned["value"] * 100 / plan.where(plan > 0)
    return planned[COLUMNS]


def _joined(values: pd.DataFrame, other: pd.DataFrame | None, column: str, to: str) -> pd.DataFrame:
    """Values with a column more, of the same cells of another table; missing where it has none."""
    keys = ["indicator", *KEYS]
    if other is None or other.empty:
        return values.assign(**{to: np.nan})
    other = other[[*keys, column]].rename(columns={column: to})
    return values.merge(other, on=keys, how="left", validate="one_to_one")


def flagged(values: pd.DataFrame, flag: str, where: np.ndarray) -> pd.DataFrame:
    """Add a letter to the flags of some rows."""
    return values.assign(flags=values["flags"] + np.where(where, flag, ""))


def as_csv(values: pd.DataFrame) -> str:
    """Write values as `indicators.csv`: unrounded, whole numbers without a decimal point."""

    def plain(number: Any) -> str:
        return str(int(number)) if number.is_integer() else repr(float(number))

    written = values.astype(dict.fromkeys(NUMBERS, float))
    return written.to_csv(index=False, lineterminator="\n", float_format=plain)
