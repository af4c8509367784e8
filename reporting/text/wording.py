"""Numbers, days, quarters, labels and turns of phrase as printed, in both languages; the one place where a figure is rounded.

The sentences themselves stand in `report/`.
"""

import math
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from reporting.text.bilingual import BilingualText, both, in_both, texts
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)
SHOWN = 20  # mistakes of a kind that are told one by one

MISSING = "–"
NUMERALS = (("I", "first"), ("II", "second"), ("III", "third"), ("IV", "fourth"))
# Of one quarter, and of the periods of two, three and four.
QUARTER = [*_TEXT.group("quarter").values()]
QUARTER_SHORT = [*_TEXT.group("quarter_short").values()]
MONTHS = [*_TEXT.group("months").values()]
# A difference of floats is off by less than the 11th decimal: 86.95 − 90 is −3.0499999999999972.
NOISE = Decimal("1e-10")
HAS_NOISE = Decimal("1e15")  # above it a float has no decimals to speak of

STATUS = _TEXT.group("status")
# How a status is said of tasks inside a sentence: 87,0% hoàn thành đúng hạn.
STATUS_SAID = _TEXT.group("status_said")
# Words that no proper name begins with.
COMMON_WORDS = " ".join(_TEXT.common_words).split()
TIMES = 200  # per cent from which on a rise is told as how many times as much
# What a change is told in: per cent, or the unit of the figures themselves.
CHANGE_IN = _TEXT.group("change_in")


def round_half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Round as people do, 0,05 to 0,1, from the shortest decimal that means the same float, so that a tie stays a tie."""
    return without_noise(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def without_noise(value: float | Decimal) -> Decimal:
    """The number that a computation with floats was meant to give."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if exact.is_finite() and abs(exact) < HAS_NOISE:
        places = min(0, max(NOISE.adjusted(), exact.adjusted() - 13)) if exact else 0
        exact = exact.quantize(Decimal(1).scaleb(places), rounding=ROUND_HALF_UP)
    return exact


def number(value: float | Decimal | None, decimals: int = 0) -> BilingualText:
    """A number: 54.619 and 87,0 in Vietnamese, 54,619 and 87.0 in English."""
    if value is None or math.isnan(value):
        return both(MISSING)
    rounded = round_half_up(value, decimals)
    text = "−" * (rounded < 0) + f"{abs(rounded):,.{decimals}f}"
    return BilingualText(text.translate({ord(","): ".", ord("."): ","}), text)


def signed(value: float | None, decimals: int = 1) -> BilingualText:
    """A difference with its sign, + or −; nothing before 0."""
    text = number(value, decimals)
    positive = text.en != MISSING and round_half_up(value or 0, decimals) > 0
    return BilingualText(f"+{text.vi}", f"+{text.en}") if positive else text


def share(value: float | Decimal | None, decimals: int = 1) -> BilingualText:
    """A share as it is rounded: 87,0% or 87.0%."""
    text = number(value, decimals)
    return text if text.en == MISSING else BilingualText(f"{text.vi}%", f"{text.en}%")


def percent(value: float | None) -> BilingualText:
    """A share in a sentence, with one decimal; what only rounding makes 0 or 100 is said to be near it."""
    if value is not None and 0 < value < 100:
        exact, printed = without_noise(value), round_half_up(value, 1)
        if printed in (0, 100) and 0 < exact < 100:
            return _TEXT.over if printed else _TEXT.under
    return share(value)


def day(value: date | None, letters: int | None = None) -> BilingualText:
    """A day: 30/9/2023, or 30 September 2023, of whose month only so many letters are written where there is little room."""
    if value is None or value != value:  # NaT is not equal to itself
        return both(MISSING)
    month = MONTHS[value.month - 1].en[:letters]
    return BilingualText("{0.day}/{0.month}/{0.year}", "{0.day} {1} {0.year}").format(value, month)


def quarter(value: Quarter) -> BilingualText:
    """A quarter or a period: quý III năm 2023, 9 tháng đầu năm 2023; the first nine months of 2023."""
    return QUARTER[value.quarters - 1].format(value, *NUMERALS[value.number - 1])


def quarter_short(value: Quarter) -> BilingualText:
    """A quarter or a period where there is little room: III/2023, 9 tháng 2023; 2023 Q3, 2023 Q1–Q3."""
    return QUARTER_SHORT[value.quarters - 1].format(value, *NUMERALS[value.number - 1])


def quarter_bare(value: Quarter) -> BilingualText:
    """A quarter after another word: quý III năm 2023, third quarter of 2023."""
    vi, en = quarter(value)
    return BilingualText(vi, en.removeprefix("the "))


def within(label: BilingualText) -> BilingualText:
    """A label inside a sentence: without its capital, unless it may be a proper name: of one word, or with another capital."""

    def half(language: str) -> str:
        text = label[language]
        first, _, rest = text.partition(" ")
        plain = rest and rest == rest.lower() and not first[1:].isupper()
        return text[:1].lower() + text[1:] if plain or first in COMMON_WORDS else text

    return in_both(half)


def tasks(count: float) -> BilingualText:
    """A count of tasks with its noun: 54.619 công việc, 1 task."""
    noun = BilingualText("công việc", "task" if count == 1 else "tasks")
    return BilingualText("{0} {1}", "{0} {1}").format(number(count), noun)


def change(value: float, change_in: str, compared: BilingualText | None = None) -> BilingualText:
    """A change as one says it: tăng 6,3%, giảm 1,2 điểm phần trăm, tăng 12 (of `tasks`), không thay đổi; with what it is compared with."""
    told = _told(value, change_in)
    if compared is None:
        return told
    return (_TEXT.unchanged_from if is_unchanged(value) else _TEXT.measured).format(told, compared)


def _told(value: float, change_in: str) -> BilingualText:
    if is_unchanged(value):
        return _TEXT.nearly_unchanged if without_noise(value) else _TEXT.unchanged
    amount = round_half_up(abs(value), 1)
    if change_in == "%" and -100 < without_noise(value) < 0 and amount == 100:
        return _TEXT.nearly_all  # 100,0% would be all
    if change_in == "%" and value >= TIMES:
        times = value / 100 + 1
        return _TEXT.times.format(number(times, 0 if times.is_integer() else 1))
    verb = BilingualText("tăng", "up") if value > 0 else BilingualText("giảm", "down")
    if change_in not in CHANGE_IN:
        return both("{0} {1}").format(verb, number(abs(value)))
    return both("{0} {1}{2}").format(verb, number(float(amount), 1), CHANGE_IN[change_in])


def is_unchanged(value: float) -> bool:
    """Whether a change is printed as none."""
    return round_half_up(abs(value), 1) == 0


def compared_with(compared: Quarter, reported: Quarter) -> BilingualText:
    """What a quarter is compared with, as the end of `so với` or `on`."""
    if compared == reported.year_ago:
        return BilingualText("cùng kỳ năm trước", "a year earlier")
    return quarter(compared)


def revises(on: date | None, reason: BilingualText) -> BilingualText:
    """That a report revises what was published, of which day, and why."""
    text = _TEXT.report_revises_one_was if on is None else _TEXT.report_revises_one_released
    return text.format(day(on), reason)


class Notice(NamedTuple):
    """That data are made up, in two words and in full."""

    short: BilingualText
    full: BilingualText


ILLUSTRATIVE = Notice(_TEXT.illustrative, _TEXT.tasks_behind_report_are)


def notice(quarter: Quarter, synthetic: tuple[Quarter, ...]) -> Notice | None:
    """What a report must say of made-up data: its own, or those that it is compared with."""
    if quarter in synthetic:
        return ILLUSTRATIVE
    if not synthetic:
        return None
    named = listing([quarter_bare(each) for each in synthetic])
    return Notice(_TEXT.compared_with_illustrative, _TEXT.figures_are_made_up.format(named))


def listing(parts: list[BilingualText]) -> BilingualText:
    """Join parts as a sentence does: a, b và c."""
    if len(parts) < 2:
        return BilingualText.join(parts)
    return _TEXT.and_last.format(BilingualText.join(parts[:-1], ", "), parts[-1])


def first_of_each_kind(
    place: object, problems: Iterable[tuple[object, BilingualText]]
) -> Iterator[BilingualText]:
    """The first problems of each kind in one place, and how many there are where there are more."""
    kinds: dict[object, list[BilingualText]] = {}
    for kind, problem in problems:
        kinds.setdefault(kind, []).append(problem)
    for told in kinds.values():
        yield from told[:SHOWN]
        if len(told) > SHOWN:
            yield _TEXT.more.format(place, number(len(told) - SHOWN), number(len(told)))
