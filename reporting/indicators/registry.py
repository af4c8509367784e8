"""The indicators that the cells of a notebook define, by name: a cell that is run again replaces its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from reporting.indicators.mistakes import INDICATOR, IndicatorError, Mistake, unknown
from reporting.inputs.office import Office, default_office
from reporting.inputs.params import UnitOfMeasure
from reporting.text import BilingualText, texts

if TYPE_CHECKING:
    from reporting.indicators.indicator import Indicator

_TEXT = texts(__name__)


class Place(NamedTuple):
    """A cell, and one run of it; None where nobody says."""

    cell: str | None = None
    run: str | None = None


def current_cell() -> Place:
    """The cell that is running now, by its id, and the request that runs it."""
    # JupyterLab says which cell is running, papermill does not
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    request: dict[str, Any] = getattr(shell, "get_parent", dict)() or {}
    metadata, header = (request.get(part) or {} for part in ("metadata", "header"))
    return Place(metadata.get("cellId"), header.get("msg_id"))


class _Titled(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def title(self) -> BilingualText: ...


Given = TypeVar("Given", bound=_Titled)


class CellRegistry(Generic[Given]):
    """What cells have given, by name, in order; `strict` where each cell runs once, and a name that comes again is taken."""

    def __init__(self) -> None:
        # by name what was given, and the cells that gave it, each in which run
        self._by_name: dict[str, tuple[Given, Mapping[str | None, str | None]]] = {}
        self.strict = False

    def __iter__(self) -> Iterator[Given]:
        return (given for given, _ in self._by_name.values())

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def taken(self, new: Given, place: Place) -> Given | None:
        """What has the name and is not the same thing: from this cell when it was run before, or of this title where none is named."""
        known, runs = self._by_name.get(new.name, (None, {}))
        if known is None or self.strict:
            return known
        own = place.cell and place.cell in runs
        same = runs[place.cell] != place.run if own else known.title == new.title
        return None if same else known

    def is_copy(self, new: Given, place: Place) -> bool:
        """Whether another cell has given the same, which may still be there."""
        _, runs = self._by_name.get(new.name, (None, {None: None}))
        return place.cell is not None and not {None, place.cell} & set(runs)

    def put(self, new: Given, place: Place) -> None:
        """Add what a cell gives, in the place of what it gave before."""
        known, runs = self._by_name.get(new.name, (None, {}))
        old = new.name if known else self.renamed(new, place) or new.name
        same = known is not None and known.title == new.title
        entry = new, {**(runs if same else {}), place.cell: place.run}
        names: dict[str, tuple[Given, Mapping[str | None, str | None]]] = {}
        for name, (given, others) in self._by_name.items():
            # but for this cell where it is a copy that has another name now
            left = {c: run for c, run in others.items() if c != place.cell or run == place.run}
            names |= {new.name: entry} if name == old else {name: (given, left)}
        self._by_name = names | {new.name: entry}

    def renamed(self, new: Given, place: Place) -> str | None:
        """What this cell alone gave under another name when it was run before, and no longer does."""
        for name, (_, runs) in self._by_name.items():
            alone = place.cell and name != new.name and list(runs) == [place.cell]
            if alone and runs[place.cell] != place.run:
                return name
        return None


def change_in(code: str) -> str:
    """What changes of figures in a unit are told in: of amounts, as those that params name, in per cent."""
    return {"%": "pp", "pp": "pp", "days": "days", "index": "index"}.get(code, "%")


_NAMED = _TEXT.group("units").items()
STANDARD = {code: UnitOfMeasure(**name._asdict(), decimals=1) for code, name in _NAMED}


class Registry(CellRegistry["Indicator"]):
    """The indicators defined so far."""

    def __init__(self) -> None:
        super().__init__()
        self.office: Office = default_office()  # the codes and columns that worked examples may use
        # hears of every definition, and whether another cell has it as well; what it raises undoes it
        self.on_define: Callable[[Indicator, bool], None] = lambda *_: None
        self.units_of_measure: Mapping[str, UnitOfMeasure] = STANDARD

    def __getitem__(self, name: str) -> Indicator:
        if name not in self._by_name:
            raise Mistake(unknown(INDICATOR, name, self._by_name))
        return self._by_name[name][0]

    def define(self, indicator: Indicator, place: Place | None = None) -> None:
        """Add an indicator; a cell that is run again replaces what it defined before, in its place."""
        place = place or current_cell()
        if known := self.taken(indicator, place):
            raise IndicatorError(indicator.name, _TEXT.taken.format(known.title))
        before = self.renamed(indicator, place)
        for each in self if place.cell else ():
            same = {*each.title} & {*indicator.title}
            if same and each.name not in (indicator.name, before):
                raise IndicatorError(indicator.name, _TEXT.same_title.format(min(same), each.name))
        indicator.check_example()
        copied = self.is_copy(indicator, place)
        kept = self._by_name
        self.put(indicator, place)
        try:
            self.on_define(indicator, copied)
        except BaseException:
            self._by_name = kept
            raise


registry = Registry()
