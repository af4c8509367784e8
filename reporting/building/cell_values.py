"""Expressions in cells that can be worked out without executing a cell: literals, indicators and their views."""

import ast
import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reporting.indicators.mistakes import Mistake, python_error
from reporting.indicators.views import Viewable, spanner
from reporting.text import BilingualText


@dataclass(frozen=True)
class Named(Viewable):
    """Stands for an indicator, of which nothing but its name and unit of measure is known."""

    name: str
    unit: str
    better: Any = None
    title = definition = ""
    is_share = property(lambda self: self.unit == "%")
    is_amount = property(lambda self: {"%": False, "tasks": True}.get(self.unit))  # else unknown


# What an expression consists of that can be worked out without executing the cell, and what is called in it: nothing that
# makes much of little, as `"x" * 10**9` or `"x".ljust(10**9)`.
PLAIN = (
    ast.Constant, ast.UnaryOp, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Div, ast.Dict, ast.List, ast.Tuple,
    ast.Name, ast.Load, ast.Attribute, ast.Call, ast.keyword, ast.JoinedStr, ast.FormattedValue,
)  # fmt: skip
LOOKED_AT = (ast.Attribute, ast.BinOp, ast.Call, ast.JoinedStr)  # what may be a mistake by itself
CALLED = ("spanner", "compared", "headed", "with_share")


def _value(node: ast.expr, known: Mapping[str, object]) -> object:
    """The value of an expression of literals, indicators and their views alone, `...` of another; a `Mistake` for none."""
    for part in ast.walk(node):
        sure = isinstance(part, PLAIN) and not getattr(part, "format_spec", None)
        sure = sure and getattr(part, "attr", "")[:1] != "_"  # a way out to Python
        match part:
            case ast.Call(ast.Name(name) | ast.Attribute(attr=name)):
                sure = name in CALLED
            case ast.Name(name):
                sure = name in ("spanner", *known)
        if not sure:
            return ...
    code = compile(ast.fix_missing_locations(ast.Expression(node)), "cell", "eval")
    try:
        return eval(code, {"__builtins__": {}, "spanner": spanner, **known})
    except (ArithmeticError, AttributeError, MemoryError, TypeError, ValueError) as error:
        raise Mistake(python_error(error)) from None


def mistakes(node: ast.AST, known: Mapping[str, object]) -> Iterator[BilingualText]:
    """What an indicator does not have, and what its views do not take: `tasks.compard()`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        named = [part for part in ast.walk(child) if isinstance(part, ast.Name)]
        given = {part.id for part in named if isinstance(part.ctx, ast.Store)}  # `for tasks in …`
        left = {name: it for name, it in known.items() if name not in given}
        looked_at = child if named and isinstance(child, LOOKED_AT) else None
        try:
            if not looked_at or _value(looked_at, left) is ...:
                yield from mistakes(child, left)
        except Mistake as mistake:
            yield mistake.message


def plain(written: Mapping[str, ast.expr], known: Mapping[str, object]) -> dict[str, object]:
    """The values of those expressions that have one."""
    values: dict[str, object] = {}
    for name, node in written.items():
        with contextlib.suppress(Mistake):  # told by `mistakes`
            values[name] = _value(node, known)
    return {name: value for name, value in values.items() if value is not ...}
