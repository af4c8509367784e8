"""Two reports' values side by side: what changed, what was added, what is gone, largest first."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner

from reporting.building import diff_table
from reporting.cli import main
from reporting.indicators import diff
from reporting.text.errors import InputError

HEADER = (
    "quarter,indicator,unit_group,unit,source,value,numerator,denominator,unit_of_measure,"
    "value_year_ago,change,change_in\n"
)


def csv_of(rows: dict[str, str], year_ago: str = "") -> str:
    """An `indicators.csv` with a value for each `indicator group source`, `_T` where left out."""
    lines = []
    for cell, value in rows.items():
        indicator, group, source = (*cell.split(), "_T", "_T")[:3]
        lines.append(f"2023Q3,{indicator},{group},_T,{source},{value},,,tasks,{year_ago},,%\n")
    return HEADER + "".join(lines)


def compared(old: dict[str, str], new: dict[str, str]):
    found = diff.compare(diff.read_text(csv_of(old)), diff.read_text(csv_of(new)))
    return [(each.place.indicator, diff.cell(each.place), each.kind) for each in found]


def test_the_same_values_do_not_differ_however_they_are_written():
    assert compared({"tasks": "10", "share": "87.50"}, {"tasks": "10.0", "share": "87.5"}) == []


def test_every_cell_that_differs_is_named_and_no_other():
    old = {
        "tasks": "10",
        "tasks provincial": "7",
        "tasks _T ad_hoc": "3",
        "tasks provincial ad_hoc": "1",
    }
    new = old | {"tasks": "11", "tasks provincial ad_hoc": "2"}
    assert compared(old, new) == [
        ("tasks", "provincial, ad_hoc", "changed"),
        ("tasks", "_T", "changed"),
    ]


def test_the_largest_relative_change_comes_first_then_added_then_gone():
    old = {"a": "100", "b": "10", "zero": "0", "gone": "5", "empty": ""}
    new = {"a": "150", "b": "4", "zero": "2", "added": "9", "empty": "1"}
    assert [name for name, _, _ in compared(old, new)] == [
        "zero",
        "empty",
        "b",
        "a",
        "added",
        "gone",
    ]


def test_a_figure_that_can_be_computed_no_more_is_a_change_without_an_amount():
    (found,) = diff.compare(diff.read_text(csv_of({"a": "4"})), diff.read_text(csv_of({"a": ""})))
    assert (found.kind, found.old, found.new, found.amount) == ("changed", Decimal(4), None, None)


def test_a_year_ago_figure_that_changed_is_named_as_such():
    old, new = csv_of({"a": "4"}, year_ago="5"), csv_of({"a": "4"}, year_ago="6")
    (found,) = diff.compare(diff.read_text(old), diff.read_text(new))
    assert found.place.column == "value_year_ago"
    assert "compared quarter" in diff_table.lines([found], "en")[-1]


def test_differences_are_exact():
    old, new = csv_of({"a": "0.1"}), csv_of({"a": "0.3"})
    (found,) = diff.compare(diff.read_text(old), diff.read_text(new))
    assert found.amount == Decimal("0.2")


def test_lines_are_aligned_and_show_the_difference():
    old = {"tasks": "54619", "on_time_share provincial": "87.01", "late": "3"}
    new = {"tasks": "54620", "on_time_share provincial": "87.0112", "new_one": "5"}
    found = diff.compare(diff.read_text(csv_of(old)), diff.read_text(csv_of(new)))
    assert diff_table.lines(found, "en") == [
        "Values that differ: 4 (2 changed, 1 added, 1 gone).",
        "",
        "Quarter  Indicator      Cell            Old      New  Difference    %",
        "2023Q3   tasks          _T           54,619   54,620          +1  0.0",
        "2023Q3   on_time_share  provincial  87.0100  87.0112     +0.0012  0.0",
        "2023Q3   new_one        _T                –        5           –    –",
        "2023Q3   late           _T                3        –           –    –",
    ]
    assert diff_table.lines(found, "vi")[3].split() == [
        "2023Q3",
        "tasks",
        "_T",
        "54.619",
        "54.620",
        "+1",
        "0,0",
    ]


@pytest.fixture
def files(tmp_path):
    for name, value in (("old", "10"), ("new", "12")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "indicators.csv").write_text(csv_of({"tasks": value, "b": "1"}), "utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, ["diff", *map(str, arguments)], env={"REPORT_LANGUAGE": "en"})


def test_folders_and_files_may_be_compared_and_the_exit_code_tells(files):
    assert run(files / "old", files / "new" / "indicators.csv").exit_code == 3
    same = run(files / "old", files / "old")
    assert (same.exit_code, same.stdout) == (0, "No indicator value differs.\n")


def test_json_is_a_list_of_objects(files):
    found = run(files / "old", files / "new", "--json")
    assert found.exit_code == 3
    assert json.loads(found.stdout) == [
        {
            "quarter": "2023Q3",
            "indicator": "tasks",
            "unit_group": "_T",
            "unit": "_T",
            "source": "_T",
            "column": "value",
            "old": 10,
            "new": 12,
            "difference": 2,
            "relative": 20,
            "kind": "changed",
        }
    ]
    assert json.loads(run(files / "old", files / "old", "--json").stdout) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "indicator,value\n",
            "the column quarter, unit_group, unit, source, value_year_ago is missing",
        ),
        (csv_of({"a": "1", "b": "x"}), "line 3: “x” is no number"),
        (
            csv_of({"a": "1"}) + csv_of({"a": "2"}).removeprefix(HEADER),
            "line 3: this cell came before",
        ),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path, text, said):
    path = tmp_path / "indicators.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        diff.read(path)
    assert said in caught.value.problems[0].en
    assert run(path, path).exit_code == 2


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    found = run(tmp_path / "none", tmp_path)
    assert found.exit_code == 2
    assert "cannot be read" in found.stderr


def test_a_row_that_is_cut_short_is_named(tmp_path):
    path = tmp_path / "indicators.csv"
    path.write_text(HEADER + "2023Q3,tasks\n", "utf-8")
    with pytest.raises(InputError, match="line 2: the row is cut short"):
        diff.read(path)


def test_reports_of_two_quarters_are_compared_cell_by_cell():
    place = diff.Place("2022Q3", "tasks", "_T", "_T", "_T", column="value")
    later = place._replace(quarter="2023Q3")
    (found,) = diff.compare({place: Decimal(5)}, {later: Decimal(7)})
    assert (found.place, found.old, found.new, found.kind) == (later, 5, 7, "changed")
