"""`tiles.csv`: where each unit stands on the tile map, and from when to when."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.registers import small_table
from reporting.registers.mistakes import perhaps
from reporting.registers.units import Units
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

CELLS = ("unit", "column", "row", "label_vi", "label_en")
COLUMNS = (*CELLS, *small_table.PERIOD)
MOST = 10_000


def read(path: Path, units: Units) -> pd.DataFrame:
    """Return the tiles, one row each, columns and rows counted as in the file, or every mistake in it."""
    file = small_table.read(path, dict.fromkeys(COLUMNS, ()), COLUMNS, MOST)
    cells = file.cells
    file.check_texts(CELLS)
    for column in ("column", "row"):
        no_number = ~cells[column].str.fullmatch(r"\d{0,2}")
        file.wrong(column, no_number, _TEXT.no_number)
    strange = ~cells["unit"].isin(["", *units.codes])
    file.wrong("unit", strange, _TEXT.no_unit, lambda at: perhaps(units.meant(cells["unit"][at])))
    days = file.days()
    file.stop_if_any()
    table = cells.assign(**days).astype({"column": int, "row": int})
    file.check_apart(table, ["row", "column"], "label_vi", _TEXT.taken)
    file.stop_if_any()
    return table


def on(table: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the tiles that are valid on a day; the first of a unit is its own, others are parts of it."""
    since, until = small_table.periods(table)
    at = np.datetime64(day, "D")
    return table[(since <= at) & (at <= until)].reset_index(drop=True)
