"""Params files: one typed object, or every mistake with file, line, key and what was expected."""

from datetime import date

import pytest

from reporting.inputs.params import EXPECTED, Params, load
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

Q = Quarter(2023, 3)


@pytest.fixture
def write(tmp_path):
    def _write(text, common=None):
        (tmp_path / "2023Q3.yaml").write_text(text, "utf-8")
        if common is not None:
            (tmp_path / "common.yaml").write_text(common, "utf-8")
        return load(tmp_path, Q)

    return _write


def mistakes(write, text, common=None):
    with pytest.raises(InputError) as caught:
        write(text, common)
    return [problem.en for problem in caught.value.problems]


def test_only_the_quarter_is_needed(write):
    params = write("quarter: 2023Q3\n")
    assert params.cut_off == date(2023, 9, 30)
    assert params.compared == Quarter(2022, 3)
    assert params.languages == ["vi", "en"]
    assert params.synthetic is False
    assert params.office.text == ("Tổng cục Thống kê", "General Statistics Office")


def test_the_quarters_own_file_wins_over_common(write):
    params = write(
        "quarter: 2023Q3\nlanguages: [en]\n", common="languages: [vi]\nsynthetic: true\n"
    )
    assert params.languages == ["en"]
    assert params.synthetic is True


def test_texts_in_one_or_both_languages(write):
    params = write("quarter: 2023Q3\npriorities:\n  - {vi: Điều tra, en: Surveys}\n  - GDP\n")
    assert [p.text for p in params.priorities] == [("Điều tra", "Surveys"), ("GDP", "GDP")]


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("quarter: 2023\n", 1, "quarter"),
        ("\nquarter: 2023Q3\nas_of: 30/9/2023\n", 3, "as_of"),
        ("quarter: 2023Q3\nas_of: 2023-06-30\n", 2, "as_of"),
        ("quarter: 2023Q3\nas_of: 2023-11-31\n", 2, "as_of"),
        ("quarter: 2023Q3\nas_of: 2023-13-01\n", 2, "as_of"),
        ("quarter: 2023Q3\nas_of: 2023-09-30 25:00:00\n", 2, "as_of"),
        ("quarter: 2023Q3\nmeeting:\n  date: 2023-02-30\n", 3, "meeting.date"),
        ("quarter: 2023Q3\nlanguages: []\n", 2, "languages"),
        ("quarter: 2023Q3\nlanguages: [vi, fr]\n", 2, "languages.1"),
        ("quarter: 2023Q3\nlanguages: [vi, vi]\n", 2, "languages"),
        ("quarter: 2023Q3\ncompare_with: 2023Q3\n", 2, "compare_with"),
        ("quarter: 2023Q3\nsynthetic: perhaps\n", 2, "synthetic"),
        ("quarter: 2023Q3\ntargets:\n  on_time_share: many\n", 3, "targets.on_time_share"),
        (
            "quarter: 2023Q3\nmeeting: {date: 2023-10-13, briefing_for: soon}\n",
            2,
            "meeting.briefing_for",
        ),
        ("quarter: 2023Q3\npriorities:\n  - {vi: một}\n", 3, "priorities.0.en"),
        ("quarter: 2023Q3\nstatement: [a]\n", 2, "statement"),
        ("quarter: 2023Q3\noffice: {vi: Cục Thống kê}\n", 2, "office.en"),
        ("quarter: 2023Q3\nas_of: 2023-09-30\nas_of: 2023-09-30\n", 3, "as_of"),
    ],
)
def test_each_mistake_names_file_line_key_and_what_was_expected(write, text, line, key):
    found = mistakes(write, text)
    assert len(found) == 1, found
    assert f"2023Q3.yaml, line {line}, key “{key}”" in found[0]
    if "already given" not in found[0]:
        assert EXPECTED[key.split(".")[0]].en in found[0]


def test_another_quarter_than_the_files_is_told_with_that_of_its_name(write):
    (told,) = mistakes(write, "quarter: 2023Q4\n")
    assert "line 1, key “quarter”: “2023Q4” is wrong; expected 2023Q3" in told


def test_what_contradicts_is_told_beside_what_cannot_be_read(write):
    found = mistakes(write, "quarter: 2023Q3\nas_of: 2023-06-30\nsynthetic: perhaps\nnone: 1\n")
    assert [text.partition("key “")[2].partition("”")[0] for text in found] == [
        "synthetic",
        "none",
        "as_of",
    ]


def test_all_mistakes_are_told_at_once_in_both_files(write):
    found = mistakes(
        write, "quarter: 2023Q3\nas_of: soon\nlangages: [vi]\n", common="synthetic: 3\n"
    )
    assert len(found) == 3
    assert any("common.yaml, line 1, key “synthetic”" in text for text in found)
    assert any("did you mean “languages”?" in text for text in found)


def test_a_missing_quarter_and_broken_yaml(write):
    assert "“quarter”: is missing" in mistakes(write, "as_of: 2023-09-30\n")[0]
    assert (
        "line 2: “contact: @a”: a value cannot begin with “@”; put it in quotes"
        in mistakes(write, "quarter: 2023Q3\ncontact: @a\n")[0]
    )


@pytest.mark.parametrize("day", ["2023-11-31", "2023-13-01"])
def test_a_day_that_does_not_exist_is_quoted_as_written(write, day):
    found = mistakes(write, f"quarter: 2023Q3\nas_of: {day}\n")
    assert f"“{day}” is wrong; expected a date like" in found[0]


def test_a_day_that_does_not_exist_may_stand_in_a_text(write):
    assert write("quarter: 2023Q3\npriorities: [2023-11-31]\n").priorities[0].vi == "2023-11-31"


def test_a_missing_file_names_the_command_that_makes_it(tmp_path):
    with pytest.raises(InputError, match=r"run_report\.py new 2023Q3"):
        load(tmp_path, Q)


def test_every_key_says_what_is_expected_of_it():
    assert set(EXPECTED) == set(Params.model_fields)
