"""Which one printed figure, read otherwise, would put its checks right."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from reporting.statement.edits import Edit, edit, simple_edits
from reporting.statement.intervals import Interval
from reporting.statement.model import Ratio, Statement, Sum
from reporting.statement.numbers import Printed, rounded
from reporting.statement.shares import direct, linked, names_sum
from reporting.statement.solve import solve
from reporting.statement.verdicts import FAILS, HOLDS, Judged, judge

FEW = 40  # a span with no more values than this is looked through; of a wider one, the simple edits
SLIPS = 2  # what is further from the printed number than two keystrokes is no misprint of it
SLACK = 2  # units to either side within which a share can be rounded, cut or nudged


@dataclass(frozen=True)
class Misprint:
    """One figure, what it should read, and the places of the checks that this mends.

    `span` holds the first and last value that its checks leave open, where they do not fix it.
    """

    figure: str
    printed: Printed
    suggested: Fraction
    repairs: tuple[int, ...]
    slips: int
    kind: Edit
    holding: int
    span: tuple[Fraction, Fraction] | None = None

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Simplest edit first; then what mends most, then what leaves most checks simply holding."""
        return self.slips, self.kind, -len(self.repairs), -self.holding


def find(statement: Statement, judged: list[Judged]) -> tuple[Misprint, ...]:
    """Find all figures of which one other value mends a check and leaves none of their own failing.

    Best first; figures that nothing tells apart stay in the file's order.
    """
    failing = frozenset(place for place, check in enumerate(judged) if check.verdict == FAILS)
    if not failing:
        return ()
    found = []
    for name, printed in statement.figures.items():
        if printed is None or printed.value < 0 or not linked(statement, name) & failing:
            continue
        mended = [
            misprint
            for value, span in _candidates(statement, name, printed)
            if edit(printed, value)[0] <= SLIPS
            and (misprint := _try(statement, name, printed, value, failing, span))
        ]
        if mended:
            found.append(min(mended, key=lambda misprint: misprint.rank))
    return tuple(sorted(found, key=lambda misprint: misprint.rank))


def _try(
    statement: Statement,
    name: str,
    printed: Printed,
    value: Fraction,
    failing: frozenset[int],
    span: tuple[Fraction, Fraction] | None,
) -> Misprint | None:
    edited = statement.with_figure(name, printed.replaced(value))
    if _breaks_a_sum(edited, name):
        return None
    changed, _ = judge(edited)
    still = {place for place, check in enumerate(changed) if check.verdict == FAILS}
    own = {place for place, _ in direct(statement, name)}
    repairs = tuple(sorted(failing - still))
    if not repairs or still - failing or still & own:
        return None
    holding = sum(check.verdict == HOLDS and not check.by_rounding for check in changed)
    slips, kind = edit(printed, value)
    return Misprint(name, printed, value, repairs, slips, kind, holding, span)


def _breaks_a_sum(statement: Statement, name: str) -> bool:
    """Whether a sum of whole printed figures does not add up: most values are out for that alone."""
    for _, check in direct(statement, name):
        if isinstance(check, Sum):
            terms = [(sign, statement.printed(term)) for sign, term in check.terms]
            known = [(sign, term.value) for sign, term in terms if term and term.exact]
            if len(known) == len(terms) and sum(sign * value for sign, value in known) != 0:
                return True
    return False


def _candidates(
    statement: Statement, name: str, printed: Printed
) -> Iterator[tuple[Fraction, tuple[Fraction, Fraction] | None]]:
    """The values worth trying, from where the figure's checks leave it, with the span where it is wide."""
    seen = {printed.value}
    for span in _spans(statement, name, printed):
        values = list(_within(span, printed))
        ends = None
        if len(values) > 1 and span.low is not None and span.high is not None:
            ends = rounded(span.low, printed.decimals), rounded(span.high, printed.decimals)
        for value in values:
            if value not in seen:
                seen.add(value)
                yield value, ends


def _spans(statement: Statement, name: str, printed: Printed) -> Iterator[Interval]:
    """Where the figure could be by all its checks; and by its sums alone, for shares of another total."""
    unknown = statement.with_figure(name, None)
    real = () if printed.exact else (name,)
    ratios = {place for place, check in direct(statement, name) if isinstance(check, Ratio)}
    leaving_out: list[set[int]] = [set()]
    if ratios and names_sum(statement, name):
        leaving_out.append(ratios)
    for without in leaving_out:
        solution = solve(unknown, SLACK, without, real)
        span = solution.domains[name]
        if not printed.exact and span.only is None:  # a rounded figure stands for its neighbourhood
            half = Interval(-printed.unit / 2, printed.unit / 2)
            span = span + half
        yield span.on_grid(printed.unit)


def _within(span: Interval, printed: Printed) -> Iterator[Fraction]:
    unit = printed.unit
    if span.low is not None and span.high is not None and span.high - span.low <= FEW * unit:
        for step in range(ceil((span.high - span.low) / unit) + 1):
            yield span.low + step * unit
        return
    near = [value for value in simple_edits(printed) if value in span]
    yield from near
    if not near:
        yield from (end for end in (span.low, span.high) if end is not None)
