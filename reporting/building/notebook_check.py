"""What can be seen to be wrong in a notebook before a cell of it is executed: names, codes, titles given twice."""

import ast
import builtins
import contextlib
import inspect
import re
import symtable
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
COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")
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
    def indicators(self) -> dict[str, "Named"]:
        """The indicators by their names."""
        return {name: value for name, value in self.values.items() if isinstance(value, Named)}


@dataclass(frozen=True)
class Named(Viewable):
    """Stands for an indicator, of which nothing but the name and the unit of measure is known."""

    name: str
    unit: str
    title = definition = better = ""


def check_notebook(path: Path, codes: Mapping[str, Sequence[str]] | None = None) -> dict[str, str]:
    """Check that a notebook can be a report, and return the unit of measure of each indicator by its name.

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
            parsed = _parsed(cell.source)
        except SyntaxError as error:
            line = (error.text or "").strip()
            problems.append(_TEXT.cell_line_not_valid.format(path, number, error.lineno, line))
        else:
            found = _of_cell(*parsed, number, seen)
            problems += [_TEXT.at.format(path, number, said) for said in found]
    missing = [name for name in REQUIRED_INDICATORS if name not in seen.indicators]
    if missing and not problems:
        problems.append(_TEXT.lacks_indicators_every_report.format(path, ", ".join(missing)))
    if problems:
        raise InputError(*problems)
    return {name: named.unit for name, named in seen.indicators.items()}


def _parsed(code: str) -> tuple[ast.Module, symtable.SymbolTable]:
    """A cell and its names as Python has them, with what IPython allows on top: `%time x`, `!ls`, `x?`."""
    try:
        module = ast.parse(code)
    except SyntaxError:
        if not IPYTHON.search(code):
            raise
        # slow to import, and hardly a notebook needs it
        from IPython.core.inputtransformer2 import TransformerManager

        above = code[: len(code) - len(code.lstrip())]  # IPython drops blank lines at the top
        code = "\n" * above.count("\n") + TransformerManager().transform_cell(code)
        module = ast.parse(code)
    return module, symtable.symtable(code, "cell", "exec")


def _of_cell(
    module: ast.Module, scope: symtable.SymbolTable, number: int, seen: Seen
) -> Iterator[BilingualText]:
    """What is wrong in one cell; what it gives is added to what was seen."""
    indicators = dict(_indicators(module))
    defined = {
        name: Named(name, str(words.get("unit") or "tasks")) for name, words in indicators.items()
    }
    calls = [
        (node, name)
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and (name := _method(node, seen))
    ]
    if defined and seen.shown:
        yield _TEXT.late.format(next(iter(defined)), seen.shown)
    given, used = _names(module, scope)
    seen.names |= given
    seen.values = {name: value for name, value in seen.values.items() if name not in given}
    seen.values |= defined
    if any(name not in ("where", "value") for _, name in calls):
        seen.shown = seen.shown or number
    for name, words in indicators.items():
        yield from _twice("indicator", {"name": name, **words}, number, seen)
    for name in () if "*" in seen.names else used:
        if name not in seen.names:
            known = sorted(seen.names - PROVIDED - seen.indicators.keys())
            yield unknown(NAME, name, [*seen.indicators, *known])
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


def _indicators(module: ast.Module) -> Iterator[tuple[str, dict[str, object]]]:
    """The indicators that a cell defines, each with its titles and unit of measure as they are written there."""
    for node in (each for each in module.body if isinstance(each, ast.FunctionDef)):
        for call in node.decorator_list:
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "indicator":
                words = [(word.arg, getattr(word.value, "value", None)) for word in call.keywords]
                yield node.name, {name: value for name, value in words if name}


def _names(module: ast.Module, cell: symtable.SymbolTable) -> tuple[set[str], list[str]]:
    """The names that a cell gives, `*` among them where it imports all, and those that it needs when it runs."""
    given = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Global):
            given |= set(node.names)
        elif isinstance(node, ast.alias) and node.name == "*":
            given.add("*")
    given |= {
        each.get_name() for each in cell.get_symbols() if each.is_assigned() or each.is_imported()
    }
    symbols = (each for scope in _run_at_once(cell) for each in scope.get_symbols())
    return given, [each.get_name() for each in symbols if each.is_referenced() and each.is_global()]


def _run_at_once(scope: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """A cell and the comprehensions in it; a function's body runs when it is called."""
    yield scope
    for child in scope.get_children():
        if child.get_name() in COMPREHENSIONS:
            yield from _run_at_once(child)


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
    known = Known(seen.indicators, seen.codes.get("by", ()), seen.codes)
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
