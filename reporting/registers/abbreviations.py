"""Which name an abbreviation stands for: TP HCM is thành phố Hồ Chí Minh."""

import re
from collections.abc import Iterable

from reporting.registers.cells import key

_WORD = re.compile(r"[^\W_]+")


def meant(text: str, names: Iterable[str]) -> str | None:
    """Return the one name that an abbreviation can be read as; None where there is none, or more than one.

    Each of its words is a word of the name or the first letters of some in a row, in the name's order, from its first.
    """
    short = _WORD.findall(key(text))
    found = {name for name in names if _reads(short, _WORD.findall(key(name)))}
    return found.pop() if len(found) == 1 and len(short) > 1 else None


def _reads(short: list[str], words: list[str]) -> bool:
    """Whether an abbreviation's words are found among a name's, the first of them at its start."""
    at = 0
    for place, part in enumerate(short):
        starts = (
            (start, length)
            for start in range(at, len(words) if place else 1)
            for length in (1, len(part))
            if part == (words[start] if length == 1 else _initials(words[start : start + length]))
        )
        start, length = next(starts, (-1, 0))
        if start < 0:
            return False
        at = start + length
    return True


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words)
