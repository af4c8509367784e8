"""What figures are counted in: the units of measure that every report has, and those that params name."""

from collections.abc import Mapping
from typing import NamedTuple

from reporting.inputs.params import NamedUnit
from reporting.text.bilingual import BilingualText, both


class UnitOfMeasure(NamedTuple):
    """A unit's name, the decimals of its figures, and what a change is told in: `%`, `pp` or the unit itself."""

    label: BilingualText
    decimals: int = 1
    change_in: str = "%"


STANDARD = {
    "tasks": UnitOfMeasure(BilingualText("công việc", "tasks")),
    "%": UnitOfMeasure(both("%"), change_in="pp"),
    "pp": UnitOfMeasure(BilingualText("điểm %", "pp"), change_in="pp"),
    "days": UnitOfMeasure(BilingualText("ngày", "days"), change_in="days"),
    "index": UnitOfMeasure(BilingualText("chỉ số", "index"), change_in="index"),
    "points": UnitOfMeasure(BilingualText("điểm", "points")),
    "units": UnitOfMeasure(BilingualText("đơn vị", "units")),
    "persons": UnitOfMeasure(BilingualText("người", "persons")),
    "hours": UnitOfMeasure(BilingualText("giờ", "hours")),
}


def change_in(code: str) -> str:
    """What changes of figures in a unit are told in: of amounts, as those that params name, in per cent."""
    return STANDARD[code].change_in if code in STANDARD else "%"


def with_named(units: Mapping[str, NamedUnit]) -> dict[str, UnitOfMeasure]:
    """The standard units, and those that params name."""
    return STANDARD | {
        code: UnitOfMeasure(unit.text, unit.decimals, change_in(code))
        for code, unit in units.items()
    }
