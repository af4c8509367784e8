"""What charts say: their titles claim no more than the figures, and their alternative texts hold them."""

from __future__ import annotations

import math
import re
from datetime import date

import pandas as pd
import pytest
from chart_samples import (
    ABC,
    ITEMS,
    PUBLISHED,
    bars,
    counts,
    drawn,
    lateness,
    plan,
    plan_progress,
    province_dots,
    provinces,
    quarters,
    status_by_group,
    texts_of,
    tile_map,
    trend,
    units,
)

from reporting import charts
from reporting.charts import About

# What the titles say


@pytest.mark.parametrize(
    ("language", "title"),
    [
        (
            "vi",
            "Hoàn thành đúng hạn: Các đơn vị thuộc cơ quan Tổng cục 79,5%, thấp hơn 7,5 điểm phần trăm so với toàn ngành",
        ),
        (
            "en",
            "Completed on time: Headquarters units 79.5%, 7.5 percentage points below all units",
        ),
    ],
)
def test_status_title_names_the_group_furthest_from_all_units(language: str, title: str) -> None:
    assert drawn(status_by_group(PUBLISHED, language)).title == title


@pytest.mark.parametrize(
    ("groups", "title"),
    [
        (
            counts(public_service=(199, 32, 0, 0, 0), provincial=(46000, 6863, 0, 0, 0)),
            "Completed on time: from 86.1% to 87.0% across the unit groups",
        ),
        (
            counts(public_service=(9, 1, 0, 0, 0), provincial=(86, 14, 0, 0, 0)),
            "Completed on time: from 86.0% to 90.0% across the unit groups",
        ),
        (
            counts(headquarters=(90, 10, 0, 0, 0), provincial=(500, 500, 0, 0, 0)),
            "Completed on time: Headquarters units 90.0%, 36.4 percentage points above all units",
        ),
        (
            counts(headquarters=(5, 5, 0, 0, 0), provincial=(5, 5, 0, 0, 0)),
            "Completed on time: the unit groups are all at 50.0%",
        ),
        (
            counts(_T=(3, 1, 0, 0, 0), provincial=(3, 1, 0, 0, 0)),
            "Completed on time: Provincial statistics offices 75.0%",
        ),
        (
            counts(provincial=(0, 0, 2, 0, 0), headquarters=(0, 0, 0, 0, 0)),
            "Completed on time: Provincial statistics offices 0.0%",
        ),
    ],
    ids=[
        "less than a point",
        "fewer than five tasks",
        "above",
        "equal",
        "one group",
        "nothing done, a group without tasks",
    ],
)
def test_status_title_is_right_for_other_data(groups: pd.DataFrame, title: str) -> None:
    assert drawn(status_by_group(groups, "en")).title == title


def test_status_title_names_its_breakdown() -> None:
    names = {"_T": "Toàn ngành", "a": "A", "b": "B"}
    frame = pd.DataFrame({"own": [8, 4, 4], "other": [2, 1, 1]}, index=list(names))
    labels = {"own": "Đạt", "other": "Không đạt"}
    chart = drawn(charts.stacked(frame, names, labels, "nguồn giao việc", About("vi", "x")))
    assert chart.title == "Đạt: các nguồn giao việc đều 80,0%"
    assert "A: Đạt 80,0%; Không đạt 20,0%." in chart.alt


@pytest.mark.parametrize(
    ("as_of", "vi", "en"),
    [
        (
            date(2023, 9, 30),
            "Kế hoạch: đến ngày 30/9/2023, đã hoàn thành 3 công việc; không có công việc nào quá hạn",
            "The plan: 3 tasks completed by 30 September 2023; none was overdue",
        ),
        (
            date(2023, 7, 20),
            "Kế hoạch: đến ngày 20/7/2023, đã hoàn thành 1 công việc; không có công việc nào quá hạn",
            "The plan: 1 task completed by 20 July 2023; none was overdue",
        ),
        (
            date(2023, 8, 12),
            "Kế hoạch: đến ngày 12/8/2023, đã hoàn thành 1 công việc; còn 1 công việc quá hạn",
            "The plan: 1 task completed by 12 August 2023; 1 task was overdue",
        ),
    ],
    ids=["due on the last day", "none", "one"],
)
def test_plan_title_states_the_gap(as_of: date, vi: str, en: str) -> None:
    assert drawn(plan_progress(ITEMS, as_of, "vi")).title == vi
    assert drawn(plan_progress(ITEMS, as_of, "en")).title == en


def test_completions_that_were_not_due_do_not_hide_a_task_still_open() -> None:
    due = ["2023-08-31", "2023-09-15", None, "2023-10-20"]
    items = plan(due, ["2023-08-30", None, "2023-09-01", None])
    title = drawn(plan_progress(items, date(2023, 9, 30), "vi")).title
    assert title.endswith("đã hoàn thành 2 công việc; còn 1 công việc quá hạn")


@pytest.mark.parametrize(
    ("planned", "done", "end"),
    [
        (100, 150, ", 50 more than the 100 planned"),
        (198, 190, ", 8 fewer than the 198 planned"),
        (198, 196, "; 198 were planned"),
        (9000, 8950, "; 9,000 were planned"),
        (20, 20, ", as many as planned"),
    ],
    ids=["ahead", "behind", "two tasks", "half a point", "level"],
)
def test_plan_title_claims_only_a_difference_that_tells(planned: int, done: int, end: str) -> None:
    items = plan([None] * done, ["2023-07-02"] * done)
    title = drawn(plan_progress(items, date(2023, 9, 30), "en", weekly={1: planned})).title
    assert title == f"The plan: {done:,} tasks completed by 30 September 2023{end}"


def test_a_weekly_plan_takes_the_place_of_due_dates() -> None:
    weekly = {1: 10.0, 2: 20.0, 13: 70.0}
    items = plan(["2023-07-05"] * 3, ["2023-07-05"] * 3)
    middle = drawn(plan_progress(items, date(2023, 7, 14), "en", weekly=weekly))
    assert (
        middle.title == "The plan: 3 tasks completed by 14 July 2023, 27 fewer than the 30 planned"
    )
    whole = drawn(plan_progress(items, date(2023, 9, 30), "vi", weekly=weekly))
    assert "thấp hơn 97 so với kế hoạch 100" in whole.title
    assert "theo kế hoạch 30, hoàn thành 3" in whole.alt
    assert "Kế hoạch 100" in texts_of(whole)


def test_of_a_week_under_way_the_days_so_far_are_planned() -> None:
    items = plan([None] * 24, ["2023-07-05"] * 24)
    weekly = dict.fromkeys(range(1, 14), 14.0)
    drawn_on = (
        drawn(plan_progress(items, date(2023, 7, d), "en", weekly=weekly)) for d in (12, 14)
    )
    twelfth, fourteenth = (each.title for each in drawn_on)
    assert twelfth.endswith("as many as planned"), "14 and five days of 14"
    assert fourteenth.endswith("; 28 were planned")


def test_a_completion_after_the_cut_off_has_not_happened() -> None:
    texts = texts_of(drawn(plan_progress(ITEMS, date(2023, 8, 12), "vi")))
    assert "Hoàn thành 1" in texts
    assert "Đến hạn 4" in texts


DOTS = {
    "some below": (
        units(ABC, [90, 80, 85]),
        86.0,
        "Tỷ lệ hoàn thành đúng hạn: 2 trong 3 đơn vị thấp hơn mức chung 86,0% từ 1 điểm phần trăm trở lên; thấp nhất là B (80,0%)",
        "Completed on time: 2 of 3 units are at least 1 percentage point below the overall 86.0%; lowest: B (80.0%)",
    ),
    "two share the last place": (
        units(ABC, [90, 80, 80.04]),
        86.0,
        "Tỷ lệ hoàn thành đúng hạn: 2 trong 3 đơn vị thấp hơn mức chung 86,0% từ 1 điểm phần trăm trở lên; thấp nhất là C và B (80,0%)",
        "Completed on time: 2 of 3 units are at least 1 percentage point below the overall 86.0%; lowest: C and B (80.0%)",
    ),
    "as printed, not below": (
        units(ABC, [90, 86.96, 87.04]),
        87.0,
        "Tỷ lệ hoàn thành đúng hạn: không đơn vị nào thấp hơn mức chung 87,0% từ 1 điểm phần trăm trở lên",
        "Completed on time: none of the 3 units is at least 1 percentage point below the overall 87.0%",
    ),
    "one below": (
        units(ABC, [90, 80, 88]),
        86.0,
        "Tỷ lệ hoàn thành đúng hạn: 1 trong 3 đơn vị thấp hơn mức chung 86,0% từ 1 điểm phần trăm trở lên; thấp nhất là B (80,0%)",
        "Completed on time: 1 of 3 units is at least 1 percentage point below the overall 86.0%; lowest: B (80.0%)",
    ),
    "below by a few tasks": (
        units(ABC, [90, 50, 80]).assign(tasks=[100.0, 4, 100]),
        86.0,
        "Tỷ lệ hoàn thành đúng hạn: 2 trong 3 đơn vị thấp hơn mức chung 86,0% từ 1 điểm phần trăm trở lên; thấp nhất là C (80,0%)",
        "Completed on time: 2 of 3 units are at least 1 percentage point below the overall 86.0%; lowest: C (80.0%)",
    ),
    "all equal": (
        units(ABC, [0, 0, 0]),
        0.0,
        "Tỷ lệ hoàn thành đúng hạn: cả 3 đều 0,0%",
        "Completed on time: all 3 at 0.0%",
    ),
    "one unit": (
        units(["A"], [79.5]),
        87.0,
        "Tỷ lệ hoàn thành đúng hạn: A 79,5%",
        "Completed on time: A 79.5%",
    ),
    "one unit, equal": (
        units(["A"], [87.0]),
        87.0,
        "Tỷ lệ hoàn thành đúng hạn: A 87,0%",
        "Completed on time: A 87.0%",
    ),
    "no reference": (
        units(ABC, [90, math.nan, 70]),
        None,
        "Tỷ lệ hoàn thành đúng hạn: cao nhất là A (90,0%), thấp nhất là C (70,0%)",
        "Completed on time: from 70.0% (C) to 90.0% (A)",
    ),
}


@pytest.mark.parametrize("case", DOTS)
def test_dots_title(case: str) -> None:
    frame, reference, vi, en = DOTS[case]
    assert drawn(province_dots(frame, reference, "vi")).title == vi
    assert drawn(province_dots(frame, reference, "en")).title == en


def test_tile_title_names_both_ends() -> None:
    frame = provinces(lambda i: 50 + i / 2)
    assert (
        drawn(tile_map(frame, "vi")).title
        == "Tỷ lệ hoàn thành đúng hạn: cao nhất là Cà Mau (81,0%), thấp nhất là Hà Nội (50,0%)"
    )
    assert (
        drawn(tile_map(frame, "en")).title
        == "Completed on time: from 50.0% (Hà Nội) to 81.0% (Cà Mau)"
    )


def test_tile_title_when_many_share_an_end() -> None:
    title = drawn(tile_map(provinces(lambda i: 100.0 if i > 2 else 0.0), "en")).title
    assert (
        title
        == "Completed on time: from 0.0% (Hà Nội and 2 others) to 100.0% (Bắc Kạn and 59 others)"
    )
    alone = provinces(lambda i: math.nan if i else 90.0)
    assert drawn(tile_map(alone, "vi")).title == "Tỷ lệ hoàn thành đúng hạn: Hà Nội 90,0%"
    assert drawn(tile_map(alone, "en")).title == "Completed on time: Hà Nội 90.0%"
    equal = drawn(tile_map(provinces(lambda _: 87.0), "vi")).title
    assert equal == "Tỷ lệ hoàn thành đúng hạn: cả 63 đều 87,0%"


@pytest.mark.parametrize(
    ("frame", "vi", "en"),
    [
        (
            quarters(A=[84.9, 85, 87.0], B=[90, 80, 89]),
            "Tỷ lệ hoàn thành đúng hạn: A tăng nhiều nhất, từ 84,9% (III/2022) lên 87,0% (I/2023)",
            "Completed on time: A rose most, from 84.9% (2022 Q3) to 87.0% (2023 Q1)",
        ),
        (
            quarters(
                **{
                    "Toàn ngành": [90.0, 80.0, 70.0],
                    "A": [84.9, 85.0, 87.0],
                    "B": [90.0, 80.0, 89.0],
                }
            ),
            "Tỷ lệ hoàn thành đúng hạn: A tăng nhiều nhất, từ 84,9% (III/2022) lên 87,0% (I/2023)",
            "",
        ),
        (
            quarters(**{"Toàn ngành": [90.0, 80.0, 70.0], "A": [90.0, 80.0, 69.0]}),
            "Tỷ lệ hoàn thành đúng hạn: toàn ngành giảm từ 90,0% (III/2022) xuống 70,0% (I/2023)",
            "",
        ),
        (
            quarters(**{"All units": [90.0, 80.0, 95.0], "A": [90.0, math.nan, math.nan]}),
            "",
            "Completed on time: all units rose from 90.0% (2022 Q3) to 95.0% (2023 Q1)",
        ),
        (
            quarters(**{"Các vùng": [84.9, 85, 87.0], "B": [90, 80, 89]}),
            "Tỷ lệ hoàn thành đúng hạn: các vùng tăng nhiều nhất, từ 84,9% (III/2022) lên 87,0% (I/2023)",
            "Completed on time: các vùng rose most, from 84.9% (2022 Q3) to 87.0% (2023 Q1)",
        ),
        (
            quarters(
                **{"Toàn ngành": [85.1, 86.0, 87.0], "A": [84.2, 85.0, 86.7], "B": [83.6, 85, 86.1]}
            ),
            "Tỷ lệ hoàn thành đúng hạn: toàn ngành tăng từ 85,1% (III/2022) lên 87,0% (I/2023)",
            "",
        ),
        (
            quarters(tasks=90, A=[84.0, 85.0, 87.0]),
            "",
            "Completed on time: A 84.0% (2022 Q3) and 87.0% (2023 Q1)",
        ),
        (
            quarters(A=[87.0, math.nan, 84.0]),
            "Tỷ lệ hoàn thành đúng hạn: A giảm từ 87,0% (III/2022) xuống 84,0% (I/2023)",
            "Completed on time: A fell from 87.0% (2022 Q3) to 84.0% (2023 Q1)",
        ),
        (
            quarters(A=[87.0, 60.0, 87.0]),
            "Tỷ lệ hoàn thành đúng hạn: A 87,0% (III/2022) và 87,0% (I/2023)",
            "Completed on time: A 87.0% (2022 Q3) and 87.0% (2023 Q1)",
        ),
        (
            quarters(A=[87.0]),
            "Tỷ lệ hoàn thành đúng hạn: mới có số liệu quý III năm 2022",
            "Completed on time: figures for the third quarter of 2022 only",
        ),
    ],
    ids=[
        "up",
        "the total is no group",
        "one group is the total",
        "the total alone",
        "a name inside the sentence",
        "no group moved clearly most",
        "three points of ninety tasks",
        "down",
        "no change",
        "one quarter",
    ],
)
def test_trend_title(frame: pd.DataFrame, vi: str, en: str) -> None:
    if vi:
        assert drawn(trend(frame, "vi")).title == vi
    if en:
        assert drawn(trend(frame, "en")).title == en


@pytest.mark.parametrize(
    ("days", "vi", "en"),
    [
        (
            [1, 2, 3, 4, 30],
            "Trong số 5 công việc hoàn thành trễ hạn, ít nhất một nửa trễ không quá 3 ngày; 1 công việc (20,0%) trễ trên 20 ngày",
            "Of 5 tasks completed late, at least half were at most 3 days late; 1 task (20.0%) was more than 20 days late",
        ),
        (
            [1, 1, 2, 2, 2, 2],
            "Trong số 6 công việc hoàn thành trễ hạn, ít nhất một nửa trễ không quá 2 ngày; không có công việc nào trễ trên 20 ngày",
            "Of 6 tasks completed late, at least half were at most 2 days late; none was more than 20 days late",
        ),
        (
            [1, 2],
            "2 công việc hoàn thành trễ hạn, trễ từ 1 ngày đến 2 ngày",
            "2 tasks completed late, by 1 day to 2 days",
        ),
        (
            [math.nan, 1, 0, -3],
            "1 công việc hoàn thành trễ hạn, trễ 1 ngày",
            "1 task completed late, by 1 day",
        ),
    ],
)
def test_lateness_title(days: list[float], vi: str, en: str) -> None:
    assert drawn(lateness(days, "vi")).title == vi
    assert drawn(lateness(days, "en")).title == en


def test_bars_title() -> None:
    series = pd.Series({"A": 12.0, "B": math.nan, "C": 1525.0})
    assert (
        drawn(bars(series, "vi", "tasks", label="Việc")).title
        == "Việc: cao nhất là C (1.525), thấp nhất là A (12)"
    )
    title = drawn(bars(series, "en", "tasks", label="Tasks")).title
    assert title == "Tasks: from 12 (A) to 1,525 (C)"
    assert drawn(bars(pd.Series({"A": 2.5}), "vi", "days", label="Trễ")).title == "Trễ: A 2,5"
    near = pd.Series({"A": 86.1, "B": 86.9})
    assert drawn(bars(near, "en", "%", label="On time")).title == "On time: from 86.1% to 86.9%"


@pytest.mark.parametrize(
    ("unit", "one", "other", "tasks", "tells"),
    [
        ("%", 87.0, 86.1, 231, False),
        ("%", 87.0, 84.0, 231, True),
        ("%", 87.0, 86.04, math.inf, True),
        ("%", 50.0, 75.0, 8, False),
        ("tasks", 196, 198, math.inf, False),
        ("tasks", 4, 8, math.inf, False),
        ("tasks", 100, 106, math.inf, True),
        ("days", 4.0, 4.1, math.inf, False),
        ("days", 4.0, 4.5, math.inf, True),
    ],
)
def test_the_rule_of_what_a_title_may_speak_of(
    unit: str, one: float, other: float, tasks: float, tells: bool
) -> None:
    assert About("en", "x", unit=unit).tells(one, other, tasks) is tells
    assert About("en", "x", unit=unit).tells(other, one, tasks) is tells


# What the alternative texts say


def test_alternative_text_carries_the_figures() -> None:
    alt = drawn(status_by_group(PUBLISHED, "vi")).alt
    assert alt.startswith("Biểu đồ thanh. Toàn ngành: Hoàn thành đúng hạn 87,0%; ")
    assert "Hoàn thành trễ hạn 12,5%" in alt
    alt = drawn(plan_progress(ITEMS, date(2023, 9, 30), "en")).alt
    assert alt.endswith("by 30 September 2023: 4 due, 3 completed.")
    alt = drawn(province_dots(units(ABC, [90, 80, 85], [89, math.nan, 85]), 86, "en")).alt
    assert alt == (
        "Dot plot. All units: 86.0%. A 90.0%; C 85.0%; B 80.0%. "
        "Compared with 2022 Q3: 1 higher, 0 lower, 1 the same."
    )
    alt = drawn(lateness([1, 2, 3, 4, 30], "vi")).alt
    assert "trung vị 3 ngày" in alt
    assert "5 ngày 80,0%; 10 ngày 80,0%" in alt
    alt = drawn(trend(quarters(A=[84.9, 85.1]), "vi")).alt
    assert "A: III/2022 84,9%; IV/2022 85,1%." in alt


def test_alternative_text_of_the_map_names_every_province_once() -> None:
    frame = provinces()
    frame.loc[frame["code"] == "96", "value"] = math.nan
    alt = drawn(tile_map(frame, "vi")).alt
    for name in frame["name"]:
        assert len(re.findall(rf"\b{name}\b", alt)) >= 1
    assert alt.endswith("Không có số liệu: Cà Mau.")


def test_what_the_drawing_leaves_to_words_is_what_the_title_counts():
    days = [3] * 950 + [19] * 20 + [21] * 12 + [40] * 18
    chart = drawn(charts.lateness(days, About("en", "x")))
    assert "30 tasks (3.0%) were more than 20 days late" in chart.title
    assert "30 tasks" in chart.drawings[0]
