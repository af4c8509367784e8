"""What an indicator is computed from: tasks of a quarter and of the year before; in its worked example, small tables of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar

import numpy as np
import pandas as pd

from reporting.indicators.measures import TASKS, YEAR_AGO
from reporting.indicators.mistakes import CODE, COLUMN, PART, Mistake, NoSuchName, unknown
from reporting.inputs.office import Office
from reporting.registers.register import DAYS, Register, as_of
from reporting.text import DONE, STATUSES, TASK_COLUMNS, BilingualText, Quarter, texts

_TEXT = texts(__name__)

Found = TypeVar("Found")
Columns = Mapping[str, Sequence[Any]]
NUMBERS = ("weight", "days_late", "days_overdue")
DERIVED = ("status", "completed", "days_late", "days_overdue")
QUARTER = Quarter(2023, 3)  # whose tasks those of a worked example are
_type_of = lru_cache(lambda *codes: pd.CategoricalDtype([*codes]))


class Codes(pd.Categorical):
    """A column of codes; comparing it with a code that there is none of, false for every task, is a `Mistake`."""

    def __eq__(self, other: object) -> Any:
        return super().__eq__(self._known(other))

    def __ne__(self, other: object) -> Any:
        return super().__ne__(self._known(other))

    def isin(self, values: Any) -> Any:
        """Which of the tasks have one of the codes: of a list all must be known, of a column some."""
        listed = [*dict.fromkeys(values)]
        if isinstance(values, np.ndarray) or not self.categories.isin(listed).any():
            for value in listed:
                self._known(value)
        return super().isin(values)

    def _known(self, value: Any) -> Any:
        if pd.api.types.is_scalar(value) and not pd.isna(value) and value not in self.categories:
            raise Mistake(unknown(CODE, value, self.categories))
        return value


def guarded(tasks: pd.DataFrame) -> pd.DataFrame:
    """The same table, its columns of codes guarded against codes that there are none of."""
    coded = ("status", "reported_status", "source", "unit_group", "unit")
    return tasks.assign(**{name: Codes(tasks[name].array, copy=False) for name in coded})


@dataclass(frozen=True)
class Period:
    """The quarter whose register is evaluated, and its days as `tasks` holds days."""

    quarter: Quarter
    first_day: pd.Timestamp
    last_day: pd.Timestamp
    cut_off: pd.Timestamp

    def __getattr__(self, name: str) -> NoReturn:
        raise NoSuchName(unknown(PART, name, vars(self)))

    @classmethod
    def of(cls, quarter: Quarter, cut_off: date | None = None) -> "Period":
        """A quarter as of a day; without one as of its last day."""
        days = (quarter.first_day, quarter.last_day, cut_off or quarter.last_day)
        return cls(quarter, *map(pd.Timestamp, days))


@dataclass(frozen=True)
class Basis:
    """Tables with one row per task; `year_ago` is None where the comparison quarter's register is not at hand."""

    tasks: pd.DataFrame
    period: Period
    year_ago: pd.DataFrame | None = None

    def each(self, of: Callable[[pd.DataFrame], Found]) -> dict[str | None, Found]:
        """What is computed of each table, by its name; None is for columns that do not say whose they are."""
        own = of(self.tasks)
        found: dict[str | None, Found] = {TASKS: own, None: own}
        return found if self.year_ago is None else found | {YEAR_AGO: of(self.year_ago)}

    def made(
        self, of: Callable[[pd.DataFrame], pd.DataFrame], period: Period | None = None
    ) -> "Basis":
        """The same with what is made of each table, and with another period if one is given."""
        before = None if self.year_ago is None else of(self.year_ago)
        return Basis(of(self.tasks), period or self.period, before)


def codes(office: Office) -> Mapping[str, Sequence[str]]:
    """The columns that hold codes, each with its codes."""
    return {"status": STATUSES, "reported_status": STATUSES, "source": list(office.sources)}


class Example(NamedTuple):
    """Columns of a small table, the value they must give, and the year-ago table's columns."""

    columns: Columns
    value: float | None
    year_ago: Columns

    @classmethod
    def of(cls, written: object, office: Office) -> "Example":
        """Read `(columns, value)` or `(columns, year_ago, value)`; a `Mistake` says what is wrong with it."""
        match written:
            case (dict() as columns, None | int() | float() as value):
                return cls(_checked(columns, office), value, columns)
            case (dict() as columns, dict() as year_ago, None | int() | float() as value):
                return cls(_checked(columns, office), value, _checked(year_ago, office))
        raise Mistake(_TEXT.example_must_be_columns)

    def tables(self, office: Office) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The table of tasks, and that of the comparison quarter: the same where the example has one only."""
        tasks = example_tasks(self.columns, office)
        if self.year_ago is self.columns:
            return tasks, tasks
        return tasks, example_tasks(self.year_ago, office, QUARTER.year_ago.last_day)

    def holds(self, value: float) -> bool:
        """Whether a figure is the value, or gives it when it is rounded to the decimals that are written."""
        wanted = np.nan if self.value is None else float(self.value)
        decimals = len(repr(wanted).partition(".")[2])
        rounded = decimals >= 4 and round(value, decimals) == wanted
        return rounded or bool(np.isclose(value, wanted, rtol=1e-9, equal_nan=True))


def _checked(columns: Columns, office: Office) -> Columns:
    known, coded = (*TASK_COLUMNS, *office.columns), codes(office)
    for name, values in columns.items():
        if name not in known:
            raise _wrong(unknown(COLUMN, name, known))
        if isinstance(values, str) or not isinstance(values, Sequence):
            raise _wrong(_TEXT.column_must_be_list.format(name))
        for value in values:
            if name in coded and value is not None and value not in coded[name]:
                raise _wrong(unknown(CODE, value, coded[name]))
    if len({len(values) for values in columns.values()}) > 1:
        raise _wrong(_TEXT.columns_must_have_same)
    return columns


def _wrong(what: BilingualText) -> Mistake:
    return Mistake(BilingualText("trong ví dụ, {0}", "in the example, {0}").format(what))


def example_tasks(columns: Columns, office: Office, until: date = QUARTER.last_day) -> pd.DataFrame:
    """Make a table of tasks from the columns of an example; the others get plain values, or come of the dates."""
    rows = max((len(values) for values in columns.values()), default=0)
    group, source = next(iter(office.unit_groups)), list(office.sources)[-1]
    plain = dict(title="…", unit="…", unit_group=group, source=source, status="in_term")  # noqa: C408
    names = (*TASK_COLUMNS, *office.columns)
    given: dict[str, Any] = {name: [plain.get(name)] * rows for name in names}
    given |= {"task_id": [str(number) for number in range(1, rows + 1)]}
    given |= dict.fromkeys(DAYS, np.full(rows, "NaT", "datetime64[s]"))
    given["completed"] = np.isin(columns.get("status", given["status"]), DONE)
    given |= columns
    for name in (each for each in DAYS if each in columns):
        try:
            given[name] = pd.to_datetime(given[name], format="%Y-%m-%d")
        except ValueError as error:
            raise _wrong(_TEXT.column_must_be_dates.format(name)) from error
    for name, known in codes(office).items():
        places = [-1 if code is None else known.index(code) for code in given[name]]
        given[name] = Codes.from_codes(places, dtype=_type_of(*known))  # a hundredth of the time
    given |= {name: np.array(given[name], dtype=float) for name in NUMBERS}
    given |= {name: pd.Categorical(given[name]) for name in ("unit", "unit_group")}
    given |= {n: pd.array(given[n], dtype="str") for n in ("task_id", "title", *office.columns)}
    # In one go: a table that grows column by column takes ten times as long, for every indicator of every report.
    table = pd.DataFrame(given)
    if not {"due_on", "completed_on"} & set(columns):
        return table
    said = table.assign(reported_status=table["status"], assigned_on=np.datetime64("NaT", "us"))
    register = Register(said, Path(), None, dated="status" not in columns, reported=True)
    derived = as_of(register, until)
    return table.assign(**{name: derived[name] for name in DERIVED if name not in columns})
