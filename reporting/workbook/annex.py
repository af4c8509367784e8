"""What goes into `tables.xlsx`: the report's tables, every breakdown of every indicator, their definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporting.pages.page import notice
from reporting.report import sections
from reporting.report.tables import Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.workbook.writer import NOTES, Cover, workbook

if TYPE_CHECKING:
    from reporting.report.report import Report

DEFINITIONS = "definitions"
EVERY_INDICATOR = (
    "summary",
    "indicators_by_group",
    "indicators_by_source",
    "indicators_by_group_and_source",
    "indicators_by_unit",
    "indicators_by_unit_change",
    "indicators_by_quarter",
)


def as_xlsx(report: Report) -> bytes:
    """Write the workbook of a report: its tables in their order, then the breakdowns it does not show itself."""
    notes = sections.table(report, DEFINITIONS)
    assert notes is not None
    return workbook(_cover(report), notes, _tables(report))


def _tables(report: Report) -> list[Table]:
    tables = [table for table in report.tables if table.name != NOTES]
    shown = {table.name for table in tables}
    for name in EVERY_INDICATOR:
        if name not in shown and (table := sections.table(report, name)):
            tables.append(table)
    return tables


def _cover(report: Report) -> Cover:
    cut_off = report.params.cut_off
    lines = [
        BilingualText("Phạm vi: {0}", "Coverage: {0}").format(report.whole),
        BilingualText("Số liệu tính đến ngày {0}", "Figures as of {0}").format(
            wording.day(cut_off)
        ),
        BilingualText(
            "Nguồn số liệu: phần mềm quản lý công việc, tệp {0}",
            "Data: the work-management software, file {0}",
        ).format(f"data/{report.quarter}/{report.inputs.register.path.name}"),
        BilingualText(
            "Các ô giữ nguyên số chưa làm tròn; định dạng của ô quy định cách hiển thị.",
            "Cells hold unrounded figures; their format says how they are shown.",
        ),
    ]
    if revised := report.inputs.files.revised:
        lines.append(wording.revises(revised.day, revised.reason))
    if said := notice(report.quarter, report.inputs.files.synthetic):
        lines.append(BilingualText("{0}. {1}", "{0}. {1}").format(said.short, said.full))
    title = BilingualText(
        "Báo cáo công tác {0}: các bảng số liệu", "Work report, {0}: tables"
    ).format(wording.quarter_bare(report.quarter))
    return Cover(title, tuple(lines), report.params.office.text, cut_off)
