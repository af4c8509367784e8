"""What is found in prose: figures with the words around them, and numbers that could not be placed."""

from __future__ import annotations

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
    by_listing: bool = False  # the parts follow “gồm”, which leaves nothing out
    gaps: bool = False  # a number among its parts could not be placed
    shares: list[str] = field(default_factory=list)
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
