"""What an indicator computes: `count`, `share`, `mean`, `median`, `total`, described row by row.

A measure holds one mask or value per task; `evaluate` turns it into one figure per cell of the cube,
for all cells at once. Sums of decimals are taken in sorted order, so that the order of rows in a file
never reaches a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from reporting.indicators.mistakes import MeasureError
from reporting.text.bilingual import BilingualText

Kind = Literal["count", "share", "mean", "median", "total"]
Floats = np.ndarray


@dataclass(frozen=True)
class Measure:
    """One figure to be computed for every cell: a kind, and arrays with one entry per task.

    `where` selects the tasks that count, `of` the tasks of the denominator (shares only), `values` holds
    the numbers (mean, median, total).
    """

    kind: Kind
    where: np.ndarray | None = None
    of: np.ndarray | None = None
    values: Floats | None = None


def count(where: object = None) -> Measure:
    """Count the tasks for which `where` is true; without it, all tasks."""
    return Measure("count", where=_mask(where, "where"))


def share(where: object, of: object = None) -> Measure:
    """Tasks for which `where` is true, in per cent of those for which `of` is; without it, of all tasks."""
    return Measure("share", where=_mask(where, "where"), of=_mask(of, "of"))


def mean(values: object, where: object = None) -> Measure:
    """The arithmetic mean of `values`, one number per task; missing ones are left out."""
    return Measure("mean", where=_mask(where, "where"), values=_numbers(values))


def median(values: object, where: object = None) -> Measure:
    """The median of `values`, one number per task; missing ones are left out."""
    return Measure("median", where=_mask(where, "where"), values=_numbers(values))


def total(values: object, where: object = None) -> Measure:
    """The sum of `values`, one number per task; missing ones are left out."""
    return Measure("total", where=_mask(where, "where"), values=_numbers(values))


def _rows(values: object) -> pd.Series:
    """One entry per task in the order of `tasks`, whatever order the column was brought into."""
    if isinstance(values, pd.DataFrame):
        raise MeasureError(
            BilingualText(
                'đây là cả một bảng; cần một cột hoặc một điều kiện, ví dụ tasks["status"] == "overdue".',
                'this is a whole table; expected a column or a condition, for example tasks["status"] == "overdue".',
            )
        )
    series = pd.Series(values)
    index = series.index
    if index.equals(pd.RangeIndex(len(index))):
        return series
    if not pd.api.types.is_integer_dtype(index) or not index.is_unique:
        raise MeasureError(
            BilingualText(
                "không rõ dòng nào thuộc công việc nào; hãy tính từ chính bảng `tasks` và giữ nguyên chỉ mục (index).",
                "it is not clear which row belongs to which task; compute from `tasks` itself and keep its index.",
            )
        )
    return series.sort_index()


def _mask(where: object, argument: str) -> np.ndarray | None:
    if where is None:
        return None
    series = _rows(where)
    if not pd.api.types.is_bool_dtype(series.dtype):
        raise MeasureError(
            BilingualText(
                "“{argument}” phải là điều kiện đúng/sai cho từng công việc, ví dụ "
                'tasks["status"] == "overdue"; đã nhận kiểu {dtype}.',
                "“{argument}” must be true or false for each task, for example "
                'tasks["status"] == "overdue"; got {dtype}.',
            ).format(argument=argument, dtype=series.dtype)
        )
    return series.fillna(False).to_numpy(dtype=bool)


def _numbers(values: object) -> Floats:
    series = _rows(values)
    numeric = pd.api.types.is_numeric_dtype(series.dtype)
    if series.dtype.kind == "m":
        raise MeasureError(
            BilingualText(
                "khoảng thời gian phải đổi ra số ngày: thêm .dt.days vào sau phép trừ hai ngày.",
                "a length of time must be made a number of days: add .dt.days after the difference of two dates.",
            )
        )
    if not numeric or pd.api.types.is_bool_dtype(series.dtype):
        raise MeasureError(
            BilingualText(
                'cần một con số cho từng công việc, ví dụ tasks["days_late"]; đã nhận kiểu {dtype}.',
                'expected one number per task, for example tasks["days_late"]; got {dtype}.',
            ).format(dtype=series.dtype)
        )
    numbers = series.to_numpy(dtype=float, na_value=np.nan)
    if infinite := int(np.isinf(numbers).sum()):
        raise MeasureError(
            BilingualText(
                "{0} giá trị là vô hạn (chia cho 0); hãy bỏ các công việc đó bằng where=… hoặc chia cho "
                "cột.where(cột != 0).",
                "{0} of the values are infinite (a division by 0); leave these tasks out with where=… or divide by "
                "column.where(column != 0).",
            ).format(infinite)
        )
    return numbers


@dataclass(frozen=True)
class Figures:
    """One entry per cell; `numerator` and `denominator` are those of a share, else missing."""

    value: Floats
    numerator: Floats
    denominator: Floats


@dataclass(frozen=True)
class Grid:
    """Which cells each task counts in.

    `base` gives each task its finest cell; `levels` give each finest cell its cell on every level (total,
    group, …), numbered through all levels, `cells` in all.
    """

    base: np.ndarray
    levels: tuple[np.ndarray, ...]
    cells: int

    @classmethod
    def whole(cls, tasks: int) -> Grid:
        """One cell that all of so many tasks count in."""
        return cls(np.zeros(tasks, dtype=int), (np.zeros(1, dtype=int),), 1)

    def roll_up(self, finest: np.ndarray) -> Floats:
        """Add the figures of the finest cells up to all cells."""
        return sum(
            (np.bincount(level, weights=finest, minlength=self.cells) for level in self.levels),
            start=np.zeros(self.cells),
        )

    def tally(self, where: np.ndarray | None) -> Floats:
        """Count the tasks in every cell, exactly."""
        base = self.base if where is None else self.base[where]
        return self.roll_up(np.bincount(base, minlength=len(self.levels[0])))


def evaluate(measure: Measure, grid: Grid) -> Figures:
    """Compute a measure for all cells of a grid; nothing to divide by gives a missing value."""
    nothing = np.full(grid.cells, np.nan)
    if measure.kind == "count":
        return Figures(grid.tally(measure.where), nothing, nothing)
    if measure.kind == "share":
        within = measure.of
        both = measure.where if within is None else measure.where & within
        numerator, denominator = grid.tally(both), grid.tally(within)
        return Figures(_divide(100 * numerator, denominator), numerator, denominator)

    assert measure.values is not None
    chosen = ~np.isnan(measure.values)
    if measure.where is not None:
        chosen &= measure.where
    base, values = grid.base[chosen], measure.values[chosen]
    if measure.kind == "median":
        return Figures(_medians(base, values, grid), nothing, nothing)
    entries = grid.tally(chosen)
    sums = grid.roll_up(_sums(base, values, len(grid.levels[0])))
    if measure.kind == "mean":
        return Figures(_divide(sums, entries), nothing, nothing)
    return Figures(sums, nothing, nothing)


def _divide(numerator: Floats, denominator: Floats) -> Floats:
    empty = np.full(len(numerator), np.nan)
    return np.divide(numerator, denominator, out=empty, where=denominator != 0)


def _sums(base: np.ndarray, values: Floats, cells: int) -> Floats:
    order = np.lexsort((values, base))
    return np.bincount(base[order], weights=values[order], minlength=cells)


def _medians(base: np.ndarray, values: Floats, grid: Grid) -> Floats:
    by_value = np.argsort(values, kind="stable")
    values, base = values[by_value], base[by_value]
    medians = np.full(grid.cells, np.nan)
    for level in grid.levels:
        cell = level[base]
        order = np.argsort(cell, kind="stable")
        present, starts, sizes = np.unique(cell[order], return_index=True, return_counts=True)
        ranked = values[order]
        low, high = ranked[starts + (sizes - 1) // 2], ranked[starts + sizes // 2]
        medians[present] = (low + high) / 2
    return medians
