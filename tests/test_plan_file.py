"""The plan of a quarter: any cell, read tolerantly, checked strictly, beside the values in every file."""

from __future__ import annotations

import io
import math

import openpyxl
import pytest
from small_office import (
    ROOT,
    VIETNAMESE,
    SmallOffice,
    TabledOffice,
    some_tasks,
    values_of,
)

from reporting.building import checks
from reporting.inputs.input_files import PLANS, find
from reporting.inputs.office import default_office
from reporting.registers import plans, units
from reporting.report import workspace
from reporting.report.report_data import ReportData
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

HEADER = "indicator,unit_group,unit,source,plan,note\n"
PLAN = HEADER + (
    "tasks,,01,,12,agreed in July\n"
    "tasks,,01,ad_hoc,3,\n"  # for the unit's own report
    "tasks,provincial,79,_T,10,\n"
    "tasks,provincial,,,20,\n"
    "tasks,,,Phát sinh,15,\n"
    "on_time_share,,Cục Thống kê thành phố Hà Nội,,\"37,5\",\n"
    "median_days_late,,,,0,\n"
    "completed,,,,,\n"
)  # fmt: skip
PARAMS = "targets: {on_time_share: 90, tasks: 50}\n"


def write(office: SmallOffice, text: str, quarter: str = "2023Q3", name: str = "plan.csv"):
    path = office.root / "data" / quarter / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


class Office(TabledOffice):
    """One whose notebook has the tables of all indicators, too."""

    SECTIONS = (*TabledOffice.SECTIONS, "groups", "trend")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office.in_folder(
        tmp_path_factory.mktemp("office"), "2022Q3", "2023Q3", params=VIETNAMESE + PARAMS
    )
    write(office, PLAN)
    ran = office.run("2023Q3")
    assert ran.returncode == 0, ran.stderr
    return office


@pytest.fixture(scope="module")
def rows(office):
    return {
        tuple(row[key] for key in ("indicator", "unit_group", "unit", "source")): row
        for row in values_of(office.output / "2023Q3")
    }


def test_every_planned_cell_has_its_plan_difference_and_execution(rows):
    planned = {cell: float(row["plan"]) for cell, row in rows.items() if row["plan"]}
    assert planned == {
        ("tasks", "_T", "_T", "_T"): 50,  # the target, as plan.csv has none for the total
        ("tasks", "provincial", "_T", "_T"): 20,
        ("tasks", "provincial", "01", "_T"): 12,
        ("tasks", "provincial", "79", "_T"): 10,
        ("tasks", "_T", "_T", "ad_hoc"): 15,
        ("on_time_share", "_T", "_T", "_T"): 90,
        ("on_time_share", "provincial", "01", "_T"): 37.5,
        ("median_days_late", "_T", "_T", "_T"): 0,
    }
    for cell, plan in planned.items():
        value, row = float(rows[cell]["value"]), rows[cell]
        assert float(row["plan_difference"]) == pytest.approx(value - plan)
        if plan:
            assert float(row["plan_execution"]) == pytest.approx(100 * value / plan)
        else:
            assert row["plan_execution"] == ""
    assert list(next(iter(rows.values())))[-4:] == [
        "plan",
        "plan_difference",
        "plan_execution",
        "flags",
    ]


def test_without_a_plan_the_three_are_empty(rows):
    others = [row for row in rows.values() if not row["plan"]]
    assert len(others) > 300
    assert all(row["plan_difference"] == row["plan_execution"] == "" for row in others)


def test_the_workbook_has_plan_difference_and_execution(office):
    content = (office.output / "2023Q3" / "tables.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = list(book["indicators_by_group"].iter_rows(values_only=True))
    headings = next(row for row in sheet if row[0] and str(row[0]).startswith("Chỉ tiêu"))
    places = [
        next(place for place, each in enumerate(headings) if name in str(each))
        for name in ("Kế hoạch", "Chênh lệch", "Thực hiện")
    ]
    (provincial,) = (
        row for row in sheet if row[0] == "Số công việc được giao" and row[places[0]] == 20
    )
    assert [provincial[place] for place in places] == [20, -4, 80]
    assert not any("Kế hoạch" in str(cell) for row in book["indicators_by_quarter"].iter_rows(values_only=True) for cell in row)  # fmt: skip


def test_a_units_report_has_the_plan_of_the_unit(office, the_reports_indicators):
    data = ReportData(workspace.load(office.folders, Quarter(2023, 3), "01"), "vi")
    planned = data.rows().dropna(subset="plan")[["indicator", "source", "plan"]]
    assert set(planned.itertuples(index=False, name=None)) == {
        ("tasks", "_T", 12), ("tasks", "ad_hoc", 3), ("on_time_share", "_T", 37.5)
    }  # fmt: skip


def planned(inputs, quarter, indicator, cell):
    """The plan of one cell of a quarter, missing where there is none."""
    return inputs.plans_of(quarter).get((indicator, *cell), math.nan)


WEEKLY = HEADER.replace("source,", "source,week,")


def test_each_quarter_has_its_own_plan_and_the_work_plan_its_weeks(tmp_path):
    office = SmallOffice.in_folder(tmp_path, "2022Q3", "2023Q3", params=PARAMS)
    write(
        office,
        WEEKLY + "completed,,,,1,5,\ncompleted,,,,3,7,\ncompleted,,,,,30,\ncompleted,,01,,2,1,\n",
    )
    write(office, HEADER + "on_time_share,,,,85,\non_time_share,,01,,80,\n", "2022Q3")
    then, now, whole = Quarter(2022, 3), Quarter(2023, 3), (TOTAL, TOTAL, TOTAL)
    inputs = workspace.load(office.folders, now)
    assert [planned(inputs, each, "on_time_share", whole) for each in (then, now)] == [85, 90]
    assert planned(inputs, then, "on_time_share", ("headquarters", "01", TOTAL)) != 80
    assert planned(inputs, then, "on_time_share", ("provincial", "01", TOTAL)) == 80
    assert inputs.plan_by_week("completed", whole) == {1: 5, 3: 7}
    assert planned(inputs, now, "completed", whole) == 30
    of_unit = workspace.load(office.folders, now, "01")
    assert of_unit.plan_by_week("completed", whole) == {2: 1}
    assert planned(of_unit, then, "on_time_share", whole) == 80


def test_the_plan_of_a_unit_that_was_another_one_then_is_not_taken_for_its_own(tmp_path):
    office = SmallOffice.in_folder(tmp_path, "2024Q3", "2025Q3")
    (tmp_path / "data" / "units.csv").write_bytes((ROOT / "data" / "units.csv").read_bytes())
    write(office, HEADER + "tasks,,24,,9,\ntasks,,01,,8,\ntasks,,,,99,\n", "2024Q3")
    inputs, then = workspace.load(office.folders, Quarter(2025, 3)), Quarter(2024, 3)
    assert math.isnan(planned(inputs, then, "tasks", ("provincial", "24", TOTAL)))
    assert planned(inputs, then, "tasks", ("provincial", "01", TOTAL)) == 8
    assert planned(inputs, then, "tasks", (TOTAL, TOTAL, TOTAL)) == 99


def test_the_manifest_names_the_plan_and_a_changed_one_is_built_anew(office):
    assert "plan.csv" in (office.output / "2023Q3" / "ro-crate-metadata.json").read_text("utf-8")
    assert "nothing changed" in office.run("2023Q3", "--dry-run").stdout
    write(office, PLAN.replace("15", "16"))
    assert "data/2023Q3/plan.csv changed" in office.run("2023Q3", "--dry-run").stdout
    write(office, PLAN)


def test_check_says_what_is_planned_and_which_sums_differ(office):
    ran = office.run("check", "2023Q3")
    assert ran.returncode == 0, ran.stderr
    assert "plan: 8" not in ran.stdout
    assert "cells with a plan: 7, for the indicators tasks, on_time_share, median_days_late; without a plan: completed, " in ran.stdout  # fmt: skip
    assert "Rows without a number yet: 1." in ran.stdout
    assert (
        "tasks, Provincial statistics offices: the plan is 20, but its parts add up to 22."
        in ran.stdout
    )


def test_new_carries_the_plan_over_and_says_that_it_is_the_last_quarters(tmp_path):
    office = SmallOffice.in_folder(tmp_path, "2023Q3", rows=12)
    plan = write(office, PLAN)
    ran = office.run("new", "2023Q4")
    carried = office.root / "data" / "2023Q4" / "plan.csv"
    assert carried.read_bytes() == plan.read_bytes()
    assert "plan.csv: the plan is still that of 2023Q3; revise it for 2023Q4." in ran.stderr
    office.register("2023Q4", some_tasks("2023Q4", 12))
    assert "the plan is still that of 2023Q3" in office.run("check", "2023Q4").stdout
    carried.write_text(PLAN.replace("12", "13"), "utf-8")
    assert "the plan is still" not in office.run("check", "2023Q4").stdout


# Reading


@pytest.fixture
def known(tmp_path):
    SmallOffice.in_folder(tmp_path)
    return units.load(tmp_path / "data" / "units.csv"), default_office(), Quarter(2023, 3)


def read(path, text, known):
    path.write_text(text, "utf-8")
    return plans.read(path, *known)


def test_headings_codes_and_numbers_are_taken_as_people_write_them(tmp_path, known):
    text = (
        "Kế hoạch quý III;;;;;\n"
        "CHỈ TIÊU ;Nhóm đơn vị;Đơn vị;Nguồn giao việc;Tuần;Kế  hoạch\n"
        "tasks;;1;;;1.234.567\n"
        "tasks;PROVINCIAL;;ad hoc;;87,5\n"
        "on_time_share;Đơn vị sự nghiệp công lập;;;;90%\n"
        "\n"
        "balance;_T;_T;_T;3;−5\n"
        "tasks;;;;;\n"
    )
    table = read(tmp_path / "plan.csv", text, known)
    cells = table[["unit_group", "unit", "source"]].values.tolist()
    assert cells == [
        ["provincial", "01", "_T"], ["provincial", "_T", "ad_hoc"], ["public_service", "_T", "_T"],
        ["_T", "_T", "_T"], ["_T", "_T", "_T"],
    ]  # fmt: skip
    assert table["plan"].fillna(-1).tolist() == [1234567, 87.5, 90, -5, -1]
    assert table["row"].tolist() == [3, 4, 5, 7, 8]
    assert table["week"].fillna(0).tolist() == [0, 0, 0, 3, 0]


def test_a_workbook_is_read_as_a_csv_file_is(tmp_path, known):
    book = openpyxl.Workbook()
    book.active.append(["ghi chú"])
    sheet = book.create_sheet("Kế hoạch")
    sheet.append(["indicator", "unit", "plan"])
    sheet.append(["tasks", "01", 33.375])
    sheet.append(["completed", None, "x"])
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(InputError) as caught:
        plans.read(tmp_path / "plan.xlsx", *known)
    assert "plan.xlsx, sheet “Kế hoạch”, row 3, column “plan”: “x” is not a number" in str(caught.value)  # fmt: skip
    sheet["C3"] = 4
    book.save(tmp_path / "plan.xlsx")
    assert plans.read(tmp_path / "plan.xlsx", *known)["plan"].tolist() == [33.375, 4]


MISTAKES = {
    "a group that is none": ("tasks,provincia,,,1,", "column “unit_group”: “provincia” is not a unit group; expected one of: headquarters"),
    "a unit that is none": ("tasks,,Hà Lội,,1,", "column “unit”: “Hà Lội” is not a known unit (perhaps “Cục Thống kê thành phố Hà Nội”?)"),
    "another group than the unit's": ("tasks,headquarters,01,,1,", "column “unit_group”: “headquarters” is not the group of unit 01"),
    "a source that is none": ("tasks,,,Lạ,1,", "column “source”: “Lạ” is not known; expected one of"),
    "no indicator": (",,,,1,", "column “indicator”: a blank cell; expected an indicator"),
    "a number that is none": ("tasks,,,,many,", "column “plan”: “many” is not a number"),
    "a number as computers write it": ("tasks,,,,1_000,", "column “plan”: “1_000” is not a number"),
    "no finite number": ("tasks,,,,inf,", "column “plan”: “inf” is not a number"),
    "a number of two meanings": ("tasks,,,,1.525,", "column “plan”: “1.525” can be read in two ways; write 1525 or 1.5250"),
    "a share of more than all": ("late_share,,,,150,", "column “plan”: “150” cannot be a share; expected 0 to 100"),
    "a count below nothing": ("completed,,,,-5,", "column “plan”: “-5” cannot be a plan for this indicator"),
    "a count in per cent": ("tasks,,,,90%,", "column “plan”: “90%” cannot be a plan for this indicator"),
    "a cell twice": ("tasks,,01,,1,\ntasks,provincial,1,_T,1,", "row 3, column “indicator”: “tasks” already has a plan for the same cell in row 2"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_plan_that_cannot_be_right_is_told_with_its_place(tmp_path, known, mistake):
    lines, says = MISTAKES[mistake]
    with pytest.raises(InputError) as caught:
        read(tmp_path / "plan.csv", HEADER + lines + "\n", known)
    assert len(caught.value.problems) == 1
    assert says in str(caught.value)
    assert all("plan.csv, " in text for text in caught.value.problems[0])


def test_a_week_of_thousands_of_digits_is_none(tmp_path, known):
    with pytest.raises(InputError, match="is not a week; expected its number in the quarter"):
        read(tmp_path / "plan.csv", f"indicator,week,plan\ntasks,{'9' * 5000},1\n", known)


def test_a_share_of_a_percentage_cell_of_excel_is_refused_and_told_how_to_write_it(tmp_path, known):
    book = openpyxl.Workbook()
    for row in (["indicator", "plan"], ["on_time_share", 0.9], ["overdue_share", "0,5%"]):
        book.active.append(row)
    book.active["B2"].number_format = "0.0%"
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(InputError, match=r"row 2, column “plan”: “0\.9” is 1% or less") as caught:
        plans.read(tmp_path / "plan.xlsx", *known)
    assert len(caught.value.problems) == 1
    book.active["B2"] = 90
    book.save(tmp_path / "plan.xlsx")
    assert plans.read(tmp_path / "plan.xlsx", *known)["plan"].tolist() == [90, 0.5]
    book.active["B2"] = 1.5
    book.save(tmp_path / "plan.xlsx")
    assert plans.read(tmp_path / "plan.xlsx", *known)["plan"].tolist() == [1.5, 0.5]
    book.active["B2"] = 1  # shown as 100%
    book.active["B3"] = 1  # of what is overdue it may be meant
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(InputError, match=r"row 2, .*“1” is 1% or less") as caught:
        plans.read(tmp_path / "plan.xlsx", *known)
    assert len(caught.value.problems) == 1


def test_a_text_of_excel_may_mean_thousands_and_a_number_may_not(tmp_path, known):
    book = openpyxl.Workbook()
    for row in (["indicator", "unit", "plan"], ["tasks", "01", 1.525], ["tasks", "79", "1.525"]):
        book.active.append(row)
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(InputError) as caught:
        plans.read(tmp_path / "plan.xlsx", *known)
    (told,) = caught.value.problems
    assert "row 3, column “plan”: “1.525” can be read in two ways; write 1525 or 1.5250" in told.en


def test_headings_alone_plan_nothing(tmp_path, known):
    assert read(tmp_path / "plan.csv", "indicator,unit_group,unit,source,plan\n", known).empty


def test_two_sheets_of_plans_are_a_mistake(tmp_path, known):
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Sheet 2")):
        sheet.append(["indicator", "plan"])
        sheet.append(["tasks", 1])
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(InputError, match="the sheets “Sheet”, “Sheet 2” all have the headings"):
        plans.read(tmp_path / "plan.xlsx", *known)


def test_a_file_without_headings_and_two_files_are_told(tmp_path, known):
    with pytest.raises(InputError, match="row 1 lacks indicator, plan"):
        read(tmp_path / "plan.csv", "tasks,1\n", known)
    folder = tmp_path / "2023Q3"
    folder.mkdir()
    for name in ("plan.csv", "plan.xlsx"):
        (folder / name).write_bytes(b"")
    with pytest.raises(InputError, match="There are 2 data files"):
        find(tmp_path, Quarter(2023, 3), PLANS)


def test_a_decimal_comma_without_quotes_is_no_plan_of_whole_numbers(tmp_path, known):
    with pytest.raises(
        InputError, match=r"plan\.csv, row 2: has 3 cells, but there are 2 headings"
    ):
        read(tmp_path / "plan.csv", "indicator,plan\non_time_share,87,5\n", known)


@pytest.mark.parametrize(
    ("header", "named"),
    [("indicator,unit_grup,plan", "“unit_grup”"), ("indicator,plan,Kế hoạch", "“Kế hoạch”")],
)
def test_a_column_that_is_not_known_or_comes_twice_is_not_left_out_in_silence(
    tmp_path, known, header, named
):
    with pytest.raises(InputError, match=f"row 1: columns unknown or repeated: {named};"):
        read(tmp_path / "plan.csv", f"{header}\ntasks,provincial,1\n", known)


@pytest.mark.parametrize(("plans", "noticed"), [((5, 10, 4), False), ((5, 15, 19), True)])
def test_plans_of_weeks_that_are_added_up_already_are_noticed(tmp_path, plans, noticed):
    office = SmallOffice.in_folder(tmp_path, "2023Q3", rows=20)
    lines = [f"completed,,,,{week},{plan},\n" for week, plan in enumerate(plans, 1)]
    write(office, WEEKLY + "".join(lines))
    said = checks.check(office.folders, Quarter(2023, 3)).en
    assert (
        "completed: the plans of the weeks add up to 39, but there are 20 tasks" in said
    ) == noticed
    assert "completed" not in said.partition("without a plan: ")[2].partition(",")[0]


@pytest.mark.parametrize(("whole", "noticed"), [(19, False), (20, True)])
def test_plans_of_weeks_that_do_not_add_up_to_the_quarters_are_noticed(tmp_path, whole, noticed):
    office = SmallOffice.in_folder(tmp_path, "2023Q3", rows=20)
    lines = [f"completed,,,,{week},{plan},\n" for week, plan in enumerate((5, 10, 4), 1)]
    write(office, WEEKLY + "".join([*lines, f"completed,,,,,{whole},\n"]))
    said = checks.check(office.folders, Quarter(2023, 3)).en
    told = "completed: the plans of the weeks add up to 19, the plan of the whole quarter is 20."
    assert (told in said) == noticed


@pytest.mark.parametrize(("plan", "noticed"), [("30", False), ("1,5", True)])
def test_a_plan_of_half_a_task_is_noticed(tmp_path, plan, noticed):
    office = SmallOffice.in_folder(tmp_path, "2023Q3", rows=20)
    write(office, f'{HEADER}completed,,,,"{plan}",\n')
    said = checks.check(office.folders, Quarter(2023, 3)).en
    assert ("completed: the plan 1.50 is not a whole number, " in said) == noticed


def test_a_statement_that_is_not_there_is_told_with_what_else_is_wrong(tmp_path):
    office = SmallOffice.in_folder(
        tmp_path, "2023Q3", rows=12, params="statement: none.yaml\nas_of: 2023-01-01\n"
    )
    with pytest.raises(InputError) as caught:
        checks.check(office.folders, Quarter(2023, 3))
    said = "\n".join(problem.en for problem in caught.value.problems)
    assert "key “as_of”" in said
    assert said.count("none.yaml") == 1


def test_every_mistake_of_plan_and_params_is_told_at_once(tmp_path):
    office = SmallOffice.in_folder(tmp_path, "2023Q3", rows=12, params="targets: {task: 1}\n")
    write(office, HEADER + "on_time_shar,,,,1,\ntasks,,,,x,\n")
    ran = office.run("2023Q3")
    assert ran.returncode == 2
    assert "row 2, column “indicator”: “on_time_shar” is not an indicator (perhaps “on_time_share”?); the notebook has: " in ran.stderr  # fmt: skip
    assert "row 3, column “plan”: “x” is not a number" in ran.stderr
    assert "there is no indicator “task”" in ran.stderr
    assert not (office.output / "2023Q3").exists()


# Units that change

REUSED = """24,Cục Thống kê tỉnh Bắc Giang,Bắc Giang,provincial,2020-03-18,2025-06-30,24
27,Cục Thống kê tỉnh Bắc Ninh cũ,Old Bắc Ninh,provincial,2020-03-18,2025-06-30,24
24,Thống kê tỉnh Bắc Ninh,Bắc Ninh,provincial,2025-07-01,,
30,Cục Thống kê tỉnh Hải Dương,Hải Dương,provincial,2020-03-18,2025-08-15,31
31,Thống kê thành phố Hải Phòng,Hải Phòng,provincial,2025-08-16,,
90,Trung tâm cũ,Old centre,provincial,2020-03-18,2025-08-01,
"""


@pytest.fixture
def plan_of(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(f"code,name_vi,name_en,group,valid_from,valid_to,successor\n{REUSED}", "utf-8")
    register = units.load(path)

    def plan_of(unit: str, quarter: str):
        plan = tmp_path / "plan.csv"
        plan.write_text(f"indicator,unit,plan\ntasks,{unit},1\n", "utf-8")
        return plans.read(plan, register, default_office(), Quarter.parse(quarter))

    return plan_of


@pytest.mark.parametrize(
    ("written", "quarter", "code"),
    [
        ("24", "2025Q2", "24"),
        ("24", "2025Q3", "24"),
        ("Thống kê tỉnh Bắc Ninh", "2025Q3", "24"),
        ("27", "2025Q2", "27"),
        ("31", "2025Q3", "31"),
        ("90", "2025Q3", "90"),  # it ended in the quarter, and nobody took it over
    ],
)
def test_a_plan_is_for_the_unit_that_has_the_code_in_the_quarter(plan_of, written, quarter, code):
    assert plan_of(written, quarter)["unit"].tolist() == [code]


@pytest.mark.parametrize(
    ("written", "quarter", "told"),
    [
        ("27", "2025Q3", "did not exist in the third quarter of 2025; units.csv lists it from 18 March 2020 to 30 June 2025. Give"),
        ("Cục Thống kê tỉnh Bắc Giang", "2025Q3", "did not exist in the third quarter of 2025"),
        ("31", "2025Q2", "did not exist in the second quarter of 2025; units.csv lists it from 16 August 2025"),
        ("30", "2025Q3", "belongs to unit 31 (Hải Phòng) by the end of the quarter, having existed only from 18 March 2020 to 15 August 2025; add its plan to that of 31."),
    ],
)  # fmt: skip
def test_a_plan_for_a_unit_that_is_not_there_says_what_to_do(plan_of, written, quarter, told):
    with pytest.raises(InputError) as caught:
        plan_of(written, quarter)
    (problem,) = caught.value.problems
    assert f"column “unit”: “{written}” {told}" in problem.en


def test_of_many_mistakes_the_first_twenty_of_a_kind_and_a_count_are_told(tmp_path, known):
    lines = "".join(f"tasks,,Hà Lội {n},,x{n},\n" for n in range(1500))
    with pytest.raises(InputError) as caught:
        read(tmp_path / "plan.csv", HEADER + lines, known)
    told = [problem.en.partition(", column ")[2] for problem in caught.value.problems]
    assert len(told) == 42
    assert told[20] == "“unit”: 1,480 more like this (1,500 rows in all)."
    assert told[41] == "“plan”: 1,480 more like this (1,500 rows in all)."
