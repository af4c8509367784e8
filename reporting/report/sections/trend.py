"""Several quarters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from reporting.charts import trend_small_multiples
from reporting.report.sections.units import RANKED_BY
from reporting.report.tables import Column, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL

if TYPE_CHECKING:
    from reporting.report.report import Report

SHOWN = ("tasks", "on_time_share", "late_share", "overdue_share", "median_days_late")


def totals(report: Report, indicator: str) -> list[float]:
    """An indicator's total in every quarter of the trend, oldest first."""
    return [report.totals(quarter)[indicator] for quarter in report.quarters]


def finding(report: Report) -> list[BilingualText]:
    """From the first quarter of the trend to the last."""
    if len(report.quarters) < 2:
        return [
            BilingualText("Chưa có số liệu các quý trước.", "There are no earlier quarters yet.")
        ]
    shares = totals(report, RANKED_BY)
    if math.isnan(shares[0]) or math.isnan(shares[-1]):
        return []
    return [
        BilingualText(
            "Tỷ lệ hoàn thành đúng hạn {moved} {a} trong quý {first} {to} {b} trong quý {last}.",
            "The share of tasks completed on time {moved} {a} in {first} {to} {b} in {last}.",
        ).format(
            moved=_moved(shares[-1] - shares[0]),
            to=BilingualText("lên" if shares[-1] > shares[0] else "xuống", "to")
            if not wording.is_unchanged(shares[-1] - shares[0])
            else BilingualText("và", "and"),
            a=wording.percent(shares[0]),
            b=wording.percent(shares[-1]),
            first=wording.quarter_short(report.quarters[0]),
            last=wording.quarter_short(report.quarters[-1]),
        )
    ]


def _moved(change: float) -> BilingualText:
    if wording.is_unchanged(change):
        return BilingualText("không thay đổi:", "was unchanged:")
    return (
        BilingualText("tăng từ", "rose from")
        if change > 0
        else BilingualText("giảm từ", "fell from")
    )


def table(report: Report) -> Table:
    """The main indicators of several quarters."""
    headings = {
        "tasks": (BilingualText("Số công việc", "Tasks"), "count"),
        "on_time_share": (BilingualText("Đúng hạn (%)", "On time (%)"), "share"),
        "late_share": (BilingualText("Trễ hạn (%)", "Late (%)"), "share"),
        "overdue_share": (BilingualText("Quá hạn (%)", "Overdue (%)"), "share"),
        "median_days_late": (BilingualText("Trung vị số ngày trễ", "Median days late"), "number"),
    }
    columns = [Column("quarter", BilingualText("Quý", "Quarter"))]
    columns += [Column(key, heading, kind) for key, (heading, kind) in headings.items()]  # type: ignore[arg-type]
    series = {name: totals(report, name) for name in SHOWN}
    rows = [
        {"quarter": wording.quarter_short(quarter), **{name: series[name][i] for name in SHOWN}}
        for i, quarter in enumerate(report.quarters)
    ]
    title = BilingualText("Kết quả qua các quý", "Results over several quarters")
    return Table("trend", title, tuple(columns), tuple(rows))


def chart(report: Report) -> str:
    """The on-time share of every group over the quarters, on one scale."""
    points = []
    for quarter in report.quarters:
        values = report.values_of(quarter)
        rows = values[(values["indicator"] == RANKED_BY) & (values["unit"] == TOTAL)]
        by_group = rows[rows["source"] == TOTAL].set_index("unit_group")["value"]
        points += [
            {
                "quarter": quarter,
                "group": label,
                "value": by_group.get(code),
            }
            for code, label in report.rows.items()
        ]
    drawn = trend_small_multiples(pd.DataFrame(points), report.language, report.whole)
    return drawn.figure_html() if drawn and len(report.quarters) > 1 else ""


FINDINGS = {"trend": finding}
TABLES = {"trend": table}
CHARTS = {"trend": chart}
