"""What a cell shows: sentences, tables and charts as HTML, numbered and kept for what is made of the whole report."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from reporting.charts import Chart
from reporting.indicators.mistakes import Mistake, telling
from reporting.indicators.registry import current_cell
from reporting.report import templates
from reporting.report.scope import Scope
from reporting.tables.table import Table
from reporting.text import BilingualText, texts

_TEXT = texts(__name__)


class Html(str):
    """A piece of the page; a notebook shows it as HTML."""

    __slots__ = ()
    BEGINS = '<div class="report">'

    def _repr_html_(self) -> str:
        return f"{self.BEGINS}{self}</div>" if self else ""


class Output:
    """What every part of a report can do with sentences, charts and tables once they are made."""

    def __init_subclass__(cls) -> None:
        telling(cls)

    def __init__(self, scope: Scope) -> None:
        self._data, self._scope = scope.data, scope

    def _say(self, sentences: Sequence[BilingualText], proofread: bool = True) -> Html:
        """Show sentences; those are not proofread that quote what may be wrong."""
        if self._scope.absent:
            return Html("")
        if proofread:
            self._data.sentences += sentences
        paragraphs = (escape(sentence[self._data.language]) for sentence in sentences)
        return Html("".join(f'<p class="finding">{each}</p>' for each in paragraphs))

    def _draw(self, chart: Chart | None, vi: str, en: str) -> Html:
        if chart is None or self._scope.absent:
            return Html("")
        own = BilingualText(vi, en)[self._data.language]
        return Html((replace(chart, title=own) if own else chart).figure_html())

    def _add(self, table: Table | None) -> Html:
        if table is None or self._scope.absent:
            return Html("")
        place, tables = current_cell(), self._data.tables
        if known := tables.taken(table, place):
            raise Mistake(_TEXT.taken.format(table.name, known.title))
        copied = [_TEXT.copied.format(table.name)] if tables.is_copy(table, place) else []
        tables.put(table, place)
        self._data.finish_again()
        if tables.strict and not table.on_page:
            return Html("")
        number = [each.name for each in tables if each.on_page or each is table].index(table.name)
        shown = templates.table(table, self._data.language, number + 1)
        return Html(self._say(copied, False) + shown)
