"""Bounds propagation: how far the checks draw in the intervals of figures that are not printed."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from reporting.statement.intervals import Interval, cutting, rounding
from reporting.statement.model import Check, Ratio, Statement, Sum, Term
from reporting.statement.numbers import Printed

ROUNDS = 60  # enough to settle whole numbers; halving intervals of real numbers need an end
NATURAL = Interval(Fraction(0), None)

Domains = dict[str, Interval]


class Propagation:
    """One run of bounds propagation over the figures that no sum fixes."""

    def __init__(
        self,
        statement: Statement,
        exact: Mapping[str, Fraction],
        grid: Mapping[str, Fraction | None],
        domains: Domains,
        slack: int,
    ) -> None:
        self.statement, self.exact, self.grid, self.domains = statement, exact, grid, domains
        self.slack = slack
        self.by_cutting: set[int] = set()
        self.open = [
            (place, check)
            for place, check in enumerate(statement.checks)
            if any(name not in exact for name in check.names)
        ]
        self.open.sort(key=lambda pair: isinstance(pair[1], Sum))

    def settle(self, without: frozenset[int]) -> int | None:
        """Draw in until nothing moves; the place of a check that cannot be met, else None."""
        for _ in range(ROUNDS):
            before = dict(self.domains)
            for place, check in self.open:
                if place not in without and not self.narrow(place, check):
                    return place
            if self.domains == before:
                return None
        return None

    def narrow(self, place: int, check: Check) -> bool:
        """Draw in the figures of one check; False where that leaves one of them nowhere to be."""
        if isinstance(check, Sum):
            return self.apply(self.sum_bounds(check))
        printed = self.statement.printed(check.target)
        if printed is None:
            return self.apply(self.target_bounds(check))
        if self.slack:
            off = self.slack * printed.unit
            wide = Interval(printed.value - off, printed.value + off)
            return self.apply(self.ratio_bounds(check, wide))
        if self.apply(self.ratio_bounds(check, rounding(printed.value, printed.unit))):
            return True
        if self.apply(self.ratio_bounds(check, cutting(printed.value, printed.unit))):
            self.by_cutting.add(place)
            return True
        return False

    def apply(self, bounds: Iterable[tuple[str, Interval]]) -> bool:
        """Take over bounds for all figures of a check, or for none where one is left nowhere."""
        drawn = {}
        for name, bound in bounds:
            if name in self.exact:
                if self.exact[name] not in bound:
                    return False
                continue
            drawn[name] = self.domains[name].meet(bound).on_grid(self.grid[name])
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
                rest = Interval.point(Fraction(0))
                for other, span in enumerate(spans):
                    rest = rest + span if other != place else rest
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
        return span if sign > 0 else -span

    def ratio_bounds(self, check: Ratio, number: Interval) -> list[tuple[str, Interval]]:
        """Bound top and base, given where the exact number can be."""
        per, shift = Fraction(1, abs(check.slope)), Interval.point(Fraction(-check.shift))
        moved = number + shift
        turned = moved if check.slope > 0 else -moved
        quotient = turned.meet(NATURAL).times(Interval.point(per))
        if quotient.empty:
            return [(check.top, Interval(Fraction(1), Fraction(0)))]
        top, base = self.domains[check.top], self.domains[check.base]
        return [(check.top, quotient.times(base)), (check.base, top.over(quotient))]

    def target_bounds(self, check: Ratio) -> list[tuple[str, Interval]]:
        """Bound a share or change that is itself an implied figure."""
        top, base = self.domains[check.top], self.domains[check.base]
        quotient = top.over(base)
        scaled = quotient.times(Interval.point(Fraction(abs(check.slope))))
        turned = scaled if check.slope > 0 else -scaled
        return [(str(check.target), turned + Interval.point(Fraction(check.shift)))]
