"""Which numbers of a text add to which: found by adding, made sure by where they stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, combinations
from math import log10

from reporting.statement.prose import SAYS, Number
from reporting.statement.relations import Adding, Numbers, Parts, Ratio, closeness, digits

WINDOW = 24  # numbers to either side in which the parts of a total are looked for
SKIPS = 2.3  # what may be left out between the parts; see `_skip`
ENOUGH = 2.3  # evidence from which a sum is one; a total of 200 with its parts about it has it
CLOSE = 0.9  # how near to its total a sum that fails must be, at least
SURE = 5.0  # a total of five digits and its parts come about by no chance
Totals = Mapping[Number, Number]  # by what is a part of them


def find_sums(numbers: Numbers) -> list[Adding]:
    """Find the sums that hold, level by level: parts of parts are passed over once they are known."""
    counts = [one for one in numbers if one.is_count]
    found: list[Adding] = []
    while fresh := _best(_unknown(_candidates(counts, found), found), found):
        found.append(fresh)
    return found


def _best(candidates: list[Adding], found: list[Adding]) -> Adding | None:
    """The candidate with most evidence that excludes nothing found, and is excluded by none as good."""
    candidates = [one for one in candidates if not any(_exclude(one, other) for other in found)]
    for one in sorted(candidates, key=lambda each: -each.evidence):
        rivals = [each for each in candidates if each.values != one.values and _exclude(one, each)]
        if all(each.evidence < one.evidence for each in rivals):
            return one
    return None


def _exclude(one: Adding, other: Adding) -> bool:
    """Whether two sums cannot both be meant: they share parts, and chance may have made one of them."""
    return bool(set(one.parts) & set(other.parts)) and min(one.evidence, other.evidence) < SURE


def _candidates(counts: list[Number], found: list[Adding]) -> Iterator[Adding]:
    inner = {part: each.total for each in found for part in each.parts}
    for place, total in enumerate(counts):
        for following, run in sides(counts, place):
            for parts, cost in _ways(total, run, inner):
                evidence = digits(total.printed) + tie(total, parts, following, run) - cost
                if evidence >= ENOUGH:  # of two, the closer one
                    yield Adding(total, parts if following else parts[::-1], evidence - cost / 2)
        after = counts[place + 1 : place + 1 + WINDOW]
        after = [one for one in after if not (one.total or one.whole)]
        for key, said in (("label", 0.3), ("lead", 0.0)):
            own = getattr(total, key)
            alike = [one for one in after if own and getattr(one, key) == own]
            for end in range(2, min(9, len(alike)) + 1):
                evidence = digits(total.printed) + max(-1.0, tie(total, alike[:end], True, alike))
                one = Adding(total, tuple(alike[:end]), evidence + (said if len(own) > 1 else -0.4))
                if one.evidence >= ENOUGH and one.off == 0:
                    yield one
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


def _ways(total: Number, run: Numbers, inner: Totals) -> Iterator[tuple[Parts, float]]:
    """The ways to add up to a total, going away from it, and what it costs to leave out others between."""
    most = [*accumulate((one.value * one.times[-1] for one in run[::-1]), initial=Fraction(0))]

    def onward(
        place: int, rest: Fraction, taken: Parts = (), cost: float = 0.0
    ) -> Iterator[tuple[Parts, float]]:
        if rest == 0 and len(taken) > 1:
            yield taken, cost
        if rest == 0 or cost > SKIPS or most[-1 - place] < rest:
            return
        one = run[place]
        if one.value < total.value and (not taken or _kind(one) == _kind(taken[0])):
            odd = 0.5 * (not one.fits(total) and not (taken and one.fits(taken[-1])))
            odd += 0.2 * bool(taken and one.bracket != taken[0].bracket)
            for times in one.times:
                if (left := rest - one.value * times) >= 0:
                    yield from onward(place + 1, left, taken + (one,) * times, cost + odd)
        known = one in inner and (inner[one] is not total or not taken)
        again = one.value == total.value and one.fits(total)
        if known or again or one.spelled or one.total or one.whole:
            cost += 0.1  # it is known to belong elsewhere
        elif one.bracket not in (0, total.bracket, taken[0].bracket if taken else 0):
            cost += 0.25
        else:
            cost += 1.2 if one.fits(total) else 0.5
        yield from onward(place + 1, rest, taken, cost)

    return onward(0, total.value)


def _kind(one: Number) -> tuple[bool, bool, bool]:
    """In brackets or not, the 19 or the 33 of `19/33` or neither: what the parts of a total have in common."""
    return one.bracket > 0, one.total is not None, one.whole


def tie(total: Number, parts: Numbers, following: bool, run: Numbers) -> float:
    """What the words and signs say for it."""
    first, last = parts[0], parts[-1]
    sentences = {part.sentence for part in parts}
    tie = -0.25 * max(0, abs(last.sentence - total.sentence) - 1)
    tie += 0.5 if len(sentences) == 1 else -0.3 * (len(sentences) - 1) * (len(parts) > 3)
    opens = first.bracket not in (0, total.bracket) or SAYS.opens.search(total.after + first.before)
    tie += 0.8 * bool(opens if following else SAYS.total.search(total.before))
    tie += 0.7 * bool(SAYS.rest.search(last.before))
    beyond = run[run.index(last) + 1 :]
    if not beyond or (beyond[0].sentence, beyond[0].bracket) != (last.sentence, last.bracket):
        return tie + 0.4
    goes_on = following and beyond[0].unit == last.unit and SAYS.and_last.search(beyond[0].before)
    return tie - 1.5 * bool(goes_on and not SAYS.and_last.search(last.before))


def shared_out(shares: Sequence[Ratio], found: list[Adding]) -> list[Adding]:
    """Counts that are shares of one total, one after the other, and add to it."""
    fresh: list[Adding] = []
    for base in dict.fromkeys(one.base for one in shares if one.base):
        own = [one.top for one in shares if one.values[1] == base.value != one.top.value]
        runs = combinations(range(len(own) + 1), 2)
        made = [Adding(base, tuple(own[first:end])) for first, end in runs]
        for one in made:
            fresh += [] if one.off else _unknown([one], [*found, *fresh])
    return fresh


def beside(numbers: Numbers, found: list[Adding]) -> list[Adding]:
    """Sums of the numbers next to those of a sum: `22 vụ/26 bị can: 16 vụ/18 bị can; 6 vụ/8 bị can`."""
    counts = [one for one in numbers if one.is_count]
    place = {one: at for at, one in enumerate(counts)}
    columns = list(found)
    for each in columns:  # a column found has its own neighbours
        family = (each.total, *each.parts)
        for step in (1, -1):
            moved = [counts[(place[one] + step) % len(counts)] for one in family]
            pairs = list(zip(family, moved, strict=True))
            if {*moved} & {*family} or any(one.sentence != its.sentence for one, its in pairs):
                continue
            one = Adding(moved[0], tuple(moved[1:]))
            paired = all(one.total is its or its.total is one for one, its in pairs)
            near = closeness(abs(one.off), one.total.value) >= CLOSE and (paired or one.nearly())
            if one.off == 0 or near:
                columns += _unknown([one], columns)
    return columns[len(found) :]


def _unknown(sums: Iterable[Adding], found: list[Adding]) -> list[Adding]:
    known = {each.values for each in found}
    return [one for one in sums if one.values not in known]
