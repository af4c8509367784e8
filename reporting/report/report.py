"""What a notebook holds in its hand: a quarter's tasks, values, sentences, tables and charts."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import pandas as pd

from reporting.indicators import cube
from reporting.indicators.cell_registry import CellRegistry, current_cell
from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.mistakes import Mistake
from reporting.indicators.units_of_measure import with_named
from reporting.report import card, csv_metadata, own_parts, sections, workspace
from reporting.report.tables import Table, from_frame
from reporting.report.values import Values
from reporting.text.bilingual import BilingualText
from reporting.text.codes import REQUIRED_INDICATORS, TOTAL
from reporting.text.errors import RESULTS_FOLDER, InputError
from reporting.text.quarter import Quarter
from reporting.workbook import annex

_TAKEN = BilingualText(
    "Bảng “{0}”: tên này đã có (“{1}”); hãy đặt tên hoặc tiêu đề khác cho bảng này, và mỗi bảng chỉ hiện một lần.",
    "Table “{0}”: the name is taken already (“{1}”); give this table another name or title, and show each table once.",
)


class Html(str):
    """A piece of the page; a notebook shows it as HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f'<div class="report">{self}</div>' if self else ""


def open_report(quarter: str, unit: str = TOTAL, language: str = "vi") -> Report:
    """Open a quarter's report: of all units (`_T`) or of one, in `vi` or `en`."""
    inputs = workspace.load(workspace.Folders.from_environment(), Quarter.parse(quarter), unit)
    report = Report(inputs, language)
    registry.office = inputs.params
    registry.units_of_measure = with_named(inputs.params.units_of_measure)
    if RESULTS_FOLDER in os.environ:
        registry.strict = report.shown.strict = True
        registry.on_define = report.try_out
    elif _in_notebook():
        registry.on_define = report.show_card
    return report


def _in_notebook() -> bool:
    """Whether someone sees what a cell shows."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


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
        self.shown: CellRegistry[Table] = CellRegistry()
        self.said: dict[str, list[BilingualText]] = {}
        self._values = Values(inputs)

    @property
    def tasks(self) -> pd.DataFrame:
        """The quarter's tasks, with their status as of the cut-off; a copy, to be changed at will."""
        table = self.inputs.tasks(self.quarter, self.unit)
        assert table is not None
        return table.copy(deep=False)

    @property
    def year_ago(self) -> pd.DataFrame | None:
        """The compared quarter's tasks, a copy as well, or None where its register is not there."""
        table = self.inputs.tasks(self.compared, self.unit)
        return None if table is None else table.copy(deep=False)

    @property
    def tables(self) -> list[Table]:
        """The tables shown so far, in the order of their numbers."""
        return list(self.shown)

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters of the trend that have a register, oldest first."""
        trend = [self.quarter.shift(-steps) for steps in range(workspace.TREND_QUARTERS)]
        return [quarter for quarter in reversed(trend) if quarter in self.inputs.tables]

    @property
    def values(self) -> pd.DataFrame:
        """Every value of every indicator, compared with a year ago."""
        return self._values.compared().copy(deep=False)

    def values_of(self, quarter: Quarter, unit: str | None = None) -> pd.DataFrame:
        """The values of one quarter, not compared; of another unit, or `_T`, where `unit` is given."""
        return self._values.of(quarter, self.unit if unit is None else unit).copy(deep=False)

    def totals(self, quarter: Quarter) -> Mapping[str, float]:
        """Every indicator's total in one quarter."""
        return self._values.totals(quarter)

    def value(
        self,
        indicator: str,
        unit_group: str = TOTAL,
        unit: str = TOTAL,
        source: str = TOTAL,
        column: str = "value",
    ) -> float:
        """One figure of one cell, unrounded; missing where the cell is not there."""
        found = self._values.cells().get((registry[indicator].name, unit_group, unit, source))
        return float("nan") if found is None else found[column]

    @property
    def groups(self) -> list[str]:
        """The unit groups of this report, in order."""
        return self.inputs.layout(self.quarter, self.unit).groups

    @property
    def whole(self) -> BilingualText:
        """What the totals are of: all units, or the unit of this report."""
        return self.params.all_units.text if self.unit == TOTAL else self.unit_name(self.unit)

    @property
    def rows(self) -> dict[str, BilingualText]:
        """The total and, where there is more than one unit, its groups: what tables and charts show."""
        groups = self.groups if self.unit == TOTAL else []
        return {TOTAL: self.whole, **{code: self.params.group_name(code) for code in groups}}

    def unit_name(self, code: str) -> BilingualText:
        """A unit's name in both languages."""
        return self._unit_names[code]

    @cached_property
    def _unit_names(self) -> dict[str, BilingualText]:
        units = self.inputs.units.on(self.quarter.last_day)
        names = zip(units.index, units["name_vi"], units["name_en"], strict=True)
        return {str(code): BilingualText(str(vi), str(en)) for code, vi, en in names}

    def try_out(self, indicator: Indicator) -> None:
        """Try an indicator on the quarter's tasks, so that what does not hold is told in its own cell."""
        self._values.try_out(indicator)

    # What the notebook shows

    def show_card(self, indicator: Indicator) -> None:
        """What an indicator gives, below the cell that defines it."""
        self.try_out(indicator)
        card.show(self, indicator)

    def _repr_html_(self) -> str:
        """The look of the page, for the notebook that is open; a page brings its own."""
        from reporting.pages.render import component_style

        name = self.inputs.params.quarter
        return f"<style>\n{component_style()}\n</style>{name}"

    def headline(self) -> Html:
        """The first screen: the quarter in one sentence, and its main figures."""
        return Html(sections.headline(self))

    def finding(self, section: str) -> Html:
        """What a section found, as sentences written from the figures."""
        return Html(sections.finding(self, section))

    def each_source(self) -> Html:
        """Every source of tasks under its name: what became of its tasks, and which are not done."""
        return Html(sections.each_source(self))

    def table(self, name: str) -> Html:
        """One of the report's tables, by name."""
        return self.add(sections.table(self, name))

    def chart(self, name: str) -> Html:
        """One of the report's charts, by name."""
        return Html(sections.chart(self, name))

    def bars(self, indicator: str, by: str = "unit_group", top: int | None = None) -> Html:
        """A chart of your own: an indicator by `unit_group`, `source` or `unit`; all bars, or the longest `top`."""
        return Html(own_parts.bars(self, indicator, by, top))

    def items(
        self,
        where: object,
        *,
        vi: str,
        en: str,
        by: str | None = None,
        top: int | None = None,
        columns: tuple[str, ...] = (),
    ) -> Html:
        """A list of your own: the tasks for which `where` is true, from the highest `by` down, all or `top` of them."""
        return self.add(
            own_parts.items(self, where, BilingualText(vi, en), by, top, tuple(columns))
        )

    def show(
        self, frame: pd.DataFrame, *, name: str, vi: str, en: str, **headings: tuple[str, str]
    ) -> Html:
        """A table of your own: a DataFrame, its sheet name and titles; `column=("vi", "en")` names a heading."""
        texts = {key: BilingualText(*pair) for key, pair in headings.items()}
        return self.add(from_frame(name, BilingualText(vi, en), frame, texts))

    def add(self, table: Table | None) -> Html:
        """Number a table and show it; nothing where there is none."""
        if table is None:
            return Html("")
        place = current_cell()
        if known := self.shown.taken(table, place):
            raise Mistake(_TAKEN.format(table.name, known.title))
        return Html(table.html(self.language, self.shown.put(table, place)))

    def finish(self) -> None:
        """Check that the report is whole, and hand its values and tables to the command that asked for them."""
        missing = [name for name in REQUIRED_INDICATORS if name not in registry]
        if missing:
            raise InputError(
                BilingualText(
                    "Notebook thiếu các chỉ tiêu bắt buộc: {0}.",
                    "The notebook lacks indicators that every report has: {0}.",
                ).format(", ".join(missing))
            )
        if folder := os.environ.get(RESULTS_FOLDER):
            self._hand_over(Path(folder))

    def _rows(self) -> pd.DataFrame:
        """The rows of `indicators.csv`; a unit's own all carry it and its group, so that files can be stacked."""
        values = self.values
        if self.unit == TOTAL:
            return values
        own = values[(values["unit_group"] == TOTAL) & (values["unit"] == TOTAL)]
        return own.assign(unit_group=self.groups[0], unit=self.unit)

    def _hand_over(self, folder: Path) -> None:
        results = {
            "indicators.csv": cube.as_csv(self._rows()).encode("utf-8"),
            csv_metadata.NAME: csv_metadata.as_json(self),
            "tables.xlsx": annex.as_xlsx(self),
        }
        for name, content in results.items():
            (folder / name).write_bytes(content)
