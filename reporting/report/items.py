"""Lists of tasks: those that meet a condition, from the highest value of a column down."""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from reporting.indicators.basis import NUMBERS
from reporting.indicators.measures import count
from reporting.indicators.mistakes import Mistake
from reporting.registers.register import DAYS
from reporting.report.breakdown import PARTS
from reporting.report.report_data import ReportData
from reporting.report.scope import Scope
from reporting.tables.table import Column, Kind, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

COLUMNS = _TEXT.group("columns")
KINDS: dict[str, Kind] = {
    **dict.fromkeys(DAYS, "date"),
    **dict.fromkeys(NUMBERS, "number"),
}
USUAL = ("task_id", "title", "unit", "due_on")


def chosen(
    scope: Scope, where: object = None, by: str | None = None, top: int | None = None
) -> pd.DataFrame:
    """The tasks of a scope for which `where` is true, by the column `by` from the highest value down, all or `top`.

    Without `where`, the tasks not completed.
    """
    tasks = scope.data.tasks
    mask = count(~tasks["completed"] if where is None else where).where
    if mask is None or len(mask) != len(tasks):
        size = 0 if mask is None else len(mask)
        raise Mistake(_TEXT.condition_must_have_rows.format(len(tasks), size))
    keys = {**({by: False} if by else {}), "due_on": True, "task_id": True}
    found = tasks[mask & scope.covers(tasks)]
    return found.sort_values(list(keys), ascending=list(keys.values()))[:top]


def of_tasks(
    data: ReportData,
    tasks: pd.DataFrame,
    columns: Sequence[str],
    name: str,
    title: BilingualText,
    collapsed: bool = False,
    **headings: BilingualText,
) -> Table | None:
    """Tasks as a table, names for codes; None where there are none."""
    if tasks.empty:
        return None
    known = {
        **COLUMNS,
        **{each: data.params.column_name(each) for each in data.params.columns},
        **headings,
    }
    heads = tuple(
        Column(each, known[each], KINDS.get(each, "text"), language="vi" if each == "title" else "")
        for each in columns
    )
    records: Any = tasks[list(columns)].to_dict("records")
    rows = tuple({key: _label(data, key, value) for key, value in row.items()} for row in records)
    return Table(name, title, heads, rows, collapsed=collapsed)


LISTED = 200  # a longer list of what is not done helps nobody on a page
UNDONE = ("task_id", "title", "unit", "due_on", "days_overdue")


def undone(scope: Scope) -> tuple[list[BilingualText], Table | None]:
    """The tasks of a scope that are not completed; of too many to be read, how many they are."""
    tasks = scope.data.tasks
    count = int((~tasks["completed"] & scope.covers(tasks)).sum())
    if count > LISTED:
        return [_TEXT.list_not_completed_is.format(wording.tasks(count))], None
    title = BilingualText("{0}: chưa hoàn thành", "{0}: not completed").format(scope.name)
    name = "_".join(["open", *(code for code in scope.codes if code != TOTAL)])
    columns = [each for each in UNDONE if each != "unit" or scope.data.unit == TOTAL]
    return [], of_tasks(scope.data, chosen(scope, by="days_overdue"), columns, name, title)


def _label(data: ReportData, column: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if column in ("status", "reported_status"):
        return wording.STATUS[value]
    return data.name(column, value) if column in PARTS else value


def sheet_name(title: str) -> str:
    """`Longest overdue` becomes the sheet `longest_overdue`."""
    return re.sub(r"\W+", "_", title.lower()).strip("_") or "items"
