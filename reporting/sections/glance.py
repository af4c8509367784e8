"""The quarter at a glance: one sentence, the main figures, the summary table of every indicator."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from reporting import wording
from reporting.charts import sparkline
from reporting.codes import TOTAL
from reporting.errors import Text, both
from reporting.indicators.indicator import UNITS_OF_MEASURE, Indicator, registry
from reporting.pages import templates
from reporting.sections import remarks, trend, vintages
from reporting.tables import Column, Kind, Table

if TYPE_CHECKING:
    from reporting.report import Report

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

    label: Text
    value: Text
    unit: Text
    sign: str
    change: Text
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


def finding(report: Report) -> list[Text]:
    """What the quarter was, in one sentence."""
    on_time = report.value("on_time_share")
    if math.isnan(on_time):
        return [
            Text(
                "Trong {0}, {1} không được giao công việc nào.", "In {0}, {1} had no tasks."
            ).format(wording.quarter(report.quarter), _subject(report))
        ]
    return [
        Text(
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


def against_targets(report: Report) -> list[Text]:
    """How the indicators that have a target stand to it."""
    sentences = []
    for name, target in report.params.targets.items():
        value = report.value(name)
        if name not in registry or math.isnan(value):
            continue
        indicator, gap = registry[name], value - target
        unit = Text(" điểm phần trăm", " percentage points") if indicator.is_share else both("")
        distance = Text("{0}{1}", "{0}{1}").format(wording.number(abs(gap), 1), unit)
        if wording.is_unchanged(gap):
            stands = Text("bằng mục tiêu {0}", "equal to the target of {0}")
        elif gap > 0:
            stands = Text("cao hơn {1} so với mục tiêu {0}", "{1} above the target of {0}")
        else:
            stands = Text("thấp hơn {1} so với mục tiêu {0}", "{1} below the target of {0}")
        sentences.append(
            Text("{0}: {1}, {2}.", "{0}: {1}, {2}.").format(
                indicator.title,
                figure(indicator, value),
                stands.format(figure(indicator, target), distance),
            )
        )
    return sentences


def report_change(report: Report, indicator: str, **cell: str) -> Text:
    """How an indicator changed on the compared quarter, as the end of a sentence; empty if unknown."""
    change = report.value(indicator, column="change", **cell)
    compared = wording.compared_with(report.compared, report.quarter)
    return wording.against(change, _change_in(indicator), compared)


def plain_change(report: Report, indicator: str, **cell: str) -> Text:
    """The change alone, where the sentence has said what it is compared with."""
    change = report.value(indicator, column="change", **cell)
    if math.isnan(change):
        return both("")
    return Text(", {0}", ", {0}").format(wording.change(change, _change_in(indicator)))


def _change_in(indicator: str) -> str:
    return "pp" if registry[indicator].is_share else "%"


def _subject(report: Report) -> Text:
    if report.unit == TOTAL:
        return Text("toàn ngành", "all units")
    name = report.unit_name(report.unit)
    return Text(name.vi, f"the {name.en}")


def figure(indicator: Indicator, value: float) -> Text:
    """A value of an indicator as printed, with its unit of measure."""
    if indicator.is_share:
        return wording.percent(value)
    decimals = 0 if indicator.unit == "tasks" or float(value).is_integer() else 1
    return wording.number(value, decimals)


def _card(report: Report, indicator: Indicator) -> Card:
    change = report.value(indicator.name, column="change")
    known = not math.isnan(change)
    moved = known and not wording.is_unchanged(change)
    return Card(
        label=indicator.title,
        value=figure(indicator, report.value(indicator.name)),
        unit=both("") if indicator.unit in ("%", "tasks") else UNITS_OF_MEASURE[indicator.unit],
        sign=("▲" if change > 0 else "▼") if moved else "",
        change=wording.change(change, _change_in(indicator.name)) if known else both(""),
        trend=sparkline(trend.totals(report, indicator.name)),
    )


def _note(report: Report) -> Text:
    """What the changes and the small lines of the cards are measured against."""
    if report.year_ago is None:
        return Text(
            "Không có số liệu {0} để so sánh.", "There are no figures of {0} to compare with."
        ).format(wording.quarter(report.compared))
    first, last = report.quarters[0], report.quarters[-1]
    text = Text("Tăng, giảm so với {0}.", "Changes compared with {0}.").format(
        wording.quarter(report.compared)
    )
    if first == last:
        return text
    return Text("{0} {1}", "{0} {1}").format(
        text,
        Text("Đường nhỏ: từ {0} đến {1}.", "Small lines: {0} to {1}.").format(
            wording.quarter_short(first), wording.quarter_short(last)
        ),
    )


def summary(report: Report) -> Table:
    """Every indicator: its value, a year ago, the change, its target."""
    targets = report.params.targets
    columns = [
        Column("title", Text("Chỉ tiêu", "Indicator")),
        Column("unit", Text("Đơn vị tính", "Unit")),
        Column("value", wording.quarter_short(report.quarter), "by_row"),
        Column("before", wording.quarter_short(report.compared), "by_row"),
        Column("change", Text("Tăng, giảm", "Change"), "points"),
    ]
    if targets:
        columns.append(Column("target", Text("Mục tiêu", "Target"), "by_row"))
    rows = [
        {
            "title": indicator.title,
            "unit": UNITS_OF_MEASURE[indicator.unit],
            "kind": kind(indicator),
            "value": report.value(indicator.name),
            "before": report.value(indicator.name, column="value_year_ago"),
            "change": report.value(indicator.name, column="change"),
            "target": targets.get(indicator.name),
        }
        for indicator in registry
    ]
    title = Text("Các chỉ tiêu chủ yếu", "Main indicators")
    vintage = vintages.notes(report, [indicator.name for indicator in registry], [TOTAL])
    return Table(
        "summary", title, tuple(columns), tuple(rows), (*remarks.compared(report), *vintage)
    )


def kind(indicator: Indicator) -> Kind:
    """How a table prints an indicator's values."""
    if indicator.is_share:
        return "share"
    return "count" if indicator.unit == "tasks" else "number"


FINDINGS = {"glance": finding, "summary": against_targets}
TABLES = {"summary": summary}
