"""What each check of a statement turns out to be."""

from dataclasses import dataclass
from fractions import Fraction

from reporting.statement.breakdowns import Total, other_totals, rounded_to_100
from reporting.statement.intervals import NOTHING, Interval
from reporting.statement.model import Check, Ratio, Statement, Sum
from reporting.statement.numbers import Printed, cut, rounded
from reporting.statement.solve import Solution, solve
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

HOLDS, TRUNCATED, NUDGED = "holds", "truncated", "nudged"
OTHER_BASE, FAILS = "other_base", "fails"
VERDICT = _TEXT.group("verdicts")


@dataclass(frozen=True)
class Judged:
    """A check with its verdict, and what the verdict rests on.

    `computed` is the exact value, or the interval it lies in where figures are implied; None where there
    is nothing to divide by. `by_rounding` says that it holds only because its terms were rounded.
    """

    check: Check
    verdict: str
    computed: Fraction | Interval | None
    printed: Printed | None
    base: Total | None = None
    together: tuple[str, ...] = ()
    by_rounding: bool = False

    @property
    def said(self) -> str | None:
        """The share or change after the check's equals sign, or the total, as printed; None for an implied one."""
        if isinstance(self.check, Ratio):
            return self.check.text.partition("=")[2].strip()
        return (self.printed.text or None) if self.printed else None


def judge(statement: Statement) -> tuple[list[Judged], Solution]:
    """Give every check its verdict, in the statement's order."""
    solution = solve(statement)
    return [
        _sum(place, check, solution) if isinstance(check, Sum) else _ratio(place, check, solution)
        for place, check in enumerate(statement.checks)
    ], solution


def _sum(place: int, check: Sum, solution: Solution) -> Judged:
    total, parts = check.sides
    printed = solution.statement.printed(total[0][1]) if len(total) == 1 else None
    span, met = solution.added(parts), place not in solution.unmet
    if not solution.exact.keys() >= set(check.names):
        return Judged(check, HOLDS if met else FAILS, span, printed)
    holds = met and span == solution.added(total)
    # Terms that were rounded one by one can add up before rounding.
    by_rounding = met and not holds and NOTHING in solution.unrounded(check.terms)
    verdict = HOLDS if holds or by_rounding else FAILS
    return Judged(check, verdict, span.only, printed, by_rounding=by_rounding)


def _ratio(place: int, check: Ratio, solution: Solution) -> Judged:
    exact, printed = solution.exact, check.target
    if check.top not in exact or check.base not in exact:
        cut_off = TRUNCATED if place in solution.by_cutting else HOLDS
        verdict = FAILS if place in solution.unmet else cut_off
        return Judged(check, verdict, _range(check, solution), printed)
    top, base = exact[check.top], exact[check.base]
    if base == 0:
        return Judged(check, FAILS, None, printed)
    computed = check.number(top, base)
    if _is_printed_as(computed, printed):
        return Judged(check, HOLDS, computed, printed)
    if cut(computed, printed.decimals) == printed.value:
        return Judged(check, TRUNCATED, computed, printed)
    if abs(rounded(computed, printed.decimals) - printed.value) == printed.unit:
        together = rounded_to_100(solution.statement, check, exact)
        if together:
            return Judged(check, NUDGED, computed, printed, together=together)
    for total in other_totals(solution.statement, check, exact):
        if total.value > 0 and _fits(check, top, base, total):
            return Judged(check, OTHER_BASE, computed, printed, base=total)
    return Judged(check, FAILS, computed, printed)


def _is_printed_as(computed: Fraction, printed: Printed) -> bool:
    return rounded(computed, printed.decimals) == printed.value


def _fits(check: Ratio, top: Fraction, base: Fraction, total: Total) -> bool:
    if not check.is_share and total.names == (check.top,):  # the difference, of the new figure
        return _is_printed_as(check.scale * (top - base) / top, check.target)
    return _is_printed_as(check.number(top, total.value), check.target)


def _range(check: Ratio, solution: Solution) -> Interval:
    """The numbers a ratio can come to, over the intervals of its figures."""
    quotient = solution.domains[check.top].over(solution.domains[check.base])
    scale = Interval.point(Fraction(check.scale))
    return quotient.times(scale) if check.is_share else quotient.times(scale) + scale.signed(-1)
