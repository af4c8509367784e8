"""The registers of several quarters as one: a task that stands in several counts once, as the last of them has it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def merged(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of tasks together, oldest first, each as of its own cut-off.

    A task has the row, and so the status, of the last table that lists it; rows stay in the order of the tables.
    """
    together = pd.concat(tables, ignore_index=True)
    return together.drop_duplicates("task_id", keep="last", ignore_index=True)


def no_longer_listed(table: pd.DataFrame, last: pd.DataFrame) -> pd.Series[bool]:
    """Which tasks of a merged table are open, and not in the last register: their status is an older one."""
    return ~table["completed"] & ~table["task_id"].isin(last["task_id"])
