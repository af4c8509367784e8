"""An office is data: a committee's departments and communes from params and CSV alone, and no other office's words."""

from __future__ import annotations

import json
import re
import shlex
import unicodedata
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import command_server
import pytest
import yaml
from exports import write_csv
from small_office import ROOT, VIETNAMESE, BriefOffice, SmallOffice, values_of, written

from reporting.inputs import digests, params
from reporting.inputs.input_files import input_files
from reporting.inputs.office import default_office
from reporting.registers import headings, tasks, units
from reporting.report import workspace
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

QUARTER = Quarter(2023, 3)
PARAMS = """
office: {vi: "Ủy ban nhân dân tỉnh Mẫu", en: "People's Committee of Mau"}
all_units: {vi: "Toàn tỉnh", en: "The whole committee"}
unit_groups:
  xa: {vi: "Các xã, phường", en: "Communes and wards"}
  so: {vi: "Các sở, ban, ngành", en: "Departments"}
sources:
  nq: {vi: "Nghị quyết của Hội đồng nhân dân", en: "Council resolutions", spellings: ["NQ HĐND"]}
  ct: {vi: "Chỉ thị của Chủ tịch", en: "Chair's directives"}
  dv: {vi: "Đề án của đơn vị", en: "Units' schemes"}
  dx: {vi: "Việc đột xuất", en: "Urgent tasks", spellings: ["Đột xuất"]}
  kn: {vi: "Kiến nghị cử tri", en: "Voters' petitions"}
headings: {title: ["Nội dung nhiệm vụ"], source: ["Nguồn chỉ đạo"]}
columns: {late_reason: ["Lý do trễ hạn"], field: ["Lĩnh vực"]}
"""
UNITS = [
    *(f"S{n:02d},Sở mẫu {n},Sample Department {n},so,," for n in range(1, 4)),
    *(f"X{n:02d},Xã mẫu {n},Sample Commune {n},xa,," for n in range(1, 8)),
]
# As exports write the five sources: by name, code, spelling, in capitals, with spaces, decomposed.
SOURCES = [
    "NQ  HĐND", unicodedata.normalize("NFD", "CHỈ THỊ CỦA CHỦ TỊCH"), "Units' schemes", "đột xuất", "KN",
]  # fmt: skip
HEADINGS = ["STT", "NỘI DUNG NHIỆM VỤ", "Nguồn chỉ đạo", "Đơn vị chủ trì", "Ngày giao", "Hạn hoàn thành",
            "Ngày hoàn thành", "Lý do trễ hạn", "Lĩnh vực"]  # fmt: skip
FOREIGN = (
    "tổng cục",
    "toàn ngành",
    "cục thống kê",
    "general statistics",
    "headquarters",
    "provincial",
)


def committee(root: Path, *quarters: str) -> SmallOffice:
    """The committee's folders: params and CSV alone."""
    office = SmallOffice(root)
    (root / "data").mkdir(parents=True)
    heading = "code,name_vi,name_en,group,valid_from,valid_to"
    (root / "data" / "units.csv").write_text("\n".join([heading, *UNITS, ""]), "utf-8")
    (root / "params").mkdir()
    (root / "params" / "common.yaml").write_text(PARAMS, "utf-8")
    for number, quarter in enumerate(quarters):
        office.params(quarter)
        first = Quarter.parse(quarter).first_day
        rows = [HEADINGS]
        for n in range(90 - 20 * number):
            given = first + timedelta(days=n % 60)
            done = given + timedelta(days=n % 23) if n % 7 else None
            due = given + timedelta(days=15)
            unit = UNITS[n % 10].split(",")[n % 2]
            late = "Thiếu nhân lực" if done and done > due else ""
            rows.append([n + 1, f"Nhiệm vụ {n + 1}", SOURCES[n % 5], unit, written(given), written(due),
                         written(done) if done else "", late, f"Lĩnh vực {n % 3}"])  # fmt: skip
        (root / "data" / quarter).mkdir()
        write_csv(root / "data" / quarter / "tasks.csv", rows)
    return office


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> SmallOffice:
    """The committee's report in both languages and one department's in one, by the repository's notebook."""
    office = committee(tmp_path_factory.mktemp("committee"), "2022Q3", "2023Q3")
    run = office.run("2023Q3")
    assert run.returncode == 0, run.stderr
    office.params("2023Q3", VIETNAMESE)
    run = office.run("2023Q3", "--unit", "S01")
    assert run.returncode == 0, run.stderr
    return office


def test_nothing_that_comes_out_has_a_word_of_another_office(built):
    outputs = [path for path in built.output.rglob("*") if path.is_file()]
    assert {path.suffix for path in outputs} == {".html", ".ipynb", ".csv", ".json", ".xlsx"}
    for path in outputs:
        if path.suffix == ".xlsx":
            with ZipFile(path) as book:
                text = "".join(book.read(name).decode() for name in book.namelist())
        else:
            text = path.read_text("utf-8")
        text = unicodedata.normalize("NFC", text).casefold()
        assert [word for word in FOREIGN if word in text] == [], path


def test_groups_and_sources_stand_in_the_offices_order(built):
    rows = [row for row in values_of(built.output / "2023Q3") if row["indicator"] == "tasks"]
    cells = [(row["unit_group"], row["unit"], row["source"]) for row in rows]
    sources = ["nq", "ct", "dv", "dx", "kn"]
    assert cells[:18] == [
        ("_T", "_T", "_T"),
        ("xa", "_T", "_T"),
        ("so", "_T", "_T"),
        *(("_T", "_T", source) for source in sources),
        *((group, "_T", source) for group in ("xa", "so") for source in sources),
    ]
    assert [int(row["value"]) for row in rows[:8]] == [70, 49, 21, 14, 14, 14, 14, 14]
    assert len(cells) == 18 + 10


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", ["Trong quý III năm 2023, toàn tỉnh được giao 70 công việc",
                "Toàn tỉnh: 70 công việc", "các xã, phường 49",
                "Nghị quyết của Hội đồng nhân dân: 14 công việc,", "Kiến nghị cử tri: chưa hoàn thành",
                "Toàn tỉnh: Hoàn thành đúng hạn"]),
        ("en", ["In the third quarter of 2023, the whole committee had 70 tasks", "communes and wards 49",
                "Departments 21", "Chair's directives: 14 tasks,", "Urgent tasks: tasks not completed"]),
    ],
)  # fmt: skip
def test_sentences_and_titles_have_the_offices_names(built, language, expected):
    html = (built.output / "2023Q3" / f"report.{language}.html").read_text("utf-8")
    html = html.replace("&#39;", "'").replace("&#x27;", "'")
    assert [text for text in expected if text not in html] == []


def test_the_index_has_the_names_that_its_reports_have(built):
    index = (built.output / "index.html").read_text("utf-8")
    for text in (
        "Toàn tỉnh",
        "The whole committee",
        "Các sở, ban, ngành",
        "Departments",
        "Sở mẫu 1",
    ):
        assert text in index


def test_a_units_own_rows_can_be_stacked_and_every_code_is_described(built):
    folder = built.output / "2023Q3" / "units" / "S01"
    rows = values_of(folder)
    assert {(row["unit_group"], row["unit"]) for row in rows} == {("so", "S01")}
    (whole,) = [row for row in values_of(built.output / "2023Q3")
                if (row["indicator"], row["unit"]) == ("tasks", "S01")]  # fmt: skip
    assert whole == next(row for row in rows if row["indicator"] == "tasks")
    described = json.loads((folder / "indicators.csv-metadata.json").read_text("utf-8"))
    columns = {column["name"]: column for column in described["tableSchema"]["columns"]}
    assert list(columns) == list(rows[0])
    assert columns["value"]["titles"]["en"] == ["Value, unrounded", "value"]
    assert columns["value"]["datatype"] == "number"
    for name in (
        "quarter",
        "indicator",
        "unit_group",
        "unit",
        "source",
        "unit_of_measure",
        "change_in",
    ):
        codes = {each["skos:notation"] for each in columns[name]["skos:hasTopConcept"]}
        assert {row[name] for row in rows} <= codes
    names = {
        each["skos:notation"]: [half["@value"] for half in each["skos:prefLabel"]]
        for each in columns["source"]["skos:hasTopConcept"]
    }
    assert names["dx"] == ["Việc đột xuất", "Urgent tasks"]


def test_more_columns_are_kept_as_text_also_from_the_cache(tmp_path):
    office = BriefOffice(committee(tmp_path, "2023Q3").root)
    office.params("2023Q3", VIETNAMESE)
    office.shorten()
    notebook = office.root / "own.ipynb"
    source = json.loads(office.notebook.read_text("utf-8"))
    cell = {
        "cell_type": "code", "id": "staff", "metadata": {}, "execution_count": None, "outputs": [],
        "source": """@indicator(vi="Thiếu nhân lực", en="Short of staff", unit="tasks",
           example=({"late_reason": ["Thiếu nhân lực", None]}, 1))
def short_of_staff(tasks):
    \"\"\"Late for want of staff.\"\"\"
    return count(tasks["late_reason"] == "Thiếu nhân lực")""",
    }  # fmt: skip
    listed = {**cell, "id": "list", "source": 'report.items(report.tasks["late_reason"].notna(), vi="Vì sao", '
              'en="Why", columns=("task_id", "late_reason", "field"))'}  # fmt: skip
    source["cells"][4:4] = [cell]
    source["cells"][-1:-1] = [listed]
    notebook.write_text(json.dumps(source), "utf-8")
    run = office.run("2023Q3", "--notebook", str(notebook))
    assert run.returncode == 0, run.stderr
    found = {row["indicator"]: row["value"] for row in values_of(office.output / "2023Q3")[::-1]}
    expected = sum(1 for n in range(90) if n % 7 and n % 23 > 15)
    assert found["short_of_staff"] == str(expected)
    cached = workspace.load(office.folders, QUARTER).tables[QUARTER]
    assert (cached["late_reason"] == "Thiếu nhân lực").sum() == expected
    assert "Lý do trễ hạn" in (office.output / "2023Q3" / "report.vi.html").read_text("utf-8")
    wrong = notebook.read_text("utf-8").replace(
        'tasks[\\"late_reason\\"] ==', 'tasks[\\"late_reasn\\"] =='
    )
    notebook.write_text(wrong, "utf-8")
    run = office.run("2023Q3", "--notebook", str(notebook))
    assert run.returncode == 2  # nothing was executed
    assert "late_reasn" in run.stderr
    assert "Did you mean “late_reason”?" in run.stderr


def test_a_column_that_the_export_does_not_have_is_said(tmp_path):
    office = committee(tmp_path, "2023Q3")
    file = office.root / "data" / "2023Q3" / "tasks.csv"
    file.write_text(
        file.read_text("utf-8-sig").replace("Lĩnh vực,", "").replace("Lĩnh vực\n", "Khác\n"),
        "utf-8",
    )
    run = office.run("check", "2023Q3")
    assert run.returncode == 0
    assert "There is no column “Lĩnh vực” (field, named in the params)" in run.stdout


def load(tmp_path: Path, common: str, own: str = "") -> params.Params:
    (tmp_path / "common.yaml").write_text(common, "utf-8")
    (tmp_path / "2023Q3.yaml").write_text(f"quarter: 2023Q3\n{own}", "utf-8")
    return params.load(tmp_path, QUARTER)


def test_without_words_of_its_own_an_office_is_the_packages(tmp_path):
    found = load(tmp_path, "")
    assert found.office.vi == "Tổng cục Thống kê"
    assert list(found.unit_groups) == ["headquarters", "public_service", "provincial"]
    assert list(found.sources) == ["agency_plan", "leadership_conclusion", "ad_hoc", "unit_plan"]
    assert found.own_groups == ()


def test_an_office_that_only_has_another_name_gets_no_names_of_the_packages(tmp_path):
    found = load(tmp_path, 'office: {vi: "Ủy ban", en: "Committee"}\n')
    printed = [found.all_units.text, *map(found.group_name, found.unit_groups),
               *map(found.source_name, found.sources)]  # fmt: skip
    assert [t for t in printed for half in t for word in FOREIGN if word in half.casefold()] == []
    sources = headings.of_sources(found.reading)
    assert sources.meaning("Kế hoạch tổng cục") == "agency_plan"  # its files are read all the same


def test_a_quarters_own_words_win_key_by_key(tmp_path):
    found = load(tmp_path, PARAMS, 'sources: {a: {vi: "Nguồn A", en: "Source A"}}\n')
    assert list(found.sources) == ["a"]
    assert list(found.unit_groups) == ["xa", "so"]


@pytest.mark.parametrize(
    ("text", "line", "key", "expected"),
    [
        ("unit_groups: {}", 2, "unit_groups", "the unit groups in the order shown"),
        ("unit_groups:\n  a b: {vi: A, en: A}", 3, "unit_groups", "no spaces"),
        ("unit_groups:\n  _T: {vi: A, en: A}", 3, "unit_groups", "the unit groups"),
        ("sources:\n  a: {vi: A}", 3, "sources.a.en", "the sources of tasks"),
        ("sources:\n  a: {vi: A, en: A, spelling: [b]}", 3, "sources.a.spelling", "spellings"),
        ("sources:\n  a: {vi: A, en: A}\n  b:\n    vi: B\n    en: B\n    spellings: [x, “ A”]".replace("“ A”", "' a'"),
         7, "sources.b.spellings.1", "belongs to one source"),
        ("headings: {titel: [Việc]}", 2, "headings.titel", "columns: task_id, title"),
        ("headings: {title: [Việc], source: [VIỆC]}", 2, "headings.source.0", "one column only"),
        ("columns: {status: [Việc]}", 2, "columns.status", "not one that tasks have"),
        ("columns: {unit_row: [Việc]}", 2, "columns.unit_row", "not one that tasks have"),
        ("columns: {month: [Việc]}", 2, "columns.month", "not one that tasks have"),
        ("sources: {a: {vi: Hoà, en: A}, b: {vi: Hòa, en: B}}", 2, "sources.b.vi", "belongs to one source"),
        ("columns: {Reason: [Việc]}", 2, "columns.Reason", "lower-case letters"),
        ("columns: {reason: []}", 2, "columns.reason", "its headings"),
        ("all_units: {vi: ''}", 2, "all_units.vi", "what all units are called"),
    ],
)  # fmt: skip
def test_wrong_words_are_told_with_file_line_and_key(
    tmp_path, monkeypatch, text, line, key, expected
):
    monkeypatch.setenv("REPORT_LANGUAGE", "en")
    with pytest.raises(InputError) as error:
        load(tmp_path, "", text)
    told = [problem.en for problem in error.value.problems]
    assert any(
        f"2023Q3.yaml, line {line}, key “{key}" in each and expected in each for each in told
    ), told


def test_a_group_that_params_do_not_name_is_an_error_with_its_row(tmp_path):
    office = committee(tmp_path, "2023Q3")
    file = office.root / "data" / "units.csv"
    file.write_text(
        file.read_text("utf-8").replace("Sample Department 3,so", "Sample Department 3,sso"),
        "utf-8",
    )
    run = office.run("check", "2023Q3")
    assert run.returncode == 2
    assert (
        "units.csv, row 4, column “group”: “sso” is not among the unit_groups of the params (perhaps “so”?)"
        in run.stderr
    )


def test_a_quarter_with_a_source_that_the_report_does_not_have_is_refused(tmp_path):
    office = committee(tmp_path, "2022Q3", "2023Q3")
    office.params("2022Q3", 'sources: {cu: {vi: "Nguồn cũ", en: "Old source"}}\n')
    run = office.run("check", "2023Q3")
    assert run.returncode == 2
    assert "2022Q3.yaml, key “sources”: 2023Q3 has no source cu" in run.stderr


def test_how_another_quarters_export_is_read_is_part_of_what_a_report_is_made_from(tmp_path):
    office = committee(tmp_path, "2022Q3", "2023Q3")

    def reading() -> str:
        found = input_files(office.folders, QUARTER)
        return digests.build_inputs(found).parameters["reading_2022Q3"]

    assert reading() == "as 2023Q3"
    office.params("2022Q3", "headings: {title: [Việc]}\n")
    first = reading()
    office.params("2022Q3", "headings: {title: [Nhiệm vụ]}\n")
    assert len({"as 2023Q3", first, reading()}) == 3


@pytest.mark.parametrize("code", [*default_office().sources])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_code_name_and_spelling_of_a_source_is_recognised(code, form):
    source = default_office().sources[code]
    sources = headings.of_sources(default_office().reading)
    for written_as in (code, source.vi, source.en, *source.spellings):
        for text in (written_as, written_as.upper(), f"  {written_as.replace(' ', '   ')} "):
            assert sources.meaning(unicodedata.normalize(form, text)) == code


def read(folder, *rows):
    """The tasks of an export of the office."""
    (folder / "units.csv").write_text(
        "\n".join(["code,name_vi,name_en,group,valid_from,valid_to", *UNITS]), "utf-8"
    )
    known = units.load(folder / "units.csv")
    return tasks.load(write_csv(folder / "t.csv", rows), known, load(folder, PARAMS).reading).table


def test_an_offices_own_heading_goes_before_a_usual_one(tmp_path):
    table = read(
        tmp_path,
        ["STT", "Tên công việc", "Nội dung nhiệm vụ", "Nguồn chỉ đạo", "Đơn vị", "Ngày giao", "Hạn hoàn thành", "Ngày xong"],
        ["1", "Mã nội bộ", "Việc thật", "ct", "S01", "1/7/2023", "2/7/2023", ""],
    )  # fmt: skip
    assert table["title"].tolist() == ["Việc thật"]
    assert table["late_reason"].isna().all()


def test_a_column_that_params_keep_is_found_under_its_own_name_too(tmp_path):
    table = read(
        tmp_path,
        ["task_id", "title", "source", "unit", "assigned_on", "due_on", "completed_on", "late_reason"],
        ["1", "Việc", "ct", "S01", "1/7/2023", "2/7/2023", "", "Thiếu nhân lực"],
    )  # fmt: skip
    assert table["late_reason"].tolist() == ["Thiếu nhân lực"]


def init(office: SmallOffice, quarter: str):
    arguments = ["init", str(office.root), "--quarter", quarter]
    return command_server.run(arguments, ROOT, office.environment({}))


def test_init_writes_an_office_that_builds_and_overwrites_nothing(tmp_path):
    office = SmallOffice(tmp_path / "new")
    run = init(office, "2023Q3")
    assert run.returncode == 0, run.stderr
    names = ["data/tiles.csv", "data/units.csv", "params/common.yaml", "params/2023Q3.yaml",
             "notebooks/quarterly_report.ipynb"]  # fmt: skip
    settings = office.root / "params" / "2023Q3.yaml"
    settings.write_text(settings.read_text("utf-8") + VIETNAMESE, "utf-8")
    made = {name: (office.root / name).read_bytes() for name in names}
    assert made["data/tiles.csv"] == b"unit,column,row,label_vi,label_en,valid_from,valid_to\n"
    assert set(yaml.safe_load(made["params/common.yaml"])) == {
        "office", "all_units", "unit_groups", "sources", "languages"}  # fmt: skip
    office.register("2023Q3", [
        ["1", "Việc một", "Kế hoạch", "P01", "1/7/2023", "2/7/2023", "2/7/2023"],
        ["2", "Việc hai", "ĐỘT XUẤT", "Đơn vị mẫu số 1", "1/7/2023", "2/7/2023", ""],
    ])  # fmt: skip
    run = office.run(
        "2023Q3", "--notebook", str(office.root / "notebooks" / "quarterly_report.ipynb")
    )
    assert run.returncode == 0, run.stderr
    page = (office.output / "2023Q3" / "report.vi.html").read_text("utf-8")
    assert "toàn cơ quan được giao 2 công việc" in page
    assert [word for word in FOREIGN if word in page.casefold()] == []
    assert (
        "kỳ gồm nhiều quý"
        in command_server.run(
            ["init", "mới", "--quarter", "2023H1"],
            tmp_path,
            office.environment({"REPORT_LANGUAGE": "vi"}),
        ).stderr
    )
    again = init(office, "2023Q4")
    assert again.returncode == 2
    assert "units.csv" in again.stderr
    assert not (office.root / "params" / "2023Q4.yaml").exists()
    assert made == {name: (office.root / name).read_bytes() for name in names}


def test_the_commands_it_suggests_can_be_pasted(tmp_path):
    office = SmallOffice(tmp_path / "Chi cục Mẫu")
    (line,) = (each for each in init(office, "2023Q3").stderr.splitlines() if "run_report" in each)
    _, command, *options = shlex.split(line)
    assert (command, options[0]) == ("run_report.py", "2023Q3")
    office.register("2023Q3", [["1", "Việc", "Kế hoạch", "P01", "1/7/2023", "2/7/2023", ""]])
    assert command_server.run(["check", *options], ROOT, office.environment({})).returncode == 0
    made = command_server.run(["new", "2023Q4", *options[1:]], ROOT, office.environment({}))
    assert f" 2023Q4 {line.partition(' 2023Q3 ')[2]}" in made.stderr


def test_the_code_has_no_office_in_it():
    words = re.compile(
        "|".join([*FOREIGN, "agency_plan", "leadership_conclusion", "unit_plan", "public_service"])
    )
    found = [
        (path.name, word)
        for path in sorted((ROOT / "reporting").rglob("*"))
        if path.suffix in (".py", ".yaml", ".j2", ".json") and path.name != "office.yaml"
        for word in words.findall(unicodedata.normalize("NFC", path.read_text("utf-8")).casefold())
    ]
    assert found == []
