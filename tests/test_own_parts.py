"""Parts of one's own in a report, and a report that is compared with another quarter than a year ago."""

from __future__ import annotations

import math
from dataclasses import replace

import nbformat
import pytest
from conftest import official_tables
from small_office import VIETNAMESE, BriefOffice, SmallOffice, brief_notebook
from test_word import texts
from test_word import written as word

from reporting import count, distinct, indicator
from reporting.building import checks
from reporting.indicators.indicator import registry
from reporting.indicators.mistakes import Mistake
from reporting.inputs.folders import Folders
from reporting.report import card, items, workspace
from reporting.report.breakdown import Breakdown
from reporting.report.items import USUAL
from reporting.report.report import Report
from reporting.tables.table import TOTAL_ROW
from reporting.text.quarter import Quarter

TASKS = {"TKG": 1, "NXB": 2, "01": 4, "79": 3}


@pytest.fixture
def report(the_reports_indicators, tmp_path):
    """So many ad hoc tasks of each unit, all on time as the target has it, compared with the quarter before."""
    office = SmallOffice.in_folder(tmp_path, "2023Q2")
    office.params("2023Q3", "compare_with: 2023Q2\ntargets: {on_time_share: 100}\n")
    rows = [
        [f"{unit}-{n}", f"Việc {n}", "Phát sinh", unit, "1/8/2023", "11/8/2023", "10/8/2023"]
        for unit, number in TASKS.items()
        for n in range(number)
    ]
    office.register("2023Q3", rows)
    folders = Folders(
        params=office.root / "params", data=office.root / "data", cache=office.root / "cache"
    )
    return Report(workspace.load(folders, Quarter(2023, 3)), "vi")


def test_bars_show_the_longest_first_and_no_more_than_asked_for(report):
    drawn = report.bars("tasks", by="unit", top=2)._repr_html_()
    assert "Hà Nội" in drawn
    assert drawn.index("Hà Nội") < drawn.index("Hồ Chí Minh")
    assert "Giá" not in drawn
    assert "Nhà xuất bản" not in drawn


def test_what_an_author_writes_into_the_tasks_stays_in_that_cell(report):
    tasks = report.tasks
    tasks["completed"] = False
    assert report.tasks["completed"].all()
    assert report.value("completed") == 10


def test_the_quarter_compared_with_is_named_where_it_is_not_a_year_ago(report):
    said = report.headline(
        [registry["tasks"]], vi="{units}: {tasks}, {tasks.change}", en="{tasks}, {tasks.change}"
    )
    assert "quý II năm 2023" in said
    assert "năm trước" not in said
    shown = card.card(report._data, registry["tasks"])
    assert "Quý II năm 2023" in shown or "quý II năm 2023" in shown
    assert "Một năm trước" not in shown


def test_word_which_has_no_small_lines_does_not_say_what_they_show(report, tmp_path):
    head = report.headline([registry["tasks"]], vi="{tasks}", en="{tasks}")
    assert "Đường nhỏ: từ II/2023 đến III/2023" in head
    written = " ".join(text for _, text in texts(word(tmp_path, body=head)))
    assert "Tăng, giảm so với quý II năm 2023." in written
    assert "Đường nhỏ" not in written


def test_units_beside_their_plan(the_reports_indicators, tmp_path):
    office = SmallOffice.in_folder(tmp_path, "2023Q3")
    folders = Folders(
        params=office.root / "params", data=office.root / "data", cache=office.root / "cache"
    )
    share = registry["on_time_share"]
    assert Report(workspace.load(folders, Quarter(2023, 3)), "vi").dots(share, beside="plan") == ""
    (office.root / "data" / "2023Q3" / "plan.csv").write_text(
        "indicator,unit_group,unit,source,plan\non_time_share,,01,,90\non_time_share,,79,,50\n",
        "utf-8",
    )
    report = Report(workspace.load(folders, Quarter(2023, 3)), "vi")
    drawn = report.dots(share, beside="plan")
    assert "So với kế hoạch: 0 đơn vị cao hơn, 2 thấp hơn, 0 bằng." in drawn
    assert "Tỷ lệ hoàn thành đúng hạn: 0 trong 2 đơn vị có kế hoạch đã đạt kế hoạch" in drawn
    assert "0 trong 2" not in report.dots(share, beside="plan", vi="Của tôi", en="Mine")
    with pytest.raises(Mistake, match="plan"):
        report.dots(share, beside="plans")


@pytest.mark.parametrize(("unit", "heading"), [("_T", "Plan"), ("01", "Target for all units")])
def test_a_units_report_names_the_target_of_all_units(
    the_reports_indicators, tmp_path, unit, heading
):
    office = SmallOffice.in_folder(tmp_path, "2023Q3", params="targets: {on_time_share: 90}\n")
    report = Report(workspace.load(office.folders, Quarter(2023, 3), unit), "en")
    summary = official_tables(report)["summary"]
    last = summary.columns[-1]
    assert last.heading.en == heading
    assert [cell.value for cell in summary.cells[last.key] if not cell.is_missing] == [90]


def test_a_change_from_a_few_tasks_is_not_told_in_per_cent(the_reports_indicators, tmp_path):
    office = SmallOffice.in_folder(tmp_path)
    office.params("2023Q3")
    for quarter, counts in (("2022Q3", {"01": 10, "79": 1}), ("2023Q3", {"01": 15, "79": 6})):
        days = [f"1/8/{quarter[:4]}", f"11/8/{quarter[:4]}", f"10/8/{quarter[:4]}"]
        office.register(
            quarter,
            [
                [f"{unit}-{n}", f"Việc {n}", "Phát sinh", unit, *days]
                for unit, number in counts.items()
                for n in range(number)
            ],
        )
    folders = Folders(
        params=office.root / "params", data=office.root / "data", cache=office.root / "cache"
    )
    report = Report(workspace.load(folders, Quarter(2023, 3)), "vi")
    tasks, share = registry["tasks"], registry["on_time_share"]
    report.table(
        by="unit", columns=[tasks.compared(), share.change], sort=tasks.change,
        name="one", vi="Một", en="One",
    )  # fmt: skip
    (one,) = report.tables
    large, small = one.rows
    (change,) = (key for key in large if key.startswith("tasks.change"))
    assert large[change] == 50
    assert math.isnan(small[change])
    assert small["on_time_share.change"] == 0
    assert "No percentage change is given where the earlier count is below 10." in [
        n.en for n in one.notes
    ]
    assert report.value(tasks.change, unit="79") == 500
    values = report.values
    assert 500 in set(values.loc[values["unit"] == "79", "change"])
    tables = official_tables(report)
    assert not any("dưới 10" in note.vi for note in tables["summary"].notes)
    by_unit = tables["indicators_by_unit_change"]
    large, small = [row["tasks.change"] for row in by_unit.rows][-2:]
    assert large == 50
    assert math.isnan(small)
    assert any("dưới 10" in note.vi for note in by_unit.notes)


def test_scratch_cells_are_told_once_by_the_build_and_their_text_is_not_on_the_page(tmp_path):
    office = BriefOffice.in_folder(tmp_path, "2023Q3", rows=12)
    notebook = nbformat.read(office.notebook, 4)
    first = len(notebook.cells)
    scratch = ["print('a note to myself')", "report.value(tasks)", "report.tasks.head(2)"]
    notebook.cells[-1:-1] = map(nbformat.v4.new_code_cell, scratch)
    nbformat.write(notebook, office.notebook)
    ran = office.run("2023Q3")
    assert ran.returncode == 0
    page = (office.output / "2023Q3" / "report.vi.html").read_text("utf-8")
    assert "a note to myself" not in page
    assert "12.0" not in page
    assert 'class="dataframe"' in page
    for number, source in enumerate(scratch, first):
        assert ran.stderr.count(f"cell {number} (“{source}”): the p") == 1
    assert ran.stderr.count("report.say(") == 2
    assert ran.stderr.count("which is not proofread") == 1


def test_a_units_list_of_open_tasks_does_not_repeat_its_name(the_reports_indicators, tmp_path):
    office = SmallOffice.in_folder(tmp_path, "2023Q3")
    office.register("2023Q3", [["1", "Việc", "Phát sinh", "01", "1/8/2023", "11/8/2023", ""]])
    folders = Folders(
        params=office.root / "params", data=office.root / "data", cache=office.root / "cache"
    )
    reports = [
        Report(workspace.load(folders, Quarter(2023, 3), unit), "vi") for unit in ("_T", "01")
    ]
    shown = [*USUAL, "days_overdue"]
    for each in reports:
        each.items(by="days_overdue", columns=shown, vi="Chưa xong", en="Not completed")
    tables = [each.tables[-1] for each in reports]
    columns = [[column.key for column in table.columns] for table in tables]
    assert columns[0] == ["task_id", "title", "unit", "due_on", "days_overdue"]
    assert columns[1] == ["task_id", "title", "due_on", "days_overdue"]


def test_a_list_that_is_too_long_is_counted_unless_its_length_is_given(report, monkeypatch):
    monkeypatch.setattr(items, "LISTED", 2)
    listed = {"where": report.tasks["completed"], "vi": "Việc đã xong", "en": "Completed tasks"}
    told = report.items(**listed)
    assert "Danh sách “Việc đã xong” có 10 công việc, quá dài nên không in ở đây." in told
    assert report.tables == []
    report.items(**listed, top=3)
    assert len(report.tables[-1].rows) == 3


OPEN = 'Chưa hoàn thành,"{}"'  # a task's status and its reason


def test_amounts_in_a_kept_column_are_sorted_as_numbers(the_reports_indicators, tmp_path):
    inputs = loaded(
        tmp_path,
        **{
            "2023Q3": (
                "Tình trạng,Lý do",
                *lines(2023, *map(OPEN.format, ("9,5", "27,4", "-", "100"))),
            )
        },
    )
    report = Report(inputs, "vi")
    report.items(by="reason", columns=["reason"], vi="Lớn nhất", en="Largest", top=3)
    assert [row["reason"] for row in report.tables[-1].rows] == ["100", "27,4", "9,5"]


def test_what_only_the_previous_quarter_has_keeps_its_row(the_reports_indicators, tmp_path):
    before = lines(2023, *map(OPEN.format, "ABB"))
    then = [line.replace("/7/", "/4/").replace("2023-", "B") for line in before]
    head, now = "Tình trạng,Lý do", lines(2023, OPEN.format("A"))
    quarters = {"2023Q2": (head, *then), "2023Q3": (head, *now)}
    report = Report(loaded(tmp_path, **quarters), "vi")
    view = registry["tasks"].compared("previous_quarter")
    report.table(by="reason", columns=[view], name="one", vi="Một", en="One")
    column = next(each.key for each in report.tables[-1].columns if "previous" in each.key)
    total, *rows = [row[column] for row in report.tables[-1].rows]
    assert (total, rows) == (3, [1, 2])
    report.table(by="reason", columns=[registry["tasks"]], name="two", vi="Hai", en="Two")
    assert len(report.tables[-1].rows) == 2, "the total and A"


def test_months_are_not_set_beside_those_of_another_quarter(report):
    tasks = registry["tasks"]
    for view in (tasks.change, tasks.year_ago, tasks.previous_quarter):
        with pytest.raises(
            Mistake, match="by month cannot be compared with the second quarter of 2023"
        ):
            report.table(by="month", columns=[view], name="one", vi="Một", en="One")
    months = Breakdown(report._scope, "month")
    assert months.figure(tasks, "1") == 10  # in August
    for view in (tasks.change, tasks.year_ago, tasks.previous_quarter):
        assert months.figures(view).isna().all()
        assert months.figure(view) == report.value(view)
    assert "Tháng 8/2023" in report.table(by="month", columns=[tasks], name="two", vi="H", en="T")


def test_what_is_no_count_has_no_parts_and_no_share_beside_it(report):
    for call in (
        lambda share: report.parts(share),
        lambda share: report.shares(share, [registry["overdue"]]),
        lambda share: report.stacked([registry["overdue"], share], by="unit"),
        lambda share: share.with_share(share),
        lambda _: registry["overdue"].with_share(registry["completed"]),
    ):
        with pytest.raises(Mistake, match="a count or a total"):
            call(registry["on_time_share"])


def test_a_count_is_whole_and_a_ratio_shows_its_decimals_everywhere(report):
    example = {"unit": ["01", "79"], "status": ["overdue", "in_term"]}

    @indicator(vi="Số đơn vị", en="Units", unit="units", example=(example, 2))
    def units_given(tasks):
        """Units with tasks."""
        return distinct(tasks["unit"])

    @indicator(vi="Bình quân", en="For each unit", unit="tasks", example=(example, 1 / 3))
    def for_each(tasks):
        """Tasks for each unit and a third."""
        return count() / distinct(tasks["unit"]) / 3

    figures = {"units_given": "4", "for_each": "0,8"}  # ten tasks, 2.5 a unit
    shown = official_tables(report)["summary"]
    titles = {"Số đơn vị": "units_given", "Bình quân": "for_each"}
    for title, value in zip(shown.cells["indicator"], shown.cells["each.value"], strict=True):
        if name := titles.get(title.text("vi")):
            assert value.text("vi") == figures[name]
    for name, printed in figures.items():
        assert printed in report.say(vi=f"Có {{{name}}} đó", en=f"{{{name}}}")
        assert f"{printed} " in card.card(report._data, registry[name])
        one = report.table(by="source", columns=[registry[name]], name=name, vi=name, en=name)
        assert f">{printed}<" in one


# What only one of two quarters has


HEAD = "Mã công việc,Tên công việc,Loại công việc,Đơn vị chủ trì,Ngày giao việc,Hạn hoàn thành"


def loaded(root, params="", columns="", **quarters):
    """The report of 2023Q3 from registers given as lines: `done` their last heading, and their tasks."""
    office = SmallOffice.in_folder(root, *quarters, params="columns: {reason: [Lý do]}\n")
    for quarter, (heading, *lines) in quarters.items():
        text = "\n".join([f"{HEAD},{heading}", *lines]) + "\n"
        (office.root / "data" / quarter / "tasks.csv").write_text(text, "utf-8")
    for quarter, more in {"2022Q3": columns, "2023Q3": params}.items():
        if more:
            office.params(quarter, f"columns: {{reason: [Lý do]}}\n{more}")
    return workspace.load(office.folders, Quarter(2023, 3))


def lines(year, *endings):
    month = f"7/{year}"
    return [
        f"{year}-{n},Việc {n},Phát sinh,TKG,{n}/{month},20/{month},{ending}"
        for n, ending in enumerate(endings, 1)
    ]


def notes(inputs):
    return {note.kind: note.text.en for note in inputs.register.notes}


def test_what_is_matched_with_a_year_ago_is_the_same_by_source_and_by_unit(
    the_reports_indicators, tmp_path
):
    @indicator(
        vi="Lặp lại", en="Repeated", unit="tasks",
        example=({"title": ["a", "b"]}, {"title": ["b", "c"]}, 1),
    )  # fmt: skip
    def repeated(tasks, year_ago):
        """Tasks whose unit had one of the same title a year ago."""
        now, then = (it["unit"].astype("str") + " " + it["title"] for it in (tasks, year_ago))
        return count(now.isin(then))

    work_plan, ad_hoc = "Kế hoạch công tác của Tổng cục", "Phát sinh"
    given = {
        2022: [("A", ad_hoc, "TKG"), ("B", ad_hoc, "TKG"), ("C", work_plan, "NXB")],
        2023: [("A", work_plan, "TKG"), ("B", work_plan, "TKG"), ("C", work_plan, "NXB")],
    }
    of = {
        f"{year}Q3": [
            "Ngày hoàn thành",
            *(
                f"{year}-{t},{t},{source},{unit},1/7/{year},20/7/{year},"
                for t, source, unit in rows
            ),
        ]
        for year, rows in given.items()
    }
    report = Report(loaded(tmp_path, **of), "vi")
    code = next(iter(report.params.sources))
    assert report.value(repeated, source=code) == 3
    assert report.value(repeated, unit="TKG", source=code) == 2
    texts = {"vi": "Lặp lại", "en": "Repeated"}
    report.table(by=["source", "unit"], columns=[repeated], name="one", **texts)
    report.where(unit="TKG").table(by="source", columns=[repeated], name="other", **texts)
    key = "repeated.value"
    both = [[row[key] for row in table.rows if row[key] == 2] for table in report.tables]
    assert both == [[2], [2, 2]], (
        "once by source and unit; in total and by source of the unit alone"
    )


def test_quarters_whose_files_have_other_columns_are_told(tmp_path):
    inputs = loaded(
        tmp_path,
        **{
            "2022Q3": ["Tình trạng", *lines(2022, "Hoàn thành", "Chưa hoàn thành")],
            "2023Q3": ["Ngày hoàn thành,Trọng số", *lines(2023, "9/7/2023,1", "9/7/2023,2")],
        },
    )
    said = [note.text.en for note in inputs.register.notes if note.kind == "other_columns"]
    assert [each.partition("”")[0].partition("“")[2] for each in said] == [
        "Ngày hoàn thành (completed_on)",
        "Trọng số (weight)",
    ]
    assert (
        "has values in the third quarter of 2023 and none in the third quarter of 2022" in said[0]
    )


@pytest.mark.parametrize(
    ("heading", "then", "now", "told"),
    [
        ("Ngày hoàn thành", "", "9/7/2023", "Ngày hoàn thành (completed_on)"),
        ("Ngày hoàn thành,Lý do", "9/7/2022,", "9/7/2023,Mưa", "Reason"),
        ("Ngày hoàn thành,Trọng số", "9/7/2022,1", "9/7/2023,", "Trọng số (weight)"),
    ],
)
def test_a_column_that_only_one_of_two_quarters_has_filled_is_told(
    tmp_path, heading, then, now, told
):
    of = {"2022Q3": [heading, *lines(2022, then)], "2023Q3": [heading, *lines(2023, now)]}
    said = notes(loaded(tmp_path / "a", **of))["other_columns"]
    assert said.startswith(f"The column “{told}” has values in the third quarter of 202")


def test_a_kept_column_that_is_seldom_filled_is_not_told(tmp_path):
    heading, rest = "Ngày hoàn thành,Lý do", ["9/7/{},"] * 8
    of = {
        f"{year}Q3": [heading, *lines(year, *(it.format(year) for it in rest), f"9/7/{year},{why}")]
        for year, why in ((2022, ""), (2023, "Mưa"))
    }
    assert "other_columns" not in notes(loaded(tmp_path, **of))


def test_ids_that_lost_their_zeros_are_told(tmp_path):
    def register(ids, *days):
        given = zip(ids, days, strict=True)
        return [
            "Ngày hoàn thành",
            *(f"{it},Việc,Phát sinh,TKG,{day},20/9/2023," for it, day in given),
        ]

    then, later = ([f"{n}/{month}/2023" for n in range(1, 5)] for month in (3, 8))
    said = {}
    for name, now in (("the same", then), ("others", later)):
        of = {
            "2023Q1": register(["0001", "0002", "0003", "0004"], *then),
            "2023Q2": register("a", "1/5/2023"),
            "2023Q3": register("12345", *now, "9/8/2023"),
        }
        said[name] = notes(loaded(tmp_path / name, **of))
    assert "zeros_lost" not in said["others"], "running numbers"
    told = "4 task IDs differ from another only in leading zeros"
    assert said["the same"]["zeros_lost"].startswith(told)


def test_a_wrong_total_of_a_quarter_that_is_only_compared_is_told(tmp_path):
    of = {
        f"{year}Q3": ["Ngày hoàn thành", *lines(year, f"9/7/{year}", f"9/7/{year}")]
        for year in (2022, 2023)
    }
    of["2022Q3"].append("Tổng số: 115,,,,,,")
    said = notes(loaded(tmp_path, **of))["totals_differ"]
    assert said.startswith("2022Q3/tasks.csv: The totals row 4 says 115")


def test_a_compared_quarter_that_is_cut_off_early_is_told(tmp_path):
    of = {
        f"{year}Q3": ["Ngày hoàn thành", *lines(year, f"9/7/{year}", f"9/7/{year}")]
        for year in (2022, 2023)
    }
    inputs = loaded(tmp_path / "a", columns="as_of: 2022-07-20\n", **of)
    told = "the third quarter of 2023: 30 September 2023; the third quarter of 2022: 20 July 2022"
    assert told in notes(inputs)["other_cut_off"]
    both = loaded(tmp_path / "b", params="as_of: 2023-07-20\n", columns="as_of: 2022-07-20\n", **of)
    assert "other_cut_off" not in notes(both)
    assert "other_cut_off" not in notes(loaded(tmp_path / "c", **of))
    late = loaded(tmp_path / "d", params="as_of: 2023-10-13\n", **of)
    assert (
        "13 October 2023; the third quarter of 2022: 30 September" in notes(late)["other_cut_off"]
    )
    of_both = {"params": "as_of: 2023-10-13\n", "columns": "as_of: 2022-10-12\n"}
    assert "other_cut_off" not in notes(loaded(tmp_path / "e", **of_both, **of))


def test_statuses_that_due_dates_contradict_are_told(tmp_path):
    statuses = ("Chưa hoàn thành", "Chưa hoàn thành quá hạn", "Không có thời hạn", "Hoàn thành")
    inputs = loaded(tmp_path, **{"2023Q3": ["Tình trạng", *lines(2023, *statuses)]})
    assert (
        "contradicts their due date, as of 30 September 2023: 2;"
        in notes(inputs)["status_beside_due"]
    )


def test_line_breaks_of_a_kept_column_separate_its_values(tmp_path):
    endings = ('9/7/2023,"A\n B"', "9/7/2023,A; B", '9/7/2023,"A;\r\nB\n"')
    inputs = loaded(tmp_path, **{"2023Q3": ["Ngày hoàn thành,Lý do", *lines(2023, *endings)]})
    counted = Report(inputs, "en")._data
    rows = Breakdown(Report(inputs, "en")._scope, "reason")
    assert list(rows.labels) == ["A", "B"]
    assert counted.tasks["reason"].str.contains("A B").sum() == 0


def test_tasks_of_other_days_under_the_same_ids_are_noticed_whatever_their_titles(tmp_path):
    def running(quarter, month):
        due = f"20/{month}/2023"
        return [
            f"{n},Việc {n},Phát sinh,TKG,{n}/{month}/2023,{due},9/{month}/2023" for n in range(1, 5)
        ]

    quarters = {f"2023Q{n}": ["Ngày hoàn thành", *running(n, 3 * n)] for n in (1, 2, 3)}
    assert (
        "Task IDs that the lists of several quarters"
        in notes(loaded(tmp_path, **quarters))["numbered_anew"]
    )


def test_what_only_the_compared_quarter_has_is_a_row_where_it_is_shown(
    the_reports_indicators, tmp_path
):
    inputs = loaded(
        tmp_path,
        **{
            "2022Q3": ["Ngày hoàn thành,Lý do", *lines(2022, "9/7/2022,A", "9/7/2022,B")],
            "2023Q3": ["Ngày hoàn thành,Lý do", *lines(2023, "9/7/2023,A", "9/7/2023,A")],
        },
    )
    report = Report(inputs, "en")
    tasks = registry["tasks"]
    compared = {"by": "reason", "vi": "Bảng", "en": "Table"}
    report.table(columns=[tasks.compared()], name="compared", **compared)
    report.table(columns=[tasks], name="now", **compared | {"vi": "Nay", "en": "Now"})
    assert "B" not in report.bars("tasks", by="reason")._repr_html_().partition("</figcaption>")[0]
    of_both, of_one = ([row["reason"].en for row in table.rows] for table in report.tables)
    assert of_both == ["Total", "A", "B"]
    assert of_one == ["Total", "A"]


def test_rows_of_quarters_within_groups_have_no_total_of_one_of_them(report):
    report.table(
        by=["unit_group", "quarter"], columns=[registry["tasks"]], name="n", vi="Bảng", en="Table"
    )
    assert not [row for row in report.tables[0].rows if row[TOTAL_ROW]]


def test_an_indicator_that_has_another_name_now_is_told(report):
    gone = registry["overdue"]
    registry._by_name.pop("overdue")
    with pytest.raises(Mistake, match="overdue"):
        report.value(gone)
    with pytest.raises(Mistake, match="overdue"):
        report.table(by="source", columns=[gone], name="n", vi="Bảng", en="Table")


@pytest.mark.parametrize(
    ("source", "noticed"),
    [
        ('heads = pd.read_csv("heads.csv")', "cell {0}: reads a file of its own (“read_csv…”)"),
        (
            'with open("heads.csv") as file:\n    file.read()',
            "cell {0}: reads a file of its own (“open…”)",
        ),
        ('import pathlib\npathlib.Path("heads.csv").read_text()', "(“read_text…”)"),
        ('def read_weight(text):\n    return 1\n\nread_weight("1")', ""),
        ("report.say(vi='còn mở (2)', en='still open (2)')  # open (2)", ""),
        ('import io\npd.read_csv(io.StringIO("a,b"))', ""),
    ],
)
def test_a_cell_that_reads_a_file_of_its_own_is_noticed(tmp_path, source, noticed):
    office = SmallOffice.in_folder(tmp_path, "2023Q3", params=VIETNAMESE)
    notebook = brief_notebook()
    notebook.cells.append(nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, tmp_path / "own.ipynb")
    folders = replace(office.folders, notebook=tmp_path / "own.ipynb")
    said = checks.check(folders, Quarter(2023, 3)).en
    assert noticed.format(len(notebook.cells)) in said
    assert ("reads a file" in said) == bool(noticed)
