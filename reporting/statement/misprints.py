"""Which one printed figure, read otherwise, would put its checks right."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reporting.statement.breakdowns import direct, linked
from reporting.statement.edits import Edit, edit, simple_edits
from reporting.statement.intervals import Interval
from reporting.statement.model import Ratio, Statement, Sum
from reporting.statement.numbers import Printed
from reporting.statement.solve import own_interval, solve
from reporting.statement.verdicts import FAILS, HOLDS, Judged, judge

SLIPS = 2  # what is further from the printed number than two keystrokes is no misprint of it
NEAR = 2  # units to either side within which a share can be rounded, cut or nudged


@dataclass(frozen=True)
class Misprint:
    """One figure, what it should read, and the places of the checks that this mends.

    `span` is what its shares leave open, where no sum fixes it and they do not either.
    """

    figure: str
    printed: Printed
    suggested: Fraction
    repairs: tuple[int, ...]
    slips: int
    kind: Edit
    holding: int
    span: Interval | None = None

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Simplest edit first; then what mends most, then what leaves most checks simply holding."""
        return self.slips, self.kind, -len(self.repairs), -self.holding


def find(statement: Statement, judged: list[Judged]) -> tuple[Misprint, ...]:
    """Find all figures of which one other value mends a check and leaves none of their own failing.

    Best first; figures that nothing tells apart stay in the file's order.
    """
    failing = frozenset(place for place, check in enumerate(judged) if check.verdict == FAILS)
    found = []
    for name, printed in statement.figures.items():
        if printed is None or printed.value < 0 or not linked(statement, name) & failing:
            continue
        tried = [
            misprint
            for value in _candidates(statement, name, printed)
            if (misprint := _try(statement, name, printed, value, failing))
        ]
        if tried:
            found.append(min(tried, key=lambda misprint: misprint.rank))
    return tuple(sorted(found, key=lambda misprint: misprint.rank))


def _candidates(statement: Statement, name: str, printed: Printed) -> Iterator[Fraction]:
    """The one value that the sums of a figure ask for; without any, the slips that its shares allow."""
    solution = solve(statement.with_figure(name, None))
    if name in solution.exact:
        if edit(printed, solution.exact[name])[0] <= SLIPS:
            yield solution.exact[name]
        return
    ratios = [
        check
        for _, check in direct(statement, name)
        if isinstance(check, Ratio) and {*check.names} - {name} <= solution.exact.keys()
    ]
    for value in simple_edits(printed):
        known = {**solution.exact, name: value}
        pairs = [(known[check.top], known[check.base], check) for check in ratios]
        if all(
            base and abs(check.number(top, base) - check.target.value) <= NEAR * check.target.unit
            for top, base, check in pairs
        ):
            yield value


def _try(
    statement: Statement, name: str, printed: Printed, value: Fraction, failing: frozenset[int]
) -> Misprint | None:
    changed, solution = judge(statement.with_figure(name, printed.replaced(value)))
    still = {place for place, check in enumerate(changed) if check.verdict == FAILS}
    own = direct(statement, name)
    repairs = tuple(sorted(failing - still))
    if not repairs or still - failing or still & {place for place, _ in own}:
        return None
    holding = sum(check.verdict == HOLDS and not check.by_rounding for check in changed)
    span: Interval | None = Interval()
    for _, check in own:
        fits = (
            None if isinstance(check, Sum) else own_interval(statement, check, name, solution.exact)
        )
        span = span.meet(fits) if span and fits else None
    wide = span if span and not span.empty and span.only is None else None
    return Misprint(name, printed, value, repairs, *edit(printed, value), holding, wide)
