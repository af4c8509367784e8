"""What exports call the sources and the statuses of tasks."""

import re
from collections.abc import Mapping, Sequence

from reporting.inputs.office import Reading
from reporting.registers import headings
from reporting.registers.cells import key
from reporting.text.bilingual import BilingualText

_SEPARATORS = re.compile(r"[\s_,;:()/.-]+")


def _value_key(text: str) -> str:
    """Return the form in which “Chưa hoàn thành - quá hạn” is “Chưa hoàn thành (quá hạn)”."""
    return _SEPARATORS.sub(" ", key(text).replace("’", "'")).strip()


class Vocabulary:
    """What a column may say: its codes in order, each with what stands for it; the first of these is shown."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self.codes = tuple(names)
        self._shown = [written[0] for written in names.values()]
        self._places: dict[str, int] = {}
        for place, code in enumerate(names):
            for name in (code, *names[code]):
                self._places.setdefault(_value_key(name), place)

    def place(self, text: str) -> int:
        """Return the place of a value among the codes, −1 if it is none of them."""
        return self._places.get(_value_key(text), -1)

    @property
    def expected(self) -> BilingualText:
        """List what a value may be: the usual Vietnamese names, and the codes."""
        chosen = "; ".join(self._shown)
        return BilingualText(
            f"cần một trong các giá trị: {chosen}",
            f"expected one of: {chosen}; or {', '.join(self.codes)}",
        )


def of_sources(reading: Reading) -> Vocabulary:
    """What an office's exports may say for a source."""
    return Vocabulary({code: names[1:] for code, names in reading.sources})


STATUS = Vocabulary(headings.STATUSES)
