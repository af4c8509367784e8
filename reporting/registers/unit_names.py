"""How people write the names of units: in short, abbreviated, nearly right."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from reporting.inputs.office import in_package
from reporting.registers import checked_table
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


@dataclass(frozen=True)
class Names:
    """What stands for the units of `table`, which has the columns of `units.csv`."""

    table: pd.DataFrame

    @cached_property
    def _known(self) -> dict[str, tuple[int, ...]]:
        """The rows of each spelling, codes before names before shorter forms; one of two units at once stands for none."""
        columns = (["code"], ["name_vi", "name_en"], ["short_vi", "short_en"])
        forms = [self.table[each].to_numpy().tolist() for each in columns]
        # 1 for 01, as Excel leaves it
        forms += [
            [[c.lstrip("0")] if c.isdigit() and c.strip("0") else [] for c in self.table["code"]]
        ]
        forms += [[*map(_short_names, self.table["name_vi"])]]
        periods = checked_table.periods(self.table)
        found: dict[str, tuple[int, ...]] = {}
        for form in forms:
            fresh: dict[str, list[int]] = {}
            for row, written in enumerate(form):
                for spelling in set(map(key, written)):
                    fresh.setdefault(spelling, []).append(row)
            for spelling, rows in sorted(fresh.items()):
                if spelling not in found and not checked_table.clash(periods, rows):
                    found[spelling] = tuple(rows)
        return found

    def rows(self, written: str) -> tuple[int, ...]:
        """Return the rows of `table` that a name or a code may stand for, on one day or another."""
        return self._known.get(key(written), ())

    def listed(self, written: str) -> str:
        """Return a list of units that commas separate with semicolons; any other text as it is."""
        parts = [part.strip() for part in written.split(",")]
        are_units = len(parts) > 1 and all(map(self.rows, parts)) and not self.rows(written)
        return "; ".join(parts) if are_units else written

    def nearest(self, written: str) -> str | None:
        """Return the name of the unit that was abbreviated, or is most like what was written, if there is one."""
        names, codes = self.table["name_vi"].tolist(), self.table["code"].tolist()
        if rows := abbreviated(written, names):
            return names[rows[0]] if len({codes[row] for row in rows}) == 1 else None
        row = self._most_like(written)
        return None if row is None else names[row]

    def meant(self, written: str) -> BilingualText | None:
        """Return the code and name of the unit that someone meant who did not write its code, if one can be told."""
        rows = self.rows(written)
        row = rows[-1] if rows else self._most_like(written)
        if row is None:
            return None
        code, vi, en = self.table.loc[row, ["code", "name_vi", "name_en"]]
        return BilingualText("{0} ({1})", "{0} ({2})").format(code, vi, en or vi)

    def _most_like(self, written: str) -> int | None:
        """The words all offices share are left out: by them, Hà Nội would be near to Hà Nam."""
        by_place = {_place(spelling): rows[-1] for spelling, rows in reversed(self._known.items())}
        close = difflib.get_close_matches(_place(key(written)), by_place, n=1, cutoff=0.7)
        return by_place[close[0]] if close else None


def _short_names(name: str) -> list[str]:
    match = _OFFICE.fullmatch(name)
    if not match:
        return []
    office, place = match.groups()
    return [place, *(f"{office} {kind}{place}" for kind in ("", *_PLACES["abbreviated"]))]


def _place(spelling: str) -> str:
    """Return a spelling without marks and without the words before a place."""
    rest = without_marks(spelling)
    while match := _LEADING.match(rest):
        rest = rest[match.end() :]
    return rest


def abbreviated(text: str, names: Iterable[str]) -> list[int]:
    """Return the places of the names that an abbreviation's words and initials can be read as: TP HCM as thành phố Hồ Chí Minh."""
    short = _WORD.findall(key(text))
    if len("".join(short)) < FEW_LETTERS:
        return []
    initials = (" ".join(rf"{letter}\w*" for letter in part) for part in short)
    parts = (f"(?:{p}|{of})" if p[1:] else p for p, of in zip(short, initials, strict=True))
    pattern = r"\b (?:\w+ )*?".join(parts)
    reads = re.compile(rf"\b{pattern}\b")
    words = (" ".join(_WORD.findall(key(name))) for name in names)
    return [place for place, name in enumerate(words) if reads.search(name)]
