"""What the arguments of a report's methods may be: looked at in the cell, and by `check` before a cell is executed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from reporting.indicators.cube import NUMBERS
from reporting.indicators.mistakes import CODE, COLUMN, INDICATOR, Mistake, named, unknown
from reporting.indicators.views import QUARTERS, View, Viewable, Views, each, views_of
from reporting.inputs.params import Params
from reporting.report import breakdown, say
from reporting.report.breakdown import BASES, BREAKDOWN, BREAKDOWNS, MONTH, PARTS, same_months
from reporting.report.chart_data import COMPARED_WITH
from reporting.report.items import COLUMNS
from reporting.text import LANGUAGES, TOTAL, BilingualText, texts, wording

_TEXT = texts(__name__)

# The figures that are known by unit group, unit and source alone.
APART = ("plan", "plan_difference", "plan_execution", "met", "target", "year_to_date")
PREVIOUS = ("previous_quarter", "change_on_previous")
SWITCHES = ("ascending", "collapsed", "on_page")
SENTENCES = ("say", "headline")  # what takes a sentence with figures in braces


@dataclass(frozen=True)
class Known:
    """What there is: indicators by name, params where they are known, and codes by what they are of."""

    indicators: Mapping[str, Any]
    params: Params | None
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def columns(self) -> Sequence[str]:
        """The columns that params keep."""
        return [*self.params.columns] if self.params else []


Look = Callable[[str, Any, Known], object]  # of the argument's name, its value and what is known


def checked(method: str, given: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """Arguments as a method takes them, an indicator's name as the indicator; a `Mistake` where one cannot be."""
    taken = {**given}
    for name, value in given.items():
        if look := _CHECKS.get(f"{method}.{name}", _CHECKS.get(name)):
            taken[name] = look(name, value, known)
    if method == "table":
        _check_columns(taken.get("by", []), taken.get("columns", []), known.params)
    halves = [taken[half] for half in LANGUAGES if half in taken]
    told = [*say.mistakes(halves, known.indicators)] if method in SENTENCES and halves else []
    if told:
        first, *more = told
        raise Mistake(BilingualText.join([first, *(m.capitalized() for m in more)], " "))
    return taken


def _refuse(name: str, kind: str, value: object) -> NoReturn:
    raise Mistake(_TEXT.takes.format(name, _TEXT.group("kinds")[kind], _written(value)))


def _written(value: object) -> str:
    """A value much as a cell writes it: indicators and views by their names."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, View | Views):
        return ", ".join(f"{view.indicator.name}.{view.figure}" for view in views_of(value))
    return named(value)


def _among(what: BilingualText, value: Any, names: Iterable[str]) -> Any:
    if value not in (found := list(names)):
        raise Mistake(unknown(what, value, found))
    return value


def _one_of(what: BilingualText, names: Callable[[Known], Iterable[str]]) -> Look:
    return lambda _, value, known: _among(what, value, names(known))


def _indicator(name: str, value: Any, known: Known) -> object:
    if isinstance(value, str):
        return known.indicators[_among(INDICATOR, value, known.indicators)]
    is_one = isinstance(value, Viewable) and value is not each
    return value if is_one else _refuse(name, "indicator", value)


def _listed(name: str, kind: str, value: Any, *alone: type) -> list[Any]:
    """Several of a kind; one `alone` is as good."""
    if isinstance(value, alone):
        return [value]
    if isinstance(value, str) or not isinstance(value, Iterable):
        _refuse(name, kind, value)
    return list(value)


def _several(kind: str, look: Look, *alone: type) -> Look:
    return lambda name, value, known: [
        look(name, it, known) for it in _listed(name, kind, value, *alone)
    ]


def _amount(name: str, value: Any, known: Known) -> object:
    found: Any = _indicator(name, value, known)
    return _refuse(name, "amount", found) if found.is_amount is False else found


def _columns(name: str, value: Any, _: Known) -> object:
    if not (chosen := _listed(name, "columns", value, Viewable, View, Views)):
        raise Mistake(_TEXT.no_columns)
    for column in chosen:
        views_of(column)
    return chosen


def _check_columns(by: Sequence[str], columns: Sequence[Any], params: Params | None) -> None:
    """Refuse a column that can have no figure in any row of a breakdown."""
    *_, last = ["", *(one for one in by if one != breakdown.INDICATOR)]
    for view in [view for column in columns for view in views_of(column)]:
        name, of = view.indicator.name, view.indicator
        if last not in ("", *PARTS) and view.figure in (*APART, QUARTERS):
            raise Mistake(_TEXT.not_by.format(_written(view), last))
        if view.figure == "met" and not of.better:
            raise Mistake(_TEXT.neither_better.format(name))
        if view.figure == "progress" and (of.is_amount or not of.better):
            raise Mistake(_TEXT.no_progress.format(name))
        if last == MONTH and params and view.figure in (*BASES, *BASES.values()):
            other = params.previous if view.figure in PREVIOUS else params.compared
            if other and not same_months(params.quarter, other):
                raise Mistake(_TEXT.other_months.format(name, wording.quarter(other)))


def _sort(name: str, value: Any, _: Known) -> object:
    (view, *_more) = views_of(value)
    unknown_yet = view.indicator is each or view.figure == QUARTERS
    return _refuse(name, "indicator", value) if unknown_yet else value


def _breakdowns(name: str, value: Any, known: Known) -> object:
    """One breakdown or several, the indicators among them; all but the last of codes that `where` takes."""
    by = list(dict.fromkeys(_listed(name, "breakdowns", value, str)))
    *outer, last = [one for one in by if one != breakdown.INDICATOR] or [""]
    for one in outer:
        _among(BREAKDOWN, one, PARTS)
    if last or not by:
        _among(BREAKDOWN, last, (*BREAKDOWNS, breakdown.INDICATOR, *known.columns))
    return by


def _of_kind(kind: str, holds: Callable[[Any], bool]) -> Look:
    return lambda name, value, _: value if holds(value) else _refuse(name, kind, value)


def _is_pair(value: Any) -> bool:
    return isinstance(value, tuple | list) and [type(it) for it in value if it] == [str, str]


def _headings(_: str, value: Any, __: Known) -> object:
    return {key: it if _is_pair(it) else _refuse(key, "heading", it) for key, it in value.items()}


def _code(name: str, value: Any, known: Known) -> object:
    codes = known.codes.get(name)
    return value if not codes or value == TOTAL else _among(CODE, value, codes)


_task_column = _one_of(COLUMN, lambda known: (*COLUMNS, *known.columns))
_CHECKS: Mapping[str, Look] = {
    "indicator": _indicator,
    **dict.fromkeys(("parts.indicator", "whole", "done"), _amount),
    **dict.fromkeys(("figures", "indicators"), _several("indicators", _indicator, Viewable)),
    "counts": _several("indicators", _amount, Viewable),
    **dict.fromkeys(("vi", "en", "name"), _of_kind("text", lambda it: it and isinstance(it, str))),
    "show.frame": _of_kind("frame", lambda value: hasattr(value, "columns")),
    "show.headings": _headings,
    **dict.fromkeys(("unit_group", "unit", "source"), _code),
    "value.indicator": lambda name, value, known: (
        value
        if isinstance(value, View) and value.indicator is not each
        else _indicator(name, value, known)
    ),
    "by": _one_of(BREAKDOWN, lambda known: (*BREAKDOWNS, *known.columns)),
    "parts.by": _one_of(BREAKDOWN, lambda known: (*PARTS, MONTH, *known.columns)),
    "trend.by": _one_of(BREAKDOWN, lambda _: PARTS),
    "table.by": _breakdowns,
    "items.by": _task_column,
    "items.columns": _several("columns", _task_column, str),
    "columns": _columns,
    "sort": _sort,
    **dict.fromkeys(SWITCHES, _of_kind("boolean", lambda value: isinstance(value, bool))),
    "top": _of_kind("top", lambda value: type(value) is int and value > 0),
    "notes": _several("notes", _of_kind("notes", _is_pair)),
    "beside": _one_of(_TEXT.beside, lambda _: COMPARED_WITH),
    "column": _one_of(_TEXT.figure, lambda _: NUMBERS),
}
