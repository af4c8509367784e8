"""What can be seen to be wrong in a notebook before a cell of it is executed: names, codes, titles given twice."""

import ast
import builtins
import contextlib
import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reporting.execution.notebook import check_parameters, name_of, read_notebook
from reporting.indicators.mistakes import METHOD, Mistake, bind, python_error, unknown
from reporting.indicators.views import Viewable, spanner
from reporting.report.arguments import Known, checked
from reporting.report.report import Report
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import REQUIRED_INDICATORS
from reporting.text.errors import InputError

_TEXT = texts(__name__)

PARAMETERS = ("quarter", "unit", "language")
IPYTHON = re.compile(r"^\s*[%!?]|=\s*[%!]|\?\s*$", re.M)  # a line that only IPython understands
PROVIDED = {*dir(builtins), "display", "get_ipython", "In", "Out", "_"}
NAMED = ("table", "items", "show")  # what has a name and a title of its own
NAME = BilingualText("tên", "name")


@dataclass
class Seen:
    """What the cells before have given: names, parts of the report, indicators, and the titles of tables."""

    codes: Mapping[str, Sequence[str]]
    names: set[str] = field(default_factory=lambda: set(PROVIDED))
    parts: set[str] = field(default_factory=lambda: {"report"})
    values: dict[str, object] = field(default_factory=dict)  # indicators, and what is made of them
    titles: dict[tuple[str, str, str], int] = field(default_factory=dict)
    shown: int = 0  # the first cell that shows a part of the report

    @property
    def indicators(self) -> list[str]:
        """The names of the indicators."""
        return [name for name, value in self.values.items() if isinstance(value, Named)]


@dataclass(frozen=True)
class Named(Viewable):
    """Stands for an indicator, of which nothing but the name is known."""

    name: str
    title = unit = definition = better = ""


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
    calls = [
        (node, name)
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and (name := _method(node, seen))
    ]
    stored = {
        node.id
        for node in ast.walk(module)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    if defined and seen.shown:
        yield _TEXT.late.format(defined[0], seen.shown)
    seen.names |= stored | set(_given(module))
    for name in {*stored, *defined}:
        seen.values.pop(name, None)
    seen.values |= {name: Named(name) for name in defined}
    if any(name not in ("where", "value") for _, name in calls):
        seen.shown = seen.shown or number
    for name, call in _indicators(module):
        titles = {
            word.arg: getattr(word.value, "value", None) for word in call.keywords if word.arg
        }
        yield from _twice("indicator", {"name": name, **titles}, number, seen)
    yield from _unknown_names(module, seen)
    yield from _mistakes(module, seen)
    for call, method in calls:
        yield from _of_call(call, method, number, seen)
    for node in module.body:
        if isinstance(node, ast.Assign):
            targets = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if isinstance(node.value, ast.Call) and _method(node.value, seen) == "where":
                seen.parts |= targets
            elif _is_plain(node.value, seen):
                with contextlib.suppress(Mistake):
                    seen.values |= dict.fromkeys(targets, _value(node.value, seen))


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
    """Names that no cell so far has given."""
    if "*" in seen.names:
        return
    for node in _outside_functions(module):
        if isinstance(node, ast.Name) and node.id not in seen.names:
            known = [name for name in sorted(seen.names - PROVIDED) if name not in seen.indicators]
            yield unknown(NAME, node.id, [*seen.indicators, *known])


# What an expression consists of that can be worked out without executing the cell.
PLAIN = (
    ast.Constant,
    ast.UnaryOp,
    ast.USub,
    ast.List,
    ast.Tuple,
    ast.Name,
    ast.Load,
    ast.Attribute,
    ast.Call,
    ast.keyword,
)


def _is_plain(node: ast.AST, seen: Seen) -> bool:
    """Whether an expression is made of literals, indicators and their views alone: `[tasks, tasks.compared()]`."""
    spanned = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
    return all(
        isinstance(part, PLAIN)
        and (not isinstance(part, ast.Name) or part.id == "spanner" or part.id in seen.values)
        for part in ast.walk(node)
    ) and all(isinstance(it, ast.Attribute) or getattr(it, "id", "") == "spanner" for it in spanned)


def _value(node: ast.expr, seen: Seen) -> object:
    """The value of a plain expression, with a stand-in for each indicator; a `Mistake` where it has none."""
    code = compile(ast.Expression(node), "cell", "eval")
    try:
        return eval(code, {"__builtins__": {}, "spanner": spanner, **seen.values})
    except (AttributeError, TypeError) as error:
        raise error if isinstance(error, Mistake) else Mistake(python_error(error)) from None


def _mistakes(node: ast.AST, seen: Seen) -> Iterator[BilingualText]:
    """What an indicator does not have, and what its views do not take: `tasks.compard()`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(child, ast.Attribute | ast.Call) and _is_plain(child, seen):
            try:
                _value(child, seen)
            except Mistake as mistake:
                yield mistake.message
        else:
            yield from _mistakes(child, seen)


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the cell runs; a function's body runs when it is called."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        yield child
        yield from _outside_functions(child)


def _method(call: ast.Call, seen: Seen) -> str:
    """The name of the report's method that is called, or of that of a part of it; empty for another call."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        return ""
    owner = function.value
    if isinstance(owner, ast.Call):
        return function.attr if _method(owner, seen) == "where" else ""
    return function.attr if isinstance(owner, ast.Name) and owner.id in seen.parts else ""


def _of_call(call: ast.Call, method: str, number: int, seen: Seen) -> Iterator[BilingualText]:
    methods = [name for name in dir(Report) if not name.startswith("_")]
    if method not in methods:
        yield unknown(METHOD, f"report.{method}", [f"report.{name}" for name in methods])
        return
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    if starred or not all(word.arg for word in call.keywords):
        return  # nobody knows what `*columns` and `**more` hold
    words = {word.arg: word.value for word in call.keywords if word.arg}
    given: dict[str, object] = {}
    try:
        takes = inspect.signature(getattr(Report, method))
        bound = bind(takes, None, *call.args, **words)
    except Mistake as mistake:
        yield mistake.message
        return
    for name, node in list(bound.arguments.items())[1:]:
        if isinstance(node, ast.expr) and _is_plain(node, seen):
            with contextlib.suppress(Mistake):  # told by `_mistakes`
                given[name] = _value(node, seen)
    known = Known(
        {name: Named(name) for name in seen.indicators}, seen.codes.get("by", ()), seen.codes
    )
    for name, value in given.items():
        if value is not takes.parameters[name].default:
            try:
                checked(method, {name: value}, known)
            except Mistake as mistake:
                yield mistake.message
    if method in NAMED:
        yield from _twice("table", given, number, seen)


def _twice(
    what: str, given: Mapping[str, object], number: int, seen: Seen
) -> Iterator[BilingualText]:
    """The name or a title that another cell has given already."""
    for key in ("name", "vi", "en"):
        if isinstance(title := given.get(key), str):
            first = seen.titles.setdefault((what, key, title), number)
            if first != number:
                yield _TEXT.twice.format(title, first)
                return
