"""`units.csv` as a checked table: every mistake in it with row, column, value and what was expected."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.registers.cells import clean, key
from reporting.text.bilingual import BilingualText, both
from reporting.text.codes import UNIT_CODE
from reporting.text.errors import InputError

COLUMNS = ("code", "name_vi", "name_en", "group", "valid_from", "valid_to")
DATES = ("valid_from", "valid_to")
_NO_CODE = BilingualText(
    "không dùng được làm mã; mã chỉ gồm chữ, số, “-”, “_”, tối đa 40 ký tự, và không phải là _T",
    "is no code; expected letters, digits, “-”, “_”, at most 40, and not _T",
)
_FIRST_DAY, _LAST_DAY = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")


def read(path: Path, groups: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the units, one row each; an `InputError` names every mistake in the file.

    `groups` are those that there are; empty where any will do.
    """
    rows = _rows(path)
    problems: list[BilingualText] = []
    records = [_record(path, number, row, problems) for number, row in rows]
    problems += _unknown_groups(path, rows, groups)
    if problems:
        raise InputError(*problems)
    table = pd.DataFrame.from_records(records, columns=list(COLUMNS))
    table = table.astype(dict.fromkeys(DATES, "datetime64[us]"))
    problems = _repeated(path, table, [number for number, _ in rows])
    if problems:
        raise InputError(*problems)
    return table


def periods(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last day of each row as datetime64[D], without blanks."""
    since = table["valid_from"].to_numpy().astype("datetime64[D]")
    until = table["valid_to"].to_numpy().astype("datetime64[D]")
    return (
        np.where(np.isnat(since), _FIRST_DAY, since),
        np.where(np.isnat(until), _LAST_DAY, until),
    )


def clash(table: pd.DataFrame, rows: list[int]) -> tuple[int, int] | None:
    """Return the first two of some rows that are valid on a same day."""
    since, until = periods(table)
    order = sorted(rows, key=lambda row: (since[row], row))
    for first, second in pairwise(order):
        if since[second] <= until[first]:
            return min(first, second), max(first, second)
    return None


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with something in them by column, each with its number."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise _unusable(
            path, BilingualText("không tìm thấy tệp này", "there is no such file")
        ) from None
    except UnicodeDecodeError:
        fault = BilingualText(
            "tệp không ở dạng UTF-8; trong Excel hãy chọn Lưu thành (Save As), dạng “CSV UTF-8”",
            "the file is not UTF-8; in Excel choose Save As, “CSV UTF-8”",
        )
        raise _unusable(path, fault) from None
    lines = list(csv.reader(io.StringIO(text, newline="")))
    headings = [key(heading).replace(" ", "_") for heading in lines[0]] if lines else []
    if missing := [column for column in COLUMNS if column not in headings]:
        fault = BilingualText(
            "dòng 1 thiếu cột {0}; cần các cột {1}", "row 1 lacks {0}; expected {1}"
        )
        raise _unusable(path, fault.format(", ".join(missing), ", ".join(COLUMNS)))
    rows = [
        (number, dict(zip(headings, map(clean, line), strict=False)))
        for number, line in enumerate(lines[1:], start=2)
        if any(map(clean, line))
    ]
    if not rows:
        raise _unusable(path, BilingualText("tệp không có đơn vị nào", "the file has no units"))
    return rows


def _record(
    path: Path, number: int, row: dict[str, str], problems: list[BilingualText]
) -> dict[str, str | date | None]:
    """Return one unit, adding what is wrong with it to `problems`."""
    record: dict[str, str | date | None] = {}
    for column in COLUMNS:
        text = row.get(column, "")
        record[column] = text
        if column in DATES:
            record[column] = found = _date(text)
            if text and found is None:
                fault = BilingualText(
                    "không phải là ngày; cần dạng năm-tháng-ngày, ví dụ 2020-03-18",
                    "is not a date; expected year-month-day, such as 2020-03-18",
                )
                problems.append(_cell(path, number, column, text, fault))
        elif not text:
            fault = BilingualText("không được để trống", "must not be blank")
            problems.append(_cell(path, number, column, text, fault))
        elif column == "code" and not UNIT_CODE.fullmatch(text):
            problems.append(_cell(path, number, column, text, _NO_CODE))
    since, until = record["valid_from"], record["valid_to"]
    if isinstance(since, date) and isinstance(until, date) and until < since:
        fault = BilingualText("phải từ ngày {0} trở đi", "must not be before {0}").format(
            since.isoformat()
        )
        problems.append(_cell(path, number, "valid_to", until.isoformat(), fault))
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
            fault = BilingualText(
                "không có trong unit_groups của tham số{0}; cần một trong: {1}",
                "is not among the unit_groups of the params{0}; expected one of: {1}",
            ).format(hint.format(*near), ", ".join(groups))
            yield _cell(path, number, "group", group, fault)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _repeated(path: Path, table: pd.DataFrame, numbers: list[int]) -> list[BilingualText]:
    """Say which codes are given twice for the same days; a renamed unit has periods of its own."""
    problems = []
    for code, rows in table.groupby("code", sort=False).indices.items():
        if found := clash(table, list(map(int, rows))):
            first, second = found
            fault = BilingualText(
                "đã có ở dòng {0}, cho cùng khoảng thời gian; mỗi mã chỉ được dùng cho một đơn vị",
                "is in row {0} already, for the same days; a code stands for one unit",
            ).format(numbers[first])
            problems.append(_cell(path, numbers[second], "code", str(code), fault))
    return problems


def _cell(path: Path, number: int, column: str, value: str, fault: BilingualText) -> BilingualText:
    return BilingualText(
        f"{path.as_posix()}, dòng {number}, cột “{column}”: “{value}” {fault.vi}.",
        f"{path.as_posix()}, row {number}, column “{column}”: “{value}” {fault.en}.",
    )


def _unusable(path: Path, fault: BilingualText) -> InputError:
    return InputError(
        BilingualText(f"{path.as_posix()}: {fault.vi}.", f"{path.as_posix()}: {fault.en}.")
    )
