"""A statement file drafted from Vietnamese prose, for an editor to correct."""

from __future__ import annotations

import json
import re
from fractions import Fraction

from reporting.statement.explain import number
from reporting.statement.findings import Found, Prose, families
from reporting.statement.language import parse_check
from reporting.statement.names import leaves_nothing_out, slug
from reporting.statement.numbers import Printed, decimal_sign, parse, rounded
from reporting.statement.prose import gather
from reporting.text.bilingual import BilingualText, both, user_language

HEAD = BilingualText(
    "Bản nháp lập từ văn bản. Hãy đối chiếu tên, số liệu và từng phép kiểm tra trước khi dùng.",
    "Drafted from a text. Compare names, figures and every check with it before use.",
)
TITLE = BilingualText("Bản nháp lập từ văn bản", "Drafted from a text")
UNSURE = BilingualText(
    "Phép kiểm tra không chắc chắn; nếu đúng thì chuyển vào checks:",
    "Checks that are not certain; where they are right, move them to checks:",
)
UNPLACED = BilingualText("Số chưa xếp được vào đâu:", "Numbers that could not be placed:")
ASIDE = BilingualText("Số không phải số liệu:", "Numbers that are no figures:")
NOTHING = BilingualText("Không tìm thấy số liệu nào.", "No figures were found.")
MAYBE_PARTS = BilingualText(
    "các phần cộng lại được {0}; chưa rõ đã đủ các phần",
    "the parts add to {0}; they may not be all",
)
MAYBE_WHOLE = BilingualText("các tỷ lệ cộng lại được {0}%", "the shares add to {0}%")
BASE_ASSUMED = BilingualText(
    "hiểu là so với cùng mốc “{0}” đã nêu trước", "read as on “{0}”, named before it"
)
BASE_UNKNOWN = BilingualText("không nói so với mốc nào", "it does not say on what")
BASE_BY_VALUE = BilingualText(
    "có thể lấy trên hai tổng; chỉ khớp với tổng này",
    "of two possible totals it fits only this one",
)
BASE_OPEN = BilingualText("không rõ lấy trên tổng nào", "not clear over which total")
UNCHECKED = BilingualText(
    "{0} số trong văn bản chưa nằm trong phép kiểm tra nào:",
    "Numbers of the text that are in no check: {0}.",
)
IMPLIED = BilingualText("không in ra: {0} của {1}", "not printed: {0} of {1}")
EARLIER = BilingualText("giá trị kỳ so sánh", "the compared period's value")


def draft(text: str, language: str | None = None) -> str:
    """Draft a statement file from prose: what is certain as figures and checks, the rest as comments.

    The draft can itself be read. Comments are in the user's language unless one is named.
    """
    drafted = _Draft(gather(text), language or user_language())
    return drafted.text()


def unchecked(text: str) -> list[BilingualText]:
    """Say how many numbers of a text are in no check of its draft, and list each with the words around it."""
    listed = _Draft(gather(text), user_language()).unchecked()
    return (
        [UNCHECKED.format(len(listed)), *(both(f"  {each}") for each in listed)] if listed else []
    )


class _Draft:
    """Gathers the lines of a draft."""

    def __init__(self, prose: Prose, language: str) -> None:
        self.prose, self.language = prose, language
        self.sign, _ = decimal_sign(found.text for found in prose.figures)
        self.figures: list[str] = []
        self.checks: list[str] = []
        self.unsure: list[str] = []
        self.open_shares: list[tuple[int, str]] = []  # place, and the share with its words
        for found in prose.figures:
            self.figure(found)
        for parent, parts in families(prose):
            self.sum_and_shares(parent, parts)
        self.sums_of_shares()

    def said(self, text: BilingualText) -> str:
        return text[self.language]

    def figure(self, found: Found) -> None:
        self.figures.append(f"  # … {_one_line(found.words)} …")
        self.figures.append(f"  {found.name}: {json.dumps(found.text)}")
        for change, compared, said in found.changes:
            before = _before(found)
            note = self.said(IMPLIED.format(EARLIER, found.name))
            self.figures.append(f"  {before}: null  # {note}")
            check = f"{found.name} vs {before} = {change}"
            if not said:
                why = BASE_ASSUMED.format(compared) if compared else BASE_UNKNOWN
                check += f"  # {_one_line(self.said(why))}"
            self.checks.append(check)

    def sum_and_shares(self, parent: Found, parts: list[Found]) -> None:
        counts = [part for part in parts if not part.percent]
        if len(counts) > 1:
            total = sum((self.value(part) for part in counts), Fraction(0))
            certain = self.makes_up(parent, counts, total)
            note = "" if certain else f"  # {self.said(MAYBE_PARTS.format(number(total)))}"
            lines = self.checks if certain else self.unsure
            family = [parent, *counts]
            lines.append(_sum([found.name for found in family]) + note)
            periods = {compared for found in family for _, compared, _ in found.changes}
            if certain and len(periods) == 1 and all(found.changes for found in family):
                lines.append(_sum([_before(found) for found in family]))
        for part in counts:
            for share in part.shares:
                self.share(part, parent, share)

    def makes_up(self, parent: Found, parts: list[Found], total: Fraction) -> bool:
        """Whether the parts are certainly all: listed, adding up, with shares of 100%, or by their states."""
        shares = [self.read(part.shares[0]).value for part in parts if part.shares]
        states = {part.state for part in parts}
        if total == self.value(parent):
            return True
        return not parent.gaps and (
            all(part.by_listing for part in parts)
            or (len(shares) == len(parts) and sum(shares) == 100)
            or (len(states) == len(parts) and leaves_nothing_out(states, parent.state))
        )

    def share(self, part: Found, parent: Found, share: str) -> None:
        """Put a share over the parent; one level down, over whichever total alone it fits."""
        bases = [base for base in (parent, parent.parent) if base]
        if len(bases) == 1:
            self.checks.append(f"{part.name} / {parent.name} = {share}")
            return
        printed = self.read(share)
        fitting = [
            base
            for base in bases
            if self.value(base)
            and rounded(100 * self.value(part) / self.value(base), printed.decimals)
            == printed.value
        ]
        if len(fitting) != 1:
            self.open_shares.append((part.place, f"{share} … {part.words}"))
        for base in bases:
            check = f"{part.name} / {base.name} = {share}"
            if fitting == [base]:
                self.checks.append(f"{check}  # {self.said(BASE_BY_VALUE)}")
            elif len(fitting) != 1:
                self.unsure.append(f"{check}  # {self.said(BASE_OPEN)}")

    def sums_of_shares(self) -> None:
        sentences: dict[int, list[Found]] = {}
        for found in self.prose.figures:
            if found.percent:
                sentences.setdefault(found.sentence, []).append(found)
        for shares in sentences.values():
            if len(shares) < 2:
                continue
            check = " + ".join(found.name for found in shares) + " = 100%"
            total = sum((self.value(found) for found in shares), Fraction(0))
            if total == 100 or leaves_nothing_out({found.state for found in shares}):
                self.checks.append(check)
            else:
                said = MAYBE_WHOLE.format(number(total, Printed("", total, 2)))
                self.unsure.append(f"{check}  # {self.said(said)}")

    def unchecked(self) -> list[str]:
        """The figures that no check names, and the numbers that became neither figure nor check."""
        checks = (parse_check(check.partition("  #")[0], self.sign) for check in self.checks)
        checked = {name for check in checks for name in check.names}
        figures = [
            (found.place, f"{found.text} … {_one_line(found.words)}")
            for found in self.prose.figures
            if found.name not in checked
        ]
        unplaced = [(aside.start, _one_line(aside.text)) for aside in self.prose.unplaced]
        return [said for _, said in sorted([*figures, *self.open_shares, *unplaced])]

    def value(self, found: Found) -> Fraction:
        return self.read(found.text).value

    def read(self, text: str) -> Printed:
        return parse(text, self.sign) or Printed(text, Fraction(0))

    def text(self) -> str:
        lines = [
            f"# {self.said(HEAD)}",
            f"title: {json.dumps(self.said(TITLE), ensure_ascii=False)}",
        ]
        if self.figures:
            lines += ["figures:", *self.figures]
        else:
            lines += [f"# {self.said(NOTHING)}", "figures: {}"]
        checks = [f"  - {check}" for check in dict.fromkeys(self.checks)]
        lines += ["checks:", *checks] if checks else ["checks: []"]
        lines += self.comments(UNSURE, [f"- {check}" for check in self.unsure])
        unplaced = [f"{aside.text}: {self.said(aside.reason)}" for aside in self.prose.unplaced]
        lines += self.comments(UNPLACED, unplaced)
        asides = [f"{aside.text}: {self.said(aside.reason)}" for aside in self.prose.asides]
        lines += self.comments(ASIDE, asides)
        return "\n".join(lines) + "\n"

    def comments(self, title: BilingualText, lines: list[str]) -> list[str]:
        return (
            [f"# {self.said(title)}", *(f"#   {_one_line(line)}" for line in lines)]
            if lines
            else []
        )


def _sum(names: list[str]) -> str:
    return f"{names[0]} = {' + '.join(names[1:])}"


def _before(found: Found) -> str:
    return f"{found.name}_{_period(found.changes[0][1])}"


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x85\u2028\u2029]+", " ", text)


def _period(compared: str) -> str:
    """A short name for the compared period: a year ago, the quarter before, or its own words."""
    words = compared.casefold()
    if year := re.search(r"(?:19|20)\d\d", words):
        return year[0]
    if "cùng kỳ" in words:
        return "year_ago"
    return slug(words) if words else "before"
