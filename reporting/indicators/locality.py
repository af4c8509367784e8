"""Two laws of a figure, tried where an indicator is defined.

A unit's figure depends on that unit's rows alone; and it stays what it is when all days move together with the quarter, or
those of one month to a month like it, where the function does not ask for the quarter.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from reporting.indicators.basis import TASKS, Basis, Period
from reporting.indicators.cube import KEYS, Grids, Layout
from reporting.indicators.evaluation import Figures, evaluate
from reporting.indicators.indicator import Indicator
from reporting.indicators.mistakes import IndicatorError, two_figures
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

ROWS = 5_000  # the most that are tried by themselves, where there are so few: a trial costs milliseconds
TRIED = {"unit_group": 1, "unit": 2, "source": 1}
DAYS = ("assigned_on", "due_on", "completed_on")
# After 28 years the calendar is the same again: weekdays, months, leap years.
CALENDAR = pd.Timedelta(days=28 * 365 + 7)


class Alone(NamedTuple):
    """The rows of one unit, group or source by themselves, and which of the cells is theirs."""

    name: object
    cell: int
    basis: Basis
    grids: Grids


class Moved(NamedTuple):
    """Rows by themselves, and as if everything had happened at another time: when then, and when now."""

    part: Alone
    basis: Basis
    then: object
    now: object


class Trial:
    """A basis, and a few of its units, groups and sources by themselves: those with the most rows up to `ROWS`."""

    def __init__(
        self,
        basis: Basis,
        layout: Layout,
        tried: Mapping[str, int] = TRIED,
        name: Callable[[str, str], object] = lambda _, code: code,
    ) -> None:
        self.basis, self.grids = basis, layout.grids(basis)
        cells = layout.cells()
        self.parts = [
            Alone(name(column, str(code)), int(np.flatnonzero(places)[0]), own, layout.grids(own))
            for column, code in _tried(basis, tried)
            if (places := _cells(cells, column, code)).any()
            for own in (_only(basis, column, code),)
        ]
        self.moved = [moved for part in self.parts[:1] for moved in _moved(part)]
        self.months = [moved for part in self.parts[:1] for moved in _months(part, layout)]

    def check(self, indicator: Indicator, whole: Figures) -> None:
        """Compute an indicator from rows alone, and with all days moved; an `IndicatorError` says what differed."""
        if indicator.uses_year_ago and self.basis.year_ago is None:
            return
        quarter = self.basis.period.quarter
        for part in self.parts:
            value, within = _value(indicator, part.basis, part), float(whole.value[part.cell])
            if not _same(value, within):
                told = _TEXT.not_local.format(part.name, quarter, *two_figures(value, within))
                raise IndicatorError(indicator.name, told)
        own_days_alone = indicator.asks_for == (TASKS,)
        for part, basis, then, now in self.moved + (self.months if own_days_alone else []):
            value, other = (_value(indicator, each, part) for each in (part.basis, basis))
            if not _same(value, other):
                told = _TEXT.dated.format(part.name, then, now, *two_figures(other, value))
                raise IndicatorError(indicator.name, told)


def _tried(basis: Basis, tried: Mapping[str, int]) -> Iterator[tuple[str, object]]:
    for column, how_many in tried.items():
        counts = basis.tasks[column].value_counts()
        present = counts[counts > 0]
        few = present[present <= ROWS]
        # of a register of millions, the smallest unit alone
        codes = few.index[:how_many] if len(few) or column != "unit" else present.index[-1:]
        yield from ((column, code) for code in codes)


def _cells(cells: pd.DataFrame, column: str, code: object) -> pd.Series:
    """Which cell is that of a unit, group or source; a unit's names its group, too."""
    others = [key for key in KEYS if key != column and (column, key) != ("unit", "unit_group")]
    return (cells[column] == code) & (cells[others] == TOTAL).all(axis=1)


def _only(basis: Basis, column: str, code: object) -> Basis:
    """The rows of one unit, group or source; a task may be one of another source a year ago."""
    before = basis.year_ago
    if before is not None and column != "source":
        before = before[before[column] == code].reset_index(drop=True)
    tasks = basis.tasks[basis.tasks[column] == code].reset_index(drop=True)
    return replace(basis, tasks=tasks, year_ago=before)


def _value(indicator: Indicator, basis: Basis, each: Alone) -> float:
    return float(evaluate(indicator.measure(basis), each.grids).value[each.cell])


def _same(one: float, other: float) -> bool:
    return bool(np.isclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True))


def _moved(part: Alone) -> Iterator[Moved]:
    """The same tasks 28 years earlier, and 28 years later."""
    basis, period = part.basis, part.basis.period
    for by in (-CALENDAR, CALENDAR):
        quarter = period.quarter.shift(4 * 28 * (1 if by > pd.Timedelta(0) else -1))
        moved = Basis(
            _later(basis.tasks, by),
            Period.of(quarter, (period.cut_off + by).date()),
            None if basis.year_ago is None else _later(basis.year_ago, by),
        )
        yield Moved(part, moved, quarter, period.quarter)


def _months(part: Alone, layout: Layout) -> Iterator[Moved]:
    """The tasks whose days are all in one month, and the same in that of another quarter with the same days of the week.

    The last day stays out: it may be none of the other month.
    """
    period = part.basis.period
    for first in pd.date_range(period.first_day, period.last_day, freq="MS"):
        days = part.basis.tasks[[*DAYS]]
        within = (days.isna() | ((days >= first) & (days < first + pd.offsets.MonthEnd()))).all(
            axis=1
        )
        other = next(
            each
            for quarters in range(1, 400)
            if (each := first - pd.DateOffset(months=3 * quarters)).month != first.month
            and each.day_of_week == first.day_of_week
            and each.days_in_month >= first.days_in_month
        )
        if within.any():
            tasks = part.basis.tasks[within].reset_index(drop=True)
            own = replace(part.basis, tasks=tasks)
            alone = part._replace(basis=own, grids=layout.grids(own))
            moved = replace(own, tasks=_later(tasks, other - first))
            yield Moved(alone, moved, f"{other.month}/{other.year}", f"{first.month}/{first.year}")


def _later(table: pd.DataFrame, by: pd.Timedelta) -> pd.DataFrame:
    return table.assign(**{day: table[day] + by for day in DAYS})
