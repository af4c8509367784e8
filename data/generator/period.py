"""The days of a quarter: working days and holidays, and how months and quarters are written."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

Days = np.ndarray[Any, np.dtype[np.datetime64]]

# Public holidays and the days off in lieu, as the Government set them.
HOLIDAYS = np.array(
    [
        "2022-09-01",
        "2022-09-02",
        "2023-01-02",
        "2023-01-20",
        "2023-01-23",
        "2023-01-24",
        "2023-01-25",
        "2023-01-26",
        "2023-05-01",
        "2023-05-02",
        "2023-05-03",
        "2023-09-01",
        "2023-09-04",
    ],
    dtype="datetime64[D]",
)


def shift(days: Any, by: Any, roll: str = "backward") -> Days:
    """Move days by so many working days; a day off counts as the working day before (or after)."""
    return np.busday_offset(days, by, roll=roll, holidays=HOLIDAYS)


class Month(NamedTuple):
    """A month of a year."""

    year: int
    number: int

    def plus(self, months: int) -> Month:
        """Return the month so many months later."""
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    @property
    def text(self) -> str:
        """The month as an office writes it: tháng 7/2023."""
        return f"tháng {self.number}/{self.year}"

    @property
    def quarter_text(self) -> str:
        """The month's quarter as an office writes it: quý III/2023."""
        return f"quý {('I', 'II', 'III', 'IV')[(self.number - 1) // 3]}/{self.year}"

    def day(self, number: int) -> date:
        """Return a day of the month, its last one where it is shorter."""
        return min(date(self.year, self.number, 1) + timedelta(number - 1), self.last_day)

    @property
    def last_day(self) -> date:
        """The month's last day."""
        after = self.plus(1)
        return date(after.year, after.number, 1) - timedelta(1)

    def words(self) -> dict[str, Any]:
        """What may stand in a task's title, by placeholder."""
        near = {"m": 0, "pm": -1, "nm": 1}
        quarters = {"q": 0, "pq": -3, "nq": 3}
        years = {"y": self.year, "py": self.year - 1, "ny": self.year + 1}
        return {
            **{name: self.plus(by).text for name, by in near.items()},
            **{name: self.plus(by).quarter_text for name, by in quarters.items()},
            **years,
            "mm": self.number,
        }


class Period(NamedTuple):
    """A quarter whose register is written."""

    name: str

    @property
    def first_month(self) -> Month:
        """Its first month."""
        return Month(int(self.name[:4]), 3 * int(self.name[-1]) - 2)

    @property
    def first_day(self) -> date:
        """Its first day."""
        return self.first_month.day(1)

    @property
    def cut_off(self) -> date:
        """Its last day."""
        return self.first_month.plus(2).last_day

    @property
    def briefing(self) -> date:
        """The day from which the conclusions of the briefing in this quarter are given."""
        return self.first_month.day(14)

    def fridays(self) -> list[date]:
        """Its Fridays, one for each week."""
        days = (self.first_day + timedelta(n) for n in range((self.cut_off - self.first_day).days))
        return [day for day in days if day.weekday() == 4]
