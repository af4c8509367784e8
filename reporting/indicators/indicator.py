"""`@indicator`: one cell of the notebook is a whole indicator, checked where it is defined."""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from types import FunctionType
from typing import Any, Literal, NoReturn

import numpy as np
import pandas as pd

from reporting.indicators import measures, mistakes
from reporting.indicators.basis import DERIVED, QUARTER, Basis, Example, Period
from reporting.indicators.evaluation import Figures, Grid, evaluate
from reporting.indicators.measures import TASKS, YEAR_AGO, Measure, Number, OfRows
from reporting.indicators.mistakes import IndicatorError, Mistake
from reporting.indicators.registry import change_in, registry
from reporting.indicators.views import Viewable
from reporting.inputs.office import Office
from reporting.inputs.params import UnitOfMeasure
from reporting.text import BilingualText, texts

_TEXT = texts(__name__)

Function = Callable[..., Measure]
Better = Literal["higher", "lower"]
PARAMETERS = (TASKS, YEAR_AGO, "period")
COUNTED = {"count", "distinct", "+", "-", "*", "whole"}  # what whole numbers are made with


@dataclass(frozen=True, eq=False)  # a cell that is run again defines another one
class Indicator(Viewable):
    """What is computed, and all that travels with it; a paragraph of its docstring that begins with `vi:` is Vietnamese."""

    name: str
    title: BilingualText
    unit: str
    definition: BilingualText
    function: Function = field(repr=False)
    example: Example = field(repr=False)
    unit_of_measure: UnitOfMeasure
    asks_for: tuple[str, ...] = (TASKS,)
    better: Better | None = None

    @property
    def is_share(self) -> bool:
        """Whether its figures are in per cent."""
        return self.unit == "%"

    @property
    def change_in(self) -> str:
        """What a change of it is told in: `%`, `pp` or its own unit."""
        return change_in(self.unit)

    @property
    def uses_year_ago(self) -> bool:
        """Whether it is computed from the comparison quarter's tasks, too."""
        return YEAR_AGO in self.asks_for

    @property
    def is_amount(self) -> bool:
        """Whether it is a count or a total, and no ratio, mean or quantile."""
        return self.in_example[0] <= {*COUNTED, "total"}

    @property
    def decimals(self) -> int:
        """To how many decimals its figures are printed: those of a ratio or a mean are never hidden."""
        places = self.unit_of_measure.decimals
        if self.in_example[0] <= COUNTED:
            return 0
        return places if self.is_amount else max(places, 1)

    def measure(self, basis: Basis) -> Measure:
        """Apply the function to copies of tables; every value is missing where there is no year-ago table that it asks for."""
        given: dict[str, object] = {TASKS: basis.tasks.copy(deep=False), "period": basis.period}
        if self.uses_year_ago:
            if basis.year_ago is None:
                return Number(np.nan)
            given[YEAR_AGO] = measures.labelled(basis.year_ago)
        try:
            measure = self.function(**{name: given[name] for name in self.asks_for})
        except Exception as error:
            raise IndicatorError(self.name, mistakes.python_error(error)) from error
        self._check_measure(measure, basis)
        return measure

    def _check_measure(self, measure: object, basis: Basis) -> None:
        if not isinstance(measure, Measure):
            raise IndicatorError(self.name, _TEXT.no_measure.format(type(measure).__name__))
        sizes = basis.each(len) if self.uses_year_ago else {TASKS: len(basis.tasks)}
        for each in (it for it in measure.parts() if isinstance(it, OfRows)):
            if each.table is None and self.uses_year_ago:
                raise IndicatorError(self.name, _TEXT.whose_rows)
            table = each.table or TASKS
            if each.size not in (None, sizes.get(table)):
                told = _TEXT.other_size.format(each.size, sizes.get(table, 0), table)
                raise IndicatorError(self.name, told)
        wrong = isinstance(measure, OfRows) if self.is_share else measure.kind == "share"
        if wrong:
            raise IndicatorError(self.name, _TEXT.not_of_unit.format(self.unit))

    @cached_property
    def in_example(self) -> tuple[set[str], Figures]:
        """What it is made with, and what comes of its worked example."""
        try:
            tasks, year_ago = self.example.tables(registry.office)
        except Mistake as mistake:
            raise IndicatorError(self.name, mistake.message) from mistake
        basis = Basis(tasks, Period.of(QUARTER), year_ago if self.uses_year_ago else None)
        measure = self.measure(basis)
        cell = np.zeros(1, dtype=int)  # the only one: every task counts in it
        grids = basis.each(lambda table: Grid(cell.repeat(len(table)), (cell,), 1))
        return {each.kind for each in measure.parts()}, evaluate(measure, grids)

    def check_example(self) -> None:
        """Compute the worked example; an `IndicatorError` says what came out instead."""
        _, figures = self.in_example
        is_ratio = figures.denominator is not None
        if self.is_share and is_ratio and not np.isclose(figures.factor, 100):
            raise IndicatorError(self.name, _TEXT.not_per_cent.format(f"{figures.factor:g}"))
        wanted, value = self.example.value, float(figures.value[0])
        if not self.example.holds(value):
            told = mistakes.two_figures(np.nan if wanted is None else wanted, value)
            problem = _TEXT.example_should_give_but.format(*told)
            nothing = _TEXT.in_example_there_is.format(wanted)
            raise IndicatorError(self.name, nothing if np.isnan(value) else problem)


def indicator(
    *, vi: str = "", en: str = "", unit: str = "", example: object = None, better: Better | None = None,
) -> Callable[[Function], Indicator]:  # fmt: skip
    """Make a function of the table of tasks an indicator of the report.

    `vi` and `en` are its titles, `unit` its unit of measure, `example` columns of a small table and the value
    it must give, `better` whether a higher or a lower figure is the better one. The function asks by name for
    `tasks`, for `year_ago` (the comparison quarter's tasks, whose columns the example may have before the value) and
    for `period` (of the register being evaluated). Raises `IndicatorError`.
    """

    def define(function: Function) -> Indicator:
        office, units = registry.office, registry.units_of_measure
        kept = _as_defined(function)
        made = declared(kept, office, units, vi, en, unit or "tasks", example, better)
        if not unit and not made.in_example[0] <= COUNTED - {"distinct"}:
            raise IndicatorError(made.name, _TEXT.without_unit.format(", ".join(units)))
        registry.define(made)
        return made

    return define


def _as_defined(function: Any) -> Function:
    """A function with the names of its cell as they are now, whatever later cells make of them; but for a report opened anew."""
    known = function.__globals__
    kept = {n: it for n, it in known.items() if not type(it).__module__.startswith("reporting.")}
    kept |= {name: _OtherTasks() for name, it in known.items() if _has_tasks(it)}

    def bound(one: Any, names: dict[str, object]) -> Any:
        made = FunctionType(one.__code__, names, one.__name__, one.__defaults__, one.__closure__)
        made.__kwdefaults__ = one.__kwdefaults__
        made.__dict__ |= one.__dict__
        return made

    @wraps(function)
    def called(**given: object) -> Measure:
        names = {**known, **kept}
        functions = ((n, it) for n, it in kept.items() if isinstance(it, FunctionType))
        names |= {n: bound(it, names) for n, it in functions if it.__globals__ is known}
        return bound(function, names)(**given)

    return called


class _OtherTasks:
    """Stands for the report, or tasks taken from it, where an indicator would use them for each unit and quarter alike."""

    def __getattr__(self, *_: object) -> NoReturn:
        raise Mistake(_TEXT.other_tasks)

    __getitem__ = __len__ = __iter__ = __bool__ = __str__ = __getattr__


def _has_tasks(value: object) -> bool:
    is_report = type(value).__module__.startswith("reporting.report")
    return is_report or (isinstance(value, pd.DataFrame) and {*DERIVED} <= {*value})


def declared(
    function: Function, office: Office, units: Mapping[str, UnitOfMeasure], vi: str = "", en: str = "",
    unit: str = "tasks", example: object = None, better: Better | None = None,
) -> Indicator:  # fmt: skip
    """An indicator as its cell declares it, not tried out; an `IndicatorError` says what is wrong with it."""
    name, title = function.__name__, BilingualText(vi.strip(), en.strip())
    written = re.split(r"\n\s*\n", (function.__doc__ or "").strip())
    paragraphs = [" ".join(each.split()) for each in written]
    vietnamese = [p.removeprefix("vi:").strip() for p in paragraphs if p.startswith("vi:")]
    english = " ".join(p for p in paragraphs if not p.startswith("vi:"))
    definition = BilingualText(" ".join(vietnamese) or english, english)
    given = (title.vi, title.en, example is not None, definition.vi)
    lacking = zip(_TEXT.group("needed").values(), given, strict=True)
    if missing := [text for text, there in lacking if not there]:
        raise IndicatorError(name, _TEXT.lacks.format(BilingualText.join(missing)))
    # what has a default value of its own keeps it
    takes = inspect.signature(function).parameters.values()
    asks_for = tuple(p.name for p in takes if p.name in PARAMETERS or p.default is p.empty)
    if not asks_for or set(asks_for) - set(PARAMETERS):
        raise IndicatorError(name, _TEXT.parameters.format(name))
    if better not in (None, "higher", "lower"):
        raise IndicatorError(name, _TEXT.better.format(better))
    if unit not in units:
        raise IndicatorError(name, _TEXT.no_unit.format(unit, ", ".join(units)))
    try:
        worked = Example.of(example, office)
    except Mistake as mistake:
        raise IndicatorError(name, mistake.message) from mistake
    return Indicator(name, title, unit, definition, function, worked, units[unit], asks_for, better)
