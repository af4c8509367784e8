"""A published quarter with corrected data: what moved, the revisions table, and last year's figure as published."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from click.testing import CliRunner
from small_office import CODES, VIETNAMESE, TabledOffice, some_tasks, text_of

from reporting.cli import main
from reporting.report import workspace
from reporting.report.report import Report
from reporting.text.quarter import Quarter

REASON = "Một công việc được ghi nhầm nguồn & đã sửa"
# the second task: a leadership conclusion of a headquarters unit that was an ad hoc task
CORRECTED, FROM, TO = 1, "leadership_conclusion", "ad_hoc"
STATEMENT = """title: Figures of a year ago
figures:
  given: "38"
  on_time: "{on_time}"
checks: []
computed:
  given: {{indicator: tasks}}
  on_time: {{indicator: on_time_share}}
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """2023Q3 published, its figures kept, its register corrected; what was published is in `before`."""
    made = TabledOffice.in_folder(tmp_path_factory.mktemp("office"), "2022Q3", "2023Q3")
    made.register("2022Q3", some_tasks("2022Q3", 43))  # shares of 43 are no round numbers
    made.params("2023Q3", "languages: [en]\n")
    assert made.run("2023Q3").returncode == 0
    shutil.copytree(made.output / "2023Q3", made.root / "before")
    shutil.copy(
        made.output / "2023Q3" / "indicators.csv", made.root / "data" / "2023Q3" / "published.csv"
    )
    tasks = some_tasks("2023Q3", 40)
    tasks[CORRECTED][2] = "Phát sinh"
    made.register("2023Q3", tasks)
    on_time = indicator(made.root / "before", "on_time_share", "value_year_ago")
    (made.root / "data" / "2022Q3" / "statement.yaml").write_text(
        STATEMENT.format(on_time=f"{on_time:.1f}%".replace(".", ",")), "utf-8"
    )
    made.params("2022Q3", "statement: data/2022Q3/statement.yaml\n")
    assert made.run("2023Q3").returncode == 0
    return made


@pytest.fixture(scope="module")
def explained(office, tmp_path_factory):
    """The same with a reason, and last year's figures kept as published; the page in Vietnamese is in `explained`."""
    made = TabledOffice(tmp_path_factory.mktemp("explained") / "office")
    shutil.copytree(office.root, made.root)
    kept = (office.root / "before" / "indicators.csv").read_text("utf-8").splitlines()
    then = [
        line.replace("2023Q3,tasks,_T,_T,_T,40", "2022Q3,tasks,_T,_T,_T,37") for line in kept[:2]
    ]
    (made.root / "data" / "2022Q3" / "published.csv").write_text("\n".join(then), "utf-8")
    made.params("2023Q3", VIETNAMESE)
    assert made.run("2023Q3", "--revise", REASON).returncode == 0
    shutil.copytree(made.output / "2023Q3", made.root / "explained")
    made.params("2023Q3", "languages: [en]\n")
    record = made.root / "data" / "2023Q3" / "release.yaml"
    text = record.read_text("utf-8").replace(f"en: {REASON}", "en: Wrong source")
    record.write_text(text, "utf-8")
    assert made.run("2023Q3").returncode == 0
    return made


def indicator(folder, name, column="value"):
    lines = (folder / "indicators.csv").read_text("utf-8").splitlines()
    names = lines[0].split(",")
    (row,) = [line.split(",") for line in lines if line.startswith(f"2023Q3,{name},_T,_T,_T,")]
    return float(row[names.index(column)])


def page(office):
    return text_of(office.output / "2023Q3" / "report.en.html")


def diff(office, old, new):
    command = ["diff", str(office.root / old), str(office.root / new), "--json"]
    return CliRunner().invoke(main, command)


def test_diff_names_exactly_the_cells_that_moved(office):
    said = diff(office, "before", "output/2023Q3")
    assert said.exit_code == 3
    found = json.loads(said.stdout)
    moved = {(each["unit_group"], each["unit"], each["source"]) for each in found}
    groups = ("_T", "headquarters")
    assert CODES[CORRECTED] == "TKG"
    assert moved == {(group, "_T", source) for group in groups for source in (FROM, TO)}
    assert {each["kind"] for each in found} == {"changed"}
    counts = {each["source"]: each["difference"] for each in found if each["indicator"] == "tasks"}
    assert counts == {FROM: -1, TO: 1}
    sizes = [abs(each["relative"]) for each in found if each["relative"] is not None]
    assert sizes == sorted(sizes, reverse=True)


def test_a_corrected_quarter_carries_what_was_published_and_what_it_is_now(office, explained):
    for made in (office, explained):
        text = page(made)
        assert "Revisions" in text
        assert "Revised figures" in text
        assert re.search(r"Tasks Ad hoc tasks 10 11 \+1 ", text)
        assert re.search(r"Tasks Leadership conclusions 10 9 −1 ", text)


def test_figures_of_the_comparison_quarter_are_listed_as_well(
    office, tmp_path, the_reports_indicators
):
    made = TabledOffice(tmp_path / "office")
    shutil.copytree(office.root, made.root)
    made.register("2022Q3", some_tasks("2022Q3", 42))
    made.register("2023Q3", some_tasks("2023Q3", 40))  # as published
    section = Report(workspace.load(made.folders, Quarter(2023, 3)), "en").revisions()
    text = re.sub(r"(<[^>]+>|\s)+", " ", section)
    assert "for the reporting period that differ from the previous release: 0." in text
    assert re.search(r"for the comparison period that differ from .* release: [1-9]\d*\.", text)
    assert "Tasks All units; comparison period 43 42 −1 " in text
    assert "comparison period that differ" not in page(office)


def test_the_reason_is_given_with_the_command_and_its_absence_is_said(office, explained):
    assert "Reason: none was given." in page(office)
    assert "Reason: Wrong source" in page(explained)
    vietnamese = text_of(explained.root / "explained" / "report.vi.html")
    assert REASON in vietnamese
    assert "Số liệu điều chỉnh" in vietnamese


def test_a_report_that_was_not_published_before_has_no_such_section(office):
    before = (office.root / "before" / "report.en.html").read_text("utf-8")
    assert "Revisions" not in before
    assert "revises the one" not in before


def test_last_years_figure_is_flagged_where_it_was_published_otherwise(office, explained):
    """From the statement of then, at the precision it was printed; what agrees is not named."""
    assert "published at the time: Tasks: 38 published, 43 recalculated." in page(office)


def test_indicators_kept_as_published_count_more_than_the_statement(explained):
    assert "published at the time: Tasks: 37 published, 43 recalculated." in page(explained)


def test_what_was_published_is_an_input_with_its_digest(office, explained):
    text = page(explained)
    assert "data/2023Q3/published.0.csv Indicators as published, the third quarter of 2023" in text
    assert "data/2023Q3/published.csv Indicators as published" in page(office)
    assert "data/2022Q3/published.csv" in text
    assert "data/2022Q3/statement.yaml" in page(office)


def test_the_page_says_how_to_make_it_again(office):
    text = page(office)
    assert "“python run_report.py 2023Q3”" in text
    assert "“python run_report.py verify output/2023Q3”" in text
    assert "data/units.csv List of units" in text
