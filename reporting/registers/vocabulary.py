"""What exports call the sources and the statuses of tasks."""

import re
from collections.abc import Mapping, Sequence

from reporting.inputs.office import Reading
from reporting.registers.cells import key
from reporting.text.bilingual import BilingualText

STATUS_NAMES: dict[str, tuple[str, ...]] = {
    "completed_on_time": (
        "Hoàn thành", "Đã hoàn thành", "Hoàn thành đúng hạn", "Đã hoàn thành đúng hạn",
        "Hoàn thành trong hạn", "Hoàn thành trước hạn", "Completed", "Completed on time",
    ),
    "completed_late": (
        "Hoàn thành trễ hạn", "Hoàn thành quá hạn", "Đã hoàn thành trễ hạn",
        "Đã hoàn thành quá hạn", "Hoàn thành chậm", "Completed late",
    ),
    "overdue": (
        "Chưa hoàn thành trễ hạn", "Chưa hoàn thành quá hạn", "Đang thực hiện quá hạn",
        "Đang thực hiện trễ hạn", "Overdue", "Not completed overdue",
    ),
    "in_term": (
        "Chưa hoàn thành", "Chưa hoàn thành còn hạn", "Chưa hoàn thành trong hạn",
        "Chưa hoàn thành chưa đến hạn", "Đang thực hiện", "Đang thực hiện còn hạn",
        "Đang thực hiện trong hạn", "In term", "Not completed", "Not completed in term",
        "In progress", "Not yet due",
    ),
    "no_due_date": (
        "Không có thời hạn", "Không thời hạn", "Không có hạn", "Không có hạn hoàn thành",
        "Không xác định thời hạn", "No due date", "Without a due date",
    ),
}  # fmt: skip
_SEPARATORS = re.compile(r"[\s_,;:()/.-]+")


def _value_key(text: str) -> str:
    """Return the form in which “Chưa hoàn thành - quá hạn” is “Chưa hoàn thành (quá hạn)”."""
    return _SEPARATORS.sub(" ", key(text).replace("’", "'")).strip()


class Vocabulary:
    """What a column may say: its codes in order, each with what stands for it; the first of these is shown."""

    def __init__(self, names: Mapping[str, Sequence[str]], shown: Mapping[str, str]) -> None:
        self.codes = tuple(names)
        self._shown = shown
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
        chosen = "; ".join(self._shown[code] for code in self.codes)
        return BilingualText(
            f"cần một trong các giá trị: {chosen}",
            f"expected one of: {chosen}; or {', '.join(self.codes)}",
        )


def of_sources(reading: Reading) -> Vocabulary:
    """What an office's exports may say for a source."""
    names = dict(reading.sources)
    return Vocabulary(names, {code: written[1] for code, written in names.items()})


_FULL = {"completed_on_time": 2, "in_term": 1}  # with its full ending, where it has one
STATUS = Vocabulary(
    STATUS_NAMES, {code: names[_FULL.get(code, 0)] for code, names in STATUS_NAMES.items()}
)
