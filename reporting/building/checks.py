"""Everything that can be known to be wrong before a cell is executed."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from reporting.building import new_quarter, plan_check
from reporting.building.notebook_check import check_notebook
from reporting.inputs import outside, params
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import PLANS
from reporting.registers.register import noticed
from reporting.report import workspace
from reporting.report.workspace import Inputs
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both, shown
from reporting.text.catalogue import texts
from reporting.text.codes import COUNTS, TOTAL
from reporting.text.errors import InputError, gathered
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

SHOWN = 3  # names of units, where there are many


class Checked(NamedTuple):
    """The inputs of a report, what was noticed in them that is no mistake, and each indicator's unit of measure."""

    inputs: Inputs
    notes: list[BilingualText]
    indicators: dict[str, str]


def check(folders: Folders, quarter: Quarter) -> BilingualText:
    """Check the params, data and notebook of a quarter, and say what was found; an `InputError` otherwise."""
    inputs, notes, indicators = load(folders, quarter)
    said = _TEXT.params_data_and_notebook.format(
        quarter, wording.tasks(len(inputs.register.table)), _path(inputs)
    )
    lines = [said, *plan_check.lines(inputs, indicators), *notes]
    return BilingualText.join(lines, "\n  ")


def load(folders: Folders, quarter: Quarter, unit: str = TOTAL) -> Checked:
    """Load a report's inputs after checking its notebook; one `InputError` holds every problem found."""
    problems: list[BilingualText] = []
    inputs, indicators = None, dict[str, str]()
    with gathered(problems):
        inputs = workspace.load(folders, quarter, unit)
    try:
        own = inputs.params if inputs else params.load(folders.params, quarter)
    except InputError:
        own = None  # its problems are among those of the inputs already
    try:
        notebook = folders.with_notebook(own.notebook if own else None).notebook
        indicators = check_notebook(notebook, codes(inputs) if inputs else None, own)
    except InputError as error:
        problems += error.problems
    else:
        if own:
            problems += [
                _TEXT.key_targets_there_is.format(
                    folders.params / f"{own.quarter}.yaml", target, ", ".join(indicators)
                )
                for target in own.targets
                if target not in indicators
            ]
        for plan in map((folders.data / str(quarter)).joinpath, PLANS):
            if plan.is_file():
                problems += plan_check.unknown_indicators(plan, list(indicators))
    if problems:
        raise InputError(*problems)
    assert inputs is not None
    return Checked(inputs, _notes(inputs, folders, indicators), indicators)


def codes(inputs: Inputs) -> dict[str, Sequence[str]]:
    """The codes that cells may name: unit groups, units, sources, and the columns that params keep."""
    layout = inputs.layout(inputs.quarter)
    return {
        "unit_group": layout.groups,
        "unit": [str(code) for code in layout.units["code"]],
        "source": list(inputs.params.sources),
        "by": list(inputs.params.columns),
    }


def _notes(inputs: Inputs, folders: Folders, indicators: Mapping[str, str]) -> list[BilingualText]:
    """What is to be said of a quarter's register and params that is no mistake, each with the file's name."""
    register = inputs.register
    found = [
        *noticed(register.table, inputs.quarter),
        *_incomplete(inputs),
        *(note.text for note in register.notes),
    ]
    return [
        *(both("{0}: {1}").format(_path(inputs), each) for each in found),
        *inputs.units.notes,
        *_without_tile(inputs),
        *new_quarter.unrevised(folders, inputs.quarter),
        *_implausible(inputs, folders, indicators),
    ]


def _implausible(
    inputs: Inputs, folders: Folders, indicators: Mapping[str, str]
) -> Iterator[BilingualText]:
    """Notice a cut-off more than a year after its quarter, and targets that no share or count reaches."""
    own = inputs.params
    files = [outside.yaml_file(path) for path in params.files(folders.params, inputs.quarter)]
    if own.as_of and (own.as_of - inputs.quarter.last_day).days > 366:
        yield _TEXT.late.format(params.place(files, ("as_of",)), own.as_of, inputs.quarter)
    if inputs.quarter.quarters > 1:
        of_quarter = params.load(folders.params, inputs.quarter.last).targets
        if left := [name for name in COUNTS if name in of_quarter and name not in own.targets]:
            yield _TEXT.of_the_quarter.format(files[-1].path, ", ".join(left), inputs.quarter)
    for name, target in own.targets.items():
        most = {"%": 100, "tasks": math.inf}.get(indicators.get(name, ""))
        if most and not 0 <= target <= most:
            expected = _TEXT.share if most == 100 else _TEXT.count
            yield expected.format(params.place(files, ("targets", name)), f"{target:g}")


def _without_tile(inputs: Inputs) -> Iterator[BilingualText]:
    """Notice units that the map does not show although it has others of their group, and tiles of units that are gone."""
    tiles, units = inputs.tiles, inputs.history.units
    if tiles is None:
        return
    last = pd.Timestamp(inputs.quarter.last_day)
    there = units[~_outside(units, last, last)]
    placed = there.index.isin(tiles["unit"])
    groups = there.loc[placed, "group"].unique()
    lists = (
        (_TEXT.no_tile, there[~placed & there["group"].isin(groups)]),
        (_TEXT.no_unit, units.loc[sorted(set(tiles["unit"]) - set(there.index))]),
    )
    for text, found in lists:
        if len(found):
            first = found.head(wording.SHOWN)
            names = [
                BilingualText(f"{vi} ({code})", f"{en} ({code})")
                for code, vi, en in first[["short_vi", "short_en"]].itertuples()
            ]
            names += [both("…")] * (len(found) > len(first))
            day = wording.day(inputs.quarter.last_day)
            yield text.format(inputs.files.tiles, day, BilingualText.join(names))


def _path(inputs: Inputs) -> str:
    """Where the tasks come from, as messages call it; the notes of a period's registers name each themselves."""
    return ", ".join(shown(inputs.files.registers[each]) for each in inputs.quarter.parts)


def _incomplete(inputs: Inputs) -> Iterator[BilingualText]:
    """Notice what is missing beside the compared quarter, or the last one where that is not there."""
    now = inputs.tables[inputs.quarter]
    loaded = (inputs.params.compared, inputs.quarter.shift(-1))
    before = next((quarter for quarter in loaded if quarter in inputs.tables), None)
    if before is None:
        return
    then, called = inputs.tables[before], wording.quarter(before)
    if 2 * len(now) < len(then):
        yield _TEXT.fewer.format(wording.tasks(len(now)), called, wording.tasks(len(then)))
    # a unit that was founded or merged in the quarter may well have no tasks
    units, gone = inputs.history.units, set(then["unit"].unique()) - set(now["unit"].unique())
    first, last = pd.Timestamp(inputs.quarter.first_day), pd.Timestamp(inputs.quarter.last_day)
    silent = units[units.index.isin(gone) & ~_outside(units, first, last)]
    if count := len(silent):
        shown = silent[["name_vi", "name_en"]].head(SHOWN)
        names = (", ".join(shown[column]) + ", …" * (count > SHOWN) for column in shown)
        text = _TEXT.silent_unit if count == 1 else _TEXT.silent
        yield text.format(wording.number(count), called, BilingualText(*names))


def _outside(units: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> "pd.Series[bool]":
    """Which units begin after a first day, or end before a last one."""
    return (units["valid_from"] > first) | (units["valid_to"] < last)
