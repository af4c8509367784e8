"""What a chart is of, how its figures are written, and which differences between them a title may speak of."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from reporting.text import formats
from reporting.text.catalogue import texts
from reporting.text.wording import CHANGE_IN

_TEXT = texts(__name__)

# A title speaks of a difference where it is at least this large: of shares, one point, which has to be five tasks
# or more; of other figures, a twentieth of the larger one, and of counts five tasks as well.
POINTS, TASKS, PART = 1, 5, 0.05


class About(NamedTuple):
    """What a chart is of, by its `name` on a page, the `label` that opens its title and the unit of its figures."""

    language: str
    name: str
    label: str = ""
    unit: str = "%"
    note: str | None = None
    places: int = 1  # the decimals of its figures

    def fitting(self, values: Iterable[float]) -> "About":
        """The same for figures: shares have one decimal, others one unless all are whole."""
        fractions = any(not float(value).is_integer() for value in values if math.isfinite(value))
        return self._replace(places=int(self.unit == "%" or fractions))

    def rounded(self, value: float) -> float:
        """A figure as it is printed."""
        return float(formats.round_half_up(value, self.places))

    def write(self, value: float, places: int | None = None) -> str:
        """Write a figure: 87,0% or 1.525."""
        write = formats.percent if self.unit == "%" else formats.number
        return write(value, self.language, self.places if places is None else places)

    def tick(self, value: float, step: float) -> str:
        """Write a tick with the decimals that its step needs: 80%, 2,5."""
        return self.write(value, 0 if float(step).is_integer() else 1)

    def difference(self, value: float) -> str:
        """Write the size of a difference: 7,5 điểm phần trăm, 12."""
        text = formats.number(abs(value), self.language, self.places)
        return text + CHANGE_IN["pp"][self.language] if self.unit == "%" else text

    def apart(self, one: float, other: float) -> bool:
        """Whether two figures differ enough to be told apart, whatever they are of."""
        gap = abs(one - other)
        if self.unit == "%":
            return formats.round_half_up(gap, 1) >= POINTS
        return gap > 0 and gap >= PART * max(abs(one), abs(other))

    def tells(self, one: float, other: float, tasks: float = math.inf) -> bool:
        """Whether a title may speak of the difference between two figures, which are shares of so many tasks."""
        share = tasks / 100 if self.unit == "%" else 1.0 if self.unit == "tasks" else math.inf
        return self.apart(one, other) and abs(one - other) * share > TASKS - 1e-6

    @property
    def enough(self) -> str:
        """The smallest difference that tells, in words."""
        return (_TEXT.points if self.unit == "%" else _TEXT.part)[self.language]
