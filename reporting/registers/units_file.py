"""`units.csv` and `tiles.csv` as checked tables: every mistake with row, column, value and what was expected."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.inputs.office import default_office
from reporting.registers import checked_table
from reporting.registers.checked_table import SmallTable, nearest, perhaps
from reporting.registers.unit_names import Names
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import LANGUAGES, UNIT_CODE
from reporting.text.errors import InputError
from reporting.text.spelling import key

_TEXT = texts(__name__)

FILLED = ("code", "name_vi", "name_en", "group")
COLUMNS = (*FILLED, *checked_table.PERIOD)
OPTIONAL = ("successor", "short_vi", "short_en")
TILES = ("unit", "column", "row", "label_vi", "label_en")
MOST = 10_000


def read(path: Path, groups: tuple[str, ...]) -> tuple[pd.DataFrame, tuple[BilingualText, ...]]:
    """Read `units.csv`: the units, one row each, and what was noticed that is no mistake; see `units.load`."""
    file = checked_table.read(path, dict.fromkeys([*COLUMNS, *OPTIONAL], ()), COLUMNS, MOST)
    if not len(file):
        raise InputError(_TEXT.no_units.format(path))
    cells = file.cells
    file.check_texts(FILLED, OPTIONAL)
    no_code = cells["code"].map(UNIT_CODE.fullmatch).isna() & (cells["code"] != "")
    file.wrong("code", no_code, _TEXT.no_code)
    strange = ~cells["group"].isin(["", *(groups or cells["group"])])
    among, near = ", ".join(groups), lambda at: nearest(cells["group"][at], groups)
    file.wrong("group", strange, _TEXT.is_not_among_unit, near, among)
    table = cells.assign(**file.days())
    not_ended = (cells["successor"] != "") & (cells["valid_to"] == "")
    file.wrong("successor", not_ended, _TEXT.belongs_to_row_has)
    file.stop_if_any()
    for each in LANGUAGES:
        short = table[f"short_{each}"]
        table[f"short_{each}"] = short.where(short != "", table[f"name_{each}"])
    # `vp` and `VP` would have one folder, and stand for neither in an export
    alike = table.assign(code=table["code"].map(key))
    file.check_apart(alike, ["code"], "code", _TEXT.is_in_row_already)
    _check_successors(file, table)
    file.stop_if_any()
    return table, tuple(_noticed(file, table, groups))


def heirs(table: pd.DataFrame) -> list[int]:
    """Return the row that took over each row: the first of its successor's that goes on after it; −1 where none did."""
    since, until = checked_table.periods(table)
    of_code = table.groupby("code", sort=False).indices
    found = []
    for row, successor in enumerate(table["successor"]):
        later = [r for r in of_code.get(successor, ()) if until[r] > until[row]]
        found.append(int(min(later, key=lambda r: since[r])) if later else -1)
    return found


def _check_successors(file: SmallTable, table: pd.DataFrame) -> None:
    """Say which successors do not exist, or lead in a circle."""
    codes, successors, names = table["code"], table["successor"], Names(table)
    unknown = (successors != "") & ~successors.isin(codes)
    meant = lambda at: perhaps(names.meant(successors[at]))  # noqa: E731
    file.wrong("successor", unknown, _TEXT.no_successor, meant)
    after = dict(zip(codes, successors, strict=True))
    for row, heir in enumerate(heirs(table)):
        if not successors[row] or unknown[row] or heir >= 0:
            continue
        chain = [codes[row], successors[row]]
        while after.get(chain[-1]) and chain[-1] not in chain[:-1]:
            chain.append(after[chain[-1]])
        fault = _TEXT.circle if chain[-1] == codes[row] else _TEXT.ended
        file.wrong("successor", [row], fault, " → ".join(chain))


def _noticed(
    file: SmallTable, table: pd.DataFrame, groups: tuple[str, ...]
) -> Iterator[BilingualText]:
    """What may be a slip: a group of one unit without a name, a name of two, a code without its zeros or used again."""
    codes, names = table["code"], [*map(BilingualText, table["name_vi"], table["name_en"])]
    of_group = codes.groupby(table["group"], sort=False)
    named = table["group"].isin(groups or default_office().unit_groups)
    alone = (of_group.transform("nunique") == 1) & (len(of_group) > 1) & ~named
    last = ~table["group"].duplicated(keep="last")
    file.wrong("group", alone & last, _TEXT.alone, names.__getitem__)
    alike = table.assign(name_vi=table["name_vi"].map(key))
    file.check_apart(alike, ["name_vi"], "name_vi", _TEXT.same_name)
    digits = codes[codes.str.isdecimal()]
    width = int(digits.str.len().max()) if len(digits) else 0
    if not set(map(str, range(1, 10))) <= set(digits):  # 1, 2, 3 … 10, 11 is plain numbering
        short = codes.str.isdecimal() & (codes.str.len() < width)
        file.wrong("code", short, _TEXT.short, lambda at: codes[at].zfill(width), names.__getitem__)
    since, _ = checked_table.periods(table)
    for rows in table.groupby("code", sort=False).indices.values():
        for one, later in pairwise(sorted(rows, key=lambda row: since[row])):
            if not table["successor"].iloc[one]:
                file.wrong("code", [one], _TEXT.unconnected, file.rows[later])
    return file.told()


def read_tiles(path: Path, units: Names) -> pd.DataFrame:
    """Return the tiles of `tiles.csv`, one row each, columns and rows counted as in the file, or every mistake in it."""
    columns = (*TILES, *checked_table.PERIOD)
    file = checked_table.read(path, dict.fromkeys(columns, ()), columns, MOST)
    cells = file.cells
    file.check_texts(TILES)
    for column in ("column", "row"):
        file.wrong(column, ~cells[column].str.fullmatch(r"\d{0,2}"), _TEXT.no_number)
    strange = ~cells["unit"].isin(["", *units.table["code"]])
    file.wrong("unit", strange, _TEXT.no_unit, lambda at: perhaps(units.meant(cells["unit"][at])))
    table = cells.assign(**file.days())
    file.stop_if_any()
    table = table.astype({"column": int, "row": int})
    file.check_apart(table, ["row", "column"], "label_vi", _TEXT.taken)
    file.stop_if_any()
    return table


def tiles_on(table: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the tiles that are valid on a day; the first of a unit is its own, others are parts of it."""
    since, until = checked_table.periods(table)
    at = np.datetime64(day, "D")
    return table[(since <= at) & (at <= until)].reset_index(drop=True)
