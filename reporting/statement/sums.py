"""Which numbers of a text add to which: found by adding, made sure by where they stand; and which were meant to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, combinations
from math import log10

from reporting.statement.prose import SAYS, Number
from reporting.statement.relations import Adding, Numbers, Parts, Ratio, closeness, digits

WINDOW = 24  # numbers to either side in which the parts of a total are looked for
ENOUGH = 2.3  # evidence from which a sum is one; a total of 200 with its parts about it has it
ALARM = 2.3  # … from which it is one though it does not hold
SURE = 5.0  # a total of five digits and its parts come about by no chance


def find_sums(numbers: Numbers) -> list[Adding]:
    """Find the sums that hold, surest first: what they settle tells more of the others."""
    counts = [one for one in numbers if one.is_count]
    found: list[Adding] = []
    while clear := _clear(_candidates(counts, found), found):
        found += clear[: (len(clear) + 1) // 2]
    return found


def _clear(sums: Iterable[Adding], found: list[Adding]) -> list[Adding]:
    """The sums that no other with as much evidence excludes, nor one found."""
    known = {each.values for each in found}
    made = sorted(sums, key=lambda each: each.evidence)
    fresh = {each.values: each for each in made if each.values not in known}
    settled = _sharing(found)
    left = [one for one in fresh.values() if not _excluded(one, settled, 0.0)]
    sharing = _sharing(left)
    return [one for one in left[::-1] if not _excluded(one, sharing, one.evidence)]


def _sharing(sums: list[Adding]) -> Mapping[Number, list[Adding]]:
    sharing = defaultdict[Number, list[Adding]](list)
    for each in sums:
        for part in each.parts:
            sharing[part].append(each)
    return sharing


def _excluded(one: Adding, sharing: Mapping[Number, list[Adding]], least: float) -> bool:
    """Whether another sum of so much evidence shares a part with it, and chance may have made one of them."""
    others = (other for part in one.parts for other in sharing.get(part, ()) if other is not one)
    return any(
        other.evidence >= least and min(one.evidence, other.evidence) < SURE for other in others
    )


def _candidates(counts: list[Number], found: list[Adding]) -> Iterator[Adding]:
    inner = {part for each in found for part in each.parts}
    for place, total in enumerate(counts):
        for following, run in _sides(counts, place):
            for parts in _adding(total, run, inner):
                left_out = (one for one in run[: run.index(parts[-1])] if one not in parts)
                evidence = digits(total.printed) + _tie(total, parts, following, run)
                evidence -= sum(_skip(one, total, inner) for one in left_out)
                if evidence >= ENOUGH:
                    yield Adding(total, parts if following else parts[::-1], evidence)
        if part_of := total.total:  # after `19/33`, the 14 that are left, on either side
            for rest in counts[max(0, place - 9) : place + 6]:
                one = Adding(part_of, (total, rest), ENOUGH + log10(part_of.value) - 1)
                if one.off == 0 and rest not in (total, part_of) and total.fits(rest):
                    yield one


def _sides(counts: list[Number], place: int) -> Iterator[tuple[bool, list[Number]]]:
    """The numbers after a total, and those before it, going away from it."""
    sides = (counts[place + 1 : place + 1 + WINDOW], counts[max(0, place - WINDOW) : place][::-1])
    for following, run in zip((True, False), sides, strict=True):
        yield following, [one for one in run if abs(one.paragraph - counts[place].paragraph) <= 1]


def _adding(total: Number, run: Numbers, inner: set[Number]) -> Iterable[Parts]:
    """What adds to a total: any two, or neighbours in a family."""
    smaller = [one for one in run if one.value < total.value]
    found: dict[Parts, None] = {}
    for family in _families(smaller, inner):
        pairs = combinations(family, 2)
        found |= dict.fromkeys(pair for pair in pairs if not Adding(total, pair).off)
        start, left = 0, total.value
        for end, one in enumerate(family, 1):
            left -= one.value
            while left < 0:
                left += family[start].value
                start += 1
            if left == 0:
                found[tuple(family[start:end])] = None
    return found


def _families(run: Numbers, inner: set[Number]) -> Iterator[list[Number]]:
    """The numbers beside a total that may be its parts: of one kind, of one unit, in no other sum."""
    families: dict[object, list[Number]] = {}
    for one in run:
        kind = one.bracket > 0, one.total is not None, one.whole
        for unit in {"", one.unit}:
            for known in {True, one in inner or one.spelled}:
                families.setdefault((kind, unit, known), []).extend([one] * one.times)
    yield from families.values()


def _skip(one: Number, total: Number, inner: set[Number]) -> float:
    """What it costs to leave out a number between the parts: less where it is known to belong elsewhere."""
    if one in inner or one.spelled or one.total or one.whole or one.bracket:
        return 0.1
    return 1.2 if one.fits(total) else 0.5


def _tie(total: Number, parts: Numbers, following: bool, run: Numbers) -> float:
    """What the words and signs say for it."""
    first, last = parts[0], parts[-1]
    tie = 0.5 * (len({part.sentence for part in parts}) == 1)
    tie += 0.3 * ({part.unit for part in parts} == {total.unit} != {""})
    opens = first.bracket not in (0, total.bracket) or SAYS.opens.search(total.after + first.before)
    tie += 0.8 * bool(opens if following else SAYS.total.search(total.before))
    tie += 0.7 * bool(SAYS.rest.search(last.before))
    beyond = run[run.index(last) + 1 :]
    if not beyond or (beyond[0].sentence, beyond[0].bracket) != (last.sentence, last.bracket):
        return tie + 0.4
    goes_on = following and beyond[0].unit == last.unit and SAYS.and_last.search(beyond[0].before)
    return tie - 2.0 * bool(goes_on and not SAYS.and_last.search(last.before))


def failing_sums(numbers: Numbers, found: list[Adding], shares: Iterable[Ratio]) -> list[Adding]:
    """Sums that are said and fail by a slip: all counts in one place beside their total."""
    counts = [one for one in numbers if one.is_count and not (one.spelled or one.vague)]
    inner = {part for each in found for part in each.parts}
    totals = {each.total for each in found}
    of = {one.top: one for one in shares}
    missed: list[Adding] = []
    for place, total in enumerate(counts):
        for following, run in _sides(counts, place):
            # What is a share of another total, or left of one, is no part of this one.
            own = [one for one in run if one not in of or of[one].values[1] == total.value]
            own = [one for one in own if one.total in (None, total)]
            own = own if following or SAYS.total.search(total.before) else []
            runs = _runs(total, own, inner, following)
            sums = [Adding(total, parts, _tie(total, parts, following, run)) for parts in runs]
            right = (each.parts for each in sums if each.evidence > 0 and not each.off)
            settled = set(chain.from_iterable(right))
            for one in sums:
                parts = one.parts
                divides = following and _divides(total, parts, run, total in totals)
                told = [of[part].told.printed.unit for part in parts if part in of]
                # Where each part is the share that it is said to be, parts are missing, not wrong.
                listed = len(told) == len(parts) and one.off > sum(told) * total.value / 200
                listed |= total.bracket == parts[0].bracket > 0
                evidence = _evidence(one, following, divides, listed)
                if evidence >= ALARM and settled.isdisjoint(parts):
                    missed.append(replace(one, evidence=evidence))
    return _clear(missed, found)


def _evidence(one: Adding, following: bool, divides: bool, listed: bool) -> float:
    """The evidence that a sum is meant though it fails."""
    total, first, near = one.total, one.parts[0], one.nearly()
    if near is not None and (divides or not listed):
        return near + one.evidence + divides
    if one.is_rounding or not following or not total.unit or total.unit != first.unit:
        return 0.0
    if first.value > total.value:  # `5.271 lượt, trong đó 5.758 lượt đúng hạn`
        said = total.after == first.before and SAYS.among.search(first.before)
        return ALARM + closeness(abs(one.off), total.value) if said else 0.0
    left_out = divides and SAYS.all.search(first.before) and 0 < one.off < total.value / 2
    return ALARM if left_out else 0.0


def _divides(total: Number, parts: Parts, run: Numbers, known: bool) -> bool:
    """Whether a text says outright that a total has these parts and no others.

    `214 tủ gồm 97 …, 64 … và 15 …`; `24 (nam 15, nữ 9)`; and further on, of a `known` total, `Phân theo loại: 46 …, 32 …`.
    """
    first = parts[0]
    here = [one for one in run if (one.sentence, one.bracket) == (first.sentence, first.bracket)]
    bare = first.bracket not in (0, total.bracket) and not any(one.unit for one in parts)
    beside = run[0] is first and (bare or SAYS.divides.search(first.before))
    further = known and SAYS.by_kind.search(first.before)
    rest = here[len(parts) :]
    ends = not rest or (";" in rest[0].before and not any(";" in it.before for it in parts[1:]))
    return bool((beside or further) and tuple(here[: len(parts)]) == parts and ends)


def _runs(total: Number, run: Numbers, inner: set[Number], following: bool) -> Iterator[Parts]:
    """The numbers that stand together beside a total, first few or all of one sentence."""
    level = [one for one in run if one.value != total.value and one not in inner and not one.whole]
    first = min(level, key=lambda one: not one.fits(total), default=total)
    said = following and SAYS.all.search(total.after + first.before)
    places: dict[object, list[Number]] = {}
    for one in level:
        places.setdefault((one.sentence, one.bracket), []).append(one)
    outer = [one for one in level if one.bracket == 0 and one.fits(total)]
    several = [own for own in (*places.values(), outer[:2], outer[:3]) if len(own) > 1]
    for own in several:
        beside = first in own or (following and SAYS.opens.search(own[0].before))
        if beside and (said or any(one.fits(two) for one, two in combinations([total, *own], 2))):
            yield tuple(own if following else own[::-1])
