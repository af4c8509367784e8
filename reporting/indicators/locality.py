"""Two laws, tried where an indicator is defined: a unit's figure depends on its rows alone, and not on which year it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from reporting.indicators.basis import TASKS, YEAR_AGO, Basis, Period
from reporting.indicators.cube import KEYS, Grids, Layout
from reporting.indicators.evaluation import Figures, evaluate
from reporting.indicators.indicator import Indicator
from reporting.indicators.mistakes import IndicatorError, two_figures
from reporting.registers.register import DAYS
from reporting.text.bilingual import BilingualText, texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

# Of a larger register, a few blocks of rows are tried: most of it stays in its file.
LARGE, BLOCKS, BLOCK = 200_000, 10, 5_000
ROWS = 5_000  # the most that are tried by themselves, where there are so few: a trial costs milliseconds
TRIED = {"unit_group": 1, "unit": 2, "source": 1}
YEARS = 28  # after which the calendar is the same again: weekdays, months, leap years
CALENDAR = pd.Timedelta(days=YEARS * 365 + YEARS // 4)


class Law(NamedTuple):
    """A cell whose figure is the same of two tables of tasks; without the other one, the same as of all tasks."""

    fault: BilingualText  # what is wrong where it is not, told with `of`
    of: tuple[object, ...]
    cell: int
    grids: Grids
    basis: Basis
    other: Basis | None = None


class Trial:
    """A basis, and a few of its units, groups and sources by themselves: those with the most rows up to `ROWS`."""

    def __init__(
        self,
        basis: Basis,
        layout: Layout,
        tried: Mapping[str, int] = TRIED,
        name: Callable[[str, str], object] = lambda _, code: code,
    ) -> None:
        self.basis = _blocks(basis)
        self.is_part = max(basis.each(len).values()) > LARGE
        self.grids = layout.grids(self.basis)
        self.laws: list[Law] = []
        cells = layout.cells()
        for column, how_many in tried.items():
            counts = self.basis.tasks[column].value_counts()
            present = counts[counts > 0]
            few = present[present <= ROWS]
            # where no unit has so few, the smallest one alone
            codes = few.index[:how_many] if len(few) or column != "unit" else present.index[-1:]
            # a unit's cell names its group, too
            others = [k for k in KEYS if k != column and (column, k) != ("unit", "unit_group")]
            total = (cells[others] == TOTAL).all(axis=1)
            for code in codes:
                if (place := (total & (cells[column] == code)).to_numpy()).any():
                    own, cell = _only(self.basis, column, code), int(place.argmax())
                    of = name(column, str(code)), basis.period.quarter
                    self.laws.append(Law(_TEXT.not_local, of, cell, layout.grids(own), own))
        first = self.laws[:1]
        self.months = [law for alone in first for law in _months(alone, layout)]
        self.laws += [law for alone in first for law in _moved(alone)]

    def check(self, indicator: Indicator, whole: Figures | None = None) -> None:
        """Compute an indicator from rows alone, and with all days moved; an `IndicatorError` says what differed."""
        if indicator.uses_year_ago and self.basis.year_ago is None:
            return
        if whole is None or self.is_part:
            whole = evaluate(indicator.measure(self.basis), self.grids)
        own_days_alone = indicator.asks_for == (TASKS,)
        for law in self.laws + (self.months if own_days_alone else []):
            figures = evaluate(indicator.measure(law.basis), law.grids)
            others = evaluate(indicator.measure(law.other), law.grids) if law.other else whole
            one, other = (float(each.value[law.cell]) for each in (figures, others))
            if not np.isclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True):
                told = law.fault.format(*law.of, *two_figures(one, other))
                raise IndicatorError(indicator.name, told)


def _blocks(basis: Basis) -> Basis:
    """The same, or of a large register some blocks of its rows."""

    def some(table: pd.DataFrame) -> pd.DataFrame:
        if len(table) <= LARGE:
            return table
        starts = np.linspace(0, len(table) - BLOCK, BLOCKS, dtype=int)
        rows = np.add.outer(starts, np.arange(BLOCK)).ravel()
        return table.take(rows).reset_index(drop=True)

    found = basis.each(some)
    return replace(basis, tasks=found[TASKS], year_ago=found.get(YEAR_AGO))


def _only(basis: Basis, column: str, code: object) -> Basis:
    """The rows of one unit, group or source; a task may be one of another source a year ago."""
    own = basis.each(lambda table: table[table[column] == code].reset_index(drop=True))
    before = basis.year_ago if column == "source" else own.get(YEAR_AGO)
    return replace(basis, tasks=own[TASKS], year_ago=before)


def _moved(alone: Law) -> Iterator[Law]:
    """The same tasks 28 years earlier, and 28 years later."""
    basis, period = alone.basis, alone.basis.period
    for sign in (-1, 1):
        by, quarter = sign * CALENDAR, period.quarter.shift(sign * 4 * YEARS)
        tables = basis.each(partial(_later, by))
        days = Period.of(quarter, (period.cut_off + by).date())
        moved = Basis(tables[TASKS], days, tables.get(YEAR_AGO))
        of = alone.of[0], quarter, period.quarter
        yield alone._replace(fault=_TEXT.dated, of=of, basis=moved, other=basis)


def _months(alone: Law, layout: Layout) -> Iterator[Law]:
    """The tasks whose days are all in one month, and the same in that of another quarter with the same days of the week."""
    period, days = alone.basis.period, alone.basis.tasks[[*DAYS]].to_numpy()
    for first in pd.date_range(period.first_day, period.last_day, freq="MS"):
        end = first + pd.offsets.MonthEnd()  # a day that may be none of the other month
        inside = (days >= first.to_datetime64()) & (days < end.to_datetime64())
        within = (np.isnat(days) | inside).all(axis=1)
        if not within.any():
            continue
        before = pd.DatetimeIndex(np.datetime64(first, "M") - 3 * np.arange(1, 400))
        alike = (before.month != first.month) & (before.day_of_week == first.day_of_week)
        then = before[alike & (before.days_in_month >= first.days_in_month)][0]
        tasks = alone.basis.tasks[within].reset_index(drop=True)
        own = replace(alone.basis, tasks=tasks, year_ago=None)
        moved = replace(own, tasks=_later(then - first, tasks))
        of = alone.of[0], *(f"{day.month}/{day.year}" for day in (then, first))
        yield Law(_TEXT.dated, of, alone.cell, layout.grids(own), moved, own)


def _later(by: pd.Timedelta, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{day: table[day] + by for day in DAYS})
