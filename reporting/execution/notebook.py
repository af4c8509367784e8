"""A notebook as a file: reading it, and the parameters it declares."""

import ast
import contextlib
import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import nbformat
from nbformat import NotebookNode
from nbformat.v4.rwbase import rejoin_lines
from pydantic import BaseModel

from reporting.inputs import outside
from reporting.text import BilingualText, InputError, both, texts

_TEXT = texts(__name__)

PARAMETERS_TAG, INJECTED = "parameters", "injected-parameters"
# What a cell's tags say besides its language: that it is for the author alone, that it stands on the first screen,
# that it is not in the report of one unit.
NOT_CIRCULATED = {"note", "setup", PARAMETERS_TAG, INJECTED}
OPENING, WHOLE = "opening", "whole"


class _Cell(BaseModel):
    cell_type: Literal["code", "markdown", "raw"]
    source: str | list[str]
    metadata: dict[str, Any] = {}


class _Notebook(BaseModel):
    """The shape that papermill and the kernel rely on."""

    nbformat: Literal[4]
    cells: list[_Cell]


def read_notebook(source: Path | NotebookNode) -> NotebookNode:
    """Return a notebook as nbformat 4.5 in which every cell has its own id; an `InputError` where it is none."""
    file, cells = name_of(source), dict[str, int]()
    try:
        if isinstance(source, Path) and not source.is_file():
            raise InputError(_TEXT.not_there.format(file=file))
        text = outside.content(source) if isinstance(source, Path) else nbformat.writes(source)
        content = json.loads(text)
        _Notebook.model_validate(content)
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise InputError(_TEXT.not_json.format(file=file, **where)) from None
    except (ValueError, RecursionError):
        raise InputError(_TEXT.not_a_notebook.format(file=file)) from None
    with outside.reading(Path(file.en), _TEXT.not_a_notebook.format(file="{0}")):
        for number, cell in enumerate(content["cells"], start=1):
            # nbformat would give a random id to one that has none, or that of a cell before
            own = cell.setdefault("id", f"cell-{number}")
            if number != (first := cells.setdefault(own, number)):
                raise InputError(_TEXT.same_id.format(file, first, number, own))
            cell.setdefault("metadata", {})
            if cell["cell_type"] == "code":  # tools that write notebooks may leave these out
                cell.update({"outputs": [], "execution_count": None} | cell)
        content.setdefault("metadata", {})
        content["nbformat_minor"] = 5
        return rejoin_lines(nbformat.from_dict(content))


def name_of(source: Path | NotebookNode) -> BilingualText:
    """What messages call a notebook: its file, where it has one."""
    if isinstance(source, Path):
        return both(str(source))
    return BilingualText("Sổ tay", "The notebook")


def tags(cell: NotebookNode) -> set[str]:
    """The tags of a cell."""
    return set(cell.metadata.get("tags", []))


def numbered(cells: Iterable[NotebookNode]) -> Iterator[tuple[int, NotebookNode]]:
    """Cells with their numbers as their author counts; the one that papermill adds has that of the cell before."""
    number = 0
    for cell in cells:
        number += INJECTED not in tags(cell)
        yield number, cell


def notebook_parameters(notebook: NotebookNode, file: BilingualText) -> dict[str, Any]:
    """Return what the first code cell tagged `parameters` assigns; refuse each line that is no `name = literal`."""
    # The injected cell comes after this one: anything derived here would keep its default.
    code = [each.cell_type == "code" and PARAMETERS_TAG in tags(each) for each in notebook.cells]
    if True not in code:
        raise InputError(_TEXT.no_parameters.format(file=file))
    source = notebook.cells[code.index(True)].source

    def refuse(line: int) -> BilingualText:
        written = (source.split("\n")[line - 1 : line] or [""])[0].strip()
        told = {"cell": code.index(True) + 1, "line": line, "code": written}
        return _TEXT.not_literal.format(file=file, **told)

    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise InputError(refuse(getattr(error, "lineno", None) or 1)) from None
    values: dict[str, Any] = {}
    problems = []
    for statement in statements:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                with contextlib.suppress(ValueError, TypeError, RecursionError, MemoryError):
                    values[name] = ast.literal_eval(value)
                    continue
        problems.append(refuse(statement.lineno))
    if problems:
        raise InputError(*problems)
    return values


def check_parameters(notebook: NotebookNode, given: Iterable[str], file: BilingualText) -> None:
    """Raise an `InputError` naming every parameter that the notebook does not declare."""
    known = notebook_parameters(notebook, file)
    named, problems = ", ".join(known) or _TEXT.none, []
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = _TEXT.hint.format(near[0]) if near else ""
            problems.append(_TEXT.unknown.format(file=file, name=name, hint=hint, known=named))
    if problems:
        raise InputError(*problems)
