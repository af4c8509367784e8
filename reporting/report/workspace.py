"""What one report needs from its files; each register is loaded once a process."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TypeVar

import pandas as pd

from reporting import statement
from reporting.indicators import diff
from reporting.indicators.cube import KEYS, Layout
from reporting.inputs import params
from reporting.inputs.folders import ROOT, Folders
from reporting.inputs.input_files import TREND_QUARTERS, InputFiles, input_files
from reporting.inputs.office import Reading
from reporting.registers import merge, plans, register_cache, tasks, tiles_file, units
from reporting.registers.recast import Recast
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

__all__ = ["ROOT", "TREND_QUARTERS", "Folders", "Inputs", "every_unit", "load"]

T = TypeVar("T")


@dataclass(frozen=True)
class Inputs:
    """What a report holds: its params, and per quarter the tasks with their status as of the cut-off.

    `statements` and `published` are what was published of the quarter and of the compared one: the printed
    figures, checked against each other, and the values of the report; `plans` the rows of the quarter's plan file,
    `tiles` the tiles of the quarter's last day.
    """

    files: InputFiles
    units: units.Units
    tables: dict[Quarter, pd.DataFrame]
    register: tasks.Register
    plans: pd.DataFrame
    unit: str = TOTAL
    statements: Mapping[Quarter, statement.Result] = field(default_factory=dict)
    published: Mapping[Quarter, diff.Values] = field(default_factory=dict)
    tiles: pd.DataFrame | None = None
    _of_units: dict[tuple[Quarter, str], pd.DataFrame] = field(default_factory=dict, init=False)
    _layouts: dict[tuple[Quarter, str], Layout] = field(default_factory=dict, init=False)

    @property
    def params(self) -> params.Params:
        """The quarter's params."""
        return self.files.params

    @property
    def quarter(self) -> Quarter:
        """The quarter reported on."""
        return self.params.quarter

    @property
    def history(self) -> Recast:
        """The units as of the quarter's last day, and what those before them have become."""
        return self.units.on(self.quarter.last_day)

    def made_of(self, quarter: Quarter) -> Mapping[str, list[int]]:
        """The rows of `units.csv` that the units of this report were in a quarter."""
        return self.history.made_of(quarter.first_day, quarter.last_day)

    @cached_property
    def put_together(self) -> Mapping[str, list[int]]:
        """The units whose compared figures are of other units than themselves, with their rows then."""
        compared = self.params.compared
        if compared not in self.tables:
            return {}
        return self.history.put_together(compared.first_day, compared.last_day)

    def tasks(self, quarter: Quarter, unit: str = TOTAL) -> pd.DataFrame | None:
        """A quarter's tasks, of one unit or of all; None where there is no register, or the unit was not there.

        Each task counts for the unit that its own has become by the report's quarter.
        """
        table = self.tables.get(quarter)
        if table is None or unit == TOTAL:
            return table
        if (quarter, unit) not in self._of_units:
            own = table[table["unit"] == unit].reset_index(drop=True)
            self._of_units[quarter, unit] = own
        own = self._of_units[quarter, unit]
        there = len(own) or quarter == self.quarter or unit in self.made_of(quarter)
        return own if there else None

    def layout(self, quarter: Quarter, unit: str = TOTAL) -> Layout:
        """The units shown for a quarter, as they are now: those that existed in it, and any other with tasks."""
        if (quarter, unit) not in self._layouts:
            self._layouts[quarter, unit] = self._layout(quarter, unit)
        return self._layouts[quarter, unit]

    def plan_of_cells(self) -> pd.DataFrame:
        """The plans of the report's cells: columns `indicator`, `unit_group`, `unit`, `source`, `plan`.

        A total without a plan of its own has the target of params; a unit's report has the plan of the unit.
        """
        columns = ["indicator", *KEYS, "plan"]
        found = self.plans.loc[self.plans["week"].isna(), columns].dropna(subset="plan")
        if self.unit != TOTAL:
            own = found[found["unit"] == self.unit]
            return pd.concat(
                [own, own.assign(**dict.fromkeys(KEYS, TOTAL)), own.assign(unit=TOTAL)]
            )
        targets = self.params.targets
        totals = {
            "indicator": targets.keys(),
            **dict.fromkeys(KEYS, TOTAL),
            "plan": targets.values(),
        }
        return pd.concat([found, pd.DataFrame(totals)]).drop_duplicates(["indicator", *KEYS])

    def _layout(self, quarter: Quarter, unit: str) -> Layout:
        chosen = set(self.made_of(quarter))
        table = self.tables.get(quarter)
        if table is not None:
            chosen |= set(table["unit"].unique())
        if unit != TOTAL:
            chosen &= {unit}
        named = self.history.units
        shown = named.loc[named.index.isin(chosen), ["group"]].rename_axis("code").reset_index()
        groups = self.params.in_order(list(dict.fromkeys(shown["group"])))
        return Layout(shown, groups, list(self.params.sources))


def load(folders: Folders, quarter: Quarter, unit: str = TOTAL) -> Inputs:
    """Load what one report needs; an `InputError` holds every problem of every file."""
    found = input_files(folders, quarter)
    known = units_of(found.units, found.params.own_groups)
    history = known.on(quarter.last_day)
    if unit != TOTAL:
        _check_unit(found.units, known, history, unit)
    problems: list[BilingualText] = []
    tables: dict[Quarter, pd.DataFrame] = {}
    own: list[tasks.Register] = []
    for each, path in found.registers.items():
        try:
            modified, reading = (_modified(path), _modified(found.units)), found.readings[each]
            register = _register(path, found.units, folders.cache, modified, reading)
        except InputError as error:
            problems += error.problems
            continue
        until = found.cut_offs[each]
        tables[each] = _as_of(path, found.units, folders.cache, modified, reading, until, history)
        if each in quarter.parts:
            notes = (*register.notes, *_not_yet(register.table, until))
            own.append(replace(register, notes=notes))
    planned = _read_all(
        found.plans, partial(plans.read, units=known, office=found.params), problems
    )
    statements = _read_all(found.statements, _statement, problems)
    published = _read_all(found.published, diff.read, problems)
    tiles = None
    if found.tiles:
        try:
            tiles = tiles_file.on(tiles_file.read(found.tiles, known.table), quarter.last_day)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)
    to_date = [] if found.like_for_like else [quarter.until(quarter.number)]
    for period in {quarter, found.params.compared, *to_date}:
        if period.quarters > 1 and all(each in tables for each in period.parts):
            tables[period] = merge.merged([tables[each] for each in period.parts])
    register = _of_period(sorted(own, key=_age), tables[quarter]) if len(own) > 1 else own[0]
    return Inputs(
        found,
        known,
        tables,
        register,
        planned.get(quarter, plans.NONE),
        unit,
        statements,
        published,
        tiles,
    )


def _age(register: tasks.Register) -> str:
    return register.path.parent.name


def _of_period(registers: Sequence[tasks.Register], table: pd.DataFrame) -> tasks.Register:
    """What is said of the registers of a period: each note with the file it is about."""
    named = BilingualText("{0}/{1}: {2}", "{0}/{1}: {2}")
    notes = (
        replace(note, text=named.format(_age(each), each.path.name, note.text))
        for each in registers
        for note in each.notes
    )
    return tasks.Register(
        table=table,
        path=registers[-1].path,
        sheet=None,
        dated=any(each.dated for each in registers),
        reported=any(each.reported for each in registers),
        notes=tuple(notes),
    )


def _read_all(
    paths: Mapping[Quarter, Path], read: Callable[[Path], T], problems: list[BilingualText]
) -> dict[Quarter, T]:
    """Read a file for each quarter, and gather what is wrong with any of them."""
    found = {}
    for quarter, path in paths.items():
        try:
            found[quarter] = read(path)
        except InputError as error:
            problems += error.problems
    return found


def _check_unit(path: Path, known: units.Units, history: Recast, unit: str) -> None:
    """Refuse a unit that is none, or that another one has taken over by the quarter."""
    if unit in history.units.index:
        return
    rows = known.table[known.table["code"] == unit].index
    if not len(rows):
        meant = known.meant(unit)
        raise InputError((_TEXT.other_unit if meant else _TEXT.no_unit).format(path, unit, meant))
    now = history.became[rows[-1]]
    name = BilingualText(*history.units.loc[now, ["name_vi", "name_en"]])
    raise InputError(_TEXT.taken_over.format(path, unit, now, name, known.validity(unit)))


def _not_yet(table: pd.DataFrame, cut_off: date) -> Iterator[tasks.Note]:
    """Notice tasks that are not counted because they were assigned after the cut-off."""
    if later := int((table["assigned_on"] > pd.Timestamp(cut_off)).sum()):
        text = _TEXT.not_yet.format(wording.number(later), wording.day(cut_off))
        yield tasks.Note("assigned_after_cut_off", later, text)


def every_unit(inputs: Inputs) -> Iterator[str]:
    """The units with tasks in the quarter, in the order of `units.csv`."""
    present = set(inputs.tables[inputs.quarter]["unit"].unique())
    known = inputs.history.units
    return (code for code in known.index if code in present and known.at[code, "code"] == code)


# What is read is kept: processes that are forked for the reports of a batch find it there.


def _modified(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def units_of(path: Path, groups: tuple[str, ...] = ()) -> units.Units:
    """The units of a `units.csv`, read once for each state of the file; `groups`: see `units.load`."""
    return _units(path, _modified(path), groups)


@lru_cache(maxsize=2)
def _units(path: Path, _modified: int, groups: tuple[str, ...]) -> units.Units:
    return units.load(path, groups)


def _statement(path: Path) -> statement.Result:
    return _checked(path, _modified(path))


@lru_cache(maxsize=16)
def _checked(path: Path, _modified: int) -> statement.Result:
    return statement.check(statement.read(path))


@lru_cache(maxsize=16)
def _register(
    path: Path, units_path: Path, cache: Path, _modified: tuple[int, int], reading: Reading
) -> tasks.Register:
    return register_cache.cached_load(path, units_path, cache, reading)


@lru_cache(maxsize=16)
def _as_of(
    path: Path,
    units_path: Path,
    cache: Path,
    modified: tuple[int, int],
    reading: Reading,
    cut_off: date,
    history: Recast,
) -> pd.DataFrame:
    register = _register(path, units_path, cache, modified, reading)
    return history.tasks(tasks.as_of(register, cut_off))
