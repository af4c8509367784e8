"""What a figure of `indicators.csv` is called in a report, and how it is printed."""

from collections.abc import Iterable

from reporting.indicators.diff import Place
from reporting.indicators.indicator import registry
from reporting.report.report_data import ReportData
from reporting.statement import Cell
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.codes import TOTAL


def decimals(indicator: str) -> int:
    """To how many decimals an indicator is printed; one that is not defined any more to one."""
    return registry[indicator].unit_of_measure.decimals if indicator in registry else 1


def title(indicator: str) -> BilingualText:
    """An indicator in words; one that is not defined any more by its code."""
    return registry[indicator].title if indicator in registry else both(indicator)


def cell(data: ReportData, place: Place | Cell) -> list[BilingualText]:
    """What a cell is of, in words: a group or a unit, a source; nothing where it is the total."""
    parts = []
    if place.unit != TOTAL:
        known = place.unit in data.inputs.units.codes
        parts.append(data.unit_name(place.unit) if known else both(place.unit))
    elif place.unit_group != TOTAL:
        parts.append(data.params.group_name(place.unit_group))
    if place.source != TOTAL:
        parts.append(data.params.source_name(place.source))
    return parts


def parts(data: ReportData, of: Cell) -> list[BilingualText]:
    """A figure of a statement in words: its indicator, what it is of, and the quarter where that is another one."""
    then = [wording.quarter_short(data.compared)] if of.column == "value_year_ago" else []
    return [title(of.indicator), *cell(data, of), *then]


def joined(parts: Iterable[BilingualText], separator: str = "; ") -> BilingualText:
    """Texts one after the other."""
    return BilingualText(*(separator.join(half) for half in zip(*parts, strict=True)))
