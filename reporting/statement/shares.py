"""How the figures of a statement hang together: which shares make up a whole, which totals there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from reporting.statement.model import Check, Ratio, Statement
from reporting.statement.numbers import Printed

MOST_TRIED = 10  # shares over one base among which sets adding to 100% are looked for
HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Total:
    """A total that the figures give: one of them, or several added."""

    names: tuple[str, ...]
    value: Fraction


def shares_over(statement: Statement, base: str) -> dict[str, Printed]:
    """The printed percentages over one base, by the figure they are the share of."""
    found = {}
    for check in statement.checks:
        if (
            isinstance(check, Ratio)
            and (check.is_share, check.base) == (True, base)
            and check.target.percent
        ):
            found[check.top] = check.target
    return found


def rounded_to_100(
    statement: Statement, check: Ratio, exact: Mapping[str, Fraction]
) -> tuple[str, ...] | None:
    """Find the set of shares this one belongs to, if as printed they add to exactly 100%.

    Shares belong together where the checks say that their figures make up the base, or else where their
    figures add to it, or where they are all the shares over it.
    """
    shares = shares_over(statement, check.base)
    if not check.is_share or check.top not in shares:
        return None

    def adds_up(names: tuple[str, ...]) -> bool:
        return (
            check.top in names
            and len(names) > 1
            and sum(shares[name].value for name in names) == HUNDRED
        )

    for names in statement.structure.divisions(check.base, frozenset(shares)):
        if adds_up(names):
            return names
    everything = tuple(shares)
    if adds_up(everything):
        return everything
    if len(shares) > MOST_TRIED or not set(shares) <= set(exact):
        return None
    for size in range(2, len(shares)):
        for names in combinations(shares, size):
            if adds_up(names) and sum(exact[name] for name in names) == exact.get(check.base):
                return names
    return None


def other_totals(
    statement: Statement, check: Ratio, exact: Mapping[str, Fraction]
) -> Iterator[Total]:
    """All totals a share or change may have been taken of instead of the stated one, likeliest first.

    A total is a count that could hold the figure: not a part of it, and not beside it in a breakdown.
    After the figures come sums of parts: what the parts of the base really add to, and the base without
    one of its parts. A change may have been taken of the new figure, or of another one's base.
    """
    top, base, structure = check.top, check.base, statement.structure
    if not check.is_share:
        bases = [c.base for c in statement.checks if isinstance(c, Ratio)]
        for name in dict.fromkeys([top, *bases]):
            if name != base and name in exact:
                yield Total((name,), exact[name])
        return
    inside = structure.within(top)
    counts = [
        name
        for name, printed in statement.figures.items()
        if name in exact and not (printed and printed.percent) and name not in inside | {base}
    ]
    for name in counts:
        if not structure.apart(top, name):
            yield Total((name,), exact[name])
    for parts in structure.breakdowns.get(base, ()):
        if not all(part in exact for part in parts):
            continue
        yield Total(parts, sum((exact[part] for part in parts), Fraction(0)))
        own = [part for part in parts if top in structure.within(part)]
        for left_out in parts if own and len(parts) > 2 else ():
            rest = tuple(part for part in parts if part != left_out)
            if left_out not in own:
                yield Total(rest, sum((exact[part] for part in rest), Fraction(0)))


def linked(statement: Statement, name: str) -> frozenset[int]:
    """The places of the checks a figure takes part in, also by way of figures that are not printed."""
    reached, names = set[int](), {name}
    while True:
        more = {
            place for place, check in enumerate(statement.checks) if names & set(check.names)
        } - reached
        if not more:
            return frozenset(reached)
        reached |= more
        for place in more:
            names |= {n for n in statement.checks[place].names if statement.figures[n] is None}


def direct(statement: Statement, name: str) -> list[tuple[int, Check]]:
    """The checks that name a figure, with their places."""
    return [(place, check) for place, check in enumerate(statement.checks) if name in check.names]
