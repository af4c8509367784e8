"""Passages with the checks that a careful reader writes for them, and the same with slips planted at random.

    python benchmarks/passages.py written.yaml published.yaml   # what is found in each, as docs/statements.md has it

A file of `passages/` is a list of `text`, `figures`, `percentages`, `checks`, and `slips`: those that do not hold as printed.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from reporting.statement import check, draft, read
from reporting.statement.model import Sum
from reporting.statement.numbers import rounded
from reporting.statement.verdicts import HOLDS

FOLDER = Path(__file__).parent / "passages"
CHANGE = re.compile(r"([\d,]+) vs ?([\d,]*): (?:(tăng|giảm) )?([\d,]+)%(?: \(-?([\d,]+)\))?")
NUMBER = re.compile(r"(?<![\w.,/])\d{1,3}(?:\.\d{3})+(?:,\d+)?|(?<![\w.,])\d+(?:,\d+)?")
SEED = 7
TRIES = 200
HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Relation:
    """A check by its values: `value` of a total and its signed parts, a share, a change or how much it comes to."""

    kind: str  # sum, share, change
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Passage:
    """A text, what it prints, the checks wanted and which of them fail."""

    text: str
    printed: Counter[Fraction]
    checks: tuple[str, ...]
    slips: frozenset[str]

    @property
    def wanted(self) -> dict[Relation, str]:
        return {relation(each): each for each in self.checks}


def load(name: str) -> list[Passage]:
    found = []
    for each in yaml.safe_load((FOLDER / name).read_text("utf-8")):
        slips = frozenset(each.get("slips", ()))
        shares = {
            share for line in each["checks"] if " / " in line for share in [line.split(" = ")[1]]
        }
        # Where each of them is checked, a reader does not add the percentages as well.
        checks = [
            line
            for line in each["checks"]
            if line in slips
            or not (" = 100" in line and {*re.split(r" [+=] ", line)[:-1]} <= shares)
        ]
        printed = Counter(map(number, [*each["figures"], *each["percentages"]]))
        found.append(Passage(each["text"], printed, tuple(checks), slips))
    return found


def number(text: str) -> Fraction:
    return Fraction(text.strip().rstrip("%").replace(",", "."))


def places(text: str) -> int:
    return len(text.rstrip("%").partition(",")[2])


def terms(line: str) -> list[tuple[int, str]]:
    """`a = b + c` → +a, −b, −c."""
    found = []
    for side, turn in zip(line.split(" = "), (1, -1), strict=True):
        first, *rest = re.split(r" ([+-]) ", side)
        found += [(turn, first)]
        found += [
            (turn * (1 if sign == "+" else -1), text)
            for sign, text in zip(rest[::2], rest[1::2], strict=True)
        ]
    return found


def relation(line: str) -> Relation:
    if changed := CHANGE.fullmatch(line):
        return Relation("change", (number(changed[1]), number(changed[4])))
    if " / " in line:
        return Relation("share", tuple(number(each) for each in re.split(" / | = ", line)))
    return of_sum((sign, number(text)) for sign, text in terms(line))


def of_sum(signed: Iterator[tuple[int, Fraction]] | Any) -> Relation:
    one = sorted(signed)
    return Relation("sum", tuple(min(one, sorted((-sign, value) for sign, value in one))))


def holds(line: str) -> bool:
    """Whether a check holds as printed."""
    if changed := CHANGE.fullmatch(line):
        new, old, way, percent, by = changed.groups()
        sign = {"tăng": 1, "giảm": -1, None: 0}[way]
        if not old and not (by and sign):
            return True
        base = number(old) if old else number(new) - sign * number(by)
        rise = number(new) - base
        right = base > 0 and rise * (sign or rise) > 0
        return right and rounded(100 * abs(rise) / base, places(percent)) == number(percent)
    if " / " in line:
        top, base, percent = re.split(" / | = ", line)
        return rounded(100 * number(top) / number(base), places(percent)) == number(percent)
    rough = [text for _, text in terms(line) if "%" in text or "," in text]
    slack = sum((Fraction(1, 2 * 10 ** places(text)) for text in rough), Fraction(0))
    return abs(sum(sign * number(text) for sign, text in terms(line))) <= slack


def with_slip(passage: Passage, chance: random.Random) -> Passage | None:
    """The same with one number mistyped, or a rise called a fall, so that a check fails."""
    found = [*NUMBER.finditer(passage.text)]
    times = Counter(map(_plain, found))
    usable = [
        one
        for one in found
        if times[_plain(one)] == 1
        and any(_plain(one) in re.findall(r"\d+(?:,\d+)?", line) for line in passage.checks)
        and not re.match(r"\s*(?:nghìn|ngàn|triệu)\b", passage.text[one.end() :])
    ]
    for _ in range(TRIES if usable else 0):
        one = chance.choice(usable)
        made = (
            _mistyped(passage, one, found, chance)
            if chance.random() > 0.08
            else _turned(passage, one)
        )
        if made and made.slips - passage.slips:
            return made
    return None


def _plain(found: re.Match[str]) -> str:
    return found[0].replace(".", "").lstrip("0") or "0"


def _mistyped(
    passage: Passage, one: re.Match[str], found: list[re.Match[str]], chance: random.Random
) -> Passage | None:
    new = mistype(one[0], [each[0] for each in found], chance)
    plain = new.replace(".", "").lstrip("0")
    if not plain or plain == _plain(one):
        return None
    own = re.compile(rf"(?<![\d,]){re.escape(_plain(one))}(?![\d,])")
    checks = [own.sub(plain, line) for line in passage.checks]
    fails = {
        new
        for old, new in zip(passage.checks, checks, strict=True)
        if not holds(new) and (holds(old) or old == new)
    }
    text = passage.text[: one.start()] + new + passage.text[one.end() :]
    return replace(passage, text=text, checks=tuple(checks), slips=frozenset(fails))


def _turned(passage: Passage, one: re.Match[str]) -> Passage | None:
    said = re.search(r"(tăng|giảm)(?=[^\d.;,()]{0,12}$)", passage.text[: one.start()])
    if not said:
        return None
    checks, fails = [], set(passage.slips)
    for line in passage.checks:
        changed, less = (
            CHANGE.fullmatch(line),
            re.fullmatch(rf"(\S+) - (\S+) = {re.escape(_plain(one))}", line),
        )
        turned = f"{less[2]} - {less[1]} = {_plain(one)}" if less else line
        if less or (changed and _plain(one) in changed.groups() and (changed[2] or changed[5])):
            fails.add(turned)
        checks.append(turned)
    other = {"tăng": "giảm", "giảm": "tăng"}[said[0]]
    text = passage.text[: said.start()] + other + passage.text[said.end() :]
    return replace(passage, text=text, checks=tuple(checks), slips=frozenset(fails))


def mistype(printed: str, others: list[str], chance: random.Random) -> str:
    """One slip of a typist: a digit changed, two swapped, one lost or doubled, or another number copied; empty where none can be."""
    whole, sign, decimals = printed.partition(",")
    digits = [*whole.replace(".", ""), *decimals]
    kind, at = (
        chance.choice(["change", "change", "swap", "drop", "double", "copy"]),
        chance.randrange(len(digits)),
    )
    if kind == "copy":
        alike = [each for each in others if each != printed and ("," in each) == ("," in printed)]
        return chance.choice(alike) if alike else ""
    if kind == "change":
        digits[at] = chance.choice("0123456789".replace(digits[at], ""))
    elif kind == "swap":
        digits[at - 1 : at + 1] = digits[at - 1 : at + 1][::-1]
    elif sign:
        return ""
    elif kind == "drop":
        del digits[at]
    else:
        digits.insert(at, digits[at])
    before = "".join(digits[: len(digits) - len(decimals)])
    if not before or (before[0] == "0" and len(before) > 1 and printed[0] != "0"):
        return ""
    grouped = f"{int(before):,}".replace(",", ".") if "." in printed else before
    return grouped + (sign and "," + "".join(digits[len(digits) - len(decimals) :]))


def measured(passages: list[Passage]) -> Counter[str]:
    """Counts over passages: of figures, checks, alarms, and texts with a slip; wanted, drafted, right."""
    counts = Counter[str]()
    for passage in passages:
        statement = read(draft(passage.text, "vi"))
        result = check(statement)
        drafted: dict[Relation, Any] = {}
        told = [each for each in statement.figures.values() if each]
        for judged in result.checks:
            if not isinstance(judged.check, Sum):
                told.append(judged.check.target)
            if (own := _relation(result, judged.check)) and (
                own in passage.wanted or not _neutral(result, judged, own)
            ):
                drafted[own] = judged
        wanted = passage.wanted
        slips = {own for own, line in wanted.items() if line in passage.slips}
        alarms = {own for own, judged in drafted.items() if judged.verdict != HOLDS}
        counts += Counter({
            "texts": 1, "figures": passage.printed.total(), "wanted": len(wanted), "drafted": len(drafted),
            "figures found": (passage.printed & Counter(abs(each.value) for each in told)).total(),
            "right": len(wanted.keys() & drafted.keys()), "slips": bool(slips), "found": bool(slips & alarms),
            "failing": len(slips), "alarms": len(alarms), "true": len(slips & alarms),
        })  # fmt: skip
    return counts


def _relation(result: Any, of: Any) -> Relation | None:
    value = result.solution.exact.get
    if isinstance(of, Sum):
        signed = [
            (sign, value(term) if isinstance(term, str) else term.value) for sign, term in of.terms
        ]
        return of_sum(signed) if all(each is not None for _, each in signed) else None
    kind = (
        Relation("share", (value(of.top), value(of.base)))
        if of.is_share
        else Relation("change", (value(of.top),))
    )
    return replace(kind, values=(*kind.values, abs(of.target.value)))


def _neutral(result: Any, judged: Any, own: Relation) -> bool:
    """Whether a check only says what an implied earlier value is, or adds shares that are checked."""
    implied = {span.only for span in result.solved.values()}
    if own.kind == "sum":
        adds = judged.verdict == HOLDS and (1, HUNDRED) in [
            (abs(sign), value) for sign, value in own.values
        ]
        return adds or any(value in implied for _, value in own.values)
    return own.kind == "change" and judged.verdict == HOLDS and "_before" in judged.check.text


def line(name: str, counts: Counter[str]) -> str:
    def share(some: str, of: str) -> str:
        return f"{counts[some]} of {counts[of]} ({100 * counts[some] / max(counts[of], 1):.0f}%)"

    pairs = [
        ("figures found", "figures"),
        ("right", "wanted"),
        ("right", "drafted"),
        ("found", "slips"),
        ("true", "alarms"),
    ]
    return " | ".join([f"{name}, {counts['texts']} texts", *(share(*pair) for pair in pairs)])


def main(names: list[str]) -> None:
    print(
        "passages | figures found | wanted checks drafted | drafted right | texts with a slip found | alarms true"
    )
    for name in names:
        passages, chance = load(name), random.Random(SEED)
        made = [with_slip(each, chance) for each in passages if not each.slips]
        print(line(name, measured(passages)))
        print(line(f"{name} with a slip planted", measured([each for each in made if each])))


if __name__ == "__main__":
    main(sys.argv[1:])
