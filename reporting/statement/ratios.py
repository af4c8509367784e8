"""Which percentages of a text are a count over a count."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log10

from reporting.statement.edits import edit
from reporting.statement.numbers import Printed, cut, rounded
from reporting.statement.prose import Number
from reporting.statement.sums import Adding

ENOUGH = 1.7  # evidence from which a share is one; `91,8%` brings 2.96, `5%` 0.7
WINDOW = 14  # counts to either side that a share may be taken of
NAMED = re.compile(r"(?:trên|trong|so với|/)\s+(?:tổng )?số[^\d]*$|(?:trên|trong)\s+tổng[^\d]*$")
SHARE = re.compile(r"(?:chiếm|đạt|tương ứng|tương đương|bằng|tỷ lệ|tỉ lệ|\()[^\d]{0,12}$")


@dataclass(frozen=True)
class Share:
    """`top / base = percent`, and the evidence for it."""

    top: Number
    base: Number
    percent: Number
    evidence: float


def agrees(percent: Printed, exact: Fraction) -> bool:
    """Whether a percentage is printed for an exact one: rounded, or cut."""
    return percent.value in (rounded(exact, percent.decimals), cut(exact, percent.decimals))


def close(percent: Printed, exact: Fraction) -> bool:
    """Whether one keystroke, or a unit or two in the last place, lies between a percentage and an exact one."""
    right = rounded(exact, percent.decimals)
    near = abs(percent.value - right) <= max(percent.value, right) / 5
    return near and (edit(percent, right)[0] == 1 or abs(right - percent.value) <= 2 * percent.unit)


def sense(percent: Printed) -> float:
    """What a percentage tells: the more digits, the less it fits by chance."""
    return log10(max(percent.value / percent.unit, Fraction(1)))


def find_shares(numbers: Sequence[Number], sums: list[Adding]) -> list[Share]:
    """Give the shares that hold."""
    found: list[Share] = []
    for _ in range(2):  # what was a base once is likelier one again
        found = [
            best
            for percent in numbers
            if percent.printed.percent and not percent.rise
            if (best := _clearest(list(_fitting(percent, numbers, sums, found))))
        ]
    return found


def missed_shares(numbers: Sequence[Number], sums: list[Adding], found: list[Share]) -> list[Share]:
    """Give the shares that are said, and do not hold."""
    held = {share.percent for share in found}
    return [
        said
        for percent in numbers
        if percent.printed.percent and not percent.rise and not percent.vague
        if percent not in held and (said := _said(percent, numbers, sums, found))
    ]


def _clearest(shares: list[Share]) -> Share | None:
    """The share with most evidence; none where another pair of numbers has nearly as much."""
    shares = sorted(shares, key=lambda share: -share.evidence)
    if not shares or shares[0].evidence < ENOUGH:
        return None
    best = shares[0]
    pair = (best.top.value, best.base.value)
    rivals = [each for each in shares if (each.top.value, each.base.value) != pair]
    return best if not rivals or best.evidence - rivals[0].evidence > 0.25 else None


def _tops(percent: Number, numbers: Sequence[Number]) -> Iterator[tuple[Number, float]]:
    """The counts a share may be of, with what speaks against each: those before it in its sentence, then the next."""
    place = numbers.index(percent)
    rank = 0.0
    for one in reversed(numbers[:place]):
        if one.sentence != percent.sentence or rank > 1.5:
            break
        if one.is_count and not one.spelled:
            yield one, rank
            rank += 0.6 if not one.whole else 0.1
    for one in numbers[place + 1 : place + 4]:
        if one.sentence == percent.sentence and one.is_count and not one.spelled:
            # `3,5% công việc` and `đạt 40% (12 việc)`
            yield one, 0.4 if re.fullmatch(r"\s*\(\s*", percent.after) or not rank else 1.2
            break


def _bases(percent: Number, numbers: Sequence[Number]) -> list[tuple[Number, int]]:
    place = numbers.index(percent)
    before = [one for one in numbers[:place] if one.is_count and not one.spelled]
    after = [one for one in numbers[place:] if one.is_count and not one.spelled]
    near = [(one, at) for at, one in enumerate(reversed(before[-WINDOW:]))]
    near += [(one, at + 1) for at, one in enumerate(after[:4]) if one.sentence == percent.sentence]
    return [(one, far) for one, far in near if percent.paragraph - one.paragraph <= 1]


def _fitting(
    percent: Number, numbers: Sequence[Number], sums: list[Adding], found: list[Share]
) -> Iterator[Share]:
    for top, against in _tops(percent, numbers):
        for base, far in _bases(percent, numbers):
            if base is top or not agrees(percent.printed, 100 * top.value / base.value):
                continue
            if base.value == top.value and top.total is not base:
                continue
            evidence = sense(percent.printed) - against - 0.12 * far
            evidence += _tie(top, base, percent, sums, found)
            if rounded(100 * top.value / base.value, percent.printed.decimals) != percent.value:
                evidence -= 1.5  # cut, not rounded
            yield Share(top, base, percent, evidence)


def _tie(
    top: Number, base: Number, percent: Number, sums: list[Adding], found: list[Share]
) -> float:
    """What says that a number is taken of another, whatever it comes to."""
    tie = 0.0
    if top.total is base:
        tie += 2.0
    if any(each.total.value == base.value and top in each.numbers for each in sums):
        tie += 1.5
    if base.start > percent.end and NAMED.search(base.before):
        tie += 1.5
    if SHARE.search(percent.before):
        tie += 0.3
    if any(each.base is base and each.percent is not percent for each in found):
        tie += 0.7
    return tie if top.fits(base) else tie - 0.5


def _said(
    percent: Number, numbers: Sequence[Number], sums: list[Adding], found: list[Share]
) -> Share | None:
    """The share a percentage is said to be, though it is not: its count and total are certain by other means."""
    before = [
        (top, against) for top, against in _tops(percent, numbers) if top.end <= percent.start
    ]
    if not before or not SHARE.search(percent.before):
        return _of_a_named_total(percent, numbers)
    top = before[0][0]
    if len(before) > 1 and before[1][0].total is top:
        top = before[1][0]
    if top.total:
        return Share(top, top.total, percent, 0.0) if _near(percent, top, top.total) else None
    bases = _bases(percent, numbers)
    after = [base for base, _ in bases if base.start > percent.end and NAMED.search(base.before)]
    parents = [each.total for each in sums if top in each.numbers]
    beside = {each.top for each in found}
    siblings = [each.total for each in sums if top in each.numbers and beside & set(each.numbers)]
    for each in sums:
        if top in each.numbers and len(beside & set(each.numbers)) > 1:
            return Share(top, each.total, percent, 0.0)
    likely = [*after[:1], *siblings, *parents]
    used = [each.base for each in found if each.percent.sentence >= percent.sentence - 1]
    for base in [*likely, *reversed(used)]:
        if base.value > top.value and top.fits(base) and _near(percent, top, base):
            return Share(top, base, percent, 0.0)
    return None


def _near(percent: Number, top: Number, base: Number) -> bool:
    exact = 100 * top.value / base.value
    return close(percent.printed, exact) or (top.total is base and abs(exact - percent.value) < 10)


def _of_a_named_total(percent: Number, numbers: Sequence[Number]) -> Share | None:
    """`5% trên tổng số 170`: no count is beside it, and the one that it is of was taken of another total."""
    place = numbers.index(percent)
    named = numbers[place + 1] if place + 1 < len(numbers) else None
    if not named or named.sentence != percent.sentence or not NAMED.search(named.before):
        return None
    near = [
        one
        for one in numbers[place + 1 : place + 6]
        if one.is_count and one.fits(named) and one.paragraph == percent.paragraph
    ]
    if not named.is_count or any(
        agrees(percent.printed, 100 * one.value / named.value) for one in near
    ):
        return None
    pairs = [
        (top, base)
        for base in near[1:]
        for top in near[1:]
        if top.value < base.value and agrees(percent.printed, 100 * top.value / base.value)
    ]
    return Share(pairs[0][0], named, percent, 0.0) if len({top for top, _ in pairs}) == 1 else None
