"""Which numbers of a text add to which: found by adding, made sure by where they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from math import log10

from reporting.statement.prose import Number
from reporting.statement.relations import Adding, Ratio, closeness, digits

WINDOW = 24  # numbers to either side in which the parts of a total are looked for
SKIPS = 2.3  # what may be left out between the parts; see `_skip`
ENOUGH = 2.3  # evidence from which a sum is one; a total of 200 with its parts about it has it
ALARM = 2.3  # … from which it is one though it does not hold
CLOSE = 0.9  # how near to its total a sum that fails must be, at least
SURE = 4.0  # totals of five digits come about by no chance
OPENS = re.compile(r"(?<!\w)(?:trong đó|gồm|bao gồm|cụ thể|chia ra|trong số|với|theo)(?!\w)|[(:]")
ALL = re.compile(r"(?<!\w)(?:gồm|bao gồm|chia ra)(?!\w)|\(\s*$")
REST = re.compile(r"(?<!\w)(?:còn|còn lại|số còn lại)(?!\w)")
TOTAL = re.compile(r"(?<!\w)(?:tổng|tổng số|cộng|lũy kế|luỹ kế|tổng cộng)(?!\w)")
AND = re.compile(r".*(?<!\w)và(?!\w)", re.DOTALL)
Parts = tuple[tuple[Number, int], ...]


def find_sums(numbers: Sequence[Number]) -> list[Adding]:
    """Find the sums that hold, level by level: parts of parts are passed over once they are known."""
    counts = [one for one in numbers if one.is_count]
    found: list[Adding] = []
    while True:
        inner = {part: each.total for each in found for part in each.numbers}
        fresh = _best(list(_candidates(counts, inner)), found)
        if not fresh:
            return found
        found.append(fresh)


def _best(candidates: list[Adding], found: list[Adding]) -> Adding | None:
    """The candidate with most evidence that excludes nothing found, and is excluded by none as good."""
    known = {each.values for each in found}
    candidates = [each for each in candidates if each.values not in known]
    candidates = [each for each in candidates if not any(_exclude(each, other) for other in found)]
    for one in sorted(candidates, key=lambda each: -each.evidence):
        rivals = [each for each in candidates if each.values != one.values and _exclude(one, each)]
        if all(each.evidence < one.evidence for each in rivals):
            return one
    return None


def _exclude(one: Adding, other: Adding) -> bool:
    """Whether two sums cannot both be meant: a total that is part of its part, or parts shared in part."""
    nested = (one.total in other.numbers, other.total in one.numbers)
    if all(nested):
        return True
    if not set(one.numbers) & set(other.numbers) or min(one.evidence, other.evidence) >= SURE + 1:
        return False
    return not (any(nested) and log10(one.total.value) >= SURE)


def _candidates(counts: list[Number], inner: dict[Number, Number]) -> Iterator[Adding]:
    for place, total in enumerate(counts):
        for following, run in _sides(counts, place):
            for parts, cost in _parts(total, run, inner, total.value, 0, (), 0.0):
                evidence = digits(total.printed) + _tie(total, parts, following, run) - cost
                if evidence >= ENOUGH:  # of two, the closer one
                    yield Adding(total, parts if following else parts[::-1], evidence - cost / 2)
        after = counts[place + 1 : place + 1 + WINDOW]
        for key, said in (("label", 0.3), ("lead", 0.0), ("unit", -0.3)):
            own = getattr(total, key)
            alike = [one for one in after if own and getattr(one, key) == own]
            for end in range(2, min(9, len(alike)) + 1):
                parts = tuple((one, 1) for one in alike[:end])
                evidence = digits(total.printed) + max(-1.0, _tie(total, parts, True, alike))
                evidence += said if len(own) > 1 else -0.4
                if evidence >= ENOUGH and Adding(total, parts).off == 0:
                    yield Adding(total, parts, evidence)
        if part_of := total.total:  # after `19/33`, the 14 that are left, on either side
            for rest in counts[max(0, place - 9) : place + 6]:
                one = Adding(part_of, ((total, 1), (rest, 1)), ENOUGH + log10(part_of.value) - 1)
                if one.off == 0 and rest not in (total, part_of) and total.fits(rest):
                    yield one


def _sides(counts: list[Number], place: int) -> Iterator[tuple[bool, list[Number]]]:
    """The numbers after a total, and those before it, going away from it."""
    sides = (counts[place + 1 : place + 1 + WINDOW], counts[max(0, place - WINDOW) : place][::-1])
    for following, run in zip((True, False), sides, strict=True):
        yield following, [one for one in run if abs(one.paragraph - counts[place].paragraph) <= 1]


def _parts(
    total: Number,
    run: Sequence[Number],
    inner: dict[Number, Number],
    rest: Fraction,
    place: int,
    taken: Parts,
    cost: float,
) -> Iterator[tuple[Parts, float]]:
    """Every way to add up to the total, going away from it, with what had to be left out between."""
    if rest == 0:
        if sum(times for _, times in taken) > 1:
            yield taken, cost
        return
    if place == len(run) or cost > SKIPS:
        return
    one = run[place]
    if not taken or (one.bracket > 0) == (taken[0][0].bracket > 0):
        odd = 0.5 * (not one.fits(total) and not (taken and one.fits(taken[-1][0])))
        odd += 0.2 * bool(taken and one.bracket != taken[0][0].bracket)
        for times in one.times:
            left = rest - one.value * times
            if left >= 0 and one.value < total.value:
                add = (*taken, (one, times))
                yield from _parts(total, run, inner, left, place + 1, add, cost + odd)
    skip = cost + _skip(one, total, inner, taken)
    yield from _parts(total, run, inner, rest, place + 1, taken, skip)


def _skip(one: Number, total: Number, inner: dict[Number, Number], taken: Parts) -> float:
    """What it costs to leave a number out: little for what is known to belong elsewhere."""
    known = one in inner and (inner[one] is not total or not taken)
    if (
        known
        or one.spelled
        or one.total
        or one.whole
        or (one.value == total.value and one.fits(total))
    ):
        return 0.1
    brackets = (0, total.bracket, taken[0][0].bracket if taken else 0)
    if one.bracket not in brackets:
        return 0.25
    return 1.2 if one.fits(total) else 0.5


def _tie(total: Number, parts: Parts, following: bool, run: Sequence[Number]) -> float:
    """What the words and signs say for it."""
    ordered = [part for part, _ in parts]
    first, last = ordered[0], ordered[-1]
    tie = -0.25 * max(0, abs(last.sentence - total.sentence) - 1)
    tie -= 0.15 * max(0, abs(first.sentence - total.sentence) - 1)
    tie += 0.5 * all(part.sentence == first.sentence for part in ordered)
    tie += 0.8 * (following and bool(OPENS.search(total.after + first.before)))
    tie += 0.8 * (not following and bool(TOTAL.search(total.before)))
    tie += 0.7 * bool(REST.search(last.before))
    in_own = (
        first.bracket and first.bracket != total.bracket and len({p.bracket for p in ordered}) == 1
    )
    own = first.holder and first.holder is not total and first.holder.fits(first)
    tie -= 3.0 * bool(in_own and following and own)
    tie -= 0.3 * (len({part.sentence for part in ordered}) - 1) * (len(ordered) > 3)
    beyond = run[run.index(last) + 1 :]
    closed = not beyond or (beyond[0].sentence, beyond[0].bracket) != (last.sentence, last.bracket)
    goes_on = (
        following and not closed and beyond[0].unit == last.unit and AND.match(beyond[0].before)
    )
    return tie + 0.4 * closed - 1.5 * bool(goes_on and not AND.search(last.before))


def shared_out(shares: Sequence[Ratio], found: list[Adding]) -> list[Adding]:
    """Counts that are shares of one total, one after the other, and add to it."""
    known = {each.values for each in found}
    fresh: dict[object, Adding] = {}
    for base in dict.fromkeys(one.base for one in shares if one.base):
        own = [one.top for one in shares if one.values[1] == base.value != one.top.value]
        for first, end in combinations(range(len(own) + 1), 2):
            one = Adding(base, tuple((top, 1) for top in own[first:end]))
            if one.off == 0 and one.values not in known:
                fresh.setdefault(one.values, one)
    return list(fresh.values())


def beside(numbers: Sequence[Number], found: Sequence[Adding]) -> list[Adding]:
    """Sums of the numbers next to those of a sum: `22 vụ/26 bị can: 16 vụ/18 bị can; 6 vụ/8 bị can`."""
    counts = [one for one in numbers if one.is_count]
    place = {one: at for at, one in enumerate(counts)}
    columns: list[Adding] = []
    for each, step in product(found, (1, -1)):
        family = (each.total, *each.numbers)
        moved = [counts[(place[one] + step) % len(counts)] for one in family]
        pairs = list(zip(family, moved, strict=True))
        if len(set(moved) - set(family)) < len(family) or any(
            one.sentence != its.sentence for one, its in pairs
        ):
            continue
        one = Adding(moved[0], tuple((part, 1) for part in moved[1:]))
        near = closeness(abs(one.off), one.total.value) >= CLOSE
        if one.off == 0 or (near and (one.nearly() or all(_paired(*pair) for pair in pairs))):
            columns.append(one)
    known = {each.values for each in found}
    return [one for one in columns if one.values not in known]


def _paired(one: Number, other: Number) -> bool:
    return one.total is other or other.total is one


def near_misses(
    numbers: Sequence[Number], found: list[Adding], shares: Sequence[Ratio]
) -> list[Adding]:
    """Sums that are said and fail by a slip: all counts in one place, a keystroke off from their total."""
    counts = [one for one in numbers if one.is_count and not (one.spelled or one.vague)]
    inner = {part: each.total for each in found for part in each.numbers}
    totals = {each.total for each in found}
    of = {one.top: one for one in shares}
    missed: list[Adding] = []
    for place, total in enumerate(counts):
        best: Adding | None = None
        for following, run in _sides(counts, place):
            # What is a share of another total is no part of this one.
            own = [one for one in run if one not in of or of[one].values[1] == total.value]
            own = [one for one in own if one.total in (None, total)]
            said = [Adding(total, parts) for parts in _runs(total, own, inner, following)]
            holding = [one.parts for one in said if one.off == 0]
            if total.value < 20 or any(_tie(total, parts, following, run) > 0 for parts in holding):
                continue
            for one in said:
                near, parts = one.nearly(), one.parts
                told = [of[part].told.printed.unit for part in one.numbers if part in of]
                backed = len(told)
                # Where each part is the share that it is said to be, parts are missing, not wrong.
                listed = backed == len(parts) and abs(one.off) > sum(told) * total.value / 200
                said_so = following or backed > 1 or TOTAL.search(total.before)
                if near is None or near < CLOSE or listed or not said_so:
                    continue
                evidence = near + _tie(total, parts, following, run)
                evidence += 0.4 * all(part.label == total.label for part in one.numbers)
                evidence += 0.5 * bool(following and ALL.search(total.after + parts[0][0].before))
                evidence += backed if backed > 1 else -0.7 * (total in totals)
                if evidence >= ALARM and (not best or evidence > best.evidence):
                    best = replace(one, evidence=evidence)
        if best:
            missed.append(best)
    return missed


def _runs(
    total: Number, run: Sequence[Number], inner: dict[Number, Number], following: bool
) -> Iterator[Parts]:
    """The numbers that stand together beside a total, first few or all of one sentence."""
    level = [one for one in run if one.value != total.value and one not in inner and not one.whole]
    if not level:
        return
    first = next((one for one in level if one.fits(total)), level[0])
    places: dict[object, list[Number]] = {}
    for one in level:
        places.setdefault((one.sentence, one.bracket), []).append(one)
    scope = places.pop((first.sentence, first.bracket))
    outer = [one for one in level if one.bracket == 0 and one.fits(total)]
    if not (following and first.bracket and ALL.search(total.after + first.before)):
        scope = [one for one in scope if one.fits(total)]
    later = [own for own in places.values() if following and OPENS.search(own[0].before)]
    for own in (
        scope,
        *(scope[:end] for end in range(2, len(scope))),
        outer[:2],
        outer[:3],
        *later,
    ):
        if len(own) > 1 and abs(own[-1].sentence - total.sentence) <= 3:
            yield tuple((one, 1) for one in (own if following else own[::-1]))
