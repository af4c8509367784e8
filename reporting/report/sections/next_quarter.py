"""Next quarter's priorities and directives, from params."""

from reporting.inputs.office import BilingualParam
from reporting.report.report_data import ReportData
from reporting.report.tables import Column, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)


def finding(data: ReportData) -> list[BilingualText]:
    """What the lists are."""
    meeting = data.params.meeting
    if not (data.params.priorities or data.params.directives):
        return [_TEXT.params_file_names_no]
    ahead = (meeting and meeting.briefing_for) or data.quarter.next
    parts = []
    if count := len(data.params.priorities):
        parts.append(
            BilingualText("{0} lĩnh vực trọng tâm", "{0} field{1} of work").format(count, _s(count))
        )
    if count := len(data.params.directives):
        parts.append(
            BilingualText("{0} nội dung chỉ đạo", "{0} directive{1}").format(count, _s(count))
        )
    if meeting:
        opening = _TEXT.briefing_set.format(wording.day(meeting.date))
    else:
        opening = BilingualText("Kế hoạch xác định", "The plan sets")
    return [
        BilingualText("{0} {1} cho {2}.", "{0} {1} for {2}.").format(
            opening, wording.listing(parts), wording.quarter(ahead)
        )
    ]


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _list(name: str, title: BilingualText, entries: list[BilingualParam]) -> Table | None:
    if not entries:
        return None
    columns = (
        Column("number", BilingualText("STT", "No."), "count"),
        Column("text", BilingualText("Nội dung", "Content")),
    )
    rows = tuple({"number": i, "text": entry.text} for i, entry in enumerate(entries, 1))
    return Table(name, title, columns, rows)


def priorities(data: ReportData) -> Table | None:
    """The fields of work."""
    return _list(
        "priorities", BilingualText("Trọng tâm công tác", "Priorities"), data.params.priorities
    )


def directives(data: ReportData) -> Table | None:
    """What the briefing concluded."""
    return _list(
        "directives", BilingualText("Nội dung chỉ đạo", "Directives"), data.params.directives
    )
