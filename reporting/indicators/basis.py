"""What an indicator is computed from: the tasks of a quarter, those of the year before, and the quarter itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from reporting.text.quarter import Quarter


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
