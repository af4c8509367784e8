"""Laws of the statement checker over random statements; run as a script, it prints the measured shares.

A random statement is made from true counts: totals broken down once or twice, every share and change
rounded half up from the counts, some counts of a year ago not printed. Everything in it is consistent.
"""

import os
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.statement import Statement, assemble, check
from reporting.statement.numbers import Printed, both_forms, rounded, simple_edits

MADE = int(os.environ.get("MUTANTS", "200"))  # `make fuzz` makes as many as it is told
BROKEN = 40
# Of the broken figures that a check notices; docs/statements.md has the measured shares.
AT_LEAST_FIRST, AT_LEAST_LISTED = 0.90, 0.99


@dataclass
class Maker:
    """Makes one consistent statement; `counts` are the true figures, printed or not."""

    random: Random
    language: str = "vi"
    counts: dict[str, int] = field(default_factory=dict)
    figures: dict[str, str | None] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)

    def statement(self) -> Statement:
        self.language = self.random.choice(["vi", "en"])
        for group in range(self.random.randint(1, 2)):
            self.group(f"g{group}")
        return assemble(self.figures, self.checks)

    def group(self, name: str) -> None:
        total = int(10 ** self.random.uniform(1.3, 4.8))
        self.put(name, total)
        parts = self.divide(name, total)
        if self.random.random() < 0.4:
            bigger = max(parts, key=lambda part: self.counts[part])
            if self.counts[bigger] > 3:
                self.divide(bigger, self.counts[bigger])
        if self.random.random() < 0.3:
            self.share_figures(name, parts)
        if self.random.random() < 0.5:
            self.year_ago(name, parts)

    def divide(self, name: str, total: int) -> list[str]:
        size = self.random.randint(2, min(5, total))
        edges = [0, *sorted(self.random.sample(range(1, total), size - 1)), total]
        parts = [f"{name}_{place}" for place in range(size)]
        for part, low, high in zip(parts, edges, edges[1:], strict=False):
            self.put(part, high - low)
        self.checks.append(f"{name} = {' + '.join(parts)}")
        if self.random.random() < 0.8:
            places = self.random.randint(0, 2)
            for part in parts:
                share = Fraction(100 * self.counts[part], total)
                self.checks.append(f"{part} / {name} = {self.percent(share, places)}")
        return parts

    def share_figures(self, name: str, parts: list[str]) -> None:
        shares = [Fraction(100 * self.counts[part], self.counts[name]) for part in parts]
        for part, share in zip(parts, shares, strict=True):
            self.figures[f"{part}_share"] = self.percent(share, 1)
        self.checks.append(" + ".join(f"{part}_share" for part in parts) + " = 100%")

    def year_ago(self, name: str, parts: list[str]) -> None:
        printed = self.random.random() < 0.5
        for part in parts:
            before = max(1, int(self.counts[part] * self.random.uniform(0.7, 1.4)))
            self.put(f"{part}_before", before, printed)
        self.put(f"{name}_before", sum(self.counts[f"{part}_before"] for part in parts), printed)
        for each in [name, *parts]:
            before = self.counts[f"{each}_before"]
            change = Fraction(100 * (self.counts[each] - before), before)
            word = {"vi": ("giảm", "tăng"), "en": ("down", "up")}[self.language][change > 0]
            self.checks.append(f"{each} vs {each}_before = {word} {self.percent(abs(change), 1)}")
        self.checks.append(f"{name}_before = {' + '.join(f'{part}_before' for part in parts)}")

    def put(self, name: str, count: int, printed: bool = True) -> None:
        self.counts[name] = count
        written = both_forms(Fraction(count))[self.language]
        text = written if self.random.random() < 0.8 else str(count)
        self.figures[name] = (f"{count:02d}" if count < 10 else text) if printed else None

    def percent(self, share: Fraction, places: int) -> str:
        return both_forms(share, places, percent=True)[self.language]


def verdicts(statement: Statement) -> set[str]:
    return {judged.verdict for judged in check(statement).checks}


def test_no_false_alarm_on_consistent_statements():
    random = Random(20231013)
    for _ in range(MADE):
        maker = Maker(random)
        assert verdicts(maker.statement()) == {"holds"}, (maker.figures, maker.checks)


@given(st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_implied_figures_are_never_excluded(random):
    maker = Maker(random)
    solved = check(maker.statement()).solved
    for name, interval in solved.items():
        assert Fraction(maker.counts[name]) in interval


@dataclass(frozen=True)
class Hunt:
    """A figure broken by one slip, and what the checker made of it."""

    noticed: bool
    listed: bool = False
    first: bool = False
    first_alone: bool = False
    right_value: bool = False
    as_good: bool = False  # not first, but the first one mends all that fails by one slip as well


def hunt(random: Random) -> Hunt:
    statement = Maker(random).statement()
    named = {name for each in statement.checks for name in each.names}
    name = random.choice([n for n, number in statement.figures.items() if number and n in named])
    true = statement.figures[name]
    wrong = slip(random, true)
    result = check(statement.with_figure(name, wrong))
    failing = tuple(p for p, judged in enumerate(result.checks) if judged.verdict == "fails")
    if not failing:
        return Hunt(noticed=False)
    own = next((misprint for misprint in result.misprints if misprint.figure == name), None)
    if own is None:
        return Hunt(noticed=True)
    best = result.misprints[0]
    equals = [misprint for misprint in result.misprints if misprint.rank == best.rank]
    return Hunt(
        noticed=True,
        listed=True,
        first=best is own,
        first_alone=best is own and len(equals) == 1,
        right_value=own.suggested == true.value,
        as_good=best is not own and best.slips == 1 and best.repairs == failing,
    )


def slip(random: Random, true: Printed) -> Printed:
    wrong = [value for value in simple_edits(true) if value != true.value and value > 0]
    return true.replaced(random.choice(wrong))


def measure(number: int) -> Counter:
    random = Random(54619)
    found: Counter = Counter()
    for _ in range(number):
        one = hunt(random)
        found.update(name for name in Hunt.__dataclass_fields__ if getattr(one, name))
    return found


def test_one_broken_figure_is_found_again():
    found = measure(BROKEN)
    assert found["listed"] >= AT_LEAST_LISTED * found["noticed"]
    assert found["first"] >= AT_LEAST_FIRST * found["noticed"]


@given(st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_a_suggestion_leaves_no_check_of_its_figure_failing(random):
    statement = Maker(random).statement()
    name = random.choice([n for n, number in statement.figures.items() if number])
    broken = statement.with_figure(name, slip(random, statement.figures[name]))
    result = check(broken)
    before = {judged.check for judged in result.checks if judged.verdict == "fails"}
    for misprint in result.misprints:
        number = misprint.printed.replaced(misprint.suggested)
        mended = check(broken.with_figure(misprint.figure, number))
        after = {judged.check for judged in mended.checks if judged.verdict == "fails"}
        assert after < before
        assert not any(misprint.figure in each.names for each in after)
        assert {result.checks[place].check for place in misprint.repairs} == before - after


def test_rounding_is_half_up_on_both_sides_of_nothing():
    assert rounded(Fraction(5, 100), 1) == Fraction(1, 10)
    assert rounded(Fraction(-5, 100), 1) == Fraction(-1, 10)


if __name__ == "__main__":
    shares = measure(3000)
    print(f"of {3000} statements with one broken figure, noticed: {shares['noticed']}")
    for kind in ("listed", "right_value", "first", "first_alone", "as_good"):
        print(f"{kind}: {shares[kind] / shares['noticed']:.1%} of the noticed")
