"""How people write the names of units: in short, abbreviated, nearly right."""

import difflib
import re
from collections.abc import Iterable, Mapping

import pandas as pd

from reporting.inputs.office import in_package
from reporting.registers import small_table
from reporting.text.bilingual import BilingualText
from reporting.text.spelling import key, without_marks

_PLACES: Mapping[str, list[str]] = in_package()["places"]
_LEADING = re.compile(
    rf"(?:{'|'.join(without_marks(key(w)) for w in _PLACES['before'])})(?:[. ]+|$)"
)
# An office of a province is also written without the word for province, or as the place alone.
_OFFICE = re.compile(
    rf"(.+?) (?:{'|'.join(map(re.escape, _PLACES['kinds']))}) ?(.+)", re.IGNORECASE
)
FEW_LETTERS = 3  # fewer may be short for anything
_WORD = re.compile(r"[^\W_]+")


def spellings(table: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    """Return the rows of `units.csv` that each spelling stands for; a spelling of two units at once stands for none.

    A code goes before a name, a name as written before a shorter form of one.
    """
    columns = (["code"], ["name_vi", "name_en"], ["short_vi", "short_en"])
    forms = [table[each].to_numpy().tolist() for each in columns]
    forms += [list(map(_short_code, table["code"])), list(map(_short_names, table["name_vi"]))]
    found: dict[str, tuple[int, ...]] = {}
    periods = small_table.periods(table)
    for form in forms:
        fresh: dict[str, list[int]] = {}
        for row, written in enumerate(form):
            for spelling in set(map(key, written)):
                fresh.setdefault(spelling, []).append(row)
        for spelling, rows in sorted(fresh.items()):
            if spelling not in found and not small_table.clash(periods, rows):
                found[spelling] = tuple(rows)
    return found


def _short_code(code: str) -> list[str]:
    """Return 1 for 01, as Excel leaves it."""
    return [code.lstrip("0")] if code.isdigit() and code.strip("0") else []


def _short_names(name: str) -> list[str]:
    match = _OFFICE.fullmatch(name)
    if not match:
        return []
    office, place = match.groups()
    return [place, *(f"{office} {kind}{place}" for kind in ("", *_PLACES["abbreviated"]))]


def nearest(written: str, known: dict[str, tuple[int, ...]]) -> int | None:
    """Return the row of the unit most like what was written; `known` has the rows that each spelling stands for.

    The words all offices share are left out: by them, Hà Nội would be near to Hà Nam.
    """
    by_place = {_place(spelling): rows[-1] for spelling, rows in reversed(known.items())}
    close = difflib.get_close_matches(_place(key(written)), by_place, n=1, cutoff=0.7)
    return by_place[close[0]] if close else None


def meant(
    written: str, known: dict[str, tuple[int, ...]], table: pd.DataFrame
) -> BilingualText | None:
    """Return the code and name of the unit that someone meant who did not write its code, if one can be told."""
    rows = known.get(key(written))
    row = rows[-1] if rows else nearest(written, known)
    if row is None:
        return None
    code, vi, en = table.loc[row, ["code", "name_vi", "name_en"]]
    return BilingualText("{0} ({1})", "{0} ({2})").format(code, vi, en or vi)


def _place(spelling: str) -> str:
    """Return a spelling without marks and without the words before a place."""
    rest = without_marks(spelling)
    while match := _LEADING.match(rest):
        rest = rest[match.end() :]
    return rest


def abbreviated(text: str, names: Iterable[str]) -> list[int]:
    """Return the places of the names that an abbreviation can be read as: TP HCM as thành phố Hồ Chí Minh.

    Each of its words is a word of the name or the first letters of some in a row, in the name's order.
    """
    short = _WORD.findall(key(text))
    if len("".join(short)) < FEW_LETTERS:
        return []
    pattern = r"\b (?:\w+ )*?".join(map(_word_or_initials, short))
    reads = re.compile(rf"\b{pattern}\b")
    words = (" ".join(_WORD.findall(key(name))) for name in names)
    return [place for place, name in enumerate(words) if reads.search(name)]


def _word_or_initials(part: str) -> str:
    initials = " ".join(rf"{letter}\w*" for letter in part)
    return rf"(?:{part}|{initials})" if len(part) > 1 else part
