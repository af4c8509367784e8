"""Which numbers of a text add to which: found by adding, made sure by where they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log10

from reporting.statement.edits import edit
from reporting.statement.prose import Number

WINDOW = 24  # numbers to either side in which the parts of a total are looked for
SKIPS = 2.3  # what may be left out between the parts; see `_skip`
ENOUGH = 2.3  # evidence from which a sum is one; a total of 200 with its parts about it has it
SURE = 4.0  # totals of five digits come about by no chance
OPENS = re.compile(r"(?<!\w)(?:trong đó|gồm|bao gồm|cụ thể|chia ra|trong số|với|theo)(?!\w)|[(:]")
ALL = re.compile(r"(?<!\w)(?:gồm|bao gồm|chia ra)(?!\w)|\($")
REST = re.compile(r"(?<!\w)(?:còn|còn lại|số còn lại)(?!\w)")
TOTAL = re.compile(r"(?<!\w)(?:tổng|tổng số|cộng|lũy kế|luỹ kế|tổng cộng)(?!\w)")


@dataclass(frozen=True)
class Adding:
    """A total and its parts, each with how often it counts, and the evidence that they belong together."""

    total: Number
    parts: tuple[tuple[Number, int], ...]
    evidence: float

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The parts, each once."""
        return tuple(part for part, _ in self.parts)

    @property
    def values(self) -> tuple[Fraction, tuple[Fraction, ...]]:
        """What tells it from other sums, wherever its numbers are printed."""
        return self.total.value, tuple(
            sorted(part.value for part, n in self.parts for _ in range(n))
        )


def find_sums(numbers: Sequence[Number]) -> list[Adding]:
    """Find the sums that hold, level by level: parts of parts are passed over once they are known."""
    counts = [one for one in numbers if one.is_count]
    found: list[Adding] = []
    while True:
        inner = {part: each.total for each in found for part in each.numbers}
        fresh = _best(list(_candidates(counts, inner)), found)
        if not fresh:
            return [each for each in found if not _spelled_out(each, found)]
        found.append(fresh)


def _spelled_out(one: Adding, found: list[Adding]) -> bool:
    """Whether it is another sum in which a part stands for its own parts."""
    values = one.values[1]
    for outer in found:
        for inner in found:
            if outer.total.value == one.total.value and inner.total.value in outer.values[1]:
                whole = list(outer.values[1])
                whole.remove(inner.total.value)
                if tuple(sorted([*whole, *inner.values[1]])) == values:
                    return True
    return False


def _best(candidates: list[Adding], found: list[Adding]) -> Adding | None:
    """The candidate with most evidence that excludes nothing found, and is excluded by none as good."""
    known = {each.values for each in found}
    candidates = [
        each
        for each in candidates
        if each.values not in known and not any(_exclude(each, other) for other in found)
    ]
    for one in sorted(candidates, key=lambda each: -each.evidence):
        rivals = [each for each in candidates if each.values != one.values and _exclude(one, each)]
        if all(each.evidence < one.evidence for each in rivals):
            return one
    return None


def _exclude(one: Adding, other: Adding) -> bool:
    """Whether two sums cannot both be meant: a total that is part of its part, or parts shared in part."""
    if one.total in other.numbers and other.total in one.numbers:
        return True
    shared = set(one.numbers) & set(other.numbers)
    if not shared or min(one.evidence, other.evidence) >= SURE + 1:
        return False
    nested = one.total in other.numbers or other.total in one.numbers
    return not (nested and log10(one.total.value) >= SURE)


def _candidates(counts: list[Number], inner: dict[Number, Number]) -> Iterator[Adding]:
    for place, total in enumerate(counts):
        forward = counts[place + 1 : place + 1 + WINDOW]
        backward = counts[max(0, place - WINDOW) : place][::-1]
        for following, run in ((True, forward), (False, backward)):
            near = [one for one in run if abs(one.paragraph - total.paragraph) <= 1]
            for parts, cost in _parts(total, near, inner, total.value, 0, (), 0.0):
                evidence = _evidence(total, parts, following, near) - cost
                if evidence >= ENOUGH:
                    ordered = parts if following else parts[::-1]
                    yield Adding(total, ordered, evidence - cost / 2)  # of two, the closer one
        if total.total:
            yield from _complement(total, counts, place)


def _complement(part: Number, counts: list[Number], place: int) -> Iterator[Adding]:
    """After `19/33`, the 14 that are left, on either side."""
    total = part.total
    assert total is not None
    for other in counts[max(0, place - 9) : place + 6]:
        if (
            other.value == total.value - part.value
            and other not in (part, total)
            and part.fits(other)
        ):
            yield Adding(total, ((part, 1), (other, 1)), ENOUGH + log10(total.value) - 1)


def _parts(
    total: Number,
    run: Sequence[Number],
    inner: dict[Number, Number],
    rest: Fraction,
    place: int,
    taken: tuple[tuple[Number, int], ...],
    cost: float,
) -> Iterator[tuple[tuple[tuple[Number, int], ...], float]]:
    """Every way to add up to the total, going away from it, with what had to be left out between."""
    if rest == 0:
        if sum(times for _, times in taken) > 1:
            yield taken, cost
        return
    if place == len(run) or cost > SKIPS:
        return
    one = run[place]
    if not taken or one.bracket == taken[0][0].bracket:
        odd = 0.0 if one.fits(total) else 0.5
        for times in one.times:
            if one.value * times <= rest and one.value < total.value:
                add = (*taken, (one, times))
                yield from _parts(
                    total, run, inner, rest - one.value * times, place + 1, add, cost + odd
                )
    skip = cost + _skip(one, total, inner, taken)
    yield from _parts(total, run, inner, rest, place + 1, taken, skip)


def _skip(
    one: Number, total: Number, inner: dict[Number, Number], taken: tuple[tuple[Number, int], ...]
) -> float:
    """What it costs to leave a number out: little for what is known to belong elsewhere."""
    if one.value == total.value and one.fits(total):
        return 0.1
    if one in inner and (inner[one] is not total or not taken):
        return 0.1
    if one.spelled or one.total or one.whole:
        return 0.1
    if (
        one.bracket
        and (not taken or one.bracket != taken[0][0].bracket)
        and one.bracket != total.bracket
    ):
        return 0.25
    if not one.fits(total):
        return 0.5
    return 1.2


def _evidence(
    total: Number, parts: tuple[tuple[Number, int], ...], following: bool, run: Sequence[Number]
) -> float:
    """How unlikely it is by chance: the total's size, and what the words and signs say."""
    ordered = [part for part, _ in parts]
    evidence = log10(total.value * 10**total.printed.decimals)
    first, last = ordered[0], ordered[-1]
    evidence -= 0.25 * max(0, abs(last.sentence - total.sentence) - 1)
    evidence -= 0.15 * max(0, abs(first.sentence - total.sentence) - 1)
    if all(part.sentence == first.sentence for part in ordered):
        evidence += 0.5
    if following and OPENS.search(total.after + first.before):
        evidence += 0.8
    if not following and TOTAL.search(total.before):
        evidence += 0.8
    if REST.search(last.before):
        evidence += 0.7
    beyond = run[run.index(last) + 1 :]
    if not beyond or (beyond[0].sentence, beyond[0].bracket) != (last.sentence, last.bracket):
        evidence += 0.4
    return evidence


def near_misses(numbers: Sequence[Number], found: list[Adding]) -> Iterator[Adding]:
    """Sums that are said and fail by a slip: all counts in one place, off by a keystroke from their total."""
    counts = [one for one in numbers if one.is_count and not one.spelled]
    inner = {part: each.total for each in found for part in each.numbers}
    totals = {each.total for each in found}
    for place, total in enumerate(counts):
        for parts in _stretches(counts, place, inner):
            added = sum((part.value for part in parts), Fraction(0))
            clean = all(part.fits(total) and part.value < total.value for part in parts)
            great = abs(added - total.value) * 1000 < total.value
            if not clean or added == total.value or (total in totals and not great):
                continue
            if any(inner.get(part) is total for part in parts):
                continue
            if any(part in inner and inner[part] is not total for part in parts):
                continue
            if _slip(total, parts, added):
                yield Adding(total, tuple((part, 1) for part in parts), 0.0)
                break


def _stretches(
    counts: list[Number], place: int, inner: dict[Number, Number]
) -> Iterator[list[Number]]:
    """The counts that stand together after a total, or before one that is called so."""
    total = counts[place]
    following = [one for one in counts[place + 1 :] if one.value != total.value]
    opened = following and OPENS.search(total.after + following[0].before)
    if following and (opened or any(REST.search(one.before) for one in following[:2])):
        first = following[0]
        scope = [
            one
            for one in following
            if (one.sentence, one.bracket) == (first.sentence, first.bracket)
        ]
        own = [one for one in scope if inner.get(one, total) is total]
        if len(own) > 1 and first.sentence - total.sentence <= 1:
            yield own
            rest = [at for at, one in enumerate(own) if REST.search(one.before)]
            if rest and 0 < rest[0] < len(own) - 1:
                yield own[: rest[0] + 1]
    level = [one for one in counts[place + 1 :] if one.bracket == 0 and one.value != total.value]
    level = [one for one in level if inner.get(one, total) is total]
    for size in (2, 3):
        own = level[:size]
        gap = abs(total.value - sum((one.value for one in own), Fraction(0)))
        if (
            len(own) == size
            and own[-1].sentence - total.sentence <= 2
            and 0 < gap * 1000 < total.value
        ):
            yield own  # of great numbers, all but the last digits are no chance
    if TOTAL.search(total.before):
        for size in (2, 3, 4):
            own = counts[max(0, place - size) : place]
            if len(own) == size and own[0].sentence == total.sentence:
                yield own


def _slip(total: Number, parts: list[Number], added: Fraction) -> bool:
    """Whether one mistyped digit explains the difference, in the total or in a part."""
    gap = abs(added - total.value)
    if gap > total.value / 10 or total.value < 20:
        return False
    whole = (
        gap * 1000 < total.value
        or bool(ALL.search((total.after + parts[0].before).rstrip()))
        or bool(REST.search(parts[-1].before))
    )
    if total.value < 200 and not whole:
        return False
    if gap > total.value / (10 if whole or added > total.value else 20):
        return False
    off = total.value - added
    tries = [(total, added), *((part, part.value + off) for part in parts if part.value + off > 0)]
    return any(edit(one.printed, value)[0] == 1 for one, value in tries)
