"""A published statement: its figures as printed, and the checks they must satisfy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import product

from reporting.statement.numbers import Printed
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL

Term = str | Printed  # a figure's name, or a number written in the check itself


@dataclass(frozen=True)
class Cell:
    """Where a figure is found among the report's own values: an indicator, and its cell."""

    indicator: str
    unit_group: str = TOTAL
    unit: str = TOTAL
    source: str = TOTAL
    column: str = "value"


@dataclass(frozen=True)
class Sum:
    """`a = b + c`: the signed terms of both sides, the right ones turned round, add to nothing."""

    text: str
    left: tuple[tuple[int, Term], ...]
    right: tuple[tuple[int, Term], ...]

    @cached_property
    def terms(self) -> tuple[tuple[int, Term], ...]:
        """All terms, as in `left − right = 0`."""
        return self.left + tuple((-sign, term) for sign, term in self.right)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The figures that take part."""
        return tuple(term for _, term in self.terms if isinstance(term, str))

    @cached_property
    def parts(self) -> tuple[str, tuple[str, ...]] | None:
        """The total and its parts, where the check says that figures add to a figure."""
        for one, many in ((self.left, self.right), (self.right, self.left)):
            names = tuple(term for sign, term in many if sign > 0 and isinstance(term, str))
            if len(one) == 1 and isinstance(one[0][1], str) and len(names) == len(many) > 1:
                return one[0][1], names
        return None


@dataclass(frozen=True)
class Ratio:
    """`x / y = 76,8%` or `a vs b = giảm 6,3%`: two figures, and the number printed about them.

    The number is `slope · top/base + shift`: a share in percent has (100, 0), a plain ratio (1, 0), a
    rise (100, −100) and a fall (−100, 100), so that the same steps serve them all.
    """

    text: str
    top: str
    base: str
    target: Printed
    slope: int
    shift: int

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that take part."""
        return self.top, self.base

    @property
    def is_share(self) -> bool:
        """Whether it is a share, not a change."""
        return self.shift == 0

    def number(self, top: Fraction, base: Fraction) -> Fraction:
        """The number that belongs to a pair of figures, exactly."""
        return self.slope * top / base + self.shift


Check = Sum | Ratio


class Structure:
    """How the checks of a statement divide its totals into parts, whatever the figures are."""

    def __init__(self, checks: Iterable[Check]) -> None:
        self.breakdowns: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._within: dict[str, frozenset[str]] = {}
        self._apart: dict[tuple[str, str], bool] = {}
        for check in checks:
            if isinstance(check, Sum) and check.parts:
                total, parts = check.parts
                self.breakdowns[total] = (*self.breakdowns.get(total, ()), parts)

    def within(self, total: str) -> frozenset[str]:
        """A figure and all figures that the checks give as parts of it, at any depth."""
        if total not in self._within:
            found, pending = {total}, [total]
            while pending:
                for parts in self.breakdowns.get(pending.pop(), ()):
                    fresh = [part for part in parts if part not in found]
                    found.update(fresh)
                    pending += fresh
            self._within[total] = frozenset(found)
        return self._within[total]

    def apart(self, one: str, other: str) -> bool:
        """Whether two figures are, or lie in, different parts of one total."""
        if (one, other) not in self._apart:
            self._apart[one, other] = any(
                self._divided(parts, one, other)
                for breakdowns in self.breakdowns.values()
                for parts in breakdowns
            )
        return self._apart[one, other]

    def _divided(self, parts: tuple[str, ...], one: str, other: str) -> bool:
        holding = [{part for part in parts if name in self.within(part)} for name in (one, other)]
        return all(holding) and not holding[0] & holding[1]

    def divisions(
        self, total: str, among: frozenset[str], above: frozenset[str] = frozenset()
    ) -> Iterator[tuple[str, ...]]:
        """Every way in which a total is divided into figures of a given set, level by level."""
        for parts in self.breakdowns.get(total, ()):
            ways: list[list[tuple[str, ...]]] = []
            for part in parts:
                own: list[tuple[str, ...]] = [(part,)] if part in among else []
                if part not in above | {total}:
                    own += list(self.divisions(part, among, above | {total}))
                ways.append(own)
            for way in product(*ways):
                yield tuple(name for piece in way for name in piece)


@dataclass(frozen=True)
class Statement:
    """The figures of one statement, None where one is implied but not printed, and their checks.

    `computed` says which cell of the report's own values a figure is set beside; `notes` is what a
    reader should know of how the file was read; `quotations` are the words of the text that each figure
    stands in, as comments of a draft give them.
    """

    figures: Mapping[str, Printed | None]
    checks: tuple[Check, ...]
    title: str = ""
    source: str = ""
    as_of: str = ""
    computed: Mapping[str, Cell] = field(default_factory=dict)
    notes: tuple[BilingualText, ...] = ()
    quotations: Mapping[str, str] = field(default_factory=dict)

    def with_figure(self, name: str, printed: Printed | None) -> Statement:
        """The same statement with one figure changed."""
        changed = replace(self, figures={**self.figures, name: printed})
        changed.__dict__["structure"] = (
            self.structure
        )  # the checks are the same: so is what they say
        return changed

    @cached_property
    def structure(self) -> Structure:
        """How the checks divide totals into parts."""
        return Structure(self.checks)

    def printed(self, term: Term) -> Printed | None:
        """What is printed for a term; None for an implied figure."""
        return self.figures[term] if isinstance(term, str) else term
