"""Six months, nine months, the year: registers merged, tasks carried over counted once, reports of their own."""

from __future__ import annotations

import html
import re
import shutil
from datetime import date, timedelta
from random import Random

import pandas as pd
import pytest
from conftest import official_tables, tasks_table
from hypothesis import given, settings
from hypothesis import strategies as st
from small_office import (
    CODES,
    SOURCES,
    VIETNAMESE,
    BriefOffice,
    SmallOffice,
    TabledOffice,
    some_tasks,
    text_of,
    values_of,
    written,
)

from reporting.inputs import params
from reporting.pages import comparison, published
from reporting.registers.register import Register, as_of, merged, no_longer_listed
from reporting.report import workspace
from reporting.report.report import Report
from reporting.text import wording
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

NINE = Quarter(2023, 3, 3)


# What a period is called


@pytest.mark.parametrize(
    ("text", "is_called", "last_day"),
    [
        ("2023Q1-Q2", "2023Q1-Q2", date(2023, 6, 30)),
        ("2023H1", "2023Q1-Q2", date(2023, 6, 30)),
        ("2023h1", "2023Q1-Q2", date(2023, 6, 30)),
        ("2023Q1-Q3", "2023Q1-Q3", date(2023, 9, 30)),
        ("2023Q1-Q4", "2023Q1-Q4", date(2023, 12, 31)),
        ("2023", "2023Q1-Q4", date(2023, 12, 31)),
        ("2023Q1-Q1", "2023Q1", date(2023, 3, 31)),
    ],
)
def test_a_period_is_read_in_every_form(text, is_called, last_day):
    period = Quarter.parse(text)
    assert str(period) == is_called
    assert Quarter.parse(str(period)) == period
    assert (period.first_day, period.last_day) == (date(2023, 1, 1), last_day)
    assert str(period.year_ago) == is_called.replace("2023", "2022")
    assert [each.number for each in period.parts] == list(range(1, period.number + 1))
    assert period.next.first_day == last_day + timedelta(days=1)


@pytest.mark.parametrize("text", ["2023H2", "2023Q2-Q3", "2023Q3-Q1"])
def test_what_does_not_begin_in_january_is_refused_in_words(text):
    with pytest.raises(InputError, match=r"does not begin in January.*2023Q1-Q3 \(nine months\)"):
        Quarter.parse(text)


def test_a_range_is_of_quarters():
    with pytest.raises(InputError, match="2023Q1-Q3"):
        Quarter.parse_range("2022Q3..2023Q1-Q3")


@pytest.mark.parametrize(
    ("period", "vi", "en", "short"),
    [
        ("2023H1", "6 tháng đầu năm 2023", "the first six months of 2023", "6 tháng 2023"),
        ("2023Q1-Q3", "9 tháng đầu năm 2023", "the first nine months of 2023", "9 tháng 2023"),
        ("2023", "năm 2023", "the year 2023", "Năm 2023"),
    ],
)
def test_periods_in_both_languages(period, vi, en, short):
    parsed = Quarter.parse(period)
    assert wording.quarter(parsed).vi == vi
    assert wording.quarter(parsed).en == en
    assert wording.quarter_short(parsed).vi == short


def test_on_the_index_a_period_stands_beside_its_last_quarter(tmp_path):
    names = ["2023Q1-Q3", "2023Q2", "2023Q3", "2022Q4", "2023Q4", "2023H1", "2023Q3.failed"]
    for name in names:
        (tmp_path / name).mkdir()
    order = [path.name for _, path in sorted(published._by_quarter(tmp_path), reverse=True)]
    assert order == ["2023Q4", "2023Q1-Q3", "2023Q3", "2023Q2", "2022Q4"]


def test_of_a_period_with_files_without_dates_nothing_is_said_that_needs_them(
    tmp_path, the_reports_indicators
):
    office = SmallOffice.in_folder(tmp_path / "o", "2023Q1", "2023Q2", rows=40)
    rows = [
        [*task[:5], task[5] or "1/6/2023", "Hoàn thành trễ hạn"]
        for task in some_tasks("2023Q2", 30)
    ]
    path = office.register("2023Q2", rows)
    path.write_text(path.read_text("utf-8").replace("Ngày hoàn thành", "Tình trạng"), "utf-8")
    report = Report(workspace.load(office.folders, Quarter.parse("2023H1")), "en")
    assert report.progress() == ""
    late = int(report.value("completed_late"))
    known = int(report.tasks["days_late"].notna().sum())
    assert late == known + 30
    more = "so the delay is not known: 30 tasks."
    assert more in report.lateness()
    assert more in report.days_late()
    said = report.quality()
    assert "The file for the second quarter of 2023 has no completion dates" in said
    assert "agree with the software for every task" not in said


# Tasks carried over


def register(rows: list[dict], dated: bool = True) -> Register:
    table = tasks_table(rows or [{"task_id": "none", "assigned_on": "2023-01-01", "due_on": None}])
    own = [row["task_id"] for row in rows] or ["none"]
    return Register(table.assign(task_id=own), None, None, dated, False)  # type: ignore[arg-type]


def expected(lists: list[dict[str, dict]], cut_offs: list[date]) -> dict[str, tuple[str, bool]]:
    """The status of every task and whether it is open and on an older list, one task after the other."""
    found = {}
    for number, (rows, cut_off) in enumerate(zip(lists, cut_offs, strict=True)):
        for task, row in rows.items():
            done = (
                row["completed_on"]
                if row["completed_on"] and row["completed_on"] <= cut_off
                else None
            )
            due = row["due_on"]
            if due is None:
                status = "no_due_date"
            elif done:
                status = "completed_on_time" if done <= due else "completed_late"
            else:
                status = "overdue" if due < cut_off else "in_term"
            found[task] = (status, done is None and number < len(lists) - 1)
    return found


@given(st.integers(0, 10**9))
@settings(max_examples=40)
def test_a_task_counts_once_as_its_last_register_has_it_at_that_cut_off(seed):
    """Random registers with tasks carried over one to three quarters, against a count of one task at a time."""
    chance = Random(seed)
    quarters = Quarter(2023, 4, 4).parts[: chance.randint(2, 4)]
    lists: list[dict[str, dict]] = [{} for _ in quarters]
    for number in range(chance.randint(1, 30)):
        begins = chance.randrange(len(quarters))
        ends = min(begins + chance.randint(0, 3), len(quarters) - 1)
        for place in range(begins, ends + 1):
            if place > begins and chance.random() < 0.2:
                continue  # left out once, and listed again later
            first = quarters[begins].first_day
            due = first + timedelta(days=chance.randrange(200))
            done = first + timedelta(days=chance.randrange(300))
            lists[place][f"T{number}"] = {
                "task_id": f"T{number}",
                "assigned_on": first,
                "due_on": due if chance.random() < 0.9 else None,
                "completed_on": done if chance.random() < 0.6 else None,
            }
    cut_offs = [each.last_day - timedelta(days=chance.randrange(10)) for each in quarters]
    frames = []
    for rows, cut_off in zip(lists, cut_offs, strict=True):
        columns = [
            {k: pd.Timestamp(v) if isinstance(v, date) else v for k, v in row.items()}
            for row in rows.values()
        ]
        table = as_of(register(columns), cut_off)
        frames.append(table[table["task_id"] != "none"])
    table = merged(frames)
    older = no_longer_listed(table, frames[-1])
    found = zip(table["status"].astype(str), older.astype(bool), strict=True)
    assert dict(zip(table["task_id"], found, strict=True)) == expected(lists, cut_offs)
    assert table["task_id"].is_unique


# Reports of periods


class Office(TabledOffice):
    """One whose page begins with what the period was."""

    SECTIONS = (*TabledOffice.SECTIONS, "headline")


CARRIED = "2023Q1-001"
YEAR = [f"{year}Q{number}" for year in (2022, 2023) for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Two years of three quarters; one task stands in all lists of 2023, one only in the first, open."""
    made = Office.in_folder(tmp_path_factory.mktemp("o") / "o", *YEAR, params=VIETNAMESE)
    carried = [CARRIED, "Việc chuyển quý", SOURCES[0], CODES[0], "2/1/2023", "20/9/2023"]
    for quarter, done in (("2023Q1", ""), ("2023Q2", ""), ("2023Q3", "15/9/2023")):
        rows = [row for row in some_tasks(quarter, 40) if row[0] != CARRIED]
        if quarter == "2023Q1":
            rows[0][5:7] = ["1/3/2023", ""]
        else:
            rows = [
                [*row[:6], row[6] or written(Quarter.parse(quarter).first_day + timedelta(80))]
                for row in rows
            ]
        made.register(quarter, [[*carried, done], *rows])
    assert made.run("2023Q1-Q3").returncode == 0
    assert made.run("2023Q3").returncode == 0
    return made


def rows_of(office, folder):
    return values_of(office.output / folder)


def total(office, folder, indicator, column="value"):
    (row,) = [
        row for row in rows_of(office, folder)
        if (row["indicator"], row["unit_group"], row["unit"], row["source"]) == (indicator, "_T", "_T", "_T")
    ]  # fmt: skip
    return row[column]


def page(office, folder):
    return text_of(office.output / folder / "report.vi.html")


def test_the_values_are_those_of_the_merged_registers(office):
    # 40, 41 and 41 tasks, one of which stands in all three lists
    assert total(office, "2023Q1-Q3", "tasks") == "120"
    assert total(office, "2023Q1-Q3", "tasks", "value_year_ago") == "120"
    assert {row["quarter"] for row in rows_of(office, "2023Q1-Q3")} == {"2023Q1-Q3"}
    inputs = workspace.load(office.folders, NINE)
    table = inputs.tables[NINE].set_index("task_id")
    assert table.loc[CARRIED, "status"] == "completed_on_time"
    assert int(table["completed"].sum()) == int(total(office, "2023Q1-Q3", "completed"))


def test_the_page_says_which_months_and_how_many_open_tasks_rest_on_an_older_list(office):
    text = page(office, "2023Q1-Q3")
    assert "Báo cáo công tác 9 tháng đầu năm 2023" in text
    assert "Trong 9 tháng đầu năm 2023, toàn ngành" in text
    table = workspace.load(office.folders, NINE).tables[NINE]
    last = set(workspace.load(office.folders, NINE).tables[Quarter(2023, 3)]["task_id"])
    older = sum(
        not done and task not in last
        for task, done in zip(table["task_id"], table["completed"], strict=True)
    )
    assert older > 0
    assert (
        f"{older} công việc chưa hoàn thành không còn trong danh sách của quý III năm 2023" in text
    )
    assert "data/2023Q1/tasks.csv, data/2023Q2/tasks.csv, data/2023Q3/tasks.csv" in text
    assert "2023Q1-Q3/report.vi.html" in (office.output / "index.html").read_text("utf-8")


def test_the_quarters_report_has_the_year_to_date_in_its_main_table(office):
    text = page(office, "2023Q3")
    assert re.search(r"III/2023 9 tháng 2023 III/2022", text)
    assert re.search(r"Số công việc được giao công việc 41 120 40 ", text)
    assert "Từ đầu năm: công việc có trong danh sách của nhiều quý chỉ tính một lần" in text
    assert re.search(r"9 tháng 2023 9 tháng 2022", page(office, "2023Q1-Q3"))


def test_running_numbers_instead_of_ids_are_noticed(tmp_path):
    quarters = "2023Q1", "2023Q2", "2024Q1", "2024Q2"
    made = Office.in_folder(tmp_path, *quarters, params=VIETNAMESE)
    for quarter in quarters[:2]:
        rows = enumerate(some_tasks(quarter, 40), 1)
        made.register(quarter, [[f"{n}", f"{row[1]} {quarter}", *row[2:]] for n, row in rows])

    def kinds(quarter: Quarter) -> list[str]:
        return [note.kind for note in workspace.load(made.folders, quarter).register.notes]

    assert "numbered_anew" in kinds(Quarter(2023, 2))
    assert "numbered_anew" in kinds(Quarter(2023, 2, 2))
    assert "numbered_anew" not in kinds(Quarter(2023, 1))
    assert "numbered_anew" in kinds(Quarter(2024, 2, 2)), "those of the compared period, too"
    assert "numbered_anew" not in kinds(Quarter(2024, 2)), "nothing in it is of that period"


def test_a_quarter_that_is_cut_off_early_has_the_periods_year_to_date(office):
    second, third = Quarter(2023, 2), Quarter(2023, 3)
    office.params("2023Q3", VIETNAMESE + "as_of: 2023-08-10\n")
    own, period = (workspace.load(office.folders, each) for each in (third, NINE))
    office.params("2023Q3", VIETNAMESE)
    pd.testing.assert_frame_equal(own.tables[NINE], period.tables[NINE])
    assert len(own.tables[second]) < len(period.tables[second])  # as of the same day, to compare


def test_a_period_is_verified_left_as_it_is_and_built_for_a_unit_like_any_other(office):
    assert "nothing changed" in office.run("2023Q1-Q3").stderr
    said = office.run("verify", "output/2023Q1-Q3")
    assert said.returncode == 0, said.stdout
    assert "the same byte for byte" in said.stdout
    assert office.run("2023Q1-Q3", "--unit", CODES[0]).returncode == 0
    own = rows_of(office, f"2023Q1-Q3/units/{CODES[0]}")
    of_unit = [row for row in rows_of(office, "2023Q1-Q3") if row["unit"] == CODES[0]]
    assert next(r["value"] for r in own if r["source"] == "_T") == of_unit[0]["value"]
    assert office.run("check", "2023H1").returncode == 0
    office.params("2023Q2", VIETNAMESE + "targets: {tasks: 30}\n")
    said = office.run("check", "2023H1").stdout
    own = office.params("2023Q1-Q2", VIETNAMESE + "targets: {on_time_share: 33}\n")
    assert "params/2023Q2.yaml, line" in office.run("check", "2023H1").stdout
    own.unlink()
    office.params("2023Q2", VIETNAMESE)
    assert "the targets for tasks are those of the quarter and are not used for 2023Q1-Q2" in said


def test_a_period_is_compared_and_released_like_any_other(office, tmp_path):
    folders = (office.output / quarter for quarter in ("2023Q3", "2023Q1-Q3"))
    lines = list(comparison.of_paths(*folders).lines("vi"))
    assert re.match(r"Chỉ tiêu, phạm vi +quý III năm 2023 +9 tháng đầu năm 2023", lines[2])
    shutil.copytree(office.root, tmp_path / "office")
    own = Office(tmp_path / "office")
    said = own.run("release", "2023Q1-Q3", "--by", "Nguyễn Thị Mai")
    assert said.returncode == 0, said.stderr
    assert "2023Q1-Q3: release 1, on" in said.stdout
    assert (own.root / "data" / "2023Q1-Q3" / "published.csv").is_file()
    index = html.unescape((own.output / "index.html").read_text("utf-8"))
    assert "người công bố Nguyễn Thị Mai" in index.partition("2023Q1-Q3/report")[2]
    assert "nothing changed" in own.run("2023Q1-Q3").stderr
    said = own.run("2023Q1-Q3", "--unit", "all", "--dry-run")
    assert said.stdout.count("2023Q1-Q3 ") == len(CODES)
    tasks = some_tasks("2023Q2", 40)
    own.register("2023Q2", tasks[:-1])
    said = own.run("2023Q1-Q3")
    assert said.returncode == 2
    assert "2023Q1-Q3: the values are not those released on" in said.stderr


def test_a_quarter_without_a_register_refuses_the_period_and_is_named(
    tmp_path, the_reports_indicators
):
    made = BriefOffice.in_folder(tmp_path / "o", "2023Q1", "2023Q3", rows=4)
    said = made.run("2023Q1-Q3")
    assert said.returncode == 2
    assert "There is no data for 2023Q2" in said.stderr
    assert not made.output.exists()
    report = Report(workspace.load(made.folders, Quarter(2023, 3)), "en")
    assert any(
        "There are no year-to-date figures, because the task list for the second quarter of 2023"
        in note.en
        for note in official_tables(report)["summary"].notes
    )


# Params


def test_params_are_the_last_quarters_where_the_periods_own_file_does_not_say_otherwise(tmp_path):
    office = SmallOffice.in_folder(tmp_path / "o", "2023Q3", rows=2)
    office.params(
        "2023Q3",
        "as_of: 2023-09-28\ncompare_with: 2023Q2\ntargets: {on_time_share: 90, tasks: 30}\n",
    )
    own = params.load(office.folders.params, NINE)
    assert (own.quarter, own.cut_off, own.compared) == (NINE, date(2023, 9, 28), NINE.year_ago)
    assert own.targets == {"on_time_share": 90}, (
        "30 tasks are planned for the quarter, not for nine months"
    )
    office.params("2023Q1-Q3", "targets: {on_time_share: 85, tasks: 90}\n")
    assert params.load(office.folders.params, NINE).targets == {"on_time_share": 85, "tasks": 90}
    office.params("2023Q1-Q3", "compare_with: 2022Q3\n")
    with pytest.raises(InputError, match=r"expected an earlier period of .*, like 2022Q1-Q3"):
        params.load(office.folders.params, NINE)


def test_new_says_that_a_period_needs_no_file(office):
    said = office.run("new", "2023Q1-Q3")
    assert said.returncode == 2
    assert "2023Q1-Q3 needs no params file" in said.stderr
