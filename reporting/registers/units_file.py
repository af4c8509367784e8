"""`units.csv` as a checked table: every mistake in it with row, column, value and what was expected."""

import difflib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from reporting.inputs.office import default_office
from reporting.registers import table_file
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import UNIT_CODE
from reporting.text.errors import InputError

_TEXT = texts(__name__)

COLUMNS = ("code", "name_vi", "name_en", "group", "valid_from", "valid_to")
OPTIONAL = ("successor", "short_vi", "short_en")
DATES = ("valid_from", "valid_to")
_FIRST_DAY, _LAST_DAY = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")


class UnitsFile(NamedTuple):
    """The units, one row each, and what was noticed in the file that is no mistake."""

    table: pd.DataFrame
    notes: tuple[BilingualText, ...]


def read(path: Path, groups: tuple[str, ...] = ()) -> UnitsFile:
    """Read `units.csv`; an `InputError` names every mistake in the file.

    `groups` are those that there are; empty where any will do.
    """
    rows = table_file.rows(path, COLUMNS)
    if not rows:
        fault = BilingualText("tệp không có đơn vị nào", "the file has no units")
        raise table_file.unusable(path, fault)
    problems: list[BilingualText] = []
    records = [_record(path, number, row, problems) for number, row in rows]
    problems += _unknown_groups(path, rows, groups)
    if problems:
        raise InputError(*problems)
    table = pd.DataFrame.from_records(records, columns=[*COLUMNS, *OPTIONAL])
    table = table.astype(dict.fromkeys(DATES, "datetime64[us]"))
    numbers = [number for number, _ in rows]
    problems = [*_repeated(path, table, numbers), *_successors(path, table, numbers)]
    if problems:
        raise InputError(*problems)
    return UnitsFile(table, tuple(_noticed(path, table, numbers, groups)))


def periods(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last day of each row as datetime64[D], without blanks."""
    since = table["valid_from"].to_numpy().astype("datetime64[D]")
    until = table["valid_to"].to_numpy().astype("datetime64[D]")
    return (
        np.where(np.isnat(since), _FIRST_DAY, since),
        np.where(np.isnat(until), _LAST_DAY, until),
    )


def heirs(table: pd.DataFrame) -> list[int]:
    """Return the row that took over each row: the first of its successor's that goes on after it; −1 where none did."""
    since, until = periods(table)
    of_code = table.groupby("code", sort=False).indices
    found = []
    for row, successor in enumerate(table["successor"]):
        later = [r for r in of_code.get(successor, ()) if until[r] > until[row]]
        found.append(int(min(later, key=lambda r: since[r])) if later else -1)
    return found


def clash(table: pd.DataFrame, rows: list[int]) -> tuple[int, int] | None:
    """Return the first two of some rows that are valid on a same day."""
    since, until = periods(table)
    order = sorted(rows, key=lambda row: (since[row], row))
    for first, second in pairwise(order):
        if since[second] <= until[first]:
            return min(first, second), max(first, second)
    return None


def _record(
    path: Path, number: int, row: dict[str, str], problems: list[BilingualText]
) -> dict[str, Any]:
    """Return one unit, adding what is wrong with it to `problems`."""
    record: dict[str, Any] = {name: row.get(name, "") for name in (*COLUMNS, *OPTIONAL)}
    for column in COLUMNS:
        if column not in DATES and not record[column]:
            fault = BilingualText("không được để trống", "must not be blank")
            problems.append(table_file.cell(path, number, column, "", fault))
        elif column == "code" and not UNIT_CODE.fullmatch(record[column]):
            problems.append(table_file.cell(path, number, column, record[column], _TEXT.no_code))
    days = table_file.periods(path, number, row, problems)
    record |= dict(zip(DATES, days, strict=True))
    for language in ("vi", "en"):
        record[f"short_{language}"] = record[f"short_{language}"] or record[f"name_{language}"]
    if record["successor"] and not row.get("valid_to"):
        fault = _TEXT.belongs_to_row_has
        problems.append(table_file.cell(path, number, "successor", record["successor"], fault))
    return record


def _unknown_groups(
    path: Path, rows: list[tuple[int, dict[str, str]]], groups: tuple[str, ...]
) -> Iterator[BilingualText]:
    """Say which groups the office does not have, and which are meant."""
    for number, row in rows:
        group = row.get("group", "")
        if groups and group and group not in groups:
            near = difflib.get_close_matches(group, groups, n=1)
            hint = BilingualText(" (có phải “{0}”?)", " (perhaps “{0}”?)") if near else both("")
            fault = _TEXT.is_not_among_unit.format(hint.format(*near), ", ".join(groups))
            yield table_file.cell(path, number, "group", group, fault)


def _repeated(path: Path, table: pd.DataFrame, numbers: list[int]) -> list[BilingualText]:
    """Say which codes are given twice for the same days; a renamed unit has periods of its own."""
    problems = []
    for code, rows in table.groupby("code", sort=False).indices.items():
        if found := clash(table, list(map(int, rows))):
            first, second = found
            fault = _TEXT.is_in_row_already.format(numbers[first])
            problems.append(table_file.cell(path, numbers[second], "code", str(code), fault))
    return problems


def _successors(path: Path, table: pd.DataFrame, numbers: list[int]) -> list[BilingualText]:
    """Say which successors do not exist, or lead back in a circle."""
    codes, after = table["code"].tolist(), dict(zip(table["code"], table["successor"], strict=True))
    problems = []
    for row, (successor, heir) in enumerate(zip(table["successor"], heirs(table), strict=True)):
        if not successor or heir >= 0:
            continue
        chain = [codes[row], successor]
        while after.get(chain[-1]) and chain[-1] not in chain[:-1]:
            chain.append(after[chain[-1]])
        if successor not in after:
            meant = guess(successor, table)
            fault = _TEXT.no_successor.format(_TEXT.perhaps.format(meant) if meant else "")
        else:
            circle = chain[-1] == codes[row]
            fault = _TEXT.circle.format(" → ".join(chain)) if circle else _TEXT.ended
        problems.append(table_file.cell(path, numbers[row], "successor", successor, fault))
    return problems


def guess(code: str, table: pd.DataFrame) -> BilingualText | None:
    """Return the code and name that a code without its leading zeros, or misspelt, may mean."""
    codes = table["code"].tolist()
    bare = [each for each in codes if each.lstrip("0") == code.lstrip("0")]
    near = bare or difflib.get_close_matches(code, codes, n=1)
    if not near:
        return None
    unit = table.iloc[codes.index(near[0])]
    return BilingualText(
        f"“{near[0]}” – {unit['name_vi']}", f"“{near[0]}”, {unit['name_en'] or unit['name_vi']}"
    )


def _noticed(
    path: Path, table: pd.DataFrame, numbers: list[int], groups: tuple[str, ...]
) -> list[BilingualText]:
    """What may be a slip: a group of one unit without a name, a code that lost its zeros or is used again unlinked."""
    named = groups or tuple(default_office().unit_groups)
    file, notes = path.as_posix(), []
    names = list(zip(table["name_vi"], table["name_en"], strict=True))
    for group, rows in table.groupby("group", sort=False).indices.items():
        alone = table["code"].iloc[rows].nunique() == 1 < table["group"].nunique()
        if alone and group not in named:
            row = rows[-1]
            name = BilingualText(*names[row])
            notes.append(_TEXT.alone.format(file, group, name, numbers[row]))
    codes = table["code"].tolist()
    digits = [code for code in codes if code.isdecimal()]
    width = max(map(len, digits), default=0)
    counted = set(map(str, range(1, 10))) <= set(digits)  # 1, 2, 3 … 10, 11 is plain numbering
    for row, code in enumerate(codes):
        if code.isdecimal() and len(code) < width and not counted:
            name = BilingualText(*names[row])
            notes.append(_TEXT.short.format(file, numbers[row], code, code.zfill(width), name))
    since, _ = periods(table)
    for code, rows in table.groupby("code", sort=False).indices.items():
        for one, later in pairwise(sorted(map(int, rows), key=lambda row: since[row])):
            if not table["successor"].iloc[one]:
                notes.append(_TEXT.unconnected.format(file, numbers[one], code, numbers[later]))
    return notes
