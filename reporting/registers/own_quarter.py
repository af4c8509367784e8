"""Whether an export is of the quarter in whose folder it stands: another one's is noticed, or refused."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from reporting.registers.register import Register
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)


def refusal(register: Register, quarter: Quarter, cut_off: date | None) -> Iterator[BilingualText]:
    """Say that a file cannot be the quarter's own: most tasks lie more than a quarter away, all outside it or after the cut-off.

    What was assigned long ago and is due or done in the quarter, or still open, may be the quarter's own.
    """
    table = register.table
    assigned, due, completed = (table[c] for c in ("assigned_on", "due_on", "completed_on"))
    near = assigned.between(
        pd.Timestamp(quarter.shift(-1).first_day), pd.Timestamp(quarter.shift(1).last_day)
    )
    first, last = pd.Timestamp(quarter.first_day), pd.Timestamp(quarter.last_day)
    ended = due if not register.dated else completed
    given = assigned <= last
    then = given & ((due >= first) | (completed >= first) | (completed.isna() & register.dated))
    own = then | assigned.between(first, last) | (given & ended.isna())
    most = _most(assigned)
    if most != quarter and (2 * int((near | then).sum()) < len(table) or not own.any()):
        told = next(noticed(table, quarter), both(""))
        move = _TEXT.move.format(wording.quarter(most))
        yield _TEXT.refused.format(register.path, told, move)
    elif cut_off and not (assigned <= pd.Timestamp(cut_off)).any():
        told = _TEXT.none_yet.format(wording.day(cut_off))
        yield _TEXT.refused.format(register.path, told, next(noticed(table, quarter), both("")))


def noticed(table: pd.DataFrame, quarter: Quarter) -> Iterator[BilingualText]:
    """Notice where most tasks have nothing to do with the quarter: last quarter's file in its folder, say."""
    assigned, due = table["assigned_on"], table["due_on"]
    first, last = pd.Timestamp(quarter.first_day), pd.Timestamp(quarter.last_day)
    own = int((assigned.between(first, last) | ((assigned <= last) & (due >= first))).sum())
    if 2 * own >= len(table):
        return
    most = _most(assigned)
    counted = int((_quarters(assigned) == most.year * 4 + most.number - 1).sum())
    share = (_TEXT.some if own else _TEXT.none).format(
        wording.tasks(len(table)), wording.number(own)
    )
    yield (_TEXT.few if most == quarter else _TEXT.of_another).format(
        share, wording.quarter(quarter), wording.quarter(most), wording.number(counted)
    )


def _most(assigned: "pd.Series[pd.Timestamp]") -> Quarter:
    """The quarter in which most tasks were assigned."""
    return Quarter(0, 1).shift(int(_quarters(assigned).mode()[0]))


def _quarters(days: "pd.Series[pd.Timestamp]") -> "pd.Series[int]":
    return days.dt.year * 4 + days.dt.quarter - 1
