"""Which numbers of a text add to which: found by adding, made sure by where they stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from math import log10

from reporting.statement.prose import SAYS, Number
from reporting.statement.relations import Adding, Numbers, Parts, digits

WINDOW = 24  # numbers to either side in which the parts of a total are looked for
ENOUGH = 2.3  # evidence from which a sum is one; a total of 200 with its parts about it has it
SURE = 5.0  # a total of five digits and its parts come about by no chance


def find_sums(numbers: Numbers) -> list[Adding]:
    """Find the sums that hold, surest first: what they settle tells more of the others."""
    counts = [one for one in numbers if one.is_count]
    found: list[Adding] = []
    while clear := _clear(counts, found):
        found += clear[: (len(clear) + 1) // 2]
    return found


def _clear(counts: list[Number], found: list[Adding]) -> list[Adding]:
    """The sums that no other with as much evidence excludes, nor one found."""
    known = {each.values for each in found}
    made = sorted(_candidates(counts, found), key=lambda each: each.evidence)
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
        for following, run in sides(counts, place):
            for parts in _adding(total, run, inner):
                left_out = (one for one in run[: run.index(parts[-1])] if one not in parts)
                evidence = digits(total.printed) + tie(total, parts, following, run)
                evidence -= sum(_skip(one, total, inner) for one in left_out)
                if evidence >= ENOUGH:
                    yield Adding(total, parts if following else parts[::-1], evidence)
        if part_of := total.total:  # after `19/33`, the 14 that are left, on either side
            for rest in counts[max(0, place - 9) : place + 6]:
                one = Adding(part_of, (total, rest), ENOUGH + log10(part_of.value) - 1)
                if one.off == 0 and rest not in (total, part_of) and total.fits(rest):
                    yield one


def sides(counts: list[Number], place: int) -> Iterator[tuple[bool, list[Number]]]:
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


def tie(total: Number, parts: Numbers, following: bool, run: Numbers) -> float:
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
