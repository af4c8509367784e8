"""Five indicators of different kinds, one cell each, nothing else edited: each is in every output."""

import csv
import io
import re

import nbformat
import openpyxl
import pytest
from small_office import (
    HEADINGS,
    ROOT,
    VIETNAMESE,
    SmallOffice,
    official_indicators,
    some_tasks,
    values_of,
)

from reporting.pages.published import published
from reporting.text.quarter import Quarter

CELLS = {
    "plan_on_time": '''@indicator(vi="Nhiệm vụ kế hoạch đúng hạn", en="Plan items on time", unit="%",
           example=({"source": ["agency_plan", "agency_plan", "ad_hoc"],
                     "status": ["completed_on_time", "overdue", "overdue"]}, 50.0))
def plan_on_time(tasks):
    """Work-plan items completed on time, as a share of all work-plan items."""
    return share(tasks["status"] == "completed_on_time", of=tasks["source"] == "agency_plan")''',
    "weight_done": '''@indicator(vi="Trọng số đã hoàn thành", en="Weight completed", unit="points",
           example=({"weight": [0.5, 2.0, 1.0], "status": ["completed_late", "completed_on_time", "overdue"]}, 2.5))
def weight_done(tasks):
    """The sum of the weights of the tasks completed."""
    return total(tasks["weight"], where=tasks["completed"])''',
    "median_days_taken": '''@indicator(vi="Trung vị số ngày thực hiện", en="Median days taken", unit="days",
           example=({"assigned_on": ["2023-07-01"] * 3, "completed_on": ["2023-07-02", "2023-07-04", "2023-08-01"]}, 3))
def median_days_taken(tasks):
    """The median of the days from assignment to completion."""
    return median((tasks["completed_on"] - tasks["assigned_on"]).dt.days)''',
    "mean_days_overdue": '''@indicator(vi="Số ngày quá hạn bình quân", en="Mean days overdue", unit="days",
           example=({"days_overdue": [2, 6], "source": ["ad_hoc", "ad_hoc"]}, 4))
def mean_days_overdue(tasks):
    """The mean of the days since the due date, of overdue ad hoc tasks."""
    return mean(tasks["days_overdue"], where=tasks["source"] == "ad_hoc")''',
    "again": '''@indicator(vi="Việc lặp lại từ năm trước", en="Repeated from a year ago", unit="tasks",
           example=({"title": ["a", "b"]}, {"title": ["b", "c"]}, 1))
def again(tasks, year_ago):
    """Tasks whose title was there in the same quarter a year ago."""
    return count(tasks["title"].isin(year_ago["title"]))''',
}
TITLES = {
    name: re.search(r'vi="(.*?)", en="(.*?)"', source).groups() for name, source in CELLS.items()
}
OWN_PARTS = [
    'report.bars("plan_on_time", by="unit")',
    'report.items(report.tasks["status"] == "overdue", vi="Quá hạn lâu nhất", en="Longest overdue", '
    'by="days_overdue", top=3)',
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The report of a small office whose notebook has five cells more, a chart and a list of its own, and a target."""
    root = tmp_path_factory.mktemp("office")
    office = SmallOffice.in_folder(root, "2022Q3", "2023Q2", "2023Q3")
    for quarter in ("2022Q3", "2023Q2", "2023Q3"):
        weighted(office, quarter)
    office.params("2023Q3", "targets: {plan_on_time: 80}\n")
    notebook = nbformat.read(ROOT / "notebooks" / "quarterly_report.ipynb", 4)
    place = [cell.id for cell in notebook.cells].index("indicator-median-days-late") + 1
    new = [
        nbformat.v4.new_code_cell(source, id=name.replace("_", "-"))
        for name, source in CELLS.items()
    ]
    notebook.cells[place:place] = new
    own = [nbformat.v4.new_code_cell(source, id=f"own-{n}") for n, source in enumerate(OWN_PARTS)]
    notebook.cells[-1:-1] = own
    nbformat.write(notebook, root / "with_five.ipynb")
    ran = office.run("2023Q3", "--notebook", str(root / "with_five.ipynb"))
    assert ran.returncode == 0, ran.stderr
    return office.output


def weighted(office, quarter):
    """Give every task of a register a weight of 0.5 or 1.5."""
    rows = [[*row, str(0.5 + number % 2)] for number, row in enumerate(some_tasks(quarter, 40))]
    path = office.register(quarter, [])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[*HEADINGS, "Trọng số"], *rows])


@pytest.fixture(scope="module")
def values(built):
    return values_of(built / "2023Q3")


@pytest.fixture(scope="module")
def book(built):
    return openpyxl.load_workbook(io.BytesIO((built / "2023Q3" / "tables.xlsx").read_bytes()))


def table(page, name):
    return page[page.index(f'id="table-{name}"') :].split("</table>")[0]


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_in_the_page(built, name, language):
    page = (built / "2023Q3" / f"report.{language}.html").read_text("utf-8")
    title = TITLES[name][language == "en"]
    for where in (
        "summary",
        "indicators_by_group",
        "indicators_by_source",
        "indicators_by_quarter",
        "notes",
    ):
        assert title in table(page, where), where


@pytest.mark.parametrize("name", CELLS)
def test_it_is_in_indicators_csv_for_every_cell_and_compared(values, name):
    own = [row for row in values if row["indicator"] == name]
    assert len(own) == len([row for row in values if row["indicator"] == "tasks"])
    total = own[0]
    assert float(total["value"]) >= 0
    assert (total["value_year_ago"] != "") == (name != "again")


@pytest.mark.parametrize("name", CELLS)
def test_it_is_in_tables_xlsx_in_both_languages(book, name):
    for sheet in (
        "notes", "summary", "indicators_by_group", "indicators_by_source", "indicators_by_group_and_source",
        "indicators_by_quarter", "indicators_by_unit", "indicators_by_unit_change",
    ):  # fmt: skip
        text = "\n".join(str(cell.value) for row in book[sheet].iter_rows() for cell in row)
        assert all(title in text for title in TITLES[name]), sheet


@pytest.mark.parametrize("name", CELLS)
def test_it_is_in_the_index_data(built, name):
    (report,), _ = published(built)
    assert report.quarter == Quarter.parse("2023Q3")
    assert name in report.totals


def test_the_figures_are_right(values):
    """Recomputed from the register with nothing but the standard library."""
    rows = [dict(zip(HEADINGS, row, strict=True)) for row in some_tasks("2023Q3", 40)]
    total = {
        row["indicator"]: row["value"]
        for row in values
        if (row["unit_group"], row["source"]) == ("_T", "_T")
    }
    earlier = {row[1] for row in some_tasks("2022Q3", 40)}
    assert float(total["again"]) == sum(row["Tên công việc"] in earlier for row in rows)
    days = {row["Mã công việc"]: [day(row[key]) for key in HEADINGS[4:]] for row in rows}
    cut_off = (2023, 9, 30)
    done = [name for name, (_, _, end) in days.items() if end and end <= cut_off]
    weights = {row["Mã công việc"]: 0.5 + number % 2 for number, row in enumerate(rows)}
    assert float(total["weight_done"]) == sum(weights[name] for name in done)
    plan = [
        days[row["Mã công việc"]] for row in rows if row["Loại công việc"] == "Kế hoạch tổng cục"
    ]
    on_time = [end for _, due, end in plan if end and due and end <= min(due, cut_off)]
    assert float(total["plan_on_time"]) == pytest.approx(100 * len(on_time) / len(plan))


def day(written):
    return tuple(map(int, reversed(written.split("/")))) if written else None


def test_a_target_for_it_is_taken_from_params(built):
    page = (built / "2023Q3" / "report.en.html").read_text("utf-8")
    row = next(line for line in table(page, "summary").split("<tr") if "Plan items on time" in line)
    assert "80.0" in row


def test_a_chart_and_a_list_of_ones_own_are_in_the_page_and_the_workbook(built, book):
    page = (built / "2023Q3" / "report.en.html").read_text("utf-8")
    assert 'id="chart-plan-on-time-unit"' in page
    assert table(page, "longest_overdue").count("<tr") == 4
    days = [cell.value for cell in book["longest_overdue"]["F"][3:]]
    assert len(days) == 3
    assert days == sorted(days, reverse=True)


def test_totals_stand_out(built):
    page = (built / "2023Q3" / "report.en.html").read_text("utf-8")
    for name in ("indicators_by_group", "indicators_by_source"):
        assert table(page, name).count('class="total"') == len(CELLS) + len(
            official_indicators()
        ), name


def test_a_units_workbook_leaves_out_what_lies_between_units(built):
    office = SmallOffice(built.parent)
    office.params("2023Q3", VIETNAMESE)
    ran = office.run("2023Q3", "--unit", "01", "--notebook", str(built.parent / "with_five.ipynb"))
    assert ran.returncode == 0, ran.stderr
    book = openpyxl.load_workbook(built / "2023Q3" / "units" / "01" / "tables.xlsx")
    assert {"notes", "summary", "indicators_by_source", "indicators_by_quarter"} <= set(
        book.sheetnames
    )
    assert not [name for name in book.sheetnames if "unit" in name or "group" in name]
    cover = [row[0] for row in book["cover"].iter_rows(values_only=True)]
    assert "Phạm vi: Cục Thống kê thành phố Hà Nội" in cover
    page = (built / "2023Q3" / "units" / "01" / "report.vi.html").read_text("utf-8")
    numbers = [int(number) for number in re.findall(r"<span>Bảng (\d+)\.", page)]
    assert numbers
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_sheet_that_the_page_names_is_in_the_workbook(built, book):
    page = (built / "2023Q3" / "report.en.html").read_text("utf-8")
    named = re.findall(r"Sheet “(.*?)” in tables.xlsx", page)
    assert "indicators_by_unit" in book.sheetnames
    assert "indicators_by_unit" not in page
    assert len(named) > 10
    assert set(named) <= set(book.sheetnames)


def test_every_table_of_the_page_is_a_sheet_with_the_same_rows(built, book):
    page = (built / "2023Q3" / "report.en.html").read_text("utf-8")
    for name in re.findall(r'<table id="table-([\w-]+)"', page):
        rows = table(page, name).split("<tbody")[1].count("<tr")
        (area,) = book[name].tables.values()
        first, last = (int(re.search(r"\d+", corner)[0]) for corner in area.ref.split(":"))
        assert last - first == rows, name
