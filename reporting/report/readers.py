"""What a report reads, each file once for each state of it: forked processes of a batch find it read already."""

from datetime import date
from pathlib import Path

import pandas as pd

from reporting import statement
from reporting.inputs import outside
from reporting.inputs.office import Reading
from reporting.registers import register_cache, tasks, units
from reporting.registers.recast import Recast
from reporting.report import once
from reporting.text.bilingual import shown

units_of = once.for_each_file(2)(units.load)
register = once.for_each_file(16)(register_cache.cached_load)


@once.for_each_file(16)
def checked_statement(path: Path) -> statement.Result:
    """A published statement, checked against itself."""
    return statement.check(statement.read(outside.text(path), shown(path)))


@once.for_each_file(16)
def tasks_as_of(
    path: Path, units_path: Path, cache: Path, reading: Reading, cut_off: date, history: Recast
) -> pd.DataFrame:
    """A register's tasks with their status as of a day, each of the unit that its own has become."""
    return history.tasks(tasks.as_of(register(path, units_path, cache, reading), cut_off))
