"""An export as one clean register, or every bad row; the status of each task as of a date."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reporting.inputs.office import Reading, default_office
from reporting.registers import cells, export, headings
from reporting.registers.checked_table import BLANK, perhaps
from reporting.registers.export import RawTable
from reporting.registers.register import DAYS, FEW, Note, Register, as_of, disagreements
from reporting.registers.units import AFTER, BEFORE, NOT_VALID, UNKNOWN, Units
from reporting.text import DONE, BilingualText, both, texts
from reporting.text.wording import day, number

_TEXT = texts(__name__)

__all__ = ["Note", "Register", "as_of", "disagreements", "load"]

_BETWEEN_UNITS = re.compile(r"\s*(?:[;,/&+]|\s[-–]\s|\svà\s)\s*")
YEARS = pd.Timedelta(days=2 * 366)  # further away a year may be mistyped
_ASIDE = re.compile(r"\([^()]*\)")


def load(path: Path, units: Units, reading: Reading | None = None) -> Register:
    """Read an export as a clean register, as its office (else the package's) reads them, or every row that cannot be right."""
    reading = reading or default_office().reading
    raw = export.read(path, reading)
    blank = {column: raw.blank(column) for column in raw.table.column_names}
    alone = sum(~each for each in blank.values()) == 1
    for column in export.FREE_TEXT:
        lonely = alone & ~blank[column]
        raw.wrong(column, lonely, _TEXT.alone, partial(raw.shown, column))
        raw.settled |= lonely
    raw.check_text("task_id", expected=_TEXT.id_expected)
    raw.check_text("title", expected=_TEXT.title_expected)
    days = {column: _days(raw, column) for column in DAYS}
    assigned, _, completed = days.values()
    unit, beside = _units(raw, units, assigned)
    status = headings.of_statuses(reading)
    columns = {
        "task_id": _ids(raw),
        "title": cells.as_text(raw.table["title"]),
        **unit,
        "source": _codes(raw, "source", headings.of_sources(reading)),
        **{column: each.astype("datetime64[us]") for column, each in days.items()},
        "reported_status": _codes(raw, "status", status),
        "weight": _weights(raw),
        **_kept(raw, dict(reading.columns), units),
    }
    # no task is completed before it was assigned; the day itself will do
    early = completed < assigned
    raw.wrong("completed_on", early, _TEXT.is_before_task_was, lambda at: day(assigned[at].item()))
    if "status" in raw:  # dates alone say by a blank completion how a task stands
        silent, fault = raw.blank("status"), status.expected
        if "completed_on" in raw:
            silent &= raw.blank("completed_on") & raw.blank("due_on")
            fault = _TEXT.row_has_neither_status
        raw.wrong("status", silent, fault)
    raw.stop_if_any()
    table = pd.DataFrame(columns, copy=False)
    notes = _notes(raw, table, beside)
    for column, names in (*reading.headings, *reading.columns):  # silence would be taken for blanks
        if column not in raw:
            named = ", ".join(f"“{name}”" for name in names)
            notes.append(Note("column_not_there", len(raw), _TEXT.no_column.format(named, column)))
    return Register(table, path, raw.sheet, "completed_on" in raw, "status" in raw, tuple(notes))


def _notes(raw: RawTable, table: pd.DataFrame, beside: np.ndarray) -> list[Note]:
    notes = []
    dropped = _TEXT.group("dropped").items()
    found = [(kind, raw.dropped.get(kind, []), text, "") for kind, text in dropped]
    for column in DAYS[1:]:
        far = raw.rows[_far(table, column)].tolist()
        found.append(("far_years", far, _TEXT.far_years, raw.found.get(column, "")))
    for kind, rows, text, heading in found:
        if count := len(rows):
            listed = ", ".join(map(str, rows[:5])) + (", …" if count > 5 else "")
            of = number(count), listed, "row" if count == 1 else "rows", heading
            notes.append(Note(kind, count, text.format(*of)))
    for row, said, tasks, above in raw.miscounted:
        text = _TEXT.miscounted if above else _TEXT.miscounted_below
        notes.append(Note("totals_differ", 1, text.format(row, said, number(tasks))))
    for column, heading in raw.unread.items():
        text = _TEXT.heading_unread.format(heading, headings.NAMES[column][0][0], column)
        notes.append(Note("heading_unread", len(raw), text))
    early = int((table["due_on"] < table["assigned_on"]).sum())
    undated = int(table["due_on"].isna().sum())
    untold = int(table["reported_status"].isna().sum()) if "status" in raw else 0
    undecided, what_to_do = _unfilled(raw, table)
    half_due = _TEXT.half_due if "completed_on" in raw else _TEXT.half_due_told
    unweighed = int(table["weight"].isna().sum())  # all of them: nobody weighs tasks there
    counts = (
        ("hidden", raw.hidden, _TEXT.hidden),
        ("tidied", raw.tidied, _TEXT.tidied),
        ("due_before_assigned", early, _TEXT.one_early if early == 1 else _TEXT.early),
        ("completed_on_unfilled", undecided, what_to_do),
        ("completed_on_planned", _planned(table), _TEXT.maybe_planned),
        ("weight_unfilled", unweighed % len(table), _TEXT.half_weighed),
        ("due_on_unfilled", undated if 2 * undated >= len(table) else 0, half_due),
        ("status_unfilled", untold if 10 * untold >= len(table) else 0, _TEXT.half_told),
        ("before_unit", int((beside == BEFORE).sum()), _TEXT.before),
        ("after_unit", int((beside == AFTER).sum()), _TEXT.after),
    )
    return notes + [Note(kind, n, text.format(number(n))) for kind, n, text in counts if n]


def _far(table: pd.DataFrame, column: str) -> "pd.Series[bool]":
    """Say which days are years from the one on which a task was assigned, and after most tasks were."""
    since, usual = table[column] - table["assigned_on"], table["assigned_on"].median()
    return (since < -YEARS) | ((since > YEARS) & (table[column] - usual > YEARS))


def _unfilled(raw: RawTable, table: pd.DataFrame) -> tuple[int, BilingualText]:
    """Say of how many tasks a blank completion date hides that they are done, a tenth of these or more, and what to do."""
    blank, done = table["completed_on"].isna(), table["reported_status"].isin(DONE)
    undated = int((done & blank).sum())
    if "completed_on" not in raw:
        return 0, _TEXT.unfilled
    if "status" not in raw:
        return len(table) if blank.all() else 0, _TEXT.untold
    many = blank.all() or 10 * undated >= done.sum()
    return undated if many else 0, _TEXT.unfilled if blank.all() else _TEXT.half_filled


def _planned(table: pd.DataFrame) -> int:
    """Count the completion dates of tasks that are said to be open, if most of these have one, and they are many."""
    of_open = table["completed_on"][table["reported_status"].isin(("overdue", "in_term"))]
    dated = int(of_open.count())
    return dated if 2 * dated >= len(of_open) and dated > max(FEW, len(table) // 10) else 0


def _ids(raw: RawTable) -> pd.Series:
    """Return the ids, 12.0 as 12: Excel may hold a number where the software wrote a text."""
    column = raw.table["task_id"]
    whole = pc.match_substring_regex(column, r"^\d+\.0$")
    if pc.any(whole).as_py():
        column = pc.if_else(whole, pc.utf8_slice_codeunits(column, 0, -2), column)
    # where each is after the one before, there is no need to count
    rising = pc.all(pc.less(column.slice(0, len(column) - 1), column.slice(1)), skip_nulls=False)
    different = len(column) - column.null_count
    if not rising.as_py() and pc.count_distinct(column).as_py() < different:
        places = pd.Series(cells.distinct(column)[1])
        first = pd.Series(raw.rows).groupby(places).transform("first")
        again = places.duplicated() & (places != BLANK)
        raw.wrong("task_id", again, _TEXT.is_in_row_already, first.__getitem__)
    return cells.as_text(column)


def _kept(raw: RawTable, columns: Iterable[str], units: Units) -> dict[str, pd.Series]:
    """Return more columns as text; semicolons and line breaks separate several values, commas only where each is a unit."""
    texts = {}
    for name in columns:
        if name in raw:
            raw.check_text(name)
        nothing = pa.chunked_array([pa.nulls(len(raw), pa.string())])
        text = cells.as_text(raw.table[name] if name in raw else nothing)
        listed = {each: units.listed(each) for each in text.dropna().unique() if "," in each}
        texts[name] = text.replace(listed) if listed else text
    return texts


def _days(raw: RawTable, column: str) -> np.ndarray:
    """Return a column's days as datetime64[D]; `NaT` where blank, or where there is no column."""
    zero = cells.DAY_ZERO_1904 if raw.since_1904 else cells.DAY_ZERO
    needed = _TEXT.expected_day_such_as if column == "assigned_on" else None

    def meant(text: str) -> date | BilingualText:
        found = cells.day_of(text, zero=zero)
        return cells.NO_DAY if needed and found == cells.WORDS else found  # a blank will not do

    known, places = raw.read(column, meant, needed)
    days = np.array([*known.values()], dtype="datetime64[D]")
    real = np.array([raw.is_real_date(text) for text in known])
    raw.wrong(column, cells.turned(days, real)[places], _TEXT.turned)
    return days[places]


def _units(raw: RawTable, units: Units, assigned: np.ndarray) -> tuple[dict[str, Any], np.ndarray]:
    """Return `unit`, `unit_group` and `unit_row` of each task on its day, and how the day is beside the unit's period."""
    known, places = raw.read("unit", str, _TEXT.unit_expected)
    texts = [*known]
    rows, beside = units.locate(texts, places, assigned)

    def fault(of: Callable[[str], BilingualText]) -> Callable[[int], BilingualText]:
        return lambda place: of(texts[places[place]])

    unknown = (rows == UNKNOWN) & (places != BLANK)
    raw.wrong("unit", unknown, both("{0}"), fault(lambda text: _unknown(text, units)))
    when, validity = lambda place: day(assigned[place].item()), fault(units.validity)
    raw.wrong("unit", rows == NOT_VALID, _TEXT.did_not_exist_on, when, validity)
    rows = np.maximum(rows, 0)  # a bad row stops everything: what it gets does not matter
    unit = pd.Categorical(units.table["code"], categories=units.codes)
    group = pd.Categorical(units.table["group"], categories=units.groups)
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


def _codes(raw: RawTable, column: str, vocabulary: headings.Vocabulary) -> "pd.Categorical[Any]":
    """Return the codes of `source` or `status`; missing where blank, or where there is none."""
    needed = vocabulary.expected if column == "source" else None
    known, places = raw.read(column, vocabulary.meaning, needed)
    return pd.Categorical([*known.values()], categories=[*vocabulary.codes])[places]


def _weights(raw: RawTable) -> np.ndarray:
    """Return the weights as floats, missing where blank: 1,5 and 1.5 alike, 20% as 0.2."""

    def weight(text: str) -> float | BilingualText:
        value = cells.number(text) / (100 if text.endswith("%") else 1)
        return value if value >= 0 else _TEXT.is_not_number_expected

    known, places = raw.read("weight", weight)
    unclear = np.array([cells.has_two_meanings(it) and it[0] != "-" for it in known])[places]
    raw.wrong("weight", unclear, _TEXT.unclear, lambda at: cells.two_ways([*known][places[at]]))
    return np.array([*known.values()], dtype=float)[places]
