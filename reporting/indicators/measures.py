"""What an indicator computes, for `evaluation` to turn into figures: `count`, `share` …, and what is calculated with them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partialmethod
from numbers import Real
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from reporting.indicators.mistakes import MeasureError
from reporting.text import texts

_TEXT = texts(__name__)

Kind = Literal["count", "mean", "median", "total", "quantile", "distinct"]
Operator = Literal["+", "-", "*", "/", "share"]
Floats = np.ndarray
TASKS, YEAR_AGO = "tasks", "year_ago"
_SEPARATORS = r"[;\n]"
_NONE = np.empty(0)


class Measure:
    """One figure to be computed for every cell; calculated with like a number, cell by cell."""

    __array_ufunc__ = None  # numpy leaves `number * measure` to the measure
    kind: str  # what it is made with: a kind of measure of rows, an operator, a `whole` number or a `fraction`

    def parts(self) -> "Iterator[Measure]":
        """The measure itself, and all that it is made of."""
        yield self
        if isinstance(self, Calculated):
            yield from self.left.parts()
            yield from self.right.parts()

    def _then(self, operator: Operator, other: object) -> "Measure":
        return Calculated(operator, self, _operand(other))

    def _after(self, operator: Operator, other: object) -> "Measure":
        return Calculated(operator, _operand(other), self)

    __add__ = __radd__ = partialmethod(_then, "+")
    __mul__ = __rmul__ = partialmethod(_then, "*")
    __sub__, __rsub__ = partialmethod(_then, "-"), partialmethod(_after, "-")
    __truediv__, __rtruediv__ = partialmethod(_then, "/"), partialmethod(_after, "/")
    __neg__ = partialmethod(_then, "*", -1)


@dataclass(frozen=True)
class OfRows(Measure):
    """A figure computed from the rows of one table."""

    kind: Kind
    where: np.ndarray | None = None  # the tasks that count
    # the numbers; of `distinct` one for each thing counted (−1: missing), and the place of each one's task
    values: np.ndarray = field(default_factory=lambda: _NONE)
    rows: np.ndarray = field(default_factory=lambda: _NONE)
    q: float = 0.5
    table: str | None = TASKS  # or `year_ago`, or None for arrays that do not say whose they are
    size: int | None = None  # their length


@dataclass(frozen=True)
class Number(Measure):
    """The same number in every cell."""

    value: float
    kind: str = "whole"


@dataclass(frozen=True)
class Calculated(Measure):
    """Two measures, and what is done with them; `share` is a hundred times the one by the other."""

    kind: Operator
    left: Measure
    right: Measure


def _operand(value: object) -> Measure:
    if isinstance(value, Measure):
        return value
    if isinstance(value, Real | np.number) and not isinstance(value, bool):
        return Number(float(value), "whole" if float(value).is_integer() else "fraction")
    raise MeasureError(_TEXT.count_total_share_are.format(type(value).__name__))


def count(where: object = None) -> OfRows:
    """Count the tasks for which `where` is true; without it, all tasks."""
    return _of_rows("count", None, where)


def share(where: object, of: object = None) -> Measure:
    """Tasks for which `where` is true, in per cent of those for which `of` is; without it, of all tasks."""
    part, base = _mask(where, "where"), _mask(of, "of")
    if part is not None and base is not None:
        table, _ = _whose(part, base)
        part = Rows(part.array & base.array, table)
    whole = _of_rows("count", None, part)
    return Calculated("share", whole, replace(whole, where=None if base is None else base.array))


def mean(values: object, where: object = None) -> Measure:
    """The arithmetic mean of `values`, one number per task; missing ones are left out."""
    return _of_rows("mean", _numbers(values), where)


def median(values: object, where: object = None) -> Measure:
    """The median of `values`, one number per task; missing ones are left out."""
    return _of_rows("median", _numbers(values), where)


def quantile(values: object, q: float, where: object = None) -> Measure:
    """The value below which a part `q` of `values` lies, 0.9 for nine tenths; between two tasks in proportion."""
    if not isinstance(q, Real) or isinstance(q, bool) or not 0 <= float(q) <= 1:
        raise MeasureError(_TEXT.q_must_be_number.format(q))
    return replace(_of_rows("quantile", _numbers(values), where), q=float(q))


def total(values: object, where: object = None) -> Measure:
    """The sum of `values`, one number per task; missing ones are left out."""
    return _of_rows("total", _numbers(values), where)


def distinct(values: object, where: object = None) -> Measure:
    """How many different `values` there are, one per task or a list of them; missing ones are left out."""
    series, table = _series(values)
    measure = _of_rows("distinct", Rows(series.array, table), where)
    listed = pd.Series(series.array).explode()
    return replace(measure, values=pd.factorize(listed)[0], rows=listed.index.to_numpy())


def parts(column: object) -> pd.Series:
    """For each task the list of what stands in a cell, separated by `;` or a new line, each once."""
    texts = pd.Series(column).astype(object)
    return texts.map(
        lambda text: list(dict.fromkeys(filter(None, map(str.strip, re.split(_SEPARATORS, text))))),
        na_action="ignore",
    )


class Rows(NamedTuple):
    """A column in the order of its table's rows, and which table that is; None where the column does not say."""

    array: np.ndarray
    table: str | None


def _of_rows(kind: Kind, values: Rows | None, where: object) -> OfRows:
    """A measure of one or two columns of the same table."""
    mask = _mask(where, "where")
    table, size = _whose(values, mask)
    chosen = None if mask is None else mask.array
    return OfRows(kind, chosen, values.array if values else _NONE, table=table, size=size)


def _whose(*columns: Rows | None) -> tuple[str | None, int | None]:
    """The table whose rows columns are, and how many; a `MeasureError` where they are of two."""
    given = [each for each in columns if each is not None]
    if not given:
        return TASKS, None
    sizes, tables = [len(each.array) for each in given], {each.table for each in given} - {None}
    if len({*sizes}) > 1 or len(tables) > 1:
        raise MeasureError(_TEXT.columns_are_not_one.format(*sizes))
    return next(iter(tables), None), sizes[0]


def labelled(year_ago: pd.DataFrame) -> pd.DataFrame:
    """The year-ago table so that its rows are known from those of `tasks`, whatever is computed from them."""
    return year_ago.set_axis(pd.RangeIndex(-len(year_ago), 0, name=YEAR_AGO), axis=0)


def _series(values: object) -> tuple[pd.Series, str | None]:
    """One entry per task in the order of the table, whatever order the column was brought into."""
    if isinstance(values, pd.DataFrame):
        raise MeasureError(_TEXT.is_whole_table_expected)
    if not isinstance(values, pd.Series):
        return pd.Series(values), None
    index = values.index
    if index.equals(pd.RangeIndex(len(index))) and index.name != YEAR_AGO:
        return values, TASKS
    clear = pd.api.types.is_integer_dtype(index) and index.is_unique
    before = clear and (index.name == YEAR_AGO or bool((index < 0).all()))
    if not clear or (not before and bool((index < 0).any())):
        raise MeasureError(_TEXT.is_not_clear_which)
    return values.sort_index(), YEAR_AGO if before else TASKS


def _mask(where: object, argument: str) -> Rows | None:
    if where is None or isinstance(where, Rows):
        return where
    series, table = _series(where)
    if not pd.api.types.is_bool_dtype(series.dtype):
        raise MeasureError(_TEXT.must_be_true_or.format(argument=argument, dtype=series.dtype))
    return Rows(series.fillna(False).to_numpy(dtype=bool), table)


def _numbers(values: object) -> Rows:
    series, table = _series(values)
    numeric = pd.api.types.is_numeric_dtype(series.dtype)
    if series.dtype.kind == "m":
        raise MeasureError(_TEXT.length_time_must_be)
    if not numeric or pd.api.types.is_bool_dtype(series.dtype):
        raise MeasureError(_TEXT.expected_one_number_per.format(dtype=series.dtype))
    numbers = series.to_numpy(dtype=float, na_value=np.nan)
    if infinite := int(np.isinf(numbers).sum()):
        raise MeasureError(_TEXT.values_are_infinite_division.format(infinite))
    return Rows(numbers, table)
