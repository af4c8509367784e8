"""What was published of the compared quarter at the time, and where the recomputed figure differs from it.

It comes from `data/<quarter>/published.csv`, the `indicators.csv` that was published, or else from the
statement that the compared quarter's params name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from reporting import statement
from reporting.indicators import diff
from reporting.indicators.diff import Place
from reporting.report.sections import places
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL

if TYPE_CHECKING:
    from reporting.report.report import Report


class Printed(NamedTuple):
    """A figure as it was published, and to how many decimals."""

    value: Decimal
    decimals: int


def notes(
    report: Report, indicators: Iterable[str], groups: Iterable[str]
) -> tuple[BilingualText, ...]:
    """One note that names the year-ago figures which are not those published then; none if all agree."""
    then = published_then(report)
    wanted = (
        Place(str(report.compared), indicator, group, TOTAL, TOTAL)
        for group in groups
        for indicator in indicators
    )
    told = [
        text
        for place in wanted
        if place in then
        for text in _difference(report, place, then[place])
    ]
    if not told:
        return ()
    return (
        BilingualText(
            "Số liệu {0} được tính lại từ dữ liệu hiện có, khác với số đã công bố khi đó: {1}.",
            "Figures of {0} are recomputed from the data as they are now and differ from those "
            "published then: {1}.",
        ).format(wording.quarter(report.compared), places.joined(told)),
    )


def published_then(report: Report) -> Mapping[Place, Printed]:
    """The figures of the compared quarter as they were published; none for a report of one unit."""
    if report.unit != TOTAL:
        return {}
    if values := report.inputs.published.get(report.compared):
        return dict(_from_values(values))
    if stated := report.inputs.statements.get(report.compared):
        return dict(_from_statement(stated.statement, str(report.compared)))
    return {}


def _from_values(values: diff.Values) -> Iterator[tuple[Place, Printed]]:
    for place, value in values.items():
        if place.column == "value" and value is not None:
            yield place, Printed(value, places.decimals(place.indicator))


def _from_statement(stated: statement.Statement, quarter: str) -> Iterator[tuple[Place, Printed]]:
    for name, cell in stated.computed.items():
        printed = stated.figures[name]
        if printed is not None and cell.column == "value":
            value = Decimal(printed.value.numerator) / Decimal(printed.value.denominator)
            place = Place(quarter, cell.indicator, cell.unit_group, cell.unit, cell.source)
            yield place, Printed(value, printed.decimals)


def _difference(report: Report, place: Place, then: Printed) -> Iterator[BilingualText]:
    now = report.value(*place[1:5], column="value_year_ago")
    if math.isnan(now) or printed_alike(Decimal(repr(float(now))), then.value, then.decimals):
        return
    name = places.title(place)
    if place.unit_group != TOTAL:
        name = BilingualText("{0} ({1})", "{0} ({1})").format(name, places.cell(report, place))
    yield BilingualText(
        "{0}: đã công bố {1}, tính lại {2}", "{0}: {1} published, {2} recomputed"
    ).format(
        name,
        wording.number(float(then.value), then.decimals),
        wording.number(now, then.decimals),
    )


def printed_alike(one: Decimal, other: Decimal, decimals: int) -> bool:
    """Whether two figures are the same as printed."""
    return formats.round_half_up(one, decimals) == formats.round_half_up(other, decimals)
