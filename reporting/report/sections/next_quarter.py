"""Next quarter's priorities and directives, from params."""

from reporting.report.report_data import ReportData
from reporting.tables.table import Table, columns
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)


def section(data: ReportData) -> tuple[list[BilingualText], list[Table]]:
    """What the lists are; the fields of work, and what the briefing concluded."""
    given, meeting = data.params, data.params.meeting
    known = (
        ("priorities", given.priorities, _TEXT.fields, _TEXT.title_of_priorities),
        ("directives", given.directives, _TEXT.directives, _TEXT.title_of_directives),
    )
    parts, tables = [], []
    for name, entries, text, title in known:
        if entries:
            parts.append(text.format(len(entries), "" if len(entries) == 1 else "s"))
            rows = tuple({"number": i, "text": entry.text} for i, entry in enumerate(entries, 1))
            heads = columns(_TEXT.group("columns"), number="count")
            tables.append(Table(name, title, heads, rows))
    if not parts:
        return [_TEXT.none], []
    opening = _TEXT.briefing_set.format(wording.day(meeting.date)) if meeting else _TEXT.plan_sets
    ahead = (meeting and meeting.briefing_for) or data.quarter.next
    told = opening, wording.listing(parts), wording.quarter(ahead)
    return [_TEXT.finding.format(*told)], tables
