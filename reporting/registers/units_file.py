"""`units.csv` and `tiles.csv` as checked tables, and how people write names of units: in short, abbreviated, nearly right."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from reporting.inputs.office import default_office
from reporting.registers import checked_table
from reporting.registers.checked_table import CheckedTable, Periods, nearest, perhaps
from reporting.text import LANGUAGES, UNIT_CODE, BilingualText, InputError, data_of, texts
from reporting.text.spelling import key, without_marks

_TEXT = texts(__name__)

FILLED = ("code", "name_vi", "name_en", "group")
COLUMNS = (*FILLED, *checked_table.PERIOD)
OPTIONAL = ("successor", "short_vi", "short_en")
TILES = ("unit", "column", "row", "label_vi", "label_en")
MOST = 10_000
_PLACES: Mapping[str, list[str]] = data_of("inputs", "office")["places"]
_HEAD = re.compile(rf"(?:{'|'.join(without_marks(key(w)) for w in _PLACES['before'])})(?:[. ]+|$)")
# An office of a province is also written without the word for province, or as the place alone.
_OFFICE = re.compile(rf"(.+?) (?:{'|'.join(map(re.escape, _PLACES['kinds']))}) ?(.+)", re.I)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Names:
    """What stands for the units of `table`, which has the columns of `units.csv`."""

    table: pd.DataFrame

    @cached_property
    def periods(self) -> Periods:
        """The first and the last day of each row."""
        return checked_table.periods(self.table)

    @cached_property
    def heirs(self) -> list[int]:
        """The row that took over each row: the first of its successor's that goes on after it; −1 where none did."""
        since, until = self.periods
        of_code = self.table.groupby("code", sort=False).indices
        found = []
        for row, successor in enumerate(self.table["successor"]):
            later = [r for r in of_code.get(successor, ()) if until[r] > until[row]]
            found.append(int(min(later, key=lambda r: since[r], default=-1)))
        return found

    @cached_property
    def _known(self) -> dict[str, tuple[int, ...]]:
        """The rows of each spelling, codes before names before shorter forms; one of two units at once stands for none."""
        columns = (["code"], ["name_vi", "name_en"], ["short_vi", "short_en"])
        forms: list[list[list[str]]] = [self.table[each].to_numpy().tolist() for each in columns]
        # 1 for 01, as Excel leaves it
        codes = self.table["code"]
        forms.append([[c.lstrip("0")] if c.isdigit() and c.strip("0") else [] for c in codes])
        kinds = ("", *_PLACES["abbreviated"])
        offices = [*map(_OFFICE.fullmatch, self.table["name_vi"])]
        names = zip(self.table["name_vi"], offices, strict=True)
        named = (key(name).split() for name, office in names if not office)
        ends = {" ".join(words[at:]) for words in named for at in range(1, len(words))}
        # a place stands for the office there, unless others are called after it, too
        forms.append([[o[2]] if o and key(o[2]) not in ends else [] for o in offices])
        forms.append([[f"{o[1]} {k}{o[2]}" for k in kinds] if o else [] for o in offices])
        found: dict[str, tuple[int, ...]] = {}
        for form in forms:
            fresh: dict[str, list[int]] = {}
            for row, written in enumerate(form):
                for spelling in set(map(key, written)):
                    fresh.setdefault(spelling, []).append(row)
            for spelling, rows in sorted(fresh.items()):
                if spelling not in found and not checked_table.clash(self.periods, rows):
                    found[spelling] = tuple(rows)
        return found

    def rows(self, written: str) -> tuple[int, ...]:
        """Return the rows of `table` that a name or a code may stand for, on one day or another."""
        code, _, name = key(written).partition(" - ")  # 01 - Cục …: of one unit
        both = (row for row in self._known.get(code, ()) if row in self._known.get(name, ()))
        return self._known.get(key(written), tuple(both))

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


def _place(spelling: str) -> str:
    """Return a spelling without marks and without the words before a place."""
    rest = without_marks(spelling)
    while match := _HEAD.match(rest):
        rest = rest[match.end() :]
    return rest


def abbreviated(text: str, names: Iterable[str]) -> list[int]:
    """Return the places of the names that an abbreviation's words and initials can be read as: TP HCM as thành phố Hồ Chí Minh."""
    short = _WORD.findall(key(text))
    if len("".join(short)) < 3:  # short for anything
        return []
    initials = (" ".join(rf"{letter}\w*" for letter in part) for part in short)
    parts = (f"(?:{p}|{of})" if p[1:] else p for p, of in zip(short, initials, strict=True))
    pattern = r"\b (?:\w+ )*?".join(parts)
    reads = re.compile(rf"\b{pattern}\b")
    words = (" ".join(_WORD.findall(key(name))) for name in names)
    return [place for place, name in enumerate(words) if reads.search(name)]


def read(path: Path, groups: tuple[str, ...]) -> tuple[pd.DataFrame, tuple[BilingualText, ...]]:
    """Read `units.csv`: the units, one row each, and what was noticed that is no mistake; see `units.load`."""
    file = checked_table.read(path, dict.fromkeys([*COLUMNS, *OPTIONAL], ()), COLUMNS, MOST)
    if not len(file):
        raise InputError(_TEXT.no_units.format(path))
    cells = file.cells
    file.check_text(*FILLED, expected=checked_table.VALUE)
    file.check_text(*OPTIONAL)
    no_code = cells["code"].map(UNIT_CODE.fullmatch).isna() & (cells["code"] != "")
    file.wrong("code", no_code, _TEXT.no_code)
    strange = ~cells["group"].isin(["", *(groups or cells["group"])])
    among, near = ", ".join(groups), lambda at: nearest(cells["group"][at], groups)
    file.wrong("group", strange, _TEXT.is_not_among_unit, near, among)
    table = cells.assign(**file.days())
    not_ended = (cells["successor"] != "") & (cells["valid_to"] == "")
    file.wrong("successor", not_ended, _TEXT.belongs_to_row_has)
    file.stop_if_any()
    for each in LANGUAGES:
        short = table[f"short_{each}"]
        table[f"short_{each}"] = short.where(short != "", table[f"name_{each}"])
    # `vp` and `VP` would have one folder, and stand for neither in an export
    alike = table.assign(code=table["code"].map(key))
    file.check_apart(alike, ["code"], "code", _TEXT.is_in_row_already)
    codes, successors, known = table["code"], table["successor"], Names(table)
    unknown = (successors != "") & ~successors.isin(codes)
    meant = lambda at: perhaps(known.meant(successors[at]))  # noqa: E731
    file.wrong("successor", unknown, _TEXT.no_successor, meant)
    after = dict(zip(codes, successors, strict=True))
    for row, heir in enumerate(known.heirs):
        if successors[row] and not unknown[row] and heir < 0:
            chain = [codes[row], successors[row]]
            while after.get(chain[-1]) and chain[-1] not in chain[:-1]:
                chain.append(after[chain[-1]])
            fault = _TEXT.circle if chain[-1] == codes[row] else _TEXT.ended
            file.wrong("successor", [row], fault, " → ".join(chain))
    file.stop_if_any()
    return table, tuple(_noticed(file, known, groups))


def _noticed(file: CheckedTable, units: Names, groups: tuple[str, ...]) -> Iterator[BilingualText]:
    """What may be a slip: a group of one unit without a name, a name of two, a code without its zeros or used again."""
    table, (since, until) = units.table, units.periods
    codes, names = table["code"], [*map(BilingualText, table["name_vi"], table["name_en"])]
    of_group = codes.groupby(table["group"], sort=False)
    known = groups or tuple(default_office().unit_groups)
    unnamed = ~table["group"].isin(known) & ~table["group"].duplicated(keep="last")
    alone = unnamed & (of_group.transform("nunique") == 1) & (len(of_group) > 1)
    file.wrong("group", alone, _TEXT.alone, names.__getitem__)
    like = {it: "".join(difflib.get_close_matches(it, known, 1)) for it in {*table["group"]}}
    meant = table["group"].map(like)
    file.wrong("group", unnamed & ~alone & (meant != ""), _TEXT.like, meant.__getitem__)
    alike = table.assign(name_vi=table["name_vi"].map(key))
    file.check_apart(alike, ["name_vi"], "name_vi", _TEXT.same_name)
    digits = codes[codes.str.isdecimal()]
    width = int(digits.str.len().max()) if len(digits) else 0
    if not set(map(str, range(1, 10))) <= set(digits):  # 1, 2, 3 … 10, 11 is plain numbering
        short = codes.str.isdecimal() & (codes.str.len() < width)
        file.wrong("code", short, _TEXT.short, lambda at: codes[at].zfill(width), names.__getitem__)
    for row, heir in enumerate(units.heirs):
        if heir >= 0 and since[heir] > until[row] + np.timedelta64(1, "D"):
            file.wrong("successor", [row], _TEXT.gap, file.rows[heir])
    for rows in table.groupby("code", sort=False).indices.values():
        for one, later in pairwise(sorted(rows, key=lambda row: since[row])):
            if not table["successor"].iloc[one]:
                file.wrong("code", [one], _TEXT.unconnected, file.rows[later])
    return file.told()


def read_tiles(path: Path, units: Names, day: date) -> pd.DataFrame:
    """Return the tiles of `tiles.csv` that are valid on a day, one row each, the first of a unit its own, or every mistake."""
    columns = (*TILES, *checked_table.PERIOD)
    file = checked_table.read(path, dict.fromkeys(columns, ()), columns, MOST)
    cells = file.cells
    file.check_text(*TILES, expected=checked_table.VALUE)
    for column in ("column", "row"):
        file.wrong(column, ~cells[column].str.fullmatch(r"\d{0,2}"), _TEXT.no_number)
    strange = ~cells["unit"].isin(["", *units.table["code"]])
    file.wrong("unit", strange, _TEXT.no_unit, lambda at: perhaps(units.meant(cells["unit"][at])))
    table = cells.assign(**file.days())
    file.stop_if_any()
    table = table.astype({"column": int, "row": int})
    file.check_apart(table, ["row", "column"], "label_vi", _TEXT.taken)
    file.stop_if_any()
    return table[checked_table.valid(table, day, day)].reset_index(drop=True)
