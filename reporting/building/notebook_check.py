"""What can be seen to be wrong in a notebook before a cell of it is executed: names, codes, titles given twice."""

import ast
import builtins
import inspect
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from nbformat import NotebookNode

from reporting.building import cell_check
from reporting.building.cell_check import Codes
from reporting.building.cell_values import Named, mistakes, plain
from reporting.execution.notebook import (
    NOT_CIRCULATED,
    check_parameters,
    name_of,
    read_notebook,
    tags,
)
from reporting.indicators import views
from reporting.indicators.basis import codes as codes_of
from reporting.indicators.mistakes import METHOD, NAME, Mistake, bind, unknown
from reporting.inputs.params import Params
from reporting.report.arguments import Known, checked
from reporting.report.report import Part, Report
from reporting.text import BilingualText, InputError, texts
from reporting.text.codes import LANGUAGES, REQUIRED_INDICATORS, TASK_COLUMNS, TOTAL

_TEXT = texts(__name__)

PARAMETERS = ("quarter", "unit", "language")
PROVIDED = {*dir(builtins), "display", "get_ipython", "In", "Out", "_"}
NAMED = ("table", "items", "show")  # what has a name and a title of its own
Narrowed = tuple[type[Part], Codes]  # a part of the report: its class, and the codes left in it
SILENT = ("where", "value")  # what shows nothing
ATTRIBUTES = ("params", "quarter", "compared", "unit", "language")  # of a report


@dataclass
class Seen:
    """What the cells before have given: names, parts of the report, indicators, and the titles of tables."""

    codes: Codes  # of the columns of tasks, as far as they are known
    params: Params | None
    names: set[str] = field(default_factory=lambda: set(PROVIDED))
    parts: dict[str, Narrowed] = field(default_factory=lambda: {"report": (Report, {})})
    values: dict[str, object] = field(default_factory=dict)  # indicators, and what is made of them
    titles: dict[tuple[str, str, str], int] = field(default_factory=dict)
    number: int = 0  # of the cell that is looked at
    shown: int = 0  # the first cell that shows a part of the report
    later: list[tuple[int, set[str]]] = field(default_factory=list)  # names in functions, by cell

    @property
    def indicators(self) -> dict[str, Named]:
        """The indicators by name."""
        return {name: each for name, each in self.values.items() if isinstance(each, Named)}


def check_notebook(
    path: Path, codes: Codes | None = None, params: Params | None = None
) -> dict[str, str]:
    """Check a notebook as far as codes and params are known, and return its indicators with their units of measure."""
    notebook = read_notebook(path)
    check_parameters(notebook, PARAMETERS, name_of(path))
    columns = dict.fromkeys((*TASK_COLUMNS, *params.columns), ()) if params else {}
    seen = Seen({**columns, **(codes or {}), **(codes_of(params) if params else {})}, params)
    told = [*cell_check.check_headings(notebook.cells, params.languages if params else LANGUAGES)]
    for seen.number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            told += dict.fromkeys((seen.number, said) for said in _of_cell(cell.source, seen))
            told += ((seen.number, said) for said in _hidden(cell, seen))
    for number, names in seen.later:
        told += ((number, said) for said in _unknown_names(names, seen))
    problems = [_TEXT.at.format(path, *each) for each in sorted(told, key=itemgetter(0))]
    missing = [name for name in REQUIRED_INDICATORS if name not in seen.indicators]
    if missing and not problems:
        problems.append(_TEXT.lacks_indicators_every_report.format(path, ", ".join(missing)))
    if problems:
        raise InputError(*problems)
    return {name: each.unit for name, each in seen.indicators.items()}


def _of_cell(source: str, seen: Seen) -> Iterator[BilingualText]:
    """What is wrong in one cell; what it gives is added to what was seen."""
    try:
        module, given, needed, later = cell_check.read(source)
    except SyntaxError as error:
        yield cell_check.not_python(error)
        seen.names |= {*re.findall(r"^(?:def +)?(\w+) *[(=]", source, re.M)}  # it seems to give
        return
    yield from map(_TEXT.gives_any.format, cell_check.gives_any(module))
    defined = list(cell_check.indicators(module))
    if defined and seen.shown:
        yield _TEXT.late.format(defined[0][0].name, seen.shown)
    own = {name for name, each in seen.indicators.items() if each.name == name}
    taken = given & own - {function.name for function, _ in defined}
    yield from map(_TEXT.writes_over.format, sorted(taken))
    seen.names |= given
    seen.later.append((seen.number, later))
    for name in given:
        seen.values.pop(name, None)
        seen.parts.pop(name if name != "report" else "", None)
    for function, call in defined:
        values = plain({word.arg: word.value for word in call.keywords if word.arg}, seen.values)
        yield from _twice("indicator", {"name": function.name, **values}, seen)
        better = values.get("better", any(word.arg == "better" for word in call.keywords))
        seen.values[function.name] = Named(function.name, str(values.get("unit", "tasks")), better)
        if seen.params:
            yield from cell_check.check_indicator(function, call, values, seen.params, seen.codes)
    if seen.params:
        yield from cell_check.unknown_in_tasks(module, seen.codes)
    yield from _unknown_names(needed, seen)
    yield from mistakes(module, seen.values)
    uses = Counter((it.id, type(it.ctx)) for it in ast.walk(module) if isinstance(it, ast.Name))
    for node in module.body:
        yield from _of_parts(node, seen)
        match node:
            case ast.Expr(ast.Call(func=ast.Name("indicator"))):
                yield _TEXT.no_at
            case ast.ImportFrom("reporting", imported) if "each" in [it.name for it in imported]:
                seen.values["each"] = views.each
            case ast.Assign(targets, ast.Call(ast.Attribute(whole, made))) if (
                _part(whole, seen) and made not in SILENT
            ):
                names = [*map(ast.unparse, targets)]
                if not any(uses[name, ast.Load] for name in names):
                    yield _TEXT.not_shown.format(made, ", ".join(names))
            case ast.Assign(targets, value):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                if part := _part(value, seen):
                    seen.parts |= dict.fromkeys(names, part)
                once = [name for name in names if uses[name, ast.Store] == 1]
                seen.values |= plain(dict.fromkeys(once, value), seen.values)


def _hidden(cell: NotebookNode, seen: Seen) -> Iterator[BilingualText]:
    """What a cell does not show of the report, as its last sign is a semicolon: then IPython shows nothing of it."""
    passed = (tokenize.COMMENT, tokenize.NEWLINE, tokenize.NL, tokenize.DEDENT, tokenize.ENDMARKER)
    with suppress(SyntaxError, tokenize.TokenError):
        signs = tokenize.generate_tokens(io.StringIO(cell.source).readline)
        last = [each.string for each in signs if each.type not in passed][-1:]
        nodes = ast.walk(ast.parse(cell.source))
        for node in nodes if last == [";"] and not tags(cell) & NOT_CIRCULATED else ():
            match node:
                case ast.Expr(ast.Call(ast.Attribute(whole, made))) if _part(whole, seen):
                    if made not in (*SILENT, "finish"):
                        yield _TEXT.semicolon.format(made)
                        return


def _unknown_names(names: set[str], seen: Seen) -> Iterator[BilingualText]:
    """Names that no cell so far has given."""
    if cell_check.ANY in seen.names:
        return
    for name in sorted(names - seen.names):
        known = [name for name in sorted(seen.names - PROVIDED) if name not in seen.indicators]
        yield unknown(NAME, name, [*seen.indicators, *known])


def _part(node: ast.AST, seen: Seen) -> Narrowed | None:
    """Which part of the report an expression is; None for anything else."""
    match node:
        case ast.Name(name):
            return seen.parts.get(name)
        case ast.Call(ast.Attribute(whole, "where")) if part := _part(whole, seen):
            given = plain({word.arg: word.value for word in node.keywords if word.arg}, seen.values)
            left = {name: [str(code)] for name, code in given.items() if code != TOTAL}
            return Part, {**part[1], **left}
    return None


def _of_parts(statement: ast.stmt, seen: Seen) -> Iterator[BilingualText]:
    """What is wrong in what a statement asks of the report and its parts."""
    for node in ast.walk(statement):
        match node:
            case ast.Attribute(whole, name) if part := _part(whole, seen):
                names = [each for each in (*dir(part[0]), *ATTRIBUTES) if each[0] != "_"]
                if name not in names and name[0] != "_":
                    yield unknown(METHOD, f"report.{name}", [f"report.{each}" for each in names])
            case ast.Call(ast.Attribute(whole, name)) if part := _part(whole, seen):
                if hasattr(Report, name):
                    seen.shown = seen.shown or seen.number * (name not in SILENT)
                    yield from _of_call(node, name, {**seen.codes, **part[1]}, seen)


def _of_call(call: ast.Call, method: str, codes: Codes, seen: Seen) -> Iterator[BilingualText]:
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
    _, *others = bound.arguments.items()  # but for the report itself
    whole = {k: ast.List([*v], ast.Load()) if isinstance(v, tuple) else v for k, v in others}
    if isinstance(pairs := whole.get("headings"), dict):
        whole["headings"] = ast.Dict([*map(ast.Constant, pairs)], [*pairs.values()])
    given = plain(whole, seen.values)
    unsure = () if seen.params else ("by", "columns")  # the params may keep any
    usual = {name: each.default for name, each in takes.parameters.items()}
    chosen = {k: v for k, v in given.items() if v is not usual[k] and k not in unsure}
    known = Known(seen.indicators, seen.params, codes)
    halves = {name: chosen.pop(name) for name in LANGUAGES if name in chosen}
    alone = [{name: value} for name, value in chosen.items()]
    for each in (halves, *alone, halves | chosen):  # by themselves, and together
        try:
            checked(method, each, known)
        except Mistake as mistake:
            yield mistake.message
    if method in NAMED:
        yield from _twice("table", given, seen)


def _twice(what: str, given: Mapping[str, object], seen: Seen) -> Iterator[BilingualText]:
    """The name or a title that another cell has given already."""
    for key in ("name", "vi", "en"):
        if isinstance(title := given.get(key), str):
            first = seen.titles.setdefault((what, key, title), seen.number)
            if first != seen.number:
                yield _TEXT.twice.format(title, first)
                return
