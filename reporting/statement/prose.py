"""Vietnamese prose, by the patterns of `patterns.yaml` → its numbers in order, with the words around each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from typing import Any, NamedTuple

from reporting.statement.numbers import Printed, decimal_sign, parse, tidy
from reporting.text import data_of

HIDDEN = "\x00"  # stands in for a number that is no figure, so that places in the text stay
LISTED: dict[str, Any] = data_of("statement", "patterns")


@cache
def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern, with what its `{names}` stand for."""

    def entry(name: re.Match[str]) -> str:
        own = LISTED[name[1]]
        return f"(?:{pattern(own if isinstance(own, str) else '|'.join(own)).pattern})"

    return re.compile(re.sub(r"\{([a-z_]+)\}", entry, text), re.IGNORECASE)


class _Patterns:
    def __getattr__(self, name: str) -> re.Pattern[str]:
        return pattern(f"{{{name}}}")


SAYS = _Patterns()  # `SAYS.rise.search(words)`


class Aside(NamedTuple):
    """A stretch of text with a number that is no figure, and what it is instead."""

    start: int
    text: str
    kind: str


def hide(text: str) -> tuple[str, list[Aside]]:
    """Blank out all numbers that are no figures; also give them."""
    asides = []
    for kind, form in LISTED["asides"]:
        for match in pattern(form).finditer(text):
            shown = re.sub(rf"[\s{HIDDEN}]+", " ", match[0]).strip()
            asides.append(Aside(match.start(), shown, kind))
        text = pattern(form).sub(lambda match: re.sub(r"\S", HIDDEN, match[0]), text)
    return text, asides


@dataclass(eq=False)
class Number:
    """A number of the text: how it is printed, where it stands, and between which words."""

    printed: Printed
    start: int
    end: int
    sentence: int
    paragraph: int
    bracket: int  # 0 outside of brackets, else which of them
    aside: bool  # it is of another column, as the bị can of `15 vụ/22 bị can`
    before: str  # the words since the number before it, or since its sentence began
    unit: str  # the word that follows at once: what is counted
    vague: bool
    rise: int  # 1 after `tăng`, −1 after `giảm`
    after: str = ""  # the words up to the next number, or to the sentence's end
    times: int = 1  # after `mỗi`: of how many it is said
    total: Number | None = None  # of `19/33`, the 33
    whole: bool = False  # the 33 itself
    spelled: bool = False
    share: Number | None = None  # the percentage that follows it at once
    step: Fraction = Fraction(1)  # one unit in its last printed place
    words: str = ""
    name: str = ""

    @property
    def value(self) -> Fraction:
        """Its value as printed."""
        return self.printed.value

    @property
    def is_count(self) -> bool:
        """Whether it is a figure that can be a part or a total."""
        return not (self.printed.percent or self.rise) and self.value > 0

    def fits(self, other: Number) -> bool:
        """Whether both may count the same thing."""
        return not self.unit or not other.unit or self.unit == other.unit


def gather(text: str) -> tuple[list[Number], list[Aside]]:
    """Read a text; every number in it ends as a number with its words, or as an aside with the reason."""
    printable = "".join(sign for sign in text if sign.isprintable() or sign in "\r\n\t\u00a0\u202f")
    text = _joined_lines(tidy(printable))
    hidden, asides = hide(text)
    numbers: list[Number] = []
    sign, _ = decimal_sign(re.findall(r"\d[\d.,]*\d", hidden))
    sentence = paragraph = begun = brackets = seen = 0
    inside = [0]
    for match in [*SAYS.token.finditer(hidden), None]:
        start, end = match.span() if match else (len(hidden), len(hidden))
        # No digit goes unmentioned: what no token takes, `COVID-19` or `12-15`, is an aside.
        missed = [at.span() for at in SAYS.missed.finditer(hidden, seen, start)]
        seen = end
        if match and match.lastgroup == "bracket":
            brackets += match[0] == "("
            inside = [*inside, brackets] if match[0] == "(" else inside[:-1] or [0]
        elif match and match.lastgroup == "end":
            sentence, paragraph = sentence + 1, paragraph + (match[0] == "\n")
            begun, inside = end, [0]
        elif match:
            place = sentence, paragraph, inside[-1]
            found = list(_numbers(match, sign, partial(_number, match, begun, place)))
            missed += [] if found else [(start, end)]
            numbers += found
        asides += [Aside(at, text[at:to], "unclear") for at, to in missed]
    _settle(numbers, text, hidden)
    return numbers, sorted(asides)


def _joined_lines(text: str) -> str:
    """Let a list go on over its lines, and a broken line be one."""
    text = re.sub(r"[ ]*(?:\r?\n[ ]*)+", "\n", text.strip())
    text = re.sub(r"(?<=[:;,])\n+(?:[-+•*–] *)?", " ", text)
    broken = re.compile(r"(?<=[^\n.!?:;])\n(?=(\S))")
    text = broken.sub(lambda to: " " if to[1].islower() or to[1] == "(" else "\n", text)
    return re.sub(r"(?m)^[-+•*–] +", "", text)


def _number(
    match: re.Match[str], begun: int, place: tuple[int, int, int], printed: Printed
) -> Number:
    """A number with the words before it in its sentence, and what follows at once."""
    hidden, (start, end) = match.string, match.span()
    words = re.split(r"\d", hidden[begun:start])[-1].casefold()
    after = SAYS.unit.match(hidden, end)
    unit = after[1].casefold() if after else ""
    told = SAYS.rise.search(words)
    change = told and (printed.percent or not told["minus"])
    rise = (1 if told["up"] or told["more"] else -1) if told and change else 0
    aside, vague = words.rstrip().endswith("/"), bool(SAYS.vague.search(words))
    return Number(printed, start, end, *place, aside, words, unit, vague, rise)


def _numbers(
    match: re.Match[str], sign: str | None, number: Callable[[Printed], Number]
) -> Iterator[Number]:
    if match["pair"]:
        part, total = (parse(piece.strip(), sign) for piece in match[0].split("/"))
        if part and total and part.exact == total.exact:
            whole, one = number(total), number(part)
            if part.value <= total.value:
                one.total, whole.whole = whole, True
                yield from (whole, one)
            elif part.value > 31 or total.value > 12:  # a day is none
                yield from (one, whole)
        return
    word = LISTED["word_numbers"].get(match[0].casefold())
    plain, scale = str(word or match["number"]), match["scale"]
    times = LISTED["scales"][scale.casefold()] if scale else 1
    printed = parse(SAYS.points.sub("%", plain.removesuffix(scale or "")), sign)
    value = times * printed.value if printed else Fraction(0)
    if printed and (not scale or value.denominator == 1):
        one = number(Printed(str(value), value) if scale else printed)
        one.spelled, one.step = bool(word), times * printed.unit
        # Points are no change of a count, and thousands are rounded.
        one.vague |= "điểm" in plain or bool(scale and one.rise)
        yield one


def _settle(numbers: list[Number], text: str, hidden: str) -> None:
    """Fill in what only the numbers after each can tell."""
    for last, one, following in zip([None, *numbers], numbers, [*numbers[1:], None], strict=False):
        stop = following.start if following else len(hidden)
        one.after = SAYS.stop.split(hidden[one.end : max(stop, one.end)])[0].casefold()
        left = re.split("( +)", SAYS.stop.split(text[max(0, one.start - 100) : one.start])[-1])
        right = re.split("( +)", SAYS.stop.split(text[one.end : one.end + 100])[0])
        around = [*left[-19:], text[one.start : one.end], *right[:19]]
        one.words = " ".join("".join(around).split()).replace(HIDDEN, "")
        if SAYS.each.search(one.before):
            told = re.split(r"[;:()]", one.before)[-1]
            own = bool(last and last.sentence == one.sentence and told == one.before)
            # the first comma ends what the number before it counts
            one.times = 1 + told.count(",") - own + bool(SAYS.and_last.search(told))
        if not following or following.sentence != one.sentence:
            continue
        if following.printed.percent and not following.rise:
            one.share = following
        counted = one.is_count and following.is_count and not one.total
        said = SAYS.of.search(following.before) or SAYS.twice.match(hidden, one.end)
        if counted and one.value < following.value and said:
            one.total, following.whole = following, True  # 05 dự án trên tổng số 48 dự án
