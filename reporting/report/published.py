"""What was published: of this quarter what has changed since and why, of the compared one what is recomputed."""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal

from reporting.indicators import cube, diff
from reporting.indicators.indicator import registry
from reporting.report import figures
from reporting.report.report_data import ReportData
from reporting.tables.table import Cell, Kind, Table, columns
from reporting.text import TOTAL, BilingualText, both, texts, wording

_TEXT = texts(__name__)

FIGURES: dict[str, Kind] = dict.fromkeys(("published", "now", "difference"), "own")
Printed = tuple[Decimal, int]  # a figure as it was published, and to how many decimals
MANY = 20  # a longer table is closed until it is opened


def revised(data: ReportData) -> list[diff.Difference]:
    """The figures whose printed form is not the published one, in the order of the report."""
    published = data.inputs.published.get(data.quarter)
    if published is None:
        return []
    now = diff.read_text(cube.as_csv(data.table()))
    order = {place: position for position, place in enumerate(now)}
    own = data.unit, TOTAL  # of a unit, a release tells its total alone
    visible = (
        each
        for each in diff.compare(published, now)
        if data.unit == TOTAL or (each.place.unit, each.place.source) == own
        if each.old is None
        or each.new is None
        or not printed_alike(each.old, each.new, figures.decimals(each.place.indicator))
    )
    # values first, then those of the comparison quarter
    return sorted(visible, key=lambda it: (it.place.column, order.get(it.place, len(order))))


def section(data: ReportData) -> tuple[list[BilingualText], Table | None]:
    """What the report revises and why; what was published, what it is now, and the difference; nothing unchanged."""
    revision, changed = data.inputs.files.revised, revised(data)
    if not (revision or changed):
        return [], None
    reason = revision.reason if revision else BilingualText("chưa được nêu.", "none was given.")
    told = [wording.revises(revision.day if revision else None, reason)]
    for column, differ in _TEXT.group("differ").items():
        count = sum(each.place.column == column for each in changed)
        told += [differ.format(wording.number(count))] if count or column == "value" else []
    heads = columns(_TEXT.group("columns"), **FIGURES)
    rows = tuple(_row(data, each) for each in changed)
    title, many = _TEXT.published_figures_were_revised, len(rows) > MANY
    return told, Table("revisions", title, heads, rows, collapsed=many) if rows else None


def _row(data: ReportData, each: diff.Difference) -> dict[str, object]:
    indicator = each.place.indicator
    numbers = (each.old, each.new, each.amount)
    then, now, amount = (None if value is None else float(value) for value in numbers)
    kind: Kind = "number"
    difference = Cell(amount, "signed")
    place = data.names_of(*each.place[2:5]) or [data.params.all_units.text]
    place += [] if each.place.column == "value" else [_TEXT.compared]
    if indicator in registry:
        kind = figures.kind(registry[indicator])
        difference = figures.cell(registry[indicator], amount, "plan_difference", True)
    told = {"indicator": figures.title(indicator), "cell": BilingualText.join(place)}
    return {**told, "published": Cell(then, kind), "now": Cell(now, kind), "difference": difference}


def notes(
    data: ReportData, indicators: Iterable[str], groups: Iterable[str]
) -> tuple[BilingualText, ...]:
    """One note that names the year-ago figures which are not those published then; none if all agree."""
    then, files, compared = published_then(data), data.inputs.files, wording.quarter(data.compared)
    if not then:
        return ()
    if files.early and data.compared.last in files.registers:
        day = wording.day(files.cut_off(data.compared.last))
        return (_TEXT.other_day.format(compared, day),)
    moved = data.inputs.history.regrouped(data.compared)
    same = [group for group in groups if group not in moved]
    cells = [(indicator, group, TOTAL, TOTAL) for group in same for indicator in indicators]
    places = [diff.Place(str(data.compared), *cell) for cell in cells]
    told = [_difference(data, place, then[place]) for place in places if place in then]
    names = [data.params.group_name(group) for group in groups if group in moved]
    parts = {_TEXT.figures_are_recomputed_from: [*filter(None, told)], _TEXT.other_units: names}
    return tuple(text.format(compared, BilingualText.join(it)) for text, it in parts.items() if it)


def published_then(data: ReportData) -> Mapping[diff.Place, Printed]:
    """The figures of the comparison quarter as its `published.csv`, or else its statement, has them; none for one unit."""
    compared = data.compared
    if data.unit != TOTAL:
        return {}
    if values := data.inputs.published.get(compared):
        return {
            place: (value, figures.decimals(place.indicator))
            for place, value in values.items()
            if place.column == "value" and value is not None
        }
    if (stated := data.inputs.statements.get(compared)) is None:
        return {}
    found: dict[diff.Place, Printed] = {}
    for name, cell in stated.statement.computed.items():
        if (printed := stated.statement.figures[name]) and cell.column == "value":
            value = Decimal(printed.value.numerator) / printed.value.denominator
            found[diff.Place(str(compared), *vars(cell).values())] = value, printed.decimals
    return found


def _difference(data: ReportData, place: diff.Place, then: Printed) -> BilingualText | None:
    now, (was, decimals) = data.value(*place[1:5], column="value_year_ago"), then
    if math.isnan(now) or printed_alike(Decimal(repr(float(now))), was, decimals):
        return None
    name = figures.title(place.indicator)
    if cell := data.names_of(*place[2:5]):
        name = both("{0} ({1})").format(name, BilingualText.join(cell))
    printed = (wording.number(float(figure), decimals) for figure in (was, now))
    return _TEXT.published_recomputed.format(name, *printed)


def printed_alike(one: Decimal, other: Decimal, decimals: int) -> bool:
    """Whether two figures are the same as printed."""
    return wording.round_half_up(one, decimals) == wording.round_half_up(other, decimals)
