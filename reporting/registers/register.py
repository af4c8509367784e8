"""A quarter's tasks, clean, and what was noticed while they were read."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from reporting.text.bilingual import BilingualText


@dataclass(frozen=True)
class Note:
    """Something noticed that is no mistake: its kind, how many rows, and what to say of it."""

    kind: str
    count: int
    text: BilingualText


@dataclass(frozen=True)
class Register:
    """One row per task, in the file's order; columns and dtypes as in `docs/how-it-works.md`.

    `dated` says whether the file has a column of completion dates, `reported` whether it has one
    of statuses; one of them it has.
    """

    table: pd.DataFrame
    path: Path
    sheet: str | None
    dated: bool
    reported: bool
    notes: tuple[Note, ...] = ()
