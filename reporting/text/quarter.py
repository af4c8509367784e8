"""A quarter of a year: parsing, arithmetic, first and last day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from reporting.text.bilingual import BilingualText
from reporting.text.errors import InputError


class Quarter(NamedTuple):
    """A quarter, ordered by time; `str(quarter)` is `2023Q3`."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read `2023Q3`; an `InputError` says what was expected."""
        match = re.fullmatch(r"\s*(\d{4})[Qq]([1-4])\s*", text)
        if not match:
            raise InputError(
                BilingualText(
                    "“{0}” không phải là một quý; cần dạng 2023Q3.",
                    "“{0}” is not a quarter; expected a form like 2023Q3.",
                ).format(text)
            )
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def parse_range(cls, text: str) -> list[Quarter]:
        """Read `2023Q3`, or `2022Q3..2023Q3` as every quarter from the first to the last."""
        first, dots, last = text.partition("..")
        start = cls.parse(first)
        end = cls.parse(last) if dots else start
        if end < start:
            raise InputError(
                BilingualText(
                    "Khoảng quý “{0}” bị ngược: quý đầu phải trước quý cuối.",
                    "The range “{0}” runs backwards: the first quarter must come before the last.",
                ).format(text)
            )
        return [start.shift(steps) for steps in range(end.ordinal - start.ordinal + 1)]

    @property
    def ordinal(self) -> int:
        """Quarters since year 0, for arithmetic."""
        return self.year * 4 + self.number - 1

    def shift(self, quarters: int) -> Quarter:
        """Return the quarter so many quarters later, or earlier when negative."""
        year, number = divmod(self.ordinal + quarters, 4)
        return Quarter(year, number + 1)

    @property
    def year_ago(self) -> Quarter:
        """The same quarter of the year before."""
        return self.shift(-4)

    @property
    def next(self) -> Quarter:
        """The quarter after this one."""
        return self.shift(1)

    @property
    def first_day(self) -> date:
        """The quarter's first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The quarter's last day."""
        return self.next.first_day - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
