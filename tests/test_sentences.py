"""Sentences and notes of the sections where something is special: one task, all alike, nothing to compare with."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pandas as pd
import pytest
import small_office
from conftest import official_tables
from small_office import SmallOffice

from reporting import count, distinct, indicator, total
from reporting.indicators.indicator import registry
from reporting.indicators.mistakes import Mistake
from reporting.inputs.folders import Folders
from reporting.report import card, figures, notes, published_statement, sentences, workspace
from reporting.report.breakdown import Breakdown
from reporting.report.report import Report
from reporting.text.bilingual import both
from reporting.text.quarter import Quarter

PLAN, CONCLUSION, AD_HOC = "Kế hoạch tổng cục", "Kết luận của Lãnh đạo", "Phát sinh"
ON_TIME, LATE, OVERDUE = "10/8/2023", "14/8/2023", ""


@pytest.fixture
def report_of(the_reports_indicators, tmp_path):
    """The report of a few tasks, each (source, unit, day it was done); all are due on 11 August."""

    def _report(tasks, params="", assigned="1/8/2023", statement=""):
        office = SmallOffice.in_folder(tmp_path / "office", "2022Q3")
        office.params("2023Q3", params)
        rows = [
            [f"{n}", f"Việc {n}", source, unit, assigned, "11/8/2023", done]
            for n, (source, unit, done) in enumerate(tasks, 1)
        ]
        office.register("2023Q3", rows)
        root = office.root
        (root / "data" / "statement.yaml").write_text(statement, "utf-8")
        folders = Folders(params=root / "params", data=root / "data", cache=root / "cache")
        return Report(workspace.load(folders, Quarter(2023, 3)), "vi")

    return _report


@pytest.fixture
def said(report_of):
    """What a section says of a few tasks."""

    def told(section, *tasks, **more):
        report = report_of(*tasks, **more)
        SAID[section](report)
        return report._data.sentences

    return told


def of_source(source):
    def told(report):
        whole, done = registry["tasks"], registry["completed"]
        report.where(source=source).results(whole, done, statuses())

    return told


def statuses():
    return [registry[name] for name in ("completed_on_time", "completed_late", "overdue", "in_term", "no_due_date")]  # fmt: skip


SAID = {
    "plan": of_source("agency_plan"),
    "conclusions": of_source("leadership_conclusion"),
    "ad_hoc": of_source("ad_hoc"),
    "lateness": lambda report: report.lateness(),
    "units": lambda report: report.ranking("on_time_share"),
    "groups": lambda report: report.parts("tasks"),
    "next_quarter": lambda report: report.next_quarter(),
    "quality": lambda report: report.quality(),
    "summary": lambda report: report.against_plan("on_time_share"),
}


def test_one_task_is_not_a_list(said):
    assert said("ad_hoc", [(AD_HOC, "TKG", ON_TIME)]) == [
        (
            "Công việc phát sinh: 1 công việc, hoàn thành đúng hạn.",
            "Ad hoc tasks: 1 task, completed on time.",
        )
    ]


def test_all_alike_is_no_list_either(said):
    assert said("conclusions", [(CONCLUSION, "TKG", LATE)] * 3) == [
        (
            "Kết luận của Lãnh đạo Tổng cục: 3 công việc, đều hoàn thành trễ hạn.",
            "Leadership conclusions: 3 tasks, all completed late.",
        )
    ]


def test_several_of_which_some_are_done(said):
    tasks = [(PLAN, "TKG", ON_TIME), (PLAN, "TKG", LATE), (PLAN, "TKG", OVERDUE)]
    assert said("plan", tasks) == [
        (
            "Kế hoạch công tác của Tổng cục: 3 công việc, đã hoàn thành 2 (66,7%), chưa hoàn thành 1 (33,3%). "
            "Theo tình trạng: 1 hoàn thành đúng hạn (33,3%); 1 hoàn thành trễ hạn (33,3%); "
            "1 chưa hoàn thành, đã quá hạn (33,3%).",
            "The agency's work plan: 3 tasks, 2 completed (66.7%) and 1 not completed (33.3%). By status: "
            "1 completed on time (33.3%); 1 completed late (33.3%); 1 overdue (33.3%).",
        )
    ]


def test_all_done_and_none_done_are_said_in_words(said):
    (text,) = said("plan", [(PLAN, "TKG", ON_TIME), (PLAN, "TKG", LATE)])
    assert ": 2 công việc, đã hoàn thành toàn bộ. Theo tình trạng: 1" in text.vi
    assert ": 2 tasks, all completed. By status: 1" in text.en


def test_none_of_a_source(said):
    assert said("conclusions", [(PLAN, "TKG", ON_TIME)]) == [
        (
            "Kết luận của Lãnh đạo Tổng cục: không có công việc nào trong kỳ.",
            "Leadership conclusions: no tasks in the period.",
        )
    ]


def test_one_late_task_has_no_median(said):
    assert said("lateness", [(AD_HOC, "TKG", LATE)]) == [
        ("Có 1 công việc hoàn thành trễ hạn, trễ 3 ngày.", "One task was completed late, by 3 days.")
    ]  # fmt: skip


def test_no_late_task_is_said_plainly_where_there_are_dates(said):
    assert said("lateness", [(AD_HOC, "TKG", ON_TIME)]) == [
        ("Không có công việc nào hoàn thành trễ hạn.", "No task was completed late.")
    ]


def test_sentences_of_a_part_say_what_they_are_of(report_of):
    report = report_of([(AD_HOC, "TKG", LATE), (PLAN, "TKG", ON_TIME), (PLAN, "VPTC", LATE)])
    part = report.where(source="agency_plan")
    part.lateness()
    part.ranking("on_time_share")
    part.shares("tasks", ["completed_late"])
    assert [text.vi.partition(": ")[0] for text in report._data.sentences] == [
        "Kế hoạch công tác của Tổng cục"
    ] * 3
    assert all(text.vi.partition(": ")[2][0].islower() for text in report._data.sentences)
    assert "giao, Kế hoạch công tác" in part.bars("tasks", by="unit")
    assert "giao, Kế hoạch công tác" not in part.bars("tasks", by="source"), "which names it"
    assert "Tổng cục: " in report.where(unit_group="headquarters").bars("tasks", by="unit")


def test_a_units_place_is_that_by_what_the_sentence_is_of(report_of):
    tasks = [
        (AD_HOC, "TKG", ON_TIME),
        (PLAN, "TKG", LATE),
        (PLAN, "VPTC", ON_TIME),
        (AD_HOC, "VPTC", LATE),
        (AD_HOC, "VPTC", LATE),
    ]
    report = report_of(tasks)
    text = "{on_time_share}, {on_time_share.rank}"
    for source in ("ad_hoc", "agency_plan"):
        report.where(source=source).where(unit="TKG").say(vi=text, en=text)
    assert [text.en for text in report._data.sentences] == ["100.0%, 1", "0.0%, 2"]


def test_late_tasks_without_dates_are_not_said_to_be_none(report_of, monkeypatch):
    report = report_of([(AD_HOC, "TKG", ON_TIME)])
    monkeypatch.setattr(type(report._scope), "figure", lambda *_: 4.0)
    report.lateness()
    (text,) = report._data.sentences
    assert "có ghi ngày hoàn thành" in text.vi


def test_nothing_very_late_is_said_in_words(said):
    (text,) = said("lateness", [(AD_HOC, "TKG", LATE)] * 2)
    assert text.vi.endswith("100,0% trễ không quá 3 ngày, không có công việc nào trễ trên 20 ngày.")
    assert text.en.endswith("100.0% were at most 3 days late and none more than 20 days late.")


def test_two_units_that_share_a_place(said):
    tasks = [(AD_HOC, "TKG", ON_TIME), (AD_HOC, "VPTC", ON_TIME), (AD_HOC, "01", LATE)]
    (text,) = said("units", tasks)
    assert "highest in the Office of the GSO and 1 other" in text.en
    assert "và 1 đơn vị khác có tỷ lệ" in text.vi


def test_units_that_are_all_alike(said):
    assert said("units", [(AD_HOC, "TKG", ON_TIME), (AD_HOC, "VPTC", ON_TIME)]) == [
        (
            "Trong 2 đơn vị có công việc: tỷ lệ hoàn thành đúng hạn như nhau, 100,0%.",
            "Of the 2 units with tasks: “share completed on time” is 100.0% in each.",
        )
    ]


@pytest.mark.parametrize("name", ["tasks", "overdue"])
def test_any_title_may_be_ranked(report_of, name):
    report = report_of([(AD_HOC, "TKG", ""), (AD_HOC, "VPTC", ""), (AD_HOC, "VPTC", "")])
    report.ranking(name)
    (text,) = report._data.sentences
    assert re.search("Of the 2 units with tasks, “[^”]+” was (highest|lowest) in the ", text.en)


def test_what_is_meant_to_be_equal_has_one_rank_and_meets_its_plan(report_of):
    amounts = {"1": 0.1, "2": 0.7, "3": 0.8}  # 0.1 + 0.7 is 0.7999999999999999

    @indicator(
        vi="Khối lượng",
        en="Amount",
        unit="days",
        better="higher",
        example=({"task_id": ["1"]}, 0.1),
    )
    def amount(tasks):
        """What tasks amount to."""
        return total(tasks["task_id"].map(amounts).astype(float))

    report = report_of([(PLAN, "01", ON_TIME), (PLAN, "01", ON_TIME), (PLAN, "79", ON_TIME)])
    rows = Breakdown(report._scope, "unit")
    assert rows.figure(amount, "01") != rows.figure(amount, "79")
    assert rows.ranks(amount) == {"01": 1, "79": 1}
    assert figures.met(amount, rows.figure(amount, "01"), 0.8) == 1
    assert figures.met(amount, 10_000_000.1 + 20_000_000.2, 30_000_000.3) == 1


def test_parts_that_count_a_thing_again_say_so(report_of):
    @indicator(vi="Đơn vị", en="Units", unit="tasks", example=({"unit": ["01"]}, 1))
    def units_with_tasks(tasks):
        """Units that have tasks."""
        return distinct(tasks["unit"])

    report = report_of([(PLAN, "01", ON_TIME), (AD_HOC, "01", ON_TIME), (PLAN, "79", ON_TIME)])
    report.parts(units_with_tasks, by="source")
    assert "nên các số này cộng lại lớn hơn tổng số" in report._data.sentences[-1].vi
    report.parts(units_with_tasks, by="unit_group")
    assert "cộng lại" not in report._data.sentences[-1].vi


def test_amounts_whose_parts_add_up_but_for_the_noise_of_floats_do_not_overlap(
    the_reports_indicators,
):
    sums = {"figures": lambda of: pd.Series([0.1, 0.2]), "figure": lambda of: 0.3}
    assert notes.overlap(SimpleNamespace(by="source", **sums), registry["tasks"]) == ()


def test_units_with_few_tasks_are_not_ranked_where_params_say_so(said):
    tasks = [(AD_HOC, "TKG", ON_TIME)] * 3 + [(AD_HOC, "VPTC", LATE)] * 3 + [(AD_HOC, "01", LATE)]
    (text,) = said("units", tasks, "smallest_unit: 3\n")
    assert "Trong 2 đơn vị có từ 3 công việc trở lên" in text.vi
    assert "Hà Nội" not in text.vi


def test_an_office_with_one_group_of_units(said, monkeypatch):
    lines = small_office.UNITS.splitlines(keepends=True)
    provincial = [line for line in lines if "provincial" in line]
    monkeypatch.setattr(small_office, "UNITS", "".join([lines[0], *provincial]))
    monkeypatch.setattr(small_office, "CODES", ["01", "79"])
    assert said("groups", [(AD_HOC, "01", ON_TIME), (AD_HOC, "79", LATE)]) == [
        (
            "Toàn ngành: 2 công việc, giảm 95,0% so với cùng kỳ năm trước, đều của Cục Thống kê tỉnh, thành phố.",
            "All units: 2 tasks, down 95.0% on a year earlier, all of them in provincial statistics offices.",
        )
    ]


def test_one_priority_and_one_directive(said):
    (text,) = said(
        "next_quarter", [(AD_HOC, "TKG", LATE)], "priorities: [GDP]\ndirectives: [CPI]\n"
    )
    assert "1 priority area and 1 directive for" in text.en


def test_one_task_assigned_before_the_quarter(said):
    *_, text = said("quality", [(AD_HOC, "TKG", LATE)], assigned="30/6/2023")
    assert text.en == (
        "1 task was assigned outside the third quarter of 2023; it is counted because it is in the export for the period."
    )


# A plan is met, missed or exactly met by unrounded figures, and the sentence and the table say the same.
@pytest.mark.parametrize(
    ("value", "plan", "vi", "met"),
    [
        (86.95, 90, "87,0%, thấp hơn 3,1 điểm phần trăm so với kế hoạch 90,0%", "Chưa đạt"),
        (
            89.96,
            90,
            "90,0%, thấp hơn chưa đến 0,05 điểm phần trăm so với kế hoạch 90,0%",
            "Chưa đạt",
        ),
        (90.0, 90, "90,0%, đúng bằng kế hoạch 90,0%", "Đạt"),
        (91.0, 90, "91,0%, cao hơn 1,0 điểm phần trăm so với kế hoạch 90,0%", "Đạt"),
    ],
)
def test_how_a_figure_stands_to_its_plan(the_reports_indicators, value, plan, vi, met):
    share = registry["on_time_share"]
    assert f": {vi}" in sentences._stand(value, plan, share).vi
    assert figures.JUDGED["met"][figures.met(share, value, plan)].vi == met


# `better` decides what a change is called; of a count, and of what prints as no change, nobody can say.
@pytest.mark.parametrize(
    ("indicator", "change", "en"),
    [
        ("on_time_share", 1.9, "up 1.9 percentage points (improved)"),
        ("on_time_share", -1.9, "down 1.9 percentage points (worsened)"),
        ("late_share", -1.2, "down 1.2 percentage points (improved)"),
        ("median_days_late", 2, "up 2.0 days (worsened)"),
        ("in_term_share", -0.1, "down 0.1 percentage points"),
        ("on_time_share", 0.04, "almost unchanged"),
        ("on_time_share", 0, "unchanged"),
        ("completed", -5.6, "down 5.6%"),
    ],
)
def test_what_a_change_is_called(the_reports_indicators, indicator, change, en):
    assert figures.change_told(registry[indicator], change, base=80).en == en


def test_from_a_small_count_a_change_is_told_by_how_many(the_reports_indicators):
    for base, value, en in ((9, 21, "up 12"), (3, 1, "down 2"), (10, 21, "up 110.0%")):
        change = (value - base) * 100 / base
        assert figures.change_told(registry["tasks"], change, base).en == en
        assert figures.change_told(registry["tasks"], change, base, both("a year earlier")).en == (
            f"{en} on a year earlier"
        )


def test_a_change_from_less_than_nothing_is_told_as_a_number(the_reports_indicators):
    told = [figures.change(registry["tasks"], moved, -4.0).en for moved in (325.0, -50.0)]
    assert told == ["up 13", "down 2"]


# What a table or chart leaves out


def rows_of(report, **table):
    report.table(by="unit", name="units", vi="Đơn vị", en="Units", **table)
    return [row["unit"].en for row in report.tables[-1].rows], report.tables[-1].notes


def test_a_unit_whose_figure_is_nothing_is_in_the_table_and_one_without_tasks_is_not(report_of):
    report = report_of([(AD_HOC, "TKG", OVERDUE), (AD_HOC, "01", ON_TIME), (AD_HOC, "79", LATE)])
    overdue, on_time = registry["overdue"], registry["on_time_share"]
    names, notes = rows_of(report, columns=[overdue, overdue.rank], sort=overdue, top=2)
    assert names == ["Hà Nội Statistics Office", "Hồ Chí Minh Statistics Office"]
    assert any(note.en.startswith("Rows not shown: 1") for note in notes), notes
    names, _ = rows_of(report, columns=[on_time], sort=on_time)
    assert names[0] == "Hà Nội Statistics Office"
    assert len(names) == 3


def test_the_weakest_stand_first_where_the_order_is_given(report_of):
    report = report_of([(AD_HOC, "TKG", OVERDUE), (AD_HOC, "01", ON_TIME), (AD_HOC, "79", LATE)])
    overdue, on_time = registry["overdue_share"], registry["on_time_share"]
    names, notes = rows_of(report, columns=[on_time], sort=on_time, ascending=True, top=2)
    assert "Hà Nội Statistics Office" not in names
    assert any(note.en.startswith("Rows not shown: 1") for note in notes), notes
    for up in (True, False):
        rows_of(report, columns=[overdue], sort=overdue, ascending=up)
        shares = [row["overdue_share.value"] for row in report.tables[-1].rows]
        assert shares == sorted(shares, reverse=not up)
    with pytest.raises(Mistake, match="“ascending” needs “sort”"):
        rows_of(report, columns=[on_time], ascending=True)


def test_sorted_by_rank_the_first_stands_first(report_of):
    report = report_of([(AD_HOC, "TKG", OVERDUE), (AD_HOC, "01", ON_TIME), (AD_HOC, "79", LATE)])
    for name in ("on_time_share", "overdue_share"):
        of = registry[name]
        rows_of(report, columns=[of.rank, of], sort=of.rank)
        ranks = [row[f"{name}.rank"] for row in report.tables[-1].rows]
        assert ranks == sorted(ranks)
        assert ranks[0] == 1


def test_shares_of_a_whole_are_drawn_of_counts_that_make_the_whole(report_of):
    report = report_of([(AD_HOC, "TKG", OVERDUE), (AD_HOC, "01", ON_TIME), (AD_HOC, "79", LATE)])
    assert "<figure" in report.stacked(statuses(), by="unit")
    for some in (["completed_on_time", "overdue"], ["completed", "tasks"]):
        with pytest.raises(Mistake, match=r"“All units” has 3 tasks, the counts add up to [25]\."):
            report.stacked([registry[name] for name in some], by="unit")


def test_bars_that_are_left_out_are_counted_and_still_in_the_title(report_of):
    report = report_of([(AD_HOC, "TKG", OVERDUE), (AD_HOC, "01", ON_TIME), (AD_HOC, "79", ON_TIME)])
    drawn = report.bars(registry["on_time_share"], by="unit", top=2)
    assert "thấp nhất là Vụ Thống kê Giá (0,0%)" in drawn.partition("</figcaption>")[0]
    assert "Không hiển thị 1 dòng khác." in drawn
    assert 'class="note"' not in report.bars(registry["on_time_share"], by="unit")


def test_others_in_a_title_are_called_what_the_rows_are(report_of):
    report = report_of([(AD_HOC, "TKG", ON_TIME)] * 9)
    titles = [
        report.bars("tasks", by=by).partition("</figcaption>")[0] for by in ("source", "unit")
    ]
    assert "và 2 nguồn giao việc khác" in titles[0]
    assert "đơn vị khác" not in titles[0]
    assert "đơn vị khác" in titles[1]
    assert "name" not in report.dots("tasks").partition("</figcaption>")[0]


def test_no_unit_is_held_against_the_number_of_all_tasks(report_of):
    report = report_of([(AD_HOC, "TKG", OVERDUE)] + [(AD_HOC, "01", ON_TIME)] * 9)
    titles = [
        report.dots(registry[name]).partition("</figcaption>")[0]
        for name in ("tasks", "on_time_share")
    ]
    assert ["mức chung" in title for title in titles] == [False, True], titles


def test_no_two_indicators_have_one_title(report_of):
    table = official_tables(report_of([(AD_HOC, "TKG", LATE)]))["summary"]
    for language in ("vi", "en"):
        titles = [row["indicator"][language] for row in table.rows]
        assert len(set(titles)) == len(titles)


def test_one_check_is_not_all_of_them(report_of, monkeypatch):
    report = report_of([(AD_HOC, "TKG", LATE)])

    def told(language, *wrong):
        monkeypatch.setattr("reporting.report.sections.proofread", lambda *_: (1, wrong))
        monkeypatch.setattr(report._data, "language", language)
        return report.proofreading().partition("</p>")[0]

    assert told("vi").endswith("có 1 phép kiểm tra và phép này đúng.")
    assert told("en").endswith("there is 1 check, and it holds.")
    assert told("en", both("1 + 1 = 3")).endswith("that need to be reviewed: 1 of 1.")


STATEMENT = """title: Kết quả
figures: {total: "3", on_time: "1", late: "1", other: "5"}
checks: [total = on_time + late, late / total = 40%, total = other]
computed:
  total: {indicator: tasks, source: ad_hoc}
  on_time: {indicator: completed_on_time, source: ad_hoc}
  late: {indicator: completed_late, source: ad_hoc}
"""


def test_a_printed_change_agrees_with_the_one_that_a_float_just_misses(report_of, monkeypatch):
    stated = """title: Kết quả
figures: {change: "-3.1", total: "-3.1"}
checks: [total = change]
computed: {change: {indicator: on_time_share, column: change}}
"""
    report = report_of(
        [(AD_HOC, "TKG", LATE)], "statement: data/statement.yaml\n", statement=stated
    )
    monkeypatch.setattr(type(report._data), "value", lambda *_, **__: 86.95 - 90)
    (row,) = published_statement.section(report._data)[1][0].rows
    assert row["verdict"].vi == "Khớp"


def test_checks_of_a_statement_are_told_by_the_names_of_their_figures(report_of):
    tasks = [(AD_HOC, "TKG", ON_TIME), (AD_HOC, "TKG", LATE), (AD_HOC, "TKG", OVERDUE)]
    report = report_of(tasks, "statement: data/statement.yaml\n", statement=STATEMENT)
    _, table = published_statement.section(report._data)[1]
    added, share, unknown = (row["check"] for row in table.rows)
    assert added == (
        "Công việc phát sinh: Số công việc được giao = Hoàn thành đúng hạn + Hoàn thành trễ hạn",
        "Ad hoc tasks: Tasks = Completed on time + Completed late",
    )
    assert share.vi == "Công việc phát sinh: Hoàn thành trễ hạn / Số công việc được giao = 40%"
    assert unknown.vi == "Số công việc được giao – Công việc phát sinh = other"
    told = " ".join(half for row in table.rows for half in row["explanation"])
    assert "on_time" not in told


def test_a_label_never_stands_inside_a_word(report_of):
    stated = """title: Kết quả
figures: {total: "10", c: "9", on: "5"}
checks: [total = on + c, "c / total = 50%"]
computed: {c: {indicator: completed_late}}
"""
    params = "statement: data/statement.yaml\nsynthetic: true\n"
    report = report_of([(AD_HOC, "TKG", LATE)], params, statement=stated)
    _, made_up, misprint = published_statement.section(report._data)[0]
    assert misprint.en.endswith(
        "“Completed late”: printed 9, should probably read 5 (one digit changed)."
    )
    assert "were generated from these published figures" in made_up.en


def test_of_figures_that_a_slip_mends_alike_the_one_that_differs_from_the_data_is_named(report_of):
    stated = """title: Kết quả
figures: {total: "5", on: "3", late: "4"}
checks: [total = on + late]
computed:
  total: {indicator: tasks}
  on: {indicator: completed_on_time}
  late: {indicator: completed_late}
"""
    tasks = [(AD_HOC, "TKG", done) for done in (ON_TIME, ON_TIME, ON_TIME, LATE, LATE)]
    report = report_of(tasks, "statement: data/statement.yaml\n", statement=stated)
    assert published_statement.section(report._data)[0][-1].en.endswith(
        "“Completed late”: printed 4, should probably read 2 (one digit changed)."
    )


def test_what_changes_are_computed_from_is_said_where_they_are(report_of):
    report = report_of([(AD_HOC, "TKG", LATE)])
    tables = [each for name, each in official_tables(report).items() if name.startswith(("summary", "indicators"))]  # fmt: skip
    changes = [table for table in tables if "quarter" not in table.name and table.name != "indicators_by_unit"]  # fmt: skip
    report.table(
        by="source", columns=[registry["tasks"].compared()], name="one", vi="Một", en="One"
    )
    for table in [*changes, *(each for each in report.tables if each.name == "one")]:
        found = [
            note for note in table.notes if "chưa làm tròn" in note.vi and "unrounded" in note.en
        ]
        assert found, table.name
    assert len(changes) == 5


def test_an_indicator_that_looks_back_itself_says_why_it_has_no_year_ago(report_of):
    report = report_of([(AD_HOC, "TKG", LATE)])
    for table in official_tables(report).values():
        assert not any("bản thân" in note.vi for note in table.notes)

    @indicator(
        vi="Đơn vị mới",
        en="New units",
        unit="tasks",
        example=({"unit": ["01"]}, {"unit": ["79"]}, 1),
    )
    def new_units(tasks, year_ago):
        """Tasks of units without tasks a year ago."""
        return count(~tasks["unit"].isin(set(year_ago["unit"])))

    tables = official_tables(report)
    for name in ("summary", "indicators_by_group", "indicators_by_unit_change"):
        *_, note = tables[name].notes
        assert note.vi.startswith(
            "“Đơn vị mới”: không có số liệu quý III năm 2022 và mức tăng, giảm (–)"
        )
        assert note.en.startswith("“New units”: no figure for the third quarter of 2022")
    *_, note = tables["indicators_by_quarter"].notes
    assert note.vi.startswith("“Đơn vị mới”: chỉ có số liệu quý báo cáo")
    assert "bản thân chỉ tiêu đã so sánh" in card.card(report._data, registry["new_units"])


def test_how_to_make_it_again_says_to_name_the_folders_again(report_of):
    report = report_of([(AD_HOC, "TKG", LATE)])
    for report._data.language in ("vi", "en"):
        half = report.reproduce().partition("</p>")[0].removeprefix('<p class="finding">')
        assert "“python run_report.py 2023Q3”" in half
        assert re.search("ghi lại đúng các tùy chọn|give the same options again", half)
        assert "/" not in half.replace("output/2023Q3", ""), "no folder of this machine"
