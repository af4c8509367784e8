"""All cells of all indicators in one pass, and their comparison with another quarter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reporting.indicators.indicator import Indicator
from reporting.indicators.measures import Grid, evaluate
from reporting.text.codes import TOTAL
from reporting.text.quarter import Quarter

KEYS = ["unit_group", "unit", "source"]
COLUMNS = [
    "quarter",
    "indicator",
    *KEYS,
    "value",
    "numerator",
    "denominator",
    "unit_of_measure",
    "value_year_ago",
    "change",
    "change_in",
    "flags",
]


@dataclass(frozen=True)
class Layout:
    """The cells of a report: the units with the group of each, the groups that have units, and the sources.

    `units` has the columns `code` and `group`; all in the order shown.
    """

    units: pd.DataFrame
    groups: list[str]
    sources: list[str]

    def cells(self) -> pd.DataFrame:
        """One row per cell: the total, groups, sources, groups × sources, units."""
        rows = [(TOTAL, TOTAL, TOTAL)]
        rows += [(group, TOTAL, TOTAL) for group in self.groups]
        rows += [(TOTAL, TOTAL, source) for source in self.sources]
        rows += [(group, TOTAL, source) for group in self.groups for source in self.sources]
        rows += [
            (g, u, TOTAL) for u, g in zip(self.units["code"], self.units["group"], strict=True)
        ]
        return pd.DataFrame(rows, columns=KEYS)

    def grid(self, tasks: pd.DataFrame) -> Grid:
        """Place each task: its finest cell is its unit × source."""
        sources, groups = len(self.sources), len(self.groups)
        unit_of = pd.Index(self.units["code"]).get_indexer(tasks["unit"].cat.categories)
        unit = unit_of[tasks["unit"].cat.codes]
        source_of = pd.Index(self.sources).get_indexer(tasks["source"].cat.categories)
        source = source_of[tasks["source"].cat.codes]

        finest = np.arange(len(self.units) * sources)
        group = pd.Index(self.groups).get_indexer(pd.Index(self.units["group"]))[finest // sources]
        first_source = 1 + groups
        first_pair = first_source + sources
        first_unit = first_pair + groups * sources
        levels = (
            np.zeros(len(finest), dtype=int),
            1 + group,
            first_source + finest % sources,
            first_pair + group * sources + finest % sources,
            first_unit + finest // sources,
        )
        return Grid(unit * sources + source, levels, first_unit + len(self.units))


def compute(
    tasks: pd.DataFrame,
    indicators: Iterable[Indicator],
    quarter: Quarter,
    layout: Layout,
    year_ago: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Compute every cell of every indicator for one quarter's tasks.

    Returns the columns of `indicators.csv` up to `unit_of_measure`; indicators in the order given, cells
    in the order of `Layout.cells`. `year_ago` is the table of tasks a year before, for indicators that use it.
    """
    grid, cells = layout.grid(tasks), layout.cells()
    defined = list(indicators)
    if not defined:
        return pd.DataFrame(columns=COLUMNS[:9])
    figures = [evaluate(each.measure(tasks, year_ago), grid) for each in defined]
    values = pd.concat([cells] * len(defined), ignore_index=True)
    return values.assign(
        quarter=str(quarter),
        indicator=np.repeat([each.name for each in defined], len(cells)),
        value=np.concatenate([each.value for each in figures]),
        numerator=np.concatenate([each.numerator for each in figures]),
        denominator=np.concatenate([each.denominator for each in figures]),
        unit_of_measure=np.repeat([each.unit for each in defined], len(cells)),
    )[COLUMNS[:9]]


def compare(values: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """Set values beside those of a year ago: change in per cent, for shares in percentage points.

    Without a year-ago table, or where a cell did not exist then, the comparison stays empty.
    """
    keys = ["indicator", *KEYS]
    if before is None:
        compared = values.assign(value_year_ago=np.nan)
    else:
        earlier = before[[*keys, "value"]].rename(columns={"value": "value_year_ago"})
        compared = values.merge(earlier, on=keys, how="left", validate="one_to_one")
    now, then = compared["value"], compared["value_year_ago"]
    is_share = compared["unit_of_measure"] == "%"
    relative = (now - then) * 100 / then.abs().where(then != 0)
    compared["change"] = (now - then).where(is_share, relative)
    compared["change_in"] = np.where(is_share, "pp", "%")
    return compared.assign(flags="")[COLUMNS]


def flagged(values: pd.DataFrame, flag: str, where: np.ndarray) -> pd.DataFrame:
    """Add a letter to the flags of some rows."""
    return values.assign(flags=values["flags"] + np.where(where, flag, ""))


def as_csv(values: pd.DataFrame) -> str:
    """Write values as `indicators.csv`: unrounded, whole numbers without a decimal point."""
    numbers = ["value", "numerator", "denominator", "value_year_ago", "change"]
    return values.assign(**{name: values[name].map(_plain) for name in numbers}).to_csv(
        index=False, lineterminator="\n"
    )


def _plain(number: float) -> str:
    if np.isnan(number):
        return ""
    return str(int(number)) if float(number).is_integer() else repr(float(number))
