"""Columns of codes that are not compared with a code there is none of: such a comparison is false for every task."""

from typing import Any

import numpy as np
import pandas as pd

from reporting.indicators.mistakes import CODE, Mistake, unknown

CODED = ("status", "reported_status", "source", "unit_group", "unit")


class Codes(pd.Categorical):
    """A column of codes; comparing it with another code than those it may hold is a `Mistake` with the nearest one."""

    def __eq__(self, other: object) -> Any:
        return super().__eq__(self._known(other))

    def __ne__(self, other: object) -> Any:
        return super().__ne__(self._known(other))

    def isin(self, values: Any) -> Any:
        """Which of the tasks have one of the codes; pandas hands over as an array what was written as a list."""
        for value in values if isinstance(values, np.ndarray) else ():
            self._known(value)
        return super().isin(values)

    def _known(self, value: Any) -> Any:
        if pd.api.types.is_scalar(value) and not pd.isna(value) and value not in self.categories:
            raise Mistake(unknown(CODE, value, self.categories))
        return value


def guarded(tasks: pd.DataFrame) -> pd.DataFrame:
    """The same table, its columns of codes guarded against codes that there are none of."""
    return tasks.assign(**{name: Codes(tasks[name].array) for name in CODED})
