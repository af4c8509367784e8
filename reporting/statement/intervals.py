"""Intervals of exact numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from operator import add, mul, neg, truediv
from typing import Any

HAIR = Fraction(1, 10**40)  # an end that does not belong to an interval is drawn in by it
NOTHING = Fraction(0)


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`; None is no bound."""

    low: Fraction | None = None
    high: Fraction | None = None

    @classmethod
    def point(cls, value: Fraction) -> Interval:
        """The interval that holds one number."""
        return cls(value, value)

    @property
    def empty(self) -> bool:
        """Whether no number is in it."""
        return self.low is not None and self.high is not None and self.low > self.high

    @property
    def only(self) -> Fraction | None:
        """Its number, where it holds just one."""
        return self.low if self.low == self.high else None

    def __contains__(self, value: Fraction) -> bool:
        return not self.meet(Interval.point(value)).empty

    def meet(self, other: Interval) -> Interval:
        """What both hold; possibly empty."""
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        return Interval(max(lows, default=None), min(highs, default=None))

    def __add__(self, other: Interval) -> Interval:
        return Interval(_of(add, self.low, other.low), _of(add, self.high, other.high))

    def signed(self, sign: int) -> Interval:
        """The interval itself, or its negative."""
        return self if sign > 0 else Interval(_of(neg, self.high), _of(neg, self.low))

    def times(self, other: Interval) -> Interval:
        """Return the products of what both hold, where neither holds a negative number."""
        low = (self.low or NOTHING) * (other.low or NOTHING)
        return Interval(low, _of(mul, self.high, other.high))

    def over(self, other: Interval) -> Interval:
        """Return the quotients of what both hold, where neither holds a negative number."""
        low = (self.low or NOTHING) / other.high if other.high else NOTHING
        return Interval(low, _of(truediv, self.high, other.low or None))

    def whole(self) -> Interval:
        """Draw both ends in to whole numbers."""
        ends = _of(ceil, self.low), _of(floor, self.high)
        return Interval(*(None if end is None else Fraction(end) for end in ends))


def _of(compute: Callable[..., Any], *ends: Fraction | None) -> Any:
    """Compute with ends of intervals; where one has no bound, the result has none."""
    return None if None in ends else compute(*ends)


def rounding(value: Fraction, unit: Fraction) -> Interval:
    """Return all numbers that are printed as this value when rounded half up at this unit."""
    low, high = value - unit / 2, value + unit / 2
    return Interval(low + HAIR * (value <= 0), high - HAIR * (value >= 0))


def cutting(value: Fraction, unit: Fraction) -> Interval:
    """Return all numbers that are printed as this value when their digits are cut at this unit."""
    return Interval(
        value if value > 0 else value - unit + HAIR, value if value < 0 else value + unit - HAIR
    )
