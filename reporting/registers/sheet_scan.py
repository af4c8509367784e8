"""What the fast reader of workbooks leaves out: failed formulas, formulas never calculated, how far a sheet goes."""

from typing import IO
from xml.etree import ElementTree

FAR_COLUMN, FAR_CELLS = 1_000, 100_000_000
UNCALCULATED = "#CALC!"  # as Excel marks a formula that it cannot work out


class TooWideError(ValueError):
    """A cell stands so far out that no table of tasks can reach it."""


def marks(xml: IO[bytes]) -> dict[tuple[int, int], str]:
    """Return the error shown in each cell that has one, by row and column from 0; a sheet is gone through once.

    Raises `TooWideError` for a cell beyond `FAR_COLUMN`, or where rows × columns are more than `FAR_CELLS`.
    """
    found: dict[tuple[int, int], str] = {}
    here: dict[int, str] = {}
    rows, column, columns = 0, -1, 0
    for _, element in ElementTree.iterparse(xml):
        if element.tag.endswith("}c"):
            reference = element.get("r")
            column = _column(reference) if reference else column + 1
            columns = max(columns, column + 1)
            if mark := _mark(element):
                here[column] = mark
        elif element.tag.endswith("}row"):
            rows = int(element.get("r", rows + 1))
            if columns > FAR_COLUMN or rows * columns > FAR_CELLS:
                raise TooWideError
            found |= {(rows - 1, place): mark for place, mark in here.items()}
            here, column = {}, -1
            element.clear()
    return found


def _mark(cell: ElementTree.Element) -> str | None:
    parts = {part.tag.rpartition("}")[2]: part.text for part in cell}
    value = (parts.get("v") or "").strip()
    if cell.get("t") == "e":
        return value or "#N/A"
    return UNCALCULATED if "f" in parts and not value and cell.get("t") != "str" else None


def _column(reference: str) -> int:
    """Return the column of a cell from 0: of B7 it is 1."""
    column = 0
    for letter in reference.rstrip("0123456789").upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
