"""What one report needs from its files; each register is loaded once a process."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import pandas as pd

from reporting import statement
from reporting.indicators import diff
from reporting.indicators.cube import KEYS, Layout
from reporting.inputs import params
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import InputFiles, input_files
from reporting.registers import merge, own_quarter, plans, tasks, tiles_file, units
from reporting.registers.recast import Recast
from reporting.report import readers
from reporting.report.readers import checked_statement, units_of
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

__all__ = ["Inputs", "every_unit", "load", "units_of"]

T = TypeVar("T")


@dataclass(frozen=True)
class Inputs:
    """What a report holds: its params, and per quarter the tasks with their status as of the cut-off.

    `statements` and `published` are what was published of the quarter and of the compared one: the printed
    figures, checked against each other, and the values of the report; `plans` the rows of each quarter's plan file,
    `tiles` the tiles of the quarter's last day. `as_reported` are the quarters cut off before their last day whose
    files have statuses without dates: they stand as they were exported, whatever the day.
    """

    files: InputFiles
    units: units.Units
    tables: dict[Quarter, pd.DataFrame]
    register: tasks.Register
    plans: Mapping[Quarter, pd.DataFrame]
    unit: str = TOTAL
    statements: Mapping[Quarter, statement.Result] = field(default_factory=dict)
    published: Mapping[Quarter, diff.Values] = field(default_factory=dict)
    tiles: pd.DataFrame | None = None
    as_reported: tuple[Quarter, ...] = ()
    _of_units: dict[tuple[Quarter, str], pd.DataFrame] = field(default_factory=dict, init=False)
    _layouts: dict[tuple[Quarter, str], Layout] = field(default_factory=dict, init=False)
    _plans: dict[Quarter, dict[tuple[str, ...], float]] = field(default_factory=dict, init=False)

    @cached_property
    def regrouped(self) -> set[str]:
        """The groups that units have left or joined since the compared quarter."""
        compared = self.params.compared
        return self.history.regrouped(compared.first_day, compared.last_day)

    @property
    def params(self) -> params.Params:
        """The quarter's params."""
        return self.files.params

    @property
    def quarter(self) -> Quarter:
        """The quarter reported on."""
        return self.params.quarter

    @cached_property
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
            self._of_units[quarter, unit] = table[table["unit"] == unit].reset_index(drop=True)
        own = self._of_units[quarter, unit]
        there = len(own) or quarter == self.quarter or unit in self.made_of(quarter)
        return own if there else None

    def layout(self, quarter: Quarter, unit: str = TOTAL) -> Layout:
        """The units shown for a quarter, as they are now: those that existed in it, and any other with tasks."""
        if (quarter, unit) not in self._layouts:
            self._layouts[quarter, unit] = self._layout(quarter, unit)
        return self._layouts[quarter, unit]

    def plan_of_cells(self, quarter: Quarter | None = None) -> pd.DataFrame:
        """The plans of a quarter's cells, of the report's own or another: columns as `indicators.csv` names cells, `plan`.

        A total without a plan of its own has the target of params; a unit's report has the plan of the unit.
        """
        quarter = quarter or self.quarter
        columns, rows = ["indicator", *KEYS, "plan"], self._planned(quarter)
        found = rows.loc[rows["week"].isna(), columns].dropna(subset="plan")
        if self.unit != TOTAL:
            return found
        targets = pd.Series(self.files.targets.get(quarter, {}), dtype=float)
        totals = targets.rename_axis("indicator").reset_index(name="plan")
        totals = totals.assign(**dict.fromkeys(KEYS, TOTAL))
        return pd.concat([found, totals]).drop_duplicates(["indicator", *KEYS])

    def plan_of(self, quarter: Quarter, indicator: str, cell: tuple[str, str, str]) -> float:
        """The plan of one cell of a quarter; missing where there is none, or the unit was another one then."""
        if quarter not in self._plans:
            rows = self.plan_of_cells(quarter).itertuples(index=False, name=None)
            self._plans[quarter] = {tuple(cell): plan for *cell, plan in rows}
        return self._plans[quarter].get((indicator, *cell), math.nan)

    def plan_by_week(self, indicator: str, cell: tuple[str, str, str]) -> dict[int, float]:
        """What is planned for each week of the quarter."""
        rows = self._planned(self.quarter).dropna(subset=["week", "plan"])
        rows = rows[(rows[["indicator", *KEYS]] == [indicator, *cell]).all(axis=1)]
        return {
            int(week): float(plan) for week, plan in zip(rows["week"], rows["plan"], strict=True)
        }

    def _planned(self, quarter: Quarter) -> pd.DataFrame:
        """The rows of a quarter's plan file, those of units that have changed since left out.

        A unit's report has those of the unit alone, as its total and as its group's.
        """
        rows = self.plans.get(quarter, plans.NONE)
        if quarter != self.quarter:
            then, codes = self.made_of(quarter), self.units.table["code"]
            same = {unit for unit in then if list(codes[then[unit]]) == [unit]}
            rows = rows[rows["unit"].isin(same | {TOTAL})]
        if self.unit == TOTAL:
            return rows
        own = rows[rows["unit"] == self.unit]
        return pd.concat([own, own.assign(**dict.fromkeys(KEYS, TOTAL)), own.assign(unit=TOTAL)])

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
    as_reported: list[Quarter] = []

    def read_register(each: Quarter, path: Path) -> None:
        where = (path, found.units, folders.cache, found.readings[each])
        register, until = readers.register(*where), found.cut_offs[each]
        problems.extend(
            own_quarter.refusal(register, each, until if each in quarter.parts else None)
        )
        if not register.dated and until < each.last_day:
            as_reported.append(each)
        tables[each] = readers.tasks_as_of(*where, until, history)
        if each in quarter.parts:
            notes = (*register.notes, *_not_yet(register, each, until))
            own.append(replace(register, notes=notes))

    def read_tiles(_: Quarter, path: Path) -> pd.DataFrame:
        return tiles_file.on(tiles_file.read(path, known.table), quarter.last_day)

    _each(found.registers, read_register, problems)
    planned = _each(
        found.plans, lambda each, path: plans.read(path, known, found.params, each), problems
    )
    statements = _each(found.statements, lambda _, path: checked_statement(path), problems)
    published = _each(found.published, lambda _, path: diff.read(path), problems)
    tiles = _each({quarter: found.tiles} if found.tiles else {}, read_tiles, problems)
    if problems:
        raise InputError(*problems)
    to_date = [] if found.like_for_like else [quarter.until(quarter.number)]
    for period in {quarter, found.params.compared, *to_date}:
        if period.quarters > 1 and all(each in tables for each in period.parts):
            tables[period] = merge.merged([tables[each] for each in period.parts])
    return Inputs(
        found,
        known,
        tables,
        _of_period(sorted(own, key=_age), tables[quarter]) if len(own) > 1 else own[0],
        planned,
        unit,
        statements,
        published,
        tiles.get(quarter),
        tuple(as_reported),
    )


def _each(
    paths: Mapping[Quarter, Path], read: Callable[[Quarter, Path], T], problems: list[BilingualText]
) -> dict[Quarter, T]:
    """Read a file for each quarter, and gather what is wrong with any of them."""
    found = {}
    for quarter, path in paths.items():
        try:
            found[quarter] = read(quarter, path)
        except InputError as error:
            problems += error.problems
    return found


def _age(register: tasks.Register) -> str:
    return register.path.parent.name


def _of_period(registers: Sequence[tasks.Register], table: pd.DataFrame) -> tasks.Register:
    """What is said of the registers of a period: each note with the file it is about."""
    named = both("{0}/{1}: {2}")
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


def _not_yet(register: tasks.Register, quarter: Quarter, cut_off: date) -> Iterator[tasks.Note]:
    """Notice tasks not counted as they were assigned after the cut-off, and statuses that may be later than it."""
    if later := int((register.table["assigned_on"] > pd.Timestamp(cut_off)).sum()):
        text = _TEXT.not_yet.format(wording.number(later), wording.day(cut_off))
        yield tasks.Note("assigned_after_cut_off", later, text)
    if not register.dated and cut_off < quarter.last_day:
        text = _TEXT.as_reported.format(wording.day(cut_off))
        yield tasks.Note("status_as_reported", len(register.table), text)


def every_unit(inputs: Inputs) -> Iterator[str]:
    """The units with tasks in the quarter, in the order of `units.csv`."""
    present = set(inputs.tables[inputs.quarter]["unit"].unique())
    known = inputs.history.units
    return (code for code in known.index if code in present and known.at[code, "code"] == code)
