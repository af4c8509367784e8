"""What `check` says of a quarter's plan: what is planned and what isn't, and which sums differ."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from reporting.indicators.cube import KEYS
from reporting.registers import plans
from reporting.registers.checked_table import nearest
from reporting.report.workspace import Inputs
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError

_TEXT = texts(__name__)

ADD_UP = ("tasks", "points", "persons", "hours")  # units of measure whose figures may be added


def lines(inputs: Inputs, indicators: Mapping[str, str]) -> Iterator[BilingualText]:
    """Say what a plan file holds; `indicators` are those of the notebook, each with its unit of measure."""
    if inputs.quarter not in inputs.plans:
        return
    planned = inputs.plans[inputs.quarter]
    listed = planned[planned["week"].isna()]
    known = listed.dropna(subset="plan")
    unplanned = [name for name in indicators if name not in set(known["indicator"])]
    yield _TEXT.planned.format(
        inputs.files.plans[inputs.quarter],
        wording.number(len(known)),
        ", ".join(dict.fromkeys(known["indicator"])) or "–",
        ", ".join(unplanned) or "–",
    )
    if blank := len(listed) - len(known):
        yield _TEXT.blank.format(wording.number(blank))
    shown = set(inputs.layout(inputs.quarter).units["code"]) | {TOTAL}
    for row, unit in known.loc[~known["unit"].isin(shown), ["row", "unit"]].itertuples(index=False):
        yield _TEXT.not_shown.format(row, unit, inputs.quarter)
    cells = known.set_index(["indicator", *KEYS])["plan"]
    for name, own in cells.groupby(level="indicator", sort=False):
        if indicators[str(name)] in ADD_UP:
            yield from _sums(inputs, own.droplevel("indicator"), str(name))
        if indicators[str(name)] == "%" and (small := own[(own > 0) & (own < 1)]).size:
            yield _TEXT.part_of_one.format(name, wording.number(float(small.iloc[0]), 2))


def unknown_indicators(path: Path, known: Sequence[str]) -> Iterator[BilingualText]:
    """Say which indicators of a plan file the notebook has not; a file without headings has told so already."""
    try:
        file = plans.rows(path)
    except InputError:
        return
    named = file.cells["indicator"]
    unknown = ~named.isin(["", *known]) & ~named.duplicated()
    expected = (lambda at: nearest(named[at], known)), ", ".join(known)
    file.wrong("indicator", unknown, _TEXT.unknown, *expected)
    yield from file.told()


def _sums(inputs: Inputs, planned: pd.Series, name: str) -> Iterator[BilingualText]:
    """Where a cell and all its parts are planned, and the parts give another sum."""
    units = inputs.layout(inputs.quarter).units
    wholes = {(TOTAL, TOTAL, TOTAL): [(group, TOTAL, TOTAL) for group in units["group"].unique()]}
    for group, codes in units.groupby("group", sort=False)["code"]:
        wholes[str(group), TOTAL, TOTAL] = [(group, code, TOTAL) for code in codes]
    for whole, parts in wholes.items():
        if whole in planned.index and all(part in planned.index for part in parts):
            total, added = float(planned[whole]), float(planned[parts].sum())
            if abs(total - added) > 1e-9 * max(abs(total), 1):
                label = inputs.params.group_name(whole[0])
                yield _TEXT.differs.format(name, label, _figure(total), _figure(added))


def _figure(value: float) -> BilingualText:
    return wording.number(value, 0 if value.is_integer() else 2)
