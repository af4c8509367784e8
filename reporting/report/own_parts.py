"""A section's own chart or list in one line: bars of any indicator, and the tasks that meet a condition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from reporting import charts
from reporting.indicators.indicator import registry
from reporting.indicators.measures import count
from reporting.indicators.mistakes import COLUMN, Mistake, unknown
from reporting.report.tables import Column, Kind, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText

if TYPE_CHECKING:
    from reporting.report.report import Report

BREAKDOWNS = ("unit_group", "source", "unit")
COLUMNS: dict[str, tuple[BilingualText, Kind]] = {
    "task_id": (BilingualText("Mã công việc", "Task id"), "text"),
    "title": (BilingualText("Tên công việc", "Title"), "text"),
    "unit": (BilingualText("Đơn vị chủ trì", "Unit"), "text"),
    "unit_group": (BilingualText("Nhóm đơn vị", "Unit group"), "text"),
    "source": (BilingualText("Nguồn giao việc", "Source"), "text"),
    "assigned_on": (BilingualText("Ngày giao", "Assigned"), "date"),
    "due_on": (BilingualText("Hạn hoàn thành", "Due"), "date"),
    "completed_on": (BilingualText("Ngày hoàn thành", "Completed"), "date"),
    "status": (BilingualText("Tình trạng", "Status"), "text"),
    "reported_status": (BilingualText("Tình trạng trên phần mềm", "Reported status"), "text"),
    "days_late": (BilingualText("Số ngày trễ", "Days late"), "number"),
    "days_overdue": (BilingualText("Số ngày quá hạn", "Days overdue"), "number"),
    "weight": (BilingualText("Trọng số", "Weight"), "number"),
}
SHOWN = ("task_id", "title", "unit", "due_on")


def bars(report: Report, name: str, by: str, top: int | None) -> str:
    """An indicator as bars by unit group, source or unit, the longest first; all of them, or the first `top`."""
    indicator = registry[name]
    if by not in BREAKDOWNS:
        raise Mistake(unknown(COLUMN, by, BREAKDOWNS))
    labels: dict[str, BilingualText] = {
        "unit_group": {code: report.params.group_name(code) for code in report.groups},
        "source": {code: report.params.source_name(code) for code in report.params.sources},
        "unit": {code: report.unit_name(code) for code in _units(report)},
    }[by]
    values = {
        label[report.language]: report.value(name, **_cell(report, by, code))
        for code, label in labels.items()
    }
    series = pd.Series(values, dtype=float).sort_values(ascending=False, kind="stable")
    drawn = charts.bars(
        series if top is None else series.head(top),
        report.language,
        indicator.unit,
        label=indicator.title,
        name=f"{name}-{by}",
    )
    return drawn.figure_html() if drawn else ""


def _units(report: Report) -> dict[str, str]:
    units = report.inputs.layout(report.quarter, report.unit).units
    return {str(c): str(g) for c, g in zip(units["code"], units["group"], strict=True)}


def _cell(report: Report, by: str, code: str) -> dict[str, str]:
    return {"unit_group": _units(report)[code], "unit": code} if by == "unit" else {by: code}


def items(
    report: Report,
    where: object,
    title: BilingualText,
    by: str | None,
    top: int | None,
    columns: tuple[str, ...],
) -> Table | None:
    """The tasks for which `where` is true, by the column `by` from the highest value down; all, or the first `top`.

    None where there are none.
    """
    tasks = report.tasks
    mask = count(where).where
    if mask is None or len(mask) != len(tasks):
        raise Mistake(
            BilingualText(
                "điều kiện phải có {0} dòng như report.tasks, không phải {1}.",
                "the condition must have {0} rows as report.tasks, not {1}.",
            ).format(len(tasks), 0 if mask is None else len(mask))
        )
    shown = columns or SHOWN + ((by,) if by and by not in SHOWN else ())
    own = {name: (report.params.column_name(name), "text") for name in report.params.columns}
    known: Mapping[str, tuple[BilingualText, Kind]] = {**COLUMNS, **own}  # type: ignore[dict-item]
    for name in (*shown, *([by] if by else ())):
        if name not in known:
            raise Mistake(unknown(COLUMN, name, known))
    chosen = tasks[mask]
    if chosen.empty:
        return None
    keys = [by, "task_id"] if by else ["task_id"]
    ordered = chosen.sort_values(keys, ascending=[False, True][-len(keys) :])
    records: Any = ordered[list(shown)].head(top or len(ordered)).to_dict("records")
    rows = tuple(
        {name: _label(report, name, value) for name, value in row.items()} for row in records
    )
    parts = tuple(Column(name, *known[name]) for name in shown)
    return Table(_sheet_name(title.en), title, parts, rows)


def _label(report: Report, column: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match column:
        case "unit":
            return report.unit_name(value)
        case "unit_group":
            return report.params.group_name(value)
        case "source":
            return report.params.source_name(value)
        case "status" | "reported_status":
            return wording.STATUS[value]
        case _:
            return value


def _sheet_name(title: str) -> str:
    """`Longest overdue` becomes the sheet `longest_overdue`."""
    return re.sub(r"\W+", "_", title.lower()).strip("_") or "items"
