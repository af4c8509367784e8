"""An export of the work-management software as a raw table with canonical headings."""

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from reporting.inputs.office import Reading
from reporting.inputs.outside import check_size, reading
from reporting.registers import grids, headings
from reporting.registers.cells import as_number, distinct, text_of, tidy
from reporting.registers.checked_table import CheckedTable, sheet_of
from reporting.registers.headings import NAMES, Cells, Header, Known
from reporting.registers.non_task_rows import NonTaskRows
from reporting.text import BilingualText, InputError, texts

_TEXT = texts(__name__)

UTC, HERE = ("UTC", "Etc/UTC", "+00:00"), "Asia/Ho_Chi_Minh"
FREE_TEXT = ("task_id", "title")  # as many values as rows: kept as they are, not numbered


class RawTable(CheckedTable):
    """The rows of an export that may be tasks, each cell cleaned but not yet judged; rows are counted as a sheet does."""

    unread: Mapping[str, str] = {}  # headings that are not read, by the columns they may mean
    hidden = 0  # how many of the rows one doesn't see in the file
    since_1904 = False  # whether a number that is a day counts the days from 1904

    def __init__(
        self, path: Path, sheet: str | None, cells: pa.Table, numbers: np.ndarray, header: Header,
        whole: Sequence[Cells] | None = None,
    ) -> None:  # fmt: skip
        """Clean the cells, and leave out what is no task: blank rows, totals, repeated headings."""
        titles, self.tidied = tidy(_text(cells["title"]))  # and how many were changed
        columns = {"task_id": tidy(_text(cells["task_id"]))[0], "title": titles}
        few = [column for column in cells.column_names if column not in FREE_TEXT]
        one = {name: cells[name] if name in NAMES else _separated(cells[name]) for name in few}
        table = pa.table(columns | {name: _numbered(column) for name, column in one.items()})
        others = NonTaskRows(table, header, whole)
        # the rows that are no tasks, by their kinds, and those whose count of tasks is not that of the rows
        self.dropped = {kind: numbers[at].tolist() for kind, at in others.kinds.items() if at}
        self.miscounted = [(int(numbers[e[0]]), *e[1:]) for e in others.miscounted()]
        keep = ~np.isin(numbers, [*chain.from_iterable(self.dropped.values())])
        if not keep.any():
            raise InputError(_TEXT.there_are_headings_but.format(path))
        # `FREE_TEXT` as strings, the others as dictionaries of strings
        tasks = table if keep.all() else table.filter(pa.array(keep))
        super().__init__(path, sheet, tasks, numbers[keep], header.found)


def read(path: Path, office: Reading | None = None) -> RawTable:
    """Read an export; an `InputError` says why it cannot be, and which headings are missing."""
    known = headings.known(office)
    if path.suffix == ".parquet":
        return _from_parquet(path, known)
    sheet, header = grids.find_table(path, known, lambda header: header.complete)
    _check(path, sheet.name, header)
    body = sheet.rows[header.row + header.height :]
    raw = RawTable(path, sheet.name, *sheet.below(header), header, body)
    last_is_task = raw.rows[-1] == len(sheet.rows)
    if last_is_task and not sheet.ended and len(body[-1]) < len(sheet.rows[header.row]):
        raise InputError(_TEXT.cut_off.format(path, raw.rows[-1]))
    raw.unread = header.unread
    raw.hidden, raw.since_1904 = int(np.isin(raw.rows, sheet.hidden).sum()), sheet.since_1904
    return raw


def _check(path: Path, sheet: str | None, header: Header) -> None:
    """Say what a header lacks that has not every column once."""
    place = sheet_of(path, sheet)
    same, twice = _TEXT.columns_mean_same_leave, header.twice.items()
    problems = [same.format(place, grids.listing(names), column) for column, names in twice]
    if missing := header.missing:
        seen = grids.listing(header.all_found, "; ") or BilingualText("không có", "none")
        lacking = BilingualText.join(missing, ", ")
        problems.insert(0, _TEXT.column_is_missing_headings.format(place, lacking, seen))
    if problems:
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
            kind = file.schema_arrow.field(name).type
            kind = kind.value_type if pa.types.is_dictionary(kind) else kind
            is_binary = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
            if is_binary or pa.types.is_nested(kind):
                raise InputError(_TEXT.column_values_type_cannot.format(path, name, column, kind))
        few = [name for column, name in wanted.items() if column not in FREE_TEXT]
        table = pq.read_table(path, columns=list(wanted.values()), read_dictionary=few)
        table.validate(full=True)
    cells = {column: table[name] for column, name in wanted.items()}
    if "weight" in cells and str(cells["weight"].type).startswith(("decimal", "double", "float")):
        weights = map(text_of, cells["weight"].cast(pa.float64()).to_pylist())
        cells["weight"] = pa.chunked_array([pa.array(map(as_number, weights), pa.string())])
    numbers = np.arange(1, len(table) + 1)
    with reading(path):
        return RawTable(path, None, pa.table(cells), numbers, header)


def _text(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write a column of numbers or of anything else as text."""
    if pa.types.is_floating(cells.type):
        return pa.chunked_array([pa.array(map(text_of, cells.to_pylist()), pa.string())])
    written = pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type)
    return cells if written else cells.cast(pa.string())


def _separated(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write line breaks in the text of a kept column, which separate its values, as semicolons."""
    kind = cells.type.value_type if pa.types.is_dictionary(cells.type) else cells.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return cells
    trimmed = pc.utf8_trim_whitespace(cells.cast(kind))
    return pc.replace_substring_regex(trimmed, r"\s*[\r\n]\s*", "; ")


def _numbered(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Bring a column of few different values into the form that `RawTable` promises."""
    if pa.types.is_timestamp(cells.type) or pa.types.is_date(cells.type):
        tz = getattr(cells.type, "tz", None)  # days as on the wall where they were written
        here = cells.cast(pa.timestamp(cells.type.unit, HERE)) if tz else cells
        on_wall, here = (pc.local_timestamp(each) if tz else each for each in (cells, here))
        is_day = on_wall.cast(pa.date32()).equals(here.cast(pa.date32()))
        unit, zone = ("D", "") if is_day else ("h", ":00Z" if tz in UTC else f":00 {tz}")
        places, days = pd.factorize(on_wall.to_numpy().astype(f"datetime64[{unit}]"))
        values = [f"{each}{zone}".removesuffix("T00:00Z") for each in days]
    else:
        values, places = distinct(cells if pa.types.is_dictionary(cells.type) else _text(cells))
    words = pa.array(values, pa.string())
    indices = pa.array(places.astype(np.int32), mask=places < 0)
    return pa.chunked_array([pa.DictionaryArray.from_arrays(indices, words)])
