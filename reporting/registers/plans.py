"""A plan file as a checked table: what is planned for which cell, and every mistake with row, column and value."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from reporting.inputs.office import Office
from reporting.registers import delimited, excel, vocabulary
from reporting.registers.cells import BLANKS, clean, key
from reporting.registers.units import Units
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError

_TEXT = texts(__name__)

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "indicator": ("indicator", "Chỉ tiêu", "Mã chỉ tiêu"),
    "unit_group": ("unit group", "group", "Nhóm đơn vị"),
    "unit": ("unit", "Đơn vị", "Mã đơn vị", "Đơn vị chủ trì"),
    "source": ("source", "Nguồn giao việc", "Loại công việc"),
    "week": ("week", "Tuần"),
    "plan": ("plan", "Kế hoạch", "Số kế hoạch"),
    "note": ("note", "Ghi chú"),
}
NEEDED = ("indicator", "plan")
CELL = ("indicator", "unit_group", "unit", "source", "week")
WEEKS = 14
NONE = pd.DataFrame(columns=[*CELL, "plan", "row"])
_SEARCHED = 20  # rows in which the headings are looked for
_KNOWN = {key(name): column for column, names in HEADINGS.items() for name in names}
_THOUSANDS = re.compile(r"-?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
# A number from a cell of Excel, as its file holds it, has a point before its decimals.
_UNCLEAR_IN_EXCEL = re.compile(r"-?[1-9]\d{0,2},\d{3}")


class _Sheet(NamedTuple):
    path: Path
    name: str | None
    rows: Sequence[Sequence[str | None]]
    header: int
    columns: dict[str, int]

    def written(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows with something in them by column, each with its number."""
        for number, row in enumerate(self.rows[self.header + 1 :], self.header + 2):
            cells = {
                column: clean(row[place] or "") if place < len(row) else ""
                for column, place in self.columns.items()
            }
            if any(text for column, text in cells.items() if column != "note"):
                yield number, cells

    def place(self, number: int, column: str) -> BilingualText:
        """Where a cell is, for messages."""
        heading = clean(self.rows[self.header][self.columns[column]] or "")
        called = f"“{heading}”" if key(heading) == column else f"“{heading}” ({column})"
        path = self.path.as_posix()
        vi, en = (
            (f", trang tính “{self.name}”", f", sheet “{self.name}”") if self.name else ("", "")
        )
        return BilingualText(
            f"{path}{vi}, dòng {number}, cột {called}", f"{path}{en}, row {number}, column {called}"
        )


def read(path: Path, units: Units, office: Office) -> pd.DataFrame:
    """Return the plans with the columns of `CELL`, `plan` and `row`; an `InputError` names every mistake.

    Blank codes are `_T`; a unit's row names its group. `week` is missing but in a plan of a week, `plan` where a cell
    is listed that has none yet.
    """
    sheet = sheet_of(path)
    problems: list[BilingualText] = []
    records, seen = [], dict[tuple[Any, ...], int]()
    for number, written in sheet.written():
        before = len(problems)
        record = dict(_record(sheet, number, written, units, office, problems))
        cell = tuple(record[column] for column in CELL)
        if cell in seen and len(problems) == before:
            told = _TEXT.again.format(
                sheet.place(number, "indicator"), written["indicator"], seen[cell]
            )
            problems.append(told)
        if len(problems) == before:  # of a wrong code nobody knows which cell is meant
            seen.setdefault(cell, number)
        records.append({**record, "row": number})
    if problems:
        raise InputError(*problems)
    table = pd.DataFrame.from_records(records, columns=[*CELL, "plan", "row"])
    return table.astype({"plan": float, "week": "Int64"})


def sheet_of(path: Path) -> _Sheet:
    """The first sheet that has the headings of a plan."""
    if path.suffix == ".csv":
        sheets: list[tuple[str | None, Sequence[Sequence[str | None]]]] = [
            (None, delimited.rows(path, _recognised))
        ]
    else:
        sheets = [(sheet.name, sheet.rows) for sheet in excel.sheets(path)]
    for name, rows in sheets:
        for header, row in enumerate(rows[:_SEARCHED]):
            columns = _columns(row)
            if all(column in columns for column in NEEDED):
                _check_headings(path, row, header + 1, columns)
                return _Sheet(path, name, rows, header, columns)
    raise InputError(_TEXT.no_headings.format(path.as_posix()))


def _columns(row: Sequence[str | None]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, heading in enumerate(row):
        known = _KNOWN.get(key((heading or "").replace("_", " ")))
        if known:
            columns.setdefault(known, place)
    return columns


def _check_headings(
    path: Path, row: Sequence[str | None], number: int, columns: Mapping[str, int]
) -> None:
    """A heading that is not known, or means a column that is there already, would be left out in silence."""
    others = [
        clean(heading)
        for place, heading in enumerate(row)
        if heading and clean(heading) and place not in columns.values()
    ]
    if others:
        named = ", ".join(f"“{heading}”" for heading in others)
        raise InputError(_TEXT.headings.format(path.as_posix(), number, named, ", ".join(HEADINGS)))


def _recognised(rows: Sequence[Sequence[str | None]]) -> int:
    return max((len(_columns(row)) for row in rows), default=0)


def _record(
    sheet: _Sheet,
    number: int,
    written: Mapping[str, str],
    units: Units,
    office: Office,
    problems: list[BilingualText],
) -> Iterator[tuple[str, Any]]:
    """The columns of one row as codes and numbers; what is wrong with one is added to the problems."""

    def wrong(column: str, fault: BilingualText) -> None:
        place = sheet.place(number, column)
        shown = (
            BilingualText("“{0}” ", "“{0}” ").format(written[column])
            if written[column]
            else both("")
        )
        problems.append(BilingualText("{0}: {1}{2}.", "{0}: {1}{2}.").format(place, shown, fault))

    def read_as(
        column: str, meaning: Callable[[str], Any], fault: BilingualText, blank: Any
    ) -> Any:
        text = written.get(column, "")
        if text in BLANKS or text == TOTAL:
            return blank
        if (found := meaning(text)) is None:
            wrong(column, fault)
        return found

    if not written["indicator"]:
        wrong("indicator", _TEXT.indicator)
    yield "indicator", written["indicator"]
    group = read_as(
        "unit_group",
        lambda text: _group(text, units, office),
        _TEXT.groups.format(", ".join(units.groups)),
        TOTAL,
    )
    row = read_as(
        "unit",
        lambda text: _unit(text, units),
        _unit_expected(written.get("unit", ""), units),
        None,
    )
    unit, group_of = (TOTAL, group) if row is None else units.table.loc[row, ["code", "group"]]
    if row is not None and group not in (None, TOTAL, group_of):
        wrong("unit_group", _TEXT.other_group.format(unit, group_of))
    known = vocabulary.of_sources(office.reading)
    source = read_as("source", lambda text: _source(text, known), known.expected, TOTAL)
    if row is not None and source not in (None, TOTAL):
        wrong("source", _TEXT.no_such_cell)
    yield from (("unit_group", group_of), ("unit", unit), ("source", source))
    yield "week", read_as("week", _week, _TEXT.week.format(WEEKS), None)
    text = written["plan"]
    unclear = _UNCLEAR_IN_EXCEL if sheet.name else _UNCLEAR
    if unclear.fullmatch(_plain(text)):
        wrong(
            "plan",
            _TEXT.two_meanings.format(
                re.sub("[.,]", "", text), re.sub("[.,]", ",", text), re.sub("[.,]", ".", text)
            ),
        )
        text = ""
    yield "plan", read_as("plan", _number, _TEXT.number, np.nan) if text else np.nan


def _unit(text: str, units: Units) -> int | None:
    rows, _ = units.locate([text], np.array([0]), np.array([np.datetime64("NaT", "D")]))
    row = int(rows[0])
    return row if row >= 0 else None


def _group(text: str, units: Units, office: Office) -> str | None:
    names = {key(name): code for code in units.groups for name in (code, *office.group_name(code))}
    return names.get(key(text))


def _source(text: str, known: vocabulary.Vocabulary) -> str | None:
    place = known.place(text)
    return known.codes[place] if place >= 0 else None


def _week(text: str) -> int | None:
    return int(text) if text.isdigit() and 1 <= int(text) <= WEEKS else None


def _plain(text: str) -> str:
    """A number without spaces, with the minus that computers know."""
    return text.replace(" ", "").replace("\N{MINUS SIGN}", "-").removesuffix("%")


def _number(text: str) -> float | None:
    plain = _plain(text)
    if _THOUSANDS.fullmatch(plain):
        plain = re.sub("[.,]", "", plain)
    try:
        value = float(plain.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _unit_expected(text: str, units: Units) -> BilingualText:
    near = units.nearest(text) if text else None
    guess = (
        BilingualText(" (có phải “{0}”?)", " (perhaps “{0}”?)").format(near) if near else both("")
    )
    return _TEXT.unit.format(guess)
