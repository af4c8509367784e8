"""The three forms of a check, from a line of text to its parts."""

import re

from reporting.statement.model import Check, Ratio, Sum, Term
from reporting.statement.numbers import Printed, parse, tidy
from reporting.text.bilingual import BilingualText

NAME = r"[^\W\d]\w*(?:[.\-]\w+)*"
SHARE = re.compile(rf"({NAME})\s*/\s*({NAME})\s*=\s*(.+)")
CHANGE = re.compile(rf"({NAME})\s+(?:vs\.?|so với)\s+({NAME})\s*=\s*(.+)", re.IGNORECASE)
DIRECTED = re.compile(r"([^\d+-]*?)\s*([+-]?)\s*(\d.*|" + NAME + ")")

UP = {"tăng", "up", "rise", "rises", "rose", "risen", "increase", "increases", "increased", "more"}
DOWN = {"giảm", "down", "fall", "falls", "fell", "fallen", "decrease", "decreases", "decreased"}
DOWN |= {"less", "drop", "drops", "dropped", "decline", "declined"}
UP |= {"grew", "grow", "grows", "growth"}

FORMS = BilingualText(
    "một trong ba dạng: a = b + c; x / y = 76,8%; a vs b = giảm 6,3%",
    "one of three forms: a = b + c; x / y = 76,8%; a vs b = giảm 6,3%",
)
DIRECTION = BilingualText(
    "sau dấu = của phép so sánh là tăng hoặc giảm và một tỷ lệ phần trăm, như giảm 6,3%",
    "after the = of a comparison, up or down and a percentage, like giảm 6,3% or up 2.7%",
)
SHARE_VALUE = BilingualText(
    "sau dấu = của tỷ trọng là một số như 76,8% hoặc tên một số liệu",
    "after the = of a share, a number like 76,8% or a figure's name",
)
TERM = BilingualText(
    "“{0}” không phải là tên số liệu cũng không phải là số",
    "“{0}” is neither a figure's name nor a number",
)


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
            raise Unreadable(FORMS)
        target = _term(match[3], sign, SHARE_VALUE)
        # A figure's name stands for a share in percent: shares are printed so.
        percent = not isinstance(target, Printed) or target.percent
        return Ratio(text, match[1], match[2], target, 100 if percent else 1, 0)
    left, equals, right = plain.partition("=")
    if not equals or "=" in right:
        raise Unreadable(FORMS)
    return Sum(text, _side(left, sign), _side(right, sign))


def _change(text: str, match: re.Match[str], sign: str | None) -> Ratio:
    directed = DIRECTED.fullmatch(match[3].strip())
    if not directed:
        raise Unreadable(DIRECTION)
    words = set(directed[1].casefold().split())
    down = bool(words & DOWN) or directed[2] == "-"
    up = bool(words & UP) or directed[2] == "+"
    if up == down or words - UP - DOWN - {"by", "a", "an", "of", "in"}:
        raise Unreadable(DIRECTION)
    target = _term(directed[3], sign, DIRECTION)
    if isinstance(target, Printed) and not target.percent:
        raise Unreadable(DIRECTION)
    turn = -1 if down else 1
    return Ratio(text, match[1], match[2], target, 100 * turn, -100 * turn)


def _side(text: str, sign: str | None) -> tuple[tuple[int, Term], ...]:
    """Read `a + b − c`; a sign between terms has spaces around it."""
    pieces = re.split(r"\s*(\+|(?<=\s)-(?=\s))\s*", text.strip())
    signs = [1, *(-1 if piece == "-" else 1 for piece in pieces[1::2])]
    return tuple(
        (turn, _term(piece, sign, FORMS)) for turn, piece in zip(signs, pieces[::2], strict=True)
    )


def _term(text: str, sign: str | None, expected: BilingualText) -> Term:
    text = text.strip()
    if re.fullmatch(NAME, text):
        return text
    if number := parse(text, sign):
        return number
    raise Unreadable(TERM.format(text) if text else expected)


def written(check: Check) -> list[Printed]:
    """The numbers that are written in a check itself."""
    terms = [check.target] if isinstance(check, Ratio) else [term for _, term in check.terms]
    return [term for term in terms if isinstance(term, Printed)]
