"""The next quarter's params file: what is carried over, what is offered, and what is refused."""

from __future__ import annotations

import pytest
import yaml
from small_office import SmallOffice

from reporting.building import new_files
from reporting.inputs import params
from reporting.inputs.folders import Folders
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

Q = Quarter(2023, 4)
LAST = """# 2023Q3 as published.

quarter: 2023Q3
as_of: 2023-10-05
compare_with: 2022Q4
statement: data/2023Q3/statement.yaml
meeting: {date: 2023-10-13,
  briefing_for: 2023Q4}

# Held against last year's plan.
targets:
  # the main one
  on_time_share: 90

languages:
- vi
# The fields of work.
priorities:
  - {vi: "Điều tra", en: "Surveys"}

  - GDP
directives: [Finish it]
"""


@pytest.fixture
def office(tmp_path):
    (tmp_path / "2022Q4.yaml").write_text("quarter: 2022Q4\n", "utf-8")
    (tmp_path / "2023Q3.yaml").write_text(LAST, "utf-8")
    (tmp_path / "common.yaml").write_text("synthetic: true\n", "utf-8")
    return Folders(params=tmp_path, data=tmp_path / "data")


def test_it_loads_and_holds_what_lasts(office):
    path = new_files.create(office, Q)
    made = params.load(office.params, Q)
    assert path == office.params / "2023Q4.yaml"
    assert made.targets == {"on_time_share": 90}
    assert made.languages == ["vi"]
    assert [each.vi for each in made.priorities] == ["Điều tra", "GDP"]
    assert [each.en for each in made.directives] == ["Finish it"]
    only_then = (made.as_of, made.compare_with, made.statement, made.meeting)
    assert only_then == (None,) * 4


def test_comments_stay_with_what_they_explain_and_lists_say_that_they_are_old(office):
    text = new_files.create(office, Q).read_text("utf-8")
    assert (
        "# Held against last year's plan.\ntargets:\n  # the main one\n  on_time_share: 90" in text
    )
    note = "# Chép từ 2023Q3, cần sửa cho quý này / as in 2023Q3: revise for this quarter.\n"
    assert f"{note}priorities:\n" in text
    assert f"{note}directives: [" in text
    assert "as published" not in text


def test_what_belongs_to_one_quarter_is_offered_as_a_comment_that_would_load(office):
    path = new_files.create(office, Q)
    hints = [
        line.removeprefix("# ")
        for line in path.read_text("utf-8").splitlines()
        if line.startswith(tuple(f"# {key}:" for key in new_files.HINTS))
    ]
    assert len(hints) == len(new_files.HINTS)
    offered = yaml.safe_load("\n".join(hints))
    path.write_text("\n".join([f"quarter: {Q}", *hints]), "utf-8")
    made = params.load(office.params, Q)
    assert set(offered) == set(new_files.HINTS)
    assert made.cut_off == Q.last_day
    assert made.compared == Q.year_ago
    assert made.meeting is not None
    assert made.meeting.briefing_for == Q.next


def test_made_up_data_carried_over_is_pointed_at_in_the_file(office):
    text = new_files.create(office, Q).read_text("utf-8")
    assert "# synthetic: false  # khi dùng dữ liệu thật / with real data" in text
    assert params.load(office.params, Q).synthetic is True


def test_a_quarters_own_word_on_made_up_data_goes_before_the_common_one(office):
    (office.params / "2023Q3.yaml").write_text("quarter: 2023Q3\nsynthetic: true\n", "utf-8")
    text = new_files.create(office, Q).read_text("utf-8")
    assert (
        "# Như 2023Q3; dữ liệu thật thì ghi false / as in 2023Q3; false with real data.\nsynthetic: true\n"
    ) in text
    assert "# synthetic:" not in text


def test_real_data_stay_real_without_a_word(office):
    (office.params / "2023Q3.yaml").write_text("quarter: 2023Q3\nsynthetic: false\n", "utf-8")
    text = new_files.create(office, Q).read_text("utf-8")
    assert text.endswith("\nsynthetic: false\n")
    assert "real data" not in text
    assert not any("synthetic" in each.en for each in new_files.remarks(office, Q))


def test_what_must_be_revised_and_what_was_left_out_is_said(office):
    new_files.create(office, Q)
    assert [each.vi for each in new_files.remarks(office, Q)] == [
        "Chép từ 2023Q3, cần sửa cho 2023Q4: priorities (2 mục), directives (1 mục).",
        "Không chép vì là của riêng 2023Q3: as_of, compare_with, statement, meeting; nếu 2023Q4 cũng có, hãy "
        "bỏ dấu # ở đầu dòng tương ứng và sửa lại.",
        "synthetic vẫn là true: báo cáo sẽ mang dòng “Số liệu minh họa”; khi dùng dữ liệu thật, hãy ghi synthetic: false.",
    ]


def test_nothing_is_said_where_there_is_nothing_to_revise(office):
    (office.params / "common.yaml").unlink()
    new_files.create(office, Quarter(2023, 1))
    assert list(new_files.remarks(office, Quarter(2023, 1))) == []


def test_the_latest_quarter_before_it_is_taken(office):
    text = new_files.create(office, Quarter(2023, 1)).read_text("utf-8")
    assert "2022Q4" in text.splitlines()[0]


def test_a_file_that_is_no_quarters_is_left_alone(office):
    (office.params / "2023-old-Q3.yaml").write_text("of no use: [", "utf-8")
    text = new_files.create(office, Q).read_text("utf-8")
    assert "2023Q3" in text.splitlines()[0]


@pytest.mark.parametrize(
    ("quarter", "said"),
    [
        (Quarter(2023, 3), "does not overwrite"),
        (Quarter(2022, 4), "overwrite"),
        (Quarter(2020, 1), "no params file"),
    ],
)
def test_what_it_refuses_leaves_everything_as_it_was(office, quarter, said):
    before = {path.name: path.read_bytes() for path in office.params.iterdir()}
    with pytest.raises(InputError) as caught:
        new_files.create(office, quarter)
    assert said in caught.value.problems[0].en
    assert before == {path.name: path.read_bytes() for path in office.params.iterdir()}


def test_a_last_file_with_mistakes_is_not_handed_on(office):
    (office.params / "2023Q3.yaml").write_text("quarter: 2023Q3\ntarget: 1\n", "utf-8")
    with pytest.raises(InputError):
        new_files.create(office, Q)
    assert not (office.params / "2023Q4.yaml").exists()


def test_the_command_prints_the_path_and_says_what_comes_next(tmp_path):
    office = SmallOffice.in_folder(tmp_path / "office", "2023Q3", rows=1)
    said = office.run("new", "2023Q4")
    assert (said.returncode, said.stdout.strip()) == (0, "params/2023Q4.yaml")
    assert "python run_report.py 2023Q4" in said.stderr
    assert len(said.stderr.splitlines()) == 1
    office.params("2023Q4", "directives: [Finish it]\n")
    assert office.run("new", "2024Q1").stderr.startswith(
        "Carried over from 2023Q4, to be revised for 2024Q1: directives (1).\nNext: "
    )
    again = office.run("new", "2023Q4")
    assert again.returncode == 2
    assert "does not overwrite" in again.stderr
