"""Units named in a kept column, such as the coordinating unit: those of earlier quarters by what they have become."""

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from reporting.indicators.measures import parts
from reporting.registers.units import Recast, Units
from reporting.text.quarter import Quarter

Tables = dict[Quarter, pd.DataFrame]


def as_now(
    tables: Tables, columns: Iterable[str], units: Units, now: Recast
) -> dict[str, Mapping[str, str]]:
    """Write units in kept columns of `tables` as the newest register writes what they have become.

    Returns the code of each name, by column, for columns of units. Such a column has names of units alone; one of codes
    alone, which may be codes of anything, is one where its own name has `unit` in it.
    """
    found: dict[str, Mapping[str, str]] = {}
    newest_first = sorted(tables, reverse=True)
    for column in columns:
        listed = {each: _listed(tables[each][column]) for each in newest_first}
        named = {part for texts in listed.values() for part in _flat(texts)}
        only_codes = named <= {*units.codes} and "unit" not in column
        if not named or only_codes or not all(map(units.rows, named)):
            continue
        written: dict[str, str] = {}
        for quarter, texts in listed.items():
            code = {part: _become(part, quarter, units, now) for part in {*_flat(texts)}}
            usual = Counter(_flat(texts))
            for part in sorted(code, key=lambda part: (-usual[part], part)):
                name = str(now.units.at[code[part], "name_vi"])
                is_newest = quarter == newest_first[0]
                written.setdefault(code[part], part if is_newest else name)
            other = {
                text: now_written
                for text, together in texts.items()
                if (now_written := "; ".join(dict.fromkeys(written[code[p]] for p in together)))
                != text
            }
            if other:
                table = tables[quarter]
                tables[quarter] = table.assign(**{column: table[column].replace(other)})
        found[column] = {name: code for code, name in written.items()}
    return found


def _listed(column: pd.Series) -> dict[str, list[str]]:
    """The units in each different text of a column."""
    texts = column.dropna().unique()
    return dict(zip(texts, parts(pd.Series(texts, dtype=object)), strict=True))


def _flat(listed: Mapping[str, list[str]]) -> list[str]:
    return [part for together in listed.values() for part in together]


def _become(written: str, quarter: Quarter, units: Units, now: Recast) -> str:
    """The code of what a unit named in a quarter has become."""
    row = units.in_period(written, quarter)
    return now.became[row if row >= 0 else units.rows(written)[-1]]
