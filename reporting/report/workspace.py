"""What one report needs from its files; each register is loaded once a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
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
from reporting.registers import plans, register_cache, tasks, units
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

__all__ = [
    "ROOT",
    "TREND_QUARTERS",
    "Folders",
    "Inputs",
    "every_unit",
    "load",
]

T = TypeVar("T")

_NO_UNIT = BilingualText(
    "{0} không có đơn vị mã “{1}”; các mã ở cột “code” của tệp này.",
    "{0} has no unit with the code “{1}”; the codes are in the column “code” of that file.",
)
_OTHER_UNIT = BilingualText(
    "{0} không có đơn vị mã “{1}”; có phải {2}? Các mã ở cột “code” của tệp này.",
    "{0} has no unit with the code “{1}”; did you mean {2}? The codes are in the column “code” of that file.",
)


@dataclass(frozen=True)
class Inputs:
    """What a report holds: its params, and per quarter the tasks with their status as of the cut-off.

    `statements` and `published` are what was published of the quarter and of the compared one: the printed
    figures, checked against each other, and the values of the report; `plans` the rows of the quarter's plan file.
    """

    files: InputFiles
    units: units.Units
    tables: dict[Quarter, pd.DataFrame]
    register: tasks.Register
    plans: pd.DataFrame
    unit: str = TOTAL
    statements: Mapping[Quarter, statement.Result] = field(default_factory=dict)
    published: Mapping[Quarter, diff.Values] = field(default_factory=dict)
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

    def tasks(self, quarter: Quarter, unit: str = TOTAL) -> pd.DataFrame | None:
        """A quarter's tasks, of one unit or of all; None where there is no register."""
        table = self.tables.get(quarter)
        if table is None or unit == TOTAL:
            return table
        if (quarter, unit) not in self._of_units:
            own = table[table["unit"] == unit].reset_index(drop=True)
            self._of_units[quarter, unit] = own
        return self._of_units[quarter, unit]

    def layout(self, quarter: Quarter, unit: str = TOTAL) -> Layout:
        """The units shown for a quarter: those that existed in it, and any other with tasks."""
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
        register = self.units.table
        exists = ~(
            (register["valid_from"] > pd.Timestamp(quarter.last_day))
            | (register["valid_to"] < pd.Timestamp(quarter.first_day))
        )
        chosen = set(register.loc[exists, "code"])
        register = pd.concat([register[exists], register]).drop_duplicates("code").sort_index()
        table = self.tables.get(quarter)
        if table is not None:
            chosen |= set(table["unit"].unique())
        if unit != TOTAL:
            chosen &= {unit}
        shown = register[register["code"].isin(chosen)][["code", "group"]]
        groups = self.params.in_order(list(dict.fromkeys(shown["group"])))
        return Layout(shown, groups, list(self.params.sources))


def load(folders: Folders, quarter: Quarter, unit: str = TOTAL) -> Inputs:
    """Load what one report needs; an `InputError` holds every problem of every file."""
    found = input_files(folders, quarter)
    register_of_units = units_of(found.units, found.params.own_groups)
    if unit != TOTAL and unit not in set(register_of_units.table["code"]):
        meant = register_of_units.meant(unit)
        told = _OTHER_UNIT if meant else _NO_UNIT
        raise InputError(told.format(found.units, unit, meant))
    problems: list[BilingualText] = []
    tables, own = {}, None
    for each, path in found.registers.items():
        try:
            modified, reading = (_modified(path), _modified(found.units)), found.readings[each]
            register = _register(path, found.units, folders.cache, modified, reading)
        except InputError as error:
            problems += error.problems
            continue
        cut_off = found.cut_offs[each]
        tables[each] = _as_of(path, found.units, folders.cache, modified, reading, cut_off)
        if each == quarter:
            own = register
    planned = _read_all(
        found.plans, partial(plans.read, units=register_of_units, office=found.params), problems
    )
    statements = _read_all(found.statements, _statement, problems)
    published = _read_all(found.published, diff.read, problems)
    if problems:
        raise InputError(*problems)
    assert own is not None
    return Inputs(
        found,
        register_of_units,
        tables,
        own,
        planned.get(quarter, plans.NONE),
        unit,
        statements,
        published,
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


def every_unit(inputs: Inputs) -> Iterator[str]:
    """The units with tasks in the quarter, in the order of `units.csv`."""
    present = set(inputs.tables[inputs.quarter]["unit"].unique())
    return (code for code in inputs.units.table["code"].drop_duplicates() if code in present)


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
) -> pd.DataFrame:
    return tasks.as_of(_register(path, units_path, cache, modified, reading), cut_off)
