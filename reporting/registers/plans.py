"""A plan file as a checked table: what is planned for which cell, and every mistake with row, column and value."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reporting.inputs.office import Office
from reporting.registers import small_table, vocabulary
from reporting.registers.cells import BLANKS, key
from reporting.registers.mistakes import Lazy, listing, perhaps
from reporting.registers.small_table import Row, SmallTable
from reporting.registers.units import NOT_VALID, UNKNOWN, Units
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "indicator": ("Chỉ tiêu", "Mã chỉ tiêu"),
    "unit_group": ("Nhóm đơn vị", "group"),
    "unit": ("Đơn vị", "Mã đơn vị", "Đơn vị chủ trì"),
    "source": ("Nguồn giao việc", "Loại công việc"),
    "week": ("Tuần",),
    "plan": ("Kế hoạch", "Số kế hoạch"),
    "note": ("Ghi chú",),
}
NEEDED = ("indicator", "plan")
CELL = ("indicator", "unit_group", "unit", "source", "week")
WEEKS, MOST = 14, 100_000
NONE = pd.DataFrame(columns=[*CELL, "plan", "row"])
_THOUSANDS = re.compile(r"-?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
# A number from a cell of Excel, as its file holds it, has a point before its decimals.
_UNCLEAR_IN_EXCEL = re.compile(r"-?[1-9]\d{0,2},\d{3}")


def rows(path: Path) -> SmallTable:
    """Read a plan file without looking at what its cells say.

    A heading that is not known, or means a column that is there already, would be left out in silence.
    """
    file = small_table.read(path, HEADINGS, NEEDED, MOST)
    others = Counter(file.header.all_found) - Counter(file.header.found.values())
    if others:
        at = file.header.row + file.header.height
        named = listing([*others])
        raise InputError(_TEXT.headings.format(path, at, named, ", ".join(HEADINGS)))
    file.rows = [row for row in file.rows if any(t for c, t in row.cells.items() if c != "note")]
    return file


def read(path: Path, units: Units, office: Office, quarter: Quarter) -> pd.DataFrame:
    """Return the plans with the columns of `CELL`, `plan` and `row`; an `InputError` names every mistake.

    Blank codes are `_T`; a unit's row names its group. `week` is missing but in a plan of a week, `plan` where a cell
    is listed that has none yet.
    """
    file = rows(path)
    reader = _Reader(file, units, office, quarter)
    records = [reader.record(row) for row in file.rows]
    file.mistakes.stop_if_any()
    table = pd.DataFrame.from_records(records, columns=[*CELL, "plan", "row"])
    return table.astype({"plan": float, "week": "Int64"})


class _Reader:
    """Reads rows as codes and numbers, and says what is wrong with them."""

    def __init__(self, file: SmallTable, units: Units, office: Office, quarter: Quarter) -> None:
        self.file, self.units, self.quarter = file, units, quarter
        self.groups = {key(n): c for c in units.groups for n in (c, *office.group_name(c))}
        self.sources = vocabulary.of_sources(office.reading)
        self.unclear = _UNCLEAR if file.path.suffix == ".csv" else _UNCLEAR_IN_EXCEL
        self.seen: dict[tuple[object, ...], int] = {}

    def record(self, row: Row) -> dict[str, Any]:
        """One row; of one with a wrong code nobody knows which cell is meant."""
        before = len(self.file.mistakes)
        if not row["indicator"]:
            self.file.wrong(row, "indicator", _TEXT.indicator)
        among = ", ".join(self.units.groups)
        group = self.read(row, "unit_group", lambda t: self.groups.get(key(t)), _TEXT.groups, among)
        source = self.read(row, "source", self.source, self.sources.expected)
        unit, group = self.unit(row, group, source)
        week = self.read(row, "week", _week, _TEXT.week, WEEKS)
        cell = {
            "indicator": row["indicator"],
            "unit_group": group,
            "unit": unit,
            "source": source,
            "week": None if week == TOTAL else week,
        }
        plan = self.plan(row)
        if len(self.file.mistakes) == before:
            first = self.seen.setdefault(tuple(cell.values()), row.number)
            if first != row.number:
                self.file.wrong(row, "indicator", _TEXT.again, first)
        return cell | {"plan": plan, "row": row.number}

    def read(
        self,
        row: Row,
        column: str,
        meaning: Callable[[str], Any],
        fault: BilingualText,
        *values: Lazy,
    ) -> Any:
        """What a cell means; `_T` where it is blank, None where it is wrong."""
        if row[column] in BLANKS or row[column] == TOTAL:
            return TOTAL
        if (found := meaning(row[column])) is None:
            self.file.wrong(row, column, fault, *values)
        return found

    def source(self, text: str) -> str | None:
        place = self.sources.place(text)
        return self.sources.codes[place] if place >= 0 else None

    def unit(
        self, row: Row, group: str | None, source: str | None
    ) -> tuple[str | None, str | None]:
        """The code and the group of a row's unit: the one that has the name at the end of the quarter, or in it."""
        text = row["unit"]
        if text in BLANKS or text == TOTAL:
            return TOTAL, group
        first, last = self.quarter.first_day, self.quarter.last_day
        place = self.units.in_period(text, first, last)
        if place == UNKNOWN:
            self.file.wrong(row, "unit", _TEXT.unit, lambda: perhaps(self.units.nearest(text)))
        if place == NOT_VALID:
            when = wording.quarter(self.quarter)
            self.file.wrong(row, "unit", _TEXT.not_there, when, self.units.validity(text))
        if place < 0:
            return None, group
        history = self.units.on(last)
        code = history.became[place]
        unit = history.units.loc[code]
        if unit["code"] != self.units.table["code"].iloc[place]:
            name = BilingualText(*unit[["name_vi", "name_en"]])
            self.file.wrong(row, "unit", _TEXT.taken_over, code, name, self.units.validity(text))
        elif group not in (None, TOTAL, unit["group"]):
            self.file.wrong(row, "unit_group", _TEXT.other_group, code, unit["group"])
        if source not in (None, TOTAL):
            self.file.wrong(row, "source", _TEXT.no_such_cell)
        return code, str(unit["group"])

    def plan(self, row: Row) -> float:
        plain = row["plan"].replace(" ", "").replace("\N{MINUS SIGN}", "-").removesuffix("%")
        if row["plan"] in BLANKS:
            return np.nan
        if self.unclear.fullmatch(plain):
            forms = [re.sub("[.,]", sign, plain) for sign in ("", ",", ".")]
            self.file.wrong(row, "plan", _TEXT.two_meanings, *forms)
            return np.nan
        if _THOUSANDS.fullmatch(plain):
            plain = re.sub("[.,]", "", plain)
        try:
            value = float(plain.replace(",", "."))
        except ValueError:
            value = math.inf
        if not math.isfinite(value):
            self.file.wrong(row, "plan", _TEXT.number)
        return value


def _week(text: str) -> int | None:
    return int(text) if text.isdecimal() and 1 <= int(text) <= WEEKS else None
