"""The unit register: codes, names and groups, and from when to when each unit exists."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.inputs.office import in_package
from reporting.registers import units_file
from reporting.registers.cells import key, without_marks
from reporting.registers.recast import Recast, recast
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import LANGUAGES
from reporting.text.wording import day

_TEXT = texts(__name__)

UNKNOWN, NOT_VALID = -1, -2
WITHIN, BEFORE, AFTER = range(3)  # how the day a task was assigned is beside its unit's period
_PLACES: Mapping[str, list[str]] = in_package()["places"]
_LEADING = re.compile(
    rf"(?:{'|'.join(without_marks(key(w)) for w in _PLACES['before'])})(?:[. ]+|$)"
)
# An office of a province is also written without the word for province, or as the place alone.
_OFFICE = re.compile(
    rf"(.+?) (?:{'|'.join(map(re.escape, _PLACES['kinds']))}) ?(.+)", re.IGNORECASE
)


@dataclass(frozen=True)
class Units:
    """The units of an office.

    `table` has one row per line of `units.csv` and its columns; codes are strings, dates
    datetime64 (`NaT`: no bound). A code may stand on several rows, whose periods do not overlap:
    of a renamed unit, or of another one. `notes` is what was noticed in the file.
    """

    table: pd.DataFrame
    notes: tuple[BilingualText, ...]
    _named: dict[str, tuple[int, ...]] = field(repr=False)
    _by_day: dict[tuple[str, ...], Recast] = field(default_factory=dict, init=False, repr=False)

    @property
    def codes(self) -> list[str]:
        """The codes, each once, in the file's order."""
        return list(dict.fromkeys(self.table["code"]))

    @property
    def groups(self) -> list[str]:
        """The groups that occur, as they appear."""
        return list(dict.fromkeys(self.table["group"]))

    def rows(self, written: str) -> tuple[int, ...]:
        """Return the rows of `table` that a name or a code may stand for, on one day or another."""
        return self._named.get(key(written), ())

    def listed(self, written: str) -> str:
        """Return a list of units that commas separate with semicolons; any other text as it is."""
        parts = [part.strip() for part in written.split(",")]
        are_units = len(parts) > 1 and all(map(self.rows, parts)) and not self.rows(written)
        return "; ".join(parts) if are_units else written

    def on(self, day: date) -> Recast:
        """Return the units of a day; the same object for days on which they are the same."""
        found = recast(self.table, day)
        return self._by_day.setdefault(found.became, found)

    def locate(
        self, written: list[str], places: np.ndarray, on: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the row of `table` that each value names on its day, and how the day is beside the unit's.

        `written` holds the different values, `places` each row's place in it (−1: blank), `on`
        the days as datetime64[D]. `UNKNOWN` where no unit has that name or code, `NOT_VALID`
        where one has, but not on that day. Without a day, any period will do. After its last day
        a unit's name means the unit that took it over (`AFTER`), before the first day that of a
        successor means the successor (`BEFORE`).
        """
        known = [self.rows(value) for value in written]
        depth = max(map(len, known), default=0)
        padded = [[*rows, *[UNKNOWN] * (depth - len(rows))] for rows in [*known, ()]]
        choices = np.array(padded, dtype=np.int16).reshape(len(known) + 1, depth)
        since, until = units_file.periods(self.table)
        found = np.full(len(places), UNKNOWN, dtype=np.int16)
        for choice in choices.T:
            row = choice[places]
            valid = np.isnat(on) | ((since[row] <= on) & (on <= until[row]))
            found = np.where((found < 0) & (row >= 0), np.where(valid, row, NOT_VALID), found)
        beside = np.full(len(places), WITHIN, dtype=np.int8)
        amiss = np.flatnonzero(found == NOT_VALID)
        pairs, which = np.unique(np.rec.fromarrays([places[amiss], on[amiss]]), return_inverse=True)
        if len(pairs):
            meant = [self._by_succession(known[place], day) for place, day in pairs]
            found[amiss], beside[amiss] = np.array(meant).T[:, which]
        return found, beside

    def _by_succession(self, rows: tuple[int, ...], day: np.datetime64) -> tuple[int, int]:
        """Return the row that a name means on a day on which none that has it exists, and how the day is beside it."""
        since, until = units_file.periods(self.table)
        for row in sorted(rows, key=lambda row: until[row], reverse=True):
            if until[row] < day and self._heirs[row] >= 0:
                while until[row] < day and self._heirs[row] >= 0:
                    row = self._heirs[row]
                if day <= until[row]:
                    return row, AFTER
        for row in sorted(rows, key=lambda row: since[row]):
            before = [r for r, heir in enumerate(self._heirs) if heir == row]
            if since[row] > day and before:
                renamed = len(before) == 1 and since[before[0]] <= day <= until[before[0]]
                return before[0] if renamed else row, BEFORE
        return NOT_VALID, WITHIN

    def in_period(self, written: str, first: date, last: date) -> int:
        """Return the row of the unit that a name stands for in a period, at its end if there are several."""
        since, until = units_file.periods(self.table)
        begin, end = np.datetime64(first, "D"), np.datetime64(last, "D")
        named = self.rows(written)
        there = [row for row in named if since[row] <= end and until[row] >= begin]
        return max(there, key=lambda row: since[row]) if there else NOT_VALID if named else UNKNOWN

    @cached_property
    def _heirs(self) -> list[int]:
        return units_file.heirs(self.table)

    def validity(self, written: str) -> BilingualText:
        """Say from when to when a unit exists: “từ 18/3/2020 đến hết 30/6/2025”."""
        rows = self.table.iloc[list(self.rows(written))]
        periods = list(map(_period, rows["valid_from"], rows["valid_to"]))
        return BilingualText(*("; ".join(each[one] for each in periods) for one in LANGUAGES))

    def nearest(self, written: str) -> str | None:
        """Return the name of the unit most like what was written, if one is like it."""
        row = self._nearest(written)
        return None if row is None else str(self.table["name_vi"].iloc[row])

    def meant(self, written: str) -> BilingualText | None:
        """Return the code and name of the unit that someone meant who did not write its code, if one can be told."""
        rows = self.rows(written)
        row = rows[-1] if rows else self._nearest(written)
        if row is None:
            return None
        code, vi, en = self.table.loc[row, ["code", "name_vi", "name_en"]]
        return BilingualText("{0} ({1})", "{0} ({2})").format(code, vi, en or vi)

    def _nearest(self, written: str) -> int | None:
        """The row of the unit most like what was written.

        The words all offices share are left out: by them, Hà Nội would be near to Hà Nam.
        """
        close = difflib.get_close_matches(_place(key(written)), self._by_place, n=1, cutoff=0.7)
        return self._by_place[close[0]] if close else None

    @cached_property
    def _by_place(self) -> dict[str, int]:
        return {_place(spelling): rows[-1] for spelling, rows in reversed(self._named.items())}


def load(path: Path, groups: tuple[str, ...] = ()) -> Units:
    """Read `units.csv`; an `InputError` names every mistake in it by row, column and value.

    `groups` are those that there are; empty where any will do.
    """
    table, notes = units_file.read(path, groups)
    return Units(table, notes, _spellings(table))


def _spellings(table: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    """Return the rows each spelling stands for; a spelling of two units at once stands for none.

    A code goes before a name, a name as written before a shorter form of one.
    """
    columns = (["code"], ["name_vi", "name_en"], ["short_vi", "short_en"])
    forms = [table[each].to_numpy().tolist() for each in columns]
    forms += [list(map(_short_code, table["code"])), list(map(_short_names, table["name_vi"]))]
    found: dict[str, tuple[int, ...]] = {}
    periods = units_file.periods(table)
    for form in forms:
        fresh: dict[str, list[int]] = {}
        for row, written in enumerate(form):
            for spelling in set(map(key, written)):
                fresh.setdefault(spelling, []).append(row)
        for spelling, rows in sorted(fresh.items()):
            if spelling not in found and not units_file.clash(periods, rows):
                found[spelling] = tuple(rows)
    return found


def _short_code(code: str) -> list[str]:
    """Return 1 for 01, as Excel leaves it."""
    return [code.lstrip("0")] if code.isdigit() and code.strip("0") else []


def _short_names(name: str) -> list[str]:
    match = _OFFICE.fullmatch(name)
    if not match:
        return []
    office, place = match.groups()
    return [place, *(f"{office} {kind}{place}" for kind in ("", *_PLACES["abbreviated"]))]


def _place(spelling: str) -> str:
    """Return a spelling without marks and without the words before a place."""
    rest = without_marks(spelling)
    while match := _LEADING.match(rest):
        rest = rest[match.end() :]
    return rest


def _period(since: pd.Timestamp, until: pd.Timestamp) -> BilingualText:
    said = [_TEXT.since.format(day(since.date()))] if not pd.isna(since) else []
    said += [_TEXT.until.format(day(until.date()))] if not pd.isna(until) else []
    return BilingualText(*(" ".join(text[one] for text in said) for one in LANGUAGES))
