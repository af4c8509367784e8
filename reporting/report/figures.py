"""How the figures of an indicator are printed, and what a plan says of them."""

import math
from typing import Any

from reporting.indicators.indicator import Indicator, registry
from reporting.report.tables import Kind
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both

MET = BilingualText("Đạt", "Yes")
NOT_MET = BilingualText("Chưa đạt", "No")
SAID = {
    MET: BilingualText("đạt kế hoạch", "plan met"),
    NOT_MET: BilingualText("chưa đạt kế hoạch", "plan not met"),
}


def kind(indicator: Indicator) -> Kind:
    """How a table prints an indicator's values."""
    if indicator.unit in ("%", "pp", "index"):
        return "share"
    return "number" if indicator.unit_of_measure.decimals else "count"


def look(indicator: Indicator) -> dict[str, Any]:
    """What a row of a table says of how its figures are printed."""
    return {"kind": kind(indicator), "decimals": indicator.unit_of_measure.decimals}


def figure(indicator: Indicator, value: float) -> BilingualText:
    """A value of an indicator as printed, with the sign of per cent."""
    if indicator.is_share:
        return wording.percent(value)
    whole = kind(indicator) == "number" and float(value).is_integer()
    return wording.number(value, 0 if whole else indicator.unit_of_measure.decimals)


def met(indicator: Indicator, value: float, plan: float) -> BilingualText | None:
    """Whether a plan was met, from unrounded figures; None where there is no plan, value or direction."""
    if math.isnan(value) or math.isnan(plan) or not indicator.better:
        return None
    if indicator.better == "lower":
        return MET if value <= plan else NOT_MET
    return MET if value >= plan else NOT_MET


def change_label(indicator: Indicator) -> BilingualText:
    """What a change of the indicator is told in, as a heading has it: %, pp, days."""
    return registry.units_of_measure[indicator.change_in].label


def title(name: str) -> BilingualText:
    """The title of an indicator of that name; of one that is not defined any more its name."""
    return registry[name].title if name in registry else both(name)


def decimals(name: str) -> int:
    """To how many decimals an indicator is printed; one that is not defined any more to one."""
    return registry[name].unit_of_measure.decimals if name in registry else 1
