"""Relations that numbers of a text may have: a sum, a share, a change; whether they hold, or nearly do."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import log10
from typing import NamedTuple

from reporting.statement.numbers import Printed, rounded, simple_edits
from reporting.statement.prose import Number

AS_PRINTED: Mapping[Number, Fraction] = {}
EDITS = 40  # values that a keystroke away from a number are like it in size
Parts = tuple[Number, ...]
Numbers = Sequence[Number]
# A percentage; by how much a count rose or fell; or both, the number first.
Told = tuple[Number, ...]


def digits(printed: Printed) -> float:
    """What a number tells: the more digits, the less it fits by chance."""
    return log10(max(printed.value / printed.unit, Fraction(1)))


def closeness(off: Fraction, size: Fraction) -> float:
    """What it tells that a number is no further off than this."""
    return max(0.0, log10(size / (2 * off))) if off and size > 0 else 0.0


class Adding(NamedTuple):
    """A total and its parts, one that counts twice given twice, and the evidence that they belong together."""

    total: Number
    parts: Parts
    evidence: float = 0.0

    @property
    def values(self) -> tuple[Fraction, tuple[Fraction, ...]]:
        """What tells it from other sums, wherever its numbers are printed."""
        return self.total.value, tuple(sorted(part.value for part in self.parts))

    @property
    def off(self) -> Fraction:
        """By how much the total is more than the parts."""
        return self.total.value - sum((part.value for part in self.parts), Fraction(0))

    @property
    def is_rounding(self) -> bool:
        """Whether it fails by no more than numbers rounded to other places, or to thousands, explain."""
        steps = [one.step for one in (self.total, *self.parts)]
        return (len({*steps}) > 1 or steps[0] > 1) and abs(self.off) <= sum(steps) / 2

    def nearly(self) -> float | None:
        """The evidence that it fails by a slip; None where no keystroke explains it, or rounding to other places does."""
        right = [(self.total, self.total.value - self.off)]
        right += [(part, part.value + self.off) for part in dict.fromkeys(self.parts)]
        slip = any(value > 0 and value in simple_edits(one.printed) for one, value in right)
        told = digits(self.total.printed) - log10(EDITS * len(right))
        near = max(told, closeness(abs(self.off), self.total.value))
        return near if slip and not self.is_rounding else None


class Ratio(NamedTuple):
    """A share, or a change from `base` to `top`, and what is said of it: a percentage, by how much, or both."""

    top: Number
    base: Number | None  # None where an earlier value is not printed
    said: Told
    evidence: float = 0.0
    turned: bool = False  # a rise read as a fall

    @property
    def told(self) -> Number:
        """The number that says what the relation comes to: the percentage, where there is one."""
        return self.said[-1]

    @property
    def percent(self) -> Number | None:
        """The percentage, where one is said of counts."""
        return self.told if self.told.printed.percent and not self.top.printed.percent else None

    @property
    def by(self) -> Number | None:
        """By how much it rose or fell, where that is said."""
        return None if self.said[0] is self.percent else self.said[0]

    @property
    def rise(self) -> int:
        """1 for a rise, −1 for a fall, 0 for a share."""
        return -self.said[0].rise if self.turned else self.said[0].rise

    @property
    def values(self) -> tuple[Fraction, Fraction | None]:
        """What tells it from others, wherever its numbers are printed."""
        return self.top.value, self.base.value if self.base else None

    def exact(self, read: Mapping[Number, Fraction] = AS_PRINTED) -> Fraction | None:
        """The percentage it comes to, numbers read as in `read`; None for nothing, or where they contradict each other."""
        top = read.get(self.top, self.top.value)
        by = read.get(self.by, self.by.value) if self.by else None
        base = read.get(self.base, self.base.value) if self.base else top - self.rise * (by or 0)
        change = self.rise * (top - base)
        if base <= 0 or (self.rise and change <= 0) or (by is not None and change != by):
            return None
        return 100 * (change if self.rise else top) / base

    def holds(self, read: Mapping[Number, Fraction] = AS_PRINTED) -> bool:
        """Whether it comes to what is printed, rounded half up."""
        exact, percent = self.exact(read), self.percent
        if exact is None or not percent:
            return exact is not None
        return rounded(exact, percent.printed.decimals) == read.get(percent, percent.value)

    @property
    def weight(self) -> float:
        """What the numbers tell that say what it comes to."""
        return sum(digits(one.printed) for one in self.said if self.base or one is self.percent)

    def nearly(self, least: float = 0.0) -> float | None:
        """The evidence that it fails by a slip; None where it is less, or far off."""
        exact, printed, near = self.exact(), self.told.printed, 0.0
        if exact is not None and self.percent:
            near = closeness(max(abs(printed.value - exact), printed.unit / 2), printed.value)
        if self.rise and self._replace(turned=True).holds():
            return self.weight
        numbers = [one for one in (self.top, self.base, *self.said) if one]
        near = max(near, self.weight - log10(EDITS * len(numbers)))
        edits = ({one: to} for one in numbers for to in simple_edits(one.printed) if to > 0)
        return near if near >= least and any(map(self.holds, edits)) else None
