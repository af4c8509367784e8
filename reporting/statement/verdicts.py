"""What each check of a statement turns out to be."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from reporting.statement.model import Check, Ratio, Statement, Sum
from reporting.statement.numbers import Printed, cut, rounded
from reporting.statement.solve import NOTHING, Interval, Solution, solve
from reporting.text import texts

_TEXT = texts(__name__)

HOLDS, TRUNCATED, NUDGED = "holds", "truncated", "nudged"
OTHER_BASE, FAILS = "other_base", "fails"
VERDICT = _TEXT.group("verdicts")
MOST_TRIED = 12  # shares over one base among which sets adding to 100% are looked for
Names = tuple[str, ...]


class Judged(NamedTuple):
    """A check with its verdict, and what the verdict rests on."""

    check: Check
    verdict: str
    computed: Fraction | Interval | None  # None where there is nothing to divide by
    printed: Printed | None
    base: Names = ()  # what adds to the total that a share was taken of
    together: Names = ()  # what has shares that make up 100%
    by_rounding: bool = False  # it holds only because its terms were rounded

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
    by_rounding = met and not holds and NOTHING in solution.added(check.terms, rough=True)
    verdict = HOLDS if holds or by_rounding else FAILS
    return Judged(check, verdict, span.only, printed, by_rounding=by_rounding)


def _ratio(place: int, check: Ratio, solution: Solution) -> Judged:
    exact, printed = solution.exact, check.target
    if not exact.keys() >= set(check.names):
        cut_off = TRUNCATED if place in solution.by_cutting else HOLDS
        verdict = FAILS if place in solution.unmet else cut_off
        return Judged(check, verdict, solution.ratio(check), printed)
    top, base = exact[check.top], exact[check.base]
    if base == 0:
        return Judged(check, FAILS, None, printed)
    computed = check.number(top, base)
    as_rounded = rounded(computed, printed.decimals)
    if as_rounded == printed.value:
        return Judged(check, HOLDS, computed, printed)
    if cut(computed, printed.decimals) == printed.value:
        return Judged(check, TRUNCATED, computed, printed)
    near = abs(as_rounded - printed.value) == printed.unit
    if near and (together := _rounded_to_100(solution, check)):
        return Judged(check, NUDGED, computed, printed, together=together)
    for names in _other_totals(solution, check):
        total = sum((exact[name] for name in names), NOTHING)
        if total > 0:
            # A change may have been taken of the new figure: the difference is still that of the two.
            of_new = names == (check.top,)
            other = computed * base / total if of_new else check.number(top, total)
            if rounded(other, printed.decimals) == printed.value:
                return Judged(check, OTHER_BASE, computed, printed, base=names)
    return Judged(check, FAILS, computed, printed)


def _rounded_to_100(solution: Solution, check: Ratio) -> Names:
    """Find the set of shares this one belongs to (see docs/statements.md), if as printed they add to exactly 100%."""
    exact, statement = solution.exact, solution.statement
    every = [each for each in statement.checks if isinstance(each, Ratio) and each.is_share]
    shares = {it.top: it.target for it in every if it.base == check.base and it.target.percent}
    sizes = range(2, len(shares)) if len(shares) <= MOST_TRIED else ()
    for names in (tuple(shares), *(own for size in sizes for own in combinations(shares, size))):
        told = sum(shares[name].value for name in names)
        if check.top not in names or len(names) < 2 or told != 100:
            continue
        added = sum(exact.get(name, Fraction(-1)) for name in names)
        apart = all(_apart(statement, *pair) for pair in combinations(names, 2))
        if apart or len(names) == len(shares) or added == exact.get(check.base):
            return names
    return ()


def _other_totals(solution: Solution, check: Ratio) -> Iterator[Names]:
    """All totals that may have been taken instead of the stated one (see docs/statements.md), likeliest first."""
    exact, statement, top, base = solution.exact, solution.statement, check.top, check.base
    if not check.is_share:
        bases = [each.base for each in statement.checks if isinstance(each, Ratio)]
        yield from ((one,) for one in dict.fromkeys([top, *bases]) if one != base and one in exact)
        return
    inside = _within(statement, top) | {base}
    for name, printed in statement.figures.items():
        count = name in exact and not (printed and printed.percent)
        if count and name not in inside and not _apart(statement, top, name):
            yield (name,)
    for parts in statement.breakdowns.get(base, ()):
        if exact.keys() >= set(parts):
            yield parts
            own = {part for part in parts if top in _within(statement, part)}
            for left_out in parts if own and len(parts) > 2 else ():
                if left_out not in own:
                    yield tuple(part for part in parts if part != left_out)


def _within(statement: Statement, total: str) -> set[str]:
    """A figure and all figures that the checks give as parts of it, at any depth."""
    found, pending = {total}, [total]
    while pending:
        for parts in statement.breakdowns.get(pending.pop(), ()):
            pending += [part for part in parts if part not in found]
            found.update(parts)
    return found


def _apart(statement: Statement, one: str, other: str) -> bool:
    """Whether two figures are, or lie in, different parts of one total."""
    for parts in (each for own in statement.breakdowns.values() for each in own):
        within = {part: _within(statement, part) for part in parts}
        mine, its = ({part for part in parts if name in within[part]} for name in (one, other))
        if mine and its and not mine & its:
            return True
    return False
