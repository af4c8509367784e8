"""Which percentages of a text are a count over a count, and which rises and falls lie between two."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from reporting.statement.prose import SAYS, Number
from reporting.statement.relations import Adding, Ratio, Told

ENOUGH = 1.7  # evidence from which a share or change is one; `91,8%` brings 2.96, `5%` 0.7
ALARM = 2.0  # … from which it is one though it does not hold
CLEAR = 0.25  # by how much it must have more evidence than any other
WINDOW = 20  # counts before a number that it may be taken of
FAR = 4  # paragraphs
STEP = 0.04  # what it says against a count that another is nearer


def _told(numbers: Sequence[Number]) -> Iterator[Told]:
    """Each percentage, rise and fall; a rise together with a percentage beside it that says it once more."""
    again: Number | None = None
    for one, following in zip(numbers, [*numbers[1:], None], strict=False):
        percent = one.printed.percent
        if one is again or not (one.rise or percent) or (one.rise and one.vague):
            continue
        beside = following and following.sentence == one.sentence and following.printed.percent
        alike = following and (following.rise == one.rise or SAYS.again.match(one.after))
        again = following if beside and alike and not percent else None
        yield (one, again) if again else (one,)


def _label(one: Number) -> list[str]:
    """The last words before `tăng` or `giảm`."""
    return re.findall(r"[^\W\d_]+", one.before)[-3:-1]


class RatioSearch:
    """The numbers of a text, and the shares and changes that hold among them."""

    def __init__(self, numbers: Sequence[Number], sums: list[Adding]) -> None:
        self.numbers, self.sums = numbers, sums
        self.place = {one: place for place, one in enumerate(numbers)}
        self.counts = [one for one in numbers if one.is_count and not one.spelled]
        self.told = list(_told(numbers))
        self.found: list[Ratio] = []  # what it holds speaks for those that do not hold
        self.found = list(self.clearest(self.told, slips=False))

    def failing(self) -> list[Ratio]:
        """Give the shares and changes that do not hold, and are beyond doubt for all that."""
        taken = {told for each in self.found for told in each.said}
        sure = [told for told in self.told if not (told[-1].vague or taken & set(told))]
        stated = [each for told in sure for each in self.stated(told)]
        taken = {each.told for each in stated}
        left = [told for told in sure if told[-1] not in taken]
        return [*stated, *self.clearest(left, slips=True)]

    def clearest(self, several: Sequence[Told], slips: bool) -> Iterator[Ratio]:
        """For each, the candidate with most evidence; none where another pair of numbers has nearly as much."""
        known = {each.values for each in self.found}
        for told in several:
            fitting = []
            for each in self.candidates(told):
                # A pair has one percentage; what `đạt 80% kế hoạch` is of, only the words tell.
                of_plan = SAYS.plan.match(told[-1].after) and not (each.rise or each.top.total)
                if (each.values in known or of_plan) if slips else not each.holds():
                    continue
                said = self.tie(each)
                own = each.nearly(ALARM - said) if slips else each.weight
                if own is not None:
                    fitting.append(replace(each, evidence=own + said))
            best = max(fitting, key=lambda each: each.evidence, default=None)
            if best and best.evidence >= (ALARM if slips else ENOUGH):
                rivals = [each.evidence for each in fitting if each.values != best.values]
                if best.evidence - max(rivals, default=0.0) > CLEAR:
                    yield best

    def candidates(self, told: Told) -> Iterator[Ratio]:
        """Whatever the numbers may be of."""
        here = told[0]
        close = [one for one in self.counts if 0 <= here.paragraph - one.paragraph <= FAR]
        before = [one for one in close if one.start < here.start][-WINDOW:][::-1]
        after = [one for one in close if one.start > here.start and ";" not in here.after]
        near = [*before, *(one for one in after[:4] if one.sentence == here.sentence)]
        # A change may be told two sentences later.
        sentences = 2 if here.rise else 0
        for top in (one for one in near if here.sentence - one.sentence <= sentences):
            pair = top.total and self.place[here] - self.place[top] == 1  # 19/33 vụ (60%)
            for base in near:
                if top.total is base or (base.value != top.value and not pair):
                    yield Ratio(top, base, told)
            if here.rise and len(told) == 2:
                yield Ratio(top, None, told)

    def tie(self, one: Ratio) -> float:
        """What says that a number is taken of another, whatever it comes to."""
        top, base, told, place = one.top, one.base, one.told, self.place
        tie = min(1.4, 0.7 * sum(self.parallel(one, each) for each in self.found))
        if base is None:
            return tie + 0.7 + 1.2 * (place[one.said[0]] - place[top] == 1)
        tie -= 0.5 * (not top.fits(base)) + STEP * abs(place[one.said[0]] - place[base])
        if one.rise:
            return tie + 0.5 * (abs(place[top] - place[base]) == 1)
        tie += 2.0 * (top.total is base)
        tie += 1.5 * any(each.total.value == base.value and top in each.parts for each in self.sums)
        tie += 0.3 * bool(SAYS.share.search(told.before))
        return tie + 0.7 * any(each.base is base and each.told is not told for each in self.found)

    def parallel(self, one: Ratio, other: Ratio) -> bool:
        """Whether two relations take their numbers in the same order from the same sentences."""
        pairs = [(one.told, other.told), (one.top, other.top), (one.base, other.base)]
        moved = [(mine, its) for mine, its in pairs if mine and its and mine is not its]
        steps = {self.place[mine] > self.place[its] for mine, its in moved}
        same = all(mine.sentence == its.sentence for mine, its in moved)
        return one.told is not other.told and len(steps) == 1 and same

    def stated(self, told: Told) -> list[Ratio]:
        """What the words leave no doubt about, with the slip that a keystroke mends where there are several ways."""
        ways = dict.fromkeys([*self.said_outright(told), *self.in_a_row(told), *self.named(told)])
        clear = [each for each in ways if each.holds()]
        clear += [each for each in ways if each.nearly() is not None or len(ways) == 1]
        return clear[:1]

    def in_a_row(self, told: Told) -> Iterator[Ratio]:
        """A change in a row of years: others with the same words before them say which column it is of."""
        one, alone = told[0], len(told) == 1
        shares = [each for each in self.found if not each.rise and each.base]
        columns = [[each.top for each in shares], [each.base for each in shares if each.base]]
        alike = [each for each in self.found if each.by and _label(each.by) == _label(one)]
        for column in columns if one.rise and alone else ():
            own = [each for each in column if each.start < one.start][-2:]
            known = any({each.top, each.base} <= {*column} for each in alike)
            if known and len(own) == 2 and one.sentence - own[1].sentence <= 1:
                yield Ratio(own[1], own[0], told)

    def said_outright(self, told: Told) -> Iterator[Ratio]:
        """What a percentage, rise or fall is of, as the words around it say."""
        one, last = told[0], told[-1]
        before = [each for each in self.numbers[: self.place[one]] if each.sentence == one.sentence]
        top, base = (*before[::-1], one, one)[:2]
        following = next(iter(self.numbers[self.place[last] + 1 :]), one)
        of_plan = SAYS.plan.match(last.after)
        aside = following.is_count and following.sentence == one.sentence
        aside &= not (last.bracket or re.search("[,;]", last.after))
        if aside and (one.rise or of_plan) and (following.bracket or SAYS.was.search(last.after)):
            # `đạt 97% kế hoạch (1.900 vụ)`, `tăng 3 vụ so với cùng kỳ (49 vụ)`
            for each in before:
                if each.is_count and not each.bracket and each.fits(following):
                    yield Ratio(each, following, told)
        elif one.rise and base.is_count and SAYS.was_before.search(base.before) and top.is_count:
            yield Ratio(top, base, told)  # giảm từ 407 hộ xuống còn 362 hộ (giảm 95 hộ)
        elif not (one.rise or of_plan) and top.is_count and SAYS.share.search(one.before):
            # trong 80 hộ, có 60 hộ (75%); 80 hộ, trong đó 60 hộ nghèo, chiếm 75%
            outright = SAYS.out_of.search(base.before) or SAYS.among.search(top.before)
            share = Ratio(top, base, told)
            if top.total:
                yield Ratio(top, top.total, told)  # 19/33 vụ (60%)
            elif outright and base.is_count and base.value >= 20 and share.nearly() is not None:
                yield share

    def named(self, told: Told) -> Iterator[Ratio]:
        """`5% trên tổng số 170`, where the one count that it fits was taken of another total."""
        place = self.place[told[0]]
        base, *near = [*self.numbers[place + 1 : place + 6], told[0]]
        if base.sentence == told[0].sentence and SAYS.named.search(base.before):
            near = [one for one in near if one in self.counts]
            for top, other in permutations(near, 2):
                if Ratio(top, other, told).holds():
                    yield Ratio(top, base, told)
