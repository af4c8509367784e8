"""How the checks of a statement divide its totals into parts: which shares make up a whole, which totals there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from reporting.statement.model import Check, Ratio, Statement, Sum

MOST_TRIED = 12  # shares over one base among which sets adding to 100% are looked for


@dataclass(frozen=True)
class Total:
    """A total that the figures give: one of them, or several added."""

    names: tuple[str, ...]
    value: Fraction


class _Structure:
    """The breakdowns that the sum checks say."""

    def __init__(self, statement: Statement) -> None:
        sums = [check.parts for check in statement.checks if isinstance(check, Sum) and check.parts]
        self.breakdowns: dict[str, list[tuple[str, ...]]] = {total: [] for total, _ in sums}
        for total, parts in sums:
            self.breakdowns[total].append(parts)

    def within(self, total: str) -> set[str]:
        """A figure and all figures that the checks give as parts of it, at any depth."""
        found, pending = {total}, [total]
        while pending:
            for parts in self.breakdowns.get(pending.pop(), ()):
                pending += [part for part in parts if part not in found]
                found.update(parts)
        return found

    def apart(self, one: str, other: str) -> bool:
        """Whether two figures are, or lie in, different parts of one total."""
        for parts in (each for own in self.breakdowns.values() for each in own):
            mine, its = (
                {part for part in parts if name in self.within(part)} for name in (one, other)
            )
            if mine and its and not mine & its:
                return True
        return False


def rounded_to_100(
    statement: Statement, check: Ratio, exact: Mapping[str, Fraction]
) -> tuple[str, ...] | None:
    """Find the set of shares this one belongs to (see docs/statements.md), if as printed they add to exactly 100%."""
    every = [each for each in statement.checks if isinstance(each, Ratio) and each.is_share]
    shares = {
        each.top: each.target for each in every if each.base == check.base and each.target.percent
    }
    structure = _Structure(statement)
    sizes = range(2, len(shares)) if len(shares) <= MOST_TRIED else ()
    for names in (tuple(shares), *(own for size in sizes for own in combinations(shares, size))):
        if (
            check.top not in names
            or len(names) < 2
            or sum(shares[name].value for name in names) != 100
        ):
            continue
        added = sum(exact.get(name, Fraction(-1)) for name in names)
        apart = all(structure.apart(*pair) for pair in combinations(names, 2))
        if apart or len(names) == len(shares) or added == exact.get(check.base):
            return names
    return None


def other_totals(
    statement: Statement, check: Ratio, exact: Mapping[str, Fraction]
) -> Iterator[Total]:
    """All totals that may have been taken instead of the stated one (see docs/statements.md), likeliest first."""
    top, base, structure = check.top, check.base, _Structure(statement)
    if not check.is_share:
        bases = [each.base for each in statement.checks if isinstance(each, Ratio)]
        for name in dict.fromkeys([top, *bases]):
            if name != base and name in exact:
                yield Total((name,), exact[name])
        return
    inside = structure.within(top) | {base}
    for name, printed in statement.figures.items():
        count = name in exact and not (printed and printed.percent)
        if count and name not in inside and not structure.apart(top, name):
            yield Total((name,), exact[name])
    for parts in structure.breakdowns.get(base, ()):
        if not exact.keys() >= set(parts):
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
    while (
        more := {place for place, check in enumerate(statement.checks) if names & set(check.names)}
        - reached
    ):
        reached |= more
        for place in more:
            names |= {n for n in statement.checks[place].names if statement.figures[n] is None}
    return frozenset(reached)


def direct(statement: Statement, name: str) -> list[tuple[int, Check]]:
    """The checks that name a figure, with their places."""
    return [(place, check) for place, check in enumerate(statement.checks) if name in check.names]
