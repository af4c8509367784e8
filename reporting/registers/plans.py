"""A plan file as a checked table: what is planned for which cell, and every mistake with row, column and value."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.inputs.office import Office
from reporting.registers import checked_table, headings
from reporting.registers.cells import BLANKS, has_two_meanings, number, two_ways
from reporting.registers.checked_table import CheckedTable, perhaps
from reporting.registers.units import NOT_VALID, UNKNOWN, Units
from reporting.text import REQUIRED_INDICATORS, TOTAL, BilingualText, Quarter, texts, wording
from reporting.text.spelling import key

_TEXT = texts(__name__)

NEEDED = ("indicator", "plan")
CELL = ["indicator", "unit_group", "unit", "source", "week"]
WEEKS, MOST = 14, 100_000
NONE = pd.DataFrame(columns=[*CELL, "plan", "row"])


def rows(path: Path) -> CheckedTable:
    """Read a plan file without looking at what its cells say; a heading that is not known is refused."""
    file = checked_table.read(path, headings.DATA["plans"], NEEDED, MOST, near=0)
    planned = (file.cells.drop(columns="note") != "").any(axis=1).to_numpy()
    file.rows, file.table = file.rows[planned], file.table.filter(planned)
    return file


def read(path: Path, units: Units, office: Office, quarter: Quarter) -> pd.DataFrame:
    """Return plans by `CELL`, `plan` (missing where there is none yet) and `row`, or every mistake; blank codes are `_T`."""
    file = rows(path)
    groups = {key(name): code for code in units.groups for name in (code, *office.group_name(code))}
    no_group, no_week = _TEXT.groups.format(", ".join(units.groups)), _TEXT.week.format(WEEKS)
    weeks = {form.format(week): week for week in range(1, WEEKS + 1) for form in ("{}", "{:02}")}
    cells = file.cells
    named = cells["indicator"]
    file.wrong("indicator", named == "", _TEXT.indicator)
    table = pd.DataFrame(
        {
            "indicator": named.where(named != ""),
            "unit_group": _codes(file, "unit_group", lambda text: groups.get(key(text), no_group)),
            "unit": cells["unit"],
            "source": _codes(file, "source", headings.of_sources(office.reading).meaning),
            "week": _codes(file, "week", lambda text: weeks.get(text, no_week)),
            "plan": _numbers(file, cells),
            "row": file.rows,
        }
    )
    _find_units(file, table, units, quarter)
    first = table.groupby(CELL, dropna=False, sort=False)["row"].transform("first")
    clear = table[CELL].notna().all(axis=1)  # of one with a wrong code nobody knows which it is
    file.wrong("indicator", clear & (first != table["row"]), _TEXT.again, lambda at: first[at])
    file.stop_if_any()
    week = table["week"].where(table["week"] != TOTAL)
    return table.assign(week=week.astype("Int64"))


def _codes(file: CheckedTable, column: str, meaning: Callable[[str], object]) -> np.ndarray:
    """What each cell of a column means; `_T` where it is blank, missing where it is wrong."""
    known, places = file.read(column, lambda text: TOTAL if text == TOTAL else meaning(text))
    return np.array([*(known | {"": TOTAL}).values()], dtype=object)[places]


def _find_units(file: CheckedTable, table: pd.DataFrame, units: Units, quarter: Quarter) -> None:
    """Give each row its unit's code and group: of the one that has the name at the end of the quarter, or in it."""
    written = table["unit"].tolist()
    of_unit = ~table["unit"].isin([*BLANKS, TOTAL]).to_numpy()
    found = np.array([units.in_period(text, quarter) for text in written], dtype=int)
    unknown, not_there = of_unit & (found == UNKNOWN), of_unit & (found == NOT_VALID)
    file.wrong("unit", unknown, _TEXT.unit, lambda at: perhaps(units.nearest(written[at])))

    def validity(at: int) -> BilingualText:
        return units.validity(written[at])

    file.wrong("unit", not_there, _TEXT.not_there, wording.quarter(quarter), validity)
    history = units.on(quarter.last_day)
    there, row = of_unit & (found >= 0), np.maximum(found, 0)
    code = np.array(history.became, dtype=object)[row]
    unit = history.units.loc[code].reset_index(drop=True)
    ended = there & (unit["code"].to_numpy() != units.table["code"].to_numpy()[row])
    name = [*map(BilingualText, unit["name_vi"], unit["name_en"])]
    file.wrong("unit", ended, _TEXT.taken_over, code.__getitem__, name.__getitem__, validity)
    group, given = unit["group"], table["unit_group"]
    other = there & ~ended & given.notna() & (given != TOTAL) & (given != group)
    file.wrong("unit_group", other, _TEXT.other_group, code.__getitem__, group.__getitem__)
    table["unit_group"] = group.where(there, given)
    table["unit"] = pd.Series(code).where(there & ~ended).where(of_unit, TOTAL)


def _numbers(file: CheckedTable, cells: pd.DataFrame) -> "pd.Series[float]":
    """The plan of each row, within reach; missing where it is blank."""
    written = cells["plan"]
    unclear = written.map(has_two_meanings)
    file.wrong("plan", unclear, _TEXT.two_meanings, lambda at: two_ways(written[at]))
    amount = written.map(number).astype(float)
    file.wrong("plan", ~written.isin(BLANKS) & amount.isna(), _TEXT.number)
    # what no official indicator can reach, and 0.9 in Excel, which shows it as 90% in a cell of that format
    official = cells["indicator"].isin(REQUIRED_INDICATORS)
    share = official & cells["indicator"].str.endswith("_share")
    percent = written.str.endswith("%")
    file.wrong("plan", share & ((amount < 0) | (amount > 100)), _TEXT.share)
    file.wrong("plan", official & ~share & ((amount < 0) | percent), _TEXT.count)
    if file.path.suffix != ".csv":
        done = cells["indicator"].isin(("completed_share", "on_time_share"))
        whole = (amount == 1) & done  # 100%
        part = (amount > 0) & (amount < 1) | whole
        file.wrong("plan", share & ~percent & part, _TEXT.part_of_one)
    return amount
