"""What a notebook holds in its hand: a quarter's tasks, values, sentences, tables and charts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from reporting import annex, cube, sections, tables, workspace
from reporting.codes import REQUIRED_INDICATORS, TOTAL
from reporting.errors import InputError, Text
from reporting.indicators import Indicator, registry
from reporting.quarter import Quarter

RESULTS_FOLDER = "REPORTING_RESULTS"


class Html(str):
    """A piece of the page; a notebook shows it as HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f'<div class="report">{self}</div>' if self else ""


def open_report(quarter: str, unit: str = TOTAL, language: str = "vi") -> Report:
    """Open a quarter's report: of all units (`_T`) or of one, in `vi` or `en`."""
    inputs = workspace.load(workspace.Folders.from_environment(), Quarter.parse(quarter), unit)
    return Report(inputs, language)


class Report:
    """One quarter, one unit or all, one language.

    `tasks` and `year_ago` are tables with one row per task (columns: `docs/how-it-works.md`); `values` has one
    row per indicator and cell, as `indicators.csv`.
    """

    def __init__(self, inputs: workspace.Inputs, language: str) -> None:
        self.inputs = inputs
        self.params = inputs.params
        self.quarter = inputs.params.quarter
        self.compared = inputs.params.compared
        self.unit = inputs.unit
        self.language = language
        self.tables: list[tables.Table] = []
        self._values: dict[tuple[Quarter, str], tuple[tuple[Indicator, ...], pd.DataFrame]] = {}

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """The quarter's tasks, with their status as of the cut-off."""
        table = self.inputs.tasks(self.quarter, self.unit)
        assert table is not None
        return table

    @cached_property
    def year_ago(self) -> pd.DataFrame | None:
        """The compared quarter's tasks, or None where its register is not there."""
        return self.inputs.tasks(self.compared, self.unit)

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters of the trend that have a register, oldest first."""
        trend = [self.quarter.shift(-steps) for steps in range(workspace.TREND_QUARTERS)]
        return [quarter for quarter in reversed(trend) if quarter in self.inputs.tables]

    @property
    def values(self) -> pd.DataFrame:
        """Every value of every indicator, compared with a year ago."""
        return cube.compare(
            self.values_of(self.quarter),
            None if self.year_ago is None else self.values_of(self.compared),
        )

    def values_of(self, quarter: Quarter, unit: str | None = None) -> pd.DataFrame:
        """The values of one quarter, not compared; of another unit, or `_T`, where `unit` is given."""
        unit = self.unit if unit is None else unit
        defined = tuple(registry)
        known = self._values.get((quarter, unit))
        if known is None or known[0] != defined:
            tasks = self.inputs.tasks(quarter, unit)
            assert tasks is not None, f"no register of {quarter}"
            before = self.inputs.tasks(self.compared, unit) if quarter == self.quarter else None
            layout = self.inputs.layout(quarter, unit)
            known = (defined, cube.compute(tasks, defined, quarter, layout, before))
            self._values[quarter, unit] = known
        return known[1]

    def value(
        self,
        indicator: str,
        unit_group: str = TOTAL,
        unit: str = TOTAL,
        source: str = TOTAL,
        column: str = "value",
    ) -> float:
        """One figure of one cell, unrounded; missing where the cell is not there."""
        found = self._indexed.get((indicator, unit_group, unit, source))
        return float("nan") if found is None else found[column]

    @property
    def _indexed(self) -> Mapping[tuple[str, str, str, str], Mapping[str, float]]:
        defined = tuple(registry)
        if getattr(self, "_index_of", None) != defined:
            keys = ["indicator", *cube.KEYS]
            figures = ["value", "numerator", "denominator", "value_year_ago", "change"]
            values = self.values
            rows: Any = values[figures].to_dict("records")
            self._index = dict(
                zip(values[keys].itertuples(index=False, name=None), rows, strict=True)
            )
            self._index_of = defined
        return self._index

    @property
    def groups(self) -> list[str]:
        """The unit groups of this report, in order."""
        return self.inputs.layout(self.quarter, self.unit).groups

    def unit_name(self, code: str) -> Text:
        """A unit's name in both languages."""
        return self._unit_names[code]

    @cached_property
    def _unit_names(self) -> dict[str, Text]:
        units = self.inputs.units.on(self.quarter.last_day)
        names = zip(units.index, units["name_vi"], units["name_en"], strict=True)
        return {str(code): Text(str(vi), str(en)) for code, vi, en in names}

    # What the notebook shows

    def _repr_html_(self) -> str:
        """The look of the page, for the notebook that is open; a page brings its own."""
        from reporting.render import component_style

        name = self.inputs.params.quarter
        return f"<style>\n{component_style()}\n</style>{name}"

    def headline(self) -> Html:
        """The first screen: the quarter in one sentence, and its main figures."""
        return Html(sections.headline(self))

    def finding(self, section: str) -> Html:
        """What a section found, as sentences written from the figures."""
        return Html(sections.finding(self, section))

    def table(self, name: str) -> Html:
        """One of the report's tables, by name."""
        return self._add(sections.table(self, name))

    def chart(self, name: str) -> Html:
        """One of the report's charts, by name."""
        return Html(sections.chart(self, name))

    def show(
        self, frame: pd.DataFrame, *, name: str, vi: str, en: str, **headings: tuple[str, str]
    ) -> Html:
        """A table of your own: a DataFrame, its sheet name and titles; `column=("vi", "en")` names a heading."""
        texts = {key: Text(*pair) for key, pair in headings.items()}
        return self._add(tables.from_frame(name, Text(vi, en), frame, texts))

    def _add(self, table: tables.Table | None) -> Html:
        if table is None:
            return Html("")
        self.tables = [known for known in self.tables if known.name != table.name] + [table]
        return Html(table.html(self.language, len(self.tables)))

    def finish(self) -> None:
        """Check that the report is whole, and hand its values and tables to the command that asked for them."""
        missing = [name for name in REQUIRED_INDICATORS if name not in registry]
        if missing:
            raise InputError(
                Text(
                    "Notebook thiếu các chỉ tiêu bắt buộc: {0}.",
                    "The notebook lacks indicators that every report has: {0}.",
                ).format(", ".join(missing))
            )
        if folder := os.environ.get(RESULTS_FOLDER):
            self._hand_over(Path(folder))

    def _hand_over(self, folder: Path) -> None:
        results = {
            "indicators.csv": cube.as_csv(self.values).encode("utf-8"),
            "tables.xlsx": annex.as_xlsx(self),
        }
        for name, content in results.items():
            (folder / name).write_bytes(content)
