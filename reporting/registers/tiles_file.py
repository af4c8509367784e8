"""`tiles.csv`: where each unit stands on the tile map, and from when to when."""

from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.registers import small_table, units_file
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

CELLS = ("unit", "column", "row", "label_vi", "label_en")
COLUMNS = (*CELLS, *small_table.PERIOD)
MOST = 10_000


def read(path: Path, units: pd.DataFrame) -> pd.DataFrame:
    """Return the tiles, one row each, columns and rows counted as in the file; `units` is the table of `units.csv`.

    An `InputError` names every mistake in the file.
    """
    file = small_table.read(path, dict.fromkeys(COLUMNS, ()), COLUMNS, MOST)
    codes = set(units["code"])
    records = []
    for row in file.rows:
        for column in CELLS:
            if not row[column]:
                file.wrong(row, column, _TEXT.blank)
            elif column in ("column", "row") and not row[column].isdecimal():
                file.wrong(row, column, _TEXT.no_number)
        if row["unit"] and row["unit"] not in codes:
            file.wrong(row, "unit", _TEXT.no_unit, partial(units_file.meant, row["unit"], units))
        records.append([*(row[column] for column in CELLS), *file.days(row)])
    file.mistakes.stop_if_any()
    kinds = {"column": int, "row": int} | dict.fromkeys(small_table.PERIOD, "datetime64[us]")
    table = pd.DataFrame(records, columns=list(COLUMNS)).astype(kinds)
    days = units_file.periods(table)
    for rows in table.groupby(["row", "column"], sort=False).indices.values():
        if found := units_file.clash(days, rows):
            first, second = (file.rows[row] for row in found)
            file.wrong(second, "label_vi", _TEXT.taken, first.number)
    file.mistakes.stop_if_any()
    return table


def on(table: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the tiles that are valid on a day; the first of a unit is its own, others are parts of it."""
    since, until = units_file.periods(table)
    at = np.datetime64(day, "D")
    return table[(since <= at) & (at <= until)].reset_index(drop=True)
