"""What a figure of `indicators.csv` is called in a report, and how it is printed."""

from reporting.indicators.diff import Place
from reporting.indicators.indicator import registry
from reporting.report.report_data import ReportData
from reporting.text.bilingual import BilingualText, both
from reporting.text.codes import TOTAL


def decimals(indicator: str) -> int:
    """To how many decimals an indicator is printed; one that is not defined any more to one."""
    return registry[indicator].unit_of_measure.decimals if indicator in registry else 1


def title(place: Place) -> BilingualText:
    """The indicator in words; one that is not defined any more by its code."""
    return registry[place.indicator].title if place.indicator in registry else both(place.indicator)


def cell(data: ReportData, place: Place) -> BilingualText:
    """The cell in words: a unit, or a group and a source, or all units."""
    parts = []
    if place.unit != TOTAL:
        known = place.unit in data.inputs.units.codes
        parts.append(data.unit_name(place.unit) if known else both(place.unit))
    elif place.unit_group != TOTAL:
        parts.append(data.group_label(place.unit_group))
    if place.source != TOTAL:
        parts.append(data.params.source_name(place.source))
    return joined(parts) if parts else data.params.all_units.text


def joined(parts: list[BilingualText]) -> BilingualText:
    """Texts one after the other, with semicolons."""
    return BilingualText(*("; ".join(half) for half in zip(*parts, strict=True)))
