"""Everything that can be known to be wrong before a cell is executed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pandas as pd

from reporting.building import completeness, new_quarter, plan_check
from reporting.building.notebook_check import check_notebook, units_of_indicators
from reporting.inputs import noticed, params
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import PLANS
from reporting.inputs.yaml_file import YamlFile
from reporting.registers.register import Register
from reporting.report import workspace
from reporting.report.workspace import Inputs
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter


def check(folders: Folders, quarter: Quarter) -> BilingualText:
    """Check the params, data and notebook of a quarter, and say what was found; an `InputError` otherwise."""
    inputs = load(folders, quarter)
    said = BilingualText(
        "{0}: tham số, dữ liệu và sổ tay đều đúng; {1} trong {2}.",
        "{0}: params, data and notebook are right; {1} in {2}.",
    ).format(quarter, wording.tasks(len(inputs.register.table)), _path(inputs))
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
        notebook = folders.with_notebook(own.notebook if own else None).notebook
        names = check_notebook(notebook, codes(inputs) if inputs else None)
    except InputError as error:
        problems += error.problems
    else:
        if own:
            problems += _targets(own, names, folders)
        for plan in map((folders.data / str(quarter)).joinpath, PLANS):
            if plan.is_file():
                problems += plan_check.unknown_indicators(plan, names)
    if problems:
        raise InputError(*problems)
    assert inputs is not None
    noticed.keep(_notes(inputs, folders))
    return inputs


def codes(inputs: Inputs) -> dict[str, Sequence[str]]:
    """The codes that cells may name: unit groups, units, sources, and the columns that params keep."""
    layout = inputs.layout(inputs.quarter)
    return {
        "unit_group": layout.groups,
        "unit": [str(code) for code in layout.units["code"]],
        "source": list(inputs.params.sources),
        "by": list(inputs.params.columns),
    }


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
        *(named.format(_path(inputs), each) for each in found),
        *inputs.units.notes,
        *_without_tile(inputs),
        *new_quarter.unrevised(folders, inputs.quarter),
        *_implausible(inputs, folders),
    ]


def _implausible(inputs: Inputs, folders: Folders) -> Iterator[BilingualText]:
    """Notice a cut-off more than a year after its quarter, and targets that no share or count reaches."""
    own = inputs.params
    files = [YamlFile(path) for path in params.files(folders.params, inputs.quarter)]
    if own.as_of and (own.as_of - inputs.quarter.last_day).days > 366:
        yield _LATE.format(params.place(files, ("as_of",)), own.as_of, inputs.quarter)
    units = units_of_indicators(folders.with_notebook(own.notebook).notebook) if own.targets else {}
    for name, target in own.targets.items():
        most = {"%": 100, "tasks": math.inf}.get(units.get(name, ""))
        if most and not 0 <= target <= most:
            expected = _SHARE if most == 100 else _COUNT
            yield expected.format(params.place(files, ("targets", name)), f"{target:g}")


def _without_tile(inputs: Inputs) -> Iterator[BilingualText]:
    """Notice units that the map does not show although it has others of their group, and tiles of units that are gone."""
    tiles, units = inputs.tiles, inputs.history.units
    if tiles is None:
        return
    last = pd.Timestamp(inputs.quarter.last_day)
    there = units[~((units["valid_from"] > last) | (units["valid_to"] < last))]
    placed = there.index.isin(tiles["unit"])
    groups = there.loc[placed, "group"].unique()
    lists = (
        (_NO_TILE, there[~placed & there["group"].isin(groups)]),
        (_NO_UNIT, units.loc[sorted(set(tiles["unit"]) - set(there.index))]),
    )
    for text, found in lists:
        if len(found):
            names = map(BilingualText, found["short_vi"], found["short_en"])
            named = [
                BilingualText("{0} ({1})", "{0} ({1})").format(*each)
                for each in zip(names, found.index, strict=True)
            ]
            day = wording.day(inputs.quarter.last_day)
            yield text.format(inputs.files.tiles, day, wording.series(named))


def _path(inputs: Inputs) -> str:
    """Where the tasks come from, as messages call it; the notes of a period's registers name each themselves."""
    if inputs.quarter.quarters > 1:
        return inputs.files.own_data
    return inputs.register.path.as_posix()


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


_NO_TILE = BilingualText(
    "{0}: vào ngày {1} chưa có ô cho {2}; các đơn vị này không có trên bản đồ.",
    "{0}: no tile on {1} for {2}; the map does not show these units.",
)
_NO_UNIT = BilingualText(
    "{0}: vào ngày {1} có ô của đơn vị không còn, hoặc chưa có: {2}; xem valid_from, valid_to.",
    "{0}: has tiles on {1} of units that do not exist then: {2}; see valid_from and valid_to.",
)
_LATE = BilingualText(
    "{0}ngày chốt số liệu {1} sau {2} hơn một năm; thường là ngày cuối quý hoặc ít ngày sau đó, có phải gõ nhầm năm?",
    "{0}the cut-off date {1} is more than a year after {2}; expected its last day or soon after. Is the year mistyped?",
)
_SHARE = BilingualText(
    "{0}mục tiêu {1} khó đúng với chỉ tiêu tính bằng %; thường từ 0 đến 100, có phải gõ nhầm?",
    "{0}a target of {1} is unlikely for an indicator in %; expected 0 to 100. Is it mistyped?",
)
_COUNT = BilingualText(
    "{0}mục tiêu {1} không thể là số công việc; cần số từ 0 trở lên, có phải gõ nhầm?",
    "{0}a target of {1} cannot be a number of tasks; expected 0 or more. Is it mistyped?",
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


def _targets(own: params.Params, names: list[str], folders: Folders) -> Iterator[BilingualText]:
    for target in own.targets:
        if target not in names:
            yield BilingualText(
                "{0}, khóa “targets”: không có chỉ tiêu “{1}”; sổ tay có: {2}.",
                "{0}, key “targets”: there is no indicator “{1}”; the notebook has: {2}.",
            ).format(folders.params / f"{own.quarter}.yaml", target, ", ".join(names))
