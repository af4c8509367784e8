"""Intervals of exact numbers, with ends that belong to them or do not."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`; None is no bound, an open end does not belong to it."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def point(cls, value: Fraction) -> Interval:
        """The interval that holds one number."""
        return cls(value, value)

    @property
    def empty(self) -> bool:
        """Whether no number is in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    @property
    def only(self) -> Fraction | None:
        """Its number, where it holds just one."""
        return self.low if self.low is not None and self.low == self.high else None

    def __contains__(self, value: Fraction) -> bool:
        return not self.meet(Interval.point(value)).empty

    def meet(self, other: Interval) -> Interval:
        """What both hold; possibly empty."""
        low, low_open = self.low, self.low_open
        if other.low is not None and (low is None or (other.low, other.low_open) > (low, low_open)):
            low, low_open = other.low, other.low_open
        high, high_open = self.high, self.high_open
        if other.high is not None and (
            high is None or (other.high, not other.high_open) < (high, not high_open)
        ):
            high, high_open = other.high, other.high_open
        return Interval(low, high, low_open, high_open)

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_open,
            self.low_open,
        )

    def times(self, other: Interval) -> Interval:
        """Return the products of what both hold, where neither holds a negative number."""
        return Interval(
            (self.low or Fraction(0)) * (other.low or Fraction(0)),
            None if self.high is None or other.high is None else self.high * other.high,
            bool((self.low_open and other.low != 0) or (other.low_open and self.low != 0)),
            self.high_open or other.high_open,
        )

    def over(self, other: Interval) -> Interval:
        """Return the quotients of what both hold, where neither holds a negative number."""
        low = None if other.high in (None, 0) else (self.low or Fraction(0)) / (other.high or 1)
        high = None if self.high is None or not other.low else self.high / other.low
        return Interval(
            low or Fraction(0),
            high,
            low is not None and (self.low_open or other.high_open) and self.low != 0,
            self.high_open or other.low_open,
        )

    def on_grid(self, step: Fraction | None) -> Interval:
        """Draw both ends in to the nearest multiples of a step; None leaves it as it is."""
        if step is None:
            return self
        low = high = None
        if self.low is not None:
            steps = floor(self.low / step) + 1 if self.low_open else ceil(self.low / step)
            low = steps * step
        if self.high is not None:
            steps = ceil(self.high / step) - 1 if self.high_open else floor(self.high / step)
            high = steps * step
        return Interval(low, high)


def rounding(value: Fraction, unit: Fraction) -> Interval:
    """Return all numbers that are printed as this value when rounded half up at this unit."""
    half = unit / 2
    return Interval(value - half, value + half, value <= 0, value >= 0)


def cutting(value: Fraction, unit: Fraction) -> Interval:
    """Return all numbers that are printed as this value when their digits are cut at this unit."""
    if value == 0:
        return Interval(-unit, unit, True, True)
    if value < 0:
        return Interval(value - unit, value, True, False)
    return Interval(value, value + unit, False, True)
