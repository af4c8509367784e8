"""An export of the work-management software as a raw table with canonical headings."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from reporting.inputs.office import Reading
from reporting.inputs.outside import check_size, reading
from reporting.registers import delimited, excel, headings, non_task_rows
from reporting.registers.cells import distinct, text_at, text_of, tidy
from reporting.registers.headings import Header, Known
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.wording import day

_TEXT = texts(__name__)

_REAL_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?: 00:00:00)?")
FREE_TEXT = ("task_id", "title")  # as many values as rows: kept as they are, not numbered


@dataclass(frozen=True)
class RawTable:
    """The rows of an export that may be tasks, each cell cleaned but not yet judged.

    `table` has the columns of `headings.COLUMNS` that the file has: `task_id` and `title` as
    strings, the others as dictionaries of strings, or as dates where a Parquet file has such.
    `rows` holds each row's number as the file shows it (in a CSV as a spreadsheet shows it, in
    Parquet counted from 1), `found` the headings as written, `dropped` the numbers of the rows
    that are no tasks, by the kinds of `leftovers`, `tidied` how many titles were changed,
    `miscounted` the row, the number and the tasks above of each totals row that says another number.
    """

    path: Path
    sheet: str | None
    table: pa.Table
    rows: np.ndarray
    found: dict[str, str]
    dropped: dict[str, list[int]]
    tidied: int
    miscounted: list[tuple[int, str, int]]

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, column: str) -> bool:
        return column in self.found

    def blank(self, column: str) -> np.ndarray:
        """Say for each row whether a column is blank there."""
        return pc.is_null(self.table[column]).to_numpy().astype(bool)

    def text(self, column: str, position: int) -> str | None:
        """Return a cell as text."""
        return text_at(self.table[column], position)

    def shown(self, column: str, position: int) -> BilingualText | None:
        """Return a cell as people see it, for messages: a real date the way it is written by hand."""
        text = self.text(column, position)
        if text is None:
            return None
        real = _REAL_DATE.fullmatch(text) if ".csv" not in self.path.suffixes else None
        with suppress(ValueError):  # what was typed as one may be no day: 2023-02-30
            return day(date.fromisoformat(real[1])) if real else both(text)
        return both(text)


def read(path: Path, office: Reading | None = None) -> RawTable:
    """Read an export; an `InputError` says why it cannot be, and which headings are missing."""
    if not path.is_file():
        raise InputError(
            BilingualText("{0}: không tìm thấy tệp này.", "{0}: there is no such file.").format(
                path.as_posix()
            )
        )
    known = headings.known(office)
    if path.suffix == ".parquet":
        return _from_parquet(path, known)
    if path.suffix in (".xlsx", ".xlsm"):
        return _from_grid(path, *_sheet(path, known))
    rows = delimited.rows(path, lambda rows: len(headings.find(rows, known).places))
    return _from_grid(path, None, rows, _complete(path, [(None, headings.find(rows, known))]))


def _sheet(path: Path, known: Known) -> tuple[str, list[excel.Row], Header]:
    """Choose the sheet with the headings and at least one row; hidden ones only if need be.

    Two such sheets are an error: taking one silently, or both, could count tasks wrongly.
    """
    found = [(sheet, headings.find(sheet.rows, known)) for sheet in excel.sheets(path)]
    whole = [pair for pair in found if pair[1].complete]
    filled = [(s, h) for s, h in whole if any(map(any, s.rows[h.row + h.height :]))] or whole
    chosen = [pair for pair in filled if pair[0].visible] or filled
    if len(chosen) > 1:
        names = ", ".join(f"“{sheet.name}”" for sheet, _ in chosen)
        raise InputError(_TEXT.sheets_all_have_headings.format(path.as_posix(), names))
    if not chosen:
        _complete(path, [(sheet.name, header) for sheet, header in found])
    sheet, header = chosen[0]
    return sheet.name, sheet.rows, header


def _complete(path: Path, found: list[tuple[str | None, Header]]) -> Header:
    """Return the header that has every column once; if none has, say what the best one lacks."""
    sheet, header = max(found, key=lambda pair: len(pair[1].places))
    if header.complete:
        return header
    where = path.as_posix()
    place = BilingualText(where, where)
    if sheet is not None:
        place = BilingualText(f"{where}, trang tính “{sheet}”", f"{where}, sheet “{sheet}”")
    problems = []
    if header.missing:
        missing = BilingualText(*(", ".join(half) for half in zip(*header.missing, strict=True)))
        listed = "; ".join(f"“{name}”" for name in header.all_found)
        seen = BilingualText(listed, listed) if listed else BilingualText("không có", "none")
        problems.append(_TEXT.column_is_missing_headings.format(place, missing, seen))
    for column, names in header.twice.items():
        both_named = ", ".join(f"“{name}”" for name in names)
        problems.append(_TEXT.columns_mean_same_leave.format(place, both_named, column))
    raise InputError(*problems)


def _from_grid(
    path: Path, sheet: str | None, grid: Sequence[Sequence[str | None]], header: Header
) -> RawTable:
    start = header.row + header.height
    body = grid[start:]
    by_place = list(zip_longest(*body))
    blank = (None,) * len(body)
    cells = {
        column: pa.array(by_place[place] if place < len(by_place) else blank, pa.string())
        for column, place in header.places.items()
    }
    numbers = np.arange(start + 1, start + 1 + len(body))
    return _only_tasks(path, sheet, pa.table(cells), numbers, header, body)


def _from_parquet(path: Path, known: Known) -> RawTable:
    with reading(path), pq.ParquetFile(path) as file:
        check_size(path, _unpacked(file))
        names = file.schema_arrow.names
        header = _complete(path, [(None, headings.match(names, known))])
        wanted = {column: names[place] for column, place in header.places.items()}
        for column, name in wanted.items():
            _check_type(path, column, file.schema_arrow.field(name))
        few = [name for column, name in wanted.items() if column not in FREE_TEXT]
        table = pq.read_table(path, columns=list(wanted.values()), read_dictionary=few)
        table.validate(full=True)
    cells = {column: table[name] for column, name in wanted.items()}
    numbers = np.arange(1, len(table) + 1)
    with reading(path):
        return _only_tasks(path, None, pa.table(cells), numbers, header, None)


def _unpacked(file: pq.ParquetFile) -> int:
    """The bytes that a Parquet file's own columns say they have."""
    groups = map(file.metadata.row_group, range(file.metadata.num_row_groups))
    return sum(group.total_byte_size for group in groups)


def _check_type(path: Path, column: str, field: pa.Field) -> None:
    """A column holds texts, numbers or days: no lists, structures or bytes, and no day that is none."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise InputError(
            _TEXT.column_values_type_cannot.format(path.as_posix(), field.name, column, kind)
        )


def _text(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write a column of numbers or of anything else as text."""
    if pa.types.is_floating(cells.type):
        return pa.chunked_array([pa.array(map(text_of, cells.to_pylist()), pa.string())])
    written = pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type)
    return cells if written else cells.cast(pa.string())


def _numbered(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Bring a column of few different values into the form that `RawTable` promises."""
    if pa.types.is_timestamp(cells.type) or pa.types.is_date(cells.type):
        return cells
    values, places = distinct(cells if pa.types.is_dictionary(cells.type) else _text(cells))
    indices = pa.array(places, mask=places < 0)
    return pa.chunked_array(
        [pa.DictionaryArray.from_arrays(indices, pa.array(values, pa.string()))]
    )


def _only_tasks(
    path: Path,
    sheet: str | None,
    cells: pa.Table,
    numbers: np.ndarray,
    header: Header,
    whole_rows: Sequence[Sequence[str | None]] | None,
) -> RawTable:
    """Clean the cells, and leave out what is no task: blank rows, totals, repeated headings."""
    titles, tidied = tidy(_text(cells["title"]))
    columns = {"task_id": tidy(_text(cells["task_id"]))[0], "title": titles}
    few = [column for column in cells.column_names if column not in FREE_TEXT]
    table = pa.table(columns | {column: _numbered(cells[column]) for column in few})
    kinds = non_task_rows.find(table, header, whole_rows)
    dropped = {kind: numbers[places].tolist() for kind, places in kinds.items() if places}
    wrong = non_task_rows.miscounted(table, kinds, whole_rows) if kinds else []
    miscounted = [(int(numbers[place]), said, tasks) for place, said, tasks in wrong]
    if dropped:
        keep = np.ones(len(numbers), dtype=bool)
        keep[[place for places in kinds.values() for place in places]] = False
        table, numbers = table.filter(pa.array(keep)), numbers[keep]
    if not len(numbers):
        raise InputError(_TEXT.there_are_headings_but.format(path.as_posix()))
    return RawTable(path, sheet, table, numbers, header.found, dropped, tidied, miscounted)
