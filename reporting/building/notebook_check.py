"""What can be seen to be wrong in a notebook before a cell of it is executed: names, codes, titles given twice."""

import ast
import builtins
import contextlib
import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from reporting.building import cell_check
from reporting.execution.notebook import check_parameters, name_of, read_notebook
from reporting.indicators import views
from reporting.indicators.mistakes import METHOD, NAME, Mistake, bind, python_error, unknown
from reporting.indicators.views import Viewable, spanner
from reporting.inputs.params import Params
from reporting.report.arguments import Known, checked
from reporting.report.report import Report
from reporting.text.bilingual import BilingualText, texts
from reporting.text.codes import LANGUAGES, REQUIRED_INDICATORS
from reporting.text.errors import InputError

_TEXT = texts(__name__)

PARAMETERS = ("quarter", "unit", "language")
PROVIDED = {*dir(builtins), "display", "get_ipython", "In", "Out", "_"}
NAMED = ("table", "items", "show")  # what has a name and a title of its own


@dataclass
class Seen:
    """What the cells before have given: names, parts of the report, indicators, and the titles of tables."""

    codes: Mapping[str, Sequence[str]]  # groups, units, sources
    params: Params | None
    names: set[str] = field(default_factory=lambda: set(PROVIDED))
    parts: set[str] = field(default_factory=lambda: {"report"})
    values: dict[str, object] = field(default_factory=dict)  # indicators, and what is made of them
    titles: dict[tuple[str, str, str], int] = field(default_factory=dict)
    shown: int = 0  # the first cell that shows a part of the report
    later: list[tuple[int, set[str]]] = field(default_factory=list)  # names in functions, by cell

    @property
    def indicators(self) -> dict[str, "Named"]:
        """The indicators by name."""
        return {name: each for name, each in self.values.items() if isinstance(each, Named)}


@dataclass(frozen=True)
class Named(Viewable):
    """Stands for an indicator, of which nothing but its name and unit of measure is known."""

    name: str
    unit: str
    title = definition = better = ""
    is_share = property(lambda self: self.unit == "%")
    is_amount = property(lambda self: self.unit != "%")  # as far as its unit says


def check_notebook(
    path: Path, codes: Mapping[str, Sequence[str]] | None = None, params: Params | None = None
) -> dict[str, str]:
    """Check a notebook as far as codes and params are known, and return its indicators with their units of measure."""
    notebook = read_notebook(path)
    check_parameters(notebook, PARAMETERS, name_of(path))
    seen = Seen(codes or {}, params)
    told = [*cell_check.check_headings(notebook.cells, params.languages if params else LANGUAGES)]
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            told += ((number, said) for said in _of_cell(cell.source, number, seen))
    for number, names in seen.later:
        told += ((number, said) for said in _unknown_names(names, seen))
    problems = [_TEXT.at.format(path, *each) for each in sorted(told, key=itemgetter(0))]
    missing = [name for name in REQUIRED_INDICATORS if name not in seen.indicators]
    if missing and not problems:
        problems.append(_TEXT.lacks_indicators_every_report.format(path, ", ".join(missing)))
    if problems:
        raise InputError(*problems)
    return {name: each.unit for name, each in seen.indicators.items()}


def _of_cell(source: str, number: int, seen: Seen) -> Iterator[BilingualText]:
    """What is wrong in one cell; what it gives is added to what was seen."""
    try:
        module, given, needed, later = cell_check.read(source)
    except SyntaxError as error:
        yield cell_check.not_python(error)
        seen.names |= {*re.findall(r"^(?:def +)?(\w+) *[(=]", source, re.M)}  # it seems to give
        return
    yield from map(_TEXT.gives_any.format, cell_check.gives_any(module))
    defined = list(cell_check.indicators(module))
    called = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    calls = [(node, name) for node in called if (name := _method(node, seen))]
    if defined and seen.shown:
        yield _TEXT.late.format(defined[0][0].name, seen.shown)
    seen.names |= given
    seen.later.append((number, later))
    for name in given:
        seen.values.pop(name, None)
    if any(name not in ("where", "value") for _, name in calls):
        seen.shown = seen.shown or number
    for function, call in defined:
        values = _plain({word.arg: word.value for word in call.keywords if word.arg}, seen)
        yield from _twice("indicator", {"name": function.name, **values}, number, seen)
        seen.values[function.name] = Named(function.name, str(values.get("unit", "tasks")))
        if seen.params:
            yield from cell_check.check_indicator(function, call, values, seen.params)
    if seen.params:
        yield from cell_check.unknown_in_tasks(module, seen.params)
    yield from _unknown_names(needed, seen)
    yield from _mistakes(module, seen)
    for call, method in calls:
        yield from _of_call(call, method, number, seen)
    names_in = [each for each in ast.walk(module) if isinstance(each, ast.Name)]
    used = {each.id for each in names_in if isinstance(each.ctx, ast.Load)}
    for node in module.body:
        match node:
            case ast.Expr(ast.Call(func=ast.Name("indicator"))):
                yield _TEXT.no_at
            case ast.ImportFrom("reporting", imported) if "each" in [it.name for it in imported]:
                seen.values["each"] = views.each
            case ast.Assign(targets, value):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                made = _method(value, seen) if isinstance(value, ast.Call) else ""
                if made == "where":
                    seen.parts.update(names)
                elif made not in ("", "value") and not used & {*names}:
                    yield _TEXT.not_shown.format(made, ", ".join(names))
                else:
                    seen.values |= _plain(dict.fromkeys(names, value), seen)


def _unknown_names(names: set[str], seen: Seen) -> Iterator[BilingualText]:
    """Names that no cell so far has given."""
    if cell_check.ANY in seen.names:
        return
    for name in sorted(names - seen.names):
        known = [name for name in sorted(seen.names - PROVIDED) if name not in seen.indicators]
        yield unknown(NAME, name, [*seen.indicators, *known])


# What an expression consists of that can be worked out without executing the cell.
PLAIN = (
    ast.Constant, ast.UnaryOp, ast.USub, ast.BinOp, ast.Mult, ast.Dict, ast.List, ast.Tuple,
    ast.Name, ast.Load, ast.Attribute, ast.Call, ast.keyword, ast.JoinedStr, ast.FormattedValue,
)  # fmt: skip


def _value(node: object, seen: Seen) -> object:
    """The value of an expression of literals, indicators and their views alone, `...` of another; a `Mistake` for none."""
    parts = list(ast.walk(node)) if isinstance(node, ast.expr) else [None]
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    called = [part.func for part in parts if isinstance(part, ast.Call)]
    sure = all(getattr(f, "id", "") == "spanner" or isinstance(f, ast.Attribute) for f in called)
    alone = all(isinstance(part, PLAIN) for part in parts) and names <= {"spanner", *seen.values}
    if not (alone and sure):
        return ...
    code = compile(ast.Expression(node), "cell", "eval")  # type: ignore[arg-type]
    try:
        return eval(code, {"__builtins__": {}, "spanner": spanner, **seen.values})
    except (ArithmeticError, AttributeError, MemoryError, TypeError, ValueError) as error:
        raise Mistake(python_error(error)) from None


def _mistakes(node: ast.AST, seen: Seen) -> Iterator[BilingualText]:
    """What an indicator does not have, and what its views do not take: `tasks.compard()`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        looked_at = isinstance(child, ast.Attribute | ast.Call | ast.JoinedStr)
        try:
            if not looked_at or _value(child, seen) is ...:
                yield from _mistakes(child, seen)
        except Mistake as mistake:
            yield mistake.message


def _plain(written: Mapping[str, object], seen: Seen) -> dict[str, object]:
    """The values of those expressions that have one."""
    values: dict[str, object] = {}
    for name, node in written.items():
        with contextlib.suppress(Mistake):  # told by `_mistakes`
            values[name] = _value(node, seen)
    return {name: value for name, value in values.items() if value is not ...}


def _method(call: ast.Call, seen: Seen) -> str:
    """The name of the report's method that is called, or of that of a part of it; empty for another call."""
    match call.func:
        case ast.Attribute(ast.Call() as part, name):
            return name if _method(part, seen) == "where" else ""
        case ast.Attribute(ast.Name(part), name):
            return name if part in seen.parts else ""
    return ""


def _of_call(call: ast.Call, method: str, number: int, seen: Seen) -> Iterator[BilingualText]:
    methods = [name for name in dir(Report) if not name.startswith("_")]
    if method not in methods:
        yield unknown(METHOD, f"report.{method}", [f"report.{name}" for name in methods])
        return
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    if starred or not all(word.arg for word in call.keywords):
        return  # nobody knows what `*columns` and `**more` hold
    words = {word.arg: word.value for word in call.keywords if word.arg}
    try:
        takes = inspect.signature(getattr(Report, method))
        bound = bind(takes, None, *call.args, **words)
    except Mistake as mistake:
        yield mistake.message
        return
    given = _plain(dict(list(bound.arguments.items())[1:]), seen)
    columns = seen.params.columns if seen.params else None
    unsure = () if columns is not None else ("by", "columns")  # the params may keep any
    usual = {name: each.default for name, each in takes.parameters.items()}
    chosen = {k: v for k, v in given.items() if v is not usual[k] and k not in unsure}
    known = Known(seen.indicators, [*(columns or ())], seen.codes)
    refused: dict[BilingualText, None] = {}
    halves = {name: chosen.pop(name) for name in LANGUAGES if name in chosen}
    alone = [{name: value} for name, value in chosen.items()]
    for each in (halves, *alone, halves | chosen):  # by themselves, and together
        try:
            checked(method, each, known)
        except Mistake as mistake:
            refused[mistake.message] = None
    yield from refused
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
