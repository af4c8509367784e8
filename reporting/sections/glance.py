"""The quarter at a glance: one sentence, the main figures, the summary table of every indicator."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from reporting import wording
from reporting.errors import Text, both
from reporting.indicators import UNITS_OF_MEASURE, Indicator, registry
from reporting.tables import Column, Table

if TYPE_CHECKING:
    from reporting.report import Report

HEADLINE_FIGURES = (
    "tasks",
    "on_time_share",
    "late_share",
    "overdue_share",
    "in_term_share",
    "completed_share",
)


def headline(report: Report) -> str:
    """The opening sentence and the cards of the main figures."""
    cards = "".join(_card(report, registry[name]) for name in HEADLINE_FIGURES)
    sentence = "".join(f"<p>{escape(text[report.language])}</p>" for text in finding(report))
    return f'<div class="headline">{sentence}</div><ul class="cards">{cards}</ul>'


def finding(report: Report) -> list[Text]:
    """What the quarter was, in one sentence."""
    tasks = report.value("tasks")
    subject = _subject(report)
    return [
        Text(
            "Trong {quarter}, {subject} được giao {tasks} trên phần mềm quản lý công việc{change}; "
            "{share} hoàn thành đúng hạn{share_change}.",
            "In {quarter}, {subject} were given {tasks} in the work-management software{change}; "
            "{share} were completed on time{share_change}.",
        ).format(
            quarter=wording.quarter(report.quarter),
            subject=subject,
            tasks=wording.tasks(tasks),
            change=report_change(report, "tasks"),
            share=wording.percent(report.value("on_time_share")),
            share_change=report_change(report, "on_time_share"),
        )
    ]


def report_change(report: Report, indicator: str, **cell: str) -> Text:
    """How an indicator changed on the compared quarter, as the end of a sentence; empty if unknown."""
    change_in = "pp" if registry[indicator].is_share else "%"
    return wording.against(
        report.value(indicator, column="change", **cell), change_in, report.compared
    )


def _subject(report: Report) -> Text:
    if report.unit == "_T":
        return Text("toàn ngành", "all units")
    return report.unit_name(report.unit)


def figure(indicator: Indicator, value: float) -> Text:
    """A value of an indicator as printed, with its unit of measure."""
    if indicator.is_share:
        return wording.percent(value)
    decimals = 0 if indicator.unit == "tasks" or float(value).is_integer() else 1
    return wording.number(value, decimals)


def _card(report: Report, indicator: Indicator) -> str:
    language = report.language
    change = report.value(indicator.name, column="change")
    change_in = "pp" if indicator.is_share else "%"
    text = wording.change(change, change_in) if change == change else both("")
    unit = both("") if indicator.is_share else UNITS_OF_MEASURE[indicator.unit]
    return (
        f'<li class="card"><span class="label">{escape(indicator.title[language])}</span>'
        f'<span class="value">{figure(indicator, report.value(indicator.name))[language]}'
        f'<span class="unit"> {unit[language]}</span></span>'
        f'<span class="change">{text[language]}</span></li>'
    )


def summary(report: Report) -> Table:
    """Every indicator: its value, a year ago, the change, its target."""
    targets = report.params.targets
    columns = [
        Column("title", Text("Chỉ tiêu", "Indicator")),
        Column("unit", Text("Đơn vị tính", "Unit")),
        Column("value", wording.quarter_short(report.quarter), "text"),
        Column("before", wording.quarter_short(report.compared), "text"),
        Column("change", Text("Tăng, giảm", "Change"), "text"),
    ]
    if targets:
        columns.append(Column("target", Text("Mục tiêu", "Target"), "text"))
    rows = []
    for indicator in registry:
        before = report.value(indicator.name, column="value_year_ago")
        change = report.value(indicator.name, column="change")
        rows.append(
            {
                "title": indicator.title,
                "unit": UNITS_OF_MEASURE[indicator.unit],
                "value": figure(indicator, report.value(indicator.name)),
                "before": figure(indicator, before),
                "change": wording.change(change, "pp" if indicator.is_share else "%")
                if change == change
                else both("–"),
                "target": figure(indicator, targets[indicator.name])
                if indicator.name in targets
                else both(""),
            }
        )
    return Table(
        "summary", Text("Các chỉ tiêu chủ yếu", "Main indicators"), tuple(columns), tuple(rows)
    )


FINDINGS = {"glance": finding}
TABLES = {"summary": summary}
