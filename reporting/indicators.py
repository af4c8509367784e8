"""`@indicator`: one cell of the notebook is a whole indicator; the live registry of all of them."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from reporting.codes import DONE, SOURCES, STATUSES
from reporting.errors import Text, both, user_language
from reporting.measures import Grid, Measure, MeasureError, evaluate

UNITS_OF_MEASURE = {
    "tasks": Text("công việc", "tasks"),
    "%": both("%"),
    "days": Text("ngày", "days"),
    "points": Text("điểm", "points"),
    "units": Text("đơn vị", "units"),
    "persons": Text("người", "persons"),
    "hours": Text("giờ", "hours"),
}

Example = tuple[dict[str, list[Any]], float | None]


class IndicatorError(Exception):
    """An indicator is not right; one line in the user's language, also under the notebook's cell."""

    def __init__(self, name: str, message: Text) -> None:
        self.message = Text("Chỉ tiêu “{0}”: {1}", "Indicator “{0}”: {1}").format(name, message)
        super().__init__(self.message[user_language()])

    def _render_traceback_(self) -> list[str]:  # IPython shows this instead of a traceback
        return [str(self)]


@dataclass(frozen=True)
class Indicator:
    """What is computed, and everything that travels with the figure.

    `definition` is the function's docstring; a paragraph that starts with `vi:` is its Vietnamese text.
    """

    name: str
    title: Text
    unit: str
    definition: Text
    function: Callable[..., Measure] = field(repr=False)
    example: Example = field(repr=False)
    uses_year_ago: bool = False

    @property
    def is_share(self) -> bool:
        """Whether changes are given in percentage points."""
        return self.unit == "%"

    def measure(self, tasks: pd.DataFrame, year_ago: pd.DataFrame | None = None) -> Measure:
        """Apply the function to a table of tasks; an `IndicatorError` says what it got wrong.

        Where the indicator needs the year-ago table and there is none, it counts nothing: every value is missing.
        """
        if self.uses_year_ago and year_ago is None:
            return Measure("median", values=np.full(len(tasks), np.nan))
        try:
            measure = self.function(tasks, year_ago) if self.uses_year_ago else self.function(tasks)
        except MeasureError as error:
            raise IndicatorError(self.name, error.message) from error
        except (KeyError, AttributeError) as error:
            raise IndicatorError(self.name, _no_such_column(error, tasks)) from error
        except Exception as error:
            raise IndicatorError(self.name, both(f"{type(error).__name__}: {error}")) from error
        self._check_measure(measure, len(tasks))
        return measure

    def _check_measure(self, measure: object, tasks: int) -> None:
        if not isinstance(measure, Measure):
            raise IndicatorError(
                self.name,
                Text(
                    "hàm phải trả về count(…), share(…), mean(…), median(…) hoặc total(…), không phải {0}; "
                    "phép tính được áp dụng cho mọi ô của bảng cùng một lúc.",
                    "the function must return count(…), share(…), mean(…), median(…) or total(…), not {0}; "
                    "it is evaluated for every cell of the table at once.",
                ).format(type(measure).__name__),
            )
        for array in (measure.where, measure.of, measure.values):
            if array is not None and len(array) != tasks:
                raise IndicatorError(
                    self.name,
                    Text(
                        "điều kiện hoặc giá trị có {0} dòng, bảng công việc có {1}; hãy tính từ chính bảng "
                        "`tasks`, không lọc bớt dòng.",
                        "the mask or the values have {0} rows, the table of tasks {1}; compute them from "
                        "`tasks` itself, without dropping rows.",
                    ).format(len(array), tasks),
                )
        if (measure.kind == "share") != self.is_share:
            raise IndicatorError(
                self.name,
                Text(
                    "share(…) và đơn vị tính “%” phải đi cùng nhau; đơn vị đang là “{0}”.",
                    "share(…) and the unit “%” belong together; the unit is “{0}”.",
                ).format(self.unit),
            )

    def check_example(self) -> None:
        """Compute the worked example; an `IndicatorError` says what came out instead."""
        columns, expected = self.example
        tasks = example_tasks(columns)
        measure = self.measure(tasks, tasks if self.uses_year_ago else None)
        grid = Grid(np.zeros(len(tasks), dtype=int), (np.zeros(1, dtype=int),), 1)
        value = float(evaluate(measure, grid).value[0])
        wanted = float("nan") if expected is None else float(expected)
        if not np.isclose(value, wanted, rtol=1e-9, equal_nan=True):
            shown = "None" if np.isnan(value) else f"{value:g}"
            raise IndicatorError(
                self.name,
                Text(
                    "ví dụ phải cho {0} nhưng tính ra {1}; sửa ví dụ hoặc sửa hàm.",
                    "the example should give {0} but gives {1}; mend the example or the function.",
                ).format(expected, shown),
            )


class Registry:
    """The indicators defined so far, in the order of the notebook."""

    def __init__(self) -> None:
        self._by_name: dict[str, Indicator] = {}
        self.on_define: Callable[[Indicator], None] = lambda _: None

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Indicator:
        if name not in self._by_name:
            raise IndicatorError(name, _unknown(name, list(self._by_name)))
        return self._by_name[name]

    def define(self, indicator: Indicator) -> None:
        """Add an indicator; the same title again is the cell run once more, and replaces it in place."""
        known = self._by_name.get(indicator.name)
        if known and known.title != indicator.title:
            raise IndicatorError(
                indicator.name,
                Text(
                    "tên này đã có chỉ tiêu khác (“{0}”); hãy đặt tên khác cho hàm.",
                    "the name is taken by another indicator (“{0}”); give the function another name.",
                ).format(known.title),
            )
        indicator.check_example()
        self.on_define(indicator)
        self._by_name[indicator.name] = indicator

    def clear(self) -> None:
        """Forget every indicator."""
        self._by_name.clear()


registry = Registry()


def indicator(
    *, vi: str = "", en: str = "", unit: str = "tasks", example: Example | None = None
) -> Callable[[Callable[..., Measure]], Callable[..., Measure]]:
    """Make a function of the table of tasks an indicator of the report.

    `vi` and `en` are its titles, `unit` its unit of measure, `example` columns of a small table and the value
    it must give. A second parameter of the function receives the year-ago table. Raises `IndicatorError`.
    """

    def define(function: Callable[..., Measure]) -> Callable[..., Measure]:
        name = function.__name__
        _check_declaration(name, vi, en, unit, example, function.__doc__)
        assert example is not None
        registry.define(
            Indicator(
                name,
                Text(vi.strip(), en.strip()),
                unit,
                _definition(function.__doc__ or ""),
                function,
                example,
                uses_year_ago=len(inspect.signature(function).parameters) > 1,
            )
        )
        return function

    return define


def _check_declaration(
    name: str, vi: str, en: str, unit: str, example: Example | None, docstring: str | None
) -> None:
    missing = []
    if not vi.strip():
        missing.append(Text('tên tiếng Việt, vi="…"', 'a Vietnamese title, vi="…"'))
    if not en.strip():
        missing.append(Text('tên tiếng Anh, en="…"', 'an English title, en="…"'))
    if example is None:
        missing.append(
            Text(
                'ví dụ, example=({"status": […]}, 50.0)',
                'an example, example=({"status": […]}, 50.0)',
            )
        )
    if not (docstring or "").strip():
        missing.append(
            Text('định nghĩa, """…""" dưới dòng def', 'a definition, """…""" under the def line')
        )
    if missing:
        raise IndicatorError(
            name,
            Text(
                "còn thiếu " + "; ".join(text.vi for text in missing) + ".",
                "lacks " + "; ".join(text.en for text in missing) + ".",
            ),
        )
    if unit not in UNITS_OF_MEASURE:
        raise IndicatorError(
            name,
            Text(
                "không có đơn vị tính “{0}”; hãy chọn một trong: {1}.",
                "there is no unit of measure “{0}”; choose one of: {1}.",
            ).format(unit, ", ".join(UNITS_OF_MEASURE)),
        )


def _definition(docstring: str) -> Text:
    paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", docstring.strip())]
    vietnamese = [p.removeprefix("vi:").strip() for p in paragraphs if p.startswith("vi:")]
    english = " ".join(p for p in paragraphs if not p.startswith("vi:"))
    return Text(" ".join(vietnamese) or english, english)


def _no_such_column(error: Exception, tasks: pd.DataFrame) -> Text:
    name = str(error.args[0]) if isinstance(error, KeyError) else str(getattr(error, "name", error))
    if name in tasks.columns:
        return both(f"{type(error).__name__}: {error}")
    return _unknown(name, list(tasks.columns))


def _unknown(name: str, known: list[str]) -> Text:
    near = difflib.get_close_matches(name, known, n=1)
    hint = Text(f" Có phải “{near[0]}”?", f" Did you mean “{near[0]}”?") if near else both("")
    return Text("không có “{0}”.{1} Có: {2}.", "there is no “{0}”.{1} There are: {2}.").format(
        name, hint, ", ".join(known)
    )


def example_tasks(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """Make a table of tasks from the columns of an example; the others get plain values."""
    rows = max((len(values) for values in columns.values()), default=0)
    tasks = pd.DataFrame(
        {
            "task_id": [str(number) for number in range(1, rows + 1)],
            "title": ["…"] * rows,
            "unit": ["VPTC"] * rows,
            "unit_group": ["headquarters"] * rows,
            "source": ["unit_plan"] * rows,
            "assigned_on": [pd.NaT] * rows,
            "due_on": [pd.NaT] * rows,
            "completed_on": [pd.NaT] * rows,
            "reported_status": [None] * rows,
            "weight": [np.nan] * rows,
            "status": ["in_term"] * rows,
            "days_late": [np.nan] * rows,
            "days_overdue": [np.nan] * rows,
        }
    ).assign(**columns)
    for name in ("assigned_on", "due_on", "completed_on"):
        tasks[name] = pd.to_datetime(tasks[name])
    if "completed" not in columns:
        tasks["completed"] = tasks["status"].isin(DONE)
    ordered = {"source": SOURCES, "status": STATUSES, "reported_status": STATUSES}
    for name, codes in ordered.items():
        tasks[name] = pd.Categorical(tasks[name], categories=codes)
    for name in ("unit", "unit_group"):
        tasks[name] = tasks[name].astype("category")
    return tasks
