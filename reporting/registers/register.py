"""A quarter's tasks, clean: the status of each as of a date, several registers as one, and whether one is the quarter's own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reporting.text import DONE, STATUSES, BilingualText, Quarter, both, texts, wording

if TYPE_CHECKING:
    from reporting.inputs.input_files import InputFiles

_TEXT = texts(__name__)

ON_TIME, LATE, OVERDUE, IN_TERM, NO_DUE_DATE = range(len(STATUSES))
_DAY = np.timedelta64(1, "D")
FEW = 2  # tasks whose days were corrected, say
MANY = 10  # rows from which on a column counts as filled, or an earlier quarter's tasks are no stray ones
DAYS = ("assigned_on", "due_on", "completed_on")


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
    """Return the table as of the end of a day, when later completions had not happened; reported statuses count whatever the day."""
    until = np.datetime64(cut_off, "us")
    table = register.table
    if (table["assigned_on"].to_numpy() > until).any():
        table = table[table["assigned_on"] <= pd.Timestamp(cut_off)].reset_index(drop=True)
    due = table["due_on"].to_numpy()
    done_on = table["completed_on"].to_numpy()
    if (later := done_on > until).any():
        done_on = np.where(later, np.datetime64("NaT", "us"), done_on)
        table = table.assign(completed_on=done_on)
    if register.dated:
        completed = ~np.isnat(done_on)
        status: np.ndarray = np.full(len(due), IN_TERM, dtype=np.int8)
        status[~completed & (due < until)] = OVERDUE
        status[completed & (done_on <= due)] = ON_TIME
        status[completed & (done_on > due)] = LATE
        status[np.isnat(due)] = NO_DUE_DATE
    else:
        status = table["reported_status"].cat.codes.to_numpy()
        completed = np.isin(status, [STATUSES.index(code) for code in DONE])
    late = (done_on - due) / _DAY
    overdue: np.ndarray = np.subtract(until, due) / _DAY
    return table.assign(
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
    other = (reported != NO_DUE_DATE) & (said_done != table["completed"].to_numpy())
    return table[(reported >= 0) & np.where(undated, other, reported != derived)]


def merged(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of tasks together, oldest first; a task has the row, and so the status, of the last that lists it."""
    together = pd.concat(tables, ignore_index=True)
    return together.drop_duplicates("task_id", keep="last", ignore_index=True)


def numbered_anew(tables: Mapping[Quarter, pd.DataFrame]) -> Iterator[Note]:
    """Notice ids of a period that are of a task of another day in each quarter, as running numbers are."""
    for period in sorted(each for each in tables if each.quarters > 1):
        together = pd.concat(tables[it] for it in period.parts)[["task_id", "assigned_on"]]
        again = together["task_id"].duplicated(keep="last").to_numpy()
        earlier, last = (together[those].set_index("task_id") for those in (again, ~again))
        of_another = (earlier != last.loc[earlier.index])["assigned_on"]
        count = int(of_another.sum())
        if count > FEW and 2 * count > len(earlier):
            text = _TEXT.numbered_anew.format(wording.number(count), wording.quarter(period))
            yield Note("numbered_anew", count, text)


def zeros_lost(tables: Mapping[Quarter, pd.DataFrame]) -> Iterator[Note]:
    """Notice tasks of a period that are in it twice, for their ids lost the zeros before them in one file."""
    for period in sorted(each for each in tables if each.quarters > 1):
        together = pd.concat(tables[it] for it in period.parts)[["task_id", "assigned_on"]]
        once = together[together["task_id"].str.isdecimal()].drop_duplicates("task_id")
        # of the same day: the same task
        bare = once.assign(task_id=once["task_id"].str.lstrip("0"))
        if (count := int(bare.duplicated().sum())) > FEW:
            text = _TEXT.zeros_lost.format(wording.number(count), wording.quarter(period))
            yield Note("zeros_lost", count, text)


def unlike(tables: Mapping[Quarter, pd.DataFrame], found: "InputFiles") -> Iterator[Note]:
    """Notice columns that the report's own quarter has filled and others have not, or that it alone has not; and cut-offs that do not match."""
    own, params = found.quarter, found.params
    others = sorted({*found.registers} - {*own.parts, *params.compared.parts[:-1]})
    names = _TEXT.group("columns") | {it: params.column_name(it) for it in params.columns}
    for column, name in names.items():
        counts = {it: int(tables[it][column].notna().sum()) for it in (own, *others)}
        blank = [it for it, count in counts.items() if not count]
        # a reason why a task is late may well be given of none
        filled = [it for it, n in counts.items() if n >= MANY or 2 * n > len(tables[it])]
        pair = (filled, [own]) if own in blank else ([own], blank) if own in filled else ([], [])
        if all(pair):
            told = (wording.listing([*map(wording.quarter, each)]) for each in pair)
            yield Note("other_columns", 1, _TEXT.other_columns.format(*told, name))
    at = {each: found.cut_off(each.last) for each in (own, *others)}
    late = {each: (at[each] - each.last_day).days for each in at}
    uneven = [each for each in others if abs(late[each] - late[own]) > 7]  # days
    if uneven and not found.early and tables[own]["completed_on"].notna().any():
        days = ((wording.quarter(it), wording.day(at[it])) for it in (own, *uneven))
        listed = BilingualText.join(both("{0}: {1}").format(*each) for each in days)
        yield Note("other_cut_off", len(uneven), _TEXT.other_cut_off.format(listed))


def not_yet(register: Register, quarter: Quarter, cut_off: date) -> Iterator[Note]:
    """Notice tasks assigned after the cut-off, or over before the quarter, and statuses that a due date or a cut-off contradicts."""
    table, until, day = register.table, pd.Timestamp(cut_off), wording.day(cut_off)
    due, said = table["due_on"], table["reported_status"]
    done_on = table["completed_on"] if register.dated else due.where(said == "completed_on_time")
    first = pd.Timestamp(quarter.first_day)
    over = int(((done_on < first) & ~(due >= first)).sum())
    told = {"assigned_after_cut_off": int((table["assigned_on"] > until).sum())}
    of_another = not (table["assigned_on"] >= first).any()
    told["over_before"] = over if over >= MANY and not of_another else 0
    if not register.dated:
        odd = (said == "in_term") & (due < until) | (said == "overdue") & (due >= until)
        odd |= (said == "no_due_date") & due.notna()
        told["status_beside_due"] = int(odd.sum())
        told["status_as_reported"] = len(table) * (cut_off < quarter.last_day)
    for kind, count in ((kind, count) for kind, count in told.items() if count):
        of = wording.number(count), day, wording.quarter(quarter)
        yield Note(kind, count, _TEXT.group("not_yet")[kind].format(*of))


def no_longer_listed(table: pd.DataFrame, last: pd.DataFrame) -> "pd.Series[bool]":
    """Which tasks of a merged table are open, and not in the last register: their status is an older one."""
    return ~table["completed"] & ~table["task_id"].isin(last["task_id"])


def refusal(register: Register, quarter: Quarter, cut_off: date | None) -> Iterator[BilingualText]:
    """Say that a file cannot be the quarter's own: most tasks lie far away, or all outside it or after the cut-off."""
    table, dated = register.table, register.dated
    assigned, due, completed = map(_quarters, (table[each] for each in DAYS))
    first, last = quarter.ordinal - quarter.quarters + 1, quarter.ordinal
    # what was given long ago may be the quarter's own: it is due or done in it, or still open
    given, ended = assigned <= last, completed if dated else due
    then = given & ((due >= first) | (completed >= first) | (completed.isna() & dated))
    own = then | assigned.between(first, last) | (given & ended.isna())
    near = then | assigned.between(first - 1, last + 1)
    most, told = _most(assigned), noticed(table, quarter)
    if most != quarter and (2 * int(near.sum()) < len(table) or not own.any()):
        move = _TEXT.move.format(wording.quarter(most))
        yield _TEXT.refused.format(register.path, next(told, both("")), move)
    elif cut_off and not (table["assigned_on"] <= pd.Timestamp(cut_off)).any():
        none_yet = _TEXT.none_yet.format(wording.day(cut_off))
        yield _TEXT.refused.format(register.path, none_yet, next(told, both("")))


def noticed(table: pd.DataFrame, quarter: Quarter) -> Iterator[BilingualText]:
    """Notice where most tasks have nothing to do with the quarter: last quarter's file in its folder, say."""
    assigned, due, _ = map(_quarters, (table[each] for each in DAYS))
    first, last = quarter.ordinal - quarter.quarters + 1, quarter.ordinal
    own = int((assigned.between(first, last) | ((assigned <= last) & (due >= first))).sum())
    if 2 * own >= len(table):
        return
    most, some = _most(assigned), _TEXT.some if own else _TEXT.none
    share = some.format(wording.tasks(len(table)), wording.number(own))
    counted = wording.number(int((assigned == most.ordinal).sum()))
    text = _TEXT.few if most == quarter else _TEXT.of_another
    yield text.format(share, *map(wording.quarter, (quarter, most)), counted)


def _quarters(days: "pd.Series[pd.Timestamp]") -> "pd.Series[float]":
    """The quarter of each day by its ordinal."""
    months = days.to_numpy().astype("datetime64[M]").astype(np.int64)  # since 1970
    return pd.Series(months // 3 + 1970 * 4.0).mask(days.isna())


def _most(quarters: "pd.Series[float]") -> Quarter:
    return Quarter(0, 1).shift(int(quarters.mode()[0]))
