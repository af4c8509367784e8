"""The unit register: codes, names and groups, and from when to when each unit exists."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.registers import small_table, unit_names, units_file
from reporting.registers.recast import Recast, recast
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.spelling import key
from reporting.text.wording import day

_TEXT = texts(__name__)

UNKNOWN, NOT_VALID = -1, -2
WITHIN, BEFORE, AFTER = range(3)  # how the day a task was assigned is beside its unit's period
_FAR = 10_000_000  # more days than there are


@dataclass(frozen=True)
class Units:
    """The units of an office."""

    # One row per line of `units.csv`, and its columns; days are datetime64 (`NaT`: no bound). A code may stand on several
    # rows, whose periods do not overlap: of a renamed unit, or of another one.
    table: pd.DataFrame
    notes: tuple[BilingualText, ...]  # what was noticed in the file
    _by_day: dict[tuple[str, ...], Recast] = field(default_factory=dict, init=False, repr=False)

    @property
    def codes(self) -> list[str]:
        """The codes, each once, in the file's order."""
        return list(dict.fromkeys(self.table["code"]))

    @property
    def groups(self) -> list[str]:
        """The groups that occur, as they appear."""
        return list(dict.fromkeys(self.table["group"]))

    @cached_property
    def _named(self) -> dict[str, tuple[int, ...]]:
        return unit_names.spellings(self.table)

    @cached_property
    def _days(self) -> tuple[list[int], list[int]]:
        """The first and the last day of each row, counted from 1970."""
        since, until = small_table.periods(self.table)
        return since.astype(int).tolist(), until.astype(int).tolist()

    @cached_property
    def _heirs(self) -> list[int]:
        return units_file.heirs(self.table)

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
        """Return the row of `table` that each value names on its day, and how the day is beside the unit's period.

        `places` has each row's place among the different values `written`, −1 where it is blank. `UNKNOWN` where no unit
        has that name or code, `NOT_VALID` where one has, but not on that day.
        """
        known = [*map(self.rows, written), ()]
        days = np.where(np.isnat(on), 0, on.astype(np.int64))
        pair, pairs = pd.factorize(places.astype(np.int64) * _FAR + days)
        found = [
            self._on(known[place], day)
            for place, day in (divmod(each, _FAR) for each in pairs.tolist())
        ]
        rows, beside = np.array(found, dtype=np.int16).reshape(-1, 2).T
        return rows[pair], beside[pair]

    def _on(self, rows: tuple[int, ...], day: int) -> tuple[int, int]:
        """Return which of some rows a name means on a day (0: on any).

        After its last day a unit's name means the unit that took it over, before the first day that of an heir the heir.
        """
        since, until = self._days
        for row in rows:
            if not day or since[row] <= day <= until[row]:
                return row, WITHIN
        for row in sorted(rows, key=lambda row: until[row], reverse=True):
            heir = row
            while until[heir] < day and self._heirs[heir] >= 0:
                heir = self._heirs[heir]
            if heir != row and day <= until[heir]:
                return heir, AFTER
        for row in sorted(rows, key=lambda row: since[row]):
            before = [r for r, heir in enumerate(self._heirs) if heir == row]
            if since[row] > day and before:
                renamed = len(before) == 1 and since[before[0]] <= day <= until[before[0]]
                return before[0] if renamed else row, BEFORE
        return NOT_VALID if rows else UNKNOWN, WITHIN

    def in_period(self, written: str, first: date, last: date) -> int:
        """Return the row of the unit that a name stands for in a period, at its end if there are several."""
        since, until = small_table.periods(self.table)
        begin, end = np.datetime64(first, "D"), np.datetime64(last, "D")
        named = self.rows(written)
        there = [row for row in named if since[row] <= end and until[row] >= begin]
        return max(there, key=lambda row: since[row]) if there else NOT_VALID if named else UNKNOWN

    def validity(self, written: str) -> BilingualText:
        """Say from when to when a unit exists: “từ 18/3/2020 đến hết 30/6/2025”."""
        rows = self.table.iloc[list(self.rows(written))]
        return BilingualText.join([*map(_period, rows["valid_from"], rows["valid_to"])])

    def nearest(self, written: str) -> str | None:
        """Return the name of the unit that was abbreviated, or is most like what was written, if there is one."""
        names, codes = self.table["name_vi"].tolist(), self.table["code"].tolist()
        if rows := unit_names.abbreviated(written, names):
            return names[rows[0]] if len({codes[row] for row in rows}) == 1 else None
        row = unit_names.nearest(written, self._named)
        return None if row is None else names[row]

    def meant(self, written: str) -> BilingualText | None:
        """Return the code and name of the unit that someone meant who did not write its code, if one can be told."""
        return unit_names.meant(written, self._named, self.table)


def load(path: Path, groups: tuple[str, ...] = ()) -> Units:
    """Read `units.csv`, or every mistake in it; `groups` are those that there are, empty where any will do."""
    return Units(*units_file.read(path, groups))


def _period(since: pd.Timestamp, until: pd.Timestamp) -> BilingualText:
    said = [_TEXT.since.format(day(since.date()))] if not pd.isna(since) else []
    said += [_TEXT.until.format(day(until.date()))] if not pd.isna(until) else []
    return BilingualText.join(said, " ")
