"""A published statement: its figures as printed, and the checks they must satisfy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from reporting.errors import Text
from reporting.statement.numbers import Printed

Term = str | Printed  # a figure's name, or a number written in the check itself


@dataclass(frozen=True)
class Cell:
    """Where a figure is found among the report's own values: an indicator, and its cell."""

    indicator: str
    unit_group: str = "_T"
    unit: str = "_T"
    source: str = "_T"
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
    target: Term
    slope: int
    shift: int

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The figures that take part."""
        target = (self.target,) if isinstance(self.target, str) else ()
        return (self.top, self.base, *target)

    @property
    def is_share(self) -> bool:
        """Whether it is a share, not a change."""
        return self.shift == 0

    def number(self, top: Fraction, base: Fraction) -> Fraction:
        """The number that belongs to a pair of figures, exactly."""
        return self.slope * top / base + self.shift


Check = Sum | Ratio


@dataclass(frozen=True)
class Statement:
    """The figures of one statement, None where one is implied but not printed, and their checks.

    `computed` says which cell of the report's own values a figure is set beside; `notes` is what a
    reader should know of how the file was read.
    """

    figures: Mapping[str, Printed | None]
    checks: tuple[Check, ...]
    title: str = ""
    source: str = ""
    as_of: str = ""
    computed: Mapping[str, Cell] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()

    def with_figure(self, name: str, printed: Printed | None) -> Statement:
        """The same statement with one figure changed."""
        return replace(self, figures={**self.figures, name: printed})

    def printed(self, term: Term) -> Printed | None:
        """What is printed for a term; None for an implied figure."""
        return self.figures[term] if isinstance(term, str) else term

    @cached_property
    def breakdowns(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Each total with the lists of parts that the checks give for it."""
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for check in self.checks:
            if isinstance(check, Sum) and check.parts:
                total, parts = check.parts
                found[total] = (*found.get(total, ()), parts)
        return found
