"""The unit register: codes, names and groups, and from when to when each unit exists."""

from __future__ import annotations

import csv
import difflib
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.cells import clean, key
from reporting.codes import GROUPS
from reporting.errors import InputError, Text
from reporting.formats import day

COLUMNS = ("code", "name_vi", "name_en", "group", "valid_from", "valid_to")

UNKNOWN, NOT_VALID = -1, -2
# An office of a province is also written without the word for province, or as the place alone.
_OFFICE = re.compile(r"^((?:cục )?thống kê) (?:tỉnh|thành phố|tp\.?) ?(.+)$", re.IGNORECASE)
_FIRST_DAY, _LAST_DAY = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")


@dataclass(frozen=True)
class Units:
    """The units of an office.

    `table` has one row per line of `units.csv` and its columns; codes are strings, dates
    datetime64 (`NaT`: no bound). A renamed unit has several rows of one code whose periods do
    not overlap.
    """

    table: pd.DataFrame
    _rows: dict[str, tuple[int, ...]] = field(repr=False)

    @property
    def codes(self) -> list[str]:
        """The codes, each once, in the file's order."""
        return list(dict.fromkeys(self.table["code"]))

    @property
    def groups(self) -> list[str]:
        """The groups that occur: the three standard ones first, then as they appear."""
        found = dict.fromkeys(self.table["group"])
        return [g for g in GROUPS if g in found] + [g for g in found if g not in GROUPS]

    def on(self, day: date) -> pd.DataFrame:
        """Return one row per code, indexed by it: the one valid on a day, else its last one."""
        since, until = self._periods()
        valid = (since <= np.datetime64(day, "D")) & (np.datetime64(day, "D") <= until)
        order = self.table.assign(_valid=valid, _since=since).sort_values(["_valid", "_since"])
        last = order.drop_duplicates("code", keep="last").set_index("code")
        return last.loc[self.codes, list(COLUMNS[1:])]

    def locate(self, written: list[str], places: np.ndarray, on: np.ndarray) -> np.ndarray:
        """Return the row of `table` that each value names on its day.

        `written` holds the different values, `places` each row's place in it (−1: blank), `on`
        the days as datetime64[D]. `UNKNOWN` where no unit has that name or code, `NOT_VALID`
        where it has, but not on that day. Without a day, any period will do.
        """
        known = [self._rows.get(key(value), ()) for value in written]
        depth = max((len(rows) for rows in known), default=0)
        padded = [[*rows, *[UNKNOWN] * (depth - len(rows))] for rows in [*known, ()]]
        choices = np.array(padded, dtype=np.int32).reshape(len(known) + 1, depth)
        since, until = self._periods()
        found = np.full(len(places), UNKNOWN, dtype=np.int32)
        for choice in choices.T:
            row = choice[places]
            valid = np.isnat(on) | ((since[row] <= on) & (on <= until[row]))
            found = np.where((found < 0) & (row >= 0), np.where(valid, row, NOT_VALID), found)
        return found

    def validity(self, written: str) -> Text:
        """Say from when to when a unit exists: “từ 18/3/2020 đến 30/6/2025”."""
        rows = self.table.iloc[list(self._rows[key(written)])]
        periods = [_period(row.valid_from, row.valid_to) for row in rows.itertuples()]
        return Text("; ".join(p.vi for p in periods), "; ".join(p.en for p in periods))

    def nearest(self, written: str) -> str | None:
        """Return the name or code most like what was written, if any is like it."""
        names = {
            key(name): name
            for column in ("code", "name_en", "name_vi")
            for name in self.table[column]
        }
        close = difflib.get_close_matches(key(written), names, n=1)
        return names[close[0]] if close else None

    def _periods(self) -> tuple[np.ndarray, np.ndarray]:
        return _bounds(self.table["valid_from"], self.table["valid_to"])


def load(path: Path) -> Units:
    """Read `units.csv`; an `InputError` names every mistake in it by row and column."""
    rows = _read(path)
    problems: list[Text] = []
    records = [_record(path, number, row, problems) for number, row in rows]
    if problems:
        raise InputError(*problems)
    table = pd.DataFrame.from_records(records, columns=list(COLUMNS))
    table = table.astype({"valid_from": "datetime64[us]", "valid_to": "datetime64[us]"})
    problems = _overlaps(path, table, [number for number, _ in rows])
    if problems:
        raise InputError(*problems)
    return Units(table, _names(table))


def _read(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with something in them, each with its number, by column."""
    try:
        lines = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    except FileNotFoundError:
        raise _mistake(path, "không tìm thấy tệp này.", "there is no such file.") from None
    except UnicodeDecodeError:
        raise _mistake(
            path,
            "tệp không ở dạng UTF-8; hãy lưu lại dưới dạng “CSV UTF-8”.",
            "the file is not UTF-8; save it again as “CSV UTF-8”.",
        ) from None
    headings = [key(heading).replace(" ", "_") for heading in lines[0]] if lines else []
    missing = [column for column in COLUMNS if column not in headings]
    if missing:
        raise _mistake(
            path,
            f"dòng 1 thiếu cột {', '.join(missing)}; cần đủ các cột {', '.join(COLUMNS)}.",
            f"row 1 lacks the column {', '.join(missing)}; expected {', '.join(COLUMNS)}.",
        )
    rows = [
        (number, dict(zip(headings, [clean(cell) for cell in line], strict=False)))
        for number, line in enumerate(lines[1:], start=2)
        if any(clean(cell) for cell in line)
    ]
    if not rows:
        raise _mistake(path, "tệp không có đơn vị nào.", "the file has no units.")
    return rows


def _record(path: Path, number: int, row: dict[str, str], problems: list[Text]) -> dict:
    """Return one unit, adding what is wrong with it to `problems`."""
    record: dict[str, object] = {column: row.get(column, "") for column in COLUMNS}
    for column in ("code", "name_vi", "name_en", "group"):
        if not record[column]:
            problems.append(
                _cell(path, number, column, "").format(
                    Text("ô này không được để trống", "this cell must not be blank")
                )
            )
    for column in ("valid_from", "valid_to"):
        text = str(record[column])
        try:
            record[column] = date.fromisoformat(text) if text else None
        except ValueError:
            record[column] = None
            problems.append(
                _cell(path, number, column, text).format(
                    Text(
                        "không phải là ngày; cần dạng năm-tháng-ngày, ví dụ 2020-03-18",
                        "is not a date; expected year-month-day, such as 2020-03-18",
                    )
                )
            )
    since, until = record["valid_from"], record["valid_to"]
    if isinstance(since, date) and isinstance(until, date) and until < since:
        problems.append(
            _cell(path, number, "valid_to", until.isoformat()).format(
                Text("phải không trước valid_from", "must not be before valid_from")
            )
        )
    return record


def _overlaps(path: Path, table: pd.DataFrame, numbers: list[int]) -> list[Text]:
    """Say which codes are given twice for the same days."""
    problems = []
    for code, rows in table.groupby("code", sort=False).indices.items():
        clash = _clash(table, list(rows))
        if clash:
            first, second = clash
            problems.append(
                _cell(path, numbers[second], "code", str(code)).format(
                    Text(
                        "đã có ở dòng {0}, cho cùng khoảng thời gian; mỗi mã chỉ dùng một lần",
                        "is in row {0} already, for the same days; a code is used once",
                    ).format(numbers[first])
                )
            )
    return problems


def _clash(table: pd.DataFrame, rows: list[int]) -> tuple[int, int] | None:
    """Return the first two of some rows that are valid on a same day."""
    since, until = _bounds(table["valid_from"], table["valid_to"])
    order = sorted(rows, key=lambda row: (since[row], row))
    for first, second in zip(order, order[1:], strict=False):
        if since[second] <= until[first]:
            return min(first, second), max(first, second)
    return None


def _names(table: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    """Return the rows each spelling stands for; a spelling of two units at once stands for none.

    A code goes before a name, a name as written before a shorter form of one.
    """
    found: dict[str, tuple[int, ...]] = {}
    for spellings in (_codes, _full_names, _short_codes, _short_names):
        fresh: dict[str, list[int]] = {}
        for row, unit in enumerate(table.itertuples(index=False)):
            for spelling in spellings(unit):
                rows = fresh.setdefault(key(spelling), [])
                if row not in rows:
                    rows.append(row)
        for spelling, rows in fresh.items():
            if spelling not in found and not _clash(table, rows):
                found[spelling] = tuple(rows)
    return found


def _codes(unit) -> list[str]:
    return [unit.code]


def _full_names(unit) -> list[str]:
    return [unit.name_vi, unit.name_en]


def _short_codes(unit) -> list[str]:
    """Return 1 for 01, as Excel leaves it."""
    return [unit.code.lstrip("0")] if unit.code.isdigit() and unit.code.strip("0") else []


def _short_names(unit) -> list[str]:
    match = _OFFICE.match(unit.name_vi)
    if not match:
        return []
    return [
        match[2],
        f"{match[1]} {match[2]}",
        f"{match[1]} TP {match[2]}",
        f"{match[1]} TP. {match[2]}",
    ]


def _bounds(valid_from: pd.Series, valid_to: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    since = valid_from.to_numpy().astype("datetime64[D]")
    until = valid_to.to_numpy().astype("datetime64[D]")
    return (
        np.where(np.isnat(since), _FIRST_DAY, since),
        np.where(np.isnat(until), _LAST_DAY, until),
    )


def _period(since: pd.Timestamp, until: pd.Timestamp) -> Text:
    def half(language: str, start: str, end: str) -> str:
        parts = []
        if not pd.isna(since):
            parts.append(f"{start} {day(since.date(), language)}")
        if not pd.isna(until):
            parts.append(f"{end} {day(until.date(), language)}")
        return " ".join(parts)

    return Text(half("vi", "từ", "đến hết"), half("en", "from", "to"))


def _cell(path: Path, number: int, column: str, value: str) -> Text:
    place = Text(
        f"{path}, dòng {number}, cột {column}: ", f"{path}, row {number}, column {column}: "
    )
    shown = f"“{value}” " if value else ""
    return Text(
        *(
            half.replace("{", "{{").replace("}", "}}") + "{0}."
            for half in (place.vi + shown, place.en + shown)
        )
    )


def _mistake(path: Path, vi: str, en: str) -> InputError:
    return InputError(Text(f"{path}: {vi}", f"{path}: {en}"))
