"""Which numbers of a text add to which: found by adding, made sure by where they stand; and which were meant to."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate, combinations
from math import log10

from reporting.statement.prose import SAYS, Number
from reporting.statement.relations import Adding, Numbers, Parts, Ratio, digits
from reporting.statement.solve import NOTHING

WINDOW = 24  # numbers to either side in which the parts of a total are looked for
ENOUGH = 2.3  # evidence from which a sum is one, whether it holds or not; a total of 200 with its parts about it has it
DOUBT = 0.6  # a sum that fails is less likely than one that holds
FAR = 15  # a list that misses its total by more than this part of it, and by no keystroke, is no breakdown
SURE = 6.0  # a total of six digits and its parts come about by no chance


def find_sums(numbers: Numbers) -> list[Adding]:
    """Find the sums that hold, surest first: what they settle tells more of the others."""
    counts = [one for one in numbers if one.is_count]
    found: list[Adding] = []
    while clear := _clear(_candidates(counts, found), found):
        found += clear[: (len(clear) + 1) // 2]
    return found


def _clear(sums: Iterable[Adding], found: list[Adding]) -> list[Adding]:
    """The sums that no other with as much evidence excludes, nor one found; surest first."""
    known = {each.values for each in found}
    made = sorted(sums, key=lambda each: each.evidence)
    fresh = {each.values: each for each in made if each.values not in known}
    left = _free([*fresh.values()], found, least=0.0)
    return _free(left, left)[::-1]


def _free(sums: list[Adding], rivals: list[Adding], least: float | None = None) -> list[Adding]:
    """Those that share no part with a rival of so much evidence, unless chance made neither."""
    sharing = defaultdict[Number, list[Adding]](list)
    for each in rivals:
        for part in each.parts:
            sharing[part].append(each)
    free = []
    for one in sums:
        others = (other for part in one.parts for other in sharing[part] if other is not one)
        enough = one.evidence if least is None else least
        if all(it.evidence < enough or min(one.evidence, it.evidence) >= SURE for it in others):
            free.append(one)
    return free


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
    total = counts[place]
    sides = (counts[place + 1 : place + 1 + WINDOW], counts[max(0, place - WINDOW) : place][::-1])
    for following, run in zip((True, False), sides, strict=True):
        near = [one for one in run if abs(one.paragraph - total.paragraph) <= 1]
        yield following, [one for one in near if total.aside or not one.aside]


def _adding(total: Number, run: Numbers, inner: set[Number]) -> Iterable[Parts]:
    """What adds to a total: any two, or neighbours in a family."""
    smaller = [one for one in run if one.value < total.value]
    found: dict[Parts, None] = {}
    for family in _families(smaller, inner):
        pairs = combinations(family, 2)
        found |= dict.fromkeys(pair for pair in pairs if not Adding(total, pair).off)
        ends = accumulate((one.value for one in family), initial=NOTHING)
        reached = {value: place for place, value in enumerate(ends)}
        for value, start in reached.items():
            if end := reached.get(value + total.value):
                found[tuple(family[start:end])] = None
    return found


def _families(run: Numbers, inner: set[Number]) -> Iterable[list[Number]]:
    """The numbers beside a total that may be its parts: of one kind, of one unit, in no other sum."""
    families: dict[object, list[Number]] = {}
    for one in run:
        kind = one.bracket > 0, one.total is not None, one.whole
        for unit in {"", one.unit}:
            for known in {True, one in inner or one.spelled}:
                families.setdefault((kind, unit, known), []).extend([one] * one.times)
    return families.values()


def _skip(one: Number, total: Number, inner: set[Number]) -> float:
    """What it costs to leave out a number between the parts: less where it is known to belong elsewhere."""
    if one in inner or one.spelled or one.total or one.whole or one.bracket or one.aside:
        return 0.1
    return 1.2 if one.fits(total) else 0.5


def _tie(total: Number, parts: Numbers, following: bool, run: Numbers) -> float:
    """What the words and signs say for it."""
    first, last = parts[0], parts[-1]
    tie = 0.5 * (len({part.sentence for part in parts}) == 1)
    tie += 0.3 * ({part.unit for part in parts} == {total.unit} != {""})
    opens = first.bracket not in (0, total.bracket) or SAYS.opens.search(total.after + first.before)
    tie += 0.8 * bool(opens if following else SAYS.total.search(total.before))
    beyond = run[run.index(last) + 1 :]
    if not beyond or (beyond[0].sentence, beyond[0].bracket) != (last.sentence, last.bracket):
        return tie + 0.4
    goes_on = following and beyond[0].unit == last.unit and SAYS.and_last.search(beyond[0].before)
    return tie - 2.0 * bool(goes_on and not SAYS.and_last.search(last.before))


def failing_sums(numbers: Numbers, found: list[Adding], shares: Sequence[Ratio]) -> list[Adding]:
    """Sums that are said and fail by a slip: all counts in one place after their total."""
    counts = [one for one in numbers if one.is_count and not (one.spelled or one.vague)]
    taken = {part for each in found for part in each.parts}
    shared = {one.top for one in shares}
    missed: list[Adding] = []
    for place, total in enumerate(counts):
        run = next(_sides(counts, place))[1]
        of = {one.top: one.told.printed.unit for one in shares if one.values[1] == total.value}
        # What is a share of another total, or left of one, or in a sum that holds, is no part of this one.
        no_part = {*taken, *(shared - of.keys()), *(one for one in run if one.total or one.whole)}
        own = [one for one in run if one not in no_part and one.value != total.value]
        for parts in _runs(total, own, of):
            evidence = _was_meant(one := Adding(total, parts), run, taken)
            # Parts are missing where each one's percentage is right: but for half a unit of each.
            slack = sum(of.get(part, 200) for part in parts) * total.value / 200
            if evidence >= ENOUGH and one.off <= slack and parts[-1] not in run[WINDOW - 1 :]:
                missed.append(one._replace(evidence=evidence))
    return _clear(missed, found)


def _was_meant(one: Adding, run: Numbers, taken: set[Number]) -> float:
    """The evidence that a sum which fails is said for all that."""
    total, first, last, near = one.total, one.parts[0], one.parts[-1], one.nearly()
    if _divides(total, one.parts, run):
        closed = SAYS.direct.search(first.before) and SAYS.and_last.search(last.before)
        more = total.value < first.value < 2 * total.value
        told = (more or closed or FAR * abs(one.off) < total.value) and not one.is_rounding
        return ENOUGH + (near or 0) if told or near is not None else 0.0
    if near is None or total.whole or total.bracket == first.bracket > 0:
        return 0.0
    near += 1.1 * bool(SAYS.closes.search(last.before)) - DOUBT
    passed = run[: run.index(first)]
    return near + _tie(total, one.parts, True, run) - sum(_skip(it, total, taken) for it in passed)


def _runs(total: Number, run: Numbers, of: Container[Number]) -> Iterator[Parts]:
    """The numbers that stand together beside a total: first few, or all of one sentence."""
    places: dict[object, list[Number]] = {}
    for one in run:
        places.setdefault((one.sentence, one.bracket), []).append(one)
    outer = [one for one in run if one.bracket == 0 and one.fits(total)]
    ends = [it for it in (2, 3) if not outer[it:] or outer[it].sentence != outer[it - 1].sentence]
    told = [*places.values()]
    for own in places.values():
        told += [own[:end] for end in (2, 3) if own[end:] and ";" in own[end].before]
        told += [[it for it in own if it.unit == total.unit != ""]]
    for own in (*told, *(outer[:end] for end in ends)):
        beside = own[:1] == run[:1] and {one.sentence for one in own} == {total.sentence}
        if len(own) > 1 and (beside or any(one.fits(total) or one in of for one in own)):
            yield tuple(own)


def _divides(total: Number, parts: Parts, run: Numbers) -> bool:
    """Whether a text says outright that a total has these parts and no others: `214 tủ gồm 97 …, 64 … và 15 …`, `24 (nam 15, nữ 9)`."""
    one, first, units = Adding(total, parts), parts[0], {part.unit for part in parts}
    here = [it for it in run if (it.sentence, it.bracket) == (first.sentence, first.bracket)]
    if "" not in units:  # `31 vụ, 36 đối tượng; 3 vụ, 57 đối tượng`
        here = [it for it in here if it.unit in units]
    rest = here[len(parts) :]
    # A sign parts a list from what follows: `a, b; c` ends with b.
    ends = not rest or (";" in rest[0].before and ";" not in parts[-1].before)
    if tuple(here[: len(parts)]) != parts or not ends:
        return False
    alike = first.unit == total.unit != "" or units <= {total.unit, ""}
    nearest = all(it.bracket or not it.fits(total) for it in run[: run.index(first)])
    beside = nearest and total.sentence == first.sentence
    if first.bracket not in (0, total.bracket):
        alike |= len(units) == 1 and not total.aside
        behind = first.before == total.after or total.after.endswith("/")
        return alike and beside and behind and ":" not in first.before
    # A list may go on, but its members are not more than the whole, unless they overlap by far.
    over = one.off < 0 and (-one.off < total.value / 6 or one.nearly() is not None)
    if (over or first.value > total.value) and alike and SAYS.among.search(first.before):
        return nearest and first.sentence - total.sentence <= 1
    complete = len(units) == 1 and SAYS.and_last.search(parts[-1].before)
    beside |= bool(complete) and nearest and first.sentence - total.sentence == 1
    return bool((alike or complete) and beside and SAYS.direct.search(first.before))
