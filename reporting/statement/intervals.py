"""Intervals of exact numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

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
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
        )

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else -self.high, None if self.low is None else -self.low
        )

    def signed(self, sign: int) -> Interval:
        """The interval itself, or its negative."""
        return self if sign > 0 else -self

    def times(self, other: Interval) -> Interval:
        """Return the products of what both hold, where neither holds a negative number."""
        low = (self.low or NOTHING) * (other.low or NOTHING)
        return Interval(
            low, None if self.high is None or other.high is None else self.high * other.high
        )

    def over(self, other: Interval) -> Interval:
        """Return the quotients of what both hold, where neither holds a negative number."""
        low = (self.low or NOTHING) / other.high if other.high else NOTHING
        return Interval(low, self.high / other.low if self.high is not None and other.low else None)

    def on_grid(self, step: Fraction | None) -> Interval:
        """Draw both ends in to the nearest multiples of a step; None leaves it as it is."""
        if step is None:
            return self
        return Interval(
            None if self.low is None else ceil(self.low / step) * step,
            None if self.high is None else floor(self.high / step) * step,
        )


def rounding(value: Fraction, unit: Fraction) -> Interval:
    """Return all numbers that are printed as this value when rounded half up at this unit."""
    low, high = value - unit / 2, value + unit / 2
    return Interval(low + HAIR * (value <= 0), high - HAIR * (value >= 0))


def cutting(value: Fraction, unit: Fraction) -> Interval:
    """Return all numbers that are printed as this value when their digits are cut at this unit."""
    return Interval(
        value if value > 0 else value - unit + HAIR, value if value < 0 else value + unit - HAIR
    )
