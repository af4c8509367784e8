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
        # By name the cells that gave it, each in which run.
        self._cells: dict[str, dict[str | None, str | None]] = {}
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
        known, runs = self._by_name.get(new.name), self._cells.get(new.name, {})
        if known is None or self.strict:
            return known
        if place.cell and place.cell in runs:
            return known if runs[place.cell] == place.run else None
        return None if known.title == new.title else known

    def is_copy(self, new: Given, place: Place) -> bool:
        """Whether another cell has given the same, which may still be there."""
        runs = self._cells.get(new.name, {None: None})
        return place.cell is not None and not {None, place.cell} & set(runs)

    def put(self, new: Given, place: Place) -> int:
        """Add what a cell gives, in the place of what it gave before; returns that place, counted from 1."""
        before, known = self.renamed(new, place), self._by_name.get(new.name)
        if known is None and before:
            self._by_name = {
                new.name if name == before else name: new if name == before else given
                for name, given in self._by_name.items()
            }
            del self._cells[before]
        else:
            self._by_name[new.name] = new
        for name, runs in self._cells.items():
            if name != new.name and place.cell in runs and runs[place.cell] != place.run:
                del runs[place.cell]  # a copy that has another name now
        if known is None or known.title != new.title:
            self._cells[new.name] = {}
        self._cells.setdefault(new.name, {})[place.cell] = place.run
        return list(self._by_name).index(new.name) + 1

    def renamed(self, new: Given, place: Place) -> str | None:
        """What this cell alone gave under another name when it was run before, and no longer does."""
        stale = (
            name
            for name, runs in self._cells.items()
            if place.cell
            and name != new.name
            and list(runs) == [place.cell]
            and runs[place.cell] != place.run
        )
        return next(stale, None)

    def clear(self) -> None:
        """Forget everything."""
        self._by_name.clear()
        self._cells.clear()
