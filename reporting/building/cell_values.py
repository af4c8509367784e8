"""Expressions in cells that can be worked out without executing a cell: literals, indicators and their views."""

import ast
import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reporting.indicators.mistakes import Mistake, python_error
from reporting.indicators.views import Viewable, spanner
from reporting.text.bilingual import BilingualText


@dataclass(frozen=True)
class Named(Viewable):
    """Stands for an indicator, of which nothing but its name and unit of measure is known."""

    name: str
    unit: str
    better: Any = None
    title = definition = ""
    is_share = property(lambda self: self.unit == "%")
    is_amount = property(lambda self: self.unit != "%")  # as far as its unit says


# What an expression consists of that can be worked out without executing the cell.
PLAIN = (
    ast.Constant, ast.UnaryOp, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Dict, ast.List, ast.Tuple,
    ast.Name, ast.Load, ast.Attribute, ast.Call, ast.keyword, ast.JoinedStr, ast.FormattedValue,
)  # fmt: skip


def _value(node: object, known: Mapping[str, object]) -> object:
    """The value of an expression of literals, indicators and their views alone, `...` of another; a `Mistake` for none."""
    parts = list(ast.walk(node)) if isinstance(node, ast.expr) else [None]
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    called = [part.func for part in parts if isinstance(part, ast.Call)]
    sure = all(getattr(f, "id", "") == "spanner" or isinstance(f, ast.Attribute) for f in called)
    sure &= not any(getattr(part, "attr", "")[:1] == "_" for part in parts)  # a way out to Python
    alone = all(isinstance(part, PLAIN) for part in parts) and names <= {"spanner", *known}
    if not (alone and sure):
        return ...
    code = compile(ast.fix_missing_locations(ast.Expression(node)), "cell", "eval")  # type: ignore[arg-type]
    try:
        return eval(code, {"__builtins__": {}, "spanner": spanner, **known})
    except (ArithmeticError, AttributeError, MemoryError, TypeError, ValueError) as error:
        raise Mistake(python_error(error)) from None


def mistakes(node: ast.AST, known: Mapping[str, object]) -> Iterator[BilingualText]:
    """What an indicator does not have, and what its views do not take: `tasks.compard()`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        looked_at = isinstance(child, ast.Attribute | ast.Call | ast.JoinedStr)
        try:
            if not looked_at or _value(child, known) is ...:
                yield from mistakes(child, known)
        except Mistake as mistake:
            yield mistake.message


def plain(written: Mapping[str, object], known: Mapping[str, object]) -> dict[str, object]:
    """The values of those expressions that have one."""
    values: dict[str, object] = {}
    for name, node in written.items():
        with contextlib.suppress(Mistake):  # told by `mistakes`
            values[name] = _value(node, known)
    return {name: value for name, value in values.items() if value is not ...}
