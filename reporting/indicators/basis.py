"""What an indicator is computed from: the tasks of a quarter, those of the year before, and the quarter itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from reporting.indicators.measures import TASKS, YEAR_AGO
from reporting.indicators.mistakes import CODE, Mistake, unknown
from reporting.text.quarter import Quarter

Found = TypeVar("Found")


class Codes(pd.Categorical):
    """A column of codes; comparing it with a code that there is none of, false for every task, is a `Mistake`."""

    def __eq__(self, other: object) -> Any:
        return super().__eq__(self._known(other))

    def __ne__(self, other: object) -> Any:
        return super().__ne__(self._known(other))

    def isin(self, values: Any) -> Any:
        """Which of the tasks have one of the codes; pandas hands over as an array what was written as a list."""
        for value in values if isinstance(values, np.ndarray) else ():
            self._known(value)
        return super().isin(values)

    def _known(self, value: Any) -> Any:
        if pd.api.types.is_scalar(value) and not pd.isna(value) and value not in self.categories:
            raise Mistake(unknown(CODE, value, self.categories))
        return value


def guarded(tasks: pd.DataFrame) -> pd.DataFrame:
    """The same table, its columns of codes guarded against codes that there are none of."""
    coded = ("status", "reported_status", "source", "unit_group", "unit")
    return tasks.assign(**{name: Codes(tasks[name].array) for name in coded})


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
