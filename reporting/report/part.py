"""A part of a report in a cell: what hangs on it shows tables, charts and sentences."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NoReturn

from reporting.indicators.indicator import registry
from reporting.indicators.mistakes import no_such_name, telling
from reporting.report import arguments, composed, items
from reporting.report.chart_data import Charts
from reporting.report.composed import Item
from reporting.report.output import Html
from reporting.report.sentences import Sentences
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL


@telling
class Part(Sentences, Charts):
    """A part of a report, all of it or what `where` narrows to; what a cell calls shows a table, chart or sentence."""

    def __getattr__(self, name: str) -> NoReturn:
        no_such_name(self, name)

    def _checked(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        known = arguments.Known(
            {each.name: each for each in registry}, [*self._data.params.columns]
        )
        return arguments.checked(method, given, known)

    def where(self, *, unit_group: str = TOTAL, unit: str = TOTAL, source: str = TOTAL) -> "Part":
        """The part of one unit group, unit or source: its tables, charts and sentences."""
        return Part(self._scope.narrowed(unit_group, unit, source))

    def table(
        self,
        *,
        by: str | Sequence[str],
        columns: Sequence[Item],
        name: str,
        vi: str,
        en: str,
        sort: Item | None = None,
        top: int | None = None,
        notes: Sequence[tuple[str, str]] = (),
        collapsed: bool = False,
        on_page: bool = True,
    ) -> Html:
        """A table: a row for each code of `by`, or of several within each other, and indicators or their views as columns.

        By `indicator`, every indicator has a row, and columns are of `each`. `sort` puts the best first, `top` keeps so many rows; `notes` are pairs of Vietnamese and English; a
        `collapsed` table is opened by its reader, one not `on_page` stands in `tables.xlsx` alone.
        """
        title, own = BilingualText(vi, en), (BilingualText(*note) for note in notes)
        made = composed.composed(self._scope, by, columns, sort, top, name, title)
        below = (*made.notes, *own) if made else ()
        return self._add(made and replace(made, notes=below, collapsed=collapsed, on_page=on_page))

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
        chosen = tuple(columns) or items.USUAL + ((by,) if by and by not in items.USUAL else ())
        tasks, title = items.chosen(self._scope, where, by, top), BilingualText(vi, en)
        name = name or items.sheet_name(en)
        return self._add(items.of_tasks(self._data, tasks, chosen, name, title))

    def undone(self) -> Html:
        """The tasks that are not completed, the longest overdue first; a very long list is counted only."""
        sentences, table = items.undone(self._scope)
        return Html(self._say(sentences) + self._add(table))
