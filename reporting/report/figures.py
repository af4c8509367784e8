"""How the figures of an indicator are printed, and what a plan says of them."""

import math
from collections.abc import Mapping
from typing import Any

from reporting.indicators.indicator import Indicator, registry
from reporting.inputs.params import UnitOfMeasure
from reporting.tables.table import Cell, Kind
from reporting.text import BilingualText, both, texts, wording

_TEXT = texts(__name__)

SMALL = 10
# What is said of a figure that is 1 or 0, whether a plan was met and a change is for the better: in a table, in a sentence.
Judged = Mapping[str, Mapping[Any, BilingualText]]
JUDGED: Judged = {"met": _TEXT.group("met"), "progress": _TEXT.group("progress")}
SAID: Judged = {"met": _TEXT.group("met_said"), "progress": _TEXT.group("progress_said")}


def kind(indicator: Indicator) -> Kind:
    """How a table prints an indicator's values."""
    if indicator.unit in ("%", "pp", "index"):
        return "share"
    return "number" if indicator.decimals else "count"


KINDS: dict[str, Kind] = {
    **dict.fromkeys(("change", "change_on_previous", "plan_difference"), "signed"),
    "plan_execution": "share",
    "rank": "count",
    **dict.fromkeys(JUDGED, "text"),
}


def cell(indicator: Indicator, value: Any, figure: str = "value", measured: bool = False) -> Cell:
    """A figure of an indicator as a table writes it; a difference with what it is `measured` in."""
    # changes are in % or points, whatever they are of
    decimals = 1 if figure in ("change", "change_on_previous") else indicator.decimals
    unit = None
    if measured and KINDS.get(figure) == "signed":
        own = figure == "plan_difference" and not indicator.is_share
        unit = (indicator.unit_of_measure if own else change_measured(indicator)).text
    return Cell(value, KINDS.get(figure) or kind(indicator), decimals, unit)


def figure(indicator: Indicator, value: float) -> BilingualText:
    """A value of an indicator as printed, with the sign of per cent."""
    if indicator.is_share:
        return wording.percent(value)
    whole = kind(indicator) == "number" and float(value).is_integer()
    return wording.number(value, 0 if whole else indicator.decimals)


def met(indicator: Indicator, value: float, plan: float) -> float:
    """Whether a plan was met, 1 or 0, from unrounded figures without their noise; missing without a plan, value or direction."""
    if math.isnan(value) or math.isnan(plan) or not indicator.better:
        return math.nan
    gap = wording.without_noise(value) - wording.without_noise(plan)
    return float(gap <= 0 if indicator.better == "lower" else gap >= 0)


def progress(indicator: Indicator, change: float) -> float:
    """Whether a change is for the better, 1 or 0; missing where it prints as none, without a direction, and of amounts."""
    # an amount goes with the number of tasks: fewer completed of fewer tasks is nothing worse
    judged = indicator.better and not indicator.is_amount
    if not judged or math.isnan(change) or wording.is_unchanged(change):
        return math.nan
    return float((change > 0) == (indicator.better == "higher"))


def change(
    indicator: Indicator, moved: float, base: float, compared: BilingualText | None = None
) -> BilingualText:
    """A change as one says it; from a small count not in per cent, but by how many."""
    if is_small(indicator, base):
        return wording.change(round(moved * abs(base) / 100), "tasks", compared)
    return wording.change(moved, indicator.change_in, compared)


def change_told(
    indicator: Indicator, moved: float, base: float, compared: BilingualText | None = None
) -> BilingualText:
    """A change as a sentence has it, and in brackets whether it is for the better."""
    told = change(indicator, moved, base, compared)
    judged = SAID["progress"].get(progress(indicator, moved))
    return both("{0} ({1})").format(told, judged) if judged else told


def is_small(indicator: Indicator, base: float) -> bool:
    """Whether a count is so small, or negative, that a change from it says nothing in per cent: one task is a tenth of it."""
    return kind(indicator) == "count" and indicator.change_in == "%" and 0 != base < SMALL


def change_measured(indicator: Indicator) -> UnitOfMeasure:
    """What a change of the indicator is told in: %, percentage points, days."""
    return registry.units_of_measure[indicator.change_in]


def titled(indicator: Indicator) -> BilingualText:
    """An indicator's title with its unit of measure, as a heading."""
    if indicator.unit == "tasks":
        return indicator.title
    return both("{0} ({1})").format(indicator.title, indicator.unit_of_measure.text)


def title(name: str) -> BilingualText:
    """The title of an indicator of that name; of one that is not defined any more its name."""
    return registry[name].title if name in registry else both(name)


def decimals(name: str) -> int:
    """To how many decimals an indicator is printed; one that is not defined any more to one."""
    return registry[name].decimals if name in registry else 1
