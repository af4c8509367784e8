"""`tiles.csv`: where each unit stands on the tile map, and from when to when."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.registers import table_file, units_file
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.errors import InputError

_TEXT = texts(__name__)

COLUMNS = ("unit", "column", "row", "label_vi", "label_en", "valid_from", "valid_to")


def read(path: Path, units: pd.DataFrame) -> pd.DataFrame:
    """Return the tiles, one row each, columns and rows counted as in the file; `units` is the table of `units.csv`.

    An `InputError` names every mistake in the file.
    """
    problems: list[BilingualText] = []
    records, codes = [], set(units["code"])
    numbered = table_file.rows(path, COLUMNS)
    for number, row in numbered:
        for column in ("unit", "column", "row", "label_vi", "label_en"):
            if not row.get(column):
                problems.append(table_file.cell(path, number, column, "", _TEXT.blank))
            elif column in ("column", "row") and not row[column].isdecimal():
                problems.append(table_file.cell(path, number, column, row[column], _TEXT.no_number))
        if (code := row.get("unit")) and code not in codes:
            meant = units_file.guess(code, units)
            fault = _TEXT.no_unit.format(_TEXT.perhaps.format(meant) if meant else "")
            problems.append(table_file.cell(path, number, "unit", code, fault))
        days = table_file.periods(path, number, row, problems)
        records.append([*(row.get(column, "") for column in COLUMNS[:5]), *days])
    if problems:
        raise InputError(*problems)
    table = pd.DataFrame(records, columns=list(COLUMNS)).astype(
        {"column": int, "row": int} | dict.fromkeys(units_file.DATES, "datetime64[us]")
    )
    for rows in table.groupby(["row", "column"], sort=False).indices.values():
        if found := units_file.clash(table, list(map(int, rows))):
            first, second = (numbered[row][0] for row in found)
            value = table["label_vi"].iloc[found[1]]
            problems.append(
                table_file.cell(path, second, "label_vi", value, _TEXT.taken.format(first))
            )
    if problems:
        raise InputError(*problems)
    return table


def on(table: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the tiles that are valid on a day; the first of a unit is its own, others are parts of it."""
    since, until = units_file.periods(table)
    at = np.datetime64(day, "D")
    return table[(since <= at) & (at <= until)].reset_index(drop=True)
