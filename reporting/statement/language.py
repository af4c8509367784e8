"""The three forms of a check, from a line of text to its parts."""

import re
from dataclasses import replace

from reporting.statement.model import Check, Ratio, Sum, Term
from reporting.statement.numbers import parse, tidy
from reporting.statement.patterns import SAYS
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

NAME = r"[^\W\d]\w*(?:[.\-]\w+)*"
SHARE = re.compile(rf"({NAME})\s*/\s*({NAME})\s*=\s*(.+)")
CHANGE = re.compile(rf"({NAME})\s+(?:vs\.?|so với)\s+({NAME})\s*=\s*(.+)", re.IGNORECASE)
DIRECTED = re.compile(r"([^\d+-]*?)\s*([+-]?)\s*(\d.*)")


class Unreadable(ValueError):  # noqa: N818  what the line is
    """A check that has none of the three forms; holds what was expected."""

    def __init__(self, expected: BilingualText) -> None:
        super().__init__(expected.en)
        self.expected = expected


def parse_check(text: str, sign: str | None = None) -> Check:
    """Read one check; `sign` is the file's decimal sign. Raises `Unreadable`."""
    plain, text = re.sub(r"\s+", " ", tidy(text)).strip(), text.strip()
    if match := CHANGE.fullmatch(plain):
        return _change(text, match, sign)
    if "/" in plain:
        match = SHARE.fullmatch(plain)
        if not match:
            raise Unreadable(_TEXT.forms)
        target = parse(match[3], sign)
        if not target:
            raise Unreadable(_TEXT.share_value)
        return Ratio(text, match[1], match[2], target)
    left, equals, right = plain.partition("=")
    if not equals or "=" in right:
        raise Unreadable(_TEXT.forms)
    return Sum(text, _side(left, sign), _side(right, sign))


def _change(text: str, match: re.Match[str], sign: str | None) -> Ratio:
    directed = DIRECTED.fullmatch(match[3].strip())
    if not directed:
        raise Unreadable(_TEXT.direction)
    told = [SAYS.direction.fullmatch(word) for word in directed[1].split()]
    down = directed[2] == "-" or any(word and word["down"] for word in told)
    up = directed[2] == "+" or any(word and word["up"] for word in told)
    if up == down or None in told:
        raise Unreadable(_TEXT.direction)
    target = parse(directed[3], sign)
    if not target or not target.percent:
        raise Unreadable(_TEXT.direction)
    target = replace(target, value=-target.value) if down else target
    return Ratio(text, match[1], match[2], target, is_share=False)


def _side(text: str, sign: str | None) -> tuple[tuple[int, Term], ...]:
    """Read `a + b − c`; a sign between terms has spaces around it."""
    pieces = re.split(r"\s*(\+|(?<=\s)-(?=\s))\s*", text.strip())
    signs = [1, *(-1 if piece == "-" else 1 for piece in pieces[1::2])]
    return tuple(zip(signs, (_term(piece.strip(), sign) for piece in pieces[::2]), strict=True))


def _term(text: str, sign: str | None) -> Term:
    if re.fullmatch(NAME, text):
        return text
    if number := parse(text, sign):
        return number
    raise Unreadable(_TEXT.term.format(text) if text else _TEXT.forms)
