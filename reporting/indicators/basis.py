"""What an indicator is computed from: the tasks of a quarter, those of the year before, and the quarter itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import pandas as pd

from reporting.indicators.measures import TASKS, YEAR_AGO
from reporting.text.quarter import Quarter

Found = TypeVar("Found")


@dataclass(frozen=True)
class Period:
    """The quarter whose register is evaluated, and its days as `tasks` holds days."""

    quarter: Quarter
    first_day: pd.Timestamp
    last_day: pd.Timestamp
    cut_off: pd.Timestamp

    @classmethod
    def of(cls, quarter: Quarter, cut_off: date | None = None) -> Period:
        """A quarter as of a day; without one as of its last day."""
        days = (quarter.first_day, quarter.last_day, cut_off or quarter.last_day)
        return cls(quarter, *map(pd.Timestamp, days))


@dataclass(frozen=True)
class Basis:
    """Tables with one row per task; `year_ago` is None where the compared quarter's register is not at hand."""

    tasks: pd.DataFrame
    period: Period
    year_ago: pd.DataFrame | None = None

    def each(self, of: Callable[[pd.DataFrame], Found]) -> dict[str | None, Found]:
        """What is computed of each table, by its name; None is for columns that do not say whose they are."""
        own = of(self.tasks)
        found: dict[str | None, Found] = {TASKS: own, None: own}
        return found if self.year_ago is None else found | {YEAR_AGO: of(self.year_ago)}
