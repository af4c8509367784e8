"""Measures calculated with like numbers: every cell as pandas computes it from that cell's own rows."""

from __future__ import annotations

from contextlib import nullcontext
from functools import cache

import duckdb
import numpy as np
import pandas as pd
import pytest
from conftest import UNITS, layout_of, random_tasks, tasks_table
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting import count, distinct, indicator, mean, median, parts, quantile, share, total
from reporting.indicators import cube, locality
from reporting.indicators.basis import Basis, Period
from reporting.indicators.evaluation import evaluate
from reporting.indicators.indicator import registry
from reporting.indicators.locality import Trial
from reporting.indicators.measures import labelled
from reporting.indicators.mistakes import IndicatorError
from reporting.report.breakdown import KEY, KeyLayout
from reporting.report.figures import figure
from reporting.text.quarter import Quarter

Q = Quarter(2023, 3)
LAYOUT = layout_of(UNITS)
# Each as a measure of a table, and as pandas computes it from a table by itself.
LEAVES = {
    "count": (lambda t: count(t["completed"]), lambda t: float(t["completed"].sum())),
    "all": (lambda t: count(t["task_id"].notna()), lambda t: float(len(t))),
    "share": (
        lambda t: share(t["status"] == "overdue", of=t["status"] != "in_term"),
        lambda t: _by(100 * (t["status"] == "overdue").sum(), (t["status"] != "in_term").sum()),
    ),
    "total": (lambda t: total(t["weight"], where=t["completed"]), lambda t: t.loc[t["completed"], "weight"].sum()),
    "mean": (lambda t: mean(t["days_late"]), lambda t: t["days_late"].mean()),
    "median": (lambda t: median(t["weight"]), lambda t: t["weight"].median()),
    "quantile": (lambda t: quantile(t["days_late"], 0.9), lambda t: t["days_late"].quantile(0.9)),
    "distinct": (lambda t: distinct(t["unit"], where=t["completed"]), lambda t: float(t.loc[t["completed"], "unit"].nunique())),
}  # fmt: skip


def _by(one, other):
    return one / other if other else np.nan


OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}
leaf = st.tuples(st.sampled_from(sorted(LEAVES)), st.sampled_from(["tasks", "year_ago"]))
number = st.sampled_from([100.0, -1.0, 0.5, 3.0])
expressions = st.recursive(
    leaf | number,
    lambda inner: st.tuples(st.sampled_from(sorted(OPERATIONS)), inner, inner),
    max_leaves=5,
)


def described(expression, tables):
    """The expression as a measure, written as a statistician writes it."""
    match expression:
        case float():
            return expression
        case (str(operation), left, right):
            try:
                return OPERATIONS[operation](described(left, tables), described(right, tables))
            except ZeroDivisionError:
                return float("nan")
        case (name, table):
            return LEAVES[name][0](tables[table])


def computed(expression, tables):
    """The same by pandas, from the rows of one cell alone."""
    match expression:
        case float():
            return expression
        case (str("/"), left, right):
            return _by(computed(left, tables), computed(right, tables))
        case (str(operation), left, right):
            return OPERATIONS[operation](computed(left, tables), computed(right, tables))
        case (name, table):
            return LEAVES[name][1](tables[table])


def rows_of(table, group, unit, source):
    keep = pd.Series(True, table.index)
    for column, code in (("unit_group", group), ("unit", unit), ("source", source)):
        keep &= (table[column].astype(str) == code) | (code == "_T")
    return table[keep]


@settings(max_examples=10)
@given(expression=expressions, seed=st.integers(0, 10**6), rows=st.integers(0, 40))
def test_every_cell_is_what_pandas_computes_from_its_own_rows(expression, seed, rows):
    tables = {"tasks": random_tasks(seed, rows), "year_ago": random_tasks(seed + 1, 25)}
    measure = described(expression, {**tables, "year_ago": labelled(tables["year_ago"])})
    if isinstance(measure, float):
        return
    grids = LAYOUT.grids(Basis(tables["tasks"], Period.of(Q), tables["year_ago"]))
    values = evaluate(measure, grids).value
    for value, cell in zip(values, LAYOUT.cells().itertuples(index=False), strict=True):
        own = {name: rows_of(table, *cell) for name, table in tables.items()}
        np.testing.assert_allclose(value, computed(expression, own), rtol=1e-9, atol=1e-9)


def test_quantiles_and_numbers_of_different_values_are_those_of_sql():
    tasks = random_tasks(5, 400)
    plain = tasks[["unit_group", "status", "days_late"]].astype({"unit_group": str, "status": str})
    connection = duckdb.connect()
    connection.register("plain", plain)
    found = connection.execute(
        "SELECT unit_group, quantile_cont(days_late, 0.25) FILTER (NOT isnan(days_late)), count(DISTINCT status) "
        "FROM plain GROUP BY unit_group"
    ).fetchall()
    values = {
        name: evaluate(measure, LAYOUT.grids(Basis(tasks, Period.of(Q)))).value
        for name, measure in (
            ("quarter", quantile(tasks["days_late"], 0.25)),
            ("kinds", distinct(tasks["status"])),
        )
    }
    places = {group: place for place, group in enumerate(LAYOUT.groups, 1)}
    assert len(found) == len(places) == 3
    assert plain.shape[0] == 400
    for group, quarter, kinds in found:
        assert values["quarter"][places[group]] == pytest.approx(quarter)
        assert values["kinds"][places[group]] == kinds


@pytest.mark.parametrize(
    ("make", "parts"),
    [
        (lambda t: 100 * total(t["weight"], where=t["completed"]) / total(t["weight"]), (3, 4)),
        (lambda t: total(t["weight"], where=t["completed"]) / total(t["weight"]) * 100, (3, 4)),
        (lambda t: total(t["weight"]) / count(), (4, 2)),
        (lambda t: 50 * total(t["weight"]) / count(), (4, 2)),
        (lambda t: share(t["completed"]), (1, 2)),
        (lambda t: 100 - share(t["completed"]), (np.nan, np.nan)),
        (lambda t: count() + count(), (np.nan, np.nan)),
        (lambda t: 1 / count(), (np.nan, np.nan)),
    ],
)  # fmt: skip
def test_a_ratio_keeps_what_it_was_made_of(make, parts):
    tasks = tasks_table(
        [
            {"unit": "01", "weight": 3.0, "status": "completed_on_time"},
            {"unit": "01", "weight": 1.0, "status": "overdue"},
        ]
    )
    figures = evaluate(make(tasks), LAYOUT.grids(Basis(tasks, Period.of(Q))))
    np.testing.assert_equal(tuple(float(part[0]) for part in figures.parts), parts)
    if figures.factor == 100:
        assert float(figures.value[0]) == pytest.approx(100 * parts[0] / parts[1])


COUNTS = {"status": ["overdue", "in_term"], "weight": [1, 2], "unit": ["01", "79"]}


@pytest.mark.parametrize(
    ("make", "unit", "value", "decimals"),
    [
        (lambda tasks: count(), "tasks", 2, 0),
        (lambda tasks: 2 * count() - 1, "units", 3, 0),
        (lambda tasks: distinct(tasks["unit"]), "units", 2, 0),
        (lambda tasks: total(tasks["weight"]), "tasks", 3, 1),
        (lambda tasks: mean(tasks["weight"]), "tasks", 1.5, 1),
        (lambda tasks: median(tasks["weight"]), "days", 1.5, 1),
        (lambda tasks: count(tasks["status"] == "overdue") / count(), "tasks", 0.5, 1),
        (lambda tasks: 0.25 * count(), "tasks", 0.5, 1),
    ],
)
def test_counts_are_whole_and_no_other_figure_is_hidden(no_indicators, make, unit, value, decimals):
    made = define(make, unit, (COUNTS, value))
    assert made.decimals == decimals
    printed = f"{value:.1f}" if value % 1 else str(value)
    assert figure(made, value).en == printed


@pytest.mark.parametrize("make", [
    lambda tasks: mean(tasks["weight"]), lambda tasks: distinct(tasks["unit"]),
    lambda tasks: count(tasks["completed"]) / count(),
])  # fmt: skip
def test_what_is_no_count_of_tasks_says_its_unit(no_indicators, make):
    with pytest.raises(IndicatorError, match="give its unit of measure"):
        define(make, "", (COUNTS, 1))


@pytest.mark.parametrize(
    ("make", "factor"),
    [
        (lambda tasks: count(tasks["status"] == "overdue") / count(), "1"),
        (lambda tasks: share(tasks["status"] == "overdue") / 2, "50"),
    ],
)
def test_a_ratio_in_per_cent_is_a_hundred_times_one(no_indicators, make, factor):
    with pytest.raises(IndicatorError, match=f"here it is multiplied by {factor}"):
        define(make, "%", (COUNTS, 50))


def test_nothing_to_divide_by_leaves_the_cell_empty_and_numpy_numbers_are_numbers():
    tasks = tasks_table([{"unit": "01", "weight": 2.0, "status": "overdue"}])
    grids = LAYOUT.grids(Basis(tasks, Period.of(Q)))
    for measure in (
        np.float64(3) * count() / count(tasks["completed"]),
        count() / 0,
        -mean(tasks["days_late"]),
        share(tasks["completed"]) + mean(tasks["days_late"]),
    ):
        assert np.isnan(evaluate(measure, grids).value).all()
    assert evaluate(np.int64(3) - -count(), grids).value[0] == 4


def test_tasks_of_a_unit_that_is_not_shown_count_in_its_group_and_the_total():
    now = tasks_table([{"unit": "01", "source": "ad_hoc"}])
    then = tasks_table([{"unit": unit, "source": "ad_hoc"} for unit in ("01", "79", "VPTC")])
    layout = layout_of(UNITS[UNITS["code"] == "01"])
    grids = layout.grids(Basis(now, Period.of(Q), then))
    counted = evaluate(count(labelled(then)["task_id"].notna()), grids).value
    cells = list(layout.cells().itertuples(index=False, name=None))
    assert counted[cells.index(("_T", "_T", "_T"))] == 3
    assert counted[cells.index(("provincial", "_T", "_T"))] == 2
    assert counted[cells.index(("provincial", "01", "_T"))] == 1


def test_a_task_counts_for_each_of_several_labels(no_indicators):
    tasks = tasks_table([{"unit": "01", "weight": w} for w in (1.0, 2.0, 4.0)])
    tasks["with"] = pd.array(["A; B", "B;\n C ", None], dtype="str")
    made = define(lambda tasks: total(tasks["weight"]), unit="points", example=({"weight": [2]}, 2))
    layout = KeyLayout(("A", "B", "C"))
    tasks[KEY] = parts(tasks["with"])
    found = cube.compute(Basis(tasks, Period.of(Q)), [made], layout)
    assert dict(zip(found["unit"], found["value"], strict=True)) == {"A": 1, "B": 3, "C": 2}
    grids = LAYOUT.grids(Basis(tasks, Period.of(Q)))
    assert evaluate(distinct(parts(tasks["with"])), grids).value[0] == 3
    assert evaluate(distinct(tasks["with"]), grids).value[0] == 2
    several = define(
        lambda tasks: distinct(parts(tasks["title"])), example=({"title": ["a;b", "b"]}, 2)
    )
    tasks["title"] = ["x;y", "y", "z"]
    found = cube.compute(Basis(tasks, Period.of(Q)), [several], layout)
    assert dict(zip(found["unit"], found["value"], strict=True)) == {"A": 2, "B": 2, "C": 1}


def define(function, unit="tasks", example=({"status": ["overdue"]}, 1), name="tried"):
    function.__name__, function.__doc__ = name, "A figure."
    registry._by_name.clear()
    indicator(vi="Thử", en="Tried", unit=unit, example=example)(function)
    return registry[name]


# The law of locality, and of the calendar


TWO = {"status": ["overdue", "completed_on_time"], "weight": [1, 3]}
RIGHT = {
    "a ratio of totals": (
        lambda tasks: 100 * total(tasks["weight"], where=tasks["completed"]) / total(tasks["weight"]),
        "%", (TWO, 75),
    ),
    "tasks for each unit": (lambda tasks: count() / distinct(tasks["unit"]), "tasks", (TWO, 2)),
    "within the period": (
        lambda period, tasks: share(tasks["assigned_on"] >= period.first_day),
        "%", ({"assigned_on": ["2023-06-30", "2023-07-01"]}, 50),
    ),
    "an index with a year ago = 100": (
        lambda tasks, year_ago: 100 * count() / count(year_ago["title"].notna()), "index", (TWO, {"weight": [1]}, 200),
    ),
    "by weekday": (
        lambda tasks: count(tasks["assigned_on"].dt.day_of_week == 0), "tasks", ({"assigned_on": ["2023-07-03"]}, 1),
    ),
    "by day of the month": (
        lambda tasks: count(tasks["assigned_on"].dt.day <= 15), "tasks", ({"assigned_on": ["2023-07-03"]}, 1),
    ),
    "in the first month of a quarter": (
        lambda tasks: count(tasks["assigned_on"].dt.month % 3 == 1), "tasks", ({"assigned_on": ["2023-07-03"]}, 1),
    ),
    "in the last month of the quarter": (
        lambda tasks, period: count(tasks["assigned_on"].dt.month == period.last_day.month), "tasks",
        ({"assigned_on": ["2023-09-03"]}, 1),
    ),
    "in the last days of a month": (
        lambda tasks: count(tasks["due_on"].dt.days_in_month - tasks["due_on"].dt.day < 12), "tasks",
        ({"due_on": ["2023-09-23"]}, 1),
    ),
    "to the end of the month": (
        lambda tasks: mean((tasks["due_on"] + pd.offsets.MonthEnd(0) - tasks["due_on"]).dt.days), "days",
        ({"due_on": ["2023-09-23"]}, 7),
    ),
    "due in the quarter they were assigned in": (
        lambda tasks: share(tasks["due_on"].dt.to_period("Q") == tasks["assigned_on"].dt.to_period("Q")), "%",
        ({"due_on": ["2023-09-23"], "assigned_on": ["2023-07-03"]}, 100),
    ),
    "from day to day": (
        lambda tasks: median((tasks["due_on"] - tasks["assigned_on"]).dt.days), "days",
        ({"due_on": ["2023-09-23"], "assigned_on": ["2023-09-03"]}, 20),
    ),
    "in the last ten days of the quarter": (
        lambda tasks, period: count((period.last_day - tasks["due_on"]).dt.days.between(0, 9)), "tasks",
        ({"due_on": ["2023-09-21", "2023-09-20"]}, 1),
    ),
    "in the first seventy days of the quarter": (
        lambda tasks, period: count(tasks["due_on"] < period.first_day + pd.Timedelta(days=70)), "tasks",
        ({"due_on": ["2023-09-08", "2023-09-09"]}, 1),
    ),
    "from the quarter's first day": (
        lambda tasks, period: mean((tasks["due_on"] - period.first_day).dt.days), "days",
        ({"due_on": ["2023-07-11"]}, 10),
    ),
    "from the year's first day": (
        lambda tasks, period: mean(tasks["due_on"].dt.day_of_year, tasks["due_on"].dt.year == period.quarter.year), "days",
        ({"due_on": ["2023-01-11"]}, 11),
    ),
    "of the quarter's number": (
        lambda tasks, period: share(tasks["due_on"].dt.quarter == period.quarter.number), "%",
        ({"due_on": ["2023-07-11", "2023-10-11"]}, 50),
    ),
    "against an even year": (
        lambda tasks, period: 400 * count(tasks["completed"]) / count() / period.quarter.number, "index",
        ({"completed": [True, False, False, False]}, 33.3333),
    ),
    "in the last quarter of a period": (
        lambda tasks, period: share(tasks["assigned_on"].dt.quarter == period.last_day.quarter), "%",
        ({"assigned_on": ["2023-07-11", "2023-04-11"]}, 50),
    ),
    "working days, where there are any": (
        lambda tasks: mean(
            pd.Series(np.busday_count(*tasks[["assigned_on", "due_on"]].fillna(pd.Timestamp(2023, 1, 1)).to_numpy().T.astype("M8[D]"))),
            where=tasks["due_on"].notna(),
        ), "days", ({"assigned_on": ["2023-07-03"] * 2, "due_on": ["2023-07-10", None]}, 5),
    ),
    "Mondays of the last month": (
        lambda tasks, period: count(
            (tasks["due_on"].dt.month == period.last_day.month) & (tasks["due_on"].dt.day_of_week == 0)
        ), "tasks", ({"due_on": ["2023-09-04"]}, 1),
    ),
    "as of the cut-off": (
        lambda tasks, period: quantile((period.cut_off - tasks["assigned_on"]).dt.days, 0.9), "days",
        ({"assigned_on": ["2023-09-20"]}, 10),
    ),
    "in the quarter and a year before": (
        lambda tasks, year_ago, period: 100 * count(tasks["assigned_on"] >= period.first_day)
        / count(year_ago["assigned_on"] >= period.first_day - pd.DateOffset(years=1)), "index",
        ({"assigned_on": ["2023-07-01"]}, {"assigned_on": ["2022-07-01"]}, 100),
    ),
}  # fmt: skip
WRONG = {
    "a share of the sum of all": (
        lambda tasks: 100 * total(tasks["weight"] / tasks["weight"].sum(), where=tasks["completed"]),
        "%", (TWO, 75), "alone gives .*, computed together",
    ),
    "a number of all units": (
        lambda tasks: count() / tasks["unit"].nunique(), "tasks", (TWO, 2), "alone gives .*, computed together",
    ),
    "the last day of all": (
        lambda tasks: count(tasks["assigned_on"] == tasks["assigned_on"].max()), "tasks",
        ({"assigned_on": ["2023-07-03"]}, 1), "alone gives .*, computed together",
    ),
    "the titles of all a year ago": (
        lambda tasks, year_ago: count(tasks["title"].isin(year_ago["title"])), "tasks",
        ({"title": ["a", "b"]}, {"title": ["b"]}, 1), "alone gives .*, computed together",
    ),
    "the median of all a year ago": (  # which may be that of a unit, too
        lambda tasks, year_ago: count(tasks["days_late"] > year_ago["days_late"].median()), "tasks",
        ({"status": ["completed_late"] * 2, "days_late": [1, 9]}, {"status": ["completed_late"], "days_late": [3]}, 1),
        "alone gives .*, computed together|changes when weights and days in the rows of other units change",
    ),
    "a date": (
        lambda tasks: share(tasks["assigned_on"] <= "2023-07-20"), "%",
        ({"assigned_on": ["2023-06-30", "2023-08-01"]}, 50), "a fixed date",
    ),
    "a month": (
        lambda tasks: share(tasks["assigned_on"].dt.month == 8), "%",
        ({"assigned_on": ["2023-06-30", "2023-08-01"]}, 50), "moved from 8/2023 to 5/20.., .* fixed date, month",
    ),
    "a quarter of the year": (
        lambda tasks: count(tasks["assigned_on"].dt.quarter == 3), "tasks",
        ({"assigned_on": ["2023-06-30", "2023-08-01"]}, 1), "moved from ./2023 to .*, .* fixed date, month",
    ),
    "half a year": (
        lambda tasks: count(tasks["due_on"].dt.month > 6), "tasks", ({"due_on": ["2023-08-01"]}, 1), "fixed date, month",
    ),
    "a month by name": (
        lambda tasks: count(tasks["due_on"].dt.month_name() == "September"), "tasks",
        ({"due_on": ["2023-09-01"]}, 1), "moved from 9/2023 to 6/20..",
    ),
    "the weights of a month": (
        lambda tasks: total(tasks["weight"].where(tasks["due_on"].dt.month == 9)), "points",
        ({"due_on": ["2023-09-01"], "weight": [2]}, 2), "moved from 9/2023 to 6/20..",
    ),
    "a month, and the period": (
        lambda tasks, period: share((tasks["due_on"].dt.month == 9) & (tasks["due_on"] <= period.last_day)), "%",
        ({"due_on": ["2023-09-01"]}, 100), "moved from 9/2023 to 6/20..",
    ),
    "a quarter of the period's year": (
        lambda tasks, period: count((tasks["due_on"].dt.quarter == 3) & (tasks["due_on"].dt.year == period.quarter.year)),
        "tasks", ({"due_on": ["2023-09-01"]}, 1), "fixed date, month",
    ),
    "a day of the period's year": (
        lambda tasks, period: count(tasks["due_on"] < pd.Timestamp(period.quarter.year, 9, 1)), "tasks",
        ({"due_on": ["2023-08-01"]}, 1), "fixed date, month",
    ),
    "weights of a month, and the period": (
        lambda tasks, period: mean(
            tasks["weight"], tasks["due_on"].dt.month.isin([8, 9]) & (tasks["due_on"] <= period.last_day)
        ),
        "points", ({"due_on": ["2023-09-01"], "weight": [2]}, 2), "fixed date, month",
    ),
    "a number of each year": (
        lambda tasks, period: 100 * count(tasks["completed"]) / {2022: 4, 2023: 4}[period.quarter.year], "index",
        ({"completed": [True]}, 25), "fixed date, month",
    ),
    "days to a date, in the period": (
        lambda tasks, period: mean((pd.Timestamp(2023, 9, 30) - tasks["due_on"]).dt.days, tasks["due_on"] <= period.last_day),
        "days", ({"due_on": ["2023-09-20"]}, 10), "moved from 2023Q3 to 1995Q3, .* fixed date, month",
    ),
}  # fmt: skip


def register(seed, quarter=Q):
    """Tasks of 35 to 60 days, so that of none are all days in one month."""
    tasks = random_tasks(seed, 200)
    days, more = np.random.default_rng(seed).integers([[0], [35]], [[60], [60]], (2, 200))
    first = pd.Timestamp(quarter.first_day) - pd.Timedelta(days=11)
    tasks["assigned_on"] = first + pd.to_timedelta(days, "D")
    tasks["due_on"] = tasks["assigned_on"] + pd.to_timedelta(more, "D")
    tasks.loc[tasks.index % 40 == 7, "due_on"] = pd.NaT
    tasks["title"] = [f"Task {number % 70}" for number in range(200)]
    return tasks


@cache
def trial_of(seed, quarter, _large):
    before = register(seed + 1, quarter.year_ago)
    basis = Basis(register(seed, quarter), Period.of(quarter), before)
    return basis, LAYOUT.grids(basis), Trial(basis, LAYOUT)


def tried(made, seed, quarter=Q):
    basis, grids, trial = trial_of(seed, quarter, locality.LARGE)
    trial.check(made, evaluate(made.measure(basis), grids))


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_figure_of_a_units_own_rows_is_taken(no_indicators, name, seed):
    function, unit, example = RIGHT[name]
    tried(define(function, unit, example), seed)


@pytest.mark.parametrize("name", RIGHT)
def test_quarters_and_months_of_any_length_refuse_no_honest_function(no_indicators, name):
    made = define(*RIGHT[name])
    for quarter in ("2023Q1", "2024Q1", "2023Q2", "2023Q4", "2023Q1-Q3"):
        tried(made, 1, Quarter.parse(quarter))


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_figure_that_depends_on_others_rows_or_on_a_date_is_refused(no_indicators, name, seed):
    function, unit, example, says = WRONG[name]
    with pytest.raises(IndicatorError, match=says) as caught:
        tried(define(function, unit, example), seed)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", [*RIGHT, *WRONG])
def test_of_a_large_register_a_part_is_tried(no_indicators, monkeypatch, name):
    for limit, value in {"LARGE": 100, "BLOCKS": 4, "BLOCK": 20}.items():
        monkeypatch.setattr(locality, limit, value)
    made = define(*(RIGHT | WRONG)[name][:3])
    with pytest.raises(IndicatorError) if name in WRONG else nullcontext():
        tried(made, 1)


def test_the_figures_of_the_refusal_are_those_of_the_cell_and_of_its_rows(no_indicators):
    tasks = tasks_table(
        [
            {"unit": unit, "weight": weight, "status": "completed_on_time"}
            for unit, weight in (("VPTC", 1.0), ("VPTC", 1.0), ("01", 38.0))
        ]
    )
    made = define(WRONG["a share of the sum of all"][0], "%", (TWO, 75))
    basis = Basis(tasks, Period.of(Q))
    trial = Trial(basis, LAYOUT)
    with pytest.raises(
        IndicatorError,
        match=r"2023Q3: headquarters computed alone gives 100, computed together with the others 5; compute it as total",
    ):
        trial.check(made, evaluate(made.measure(basis), trial.grids))


def test_a_change_is_told_in_the_units_own_measure():
    cells = pd.DataFrame([("_T", "_T", "_T")], columns=cube.KEYS)
    for unit, change, change_in in (
        ("tasks", 50, "%"), ("points", 50, "%"), ("km", 50, "%"), ("%", 10, "pp"), ("pp", 10, "pp"),
        ("days", 10, "days"), ("index", 10, "index"),
    ):  # fmt: skip
        now = cells.assign(indicator="x", value=30.0, unit_of_measure=unit)
        compared = cube.compare(now, cells.assign(indicator="x", value=20.0))
        assert compared[["change", "change_in"]].values.tolist() == [[change, change_in]]
