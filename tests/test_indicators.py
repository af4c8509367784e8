"""`@indicator`: a definition is checked where it is made, and a mistake is told in one line."""

import pandas as pd
import pytest

from reporting.indicators.basis import Basis, Period, example_tasks
from reporting.indicators.indicator import IndicatorError, indicator, registry
from reporting.indicators.measures import count, mean, share
from reporting.text.quarter import Quarter

OVERDUE = ({"status": ["overdue", "in_term"]}, 50.0)


def define(function, vi="Tỷ lệ", en="Share", unit="%", example=OVERDUE, doc="A share."):
    function.__name__, function.__doc__ = "a_share", doc
    return indicator(vi=vi, en=en, unit=unit, example=example)(function)


def overdue(tasks):
    return share(tasks["status"] == "overdue")


def test_an_indicator_is_registered_with_all_that_travels_with_it(no_indicators):
    define(overdue, doc="Overdue tasks,\n    as a share.\n\n    vi: Công việc\n    quá hạn.\n    ")
    known = registry["a_share"]
    assert known.title == ("Tỷ lệ", "Share")
    assert known.definition == ("Công việc quá hạn.", "Overdue tasks, as a share.")
    assert known.is_share


def test_defining_it_again_replaces_it_in_place(no_indicators):
    define(overdue)
    indicator(vi="Khác", en="Other", example=({"status": ["overdue"]}, 1))(
        named("other", lambda tasks: count())
    )
    define(lambda tasks: share(tasks["status"] == "overdue", of=tasks["status"].notna()))
    assert [each.name for each in registry] == ["a_share", "other"]


def named(name, function):
    function.__name__, function.__doc__ = name, "Something."
    return function


MISTAKES = {
    "no Vietnamese title": ({"vi": ""}, "Vietnamese title"),
    "no English title": ({"en": " "}, "English title"),
    "no definition": ({"doc": ""}, "a definition"),
    "no example": ({"example": None}, "an example"),
    "unknown unit": ({"unit": "tonnes"}, "no unit of measure “tonnes”"),
    "unit does not fit": ({"unit": "days"}, "only of these"),
    "example does not hold": (
        {"example": ({"status": ["overdue"]}, 50.0)},
        "should give 50 but gives 100",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_wrong_declaration_says_what_to_write(no_indicators, mistake):
    changes, says = MISTAKES[mistake]
    with pytest.raises(IndicatorError, match=says):
        define(overdue, **changes)
    assert "a_share" not in registry


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda tasks: 3, "must return count"),
        (lambda tasks: share(tasks["stauts"] == "overdue"), "Did you mean “status”"),
        (lambda tasks: share(tasks.stauts == "overdue"), "Did you mean “status”"),
        (
            lambda tasks: share(tasks[tasks["status"] == "overdue"]["completed"]),
            "have 1 rows, the table of tasks 2",
        ),
        (lambda tasks: share(tasks["days_late"]), "true or false for each task"),
        (lambda tasks: mean(tasks["days_late"]), "only of these"),
        (lambda tasks: share(tasks["status"] == 1 / 0), "ZeroDivisionError"),
    ],
)
def test_a_wrong_function_is_explained_in_one_line(no_indicators, function, says):
    with pytest.raises(IndicatorError, match=says) as caught:
        define(function)
    assert caught.value._render_traceback_() == [str(caught.value)]
    assert "\n" not in str(caught.value)
    assert "a_share" in str(caught.value)


def test_a_name_taken_by_another_indicator(no_indicators):
    define(overdue)
    with pytest.raises(IndicatorError, match="taken"):
        define(overdue, vi="Chỉ tiêu khác", en="Something else")


def test_an_indicator_that_uses_the_year_ago_table(no_indicators):
    again = named("again", lambda tasks, year_ago: share(tasks["title"].isin(year_ago["title"])))
    indicator(vi="Lặp lại", en="Again", unit="%", example=({"title": ["a", "b"]}, 100.0))(again)
    assert registry["again"].uses_year_ago


def test_what_an_indicator_writes_into_its_tables_reaches_no_other(no_indicators):
    def careless(tasks, year_ago):
        for table in (tasks, year_ago):
            table["completed"] = True
            table.loc[:, "days_late"] = 0.0
        return share(tasks["completed"])

    example = ({"title": ["a", "b"]}, 100.0)
    indicator(vi="Cẩu thả", en="Careless", unit="%", example=example)(named("careless", careless))
    tasks = example_tasks({"title": ["a", "b"], "completed": [False, True]}, registry.office)
    before = tasks.copy()
    registry["careless"].measure(Basis(tasks, Period.of(Quarter(2023, 3)), tasks))
    pd.testing.assert_frame_equal(tasks, before)


DATED = {"due_on": ["2023-07-10", "2023-07-10", "2023-07-10", "2023-12-01", None],
         "completed_on": ["2023-07-09", "2023-07-13", None, None, "2023-07-01"]}  # fmt: skip


@pytest.mark.parametrize(
    ("function", "columns", "value"),
    [
        (lambda tasks: count(tasks["status"] == "completed_on_time"), DATED, 1),
        (lambda tasks: count(tasks["completed"]), DATED, 3),
        (lambda tasks: mean(tasks["days_late"]), DATED, 3),
        (lambda tasks: mean(tasks["days_overdue"]), DATED, 82),
        (lambda tasks: count(tasks["status"] == "no_due_date"), DATED, 1),
        (lambda tasks: count(tasks["status"] == "in_term"), DATED | {"status": ["in_term"] * 5}, 5),
        (lambda tasks: mean(tasks["days_late"]), DATED | {"status": ["completed_late"] * 5}, 3),
    ],
)
def test_what_comes_of_dates_comes_of_those_of_an_example(no_indicators, function, columns, value):
    define(function, unit="days", example=(columns, value))


@pytest.mark.parametrize("value", [100 / 3, 33.3333, 33.33333])
def test_an_example_may_be_rounded_from_four_decimals_on(no_indicators, value):
    define(overdue, example=({"status": ["overdue", "in_term", "in_term"]}, value))
    with pytest.raises(IndicatorError, match=r"should give 33\.33 but gives 33\.333;"):
        define(overdue, example=({"status": ["overdue", "in_term", "in_term"]}, 33.33))


@pytest.mark.parametrize("day", ["05/09/2023", "30/9/2023", "2023-09-31"])
@pytest.mark.filterwarnings("error")
def test_days_of_an_example_are_iso_dates_only(no_indicators, day):
    with pytest.raises(IndicatorError, match="must be dates, for example “2023-09-30”"):
        define(overdue, example=({"due_on": [day]}, 0))


OWN_NAMES = """
def limit():
    return LIMIT

@indicator(vi="Trễ lâu", en="Very late", unit="tasks",
           example=({"status": ["completed_late"] * 3, "days_late": [1, 6, 30]}, 2))
def very_late(tasks):
    \'\'\'Completed more than LIMIT days late.\'\'\'
    return count(tasks["days_late"] > limit())
"""


def test_what_later_cells_make_of_a_name_changes_no_indicator(no_indicators):
    names = {"indicator": indicator, "count": count, "LIMIT": 5}
    exec(OWN_NAMES, names)
    made = names["very_late"]
    names |= {"LIMIT": 20, "count": None, "limit": lambda: 0}
    del made.__dict__["in_example"]  # computed anew, as for another quarter
    made.check_example()


HELPERS = """
class Rules:
    days = 5
    def late(self, tasks):
        return tasks["days_late"] > self.days

class Box(dict):
    __getattr__ = dict.__getitem__

def limit():
    return limit.days

limit.days, limits, late = 5, Box(days=5), Rules().late

@indicator(vi="Trễ lâu", en="Very late", unit="tasks",
           example=({"status": ["completed_late"] * 3, "days_late": [1, 6, 30]}, 2))
def very_late(tasks):
    \'\'\'Completed more than five days late.\'\'\'
    return count(late(tasks) & (tasks["days_late"] > limit()) & (tasks["days_late"] > limits.days))
"""


def test_whatever_python_a_cell_has_an_indicator_may_use(no_indicators):
    exec(HELPERS, {"indicator": indicator, "count": count})
    assert "very_late" in no_indicators
