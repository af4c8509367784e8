"""The notes below tables: how their figures are rounded and compared, and which have nothing to be compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporting.indicators.indicator import registry
from reporting.text import wording
from reporting.text.bilingual import BilingualText

if TYPE_CHECKING:
    from reporting.report.report import Report

ROUNDING = BilingualText(
    "Tỷ lệ được làm tròn riêng từng số nên tổng có thể khác 100%.",
    "Shares are rounded independently and may not add to 100%.",
)
CHANGES = BilingualText(
    "Tăng, giảm tính bằng % (các tỷ lệ: bằng điểm phần trăm), từ số liệu chưa làm tròn nên có thể khác với kết quả "
    "tính từ số đã làm tròn.",
    "Changes are in per cent, those of shares in percentage points; computed from unrounded figures, they may differ "
    "from those between the rounded ones.",
)
UNROUNDED = BilingualText(
    "Tăng, giảm tính từ số liệu chưa làm tròn nên có thể khác với kết quả tính từ số đã làm tròn.",
    "Changes are computed from unrounded figures and may differ from those between the rounded ones.",
)


def compared(report: Report) -> tuple[BilingualText, ...]:
    """What to know of the changes in a table of all indicators."""
    return (CHANGES, *_without_year_ago(report))


def _without_year_ago(report: Report) -> tuple[BilingualText, ...]:
    """An indicator that looks back itself cannot look back from the compared quarter, whose own is not read."""
    named = _looking_back()
    text = BilingualText(
        "{0}: không có số liệu {1} và mức tăng, giảm (–), vì bản thân chỉ tiêu đã so sánh với kỳ này.",
        "{0}: no figure of {1} and no change (–), since it is itself a comparison with that quarter.",
    )
    return (text.format(named, wording.quarter(report.compared)),) if named else ()


def this_quarter_only() -> tuple[BilingualText, ...]:
    """What to know of a table of several quarters."""
    named = _looking_back()
    text = BilingualText(
        "{0}: chỉ có số liệu quý báo cáo, vì bản thân chỉ tiêu đã so sánh với một kỳ trước.",
        "{0}: figures of the report's own quarter only, since it is itself a comparison with an earlier one.",
    )
    return (text.format(named),) if named else ()


def _looking_back() -> BilingualText | None:
    names = [
        BilingualText("“{0}”", "“{0}”").format(each.title)
        for each in registry
        if each.uses_year_ago
    ]
    return wording.listing(names) if names else None
