"""What a cell says, however the file happened to write it: text as people see it, numbers, days in every form and order."""

import re
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reporting.text import BilingualText, texts
from reporting.text.spelling import clean

_TEXT = texts(__name__)

BLANKS = frozenset({"", "-", "–", "—"})
# what `clean` would change: for Arrow's regular expressions, so that tidy columns are never copied
_UNTIDY = (
    r"^=\x22|^\s|\s$|\s\s|[\x00-\x1f\x7f-\x{a0}\x{300}-\x{36f}\x{1680}\x{2000}-\x{200f}"
    r"\x{61c}\x{2028}-\x{202f}\x{2066}-\x{2069}\x{205f}\x{2060}\x{3000}\x{ad}\x{feff}]"
)
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d+)?(?:e[+-]?\d\d?)?", re.ASCII | re.IGNORECASE)
_THOUSANDS = re.compile(r"-?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+", re.ASCII)
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
# what a spreadsheet shows for a formula that failed; for Arrow and for Python
ERROR = r"^#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$"
FIRST_YEAR, LAST_YEAR = 2000, 2100
FEW_DAYS, FEW_MONTHS = 5, 3  # fewer different days may be chance
NO_DAY, WORDS = _TEXT.no_day, _TEXT.words  # words with no digit in them
SHORT_YEAR, NEXT_DAY = _TEXT.short_year, _TEXT.next_day
FAR_YEAR = _TEXT.far_year.format(FIRST_YEAR, LAST_YEAR)

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:am|pm|sa|ch))?"
_DAY_FIRST = re.compile(
    rf"(?i)(?:{_CLOCK},? )?(\d{{1,2}}) ?([/.-]) ?(\d{{1,2}}) ?\2 ?(\d{{4}}|\d{{2}})(?:,? {_CLOCK})?"
)
_ISO = re.compile(
    rf"(?i)(\d{{4,}})([/-])(\d{{1,2}})\2(\d{{1,2}})(?:[T ]{_CLOCK}(?:Z|[+-]\d{{2}}:?\d{{2}})?)?"
)
# when it is the next day in Viet Nam
_UTC_EVENING = re.compile(r"(?i).*[T ](?:1[7-9]|2[0-3]):.*(?:Z|[+-]00:?00)")
_SERIAL = re.compile(r"(\d{1,6})(?:[.,]\d+)?")
DAY_ZERO = date(1899, 12, 30)  # so that serials after February 1900 come out as Excel shows them
DAY_ZERO_1904 = date(1904, 1, 1)


class Decimals(str):
    """A number with decimals that a file holds as one, and that nobody has typed."""

    __slots__ = ()


def text_of(cell: object) -> str | None:
    """Write an Excel cell as text: 12.0 as 12, a date as 2023-09-30; blank is missing."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else Decimals(repr(cell))
    return None if cell is None else str(cell)  # 2023-09-30 00:00:00 for a date


def as_number(cell: str | None) -> str | None:
    """The text of a cell in a column of numbers: 1.525 that is one as 1.5250, which is no 1525."""
    return f"{cell}0" if isinstance(cell, Decimals) and has_two_meanings(cell) else cell


def plain(text: str) -> str:
    """Write a number without spaces, thousands marks and %, and with a minus that computers know."""
    written = re.sub(r" (?=\d{3}\b|%$)", "", text).replace("\N{MINUS SIGN}", "-").removesuffix("%")
    return re.sub("[.,]", "", written) if _THOUSANDS.fullmatch(written) else written


def number(text: str) -> float:
    """Read a number, 1,5 and 1.5 alike, without its %; missing where it is none."""
    written = plain(text)
    return float(written.replace(",", ".")) if _NUMBER.fullmatch(written) else np.nan


def has_two_meanings(text: str) -> bool:
    """Say whether a number as somebody has typed it may be thousands or decimals: 1.500."""
    return _UNCLEAR.fullmatch(plain(text)) is not None


def two_ways(text: str) -> BilingualText:
    """How to write such a number so that it has one meaning: 1.500 as 1500 or 1,5, and 1.525 as 1525 or 1,5250."""
    whole, part = re.split("[.,]", plain(text))
    decimals = part.rstrip("0") if part.endswith("0") else f"{part}0"
    return _TEXT.two_ways.format(whole + part, whole, decimals or "0")


def day_of(text: str, first_year: int = FIRST_YEAR, zero: date = DAY_ZERO) -> date | BilingualText:
    """Return the day a text means, the day before the month unless the year is first, or what is wrong with it."""
    if match := _SERIAL.fullmatch(text):
        found = zero + timedelta(days=int(match[1]))
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else NO_DAY
    if match := _DAY_FIRST.fullmatch(text):
        day, _, month, year = match.groups()
    elif match := _ISO.fullmatch(text):
        year, _, month, day = match.groups()
    else:
        return NO_DAY if re.search(r"[\d#]", text) else WORDS
    if len(year) == 2:
        return SHORT_YEAR
    if _UTC_EVENING.fullmatch(text):
        return NEXT_DAY
    try:
        found = date(min(max(int(year), 1), 9999), int(month), int(day))
    except ValueError:
        return NO_DAY
    return found if first_year <= int(year) <= LAST_YEAR else FAR_YEAR


def turned(days: np.ndarray, real: np.ndarray) -> np.ndarray:
    """Say which days of a column (datetime64[D]) an English Excel has read month first, 3/7 as 7 March, as the others show."""
    months = days.astype("datetime64[M]")
    month, day = months.astype(int) % 12 + 1, (days - months).astype(int) + 1
    blank = np.isnat(days)
    # It reads month first up to the 12th, and leaves later days as text.
    left = ~real & ~blank
    split = np.unique(days[real]).size >= FEW_DAYS <= np.unique(days[left]).size
    among = real & (split and day[real].max() <= 12 < day[left].min())
    # A day after the 12th cannot be turned, so that its month is right. Turned are the others that stand in none of
    # these months and would, the other way round, where at least half of the others do: many days, of several months.
    sure = np.unique(months[~blank & (day > 12)])
    years, as_month = days.astype("datetime64[Y]"), np.where(blank, 1, day) - 1
    other_way = years.astype("datetime64[M]") + as_month.astype("timedelta64[M]")
    may_be = ~blank & (day <= 12) & (day != month)
    suspect = may_be & ~np.isin(months, sure) & np.isin(other_way, sure)
    different, of_months = np.unique(days[suspect]).size, np.unique(months[suspect]).size
    enough = different >= FEW_DAYS and of_months >= FEW_MONTHS
    return among | (suspect & (enough and 2 * different >= np.unique(days[may_be]).size))


def tidy(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, int]:
    """Clean a column of text, and count the values that changed; a blank's mark becomes missing."""
    changed = 0
    untidy = pc.fill_null(pc.match_substring_regex(column, _UNTIDY), False)
    if pc.any(untidy).as_py():
        written = column.filter(untidy).to_pylist()
        cleaned = [clean(text) for text in written]
        changed = sum(map(str.__ne__, written, cleaned))
        new = pa.array(cleaned, column.type)
        old, mask = column.combine_chunks(), untidy.combine_chunks()
        column = pa.chunked_array([pc.replace_with_mask(old, mask, new)])
    blank = pc.is_in(column, value_set=pa.array(sorted(BLANKS), column.type))
    if pc.any(blank).as_py():
        column = pc.if_else(blank, pa.scalar(None, column.type), column)
    return column, changed


def distinct(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    """Return a text column's different values, to be judged once each, and for each row the place of its own, −1 if blank."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    if not len(encoded):
        return [], np.empty(0, dtype=np.int32)
    coded = encoded.unify_dictionaries().combine_chunks()
    places = pc.fill_null(coded.indices.cast(pa.int32()), -1).to_numpy(zero_copy_only=False)
    words = (clean(word or "") for word in coded.dictionary.to_pylist())
    known = [None if word in BLANKS else word for word in words]
    # the last place answers for −1, so that a blank and a blank's mark end up alike
    renumbered, values = pd.factorize(np.array([*known, None], dtype=object))
    return list(values), renumbered.astype(np.int32)[places]


def as_text(column: pa.ChunkedArray) -> pd.Series:
    """Return a column of text in one piece: of many pieces, pandas copies all of it for every pick of rows."""
    return column.cast(pa.large_string()).combine_chunks().to_pandas()
