"""What is wrong in a table of an office: told by file, row, column and value; of each kind the first 20, and a count."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from reporting.registers.cells import is_error
from reporting.text.bilingual import BilingualText, both, quoted
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.wording import number

_TEXT = texts(__name__)

SHOWN, LISTED = 20, 60
Lazy = (
    object | Callable[[], object]
)  # what takes long to find out is called only for a mistake that is told


class Mistakes:
    """The mistakes of one table; `found` has the headings of its columns as written."""

    def __init__(self, path: Path, sheet: str | None, found: Mapping[str, str]) -> None:
        self._sheet = sheet_of(path, sheet)
        self._found = found
        self._told: dict[tuple[str, object], list[BilingualText]] = {}
        self._count: Counter[tuple[str, object]] = Counter()

    def __len__(self) -> int:
        return self._count.total()

    def add(
        self,
        row: int,
        column: str,
        value: BilingualText | str | None,
        fault: BilingualText,
        *values: Lazy,
    ) -> None:
        """Add one mistake; those of one column with one `fault`, which `values` fill, are of one kind."""
        kind = column, fault
        self._count[kind] += 1
        if self._count[kind] <= SHOWN:
            known = (each() if callable(each) else each for each in values)
            wrong = _sentence(fault.format(*known))
            shown = both(value) if isinstance(value, str) else value or both("")
            hint = _TEXT.failed_formula if is_error(shown.vi) else ""
            shown = BilingualText(*map(quoted, shown)) if shown.vi else _TEXT.blank
            where = self._sheet, row, self._called(column)
            told = _TEXT.cell.format(*where, shown, wrong, hint)
            self._told.setdefault(kind, []).append(told)

    def more(self, column: str, fault: BilingualText, count: int) -> None:
        """Count mistakes of a kind without telling them."""
        self._count[column, fault] += count

    def told(self) -> Iterator[BilingualText]:
        """Every kind: its first mistakes, and how many there are if there are several."""
        for kind, told in self._told.items():
            yield from told
            if (count := self._count[kind]) > 1:
                text = _TEXT.more if count > SHOWN else _TEXT.all
                where = self._sheet, self._called(kind[0])
                yield text.format(*where, number(count), number(count - SHOWN))

    def stop_if_any(self) -> None:
        """Raise an `InputError` with every mistake, if there is one."""
        if self:
            raise InputError(*self.told())

    def _called(self, column: str) -> str:
        heading = self._found.get(column, column)
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


def _sentence(fault: BilingualText) -> BilingualText:
    return BilingualText(*(half if half.endswith((".", "?")) else f"{half}." for half in fault))
