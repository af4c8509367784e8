"""Figures that are implied but not printed: exact where a sum fixes them, else the tightest interval.

Bounds propagation: each check draws in the intervals of the figures it names until nothing moves. Rounded shares and
changes go first, in the file's order, so that the sum over them is blamed and not one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor
from operator import add, mul, neg, truediv
from typing import Any

from reporting.statement.model import Ratio, Statement, Sum, Term, Terms
from reporting.statement.numbers import Printed

HAIR = Fraction(1, 10**40)  # an end that does not belong to an interval is drawn in by it
NOTHING = Fraction(0)
ROUNDS = 60  # enough to settle whole numbers; halving intervals of real numbers need an end


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
    return None if any(end is None for end in ends) else compute(*ends)


def rounding(printed: Printed) -> Interval:
    """Return all numbers that are printed like this when rounded half up."""
    value, half = printed.value, printed.unit / 2
    return Interval(value - half + HAIR * (value <= 0), value + half - HAIR * (value >= 0))


def cutting(printed: Printed) -> Interval:
    """Return all numbers that are printed like this when their digits are cut."""
    value, reach = printed.value, printed.unit - HAIR
    return Interval(value - reach * (value <= 0), value + reach * (value >= 0))


NATURAL = Interval(NOTHING, None)
Bounds = Iterable[tuple[str, Interval]]


@dataclass
class Solution:
    """What is known of every figure, and the checks (by place) that cannot be met or only by cutting."""

    statement: Statement
    exact: Mapping[str, Fraction]  # printed, or fixed by a chain of sum checks
    reals: set[str]  # the implied ones that are no counts
    domains: dict[str, Interval]
    unmet: set[int] = field(default_factory=set)
    fixing: bool = False  # at first sums alone, as printed, each with one unknown
    by_cutting: set[int] = field(default_factory=set)

    def domain(self, term: Term) -> Interval:
        """Where a term lies: its printed or solved value, or its interval."""
        return self.domains[term] if isinstance(term, str) else Interval.point(term.value)

    def added(self, terms: Terms, rough: bool = False) -> Interval:
        """What signed terms add to, or can have added to before the `rough` ones were rounded one by one."""
        total = Interval.point(NOTHING)
        for sign, term in terms:
            # A number in the check itself is meant as it is.
            printed = self.statement.figures[term] if isinstance(term, str) else None
            wide = rough and printed and not printed.exact
            total += (rounding(printed) if printed and wide else self.domain(term)).signed(sign)
        return total

    def ratio(self, check: Ratio) -> Interval:
        """What a share or change can come to, over the intervals of its figures."""
        quotient = self.domains[check.top].over(self.domains[check.base])
        scale = Interval.point(Fraction(check.scale))
        return quotient.times(scale) if check.is_share else quotient.times(scale) + scale.signed(-1)

    def settle(self) -> int | None:
        """Draw in until nothing moves; the place of a check that cannot be met, else None."""
        checks = self.statement.checks
        every = sorted(range(len(checks)), key=lambda place: isinstance(checks[place], Sum))
        left = [place for place in every if place not in self.unmet]
        places = [place for place in left if not self.exact.keys() >= set(checks[place].names)]
        for _ in range(ROUNDS):
            before = dict(self.domains)
            for place in places:
                unknown = [each for each in checks[place].names if self.domains[each].only is None]
                fixes = isinstance(checks[place], Sum) and len(unknown) == 1
                if (fixes or not self.fixing) and not self.narrow(place):
                    return place
            if self.domains == before:
                break
        return None

    def narrow(self, place: int) -> bool:
        """Draw in the figures of one check; False where that leaves one of them nowhere to be."""
        check = self.statement.checks[place]
        if isinstance(check, Sum):
            return self.take(self.sum_bounds(check))
        if self.take(self.ratio_bounds(check, rounding(check.target))):
            return True
        self.by_cutting.add(place)
        return self.take(self.ratio_bounds(check, cutting(check.target)))

    def take(self, bounds: Bounds) -> bool:
        """Take over bounds for all figures of a check, or for none where one is left nowhere."""
        drawn = {}
        for name, bound in bounds:
            met = self.domains[name].meet(bound)
            drawn[name] = met if name in self.exact or name in self.reals else met.whole()
        if any(span.empty for span in drawn.values()):
            return False
        self.domains.update(drawn)
        return True

    def sum_bounds(self, check: Sum) -> Bounds:
        """Bound each open term of a sum by all the others."""
        for place, (sign, term) in enumerate(check.terms):
            if isinstance(term, str) and term not in self.exact:
                others = check.terms[:place] + check.terms[place + 1 :]
                yield term, self.added(others, rough=not self.fixing).signed(-sign)

    def ratio_bounds(self, check: Ratio, number: Interval) -> Bounds:
        """Bound top and base, given where the exact number can be."""
        moved = number if check.is_share else number + Interval.point(Fraction(check.scale))
        moved = moved.meet(NATURAL)
        if moved.empty:
            return [(check.top, Interval(Fraction(1), NOTHING))]
        quotient = moved.times(Interval.point(Fraction(1, check.scale)))
        top, base = self.domains[check.top], self.domains[check.base]
        return [(check.top, quotient.times(base)), (check.base, top.over(quotient))]


def solve(statement: Statement) -> Solution:
    """Find the exact values and intervals of all implied figures."""
    exact = {name: number.value for name, number in statement.figures.items() if number}
    reals, unmet = _reals(statement), set[int]()
    for fixing in (True, False):
        start = {name: Interval() if name in reals else NATURAL for name in statement.figures}
        start |= {name: Interval.point(value) for name, value in exact.items()}
        while True:
            run = Solution(statement, exact, reals, dict(start), unmet, fixing)
            if (blamed := run.settle()) is None:
                break
            unmet = unmet | {blamed}
        found = {name: span.only for name, span in run.domains.items()}
        exact = {name: value for name, value in found.items() if value is not None}
    return run


def own_interval(check: Ratio, name: str, solution: Solution) -> Interval | None:
    """Where a share or change by itself leaves one of its counts; None where it does not fix the other."""
    if not solution.exact.keys() >= {*check.names} - {name}:
        return None
    alone = replace(solution, domains={**solution.domains, name: NATURAL})
    own = dict(alone.ratio_bounds(check, rounding(check.target)))[name]
    return own if name in solution.reals else own.whole()


def _reals(statement: Statement) -> set[str]:
    """The implied figures that are no counts: sums and changes of rounded figures reach them."""
    unprinted = set(statement.implied)
    rough = {name for name, own in statement.figures.items() if own and not own.exact}
    alike = [check for check in statement.checks if isinstance(check, Sum) or not check.is_share]
    for _ in unprinted:  # as far as a chain of them can reach
        for check in alike:
            own = isinstance(check, Sum) and not all(number.exact for number in check.numbers)
            if own or not rough.isdisjoint(check.names):
                rough |= unprinted.intersection(check.names)
    return rough & unprinted
