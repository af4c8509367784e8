"""A statement file drafted from Vietnamese prose, for an editor to correct."""

import json
import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from reporting.statement import ratios, sums
from reporting.statement.changes import Change, find_changes, series_slips
from reporting.statement.prose import Number, Prose, gather
from reporting.text.bilingual import BilingualText, both, user_language

HEAD = BilingualText(
    "Bản nháp lập từ văn bản. Hãy đối chiếu tên, số liệu và từng phép kiểm tra trước khi dùng.",
    "Drafted from a text. Compare names, figures and every check with it before use.",
)
TITLE = BilingualText("Bản nháp lập từ văn bản", "Drafted from a text")
ASIDE = BilingualText("Số không phải số liệu:", "Numbers that are no figures:")
NOTHING = BilingualText("Không tìm thấy số liệu nào.", "No figures were found.")
UNCHECKED = BilingualText(
    "{0} số trong văn bản chưa nằm trong phép kiểm tra nào:",
    "Numbers of the text that are in no check: {0}.",
)
NO_CHECK = BilingualText(
    "Không có gì để kiểm tra: không thấy số liệu nào là tổng, tỷ lệ hay mức tăng, giảm của số khác.",
    "Nothing could be checked: no figure is a sum, a share or a change of others.",
)
IMPLIED = BilingualText("không in ra: {0} trước đó", "not printed: {0} before")
IDLE = re.compile(
    r"có|là|các|của|và|với|được|đã|trên|cho|theo|tại|số|tổng|trong|đó|gồm|cả|này|so|thì|nhằm"
)
DIRECTION = {1: "tăng", -1: "giảm"}


def draft(text: str, language: str | None = None) -> str:
    """Draft a statement file from prose: its figures, and the checks that its numbers bear out.

    The draft can itself be read. Comments are in the user's language unless one is named.
    """
    return _Draft(gather(text), language or user_language()).text()


def unchecked(text: str) -> list[BilingualText]:
    """Say how many numbers of a text are in no check of its draft, and list each with the words around it."""
    made = _Draft(gather(text), user_language())
    listed = [both(f"  {one.printed.text} … {one.words}") for one in made.unchecked]
    said = [UNCHECKED.format(len(listed)), *listed] if listed else []
    return said if made.checks else [NO_CHECK, *said]


class _Draft:
    """Searches the relations among the numbers of a text, and writes them down."""

    def __init__(self, prose: Prose, language: str) -> None:
        self.prose, self.language = prose, language
        self.checks: dict[str, int] = {}  # a check, and where it stands in the text
        self.used: set[Number] = set()
        self.implied: dict[Number, str] = {}
        self.named: set[str] = set()
        for one in prose.numbers:
            one.name = self.unique(_slug(one))
        self.search(prose.numbers)
        self.figures = [one for one in prose.numbers if self.is_figure(one)]
        self.unchecked = [one for one in prose.numbers if one not in self.used and not one.spelled]

    def search(self, numbers: list[Number]) -> None:
        added = sums.find_sums(numbers)
        shares = ratios.find_shares(numbers, added)
        changes = list(find_changes(numbers))
        changes += series_slips(changes, shares, numbers)
        added += sums.near_misses(numbers, added)
        missed = ratios.missed_shares(numbers, added, shares)
        added += self.by_their_shares(numbers, added, [*shares, *missed])
        missed += ratios.missed_shares(numbers, added, [*shares, *missed])
        for each in added:
            names = [part.name for part, times in each.parts for _ in range(times)]
            self.add(f"{each.total.name} = {' + '.join(names)}", each.total, *each.numbers)
        for share in [*shares, *missed]:
            check = f"{share.top.name} / {share.base.name} = {share.percent.printed.text}"
            self.add(check, share.top, share.base, share.percent)
        for change in changes:
            self.change(change)
        self.changes_of_sums(added)
        for run in self.whole(numbers):
            self.add(f"{' + '.join(one.name for one in run)} = 100%", *run)

    def add(self, check: str, *numbers: Number) -> None:
        if (
            check not in self.checks
        ):  # a percentage that is told again is listed with what is in no check
            self.checks[check] = min(one.start for one in numbers)
            self.used.update(numbers)

    def by_their_shares(
        self, numbers: list[Number], added: list[sums.Adding], shares: list[ratios.Share]
    ) -> Iterator[sums.Adding]:
        """Breakdowns whose shares of one total add to 100, though their figures do not add to it."""
        known = {(each.total.value, part) for each in added for part in each.numbers}
        for base in dict.fromkeys(share.base for share in shares):
            own = [share for share in shares if share.base.value == base.value]
            own = [share for share in own if (base.value, share.top) not in known]
            places = {share.percent.sentence for share in own}
            run = [one for one in numbers if one.sentence in places and not one.rise]
            told = [one for one in run if one.printed.percent]
            for first in range(len(told)):
                for end in range(first + 3, len(told) + 1):
                    before = told[first - 1].end if first else 0
                    whole = sum((one.value for one in told[first:end]), Fraction(0))
                    tops = [one for one in run if before < one.start < told[end - 1].start]
                    tops = [one for one in tops if one.is_count and one.value != base.value]
                    off = sum((one.value for one in tops), Fraction(0)) != base.value
                    held = sum(share.top in tops for share in own)
                    if (
                        abs(whole - 100) < Fraction(1, 4)
                        and len(tops) == end - first
                        and held > 1
                        and off
                    ):
                        yield sums.Adding(base, tuple((one, 1) for one in tops), 0.0)

    def change(self, change: Change) -> None:
        new, old = change.new, change.old
        earlier = old.name if old else self.before(new)
        told = [one for one in (new, old) if one]
        if change.by:
            names = (new.name, earlier) if change.by.rise > 0 else (earlier, new.name)
            self.add(f"{names[0]} - {names[1]} = {change.by.name}", change.by, *told)
        if change.percent:
            sign = DIRECTION[change.percent.rise or (change.by.rise if change.by else 1)]
            check = f"{new.name} vs {earlier} = {sign} {change.percent.printed.text}"
            self.add(check, change.percent, *told)

    def before(self, new: Number) -> str:
        if new not in self.implied:
            self.implied[new] = self.unique(f"{new.name}_before")
        return self.implied[new]

    def changes_of_sums(self, added: list[sums.Adding]) -> None:
        """Where a total and all its parts are told to have changed, what they were before adds up, too."""
        own: dict[Number, Number] = {}
        for one, following in zip(self.prose.numbers, self.prose.numbers[1:], strict=False):
            if one.is_count and following.printed.percent and following.rise:
                own[one] = following
        for each in added:
            family = [each.total, *each.numbers]
            if all(one in own for one in family):
                for one in family:
                    self.change(Change(one, None, None, own[one], 0.0))
                earlier = " + ".join(self.before(one) for one in each.numbers)
                self.add(f"{self.before(each.total)} = {earlier}", *family)

    def whole(self, numbers: list[Number]) -> Iterator[list[Number]]:
        """Percentages of one sentence that follow each other, are in no other check, and make 100 together."""
        open_ones = [one for one in numbers if one.printed.percent and one not in self.used]
        open_ones = [one for one in open_ones if not one.rise and not one.vague]
        place = 0
        while place < len(open_ones):
            run = [one for one in open_ones[place:] if one.sentence == open_ones[place].sentence]
            for end in range(len(run), 1, -1):
                off = abs(sum((one.value for one in run[:end]), Fraction(0)) - 100)
                slack = sum((one.printed.unit for one in run[:end]), Fraction(0)) / 2
                if off == 0 or (end > 2 and off <= slack):
                    yield run[:end]
                    place += end - 1
                    break
            place += 1

    def is_figure(self, one: Number) -> bool:
        """Whether it is listed: not where a check already holds it, as a percentage, or it is but a word."""
        if one.spelled or one.printed.percent:
            return (one in self.used) == (one.spelled or self.in_a_sum(one))
        return True

    def in_a_sum(self, one: Number) -> bool:
        return any(re.search(rf"(?<!\w){one.name}(?!\w)", check) for check in self.checks)

    def unique(self, name: str) -> str:
        number, candidate = 1, name
        while candidate in self.named:
            number += 1
            candidate = f"{name}_{number}"
        self.named.add(candidate)
        return candidate

    def text(self) -> str:
        said = self.language
        lines = [f"# {HEAD[said]}", f"title: {json.dumps(TITLE[said], ensure_ascii=False)}"]
        lines += ["figures:"] if self.figures else [f"# {NOTHING[said]}", "figures: {}"]
        for one in self.figures:
            lines += [
                f"  # … {_one_line(one.words)} …",
                f"  {one.name}: {json.dumps(one.printed.text)}",
            ]
            if one in self.implied:
                lines.append(f"  {self.implied[one]}: null  # {IMPLIED[said].format(one.name)}")
        checks = sorted(self.checks, key=lambda check: self.checks[check])
        lines += ["checks:", *(f"  - {check}" for check in checks)] if checks else ["checks: []"]
        if not checks:
            lines.append(f"# {NO_CHECK[said]}")
        left = [f"{one.printed.text} … {one.words}" for one in self.unchecked]
        lines += _comments(UNCHECKED[said].format(len(left)), left)
        asides = [f"{aside.text}: {aside.reason[said]}" for aside in self.prose.asides]
        lines += _comments(ASIDE[said], asides)
        return "\n".join(lines) + "\n"


def _comments(title: str, lines: list[str]) -> list[str]:
    return [f"# {title}", *(f"#   {_one_line(line)}" for line in lines)] if lines else []


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x85\u2028\u2029]+", " ", text)


def _slug(one: Number) -> str:
    """A readable ASCII name: of the words that follow a number, or of those before it where none do."""
    following = re.split(r"[,;:()]", one.after)[0] if one.unit else ""
    words = _telling(following)[:5] or _telling(re.split(r"[;:()]", one.before)[-1])[-4:]
    telling = unicodedata.normalize("NFD", "_".join(words).replace("đ", "d"))
    name = re.sub(r"[^a-z_]", "", telling).strip("_") or "figure"
    if one.rise and not one.printed.percent:
        name += "_increase" if one.rise > 0 else "_decrease"
    return f"{name}_share" if one.printed.percent else name


def _telling(words: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", words) if not IDLE.fullmatch(word)]
