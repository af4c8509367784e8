"""Sums that a text says and that fail: by a keystroke, or against words that leave no doubt what adds to what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain, pairwise

from reporting.statement.numbers import rounded
from reporting.statement.prose import SAYS, Number
from reporting.statement.relations import Adding, Numbers, Parts, Ratio, closeness
from reporting.statement.sums import CLOSE, SURE, sides, tie

ALARM = 2.3  # evidence from which a sum is one though it does not hold
OUTRIGHT = 0.5  # how near to its total it must be, at least, where the text says outright that these are its parts
Beside = Mapping[Number, Number]  # the number that follows each


def near_misses(numbers: Numbers, found: list[Adding], shares: Sequence[Ratio]) -> list[Adding]:
    """Sums that are said and fail by a slip: all counts in one place, a keystroke off from their total."""
    counts = [one for one in numbers if one.is_count and not (one.spelled or one.vague)]
    counts = [one for one in counts if not SAYS.limit.search(one.before)]  # từ 6 m đến dưới 12 m
    beside = dict(pairwise(numbers))
    inner = {part for each in found for part in each.parts}
    totals = {each.total for each in found}
    of = {one.top: one for one in shares}
    missed: list[Adding] = []
    for place, total in enumerate(counts):
        best: list[Adding] = []
        for following, run in sides(counts, place) if total.value >= 20 else ():
            # What is a share of another total, or left of one, is no part of this one.
            own = [one for one in run if one not in of or of[one].values[1] == total.value]
            own = [one for one in own if one.total in (None, total)]
            said = list(_runs(total, own, inner, of, following))
            ties = {parts: tie(total, parts, following, run) for parts in said}
            right = (each for each in ties if ties[each] > 0 and not Adding(total, each).off)
            settled = set(chain.from_iterable(right))
            for parts in filter(settled.isdisjoint, ties):
                one = Adding(total, parts, ties[parts])
                told = [of[part].told.printed.unit for part in parts if part in of]
                divides = following and _divides(total, parts, run, total in totals)
                evidence = _by_a_keystroke(one, told, following, total in totals, divides)
                if following:
                    evidence = max(evidence, _by_the_words(one, divides, beside))
                best += [replace(one, evidence=evidence)] if evidence >= ALARM else []
        missed += [max(best, key=lambda one: one.evidence)] if best else []
    clear: list[Adding] = []
    for one in sorted(missed, key=lambda one: -one.evidence):  # what is a part has one total
        if {*one.parts}.isdisjoint(part for other in clear for part in other.parts):
            clear.append(one)
    return clear


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


def _by_a_keystroke(
    one: Adding, told: Sequence[Fraction], following: bool, divided: bool, divides: bool
) -> float:
    """The evidence that a sum is meant which a keystroke would mend; `told` are the places of its parts' shares."""
    total, parts, near = one.total, one.parts, one.nearly()
    said_all = SAYS.all.search(total.after + parts[0].before)
    said_so = following or len(told) > 1 or SAYS.total.search(total.before)
    # Where each part is the share that it is said to be, parts are missing, not wrong.
    listed = len(told) == len(parts) and one.off > sum(told) * total.value / 200
    listed |= total.bracket == parts[0].bracket > 0 and not said_all  # in one list
    least = OUTRIGHT if divides or len(told) > 1 else CLOSE
    if near is None or near < least or not said_so or (listed and not divides):
        return 0.0
    backed = len(told) if len(told) > 1 else -0.7 * (divided and not divides)
    return near + one.evidence + 0.5 * bool(following and said_all) + backed + divides


def _by_the_words(one: Adding, divides: bool, beside: Beside) -> float:
    """The evidence that a sum is meant which no keystroke mends: a total that was not renewed, a part left out."""
    total, first = one.total, one.parts[0]
    if one.is_rounding or not total.unit or total.unit != first.unit:
        return 0.0
    if first.value > total.value:  # `5.271 lượt, trong đó 5.758 lượt đúng hạn`
        said = total.after == first.before and SAYS.among.search(first.before)
        return ALARM + closeness(abs(one.off), total.value) if said else 0.0
    whole = sum((part.value for part in one.parts), Fraction(0))
    told = [(part, beside[part].printed) for part in one.parts if part in beside]
    if len(told) == len(one.parts) and all(
        share.percent and rounded(100 * part.value / whole, share.decimals) == share.value
        for part, share in told
    ):
        return SURE  # each part has its share of what they add to beside it, whatever the total
    left_out = divides and SAYS.all.search(first.before) and 0 < one.off < total.value / 2
    return ALARM if left_out and one.nearly() is None else 0.0


def _runs(
    total: Number, run: Numbers, inner: set[Number], backed: Mapping[Number, Ratio], following: bool
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
    if not (following and SAYS.all.search(total.after + first.before)):
        # `trong 80 đồng hồ đã kiểm 60 chiếc (75%), 20 chiếc chưa`
        like = next((one for one in scope if one in backed), total)
        scope = [one for one in scope if one.fits(like)]
    later = [own for own in places.values() if following and SAYS.opens.search(own[0].before)]
    prefixes = (scope[:end] for end in range(2, len(scope)))
    for own in (scope, *prefixes, outer[:2], outer[:3], *later):
        if len(own) > 1 and abs(own[-1].sentence - total.sentence) <= 3:
            yield tuple(own if following else own[::-1])
