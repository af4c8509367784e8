"""The rows of an export that are no tasks: blank ones, totals, notes, headings again."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reporting.registers.cells import BLANKS, day_of
from reporting.registers.headings import DATA, NAMES, NEEDED, Cells, Header, meaning, spelled
from reporting.text.spelling import clean

BLANK, TOTALS, NOTES, HEADINGS, GROUPS = "blank", "totals", "notes", "headings", "groups"
OWNED = ("unit", "source", "assigned_on", "due_on", "completed_on", "status")  # no place for a name

_NUMBER = re.compile(r"[+−-]?[\d., ]*\d%?")
_LABEL, _COUNT = (re.compile(DATA["rows"][kind]) for kind in ("totals", "count"))
_SIGNED = re.compile("|".join(DATA["rows"]["signed"]))
_GROUP_NUMBER = re.compile(r"(?:[IVX]+|[A-EĐ])[.)/:-]?")
_WORDS = re.compile(r"[^\W\d_]+(?:,? [^\W\d_]+){2,}:?")  # three and more, as no id is
_GROUP = re.compile(rf"{_GROUP_NUMBER.pattern}\s+\S.*")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zđ])\)?(?: ?[=+*/:-] ?\(?\d{1,3}\)?%?)*")


class NonTaskRows:
    """The rows of a table that are no tasks: `kinds` has their places by kind, as docs/how-it-works.md says."""

    def __init__(self, table: pa.Table, header: Header, whole: Sequence[Cells] | None) -> None:
        """Look through a table; `whole` holds all cells of each row, also of columns that are not read."""
        self._table, self._header, self._whole = table, header, whole
        self._owned = [column for column in OWNED if column in table.column_names]
        self.kinds: dict[str, list[int]] = {}
        if not len(table):
            return
        blank = self._blank(*table.column_names)
        totals = self._totals(blank)
        blank[totals] = False
        again = self._headings_again()
        self.kinds = {BLANK: np.flatnonzero(blank).tolist(), TOTALS: totals, HEADINGS: again}
        known = set(chain.from_iterable(self.kinds.values()))
        filled = np.sum([~self._blank(column) for column in NEEDED], axis=0)
        last = max(np.flatnonzero(filled > len(NEEDED) // 2), default=-1)
        # of a total that stands above, the tasks below it are no notes, though one may lack half
        below = np.flatnonzero((filled < 2) | (np.arange(len(table)) > last)).tolist()
        below = [each for each in below if totals and each > totals[-1]]
        notes = {*below, *self._signatures(blank)}
        self.kinds[NOTES] = sorted(notes - known)
        nobodys = np.flatnonzero(self._blank("unit", "source") & ~blank).tolist()
        rest = (place for place in nobodys if place not in known | notes)
        self.kinds[GROUPS] = [*filter(self._is_group, rest)]

    def miscounted(self) -> list[tuple[int, str, int, bool]]:
        """Return the totals rows with one number that counts no tasks: place, number, tasks, above it or below."""
        left_out = set(chain.from_iterable(self.kinds.values()))
        found, group = [], 0
        for place in sorted({*self.kinds.get(TOTALS, ()), *self.kinds.get(GROUPS, ())}):
            above = place - sum(one < place for one in left_out)
            weighed = self._row(place, [*{"weight"} & {*self._table.column_names}])  # no count
            cells = [cell for cell in self._cells(place) if cell not in weighed]
            said = re.findall(r"\d[\d., ]*", "|".join(cells))
            counted = [int(digits) for one in said if (digits := re.sub(r"\D", "", one))]
            tasks = above or len(self._table) - len(left_out)
            right = len(counted) != 1 or counted[0] in (tasks, tasks - group)
            if place in self.kinds[TOTALS] and not right:
                found.append((place, said[0].strip(), tasks, above > 0))
            group = above
        return found

    def _row(self, place: int, columns: Sequence[str]) -> list[str]:
        return [text for column in columns if (text := self._table[column][place].as_py())]

    def _cells(self, place: int) -> list[str]:
        """What is written in a row."""
        if self._whole is None:
            return self._row(place, self._table.column_names)
        return [text for cell in self._whole[place] if (text := clean(cell or "")) not in BLANKS]

    def _blank(self, *columns: str) -> np.ndarray:
        """Say for each row whether it is blank in all of some columns."""
        return np.logical_and.reduce([self._table[each].is_null().to_numpy() for each in columns])

    def _totals(self, blank: np.ndarray) -> list[int]:
        undated = self._blank("assigned_on", "due_on") & ~blank
        likely = undated | self._blank("unit", "source")  # a count may stand below each heading
        if self._whole is None:
            likely &= ~blank  # else the label may stand in a column that is not read
        totals = {place for place in np.flatnonzero(likely).tolist() if self._is_totals(place)}
        last = int(np.flatnonzero(~blank)[-1]) if not blank.all() else -1
        if last >= 0 and undated[last]:
            inside = self._cells(last)  # one number, and nothing to say of what
            totals |= {last} if len(inside) == 1 and _NUMBER.fullmatch(inside[0]) else set()
        return sorted(totals)

    def _is_totals(self, place: int) -> bool:
        words = [cell.casefold() for cell in self._cells(place) if not _NUMBER.fullmatch(cell)]
        labels = [word for word in words if not _COUNT.fullmatch(word)]
        days = self._row(place, ("assigned_on", "due_on"))
        dated = len(days) == 2 and all(isinstance(day_of(day), date) for day in days)
        return bool(labels) and not dated and all(map(_LABEL.fullmatch, labels))

    def _is_group(self, place: int) -> bool:
        """Whether a row only says what the tasks below it are, or how many: II. CÔNG VIỆC CỦA …"""
        cells, owned = self._cells(place), self._row(place, self._owned)
        if cells[-1].isdecimal() and (owned == cells[-1:] or len(cells) == 3):
            cells = cells[:-1]
        elif owned:
            return False
        if len(cells) == 1:
            in_place_of_id = any(self._row(place, ("task_id",))) and _WORDS.fullmatch(cells[0])
            shouted = cells[0].isupper() and " " in cells[0]
            return bool(_GROUP.fullmatch(cells[0]) or in_place_of_id) or shouted
        numbered = len(cells) == 2 and _GROUP_NUMBER.fullmatch(cells[0])
        return bool(numbered) and not cells[1].islower() and not _NUMBER.fullmatch(cells[1])

    def _headings_again(self) -> list[int]:
        """Return rows that repeat the headings, as on each printed page, or number the columns."""
        column = self._table["assigned_on"]
        words = column.chunk(0).dictionary.to_pylist()
        named = [word for word in words if self._names(word, "assigned_on")]
        repeated = pc.is_in(column.cast(pa.string()), value_set=pa.array(named, pa.string()))

        def again(at: int) -> bool:  # a second table may have its columns in another order
            its = {c: self._table[c][at].as_py() for c in self._header.found if c in NAMES}
            return its["due_on"] and all(self._names(text, c) for c, text in its.items() if text)

        places = [*filter(again, np.flatnonzero(repeated.to_numpy()).tolist())]
        first = self._cells(0)
        numbered = len(first) >= 3 and all(_COLUMN_NUMBER.fullmatch(c.casefold()) for c in first)
        return [0, *places] if numbered else places

    def _names(self, text: str, column: str) -> bool:
        """Whether a cell is the heading of a column, or its lower half, as the file has it or in the other language."""
        said, own = spelled(text), spelled(self._header.found[column])
        usual = not text[:1].isdecimal() and meaning(text)[0]
        return usual == column or (said != "" and own.endswith(said))

    def _signatures(self, blank: np.ndarray) -> list[int]:
        """Return the rows of signatures after a blank row at the end; each has phrases of such, or names below them."""
        end = len(self._table)
        while end and (blank[end - 1] or self._is_signed(end - 1, names=True)):
            end -= 1
        found: list[int] = []
        for place in range(end, len(self._table)):
            after_blank = blank[end:place].any() and not blank[place]
            if after_blank and self._is_signed(place, names=bool(found)):
                found.append(place)
        return found

    def _is_signed(self, place: int, *, names: bool) -> bool:
        """Whether a row has only what is written where a table is signed; never a unit, a source, a status or a number."""
        owned = self._row(place, [each for each in self._owned if not each.endswith("_on")])
        others = [cell for cell in self._cells(place) if not _SIGNED.fullmatch(cell.casefold())]
        words = [cell.split() for cell in others]
        named = all(2 <= len(each) <= 5 for each in words) and names
        named &= all(word.isalpha() and word[0].isupper() for each in words for word in each)
        return not {*owned} & {*others} and (named or not others)
