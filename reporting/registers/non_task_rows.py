"""The rows of an export that are no tasks: blank ones, totals, notes, headings again."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reporting.registers import dates
from reporting.registers.cells import BLANKS, text_at
from reporting.registers.headings import NEEDED, USUAL, Header, heading_key
from reporting.text.spelling import clean

BLANK, TOTALS, NOTES, HEADINGS, GROUPS = "blank", "totals", "notes", "headings", "groups"
Cells = list[str]
OWNED = ("unit", "source", "assigned_on", "due_on", "completed_on", "status")  # no place for a name

_NUMBER = re.compile(r"[+−-]?[\d.,  ]*\d%?")
_LABEL = re.compile(
    r"(?:tổng(?: cộng| số)?|cộng|(?:grand )?total)(?: (?:số )?công việc| tasks)?"
    r"[ :]*[\d.,]*(?: công việc| tasks)?"
)
_COUNT = re.compile(r"\d[\d.,  ]* ?(?:công việc|nhiệm vụ|dòng|tasks|rows)")
_SIGNED = re.compile(  # what stands below a table that is signed: the place and day, who made it, who signs
    r"[^\d,;]{2,40}, ?ngày[\d .…]*tháng[\d .…]*năm[\d .…]*"
    r"|(?:người|cán bộ) (?:lập|tổng hợp|kiểm tra)(?: biểu| bảng| báo cáo| danh sách)?"
    r"|(?:kt\.?|tl\.?|tm\.?|q\.?)? ?(?:thủ trưởng(?: đơn vị| cơ quan)?|lãnh đạo (?:đơn vị|cơ quan))"
    r"|\(? ?(?:đã )?ký(?: tên)?(?:[ ,;]+(?:(?:và )?ghi )?(?:rõ )?họ(?: và)? tên)?(?:[ ,;]+(?:và )?đóng dấu)? ?\)?"
)
_GROUP_NUMBER = re.compile(r"(?:[IVX]+|[A-EĐ])[.)/:-]?")
_GROUP = re.compile(rf"{_GROUP_NUMBER.pattern}\s+\S.*")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zđ])\)?(?: ?[=+*/:-] ?\(?\d{1,3}\)?%?)*")


class NonTaskRows:
    """The rows of a table that are no tasks: `kinds` has their places by kind, as docs/how-it-works.md says."""

    def __init__(
        self, table: pa.Table, header: Header, whole: Sequence[Sequence[str | None]] | None
    ) -> None:
        """Look through a table; `whole` holds all cells of each row, also of columns that are not read."""
        self._table, self._whole = table, whole
        self._owned = [column for column in OWNED if column in table.column_names]
        self.kinds: dict[str, list[int]] = {}
        if not len(table):
            return
        blank = self._blank(*table.column_names)
        totals = self._totals(blank)
        blank[totals] = False
        self.kinds[BLANK] = np.flatnonzero(blank).tolist()
        self.kinds[TOTALS] = totals
        self.kinds[HEADINGS] = self._headings_again(header)
        known = set(chain.from_iterable(self.kinds.values()))
        notes = {*(self._below(totals[-1]) if totals else ()), *self._signatures(blank)}
        self.kinds[NOTES] = sorted(notes - known)
        known |= notes
        nobodys = np.flatnonzero(self._blank("unit", "source") & ~blank).tolist()
        self.kinds[GROUPS] = [p for p in nobodys if p not in known and self._is_group(p)]

    def miscounted(self) -> list[tuple[int, str, int, bool]]:
        """Return the totals rows with one number that counts no tasks: place, number, tasks, above it or below."""
        left_out = set(chain.from_iterable(self.kinds.values()))
        found, group = [], 0
        for place in sorted({*self.kinds.get(TOTALS, ()), *self.kinds.get(GROUPS, ())}):
            above = place - sum(one < place for one in left_out)
            said = re.findall(r"\d[\d., ]*", "|".join(self._cells(place)))
            counted = [int(digits) for one in said if (digits := re.sub(r"\D", "", one))]
            tasks = above or len(self._table) - len(left_out)
            right = len(counted) != 1 or counted[0] in (tasks, tasks - group)
            if place in self.kinds[TOTALS] and not right:
                found.append((place, said[0].strip(), tasks, above > 0))
            group = above
        return found

    def _row(self, place: int, columns: Sequence[str]) -> list[str | None]:
        return [text_at(self._table[column], place) for column in columns]

    def _cells(self, place: int) -> Cells:
        """What is written in a row."""
        row = (
            self._row(place, self._table.column_names)
            if self._whole is None
            else self._whole[place]
        )
        return [text for cell in row if (text := clean(cell or "")) not in BLANKS]

    def _blank(self, *columns: str) -> np.ndarray:
        """Say for each row whether it is blank in all of some columns."""
        blank = [pc.is_null(self._table[column]).to_numpy().astype(bool) for column in columns]
        return np.logical_and.reduce(blank)

    def _totals(self, blank: np.ndarray) -> list[int]:
        undated = self._blank("assigned_on", "due_on") & ~blank
        likely = undated | self._blank("unit", "source")  # a count may stand below each heading
        if self._whole is None:
            likely &= ~blank  # else the label may stand in a column that is not read
        totals = [p for p in np.flatnonzero(likely).tolist() if self._is_totals(p)]
        last = int(np.flatnonzero(~blank)[-1]) if not blank.all() else -1
        if last >= 0 and undated[last]:
            inside = self._cells(last)  # one number, and nothing to say of what
            if len(inside) == 1 and _NUMBER.fullmatch(inside[0]):
                totals.append(last)
        return sorted(set(totals))

    def _is_totals(self, place: int) -> bool:
        words = [cell for cell in self._cells(place) if not _NUMBER.fullmatch(cell)]
        labels = [word for word in words if not _COUNT.fullmatch(word.casefold())]
        days = self._row(place, ("assigned_on", "due_on"))
        dated = all(day and isinstance(dates.parse(day), date) for day in days)
        return bool(labels) and not dated and all(map(_LABEL.fullmatch, map(str.casefold, labels)))

    def _is_group(self, place: int) -> bool:
        """Whether a row only says what the tasks below it are, or how many: II. CÔNG VIỆC CỦA …"""
        cells, owned = self._cells(place), [*filter(None, self._row(place, self._owned))]
        if cells[-1].isdecimal() and (owned == cells[-1:] or len(cells) == 3):
            cells = cells[:-1]
        elif owned:
            return False
        if len(cells) == 1:
            return bool(_GROUP.fullmatch(cells[0])) or (cells[0].isupper() and " " in cells[0])
        numbered = len(cells) == 2 and _GROUP_NUMBER.fullmatch(cells[0])
        return bool(numbered) and not cells[1].islower() and not _NUMBER.fullmatch(cells[1])

    def _headings_again(self, header: Header) -> list[int]:
        """Return rows that repeat the headings, as on each printed page, or number the columns."""
        column = self._table["assigned_on"]
        if not pa.types.is_dictionary(column.type):
            return []
        named = [
            word
            for word in column.chunk(0).dictionary.to_pylist()
            if _names(word, "assigned_on", header)
        ]
        repeated = pc.is_in(column.cast(pa.string()), value_set=pa.array(named, pa.string()))
        places = [
            place
            for place in np.flatnonzero(repeated.to_numpy()).tolist()
            if any(_names(cell, "due_on", header) for cell in self._cells(place))
        ]
        first = self._cells(0)
        if len(first) >= 3 and all(_COLUMN_NUMBER.fullmatch(cell.casefold()) for cell in first):
            places.insert(0, 0)
        return places

    def _below(self, last_totals: int) -> list[int]:
        filled = sum((~self._blank(column)).astype(int) for column in NEEDED)
        places = np.flatnonzero(np.asarray(filled) <= len(NEEDED) // 2)
        return places[places > last_totals].tolist()

    def _signatures(self, blank: np.ndarray) -> list[int]:
        """Return the rows of signatures after a blank row at the end; each has phrases of such, or names below them."""
        end = len(self._table)
        while end and (blank[end - 1] or self._is_signed(end - 1, names=True)):
            end -= 1
        found: list[int] = []
        after_blank = False
        for place in range(end, len(self._table)):
            if blank[place]:
                after_blank = True
            elif after_blank and self._is_signed(place, names=bool(found)):
                found.append(place)
        return found

    def _is_signed(self, place: int, *, names: bool) -> bool:
        """Whether a row has only what is written where a table is signed; never a unit, a source, a day or a number."""
        owned = filter(None, self._row(place, self._owned))
        return all(_SIGNED.fullmatch(text.casefold()) for text in owned) and all(
            _SIGNED.fullmatch(cell.casefold()) or (names and _is_name(cell))
            for cell in self._cells(place)
        )


def _names(text: str, column: str, header: Header) -> bool:
    """Whether a cell is the heading of a column, as the file has it or in the other language."""
    if text[:1].isdecimal():
        return False
    return text == header.found[column] or USUAL.get(heading_key(text), ("",))[0] == column


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and all(word.isalpha() and word[0].isupper() for word in words)
