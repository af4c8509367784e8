"""A quarter's tasks, clean: the status of each as of a date, and several quarters' registers as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.text.bilingual import BilingualText
from reporting.text.codes import DONE, STATUSES

ON_TIME, LATE, OVERDUE, IN_TERM, NO_DUE_DATE = range(len(STATUSES))
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Note:
    """Something noticed that is no mistake: its kind, how many rows, and what to say of it."""

    kind: str
    count: int
    text: BilingualText


@dataclass(frozen=True)
class Register:
    """One row per task, in the file's order; columns and dtypes as in `docs/how-it-works.md`."""

    table: pd.DataFrame
    path: Path
    sheet: str | None
    dated: bool  # the file has a column of completion dates
    reported: bool  # it has one of statuses; one of the two it has
    notes: tuple[Note, ...] = ()


def as_of(register: Register, cut_off: date) -> pd.DataFrame:
    """Return the register's table as things stood at the end of a day; `docs/how-it-works.md` says what is added.

    A completion after that day has not happened. Without completion dates the reported status counts, whatever the day.
    """
    until = np.datetime64(cut_off, "us")
    table = register.table
    if (table["assigned_on"].to_numpy() > until).any():
        table = table[table["assigned_on"] <= pd.Timestamp(cut_off)].reset_index(drop=True)
    due = table["due_on"].to_numpy()
    done_on = table["completed_on"].to_numpy()
    done_on = np.where(done_on <= until, done_on, np.datetime64("NaT", "us"))
    if register.dated:
        completed = ~np.isnat(done_on)
        status = _derived(due, done_on, completed, until)
    else:
        status = table["reported_status"].cat.codes.to_numpy()
        completed = np.isin(status, [STATUSES.index(code) for code in DONE])
    late = (done_on - due) / _DAY
    overdue: np.ndarray = np.subtract(until, due) / _DAY
    return table.assign(
        completed_on=done_on,
        status=pd.Categorical.from_codes(status, categories=pd.Index(STATUSES)),
        completed=completed,
        days_late=np.where((status == LATE) & (late > 0), late, np.nan),
        days_overdue=np.where((status == OVERDUE) & (overdue > 0), overdue, np.nan),
    )


def disagreements(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of an `as_of` table whose reported status is not the derived one."""
    reported = table["reported_status"].cat.codes.to_numpy()
    derived = table["status"].cat.codes.to_numpy()
    said_done = np.isin(reported, [STATUSES.index(code) for code in DONE])
    # without a due date the software has to report something, but being on time means nothing
    undated = derived == NO_DUE_DATE
    differs = np.where(
        undated,
        (reported != NO_DUE_DATE) & (said_done != table["completed"].to_numpy()),
        reported != derived,
    )
    return table[(reported >= 0) & differs]


def _derived(
    due: np.ndarray, done_on: np.ndarray, completed: np.ndarray, until: np.datetime64
) -> np.ndarray:
    status = np.full(len(due), IN_TERM, dtype=np.int8)
    status[~completed & (due < until)] = OVERDUE
    status[completed & (done_on <= due)] = ON_TIME
    status[completed & (done_on > due)] = LATE
    status[np.isnat(due)] = NO_DUE_DATE
    return status


def merged(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of tasks together, oldest first; a task has the row, and so the status, of the last that lists it."""
    together = pd.concat(tables, ignore_index=True)
    return together.drop_duplicates("task_id", keep="last", ignore_index=True)


def no_longer_listed(table: pd.DataFrame, last: pd.DataFrame) -> pd.Series[bool]:
    """Which tasks of a merged table are open, and not in the last register: their status is an older one."""
    return ~table["completed"] & ~table["task_id"].isin(last["task_id"])
