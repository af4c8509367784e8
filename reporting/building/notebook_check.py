"""What can be seen to be wrong in a notebook before a cell of it is executed: names, codes, titles given twice."""

import ast
import builtins
import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reporting.execution.notebook import check_parameters, name_of, read_notebook
from reporting.indicators import cube
from reporting.indicators.mistakes import (
    ARGUMENT,
    CODE,
    COLUMN,
    INDICATOR,
    METHOD,
    Mistake,
    unknown,
)
from reporting.indicators.views import COMPARED_WITH, COMPARISON, Viewable
from reporting.report import items, say
from reporting.report.breakdown import BREAKDOWN, BREAKDOWNS, PARTS
from reporting.report.report import Report
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import REQUIRED_INDICATORS, TOTAL
from reporting.text.errors import InputError

_TEXT = texts(__name__)

PARAMETERS = ("quarter", "unit", "language")
IPYTHON = re.compile(r"^\s*[%!?]|=\s*[%!]|\?\s*$", re.M)  # a line that only IPython understands
PROVIDED = {*dir(builtins), "display", "get_ipython", "In", "Out", "_"}
NAMED = ("table", "items", "show")  # what has a name and a title of its own
CODES = ("unit_group", "unit", "source")
NAME = BilingualText("tên", "name")


@dataclass
class Seen:
    """What the cells before have given: names, parts of the report, indicators, and the titles of tables."""

    codes: Mapping[str, Sequence[str]]
    names: set[str] = field(default_factory=lambda: set(PROVIDED))
    parts: set[str] = field(default_factory=lambda: {"report"})
    indicators: list[str] = field(default_factory=list)
    titles: dict[str, int] = field(default_factory=dict)
    shown: int = 0  # the first cell that shows a part of the report


def check_notebook(path: Path, codes: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """Check that a notebook can be a report, and return the names of its indicators.

    `codes` are the unit groups, units and sources that there are, and the columns that params keep (`by`); without
    them, codes are not looked at. One `InputError` holds every problem, each with its cell.
    """
    notebook = read_notebook(path)
    check_parameters(notebook, PARAMETERS, name_of(path))
    seen, problems = Seen(codes or {}), []
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code" or cell.source.lstrip().startswith("%%"):
            continue
        try:
            module = _parsed(cell.source)
        except SyntaxError as error:
            problems.append(
                _TEXT.cell_line_not_valid.format(
                    path, number, error.lineno, (error.text or "").strip()
                )
            )
            continue
        problems += [_TEXT.at.format(path, number, said) for said in _of_cell(module, number, seen)]
    missing = [name for name in REQUIRED_INDICATORS if name not in seen.indicators]
    if missing and not problems:
        problems.append(_TEXT.lacks_indicators_every_report.format(path, ", ".join(missing)))
    if problems:
        raise InputError(*problems)
    return seen.indicators


def units_of_indicators(path: Path) -> dict[str, str]:
    """The unit of measure of each indicator of a notebook, as its cell writes it."""
    units = {}
    for cell in read_notebook(path).cells:
        if cell.cell_type == "code" and "@indicator" in cell.source:
            for name, call in _indicators(_parsed(cell.source)):
                written = {each.arg: each.value for each in call.keywords}.get("unit")
                units[name] = str(written.value) if isinstance(written, ast.Constant) else "tasks"
    return units


def _parsed(source: str) -> ast.Module:
    """A cell as Python, with what IPython allows on top: `%time x`, `!ls`, `x?`."""
    try:
        return ast.parse(source)
    except SyntaxError:
        if not IPYTHON.search(source):
            raise
    # slow to import, and hardly a notebook needs it
    from IPython.core.inputtransformer2 import TransformerManager

    code = source.lstrip()
    blank = source[: len(source) - len(code)].count("\n")  # IPython drops blank lines at the top
    return ast.parse("\n" * blank + TransformerManager().transform_cell(source))


def _of_cell(module: ast.Module, number: int, seen: Seen) -> Iterator[BilingualText]:
    """What is wrong in one cell; what it gives is added to what was seen."""
    defined = [name for name, _ in _indicators(module)]
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    stored = {
        node.id
        for node in ast.walk(module)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and _is_part(node.value, seen):
            seen.parts |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    shows = [call for call in calls if _method(call, seen)]
    if defined and seen.shown:
        yield _TEXT.late.format(defined[0], seen.shown)
    seen.indicators += defined
    seen.names |= stored | set(_given(module))
    if shows and any(_method(call, seen) not in ("where", "value") for call in shows):
        seen.shown = seen.shown or number
    yield from _unknown_names(module, seen)
    for call in calls:
        compared = isinstance(call.func, ast.Attribute) and call.func.attr == "compared"
        for word in [*call.args, *(each.value for each in call.keywords)] if compared else []:
            if isinstance(word, ast.Constant) and word.value not in COMPARED_WITH:
                yield unknown(COMPARISON, str(word.value), COMPARED_WITH)
    for call in shows:
        yield from _of_call(call, _method(call, seen), number, seen)


def _indicators(module: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in module.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for call in node.decorator_list:
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "indicator":
                yield node.name, call


def _given(module: ast.Module) -> Iterator[str]:
    """The names that functions, classes, imports, arguments and handlers give; all of them where one is `*`."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]


def _unknown_names(module: ast.Module, seen: Seen) -> Iterator[BilingualText]:
    """Names that no cell so far has given, and what an indicator does not have: `tasks.compard()`."""
    if "*" in seen.names:
        return
    views = [name for name in dir(Viewable) if not name.startswith("_")]
    for node in _outside_functions(module):
        if isinstance(node, ast.Name) and node.id not in seen.names:
            known = [name for name in sorted(seen.names - PROVIDED) if name not in seen.indicators]
            yield unknown(NAME, node.id, [*seen.indicators, *known])
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in seen.indicators
            and node.attr not in (*views, "name", "title", "unit", "definition", "better")
        ):
            yield unknown(METHOD, f"{node.value.id}.{node.attr}", [f"{node.value.id}.{v}" for v in views])  # fmt: skip


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the cell runs; a function's body runs when it is called."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        yield child
        yield from _outside_functions(child)


def _is_part(node: ast.expr, seen: Seen) -> bool:
    return isinstance(node, ast.Call) and _method(node, seen) == "where"


def _method(call: ast.Call, seen: Seen) -> str:
    """The name of the report's method that is called, or of that of a part of it; empty for another call."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        return ""
    owner = function.value
    known = isinstance(owner, ast.Name) and owner.id in seen.parts
    return function.attr if known or _is_part(owner, seen) else ""


def _of_call(call: ast.Call, method: str, number: int, seen: Seen) -> Iterator[BilingualText]:
    methods = [name for name in dir(Report) if not name.startswith("_")]
    if method not in methods:
        yield unknown(METHOD, f"report.{method}", [f"report.{name}" for name in methods])
        return
    takes = inspect.signature(getattr(Report, method)).parameters
    given = dict(zip(list(takes)[1:], call.args, strict=False))
    given |= {word.arg: word.value for word in call.keywords if word.arg}
    if not any(each.kind is each.VAR_KEYWORD for each in takes.values()):
        yield from (unknown(ARGUMENT, name, list(takes)[1:]) for name in given if name not in takes)
    texts = {name: node.value for name, node in given.items() if isinstance(node, ast.Constant)}
    if isinstance(by := texts.get("by"), str) and "by" in seen.codes:
        own = seen.codes["by"]
        known = (*items.COLUMNS, *own) if method == "items" else (*BREAKDOWNS, *own)
        if by not in (known := PARTS if method == "trend" else known):
            yield unknown(COLUMN if method == "items" else BREAKDOWN, by, known)
    if method == "value" and (column := texts.get("column", "value")) not in cube.NUMBERS:
        yield unknown(COLUMN, str(column), cube.NUMBERS)
    for kind in CODES if method in ("where", "value") else ():
        code = texts.get(kind)
        if isinstance(code, str) and kind in seen.codes and code not in (TOTAL, *seen.codes[kind]):
            yield unknown(CODE, code, seen.codes[kind])
    name = texts.get("indicator")
    if isinstance(name, str) and name not in seen.indicators:
        yield unknown(INDICATOR, name, seen.indicators)
    if method in ("say", "headline"):
        halves = BilingualText(str(texts.get("vi", "")), str(texts.get("en", "")))
        try:
            say.check(halves, seen.indicators)
        except Mistake as mistake:
            yield mistake.message
    if method in NAMED:
        for key in ("name", "vi", "en"):
            title = texts.get(key)
            if isinstance(title, str) and (first := seen.titles.setdefault(f"{key}: {title}", number)) != number:  # fmt: skip
                yield _TEXT.twice.format(title, first)
                return
