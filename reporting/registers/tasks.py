"""An export as one clean register, or every bad row; the status of each task as of a date."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.inputs.office import Reading, default_office
from reporting.registers import export, fields, vocabulary
from reporting.registers.export import RawTable
from reporting.registers.register import Note, Register, as_of, disagreements
from reporting.registers.units import AFTER, BEFORE, Units
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import DONE
from reporting.text.wording import day, number

_TEXT = texts(__name__)

__all__ = ["Note", "Register", "as_of", "disagreements", "load"]


def load(path: Path, units: Units, reading: Reading | None = None) -> Register:
    """Read an export as a clean register, as its office (else the package's) reads them, or every row that cannot be right."""
    reading = reading or default_office().reading
    raw = export.read(path, reading)
    task_id, title = fields.ids(raw), fields.titles(raw)
    source = fields.codes(raw, "source", vocabulary.of_sources(reading))
    assigned = fields.days(raw, "assigned_on")
    unit, beside = fields.units(raw, units, assigned)
    due, completed = fields.days(raw, "due_on"), fields.days(raw, "completed_on")
    columns = {
        "task_id": task_id,
        "title": title,
        **unit,
        "source": source,
        "assigned_on": assigned.astype("datetime64[us]"),
        "due_on": due.astype("datetime64[us]"),
        "completed_on": completed.astype("datetime64[us]"),
        "reported_status": fields.codes(raw, "status", vocabulary.STATUS),
        "weight": fields.weights(raw),
        **fields.kept(raw, dict(reading.columns), units),
    }
    # no task is completed before it was assigned; the day itself will do
    early = completed < assigned
    raw.wrong("completed_on", early, _TEXT.is_before_task_was, lambda at: day(assigned[at].item()))
    _check_told(raw)
    raw.stop_if_any()
    table = pd.DataFrame(columns, copy=False)
    notes = (*_notes(raw, table, beside), *_not_there(raw, reading))
    return Register(table, path, raw.sheet, "completed_on" in raw, "status" in raw, notes)


def _check_told(raw: RawTable) -> None:
    """Where nothing says how a task stands no status can be given to it; dates alone say it by a blank completion."""
    if "status" not in raw:
        return
    silent = raw.blank("status")
    if "completed_on" in raw:
        silent &= raw.blank("completed_on") & raw.blank("due_on")
        fault = _TEXT.row_has_neither_status
    else:
        fault = vocabulary.STATUS.expected
    raw.wrong("status", silent, fault)


def _notes(raw: RawTable, table: pd.DataFrame, beside: np.ndarray) -> list[Note]:
    notes = []
    for kind, text in _TEXT.group("dropped").items():
        if rows := raw.dropped.get(kind):
            listed = ", ".join(map(str, rows[:5])) + (", …" if len(rows) > 5 else "")
            called = "row" if len(rows) == 1 else "rows"
            notes.append(Note(kind, len(rows), text.format(number(len(rows)), listed, called)))
    for row, said, tasks, above in raw.miscounted:
        text = _TEXT.miscounted if above else _TEXT.miscounted_below
        notes.append(Note("totals_differ", 1, text.format(row, said, number(tasks))))
    early = int((table["due_on"] < table["assigned_on"]).sum())
    undated = int(table["due_on"].isna().sum())
    untold = int(table["reported_status"].isna().sum()) if "status" in raw else 0
    undecided, what_to_do = _unfilled(raw, table)
    unweighed = int(table["weight"].isna().sum())  # all of them: nobody weighs tasks there
    counts = (
        ("hidden", raw.hidden, _TEXT.hidden),
        ("tidied", raw.tidied, _TEXT.tidied),
        ("due_before_assigned", early, _TEXT.one_early if early == 1 else _TEXT.early),
        ("completed_on_unfilled", undecided, what_to_do),
        ("weight_unfilled", unweighed % len(table), _TEXT.half_weighed),
        ("due_on_unfilled", undated if 2 * undated >= len(table) else 0, _TEXT.half_due),
        ("status_unfilled", untold if 10 * untold >= len(table) else 0, _TEXT.half_told),
        ("before_unit", int((beside == BEFORE).sum()), _TEXT.before),
        ("after_unit", int((beside == AFTER).sum()), _TEXT.after),
    )
    return notes + [Note(kind, n, text.format(number(n))) for kind, n, text in counts if n]


def _not_there(raw: RawTable, reading: Reading) -> Iterator[Note]:
    """Say which of the office's own columns the file does not have: silence would be taken for blanks."""
    for column, headings in reading.columns:
        if column not in raw:
            named = ", ".join(f"“{heading}”" for heading in headings)
            yield Note("column_not_there", len(raw), _TEXT.no_column.format(named, column))


def _unfilled(raw: RawTable, table: pd.DataFrame) -> tuple[int, BilingualText]:
    """Say of how many tasks a blank completion date hides that they are done, a tenth of these or more, and what to do."""
    blank = table["completed_on"].isna()
    if "completed_on" not in raw:
        return 0, _TEXT.unfilled
    if "status" not in raw:
        return len(table) if blank.all() else 0, _TEXT.untold
    done = table["reported_status"].isin(DONE)
    undated = int((done & blank).sum())
    if blank.all():
        return undated, _TEXT.unfilled
    return undated if 10 * undated >= done.sum() else 0, _TEXT.half_filled
