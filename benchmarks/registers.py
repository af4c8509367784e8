"""Registers of any size, made of the repository's own."""

from __future__ import annotations

import shutil
from pathlib import Path

COLUMNS = ["task_id", "title", "unit", "source", "assigned_on", "due_on", "completed_on"]


def large_register(source: Path, target: Path, rows: int) -> Path:
    """Make a data folder with registers of so many rows for 2023Q3 and 2022Q3, as Parquet; returns it."""
    import pandas as pd

    from reporting.registers import tasks, units

    target.mkdir(parents=True)
    shutil.copy(source / "units.csv", target)
    known = units.load(target / "units.csv")
    for quarter in ("2022Q3", "2023Q3"):
        table = tasks.load(source / quarter / "tasks.csv.gz", known).table
        times = -(-rows // len(table))
        many = pd.concat([table] * times, ignore_index=True).iloc[:rows]
        many["task_id"] = [f"{number:07d}" for number in range(rows)]
        (target / quarter).mkdir()
        many[COLUMNS].to_parquet(target / quarter / "tasks.parquet", index=False)
    return target
