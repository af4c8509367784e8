"""What is found in prose: figures with the words around them, and numbers that could not be placed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reporting.statement.asides import Aside


@dataclass
class Found:
    """A figure found in prose, with the words around it and how it hangs on the others."""

    name: str
    text: str
    words: str
    place: int
    sentence: int
    state: str | None = None
    topic: str | None = None
    parent: Found | None = None
    total: Found | None = None  # named before it; nothing says that this is a part of it
    by_listing: bool = False  # the parts follow “gồm”, which leaves nothing out
    gaps: bool = False  # a number among its parts could not be placed
    shares: list[str] = field(default_factory=list)
    open_share: tuple[str, Aside] | None = None  # of what, `totals.settle` says
    changes: list[tuple[str, str, bool]] = field(
        default_factory=list
    )  # giảm 6,3%, on what, said so

    @property
    def percent(self) -> bool:
        """Whether the figure is itself a percentage."""
        return self.text.endswith("%")


@dataclass
class Prose:
    """All that was found: figures in order, and the numbers that could not be placed."""

    figures: list[Found] = field(default_factory=list)
    unplaced: list[Aside] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


def families(prose: Prose) -> Iterator[tuple[Found, list[Found]]]:
    """Each figure with the figures that are given as parts of it."""
    for parent in prose.figures:
        parts = [found for found in prose.figures if found.parent is parent]
        if parts:
            yield parent, parts


def unique(name: str, figures: list[Found]) -> str:
    """A name, with a number after it where a figure has it already."""
    taken = {found.name for found in figures}
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


def words_around(text: str, begun: int, place: int, end: int) -> str:
    """The words around a number, for the editor to find it by; `begun` is where its sentence begins."""
    start = max(begun, place - 40)
    left = text[start:place].split(" ", 1)[-1] if start > begun else text[start:place]
    right = re.split(r"\n", text[end : end + 50])[0].rsplit(" ", 1)[0]
    return " ".join(f"{left}{text[place:end]}{right}".split())
