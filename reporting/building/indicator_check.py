"""An indicator's cell before it is executed: its declaration, and the columns of the tables that it names."""

import ast
import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from reporting.indicators.basis import Period
from reporting.indicators.indicator import PARAMETERS, declared
from reporting.indicators.mistakes import (
    ARGUMENT,
    COLUMN,
    PART,
    IndicatorError,
    python_error,
    unknown,
)
from reporting.indicators.registry import with_named
from reporting.inputs.params import Params
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TASK_COLUMNS

# What an argument counts as that only the cell itself can work out.
_ANY: Mapping[str, Any] = {
    **dict.fromkeys(("vi", "en"), "…"), "unit": "tasks", "better": None, "example": ({}, None),
}  # fmt: skip
_PERIOD = [each.name for each in fields(Period)]


def check(
    node: ast.FunctionDef, call: ast.Call, given: Mapping[str, Any], params: Params
) -> Iterator[BilingualText]:
    """What is wrong with an indicator; `given` are the arguments of its `@indicator` that are written out."""
    words = [word.arg for word in call.keywords if word.arg]
    sure = words if len(words) == len(call.keywords) else _ANY  # nobody knows what `**more` holds
    arguments: dict[str, Any] = {key: given.get(key, _ANY[key]) for key in sure if key in _ANY}
    try:
        declared(_bare(node.args, node), params, with_named(params.units_of_measure), **arguments)
    except IndicatorError as error:
        yield error.message
    except (AttributeError, TypeError) as error:  # a title that is no text
        yield IndicatorError(node.name, python_error(error)).message
    names = [each for each in ast.walk(node) if isinstance(each, ast.Name)]
    stored = {each.id for each in names if isinstance(each.ctx, ast.Store)}
    asked = {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)} - stored
    wrong = [unknown(ARGUMENT, word, _ANY) for word in words if word not in _ANY]
    for each in (*wrong, *unknown_columns(node, params, asked & {*PARAMETERS})):
        yield IndicatorError(node.name, each).message


def _bare(takes: ast.arguments, node: ast.FunctionDef) -> Callable[..., Any]:
    """A function of the same name, parameters and definition that does nothing."""
    in_order = [each.arg for each in (*takes.posonlyargs, *takes.args)]
    needed = in_order[: len(in_order) - len(takes.defaults)]
    kind = inspect.Parameter.KEYWORD_ONLY
    asked = [inspect.Parameter(name, kind) for name in in_order if name in (*needed, *PARAMETERS)]
    bare: Any = lambda: None  # noqa: E731
    bare.__name__, bare.__doc__ = node.name, ast.get_docstring(node)
    bare.__signature__ = inspect.Signature(asked)
    return bare


def unknown_columns(
    node: ast.AST, params: Params, asked: Collection[str] = ("report.tasks", "report.year_ago")
) -> Iterator[BilingualText]:
    """Columns that tables of tasks do not have, and parts of `period`, where those are among what a function asked for."""
    known, tables = (*TASK_COLUMNS, *params.columns), {*asked} - {"period"}
    read, written = dict[str, None](), set[str]()
    for each in ast.walk(node):
        match each:
            case ast.Subscript(table, key, context) if ast.unparse(table) in tables:
                parts = [getattr(part, "value", None) for part in getattr(key, "elts", [key])]
                names = [name for name in parts if isinstance(name, str)]
                read |= dict.fromkeys(names)
                written |= {*names} if isinstance(context, ast.Store) else set()
            case ast.Attribute(table, name) if ast.unparse(table) in tables:
                read |= {} if hasattr(pd.DataFrame, name) else {name: None}
            case ast.Attribute(ast.Name("period"), name) if "period" in asked:
                if name not in _PERIOD:
                    yield unknown(PART, name, _PERIOD)
    for name in read:
        if name not in known and name not in written:
            yield unknown(COLUMN, name, known)
