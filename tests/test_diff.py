"""Two reports' values side by side: what changed, what was added, what is gone, largest first."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from click.testing import CliRunner

from reporting.cli import main
from reporting.indicators import diff
from reporting.pages import comparison
from reporting.pages.published import Described
from reporting.text.bilingual import BilingualText, both
from reporting.text.errors import InputError

HEADER = (
    "quarter,indicator,unit_group,unit,source,value,numerator,denominator,unit_of_measure,"
    "value_year_ago,change,change_in\n"
)


NOTHING_SAID = Described()
SAID = Described(
    {
        ("indicator", "tasks"): both("Tasks"),
        ("indicator", "on_time_share"): BilingualText("Tỷ lệ đúng hạn", "Completed on time"),
        ("unit_of_measure", "tasks"): BilingualText("công việc", "tasks"),
        ("unit_group", "_T"): BilingualText("Toàn ngành", "The whole office"),
        ("unit_group", "provincial"): BilingualText("Cục Thống kê tỉnh", "Provincial offices"),
        ("source", "ad_hoc"): BilingualText("Phát sinh", "Ad hoc tasks"),
    }
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


def table(old: str, new: str, language: str, about: Described = NOTHING_SAID) -> list[str]:
    values = diff.read_text(old), diff.read_text(new)
    return list(comparison.of_values(*values, about).lines(language))


def test_a_year_ago_figure_that_changed_is_named_as_such():
    old, new = csv_of({"a": "4"}, year_ago="5"), csv_of({"a": "4"}, year_ago="6")
    (found,) = diff.compare(diff.read_text(old), diff.read_text(new))
    assert found.place.column == "value_year_ago"
    both_changed = csv_of({"a": "3"}, year_ago="6")
    assert "All units; a year earlier" in "\n".join(table(old, both_changed, "en"))


def test_differences_are_exact():
    old, new = csv_of({"a": "0.1"}), csv_of({"a": "0.3"})
    (found,) = diff.compare(diff.read_text(old), diff.read_text(new))
    assert found.amount == Decimal("0.2")


def test_people_read_a_table_by_indicator_totals_first_in_their_language():
    old = {
        "tasks": "54619",
        "tasks provincial ad_hoc": "200",
        "tasks provincial": "100",
        "late": "3",
    }
    new = {
        "tasks": "54620",
        "tasks provincial ad_hoc": "350",
        "tasks provincial": "150",
        "new_one": "5",
    }
    shares = [
        HEADER + f"2023Q3,on_time_share,_T,_T,_T,{v},,,%,,,pp\n" for v in ("87.01", "87.0112")
    ]
    old_text, new_text = (
        csv_of(o) + s.removeprefix(HEADER) for o, s in zip((old, new), shares, strict=True)
    )
    assert table(old_text, new_text, "en", SAID) == [
        "Values that differ: 6 (4 changed, 1 added, 1 gone).",
        "",
        "Indicator, coverage                     Old      New  Difference      %",
        "Tasks (tasks)",
        "  The whole office                   54,619   54,620          +1    0.0",
        "  Provincial offices; Ad hoc tasks      200      350        +150  +75.0",
        "  Provincial offices                    100      150         +50  +50.0",
        "Completed on time (%)",
        "  The whole office                  87.0100  87.0112  +0.0012 pp      –",
        "new_one (tasks)",
        "  The whole office                        –        5           –      –",
        "late (tasks)",
        "  The whole office                        3        –           –      –",
    ]
    vietnamese = table(old_text, new_text, "vi", SAID)
    assert vietnamese[4].split("  ")[1] == "Toàn ngành"
    assert vietnamese[4].split()[2:] == ["54.619", "54.620", "+1", "0,0"]
    assert vietnamese[8].endswith("87,0100  87,0112  +0,0012 điểm %      –")


def test_where_one_cell_differs_alone_the_rows_are_the_indicators():
    assert table(csv_of({"tasks": "10", "b": "1"}), csv_of({"tasks": "12", "b": "3"}), "en", SAID)[
        2:
    ] == [
        "Indicator, coverage  Old  New  Difference       %",
        "b (tasks)              1    3          +2  +200.0",
        "Tasks (tasks)         10   12          +2   +20.0",
    ]


def test_what_is_no_finite_number_has_a_line_of_its_own():
    old = csv_of({"a": "NaN", "b": "5", "c": "-Infinity", "d": "NaN", "e": "sNaN"})
    new = csv_of({"a": "7", "b": "Infinity", "c": "", "d": "NaN", "e": "NaN"})
    differences = diff.compare(diff.read_text(old), diff.read_text(new))
    assert [
        each["place"] if "place" in each else each["indicator"]
        for each in diff.as_json(differences)
    ] == ["a", "b", "c"]
    plain = json.loads(json.dumps(diff.as_json(differences), allow_nan=False))
    assert [(each["old"], each["new"], each["difference"]) for each in plain] == [
        ("NaN", 7, None), (5, "Infinity", None), ("-Infinity", None, None),
    ]  # fmt: skip
    lines = table(old, new, "en")
    assert lines[0] == "Values that differ: 3 (3 changed, 0 added, 0 gone). Not finite numbers: 3."
    assert [line.split()[2:] for line in lines[3:]] == [
        ["NaN", "7", "–", "–"], ["5", "∞", "–", "–"], ["-∞", "–", "–", "–"],
    ]  # fmt: skip


@pytest.mark.parametrize("figure", ["1E-299", "1E+24", "123456789012345678901234.5"])
def test_a_figure_of_any_size_is_told(figure):
    lines = table(csv_of({"a": figure, "b": figure}), csv_of({"a": "5", "b": "0.1"}), "vi")
    assert max(map(len, lines)) < 200


@pytest.mark.parametrize("figure", ["1E-999999", "1E400"])
def test_a_figure_beyond_all_size_is_refused(figure):
    with pytest.raises(InputError, match=re.escape(f"“{figure}” is not a number")):
        diff.read_text(csv_of({"a": figure}))


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


def test_the_folders_of_other_commands_are_taken_and_not_used(files):
    others = ("--params-dir", "a", "--data-dir", "b", "--output-dir", "c", "--notebook", "d")
    assert run(files / "old", files / "old", *others).exit_code == 0


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
        (csv_of({"a": "1", "b": "x"}), "line 3: “x” is not a number"),
        (
            csv_of({"a": "1"}) + csv_of({"a": "2"}).removeprefix(HEADER),
            "line 3: this cell has already been given",
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


def test_json_is_json_also_where_something_is_wrong(files):
    found = run(files / "old", files / "nowhere", "--json")
    assert (found.exit_code, found.stderr) == (2, "")
    assert "nowhere: cannot be read" in json.loads(found.stdout)["error"]


@pytest.mark.parametrize(
    "arguments", [[], ["a"], ["a", "b", "c"], ["a", "b", "--nope"], ["a", "b", "--html"]]
)
def test_json_is_json_also_where_the_command_is_typed_wrong(arguments):
    found = CliRunner().invoke(main, ["diff", "--json", *arguments])
    assert (found.exit_code, found.stderr) == (2, "")
    assert json.loads(found.stdout)["error"]
    assert CliRunner().invoke(main, ["diff", *arguments]).stdout == "", "without --json it is text"


def test_a_page_of_the_comparison_is_written_in_both_languages(files):
    found = run(files / "old", files / "new", "--html", files / "page.html")
    assert found.exit_code == 3
    assert "+20.0" in found.stdout
    page = (files / "page.html").read_text("utf-8")
    assert "default-src 'none'" in page
    assert "Mới so với Cũ" in page
    assert "New compared with Old" in page
    assert '<td class="num">+20,0</td>' in page
    told = run(files / "old", files / "new", "--html", files / "none" / "page.html")
    assert told.exit_code == 2
    assert "No such file or directory" in told.stderr


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    found = run(tmp_path / "none", tmp_path)
    assert found.exit_code == 2
    assert "cannot be read" in found.stderr


def test_a_file_that_is_too_large_is_told_with_the_limit(tmp_path):
    path = tmp_path / "indicators.csv"
    with path.open("wb") as file:
        file.truncate(diff.outside.LARGEST_TEXT + 1)
    found = run(path, path)
    assert found.exit_code == 2
    assert "the file is too large when unpacked; up to 50 MB are read" in found.stderr


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
    ago = [each._replace(column="value_year_ago") for each in (place, later)]
    assert (
        diff.compare(
            {place: Decimal(5), ago[0]: Decimal(4)}, {later: Decimal(5), ago[1]: Decimal(5)}
        )
        == []
    )
    texts = [
        csv_of({"tasks": n}).replace("2023Q3", q) for n, q in (("5", "2022Q3"), ("7", "2023Q3"))
    ]
    named = Described({("quarter", "2022Q3"): both("quý III năm 2022")})
    assert table(*texts, "vi", named)[2].split("  ")[1:3] == ["quý III năm 2022", "2023Q3"]
