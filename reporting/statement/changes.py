"""Which rises and falls of a text lie between two of its counts, and which nearly do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10

from reporting.statement.edits import edit
from reporting.statement.prose import Number
from reporting.statement.ratios import ENOUGH, WINDOW, Share, agrees, close, sense

ASIDE = re.compile(
    r"^\s*(?:[^\W\d_]+\s*){0,4}(?:\(|,?\s*(?:tương ứng|tương đương|bằng|hay))[^\d]*$"
)


@dataclass(frozen=True)
class Change:
    """From `old`, None where it is not printed, to `new`: by how much, by what percentage, or both."""

    new: Number
    old: Number | None
    by: Number | None
    percent: Number | None
    evidence: float


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
    for same in (agrees, close):
        for new in near if same is agrees else near[:1]:
            old = new.value - by.rise * by.value
            if new.paragraph != by.paragraph or old <= 0:
                continue
            sure = new is subject or sense(percent.printed) > (1.5 if new.fits(by) else 2.0)
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
            evidence += sense(percent.printed) - 0.4 if percent else 0.0
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
