"""The build command as its user meets it: what it says, what it leaves behind, and its exit codes."""

from __future__ import annotations

import shutil

import nbformat
import openpyxl
import pytest
from small_office import VIETNAMESE, BriefOffice, TabledOffice, some_tasks, values_of

BUILT = ("01", "NXB")  # units of two groups
GROUP_AND_CODE = {("provincial", "01"), ("public_service", "NXB")}


class Office(TabledOffice):
    """One whose page begins with what the quarter was."""

    SECTIONS = (*TabledOffice.SECTIONS, "headline")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """An office with two quarters, one in both languages, built in one command; and what the command said."""
    office = Office.in_folder(tmp_path_factory.mktemp("office"), "2022Q3", "2023Q3")
    office.params("2022Q3", "languages: [en]\n")
    tasks = some_tasks("2023Q3", 40)
    office.register(
        "2023Q3", [[*task[:3], BUILT[n % 2], *task[4:]] for n, task in enumerate(tasks)]
    )
    return office, office.run("2022Q3", "2023Q3")


@pytest.fixture
def office(built, tmp_path):
    """A copy of it; 2022Q3 has one page."""
    shutil.copytree(built[0].root, tmp_path / "office")
    return Office(tmp_path / "office")


def total(folder, indicator, column="value", unit="_T"):
    (row,) = [
        row
        for row in values_of(folder)
        if (row["indicator"], row["unit"], row["source"]) == (indicator, unit, "_T")
        and (unit != "_T" or row["unit_group"] == "_T")
    ]
    return row[column]


def broken_notebook(office, source):
    """The office's notebook with one more cell that goes wrong, below those of the indicators."""
    notebook = nbformat.read(office.notebook, 4)
    defined = next(n for n, cell in enumerate(notebook.cells) if "@indicator" in cell.source)
    notebook.cells.insert(defined + 1, nbformat.v4.new_code_cell(source, id="broken"))
    path = office.root / "broken.ipynb"
    nbformat.write(notebook, path)
    return path


def test_results_go_to_standard_output_and_progress_to_standard_error(built):
    office, said = built
    assert said.returncode == 0, said.stderr
    pages = [
        f"output/{quarter}/report.{language}.html"
        for quarter, language in (("2022Q3", "en"), ("2023Q3", "en"), ("2023Q3", "vi"))
    ]
    assert sorted(said.stdout.split()) == pages
    assert all((office.root / page).is_file() for page in pages)
    assert "[2/2]" in said.stderr


def test_a_folder_holds_what_the_contract_names_and_nothing_else(built):
    office, _ = built
    assert sorted(path.name for path in (office.output / "2023Q3").iterdir()) == [
        "indicators.csv",
        "indicators.csv-metadata.json",
        "report.en.html",
        "report.en.ipynb",
        "report.vi.html",
        "report.vi.ipynb",
        "ro-crate-metadata.json",
        "tables.xlsx",
    ]
    assert sorted(path.name for path in office.output.iterdir()) == [
        "2022Q3",
        "2023Q3",
        "index.html",
    ]


def test_a_year_ago_is_compared_where_its_register_is_there_and_said_where_not(built):
    office, _ = built
    assert total(office.output / "2023Q3", "tasks", "value_year_ago") == "40"
    assert total(office.output / "2022Q3", "tasks", "value_year_ago") == ""
    assert "third quarter of 2021" in (office.output / "2022Q3" / "report.en.html").read_text(
        "utf-8"
    )


def test_a_units_report_stands_beside_the_whole_and_survives_its_rebuilding(office):
    office.params("2023Q3", VIETNAMESE)
    assert office.run("2023Q3", "--unit", "all").returncode == 0
    units = office.output / "2023Q3" / "units"
    assert sorted(path.name for path in units.iterdir()) == list(BUILT)
    whole = {
        row["unit"]: row["value"]
        for row in values_of(office.output / "2023Q3")
        if row["indicator"] == "tasks"
    }
    assert {code: total(units / code, "tasks", unit=code) for code in BUILT} == {
        code: whole[code] for code in BUILT
    }
    stacked = [row for code in BUILT for row in values_of(units / code)]
    assert {(row["unit_group"], row["unit"]) for row in stacked} == GROUP_AND_CODE
    places = [(row["indicator"], row["unit"], row["source"]) for row in stacked]
    assert len(set(places)) == len(places)
    assert office.run("2023Q3", "--force").returncode == 0
    assert (units / "01" / "report.vi.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("2023Q9",), "“2023Q9” is not a quarter"),
        (("2024Q1",), "run_report.py new 2024Q1"),
        (("2023Q3", "--unit", "99"), "no unit with the code “99”"),
        (("2023Q3..2022Q3",), "runs backwards"),
        (("2023Q3", "--sideways"), "--sideways"),
        (("2023Q3", "--notebook", "none.ipynb"), "none.ipynb"),
    ],
)
def test_a_wrong_command_ends_with_2_and_words(built, arguments, says):
    office, _ = built
    done = office.run(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_every_wrong_file_is_told_before_anything_is_executed(tmp_path):
    office = BriefOffice.in_folder(tmp_path / "office", "2023Q3")
    office.params("2023Q3", "languages: [fr]\nstatment: x\n")
    bad = some_tasks("2023Q3", 5)
    bad[1][3], bad[2][0], bad[3][5] = "Vụ Không Có", bad[0][0], "31/2/2023"
    office.register("2023Q3", bad)
    done = office.run("check", "2023Q3")
    assert done.returncode == 2
    for words in (
        "2023Q3.yaml, line 2, key “languages.0”",
        "line 3, key “statment”: there is no such key",
    ):
        assert words in done.stderr
    office.params("2023Q3")
    done = office.run("2023Q3")
    assert done.returncode == 2
    for words in ("row 3", "Vụ Không Có", "row 4", "2023Q3-001", "row 5", "31/2/2023"):
        assert words in done.stderr
    assert not office.output.exists() or not list(office.output.iterdir())


def test_check_executes_nothing_and_says_what_it_read(built):
    office, _ = built
    before = sorted(office.output.rglob("*"))
    done = office.run("check", "2023Q3")
    assert done.returncode == 0
    assert "40 tasks" in done.stdout
    assert sorted(office.output.rglob("*")) == before


def test_a_report_that_fails_ends_with_1_and_leaves_the_last_good_one(office):
    good = {path: path.read_bytes() for path in (office.output / "2022Q3").iterdir()}
    notebook = broken_notebook(office, "nothing = {}\nnothing['there']")
    done = office.run("2022Q3", "--notebook", str(notebook))
    assert done.returncode == 1
    assert "KeyError" in done.stderr
    assert "nothing = {}" in done.stderr, "the cell's first line"
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in (office.output / "2022Q3").iterdir()} == good
    kept = office.output / "2022Q3.failed"
    assert sorted(path.name for path in kept.iterdir()) == ["error.html", "report.en.ipynb"]
    assert office.run("2022Q3", "--force").returncode == 0
    assert not kept.exists(), "a good run clears what the failed one left"
    assert {path: path.read_bytes() for path in (office.output / "2022Q3").iterdir()} == good


def test_the_error_page_tells_a_mistake_in_both_languages(tmp_path):
    office = BriefOffice.in_folder(tmp_path / "office", "2023Q3", params=VIETNAMESE)
    notebook = broken_notebook(office, "report.bars('yramus'[::-1])")
    done = office.run("2023Q3", "--notebook", str(notebook))
    assert "there is no indicator “sumary”" in done.stderr
    assert "không có" not in done.stderr, "the terminal keeps to its user's language"
    told = (office.output / "2023Q3.failed" / "error.html").read_text("utf-8")
    assert told.count("không có chỉ tiêu “sumary”") == 1
    assert told.count("there is no indicator “sumary”") == 1
    assert "report.bars(&#39;yramus&#39;[::-1])" in told


def test_a_notebook_that_ends_early_is_no_report(tmp_path):
    office = BriefOffice.in_folder(tmp_path / "office", "2023Q3", params=VIETNAMESE)
    notebook = broken_notebook(office, "raise SystemExit(0)")
    done = office.run("2023Q3", "--notebook", str(notebook))
    assert done.returncode == 1
    assert "ended before the report was complete" in done.stderr
    assert not (office.output / "2023Q3").exists()


def test_a_table_below_the_cell_that_finishes_is_in_the_workbook_too(tmp_path):
    office = BriefOffice.in_folder(tmp_path / "office", "2023Q3", params=VIETNAMESE)
    notebook = nbformat.read(office.notebook, 4)
    own = 'report.table(by="unit", columns=[tasks], name="own_last", vi="Bảng cuối", en="Last")'
    notebook.cells.append(nbformat.v4.new_code_cell(own))
    nbformat.write(notebook, office.notebook)
    done = office.run("2023Q3")
    assert done.returncode == 0, done.stderr
    folder = office.output / "2023Q3"
    assert "Bảng cuối" in (folder / "report.vi.html").read_text("utf-8")
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    assert "own_last" in book.sheetnames


def test_words_come_in_the_users_language(built):
    office, _ = built
    assert "không phải là một quý" in office.run("2023Q9", REPORT_LANGUAGE="vi").stderr
    assert (
        "không phải là một quý"
        in office.run("2023Q9", REPORT_LANGUAGE="", LC_ALL="vi_VN.UTF-8").stderr
    )
