"""Figures that are implied but not printed: exact where a sum fixes them, else the tightest interval.

Bounds propagation: each check draws in the intervals of the figures it names as far as the others
allow, until nothing moves. A check that leaves a figure nowhere to be is one whose intervals cannot
meet. Rounded shares and changes go first, in the file's order, so that the sum over them is blamed and
not one of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reporting.statement.intervals import NOTHING, Interval, cutting, rounding
from reporting.statement.model import Ratio, Statement, Sum, Term, Terms
from reporting.statement.numbers import Printed

ROUNDS = 60  # enough to settle whole numbers; halving intervals of real numbers need an end
NATURAL = Interval(NOTHING, None)

Domains = dict[str, Interval]


@dataclass(frozen=True)
class Solution:
    """What is known of every figure, and the checks (by place) that cannot be met or only by cutting.

    `exact` are the printed figures and those that a chain of sum checks fixes; `domains` adds the
    intervals of all others.
    """

    exact: Mapping[str, Fraction]
    domains: Mapping[str, Interval]
    unmet: frozenset[int] = frozenset()
    by_cutting: frozenset[int] = frozenset()

    def value(self, term: Term) -> Fraction:
        """The exact value of a term that is printed or fixed."""
        return _value(term, self.exact)

    def domain(self, term: Term) -> Interval:
        """Where a term lies: its printed or solved value, or its interval."""
        return self.domains[term] if isinstance(term, str) else Interval.point(term.value)

    def added(self, terms: Terms) -> Interval:
        """What signed terms add to."""
        return sum(
            (self.domain(term).signed(sign) for sign, term in terms), Interval.point(NOTHING)
        )


def implied(statement: Statement) -> list[str]:
    """The figures that are not printed."""
    return [name for name, printed in statement.figures.items() if printed is None]


def solve(statement: Statement) -> Solution:
    """Find the exact values and intervals of all implied figures."""
    reals = _reals(statement)
    exact, unmet = _fix(statement, reals)
    start = {name: Interval.point(value) for name, value in exact.items()}
    for name in implied(statement):
        start.setdefault(name, Interval() if name in reals else NATURAL)
    while len(exact) < len(statement.figures):
        run = _Propagation(statement, exact, reals, dict(start))
        blamed = run.settle(unmet)
        if blamed is None:
            return Solution(exact, run.domains, unmet, frozenset(run.by_cutting))
        unmet |= {blamed}
    return Solution(exact, start, unmet)


def own_interval(
    statement: Statement, check: Ratio, name: str, exact: Mapping[str, Fraction]
) -> Interval | None:
    """Where a share or change by itself leaves one of its counts; None where it does not fix the other."""
    if any(other not in exact for other in check.names if other != name):
        return None
    domains = {known: Interval.point(value) for known, value in exact.items()} | {name: NATURAL}
    whole = _Propagation(statement, exact, set(), domains)
    bounds = dict(whole.ratio_bounds(check, rounding(check.target.value, check.target.unit)))
    return bounds[name].on_grid(whole.step(name))


def _reals(statement: Statement) -> set[str]:
    """The implied figures that are no counts: sums of rounded figures reach them."""
    unprinted, reals = set(implied(statement)), set[str]()
    sums = [check for check in statement.checks if isinstance(check, Sum)] if unprinted else []
    while True:
        more = {
            name
            for check in sums
            if any(_is_real(statement, term, reals) for _, term in check.terms)
            for name in unprinted.intersection(check.names) - reals
        }
        if not more:
            return reals
        reals |= more


def _is_real(statement: Statement, term: Term, reals: set[str]) -> bool:
    printed = statement.printed(term)
    return not printed.exact if printed else term in reals


def _fix(statement: Statement, reals: set[str]) -> tuple[dict[str, Fraction], frozenset[int]]:
    """Let every sum check with one unknown fix it, again and again."""
    exact = {name: number.value for name, number in statement.figures.items() if number}
    unmet, moved = set[int](), len(exact) < len(statement.figures)
    while moved:
        moved = False
        for place, check in enumerate(statement.checks):
            unknown = [name for name in check.names if name not in exact]
            if not isinstance(check, Sum) or place in unmet or len(unknown) != 1:
                continue
            known = tuple(each for each in check.terms if each[1] != unknown[0])
            sign = next(sign for sign, term in check.terms if term == unknown[0])
            solved = -sign * sum((sign * _value(term, exact) for sign, term in known), NOTHING)
            if unknown[0] not in reals and (solved < 0 or solved.denominator != 1):
                unmet.add(place)
            else:
                exact[unknown[0]] = solved
                moved = True
    return exact, frozenset(unmet)


def _value(term: Term, exact: Mapping[str, Fraction]) -> Fraction:
    return exact[term] if isinstance(term, str) else term.value


class _Propagation:
    """One run of bounds propagation over the figures that no sum fixes."""

    def __init__(
        self,
        statement: Statement,
        exact: Mapping[str, Fraction],
        reals: set[str],
        domains: Domains,
    ) -> None:
        self.statement, self.exact, self.reals, self.domains = statement, exact, reals, domains
        self.by_cutting: set[int] = set()

    def step(self, name: str) -> Fraction | None:
        """Counts are whole."""
        return None if name in self.reals else Fraction(1)

    def settle(self, without: frozenset[int]) -> int | None:
        """Draw in until nothing moves; the place of a check that cannot be met, else None."""
        places = [
            place
            for place, check in enumerate(self.statement.checks)
            if place not in without and not self.exact.keys() >= set(check.names)
        ]
        places.sort(key=lambda place: isinstance(self.statement.checks[place], Sum))
        for _ in range(ROUNDS):
            before = dict(self.domains)
            for place in places:
                if not self.narrow(place):
                    return place
            if self.domains == before:
                return None
        return None

    def narrow(self, place: int) -> bool:
        """Draw in the figures of one check; False where that leaves one of them nowhere to be."""
        check = self.statement.checks[place]
        if isinstance(check, Sum):
            return self.apply(self.sum_bounds(check))
        printed = check.target
        if self.apply(self.ratio_bounds(check, rounding(printed.value, printed.unit))):
            return True
        self.by_cutting.add(place)
        return self.apply(self.ratio_bounds(check, cutting(printed.value, printed.unit)))

    def apply(self, bounds: Iterable[tuple[str, Interval]]) -> bool:
        """Take over bounds for all figures of a check, or for none where one is left nowhere."""
        drawn = {}
        for name, bound in bounds:
            drawn[name] = self.domains[name].meet(bound)
            if name not in self.exact:
                drawn[name] = drawn[name].on_grid(self.step(name))
            if drawn[name].empty:
                return False
        self.domains.update(drawn)
        return True

    def sum_bounds(self, check: Sum) -> list[tuple[str, Interval]]:
        """Bound each open term of a sum by all the others."""
        spans = [self.span(sign, term) for sign, term in check.terms]
        bounds = []
        for place, (sign, term) in enumerate(check.terms):
            if isinstance(term, str) and term not in self.exact:
                rest = sum(spans[:place] + spans[place + 1 :], Interval.point(NOTHING))
                bounds.append((term, -rest if sign > 0 else rest))
        return bounds

    def span(self, sign: int, term: Term) -> Interval:
        """Where a signed term of a sum can be, before it was rounded."""
        printed = self.statement.printed(term)
        if isinstance(term, Printed):
            span = Interval.point(term.value)  # a number in the check itself, like 100%, is meant
        elif printed and not printed.exact:
            span = rounding(printed.value, printed.unit)
        else:
            span = self.domains[term]
        return span.signed(sign)

    def ratio_bounds(self, check: Ratio, number: Interval) -> list[tuple[str, Interval]]:
        """Bound top and base, given where the exact number can be."""
        moved = number if check.is_share else number + Interval.point(Fraction(check.scale))
        if moved.meet(NATURAL).empty:
            return [(check.top, Interval(Fraction(1), NOTHING))]
        quotient = moved.meet(NATURAL).times(Interval.point(Fraction(1, check.scale)))
        top, base = self.domains[check.top], self.domains[check.base]
        return [(check.top, quotient.times(base)), (check.base, top.over(quotient))]
