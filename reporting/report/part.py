"""A part of a report in a cell: what hangs on it shows tables, charts and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import NoReturn

from reporting.charts import Chart
from reporting.indicators.cell_registry import current_cell
from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.mistakes import Mistake, no_such_name, telling
from reporting.report import chart_data, composed, items, say
from reporting.report.composed import Item
from reporting.report.report_data import ReportData
from reporting.report.scope import Scope
from reporting.report.sections import lateness, over_time, parts, ranking, results, targets
from reporting.report.tables import Table
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)


class Html(str):
    """A piece of the page; a notebook shows it as HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f'<div class="report">{self}</div>' if self else ""


@telling
class Part:
    """A part of a report, all of it or what `where` narrows to; what a cell calls shows a table, chart or sentence.

    Charts take `vi` and `en` for a title of your own in place of the finding that they write themselves.
    """

    def __init__(self, data: ReportData, scope: Scope) -> None:
        self._data, self._scope = data, scope

    def __getattr__(self, name: str) -> NoReturn:
        no_such_name(self, name)

    def where(self, *, unit_group: str = TOTAL, unit: str = TOTAL, source: str = TOTAL) -> Part:
        """The part of one unit group, unit or source: its tables, charts and sentences."""
        return Part(self._data, self._scope.narrowed(unit_group, unit, source))

    # Tables

    def table(
        self,
        *,
        by: str,
        columns: Sequence[Item],
        name: str,
        vi: str,
        en: str,
        sort: Item | None = None,
        top: int | None = None,
        notes: Sequence[tuple[str, str]] = (),
        collapsed: bool = False,
    ) -> Html:
        """A table: a row for each code of `by`, and indicators or their views as columns.

        `sort` puts the best first, `top` keeps so many rows; `notes` are pairs of Vietnamese and English; a
        `collapsed` table is opened by its reader.
        """
        title, below = BilingualText(vi, en), [BilingualText(*note) for note in notes]
        return self._add(
            composed.composed(
                self._scope, by, columns, name=name, title=title, sort=sort, top=top, notes=below,
                collapsed=collapsed,
            )
        )  # fmt: skip

    def items(
        self,
        where: object = None,
        *,
        vi: str,
        en: str,
        by: str | None = None,
        top: int | None = None,
        columns: Sequence[str] = (),
        name: str | None = None,
    ) -> Html:
        """The tasks for which `where` is true, from the highest `by` down, all or `top` of them."""
        title = BilingualText(vi, en)
        return self._add(items.items(self._scope, where, title, by, top, tuple(columns), name))

    def undone(self) -> Html:
        """The tasks that are not completed, the longest overdue first; a very long list is counted only."""
        return Html(self._say(items.too_many(self._scope)) + self._add(items.undone(self._scope)))

    # Sentences

    def say(self, vi: str, en: str) -> Html:
        """A sentence of your own with live figures: `{tasks}`, `{tasks.change}`, `{on_time_share.plan}`.

        `[…]` is left out where a figure in it is missing; `{period}`, `{compared}`, `{units}` and `{cut_off}` are words.
        """
        return self._say([say.sentence(self._scope, BilingualText(vi, en))])

    def parts(self, indicator: Indicator, by: str = "unit_group") -> Html:
        """A count with its change, and that of each of its parts, in one sentence."""
        return self._say(parts.parts(self._scope, indicator, by))

    def shares(self, whole: Indicator, counts: Sequence[Indicator]) -> Html:
        """The share of every count in the whole, in one sentence."""
        return self._say(results.shares(self._scope, whole, counts))

    def results(self, whole: Indicator, done: Indicator, counts: Sequence[Indicator]) -> Html:
        """How many tasks there were, how many are done, and how many have each status."""
        return self._say(results.results(self._scope, whole, done, counts))

    def ranking(self, indicator: Indicator) -> Html:
        """The best and the weakest units."""
        return self._say(ranking.ranking(self._scope, indicator))

    def over_time(self, indicator: Indicator) -> Html:
        """An indicator from the first quarter of the trend to the last, in one sentence."""
        return self._say(over_time.over_time(self._scope, indicator))

    def against_plan(self, *indicators: Indicator, by: str | None = None) -> Html:
        """How indicators stand to their plans; with `by`, how many rows of a breakdown met theirs."""
        chosen = indicators or tuple(registry)
        if by is None:
            return self._say(targets.against_plan(self._scope, chosen))
        said = [targets.by_breakdown(self._scope, each, by) for each in chosen]
        return self._say([sentence for each in said for sentence in each])

    def lateness(self) -> Html:
        """How late the tasks completed late were, in one sentence."""
        return self._say(lateness.lateness(self._scope))

    # Charts

    def bars(
        self, indicator: Indicator | str, by: str = "unit_group", top: int | None = None,
        vi: str = "", en: str = "",
    ) -> Html:  # fmt: skip
        """An indicator as bars, the longest first."""
        chosen = registry[indicator] if isinstance(indicator, str) else indicator
        name = self._name(f"{chosen.name}-{by}")
        return self._draw(chart_data.bars(self._scope, chosen, by, top, name), vi, en)

    def stacked(
        self, counts: Sequence[Indicator], by: str = "unit_group", vi: str = "", en: str = ""
    ) -> Html:
        """Counts that add to the whole, as shares of it, one bar for each code of `by`."""
        name = self._name(f"stacked-{by}")
        return self._draw(chart_data.stacked(self._scope, counts, by, name), vi, en)

    def dots(
        self, indicator: Indicator, beside: str = "year_ago", vi: str = "", en: str = ""
    ) -> Html:
        """Units ranked by an indicator, each beside the compared quarter (`year_ago`) or its `plan`."""
        name = self._name(f"dots-{indicator.name}")
        return self._draw(chart_data.dots(self._scope, indicator, beside, name), vi, en)

    def tiles(self, indicator: Indicator, vi: str = "", en: str = "") -> Html:
        """Units as a tile map."""
        name = self._name(f"tiles-{indicator.name}")
        return self._draw(chart_data.tiles(self._scope, indicator, name), vi, en)

    def trend(
        self, indicator: Indicator, by: str = "unit_group", vi: str = "", en: str = ""
    ) -> Html:
        """An indicator through the quarters, one small chart for each code of `by`."""
        name = self._name(f"trend-{indicator.name}-{by}")
        return self._draw(chart_data.trend(self._scope, indicator, by, name), vi, en)

    def progress(self, vi: str = "", en: str = "") -> Html:
        """Tasks due and tasks completed through the quarter, week by week."""
        return self._draw(chart_data.progress(self._scope, self._name("progress")), vi, en)

    def days_late(self, vi: str = "", en: str = "") -> Html:
        """How many days late the tasks completed late were."""
        return self._draw(chart_data.days_late(self._scope, self._name("days-late")), vi, en)

    # How a cell shows them

    def _say(self, sentences: Sequence[BilingualText]) -> Html:
        if self._scope.absent:
            return Html("")
        self._data.sentences += sentences
        return Html(
            "".join(
                f'<p class="finding">{escape(said[self._data.language])}</p>' for said in sentences
            )
        )

    def _draw(self, chart: Chart | None, vi: str, en: str) -> Html:
        if chart is None or self._scope.absent:
            return Html("")
        own = BilingualText(vi, en)[self._data.language]
        return Html((replace(chart, title=own) if own else chart).figure_html())

    def _name(self, name: str) -> str:
        """A chart's name, which no other chart of the page has."""
        scope = "-".join(code for code in self._scope.codes if code != TOTAL)
        name = f"{name}-{scope}" if scope else name
        self._data.chart_names[name] += 1
        return f"{name}-{times}" if (times := self._data.chart_names[name]) > 1 else name

    def _add(self, table: Table | None) -> Html:
        if table is None or self._scope.absent:
            return Html("")
        place, shown = current_cell(), self._data.shown
        if known := shown.taken(table, place):
            raise Mistake(_TEXT.taken.format(table.name, known.title))
        return Html(table.html(self._data.language, shown.put(table, place)))
