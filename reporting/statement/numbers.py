"""Numbers as printed: what a token means, exactly, to how many places, and which slips of a hand lead to another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import IntEnum
from fractions import Fraction
from functools import cached_property

from reporting.text import BilingualText, wording

CORE = re.compile(r"[-+]?\d+(?:[.,]\d+)*")
SPACED = re.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*")
LIKE_GROUPED = re.compile(r"(?!0)\d{1,3}[.,]\d{3}")
LONGEST = 18  # digits; what is longer is no figure but the number of an account or a file
MOST_DIGITS = 400  # of what is computed from figures
LOOSE = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)+(?![\w])")


@dataclass(frozen=True)
class Printed:
    """A number as printed: its text, its exact value and its decimals; `76,8%` has the value 76.8."""

    text: str
    value: Fraction
    decimals: int = 0
    percent: bool = False
    other: Fraction | None = None  # as its only sign may be read, too: then the reader says so

    @property
    def unit(self) -> Fraction:
        """One unit in the last printed place."""
        return Fraction(1, 10**self.decimals)

    @property
    def exact(self) -> bool:
        """Whether it is a count: whole and no percentage, so that nothing was rounded away."""
        return not self.percent and self.decimals == 0

    @cached_property
    def digits(self) -> str:
        """The digits as printed, leading zeros included."""
        return re.sub(r"\D", "", self.text)

    def replaced(self, value: Fraction) -> Printed:
        """Return the same figure with another value, printed the same way."""
        text = both_forms(value, self.decimals, self.percent).vi
        return Printed(text, value, self.decimals, self.percent)


def tidy(text: str) -> str:
    """Bring a text to one Unicode form, with plain spaces and a plain minus and percent sign."""
    if text.isascii() and "\t" not in text:
        return text
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]", " ", text)
    text = re.sub(r"[\u200b-\u200d\u2060\ufeff\u00ad]", "", text)
    return text.translate({ord("−"): "-", ord("％"): "%"})


def decimal_sign(tokens: Iterable[str]) -> tuple[str | None, bool]:
    """Find the decimal sign of a file from the numbers that leave no doubt; also whether they disagree."""
    votes = {",": 0, ".": 0}
    for number in LOOSE.findall(tidy("\n".join(tokens))):
        signs = re.findall(r"[.,]", number)
        if len(signs) > 1:
            votes[{",": ".", ".": ","}[signs[0]] if len({*signs}) == 1 else signs[-1]] += 1
        elif not LIKE_GROUPED.fullmatch(number):
            votes[signs[0]] += 1
    sign = None if votes[","] == votes["."] else max(votes, key=votes.__getitem__)
    return sign, min(votes.values()) > 0


def parse(text: str, sign: str | None = None) -> Printed | None:
    """Read one number, `54.619`, `02`, `3,1 %`, as docs/statements.md says; None where it is none."""
    plain = tidy(text).strip()
    percent = plain.endswith("%")
    core = plain.rstrip("%").strip() if plain.count("%") <= 1 else ""
    if SPACED.fullmatch(core):
        core = core.replace(" ", "")
    if not CORE.fullmatch(core) or sum(map(str.isdigit, core)) > LONGEST:
        return None
    signs = re.findall(r"[.,]", core)
    point = other = None
    if len(signs) > 1:
        point = signs[-1] if len(set(signs)) == 2 else None
        if not GROUPED.fullmatch(core.rpartition(point)[0] if point else core):
            return None
    elif signs:
        (only,) = signs
        if LIKE_GROUPED.fullmatch(core.lstrip("+-")):
            point = only if percent and sign in (None, only) else None
            doubtful = sign is None if percent else sign == only
        else:
            # 54.61 in a file of decimal commas: a group of thousands that lost a digit
            doubtful = sign not in (None, only) and not percent
            point = None if doubtful else only
        other = _value(core, None if point else only) if doubtful else None
    decimals = len(core.rpartition(point)[2]) if point else 0
    return Printed(text.strip(), _value(core, point), decimals, percent, other)


def _value(core: str, point: str | None) -> Fraction:
    whole, part = core.rsplit(point, 1) if point else (core, "")
    return Fraction(int(re.sub(r"[.,]", "", whole + part)), 10 ** len(part))


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Round half up, away from zero on both sides, to so many decimals."""
    return cut(value + Fraction(1 if value >= 0 else -1, 2 * 10**decimals), decimals)


def cut(value: Fraction, decimals: int) -> Fraction:
    """Cut the digits after so many decimals."""
    return Fraction(int(value * 10**decimals), 10**decimals)


def places_to_show(exact: Fraction, decimals: int) -> int:
    """One place more than printed, or as many as it takes not to look as if it rounded another way."""
    places = decimals + 1
    while rounded(rounded(exact, places), decimals) != rounded(exact, decimals):
        places += 1
    return places


def both_forms(value: Fraction, decimals: int = 0, percent: bool = False) -> BilingualText:
    """Write a value, rounded half up, as each of the languages does."""
    form = wording.share if percent else wording.number
    with localcontext(prec=MOST_DIGITS):
        exact = Decimal(int(rounded(value, decimals) * 10**decimals)).scaleb(-decimals)
        return form(exact, decimals)


class Edit(IntEnum):
    """The simplest ways to mistype a number, simplest first."""

    DIGIT_CHANGED = 0
    DIGITS_SWAPPED = 1
    DIGIT_DROPPED_OR_ADDED = 2
    RETYPED = 3  # more than one of them


def edit(printed: Printed, value: Fraction) -> tuple[int, Edit]:
    """The number of slips between a printed figure and a value, three for more than two, and their kind."""
    source = printed.digits
    plain = str(int(cut(abs(value), printed.decimals) * 10**printed.decimals))
    plain = plain.zfill(printed.decimals + 1)
    # `5` beside `09` is `5` or `05`
    targets = {plain, plain.zfill(len(source)) if source.startswith("0") else plain}
    near = dict(_slips(source))
    if kinds := [near[text] for text in targets & near.keys()]:
        return 1, min(kinds)
    twice = any(text in targets for each in near for text, _ in _slips(each))
    return (2 if twice else 3), Edit.RETYPED


def simple_edits(printed: Printed) -> Iterator[Fraction]:
    """All values that one slip away from what is printed, each once."""
    texts = (text for text in dict(_slips(printed.digits)) if len(text) > printed.decimals)
    return (Fraction(int(text), 10**printed.decimals) for text in texts if text != printed.digits)


def _slips(source: str) -> Iterator[tuple[str, Edit]]:
    for place in range(len(source) + 1):
        head, tail = source[:place], source[place:]
        for digit in "0123456789":
            if tail:
                yield head + digit + tail[1:], Edit.DIGIT_CHANGED
            yield head + digit + tail, Edit.DIGIT_DROPPED_OR_ADDED
        if tail:
            yield head + tail[1:], Edit.DIGIT_DROPPED_OR_ADDED
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:], Edit.DIGITS_SWAPPED
