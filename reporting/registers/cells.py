"""What a cell says: text as people see it, however the file happened to write it."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reporting.text.spelling import clean

BLANKS = frozenset({"", "-", "–", "—"})
# what `clean` would change: for Arrow's regular expressions, so that tidy columns are never copied
_UNTIDY = (
    r"^\s|\s$|\s\s|[\x00-\x1f\x7f-\x{a0}\x{300}-\x{36f}\x{1680}\x{2000}-\x{200f}"
    r"\x{61c}\x{2028}-\x{202f}\x{2066}-\x{2069}\x{205f}\x{2060}\x{3000}\x{ad}\x{feff}]"
)
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d+)?(?:e[+-]?\d\d?)?", re.ASCII | re.IGNORECASE)
_THOUSANDS = re.compile(r"-?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+", re.ASCII)
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")


def is_error(text: str) -> bool:
    """Say whether a text is what a spreadsheet shows for a formula that failed, such as #REF!."""
    return _ERROR.fullmatch(text) is not None


def text_of(cell: object) -> str | None:
    """Write an Excel cell as text: 12.0 as 12, a date as 2023-09-30; blank is missing."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return None if cell is None else str(cell)  # 2023-09-30 00:00:00 for a date


def plain(text: str) -> str:
    """Write a number without spaces, thousands marks and %, and with a minus that computers know."""
    written = re.sub(r" (?=\d{3}\b|%$)", "", text).replace("\N{MINUS SIGN}", "-").removesuffix("%")
    return re.sub("[.,]", "", written) if _THOUSANDS.fullmatch(written) else written


def number(text: str) -> float:
    """Read a number, 1,5 and 1.5 alike, without its %; missing where it is none."""
    written = plain(text)
    return float(written.replace(",", ".")) if _NUMBER.fullmatch(written) else np.nan


def has_two_meanings(text: str, path: Path) -> bool:
    """Say whether a number may be thousands or decimals: 1.500, which Excel writes without its last 0 if it has decimals."""
    written = plain(text)
    typed = ".csv" in path.suffixes or "," in written or written.endswith("0")
    return typed and _UNCLEAR.fullmatch(written) is not None


def tidy(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, int]:
    """Clean a column of text, and count the values that changed; a blank's mark becomes missing."""
    changed = 0
    untidy = pc.fill_null(pc.match_substring_regex(column, _UNTIDY), False)
    if pc.any(untidy).as_py():
        written = column.filter(untidy).to_pylist()
        cleaned = [clean(text) for text in written]
        changed = sum(map(str.__ne__, written, cleaned))
        new = pa.array(cleaned, column.type)
        column = pa.chunked_array([pc.replace_with_mask(whole(column), whole(untidy), new)])
    blank = pc.is_in(column, value_set=pa.array(sorted(BLANKS), column.type))
    if pc.any(blank).as_py():
        column = pc.if_else(blank, pa.scalar(None, column.type), column)
    return column, changed


def distinct(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    """Return a text column's different values, to be judged once each, and for each row the place of its own, −1 if blank."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    if not len(encoded):
        return [], np.empty(0, dtype=np.int32)
    coded = whole(encoded.unify_dictionaries())
    places = pc.fill_null(coded.indices.cast(pa.int32()), -1).to_numpy(zero_copy_only=False)
    words = (clean(word or "") for word in coded.dictionary.to_pylist())
    known = [None if word in BLANKS else word for word in words]
    # the last place answers for −1, so that a blank and a blank's mark end up alike
    renumbered, values = pd.factorize(np.array([*known, None], dtype=object))
    return list(values), renumbered.astype(np.int32)[places]


def as_text(column: pa.ChunkedArray) -> pd.Series:
    """Return a column of text in one piece: of many pieces, pandas copies all of it for every pick of rows."""
    return whole(column.cast(pa.large_string())).to_pandas()


def whole(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece."""
    combined = column.combine_chunks()
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) else combined
