"""Which indicator values differ between two reports, and by how much; exact, and without pandas."""

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from reporting.inputs import outside
from reporting.text import TOTAL, InputError, texts, wording

_TEXT = texts(__name__)

FILE = "indicators.csv"
KEYS = ("quarter", "indicator", "unit_group", "unit", "source")
COLUMNS = ("value", "value_year_ago")
KINDS = ("changed", "added", "gone")
LARGEST, SMALLEST = 24, -300  # the first digit stands in this place: no figure has one beyond


class Place(NamedTuple):
    """One figure of one cell: `column` is `value` or `value_year_ago`."""

    quarter: str
    indicator: str
    unit_group: str
    unit: str
    source: str
    column: str = "value"


Values = Mapping[Place, Decimal | None]


class Written(dict[Place, Decimal | None]):
    """The values of an `indicators.csv`, the unit of measure of each indicator, and the plan of each cell, if any."""

    def __init__(self) -> None:
        super().__init__()
        self.units: dict[str, str] = {}
        self.plans: dict[Place, str] = {}


class Difference(NamedTuple):
    """A figure that differs: `changed`, `added` (a cell that only the new report has) or `gone`; None where there is none."""

    place: Place
    old: Decimal | None
    new: Decimal | None
    kind: str

    @property
    def is_finite(self) -> bool:
        """Whether neither is NaN or infinite."""
        return all(each is None or each.is_finite() for each in (self.old, self.new))

    @property
    def amount(self) -> Decimal | None:
        """New less old, exactly."""
        if self.old is None or self.new is None or not self.is_finite:
            return None
        return self.new - self.old

    @property
    def relative(self) -> Decimal | None:
        """The amount in per cent of the old figure; None where that is nothing, or zero."""
        return self.amount * 100 / abs(self.old) if self.amount is not None and self.old else None

    @property
    def decimals(self) -> int:
        """As they are printed, none for counts and one for others, or as many as it takes to see the difference."""
        numbers = [each for each in (self.old, self.new) if each is not None and each.is_finite()]
        if all(value == value.to_integral_value() for value in numbers):
            return 0
        if not self.amount or len({wording.round_half_up(each, 1) for each in numbers}) > 1:
            return 1
        return min(1 - self.amount.adjusted(), 26 - max(each.adjusted() for each in numbers), 12)


def read(path: Path) -> Written:
    """Read the values of a report's folder, or of an `indicators.csv`; an `InputError` if they cannot be."""
    file = path / FILE if path.is_dir() else path
    if not file.is_file():
        raise InputError(_TEXT.cannot_be_read_expected.format(file))
    with outside.reading(file, _TEXT.cannot_be_read_expected):
        text = outside.content(file).decode("utf-8-sig")
    return read_text(text, str(file))


def read_text(text: str, name: str = FILE) -> Written:
    """Read values from the text of an `indicators.csv`; `name` is what messages call it."""
    rows = csv.DictReader(io.StringIO(text))
    if missing := [key for key in (*KEYS, *COLUMNS) if key not in (rows.fieldnames or ())]:
        raise InputError(_TEXT.no_column.format(name, ", ".join(missing)))
    values = Written()
    for row in rows:
        try:
            if None in row.values():
                raise InputError(_TEXT.cut_short)
            values.units[row["indicator"]] = row.get("unit_of_measure") or ""
            for column in COLUMNS:
                place = Place(**{key: row[key] for key in KEYS}, column=column)
                if place in values:
                    raise InputError(_TEXT.came_before)
                values[place] = _number(row[column])
                values.plans[place._replace(column="plan")] = row.get("plan") or ""
        except InputError as error:
            wrong = _TEXT.in_line.format(name, rows.line_num, error.problems[0])
            raise InputError(wrong) from None
    return values


def _number(text: str) -> Decimal | None:
    """A figure as written; NaN and infinity are told as such wherever they differ."""
    try:
        value = Decimal(text) if text else None
        fits = not value or not value.is_finite() or SMALLEST <= value.adjusted() <= LARGEST
    except InvalidOperation:
        fits = False
    if not fits:
        raise InputError(_TEXT.no_number.format(text))
    return Decimal("NaN") if value is not None and value.is_nan() else value


def compare(old: Values, new: Values) -> list[Difference]:
    """Every figure that differs: from nothing or zero, then by the largest relative change, cells added, cells gone."""
    then, now = ({place.quarter for place in values} for values in (old, new))
    # two quarters are compared under the new one's name; each has another year before, which is left out
    if len(then) == len(now) == 1 and then != now:
        (quarter,) = now
        old = {p._replace(quarter=quarter): v for p, v in old.items() if p.column == "value"}
        new = {place: value for place, value in new.items() if place.column == "value"}
    found = []
    for place in {**new, **old}:
        was, is_now = old.get(place), new.get(place)
        if place in old and place in new:
            if str(was) != str(is_now) and was != is_now:  # NaN is no other than NaN
                found.append(Difference(place, was, is_now, "changed"))
        elif place.column == "value":
            found.append(Difference(place, was, is_now, "gone" if place in old else "added"))

    def order(difference: Difference) -> tuple[int, bool, Decimal]:
        relative = difference.relative
        size = difference.amount or Decimal(0) if relative is None else relative
        return KINDS.index(difference.kind), relative is not None, -abs(size)

    return sorted(found, key=order)


def by_indicator(differences: Sequence[Difference]) -> dict[str, list[Difference]]:
    """The differences of each indicator, totals before units; that comes first whose total changes most."""

    def depth(each: Difference) -> int:
        _, _, group, unit, source, _ = each.place
        return 2 if unit != TOTAL else int((group, source) != (TOTAL, TOTAL))

    found: dict[str, list[Difference]] = {}
    for each in sorted(differences, key=depth):
        found.setdefault(each.place.indicator, []).append(each)
    return found


def as_json(differences: Sequence[Difference]) -> list[dict[str, Any]]:
    """Differences as plain objects: the cell, its column, `old`, `new`, `difference`, `relative`, `kind`."""

    def plain(value: Decimal | None) -> int | float | str | None:
        """JSON knows neither NaN nor infinity."""
        if value is None or not value.is_finite():
            return None if value is None else str(value)
        return int(value) if value == value.to_integral_value() else float(value)

    return [
        each.place._asdict()
        | {"old": plain(each.old), "new": plain(each.new)}
        | {"difference": plain(each.amount), "relative": plain(each.relative), "kind": each.kind}
        for each in differences
    ]


def cell(place: Place) -> str:
    """A cell by its codes: `a_group, a_source`, a unit by its own code, `_T` for the total."""
    codes = [place.unit if place.unit != TOTAL else place.unit_group, place.source]
    return ", ".join(code for code in codes if code != TOTAL) or TOTAL
