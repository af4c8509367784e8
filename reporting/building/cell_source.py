"""A cell as Python: what IPython allows on top, the names that it gives and needs, and what is wrong with what is none."""

import ast
import re
import symtable
from collections.abc import Iterator
from typing import NamedTuple

from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

ANY = "*"  # stands for names that nobody can tell
_COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")
_IPYTHON = re.compile(r"^\s*[%!?]|=\s*[%!]|\?\s*$", re.M)  # a line that only IPython understands
_GIVES_ANY = re.compile(r"^\s*(%%|%run\b|%pylab\b|from .+ import \*)", re.M)
# What Python says of code that is none, in its order of trust.
_SAID = {
    "quotes": "invalid character '[“”‘’„«»]'",
    "character": r"invalid (?:non-printable )?character (.+)",
    "comma": "forgot a comma",
    "never_closed": r"'(.)' was never closed",
    "other_bracket": r"closing parenthesis '(.)' does not match opening parenthesis '(.)'",
    "unmatched": r"unmatched '(.)'",
    "string": "unterminated .*string",
    "colon": "expected ':'",
    "block": "expected an indented block",
    "indent": "unexpected indent|unindent does not match",
    "equals": "Maybe you meant '=='",
    "repeated": "keyword argument repeated: (.+)",
    "unnamed": "positional argument follows",
}


class Source(NamedTuple):
    """A cell's code, the names it gives, those it needs when it runs, and those its functions need when they are called."""

    module: ast.Module
    given: set[str]
    needed: set[str]
    later: set[str]


def read(source: str) -> Source:
    """Read a cell, or raise a `SyntaxError`."""
    given = {ANY} if _GIVES_ANY.search(source) else set[str]()
    if source.lstrip().startswith("%%"):
        return Source(ast.Module([], []), given, set(), set())
    code = _python(source)
    module = ast.parse(code)
    defined = {function.name for function, _ in indicators(module)}
    needed, later = set[str](), set[str]()
    scopes = [(symtable.symtable(code, "cell", "exec"), needed)]
    for scope, names in scopes:  # it grows by the scopes inside
        for symbol in filter(symtable.Symbol.is_global, scope.get_symbols()):
            if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
                given.add(symbol.get_name())
            if symbol.is_referenced():
                names.add(symbol.get_name())
        for inner in scope.get_children():
            now = inner.get_type() != "function" or inner.get_name() in {*_COMPREHENSIONS, *defined}
            scopes.append((inner, names if now else later))
    return Source(module, given, needed, later)


def _python(source: str) -> str:
    """A cell's code without what IPython allows on top: `%time x`, `!ls`, `x?`."""
    try:
        ast.parse(source)
    except SyntaxError:
        if not _IPYTHON.search(source):
            raise
    else:
        return source
    # slow to import, and hardly a notebook needs it
    from IPython.core.inputtransformer2 import TransformerManager

    code = source.lstrip()
    blank = source[: len(source) - len(code)].count("\n")  # IPython drops blank lines at the top
    return "\n" * blank + str(TransformerManager().transform_cell(source))


def indicators(module: ast.Module) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    """The functions that are indicators, each with its `@indicator(…)`."""
    for node in module.body:
        for call in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "indicator":
                yield node, call  # type: ignore[misc]


def meant(source: str) -> set[str]:
    """The names that code which is no Python seems to give."""
    return set(re.findall(r"^(?:def +)?(\w+) *[(=]", source, re.M))


def not_python(error: SyntaxError) -> BilingualText:
    """Say on which line a cell is no Python, and what is wrong there as far as Python knows."""
    why = both("" if error.msg == "invalid syntax" else f": {error.msg}")
    for kind, words in _SAID.items():
        if found := re.search(words, error.msg):
            why = both(": {0}").format(_TEXT.group("syntax")[kind].format(*found.groups()))
            break
    return _TEXT.not_python.format(error.lineno, (error.text or "").strip(), why)
