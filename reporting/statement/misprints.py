"""What a statement turned out to be: its checks judged, its implied figures, and the misprint behind what fails."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from reporting.statement.model import Ratio, Statement, Sum
from reporting.statement.numbers import Edit, Printed, edit, simple_edits
from reporting.statement.solve import Interval, Solution, own_interval, solve
from reporting.statement.verdicts import FAILS, HOLDS, Judged, judge

SLIPS = 2  # what is further from the printed number than two keystrokes is no misprint of it
NEAR = 2  # units to either side within which a share can be rounded, cut or nudged


class Misprint(NamedTuple):
    """One figure, what it should read, and the places of the checks that this mends."""

    figure: str
    printed: Printed
    suggested: Fraction
    repairs: tuple[int, ...]
    slips: int
    kind: Edit
    holding: int
    span: Interval | None = None  # what its shares leave open, where nothing fixes it

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Simplest edit first; then what mends most, then what leaves most checks simply holding."""
        return self.slips, self.kind, -len(self.repairs), -self.holding


class Result(NamedTuple):
    """A checked statement: verdicts in the file's order, misprints best first, implied figures."""

    statement: Statement
    checks: tuple[Judged, ...]
    misprints: tuple[Misprint, ...]
    solution: Solution

    @property
    def solved(self) -> dict[str, Interval]:
        """The figures that are not printed, and where they lie."""
        return {name: self.solution.domains[name] for name in self.statement.implied}

    @property
    def agrees(self) -> bool:
        """Whether every check holds outright; the command leaves with 0 then, and else with 3."""
        return all(check.verdict == HOLDS for check in self.checks)


def check(statement: Statement) -> Result:
    """Judge every check, solve for the implied figures, and find those of which another value mends a check, best first."""
    judged, solution = judge(statement)
    failing = frozenset(place for place, each in enumerate(judged) if each.verdict == FAILS)
    suspects, found = _suspects(statement, failing), []
    for name, printed in statement.figures.items():
        if printed and printed.value >= 0 and name in suspects:
            values = _candidates(statement, name, printed)
            tried = (_try(statement, name, printed, value, failing) for value in values)
            found += sorted(filter(None, tried), key=lambda it: it.rank)[:1]
    found.sort(key=lambda misprint: misprint.rank)
    return Result(statement, tuple(judged), tuple(found), solution)


def _candidates(statement: Statement, name: str, printed: Printed) -> Iterator[Fraction]:
    """The one value that the sums of a figure ask for; without any, the slips that its shares allow."""
    solution = solve(statement.with_figure(name, None))
    if name in solution.exact:
        if edit(printed, solution.exact[name])[0] <= SLIPS:
            yield solution.exact[name]
        return
    for value in simple_edits(printed):
        known = {**solution.exact, name: value}
        if all(
            (base := known[check.base])
            and abs(check.number(known[check.top], base) - check.target.value)
            <= NEAR * check.target.unit
            for check in statement.checks
            if isinstance(check, Ratio) and name in check.names and known.keys() >= {*check.names}
        ):
            yield value


def _try(
    statement: Statement, name: str, printed: Printed, value: Fraction, failing: frozenset[int]
) -> Misprint | None:
    changed, solution = judge(statement.with_figure(name, printed.replaced(value)))
    still = {place for place, check in enumerate(changed) if check.verdict == FAILS}
    own = {place for place, check in enumerate(statement.checks) if name in check.names}
    repairs = tuple(sorted(failing - still))
    if not repairs or still - failing or still & own:
        return None
    holding = sum(check.verdict == HOLDS and not check.by_rounding for check in changed)
    span: Interval | None = Interval()
    for check in (statement.checks[place] for place in own):
        fits = None if isinstance(check, Sum) else own_interval(check, name, solution)
        span = span.meet(fits) if span and fits else None
    wide = span if span and not span.empty and span.only is None else None
    return Misprint(name, printed, value, repairs, *edit(printed, value), holding, wide)


def _suspects(statement: Statement, failing: Iterable[int]) -> set[str]:
    """The figures that take part in failing checks, also by way of figures that are not printed."""
    found = {name for place in failing for name in statement.checks[place].names}
    implied = {*statement.implied}
    for _ in implied:  # as far as a chain of them can reach
        for check in statement.checks:
            if found & implied & {*check.names}:
                found |= {*check.names}
    return found
