"""Rules tested where an indicator is defined: a unit's figure depends on its own rows, not on a fixed day, month or quarter."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from reporting.indicators.basis import NUMBERS, Basis, Period
from reporting.indicators.cube import Grids, Layout
from reporting.indicators.evaluation import Figures, evaluate
from reporting.indicators.indicator import Indicator
from reporting.indicators.measures import OfRows
from reporting.indicators.mistakes import IndicatorError, two_figures
from reporting.registers.register import DAYS
from reporting.text import texts

_TEXT = texts(__name__)

# Of a larger register, a few blocks of rows are tried: most of it stays in its file.
LARGE, BLOCKS, BLOCK = 200_000, 10, 5_000
ROWS = 5_000  # the most that are tried by themselves, where there are so few: a trial costs milliseconds
TRIED = {"unit_group": 1, "unit": 2, "source": 1}
YEARS = 28  # after which the calendar is the same again: weekdays, months, leap years
WEEKS = np.timedelta64(21, "D")  # which every month has, and days left
# Of each month one of the other half of the year that is as far into its quarter and as long, or one for each; February has none.
ALIKE = {1: [7], 3: [12], 4: [7, 9], 5: [8], 6: [9], 7: [1], 8: [5], 9: [6], 10: [1], 11: [5, 6], 12: [3]}  # fmt: skip
_close = partial(np.isclose, rtol=1e-9, atol=1e-9, equal_nan=True)
CALENDAR = pd.Timedelta(days=YEARS * 365 + YEARS // 4)


class Law(NamedTuple):
    """A cell whose figure is the same of some tasks alone as of all tasks; `of` tells which."""

    of: tuple[object, ...]
    cell: int
    grids: Grids
    basis: Basis
    changed: Basis | None  # all tasks, with other numbers in those of other units


class Moved(NamedTuple):
    """Tasks, and the same on other days, in one case of which the same tasks count; `of` tells from when to when."""

    of: tuple[object, ...]
    basis: Basis
    others: list[Basis]
    exact: bool = False  # their numbers are the same, too, and not in the same order only


class Trial:
    """A basis, and a few of its units, groups and sources by themselves: those with the most rows up to `ROWS`."""

    def __init__(
        self, basis: Basis, layout: Layout, tried: Mapping[str, int] = TRIED,
        name: Callable[[str, str], object] = lambda _, code: code,
    ) -> None:  # fmt: skip
        self.basis = basis.made(_blocks)
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
            for code in codes:
                # the first that has it: groups and sources alone come before both together
                for cell in cells.index[cells[column] == code][:1]:
                    own = _only(self.basis, column, code)
                    of = name(column, str(code)), basis.period.quarter
                    is_tried = column == "unit" and code == codes[0]
                    changed = self.basis.made(partial(_changed, code)) if is_tried else None
                    self.laws.append(Law(of, int(cell), layout.grids(own), own, changed))
        self.bare = [law.basis.made(lambda t: t.drop(columns=[*DAYS])) for law in self.laws[:1]]

    @cached_property
    def _moved(self) -> list[Moved]:
        return [each for law in self.laws[:1] for each in (*_years(law), *_months(law))]

    def check(self, indicator: Indicator, whole: Figures | None = None) -> None:
        """Compute an indicator from rows alone, and with all days moved; an `IndicatorError` says what differed."""
        if indicator.uses_year_ago and self.basis.year_ago is None:
            return
        if whole is None or self.is_part:
            whole = evaluate(indicator.measure(self.basis), self.grids)
        for law in self.laws:
            figures = evaluate(indicator.measure(law.basis), law.grids)
            one, other = (float(each.value[law.cell]) for each in (figures, whole))
            if not _close(one, other):
                told = _TEXT.not_local.format(*law.of, *two_figures(one, other))
                raise IndicatorError(indicator.name, told)
            if law.changed:  # a median of all may by chance be that of the tasks alone
                figures = evaluate(indicator.measure(law.changed), self.grids)
                if not _close(one, float(figures.value[law.cell])):
                    raise IndicatorError(indicator.name, _TEXT.of_others.format(*law.of))
        for of, basis, others, exact in self._moved if self._sees_days(indicator) else ():
            counted = _counted(indicator, basis, exact)
            if all(_counted(indicator, each, exact) != counted for each in others):
                raise IndicatorError(indicator.name, _TEXT.dated.format(*of))

    def _sees_days(self, indicator: Indicator) -> bool:
        """Whether days have a say in an indicator; most count the same tasks where no column has any."""
        bare = [_counted(indicator, each, exact=True) for each in self.bare]
        whole = [_counted(indicator, law.basis, exact=True) for law in self.laws[:1]]
        return "period" in indicator.asks_for or None in bare or bare != whole


def _blocks(table: pd.DataFrame) -> pd.DataFrame:
    """The same, or some blocks of rows of a large one."""
    if len(table) <= LARGE:
        return table
    starts = np.linspace(0, len(table) - BLOCK, BLOCKS, dtype=int)
    return table.take(np.add.outer(starts, np.arange(BLOCK)).ravel()).reset_index(drop=True)


def _only(basis: Basis, column: str, code: object) -> Basis:
    """The rows of one unit, group or source; a task may be one of another source a year ago."""
    own = basis.made(lambda table: table[table[column] == code].reset_index(drop=True))
    return replace(own, year_ago=basis.year_ago) if column == "source" else own


def _changed(unit: object, table: pd.DataFrame) -> pd.DataFrame:
    """A table with the highest numbers in the rows of all units but one."""
    filled = {name: (table["unit"] != unit) & table[name].notna() for name in NUMBERS}
    return table.assign(**{n: table[n].mask(it, table[n].max()) for n, it in filled.items()})


def _years(alone: Law) -> Iterator[Moved]:
    """The same tasks 28 years earlier, and 28 years later."""
    basis, period = alone.basis, alone.basis.period
    for sign in (-1, 1):
        by, quarter = sign * CALENDAR, period.quarter.shift(sign * 4 * YEARS)
        moved = basis.made(partial(_later, by), Period.of(quarter, (period.cut_off + by).date()))
        yield Moved((alone.of[0], quarter, period.quarter), basis, [moved], exact=True)


def _months(alone: Law) -> Iterator[Moved]:
    """For each month the same tasks in it, and in months that begin on the same day of the week."""
    period = alone.basis.period
    for first in pd.date_range(period.first_day, period.last_day, freq="MS"):
        basis, others = alone.basis.made(partial(_within, first)), []
        for month in ALIKE.get(first.month, ()):
            firsts = (first.replace(first.year - n, month) for n in range(1, 2 * YEARS))
            then = next(each for each in firsts if each.day_of_week == first.day_of_week)
            of = alone.of[0], *(f"{day.month}/{day.year}" for day in (then, first))
            later = partial(_later, then - first)
            others += [basis.made(later, days) for days in _periods(period, first, then)]
        if others:
            yield Moved(of, basis, others)


def _within(first: pd.Timestamp, table: pd.DataFrame) -> pd.DataFrame:
    """A table with each day in the first three weeks of a month; the day of the week stays."""
    start = np.datetime64(first, "us")
    return table.assign(**{day: start + (table[day].to_numpy() - start) % WEEKS for day in DAYS})


def _periods(period: Period, first: pd.Timestamp, then: pd.Timestamp) -> Iterator[Period]:
    """The period of another month: its own quarter, and days that lie to it as they do to the first; none has both."""
    by, quarter = then - first, period.quarter
    shifted = quarter.last.shift((then.year - first.year) * 4 + then.quarter - first.quarter)
    to_date = [quarter._replace(year=then.year)] if quarter.quarters > 1 else []
    for own in (*to_date, shifted):
        yield Period.of(own, (period.cut_off + by).date())
    yield Period(shifted, period.first_day + by, period.last_day + by, period.cut_off + by)


def _counted(indicator: Indicator, basis: Basis, exact: bool) -> list[tuple[bytes, bytes]] | None:
    """Which tasks each part of a measure counts, and the order of their numbers or these, too; None where it fails."""
    try:
        parts = [each for each in indicator.measure(basis).parts() if isinstance(each, OfRows)]
    except IndicatorError:
        return None
    found = []
    for where, values, rows in ((each.where, each.values, each.rows) for each in parts):
        if where is not None and values.size:  # the numbers of other tasks do not matter
            values = values[where[rows] if rows.size else where]
        numbers = values if exact or not values.size else pd.Series(values).rank().to_numpy()
        found.append((np.asarray(where is None or where).tobytes(), numbers.tobytes()))
    return found


def _later(by: pd.Timedelta, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{day: table[day] + by for day in DAYS})
