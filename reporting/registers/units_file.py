"""`units.csv` as a checked table: every mistake in it with row, column, value and what was expected."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from reporting.inputs.office import default_office
from reporting.registers import small_table
from reporting.registers.mistakes import nearest, perhaps
from reporting.registers.small_table import Row, SmallTable
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import UNIT_CODE
from reporting.text.errors import InputError

_TEXT = texts(__name__)

FILLED = ("code", "name_vi", "name_en", "group")
COLUMNS = (*FILLED, *small_table.PERIOD)
OPTIONAL = ("successor", "short_vi", "short_en")
MOST = 10_000
Periods = tuple[np.ndarray, np.ndarray]  # the first and the last day of each row
_FIRST_DAY, _LAST_DAY = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")


class UnitsFile(NamedTuple):
    """The units, one row each, and what was noticed in the file that is no mistake."""

    table: pd.DataFrame
    notes: tuple[BilingualText, ...]


def rows(path: Path) -> SmallTable:
    """Read `units.csv` without looking at what its cells say."""
    return small_table.read(path, dict.fromkeys([*COLUMNS, *OPTIONAL], ()), COLUMNS, MOST)


def read(path: Path, groups: tuple[str, ...] = ()) -> UnitsFile:
    """Read `units.csv`; an `InputError` names every mistake in the file.

    `groups` are those that there are; empty where any will do.
    """
    file = rows(path)
    if not file.rows:
        raise InputError(_TEXT.no_units.format(path))
    records = [_record(file, row, groups) for row in file.rows]
    file.mistakes.stop_if_any()
    table = pd.DataFrame.from_records(records, columns=[*COLUMNS, *OPTIONAL])
    table = table.astype(dict.fromkeys(small_table.PERIOD, "datetime64[us]"))
    _check_codes(file, table)
    file.mistakes.stop_if_any()
    return UnitsFile(table, tuple(_noticed(file, table, groups)))


def periods(table: pd.DataFrame) -> Periods:
    """Return the first and the last day of each row as datetime64[D], without blanks."""
    since, until = (table[c].to_numpy().astype("datetime64[D]") for c in small_table.PERIOD)
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


def clash(periods: Periods, rows: Iterable[int]) -> tuple[int, int] | None:
    """Return the first two of some rows that are valid on a same day; `periods` are those of their table."""
    since, until = periods
    for first, second in pairwise(sorted(map(int, rows), key=lambda row: (since[row], row))):
        if since[second] <= until[first]:
            return min(first, second), max(first, second)
    return None


def _record(file: SmallTable, row: Row, groups: tuple[str, ...]) -> dict[str, Any]:
    """Return one unit, and say what is wrong with it."""
    for column in FILLED:
        if not row[column]:
            file.wrong(row, column, _TEXT.blank)
    if row["code"] and not UNIT_CODE.fullmatch(row["code"]):
        file.wrong(row, "code", _TEXT.no_code)
    if groups and row["group"] and row["group"] not in groups:
        near = nearest(row["group"], groups)
        file.wrong(row, "group", _TEXT.is_not_among_unit, near, ", ".join(groups))
    days = file.days(row)
    if row["successor"] and not row["valid_to"]:
        file.wrong(row, "successor", _TEXT.belongs_to_row_has)
    short = {f"short_{each}": row[f"short_{each}"] or row[f"name_{each}"] for each in ("vi", "en")}
    named = {column: row[column] for column in (*FILLED, "successor")}
    return named | short | dict(zip(small_table.PERIOD, days, strict=True))


def _check_codes(file: SmallTable, table: pd.DataFrame) -> None:
    """Say which codes are given twice for the same days, and which successors do not exist, or lead in a circle.

    A renamed unit has periods of its own.
    """
    days = periods(table)
    for found in table.groupby("code", sort=False).indices.values():
        if twice := clash(days, found):
            first, second = (file.rows[row] for row in twice)
            file.wrong(second, "code", _TEXT.is_in_row_already, first.number)
    after = dict(zip(table["code"], table["successor"], strict=True))
    for row, heir in zip(file.rows, heirs(table), strict=True):
        if not row["successor"] or heir >= 0:
            continue
        chain = [row["code"], row["successor"]]
        while after.get(chain[-1]) and chain[-1] not in chain[:-1]:
            chain.append(after[chain[-1]])
        if row["successor"] not in after:
            near = partial(meant, row["successor"], table)
            file.wrong(row, "successor", _TEXT.no_successor, near)
        elif chain[-1] == row["code"]:
            file.wrong(row, "successor", _TEXT.circle, " → ".join(chain))
        else:
            file.wrong(row, "successor", _TEXT.ended)


def meant(code: str, table: pd.DataFrame) -> BilingualText:
    """Guess at the code and name that a code without its leading zeros, or misspelt, may mean."""
    codes = table["code"].tolist()
    bare = [each for each in codes if each.lstrip("0") == code.lstrip("0")]
    near = bare or get_close_matches(code, codes, n=1)
    if not near:
        return perhaps(None)
    unit = table.iloc[codes.index(near[0])]
    names = unit["name_vi"], unit["name_en"] or unit["name_vi"]
    return perhaps(BilingualText("“{0}” – {1}", "“{0}”, {2}").format(near[0], *names))


def _noticed(
    file: SmallTable, table: pd.DataFrame, groups: tuple[str, ...]
) -> Iterator[BilingualText]:
    """What may be a slip: a group of one unit without a name, a code that lost its zeros or is used again unlinked."""
    codes, of_code = table["code"], table.groupby("code", sort=False).indices
    names = list(map(BilingualText, table["name_vi"], table["name_en"]))
    for group, rows in table.groupby("group", sort=False).indices.items():
        alone = codes.iloc[rows].nunique() == 1 < table["group"].nunique()
        if alone and group not in (groups or default_office().unit_groups):
            file.wrong(file.rows[rows[-1]], "group", _TEXT.alone, names[rows[-1]])
    digits = [code for code in codes if code.isdecimal()]
    width = max(map(len, digits), default=0)
    counted = set(map(str, range(1, 10))) <= set(digits)  # 1, 2, 3 … 10, 11 is plain numbering
    for row, code, name in zip(file.rows, codes, names, strict=True):
        if code.isdecimal() and len(code) < width and not counted:
            file.wrong(row, "code", _TEXT.short, code.zfill(width), name)
    since, _ = periods(table)
    for rows in of_code.values():
        for one, later in pairwise(sorted(rows, key=lambda row: since[row])):
            if not table["successor"].iloc[one]:
                file.wrong(file.rows[one], "code", _TEXT.unconnected, file.rows[later].number)
    return file.mistakes.told()
