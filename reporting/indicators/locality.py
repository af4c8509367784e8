"""Laws tried where an indicator is defined: a unit's figure depends on its rows alone, and not on a fixed day, month or quarter."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from reporting.indicators.basis import Basis, Period
from reporting.indicators.cube import KEYS, Grids, Layout
from reporting.indicators.evaluation import Figures, evaluate
from reporting.indicators.indicator import Indicator
from reporting.indicators.measures import Measure, OfRows
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
WEEKS = np.timedelta64(21, "D")  # which every month has, and days left
CALENDAR = pd.Timedelta(days=YEARS * 365 + YEARS // 4)


class Law(NamedTuple):
    """A cell whose figure is the same of a table of tasks as of all tasks, or of tasks that are `moved` as of the first table."""

    fault: BilingualText  # what is wrong where it is not, told with `of`
    of: tuple[object, ...]
    cell: int
    grids: Grids
    basis: Basis
    moved: bool = False


class Month(NamedTuple):
    """Tasks whose days are in one month, and the same in months of the other half of the year; `of` tells which."""

    of: tuple[object, ...]
    own: Basis
    moved: list[Basis]


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
        self.months = [month for alone in first for month in _months(alone)]
        self.laws += [law for alone in first for law in _years(alone)]

    def check(self, indicator: Indicator, whole: Figures | None = None) -> None:
        """Compute an indicator from rows alone, and with all days moved; an `IndicatorError` says what differed."""
        if indicator.uses_year_ago and self.basis.year_ago is None:
            return
        if whole is None or self.is_part:
            whole = evaluate(indicator.measure(self.basis), self.grids)
        alone: Figures | None = None
        for law in self.laws:
            figures = evaluate(indicator.measure(law.basis), law.grids)
            alone = alone or figures
            same = alone if law.moved else whole
            one, other = (float(each.value[law.cell]) for each in (figures, same))
            if not np.isclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True):
                told = law.fault.format(*law.of, *two_figures(one, other))
                raise IndicatorError(indicator.name, told)
        for month in self.months:
            counted = _counted(indicator.measure(month.own))
            if all(_counted(indicator.measure(each)) != counted for each in month.moved):
                raise IndicatorError(indicator.name, _TEXT.of_month.format(*month.of))


def _blocks(basis: Basis) -> Basis:
    """The same, or of a large register some blocks of its rows."""

    def some(table: pd.DataFrame) -> pd.DataFrame:
        if len(table) <= LARGE:
            return table
        starts = np.linspace(0, len(table) - BLOCK, BLOCKS, dtype=int)
        rows = np.add.outer(starts, np.arange(BLOCK)).ravel()
        return table.take(rows).reset_index(drop=True)

    return basis.made(some)


def _only(basis: Basis, column: str, code: object) -> Basis:
    """The rows of one unit, group or source; a task may be one of another source a year ago."""
    own = basis.made(lambda table: table[table[column] == code].reset_index(drop=True))
    return replace(own, year_ago=basis.year_ago) if column == "source" else own


def _years(alone: Law) -> Iterator[Law]:
    """The same tasks 28 years earlier, and 28 years later."""
    period = alone.basis.period
    for sign in (-1, 1):
        by, quarter = sign * CALENDAR, period.quarter.shift(sign * 4 * YEARS)
        days = Period.of(quarter, (period.cut_off + by).date())
        moved = alone.basis.made(partial(_later, by), days)
        of = alone.of[0], quarter, period.quarter
        yield alone._replace(fault=_TEXT.dated, of=of, basis=moved, moved=True)


def _months(alone: Law) -> Iterator[Month]:
    """For each month the same tasks in it and in others; not for February, whose length no other month has."""
    period = alone.basis.period
    for first in pd.date_range(period.first_day, period.last_day, freq="MS"):
        if first.month == 2:
            continue
        own = alone.basis.made(partial(_within, first))
        others = _alike(first)
        moved = [
            own.made(partial(_later, then - first), days)
            for then in others
            for days in _periods(period, first, then)
        ]
        of = alone.of[0], *(f"{day.month}/{day.year}" for day in (others[0], first))
        yield Month(of, own, moved)


def _within(first: pd.Timestamp, table: pd.DataFrame) -> pd.DataFrame:
    """A table with each day in the first three weeks of a month; the day of the week stays."""
    start = np.datetime64(first, "us")
    return table.assign(**{day: start + (table[day].to_numpy() - start) % WEEKS for day in DAYS})


def _alike(first: pd.Timestamp) -> list[pd.Timestamp]:
    """Months of the other half of the year that begin on the same day of the week: as far into the quarter, and as long."""
    days = pd.date_range(end=first, periods=240, freq="MS")
    halves = (days.month > 6) != (first.month > 6)
    alike = days[halves & (days.day_of_week == first.day_of_week)][::-1]

    def differs(each: pd.Timestamp) -> tuple[bool, bool]:
        return each.month % 3 != first.month % 3, each.days_in_month != first.days_in_month

    nearest = min(alike, key=differs), min(alike, key=lambda each: differs(each)[::-1])
    return list(dict.fromkeys(nearest))


def _periods(period: Period, first: pd.Timestamp, then: pd.Timestamp) -> Iterator[Period]:
    """The period of another month: its own quarter, and days that lie to it as they do to the first; none has both."""
    by, quarter, days = then - first, period.quarter, (period.first_day, period.last_day)
    shifted = quarter.last.shift((then.year - first.year) * 4 + then.quarter - first.quarter)
    own = shifted if quarter.quarters == 1 else quarter._replace(year=then.year)
    yield Period.of(own, (period.cut_off + by).date())
    yield Period(shifted, *(day + by for day in (*days, period.cut_off)))


def _counted(measure: Measure) -> list[tuple[bytes | None, bytes]]:
    """Which tasks each part of a measure counts, and the order of their numbers: those may tell how far the year has come."""
    rows = (each for each in measure.parts() if isinstance(each, OfRows))
    return [
        (None if each.where is None else each.where.tobytes(), _order(each.values)) for each in rows
    ]


def _order(values: np.ndarray) -> bytes:
    return pd.Series(values).rank().to_numpy().tobytes()


def _later(by: pd.Timedelta, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{day: table[day] + by for day in DAYS})
