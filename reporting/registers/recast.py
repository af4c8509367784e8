"""The units of a day, and what each unit before them has become by then, through any number of successors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from reporting.registers import small_table, units_file
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)


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

    def made_of(self, first: date, last: date) -> Mapping[str, list[int]]:
        """Return the rows of `units.csv` that existed in a period, by the unit that they have become."""
        since, until = small_table.periods(self.table)
        there = (since <= np.datetime64(last, "D")) & (until >= np.datetime64(first, "D"))
        found: dict[str, list[int]] = {}
        for row in np.flatnonzero(there):
            found.setdefault(self.became[row], []).append(int(row))
        return found

    def put_together(self, first: date, last: date) -> Mapping[str, list[int]]:
        """Return the rows in a period of the units made of others than themselves, under whatever name."""
        codes = self.table["code"]
        return {
            code: rows
            for code, rows in self.made_of(first, last).items()
            if {codes.iloc[row] for row in rows} != {self.units.at[code, "code"]}
        }

    def regrouped(self, first: date, last: date) -> set[str]:
        """Return the groups that units have left or joined since a period."""
        moved = (
            (str(self.table["group"].iloc[row]), str(self.units.at[code, "group"]))
            for code, rows in self.made_of(first, last).items()
            for row in rows
        )
        return {group for pair in moved if pair[0] != pair[1] for group in pair}


def recast(table: pd.DataFrame, day: date) -> Recast:
    """Return the units as they are on a day; `table` is that of `units.csv`."""
    since, until = small_table.periods(table)
    on, heirs = np.datetime64(day, "D"), units_file.heirs(table)
    final = list(range(len(table)))
    for row in sorted(final, key=lambda row: until[row], reverse=True):  # heirs end later
        if until[row] < on and heirs[row] >= 0:
            final[row] = final[heirs[row]]

    def first(row: int) -> tuple[bool, bool, int]:
        """Which of several units has a code: the one of the day, else the last before it, else the next."""
        begun = bool(since[row] <= on)
        days = int((since[row] - on).astype(int))
        return not (begun and on <= until[row]), not begun, -days if begun else days

    of_code: dict[str, list[int]] = {code: [] for code in table["code"]}
    for row in set(final):
        of_code[str(table["code"].iloc[row])].append(row)
    called: dict[int, str] = {}
    records: list[dict[str, Any]] = []
    for code, rows in of_code.items():
        for place, row in enumerate(sorted(rows, key=first)):
            called[row], record = code, dict(zip(table.columns, table.iloc[row], strict=True))
            if place:
                ended = bool(until[row] < on)
                edge = (until if ended else since)[row].item()
                called[row] = f"{code}@{edge}"
                for name in ("name", "short"):
                    text = BilingualText(record[f"{name}_vi"], record[f"{name}_en"])
                    text = (_TEXT.until if ended else _TEXT.since).format(text, wording.day(edge))
                    record |= {f"{name}_vi": text.vi, f"{name}_en": text.en}
            records.append(record)
    units = pd.DataFrame(records, pd.Index(list(called.values())), table.columns)
    return Recast(table, units.astype(table.dtypes), tuple(called[row] for row in final))
