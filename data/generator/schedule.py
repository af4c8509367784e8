"""When tasks are assigned, due and done, and what became of them by the end of the quarter."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.catalogue import NEXT
from generator.chance import Ints, apportion, draw, mark, pick
from generator.period import Days, Period, shift

STATUSES = ("completed_on_time", "completed_late", "overdue", "in_term", "no_due_date")
EARLY = {0: 36, 1: 25, 2: 15, 3: 9, 4: 5, 5: 4, 6: 2, 7: 2, 8: 1, 10: 1}  # working days
LATE = {
    1: 44,
    2: 22,
    3: 12,
    4: 6,
    5: 4,
    6: 3,
    7: 2,
    8: 1,
    9: 1,
    10: 1,
    12: 1,
    14: 1,
}  # calendar days
VERY_LATE = {0: 40, 5: 3, 11: 2, 19: 1, 30: 1}  # on top
DAY = np.timedelta64(1, "D")


def dated(period: Period, rows: pd.DataFrame) -> pd.DataFrame:
    """Give each task its due and assignment dates: working days, the same for all of one batch."""
    batch = (rows["office"], rows["kind"], rows["month"], mark(period.name))
    last = np.datetime64(period.cut_off)
    planned = rows["due"].to_numpy().astype("datetime64[D]")
    usual = draw(4, "due", rows["office"], rows["kind"]) - 2
    due = shift(planned, usual)
    first = shift(np.datetime64(period.first_day), 0, roll="forward")
    within = rows["month"].to_numpy() < NEXT
    due = np.where(within, np.clip(due, first, shift(last, 0)), np.maximum(due, last + 4 * DAY))
    start = shift(due, -rows["lead"].to_numpy() - draw(3, "lead", *batch))
    start = np.minimum(start, shift(last, -draw(7, "start", *batch)))
    since = rows["since"].fillna(rows["due"] - pd.Timedelta(days=365)).to_numpy()
    start = np.maximum(start, shift(since.astype("datetime64[D]"), draw(4, "since", *batch)))
    return rows.assign(due=due.astype("datetime64[s]"), assigned=start.astype("datetime64[s]"))


def settled(
    period: Period, rows: pd.DataFrame, counts: list[int], behind: dict[str, int]
) -> pd.DataFrame:
    """Give exactly so many tasks each status, shared out over the pools by their size.

    `behind` says how much later some units are, in hundredths of the usual. In term is what falls due
    on the cut-off or after it; overdue is rather what fell due not long ago.
    """
    pools, number = np.unique(rows["pool"].to_numpy(dtype=str), return_inverse=True)
    slow = rows["unit"].astype(str).map(behind).to_numpy()
    size = np.bincount(number, weights=slow).astype(np.int64)
    due = rows["due"].to_numpy().astype("datetime64[D]")
    cut_off = np.datetime64(period.cut_off)
    status = np.zeros(len(rows), dtype=np.int64)
    taken = np.zeros(len(rows), dtype=bool)
    of_row = (rows["office"], rows["kind"], rows["month"], rows["nth"], mark(period.name))
    of_batch = of_row[:3]
    mood = draw(600, "mood", *of_batch, mark(period.name))  # a whole batch tends to be late at once
    since = (cut_off - due).astype(np.int64)
    wish = {
        3: (due >= cut_off, draw(1000, "open", *of_row)),
        2: (due < cut_off, (draw(1000, "overdue", *of_row) + mood) * (12 + since) * 100 // slow),
        1: (due < shift(cut_off, 0), (draw(1000, "late", *of_row) + mood) * 100 // slow),
        4: (due < cut_off, draw(2**20, "no due date", *of_row)),
    }
    for code, (possible, score) in wish.items():
        free = possible & ~taken
        score = np.where(rows["hard"], -1 if code == 2 else 2**40, score)
        room = np.bincount(number[free], minlength=len(pools))
        share = apportion(counts[code], room if code in (3, 4) else size, room)
        now = _first(number, score, free, share)
        status[now], taken[now] = code, True
    return rows.assign(status=status)


def _first(group: Ints, score: Ints, free: np.ndarray, share: Ints) -> Ints:
    """Return the rows with the lowest scores, so many in each group, among those that are free."""
    where = np.flatnonzero(free)
    order = where[np.lexsort((where, score[where], group[where]))]
    rank = pd.Series(group[order]).groupby(group[order]).cumcount().to_numpy()
    return order[rank < share[group[order]]]


def finished(period: Period, rows: pd.DataFrame) -> pd.DataFrame:
    """Give each completed task its completion date; take the due date of those without one."""
    of_row = (rows["office"], rows["kind"], rows["month"], rows["nth"], mark(period.name))
    due = rows["due"].to_numpy().astype("datetime64[D]")
    start = rows["assigned"].to_numpy().astype("datetime64[D]")
    last = np.datetime64(period.cut_off)
    early = np.minimum(pick(EARLY, "early", *of_row), rows["lead"].to_numpy() // 3)
    on_time = shift(np.minimum(due, last), -early)
    saturday = (draw(30, "saturday", *of_row) == 0) & (on_time < np.minimum(due, last))
    on_time = np.where(saturday & (_weekday(on_time) == 4), on_time + DAY, on_time)
    on_time = np.maximum(on_time, np.minimum(start, due))
    days = pick(LATE, "late days", *of_row) + pick(VERY_LATE, "very late", *of_row)
    late = _working(due + days * DAY, draw(8, "weekend", *of_row) == 0)
    late = np.minimum(late, shift(last, 0))
    status = rows["status"].to_numpy()
    done = np.where(status == 1, late, on_time)
    undone = (status == 2) | (status == 3) | ((status == 4) & (draw(2, "undated", *of_row) == 0))
    done[undone] = np.datetime64("NaT", "D")
    due[status == 4] = np.datetime64("NaT", "D")
    return rows.assign(due=due.astype("datetime64[s]"), completed=done.astype("datetime64[s]"))


def _weekday(days: Days) -> Ints:
    return (days.astype(np.int64) + 3) % 7


def _working(days: Days, also_saturdays: np.ndarray) -> Days:
    """Move days off to the next working day, but for some Saturdays."""
    keep = also_saturdays & (_weekday(days) == 5)
    return np.where(keep, days, shift(days, 0, roll="forward"))


def exported_later(period: Period, rows: pd.DataFrame) -> pd.DataFrame:
    """Let some open tasks be done after the quarter: older registers were exported later."""
    of_row = (rows["office"], rows["kind"], rows["month"], rows["nth"], mark(period.name))
    recent = rows["due"] > np.datetime64(period.cut_off) - np.timedelta64(30, "D")
    undone = rows["status"].isin([2, 3]) & ~rows["hard"] & recent
    open_ = undone & (draw(110, "afterwards", *of_row) == 0)
    done = shift(np.datetime64(period.cut_off), 1 + draw(8, "when", *of_row))
    return rows.assign(
        completed=rows["completed"].mask(open_, pd.Series(done, rows.index).astype("datetime64[s]"))
    )
