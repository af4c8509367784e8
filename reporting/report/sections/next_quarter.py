"""Next quarter's priorities and directives, from params."""

from reporting.inputs.office import BilingualParam
from reporting.report.report_data import ReportData
from reporting.tables.table import Table, columns
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)


def finding(data: ReportData) -> BilingualText:
    """What the lists are."""
    given, meeting = data.params, data.params.meeting
    lists = ((given.priorities, _TEXT.fields), (given.directives, _TEXT.directives))
    parts = [text.format(len(each), "" if len(each) == 1 else "s") for each, text in lists if each]
    if not parts:
        return _TEXT.none
    opening = _TEXT.briefing_set.format(wording.day(meeting.date)) if meeting else _TEXT.plan_sets
    ahead = (meeting and meeting.briefing_for) or data.quarter.next
    return _TEXT.finding.format(opening, wording.listing(parts), wording.quarter(ahead))


def tables(data: ReportData) -> list[Table | None]:
    """The fields of work, and what the briefing concluded."""
    return [
        _list("priorities", _TEXT.title_of_priorities, data.params.priorities),
        _list("directives", _TEXT.title_of_directives, data.params.directives),
    ]


def _list(name: str, title: BilingualText, entries: list[BilingualParam]) -> Table | None:
    rows = tuple({"number": i, "text": entry.text} for i, entry in enumerate(entries, 1))
    heads = columns(_TEXT.group("columns"), number="count")
    return Table(name, title, heads, rows) if rows else None
