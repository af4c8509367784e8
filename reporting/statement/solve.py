"""Figures that are implied but not printed: exact where a sum fixes them, else the tightest interval.

Bounds propagation: each check draws in the intervals of the figures it names as far as the others
allow, until nothing moves. A check that leaves a figure nowhere to be is one whose intervals cannot
meet. Rounded shares and changes go first, in the file's order, so that the sum over them is blamed and
not one of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reporting.statement.intervals import Interval, rounding
from reporting.statement.model import Check, Ratio, Statement, Sum, Term
from reporting.statement.propagation import NATURAL, Propagation


@dataclass(frozen=True)
class Solution:
    """What is known of every figure, and the checks (by place) that cannot be met or only by cutting.

    `exact` are the printed figures and those that a chain of sum checks fixes; `domains` adds the
    intervals of all others.
    """

    exact: Mapping[str, Fraction]
    domains: Mapping[str, Interval]
    unmet: frozenset[int]
    by_cutting: frozenset[int]


def implied(statement: Statement) -> list[str]:
    """The figures that are not printed."""
    return [name for name, printed in statement.figures.items() if printed is None]


def solve(
    statement: Statement, slack: int = 0, without: Iterable[int] = (), real: Iterable[str] = ()
) -> Solution:
    """Find the exact values and intervals of all implied figures.

    `slack` widens every printed share and change by so many units to either side, `without` leaves
    checks out, and `real` names implied figures that are no counts: that is how the search for misprints
    asks where a figure could be at all.
    """
    grid = _grid(statement, real)
    printed = {name: number.value for name, number in statement.figures.items() if number}
    exact, unmet = _fix(statement, printed, grid, frozenset(without))
    start = {name: Interval.point(value) for name, value in exact.items()}
    for name in implied(statement):
        if name not in start:
            start[name] = NATURAL if grid[name] else Interval()
    if len(exact) == len(statement.figures):
        return Solution(exact, start, unmet, frozenset())
    while True:
        round_of = Propagation(statement, exact, grid, dict(start), slack)
        blamed = round_of.settle(unmet | frozenset(without))
        if blamed is None:
            cuts = frozenset(round_of.by_cutting)
            return Solution(exact, round_of.domains, unmet, cuts)
        unmet |= {blamed}


def _grid(statement: Statement, real: Iterable[str]) -> dict[str, Fraction | None]:
    """The step each implied figure moves in: 1 for counts, None where rounded figures reach it."""
    grid: dict[str, Fraction | None] = {name: Fraction(1) for name in implied(statement)}
    grid.update(dict.fromkeys(real))
    pending = bool(grid)
    while pending:
        pending = False
        for check in statement.checks:
            real = _reals(check, statement, grid)
            for name in real:
                if grid.get(name) is not None:
                    grid[name] = None
                    pending = True
    return grid


def _reals(
    check: Check, statement: Statement, grid: Mapping[str, Fraction | None]
) -> tuple[str, ...]:
    if isinstance(check, Ratio):
        return (check.target,) if isinstance(check.target, str) else ()

    def is_real(term: Term) -> bool:
        printed = statement.printed(term)
        return not printed.exact if printed else grid[str(term)] is None

    return check.names if any(is_real(term) for _, term in check.terms) else ()


def _fix(
    statement: Statement,
    known: Mapping[str, Fraction],
    grid: Mapping[str, Fraction | None],
    without: frozenset[int],
) -> tuple[dict[str, Fraction], frozenset[int]]:
    """Let every sum check with one unknown fix it, again and again."""
    exact, unmet = dict(known), frozenset[int]()
    moved = len(exact) < len(statement.figures)
    while moved:
        moved = False
        for place, check in enumerate(statement.checks):
            if not isinstance(check, Sum) or place in unmet | without:
                continue
            open_terms = [term for term in check.terms if _unknown(term[1], exact)]
            if len(open_terms) != 1:
                continue
            sign, name = open_terms[0]
            rest = sum(
                (turn * value(term, exact) for turn, term in check.terms if term != name),
                Fraction(0),
            )
            solved = -rest * sign
            if grid[str(name)] and (solved < 0 or solved.denominator != 1):
                unmet |= {place}
            else:
                exact[str(name)] = solved
                moved = True
    return exact, unmet


def _unknown(term: Term, exact: Mapping[str, Fraction]) -> bool:
    return isinstance(term, str) and term not in exact


def value(term: Term, exact: Mapping[str, Fraction]) -> Fraction:
    """The exact value of a term that is known."""
    return exact[term] if isinstance(term, str) else term.value


def own_interval(
    statement: Statement, check: Ratio, exact: Mapping[str, Fraction]
) -> Interval | None:
    """Where a share or change by itself leaves its one unknown count; None where it has none or two."""
    printed = statement.printed(check.target)
    unknown = [name for name in (check.top, check.base) if name not in exact]
    if printed is None or len(unknown) != 1:
        return None
    domains = {name: Interval.point(value) for name, value in exact.items()}
    domains[unknown[0]] = NATURAL
    grid = _grid(statement, ())
    alone = Propagation(statement, exact, grid, domains, 0)
    bounds = dict(alone.ratio_bounds(check, rounding(printed.value, printed.unit)))
    return bounds[unknown[0]].on_grid(grid[unknown[0]])
