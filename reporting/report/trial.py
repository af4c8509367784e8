"""An indicator is tried on the quarter's tasks as soon as it is defined."""

from dataclasses import replace
from functools import partial

from reporting.indicators.basis import Basis
from reporting.indicators.evaluation import evaluate
from reporting.indicators.indicator import Indicator
from reporting.indicators.locality import Trial
from reporting.report.once import for_each_object
from reporting.report.report_data import ReportData
from reporting.text.bilingual import BilingualText, both
from reporting.text.codes import TOTAL
from reporting.text.quarter import Quarter


def try_out(data: ReportData, indicator: Indicator) -> None:
    """Compute an indicator as the report will, and from rows alone; an `IndicatorError` if it does not hold."""
    if data.unit != TOTAL:
        trial = _of_unit(data)
        trial.check(indicator, evaluate(indicator.measure(trial.basis), trial.grids))
        return
    for quarter in (data.quarter, data.compared):
        if quarter in data.inputs.tables:
            _of_all(data, quarter).check(indicator, data.figures(indicator, quarter))


@for_each_object
def _of_all(data: ReportData, quarter: Quarter) -> Trial:
    return Trial(
        data.basis(quarter, TOTAL), data.inputs.layout(quarter), name=partial(_named, data)
    )


def _named(data: ReportData, column: str, code: str) -> BilingualText:
    return both("{0} ({1})").format(data.name(column, code), code)


@for_each_object
def _of_unit(data: ReportData) -> Trial:
    """The report's unit beside the one with the fewest tasks, so that a report of one unit costs little."""
    basis, layout = data.basis(data.quarter, TOTAL), data.inputs.layout(data.quarter)
    counts = basis.tasks["unit"].value_counts().drop(data.unit, errors="ignore")
    pair = [data.unit, *counts[counts > 0].index[-1:]]
    tasks, before = (
        None if table is None else table[table["unit"].isin(pair)].reset_index(drop=True)
        for table in (basis.tasks, basis.year_ago)
    )
    assert tasks is not None
    shown = replace(layout, units=layout.units[layout.units["code"].isin(pair)])
    return Trial(Basis(tasks, basis.period, before), shown, {"unit": 1}, partial(_named, data))
