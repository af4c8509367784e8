"""What a report reads, each file once for each state of it: forked processes of a batch find it read already."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pandas as pd

from reporting import statement
from reporting.inputs.office import Reading
from reporting.registers import register_cache, tasks, units
from reporting.registers.recast import Recast

Given = ParamSpec("Given")
Found = TypeVar("Found")


def once(kept: int) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Keep so many results of a function, each for as long as the files among its arguments stay what they are."""

    def keep(read: Callable[..., Found]) -> Any:
        @lru_cache(maxsize=kept)
        def remembered(_modified: tuple[int, ...], given: Any) -> Found:
            return read(*given)

        @wraps(read)
        def known(*given: object) -> Found:
            files = (each for each in given if isinstance(each, Path) and each.is_file())
            return remembered(tuple(file.stat().st_mtime_ns for file in files), given)

        known.__dict__["cache_info"] = remembered.cache_info
        return known

    return keep


@once(2)
def units_of(path: Path, groups: tuple[str, ...] = ()) -> units.Units:
    """The units of a `units.csv`; `groups`: see `units.load`."""
    return units.load(path, groups)


@once(16)
def checked_statement(path: Path) -> statement.Result:
    """A published statement, checked against itself."""
    return statement.check(statement.read(path))


@once(16)
def register(path: Path, units_path: Path, cache: Path, reading: Reading) -> tasks.Register:
    """A quarter's register as it was exported."""
    return register_cache.cached_load(path, units_path, cache, reading)


@once(16)
def tasks_as_of(
    path: Path, units_path: Path, cache: Path, reading: Reading, cut_off: date, history: Recast
) -> pd.DataFrame:
    """A register's tasks with their status as of a day, each of the unit that its own has become."""
    return history.tasks(tasks.as_of(register(path, units_path, cache, reading), cut_off))
