"""A table of an office and what is wrong in it: told by row, column and value; of each kind the first 20, and a count."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np

from reporting.registers.cells import is_error
from reporting.text.bilingual import BilingualText, both, quoted
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.wording import number

_TEXT = texts(__name__)

SHOWN, LISTED = 20, 60


class CheckedTable:
    """A table read from a file: `rows` has the number that the file shows for each row, `found` the headings as written."""

    def __init__(
        self, path: Path, sheet: str | None, rows: np.ndarray, found: Mapping[str, str]
    ) -> None:
        self.path, self.sheet, self.rows, self.found = path, sheet, rows, found
        self._told: dict[tuple[str, BilingualText], list[BilingualText]] = {}
        self._count: Counter[tuple[str, BilingualText]] = Counter()
        self._order: dict[tuple[str, BilingualText], tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def shown(self, column: str, place: int) -> BilingualText | None:
        """Return a cell as people see it."""
        raise NotImplementedError

    def wrong(self, column: str, bad: Any, fault: BilingualText, *of: object) -> None:
        """Add mistakes of one kind: `bad` says which rows; see `wrong_at`."""
        self.wrong_at(np.flatnonzero(bad).tolist(), column, fault, *of)

    def wrong_at(
        self,
        places: Sequence[int],
        column: str,
        fault: BilingualText,
        *of: Callable[[int], object] | object,
    ) -> None:
        """Add mistakes of one kind at some places; `of` is what fills the fault, or gives it for a place."""
        if not places:
            return
        kind = column, fault
        told = self._told.setdefault(kind, [])
        across = list(self.found).index(column) if column in self.found else len(self.found)
        self._order.setdefault(kind, (places[0], across))
        self._count[kind] += len(places)
        for place in places[: SHOWN - len(told)]:
            filled = (each(place) if callable(each) else each for each in of)
            wrong = BilingualText(*map(_sentence, fault.format(*filled)))
            shown = self.shown(column, place)
            hint = _TEXT.failed_formula if shown and is_error(shown.vi) else ""
            value = BilingualText(*map(quoted, shown)) if shown and shown.vi else _TEXT.blank
            where = self._sheet, self.rows[place], self._called(column)
            told.append(_TEXT.cell.format(*where, value, wrong, hint))

    def told(self) -> Iterator[BilingualText]:
        """Every kind, as one meets it in the file: its first mistakes, and how many there are if there are several."""
        for kind in sorted(self._told, key=self._order.__getitem__):
            yield from self._told[kind]
            if (count := self._count[kind]) > 1:
                text = _TEXT.more if count > SHOWN else _TEXT.all
                where = self._sheet, self._called(kind[0])
                yield text.format(*where, number(count), number(count - SHOWN))

    def stop_if_any(self) -> None:
        """Raise an `InputError` with every mistake, if there is one."""
        if self._told:
            raise InputError(*self.told())

    @property
    def _sheet(self) -> BilingualText:
        return sheet_of(self.path, self.sheet)

    def _called(self, column: str) -> str:
        heading = self.found.get(column, column)
        return f"“{column}”" if heading == column else f"{quoted(heading)} ({column})"


def sheet_of(path: Path, sheet: str | None) -> BilingualText:
    """A file, and the sheet of a workbook, as messages begin."""
    return _TEXT.sheet.format(path, quoted(sheet)) if sheet else both("{0}").format(path)


def listing(names: Sequence[str | None], comma: str = ", ") -> str:
    """Names from a file one after the other, no more than a message can hold."""
    return comma.join(map(quoted, names[:LISTED])) + (f"{comma}…" if len(names) > LISTED else "")


def perhaps(near: str | BilingualText | None) -> BilingualText:
    """A guess at what was meant, to stand behind what is wrong; nothing where there is none."""
    if near is None:
        return both("")
    return _TEXT.perhaps.format(quoted(near) if isinstance(near, str) else near)


def nearest(written: str, known: Sequence[str]) -> BilingualText:
    """A guess at which of the known names was meant."""
    return perhaps(next(iter(get_close_matches(written, known, n=1)), None))


def _sentence(fault: str) -> str:
    return fault if fault.endswith((".", "?")) else f"{fault}."
