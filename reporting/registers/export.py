"""An export of the work-management software as a raw table with canonical headings."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from reporting.inputs.office import Reading
from reporting.inputs.outside import check_size, reading
from reporting.registers import grids, headings
from reporting.registers.cells import distinct, text_at, text_of, tidy
from reporting.registers.headings import Header, Known
from reporting.registers.mistakes import CheckedTable, listing, sheet_of
from reporting.registers.non_task_rows import NonTaskRows
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.wording import day

_TEXT = texts(__name__)

_REAL_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: 00:00:00)?")
FREE_TEXT = ("task_id", "title")  # as many values as rows: kept as they are, not numbered


class RawTable(CheckedTable):
    """The rows of an export that may be tasks, each cell cleaned but not yet judged; rows are counted as a sheet does."""

    table: pa.Table  # `FREE_TEXT` as strings, the others as dictionaries of strings, or as dates of a Parquet file
    dropped: dict[
        str, list[int]
    ]  # the numbers of the rows that are no tasks, by the kinds of `non_task_rows`
    tidied: int  # how many titles were changed
    miscounted: list[tuple[int, str, int, bool]]  # see `NonTaskRows.miscounted`
    hidden = 0  # how many of the rows one doesn't see in the file
    since_1904 = False  # whether a number that is a day counts the days from 1904

    def __contains__(self, column: str) -> bool:
        return column in self.found

    def blank(self, column: str) -> np.ndarray:
        """Say for each row whether a column is blank there."""
        return pc.is_null(self.table[column]).to_numpy().astype(bool)

    def shown(self, column: str, place: int) -> BilingualText | None:
        """Return a cell as people see it: a real date the way it is written by hand."""
        text = text_at(self.table[column], place) if column in self else None
        if text is None:
            return None
        with suppress(ValueError):  # what was typed as one may be no day: 2023-02-30
            return day(date.fromisoformat(text[:10])) if self.is_real_date(text) else both(text)
        return both(text)

    def is_real_date(self, text: str) -> bool:
        """Whether a cell, written as text, is a date to its file, and not a text that looks like one."""
        return ".csv" not in self.path.suffixes and _REAL_DATE.fullmatch(text) is not None


def read(path: Path, office: Reading | None = None) -> RawTable:
    """Read an export; an `InputError` says why it cannot be, and which headings are missing."""
    known = headings.known(office)
    return _from_parquet(path, known) if path.suffix == ".parquet" else _from_sheet(path, known)


def _from_sheet(path: Path, known: Known) -> RawTable:
    sheet, header = grids.find_table(path, known, lambda header: header.complete)
    _check(path, sheet.name, header)
    start = header.row + header.height
    body = sheet.rows[start:]
    by_place = dict(enumerate(zip_longest(*body)))
    cells = {
        column: pa.array(by_place.get(place, (None,) * len(body)), pa.string())
        for column, place in header.places.items()
    }
    numbers = np.arange(start + 1, start + 1 + len(body))
    raw = _only_tasks(path, sheet.name, pa.table(cells), numbers, header, body)
    last_is_task = raw.rows[-1] == len(sheet.rows)
    if last_is_task and not sheet.ended and len(body[-1]) < len(sheet.rows[header.row]):
        raise InputError(_TEXT.cut_off.format(path, raw.rows[-1]))
    raw.hidden, raw.since_1904 = int(np.isin(raw.rows, sheet.hidden).sum()), sheet.since_1904
    return raw


def _check(path: Path, sheet: str | None, header: Header) -> None:
    """Say what a header lacks that has not every column once."""
    if header.complete:
        return
    place = sheet_of(path, sheet)
    problems = []
    if header.missing:
        seen = listing(header.all_found, "; ") or BilingualText("không có", "none")
        missing = BilingualText.join(header.missing, ", ")
        problems.append(_TEXT.column_is_missing_headings.format(place, missing, seen))
    for column, names in header.twice.items():
        problems.append(_TEXT.columns_mean_same_leave.format(place, listing(names), column))
    raise InputError(*problems)


def _from_parquet(path: Path, known: Known) -> RawTable:
    with reading(path), pq.ParquetFile(path) as file:
        groups = map(file.metadata.row_group, range(file.metadata.num_row_groups))
        check_size(path, sum(group.total_byte_size for group in groups))  # its own word for it
        names = file.schema_arrow.names
        header = headings.match(names, known)
        _check(path, None, header)
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


def _check_type(path: Path, column: str, field: pa.Field) -> None:
    """A column holds texts, numbers or days: no lists, structures or bytes, and no day that is none."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise InputError(_TEXT.column_values_type_cannot.format(path, field.name, column, kind))


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
    others = NonTaskRows(table, header, whole_rows)
    dropped = {kind: numbers[places].tolist() for kind, places in others.kinds.items() if places}
    miscounted = [(int(numbers[each[0]]), *each[1:]) for each in others.miscounted()]
    if dropped:
        keep = ~np.isin(numbers, [*chain.from_iterable(dropped.values())])
        table, numbers = table.filter(pa.array(keep)), numbers[keep]
    if not len(numbers):
        raise InputError(_TEXT.there_are_headings_but.format(path))
    raw = RawTable(path, sheet, numbers, header.found)
    raw.table, raw.dropped, raw.tidied, raw.miscounted = table, dropped, tidied, miscounted
    return raw
