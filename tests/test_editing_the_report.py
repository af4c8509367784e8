"""The edits of docs/editing-the-report.md, each as its cell: what the page then says, and what is refused."""

import ast
import csv
import html
import re
from functools import cache

import nbformat
import pandas as pd
import pytest
from small_office import HEADINGS, ROOT, SmallOffice, some_tasks
from test_guides import blocks

from reporting import each, spanner
from reporting.building import notebook_check
from reporting.indicators.indicator import registry
from reporting.indicators.mistakes import CODE, Mistake, unknown
from reporting.indicators.views import View
from reporting.inputs.params import Params
from reporting.report import workspace
from reporting.report.breakdown import Breakdown
from reporting.report.report import Report
from reporting.report.report_data import ReportData
from reporting.report.scope import Scope
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

CELLS = blocks(ROOT / "docs" / "editing-the-report.md", "python")
KEPT = 'columns: {late_reason: ["Lý do trễ hạn"]}\nsmallest_unit: 5\n'
PARAMS = Params(quarter="2023Q3", columns={"late_reason": ["Lý do trễ hạn"]})
REASONS = ["Thiếu người", "", "Thiếu người; Chờ ý kiến", "Chờ ý kiến"]
# One reason, two units, and a name that is none beside one that is.
WITH_COMMAS = ("Thiếu người, thiếu kinh phí", "Hà Nội, 79", "Hà Nội, Sở Tài chính")
PLAN = "indicator,unit_group,unit,source,plan\non_time_share,,01,,50\non_time_share,,,,60\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Four quarters of forty tasks, with reasons, and a plan for one unit."""
    office = SmallOffice.in_folder(tmp_path_factory.mktemp("office"))
    for quarter in ("2022Q3", "2023Q1", "2023Q2", "2023Q3"):
        office.params(quarter, KEPT)
        rows = some_tasks(quarter, 40)
        path = office.register(quarter, rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*HEADINGS, "Lý do trễ hạn"])
            writer.writerows([*row, REASONS[n % 4]] for n, row in enumerate(rows))
    (office.root / "data" / "2023Q3" / "plan.csv").write_text(PLAN, "utf-8")
    return office


@pytest.fixture(scope="module")
def inputs_of(office):
    """What the office's reports are made of, each read once."""
    return cache(lambda unit: workspace.load(office.folders, Quarter(2023, 3), unit))


@pytest.fixture
def opened(inputs_of, the_reports_indicators):
    """Open a report of the office; what comes back runs a cell in it and gives what the cell shows."""

    def open_one(unit="_T", language="en"):
        inputs = inputs_of(unit)
        names = {**{each.name: each for each in registry}, "each": each, "spanner": spanner}
        names["report"] = Report(inputs, language)
        names["STATUSES"] = [registry["completed_on_time"], registry["overdue"]]

        def run(cell):
            *before, last = ast.parse(cell).body
            exec(compile(ast.Module(before, []), "cell", "exec"), names)
            if isinstance(last, ast.Expr):
                return shown(eval(compile(ast.Expression(last.value), "cell", "eval"), names))
            exec(compile(ast.Module([last], []), "cell", "exec"), names)
            return ""

        return run

    return open_one


def shown(given):
    """The words of a cell's output, a table's row a line."""
    text = re.sub(r"<svg.*?</svg>|<style.*?</style>", "", str(given), flags=re.S)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"</(?:td|th)>", " | ", re.sub(r"</(?:tr|p|caption|h3)>", "\n", text))
    return re.sub(r" +", " ", html.unescape(re.sub(r"<[^>]+>", "", text)))


# What each cell of the guide shows in the English report, one piece of it.
SHOWS = {
    "columns=[tasks.compared()],": "Headquarters units | 16 | 16 | 0.0 |",
    'name="two_shares"': "Headquarters units | 87.5 | 37.5 |",
    "report.headline": "All units had 40 tasks, unchanged from a year earlier.",
    "report.dots": "3 of 5 units are at least 1 percentage point below the overall 32.5%",
    "headquarters.say": "Headquarters: 37.5% on time.",
    "headquarters.bars": "from 25.0% (Price Statistics Department) to 50.0% (Office of the GSO)",
    "report.bars(overdue": "Overdue, by source",
    'by="month"': "July 2023 | 16 | 15 | +6.7 | 37.5 |",
    'name="previous"': "Ad hoc tasks | 10 | 10 | 0.0 | 30 |",
    'by="late_reason"': "Chờ ý kiến | 20 | 9 |",
    'name="all_by_group"': "Share completed on time | Headquarters units | % | 37.5 | 25.0 | +12.5 pp | – |",
    'name="each_by_source"': "Ad hoc tasks | 10 |",
    'name="group_trend"': "Headquarters units | 16 | 16 | 16 | 16 |",
    'name="against_plan"': "Office of the GSO | 1 | 8 | 50.0 | 1 | 12.5 |",
    "All units had {tasks} tasks, {tasks.change};": "unchanged from a year earlier; 32.5% were completed on time.",
    "{units} ranks": "The Hà Nội Statistics Office ranks 3: 25.0%, plan 50.0% (plan not met).",
    "report.value": "0.0",
}


def test_every_edit_of_the_guide_shows_what_it_says(opened):
    run = opened()
    for cell in CELLS:
        (piece,) = [piece for key, piece in SHOWS.items() if key in cell]
        told = run(cell)
        assert piece in told, told
    assert len(CELLS) == len(SHOWS)


def test_the_vietnamese_guides_cells_show_the_same(opened):
    run = opened(language="vi")
    told = "".join(map(run, blocks(ROOT / "docs" / "huong-dan.md", "python")))
    for piece in (
        "Các đơn vị thuộc cơ quan Tổng cục | 87,5 | 37,5 |",
        "Tháng 7/2023 | 16 | 15 | +6,7 | 37,5 |",
        "Công việc phát sinh | 10 | 10 | 0,0 | 30 |",
        "Cơ quan Tổng cục: 37,5% đúng hạn.",
        "Cục Thống kê thành phố Hà Nội | 3 | 25,0 | 50,0 | −25,0 | Chưa đạt |",
        "Toàn ngành được giao 40 công việc, không thay đổi so với cùng kỳ năm trước; 32,5% hoàn thành đúng hạn.",
    ):
        assert piece in told, told


def table(more, by="unit_group", name="own"):
    return f'report.table(by="{by}", {more}, name="{name}", vi="Bảng", en="A table")'


def test_a_unit_alone_has_its_plan_and_no_rows_of_groups(opened):
    run = opened()
    own = 'report.where(unit="01")'
    assert "| 8 | 50.0 |" in run(
        f"{own}.{table('columns=[tasks, on_time_share.plan]', 'source')[7:]}"
    )
    assert run(f"{own}.{table('columns=[tasks]')[7:]}").count("| 8 |") == 1
    assert run('report.value("tasks", unit="01", source="ad_hoc")') == "2.0"
    assert run('report.parts(tasks, by="month")').count("July 2023") == 1


def test_the_same_column_stands_under_two_headings_and_each_rank_has_its_name(opened):
    run = opened()
    told = run(table('columns=[tasks, spanner("Cả hai", "Both", [tasks, on_time_share])]'))
    assert "Headquarters units | 16 | 16 | 37.5 |" in told
    assert "Both" in told
    assert "2023 Q3" not in told
    told = run(table("columns=[tasks.rank, on_time_share.rank]"))
    assert "Tasks: Rank" in told
    assert "Share completed on time: Rank" in told


@pytest.mark.parametrize(
    "cell",
    [
        'report.where(unit_group="headquarters").say(vi="{tasks}", en="{tasks}")',
        'report.where(unit="79").bars(tasks, by="source")',
        'report.where(unit_group="provincial").table(by="source", columns=[tasks], name="n", vi="B", en="T")',
    ],
)
def test_a_units_own_report_has_nothing_of_others(opened, cell):
    assert opened("01")(cell) == ""
    assert opened("01")('report.value("tasks", unit="79")') == "nan"
    assert "No figure" in opened("01")('report.say(vi="{tasks.rank}", en="{tasks.rank}")')


REFUSED = {
    table("columns=[tasks.plan]", "month"): "by “month”",
    table("columns=[tasks.year_to_date]", "quarter"): "by “quarter”",
    table("columns=[tasks.met]"): "has no better=…",
    table("columns=[overdue.progress]"): "it cannot be said whether “overdue” improved",
    table("columns=[in_term_share.progress]"): "it cannot be said whether “in_term_share” improved",
    table("columns=[]"): "no column",
    'report.value("tasks", unt="01")': "Did you mean “unit”?",
    'report.value("tasks", column="chnge")': "Did you mean “change”?",
    'report.value("tasks", unit="1")': "Did you mean “01”?",
    'report.value("tasks", unit="01", unit_group="headquarters")': "no code “01”",
    'report.where(unit_group="provincial").where(unit="TKG")': "no code “TKG”",
    'report.say(vi="", en="")': "the argument “vi” takes text in quotes that is not blank, not ''.",
    "report.tabel()": "Did you mean “table”?",
    "tasks.compard()": "Did you mean “compared”?",
    'report.trend(tasks, by="month")': "There are: unit_group, unit, source.",
    table(
        "columns=[tasks], sort=tasks, ascending=1"
    ): "the argument “ascending” takes True or False, not 1.",
    table('columns=[tasks], notes=[("Theo kế hoạch", "")]'): "“notes” takes a list of pairs",
    table(
        "columns=[tasks - completed]"
    ): "indicators cannot be used in calculations; write a new indicator in a cell of its own",
    table("columns=[tasks], top=0"): "the argument “top” takes a whole number, 1 or more, not 0.",
    table("columns=[tasks], top=-1"): "takes a whole number, 1 or more, not -1.",
    table("columns=[tasks], top=True"): "takes a whole number, 1 or more, not True.",
    table('columns=[tasks, "overdue"]'): "“overdue” is not a column of a table",
    table("columns=7"): "“columns” takes a list of columns, such as [tasks, tasks.change], not 7.",
    table('columns=[tasks], sort="tasks"'): "“tasks” is not a column of a table",
    table('columns=[tasks], notes=["By plan"]'): "“notes” takes a list of pairs",
    table("columns=[tasks]", "late_reasn"): "Did you mean “late_reason”?",
    'report.bars("taks")': "Did you mean “tasks”?",
    "report.bars(42)": "the argument “indicator” takes an indicator, such as tasks, not 42.",
    'report.bars(tasks, top="3")': "takes a whole number, 1 or more, not '3'.",
    "report.dots(on_time_share.plan)": "takes an indicator, such as tasks, not on_time_share.plan.",
    'report.dots(on_time_share, beside="plam")': "Did you mean “plan”?",
    'report.stacked("tasks")': "“counts” takes a list of indicators",
    "report.stacked([tasks, 7])": "takes an indicator, such as tasks, not 7.",
    'report.say(vi=7, en="{tasks}")': "the argument “vi” takes text in quotes that is not blank, not 7.",
    'report.say(vi="{tasks", en="{tasks}")': "a brace that is not closed",
    'report.table(by=["month", "unit"], columns=[tasks], name="own", vi="Bảng", en="A table")': "There are: unit_group, unit, source.",
    'report.table(by=["unit_group", "sorce"], columns=[tasks], name="own", vi="Bảng", en="A table")': "Did you mean “source”?",
    table("columns=[each.plan]", "month"): "by “month”",
    table("columns=[tasks.quarters]", "quarter"): "by “quarter”",
    table("columns=[each], sort=each", "indicator"): "the argument “sort” takes an indicator",
    table("columns=[each.compard()]"): "Did you mean “compared”?",
    "report.bars(each)": "the argument “indicator” takes an indicator, such as tasks, not each.",
    'report.say(vi="{on_time_share}% số việc", en="{on_time_share} % of tasks")': "“{on_time_share}%” has a % sign too many",
    'report.show(report.tasks[["unit", "unit"]], name="t", vi="B", en="T")': "two columns called “unit”",
    'report.items(report.year_ago["status"] == "overdue", vi="A", en="B")': "must be computed from report.tasks",
    'report.tasks["status"].isin(report.tasks["title"])': "no code “Công việc số 1”",
    "report.value(each.plan)": "takes an indicator, such as tasks, not each.plan.",
    "report.value(tasks.quarters)": "takes an indicator, such as tasks, not tasks.quarters.",
    'report.say(vi="{tasks.quarters}", en="{tasks.quarters}")': "there is no figure “tasks.quarters",
    'report.items(vi="A", en="B", columns=["days_lat"])': "Did you mean “days_late”?",
    'report.where(unit="1")': "Did you mean “01”?",
    "report.value(tasks.compared())": "takes an indicator, such as tasks, not tasks.value",
    'overdue.with_share("late_share")': "“late_share” is not a column of a table",
    'report.say(vi=f"Có {tasks} việc", en="{tasks}")': "leave out the f before the quotes",
    "on_time_share.with_share(late_share)": "the number must be a count or a total",
    "overdue.with_share(completed)": "the indicator in the brackets must be in “%”",
    "report.parts(on_time_share)": "takes a count or a total, such as tasks, not on_time_share.",
    'tasks.headed("Giao")': "arguments missing: en.",
    "report.bars([tasks, overdue])": "such as tasks, not [tasks, overdue].",
    'report.say(vi="{overdue} việc", en="{completed} tasks")': "in only one of them: {completed}, {overdue}.",
    'report.say(vi="{tasks}, {tasks.change}", en="{tasks}")': "in only one of them: {tasks.change}.",
    'report.headline([tasks], vi="{tasks}", en="In {period}")': "in only one of them: {tasks}.",
    'report.say(vi="{tasks}[, {tasks.change}", en="{tasks}, {tasks.change}")': "a square bracket that is not closed",
    'report.say(vi="{on_time_share:.1f}", en="{on_time_share:.1f}")': "the two forms of a word",
    'report.say(vi="{tasks}", en="{tasks}]")': "a square bracket that is not closed",
    'report.say(vi="{taks}, {overdu}", en="{tasks.chang}, {overdue}")': "no indicator “taks”. Did you mean “tasks”? There is no indicator “overdu”. Did you mean “overdue”? There is no figure “tasks.chang”. Did you mean",
}
# What only the report itself can know.
NOT_SEEN_BEFORE = (
    ".progress",
    'unit="01", unit_group',
    ").where(",
    "report.show(report.tasks",
    "report.items(report.year_ago",
    'isin(report.tasks["title"])',
)


def test_a_column_of_more_codes_than_a_report_has_may_be_looked_up(
    inputs_of, the_reports_indicators
):
    units = Report(inputs_of("_T"), "en").tasks["unit"]
    assert units.isin(pd.Series(["01", "no unit"])).sum() == (units == "01").sum()
    with pytest.raises(Mistake, match="no code “no unit”"):
        units.isin(["01", "no unit"])


def test_a_sentence_tells_the_change_on_each_of_two_quarters_and_what_it_is_from(
    inputs_of, the_reports_indicators
):
    report = Report(inputs_of("_T"), "en")
    own = registry["on_time_share"]
    now, ago, before = (report.value(it) for it in (own, own.year_ago, own.previous_quarter))
    assert len({now, ago, before}) == 3
    names = "{on_time_share.change} – {on_time_share.change_on_previous}"
    again = " – {on_time_share.change_on_previous} – {on_time_share.change}"
    said = html.unescape(re.sub("<.*?>", "", report.say(vi=names + again, en=names + again)))
    said, same, back = re.match("(.* – .*) – (.*) – (.*)", said).groups()
    assert " on " not in same
    assert " on a year earlier" in back
    for told, base, of in zip(
        said.split(" – "), (ago, before), ("a year earlier", "the previous quarter"), strict=True
    ):
        way = "up" if now > base else "down"
        assert told.lower().startswith(f"{way} {abs(now - base):.1f} percentage points on {of}"), (
            said
        )


def test_a_units_year_to_date_by_source_counts_its_tasks_of_the_year(
    office, the_reports_indicators
):
    data = ReportData(workspace.load(office.folders, Quarter(2023, 3)), "en")
    rows = Breakdown(Scope(data).narrowed(unit="01"), "source")
    tasks = pd.concat([data.inputs.tables[Quarter(2023, number)] for number in (1, 2, 3)])
    expected = tasks[tasks["unit"] == "01"]["source"].value_counts()  # no task is in two quarters
    found = {
        code: rows.figure(View(registry["tasks"], "year_to_date"), code) for code in rows.labels
    }
    assert found == expected.to_dict()
    assert sum(found.values()) > 3


def test_the_words_of_a_sentence_and_the_forms_of_nouns_are_each_languages_own(opened):
    cell = 'report.say(vi="{tasks}", en="In {period} there {tasks:was|were} {tasks}[, {tasks}].")'
    assert opened()(cell) == "In the third quarter of 2023 there were 40, 40.\n"


@pytest.mark.parametrize("cell", REFUSED)
def test_what_cannot_be_is_refused_in_the_cell(opened, cell, monkeypatch):
    monkeypatch.setenv("REPORT_LANGUAGE", "en")
    with pytest.raises(Mistake, match=re.escape(REFUSED[cell])):
        opened()(cell)


OF_OTHER_TASKS = """
@indicator(vi="Có từ năm trước", en="Also a year ago", unit="tasks", example=({{"title": ["Báo cáo"]}}, 0))
def also_there(tasks):
    \"\"\"Tasks whose title was there a year ago.\"\"\"
    return count(tasks["title"].isin({taken}["title"]))
"""


@pytest.mark.parametrize("taken", ["report.year_ago", "report.tasks", "late"])
def test_an_indicator_uses_only_the_tasks_it_is_given(opened, taken):
    run = opened()
    run(
        "from reporting import count, indicator\nlate = report.tasks[report.tasks['days_late'] > 3]"
    )
    with pytest.raises(Mistake, match="may use only tasks, year_ago and period"):
        run(OF_OTHER_TASKS.format(taken=taken))


def test_spanners_of_one_heading_in_one_language_only_are_two(opened):
    cell = """report.table(by="source", columns=[spanner("Kết quả", "Result", [tasks]), spanner("So sánh", "Result", [tasks]),
        tasks.headed("A", "C"), tasks.headed("B", "D")], name="n", vi="B", en="T")"""
    told = opened(language="vi")(cell)
    for heading in ("Kết quả", "So sánh", "A |", "B |"):
        assert heading in told


FOUND = {
    'report.table(by="mnth", columns=[tasks], name="n", vi="B", en="T")': "“mnth”",
    "report.bars(taks)": "“tasks”",
    'tasks.compared("previous_quartr")': "“previous_quarter”",
    'report.value("tasks", unit="1")': "“01”",
    'report.value("tasks", column="chnge")': "“change”",
    'report.value("tasks", unt="01")': "“unit”",
    'report.trend(tasks, "month")': "“month”",
    'report.say("{taks}", "{tasks}")': "“tasks”",
    'report.items(vi="A", en="B", by="days_lat")': "“days_late”",
    "report.tabel()": "“report.table”",
    'report.against_plan("on_time_shar")': "“on_time_share”",
    'report.where(unit="01").revisions()': "“report.results”",
    'part = report.where(unit="01")\npart.value(tasks)': "“report.table”",
    'report.taks["unit"]': "“report.tasks”",
    'CODE = "1"\nreport.where(unit=CODE).bars(tasks, by="source")': "“01”",
    'report.tasks["unit"] == "1"': "“01”",
    'report.table(by="unit", columns=[tasks], name="groups", vi="B", en="T")': "“groups”",
    'drawn = report.bars(tasks, "unit")': "leave out “drawn =”",
    'report.bars(overdue, "source") ;  # ; at the end': "keeps what report.bars(…) shows off the page",
}


@pytest.mark.parametrize(
    ("cell", "hides"),
    [
        ("report.bars(overdue);\nunused = 1 ;", True), ("for one in [1]:\n    report.bars(overdue);", True),
        ("part = report.where(unit='01')\npart.bars(overdue, by='source');", True), ("text = ';'\nreport.bars(overdue)", False),
        ("report.finish();", False), ("report.value(tasks);", False), ("report.bars(overdue)  # done;", False),
    ],
)  # fmt: skip
def test_a_semicolon_at_the_end_hides_what_a_cell_shows(cell, hides):
    seen = notebook_check.Seen({}, None)
    list(notebook_check._of_cell(cell, seen))
    one = nbformat.v4.new_code_cell(cell)
    assert len([*notebook_check._hidden(one, seen)]) == hides
    one.metadata["tags"] = ["note"]
    assert not [*notebook_check._hidden(one, seen)]


def test_check_finds_the_same_before_anything_is_executed(tmp_path):
    notebook = nbformat.read(ROOT / "notebooks" / "quarterly_report.ipynb", 4)
    notebook.cells[-1:-1] = [nbformat.v4.new_code_cell(cell) for cell in FOUND]
    path = tmp_path / "edited.ipynb"
    nbformat.write(notebook, path)
    codes = {"unit": ["01"], "unit_group": [], "source": []}
    with pytest.raises(InputError) as refused:
        notebook_check.check_notebook(path, codes, PARAMS)
    said = str(refused.value).splitlines()
    assert len(said) == len(FOUND)
    for line, nearest in zip(said, FOUND.values(), strict=True):
        assert nearest in line


def test_a_name_of_a_comprehension_is_no_indicator(tmp_path):
    notebook = nbformat.read(ROOT / "notebooks" / "quarterly_report.ipynb", 4)
    cell = nbformat.v4.new_code_cell("halves = [tasks / 2 for tasks in (1, 2)]")
    notebook.cells.insert(-1, cell)
    nbformat.write(notebook, tmp_path / "edited.ipynb")
    assert notebook_check.check_notebook(tmp_path / "edited.ipynb")


def test_check_says_of_each_what_the_cell_says(tmp_path):
    notebook = nbformat.read(ROOT / "notebooks" / "quarterly_report.ipynb", 4)
    seen = [cell for cell in REFUSED if not any(each in cell for each in NOT_SEEN_BEFORE)]
    first = len(notebook.cells)
    for number, cell in enumerate(seen):
        for title in ("own", "Bảng", "A table"):
            cell = cell.replace(f'"{title}"', f'"{title} {number}"')
        notebook.cells.insert(-1, nbformat.v4.new_code_cell(cell))
    path = tmp_path / "edited.ipynb"
    nbformat.write(notebook, path)
    codes = {"unit": ["01"], "unit_group": ["headquarters"], "source": []}
    with pytest.raises(InputError) as refused:
        notebook_check.check_notebook(path, codes, PARAMS)
    said = str(refused.value).splitlines()
    assert len(said) == len(seen)
    for number, (line, cell) in enumerate(zip(said, seen, strict=True), first):
        assert f"cell {number}: " in line
        *_, meant = re.split(r"[“”]", REFUSED[cell].removesuffix("”?"))
        assert meant in line


def test_one_figure_is_had_by_its_view(opened):
    run = opened()
    assert run("report.value(on_time_share.plan)") == "60.0"
    assert run('report.value(on_time_share.plan, unit="01")') == "50.0"
    assert run('report.value(on_time_share.rank, unit="01")') == "3.0"
    assert run("report.value(tasks.previous_quarter)") == "40.0"


def test_commas_separate_units_and_nothing_else(the_reports_indicators, tmp_path):
    office = SmallOffice.in_folder(tmp_path, "2022Q3")
    office.params("2023Q3", KEPT)
    path = office.register("2023Q3", rows := some_tasks("2023Q3", 3))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([*HEADINGS, "Lý do trễ hạn"])
        csv.writer(file).writerows(
            [*row, each] for row, each in zip(rows, WITH_COMMAS, strict=True)
        )
    report = Report(workspace.load(office.folders, Quarter(2023, 3)), "en")
    told = shown(report.table(by="late_reason", columns=[registry["tasks"]], name="n", vi="B", en="T"))  # fmt: skip
    for label in ("Thiếu người, thiếu kinh phí", "Hà Nội, Sở Tài chính", "Hà Nội", "79"):
        assert f"{label} | 1 |" in told


@pytest.mark.parametrize(("by", "told"), [("late_reason", True), ("month", False)])
def test_a_task_with_several_values_is_said_to_count_for_each(opened, by, told):
    run = opened()
    for cell in (f'report.parts(tasks, by="{by}")', table("columns=[tasks]", by)):
        assert ("A task with several values counts for each of them" in run(cell)) == told


def test_bars_by_a_kept_column_name_it_as_params_do(opened):
    told = opened()('report.stacked([completed_on_time, completed_late, overdue, in_term, no_due_date], by="late_reason")')  # fmt: skip
    assert "across the values of “Late reason”" in told


def test_who_met_the_plan_is_named_where_they_are_few(opened):
    said = opened()('report.against_plan(on_time_share, by="unit")')
    assert (
        said == "Share completed on time: only Hà Nội Statistics Office has a plan; plan not met.\n"
    )


def test_a_period_has_no_quarter_before(office, the_reports_indicators):
    report = Report(workspace.load(office.folders, Quarter(2023, 3, 3)), "en")
    columns = [registry["tasks"].compared("previous_quarter")]
    told = shown(report.table(by="source", columns=columns, name="n", vi="B", en="T"))
    assert "2023 Q1–Q3" in told
    assert "Q2" not in told
    assert "No figure" in report.say(vi="{tasks.previous_quarter}", en="{tasks.previous_quarter}")


def test_a_long_list_is_left_out_beside_the_nearest_name():
    codes = [f"{number:02}" for number in range(85)]
    assert unknown(CODE, "841", codes).en == "there is no code “841”. Did you mean “84”?"
    assert ", 84." in unknown(CODE, "x", codes).en


@pytest.mark.parametrize(
    ("by", "language", "rows"),
    [
        ("status", "en", ["Status | overdue", "Completed on time | ", "No due date | "]),
        ("unit", "vi", ["Văn phòng Tổng cục | "]),
        ("source", "en", ["Source | overdue", "Ad hoc tasks | "]),
    ],
)
def test_a_table_of_ones_own_has_names_for_codes(opened, by, language, rows):
    frame = f'report.tasks.groupby("{by}", observed=False).size().rename("overdue").reset_index()'
    told = opened(language=language)(f'report.show({frame}, name="own", vi="Của ô", en="Own")')
    assert [row for row in rows if row in told] == rows


def test_what_is_no_code_stays_in_a_table_of_ones_own(opened):
    frame = 'pd.DataFrame({"unit": ["days", None], "status": ["open", 3], "n": [1, 2]})'
    told = opened()(
        f'import pandas as pd\nreport.show({frame}, name="own", vi="Của ô", en="Own", unit=("Đơn vị tính", "In"))'
    )
    assert all(row in told for row in ("In | Status | n", "days | open | 1 |", "3 | 2 |"))
