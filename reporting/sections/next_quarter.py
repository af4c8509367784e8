"""Next quarter's priorities and directives, from params."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporting import wording
from reporting.errors import Text
from reporting.params import BilingualText
from reporting.tables import Column, Table

if TYPE_CHECKING:
    from reporting.report import Report


def finding(report: Report) -> list[Text]:
    """What the lists are."""
    meeting = report.params.meeting
    if not (report.params.priorities or report.params.directives):
        return [
            Text(
                "Chưa có trọng tâm công tác quý tới trong tệp tham số.",
                "The params file names no priorities for next quarter.",
            )
        ]
    ahead = (meeting and meeting.briefing_for) or report.quarter.next
    parts = []
    if count := len(report.params.priorities):
        parts.append(
            Text("{0} lĩnh vực trọng tâm", "{0} field{1} of work").format(count, _s(count))
        )
    if count := len(report.params.directives):
        parts.append(Text("{0} nội dung chỉ đạo", "{0} directive{1}").format(count, _s(count)))
    if meeting:
        opening = Text("Hội nghị giao ban ngày {0} xác định", "The briefing of {0} set").format(
            wording.day(meeting.date)
        )
    else:
        opening = Text("Kế hoạch xác định", "The plan sets")
    return [
        Text("{0} {1} cho {2}.", "{0} {1} for {2}.").format(
            opening, wording.listing(parts), wording.quarter(ahead)
        )
    ]


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _list(name: str, title: Text, entries: list[BilingualText]) -> Table | None:
    if not entries:
        return None
    columns = (
        Column("number", Text("STT", "No."), "count"),
        Column("text", Text("Nội dung", "Content")),
    )
    rows = tuple({"number": i, "text": entry.text} for i, entry in enumerate(entries, 1))
    return Table(name, title, columns, rows)


def priorities(report: Report) -> Table | None:
    """The fields of work."""
    return _list("priorities", Text("Trọng tâm công tác", "Priorities"), report.params.priorities)


def directives(report: Report) -> Table | None:
    """What the briefing concluded."""
    return _list("directives", Text("Nội dung chỉ đạo", "Directives"), report.params.directives)


FINDINGS = {"next_quarter": finding}
TABLES = {"priorities": priorities, "directives": directives}
