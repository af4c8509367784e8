"""Which percentages of a text are a count over a count, and which rises and falls lie between two."""

from __future__ import annotations

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
ASIDE = re.compile(
    r"^\s*(?:[^\W\d_]+\s*){0,4}(?:\(|,?\s*(?:tương ứng|tương đương|bằng|hay))[^\d]*$"
)


@dataclass(frozen=True)
class Share:
    """`top / base = percent`, and the evidence for it."""

    top: Number
    base: Number
    percent: Number
    evidence: float


@dataclass(frozen=True)
class Change:
    """From `old`, None where it is not printed, to `new`: by how much, by what percentage, or both."""

    new: Number
    old: Number | None
    by: Number | None
    percent: Number | None
    evidence: float


def agrees(percent: Printed, exact: Fraction) -> bool:
    """Whether a percentage is printed for an exact one: rounded, or cut."""
    return percent.value in (rounded(exact, percent.decimals), cut(exact, percent.decimals))


def _close(percent: Printed, exact: Fraction) -> bool:
    """Whether one keystroke, or a unit or two in the last place, lies between a percentage and an exact one."""
    right = rounded(exact, percent.decimals)
    near = abs(percent.value - right) <= max(percent.value, right) / 5
    return near and (edit(percent, right)[0] == 1 or abs(right - percent.value) <= 2 * percent.unit)


def _sense(percent: Printed) -> float:
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
            evidence = _sense(percent.printed) - against - 0.12 * far
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
    return _close(percent.printed, exact) or (top.total is base and abs(exact - percent.value) < 10)


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


def find_changes(numbers: Sequence[Number]) -> Iterator[Change]:
    """Give the changes that hold, of a number printed before or implied, then those off by a slip."""
    changes = list(_by_and_percent(numbers))
    taken: list[Change] = []
    for by, percent in changes:
        place = numbers.index(by or percent)
        options = list(_between(numbers, place, by, percent))
        best = max(options, key=lambda change: change.evidence, default=None)
        if best and best.evidence >= ENOUGH:
            taken.append(best)
        elif by and percent and (implied := _implied(numbers, place, by, percent)):
            taken.append(implied)
        elif slipped := _slipped(numbers, place, by, percent):
            taken.append(slipped)
    yield from taken


def _by_and_percent(numbers: Sequence[Number]) -> Iterator[tuple[Number | None, Number | None]]:
    """Each rise or fall, with the percentage that says it once more."""
    done: set[Number] = set()
    for one, following in zip(numbers, [*numbers[1:], None], strict=False):
        if not one.rise or one.vague or one in done:
            continue
        if one.printed.percent:
            yield None, one
            continue
        again = following
        told = again and again.printed.percent and again.sentence == one.sentence
        if told and again and (again.rise == one.rise or ASIDE.match(one.after)):
            done.add(again)
            yield one, again
        else:
            yield one, None


def _subject(numbers: Sequence[Number], place: int) -> Number | None:
    """The count that a change is of: the last before it in its sentence, of the same kind."""
    for one in reversed(numbers[:place]):
        if one.sentence != numbers[place].sentence:
            return None
        if one.is_count and one.fits(numbers[place]) and not one.spelled:
            return one
    return None


def _implied(numbers: Sequence[Number], place: int, by: Number, percent: Number) -> Change | None:
    """A change of a count whose earlier value is not printed: rise and percentage agree on it, or nearly."""
    subject = _subject(numbers, place)
    near = [one for one in reversed(numbers[:place]) if one.is_count]
    near = [one for one in near if one is subject or by.sentence - one.sentence <= 2][:8]
    for same in (agrees, _close):
        for new in near if same is agrees else near[:1]:
            old = new.value - by.rise * by.value
            if new.paragraph != by.paragraph or old <= 0:
                continue
            sure = new is subject or _sense(percent.printed) > (1.5 if new.fits(by) else 2.0)
            if sure and same(percent.printed, 100 * by.value / old):
                return Change(new, None, by, percent, 1.0)
    return None


def _between(
    numbers: Sequence[Number], place: int, by: Number | None, percent: Number | None
) -> Iterator[Change]:
    """Two printed counts that a change lies between."""
    here = numbers[place]
    counts = [one for one in numbers if one.is_count and not one.spelled]
    before = [one for one in counts if one.start < here.start][-WINDOW:][::-1]
    after = [one for one in counts if one.start > here.start][:3]
    near = [one for one in before + after if here.paragraph - one.paragraph <= 1]
    news = [one for one in near if here.sentence - one.sentence <= 2][:9]
    for at, new in enumerate(news):
        for far, old in enumerate(near):
            rise = new.value - old.value
            if old is new or rise * here.rise <= 0 or not new.fits(old):
                continue
            if by and (abs(rise) != by.value or not by.fits(new)):
                continue
            if percent and not agrees(percent.printed, 100 * abs(rise) / old.value):
                continue
            evidence = -0.15 * at - 0.12 * far
            evidence += log10(by.value * 10**by.printed.decimals) if by else 0.0
            evidence += _sense(percent.printed) - 0.4 if percent else 0.0
            if {at, far} == {0, 1}:
                evidence += 0.7
            yield Change(new, old, by, percent, evidence)


def _slipped(
    numbers: Sequence[Number], place: int, by: Number | None, percent: Number | None
) -> Change | None:
    """A change between two counts of which one keystroke makes it hold."""
    here = numbers[place]
    if not by or by.value < 100:
        return None
    counts = [one for one in numbers if one.is_count and not one.spelled]
    before = [one for one in counts if one.start < here.start and one.paragraph == here.paragraph]
    pairs = [
        (new, old)
        for new in before[-3:]
        for old in before[-7:]
        if old is not new and new.fits(old) and (new.value - old.value) * here.rise > 0
        if edit(by.printed, abs(new.value - old.value))[0] == 1
        and abs(abs(new.value - old.value) - by.value) < by.value / 5
    ]
    return Change(*pairs[0], by, percent, 0.5) if len(pairs) == 1 else None


def series_slips(
    changes: list[Change], shares: list[Share], numbers: Sequence[Number]
) -> Iterator[Change]:
    """Changes that a row of years leaves no doubt about, and that do not hold.

    In a text that gives a count and its total for several years, a change says by the words before it
    which of both it is of, once others with the same words hold so.
    """
    rows = sorted({(share.top, share.base) for share in shares}, key=lambda row: row[0].start)
    roles: dict[str, set[int]] = {}
    for change in changes:
        for row, earlier in zip(rows[1:], rows, strict=False):
            for role in (0, 1):
                if change.by and (change.new, change.old) == (row[role], earlier[role]):
                    roles.setdefault(_label(change.by), set()).add(role)
    done = {change.by for change in changes}
    for one in numbers:
        known = roles.get(_label(one), set()) if one.rise else set()
        before = [row for row in rows if min(each.start for each in row) < one.start]
        if one in done or one.printed.percent or len(known) != 1 or len(before) < 2:
            continue
        (role,) = known
        new, old = before[-1][role], before[-2][role]
        if one.fits(new) and one.sentence == max(each.sentence for each in before[-1]):
            yield Change(new, old, one, None, 0.0)


def _label(one: Number) -> str:
    """The last words before `tăng` or `giảm`."""
    words = re.sub(r"\s*(?:tăng|giảm)[^\W\d_ ]*\s*$", "", one.before)
    return " ".join(re.findall(r"[^\W\d_]+", words)[-2:])
