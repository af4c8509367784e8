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

DAYS = ("assigned_on", "due_on", "completed_on")


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
    most = _most(assigned)
    if most != quarter and (2 * int(near.sum()) < len(table) or not own.any()):
        told = next(noticed(table, quarter), both(""))
        move = _TEXT.move.format(wording.quarter(most))
        yield _TEXT.refused.format(register.path, told, move)
    elif cut_off and not (table["assigned_on"] <= pd.Timestamp(cut_off)).any():
        told = _TEXT.none_yet.format(wording.day(cut_off))
        yield _TEXT.refused.format(register.path, told, next(noticed(table, quarter), both("")))


def noticed(table: pd.DataFrame, quarter: Quarter) -> Iterator[BilingualText]:
    """Notice where most tasks have nothing to do with the quarter: last quarter's file in its folder, say."""
    assigned, due, _ = map(_quarters, (table[each] for each in DAYS))
    first, last = quarter.ordinal - quarter.quarters + 1, quarter.ordinal
    own = int((assigned.between(first, last) | ((assigned <= last) & (due >= first))).sum())
    if 2 * own >= len(table):
        return
    most = _most(assigned)
    counted = int((assigned == most.ordinal).sum())
    share = (_TEXT.some if own else _TEXT.none).format(
        wording.tasks(len(table)), wording.number(own)
    )
    yield (_TEXT.few if most == quarter else _TEXT.of_another).format(
        share, wording.quarter(quarter), wording.quarter(most), wording.number(counted)
    )


def _quarters(days: "pd.Series[pd.Timestamp]") -> "pd.Series[float]":
    """The quarter of each day by its ordinal."""
    return days.dt.year * 4.0 + days.dt.quarter - 1


def _most(quarters: "pd.Series[float]") -> Quarter:
    return Quarter(0, 1).shift(int(quarters.mode()[0]))
