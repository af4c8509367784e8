"""What the fast reader of workbooks leaves out: failed formulas, formulas never calculated, how far a sheet goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

FAR_COLUMN, FAR_CELLS = 1_000, 100_000_000
UNCALCULATED = "#CALC!"  # as Excel marks a formula that it cannot work out


class TooWideError(ValueError):
    """A cell stands so far out that no table of tasks can reach it."""


@dataclass
class SheetScan:
    """What stands in a sheet's XML: `marks` has the error shown in a cell, by row and column from 0.

    Raises `TooWideError` for a cell beyond `FAR_COLUMN`, or where rows × columns are more than `FAR_CELLS`.
    """

    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    _at: tuple[int, int] = (0, -1)
    _kind: str = ""
    _formula: bool = False
    _inside: str = ""
    _value: str = ""

    def read(self, xml: IO[bytes]) -> SheetScan:
        """Go through a sheet once, without holding it."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ParseFile(xml)
        return self

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self._at = _place(attributes["r"]) if "r" in attributes else self._next()
            self._kind, self._formula, self._value = attributes.get("t", ""), False, ""
            self._reach()
        elif tag == "row":
            row = int(attributes["r"]) - 1 if "r" in attributes else self._at[0] + (self.rows > 0)
            self._at = (row, -1)
        elif tag == "f":
            self._formula = True
        self._inside = tag

    def _text(self, text: str) -> None:
        if self._inside == "v":
            self._value += text

    def _end(self, name: str) -> None:
        self._inside = ""
        if name.rpartition(" ")[2] != "c":
            return
        value = self._value.strip()
        if self._kind == "e":
            self.marks[self._at] = value or "#N/A"
        elif self._formula and not value and self._kind != "str":
            self.marks[self._at] = UNCALCULATED

    def _next(self) -> tuple[int, int]:
        return self._at[0], self._at[1] + 1

    def _reach(self) -> None:
        row, column = self._at
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if column >= FAR_COLUMN or self.rows * self.columns > FAR_CELLS:
            raise TooWideError


def _place(reference: str) -> tuple[int, int]:
    """Return row and column of a cell from 0: B7 is (6, 1)."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1
