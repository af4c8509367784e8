"""Sentences and notes of the sections where something is special: one task, all alike, nothing to compare with."""

from __future__ import annotations

import re

import pytest
import small_office
from small_office import SmallOffice

from reporting import count, indicator
from reporting.indicators.indicator import registry
from reporting.inputs.folders import Folders
from reporting.report import card, sections, workspace
from reporting.report.proofreading import Proof
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
    return lambda section, *tasks, **more: sections.FINDINGS[section](report_of(*tasks, **more))


@pytest.fixture
def said_of(report_of):
    """What is said of one source of a few tasks."""
    return lambda source, tasks: sections.sources.finding(report_of(tasks), source)


def test_one_task_is_not_a_list(said_of):
    assert said_of("ad_hoc", [(AD_HOC, "TKG", ON_TIME)]) == [
        ("Công việc phát sinh: 1 công việc, hoàn thành đúng hạn.", "Ad hoc tasks: 1 task, completed on time.")
    ]  # fmt: skip


def test_all_alike_is_no_list_either(said_of):
    assert said_of("leadership_conclusion", [(CONCLUSION, "TKG", LATE)] * 3) == [
        (
            "Kết luận của Lãnh đạo Tổng cục: 3 công việc, đều hoàn thành trễ hạn.",
            "Leadership conclusions: 3 tasks, all completed late.",
        )
    ]


def test_a_source_of_several(said_of):
    tasks = [(PLAN, "TKG", ON_TIME), (PLAN, "TKG", LATE), (PLAN, "TKG", OVERDUE)]
    assert said_of("agency_plan", tasks) == [
        (
            "Kế hoạch công tác của Tổng cục: 3 công việc, gồm: 1 hoàn thành đúng hạn (33,3%); "
            "1 hoàn thành trễ hạn (33,3%); 1 chưa hoàn thành, đã quá hạn (33,3%).",
            "The agency's work plan: 3 tasks, of which 1 completed on time (33.3%); "
            "1 completed late (33.3%); 1 overdue (33.3%).",
        ),
        (
            "Đã hoàn thành 2 công việc, đạt 66,7%; chưa hoàn thành 1.",
            "Completed: 2 tasks (66.7%); not completed: 1.",
        ),
    ]


def test_none_of_a_source(said_of):
    assert said_of("leadership_conclusion", [(PLAN, "TKG", ON_TIME)]) == [
        (
            "Kết luận của Lãnh đạo Tổng cục: không có công việc nào trong quý.",
            "Leadership conclusions: no tasks in the quarter.",
        )
    ]


def test_a_long_list_of_what_is_not_done_is_said_and_not_printed(said_of, monkeypatch):
    monkeypatch.setattr(sections.sources, "LISTED", 1)
    (_, text) = said_of("ad_hoc", [(AD_HOC, "TKG", OVERDUE)] * 2)
    assert text == (
        "Danh sách 2 công việc chưa hoàn thành dài, không in ở đây.",
        "The list of the 2 tasks not completed is long and not printed here.",
    )


def test_one_late_task_has_no_median(said):
    assert said("lateness", [(AD_HOC, "TKG", LATE)]) == [
        ("Có 1 công việc hoàn thành trễ hạn, trễ 3 ngày.", "One task was completed late, by 3 days.")
    ]  # fmt: skip


def test_no_late_task_is_said_plainly_where_there_are_dates(said):
    assert said("lateness", [(AD_HOC, "TKG", ON_TIME)]) == [
        ("Không có công việc nào hoàn thành trễ hạn.", "No task was completed late.")
    ]


def test_late_tasks_without_dates_are_not_said_to_be_none(report_of, monkeypatch):
    report = report_of([(AD_HOC, "TKG", ON_TIME)])
    monkeypatch.setattr(report, "value", lambda *_, **__: 4.0)
    (text,) = sections.FINDINGS["lateness"](report)
    assert "có ghi ngày hoàn thành" in text.vi


def test_nothing_very_late_is_said_in_words(said):
    (text,) = said("lateness", [(AD_HOC, "TKG", LATE)] * 2)
    assert text.vi.endswith("100,0% trễ không quá 3 ngày, không có công việc nào trễ trên 20 ngày.")
    assert text.en.endswith("100.0% of them by at most 3 days and none by more than 20 days.")


def test_two_units_that_share_a_place(said):
    tasks = [(AD_HOC, "TKG", ON_TIME), (AD_HOC, "VPTC", ON_TIME), (AD_HOC, "01", LATE)]
    (text,) = said("units", tasks)
    assert "Price Statistics Department and 1 other had the highest" in text.en
    assert "và 1 đơn vị khác có tỷ lệ" in text.vi


def test_units_that_are_all_alike(said):
    assert said("units", [(AD_HOC, "TKG", ON_TIME), (AD_HOC, "VPTC", ON_TIME)]) == [
        (
            "Cả 2 đơn vị có công việc đều có tỷ lệ hoàn thành đúng hạn 100,0%.",
            "All 2 units with tasks had the same share completed on time, 100.0%.",
        )
    ]


def test_an_office_with_one_group_of_units(said, monkeypatch):
    lines = small_office.UNITS.splitlines(keepends=True)
    provincial = [line for line in lines if "provincial" in line]
    monkeypatch.setattr(small_office, "UNITS", "".join([lines[0], *provincial]))
    monkeypatch.setattr(small_office, "CODES", ["01", "79"])
    assert said("groups", [(AD_HOC, "01", ON_TIME), (AD_HOC, "79", LATE)]) == [
        (
            "Toàn ngành được giao 2 công việc, giảm 95,0% so với cùng kỳ năm trước, đều của Cục Thống kê tỉnh, thành phố.",
            "All units together had 2 tasks, down 95.0% on a year earlier, all of them in provincial statistics offices.",
        )
    ]


def test_one_priority_and_one_directive(said):
    (text,) = said(
        "next_quarter", [(AD_HOC, "TKG", LATE)], "priorities: [GDP]\ndirectives: [CPI]\n"
    )
    assert "1 field of work and 1 directive for" in text.en


def test_one_task_assigned_before_the_quarter(said):
    *_, text = said("quality", [(AD_HOC, "TKG", LATE)], assigned="30/6/2023")
    assert text.en == (
        "1 task was assigned outside the third quarter of 2023; it counts, since the quarter's export holds it."
    )


def test_a_target_is_what_a_figure_is_above_or_below(said):
    (text,) = said("summary", [(AD_HOC, "TKG", LATE)], "targets: {on_time_share: 90}\n")
    assert text.vi == (
        "Tỷ lệ hoàn thành đúng hạn: 0,0%, thấp hơn 90,0 điểm phần trăm so với mục tiêu 90,0%."
    )


def test_the_distance_to_a_target_is_rounded_half_up(report_of, monkeypatch):
    report = report_of([(AD_HOC, "TKG", LATE)], "targets: {on_time_share: 90}\n")
    monkeypatch.setattr(report, "value", lambda *_, **__: 86.95)
    (text,) = sections.FINDINGS["summary"](report)
    assert text.vi.endswith("87,0%, thấp hơn 3,1 điểm phần trăm so với mục tiêu 90,0%.")


def test_no_two_indicators_have_one_title(report_of):
    table = sections.table(report_of([(AD_HOC, "TKG", LATE)]), "summary")
    for language in ("vi", "en"):
        titles = [row["title"][language] for row in table.rows]
        assert len(set(titles)) == len(titles)


def test_one_check_is_not_all_of_them(report_of, monkeypatch):
    report = report_of([(AD_HOC, "TKG", LATE)])

    def told(*wrong):
        proof = Proof(1, wrong)
        monkeypatch.setattr("reporting.report.sections.definitions.proofread", lambda _: proof)
        return sections.FINDINGS["proofreading"](report)[0]

    assert told().vi.endswith("có 1 phép kiểm tra và phép này đúng.")
    assert told().en.endswith("there is 1 check, and it holds.")
    assert told(both("1 + 1 = 3")).en.endswith("in 1 of 1 check.")


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
    monkeypatch.setattr(report, "value", lambda *_, **__: 86.95 - 90)
    (row,) = sections.table(report, "published_figures").rows
    assert row["verdict"].vi == "Khớp"


def test_checks_of_a_statement_are_told_by_the_names_of_their_figures(report_of):
    tasks = [(AD_HOC, "TKG", ON_TIME), (AD_HOC, "TKG", LATE), (AD_HOC, "TKG", OVERDUE)]
    report = report_of(tasks, "statement: data/statement.yaml\n", statement=STATEMENT)
    table = sections.table(report, "statement_checks")
    added, share, unknown = (row["check"] for row in table.rows)
    assert added == (
        "Công việc phát sinh: Số công việc được giao = Hoàn thành đúng hạn + Hoàn thành trễ hạn",
        "Ad hoc tasks: Tasks = Completed on time + Completed late",
    )
    assert share.vi == "Công việc phát sinh: Hoàn thành trễ hạn / Số công việc được giao = 40%"
    assert unknown.vi == "Số công việc được giao – Công việc phát sinh = other"
    told = " ".join(half for row in table.rows for half in row["explanation"])
    assert "on_time" not in told


def test_what_changes_are_computed_from_is_said_where_they_are(report_of):
    report = report_of([(AD_HOC, "TKG", LATE)])
    for name in ("summary", "groups", "units", "indicators_by_group", "indicators_by_unit_change"):
        notes = sections.table(report, name).notes
        assert any("chưa làm tròn" in note.vi and "unrounded" in note.en for note in notes), name


def test_an_indicator_that_looks_back_itself_says_why_it_has_no_year_ago(report_of):
    report = report_of([(AD_HOC, "TKG", LATE)])
    assert not any("bản thân" in note.vi for note in sections.table(report, "summary").notes)

    @indicator(
        vi="Đơn vị mới",
        en="New units",
        unit="tasks",
        example=({"unit": ["01"]}, {"unit": ["79"]}, 1),
    )
    def new_units(tasks, year_ago):
        """Tasks of units without tasks a year ago."""
        return count(~tasks["unit"].isin(set(year_ago["unit"])))

    for name in ("summary", "indicators_by_group", "indicators_by_unit_change"):
        *_, note = sections.table(report, name).notes
        assert note.vi.startswith(
            "“Đơn vị mới”: không có số liệu quý III năm 2022 và mức tăng, giảm (–)"
        )
        assert note.en.startswith("“New units”: no figure of the third quarter of 2022")
    (note,) = sections.table(report, "indicators_by_quarter").notes
    assert note.vi.startswith("“Đơn vị mới”: chỉ có số liệu quý báo cáo")
    assert "bản thân chỉ tiêu đã so sánh" in card.card(report, registry["new_units"])


def test_how_to_make_it_again_says_to_name_the_folders_again(said):
    (text,) = said("reproduce", [(AD_HOC, "TKG", LATE)])
    for half in text:
        assert "“python run_report.py 2023Q3”" in half
        assert re.search("ghi lại đúng các tùy chọn|give it the same options again", half)
        assert "/" not in half.replace("output/2023Q3", ""), "no folder of this machine"
