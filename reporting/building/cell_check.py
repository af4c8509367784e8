"""Cells before they are executed: as Python, the indicators they declare, the columns they name; headings and tags."""

import ast
import re
import symtable
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from typing import Any

import pandas as pd
from nbformat import NotebookNode

from reporting.execution.notebook import INJECTED, NOT_CIRCULATED, OPENING, WHOLE, numbered, tags
from reporting.indicators import mistakes
from reporting.indicators.basis import Period
from reporting.indicators.indicator import PARAMETERS, declared
from reporting.indicators.registry import STANDARD
from reporting.inputs.params import Params
from reporting.text import LANGUAGES, BilingualText, both, texts

_TEXT = texts(__name__)

ANY = "*"  # stands for names that nobody can tell
_IPYTHON = re.compile(r"^\s*[%!?]|=\s*[%!]|\?\s*$", re.M)  # a line that only IPython understands
_CELL_MAGIC = re.compile(r"\s*%%(\w+)(.*)")
# What an argument of `@indicator` counts as that only the cell itself can work out.
_ANY: Mapping[str, Any] = {"vi": "…", "en": "…", "unit": "tasks", "better": None, "example": ({}, None)}  # fmt: skip
# What reads a file, called by itself or behind a point.
_READS = re.compile(
    "open|urlopen|loadtxt|genfromtxt|"
    "read_(?:csv|excel|fwf|table|json|html|xml|parquet|feather|orc|hdf|pickle|stata|sas|spss|text|bytes)"
)
_PERIOD = [each.name for each in fields(Period)]
# The last is papermill's: the cell is expected to fail.
KNOWN_TAGS = (*LANGUAGES, WHOLE, OPENING, *sorted(NOT_CIRCULATED - {INJECTED}), "raises-exception")
_HEADING = re.compile(r"^ {0,3}(##(?!#).*|#{3,6}[^#\s].*)$", re.M)

Told = tuple[int, BilingualText]
Codes = Mapping[str, Sequence[str]]  # by the column that holds them, if any


def read(source: str) -> tuple[ast.Module, set[str], set[str], set[str]]:
    """A cell's code, the names it gives, those it needs, and those its functions need once called; or a `SyntaxError`."""
    given = set[str]()
    if magic := _CELL_MAGIC.match(source):
        given |= {*re.findall(r"\w+", magic[2])}  # `%%capture kept`, `%%bash --out listed`
        if magic[1] not in ("capture", "prun", "time", "timeit"):  # below these is Python
            return ast.Module([], []), given, set(), set()
        source = source.replace("%%", "#", 1)
    code = _python(source)
    module = ast.parse(code)
    given |= {ANY} if any(gives_any(module)) else set()
    defined = {function.name for function, _ in indicators(module)}
    needed, later = set[str](), set[str]()
    code = ast.unparse(_Generators().visit(ast.parse(code)))
    scopes = [(symtable.symtable(code, "cell", "exec"), needed)]
    for scope, names in scopes:  # it grows by the scopes inside
        for symbol in filter(symtable.Symbol.is_global, scope.get_symbols()):
            if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
                given.add(symbol.get_name())
            if symbol.is_referenced():
                names.add(symbol.get_name())
        for inner in scope.get_children():
            now = inner.get_type() != "function" or inner.get_name() in {"genexpr", *defined}
            scopes.append((inner, names if now else later))
    return module, given, needed, later


class _Generators(ast.NodeTransformer):
    """Makes generators of comprehensions: since Python 3.12 the names of these belong to the scope around them."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        match super().generic_visit(node):
            case ast.ListComp(elt, loops) | ast.SetComp(elt, loops):
                return ast.GeneratorExp(elt, loops)
            case ast.DictComp(key, value, loops):
                return ast.GeneratorExp(ast.Tuple([key, value]), loops)
            case other:
                return other


def own_files(cells: Sequence[NotebookNode]) -> Iterator[tuple[int, str]]:
    """What reads a file by itself, of which the report knows nothing, and the number of its cell."""
    for number, cell in enumerate(cells, 1):
        readable = cell.cell_type == "code" and _READS.search(cell.source)
        for node in ast.walk(read(cell.source)[0]) if readable else ():
            match node:
                case ast.Call(args=[ast.Call(), *_]):  # pd.read_csv(StringIO("…"))
                    continue
                case ast.Call(ast.Name(name) | ast.Attribute(attr=name)) if _READS.fullmatch(name):
                    yield number, name


def _python(source: str) -> str:
    """A cell's code without what IPython allows on top: `%time x`, `!ls`, `x?`."""
    with suppress(SyntaxError):
        ast.parse(source)
        return source
    if not _IPYTHON.search(source):
        return source
    from IPython.core.inputtransformer2 import TransformerManager  # slow, and hardly ever needed

    # what a line below `%time` gives, it gives the notebook
    source = re.sub(r"^(\s*)%time ", r"\1", source, flags=re.M)
    blank = source[: len(source) - len(source.lstrip())].count("\n")  # IPython drops it
    return "\n" * blank + str(TransformerManager().transform_cell(source))


def gives_any(module: ast.Module) -> Iterator[str]:
    """What gives names that nobody knows before it is executed, as it is written."""
    for node in ast.walk(module):
        match node:
            case ast.ImportFrom(names=[ast.alias("*")]):
                yield ast.unparse(node)
            case ast.Call(
                ast.Attribute(attr="run_line_magic"),
                [ast.Constant("run" | "pylab" as magic), ast.Constant(str() as rest)],
            ):
                yield f"%{magic} {rest}".strip()


def indicators(module: ast.Module) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    """The functions that are indicators, each with its `@indicator(…)`."""
    for node in module.body:
        for call in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "indicator":
                yield node, call  # type: ignore[misc]


def not_python(error: SyntaxError) -> BilingualText:
    """Say on which line a cell is no Python, and what is wrong there as far as Python knows."""
    why = both("" if error.msg == "invalid syntax" else f": {error.msg}")
    for words, text in _TEXT.group("syntax").items():  # in Python's words, in their order of trust
        if found := re.search(words, error.msg):
            why = both(": {0}").format(text.format(*found.groups()))
            break
    return _TEXT.not_python.format(error.lineno, (error.text or "").strip(), why)


def check_indicator(
    node: ast.FunctionDef, call: ast.Call, given: Mapping[str, Any], params: Params, columns: Codes
) -> Iterator[BilingualText]:
    """What is wrong with an indicator; `given` are the arguments of its `@indicator` that are written out."""
    words = [word.arg for word in call.keywords if word.arg]
    sure = words if len(words) == len(call.keywords) else _ANY  # nobody knows what `**more` holds
    arguments: dict[str, Any] = {key: given.get(key, _ANY[key]) for key in sure if key in _ANY}
    # in its place a function of the same name, parameters and definition that does nothing
    in_order = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
    needed = in_order[: len(in_order) - len(node.args.defaults)]
    takes = ", ".join(name for name in in_order if name in (*needed, *PARAMETERS))
    bare: dict[str, Any] = {}
    exec(f"def {node.name}({takes}): {ast.get_docstring(node)!r}", bare)
    try:
        declared(bare[node.name], params, STANDARD | params.units_of_measure, **arguments)
    except mistakes.IndicatorError as error:
        yield error.message
    except (AttributeError, TypeError) as error:  # a title that is no text
        yield mistakes.IndicatorError(node.name, mistakes.python_error(error)).message
    names = [each for each in ast.walk(node) if isinstance(each, ast.Name)]
    stored = {each.id for each in names if isinstance(each.ctx, ast.Store)}
    asked = {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)} - stored
    wrong = [mistakes.unknown(mistakes.ARGUMENT, word, _ANY) for word in words if word not in _ANY]
    for each in (*wrong, *unknown_in_tasks(node, columns, asked & {*PARAMETERS})):
        yield mistakes.IndicatorError(node.name, each).message


def unknown_in_tasks(
    node: ast.AST, columns: Codes, asked: Collection[str] = ("report.tasks", "report.year_ago")
) -> Iterator[BilingualText]:
    """Columns and codes that tables of tasks do not have, and parts of `period`, where those are among what a function asked for."""
    tables = {*asked} - {"period"}
    coded = {f"{table}[{name!r}]": of for name, of in columns.items() for table in tables}
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
                    yield mistakes.unknown(mistakes.PART, name, _PERIOD)
            case ast.Compare(column, [ast.Eq() | ast.NotEq()], [value]) | ast.Call(
                ast.Attribute(column, "isin"), [value]
            ):
                of = coded.get(ast.unparse(column), ())
                for code in getattr(value, "elts", [value]) if of else ():
                    named = getattr(code, "value", None)
                    if isinstance(named, str) and named not in of and "@" not in named:
                        yield mistakes.unknown(mistakes.CODE, named, of)
    for name in read:
        if name not in columns and name not in written:
            yield mistakes.unknown(mistakes.COLUMN, name, columns)


def check_headings(cells: Sequence[NotebookNode], languages: Sequence[str]) -> Iterator[Told]:
    """What is wrong with tags and headings, each with the number of its cell."""
    shown = [(number, cell) for number, cell in numbered(cells) if not tags(cell) & NOT_CIRCULATED]
    for number, cell in numbered(cells):
        for tag in sorted(tags(cell) - {INJECTED, *KNOWN_TAGS}):
            yield number, _TEXT.tag.format(tag, ", ".join(KNOWN_TAGS))
    for number, cell in shown:
        for found in _HEADING.finditer(cell.source if cell.cell_type == "markdown" else ""):
            if found.start() or not cell.source.startswith("## "):
                yield number, _TEXT.heading.format(found[1].strip())
    in_units = [(number, cell) for number, cell in shown if WHOLE not in tags(cell)]
    yield from dict.fromkeys([*_alone(shown, languages), *_alone(in_units, languages)])


def _alone(cells: Sequence[tuple[int, NotebookNode]], languages: Sequence[str]) -> Iterator[Told]:
    """The headings below which something stands that all pages show, where only some of the pages have one."""
    last = dict.fromkeys(languages, 0)  # the cell of the heading since there was such a thing
    for number, cell in cells:
        of = tags(cell) & {*LANGUAGES} or {*languages}
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            last |= dict.fromkeys(of & {*languages}, number)
        elif of >= {*languages}:
            lacking = ", ".join(language for language, heading in last.items() if not heading)
            for language, heading in last.items():
                if heading and lacking:
                    yield heading, _TEXT.alone.format(language, lacking)
            last = dict.fromkeys(languages, 0)
