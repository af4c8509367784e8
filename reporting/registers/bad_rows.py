"""The rows of an export that cannot be right: collected, and told so that they can be found."""

from collections.abc import Callable

import numpy as np

from reporting.registers.cells import is_error
from reporting.registers.export import RawTable
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.wording import number

_TEXT = texts(__name__)

SHOWN = 20


class BadRows:
    """Every kind of mistake in an export: its first 20 rows in words, and how many there are."""

    def __init__(self, raw: RawTable) -> None:
        self._raw = raw
        self._problems: list[BilingualText] = []

    def add(self, column: str, bad: np.ndarray, fault: Callable[[int], BilingualText]) -> None:
        """Add one kind: `bad` says which rows, `fault` what is wrong at a place and expected."""
        places = np.flatnonzero(bad).tolist()
        for place in places[:SHOWN]:
            where = self._where(column, f", dòng {self._row(place)}", f", row {self._row(place)}")
            value = self._raw.shown(column, place) if column in self._raw else None
            shown = (
                BilingualText("“{0}” ", "“{0}” ")
                if value
                else BilingualText("ô để trống; ", "a blank cell; ")
            )
            told = _joined(where, both(": "), shown.format(value), fault(place))
            if value and is_error(value.vi):
                told = _joined(told, _TEXT.failed_formula)
            self._problems.append(told)
        if len(places) > 1:
            more = _TEXT.more if len(places) > SHOWN else _TEXT.all
            counted = more.format(number(len(places)), number(len(places) - SHOWN))
            self._problems.append(_joined(self._where(column, "", ""), counted))

    def stop_if_any(self) -> None:
        """Raise an `InputError` with every mistake, if there is one."""
        if self._problems:
            raise InputError(*self._problems)

    def _row(self, place: int) -> int:
        return int(self._raw.rows[place])

    def _where(self, column: str, row_vi: str, row_en: str) -> BilingualText:
        path, sheet = self._raw.path.as_posix(), self._raw.sheet
        heading = self._raw.found.get(column, column)
        called = f"“{heading}”" if heading == column else f"“{heading}” ({column})"
        sheet_vi = f", trang tính “{sheet}”" if sheet else ""
        sheet_en = f", sheet “{sheet}”" if sheet else ""
        return BilingualText(
            f"{path}{sheet_vi}{row_vi}, cột {called}", f"{path}{sheet_en}{row_en}, column {called}"
        )


def _joined(*parts: BilingualText) -> BilingualText:
    return BilingualText("".join(part.vi for part in parts), "".join(part.en for part in parts))
