"""The rows of an export that are no tasks: blank ones, totals, notes, headings again."""

import re
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reporting.registers.cells import BLANKS, clean, text_at
from reporting.registers.headings import NEEDED, Header

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
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zđ])\)?")


def find(
    table: pa.Table, header: Header, whole_rows: Sequence[Sequence[str | None]] | None
) -> dict[str, list[int]]:
    """Return the places of rows that are no tasks, by kind.

    A totals row has nothing but a label and numbers in it, and no dates, or one at most and no unit and source; the
    last row may have a number alone. Below the last totals row, rows with at most half of what a task needs are
    notes. So are, after a blank row at the end, rows with nothing but what is written where a table is signed.
    `whole_rows` holds all cells of each row, also of columns that are not read.
    """
    if not len(table):
        return {}

    def cells(place: int) -> Cells:
        row = whole_rows[place] if whole_rows is not None else _row(table, place)
        return [text for cell in row if (text := clean(cell or "")) not in BLANKS]

    blank = _nulls(table, table.column_names)
    undated = np.flatnonzero(_nulls(table, ["assigned_on", "due_on"]) & ~blank).tolist()
    one_date = _null(table, "assigned_on") | _null(
        table, "due_on"
    )  # a count may stand under the other
    unowned = np.flatnonzero(_nulls(table, ["unit", "source"]) & one_date & ~blank).tolist()
    totals = [place for place in {*undated, *unowned} if _is_totals(cells(place))]
    if whole_rows is not None:
        # the label may stand in a column that is not read, with nothing in those that are
        totals += [p for p in np.flatnonzero(blank).tolist() if _is_totals(cells(p))]
    totals += _lone_number(blank, undated, cells)
    blank[totals] = False
    found = {
        BLANK: np.flatnonzero(blank).tolist(),
        TOTALS: sorted(set(totals)),
        HEADINGS: _headings_again(table, header, cells),
    }
    known = {place for places in found.values() for place in places}
    notes = _notes(table, max(totals), known) if totals else []
    found[NOTES] = sorted({*notes, *_signatures(table, blank, cells)} - known)
    known.update(found[NOTES])
    unheld = _nulls(table, [column for column in OWNED if column in table.column_names]) & ~blank
    groups = [place for place in np.flatnonzero(unheld).tolist() if place not in known]
    found[GROUPS] = [place for place in groups if _is_group(cells(place))]
    return found


def _row(table: pa.Table, place: int) -> list[str | None]:
    return [text_at(table[column], place) for column in table.column_names]


def _nulls(table: pa.Table, columns: Sequence[str]) -> np.ndarray:
    """Say for each row whether it is blank in all of some columns."""
    blank = np.ones(len(table), dtype=bool)
    for column in columns:
        blank &= _null(table, column)
    return blank


def _null(table: pa.Table, column: str) -> np.ndarray:
    return pc.is_null(table[column]).to_numpy().astype(bool)


def _is_totals(cells: Cells) -> bool:
    words = [cell for cell in cells if not _NUMBER.fullmatch(cell)]
    labels = [word for word in words if not _COUNT.fullmatch(word.casefold())]
    return bool(labels) and all(_LABEL.fullmatch(label.casefold()) for label in labels)


def _is_group(cells: Cells) -> bool:
    """Whether a row only says what the tasks below it are: II. CÔNG VIỆC CỦA …, alone or after its number."""
    if len(cells) == 1:
        name = cells[0]
        return bool(_GROUP.fullmatch(name)) or (name.isupper() and " " in name)
    numbered = len(cells) == 2 and _GROUP_NUMBER.fullmatch(cells[0])
    return bool(numbered) and not cells[1].islower() and not _NUMBER.fullmatch(cells[1])


def miscounted(
    table: pa.Table, kinds: dict[str, list[int]], whole_rows: Sequence[Sequence[str | None]] | None
) -> list[tuple[int, str, int]]:
    """Return the totals rows with one whole number that is no count of tasks above: place, number, tasks in all."""
    left_out = {place for places in kinds.values() for place in places}
    found, group = [], 0
    for place in sorted({*kinds.get(TOTALS, ()), *kinds.get(GROUPS, ())}):
        above = place - sum(one < place for one in left_out)
        row = whole_rows[place] if whole_rows is not None else _row(table, place)
        said = re.findall(r"\d[\d., ]*", " ".join(clean(cell or "") for cell in row))
        counted = [int(digits) for one in said if (digits := re.sub(r"\D", "", one))]
        if (
            place in kinds[TOTALS]
            and len(counted) == 1
            and counted[0] not in (above, above - group)
        ):
            found.append((place, said[0].strip(), above))
        group = above
    return found


def _lone_number(blank: np.ndarray, undated: list[int], cells: Callable[[int], Cells]) -> list[int]:
    """Return the last row with anything in it, if that is one number."""
    last = int(np.flatnonzero(~blank)[-1]) if not blank.all() else -1
    if last in undated and len(inside := cells(last)) == 1 and _NUMBER.fullmatch(inside[0]):
        return [last]
    return []


def _headings_again(table: pa.Table, header: Header, cells: Callable[[int], Cells]) -> list[int]:
    """Return rows that repeat the headings, as on each printed page, or number the columns."""
    column = table["assigned_on"]
    if not pa.types.is_dictionary(column.type):
        return []
    heading = header.found["assigned_on"]
    repeated = pc.equal(column.cast(pa.string()), heading).to_numpy(zero_copy_only=False)
    places = [
        place
        for place in np.flatnonzero(repeated == True).tolist()  # noqa: E712  None where blank
        if header.found["due_on"] in cells(place)
    ]
    first = cells(0)
    if len(first) >= 3 and all(_COLUMN_NUMBER.fullmatch(cell.casefold()) for cell in first):
        places.insert(0, 0)
    return places


def _notes(table: pa.Table, last_totals: int, known: set[int]) -> list[int]:
    below = table.slice(last_totals + 1)
    filled = sum((~_null(below, column)).astype(int) for column in NEEDED)
    places = np.flatnonzero(np.asarray(filled) <= len(NEEDED) // 2) + last_totals + 1
    return [place for place in places.tolist() if place not in known]


def _signatures(table: pa.Table, blank: np.ndarray, cells: Callable[[int], Cells]) -> list[int]:
    """Return the rows of signatures after a blank row at the end; each has phrases of such, or names below them."""
    end = len(table)
    while end and (blank[end - 1] or _is_signed(table, end - 1, cells, names=True)):
        end -= 1
    found: list[int] = []
    after_blank = False
    for place in range(end, len(table)):
        if blank[place]:
            after_blank = True
        elif after_blank and _is_signed(table, place, cells, names=bool(found)):
            found.append(place)
    return found


def _is_signed(table: pa.Table, place: int, cells: Callable[[int], Cells], *, names: bool) -> bool:
    """Whether a row has only what is written where a table is signed; never a unit, a source, a day or a number."""
    owned = [text_at(table[column], place) for column in OWNED if column in table.column_names]
    return all(_SIGNED.fullmatch(text.casefold()) for text in owned if text) and all(
        _SIGNED.fullmatch(cell.casefold()) or (names and _is_name(cell)) for cell in cells(place)
    )


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and all(word.isalpha() and word[0].isupper() for word in words)
