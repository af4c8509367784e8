"""A statement file drafted from Vietnamese prose, for an editor to correct."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from reporting.statement.numbers import simple_edits
from reporting.statement.prose import SAYS, Aside, Number, gather
from reporting.statement.ratios import RatioSearch
from reporting.statement.relations import Ratio
from reporting.statement.solve import NOTHING
from reporting.statement.sums import failing_sums, find_sums
from reporting.text import BilingualText, both, template_of, texts, user_language

_TEXT = texts(__name__)
WORDS = _TEXT.group("words")
NEAR_100 = 3  # percentages that miss it by as much by a slip were meant to add to it


def draft(text: str, language: str | None = None) -> str:
    """Draft a statement file from prose, with comments in the user's language unless one is named."""
    made, language = _Draft(*gather(text)), language or user_language()
    return template_of("statement", "draft.yaml").render(draft=made, words=WORDS, language=language)


def unchecked(text: str) -> list[BilingualText]:
    """Say how many numbers of a text are in no check of its draft, and list each with the words around it."""
    made = _Draft(*gather(text))
    listed = [both(f"  {each}") for each in made.unchecked]
    said = [WORDS["unchecked"].format(len(listed)), *listed] if listed else []
    return said if made.checks else [WORDS["no_check"], *said]


class _Draft:
    """Searches the relations among the numbers of a text, and writes them down."""

    def __init__(self, numbers: list[Number], asides: list[Aside]) -> None:
        self.numbers, self.asides = numbers, asides
        self.checks: dict[str, int] = {}  # a check, and where it stands in the text
        self.used: set[Number] = set()
        self.earlier: dict[str, Number] = {}  # what was before, by name, and what it was of
        names = Counter[str]()
        for one in numbers:
            names[slug := _slug(one)] += 1
            one.name = slug if names[slug] == 1 else f"{slug}_{names[slug]}"
        added = find_sums(numbers)
        ratios = RatioSearch(numbers, added)
        shares = [one for one in ratios.found if one.base and not one.rise]
        added += failing_sums(numbers, added, shares)
        for each in added:
            parts = " + ".join(part.name for part in each.parts)
            self.add(f"{each.total.name} = {parts}", each.total, *each.parts)
        for ratio in ratios.settle():
            self.ratio(ratio)
        for run in self.whole():
            self.add(f"{' + '.join(one.name for one in run)} = 100%", *run)
        # A percentage stands in its check itself, a word only where a check needs it.
        left = [one for one in numbers if one not in self.used and not one.spelled]
        self.unchecked = [f"{one.printed.text} … {one.words}" for one in left]
        self.named = set(" ".join(self.checks).split())
        self.figures = [one for one in numbers if one.name in self.named or one in left]

    def add(self, check: str, *numbers: Number) -> None:
        # A percentage that is told again is listed with what is in no check.
        if check not in self.checks:
            self.checks[check] = min(one.start for one in numbers)
            self.used.update(numbers)

    def ratio(self, one: Ratio) -> None:
        told = [each for each in (one.top, one.base) if each]
        base = one.base.name if one.base else self.before(one.top)
        if one.by:
            new, old = (one.top.name, base) if one.rise > 0 else (base, one.top.name)
            self.add(f"{new} - {old} = {one.by.name}", one.by, *told)
        if one.percent:
            sign = {1: "vs {} = tăng", -1: "vs {} = giảm", 0: "/ {} ="}[one.rise].format(base)
            self.add(f"{one.top.name} {sign} {one.percent.printed.text}", one.percent, *told)

    def before(self, one: Number) -> str:
        """The name of an earlier value that is not printed: another for each change that is told."""
        again = [*self.earlier.values()].count(one)
        name = f"{one.name}_before" + (f"_{again + 1}" if again else "")
        self.earlier[name] = one
        return name

    def whole(self) -> Iterator[list[Number]]:
        """All percentages of a sentence that are in no other check, where they make 100 together."""
        places: dict[object, list[Number]] = {}
        for one in self.numbers:
            if one.printed.percent and not (one.rise or one.vague or one in self.used):
                places.setdefault((one.sentence, one.bracket), []).append(one)
        for run in places.values():
            gap = 100 - sum((one.value for one in run), NOTHING)
            slack = sum((one.printed.unit for one in run), NOTHING) / 2
            slip = any(one.value + gap in simple_edits(one.printed) for one in run)
            told = SAYS.opens.search(run[0].before) or SAYS.others.search(run[-1].before)
            near = abs(gap) <= slack or (slip and (told or abs(gap) < NEAR_100))
            if (len(run) == 2 and not gap) or (len(run) > 2 and near):
                yield run


def _slug(one: Number) -> str:
    """A readable ASCII name: of the words that follow a number, or of those before it where none do."""
    following = re.split(r"[,;:()]", one.after)[0] if one.unit else ""
    told = SAYS.telling.findall
    words = told(following)[:5] or told(re.split(r"[;:()]", one.before)[-1])[-4:]
    plain = unicodedata.normalize("NFD", "_".join(words).replace("đ", "d"))
    name = re.sub(r"[^a-z_]", "", plain).replace("before", "").strip("_") or "figure"
    return f"{name}_share" if one.printed.percent else f"{name}_change" if one.rise else name
