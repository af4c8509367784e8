"""What each check of a statement turns out to be."""

from dataclasses import dataclass
from fractions import Fraction

from reporting.statement.breakdowns import Total, other_totals, rounded_to_100
from reporting.statement.intervals import Interval, rounding
from reporting.statement.model import Check, Ratio, Statement, Sum
from reporting.statement.numbers import Printed, cut, rounded
from reporting.statement.solve import Solution, solve
from reporting.text.bilingual import BilingualText

HOLDS, TRUNCATED, NUDGED = "holds", "truncated", "nudged"
OTHER_BASE, FAILS = "other_base", "fails"
VERDICT = {
    HOLDS: BilingualText("đúng", "holds"),
    TRUNCATED: BilingualText("cắt chữ số", "truncated"),
    NUDGED: BilingualText("chỉnh cho đủ 100%", "adjusted to 100%"),
    OTHER_BASE: BilingualText("sai mẫu số", "other base"),
    FAILS: BilingualText("sai", "fails"),
}


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


def judge(statement: Statement) -> tuple[list[Judged], Solution]:
    """Give every check its verdict, in the statement's order."""
    solution = solve(statement)
    return [
        _sum(statement, place, check, solution)
        if isinstance(check, Sum)
        else _ratio(statement, place, check, solution)
        for place, check in enumerate(statement.checks)
    ], solution


def _sum(statement: Statement, place: int, check: Sum, solution: Solution) -> Judged:
    total, parts = check.sides
    printed = statement.printed(total[0][1]) if len(total) == 1 else None
    span, met = solution.added(parts), place not in solution.unmet
    if not solution.exact.keys() >= set(check.names):
        return Judged(check, HOLDS if met else FAILS, span, printed)
    if met and span == solution.added(total):
        return Judged(check, HOLDS, span.only, printed)
    explained = met and _rounding_explains(statement, check, solution)
    return Judged(check, HOLDS if explained else FAILS, span.only, printed, by_rounding=explained)


def _rounding_explains(statement: Statement, check: Sum, solution: Solution) -> bool:
    """Whether terms that were rounded one by one can add up before rounding."""
    span = Interval.point(Fraction(0))
    for sign, term in check.terms:
        printed = statement.printed(term) if isinstance(term, str) else None
        rough = printed and not printed.exact and rounding(printed.value, printed.unit)
        span = span + (rough or solution.domain(term)).signed(sign)
    return Fraction(0) in span


def _ratio(statement: Statement, place: int, check: Ratio, solution: Solution) -> Judged:
    exact = solution.exact
    printed = check.target
    if check.top not in exact or check.base not in exact:
        verdict = HOLDS
        if place in solution.unmet:
            verdict = FAILS
        elif place in solution.by_cutting:
            verdict = TRUNCATED
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
        together = rounded_to_100(statement, check, exact)
        if together:
            return Judged(check, NUDGED, computed, printed, together=together)
    for total in other_totals(statement, check, exact):
        if total.value > 0 and _fits(check, top, base, total, printed):
            return Judged(check, OTHER_BASE, computed, printed, base=total)
    return Judged(check, FAILS, computed, printed)


def _is_printed_as(computed: Fraction, printed: Printed) -> bool:
    return rounded(computed, printed.decimals) == printed.value


def _fits(check: Ratio, top: Fraction, base: Fraction, total: Total, printed: Printed) -> bool:
    if not check.is_share and total.names == (
        check.top,
    ):  # the difference, taken of the new figure
        return _is_printed_as(check.scale * (top - base) / top, printed)
    return _is_printed_as(check.number(top, total.value), printed)


def _range(check: Ratio, solution: Solution) -> Interval:
    """The numbers a ratio can come to, over the intervals of its figures."""
    quotient = solution.domains[check.top].over(solution.domains[check.base])
    scale = Interval.point(Fraction(check.scale))
    return quotient.times(scale) if check.is_share else quotient.times(scale) + -scale
