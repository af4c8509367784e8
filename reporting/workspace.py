"""Where the folders are, and what one report needs from them; each register is loaded once a process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from reporting import export, params, register_cache, tasks, units
from reporting.codes import TOTAL
from reporting.cube import Layout
from reporting.errors import InputError, Text
from reporting.quarter import Quarter

ROOT = Path(__file__).resolve().parent.parent
TREND_QUARTERS = 5


@dataclass(frozen=True)
class Folders:
    """The folders and the notebook of a run; the repository's own unless said otherwise."""

    notebook: Path = ROOT / "notebooks" / "quarterly_report.ipynb"
    params: Path = ROOT / "params"
    data: Path = ROOT / "data"
    output: Path = ROOT / "output"
    cache: Path = ROOT / ".cache"

    def environment(self) -> dict[str, str]:
        """As environment variables: how the notebook learns of them, without a path among its parameters."""
        return {_variable(field.name): str(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_environment(cls) -> Folders:
        """The folders the command was given, or the repository's own."""
        given = {field.name: os.environ.get(_variable(field.name)) for field in fields(cls)}
        return cls(**{name: Path(path) for name, path in given.items() if path})

    def resolve(self, name: str) -> Path:
        """A file named in params: `data/…` is in the data folder, anything else beside the params file."""
        if name.startswith("data/"):
            return self.data / name.removeprefix("data/")
        return self.params / name


def _variable(name: str) -> str:
    return f"REPORTING_{name.upper()}"


@dataclass(frozen=True)
class Sources:
    """The files a report reads, before any is opened: known from its params alone."""

    quarter: Quarter
    params: params.Params
    registers: dict[Quarter, Path]
    cut_offs: dict[Quarter, date]
    units: Path


def sources(folders: Folders, quarter: Quarter) -> Sources:
    """Find the files of a quarter's report: its register, the compared one, and those of the trend."""
    own = params.load(folders.params, quarter)
    units_path = folders.data / "units.csv"
    registers: dict[Quarter, Path] = {}
    cut_offs: dict[Quarter, date] = {}
    trend = [quarter.shift(-steps) for steps in range(TREND_QUARTERS)]
    for each in dict.fromkeys([*trend, own.compared]):
        if path := export.find(folders.data, each):
            registers[each] = path
            cut_offs[each] = own.cut_off if each == quarter else _cut_off(folders, each)
    if quarter not in registers:
        raise InputError(
            Text(
                "Chưa có tệp dữ liệu của {0}: cần {1}, tệp xuất từ phần mềm quản lý công việc "
                "(.xlsx, .csv, .csv.gz hoặc .parquet).",
                "There is no data for {0}: expected {1}, the export of the work-management software "
                "(.xlsx, .csv, .csv.gz or .parquet).",
            ).format(quarter, folders.data / str(quarter) / "tasks.xlsx")
        )
    return Sources(quarter, own, registers, cut_offs, units_path)


def _cut_off(folders: Folders, quarter: Quarter) -> date:
    if (folders.params / f"{quarter}.yaml").is_file():
        return params.load(folders.params, quarter).cut_off
    return quarter.last_day


@dataclass(frozen=True)
class Inputs:
    """What a report holds: its params, and per quarter the tasks with their status as of the cut-off."""

    params: params.Params
    units: units.Units
    tables: dict[Quarter, pd.DataFrame]
    register: tasks.Register
    unit: str = TOTAL

    @property
    def quarter(self) -> Quarter:
        """The quarter reported on."""
        return self.params.quarter

    def tasks(self, quarter: Quarter, unit: str = TOTAL) -> pd.DataFrame | None:
        """A quarter's tasks, of one unit or of all; None where there is no register."""
        table = self.tables.get(quarter)
        if table is None or unit == TOTAL:
            return table
        return table[table["unit"] == unit].reset_index(drop=True)

    def layout(self, quarter: Quarter, unit: str = TOTAL) -> Layout:
        """The units shown for a quarter: those that existed in it, and any other with tasks."""
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
        return Layout(register[register["code"].isin(chosen)][["code", "group"]])


def load(folders: Folders, quarter: Quarter, unit: str = TOTAL) -> Inputs:
    """Load what one report needs; an `InputError` holds every problem of every file."""
    found = sources(folders, quarter)
    register_of_units = units.load(found.units)
    if unit != TOTAL and unit not in set(register_of_units.table["code"]):
        raise InputError(
            Text("{0} không có đơn vị mã “{1}”.", "{0} has no unit with the code “{1}”.").format(
                found.units, unit
            )
        )
    problems: list[Text] = []
    tables, own = {}, None
    for each, path in found.registers.items():
        try:
            register = _register(path, path.stat().st_mtime_ns, found.units, folders.cache)
        except InputError as error:
            problems += error.problems
            continue
        tables[each] = _as_of(register, found.cut_offs[each])
        if each == quarter:
            own = register
    if problems:
        raise InputError(*problems)
    assert own is not None
    return Inputs(found.params, register_of_units, tables, own, unit)


def every_unit(inputs: Inputs) -> Iterator[str]:
    """The units with tasks in the quarter, in the order of `units.csv`."""
    present = set(inputs.tables[inputs.quarter]["unit"].unique())
    return (code for code in inputs.units.table["code"].drop_duplicates() if code in present)


@lru_cache(maxsize=16)
def _register(path: Path, _modified: int, units_path: Path, cache: Path) -> tasks.Register:
    return register_cache.cached_load(path, units_path, cache)


_statuses: dict[tuple[int, date], tuple[tasks.Register, pd.DataFrame]] = {}


def _as_of(register: tasks.Register, cut_off: date) -> pd.DataFrame:
    key = (id(register), cut_off)
    if key not in _statuses:
        _statuses[key] = (register, tasks.as_of(register, cut_off))
    return _statuses[key][1]
