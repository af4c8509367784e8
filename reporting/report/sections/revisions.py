"""Figures that were published and have changed since: what was published, what it is now, and why."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reporting.indicators import cube, diff
from reporting.indicators.diff import Difference
from reporting.indicators.indicator import registry
from reporting.report.sections import places
from reporting.report.sections.glance import kind
from reporting.report.sections.vintages import printed_alike
from reporting.report.tables import Column, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL

if TYPE_CHECKING:
    from reporting.report.report import Report

MANY = 20  # a longer table is closed until it is opened


def revised(report: Report) -> list[Difference]:
    """The figures whose printed form is not the published one, in the order of the report."""
    published = report.inputs.published.get(report.quarter)
    if published is None or report.unit != TOTAL:
        return []
    then = {place: value for place, value in published.items() if place.column == "value"}
    own = diff.read_text(cube.as_csv(report.values))
    now = {place: value for place, value in own.items() if place.column == "value"}
    order = {place: position for position, place in enumerate(now)}
    visible = (each for each in diff.compare(then, now) if _shows(each))
    return sorted(visible, key=lambda each: order.get(each.place, len(order)))


def _shows(each: Difference) -> bool:
    if each.old is None or each.new is None:
        return True
    return not printed_alike(each.old, each.new, places.decimals(each.place.indicator))


def finding(report: Report) -> list[BilingualText]:
    """How many published figures changed, and the reason that params give; nothing where none was published."""
    revision, changed = report.params.revision, revised(report)
    if report.unit != TOTAL or not (revision or changed):
        return []
    count = BilingualText(
        "Báo cáo này thay cho báo cáo đã công bố; {0} số liệu khác với bản trước.",
        "This report replaces the one that was published; figures that differ from it: {0}.",
    ).format(wording.number(len(changed)))
    reason = BilingualText(
        "Lý do chưa được nêu trong tệp tham số.", "The params file does not say why."
    )
    if revision:
        reason = BilingualText("Lý do: {0}", "Reason: {0}").format(revision.reason.text)
    return [BilingualText("{0} {1}", "{0} {1}").format(count, reason)]


def table(report: Report) -> Table | None:
    """What was published, what it is now, and the difference."""
    changed = revised(report)
    if not changed:
        return None
    columns = (
        Column("indicator", BilingualText("Chỉ tiêu", "Indicator")),
        Column("cell", BilingualText("Phạm vi", "Coverage")),
        Column("published", BilingualText("Đã công bố", "Published"), "by_row"),
        Column("now", BilingualText("Nay là", "Now"), "by_row"),
        Column("difference", BilingualText("Chênh lệch", "Difference"), "by_row"),
    )
    rows = tuple(_row(report, each) for each in changed)
    title = BilingualText(
        "Số liệu đã công bố được điều chỉnh", "Published figures that were revised"
    )
    return Table("revisions", title, columns, rows, folded=len(rows) > MANY)


def _row(report: Report, each: Difference) -> dict[str, object]:
    indicator = each.place.indicator
    return {
        "indicator": places.title(each.place),
        "cell": places.cell(report, each.place),
        "kind": kind(registry[indicator]) if indicator in registry else "number",
        "published": _number(each.old),
        "now": _number(each.new),
        "difference": _number(each.amount),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


FINDINGS = {"revisions": finding}
TABLES = {"revisions": table}
