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
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

ROWS = 5_000  # the most that are tried by themselves, where there are so few: a trial costs milliseconds
TRIED = {"unit_group": 1, "unit": 2, "source": 1}
YEARS = 28  # after which the calendar is the same again: weekdays, months, leap years
CALENDAR = pd.Timedelta(days=YEARS * 365 + YEARS // 4)


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
        self.parts: list[Alone] = []
        cells = layout.cells()
        for column, how_many in tried.items():
            counts = basis.tasks[column].value_counts()
            present = counts[counts > 0]
            few = present[present <= ROWS]
            # of a register of millions, the smallest unit alone
            codes = few.index[:how_many] if len(few) or column != "unit" else present.index[-1:]
            # a unit's cell names its group, too
            others = [k for k in KEYS if k != column and (column, k) != ("unit", "unit_group")]
            total = (cells[others] == TOTAL).all(axis=1)
            for code in codes:
                place, own = total & (cells[column] == code), _only(basis, column, code)
                if place.any():
                    called, cell = name(column, str(code)), int(place.to_numpy().argmax())
                    self.parts.append(Alone(called, cell, own, layout.grids(own)))
        self.moved = [moved for part in self.parts[:1] for moved in _moved(part)]
        self.months = [moved for part in self.parts[:1] for moved in _months(part, layout)]

    def check(self, indicator: Indicator, whole: Figures) -> None:
        """Compute an indicator from rows alone, and with all days moved; an `IndicatorError` says what differed."""
        if indicator.uses_year_ago and self.basis.year_ago is None:
            return
        quarter = self.basis.period.quarter
        for part in self.parts:
            value, within = _value(indicator, part.basis, part), float(whole.value[part.cell])
            _check(indicator, value, within, _TEXT.not_local, part.name, quarter)
        own_days_alone = indicator.asks_for == (TASKS,)
        for part, basis, then, now in self.moved + (self.months if own_days_alone else []):
            value, other = (_value(indicator, each, part) for each in (part.basis, basis))
            _check(indicator, other, value, _TEXT.dated, part.name, then, now)


def _only(basis: Basis, column: str, code: object) -> Basis:
    """The rows of one unit, group or source; a task may be one of another source a year ago."""
    before = basis.year_ago
    if before is not None and column != "source":
        before = before[before[column] == code].reset_index(drop=True)
    tasks = basis.tasks[basis.tasks[column] == code].reset_index(drop=True)
    return replace(basis, tasks=tasks, year_ago=before)


def _value(indicator: Indicator, basis: Basis, each: Alone) -> float:
    return float(evaluate(indicator.measure(basis), each.grids).value[each.cell])


def _check(
    indicator: Indicator, one: float, other: float, fault: BilingualText, *of: object
) -> None:
    """Refuse an indicator whose two figures should be the same and are not."""
    if not np.isclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True):
        raise IndicatorError(indicator.name, fault.format(*of, *two_figures(one, other)))


def _moved(part: Alone) -> Iterator[Moved]:
    """The same tasks 28 years earlier, and 28 years later."""
    basis, period = part.basis, part.basis.period
    for sign in (-1, 1):
        by, quarter = sign * CALENDAR, period.quarter.shift(sign * 4 * YEARS)
        tables = basis.each(partial(_later, by))
        days = Period.of(quarter, (period.cut_off + by).date())
        moved = Basis(tables[TASKS], days, tables.get(YEAR_AGO))
        yield Moved(part, moved, quarter, period.quarter)


def _months(part: Alone, layout: Layout) -> Iterator[Moved]:
    """The tasks whose days are all in one month, and the same in that of another quarter with the same days of the week."""
    period = part.basis.period
    for first in pd.date_range(period.first_day, period.last_day, freq="MS"):
        days = part.basis.tasks[[*DAYS]]
        end = first + pd.offsets.MonthEnd()  # a day that may be none of the other month
        within = (days.isna() | ((days >= first) & (days < end))).all(axis=1)
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
            moved = replace(own, tasks=_later(other - first, tasks))
            yield Moved(alone, moved, f"{other.month}/{other.year}", f"{first.month}/{first.year}")


def _later(by: pd.Timedelta, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{day: table[day] + by for day in DAYS})
