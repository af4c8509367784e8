"""Mistakes in a notebook, told in one line under the cell that made them, with what to write instead."""

import difflib
import functools
import inspect
import math
import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn, TypeVar

import pandas as pd

from reporting.text import BilingualText, Told, both, texts, wording

_TEXT = texts(__name__)


class Mistake(Told):
    """Something in a cell is not right; one line in the user's language, in place of a traceback."""


class MeasureError(Mistake, ValueError):
    """A measure was given something it cannot work with."""


class NoSuchName(Mistake, AttributeError):  # noqa: N818
    """What stands after a point does not exist."""


class IndicatorError(Mistake):
    """An indicator is not right; the line names it."""

    def __init__(self, name: str, message: BilingualText) -> None:
        super().__init__(_TEXT.of_indicator.format(name, message))


COLUMN, CODE, METHOD, ARGUMENT, INDICATOR, PART, NAME = _TEXT.group("nouns").values()
# What a function of an indicator may use without giving it itself.
AT_HAND = (
    "tasks", "year_ago", "period", "count", "share", "mean", "median", "quantile", "total", "distinct", "parts",
    "abs", "len", "max", "min", "np", "pd", "round", "sum",
)  # fmt: skip

LISTED = 15  # as many names as a line holds beside the nearest one
MISSING = (AttributeError, KeyError, NameError)  # what a name that is not there ends in
# Where pandas says what it has not found: in quotes, or at the end; a variable in a query is no column.
_MISSED = re.compile(r"(?:(?<!variable )'|found: )([^' ][^']*)(?:'|$)")


def unknown(what: BilingualText, given: object, known: Iterable[str]) -> BilingualText:
    """Say that there is no such thing, which name is nearest, and which there are; not so many that nobody reads them."""
    names, name = list(known), given if isinstance(given, str) else named(given)
    padded = [each for each in names if each.lstrip("0") == name]  # the number 1 is the code 01
    near = padded or difflib.get_close_matches(name, names, n=1)
    told = BilingualText("không có {0} “{1}”.", "there is no {0} “{1}”.").format(what, name)
    if near:
        told = BilingualText("{0} Có phải “{1}”?", "{0} Did you mean “{1}”?").format(told, near[0])
    if not near or len(names) <= LISTED:
        told = BilingualText("{0} Có: {1}.", "{0} There are: {1}.").format(told, ", ".join(names))
    return _TEXT.kept_by_params.format(told) if what == COLUMN and not near else told


def no_column(error: Exception) -> BilingualText | None:
    """Say which column pandas has not found in a table; None for any other error, and for a name like no column's."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    if not frames or not frames[-1].f_globals.get("__name__", "").startswith("pandas."):
        return None  # a cell's own dict, say
    owners = (frame.f_locals.get("self") for frame in frames)  # the last may be half made
    tables = (it if isinstance(it, pd.DataFrame) else getattr(it, "obj", None) for it in owners)
    table = next((each for each in tables if isinstance(each, pd.DataFrame)), pd.DataFrame())
    columns = [name for name in table if isinstance(name, str)]
    said = str(getattr(error, "name", None) or error.args[0])
    missed = [name for name in _MISSED.findall(said) or [said] if name not in columns]
    of_tasks = "task_id" in columns and not isinstance(error, NameError)
    like = [name for name in missed if of_tasks or difflib.get_close_matches(name, columns)]
    return unknown(COLUMN, like[0], columns) if like else None


def named(given: object) -> str:
    """What was given in a cell: an indicator's name, else as Python writes it."""
    return getattr(given, "name", None) or repr(given)


def no_such_name(owner: object, name: str) -> NoReturn:
    """Refuse what stands after a point and does not exist, with the nearest name."""
    if name.startswith("_"):
        raise AttributeError(name)
    raise NoSuchName(unknown(METHOD, name, [each for each in dir(owner) if each[0] != "_"]))


def two_figures(one: float, other: float) -> Iterator[BilingualText]:
    """Two figures with three digits, or as many more as it takes to see that they differ."""
    digits = next(n for n in range(3, 18) if f"{one:.{n}g}" != f"{other:.{n}g}")
    for value in (one, other):
        if math.isnan(value):
            yield BilingualText("trống", "empty")
        else:
            _, _, places = f"{value:.{digits}g}".partition(".")
            yield wording.number(value, len(places) if abs(value) < 10**digits else 0)


Kind = TypeVar("Kind", bound=type)


def telling(kind: Kind) -> Kind:
    """Have a class's public methods refuse arguments by a `Mistake`; its own `_checked` may put others in their place."""

    def telling_one(method: Callable[..., Any]) -> Callable[..., Any]:
        takes = inspect.signature(method)

        @functools.wraps(method)
        def told(*given: Any, **named: Any) -> Any:
            bound = bind(takes, *given, **named)
            if checked := getattr(type(given[0]), "_checked", None):
                _, *others = bound.arguments.items()  # but for the object itself
                usual = takes.parameters  # what stands there anyway is not looked at
                chosen = {key: value for key, value in others if value is not usual[key].default}
                bound.arguments |= checked(given[0], method.__name__, chosen)
            return method(*bound.args, **bound.kwargs)

        return told

    for name, method in list(vars(kind).items()):
        if inspect.isfunction(method) and not name.startswith("_"):
            setattr(kind, name, telling_one(method))
    return kind


def bind(takes: inspect.Signature, *given: object, **named: object) -> inspect.BoundArguments:
    """Arguments by the names of their parameters; a `Mistake` where they do not fit."""
    try:
        return takes.bind(*given, **named)
    except TypeError as error:
        known = list(takes.parameters)[1:]
        wrong = [name for name in named if name not in known]
        message = unknown(ARGUMENT, wrong[0], known) if wrong else python_error(error)
        named_ones = (it for it in takes.parameters.values() if it.kind is not it.VAR_KEYWORD)
        required = [it.name for it in named_ones if it.default is it.empty]
        lacking = [name for name in required[len(given) :] if name not in named]
        if lacking and not wrong:
            message = _TEXT.lacking.format(", ".join(lacking))
        raise Mistake(message) from None


def python_error(error: Exception) -> BilingualText:
    """Explain an error of Python's or of pandas' inside a function, where there is something to say."""
    if isinstance(error, Mistake):
        return error.message
    if isinstance(error, MISSING) and (told := no_column(error)):
        return told
    if isinstance(error, NameError):
        return unknown(NAME, error.name, AT_HAND)
    python = f"{type(error).__name__}: {error}"
    for said, advice in _TEXT.group("advice").items():
        if re.match(said, python, re.DOTALL):
            return both("{0} ({1}).").format(advice, python)
    return _TEXT.said_by_python.format(python)
