"""Mistakes in a cell: one line under it in both languages, what to write instead; each message as a snapshot."""

import ast
import re

import nbformat
import pytest
import snapshot
from small_office import ROOT, VIETNAMESE, SmallOffice, brief_notebook, official_indicators

from reporting.building import cell_values, notebook_check
from reporting.indicators import mistakes
from reporting.inputs.params import Params
from reporting.text.errors import InputError


def cell(
    body='share(tasks["status"] == "overdue")',
    name="my_share",
    titles='vi="Tỷ lệ của tôi", en="My share"',
    unit="%",
    example='({"status": ["overdue", "in_term"]}, 50.0)',
    doc='"""Overdue tasks, as a share of all."""',
    parameters="tasks",
):
    example = f", example={example}" if example else ""
    lines = [f'@indicator({titles}, unit="{unit}"{example})', f"def {name}({parameters}):"]
    return "\n".join([*lines, *([f"    {doc}"] if doc else []), f"    return {body}"])


MISTAKES = {
    "a name taken": cell(name="on_time_share"),
    "no Vietnamese title": cell(titles='en="My share"'),
    "no English title": cell(titles='vi="Tỷ lệ của tôi"'),
    "no title, example or definition": cell(titles="", example="", doc="").replace("(, ", "("),
    "an unknown unit of measure": cell(unit="percent"),
    "a unit that does not fit": cell(unit="days"),
    "a number instead of a measure": cell('(tasks["status"] == "overdue").mean() * 100'),
    "a column instead of a measure": cell('tasks["status"] == "overdue"'),
    "a measure that is calculated with": cell('share(tasks["status"] == "overdue") * 100'),
    "a measure and a column": cell('share(tasks["completed"]) * tasks["weight"]'),
    "a measure raised to a power": cell('share(tasks["completed"]) ** 2'),
    "a quantile in per cent": cell('quantile(tasks["days_late"], 90)', unit="days"),
    "columns of two tables": cell(
        'total(tasks["weight"], where=year_ago["completed"])', unit="points", parameters="tasks, year_ago",
        example='({"weight": [1, 2]}, {"weight": [1]}, 1)',
    ),
    "an array that may be of either table": cell(
        'count(year_ago["completed"].to_numpy())', unit="tasks", parameters="tasks, year_ago",
        example='({"weight": [1, 2]}, {"weight": [1, 2]}, 0)',
    ),
    "a parameter of another name": cell(parameters="tasks, last_year"),
    "a part of the period that does not exist": cell(
        'share(tasks["assigned_on"] >= period.first)', parameters="tasks, period"
    ),
    "a direction that is none": cell(titles='vi="Tỷ lệ của tôi", en="My share", better="up"'),
    "a total of all units inside the values": cell(
        'total(tasks["days_late"] / tasks["days_late"].sum())', unit="points",
        example='({"days_late": [1, 2]}, 1)',
    ),
    "a date written into the function": cell(
        'share(tasks["assigned_on"] < "2023-08-15")',
        example='({"assigned_on": ["2023-07-01", "2023-09-01"]}, 50)',
    ),
    "a mask of the wrong length": cell('share(tasks[tasks["completed"]]["status"] == "overdue")'),
    "a mask of the wrong length on the quarter's tasks only": cell(
        'share((tasks["status"] == "overdue").head(2))'
    ),
    "a mask that is no condition": cell('share(tasks["days_late"])'),
    "a column that does not exist": cell('share(tasks["stauts"] == "overdue")'),
    "a column that does not exist, after a dot": cell('share(tasks.stauts == "overdue")'),
    "a column like no other": cell('share(tasks["người chủ trì"] == "A")'),
    "and in place of &": cell('share((tasks["status"] == "overdue") and tasks["completed"])'),
    "& without brackets": cell('share(tasks["status"] == "overdue" & tasks["source"] == "ad_hoc")'),
    "a text where numbers are needed": cell('mean(tasks["title"])', unit="days"),
    "a length of time": cell('mean(tasks["completed_on"] - tasks["assigned_on"])', unit="days"),
    "an example that does not hold": cell(example='({"status": ["overdue", "in_term"]}, 40)'),
    "division by nothing in the example": cell(
        'share(tasks["status"] == "overdue", of=tasks["source"] == "ad_hoc")'
    ),
    "division by nothing in the function": cell(
        'share(tasks["status"] == "overdue") if 1 / (tasks["weight"] > 0).sum().item() else 0'
    ),
    "an example with an unknown column": cell(example='({"state": ["overdue"]}, 100)'),
    "an example with an unknown status": cell(example='({"status": ["overdu", "in_term"]}, 50)'),
    "an example with columns of different lengths": cell(
        example='({"status": ["overdue"], "source": ["ad_hoc", "ad_hoc"]}, 50)'
    ),
    "an example that is no list": cell(example='({"status": "overdue"}, 100)'),
    "an example with a date that is none": cell(example='({"due_on": ["30/30/2023"]}, 0)'),
    "an example without its value": cell(example='{"status": ["overdue"]}'),
    "a function without parameters": cell(parameters=""),
    "an error of Python's": cell('share(tasks["status"].isin(5))'),
    "a table by something unknown": 'report.table(by="units", columns=[tasks], name="a", vi="A", en="B")',
    "a column in quotes": 'report.table(by="unit", columns=["tasks"], name="a", vi="A", en="B")',
    "a comparison with something unknown": 'tasks.compared("last_year")',
    "a unit group that does not exist": 'report.where(unit_group="headquarter")',
    "a group that a part has not": 'report.where(unit_group="headquarters").where(unit_group="provincial")',
    "a source that a part has not": 'own = report.where(source="ad_hoc")\nown.where(source="unit_plan").lateness()',
    "a code that does not exist": 'report.value("tasks", source="adhoc")',
    "a figure that does not exist": 'report.say(vi="{taks}", en="{tasks.chnge}")',
    "a brace that is not closed": 'report.say(vi="{tasks", en="{tasks}")',
    "a chart of an unknown indicator": 'report.bars("on_tme_share", by="unit_group")',
    "a chart by something unknown": 'report.bars("on_time_share", by="group")',
    "a list of a wrong length": 'report.items([True], vi="Danh sách", en="A list")',
    "a list by an unknown column": 'report.items(report.tasks["completed"], vi="A", en="A", by="days")',
    "a text made of an indicator": 'report.say(vi=f"Có {tasks} việc", en="{tasks} tasks")',
    "a text made of a view": 'report.say(vi="Có " + str(tasks.change), en="{tasks} tasks")',
    "months beside those of another quarter": (
        'report.table(by="month", columns=[tasks.compared("previous_quarter")], name="a", vi="A", en="B")'
    ),
    "an indicator as a breakdown": 'report.bars(on_time_share, by=tasks)',
    "a status that does not exist": cell('share(tasks["status"] == "overdu")'),
    "a status that does not exist, in a list": cell('share(tasks["status"].isin(["overdue", "completed_lat"]))'),
    "a source that does not exist": cell('share(tasks["source"] != "adhoc")'),
    "a group that does not exist": cell('share(tasks["unit_group"] == "headquarter")'),
    "a unit as a number": cell('share(tasks["unit"] == 1)', example='({"unit": ["01", "79"]}, 0)'),
    "a list of a status that does not exist": 'report.items(report.tasks["status"] == "overdu", vi="A", en="A")',
    "a mean without its unit": cell('mean(tasks["weight"])', example='({"weight": [1, 2]}, 1.5)').replace(', unit="%"', ""),
    "a ratio in per cent without 100": cell('count(tasks["status"] == "overdue") / count()', example='({"status": ["overdue", "in_term"]}, 0.5)'),
    "an example with the day first": cell(example='({"due_on": ["05/09/2023"]}, 0)'),
    "an example that differs in its fifth digit": cell(
        'share(tasks["completed"])', example='({"completed": [True, False, False]}, 33.3334)',
    ),
    "a name that does not exist": cell('shrae(tasks["completed"])'),
    "a share of a share": 'on_time_share.with_share(late_share)',
    "a number beside a number": 'overdue.with_share(completed)',
    "parts of a share": 'report.parts(on_time_share, by="unit_group")',
    "an argument left out": 'report.table(by="unit", columns=[tasks], vi="A", en="B")',
    "several arguments left out": 'report.table(columns=[tasks], name="a", vi="A")',
    "parts by quarter": 'report.parts(tasks, by="quarter")',
    "a figure of a cell that does not exist": 'report.value(tasks, column="chnge")',
    "a quarter that is none": 'open_report("2023Q5")',
    "a unit that papermill made a number of": 'open_report("2023Q3", 1)',
    "progress of a number": 'report.table(by="unit", columns=[tasks.progress], name="a", vi="A", en="B")',
}  # fmt: skip


def without_lists(line):
    """A line without the names that grow with the report: its indicators."""
    return line.replace(", ".join(official_indicators()), "…")


def test_every_mistake_is_one_line_in_both_languages(kernel):
    told = []
    for name, source in MISTAKES.items():
        told.append(f"== {name}\n{source}")
        for language in ("vi", "en"):
            kernel.run(f'import os; os.environ["REPORT_LANGUAGE"] = "{language}"')
            ran = kernel.run(source, "new-cell")
            assert ran.error, f"{name}: nothing was wrong"
            assert len(ran.lines) == 1, f"{name}: {ran.lines}"
            told.append(f"{language}: {without_lists(ran.lines[0])}")
        told.append("")
    snapshot.check("mistakes.txt", "\n".join(told))


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [(13109.5, 7, "13,110"), (13109.5, 13109.75, "13,109.5"), (2e6, 2e6 + 0.5, "2,000,000")],
)
def test_two_figures_have_the_digits_that_tell_them_apart(one, other, told):
    assert next(mistakes.two_figures(one, other)).en == told


@pytest.fixture
def english(kernel):
    kernel.run('import os; os.environ["REPORT_LANGUAGE"] = "en"')
    return kernel


def test_a_name_that_no_cell_gives_is_told_in_one_line_with_the_nearest(english):
    ran = english.run("report.bars(on_time_shar)")
    assert ran.lines == ["there is no name “on_time_shar”. Did you mean “on_time_share”?"]


@pytest.mark.parametrize(
    "source",
    [
        't["stauts"]', 't[["unit", "stauts"]]', 't[["stauts"]]', "t.stauts", 't.loc[:, "stauts"]',
        "t.query(\"stauts == 'x'\")", 't.groupby("stauts")', 't.groupby("unit")["stauts"]',
        't.groupby("unit").agg(n=("stauts", "count"))', 't.sort_values("stauts")',
        't.apply(lambda task: task["stauts"], axis=1)', 'report.tasks["stauts"]', 'report.year_ago["stauts"]',
    ],
)  # fmt: skip
def test_a_column_that_a_table_has_not_is_told_in_one_line_with_the_nearest(english, source):
    (line,) = english.run(f"t = report.tasks\n{source}").lines
    assert line.startswith("there is no column “stauts”. Did you mean “status”? There are: task_id")


def test_of_a_column_like_no_other_those_that_there_are_are_told(english):
    (line,) = english.run('report.tasks["người chủ trì"]').lines
    assert line.startswith("there is no column “người chủ trì”. There are: task_id, title, ")


@pytest.mark.parametrize(
    ("source", "nearest"),
    [
        ('report.values["indicatr"]', "indicator"),
        ('report.tasks.groupby("source").size().reset_index(name="việc")["vieệc"]', "việc"),
    ],
)
def test_the_columns_of_any_other_table_are_known_as_well(english, source, nearest):
    (line,) = english.run(source).lines
    assert f"Did you mean “{nearest}”?" in line


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ('{"status": 1}["stauts"]', "KeyError: 'stauts'"),
        ('report.tasks.apply(lambda task: {"status": 1}["stauts"], axis=1)', "KeyError: 'stauts'"),
        ('report.values["người"]', "KeyError: 'người'"),
        ('report.values.set_index("indicator").loc["taks"]', "KeyError: 'taks'"),
        ('report.tasks.query("unit == @statu")', "local variable 'statu' is not defined"),
        ('"a".statu', "'str' object has no attribute 'statu'"),
        ('report.tasks["unit"].statu', "'Series' object has no attribute 'statu'"),
    ],
)
def test_what_is_missed_elsewhere_is_no_column_and_keeps_its_own_words(english, source, error):
    ran = english.run(source)
    assert error in ran.error
    assert len(ran.lines) > 1


def test_what_was_wrong_is_not_registered(kernel):
    kernel.run(MISTAKES["an example that does not hold"], "new-cell")
    kernel.run(MISTAKES["a mask of the wrong length on the quarter's tasks only"], "new-cell")
    ran = kernel.run("from reporting.indicators.registry import registry; 'my_share' in registry")
    assert ran.html == ["False"]


def with_cell(folder, source):
    notebook = brief_notebook()
    place = [each.id for each in notebook.cells].index("indicator-median-days-late")
    notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(source, id="mistake"))
    path = folder / "with_a_mistake.ipynb"
    nbformat.write(notebook, path)
    return path, place + 2


# What a cell refuses and only its execution can know.
ONLY_EXECUTED = {
    "a unit that does not fit", "a number instead of a measure", "a column instead of a measure",
    "a measure that is calculated with", "a measure and a column", "a measure raised to a power",
    "a quantile in per cent", "columns of two tables", "an array that may be of either table",
    "a total of all units inside the values", "a date written into the function",
    "a mask of the wrong length", "a mask of the wrong length on the quarter's tasks only",
    "a mask that is no condition", "and in place of &", "& without brackets",
    "a text where numbers are needed", "a length of time", "an example that does not hold",
    "division by nothing in the example", "division by nothing in the function",
    "an example with a date that is none", "an error of Python's", "a list of a wrong length",
    "a quarter that is none", "a unit that papermill made a number of",
    "a text made of a view",
    "a group that does not exist", "a unit as a number", "a mean without its unit",
    "a ratio in per cent without 100", "an example with the day first",
    "an example that differs in its fifth digit",
}  # fmt: skip


def said_in_the_cell(name):
    text = (ROOT / "tests" / "snapshots" / "mistakes.txt").read_text("utf-8")
    block = text[text.index(f"== {name}\n") :].partition("\n\n== ")[0]
    return tuple(re.search(f"^{half}: (.*)", block, re.M)[1] for half in ("vi", "en"))


@pytest.mark.parametrize("name", sorted(set(MISTAKES) - ONLY_EXECUTED - {"a name taken"}))
def test_check_says_what_the_cell_says_before_anything_is_executed(tmp_path, name):
    params = Params(quarter="2023Q3")
    codes = {
        "unit": ["01"],
        "unit_group": list(params.unit_groups),
        "source": list(params.sources),
    }
    path, number = with_cell(tmp_path, MISTAKES[name])
    with pytest.raises(InputError) as refused:
        notebook_check.check_notebook(path, codes, params)
    told = [
        tuple(without_lists(line.partition(f" {number}: ")[2]) for line in problem)
        for problem in refused.value.problems
    ]
    said = said_in_the_cell(name)
    if name == "a name that does not exist":  # there the indicator is named, too
        said = tuple(half.partition(": ")[2] for half in said)
    assert told[0] == said
    assert len(told) == 1


@pytest.mark.parametrize(
    "source",
    [
        "().__class__.__base__.__subclasses__()",
        "'{}'.format.__self__.__class__",
        '"x" * 10_000_000',
        "[0] * (9_999_999 + 1)",
        "10**10**10",
        'f"{1:10000000}"',
        'f"{1:{10000000}}"',
        '"{:10000000}".format(1)',
        '"x".ljust(10_000_000)',
    ],
)
def test_what_check_works_out_reaches_nothing_of_python_and_makes_little_of_little(source):
    node = ast.parse(source, mode="eval").body
    assert cell_values.plain({"indicator": node}, {}) == {}


@pytest.mark.parametrize("name", sorted(ONLY_EXECUTED))
def test_what_only_execution_can_know_is_left_to_it(tmp_path, name):
    path, _ = with_cell(tmp_path, MISTAKES[name])
    notebook_check.check_notebook(path, params=Params(quarter="2023Q3"))


@pytest.mark.parametrize(
    "name",
    ["an example that does not hold", "a mask of the wrong length on the quarter's tasks only"],
)
def test_the_command_names_the_cell_its_first_line_and_the_indicator(tmp_path, name):
    office = SmallOffice.in_folder(tmp_path, "2023Q3", rows=12, params=VIETNAMESE)
    path, number = with_cell(tmp_path, MISTAKES[name])
    ran = office.run("2023Q3", "--notebook", str(path))
    first_line = MISTAKES[name].splitlines()[0]
    assert ran.returncode == 1
    assert f"cell {number} (“{first_line}”): Indicator “my_share”:" in ran.stderr
    assert "Traceback" not in ran.stderr + ran.stdout
    assert not (office.output / "2023Q3").exists()


def test_a_name_taken_and_a_cell_copied_as_it_is_are_told_before_anything_runs(tmp_path):
    path, number = with_cell(tmp_path, MISTAKES["a name taken"])
    notebook = nbformat.read(path, 4)
    copied = next(each for each in notebook.cells if each.id == "indicator-late-share")
    notebook.cells.insert(number, nbformat.v4.new_code_cell(copied.source, id="copy"))
    nbformat.write(notebook, path)
    with pytest.raises(InputError) as refused:
        notebook_check.check_notebook(path)
    taken, copy = (problem.en for problem in refused.value.problems)
    assert f"cell {number}: “on_time_share” is already used in cell" in taken
    assert f"cell {number + 1}: “late_share” is already used in cell" in copy


def test_an_indicator_below_the_report_is_told_before_anything_runs(tmp_path):
    office = SmallOffice.in_folder(tmp_path, "2023Q3", rows=12)
    notebook = nbformat.read(ROOT / "notebooks" / "quarterly_report.ipynb", 4)
    notebook.cells.append(nbformat.v4.new_code_cell(cell(), id="late"))
    path = tmp_path / "late.ipynb"
    nbformat.write(notebook, path)
    ran = office.run("check", "2023Q3", "--notebook", str(path))
    assert ran.returncode == 2
    assert f"cell {len(notebook.cells)}: the indicator “my_share” comes after cell" in ran.stderr
