"""The live registry: every indicator the notebook has defined so far."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from reporting.indicators.cell_registry import CellRegistry, Place, current_cell
from reporting.indicators.mistakes import INDICATOR, IndicatorError, Mistake, unknown
from reporting.indicators.units_of_measure import STANDARD, UnitOfMeasure
from reporting.inputs.office import Office, default_office
from reporting.text.catalogue import texts

if TYPE_CHECKING:
    from reporting.indicators.indicator import Indicator

_TEXT = texts(__name__)


class Registry(CellRegistry["Indicator"]):
    """The indicators defined so far, in the order of the notebook.

    `on_define` hears of every indicator that is defined, and whether another cell defines it as well; what it raises
    undoes the definition. `office` has the
    codes and columns that worked examples may use, `units_of_measure` are those that an indicator may have.
    """

    def __init__(self) -> None:
        super().__init__()
        self.office: Office = default_office()
        self.on_define: Callable[[Indicator, bool], None] = lambda *_: None
        self.units_of_measure: Mapping[str, UnitOfMeasure] = STANDARD

    def __getitem__(self, name: str) -> Indicator:
        if name not in self._by_name:
            raise Mistake(unknown(INDICATOR, name, self._by_name))
        return self._by_name[name]

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
        kept = dict(self._by_name), copy.deepcopy(self._cells)
        self.put(indicator, place)
        try:
            self.on_define(indicator, copied)
        except BaseException:
            self._by_name, self._cells = kept
            raise


registry = Registry()
