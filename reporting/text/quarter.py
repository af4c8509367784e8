"""A quarter of a year, or the time from January to its end: parsing, arithmetic, first and last day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from reporting.text.bilingual import texts
from reporting.text.errors import InputError

_TEXT = texts(__name__)

_WRITTEN = re.compile(r"\s*([12]\d{3})(?:[Qq]([1-4])(?:-[Qq]([1-4]))?|[Hh]([12]))?\s*")


class Quarter(NamedTuple):
    """A quarter, `2023Q3`, ordered by time; with `quarters` more than one the period from January that ends with it, `2023Q1-Q3`."""

    year: int
    number: int
    quarters: int = 1

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read `2023Q3`, or the period `2023Q1-Q3`, `2023H1`, `2023`; an `InputError` says what was expected."""
        match = _WRITTEN.fullmatch(text)
        if not match:
            raise InputError(_TEXT.no_quarter.format(text))
        year, first, last, half = match.groups()
        if half == "2" or (last and first != "1"):
            raise InputError(_TEXT.not_from_january.format(text, f"{year}Q1"))
        if first and not last:
            return cls(int(year), int(first))
        return cls(int(year), 1).until(2 if half else int(last or 4))

    @classmethod
    def parse_range(cls, text: str) -> list[Quarter]:
        """Read `2023Q3` or a period, or `2022Q3..2023Q3` as every quarter from the first to the last."""
        first, dots, last = text.partition("..")
        if not (first and dots and last):
            return [cls.parse(text)]
        start, end = cls.parse(first), cls.parse(last)
        if start.quarters > 1 or end.quarters > 1:
            raise InputError(_TEXT.no_quarter.format(first if start.quarters > 1 else last))
        if end < start:
            raise InputError(_TEXT.backwards.format(text))
        return [start.shift(steps) for steps in range(end.ordinal - start.ordinal + 1)]

    @property
    def ordinal(self) -> int:
        """Quarters since year 0, for arithmetic; of a period, those of its last one."""
        return self.year * 4 + self.number - 1

    @property
    def last(self) -> Quarter:
        """The last quarter of a period; a quarter itself."""
        return self._replace(quarters=1)

    def until(self, number: int) -> Quarter:
        """The period from January to the end of a quarter of this year; of the first quarter, that quarter."""
        return Quarter(self.year, number, number)

    @property
    def parts(self) -> list[Quarter]:
        """The quarters of a period, in order; a quarter has itself alone."""
        return [self.last.shift(-steps) for steps in reversed(range(self.quarters))]

    def shift(self, quarters: int) -> Quarter:
        """Return the quarter so many quarters later, or earlier when negative."""
        year, number = divmod(self.ordinal + quarters, 4)
        return self._replace(year=year, number=number + 1)

    @property
    def year_ago(self) -> Quarter:
        """The same quarter, or the same period, of the year before."""
        return self._replace(year=self.year - 1)

    @property
    def next(self) -> Quarter:
        """The quarter after this one, or after a period."""
        return self.last.shift(1)

    @property
    def first_day(self) -> date:
        """The first day."""
        return date(self.year, 3 * (self.number - self.quarters) + 1, 1)

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.next.first_day - timedelta(days=1)

    def __str__(self) -> str:
        if self.quarters > 1:
            return f"{self.year}Q1-Q{self.number}"
        return f"{self.year}Q{self.number}"
