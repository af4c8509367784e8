"""The live registry: every indicator the notebook has defined so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reporting.errors import Text
from reporting.indicators.cell import Place, here
from reporting.indicators.mistakes import INDICATOR, IndicatorError, Mistake, unknown

if TYPE_CHECKING:
    from reporting.indicators.indicator import Indicator


class Registry:
    """The indicators defined so far, in the order of the notebook.

    `on_define` hears of every indicator that is defined; what it raises undoes the definition. `strict` is for a
    notebook whose cells run once each: a name that comes again is a mistake.
    """

    def __init__(self) -> None:
        self._by_name: dict[str, Indicator] = {}
        self._places: dict[str, Place] = {}
        self.on_define: Callable[[Indicator], None] = lambda _: None
        self.strict = False

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Indicator:
        if name not in self._by_name:
            raise Mistake(unknown(INDICATOR, name, self._by_name))
        return self._by_name[name]

    def define(self, indicator: Indicator, place: Place | None = None) -> None:
        """Add an indicator; a cell that is run again replaces what it defined before, in its place."""
        place = place or here()
        before = dict(self._by_name), dict(self._places)
        known = self._by_name.get(indicator.name)
        if known and not self._is_again(known, indicator, place):
            raise IndicatorError(indicator.name, _TAKEN.format(known.title))
        indicator.check_example()
        replaced = indicator.name if known else self._renamed(place)
        entries = {
            (indicator.name if name == replaced else name): (
                indicator if name == replaced else defined
            )
            for name, defined in self._by_name.items()
        }
        self._by_name = {**entries, indicator.name: indicator}
        self._places[indicator.name] = place
        try:
            self.on_define(indicator)
        except BaseException:
            self._by_name, self._places = before
            raise

    def _is_again(self, known: Indicator, indicator: Indicator, place: Place) -> bool:
        """Whether a name that is there already comes from the same cell, run once more.

        Where nobody names the cell, or it was moved and has another id, the same title tells.
        """
        if self.strict:
            return False
        earlier = self._places.get(known.name, Place())
        if place.cell and earlier.cell == place.cell:
            return place.run != earlier.run
        return known.title == indicator.title

    def _renamed(self, place: Place) -> str | None:
        """The indicator that the same cell defined when it was run before, and no longer does."""
        stale = (
            name
            for name, other in self._places.items()
            if place.cell and other.cell == place.cell and other.run != place.run
        )
        return next(stale, None)

    def clear(self) -> None:
        """Forget every indicator."""
        self._by_name.clear()
        self._places.clear()


_TAKEN = Text(
    "tên này đã có ở ô khác (“{0}”); hãy đặt tên khác cho hàm.",
    "the name is taken in another cell (“{0}”); give the function another name.",
)

registry = Registry()
