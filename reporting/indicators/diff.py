"""Which indicator values differ between two reports, and by how much; exact, and without pandas."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError

_TEXT = texts(__name__)

FILE = "indicators.csv"
KEYS = ("quarter", "indicator", "unit_group", "unit", "source")
COLUMNS = ("value", "value_year_ago")
KINDS = ("changed", "added", "gone")


class Place(NamedTuple):
    """One figure of one cell: `column` is `value` or `value_year_ago`."""

    quarter: str
    indicator: str
    unit_group: str
    unit: str
    source: str
    column: str = "value"


Values = Mapping[Place, Decimal | None]


class Difference(NamedTuple):
    """A figure that is not the same in both; `old` or `new` is None where there is no figure.

    `kind` is `changed`, `added` (a cell that only the new report has) or `gone`.
    """

    place: Place
    old: Decimal | None
    new: Decimal | None
    kind: str

    @property
    def amount(self) -> Decimal | None:
        """New less old, exactly."""
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def relative(self) -> Decimal | None:
        """The amount in per cent of the old figure; None where that is nothing, or zero."""
        return self.amount * 100 / abs(self.old) if self.amount is not None and self.old else None

    @property
    def decimals(self) -> int:
        """As many decimals as it takes to see the difference: none for counts, two digits of it otherwise."""
        given = [value for value in (self.old, self.new, self.amount) if value is not None]
        if all(value == value.to_integral_value() for value in given):
            return 0
        smallest = abs(self.amount) if self.amount else abs(given[0])
        return max(1, 1 - smallest.adjusted()) if smallest else 1


def read(path: Path) -> Values:
    """Read the values of a report's folder, or of an `indicators.csv`; an `InputError` if they cannot be."""
    file = path / FILE if path.is_dir() else path
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(_TEXT.cannot_be_read_expected.format(file)) from None
    return read_text(text, str(file))


def read_text(text: str, name: str = FILE) -> Values:
    """Read values from the text of an `indicators.csv`; `name` is what messages call it."""
    rows = csv.DictReader(io.StringIO(text))
    missing = [key for key in (*KEYS, *COLUMNS) if key not in (rows.fieldnames or ())]
    if missing:
        raise InputError(
            BilingualText("{0}: thiếu cột {1}.", "{0}: the column {1} is missing.").format(
                name, ", ".join(missing)
            )
        )
    values: dict[Place, Decimal | None] = {}
    for row in rows:
        if None in row.values():
            raise _wrong(name, rows.line_num, BilingualText("dòng thiếu ô", "the row is cut short"))
        for column in COLUMNS:
            place = Place(**{key: row[key] for key in KEYS}, column=column)
            if place in values:
                raise _wrong(
                    name, rows.line_num, BilingualText("ô này đã có", "this cell came before")
                )
            try:
                values[place] = Decimal(row[column]) if row[column] else None
            except InvalidOperation:
                expected = BilingualText("“{0}” không phải là số", "“{0}” is no number").format(
                    row[column]
                )
                raise _wrong(name, rows.line_num, expected) from None
    return values


def _wrong(name: str, line: int, what: BilingualText) -> InputError:
    return InputError(
        BilingualText("{0}, dòng {1}: {2}.", "{0}, line {1}: {2}.").format(name, line, what)
    )


def compare(old: Values, new: Values) -> list[Difference]:
    """Every figure that differs, the largest relative change first, then cells added, then cells gone.

    A change from nothing or from zero has no relative size and comes first; among equals the order of the
    file stays. Of a cell that only one report has, its own value alone is named. Reports of two quarters are
    compared cell by cell, under the new one's name.
    """
    quarters = [{place.quarter for place in values} for values in (old, new)]
    if all(len(each) == 1 for each in quarters) and quarters[0] != quarters[1]:
        (quarter,) = quarters[1]
        old = {place._replace(quarter=quarter): value for place, value in old.items()}
    return sorted(_differences(old, new), key=_order)


def _differences(old: Values, new: Values) -> Iterator[Difference]:
    for place, value in new.items():
        if place in old:
            if old[place] != value:
                yield Difference(place, old[place], value, "changed")
        elif place.column == "value":
            yield Difference(place, None, value, "added")
    for place, value in old.items():
        if place not in new and place.column == "value":
            yield Difference(place, value, None, "gone")


def _order(difference: Difference) -> tuple[int, bool, Decimal]:
    relative = difference.relative
    size = difference.amount or Decimal(0) if relative is None else relative
    if difference.kind != "changed":
        size = Decimal(0)
    return KINDS.index(difference.kind), relative is not None, -abs(size)


def as_json(differences: Sequence[Difference]) -> list[dict[str, Any]]:
    """Differences as plain objects: the cell, its column, `old`, `new`, `difference`, `relative`, `kind`."""
    return [
        {
            **each.place._asdict(),
            "old": _plain(each.old),
            "new": _plain(each.new),
            "difference": _plain(each.amount),
            "relative": _plain(each.relative),
            "kind": each.kind,
        }
        for each in differences
    ]


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def cell(place: Place) -> str:
    """A cell by its codes: `a_group, a_source`, a unit by its own code, `_T` for the total."""
    codes = [place.unit if place.unit != TOTAL else place.unit_group, place.source]
    return ", ".join(code for code in codes if code != TOTAL) or TOTAL
