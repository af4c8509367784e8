"""Each column of a raw table as clean values; what cannot be right goes to `BadRows`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reporting.registers import abbreviations, dates, turned_dates
from reporting.registers.bad_rows import BadRows
from reporting.registers.cells import as_text, distinct, is_error
from reporting.registers.export import RawTable
from reporting.registers.units import NOT_VALID, UNKNOWN, Units
from reporting.registers.vocabulary import Vocabulary
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.wording import day

_TEXT = texts(__name__)

BLANK = -1
_NUMBER = re.compile(r"\d{1,15}(?:[.,]\d+)?(?:e[+-]?\d\d)? ?%?", re.ASCII)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_BETWEEN_UNITS = re.compile(r"\s*(?:[;,/&+]|\svà\s)\s*")


def ids(raw: RawTable, bad: BadRows) -> pd.Series:
    """Return the ids, 12.0 as 12: Excel may hold a number where the software wrote a text."""
    column = raw.table["task_id"]
    whole = pc.match_substring_regex(column, r"^\d+\.0$")
    if pc.any(whole).as_py():
        column = pc.if_else(whole, pc.utf8_slice_codeunits(column, 0, -2), column)
    _check_text(raw, bad, "task_id", BilingualText("cần mã công việc", "expected the task's id"))
    if not _all_different(column):
        _, places = distinct(column)
        _, firsts, inverse = np.unique(places, return_index=True, return_inverse=True)
        first = firsts[inverse]
        again = (places != BLANK) & (first != np.arange(len(places)))

        def fault(place: int) -> BilingualText:
            return _TEXT.is_in_row_already.format(raw.rows[first[place]])

        bad.add("task_id", again, fault)
    return as_text(column)


def titles(raw: RawTable, bad: BadRows) -> pd.Series:
    """Return the titles as text, whatever they begin with."""
    _check_text(raw, bad, "title", BilingualText("cần tên công việc", "expected the task's title"))
    return as_text(raw.table["title"])


def kept(raw: RawTable, bad: BadRows, columns: Iterable[str]) -> dict[str, pd.Series]:
    """Return more columns as text, missing where blank, or where the file has none of the name."""
    texts = {}
    for name in columns:
        if name in raw:
            _check_formulas(raw, bad, name)
            texts[name] = as_text(raw.table[name])
        else:
            texts[name] = as_text(pa.chunked_array([pa.nulls(len(raw), pa.string())]))
    return texts


def days(raw: RawTable, bad: BadRows, column: str) -> np.ndarray:
    """Return a column's days as datetime64[D]; `NaT` where blank, or where there is no column."""
    if column not in raw:
        return np.full(len(raw), np.datetime64("NaT"), dtype="datetime64[D]")
    cells = raw.table[column]
    if not pa.types.is_dictionary(cells.type):
        found, far = dates.typed(cells)
        bad.add(column, far, _always(dates.FAR_YEAR))
        blank = np.isnat(found)
    else:
        texts, places = distinct(cells)
        values, faults = dates.parse_all(texts)
        blank = places == BLANK
        found = np.append(values, np.datetime64("NaT"))[places]
        for kind in (dates.NO_DAY, dates.SHORT_YEAR, dates.FAR_YEAR):
            faulty = np.array([*(fault is kind for fault in faults), False])
            bad.add(column, faulty[places], _always(kind))
    bad.add(column, turned_dates.find(found), _always(_TEXT.turned))
    if column == "assigned_on":
        expected = _TEXT.expected_day_such_as
        bad.add(column, blank, _always(expected))
    return found


def units(
    raw: RawTable, bad: BadRows, register: Units, assigned: np.ndarray
) -> tuple[dict[str, Any], np.ndarray]:
    """Return `unit`, `unit_group` and `unit_row` of each task, by its unit's name or code on the day.

    `unit_row` is the row of `units.csv`; the second result says how the day is beside the unit's period.
    """
    texts, places = distinct(raw.table["unit"])
    rows, beside = register.locate(texts, places, assigned)
    bad.add("unit", places == BLANK, _always(_TEXT.unit_expected))

    def unknown(place: int) -> BilingualText:
        text = texts[places[place]]
        parts = [part for part in _BETWEEN_UNITS.split(text) if part]
        no_day = np.full(len(parts), np.datetime64("NaT"), dtype="datetime64[D]")
        known, _ = register.locate(parts, np.arange(len(parts)), no_day)
        if len(parts) > 1 and (known >= 0).all():
            return _TEXT.several_units.format(len(parts))
        names = register.table["name_vi"].tolist()
        near = abbreviations.meant(text, names) or register.nearest(text)
        guess = (
            BilingualText(" (có phải “{0}”?)", " (perhaps “{0}”?)").format(near)
            if near
            else both("")
        )
        return _TEXT.is_not_known_unit.format(guess, _TEXT.unit_expected)

    def not_valid(place: int) -> BilingualText:
        on = assigned[place].item()
        return _TEXT.did_not_exist_on.format(day(on), register.validity(texts[places[place]]))

    bad.add("unit", (rows == UNKNOWN) & (places != BLANK), unknown)
    bad.add("unit", rows == NOT_VALID, not_valid)
    rows = np.maximum(rows, 0)  # a bad row stops everything: what it gets does not matter
    codes, groups = register.codes, register.groups
    unit = pd.Categorical(register.table["code"], categories=codes).codes
    group = pd.Categorical(register.table["group"], categories=groups).codes
    return {
        "unit": pd.Categorical.from_codes(unit[rows], categories=pd.Index(codes)),
        "unit_group": pd.Categorical.from_codes(group[rows], categories=pd.Index(groups)),
        "unit_row": rows,
    }, beside


def codes(raw: RawTable, bad: BadRows, column: str, vocabulary: Vocabulary) -> pd.Categorical[str]:
    """Return the codes of `source` or `status`; missing where blank, or where there is none."""
    categories = list(vocabulary.codes)
    if column not in raw:
        return pd.Categorical.from_codes(np.full(len(raw), BLANK), categories=pd.Index(categories))
    texts, places = distinct(raw.table[column])
    known = np.array([*map(vocabulary.place, texts), BLANK], dtype=np.int16)
    found = known[places]
    bad.add(column, (found == BLANK) & (places != BLANK), _always(_not_one_of(vocabulary)))
    if column == "source":
        bad.add(column, places == BLANK, _always(vocabulary.expected))
    return pd.Categorical.from_codes(found, categories=pd.Index(categories))


def weights(raw: RawTable, bad: BadRows) -> np.ndarray:
    """Return the weights as floats, missing where blank: 1,5 and 1.5 alike, 20% as 0.2."""
    if "weight" not in raw:
        return np.full(len(raw), np.nan)
    texts, places = distinct(raw.table["weight"])
    values = np.array([*map(_number, texts), np.nan])
    typed = ".csv" in raw.path.suffixes
    unclear = np.array(
        [bool(_THOUSANDS.fullmatch(t)) and (typed or "," in t or t[-1] == "0") for t in texts]
        + [False]
    )[places]
    bad.add("weight", unclear, _always(_TEXT.unclear))
    wrong = np.isnan(values[places]) & (places != BLANK)
    fault = _TEXT.is_not_number_expected
    bad.add("weight", wrong, _always(fault))
    return values[places]


def _all_different(column: pa.ChunkedArray) -> bool:
    """Say whether no text comes twice; where each is after the one before, there is no need to count."""
    rising = pc.all(pc.less(column.slice(0, len(column) - 1), column.slice(1)), skip_nulls=False)
    if rising.as_py():
        return True
    return pc.count_distinct(column).as_py() == len(column) - column.null_count


def _check_text(raw: RawTable, bad: BadRows, column: str, expected: BilingualText) -> None:
    """A blank will not do, nor the mark of a formula that failed."""
    cells = raw.table[column]
    if cells.null_count:
        bad.add(column, pc.is_null(cells).to_numpy(), _always(expected))
    _check_formulas(raw, bad, column)


def _check_formulas(raw: RawTable, bad: BadRows, column: str) -> None:
    """The mark of a formula that failed is no text."""
    cells = raw.table[column].cast(pa.string())
    marked = pc.fill_null(pc.starts_with(cells, "#"), False)
    if pc.any(marked).as_py():
        failed = np.array([bool(text) and is_error(text) for text in cells.to_pylist()])
        bad.add(column, failed, _always(_TEXT.failed_formula))


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        return np.nan
    value = float(text.rstrip("% ").replace(",", "."))
    return value / 100 if text.endswith("%") else value


def _not_one_of(vocabulary: Vocabulary) -> BilingualText:
    return BilingualText("không được nhận ra; {0}", "is not known; {0}").format(vocabulary.expected)


def _always(fault: BilingualText) -> Callable[[int], BilingualText]:
    sentence = BilingualText(f"{fault.vi}.", f"{fault.en}.")
    return lambda _: sentence
