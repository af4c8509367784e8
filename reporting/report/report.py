"""The object `report` of a notebook: one facade over a report's data, tables, charts and sentences."""

import math
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

from reporting.indicators import mistakes
from reporting.indicators.basis import guarded
from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.locality import Trial
from reporting.indicators.mistakes import Mistake, unknown
from reporting.indicators.registry import STANDARD
from reporting.indicators.views import View
from reporting.inputs.folders import Folders
from reporting.report import arguments, card, composed, say, templates, workspace
from reporting.report.chart_data import Charts
from reporting.report.items import COLUMNS, Items, called
from reporting.report.output import Html
from reporting.report.report_data import ReportData
from reporting.report.report_inputs import Inputs, for_each_object
from reporting.report.results import results
from reporting.report.scope import Scope
from reporting.report.sections import Sections
from reporting.report.sentences import Sentences
from reporting.tables.table import Table, from_frame
from reporting.text import RESULTS_FOLDER, BilingualText, InputError, Quarter, texts
from reporting.text.codes import REQUIRED_INDICATORS, TOTAL

_TEXT = texts(__name__)


class Part(Sentences, Charts, Items):
    """A part of a report, all of it or what `where` narrows to; what a cell calls shows a table, chart or sentence."""

    def __getattr__(self, name: str) -> NoReturn:
        mistakes.no_such_name(self, name)

    def _checked(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        indicators = {each.name: each for each in registry}
        return arguments.checked(method, given, arguments.Known(indicators, self._data.params))

    def where(self, *, unit_group: str = TOTAL, unit: str = TOTAL, source: str = TOTAL) -> "Part":
        """The part of one unit group, unit or source: its tables, charts and sentences."""
        return Part(self._scope.narrowed(unit_group, unit, source))

    def table(
        self, *, by: str | Sequence[str], columns: Sequence[composed.Item], name: str, vi: str, en: str,
        sort: composed.Item | None = None, ascending: bool | None = None, top: int | None = None,
        notes: Sequence[tuple[str, str]] = (), collapsed: bool = False, on_page: bool = True,
    ) -> Html:  # fmt: skip
        """A table: a row for each code of `by`, or of several within each other, and indicators or their views as columns.

        By `indicator`, columns are of `each`. `sort` puts the best first, or as `ascending` says; `top` keeps so many rows; a
        `collapsed` table is opened by its reader, one not `on_page` stands in `tables.xlsx` alone.
        """
        title, own = BilingualText(vi, en), (BilingualText(*note) for note in notes)
        made = composed.composed(self._scope, by, columns, sort, ascending, top, name, title)
        below = (*made.notes, *own) if made else ()
        return self._add(made and replace(made, notes=below, collapsed=collapsed, on_page=on_page))


class Report(Part, Sections):
    """One quarter, one unit or all, one language: what `open_report` gives."""

    def __init__(self, inputs: Inputs, language: str) -> None:
        data = ReportData(inputs, language)
        super().__init__(Scope(data))
        self.params, self.quarter, self.compared = data.params, data.quarter, data.compared
        self.unit, self.language = data.unit, language

    @property
    def tasks(self) -> pd.DataFrame:
        """The quarter's tasks, a row each, with their status as of the cut-off; a copy, to be changed at will."""
        return guarded(self._data.tasks)

    @property
    def year_ago(self) -> pd.DataFrame | None:
        """The comparison quarter's tasks, a copy as well, or None where there is no comparison."""
        table = self._data.year_ago(self.unit)
        # numbered so that no condition on it is taken for one on `tasks`
        return None if table is None else guarded(table.set_axis(range(-len(table), 0)))

    @property
    def values(self) -> pd.DataFrame:
        """Every value of every indicator, a row for each cell as in `indicators.csv`."""
        return self._data.table().copy(deep=False)

    @property
    def tables(self) -> list[Table]:
        """The tables shown so far, in the order of their numbers."""
        return list(self._data.tables)

    def value(
        self, indicator: Indicator | View, unit_group: str = TOTAL, unit: str = TOTAL,
        source: str = TOTAL, column: str = "value",
    ) -> float:  # fmt: skip
        """One figure, unrounded or missing: `report.value(tasks.plan)`, `report.value("tasks", unit="01", column="change")`."""
        part = self._scope.narrowed(unit_group, unit, source)
        view = indicator if isinstance(indicator, View) else View(indicator, column)
        return math.nan if part.absent else part.figure(view)

    def _repr_html_(self) -> str:
        """The look of the page, for the notebook that is open; a page brings its own."""
        return f"<style>\n{templates.component_style()}\n</style>{self.quarter}"

    # What only the whole report shows

    def headline(self, figures: Sequence[Indicator], vi: str, en: str) -> Html:
        """The first screen: the quarter in one sentence, and its main figures."""
        opening = say.sentence(self._scope, BilingualText(vi, en))
        self._data.sentences.append(opening)
        return Html(card.headline(self._data, [opening], figures))

    def heading(self, vi: str, en: str) -> Html:
        """A heading within a section."""
        return Html(f"<h3>{escape(BilingualText(vi, en)[self.language])}</h3>")

    def show(
        self, frame: pd.DataFrame, *, name: str, vi: str, en: str, **headings: tuple[str, str]
    ) -> Html:
        """A table of your own: a DataFrame, with names for codes; `column=("vi", "en")` names a heading."""
        if twice := [name for name, n in Counter(map(str, frame.columns)).items() if n > 1]:
            raise Mistake(_TEXT.twice.format(twice[0]))
        own = {key: BilingualText(*pair) for key, pair in headings.items()}
        heads = COLUMNS | {"index": _TEXT.row} | own
        table = from_frame(name, BilingualText(vi, en), frame, heads)
        return self._add(replace(table, rows=tuple(called(self._data, row) for row in table.rows)))

    def finish(self) -> None:
        """Check that the report is whole, and hand its values and tables to the command that asked for them."""
        if missing := [name for name in REQUIRED_INDICATORS if name not in registry]:
            raise InputError(_TEXT.lacks.format(", ".join(missing)))
        if folder := os.environ.get(RESULTS_FOLDER):
            for name, content in results(self._data).items():
                (Path(folder) / name).write_bytes(content)
            self._data.finish_again = self.finish

    # What happens when a cell defines an indicator

    def show_card(self, indicator: Indicator, copied: bool) -> None:
        """What an indicator gives, below the cell that defines it, once it was tried on the quarter's tasks."""
        from IPython.display import HTML, display

        try_out(self._data, indicator)
        note = self._say([_TEXT.copied.format(indicator.name)] if copied else [], proofread=False)
        display(HTML(f"{note}{card.card(self._data, indicator)}"))


def open_report(quarter: str, unit: str = TOTAL, language: str = "vi") -> Report:
    """Open a quarter's report: of all units (`_T`) or of one, in `vi` or `en`."""
    # papermill's `-p` makes numbers of 2023 and 01
    of, own = Quarter.parse(str(quarter)), str(unit)
    inputs = workspace.load(Folders.from_environment(), of, own)
    registry.office = inputs.params
    registry.units_of_measure = STANDARD | inputs.params.units_of_measure
    report = Report(inputs, language)
    ipython: Any = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()  # None where nobody sees what a cell shows
    if shell:
        shell.ast_node_interactivity = "all"  # a cell may say a sentence and draw a chart
        shell.set_custom_exc(mistakes.MISSING, tell_nearest)
    if RESULTS_FOLDER in os.environ:
        registry.strict = report._data.tables.strict = True
        registry.on_define = lambda indicator, _: try_out(report._data, indicator)
    elif shell:
        registry.on_define = report.show_card
    return report


def tell_nearest(shell: Any, kind: type, error: Any, trace: object, **_: object) -> None:
    """Show in one line a name that no cell has given, or a column that a table has not, with the nearest one."""
    known = [name for name in shell.user_ns if name[0] != "_" and name not in shell.user_ns_hidden]
    of_name = kind is NameError
    told = unknown(mistakes.NAME, error.name, known) if of_name else mistakes.no_column(error)
    shell.showtraceback((kind, Mistake(told) if told else error, trace))


def try_out(data: ReportData, indicator: Indicator) -> None:
    """Compute an indicator as the report will, and from rows alone; an `IndicatorError` if it does not hold."""
    if data.unit != TOTAL:
        _of_unit(data).check(indicator)
        return
    for quarter in (data.quarter, data.compared):
        if quarter in data.inputs.tables:
            _of_all(data, quarter).check(indicator, data.figures(indicator, quarter))


@for_each_object
def _of_all(data: ReportData, quarter: Quarter) -> Trial:
    return Trial(data.basis(quarter, TOTAL), data.inputs.layout(quarter), name=data.name_and_code)


@for_each_object
def _of_unit(data: ReportData) -> Trial:
    """The report's unit beside the one with the fewest tasks, so that a report of one unit costs little."""
    basis, layout = data.basis(data.quarter, TOTAL), data.inputs.layout(data.quarter)
    counts = basis.tasks["unit"].value_counts().drop(data.unit, errors="ignore")
    pair = [data.unit, *counts[counts > 0].index[-1:]]
    of_pair = basis.made(lambda table: table[table["unit"].isin(pair)].reset_index(drop=True))
    shown = replace(layout, units=layout.units[layout.units["code"].isin(pair)])
    return Trial(of_pair, shown, {"unit": 1}, data.name_and_code)
