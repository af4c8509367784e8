"""Numbers, percentages, dates and quarters as printed; the one place where a figure is rounded."""

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from reporting.text.bilingual import BilingualText, texts
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

MISSING = "–"
ROMAN = ("I", "II", "III", "IV")
ORDINALS = ("first", "second", "third", "fourth")
# Of one quarter, and of the periods of two, three and four.
QUARTER = [*_TEXT.group("quarter").values()]
QUARTER_SHORT = [*_TEXT.group("quarter_short").values()]
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
# A difference of floats is off by less than the 11th decimal: 86.95 − 90 is −3.0499999999999972.
NOISE = Decimal("1e-10")
HAS_NOISE = Decimal("1e15")  # above it a float has no decimals to speak of


def round_half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Round as people do, 0,05 to 0,1, from the shortest decimal that means the same float, so that a tie stays a tie."""
    return without_noise(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def without_noise(value: float | Decimal) -> Decimal:
    """The number that a computation with floats was meant to give."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if exact.is_finite() and abs(exact) < HAS_NOISE:
        exact = exact.quantize(NOISE, rounding=ROUND_HALF_UP)
    return exact


def number(value: float | None, language: str, decimals: int = 0) -> str:
    """Write a number: 54.619 and 87,0 in Vietnamese, 54,619 and 87.0 in English."""
    if value is None or math.isnan(value):
        return MISSING
    rounded = round_half_up(value, decimals)
    plain = f"{abs(rounded):,.{decimals}f}"
    if language == "vi":
        plain = plain.translate({ord(","): ".", ord("."): ","})
    return f"−{plain}" if rounded < 0 else plain


def signed(value: float | None, language: str, decimals: int = 1) -> str:
    """Write a difference with its sign, + or −; nothing before 0."""
    text = number(value, language, decimals)
    positive = text != MISSING and round_half_up(value or 0, decimals) > 0
    return f"+{text}" if positive else text


def percent(value: float | None, language: str, decimals: int = 1) -> str:
    """Write a share: 87,0% or 87.0%."""
    text = number(value, language, decimals)
    return text if text == MISSING else f"{text}%"


def day(value: date | None, language: str) -> str:
    """Write a day: 30/9/2023, or 30 September 2023."""
    if value is None or value != value:  # NaT is not equal to itself
        return MISSING
    if language == "vi":
        return f"{value.day}/{value.month}/{value.year}"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def day_short(value: date | None, language: str) -> str:
    """Write a day where there is little room: 30/9/2023, or 30 Sep 2023."""
    text = day(value, language)
    if language == "vi" or text == MISSING:
        return text
    number_of_day, month, year = text.split()
    return f"{number_of_day} {month[:3]} {year}"


def quarter(value: Quarter, language: str) -> str:
    """Write a quarter or a period: quý III năm 2023, 9 tháng đầu năm 2023; the first nine months of 2023."""
    return _written(value, QUARTER, language)


def quarter_short(value: Quarter, language: str) -> str:
    """Write a quarter or a period where there is little room: III/2023, 9 tháng 2023; 2023 Q3, 2023 Q1–Q3."""
    return _written(value, QUARTER_SHORT, language)


def _written(value: Quarter, forms: list[BilingualText], language: str) -> str:
    roman, ordinal = ROMAN[value.number - 1], ORDINALS[value.number - 1]
    return forms[value.quarters - 1][language].format(value, roman, ordinal)
