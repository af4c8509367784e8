"""Everything that can be known to be wrong before a cell is executed."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reporting.building import cell_check, new_files
from reporting.building.notebook_check import check_notebook
from reporting.execution.notebook import read_notebook
from reporting.indicators.cube import KEYS
from reporting.indicators.mistakes import INDICATOR, unknown
from reporting.inputs import outside, params
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import PLANS, InputFiles, notebook_of, statement_of, unread
from reporting.registers import plans
from reporting.registers.checked_table import nearest, valid
from reporting.registers.register import noticed
from reporting.report import workspace
from reporting.report.report_inputs import Inputs
from reporting.text import BilingualText, InputError, Quarter, both, gathered, shown, texts, wording
from reporting.text.codes import COUNTS, TOTAL
from reporting.text.yaml_file import YamlFile

_TEXT = texts(__name__)

SHOWN = 3  # names of units, where there are many
LATE = 183  # days from a quarter's end to a cut-off that is plausible
ADD_UP = ("tasks", "points", "persons", "hours")  # units of measure whose figures may be added


class Checked(NamedTuple):
    """The inputs of a report, what was noticed in them that is no mistake, and each indicator's unit of measure."""

    inputs: Inputs
    notes: list[BilingualText]
    indicators: dict[str, str]


def check(folders: Folders, quarter: Quarter) -> BilingualText:
    """Check the params, data and notebook of a quarter, and say what was found; an `InputError` otherwise."""
    inputs, notes, indicators = load(folders, quarter)
    told = quarter, wording.tasks(len(inputs.register.table)), _path(inputs)
    lines = [_TEXT.params_data_and_notebook.format(*told), *_planned(inputs, indicators), *notes]
    return BilingualText.join(lines, "\n  ")


def load(
    folders: Folders, quarter: Quarter, unit: str = TOTAL, found: InputFiles | None = None
) -> Checked:
    """Load a report's inputs after checking its notebook; one `InputError` holds every problem found."""
    problems: list[BilingualText] = []
    inputs, indicators, files = None, dict[str, str](), list[YamlFile]()
    with gathered(problems):
        inputs = workspace.load(folders, quarter, unit, found)
    own, wrong = None, list[BilingualText]()
    with suppress(InputError):  # its problems are among those of the inputs already
        own, wrong = params.read(folders.params, quarter)
        files = [outside.yaml_file(path) for path in params.files(folders.params, quarter)]
    if own and wrong:  # else it is looked for with the inputs
        with gathered(problems):
            statement_of(folders, quarter, own)
    with gathered(problems):
        notebook = notebook_of(folders, quarter, own) if own else folders.notebook
        right = None if wrong else own
        indicators = check_notebook(notebook, codes(inputs) if inputs else None, right)
        for each in own.targets if own else ():
            if each not in indicators:
                place = params.place(files, ("targets", each))
                problems.append(both("{0}{1}").format(place, unknown(INDICATOR, each, indicators)))
        for plan in map((folders.data / str(quarter)).joinpath, PLANS):
            if plan.is_file():
                problems += _unknown_indicators(plan, list(indicators))
    if problems:
        raise InputError(*problems)
    assert inputs is not None
    noted = [*noticed(inputs.register.table, quarter), *_incomplete(inputs)]
    noted += [note.text for note in inputs.register.notes]
    cells = read_notebook(notebook).cells
    notes = [
        *(both("{0}: {1}").format(_path(inputs), each) for each in noted),
        *inputs.units.notes,
        *_without_tile(inputs),
        *new_files.unrevised(folders, quarter),
        *_implausible(inputs, files, indicators),
        *(_TEXT.own_file.format(notebook, *each) for each in cell_check.own_files(cells)),
    ]
    if others := [shown(it) for it in unread(inputs.files) if it.name not in str(cells)]:
        notes.append(_TEXT.unread.format(", ".join(others)))  # what a cell names, it may read
    return Checked(inputs, notes, indicators)


def codes(inputs: Inputs) -> dict[str, Sequence[str]]:
    """The codes that cells may name: unit groups, units and sources."""
    layout = inputs.layout(inputs.quarter)
    units = [str(code) for code in layout.units["code"]]
    return {"unit_group": layout.groups, "unit": units, "source": layout.sources}


def _implausible(
    inputs: Inputs, files: list[YamlFile], indicators: Mapping[str, str]
) -> Iterator[BilingualText]:
    """Notice a cut-off long after its quarter, a comparison without data, and targets that no share or count reaches."""
    own = inputs.params
    if own.as_of and (own.as_of - inputs.quarter.last_day).days > LATE:
        yield _TEXT.late.format(params.place(files, ("as_of",)), own.as_of, inputs.quarter)
    tasks, last = inputs.tables[inputs.quarter], pd.Timestamp(inputs.quarter.last_day)
    if later := int((tasks["assigned_on"] > last).sum()):
        yield _TEXT.later.format(wording.number(later), wording.quarter(inputs.quarter))
    if own.compare_with and own.compared not in inputs.tables:
        yield _TEXT.no_data.format(params.place(files, ("compare_with",)), own.compared)
    if inputs.quarter.quarters > 1:
        of_quarter = params.load(inputs.files.folders.params, inputs.quarter.last).targets
        if left := [name for name in COUNTS if name in of_quarter and name not in own.targets]:
            theirs = [file for file in files if file.path.stem != str(inputs.quarter)]
            place = params.place(theirs, ("targets",))
            yield _TEXT.of_the_quarter.format(place, ", ".join(left), inputs.quarter)
    for name, target in own.targets.items():
        most = {"%": 100, "tasks": math.inf}.get(indicators.get(name, ""))
        if (most and not 0 <= target <= most) or (most == 100 and 0.5 < target < 1):
            expected = _TEXT.share if most == 100 else _TEXT.count
            yield expected.format(params.place(files, ("targets", name)), f"{target:g}")


def _without_tile(inputs: Inputs) -> Iterator[BilingualText]:
    """Notice units that the map does not show although it has others of their group, and tiles of units that are gone."""
    tiles, units = inputs.tiles, inputs.history.units
    if tiles is None:
        return
    last_day = inputs.quarter.last_day
    there = units[valid(units, last_day, last_day)]
    placed = there.index.isin(tiles["unit"])
    bare = there[~placed & there["group"].isin(there.loc[placed, "group"])]
    listed = inputs.units.table.drop_duplicates("code", keep="last").set_index("code")
    gone = listed.loc[sorted(set(tiles["unit"]) - set(there.index))]
    for text, found in ((_TEXT.no_tile, bare), (_TEXT.no_unit, gone)):
        if len(found):
            first = found[["short_vi", "short_en"]].head(wording.SHOWN).itertuples()
            names = [BilingualText(f"{vi} ({code})", f"{en} ({code})") for code, vi, en in first]
            names += [both("…")] * (len(found) > wording.SHOWN)
            yield text.format(inputs.files.tiles, wording.day(last_day), BilingualText.join(names))


def _path(inputs: Inputs) -> str:
    """Where the tasks come from, as messages call it; the notes of a period's registers name each themselves."""
    return ", ".join(shown(inputs.files.registers[each]) for each in inputs.quarter.parts)


def _incomplete(inputs: Inputs) -> Iterator[BilingualText]:
    """Notice what is missing beside the comparison quarter, or the last one where that is not there."""
    now = inputs.tables[inputs.quarter]
    loaded = (inputs.params.compared, inputs.quarter.shift(-1))
    before = next((quarter for quarter in loaded if quarter in inputs.tables), None)
    if before is None:
        return
    then, called = inputs.tables[before], wording.quarter(before)
    if 2 * len(now) < len(then):
        yield _TEXT.fewer.format(wording.tasks(len(now)), called, wording.tasks(len(then)))
    # a unit that was founded or merged in the quarter may well have no tasks
    gone = set(then["unit"].unique()) - set(now["unit"].unique())
    units, first, last = inputs.history.units, inputs.quarter.first_day, inputs.quarter.last_day
    throughout = valid(units, first, first) & valid(units, last, last)
    silent = units.loc[throughout & units.index.isin(gone), ["name_vi", "name_en"]]
    if count := len(silent):
        names = (", ".join(silent[name][:SHOWN]) + ", …" * (count > SHOWN) for name in silent)
        text = _TEXT.silent_unit if count == 1 else _TEXT.silent
        yield text.format(wording.number(count), called, BilingualText(*names))


def _planned(inputs: Inputs, indicators: Mapping[str, str]) -> Iterator[BilingualText]:
    """Say what a plan file holds; `indicators` are those of the notebook, each with its unit of measure."""
    if inputs.quarter not in inputs.plans:
        return
    planned = inputs.plans[inputs.quarter]
    listed = planned[planned["week"].isna()]
    known = listed.dropna(subset="plan")
    with_plan = set(planned.dropna(subset="plan")["indicator"])
    unplanned = [name for name in indicators if name not in with_plan]
    names = (", ".join(each) or "–" for each in (known["indicator"].unique(), unplanned))
    path = inputs.files.plans[inputs.quarter]
    yield _TEXT.planned.format(path, wording.number(len(known)), *names)
    if blank := len(listed) - len(known):
        yield _TEXT.blank.format(wording.number(blank))
    shown = set(inputs.layout(inputs.quarter).units["code"]) | {TOTAL}
    for row, unit in known.loc[~known["unit"].isin(shown), ["row", "unit"]].itertuples(index=False):
        yield _TEXT.not_shown.format(row, unit, inputs.quarter)
    counted = planned["indicator"].map(indicators.get).isin(ADD_UP)
    yield from _weeks(inputs, planned[counted].dropna(subset="week"))
    cells = known.set_index(["indicator", *KEYS])["plan"]
    for name, own in cells.groupby(level="indicator", sort=False):
        if indicators[str(name)] in ADD_UP:
            yield from _sums(inputs, own.droplevel("indicator"), str(name))
        if name in COUNTS and (parts := own[own % 1 != 0]).size:
            yield _TEXT.no_whole.format(name, wording.number(float(parts.iloc[0]), 2))
        if indicators[str(name)] == "%" and (small := own[(own > 0) & (own < 1)]).size:
            yield _TEXT.part_of_one.format(name, wording.number(float(small.iloc[0]), 2))


def _weeks(inputs: Inputs, planned: pd.DataFrame) -> Iterator[BilingualText]:
    """Notice plans by week that do not add up to the quarter's, or far more than there are: added up already, it seems."""
    for (name, *cell), plan in planned.groupby(["indicator", *KEYS], sort=False)["plan"]:
        there, total = inputs.tables[inputs.quarter], float(plan.sum())
        for column, code in zip(KEYS, cell, strict=True):
            there = there if code == TOTAL else there[there[column] == code]
        called = ", ".join(dict.fromkeys(str(it) for it in (name, *cell) if it != TOTAL))
        whole = inputs.plans_of(inputs.quarter).get((str(name), *map(str, cell)), math.nan)
        figures = [wording.number(it, 0 if it.is_integer() else 2) for it in (total, whole)]
        if total > 1.5 * len(there):
            yield _TEXT.weeks_add_up.format(called, figures[0], wording.tasks(len(there)))
        if abs(total - whole) > 1e-9 * whole and plan.notna().all():  # else more is to come
            yield _TEXT.weeks_differ.format(called, *figures)


def _unknown_indicators(path: Path, known: Sequence[str]) -> Iterator[BilingualText]:
    """Say which indicators of a plan file the notebook has not; a file without headings has told so already."""
    try:
        file = plans.rows(path)
    except InputError:
        return
    named = file.cells["indicator"]
    unknown = ~named.isin(["", *known]) & ~named.duplicated()
    expected = (lambda at: nearest(named[at], known)), ", ".join(known)
    file.wrong("indicator", unknown, _TEXT.unknown, *expected)
    yield from file.told()


def _sums(inputs: Inputs, planned: pd.Series, name: str) -> Iterator[BilingualText]:
    """Where a cell and all its parts are planned, and the parts give another sum."""
    units = inputs.layout(inputs.quarter).units
    wholes = {TOTAL: [(group, TOTAL, TOTAL) for group in units["group"].unique()]}
    for group, codes in units.groupby("group", sort=False)["code"]:
        wholes[str(group)] = [(group, code, TOTAL) for code in codes]
    for whole, parts in wholes.items():
        total = float(planned.get((whole, TOTAL, TOTAL), math.nan))
        added = float(planned.reindex(parts).sum(skipna=False))
        if abs(total - added) > 1e-9 * max(abs(total), 1):
            figures = (wording.number(it, 0 if it.is_integer() else 2) for it in (total, added))
            yield _TEXT.differs.format(name, inputs.params.group_name(whole), *figures)
