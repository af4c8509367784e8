"""`units.csv` as a checked table: every mistake in it with row, column, value and what was expected."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pandas as pd

from reporting.inputs.office import default_office
from reporting.registers import small_table, unit_names
from reporting.registers.mistakes import nearest, perhaps
from reporting.registers.small_table import SmallTable
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import LANGUAGES, UNIT_CODE
from reporting.text.errors import InputError
from reporting.text.spelling import key

_TEXT = texts(__name__)

FILLED = ("code", "name_vi", "name_en", "group")
COLUMNS = (*FILLED, *small_table.PERIOD)
OPTIONAL = ("successor", "short_vi", "short_en")
MOST = 10_000


def read(path: Path, groups: tuple[str, ...]) -> tuple[pd.DataFrame, tuple[BilingualText, ...]]:
    """Read `units.csv`: the units, one row each, and what was noticed that is no mistake; see `units.load`."""
    file = small_table.read(path, dict.fromkeys([*COLUMNS, *OPTIONAL], ()), COLUMNS, MOST)
    if not len(file):
        raise InputError(_TEXT.no_units.format(path))
    cells = file.cells
    file.check_texts(FILLED, OPTIONAL)
    no_code = cells["code"].map(UNIT_CODE.fullmatch).isna() & (cells["code"] != "")
    file.wrong("code", no_code, _TEXT.no_code)
    if groups:
        file.wrong(
            "group",
            ~cells["group"].isin(["", *groups]),
            _TEXT.is_not_among_unit,
            lambda at: nearest(cells["group"][at], groups),
            ", ".join(groups),
        )
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
    _check_successors(file, table)
    file.stop_if_any()
    return table, tuple(_noticed(file, table, groups))


def heirs(table: pd.DataFrame) -> list[int]:
    """Return the row that took over each row: the first of its successor's that goes on after it; −1 where none did."""
    since, until = small_table.periods(table)
    of_code = table.groupby("code", sort=False).indices
    found = []
    for row, successor in enumerate(table["successor"]):
        later = [r for r in of_code.get(successor, ()) if until[r] > until[row]]
        found.append(int(min(later, key=lambda r: since[r])) if later else -1)
    return found


def _check_successors(file: SmallTable, table: pd.DataFrame) -> None:
    """Say which successors do not exist, or lead in a circle."""
    after = dict(zip(table["code"], table["successor"], strict=True))
    unknown = (table["successor"] != "") & ~table["successor"].isin(table["code"])
    known = unit_names.spellings(table) if unknown.any() else {}
    file.wrong(
        "successor",
        unknown,
        _TEXT.no_successor,
        lambda at: perhaps(unit_names.meant(table["successor"][at], known, table)),
    )
    for row, (code, successor, heir) in enumerate(
        zip(table["code"], table["successor"], heirs(table), strict=True)
    ):
        if not successor or unknown[row] or heir >= 0:
            continue
        chain = [code, successor]
        while after.get(chain[-1]) and chain[-1] not in chain[:-1]:
            chain.append(after[chain[-1]])
        if chain[-1] == code:
            file.wrong_at([row], "successor", _TEXT.circle, " → ".join(chain))
        else:
            file.wrong_at([row], "successor", _TEXT.ended)


def _noticed(
    file: SmallTable, table: pd.DataFrame, groups: tuple[str, ...]
) -> Iterator[BilingualText]:
    """What may be a slip: a group of one unit without a name, a name of two, a code without its zeros or used again."""
    codes, names = table["code"], [*map(BilingualText, table["name_vi"], table["name_en"])]
    of_group = codes.groupby(table["group"], sort=False)
    named = table["group"].isin(groups or default_office().unit_groups)
    alone = (of_group.transform("nunique") == 1) & (len(of_group) > 1) & ~named
    last = ~table["group"].duplicated(keep="last")
    file.wrong("group", alone & last, _TEXT.alone, names.__getitem__)
    alike = table.assign(name_vi=table["name_vi"].map(key))
    file.check_apart(alike, ["name_vi"], "name_vi", _TEXT.same_name)
    digits = codes[codes.str.isdecimal()]
    width = int(digits.str.len().max()) if len(digits) else 0
    if not set(map(str, range(1, 10))) <= set(digits):  # 1, 2, 3 … 10, 11 is plain numbering
        short = codes.str.isdecimal() & (codes.str.len() < width)
        file.wrong("code", short, _TEXT.short, lambda at: codes[at].zfill(width), names.__getitem__)
    since, _ = small_table.periods(table)
    for rows in table.groupby("code", sort=False).indices.values():
        for one, later in pairwise(sorted(rows, key=lambda row: since[row])):
            if not table["successor"].iloc[one]:
                file.wrong_at([int(one)], "code", _TEXT.unconnected, file.rows[later])
    return file.told()
