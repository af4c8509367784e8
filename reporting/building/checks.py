"""Everything that can be known to be wrong before a cell is executed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from reporting.building import completeness, new_quarter, noticed, plan_check
from reporting.execution.notebook import check_parameters, name_of, read_notebook
from reporting.inputs import params
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import PLANS
from reporting.registers import plans
from reporting.registers.register import Register
from reporting.report import workspace
from reporting.report.workspace import Inputs
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import REQUIRED_INDICATORS, TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

SHOWING = {
    "headline",
    "finding",
    "each_source",
    "table",
    "chart",
    "bars",
    "items",
    "show",
    "finish",
}
PARAMETERS = ("quarter", "unit", "language")
IPYTHON = re.compile(r"^\s*[%!?]|=\s*[%!]|\?\s*$", re.M)  # a line that only IPython understands


def check(folders: Folders, quarter: Quarter) -> BilingualText:
    """Check the params, data and notebook of a quarter, and say what was found; an `InputError` otherwise."""
    inputs = load(folders, quarter)
    said = BilingualText(
        "{0}: tham số, dữ liệu và sổ tay đều đúng; {1} trong {2}.",
        "{0}: params, data and notebook are right; {1} in {2}.",
    ).format(quarter, wording.tasks(len(inputs.register.table)), inputs.register.path)
    units = units_of_indicators(folders.with_notebook(inputs.params.notebook).notebook)
    lines = [said, *plan_check.lines(inputs, units), *_notes(inputs, folders)]
    return BilingualText(
        "\n  ".join(line.vi for line in lines), "\n  ".join(line.en for line in lines)
    )


def load(folders: Folders, quarter: Quarter, unit: str = TOTAL) -> Inputs:
    """Load a report's inputs after checking its notebook; one `InputError` holds every problem found."""
    problems: list[BilingualText] = []
    inputs = None
    try:
        inputs = workspace.load(folders, quarter, unit)
    except InputError as error:
        problems += error.problems
    try:
        own = inputs.params if inputs else params.load(folders.params, quarter)
    except InputError:
        own = None  # its problems are among those of the inputs already
    try:
        names = check_notebook(folders.with_notebook(own.notebook if own else None).notebook)
    except InputError as error:
        problems += error.problems
    else:
        if own:
            problems += _targets(own, names, folders)
        for plan in map((folders.data / str(quarter)).joinpath, PLANS):
            if plan.is_file():
                problems += plans.unknown_indicators(plan, names)
    if problems:
        raise InputError(*problems)
    assert inputs is not None
    noticed.keep(_notes(inputs, folders))
    return inputs


def _notes(inputs: Inputs, folders: Folders) -> list[BilingualText]:
    """What is to be said of a quarter's register and params that is no mistake, each with the file's name."""
    register = inputs.register
    found = [
        *_of_another_quarter(register, inputs.quarter),
        *completeness.notes(inputs),
        *(note.text for note in register.notes),
    ]
    named = BilingualText("{0}: {1}", "{0}: {1}")
    return [
        *(named.format(register.path.as_posix(), each) for each in found),
        *new_quarter.unrevised(folders, inputs.quarter),
    ]


def _of_another_quarter(register: Register, quarter: Quarter) -> Iterator[BilingualText]:
    """Notice where most tasks have nothing to do with the quarter: last quarter's file in its folder, say."""
    assigned, due = register.table["assigned_on"], register.table["due_on"]
    first, last = pd.Timestamp(quarter.first_day), pd.Timestamp(quarter.last_day)
    belong = assigned.between(first, last) | ((assigned <= last) & (due >= first))
    own = int(belong.sum())
    if 2 * own >= len(belong):
        return
    counts = (assigned.dt.year * 4 + assigned.dt.quarter - 1).value_counts()
    most = Quarter(0, 1).shift(int(counts.idxmax()))
    share = (
        BilingualText("Không có công việc nào trong {0}", "None of {0}")
        if not own
        else BilingualText("Chỉ {1} trong {0}", "Only {1} of {0}")
    )
    yield (_FEW if most == quarter else _OF_ANOTHER).format(
        share.format(wording.tasks(len(belong)), wording.number(own)),
        wording.quarter(quarter),
        wording.quarter(most),
        wording.number(int(counts.max())),
    )


def check_notebook(path: Path) -> list[str]:
    """Check that a notebook can be a report, and return the names of its indicators."""
    notebook = read_notebook(path)
    check_parameters(notebook, PARAMETERS, name_of(path))
    problems: list[BilingualText] = []
    names: list[str] = []
    shown = 0  # the first cell that shows a part of the report
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code" or cell.source.lstrip().startswith("%%"):
            continue
        try:
            module = _parsed(cell.source)
        except SyntaxError as error:
            problems.append(
                BilingualText(
                    "{0}, ô {1}, dòng {2}: không phải là mã Python đúng: “{3}”.",
                    "{0}, cell {1}, line {2}: not valid Python: “{3}”.",
                ).format(path, number, error.lineno, (error.text or "").strip())
            )
            continue
        defined = [name for name, _ in _indicators(module)]
        names += defined
        if defined and shown:
            problems.append(_LATE.format(path, number, defined[0], shown))
        shown = shown or (number if _shows(module) else 0)
    missing = [name for name in REQUIRED_INDICATORS if name not in names]
    if missing and not problems:
        problems.append(
            BilingualText(
                "{0}: thiếu các chỉ tiêu bắt buộc: {1}.",
                "{0}: lacks indicators that every report has: {1}.",
            ).format(path, ", ".join(missing))
        )
    if problems:
        raise InputError(*problems)
    return names


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


def _indicators(module: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in module.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for call in node.decorator_list:
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "indicator":
                yield node.name, call


def _shows(module: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr in SHOWING) == ("report", True)
        for node in ast.walk(module)
    )


_FEW = BilingualText(
    "{0} được giao, thực hiện hoặc đến hạn trong {1}.",
    "{0} were assigned, under way or due in {1}.",
)
_OF_ANOTHER = BilingualText(
    "{0} được giao, thực hiện hoặc đến hạn trong {1}; nhiều nhất là được giao trong {2} ({3} công việc). "
    "Có phải đây là tệp của {2}?",
    "{0} were assigned, under way or due in {1}; the most, {3}, were assigned in {2}. "
    "Is this the file of {2}?",
)
_LATE = BilingualText(
    "{0}, ô {1}: chỉ tiêu “{2}” đứng sau ô {3}, nơi báo cáo đã dùng các chỉ tiêu; hãy chuyển ô này lên cạnh "
    "các chỉ tiêu khác.",
    "{0}, cell {1}: the indicator “{2}” comes after cell {3}, where the report already uses the indicators; "
    "move the cell up to the other indicators.",
)


def _targets(own: params.Params, names: list[str], folders: Folders) -> Iterator[BilingualText]:
    for target in own.targets:
        if target not in names:
            yield BilingualText(
                "{0}, khóa “targets”: không có chỉ tiêu “{1}”; sổ tay có: {2}.",
                "{0}, key “targets”: there is no indicator “{1}”; the notebook has: {2}.",
            ).format(folders.params / f"{own.quarter}.yaml", target, ", ".join(names))
