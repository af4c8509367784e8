"""What a reader should know of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporting import wording
from reporting.errors import Text

if TYPE_CHECKING:
    from reporting.report import Report


def finding(report: Report) -> list[Text]:
    """The register read, the cut-off, and where status and dates disagree."""
    return [
        Text(
            "Số liệu tính từ {0} đọc được, chốt đến ngày {1}.",
            "Computed from {0} read, as of {1}.",
        ).format(wording.tasks(len(report.tasks)), wording.day(report.params.cut_off))
    ]


FINDINGS = {"quality": finding}
