"""A part of the report: all of it, or what `report.where(…)` narrows to; tables, charts and sentences are made of it."""

from dataclasses import dataclass

import pandas as pd

from reporting.indicators.indicator import Indicator
from reporting.indicators.mistakes import CODE, Mistake, unknown
from reporting.indicators.views import View, views_of
from reporting.report.breakdown import PARTS, SOURCE, UNIT, UNIT_GROUP, Breakdown
from reporting.report.report_data import ReportData
from reporting.text import TOTAL, BilingualText


@dataclass(frozen=True)
class Scope:
    """A unit group, a unit, a source, or several of them at once; `_T` is all of a kind."""

    data: ReportData
    unit_group: str = TOTAL
    unit: str = TOTAL
    source: str = TOTAL

    def narrowed(self, unit_group: str = TOTAL, unit: str = TOTAL, source: str = TOTAL) -> "Scope":
        """This scope narrowed further; a `Mistake` names the nearest code where there is no such one in it."""
        # of all units, whatever this report's own is
        within = self.data.inputs.layout(self.data.quarter).units
        for column, own in (("group", self.unit_group), ("code", self.unit)):
            within = within if own == TOTAL else within[within[column] == own]
        in_group = within if unit_group == TOTAL else within[within["group"] == unit_group]
        groups = within["group"].unique()
        for code, known in ((unit_group, groups), (unit, in_group["code"]), (source, self.sources)):
            if code not in (TOTAL, *known):
                raise Mistake(unknown(CODE, code, map(str, known)))
        if unit != TOTAL and unit == self.data.unit:  # its own report is narrowed to it already
            unit_group = unit = TOTAL
        chosen = zip((unit_group, unit, source), self.codes, strict=True)
        return Scope(self.data, *(code if code != TOTAL else own for code, own in chosen))

    @property
    def absent(self) -> bool:
        """Whether a unit's own report has nothing of it, since it is a group or another unit."""
        return self.data.unit != TOTAL and (self.unit_group, self.unit) != (TOTAL, TOTAL)

    @property
    def codes(self) -> tuple[str, str, str]:
        """Its unit group, unit and source."""
        return self.unit_group, self.unit, self.source

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return set(self.codes) == {TOTAL}

    @property
    def name(self) -> BilingualText:
        """What its totals are of."""
        return BilingualText.join(self.data.names_of(*self.codes) or [self.data.all_units], ", ")

    @property
    def groups(self) -> list[str]:
        """The unit groups in it; none where it is one unit."""
        if (self.unit, self.data.unit) != (TOTAL, TOTAL):
            return []
        return self.data.groups if self.unit_group == TOTAL else [self.unit_group]

    @property
    def units(self) -> list[str]:
        """The units in it."""
        return [
            unit
            for unit, group in self.data.unit_groups.items()
            if self.unit in (TOTAL, unit) and self.unit_group in (TOTAL, group)
        ]

    @property
    def sources(self) -> list[str]:
        """The sources in it."""
        return [*self.data.params.sources] if self.source == TOTAL else [self.source]

    def cell(self, by: str, code: str) -> tuple[str, str, str]:
        """The unit group, unit and source of one row of a breakdown, as `indicators.csv` has them."""
        cell = dict(zip(PARTS, self.codes, strict=True))
        if code != TOTAL and by in cell:
            cell[by] = code
        if cell[UNIT] != TOTAL:
            cell[UNIT_GROUP] = self.data.unit_groups.get(cell[UNIT], TOTAL)
        return cell[UNIT_GROUP], cell[UNIT], cell[SOURCE]

    def columns(self, *names: str) -> pd.DataFrame:
        """Some columns of the quarter's tasks in this scope: all of them would be gigabytes of a large register."""
        tasks = self.data.tasks
        return tasks.loc[self.covers(tasks), [*names]]

    def covers(self, tasks: pd.DataFrame) -> pd.Series:
        """Which tasks are in it."""
        chosen = pd.Series(True, index=tasks.index)
        for column, code in zip(PARTS, self.codes, strict=True):
            if code != TOTAL:
                chosen &= tasks[column] == code
        return chosen

    def figure(self, of: Indicator | View) -> float:
        """One figure of this scope; a unit's place is that among all, by what the scope has of them."""
        (view,) = views_of(of)
        if view.figure == "rank":
            return Breakdown(Scope(self.data, source=self.source), UNIT).figure(view, self.unit)
        return Breakdown(self, UNIT_GROUP).figure(view)
