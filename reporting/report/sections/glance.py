"""The quarter at a glance: one sentence, the main figures, the summary table of every indicator."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from reporting.charts import sparkline
from reporting.indicators.indicator import Indicator, registry
from reporting.report import templates
from reporting.report.sections import remarks, trend, vintages
from reporting.report.tables import Column, Kind, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.codes import TOTAL

if TYPE_CHECKING:
    from reporting.report.report import Report

PLAN = (
    Column("plan", BilingualText("Kế hoạch", "Plan"), "by_row"),
    Column("plan_difference", BilingualText("Chênh lệch", "Difference"), "change"),
    Column("plan_execution", BilingualText("Thực hiện (%)", "Execution (%)"), "share"),
)
HEADLINE_FIGURES = (
    "tasks",
    "completed_share",
    "on_time_share",
    "late_share",
    "overdue_share",
    "in_term_share",
)


class Card(NamedTuple):
    """One main figure of the first screen: its change on the compared quarter, and its way there."""

    label: BilingualText
    value: BilingualText
    unit: BilingualText
    sign: str
    change: BilingualText
    trend: str


def headline(report: Report) -> str:
    """The opening sentence and the cards of the main figures."""
    return templates.fill(
        "headline.html.j2",
        language=report.language,
        sentences=finding(report),
        cards=[_card(report, registry[name]) for name in HEADLINE_FIGURES],
        note=_note(report),
    )


def finding(report: Report) -> list[BilingualText]:
    """What the quarter was, in one sentence."""
    on_time = report.value("on_time_share")
    if math.isnan(on_time):
        return [
            BilingualText(
                "Trong {0}, {1} không được giao công việc nào.", "In {0}, {1} had no tasks."
            ).format(wording.quarter(report.quarter), _subject(report))
        ]
    return [
        BilingualText(
            "Trong {quarter}, {subject} được giao {tasks} trên phần mềm quản lý công việc{change}; "
            "{share} hoàn thành đúng hạn{share_change}.",
            "In {quarter}, {subject} had {tasks} in the work-management software{change}; "
            "{share} were completed on time{share_change}.",
        ).format(
            quarter=wording.quarter(report.quarter),
            subject=_subject(report),
            tasks=wording.tasks(report.value("tasks")),
            change=report_change(report, "tasks"),
            share=wording.percent(on_time),
            share_change=plain_change(report, "on_time_share"),
        )
    ]


def against_targets(report: Report) -> list[BilingualText]:
    """How the indicators that have a target stand to it."""
    sentences = []
    for name, target in report.params.targets.items():
        value = report.value(name)
        if name not in registry or math.isnan(value):
            continue
        indicator, gap = registry[name], value - target
        unit = (
            BilingualText(" điểm phần trăm", " percentage points")
            if indicator.is_share
            else both("")
        )
        distance = BilingualText("{0}{1}", "{0}{1}").format(wording.number(abs(gap), 1), unit)
        if wording.is_unchanged(gap):
            stands = BilingualText("bằng mục tiêu {0}", "equal to the target of {0}")
        elif gap > 0:
            stands = BilingualText("cao hơn {1} so với mục tiêu {0}", "{1} above the target of {0}")
        else:
            stands = BilingualText(
                "thấp hơn {1} so với mục tiêu {0}", "{1} below the target of {0}"
            )
        sentences.append(
            BilingualText("{0}: {1}, {2}.", "{0}: {1}, {2}.").format(
                indicator.title,
                figure(indicator, value),
                stands.format(figure(indicator, target), distance),
            )
        )
    return sentences


def report_change(report: Report, indicator: str, **cell: str) -> BilingualText:
    """How an indicator changed on the compared quarter, as the end of a sentence; empty if unknown."""
    change = report.value(indicator, column="change", **cell)
    compared = wording.compared_with(report.compared, report.quarter)
    return wording.against(change, _change_in(indicator), compared)


def plain_change(report: Report, indicator: str, **cell: str) -> BilingualText:
    """The change alone, where the sentence has said what it is compared with."""
    change = report.value(indicator, column="change", **cell)
    if math.isnan(change):
        return both("")
    return BilingualText(", {0}", ", {0}").format(wording.change(change, _change_in(indicator)))


def _change_in(indicator: str) -> str:
    return registry[indicator].unit_of_measure.change_in


def _subject(report: Report) -> BilingualText:
    if report.unit == TOTAL:
        return wording.within(report.whole)
    name = report.unit_name(report.unit)
    return BilingualText(name.vi, f"the {name.en}")


def figure(indicator: Indicator, value: float) -> BilingualText:
    """A value of an indicator as printed, with its unit of measure."""
    if indicator.is_share:
        return wording.percent(value)
    whole = kind(indicator) == "number" and float(value).is_integer()
    return wording.number(value, 0 if whole else indicator.unit_of_measure.decimals)


def _card(report: Report, indicator: Indicator) -> Card:
    change = report.value(indicator.name, column="change")
    known = not math.isnan(change)
    moved = known and not wording.is_unchanged(change)
    return Card(
        label=indicator.title,
        value=figure(indicator, report.value(indicator.name)),
        unit=both("") if indicator.unit in ("%", "tasks") else indicator.unit_of_measure.label,
        sign=("▲" if change > 0 else "▼") if moved else "",
        change=wording.change(change, _change_in(indicator.name)) if known else both(""),
        trend=sparkline(trend.totals(report, indicator.name)),
    )


def _note(report: Report) -> BilingualText:
    """What the changes and the small lines of the cards are measured against."""
    if report.year_ago is None:
        return BilingualText(
            "Không có số liệu {0} để so sánh.", "There are no figures of {0} to compare with."
        ).format(wording.quarter(report.compared))
    first, last = report.quarters[0], report.quarters[-1]
    text = BilingualText("Tăng, giảm so với {0}.", "Changes compared with {0}.").format(
        wording.quarter(report.compared)
    )
    if first == last:
        return text
    return BilingualText("{0} {1}", "{0} {1}").format(
        text,
        BilingualText("Đường nhỏ: từ {0} đến {1}.", "Small lines: {0} to {1}.").format(
            wording.quarter_short(first), wording.quarter_short(last)
        ),
    )


def summary(report: Report) -> Table:
    """Every indicator: its value, a year ago, the change, its target."""
    columns = [
        Column("title", BilingualText("Chỉ tiêu", "Indicator")),
        Column("unit", BilingualText("Đơn vị tính", "Unit")),
        Column("value", wording.quarter_short(report.quarter), "by_row"),
        Column("before", wording.quarter_short(report.compared), "by_row"),
        Column("change", BilingualText("Tăng, giảm", "Change"), "points"),
    ]
    if any(not math.isnan(_target(report, each.name)) for each in registry):
        columns.append(Column("target", BilingualText("Mục tiêu", "Target"), "by_row"))
    rows = [
        {
            "title": indicator.title,
            **look(indicator),
            "unit": indicator.unit_of_measure.label,
            "value": report.value(indicator.name),
            "before": report.value(indicator.name, column="value_year_ago"),
            "change": report.value(indicator.name, column="change"),
            "target": _target(report, indicator.name),
        }
        for indicator in registry
    ]
    title = BilingualText("Các chỉ tiêu chủ yếu", "Main indicators")
    vintage = vintages.notes(report, [indicator.name for indicator in registry], [TOTAL])
    return Table(
        "summary", title, tuple(columns), tuple(rows), (*remarks.compared(report), *vintage)
    )


def _target(report: Report, name: str) -> float:
    """What is planned for the total; a unit's report has the office's targets beside it."""
    plan = report.value(name, column="plan")
    return report.params.targets.get(name, plan) if math.isnan(plan) else plan


def kind(indicator: Indicator) -> Kind:
    """How a table prints an indicator's values."""
    if indicator.unit in ("%", "pp", "index"):
        return "share"
    return "number" if indicator.unit_of_measure.decimals else "count"


def look(indicator: Indicator) -> dict[str, Any]:
    """What a row of a table says of how its figures are printed."""
    return {"kind": kind(indicator), "decimals": indicator.unit_of_measure.decimals}


FINDINGS = {"glance": finding, "summary": against_targets}
TABLES = {"summary": summary}
