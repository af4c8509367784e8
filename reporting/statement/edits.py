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


def edit(printed: Printed, value: Fraction) -> tuple[int, Edit]:
    """The number of slips between a printed figure and a value, three for more than two, and their kind."""
    source = digits(printed)
    plain = str(int(cut(abs(value), printed.decimals) * 10**printed.decimals))
    plain = plain.zfill(printed.decimals + 1)
    # `5` beside `09` is `5` or `05`
    targets = {plain, plain.zfill(len(source)) if source.startswith("0") else plain}
    near = list(_slips(source))
    if kinds := [kind for kind, text in near if text in targets]:
        return 1, min(kinds)
    twice = {text for each in {text for _, text in near} for _, text in _slips(each)}
    return (2 if targets & twice else 3), Edit.RETYPED


def simple_edits(printed: Printed) -> Iterator[Fraction]:
    """All values that one slip away from what is printed, each once."""
    source = digits(printed)
    texts = dict.fromkeys(text for _, text in _slips(source) if len(text) > printed.decimals)
    return (Fraction(int(text), 10**printed.decimals) for text in texts if text != source)


def _slips(source: str) -> Iterator[tuple[Edit, str]]:
    for place in range(len(source) + 1):
        head, tail = source[:place], source[place:]
        for digit in "0123456789":
            if tail:
                yield Edit.DIGIT_CHANGED, head + digit + tail[1:]
            yield Edit.DIGIT_DROPPED_OR_ADDED, head + digit + tail
        if tail:
            yield Edit.DIGIT_DROPPED_OR_ADDED, head + tail[1:]
        if len(tail) > 1:
            yield Edit.DIGITS_SWAPPED, head + tail[1] + tail[0] + tail[2:]
