"""The unit register: from when to when each unit exists, and what each has become by a day, through any number of successors."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.registers import units_file
from reporting.registers.checked_table import PERIOD, valid
from reporting.text import BilingualText, Quarter, texts, wording

_TEXT = texts(__name__)

UNKNOWN, NOT_VALID = -1, -2  # no unit has a name or code; one has, but not on the day
WITHIN, BEFORE, AFTER = range(3)  # how the day a task was assigned is beside its unit's period
_FAR = 10_000_000  # more days than there are
MadeOf = Mapping[str, list[int]]  # rows of `units.csv` by what they have become


@dataclass(frozen=True, eq=False)
class Recast:
    """The units of a day, and what each unit has become by then."""

    table: pd.DataFrame = field(repr=False)
    # Every unit that another one has not taken over by the day, by its code, with the columns of `units.csv`. Of several of
    # one code the one of the day has it; one ended without a successor or not begun is called `24@2025-06-30`.
    units: pd.DataFrame
    became: tuple[str, ...]  # for each row of `units.csv` the code of the unit it is now

    def tasks(self, table: pd.DataFrame) -> pd.DataFrame:
        """Give each task of a register to the unit that its own has become, and to that one's group."""
        rows = table["unit_row"].to_numpy()
        place = self.units.index.get_indexer(pd.Index(self.became))
        groups = table["unit_group"].cat.categories
        group = groups.get_indexer(pd.Index(self.units["group"]))[place]
        return table.drop(columns="unit_row").assign(
            unit=pd.Categorical.from_codes(place[rows], categories=self.units.index),
            unit_group=pd.Categorical.from_codes(group[rows], categories=groups),
        )

    def made_of(self, quarter: Quarter, named: Collection[int] | None = None) -> MadeOf:
        """Return the rows of `units.csv` that existed in a quarter, or the `named` of them, by the unit that they have become."""
        found: dict[str, list[int]] = {}
        for row in np.flatnonzero(valid(self.table, quarter.first_day, quarter.last_day)).tolist():
            if named is None or row in named:
                found.setdefault(self.became[row], []).append(row)
        return found

    def put_together(self, quarter: Quarter, named: Collection[int] | None = None) -> MadeOf:
        """Return what `made_of` does for the units made of others than themselves, under whatever name."""
        then, now = self.table["code"].to_numpy(), self.units["code"].to_dict()
        made_of = self.made_of(quarter, named).items()
        return {code: rows for code, rows in made_of if {*then[rows]} != {now[code]}}

    def regrouped(self, quarter: Quarter) -> set[str]:
        """Return the groups that units have left or joined since a quarter."""
        then, now = self.table["group"].to_numpy(), self.units["group"].to_dict()
        groups = ({*then[rows], now[code]} for code, rows in self.made_of(quarter).items())
        return {group for several in groups if len(several) > 1 for group in several}


@dataclass(frozen=True)
class Units(units_file.Names):
    """The units of an office, one row of `table` per line of `units.csv`; a code may have several rows, for different days."""

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

    def on(self, day: date) -> Recast:
        """Return the units of a day; the same object for days on which they are the same."""
        (since, until), table, on = self.periods, self.table, np.datetime64(day, "D")
        final = list(range(len(table)))
        for row in sorted(final, key=lambda row: until[row], reverse=True):  # heirs end later
            if until[row] < on and self.heirs[row] >= 0:
                final[row] = final[self.heirs[row]]

        def first(row: int) -> tuple[bool, bool, int]:
            """Which of several units has a code: the one of the day, else the last before it, else the next."""
            begun, days = bool(since[row] <= on), int((since[row] - on).astype(int))
            return not (begun and on <= until[row]), not begun, -days if begun else days

        codes = table["code"].astype(str).tolist()
        rows = sorted(set(final), key=lambda row: (codes.index(codes[row]), *first(row)))
        units, called = table.loc[rows], {row: codes[row] for row in rows}
        named = ["name_vi", "name_en", "short_vi", "short_en"]
        names = units[named].T.to_dict("list")
        for row in units.index[units["code"].duplicated()]:
            ended = bool(until[row] < on)
            edge = (until if ended else since)[row].item()
            called[row] += f"@{edge}"
            text = _TEXT.called_until if ended else _TEXT.called_since
            for half in (slice(0, 2), slice(2, 4)):
                name = BilingualText(*names[row][half])
                names[row][half] = text.format(name, wording.day(edge))
        units[named] = pd.DataFrame.from_dict(names, "index", "str", named)
        units = units.set_axis(pd.Index([called[row] for row in rows]))
        found = Recast(table, units, tuple(called[row] for row in final))
        return self._by_day.setdefault(found.became, found)

    def locate(
        self, written: list[str], places: np.ndarray, on: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the row of `table` that each of the values at some places (−1: blank) names on its day, and how the day is beside its period."""
        since, until = (days.astype(int).tolist() for days in self.periods)  # counted from 1970

        def meant(rows: tuple[int, ...], day: int) -> tuple[int, int]:
            """On a day (0: any) a name means, after its last day, its heir, and before an heir's first day the heir."""
            for row in rows:
                if not day or since[row] <= day <= until[row]:
                    return row, WITHIN
            for row in sorted(rows, key=until.__getitem__, reverse=True):
                heir = row
                while until[heir] < day and self.heirs[heir] >= 0:
                    heir = self.heirs[heir]
                if heir != row and day <= until[heir]:
                    return heir, AFTER
            for row in sorted(rows, key=since.__getitem__):
                before = [r for r, heir in enumerate(self.heirs) if heir == row]
                if since[row] > day and before:
                    renamed = len(before) == 1 and since[before[0]] <= day <= until[before[0]]
                    return before[0] if renamed else row, BEFORE
            return NOT_VALID if rows else UNKNOWN, WITHIN

        known = [*map(self.rows, written)]
        days = np.where(np.isnat(on), 0, on.astype(np.int64))
        pair, pairs = pd.factorize(places.astype(np.int64) * _FAR + days)
        which = (divmod(each, _FAR) for each in pairs.tolist())
        found = [meant(known[place], day) for place, day in which]
        rows, beside = np.array(found, dtype=np.int16).reshape(-1, 2).T
        return rows[pair], beside[pair]

    def in_period(self, written: str, quarter: Quarter) -> int:
        """Return the row of the unit that a name stands for in a quarter, at its end if there are several."""
        named, (since, _) = self.rows(written), self.periods
        there = valid(self.table, quarter.first_day, quarter.last_day)
        found = max(filter(there.__getitem__, named), key=since.__getitem__, default=NOT_VALID)
        return found if named else UNKNOWN

    def validity(self, written: str) -> BilingualText:
        """Say from when to when a unit exists: “từ 18/3/2020 đến hết 30/6/2025”."""
        said = []
        for row in self.rows(written):
            days = zip((_TEXT.since, _TEXT.until), self.table.loc[row, [*PERIOD]], strict=True)
            known = [text.format(wording.day(day.date())) for text, day in days if pd.notna(day)]
            said.append(BilingualText.join(known, " "))
        return BilingualText.join(said)


def load(path: Path, groups: tuple[str, ...] = ()) -> Units:
    """Read `units.csv`, or every mistake in it; `groups` are those that there are, empty where any will do."""
    return Units(*units_file.read(path, groups))
