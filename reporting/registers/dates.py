"""Days as real files hold them: day/month/year, ISO and Excel's serial numbers in one column."""

import re
from datetime import date, timedelta

import numpy as np

from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

FIRST_YEAR, LAST_YEAR = 2000, 2100
FEW_DAYS, FEW_MONTHS = 5, 3  # fewer different days may be chance
NO_DAY, SHORT_YEAR = _TEXT.no_day, _TEXT.short_year
FAR_YEAR = _TEXT.far_year.format(FIRST_YEAR, LAST_YEAR)

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:am|pm|sa|ch))?"
_DAY_FIRST = re.compile(
    rf"(?:{_CLOCK},? )?(\d{{1,2}}) ?([/.-]) ?(\d{{1,2}}) ?\2 ?(\d{{4}}|\d{{2}})(?:,? {_CLOCK})?",
    re.IGNORECASE,
)
_ISO = re.compile(
    rf"(\d{{4,}})([/-])(\d{{1,2}})\2(\d{{1,2}})(?:[T ]{_CLOCK}(?:Z|[+-]\d{{2}}:?\d{{2}})?)?",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(\d{1,6})(?:[.,]\d+)?")
DAY_ZERO = date(1899, 12, 30)  # so that serials after February 1900 come out as Excel shows them
DAY_ZERO_1904 = date(1904, 1, 1)


def parse(
    text: str, first_year: int = FIRST_YEAR, day_zero: date = DAY_ZERO
) -> date | BilingualText:
    """Return the day a text means, the day before the month unless the year is first, or what is wrong with it."""
    if match := _DAY_FIRST.fullmatch(text):
        day, _, month, year = match.groups()
        return SHORT_YEAR if len(year) == 2 else _day(int(year), int(month), int(day), first_year)
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[3]), int(match[4]), first_year)
    if match := _SERIAL.fullmatch(text):
        found = day_zero + timedelta(days=int(match[1]))
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else NO_DAY
    return NO_DAY


def parse_all(
    texts: list[str], first_year: int = FIRST_YEAR, day_zero: date = DAY_ZERO
) -> tuple[np.ndarray, dict[BilingualText, np.ndarray]]:
    """Return the day of each text as datetime64[D], `NaT` where it is blank or none, and which texts have which fault."""
    parsed = [parse(text, first_year, day_zero) if text else None for text in texts]
    days = [found if isinstance(found, date) else None for found in parsed]
    faults = {
        kind: np.array([found is kind for found in parsed], dtype=bool)
        for kind in (NO_DAY, SHORT_YEAR, FAR_YEAR)
    }
    return np.array(days, dtype="datetime64[D]"), faults


def turned_among_texts(days: np.ndarray, real: np.ndarray) -> np.ndarray:
    """Say which days were turned by an English Excel, which reads month first up to the 12th and leaves later days as text."""
    day = (days - days.astype("datetime64[M]")).astype(int) + 1
    left = ~real & ~np.isnat(days)
    split = np.unique(days[real]).size >= FEW_DAYS <= np.unique(days[left]).size
    return real & (split and day[real].max() <= 12 < day[left].min())


def turned(days: np.ndarray) -> np.ndarray:
    """Say which days (datetime64[D]) an English Excel has read month first, 3/7 as 7 March, as others of the column show."""
    # A day after the 12th cannot be turned, so that its month is right. Turned are the others that stand in none of
    # these months and would, the other way round, where at least half of the others do: many days, of several months.
    months = days.astype("datetime64[M]")
    month, day = months.astype(int) % 12 + 1, (days - months).astype(int) + 1
    blank = np.isnat(days)
    sure = np.unique(months[~blank & (day > 12)])
    other_way = days.astype("datetime64[Y]").astype("datetime64[M]") + np.where(blank, 1, day) - 1
    may_be = ~blank & (day <= 12) & (day != month)
    suspect = may_be & ~np.isin(months, sure) & np.isin(other_way, sure)
    different, of_months = np.unique(days[suspect]).size, np.unique(months[suspect]).size
    enough = different >= FEW_DAYS and of_months >= FEW_MONTHS
    return suspect & (enough and 2 * different >= np.unique(days[may_be]).size)


def _day(year: int, month: int, day: int, first_year: int) -> date | BilingualText:
    try:
        found = date(min(max(year, 1), 9999), month, day)
    except ValueError:
        return NO_DAY
    return found if first_year <= year <= LAST_YEAR else FAR_YEAR
