"""What the cells of a notebook have given it, by name: a cell that is run again replaces its own.

JupyterLab says which cell is running, papermill does not.
"""

import sys
from collections.abc import Iterator
from typing import Generic, NamedTuple, Protocol, TypeVar

from reporting.text.bilingual import BilingualText


class Place(NamedTuple):
    """A cell, and one run of it; None where nobody says."""

    cell: str | None = None
    run: str | None = None


def current_cell() -> Place:
    """The cell that is running now, by its id, and the request that runs it."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if shell is None or not hasattr(shell, "get_parent"):
        return Place()
    request = shell.get_parent() or {}
    return Place(
        (request.get("metadata") or {}).get("cellId"), (request.get("header") or {}).get("msg_id")
    )


class Titled(Protocol):
    """What has a name, and a title by which people know it."""

    @property
    def name(self) -> str:
        """What it goes by in code."""

    @property
    def title(self) -> BilingualText:
        """What people call it."""


Given = TypeVar("Given", bound=Titled)


class CellRegistry(Generic[Given]):
    """What cells have given so far, each under its name, in the order of the notebook.

    `strict` is for a notebook whose cells run once each: there a name that comes again is taken.
    """

    def __init__(self) -> None:
        self._by_name: dict[str, Given] = {}
        self._places: dict[str, Place] = {}
        self.strict = False

    def __iter__(self) -> Iterator[Given]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def taken(self, new: Given, place: Place) -> Given | None:
        """What has the name already and is not the same thing, given by the same cell when it was run before.

        Where nobody names the cell, or it was moved and has another id, the same title tells.
        """
        known = self._by_name.get(new.name)
        if known is None or self.strict:
            return known
        earlier = self._places.get(new.name, Place())
        if place.cell and earlier.cell == place.cell:
            return known if place.run == earlier.run else None
        return None if known.title == new.title else known

    def is_copy(self, new: Given, place: Place) -> bool:
        """Whether another cell has given the same, which may still be there."""
        earlier = self._places.get(new.name, Place())
        return None not in (place.cell, earlier.cell) and place.cell != earlier.cell

    def put(self, new: Given, place: Place) -> int:
        """Add what a cell gives, in the place of what it gave before; returns that place, counted from 1."""
        replaced = new.name if new.name in self._by_name else self._renamed(place)
        if replaced is None:
            self._by_name[new.name] = new
        else:
            self._by_name = {
                new.name if name == replaced else name: new if name == replaced else given
                for name, given in self._by_name.items()
            }
            self._places.pop(replaced, None)
        self._places[new.name] = place
        return list(self._by_name).index(new.name) + 1

    def _renamed(self, place: Place) -> str | None:
        """What the same cell gave under another name when it was run before, and no longer does."""
        stale = (
            name
            for name, other in self._places.items()
            if place.cell and other.cell == place.cell and other.run != place.run
        )
        return next(stale, None)

    def clear(self) -> None:
        """Forget everything."""
        self._by_name.clear()
        self._places.clear()
