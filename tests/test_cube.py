"""The cube: every cell of every indicator, against small tables worked out by hand and against SQL."""

import duckdb
import numpy as np
import pandas as pd
import pytest
from conftest import layout_of, random_tasks, tasks_table
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.indicators import cube
from reporting.indicators.basis import Basis, Period
from reporting.indicators.evaluation import evaluate
from reporting.indicators.indicator import indicator, registry
from reporting.indicators.measures import MeasureError, count, mean, median, share, total
from reporting.text.quarter import Quarter

Q = Quarter(2023, 3)


def as_csv(values):
    return cube.as_csv(cube.against_plan(cube.compare(values, None), None))


def basis(tasks, year_ago=None):
    return Basis(tasks, Period.of(Q), year_ago)


@pytest.fixture
def some_indicators(no_indicators):
    def define(name, unit, example, function):
        function.__name__, function.__doc__ = name, f"{name}."
        indicator(vi=f"vi {name}", en=f"en {name}", unit=unit, example=example)(function)

    state = {"status": ["overdue", "in_term"]}
    define("tasks", "tasks", (state, 2), lambda tasks: count())
    define("overdue", "tasks", (state, 1), lambda tasks: count(tasks["status"] == "overdue"))
    define("overdue_share", "%", (state, 50.0), lambda tasks: share(tasks["status"] == "overdue"))
    define(
        "late_of_done",
        "%",
        ({"status": ["completed_late", "overdue"]}, 100.0),
        lambda tasks: share(tasks["status"] == "completed_late", of=tasks["completed"]),
    )
    days = {"status": ["completed_late"] * 4, "days_late": [1, 2, 4, 9], "weight": [1, 1, 1, 5]}
    define("median_days", "days", (days, 3.0), lambda tasks: median(tasks["days_late"]))
    define("mean_days", "days", (days, 4.0), lambda tasks: mean(tasks["days_late"]))
    define(
        "weight_late",
        "points",
        (days, 8.0),
        lambda tasks: total(tasks["weight"], where=tasks["status"] == "completed_late"),
    )
    return registry


def cell(values, name, group="_T", unit="_T", source="_T", column="value"):
    keys = (
        values[["indicator", "unit_group", "unit", "source"]]
        .eq([name, group, unit, source])
        .all(axis=1)
    )
    assert keys.sum() == 1
    return values.loc[keys, column].item()


def test_a_table_worked_out_by_hand(some_indicators, layout):
    tasks = tasks_table(
        [
            {"unit": "01", "source": "ad_hoc", "status": "overdue"},
            {"unit": "01", "source": "unit_plan", "status": "completed_late", "days_late": 3},
            {"unit": "79", "source": "unit_plan", "status": "completed_late", "days_late": 4},
            {"unit": "VPTC", "source": "ad_hoc", "status": "in_term"},
        ]
    )
    values = cube.compute(basis(tasks), some_indicators, layout)
    assert cell(values, "tasks") == 4
    assert cell(values, "tasks", "provincial") == 3
    assert cell(values, "tasks", source="ad_hoc") == 2
    assert cell(values, "tasks", "provincial", source="ad_hoc") == 1
    assert cell(values, "tasks", "provincial", "01") == 2
    assert cell(values, "overdue_share") == 25.0
    assert cell(values, "overdue_share", "provincial", column="numerator") == 1
    assert cell(values, "overdue_share", "provincial", column="denominator") == 3
    assert cell(values, "median_days") == 3.5
    assert cell(values, "median_days", "provincial", "79") == 4
    assert np.isnan(cell(values, "median_days", "headquarters"))
    assert np.isnan(cell(values, "overdue_share", "public_service"))
    assert cell(values, "overdue_share", "public_service", column="denominator") == 0


SQL = {
    "tasks": "count(*)",
    "overdue": "count(*) FILTER (status = 'overdue')",
    "overdue_share": "100.0 * count(*) FILTER (status = 'overdue') / nullif(count(*), 0)",
    "late_of_done": "100.0 * count(*) FILTER (status = 'completed_late') / nullif(count(*) FILTER (completed), 0)",
    "median_days": "median(days_late)",
    "mean_days": "avg(days_late)",
    "weight_late": "coalesce(sum(weight) FILTER (status = 'completed_late'), 0)",
}


@pytest.mark.parametrize("seed", range(2))
def test_every_cell_equals_plain_sql(some_indicators, layout, seed):
    tasks = random_tasks(seed, 500)
    values = cube.compute(basis(tasks), some_indicators, layout)
    plain = pd.DataFrame(
        {
            name: tasks[name].astype(object if tasks[name].dtype == "category" else None)
            for name in (
                "unit",
                "unit_group",
                "source",
                "status",
                "completed",
                "days_late",
                "weight",
            )
        }
    )
    plain = plain.astype(dict.fromkeys(("unit", "unit_group", "source", "status"), str))
    connection = duckdb.connect()
    connection.register("tasks", plain)
    checked = 0
    for name, expression in SQL.items():
        rows = connection.execute(
            f"""
            SELECT coalesce(unit_group, '_T'), coalesce(unit, '_T'), coalesce(source, '_T'), {expression}
            FROM (SELECT * REPLACE (nullif(days_late, 'nan'::DOUBLE) AS days_late, nullif(weight, 'nan'::DOUBLE) AS weight)
                  FROM tasks)
            GROUP BY GROUPING SETS ((), (unit_group), (source), (unit_group, source), (unit_group, unit))
            """
        ).fetchall()
        for group, unit, source, expected in rows:
            value = cell(values, name, group, unit, source)
            assert np.isclose(
                value, np.nan if expected is None else expected, rtol=1e-12, equal_nan=True
            )
            checked += 1
    assert checked == len(values)


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), rows=st.integers(0, 60))
def test_parts_add_up_and_the_order_of_rows_does_not_matter(seed, rows):
    from conftest import UNITS

    tasks = random_tasks(seed, rows)
    shuffled = tasks.sample(frac=1, random_state=seed).reset_index(drop=True)

    class Plain:
        is_share = False

        def __init__(self, name, unit, function):
            self.name, self.unit, self._function = name, unit, function

        def measure(self, basis):
            return self._function(basis.tasks)

    indicators = [
        Plain("tasks", "tasks", lambda t: count()),
        Plain("weight", "points", lambda t: total(t["weight"])),
        Plain("mean", "points", lambda t: mean(t["weight"])),
        Plain("median", "points", lambda t: median(t["weight"])),
    ]
    values = cube.compute(basis(tasks), indicators, layout_of(UNITS))
    again = cube.compute(basis(shuffled), indicators, layout_of(UNITS))
    assert as_csv(values) == as_csv(again)
    for name in ("tasks", "weight"):
        of = values[values["indicator"] == name]
        is_total = {key: of[key] == "_T" for key in ("unit_group", "unit", "source")}
        whole = cell(values, name)
        for parts in (
            ~is_total["unit"],
            is_total["unit"] & is_total["source"] & ~is_total["unit_group"],
            is_total["unit_group"] & ~is_total["source"],
            ~is_total["unit_group"] & ~is_total["source"],
        ):
            assert np.isclose(of.loc[parts, "value"].sum(), whole)


def test_comparison_in_per_cent_and_in_percentage_points(some_indicators, layout):
    now = tasks_table(
        [{"unit": "01", "source": "ad_hoc", "status": s} for s in ("overdue", "in_term", "in_term")]
    )
    then = tasks_table(
        [{"unit": "01", "source": "ad_hoc", "status": s} for s in ("overdue", "in_term")]
    )
    values = cube.compare(
        cube.compute(basis(now), some_indicators, layout),
        cube.compute(basis(then), some_indicators, layout),
    )
    assert list(cube.against_plan(values, None).columns) == cube.COLUMNS
    assert cell(values, "tasks", column="value_year_ago") == 2
    assert cell(values, "tasks", column="change") == 50.0
    assert cell(values, "tasks", column="change_in") == "%"
    assert cell(values, "overdue_share", column="change") == pytest.approx(100 / 3 - 50)
    assert cell(values, "overdue_share", column="change_in") == "pp"
    assert np.isnan(cell(values, "tasks", "headquarters", column="change")), (
        "nothing to compare 0 with"
    )


def test_a_change_goes_up_where_the_figure_does_even_from_below_nothing():
    before = pd.DataFrame(
        {"indicator": "saved", **dict.fromkeys(cube.KEYS, "_T"), "value": [-50.0]}
    )
    now = before.assign(
        quarter="2023Q3",
        value=-40.0,
        numerator=np.nan,
        denominator=np.nan,
        unit_of_measure="points",
    )
    assert cube.compare(now, before)["change"].tolist() == [20.0]


def test_there_is_no_per_cent_of_a_plan_below_nothing():
    cell = {"indicator": "saved", **dict.fromkeys(cube.KEYS, "_T")}
    values = cube.compare(pd.DataFrame([{**cell, "value": 7.0, "unit_of_measure": "points"}]), None)
    for plan, execution in ((-7.0, False), (0.0, False), (7.0, True)):
        planned = cube.against_plan(
            values.assign(quarter="2023Q3", numerator=np.nan, denominator=np.nan),
            pd.DataFrame([{**cell, "plan": plan}]),
        )
        assert planned["plan_difference"].tolist() == [7.0 - plan]
        assert planned["plan_execution"].notna().tolist() == [execution]


def test_the_order_into_which_a_column_was_brought_does_not_matter(layout):
    tasks = random_tasks(4, 60)
    grids = layout.grids(basis(tasks))
    for make in (
        lambda t: count(t["status"] == "overdue"),
        lambda t: share(t["status"] == "overdue", of=t["completed"] | (t["source"] == "ad_hoc")),
        lambda t: total(t["weight"]),
    ):
        straight = evaluate(make(tasks), grids).value
        turned = evaluate(make(tasks.sort_values(["unit", "weight"], ascending=False)), grids).value
        np.testing.assert_array_equal(straight, turned)


def test_a_share_counts_nothing_beyond_what_it_is_of(layout):
    tasks = tasks_table(
        [
            {"unit": "01", "source": "ad_hoc", "status": status}
            for status in ("overdue", "overdue", "completed_late", "in_term")
        ]
    )
    late = share(tasks["status"].isin(["overdue", "completed_late"]), of=tasks["completed"])
    figures = evaluate(late, layout.grids(basis(tasks)))
    assert (figures.numerator[0], figures.denominator[0], figures.value[0]) == (1, 1, 100)


def test_only_a_share_has_a_numerator_and_a_denominator(no_indicators, layout):
    def ratio(tasks):
        """All of all."""
        return 100 * count() / count()

    for unit in ("%", "index"):
        ratio.__name__ = f"of_{len(unit)}"
        indicator(vi=unit, en=unit, unit=unit, example=({"weight": [1, 1]}, 100.0))(ratio)
    values = cube.compute(basis(random_tasks(3, 40)), no_indicators, layout).dropna(subset="value")
    has_parts = values.set_index("unit_of_measure")[["numerator", "denominator"]].notna()
    assert has_parts.loc["%"].all(axis=None)
    assert not has_parts.loc["index"].any(axis=None)


def test_a_unit_that_did_not_exist_then_has_no_comparison(some_indicators, layout):
    tasks = random_tasks(1, 50)
    fewer = layout_of(layout.units.iloc[:3])
    earlier = tasks[tasks["unit"] != "79"].reset_index(drop=True)
    values = cube.compare(
        cube.compute(basis(tasks), some_indicators, layout),
        cube.compute(basis(earlier), some_indicators, fewer),
    )
    assert np.isnan(cell(values, "tasks", "provincial", "79", column="value_year_ago"))
    assert cell(values, "tasks", "provincial", "01", column="value_year_ago") > 0


def test_csv_keeps_every_digit_and_whole_numbers_whole(some_indicators, layout, tmp_path):
    values = cube.against_plan(
        cube.compare(cube.compute(basis(random_tasks(3, 70)), some_indicators, layout), None), None
    )
    path = tmp_path / "indicators.csv"
    path.write_text(cube.as_csv(values), "utf-8")
    texts = ("quarter", "indicator", *cube.KEYS, "unit_of_measure", "change_in", "flags")
    read = pd.read_csv(path, dtype=dict.fromkeys(texts, str)).fillna({"flags": ""})
    pd.testing.assert_frame_equal(read, values, check_dtype=False)
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == ",".join(cube.COLUMNS)
    assert lines[1].split(",")[5] == "70"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda t: count(t["days_late"]), "true or false for each task"),
        (lambda t: mean(t["title"]), "one number per task"),
        (lambda t: total(t["completed"]), "one number per task"),
        (lambda t: count(t[t["completed"]]), "a whole table"),
        (lambda t: count(t.set_index("unit")["completed"]), "which row belongs to which task"),
        (lambda t: count(t["completed"].take([0, 0, 1, 2, 3])), "which row belongs to which task"),
        (lambda t: mean(t["weight"].fillna(1) / 0), "infinite values .*: 5"),
    ],
)
def test_a_measure_says_what_it_cannot_work_with(make, says):
    with pytest.raises(MeasureError, match=says):
        make(random_tasks(1, 5))
