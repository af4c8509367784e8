"""What one report needs is loaded from its files, or every mistake in them is told."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, wraps
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from reporting import statement
from reporting.indicators import diff
from reporting.indicators.measures import parts
from reporting.inputs import outside
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import InputFiles, input_files
from reporting.inputs.office import Reading
from reporting.registers import plans, register_cache, tasks, units, units_file
from reporting.registers.register import merged, not_yet, numbered_anew, refusal, unlike, zeros_lost
from reporting.registers.units import Recast
from reporting.report.report_inputs import Found, Given, Inputs
from reporting.text import BilingualText, InputError, Quarter, both, gathered, shown, texts, wording
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)


def for_each_file(read: Callable[Given, Found]) -> Callable[Given, Found]:
    """Keep what a function gives, for as long as the files among its arguments stay what they are."""

    @lru_cache(maxsize=16)
    def remembered(_modified: tuple[int, ...], given: Any) -> Found:
        return read(*given)  # type: ignore[call-arg]

    @wraps(read)
    def known(*given: object) -> Found:
        files = (each for each in given if isinstance(each, Path) and each.is_file())
        return remembered(tuple(file.stat().st_mtime_ns for file in files), given)

    kept: Any = known
    kept.cache_info = remembered.cache_info
    return kept


units_of = for_each_file(units.load)
known_register = for_each_file(register_cache.cached_load)


@for_each_file
def checked_statement(path: Path) -> statement.Result:
    """A published statement, checked against itself."""
    return statement.check(statement.read(outside.text(path), shown(path)))


@for_each_file
def tasks_as_of(
    path: Path, units_path: Path, cache: Path, reading: Reading, quarter: Quarter, cut_off: date,
    own: bool, history: Recast,
) -> pd.DataFrame:  # fmt: skip
    """A register's tasks with their status as of a day, each of the unit that its own has become; an `InputError` if it can't be the quarter's."""
    register = known_register(path, units_path, cache, reading)
    if refused := [*refusal(register, quarter, cut_off if own else None)]:
        raise InputError(*refused)
    return history.tasks(tasks.as_of(register, cut_off))


def load(
    folders: Folders, quarter: Quarter, unit: str = TOTAL, found: InputFiles | None = None
) -> Inputs:
    """Load what one report needs, from its files if they are `found` already; an `InputError` holds every problem of every file."""
    found = found or input_files(folders, quarter)
    known = units_of(found.units, found.params.own_groups)
    history = known.on(quarter.last_day)
    if unit != TOTAL:
        _check_unit(found.units, known, history, unit)
    problems: list[BilingualText] = []
    tables: dict[Quarter, pd.DataFrame] = {}
    own: dict[Quarter, tasks.Register] = {}
    undated: list[Quarter] = []
    incomplete: list[tasks.Note] = []  # registers of other quarters

    def where(each: Quarter) -> tuple[Path, Path, Path, Reading]:
        return found.registers[each], found.units, folders.cache, found.reading(each)

    def read_register(each: Quarter, _: Path) -> None:
        register, until = known_register(*where(each)), found.cut_off(each)
        is_own = each in quarter.parts
        tables[each] = tasks_as_of(*where(each), each, until, is_own, history)
        if not register.dated:
            undated.append(each)
        if is_own:
            notes = (*register.notes, *not_yet(register, each, until))
            own[each] = replace(register, notes=notes)
        else:
            incomplete.extend(it for it in _named(register) if it.kind == "totals_differ")

    _each(found.registers, read_register, problems)
    planned = _each(found.plans, lambda it, at: plans.read(at, known, found.params, it), problems)
    statements = _each(found.statements, lambda _, path: checked_statement(path), problems)
    published = _each(found.published, lambda _, path: diff.read(path), problems)
    tiles = None
    with gathered(problems):
        if found.tiles:
            tiles = units_file.read_tiles(found.tiles, known, quarter.last_day)
    if problems:
        raise InputError(*problems)
    year = quarter.until(quarter.number)
    if found.early and year != quarter and {*year.parts} <= {*tables}:
        # earlier quarters are compared as of the same day, and part of the year to date as of their own cut-offs
        ends = ((each, found.settings[each].cut_off) for each in year.parts[:-1])
        whole = (tasks_as_of(*where(each), each, end, False, history) for each, end in ends)
        tables[year] = merged([*whole, tables[quarter]])
    unit_columns, named, mixed = units_as_now(tables, found.params.columns, known, history)
    for period in {quarter, found.params.compared, year} - {*tables}:
        if all(each in tables for each in period.parts):
            tables[period] = merged([tables[each] for each in period.parts])
    one = own.get(quarter) or _of_period([own[each] for each in quarter.parts], tables[quarter])
    beside = (*numbered_anew(tables), *zeros_lost(tables), *unlike(tables, found), *incomplete)
    one = replace(one, notes=(*one.notes, *mixed, *beside))
    inputs = Inputs(
        found, known, tables, one, planned, unit, statements, published, tiles, tuple(undated),
        unit_columns, named,
    )  # fmt: skip
    if not inputs.layout(quarter, unit).groups:
        name = BilingualText(*history.units.loc[unit, ["name_vi", "name_en"]])
        told = (found.units, unit, name, known.validity(unit), wording.quarter(quarter))
        raise InputError(_TEXT.not_there.format(*told))
    return inputs


def _each(
    paths: Mapping[Quarter, Path],
    read: Callable[[Quarter, Path], Found],
    problems: list[BilingualText],
) -> dict[Quarter, Found]:
    """Read a file for each quarter, and gather what is wrong with any of them."""
    found = {}
    for quarter, path in paths.items():
        with gathered(problems):
            found[quarter] = read(quarter, path)
    return found


def _of_period(registers: Sequence[tasks.Register], table: pd.DataFrame) -> tasks.Register:
    """What is said of the registers of a period: each note with the file it is about."""
    notes = chain.from_iterable(map(_named, registers))
    dated, reported = (any(getattr(each, it) for each in registers) for it in ("dated", "reported"))
    return tasks.Register(table, registers[-1].path, None, dated, reported, tuple(notes))


def _named(register: tasks.Register) -> Iterator[tasks.Note]:
    file = both(f"{register.path.parent.name}/{register.path.name}: {{0}}")
    return (replace(note, text=file.format(note.text)) for note in register.notes)


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


def units_as_now(
    tables: dict[Quarter, pd.DataFrame], columns: Iterable[str], known: units.Units, now: Recast
) -> tuple[dict[str, Mapping[str, str]], dict[tuple[str, Quarter], set[int]], list[tasks.Note]]:
    """Write units in kept columns as the newest register writes what they have become, by code or by name.

    Returns the code of each name in columns of units, the rows of `units.csv` meant in each quarter, and notices columns
    where not all are.
    """
    found: dict[str, Mapping[str, str]] = {}
    meant: dict[tuple[str, Quarter], set[int]] = {}
    notes: list[tasks.Note] = []
    newest_first = sorted(tables, reverse=True)
    for column in columns:
        listed = {each: _listed(tables[each][column]) for each in newest_first}
        usual = {each: Counter(chain(*contents.values())) for each, contents in listed.items()}
        named = set(chain(*usual.values()))
        # they may be codes of anything
        only_codes = named <= {*known.codes} and "unit" not in column
        others = sorted(part for part in named if not known.rows(part))
        if not named or only_codes or others:
            rows = [row for part in named for row in known.rows(part)]
            then, names = known.table["name_vi"], now.units["name_vi"]
            changed = any(names[now.became[row]] != then[row] for row in rows)
            if changed and not only_codes and 2 * len(others) <= len(named):
                text = _TEXT.not_all_units.format(column, ", ".join(others[:3]))
                notes.append(tasks.Note("kept_column", len(others), text))
            continue
        written: dict[str, str] = {}
        for quarter, contents in listed.items():
            rows_of = {part: _row(part, quarter, known) for part in usual[quarter]}
            meant[column, quarter] = {*rows_of.values()}
            code = {part: now.became[row] for part, row in rows_of.items()}
            for part in sorted(code, key=lambda part: (-usual[quarter][part], part)):
                name = str(now.units.at[code[part], "name_vi"])
                if part in known.codes:
                    name = code[part]
                elif known.table.at[rows_of[part], "name_vi"] == name:
                    name = part
                written.setdefault(code[part], name)
            texts_now = {
                text: "; ".join(dict.fromkeys(written[code[part]] for part in together))
                for text, together in contents.items()
            }
            if any(text != now_written for text, now_written in texts_now.items()):
                table = tables[quarter]
                tables[quarter] = table.assign(**{column: table[column].replace(texts_now)})
        found[column] = {name: code for code, name in written.items()}
    return found, meant, notes


def _listed(column: pd.Series) -> dict[str, list[str]]:
    """The units in each different text of a column."""
    texts = column.dropna().unique()
    return dict(zip(texts, parts(pd.Series(texts, dtype=object)), strict=True))


def _row(written: str, quarter: Quarter, known: units.Units) -> int:
    """Where `units.csv` has a unit that was named so in a quarter."""
    row = known.in_period(written, quarter)
    return row if row >= 0 else known.rows(written)[-1]


def every_unit(inputs: Inputs) -> Iterator[str]:
    """The units with tasks in the quarter, in the order of `units.csv`."""
    present = set(inputs.tables[inputs.quarter]["unit"].unique())
    known = inputs.history.units
    return (code for code in known.index if code in present and known.at[code, "code"] == code)
