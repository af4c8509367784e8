"""Sums that a text says and that fail: by a keystroke, or against words that leave no doubt what adds to what."""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations

from reporting.statement.prose import SAYS, Number
from reporting.statement.relations import Adding, Numbers, Parts, Ratio, closeness
from reporting.statement.sums import sides, tie

ALARM = 2.3  # evidence from which a sum is one though it does not hold


def near_misses(numbers: Numbers, found: list[Adding], shares: Sequence[Ratio]) -> list[Adding]:
    """Sums that are said and fail by a slip: all counts in one place beside their total."""
    counts = [one for one in numbers if one.is_count and not (one.spelled or one.vague)]
    counts = [one for one in counts if not SAYS.limit.search(one.before)]  # từ 6 m đến dưới 12 m
    inner = {part for each in found for part in each.parts}
    totals = {each.total for each in found}
    of = {one.top: one for one in shares}
    missed: list[Adding] = []
    for place, total in enumerate(counts):
        for following, run in sides(counts, place):
            # What is a share of another total, or left of one, is no part of this one.
            own = [one for one in run if one not in of or of[one].values[1] == total.value]
            own = [one for one in own if one.total in (None, total)]
            said = following or SAYS.total.search(total.before)
            runs = _runs(total, own, inner, following) if said else ()
            ties = {parts: tie(total, parts, following, run) for parts in runs}
            right = (each for each in ties if ties[each] > 0 and not Adding(total, each).off)
            settled = set(chain.from_iterable(right))
            for parts in filter(settled.isdisjoint, ties):
                one = Adding(total, parts, ties[parts])
                divides = following and _divides(total, parts, run, total in totals)
                told = [of[part].told.printed.unit for part in parts if part in of]
                # Where each part is the share that it is said to be, parts are missing, not wrong.
                listed = len(told) == len(parts) and one.off > sum(told) * total.value / 200
                listed |= total.bracket == parts[0].bracket > 0
                evidence = _evidence(one, following, divides, listed)
                missed += [Adding(total, parts, evidence)] if evidence >= ALARM else []
    clear: list[Adding] = []
    for one in sorted(missed, key=lambda one: -one.evidence):
        # A total is divided once by a slip, and what is a part has one total.
        if all(one.total is not it.total and {*one.parts}.isdisjoint(it.parts) for it in clear):
            clear.append(one)
    return clear


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
    alike = first.fits(total) and len({one.unit for one in (first, *parts[1:-1])}) == 1
    rest = here[len(parts) :]
    ends = not rest or (";" in rest[0].before and not any(";" in it.before for it in parts[1:]))
    return bool((beside or further) and alike and tuple(here[: len(parts)]) == parts and ends)


def _runs(total: Number, run: Numbers, inner: set[Number], following: bool) -> Iterator[Parts]:
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
    later = [own for own in places.values() if following and SAYS.opens.search(own[0].before)]
    said = following and SAYS.all.search(total.after + first.before)
    for own in (scope, outer[:2], outer[:3], *later):
        fitting = any(one.fits(other) for one, other in combinations([total, *own], 2))
        if len(own) > 1 and (said or fitting):
            yield tuple(own if following else own[::-1])
