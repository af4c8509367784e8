"""Lists of tasks: those that meet a condition, from the highest value of a column down."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from reporting.indicators.basis import NUMBERS
from reporting.indicators.measures import YEAR_AGO, count
from reporting.indicators.mistakes import Mistake
from reporting.registers.cells import number
from reporting.registers.register import DAYS
from reporting.report.breakdown import PARTS
from reporting.report.output import Html, Output
from reporting.report.report_data import ReportData
from reporting.report.scope import Scope
from reporting.tables.table import Column, Kind, Table
from reporting.text import TOTAL, BilingualText, texts, wording

_TEXT = texts(__name__)

COLUMNS = _TEXT.group("columns")
KINDS: dict[str, Kind] = {**dict.fromkeys(DAYS, "date"), **dict.fromkeys(NUMBERS, "number")}
USUAL = ("task_id", "title", "unit", "due_on")
LISTED = 200  # a longer list helps nobody on a page


class Items(Output):
    """Lists of tasks of a part of a report."""

    def items(
        self, where: object = None, *, vi: str, en: str, by: str | None = None, top: int | None = None,
        columns: Sequence[str] = (), name: str | None = None,
    ) -> Html:  # fmt: skip
        """The tasks for which `where` is true, else those not completed, from the highest `by` down: `top`, or all unless they are too many."""
        shown = tuple(columns) or USUAL + ((by,) if by and by not in USUAL else ())
        if self._data.unit != TOTAL:
            shown = tuple(each for each in shown if each != "unit") or shown
        # `Longest overdue` becomes the sheet `longest_overdue`
        sheet = name or re.sub(r"\W+", "_", en.lower()).strip("_") or "items"
        tasks, title = _chosen(self._scope, where, by, top), BilingualText(vi, en)
        if top is None and len(tasks) > LISTED:
            return self._say([_TEXT.too_many.format(title, wording.tasks(len(tasks)))])
        return self._add(of_tasks(self._data, tasks, shown, sheet, title))


def _chosen(scope: Scope, where: object, by: str | None, top: int | None = None) -> pd.DataFrame:
    tasks = scope.data.tasks
    measure = count(~tasks["completed"] if where is None else where)
    mask = measure.where
    if mask is None or len(mask) != len(tasks) or measure.table == YEAR_AGO:
        size = 0 if mask is None else len(mask)
        raise Mistake(_TEXT.condition_must_have_rows.format(len(tasks), size))
    keys = {**({by: False} if by else {}), "due_on": True, "task_id": True}
    found = tasks[mask & scope.covers(tasks)]

    def order(column: Any) -> Any:  # a kept column is text, in which 9,5 is more than 27,4
        if column.name not in scope.data.params.columns:
            return column
        amounts = column.map(number, na_action="ignore").astype(float)
        return amounts if amounts.count() == column.count() else column

    return found.sort_values(list(keys), ascending=list(keys.values()), key=order)[:top]


def of_tasks(
    data: ReportData, tasks: pd.DataFrame, columns: Sequence[str], name: str, title: BilingualText,
    collapsed: bool = False, **headings: BilingualText,
) -> Table | None:  # fmt: skip
    """Tasks as a table, names for codes; None where there are none."""
    if tasks.empty:
        return None
    kept = {each: data.params.column_name(each) for each in data.params.columns}
    known = COLUMNS | kept | headings
    heads = tuple(
        Column(each, known[each], KINDS.get(each, "text"), language="vi" if each == "title" else "")
        for each in columns
    )
    records: Any = tasks[list(columns)].to_dict("records")
    rows = tuple(called(data, row) for row in records)
    return Table(name, title, heads, rows, collapsed=collapsed)


def called(data: ReportData, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with names in place of the codes of statuses, units, groups and sources."""

    def label(column: str, value: Any) -> Any:
        if column in ("status", "reported_status"):
            return wording.STATUS.get(value, value)
        return data.name(column, value) if column in PARTS and isinstance(value, str) else value

    return {column: label(column, value) for column, value in row.items()}
