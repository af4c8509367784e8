"""Views of an indicator: which of its figures a table shows, beside which others and under which heading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn, Self, cast

from reporting.indicators.mistakes import Mistake, no_such_name, telling, unknown
from reporting.text import BilingualText, texts

if TYPE_CHECKING:
    from reporting.indicators.indicator import Indicator

_TEXT = texts(__name__)

COMPARED_WITH = {
    "year_ago": ("value_year_ago", "change"),
    "previous_quarter": ("previous_quarter", "change_on_previous"),
}
FIGURES = _TEXT.group("figures")  # what may stand after the point, as in `tasks.change`
_CALLED = {"year_ago": "value_year_ago"}
_CALLED |= {name: f"plan_{name}" for name in ("difference", "execution")}

QUARTERS = "quarters"  # all those of the trend


class NoText:
    """What a table or a sentence takes as it is: no text, and no number to calculate with."""

    def __str__(self) -> str:
        raise Mistake(_TEXT.no_text)

    def __format__(self, _: str) -> str:
        return str(self)

    def _no_number(self, *_: object) -> NoReturn:
        raise Mistake(_TEXT.no_number)

    __add__ = __sub__ = __mul__ = __truediv__ = __neg__ = _no_number
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __floordiv__ = __mod__ = __pow__ = _no_number
    __lt__ = __gt__ = __le__ = __ge__ = _no_number


@telling
class _Headed(NoText):
    def headed(self, vi: str, en: str) -> Self:
        """The same under a heading of your own."""
        shown: Any = self  # one of the two dataclasses below
        return replace(shown, heading=BilingualText(vi, en))


@dataclass(frozen=True)
class View(_Headed):
    """One figure of an indicator as a column: `figure` says which; `heading` replaces the usual one."""

    indicator: Indicator
    figure: str = "value"
    heading: BilingualText | None = None

    def of(self, indicator: Indicator) -> View:
        """The same figure of an indicator, where this one is of `each`."""
        return replace(self, indicator=indicator) if self.indicator is each else self


@dataclass(frozen=True)
class Views(_Headed):
    """Several columns side by side under one heading; without one, that of the first indicator."""

    views: tuple[View, ...]
    heading: BilingualText | None = None


@telling
class Viewable(NoText):
    """What an indicator's name gives in a cell: `tasks.compared()`, `on_time_share.plan`, `tasks.change`."""

    def compared(self, quarter: str = "year_ago") -> Views:
        """The value, that of the comparison quarter (or of the `previous_quarter`) and the change."""
        if quarter not in COMPARED_WITH:
            raise Mistake(unknown(_TEXT.comparison, quarter, COMPARED_WITH))
        return Views(tuple(map(self._view, ("value", *COMPARED_WITH[quarter]))))

    def headed(self, vi: str, en: str) -> View:
        """The value under a heading of your own."""
        return self._view("value").headed(vi, en)

    def with_share(self, share: Indicator) -> Views:
        """The number and, beside it, its share."""
        number, (share_of,) = self._view("value"), views_of(share)
        if number.indicator.is_amount is False or not share_of.indicator.is_share:
            raise Mistake(_TEXT.not_number_and_share.format(number.indicator.name))
        return Views((number.headed("Số lượng", "Number"), share_of.headed("%", "%")))

    @property
    def quarters(self) -> Views:
        """The values of the quarters of the trend, a column each."""
        return Views((self._view(QUARTERS),))

    def __getattr__(self, name: str) -> NoReturn:
        no_such_name(self, name)

    def _view(self, figure: str) -> View:
        return View(cast("Indicator", self), figure)


for _name, _doc in FIGURES.items():
    _view = partial(Viewable._view, figure=_CALLED.get(_name, _name))
    setattr(Viewable, _name, property(_view, doc="\n".join(_doc)))


class _Each(Viewable):
    name = "each"
    better = "as each"
    is_amount = is_share = False


# Stands for every indicator: that of the row where rows are indicators, else a column for each.
each: Any = _Each()


def spanner(vi: str, en: str, columns: list[Any]) -> Views:
    """Put columns under one heading."""
    return Views(tuple(chain.from_iterable(map(views_of, columns))), BilingualText(vi, en))


def views_of(column: Any) -> tuple[View, ...]:
    """The single columns of what stands in `columns=[…]`; a `Mistake` says what may stand there."""
    if isinstance(column, Views):
        return column.views
    if isinstance(column, View):
        return (column,)
    if isinstance(column, Viewable):
        return (column._view("value"),)
    raise Mistake(_TEXT.is_no_column_table.format(getattr(column, "__name__", column)))
