"""Each column of a raw table as clean values; what cannot be right is told as a mistake of the table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reporting.registers import dates
from reporting.registers.cells import as_text, distinct, is_error
from reporting.registers.export import RawTable
from reporting.registers.mistakes import perhaps
from reporting.registers.units import NOT_VALID, UNKNOWN, Units
from reporting.registers.vocabulary import Vocabulary
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.wording import day

_TEXT = texts(__name__)

BLANK = -1
_NUMBER = re.compile(r"\d{1,15}(?:[.,]\d+)?(?:e[+-]?\d\d)? ?%?", re.ASCII)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_BETWEEN_UNITS = re.compile(r"\s*(?:[;,/&+]|\s[-–]\s|\svà\s)\s*")
_ASIDE = re.compile(r"\([^()]*\)")


def ids(raw: RawTable) -> pd.Series:
    """Return the ids, 12.0 as 12: Excel may hold a number where the software wrote a text."""
    column = raw.table["task_id"]
    whole = pc.match_substring_regex(column, r"^\d+\.0$")
    if pc.any(whole).as_py():
        column = pc.if_else(whole, pc.utf8_slice_codeunits(column, 0, -2), column)
    _check_text(raw, "task_id", _TEXT.id_expected)
    if not _all_different(column):
        _, places = distinct(column)
        _, firsts, inverse = np.unique(places, return_index=True, return_inverse=True)
        first = firsts[inverse]
        again = (places != BLANK) & (first != np.arange(len(places)))
        raw.wrong("task_id", again, _TEXT.is_in_row_already, lambda place: raw.rows[first[place]])
    return as_text(column)


def titles(raw: RawTable) -> pd.Series:
    """Return the titles as text, whatever they begin with."""
    _check_text(raw, "title", _TEXT.title_expected)
    return as_text(raw.table["title"])


def kept(raw: RawTable, columns: Iterable[str], units: Units) -> dict[str, pd.Series]:
    """Return more columns as text, missing where blank, or where the file has none of the name.

    Semicolons and line breaks separate several values; commas do where each value is a unit, and nowhere else.
    """
    texts = {}
    for name in columns:
        if name in raw:
            _check_formulas(raw, name)
            text = as_text(raw.table[name])
            listed = {each: units.listed(each) for each in text.dropna().unique() if "," in each}
            texts[name] = text.replace(listed) if listed else text
        else:
            texts[name] = as_text(pa.chunked_array([pa.nulls(len(raw), pa.string())]))
    return texts


def days(raw: RawTable, column: str) -> np.ndarray:
    """Return a column's days as datetime64[D]; `NaT` where blank, or where there is no column."""
    if column not in raw:
        return np.full(len(raw), np.datetime64("NaT"), dtype="datetime64[D]")
    cells = raw.table[column]
    if not pa.types.is_dictionary(cells.type):
        found, far = dates.typed(cells)
        raw.wrong(column, far, dates.FAR_YEAR)
        blank, turned = np.isnat(found), dates.turned(found)
    else:
        texts, places = distinct(cells)
        day_zero = dates.DAY_ZERO_1904 if raw.since_1904 else dates.DAY_ZERO
        values, faults = dates.parse_all(texts, day_zero=day_zero)
        blank = places == BLANK
        found = np.append(values, np.datetime64("NaT"))[places]
        for kind, bad in faults.items():
            raw.wrong(column, np.append(bad, False)[places], kind)
        real = np.array([raw.is_real_date(text) for text in texts], dtype=bool)
        among = dates.turned_among_texts(values, real)
        turned = dates.turned(found) | np.append(among, False)[places]
    raw.wrong(column, turned, _TEXT.turned)
    if column == "assigned_on":
        raw.wrong(column, blank, _TEXT.expected_day_such_as)
    return found


def units(
    raw: RawTable, register: Units, assigned: np.ndarray
) -> tuple[dict[str, Any], np.ndarray]:
    """Return `unit`, `unit_group` and `unit_row` of each task, by its unit's name or code on the day.

    `unit_row` is the row of `units.csv`; the second result says how the day is beside the unit's period.
    """
    texts, places = distinct(raw.table["unit"])
    rows, beside = register.locate(texts, places, assigned)
    blank = places == BLANK
    raw.wrong("unit", blank, _TEXT.unit_expected)
    raw.wrong(
        "unit",
        (rows == UNKNOWN) & ~blank,
        both("{0}"),
        lambda place: _unknown(texts[places[place]], register),
    )
    raw.wrong(
        "unit",
        rows == NOT_VALID,
        _TEXT.did_not_exist_on,
        lambda place: day(assigned[place].item()),
        lambda place: register.validity(texts[places[place]]),
    )
    rows = np.maximum(rows, 0)  # a bad row stops everything: what it gets does not matter
    unit = pd.Categorical(register.table["code"], categories=register.codes)
    group = pd.Categorical(register.table["group"], categories=register.groups)
    return {"unit": unit[rows], "unit_group": group[rows], "unit_row": rows}, beside


def _unknown(text: str, register: Units) -> BilingualText:
    """What is wrong with the name of no unit: it names several, or another one may be meant."""
    words = text.split()
    ways = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    listed = _BETWEEN_UNITS.split(_ASIDE.sub("", text))
    for parts in (tuple(filter(None, listed)), *ways):
        named = {register.rows(part) for part in parts}
        if () not in named and len(named) > 1:
            return _TEXT.several_units.format(len(parts))
    return _TEXT.is_not_known_unit.format(perhaps(register.nearest(text)), _TEXT.unit_expected)


def codes(raw: RawTable, column: str, vocabulary: Vocabulary) -> pd.Categorical[Any]:
    """Return the codes of `source` or `status`; missing where blank, or where there is none."""
    texts, places = distinct(raw.table[column]) if column in raw else ([], np.full(len(raw), BLANK))
    known = pd.Categorical([*map(vocabulary.code, texts), None], categories=[*vocabulary.codes])
    found, blank = known[places], places == BLANK
    raw.wrong(column, found.isna() & ~blank, vocabulary.unknown)
    if column == "source":
        raw.wrong(column, blank, vocabulary.expected)
    return found


def weights(raw: RawTable) -> np.ndarray:
    """Return the weights as floats, missing where blank: 1,5 and 1.5 alike, 20% as 0.2."""
    if "weight" not in raw:
        return np.full(len(raw), np.nan)
    texts, places = distinct(raw.table["weight"])
    values = np.array([*map(_number, texts), np.nan])[places]
    typed = ".csv" in raw.path.suffixes
    unclear = [
        bool(_THOUSANDS.fullmatch(text)) and (typed or "," in text or text[-1] == "0")
        for text in texts
    ]
    raw.wrong("weight", np.array([*unclear, False])[places], _TEXT.unclear)
    raw.wrong("weight", np.isnan(values) & (places != BLANK), _TEXT.is_not_number_expected)
    return values


def _all_different(column: pa.ChunkedArray) -> bool:
    """Say whether no text comes twice; where each is after the one before, there is no need to count."""
    rising = pc.all(pc.less(column.slice(0, len(column) - 1), column.slice(1)), skip_nulls=False)
    if rising.as_py():
        return True
    return pc.count_distinct(column).as_py() == len(column) - column.null_count


def _check_text(raw: RawTable, column: str, expected: BilingualText) -> None:
    """A blank will not do, nor the mark of a formula that failed."""
    if raw.table[column].null_count:
        raw.wrong(column, raw.blank(column), expected)
    _check_formulas(raw, column)


def _check_formulas(raw: RawTable, column: str) -> None:
    """The mark of a formula that failed is no text."""
    cells = raw.table[column].cast(pa.string())
    marked = pc.fill_null(pc.starts_with(cells, "#"), False)
    if pc.any(marked).as_py():
        failed = np.array([bool(text) and is_error(text) for text in cells.to_pylist()])
        raw.wrong(column, failed, _TEXT.failed_formula)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        return np.nan
    value = float(text.rstrip("% ").replace(",", "."))
    return value / 100 if text.endswith("%") else value
