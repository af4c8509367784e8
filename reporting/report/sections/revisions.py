"""Figures that were published and have changed since: what was published, what it is now, and why."""

from reporting.indicators import cube, diff
from reporting.indicators.diff import Difference
from reporting.indicators.indicator import registry
from reporting.report import figures
from reporting.report.report_data import ReportData
from reporting.report.vintages import printed_alike
from reporting.tables.table import Cell, Kind, Table, columns
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

FIGURES: dict[str, Kind] = dict.fromkeys(("published", "now", "difference"), "own")
MANY = 20  # a longer table is closed until it is opened


def revised(data: ReportData) -> list[Difference]:
    """The figures whose printed form is not the published one, in the order of the report."""
    published = data.inputs.published.get(data.quarter)
    if published is None:
        return []
    then = _own(data, published)
    now = _own(data, diff.read_text(cube.as_csv(data.table())))
    order = {place: position for position, place in enumerate(now)}
    visible = (each for each in diff.compare(then, now) if _shows(each))
    return sorted(visible, key=lambda each: order.get(each.place, len(order)))


def _own(data: ReportData, values: diff.Values) -> diff.Values:
    """The values that a release tells of: all of the whole, the total of a unit."""
    return {
        place: value
        for place, value in values.items()
        if place.column == "value"
        and (data.unit == TOTAL or (place.unit == data.unit and place.source == TOTAL))
    }


def _shows(each: Difference) -> bool:
    if each.old is None or each.new is None:
        return True
    return not printed_alike(each.old, each.new, figures.decimals(each.place.indicator))


def finding(data: ReportData) -> list[BilingualText]:
    """What the report revises and why, and how many figures changed; nothing where none was published."""
    revision, changed = data.inputs.files.revised, revised(data)
    if not (revision or changed):
        return []
    reason = revision.reason if revision else BilingualText("chưa được nêu.", "none was given.")
    count = _TEXT.figures_differ_from.format(wording.number(len(changed)))
    return [wording.revises(revision.day if revision else None, reason), count]


def table(data: ReportData) -> Table | None:
    """What was published, what it is now, and the difference."""
    changed = revised(data)
    if not changed:
        return None
    heads = columns(_TEXT.group("columns"), **FIGURES)
    rows = tuple(_row(data, each) for each in changed)
    title = _TEXT.published_figures_were_revised
    return Table("revisions", title, heads, rows, collapsed=len(rows) > MANY)


def _row(data: ReportData, each: Difference) -> dict[str, object]:
    indicator = each.place.indicator
    amounts = dict(zip(FIGURES, (each.old, each.new, each.amount), strict=True))
    names = data.names_of(*each.place[2:5]) or [data.params.all_units.text]
    kind: Kind = figures.kind(registry[indicator]) if indicator in registry else "number"
    return {
        "indicator": figures.title(indicator),
        "cell": BilingualText.join(names),
        **{
            key: Cell(None if value is None else float(value), kind)
            for key, value in amounts.items()
        },
    }
