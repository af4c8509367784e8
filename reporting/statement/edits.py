"""How far one printed number is from another: the slips of a hand that types digits."""

import re
from collections.abc import Iterator
from enum import IntEnum
from fractions import Fraction

from reporting.statement.numbers import Printed, cut


class Edit(IntEnum):
    """The simplest ways to mistype a number, simplest first."""

    DIGIT_CHANGED = 0
    DIGITS_SWAPPED = 1
    DIGIT_DROPPED_OR_ADDED = 2
    RETYPED = 3  # more than one of them


def digits(printed: Printed) -> str:
    """The digits as printed, leading zeros included."""
    return re.sub(r"\D", "", printed.text)


def digits_of(value: Fraction, printed: Printed) -> tuple[str, ...]:
    """The digits another value has in the figure's place: `5` beside `09` is `5` or `05`."""
    plain = str(int(cut(abs(value), printed.decimals) * 10**printed.decimals))
    plain = plain.zfill(printed.decimals + 1)
    width = len(digits(printed))
    padded = plain.zfill(width) if digits(printed).startswith("0") else plain
    return (plain,) if padded == plain else (plain, padded)


def edit(printed: Printed, value: Fraction) -> tuple[int, Edit]:
    """The number of slips between a printed figure and a value, and their kind."""
    source = digits(printed)
    return min(_slips(source, target) for target in digits_of(value, printed))


def _slips(source: str, target: str) -> tuple[int, Edit]:
    steps = _distance(source, target)
    if steps > 1:
        return steps, Edit.RETYPED
    if len(source) != len(target):
        return steps, Edit.DIGIT_DROPPED_OR_ADDED
    swapped = sorted(source) == sorted(target)
    return steps, Edit.DIGITS_SWAPPED if swapped else Edit.DIGIT_CHANGED


def _distance(source: str, target: str) -> int:
    """Count the changed, dropped and added digits and swapped neighbours that lead from one to the other."""
    before: list[int] = []
    last = list(range(len(target) + 1))
    for i, own in enumerate(source, 1):
        row = [i]
        for j, other in enumerate(target, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (own != other))
            if i > 1 and j > 1 and own == target[j - 2] and source[i - 2] == other:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def simple_edits(printed: Printed) -> Iterator[Fraction]:
    """All values that one slip away from what is printed, each once."""
    source = digits(printed)
    seen = {source}
    for text in _one_slip(source):
        if text and text not in seen and len(text) > printed.decimals:
            seen.add(text)
            yield Fraction(int(text), 10**printed.decimals)


def _one_slip(source: str) -> Iterator[str]:
    for place in range(len(source) + 1):
        head, tail = source[:place], source[place:]
        for digit in "0123456789":
            if tail:
                yield head + digit + tail[1:]
            yield head + digit + tail
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
