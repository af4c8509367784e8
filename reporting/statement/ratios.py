"""Which percentages of a text are a count over a count, and which rises and falls lie between two."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from reporting.statement.prose import SAYS, Number
from reporting.statement.relations import Adding, Ratio, Told

ENOUGH = 1.7  # evidence from which a share or change is one; `91,8%` brings 2.96, `5%` 0.7
ALARM = 2.0  # … from which it is one though it does not hold
CLEAR = 0.25  # by how much it must have more evidence than any other
WINDOW = 20  # counts before a number that it may be taken of
STEP = 0.04  # what it says against a count that another is nearer


def _told(numbers: Sequence[Number]) -> Iterator[Told]:
    """Each percentage, rise and fall; a rise together with a percentage beside it that says it once more."""
    again: Number | None = None
    for one, following in zip(numbers, [*numbers[1:], None], strict=False):
        percent = one.printed.percent
        if one is again or not (one.rise or percent) or (one.rise and one.vague):
            continue
        again = following if following and _once_more(one, following) else None
        yield (again, one) if again and percent else (one, again) if again else (one,)


def _once_more(one: Number, following: Number) -> bool:
    """Whether a number says a rise once more: `tăng 3 vụ (5%)`, `giảm 5% (giảm 3 vụ)`."""
    percent = one.printed.percent
    if not one.rise or one.sentence != following.sentence or percent == following.printed.percent:
        return False
    return following.rise == one.rise or bool(not percent and SAYS.again.match(one.after))


def _of_another(told: Told) -> bool:
    """Whether a percentage is of a plan or of another time: `đạt 80% kế hoạch`, `(cùng kỳ 65%)`."""
    return bool(SAYS.plan.match(told[-1].after) or SAYS.past.search(told[0].before))


def _clear(read: Iterable[Iterable[Ratio]]) -> Iterator[Ratio]:
    """Of the ways to read each number the one that holds, else the one that a slip breaks, else the only one."""
    for ways in read:
        several = list(dict.fromkeys(ways))
        likely = (each for each in several if each.nearly() is not None or len(several) == 1)
        yield from [*(each for each in several if each.holds()), *likely][:1]


class RatioSearch:
    """The numbers of a text, and the shares and changes that hold among them."""

    def __init__(self, numbers: Sequence[Number], sums: list[Adding]) -> None:
        self.numbers, self.sums = numbers, sums
        self.place = {one: place for place, one in enumerate(numbers)}
        self.counts = [one for one in numbers if one.is_count and not one.spelled]
        self.told = list(_told(numbers))
        self.found: list[Ratio] = []  # what it holds speaks for those that do not hold
        self.wrong: list[Ratio] = []
        self.take(self.clearest(self.told, slips=False))
        self.take(_clear(self.said_outright(told) for told in self.told if not told[-1].vague))
        self.take(self.points())

    def take(self, several: Iterable[Ratio]) -> None:
        """Settle what a number says, whatever it was held to say before."""
        for each in list(several):
            self.found = [one for one in self.found if one.told is not each.told]
            (self.found if each.holds() else self.wrong).append(each)

    def settle(self) -> list[Ratio]:
        """Give all that was found, and what does not hold, and is beyond doubt for all that."""
        self.take(_clear([*self.in_a_row(told), *self.named(told)] for told in self.left()))
        self.take(self.clearest(self.left(), slips=True))
        # Where more shares of a total fail than hold, they are of another.
        right, wrong = (Counter(it.base for it in own) for own in (self.found, self.wrong))
        doubted = {base for base, times in wrong.items() if base and times > max(right[base], 1)}
        return self.found + [it for it in self.wrong if it.rise or it.base not in doubted]

    def left(self) -> list[Told]:
        """What is not settled."""
        taken = {told for each in self.found + self.wrong for told in each.said}
        return [told for told in self.told if not (told[-1].vague or taken & {*told})]

    def clearest(self, several: Sequence[Told], slips: bool) -> Iterator[Ratio]:
        """For each, the candidate with most evidence; none where another pair of numbers has nearly as much."""
        known = {each.values for each in self.found}
        for told in several:
            fitting = []
            for each in self.candidates(told):
                if self.is_open(each, known) if slips else not each.holds():
                    continue
                said = self.tie(each)
                own = each.nearly(ALARM - said) if slips else each.weight
                if own is not None:
                    fitting.append(each._replace(evidence=own + said))
            best = max(fitting, key=lambda each: each.evidence, default=None)
            if best and best.evidence >= (ALARM if slips else ENOUGH):
                rivals = [each.evidence for each in fitting if each.values != best.values]
                if best.evidence - max(rivals, default=0.0) > CLEAR:
                    yield best

    def points(self) -> Iterator[Ratio]:
        """Two percentages and how far apart they lie: `91%, tăng 1% so với 90%`, `91%, trước là 90% (tăng 1%)`."""
        told = [it for it in self.numbers if it.printed.percent]
        for new, here, last in zip(told, told[1:], told[2:], strict=False):
            one, old = (here, last) if here.rise else (last, here)
            said = last.bracket != here.bracket or SAYS.against.search(last.before)
            percents = one.rise and not (new.rise or old.rise) and new.sentence == last.sentence
            if percents and said and (it := Ratio(new, old, (one,))).holds():
                yield it

    def is_open(self, one: Ratio, known: set[tuple[Fraction, Fraction | None]]) -> bool:
        """Whether one that does not hold may be of something else: then it is no slip."""
        if one.values in known or (one.rise and one.base):
            return True  # a pair has one percentage; only words tell of a rise that fits no pair
        bare = SAYS.bare.match(one.told.after) or self.is_said(one)
        return not (one.rise or one.top.total) and (_of_another(one.said) or not bare)

    def candidates(self, told: Told) -> Iterator[Ratio]:
        """Whatever the numbers may be of."""
        here = told[0]
        before = [one for one in self.counts if one.start < here.start][-WINDOW:][::-1]
        after = [one for one in self.counts if one.start > here.start and ";" not in here.after]
        near = [*before, *(one for one in after[:4] if one.sentence == here.sentence)]
        # A change may be told two sentences later.
        for top in (it for it in near if here.sentence - it.sentence <= 2 * abs(here.rise)):
            for base in near:
                if top.total is base or base.value != top.value:
                    yield Ratio(top, base, told)
            if here.rise and len(told) == 2:
                yield Ratio(top, None, told)

    def tie(self, one: Ratio) -> float:
        """What says that a number is taken of another, whatever it comes to."""
        top, base, told, place = one.top, one.base, one.told, self.place
        if base is None:
            return 1.3 + 1.2 * (place[one.said[0]] - place[top] == 1)
        tie = -STEP * abs(place[one.said[0]] - place[base])
        tie += 1.5 * any(each.total.value == base.value and top in each.parts for each in self.sums)
        tie += 0.3 * bool(SAYS.share.search(told.before)) + self.is_said(one)
        return tie + 0.7 * any(each.base is base and each.told is not told for each in self.found)

    def is_said(self, one: Ratio) -> bool:
        """Whether the words after a percentage name its base."""
        said = {*SAYS.telling.findall(re.split("[,;:()]", one.told.after)[0])}
        base = one.base.before + one.base.after if one.base else ""
        return bool(said) and said <= {*SAYS.telling.findall(base)}

    def in_a_row(self, told: Told) -> Iterator[Ratio]:
        """A change in a row of years: others with the same words before them say which column it is of."""
        one = told[0]
        columns = zip(*((each.top, each.base) for each in self.found if not each.rise), strict=True)
        label = SAYS.label.findall(one.before)
        alike = [it for it in self.found if it.by and SAYS.label.findall(it.by.before) == label]
        for column in columns if one.rise and len(told) == 1 else ():
            own = [each for each in column if each and each.start < one.start][-2:]
            known = any({each.top, each.base} <= {*column} for each in alike)
            if known and len(own) == 2 and one.sentence - own[1].sentence <= 1:
                yield Ratio(own[1], own[0], told)

    def said_outright(self, told: Told) -> Iterator[Ratio]:
        """What a percentage, rise or fall is of, as the words around it say."""
        one, last = told[0], told[-1]
        here = [each for each in self.numbers if each.sentence == one.sentence]
        before = [each for each in here if each.start < one.start][::-1]
        level = [it for it in before if it.bracket in (0, one.bracket) and not it.whole]
        top, base = (*level, one, one)[:2]
        following, then = (*(each for each in here if each.start > last.start), one, one)[:2]
        of_plan = SAYS.plan.match(last.after)
        # `(riêng quý IV 2.231 tấn, tăng 5%)` is no earlier value.
        own = then.rise and then.bracket == following.bracket != 0
        beside = following.is_count and not (own or last.bracket or re.search("[,;]", last.after))
        if beside and (one.rise or of_plan) and (following.bracket or SAYS.was.search(last.after)):
            # `đạt 97% kế hoạch (1.900 vụ)`, `tăng 3 vụ so với cùng kỳ (49 vụ)`
            for each in before:
                if each.is_count and not each.bracket and each.fits(following):
                    yield Ratio(each, following, told)
        elif one.rise:
            # `từ 407 hộ xuống còn 362 hộ (giảm 95 hộ)`, `giảm 11%, từ 407 hộ xuống 362 hộ`
            for new, old in ((top, base), (then, following)):
                was = SAYS.was_before.search(old.before) and not old.total
                if was and new.is_count and old.is_count:
                    yield Ratio(new, old, told)
        elif base.start == top.start and top.is_count and SAYS.share.search(one.before):
            yield Ratio(base, top, told)  # `91/63 vụ, đạt 144,4% kế hoạch`
        elif top.is_count and not _of_another(told) and SAYS.share.search(one.before):
            # `19/33 vụ (60%)`, a part's total, the count before it
            bare = SAYS.bare.match(one.after) and ";" not in one.before
            sums = [each.total for each in self.sums if top in each.parts]
            held = any(each.told is one for each in self.found)
            outright = SAYS.out_of.search(base.before) or SAYS.among.search(top.before)
            # In a list of shares, the one before is no total.
            listed = base.share and base.bracket == top.bracket
            near = bare and base.unit == top.unit != "" and not listed
            if top.total or (sums and bare and not held):
                yield Ratio(top, top.total or sums[0], told)
            elif (outright or near) and base.is_count and not held and base.value >= top.value:
                it = Ratio(top, base, told)
                if (bare or self.is_said(it)) and (outright or it.nearly() is not None):
                    yield it

    def named(self, told: Told) -> Iterator[Ratio]:
        """`5% trên tổng số 170`, where the one count that it fits was taken of another total."""
        one, place = told[0], self.place[told[0]]
        base, *near = [*self.numbers[place + 1 : place + 6], one]
        if base.sentence == one.sentence and SAYS.named.search(base.before):
            for top, other in permutations([it for it in near if it in self.counts], 2):
                if Ratio(top, other, told).holds():
                    yield Ratio(top, base, told)
