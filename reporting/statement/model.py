"""A published statement: its figures as printed, and the checks they must satisfy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from reporting.statement.numbers import Printed
from reporting.text import TOTAL, BilingualText

Code = Annotated[str, Field(min_length=1)]
Term = str | Printed  # a figure's name, or a number written in the check itself
Terms = tuple[tuple[int, Term], ...]  # each with its sign


@dataclass(frozen=True)
class Cell:
    """Where a figure is found among the report's own values: an indicator, and its cell."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    indicator: Code
    unit_group: Code = TOTAL
    unit: Code = TOTAL
    source: Code = TOTAL
    column: Literal["value", "numerator", "denominator", "value_year_ago", "change"] = "value"


@dataclass(frozen=True)
class Sum:
    """`a = b + c`: the signed terms of both sides, the right ones turned round, add to nothing."""

    text: str
    left: Terms
    right: Terms

    @property
    def sides(self) -> tuple[Terms, Terms]:
        """The side that is one term, the total, and the other one."""
        return (self.left, self.right) if len(self.left) == 1 else (self.right, self.left)

    @cached_property
    def terms(self) -> Terms:
        """All terms, as in `left − right = 0`."""
        return self.left + tuple((-sign, term) for sign, term in self.right)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The figures that take part."""
        return tuple(term for _, term in self.terms if isinstance(term, str))

    @property
    def numbers(self) -> list[Printed]:
        """The numbers that are written in the check itself."""
        return [term for _, term in self.terms if isinstance(term, Printed)]

    @cached_property
    def parts(self) -> tuple[str, tuple[str, ...]] | None:
        """The total and its parts, where the check says that figures add to a figure."""
        (_, total), *more = self.sides[0]
        names = tuple(term for sign, term in self.sides[1] if sign > 0 and isinstance(term, str))
        whole = isinstance(total, str) and not more and len(names) == len(self.sides[1]) > 1
        return (str(total), names) if whole else None


@dataclass(frozen=True)
class Ratio:
    """`x / y = 76,8%` or `a vs b = giảm 6,3%`: two figures, and the number printed about them, a fall below zero."""

    text: str
    top: str
    base: str
    target: Printed
    is_share: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that take part."""
        return self.top, self.base

    @property
    def numbers(self) -> list[Printed]:
        """The number that is written in the check itself."""
        return [self.target]

    @property
    def scale(self) -> int:
        """By how much the target is larger than a plain ratio."""
        return 100 if self.target.percent else 1

    def number(self, top: Fraction, base: Fraction) -> Fraction:
        """The number that belongs to a pair of figures, exactly."""
        return self.scale * (top if self.is_share else top - base) / base


Check = Sum | Ratio


@dataclass(frozen=True)
class Statement:
    """The figures of one statement, None where one is implied but not printed, and their checks."""

    figures: Mapping[str, Printed | None]
    checks: tuple[Check, ...]
    title: str = ""
    source: str = ""
    as_of: str = ""
    computed: Mapping[str, Cell] = field(default_factory=dict)  # what a figure is set beside
    notes: tuple[BilingualText, ...] = ()  # on how the file was read
    quotations: Mapping[str, str] = field(default_factory=dict)  # the words around each figure

    @property
    def implied(self) -> list[str]:
        """The figures that are not printed."""
        return [name for name, printed in self.figures.items() if printed is None]

    @cached_property
    def breakdowns(self) -> dict[str, list[tuple[str, ...]]]:
        """The parts of each total, as its sum checks say, one or several times."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for check in self.checks:
            if isinstance(check, Sum) and check.parts:
                found.setdefault(check.parts[0], []).append(check.parts[1])
        return found

    def with_figure(self, name: str, printed: Printed | None) -> Statement:
        """The same statement with one figure changed."""
        return replace(self, figures={**self.figures, name: printed})

    def printed(self, term: Term) -> Printed | None:
        """What is printed for a term; None for an implied figure."""
        return self.figures[term] if isinstance(term, str) else term
