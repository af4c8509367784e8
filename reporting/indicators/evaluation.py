"""One figure for every cell of the cube, for all cells at once, whatever the order of rows in a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from reporting.indicators.measures import Calculated, Floats, Measure, Number, OfRows


@dataclass(frozen=True)
class Figures:
    """One entry per cell: `factor` times `numerator`, by `denominator` where the figure is a ratio of two."""

    numerator: Floats
    denominator: Floats | None = None
    factor: float = 1.0

    @property
    def value(self) -> Floats:
        """The figures; missing where a part is missing or there is nothing to divide by."""
        value = self.numerator if self.factor == 1 else self.factor * self.numerator
        return value if self.denominator is None else _divide(value, self.denominator)

    @property
    def parts(self) -> tuple[Floats, Floats]:
        """What a ratio was made of; missing of any other figure."""
        if self.denominator is None:
            nothing = np.full(len(self.numerator), np.nan)
            return nothing, nothing
        return self.numerator, self.denominator


@dataclass(frozen=True)
class Grid:
    """Which cells each task counts in."""

    base: np.ndarray  # the finest cell of each task
    levels: tuple[np.ndarray, ...]  # the cell of each finest one on every level: total, group, …
    cells: int  # how many there are on all levels; what a level has no cell for has this number
    # where tasks count in several finest cells: whose place `base` is of
    rows: np.ndarray | None = None

    def of(self, column: np.ndarray) -> np.ndarray:
        """A column of the tasks as one of the entries of `base`."""
        return column if self.rows is None else column[self.rows]

    def roll_up(self, finest: np.ndarray) -> Floats:
        """Add the figures of the finest cells up to all cells."""
        sums = np.zeros(self.cells)
        for level in self.levels:
            sums += np.bincount(level, weights=finest, minlength=self.cells)[: self.cells]
        return sums


def evaluate(measure: Measure, grids: Mapping[str | None, Grid]) -> Figures:
    """Compute a measure for all cells; `grids` places the rows of each table in the same cells."""
    match measure:
        case OfRows():
            return Figures(_of_rows(measure, grids[measure.table]))
        case Number(value):
            return Figures(np.full(next(iter(grids.values())).cells, value))
        case Calculated(_, left, right):
            return _calculated(measure, evaluate(left, grids), evaluate(right, grids))
    raise TypeError(type(measure))


def _calculated(measure: Calculated, left: Figures, right: Figures) -> Figures:
    is_ratio = left.denominator is not None
    match measure:
        case Calculated("share"):
            return Figures(left.numerator, right.numerator, 100.0)
        case Calculated("*", _, Number(number)):  # a factor leaves the parts of a ratio as they are
            return replace(left, factor=left.factor * number)
        case Calculated("/", _, Number(number)) if is_ratio and number:
            return replace(left, factor=left.factor / number)
        case Calculated("/", OfRows() | Calculated(), OfRows() | Calculated()):
            if not is_ratio and right.denominator is None and right.factor:
                return Figures(left.numerator, right.numerator, left.factor / right.factor)
            return Figures(left.value, right.value)
    operations: Any = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": _divide}
    return Figures(operations[measure.kind](left.value, right.value))


def _divide(numerator: Floats, denominator: Floats) -> Floats:
    empty = np.full(len(numerator), np.nan)
    return np.divide(numerator, denominator, out=empty, where=denominator != 0)


def _of_rows(measure: OfRows, grid: Grid) -> Floats:
    finest = len(grid.levels[0])
    if measure.kind == "count":
        base = grid.base if measure.where is None else grid.base[grid.of(measure.where)]
        return grid.roll_up(np.bincount(base, minlength=finest))
    if measure.kind == "distinct":
        return _distinct(measure, grid)
    values = grid.of(measure.values)
    chosen = ~np.isnan(values)
    if measure.where is not None:
        chosen &= grid.of(measure.where)
    base, values = grid.base[chosen], values[chosen]
    if measure.kind in ("median", "quantile"):
        found = np.full(grid.cells + 1, np.nan)
        for level in grid.levels:
            of_cell = pd.Series(values).groupby(level[base]).quantile(measure.q)
            found[of_cell.index] = of_cell
        return found[: grid.cells]
    if not np.array_equal(values, np.rint(values)):  # whole numbers add up alike in any order
        order = np.lexsort((values, base))  # the same order, and so the same sum, in every file
        base, values = base[order], values[order]
    sums = grid.roll_up(np.bincount(base, weights=values, minlength=finest))
    if measure.kind == "total":
        return sums
    return _divide(sums, grid.roll_up(np.bincount(base, minlength=finest)))


def _distinct(measure: OfRows, grid: Grid) -> Floats:
    codes, rows = measure.values, measure.rows
    chosen = codes >= 0
    if measure.where is not None:
        chosen &= measure.where[rows]
    rows, codes = rows[chosen], codes[chosen]
    if grid.rows is None:
        cells = grid.base[rows]
    else:  # once for every cell that a task counts in
        placed = pd.DataFrame({"row": grid.rows, "cell": grid.base})
        pairs = placed.merge(pd.DataFrame({"row": rows, "code": codes}), on="row")
        cells, codes = pairs["cell"].to_numpy(), pairs["code"].to_numpy()
    many = codes.max(initial=0) + 1  # a cell and a code as one number: quicker than as a table
    cells, codes = np.divmod(pd.unique(cells * many + codes), many)
    alone = np.bincount(codes)[codes] == 1  # those of one cell add up
    counts = grid.roll_up(np.bincount(cells[alone], minlength=len(grid.levels[0])))
    cells, codes = cells[~alone], codes[~alone]
    for level in grid.levels:
        found = pd.unique(level[cells] * many + codes) // many
        counts += np.bincount(found, minlength=grid.cells)[: grid.cells]
    return counts
