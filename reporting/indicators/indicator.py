"""`@indicator`: one cell of the notebook is a whole indicator, checked where it is defined."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from reporting.indicators.example import Example, example_tasks
from reporting.indicators.measures import Grid, Measure, evaluate
from reporting.indicators.mistakes import COLUMN, IndicatorError, Mistake, python_error, unknown
from reporting.indicators.registry import registry
from reporting.text.bilingual import BilingualText, both

UNITS_OF_MEASURE = {
    "tasks": BilingualText("công việc", "tasks"),
    "%": both("%"),
    "days": BilingualText("ngày", "days"),
    "points": BilingualText("điểm", "points"),
    "units": BilingualText("đơn vị", "units"),
    "persons": BilingualText("người", "persons"),
    "hours": BilingualText("giờ", "hours"),
}


@dataclass(frozen=True)
class Indicator:
    """What is computed, and everything that travels with the figure.

    `definition` is the function's docstring; a paragraph that starts with `vi:` is its Vietnamese text.
    """

    name: str
    title: BilingualText
    unit: str
    definition: BilingualText
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
        A function that writes into its tables changes copies of its own.
        """
        if self.uses_year_ago and year_ago is None:
            return Measure("median", values=np.full(len(tasks), np.nan))
        tables = [tasks] if year_ago is None or not self.uses_year_ago else [tasks, year_ago]
        try:
            measure = self.function(*(table.copy(deep=False) for table in tables))
        except Mistake as mistake:
            raise IndicatorError(self.name, mistake.message) from mistake
        except (KeyError, AttributeError) as error:
            raise IndicatorError(self.name, _no_such_column(error, tasks)) from error
        except Exception as error:
            raise IndicatorError(self.name, python_error(error)) from error
        self._check_measure(measure, len(tasks))
        return measure

    def _check_measure(self, measure: object, tasks: int) -> None:
        if not isinstance(measure, Measure):
            raise IndicatorError(
                self.name,
                BilingualText(
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
                    BilingualText(
                        "điều kiện hoặc giá trị có {0} dòng, bảng công việc có {1}; hãy tính từ chính bảng "
                        "`tasks`, không lọc bớt dòng.",
                        "the mask or the values have {0} rows, the table of tasks {1}; compute them from "
                        "`tasks` itself, without dropping rows.",
                    ).format(len(array), tasks),
                )
        if (measure.kind == "share") != self.is_share:
            raise IndicatorError(
                self.name,
                BilingualText(
                    "share(…) và đơn vị tính “%” phải đi cùng nhau; đơn vị đang là “{0}”.",
                    "share(…) and the unit “%” belong together; the unit is “{0}”.",
                ).format(self.unit),
            )

    def check_example(self) -> None:
        """Compute the worked example; an `IndicatorError` says what came out instead."""
        tasks, year_ago = self._example_tables()
        measure = self.measure(tasks, year_ago)
        value = float(evaluate(measure, Grid.whole(len(tasks))).value[0])
        wanted = np.nan if self.example.value is None else float(self.example.value)
        if np.isclose(value, wanted, rtol=1e-9, equal_nan=True):
            return
        if np.isnan(value):
            problem = BilingualText(
                "trong ví dụ không có công việc nào để chia hoặc để lấy trung vị; thêm công việc vào ví dụ, "
                "hoặc viết None thay cho {0}.",
                "in the example there is nothing to divide by or to take the middle of; add tasks to the "
                "example, or write None in place of {0}.",
            )
        else:
            problem = BilingualText(
                "ví dụ phải cho {0} nhưng tính ra {1}; sửa ví dụ hoặc sửa hàm.",
                "the example should give {0} but gives {1}; mend the example or the function.",
            )
        raise IndicatorError(self.name, problem.format(self.example.value, f"{value:g}"))

    def _example_tables(self) -> tuple[pd.DataFrame, pd.DataFrame | None]:
        try:
            tasks = example_tasks(self.example.columns, registry.office)
            if not self.uses_year_ago:
                return tasks, None
            return tasks, example_tasks(self.example.year_ago, registry.office)
        except Mistake as mistake:
            raise IndicatorError(self.name, mistake.message) from mistake


def indicator(
    *, vi: str = "", en: str = "", unit: str = "tasks", example: object = None
) -> Callable[[Callable[..., Measure]], Callable[..., Measure]]:
    """Make a function of the table of tasks an indicator of the report.

    `vi` and `en` are its titles, `unit` its unit of measure, `example` columns of a small table and the value
    it must give. A second parameter of the function receives the year-ago table; the example may then have
    the columns of that table before the value. Raises `IndicatorError`.
    """

    def define(function: Callable[..., Measure]) -> Callable[..., Measure]:
        name = function.__name__
        _check_declaration(name, vi, en, unit, example, function)
        try:
            worked = Example.of(example, registry.office)
        except Mistake as mistake:
            raise IndicatorError(name, mistake.message) from mistake
        registry.define(
            Indicator(
                name,
                BilingualText(vi.strip(), en.strip()),
                unit,
                _definition(function.__doc__ or ""),
                function,
                worked,
                uses_year_ago=len(inspect.signature(function).parameters) == 2,
            )
        )
        return function

    return define


def _check_declaration(
    name: str, vi: str, en: str, unit: str, example: object, function: Callable[..., Measure]
) -> None:
    missing = []
    if not vi.strip():
        missing.append(BilingualText('tên tiếng Việt, vi="…"', 'a Vietnamese title, vi="…"'))
    if not en.strip():
        missing.append(BilingualText('tên tiếng Anh, en="…"', 'an English title, en="…"'))
    if example is None:
        missing.append(
            BilingualText(
                'ví dụ, example=({"status": […]}, 50.0)',
                'an example, example=({"status": […]}, 50.0)',
            )
        )
    if not (function.__doc__ or "").strip():
        missing.append(
            BilingualText(
                'định nghĩa, """…""" dưới dòng def', 'a definition, """…""" under the def line'
            )
        )
    if missing:
        raise IndicatorError(
            name,
            BilingualText(
                "còn thiếu " + "; ".join(text.vi for text in missing) + ".",
                "lacks " + "; ".join(text.en for text in missing) + ".",
            ),
        )
    if unit not in UNITS_OF_MEASURE:
        raise IndicatorError(
            name,
            BilingualText(
                "không có đơn vị tính “{0}”; hãy chọn một trong: {1}.",
                "there is no unit of measure “{0}”; choose one of: {1}.",
            ).format(unit, ", ".join(UNITS_OF_MEASURE)),
        )
    if len(inspect.signature(function).parameters) not in (1, 2):
        raise IndicatorError(
            name,
            BilingualText(
                "hàm phải có tham số tasks, và thêm year_ago nếu cần so với năm trước: def {0}(tasks).",
                "the function takes tasks, and year_ago too if it needs the year before: def {0}(tasks).",
            ).format(name),
        )


def _definition(docstring: str) -> BilingualText:
    paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", docstring.strip())]
    vietnamese = [p.removeprefix("vi:").strip() for p in paragraphs if p.startswith("vi:")]
    english = " ".join(p for p in paragraphs if not p.startswith("vi:"))
    return BilingualText(" ".join(vietnamese) or english, english)


def _no_such_column(error: Exception, tasks: pd.DataFrame) -> BilingualText:
    name = str(error.args[0]) if isinstance(error, KeyError) else str(getattr(error, "name", error))
    if name in tasks.columns or not isinstance(getattr(error, "obj", tasks), pd.DataFrame):
        return python_error(error)
    return unknown(COLUMN, name, tasks.columns)
