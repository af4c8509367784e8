"""What is known before a cell is executed: of the notebook, what is a mistake; of the data, what is noticed."""

import re
import subprocess
import sys

import nbformat
import pytest
from small_office import (
    ROOT,
    UNITS,
    VIETNAMESE,
    BriefOffice,
    SmallOffice,
    brief_notebook,
    official_indicators,
    some_tasks,
)

from reporting.building import notebook_check
from reporting.inputs.params import Params
from reporting.text import wording
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

NOTEBOOK = ROOT / "notebooks" / "quarterly_report.ipynb"


@pytest.fixture
def check(tmp_path):
    def checked(source):
        notebook = brief_notebook()
        notebook.cells.append(nbformat.v4.new_code_cell(source))
        path = tmp_path / "report.ipynb"
        nbformat.write(notebook, path)
        return notebook_check.check_notebook(path)

    return checked


@pytest.mark.parametrize(
    "source",
    [
        "a = 1\n%time a",
        "a = 1\n!ls",
        "a = 1\nfiles = !ls",
        "if True:\n    %time 1",
        "%time 1\na = 1",
        "a = 1\na?",
        "%%bash\nls -l | wc",
        "%%bash --out listed\nls",
        "%%capture kept\na = 1\nkept",
        "a = 7 \\\n  % 2",
        "%time a = 1\na",
        "%%writefile ours.py\nfrom math import *",
        "%%javascript\n%run",
        'a = """\nfrom there import *\n%run\n"""',
    ],
)
def test_what_ipython_allows_is_no_mistake(check, source):
    assert check(source) == official_indicators()


@pytest.mark.parametrize("source", ["%run ours.py\nx", "from math import *\nx", "a = 1\n%pylab"])
def test_names_that_nobody_can_check_are_refused(check, source):
    with pytest.raises(InputError) as caught:
        check(source)
    (problem,) = caught.value.problems
    assert "imports names that cannot be checked before the notebook is executed" in problem.en


def test_below_a_magic_of_python_names_are_checked(check):
    with pytest.raises(InputError) as caught:
        check("%%time\ntaks")
    assert "there is no name “taks”" in caught.value.problems[0].en


SHOWN = (
    'report.show(report.tasks.groupby("status").size().reset_index(), name="n", vi="Số", en="Tasks"'
)


def test_a_table_of_ones_own_is_checked_with_its_headings(check):
    check(f'{SHOWN}, status=("Tình trạng", "Status"))')


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            "decimals=3",
            "the argument “decimals” takes the heading of a column in Vietnamese and English",
        ),
        ('status="Status"', "the argument “status” takes the heading of a column"),
    ],
)
def test_what_is_no_heading_of_a_table_of_ones_own_is_told(check, given, said):
    with pytest.raises(InputError) as caught:
        check(f"{SHOWN}, {given})")
    assert said in caught.value.problems[0].en


def test_another_name_of_an_indicator_may_be_given_again(check):
    check(
        "one = overdue\none = tasks\nfor one in [overdue, tasks]:\n    report.bars(one, by='unit')"
    )


@pytest.mark.parametrize(
    "source", ["tasks = report.tasks", "for overdue in [1, 2]:\n    pass", "import os as tasks"]
)
def test_a_cell_that_takes_the_name_of_an_indicator_is_told(check, source):
    with pytest.raises(InputError) as caught:
        check(source)
    name = "overdue" if "overdue" in source else "tasks"
    assert (
        f"uses the name of the indicator “{name}” for something else" in caught.value.problems[0].en
    )


@pytest.mark.parametrize(
    ("source", "line"), [("a = 1\nb = = 2", 2), ("%time 1\nb = = 2", 2), ("\n\n!ls\nb = = 2", 4)]
)
def test_what_is_not_python_is_told_with_its_line(check, source, line):
    with pytest.raises(InputError) as caught:
        check(source)
    assert f"line {line}: not valid Python: “b = = 2”" in caught.value.problems[0].en


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("report.say(vi=“a”, en=“b”)", "typographic quotation marks"),
        ("report.bars(tasks by=3)", "a comma is missing"),
        ("columns = [tasks", "the bracket “[” that is opened here is never closed"),
        ("report.bars(tasks]", "the closing bracket “]” does not match the opening “(”"),
        ("report.bars(tasks))", "the closing bracket “)” was never opened"),
        ('report.say(vi="a, en=3)', "lacks its closing quotation mark"),
        ("a\u00a0= 1 + 2", "the character U+00A0 cannot be used in code"),
        ("a = 1b", "the character right after a number cannot be there"),
        ("a = 01", 'write a unit\'s code in quotation marks, as "01"'),
        ("def f(tasks)\n    return 1", "a colon : is missing"),
        ("def f(tasks):\nreturn 1", "must be indented"),
        ("a = 1\n  b = 2", "the spaces at the beginning of the line"),
        ("if tasks = 1: pass", "two equals signs"),
        ("report.bars(by=3, tasks)", "must come before those with one"),
    ],
)
def test_what_is_wrong_with_code_is_told_in_words_of_both_languages(check, source, why):
    with pytest.raises(InputError) as caught:
        check(source)
    (problem,) = caught.value.problems
    assert why in problem.en
    assert "không phải là mã Python đúng" in problem.vi
    assert not re.search("invalid|expected|was never|unterminated", problem.vi)


NEAREST = {
    "share(taks['status'] == 'overdue')": "“tasks”",
    "shar(tasks['status'] == 'overdue')": "“share”",
    "share(tasks['stauts'] == 'overdue')": "“status”",
    "share(tasks.stauts == 'overdue')": "“status”",
    "share(year_ago['stauts'] == 'overdue')": "“status”",
    "share(tasks['late_reasn'] == 'x')": "“late_reason”",
    "share(report.tasks['stauts'] == 'overdue')": "“status”",
    "share(tasks['assigned_on'] > period.frst_day)": "“first_day”",
    "mean(tasks[['weight', 'days_lat']].sum(axis=1))": "“days_late”",
}


@pytest.fixture
def indicators(tmp_path):
    def checked(*cells):
        notebook = brief_notebook()
        place = [each.id for each in notebook.cells].index("statuses")
        notebook.cells[place:place] = map(nbformat.v4.new_code_cell, cells)
        nbformat.write(notebook, tmp_path / "report.ipynb")
        params = Params(quarter="2023Q3", columns={"late_reason": ["Lý do"]})
        try:
            notebook_check.check_notebook(tmp_path / "report.ipynb", params=params)
        except InputError as error:
            return [each.en.partition("cell ")[2] for each in error.problems]
        return []

    checked.first = 1 + [each.id for each in brief_notebook().cells].index("statuses")
    return checked


def own(body, name="own", more="", takes="tasks, year_ago, period"):
    return (
        f'@indicator(vi="vi {name}", en="en {name}", unit="%", example=({{}}, {{}}, None){more})\n'
        f'def {name}({takes}):\n    """Doc."""\n    {body}'
    )


def test_what_is_misspelt_inside_indicators_is_told_all_at_once_each_with_its_cell(indicators):
    cells = [own(f"return {body}", f"own_{n}") for n, body in enumerate(NEAREST)]
    told = indicators(*cells)
    assert len(told) == len(cells)
    for number, (line, nearest) in enumerate(zip(told, NEAREST.values(), strict=True)):
        assert line.startswith(f"{indicators.first + number}: ")
        assert nearest in line


@pytest.mark.parametrize(
    "body",
    [
        "tasks['double'] = tasks['weight'] * 2; return total(tasks['double'])",
        "return share(tasks['late_reason'].isna())",
        "tasks = tasks.assign(double=1); return total(tasks['double'])",
        "return count(tasks.status.isin(['overdue']) & (tasks['due_on'] < period.cut_off))",
        "return count([each for each in tasks['completed']])",
        "half = lambda t: t['x']; return total(tasks['weight'].map(lambda w: w / 2))",
        "import math; return total(tasks['weight'] * math.pi)",
    ],
)
def test_what_a_function_adds_or_takes_from_params_is_no_mistake(indicators, body):
    assert indicators(own(body)) == []


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (own("return count()", takes="df"), "the function takes parameters named tasks, year_ago"),
        (own("return count()", more=', untt="%"'), "Did you mean “unit”?"),
        (own("return count()").replace('"%"', '"percent"'), "no unit of measure “percent”"),
        (own("return count()").replace("({}, {}, None)", "({'stauts': []}, 1)"), "“status”"),
        (own("return count()").replace('vi="vi own"', "vi=3"), "'int' object has no attribute"),
        (own("return count()")[1:], "the @ before indicator(…) is missing"),
        (own("return count()", "overdue_share"), "“overdue_share” is already used in cell"),
    ],
)
def test_what_is_wrong_with_a_declaration_is_told(indicators, cell, told):
    (line,) = indicators(cell)
    assert told in line


def test_arguments_that_only_the_cell_can_work_out_are_left_to_it(indicators):
    assert indicators(own("return count()").replace("({}, {}, None)", "pd.read_csv('x')")) == []
    titles = "more = {'vi': 'một', 'en': 'one'}"
    own_titles = own("return count()", more=", **more").replace('vi="vi own", en="en own", ', "")
    assert indicators(titles, own_titles) == []


def test_names_inside_functions_are_looked_for_in_the_whole_notebook(indicators):
    helper = "def helpercomp():\n    inner = 1\n    return inner + later() + nothere"
    told = indicators(helper, "def later():\n    return 1", "inner")
    assert len(told) == 2
    assert "there is no name “nothere”" in told[0]
    assert "there is no name “inner”" in told[1]
    assert "inner," not in told[1]


def test_a_cell_that_is_no_python_makes_no_mistakes_of_the_cells_below(indicators):
    (told,) = indicators("names = [1, 2\n\ndef helper()\n    return 1", "names, helper")
    assert "not valid Python" in told


# Headings and tags


def markdown(source, *tags):
    return nbformat.v4.new_markdown_cell(source, metadata={"tags": list(tags)})


SAID = nbformat.v4.new_code_cell("report.lateness()")


@pytest.fixture
def page_of(tmp_path):
    def checked(*cells, languages=("vi", "en")):
        notebook = brief_notebook("quality")
        checked.first = len(notebook.cells)
        each_once = [nbformat.from_dict({**cell, "id": f"own-{n}"}) for n, cell in enumerate(cells)]
        notebook.cells[-1:-1] = each_once
        nbformat.write(notebook, tmp_path / "report.ipynb")
        params = Params(quarter="2023Q3", languages=list(languages))
        try:
            notebook_check.check_notebook(tmp_path / "report.ipynb", params=params)
        except InputError as error:
            return [each.en.partition("cell ")[2] for each in error.problems]
        return []

    return checked


VI, EN = markdown("## Mục", "vi"), markdown("## Section", "en")


def test_a_heading_in_one_language_only_is_told(page_of):
    (told,) = page_of(VI, SAID)
    assert told.startswith(f"{page_of.first}: this heading is on the “vi” page only")
    (told,) = page_of(VI, EN, SAID, EN, SAID)
    assert told.startswith(f"{page_of.first + 3}: this heading is on the “en” page only")
    (told,) = page_of(markdown("## Mục", "vi", "whole"), EN, SAID)  # in a unit's report
    assert told.startswith(f"{page_of.first + 1}: ")


def test_headings_that_go_together_or_stand_in_a_page_alone_are_not(page_of):
    text = markdown("Một đoạn văn.", "vi"), markdown("A paragraph.", "en")
    assert page_of(VI, text[0], EN, text[1], SAID, markdown("## 2023"), SAID) == []
    assert page_of(VI, SAID, languages=["vi"]) == []
    own_section = VI, text[0], nbformat.from_dict({**SAID, "metadata": {"tags": ["vi"]}})
    assert page_of(*own_section, VI, EN, SAID, *own_section) == []
    assert page_of(markdown("## Ghi chú", "vi", "note"), SAID) == []


@pytest.mark.parametrize("source", ["##Thiếu cách", "\n## Mục", "Lời dẫn\n## Mục", "###Mục con"])
def test_a_heading_that_opens_no_section_is_told(page_of, source):
    (told,) = page_of(markdown(source))
    assert told.startswith(f"{page_of.first}: “##")
    assert "does not begin a section" in told
    assert page_of(markdown("Lời dẫn\n\n### Mục con\n#1")) == []


@pytest.mark.parametrize("tag", ["VI", "eng", "wholes"])
def test_a_tag_that_is_none_is_told_with_those_that_there_are(page_of, tag):
    (told,) = page_of(markdown("Lời", tag))
    assert told.startswith(f"{page_of.first}: there is no tag “{tag}”")
    assert "vi, en, whole, opening" in told
    assert "Cell Tags" in told


def test_ipython_is_not_imported_for_a_notebook_without_such_a_line():
    code = (
        "import sys; from pathlib import Path; from reporting.building import notebook_check;"
        f"notebook_check.check_notebook(Path({str(NOTEBOOK)!r})); sys.exit('IPython' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


# What is noticed in the data


@pytest.fixture
def office(tmp_path):
    return BriefOffice.in_folder(tmp_path / "office", "2023Q3")


def test_what_check_finds_is_said_with_counts_as_people_write_them(office):
    office.register("2023Q3", some_tasks("2023Q3", 1001))
    assert (
        "sổ tay đều đúng; 1.001 công việc trong"
        in office.run("check", "2023Q3", REPORT_LANGUAGE="vi").stdout
    )
    assert "notebook are correct; 1,001 tasks in" in office.run("check", "2023Q3").stdout


def test_the_file_of_another_quarter_is_noticed(office):
    office.register("2023Q3", some_tasks("2023Q2", 40))
    path = "data/2023Q3/tasks.csv"  # as the guide writes it
    said = office.run("check", "2023Q3", REPORT_LANGUAGE="vi")
    assert said.returncode == 0
    note = (
        r": Không có công việc nào trong 40 công việc được giao, thực hiện hoặc đến hạn trong quý III năm 2023; nhiều "
        r"nhất là được giao trong quý II năm 2023 \(40 công việc\)\. Có phải đây là tệp của quý II năm 2023\?"
    )
    assert re.search(re.escape(path) + note, said.stdout), said.stdout
    built = office.run("2023Q3", "--dry-run", REPORT_LANGUAGE="vi")
    assert built.returncode == 0
    assert re.search(re.escape(path) + note, built.stderr), built.stderr


@pytest.mark.parametrize("other", ["2022Q3", "2023Q4"])
def test_a_file_of_a_year_ago_or_of_the_next_quarter_is_refused(office, other):
    office.register("2023Q3", some_tasks(other, 40))
    for command in (["check", "2023Q3"], ["2023Q3"]):
        said = office.run(*command)
        assert said.returncode == 2
        assert "data/2023Q3/tasks.csv: " in said.stderr
        assert ": none of 40 tasks" in said.stderr
        assert f"Is this the file for {wording.quarter(Quarter.parse(other)).en}?" in said.stderr
    assert not (office.output / "2023Q3").exists()


def test_the_file_of_another_year_among_those_compared_with_is_refused(office):
    office.register("2022Q3", some_tasks("2023Q3", 40))
    said = office.run("check", "2023Q3")
    assert said.returncode == 2
    assert (
        "data/2022Q3/tasks.csv: Assigned, under way or due in the third quarter of 2022: none of 40 tasks"
        in said.stderr
    )
    assert "Move the file to the folder for the third quarter of 2023" in said.stderr


def test_half_of_the_tasks_in_the_quarter_or_still_open_make_it_its_own(office):
    old, new = some_tasks("2022Q3", 40), some_tasks("2023Q3", 40)
    office.register("2023Q3", [*old, *new])
    assert office.run("check", "2023Q3").returncode == 0
    office.register("2023Q3", [[*task[:6], ""] for task in old])
    said = office.run("check", "2023Q3")
    assert said.returncode == 0
    assert ": none of 40 tasks" in said.stdout


def test_tasks_that_last_over_the_quarter_belong_to_it(office):
    long = [[*task[:4], "5/1/2023", "20/12/2023", ""] for task in some_tasks("2023Q3", 40)]
    office.register("2023Q3", long)
    assert "Is this" not in office.run("check", "2023Q3").stdout


def test_few_tasks_of_a_quarter_that_still_has_the_most_are_told_without_a_guess(office):
    tasks = [task for quarter in ("2022Q1", "2022Q2", "2023Q3") for task in some_tasks(quarter, 20)]
    office.register("2023Q3", [*tasks, *some_tasks("2023Q3", 25)[20:]])
    said = office.run("check", "2023Q3").stdout
    assert ": only 25 of 65 tasks" in said
    assert "Is this the file of" not in said
    assert "Tasks assigned and completed before the third quarter of 2023 began" in said


def test_a_quarters_own_file_is_not_remarked_upon(office):
    assert len(office.run("check", "2023Q3").stdout.splitlines()) == 1
    assert office.run("2023Q3", "--dry-run").stderr == ""


def test_empty_completion_dates_are_told_by_check_and_build(tmp_path):
    office = BriefOffice.in_folder(tmp_path, "2023Q3", params=VIETNAMESE)
    office.register("2023Q3", [[*task[:6], ""] for task in some_tasks("2023Q3", 40)])
    told = "No row has a completion date, so no task counts as completed"
    assert told in office.run("check", "2023Q3").stdout
    built = office.run("2023Q3", "--unit", "01")
    assert built.returncode == 0
    assert f"data/2023Q3/tasks.csv: {told}" in built.stderr


# An export that is incomplete


def test_units_without_a_task_that_had_some_a_year_ago_are_noticed(office):
    office.register("2022Q3", some_tasks("2022Q3", 40))
    few = [[*task[:3], "01", *task[4:]] for task in some_tasks("2023Q3", 40)]
    office.register("2023Q3", few)
    said = office.run("check", "2023Q3", REPORT_LANGUAGE="vi")
    note = (
        "data/2023Q3/tasks.csv: 4 đơn vị có công việc trong quý III năm 2022 nay không có công việc nào (Văn phòng Tổng cục, Vụ "
        "Thống kê Giá, Nhà xuất bản Thống kê, …): tệp đã đủ chưa?"
    )
    assert said.returncode == 0
    assert note in said.stdout
    built = office.run("2023Q3", "--dry-run", REPORT_LANGUAGE="vi")
    assert built.returncode == 0
    assert note in built.stderr


def test_less_than_half_of_the_tasks_of_a_year_ago_are_noticed(office):
    office.register("2022Q3", some_tasks("2022Q3", 81))
    said = office.run("check", "2023Q3")
    assert said.returncode == 0
    assert re.search(r"Only 40 tasks, fewer than half of those in .+ \(81 tasks\)", said.stdout)
    office.register("2022Q3", some_tasks("2022Q3", 80))
    assert len(office.run("check", "2023Q3").stdout.splitlines()) == 1


def test_without_a_compared_register_the_last_quarter_tells_what_is_missing(office):
    office.register("2023Q2", some_tasks("2023Q2", 81))
    assert "fewer than half of those in" in office.run("check", "2023Q3").stdout


def test_a_unit_that_was_closed_in_the_quarter_is_not_missed(office):
    office.register("2022Q3", some_tasks("2022Q3", 40))
    left = [
        [*task[:3], task[3].replace("79", "01"), *task[4:]] for task in some_tasks("2023Q3", 40)
    ]
    office.register("2023Q3", left)
    assert "1 unit with tasks in" in office.run("check", "2023Q3").stdout
    units = office.root / "data" / "units.csv"
    text = units.read_text("utf-8").replace(
        "Minh Statistics Office,provincial,2020-03-18,",
        "Minh Statistics Office,provincial,2020-03-18,2023-07-15",
    )
    units.write_text(text, "utf-8")
    assert "1 unit with tasks in" not in office.run("check", "2023Q3").stdout


# What is not there under the name that was expected


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("congviec.xlsx", "Thư mục này có congviec.xlsx; nếu đó là tệp xuất, hãy đổi tên thành tasks.xlsx."),
        ("Danh sách.CSV", "hãy đổi tên thành tasks.csv."),
        ("tasks.xls", "Thư mục này có tasks.xls; nếu đó là tệp xuất, hãy mở bằng Excel và lưu (Save As) thành"),
    ],
)  # fmt: skip
def test_an_export_under_another_name_is_pointed_out(office, name, hint):
    tasks = office.register("2023Q3", some_tasks("2023Q3", 40))
    tasks.rename(tasks.with_name(name))
    (tasks.parent / "published.csv").touch()
    (tasks.parent / f"~${name}").touch()
    said = office.run("check", "2023Q3", REPORT_LANGUAGE="vi")
    assert said.returncode == 2
    assert "Chưa có tệp dữ liệu của 2023Q3" in said.stderr
    assert hint in said.stderr
    assert said.stderr.count("Thư mục này có") == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1", "; có phải 01 (Cục Thống kê thành phố Hà Nội)? Các mã ở cột “code”"),
        ("vptc", "; có phải VPTC (Văn phòng Tổng cục)? Các mã ở cột “code”"),
        ("Hà Nội", "; có phải 01 (Cục Thống kê thành phố Hà Nội)? Các mã ở cột “code”"),
        ("ha noi", "; có phải 01 (Cục Thống kê thành phố Hà Nội)? Các mã ở cột “code”"),
        ("99", "; các mã ở cột “code”"),
    ],
)
def test_a_unit_that_is_not_written_as_its_code_is_guessed(office, written, meant):
    said = office.run("2023Q3", "--unit", written, REPORT_LANGUAGE="vi")
    assert said.returncode == 2
    assert f"units.csv không có đơn vị mã “{written}”{meant}" in said.stderr


# Params as they were carried over


def test_lists_that_are_still_those_of_the_last_quarter_are_noticed(office):
    lists = "priorities: [Điều tra]\ndirectives:\n  - GDP\n"
    office.params("2023Q2", lists)
    office.params("2023Q3", lists)
    path = "params/2023Q3.yaml"
    said = office.run("check", "2023Q3", REPORT_LANGUAGE="vi")
    assert said.returncode == 0
    notes = [
        f"{path}, dòng 2, khóa “priorities”: vẫn giống hệt 2023Q2; đã sửa cho quý này chưa?",
        f"{path}, dòng 3, khóa “directives”: vẫn giống hệt 2023Q2; đã sửa cho quý này chưa?",
    ]
    assert [line.strip() for line in said.stdout.splitlines()[1:]] == notes
    built = office.run("2023Q3", "--dry-run", REPORT_LANGUAGE="vi")
    assert all(note in built.stderr for note in notes)


def test_files_that_look_like_inputs_and_are_not_read_are_named(office):
    root, folder = office.root, office.root / "data" / "2023Q3"
    like = ["data/2022Q3/cong viec.xls", "data/2023Q3/plan.csv.txt", "data/2023Q3/tasks (1).csv",
            "data/2023Q3/tasks_bo_sung.xlsx", "params/2023Q3 (1).yaml", "params/2023Q3.yml", "params/common.yaml.txt"]  # fmt: skip
    others = ["data/common/staff.csv", "data/2023Q3/~$tasks.xlsx", "data/2023Q3/ghi chú.docx", "params/2023Q2.yml", "data/2023Q3/own.csv",
              "params/2023Q3.ipynb", "params/2023Q3.statement.yaml", "data/2023Q3/plan.pdf"]  # fmt: skip
    for name in (*like, *others):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(b"")
    notebook = nbformat.read(office.notebook, 4)
    notebook.cells.insert(3, nbformat.v4.new_code_cell(f'frame = open("{folder}/own.csv").read()'))
    nbformat.write(notebook, office.notebook)
    said = office.run("check", "2023Q3")
    assert said.returncode == 0, said.stderr
    (note,) = (line for line in said.stdout.splitlines() if "Not read, as the name" in line)
    assert f"another file is used: {', '.join(like)}. If a file" in note


def test_params_under_another_name_are_hinted_at(office):
    path = office.root / "params" / "2023Q3.yaml"
    path.rename(path.with_suffix(".yaml.txt"))
    said = office.run("check", "2023Q3")
    assert said.returncode == 2
    assert "If 2023Q3.yaml.txt is that file, rename it to 2023Q3.yaml." in said.stderr


def test_a_comparison_with_a_quarter_without_data_is_noticed(office):
    office.params("2023Q3", "compare_with: 2002Q3\n")
    told = office.run("check", "2023Q3").stdout
    assert "line 2, key “compare_with”: there are no data of 2002Q3" in told


def test_tasks_of_the_next_quarter_that_a_late_cut_off_lets_in_are_noticed(office):
    tasks = some_tasks("2023Q3", 40)
    late = [
        [f"X{n}", *task[1:4], f"{n}/10/2023", "20/10/2023", ""]
        for n, task in enumerate(tasks[:9], 1)
    ]
    office.register("2023Q3", tasks + late)
    note = "Tasks assigned after the last day of the third quarter of 2023 and counted here all the same"
    assert note not in office.run("check", "2023Q3").stdout
    office.params("2023Q3", "as_of: 2023-10-15\n")
    assert note in office.run("check", "2023Q3").stdout


def test_values_that_are_hardly_meant_are_noticed(office):
    office.params("2023Q2", "")
    targets = "targets:\n  on_time_share: 950\n  tasks: -3\n  late_share: 0.9\n  completed: 950\n"
    office.params("2023Q3", f"as_of: 2033-09-30\n{targets}")
    path = "params/2023Q3.yaml"
    said = office.run("check", "2023Q3", REPORT_LANGUAGE="vi")
    assert said.returncode == 0
    *notes, below_one = [line.strip() for line in said.stdout.splitlines() if "gõ nhầm" in line]
    assert "“targets.late_share”: mục tiêu 0.9 khó đúng với chỉ tiêu tính bằng %" in below_one
    assert notes == [
        f"{path}, dòng 2, khóa “as_of”: ngày chốt số liệu 2033-09-30 sau 2023Q3 quá nửa năm; thường là ngày cuối quý "
        "hoặc ít ngày sau đó, có phải gõ nhầm năm?",
        f"{path}, dòng 4, khóa “targets.on_time_share”: mục tiêu 950 khó đúng với chỉ tiêu tính bằng %; thường từ 0 "
        "đến 100, có phải gõ nhầm?",
        f"{path}, dòng 5, khóa “targets.tasks”: mục tiêu -3 không thể là số công việc; cần số từ 0 trở lên, có phải "
        "gõ nhầm?",
    ]


@pytest.mark.parametrize(
    ("last", "own", "common"),
    [
        ("priorities: [Điều tra]\n", "priorities: [GDP]\n", ""),
        ("priorities: []\n", "priorities: []\n", ""),
        ("", "", "priorities: [Điều tra]\n"),
        ("priorities: 3\n", "priorities: [GDP]\n", ""),
    ],
)
def test_lists_that_were_revised_or_are_empty_or_shared_are_not(office, last, own, common):
    (office.root / "params" / "common.yaml").write_text(common, "utf-8")
    office.params("2023Q2", last)
    office.params("2023Q3", own)
    said = office.run("check", "2023Q3")
    assert said.returncode == 0
    assert len(said.stdout.splitlines()) == 1


def test_a_notebook_of_params_that_is_not_there_is_told_once_with_file_line_and_key(tmp_path):
    office = SmallOffice.in_folder(tmp_path, "2023Q3")
    for name, told in (("gone.ipynb", "there is no such file"), ("../x.ipynb", "leads out of")):
        office.params("2023Q3", f"notebook: {name}\n")
        (said,) = office.run("check", "2023Q3").stderr.splitlines()
        assert "params/2023Q3.yaml, line 2, key “notebook”: " in said
        assert told in said


def test_a_params_file_that_cannot_be_read_is_told_once(tmp_path):
    office = SmallOffice.in_folder(tmp_path, "2023Q3")
    office.params("2023Q3", "#" * 2_000_001)
    (said,) = office.run("check", "2023Q3").stderr.splitlines()
    assert "the file is too large" in said


def test_of_many_units_without_a_tile_the_first_twenty_are_named(tmp_path):
    units = [
        f"U{number:02},Đơn vị {number},Unit {number},provincial,2020-01-01," for number in range(30)
    ]
    office = SmallOffice.in_folder(tmp_path, "2023Q3")
    (tmp_path / "data/units.csv").write_text(UNITS + "\n".join(units) + "\n", "utf-8")
    tiles = (
        "unit,column,row,label_vi,label_en,valid_from,valid_to\n01,0,0,Hà Nội,Hà Nội,2020-01-01,\n"
    )
    (tmp_path / "data/tiles.csv").write_text(tiles, "utf-8")
    said = office.run("check", "2023Q3").stdout
    named = re.search("no tile on .*", said)[0]
    assert len(re.findall(r"Unit \d+ \(U\d+\)", named)) + named.count("(79)") == 20
    assert "…" in named


def test_what_else_is_wrong_makes_no_mistake_of_a_column_that_params_keep(tmp_path):
    office = BriefOffice.in_folder(
        tmp_path, "2023Q3", params=VIETNAMESE + "columns: {staff: [Cán bộ]}\n"
    )
    notebook = nbformat.read(NOTEBOOK, 4)
    shown = 'report.table(name="staff", vi="Cán bộ", en="Staff", by="staff", columns=[tasks])'
    notebook.cells.insert(-1, nbformat.v4.new_code_cell(shown))
    path = tmp_path / "report.ipynb"
    nbformat.write(notebook, path)
    units, params = office.root / "data" / "units.csv", office.root / "params" / "2023Q3.yaml"
    units.write_text(units.read_text("utf-8").replace("2020-03-18", "soon", 1), "utf-8")
    said = office.run("check", "2023Q3", "--notebook", str(path))
    assert "“soon”" in said.stderr
    assert "“staff”" not in said.stderr
    params.write_text(
        params.read_text("utf-8") + "synthetic: perhaps\ntargets: {taks: 1}\n", "utf-8"
    )
    said = office.run("check", "2023Q3", "--notebook", str(path))
    assert "“perhaps”" in said.stderr
    assert "key “targets.taks”: there is no indicator" in said.stderr
    assert "“staff”" not in said.stderr
