"""What exports have that are no mistakes of the office, and what each of them is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from exports import UNITS_CSV, rows, write_csv, write_xlsx
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reporting.inputs.office import default_office
from reporting.registers import headings, tasks, units, units_file
from reporting.registers.register import not_yet, refusal
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter


@pytest.fixture
def known(tmp_path: Path) -> units.Units:
    path = tmp_path / "units.csv"
    path.write_text(UNITS_CSV, "utf-8")
    return units.load(path)


def told(grid: list, folder: Path, known: units.Units) -> str:
    with pytest.raises(InputError) as raised:
        tasks.load(write_csv(folder / "tasks.csv", grid), known)
    return "\n".join(problem.en for problem in raised.value.problems)


@pytest.mark.parametrize(
    "group",
    [
        ["II. CÔNG VIỆC CỦA CỤC"],
        ["", "II. Công việc của cục"],
        ["II", "Công việc của cục"],
        ["CÔNG VIỆC CỦA CỤC"],
        ["Công việc theo kế hoạch:"],
        ["II", "Công việc của cục", "", "", "", "", "", "1"],
        ["CÔNG VIỆC CỦA CỤC", "", "", "", "", "", "", "1"],
    ],
)
def test_rows_that_name_a_group_are_left_out_and_counted(tmp_path, known, group):
    head, first, second = rows({}, {})
    register = tasks.load(
        write_xlsx(tmp_path / "tasks.xlsx", {"S": [head, first, group, second]}), known
    )
    assert len(register.table) == 2
    (note,) = register.notes
    assert note.kind == "groups"
    assert note.text.en == "Rows that name a group of tasks left out: 1 (row 3)."


@pytest.mark.parametrize(
    "row",
    [
        ["A2", "Báo cáo"],
        ["", "Báo cáo tháng 7"],
        ["7", "BÁO CÁO"],
        ["", "Báo cáo theo kế hoạch"],
        ["Công việc 7"],
        ["II", "Báo cáo", "", "", "", "", "", "Hoàn thành"],
        ["II", "Báo cáo", "", "", "1/7/2023"],
    ],
)
def test_a_task_of_which_all_else_is_missing_is_no_group(tmp_path, known, row):
    head, first, second = rows({}, {})
    assert "row 3" in told([head, first, row, second], tmp_path, known)


@pytest.mark.parametrize(
    ("row", "heading"),
    [(["", "Công việc của cục"], "Tên công việc"), (["Công việc 7"], "Mã công việc")],
)
def test_a_row_of_one_cell_is_one_mistake_that_says_what_it_may_be(tmp_path, known, row, heading):
    head, first, second = rows({}, {"assigned_on": ""})
    one, other = told([head, first, row, second], tmp_path, known).splitlines()
    assert f"row 3, column “{heading}”" in one
    assert (
        f"is the only filled cell of its row; if it names a group of tasks, number it (“II. {row[-1]}”)"
        in one
    )
    assert "row 4, column “Ngày giao việc”" in other


@pytest.mark.parametrize(
    ("total", "differs"), [("2", False), ("300", True), ("2 công việc", False)]
)
def test_a_totals_row_that_says_another_number_is_noticed(tmp_path, known, total, differs):
    grid = [*rows({}, {}), ["Tổng cộng", total]]
    notes = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).notes
    expected = "The totals row 4 says 300; tasks above it: 2. Is the file complete?"
    assert [n.text.en for n in notes if n.kind == "totals_differ"] == [expected] * differs


@pytest.mark.parametrize(("total", "differs"), [("2", False), ("300", True)])
def test_a_totals_row_above_all_tasks_counts_those_below(tmp_path, known, total, differs):
    head, *body = rows({}, {})
    grid = [head, ["Tổng cộng", total], *body]
    notes = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).notes
    expected = "The totals row 2 says 300; tasks below it: 2. Is the file complete?"
    assert [n.text.en for n in notes if n.kind == "totals_differ"] == [expected] * differs


def test_a_totals_row_of_weights_counts_no_tasks(tmp_path, known):
    head, *body = rows({"weight": 1.5}, {"weight": 2.5})
    grid = [head, *body, ["Tổng cộng", *[""] * (len(head) - 2), "4"]]
    notes = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).notes
    assert [note.kind for note in notes] == ["totals"]


def test_a_totals_row_may_have_a_count_below_each_heading(tmp_path, known):
    grid = [*rows({}, {}), ["Tổng cộng", "2", "", "", "2", "2", "1", "0"]]
    register = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known)
    assert [(note.kind, note.count) for note in register.notes] == [("totals", 1)]


ENGLISH = [
    "Task ID",
    "Title",
    "Unit",
    "Source",
    "Assigned on",
    "Due date",
    "Completed on",
    "Status",
]
NUMBERED = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)=(7)-(6)"]


@pytest.mark.parametrize("row", [ENGLISH, NUMBERED])
def test_a_second_row_of_headings_is_no_task(tmp_path, known, row):
    head, *body = rows({}, {})
    register = tasks.load(write_csv(tmp_path / "tasks.csv", [head, row, *body]), known)
    assert [(note.kind, note.count) for note in register.notes] == [("headings", 1)]


def workbook(path: Path, grid: list[list[object]]) -> tuple[openpyxl.Workbook, Path]:
    book = openpyxl.Workbook()
    for row in grid:
        book.active.append([None if cell == "" else cell for cell in row])
    return book, path / "tasks.xlsx"


def test_rows_that_a_filter_hides_are_counted_and_noticed(tmp_path, known):
    book, path = workbook(tmp_path, rows({}, {}, {}))
    for row in (1, 3, 4):  # the headings are no task
        book.active.row_dimensions[row].hidden = True
    book.save(path)
    register = tasks.load(path, known)
    assert len(register.table) == 3
    assert [(note.kind, note.count) for note in register.notes] == [("hidden", 2)]


def test_days_counted_from_1904_are_those_that_excel_shows(tmp_path, known):
    serial = (date(2023, 7, 3) - date(1904, 1, 1)).days
    grid = rows({"assigned_on": serial, "due_on": date(2023, 7, 31), "completed_on": "31/7/2023"})
    book, path = workbook(tmp_path, grid)
    book.epoch = CALENDAR_MAC_1904
    book.save(path)
    (row,) = tasks.load(path, known).table[["assigned_on", "due_on", "completed_on"]].values
    assert [str(day)[:10] for day in row] == ["2023-07-03", "2023-07-31", "2023-07-31"]


def test_a_file_that_was_cut_off_is_refused(tmp_path, known):
    path = write_csv(tmp_path / "tasks.csv", rows({}, {}))
    whole = path.read_text("utf-8").rstrip()
    path.write_text(whole, "utf-8")
    assert len(tasks.load(path, known).table) == 2
    path.write_text(whole + "\nTổng cộng,2", "utf-8")
    assert len(tasks.load(path, known).table) == 2
    path.write_text(whole.removesuffix(",31/7/2023,Hoàn thành"), "utf-8")
    with pytest.raises(InputError, match=r"the last row \(3\) lacks cells"):
        tasks.load(path, known)


def of_second_quarter(**change: str) -> dict[str, str]:
    return {"assigned_on": "3/4/2023", "due_on": "31/5/2023", "completed_on": "30/5/2023"} | change


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, True),
        ({"completed_on": "3/7/2023"}, False),  # done in the quarter
        ({"completed_on": ""}, False),  # still open
        ({"due_on": "3/7/2023"}, False),
    ],
)
def test_last_quarters_export_of_which_nothing_is_of_the_quarter_is_refused(
    tmp_path, known, change, refused
):
    grid = rows(of_second_quarter(), of_second_quarter(), of_second_quarter(**change))
    register = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known)
    told = [*refusal(register, Quarter(2023, 3), date(2023, 9, 30))]
    assert len(told) == refused
    assert all("Move the file to the folder for the second quarter of 2023" in t.en for t in told)


def test_a_subtotal_counts_its_own_group(tmp_path, known):
    head, *body = rows({}, {}, {})
    grid = [
        head,
        ["I. NHÓM MỘT"],
        *body[:2],
        ["Cộng", "2"],
        ["II. NHÓM HAI"],
        body[2],
        ["Cộng", "1"],
    ]
    notes = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).notes
    assert "totals_differ" not in [note.kind for note in notes]


@pytest.mark.parametrize(
    "cell",
    [
        "Hà Nội; Hà Giang",
        "Hà Nội\nHà Giang",
        "Hà Nội - Hà Giang",
        "Hà Nội (chủ trì), 02 (phối hợp)",
    ],
)
def test_two_units_in_a_cell_are_told(tmp_path, known, cell):
    assert "has 2 units in one cell" in told(rows({"unit": cell}), tmp_path, known)


@pytest.mark.parametrize(
    "cell",
    ["01 - Cục Thống kê thành phố Hà Nội", "01 – Hà Nội", "CỤC THỐNG KÊ THÀNH PHỐ HÀ NỘI - 1"],
)
def test_code_and_name_of_one_unit_are_that_unit(tmp_path, known, cell):
    path = write_csv(tmp_path / "tasks.csv", rows({"unit": cell}, {"unit": "NXB"}))
    assert tasks.load(path, known).table["unit"].tolist() == ["01", "NXB"]


def test_code_and_what_is_not_its_name_are_no_unit(tmp_path, known):
    assert "has 2 units in one cell" in told(rows({"unit": "02 - Hà Nội"}), tmp_path, known)
    assert "(perhaps “Cục Thống kê thành phố Hà Nội”?)" in told(
        rows({"unit": "01 - Hà Nôi"}), tmp_path, known
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CTK TP.HCM", "Cục Thống kê thành phố Hồ Chí Minh"),
        ("CTK TP Hà Nội", "Cục Thống kê thành phố Hà Nội"),
        ("CTK Hòa Bình", "Cục Thống kê tỉnh Hòa Bình"),
        ("TP HCM", "Cục Thống kê thành phố Hồ Chí Minh"),
        ("TPHCM", "Cục Thống kê thành phố Hồ Chí Minh"),
        ("HN", None),  # Hà Nội, Hà Nam, Hưng Yên …
        ("CTK H", None),
        ("Vụ TK", None),
    ],
)
def test_an_abbreviation_is_told_with_the_name_meant(text, name):
    names = [
        "Cục Thống kê thành phố Hồ Chí Minh",
        "Cục Thống kê thành phố Hà Nội",
        "Cục Thống kê tỉnh Hòa Bình",
        "Cục Thống kê tỉnh Hà Giang",
    ]
    found = units_file.abbreviated(text, names)
    assert [names[place] for place in found] == ([name] if name else [])


def test_the_name_meant_is_in_the_message(tmp_path, known):
    text = told(rows({"unit": "CTK TP.HN"}), tmp_path, known)
    assert "perhaps “Cục Thống kê thành phố Hà Nội”?" in text


DAYS = [(day, month) for month in (7, 8, 9) for day in range(1, 29)]


def test_days_turned_round_by_an_english_excel_are_told(tmp_path, known):
    turned = [f"{month}/{day}/2023" if day <= 12 else f"{day}/{month}/2023" for day, month in DAYS]
    grid = rows(*({"assigned_on": day, "due_on": "", "completed_on": ""} for day in turned))
    text = told(grid, tmp_path, known)
    assert (
        "row 5, column “Ngày giao việc” (assigned_on): “7/4/2023” seems to have day and month"
        in text
    )
    assert "7 more like this (27 rows in all)" in text


FEW = [(day, 7) for day in (1, 3, 5, 8, 11, 14, 17, 20, 25, 28)]


def in_excel(tmp_path: Path, days: list[object]) -> Path:
    cells = [{"assigned_on": day, "due_on": "", "completed_on": ""} for day in days]
    return write_xlsx(tmp_path / "tasks.xlsx", {"S": rows(*cells)})


def test_few_days_that_excel_could_turn_beside_texts_that_it_could_not_are_told(tmp_path, known):
    turned = [date(2023, day, 7) if day <= 12 else f"{day}/7/2023" for day, _ in FEW]
    with pytest.raises(InputError) as raised:
        tasks.load(in_excel(tmp_path, turned), known)
    assert len(raised.value.problems) == 6
    assert "“7 January 2023” seems to have day and month swapped" in str(raised.value)


def test_days_typed_in_another_form_than_others_are_not_taken_for_turned(tmp_path, known):
    typed = [date(2023, 7, day) if at % 2 else f"{day}/7/2023" for at, (day, _) in enumerate(FEW)]
    assert len(tasks.load(in_excel(tmp_path, typed), known).table) == len(FEW)


def test_days_as_they_were_given_are_not_taken_for_turned(tmp_path, known):
    given = [f"{day}/{month}/2023" for day, month in DAYS] + ["8/1/2023"] * 40 + ["5/2/2023"] * 3
    grid = rows(*({"assigned_on": day, "due_on": "", "completed_on": ""} for day in given))
    assert len(tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).table) == len(given)


@pytest.mark.parametrize("weight", ["inf", "nan", "1_000", "-1", "1e999", "1.500", "1,500"])
def test_a_weight_that_is_no_plain_number_is_refused(tmp_path, known, weight):
    assert f"“{weight}” " in told(rows({"weight": weight}), tmp_path, known)


@pytest.mark.parametrize(
    ("weight", "value"), [("1,5", 1.5), ("0.125", 0.125), ("20%", 0.2), ("1500", 1500)]
)
def test_a_plain_weight_is_read(tmp_path, known, weight, value):
    path = write_csv(tmp_path / "tasks.csv", rows({"weight": weight}))
    assert tasks.load(path, known).table["weight"].tolist() == [value]


def test_a_weight_of_a_thousandth_that_excel_has_as_a_number_is_one(tmp_path, known):
    path = write_xlsx(tmp_path / "tasks.xlsx", {"S": rows({"weight": 1.125}, {"weight": 1.5})})
    assert tasks.load(path, known).table["weight"].tolist() == [1.125, 1.5]
    write_xlsx(path, {"S": rows({"weight": "1.125"})})
    with pytest.raises(InputError, match=r"“1\.125” may be thousands or decimals"):
        tasks.load(path, known)


@pytest.mark.parametrize("kind", [pa.float64(), pa.decimal128(10, 3)])
def test_a_weight_of_a_thousandth_that_parquet_has_as_a_number_is_one(tmp_path, known, kind):
    grid = rows({"weight": "1.125"})
    table = pa.table(dict(zip(grid[0], ([it] for it in grid[1]), strict=True)))
    path = tmp_path / "tasks.parquet"
    pq.write_table(table, path)
    with pytest.raises(InputError, match=r"“1\.125” may be thousands or decimals"):
        tasks.load(path, known)
    place = grid[0].index("weight")
    number = pa.array([Decimal("1.125")]).cast(kind)
    pq.write_table(table.set_column(place, "weight", number), path)
    assert tasks.load(path, known).table["weight"].tolist() == [1.125]


def test_half_of_the_due_dates_or_some_statuses_missing_are_noticed(tmp_path, known):
    grid = rows({"due_on": ""}, {"due_on": "", "status": ""}, {}, {})
    notes = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).notes
    assert {(note.kind, note.count) for note in notes} == {
        ("due_on_unfilled", 2),
        ("status_unfilled", 1),
    }
    grid = rows({"due_on": ""}, {}, {})
    assert not tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).notes


def test_half_a_column_of_formulas_without_values_is_told(tmp_path, known):
    book = openpyxl.Workbook()
    for row in rows(*[{} for _ in range(6)]):
        book.active.append(row)
    for row in (2, 3, 4):
        book.active.cell(row, 7, f"=F{row}+1")
    book.save(tmp_path / "tasks.xlsx")
    with pytest.raises(InputError) as raised:
        tasks.load(tmp_path / "tasks.xlsx", known)
    assert len(raised.value.problems) == 4
    assert "column “Ngày hoàn thành” (completed_on): “#CALC!”" in str(raised.value)
    assert "calculate it (F9)" in str(raised.value)


def test_of_many_unknown_units_the_first_twenty_and_a_count_are_told(tmp_path, known):
    grid = rows(*({"unit": f"Hà Lội {n} {'x' * 200}"} for n in range(2_000)))
    lines = told(grid, tmp_path, known).splitlines()
    assert len(lines) == 21
    assert "1,980 more like this (2,000 rows in all)" in lines[-1]
    assert max(map(len, lines)) < len(str(tmp_path)) + 300


def test_a_half_filled_column_is_noticed(tmp_path, known):
    grid = rows({"weight": "2"}, {"completed_on": ""}, {})
    notes = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).notes
    assert {(note.kind, note.count) for note in notes} == {
        ("completed_on_unfilled", 1),
        ("weight_unfilled", 2),
    }


# What would be counted wrongly without a word


def written(folder: Path, text: str) -> Path:
    path = folder / "tasks.csv"
    path.write_text(text, "utf-8")
    return path


def as_lines(grid: list) -> list[str]:
    return [",".join(str(cell or "") for cell in row) for row in grid]


def refused(path: Path, known: units.Units) -> str:
    with pytest.raises(InputError) as raised:
        tasks.load(path, known)
    return "\n".join(problem.en for problem in raised.value.problems)


def test_a_decimal_comma_that_makes_two_cells_of_one_is_refused(tmp_path, known):
    head, first, second = as_lines(rows({"weight": 1}, {"weight": 2}))
    said = refused(written(tmp_path, f"{head}\n{first},5\n{second},,\n"), known)
    width = head.count(",") + 1
    assert f"tasks.csv, row 2: has {width + 1} cells, but there are {width} headings; " in said
    assert "row 3" not in said, "blank cells at the end of a row are none too many"


def test_a_comma_in_the_middle_of_a_row_that_makes_two_cells_of_one_is_refused(tmp_path, known):
    head, first, second = as_lines(
        rows({"weight": "1,5", "remark": ""}, {"weight": 2, "remark": ""})
    )
    said = refused(written(tmp_path, f"{head}\n{first}\n{second}\n"), known)
    assert "tasks.csv, row 2: has" in said
    assert "row 3" not in said
    head, first, second = as_lines(rows({"due_on": ","}, {}, without=("status",)))
    said = refused(written(tmp_path, f"{head}\n{first}\n{second}\n"), known)
    assert "tasks.csv, row 2: has" in said, "a completion date would be left out"


def test_a_remark_beside_the_table_shifts_no_cell(tmp_path, known):
    head, first, second = as_lines(rows({}, {}))
    path = written(tmp_path, f"{head}\n{first},ghi chú riêng\n{second}\n")
    assert len(tasks.load(path, known).table) == 2


def test_a_quotation_mark_that_swallows_rows_is_refused(tmp_path, known):
    head, *body = as_lines(rows(*[{}] * 4))
    body[0] = body[0].replace(",", ',"', 1)  # opened here, and closed in the third row
    body[2] = body[2].replace(",", ',"', 1)
    said = refused(written(tmp_path, "\n".join([head, *body, ""])), known)
    assert "tasks.csv, row 2: a cell holds several rows of the file" in said


@pytest.mark.parametrize(
    "title",
    [
        "Soạn báo cáo, gồm:\n- số liệu, bảng, biểu, đồ thị, phụ lục, danh sách, bản đồ;\n- lời văn, nhận xét",
        "Cấp giấy chứng nhận các thửa 12,15,17,20,21\ntờ bản đồ số 5",
        "quý I 1,5 tỷ\nquý II 2,5 tỷ\nquý III 3,5 tỷ\nquý IV 4,5 tỷ",
    ],
)
def test_a_title_of_several_lines_is_none(tmp_path, known, title):
    grid = rows({"title": title}, {})
    assert len(tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).table) == 2


@pytest.mark.parametrize("aside", ["(dự kiến)", "(theo kế hoạch)", "[Dự kiến]", "(planned)"])
def test_a_day_that_is_only_planned_is_no_completion(tmp_path, known, aside):
    head, *body = rows({}, {})
    head = [f"{name} {aside}" if name == "Ngày hoàn thành" else name for name in head]
    register = tasks.load(write_csv(tmp_path / "a.csv", [head, *body]), known)
    assert not register.dated, "the statuses count"
    assert register.table["completed_on"].isna().all()


@pytest.mark.parametrize(
    ("name", "aside"),
    [
        ("Ngày hoàn thành", "(dd/mm/yyyy)"), ("Ngày hoàn thành", "(lần cuối)"), ("Hạn hoàn thành", "(dự kiến)"),
        ("Hạn hoàn thành", "(theo kế hoạch)"), ("Loại công việc", "(kế hoạch/đột xuất)"),
    ],
)  # fmt: skip
def test_what_stands_behind_a_heading_makes_no_other_column_of_it(tmp_path, known, name, aside):
    head, *body = rows({}, {})
    head = [f"{each} {aside}" if each == name else each for each in head]
    assert tasks.load(write_csv(tmp_path / "a.csv", [head, *body]), known).dated


def test_a_second_sheet_that_lacks_a_heading_is_not_left_out_in_silence(tmp_path, known):
    head, *body = rows({}, {})
    later = [[*row[:1], f"Việc khác {n}", *row[2:]] for n, row in enumerate(body)]
    other = [name.replace("Hạn hoàn thành", "Hạn hoàn thàn") for name in head]
    less = [row[:3] + row[4:] for row in (head, *later)]  # without its source
    for sheet in ([other, *later], less, later):
        path = write_xlsx(tmp_path / "a.xlsx", {"Tháng 7": [head, *body], "Tháng 8": sheet})
        assert "the sheet “Tháng 8” looks like the list on “Tháng 7”" in refused(path, known)
    for beside in (
        [other],
        [head[:6]],
        [head[:6], ["A9", "Họp", "01", "Phát sinh"]],
        [row[:3] + row[4:] for row in (head, *body)],
        body,
        [["Nghỉ lễ", "Quốc khánh", "", "", "2/9/2023"]],
    ):  # a form, extracts, some days
        path = write_xlsx(tmp_path / "b.xlsx", {"Danh sách": [head, *body], "Mẫu": beside})
        assert len(tasks.load(path, known).table) == 2


def test_headings_that_come_again_in_another_order_are_no_repetition(tmp_path, known):
    head, first, second = rows({}, {})
    due, done = head.index("Hạn hoàn thành"), head.index("Ngày hoàn thành")
    swapped = [*head]
    swapped[due], swapped[done] = head[done], head[due]
    assert "row 3" in told([head, first, swapped, second], tmp_path, known)
    register = tasks.load(write_csv(tmp_path / "b.csv", [head, first, head, second]), known)
    assert len(register.table) == 2


def test_days_in_a_kept_column_of_parquet_are_days(tmp_path, known):
    head, *body = rows({"field": 1}, {"field": 2})
    frame = pd.DataFrame(body, columns=head)
    frame["field"] = pd.to_datetime(["2023-07-01 08:15", "2023-07-01 14:30"])
    frame.to_parquet(tmp_path / "tasks.parquet")
    reading = default_office().reading._replace(columns=(("field", ("field",)),))
    register = tasks.load(tmp_path / "tasks.parquet", known, reading)
    assert list(register.table["field"]) == ["2023-07-01"] * 2


@pytest.mark.parametrize(
    ("heading", "column"), [("Ngày hoàn thánh", "completed_on"), ("Trọng sô", "weight")]
)
def test_a_heading_that_is_nearly_one_is_told_where_its_column_lacks(
    tmp_path, known, heading, column
):
    task = {"completed_on": "", "status": "Chưa hoàn thành", "weight": 1}
    grid = rows(task, task)
    place = [headings.USUAL[headings.heading_key(each)][0] for each in grid[0]].index(column)
    assert not tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).notes
    grid[0][place] = heading
    (note,) = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).notes
    assert (note.kind, f"“{heading}” is not read" in note.text.en) == ("heading_unread", True)


@pytest.mark.parametrize("planned", ["(KH)", "(DK)", "(theo yêu cầu)", "(dự kiến)", "(expected)"])
def test_a_planned_day_is_no_completion(tmp_path, known, planned):
    grid = rows({"status": "Chưa hoàn thành"}, {"status": "Chưa hoàn thành"})
    grid[0][grid[0].index("Ngày hoàn thành")] = f"Ngày hoàn thành {planned}"
    register = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known)
    assert not register.dated


@pytest.mark.parametrize(("above", "dated"), [("Dự kiến", False), ("Thời gian", True)])
def test_a_heading_above_says_that_a_day_is_only_planned(tmp_path, known, above, dated):
    lower, *body = rows({}, {})
    at = lower.index("Ngày hoàn thành")
    upper = ["" if place == at else name for place, name in enumerate(lower)]
    upper[at], lower = above, [name if place == at else "" for place, name in enumerate(lower)]
    register = tasks.load(write_csv(tmp_path / "tasks.csv", [upper, lower, *body]), known)
    assert register.dated == dated


def test_an_evening_in_utc_is_refused_in_parquet_as_the_next_day_here(tmp_path, known):
    head, *body = rows({}, {}, {}, {})
    frame = pd.DataFrame(body, columns=head)
    here = pd.Series(["2023-07-01", "2023-07-02", "2023-07-01 08:15", None], dtype="datetime64[us]")
    frame["Hạn hoàn thành"] = here.dt.tz_localize("Asia/Ho_Chi_Minh").dt.tz_convert("UTC")
    frame.to_parquet(tmp_path / "tasks.parquet")
    told = r"(?s)row 1, .*2023-06-30T17:00Z.* in UTC.*: 2 rows are like this"
    with pytest.raises(InputError, match=told):
        tasks.load(tmp_path / "tasks.parquet", known)
    frame["Hạn hoàn thành"] = frame["Hạn hoàn thành"].dt.tz_convert("Asia/Ho_Chi_Minh")
    frame.to_parquet(tmp_path / "tasks.parquet")
    due = tasks.load(tmp_path / "tasks.parquet", known).table["due_on"]
    assert list(due.dropna().astype(str)) == ["2023-07-01", "2023-07-02", "2023-07-01"]


def test_below_a_total_at_the_top_a_task_that_lacks_half_is_no_note(tmp_path, known):
    head, *body = rows({}, {"source": "", "assigned_on": "", "due_on": ""}, {})
    total = ["Tổng cộng", *[""] * (len(head) - 1)]
    with pytest.raises(InputError, match="row 4, column"):
        tasks.load(write_csv(tmp_path / "tasks.csv", [head, total, *body]), known)


@pytest.mark.parametrize(
    "total", ["Tổng số nhiệm vụ: 1", "TỔNG CỘNG: 1 nhiệm vụ", "Tổng cộng (I+II)", "PHÓ CỤC TRƯỞNG"]
)
def test_totals_and_signatures_as_offices_write_them_are_no_tasks(tmp_path, known, total):
    head, task = rows({})
    blank = [""] * len(head)
    rest = (
        [blank, [total, *blank[1:]]]
        if total.isupper() and ":" not in total
        else [[total, *blank[1:]]]
    )
    path = write_csv(tmp_path / "tasks.csv", [head, task, *rest])
    assert len(tasks.load(path, known).table) == 1


def test_cells_beside_the_table_and_numbers_side_by_side_are_no_torn_row(tmp_path, known):
    head, first, second = as_lines(rows({}, {}))
    for beside in (" ", "-", "✓", "15/9", "100%", "xem lại"):
        path = written(tmp_path, f"{head}\n{first},{beside}\n{second}\n")
        assert len(tasks.load(path, known).table) == 2
    body = [f"{n},{line}" for n, line in enumerate((first, second), 1)]
    shorter = [line.rstrip(",") for line in body]
    last = f"{body[0]},".replace("A1", "A3")
    path = written(tmp_path, "\n".join([f"STT,{head}", *shorter, last, ""]))
    assert len(tasks.load(path, known).table) == 3


def test_an_id_that_parquet_has_as_a_decimal_is_exact(tmp_path, known):
    grid = rows({}, {})
    table = pa.table(dict(zip(grid[0], zip(*grid[1:], strict=True), strict=True)))
    ids = [Decimal("20230700000000000001"), Decimal("20230700000000009001")]
    pq.write_table(table.set_column(0, grid[0][0], pa.array(ids)), tmp_path / "tasks.parquet")
    register = tasks.load(tmp_path / "tasks.parquet", known)
    assert register.table["task_id"].tolist() == [*map(str, ids)]


@pytest.mark.parametrize("aside", ["(đúng hạn / trễ hạn)", "(kể cả trễ hạn)"])
def test_a_completion_may_be_late(tmp_path, known, aside):
    head, *body = rows({}, {})
    head = [f"{each} {aside}" if each == "Ngày hoàn thành" else each for each in head]
    assert tasks.load(write_csv(tmp_path / "a.csv", [head, *body]), known).dated


def test_headings_that_are_nearly_one_are_told_in_the_files_order(tmp_path, known):
    task = {"status": "Hoàn thành", "completed_on": "5/7/2023", "weight": 1}
    grid = rows(task, without=("status",))
    grid[0] = ["Trọng sô" if each == "weight" else each for each in grid[0]] + ["Tinh trang"]
    grid[1] = [*grid[1], "Hoàn thành"]
    notes = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).notes
    assert [note.text.en.split("”")[0] for note in notes] == [
        "The column “Trọng sô", "The column “Tinh trang",
    ]  # fmt: skip


def in_parts(folder, headings, body):
    """A workbook whose headings take two rows: a pair is one above its parts, the others are merged downwards."""
    book = openpyxl.Workbook()
    sheet, column = book.active, 1
    for each in headings:
        above, parts = each if isinstance(each, tuple) else (each, [])
        sheet.cell(1, column, above)
        for place, part in enumerate(parts):
            sheet.cell(2, column + place, part)
        wide = {"end_row": 1, "end_column": column + len(parts) - 1}
        down = {"end_row": 2, "end_column": column}
        sheet.merge_cells(start_row=1, start_column=column, **(wide if parts else down))
        column += len(parts) or 1
    for row in body:
        sheet.append(row)
    book.save(folder / "tasks.xlsx")
    return folder / "tasks.xlsx"


@pytest.mark.parametrize("planned", ["Dự kiến", "Kế hoạch"])
def test_of_a_completion_in_parts_the_actual_day_counts(tmp_path, known, planned):
    head, first, second = rows({}, {"completed_on": ""}, without=("status",))
    headings = [*head[:-1], ("Ngày hoàn thành", [planned, "Thực tế"])]
    body = [[*row[:-1], "31/7/2023", row[-1]] for row in (first, second)]
    register = tasks.load(in_parts(tmp_path, headings, body), known)
    assert register.table["completed_on"].notna().tolist() == [True, False]


def test_headings_in_parts_may_come_again_on_each_page(tmp_path, known):
    head, first, second = rows({}, {}, without=("status",))
    headings = [*head[:-1], ("Ngày hoàn thành", ["Dự kiến", "Thực tế"])]
    again = [[*head, None], [*head[:-1], "Dự kiến", "Thực tế"]]
    tasks_of_both = [[*row[:-1], "31/7/2023", row[-1]] for row in (first, second)]
    body = [tasks_of_both[0], *again, tasks_of_both[1]]
    register = tasks.load(in_parts(tmp_path, headings, body), known)
    assert len(register.table) == 2
    assert [note.kind for note in register.notes] == ["headings"]


@pytest.mark.parametrize("form", ["dd/mm/yyyy", "(ngày/tháng/năm)", "thực tế"])
def test_how_a_day_is_written_may_stand_below_its_heading(tmp_path, known, form):
    head, *body = rows({}, {})
    at = head.index("Ngày hoàn thành")
    headings = [*head[:at], (head[at], [form]), *head[at + 1 :]]
    assert tasks.load(in_parts(tmp_path, headings, body), known).dated


def test_a_small_table_in_two_rows_above_the_list_is_not_its_header(tmp_path, known):
    above = [
        ["Đơn vị chủ trì", "STT", "Kết quả", None],
        ["Đơn vị chủ trì", "STT", "Đúng hạn", "Trễ hạn"],
        ["01", 1, 5, 7],
        [None],
    ]
    path = write_xlsx(tmp_path / "tasks.xlsx", {"S": [*above, *rows({}, {})]})
    assert len(tasks.load(path, known).table) == 2


def test_days_that_stand_below_a_plan_are_no_completion(tmp_path, known):
    head, *body = rows({"status": "Chưa hoàn thành"}, {})
    *others, assigned, due, done, status = head
    headings = [*others, ("Kế hoạch", [assigned, due, done]), status]
    register = tasks.load(in_parts(tmp_path, headings, body), known)
    assert (len(register.table), register.dated) == (2, False)


@pytest.mark.parametrize(
    ("above", "lead"),
    [("Đơn vị", "Đơn vị chủ trì"), ("Đơn vị", "Chủ trì"), ("Đơn vị thực hiện", "Chủ trì")],
)
def test_of_units_in_parts_the_one_in_the_lead_counts(tmp_path, known, above, lead):
    head, *body = rows({}, {"unit": "NXB"})
    headings = [*head[:2], (above, ["Phối hợp", lead]), *head[3:]]
    register = tasks.load(
        in_parts(tmp_path, headings, [[*row[:2], "VPTC", *row[2:]] for row in body]), known
    )
    assert register.table["unit"].tolist() == ["01", "NXB"]


def test_of_two_statuses_below_one_heading_neither_is_taken(tmp_path, known):
    head, *body = rows({}, {}, without=("completed_on",))
    headings = [*head[:-1], (head[-1], ["Đơn vị tự đánh giá", "Văn phòng xác nhận"])]
    path = in_parts(tmp_path, headings, [[*row, "Chưa hoàn thành"] for row in body])
    with pytest.raises(InputError, match=r"“Tình trạng” \(status\) is missing"):
        tasks.load(path, known)


def test_a_word_above_a_column_with_a_heading_is_no_heading(tmp_path, known):
    head, *body = rows({}, {}, without=("completed_on",))
    at = head.index("Ngày giao việc") + 1
    above = [""] * at + ["Ngày hoàn thành", "01/07/2023 – 30/09/2023"]
    grid = [above, *([*row[:at], "30/9/2023", *row[at:]] for row in (head, *body))]
    grid[1][at] = "Ngày cập nhật"
    assert not tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).dated


@pytest.mark.parametrize("swapped", ["completed_on", "unit"])
def test_a_second_table_in_another_order_is_not_read_in_that_of_the_first(tmp_path, known, swapped):
    head, *body = rows({}, {})
    at = head.index({"completed_on": "Ngày hoàn thành", "unit": "Đơn vị chủ trì"}[swapped])
    other = {"completed_on": "Ngày cập nhật", "unit": "Đơn vị phối hợp"}[swapped]
    value = {"completed_on": "30/9/2023", "unit": "VPTC"}[swapped]
    first = [[*head, other], [*body[0], value]]
    second = [
        [*row[:at], more, *row[at + 1 :], row[at]]
        for row, more in ((head, other), (body[1], value))
    ]
    assert f"row 3, column “{head[at]}”" in told([*first, *second], tmp_path, known)
    same = [[*head, other], [*body[0], value], [*head, other], [*body[1], value]]
    register = tasks.load(write_csv(tmp_path / "tasks.csv", same), known)
    assert [note.kind for note in register.notes] == ["headings"]


@pytest.mark.parametrize("aside", ["ước tính", "theo quy định", "chậm nhất", "gia hạn"])
def test_a_completion_with_a_word_that_nobody_knows_is_left_out_and_told(tmp_path, known, aside):
    grid = rows({}, {})
    grid[0][grid[0].index("Ngày hoàn thành")] = f"Ngày hoàn thành ({aside})"
    register = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known)
    assert (register.dated, [note.kind for note in register.notes]) == (False, ["heading_unread"])


@pytest.mark.parametrize("aside", ["được giao", "chủ trì, phối hợp", "mã"])
def test_a_unit_in_the_lead_may_be_described(tmp_path, known, aside):
    grid = rows({}, {})
    grid[0][grid[0].index("Đơn vị chủ trì")] = f"Đơn vị ({aside})"
    assert len(tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).table) == 2


@pytest.mark.parametrize(
    "aside",
    [
        "dd/mm/yyyy hh:mm",
        "yyyy-mm-ddThh:mm:ss",
        "đã xong",
        "nếu đã hoàn thành",
        "ngày thực tế",
        "UTC+7",
        "*",
        "5",
    ],
)
def test_what_describes_a_completion_leaves_it_one(tmp_path, known, aside):
    grid = rows({}, {})
    grid[0][grid[0].index("Ngày hoàn thành")] = f"Ngày hoàn thành ({aside})"
    assert tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).dated


def test_a_unit_that_only_helps_is_not_the_one_in_the_lead(tmp_path, known):
    head, *body = rows({}, {})
    head[2:3] = ["Chủ trì", "Đơn vị (phối hợp)"]
    grid = [head, *([*row[:3], "VPTC", *row[3:]] for row in body)]
    assert "if it is “Chủ trì”" in told(grid, tmp_path, known)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("GMT", ""), ("Asia/Tokyo", ""), ("America/New_York", ""), ("Asia/Bangkok", "2023-07-31")],
)
def test_a_day_that_is_another_one_here_is_refused_whatever_its_time_zone(
    tmp_path, known, zone, day
):
    head, *body = rows({}, {})
    frame = pd.DataFrame(body, columns=head)
    where = "Asia/Tokyo" if zone == "Asia/Tokyo" else "Asia/Ho_Chi_Minh"  # midnight there
    days = pd.Series(["2023-07-31"] * 2, dtype="datetime64[us]").dt.tz_localize(where)
    frame["Hạn hoàn thành"] = days.dt.tz_convert(zone)
    frame.to_parquet(tmp_path / "tasks.parquet")
    if day:
        due = tasks.load(tmp_path / "tasks.parquet", known).table["due_on"]
        assert due.astype(str).tolist() == [day] * 2
        return
    with pytest.raises(InputError, match=rf"row 1, .*{zone}.* is not a date"):
        tasks.load(tmp_path / "tasks.parquet", known)


def test_what_is_written_so_that_excel_leaves_it_a_text_is_that_text(tmp_path, known):
    head, first, second = rows({}, {})
    plain = tasks.load(write_csv(tmp_path / "tasks.csv", [head, first, second]), known).table
    kept = [[f'="{cell}"' if cell else cell for cell in row] for row in (head, first, second)]
    again = tasks.load(write_csv(tmp_path / "tasks.csv", kept), known).table
    pd.testing.assert_frame_equal(again, plain)


PLANNED, DONE_ON = "Ngày hoàn thành (kế hoạch)", "Ngày hoàn thành (thực hiện)"


def with_names(path: Path, grid: list, known: units.Units, **own: list[str]) -> tasks.Register:
    """Load a file of an office whose params name headings and columns of their own."""
    usual = {name: tuple(each) for name, each in own.items() if name in headings.NAMES}
    more = {name: tuple(each) for name, each in own.items() if name not in headings.NAMES}
    reading = default_office().reading._replace(
        headings=(*usual.items(),), columns=(*more.items(),)
    )
    return tasks.load(write_csv(path / "tasks.csv", grid), known, reading)


def with_column(heading: str, value: str, beside: str, called: str | None = None) -> list:
    """A file with one more column before another, which may be called something else."""
    head, *body = rows({}, {})
    at = head.index(beside)
    head[at] = beside if called is None else called
    return [[*head[:at], heading, *head[at:]], *([*r[:at], value, *r[at:]] for r in body)]


def test_what_params_name_with_a_bracket_is_that_and_nothing_else(tmp_path, known):
    grid = rows({}, {})
    grid[0] = [PLANNED if each == "Ngày hoàn thành" else each for each in grid[0]]
    own = {"completed_on": [DONE_ON]}
    assert not with_names(tmp_path, grid, known, **own).dated, "planned days are none"
    both = with_column(PLANNED, "1/8/2023", "Ngày hoàn thành", "ngày  hoàn thành( Thực hiện )")
    register = with_names(tmp_path, both, known, **own)
    assert register.table["completed_on"].astype(str).tolist() == ["2023-07-31"] * 2
    grid[0] = ["Ngày kết thúc (dự kiến)" if each == PLANNED else each for each in grid[0]]
    assert not with_names(tmp_path, grid, known, completed_on=["Ngày kết thúc"]).dated


@pytest.mark.parametrize(
    ("column", "heading", "beside", "value", "shown"),
    [
        ("due_on", "Hạn hoàn thành (gia hạn)", "Hạn hoàn thành", "9/8/2023", "2023-08-09"),
        ("planned_on", PLANNED, "Ngày hoàn thành", "9/8/2023", "9/8/2023"),
        ("helper", "Đơn vị (phối hợp)", "Đơn vị chủ trì", "NXB", "NXB"),
        ("due_on", "Hạn mới", "Hạn hoàn thành", "9/8/2023", "2023-08-09"),
    ],
)
def test_what_params_name_goes_before_the_plain_heading(
    tmp_path, known, column, heading, beside, value, shown
):
    grid = with_column(heading, value, beside, beside.removesuffix(" chủ trì"))
    register = with_names(tmp_path, grid, known, **{column: [heading]})
    assert register.table[column].astype(str).tolist() == [shown] * 2
    assert (register.dated, register.notes) == (True, ())
    again = [*grid, grid[0]]  # as at the top of each page
    assert len(with_names(tmp_path, again, known, **{column: [heading]}).table) == 2


def test_a_plain_heading_is_not_the_one_that_params_name_with_a_bracket(tmp_path, known):
    grid = rows({}, {})
    grid[0][2] = "Đơn vị"
    register = with_names(tmp_path, grid, known, helper=["Đơn vị (phối hợp)"])
    assert [note.kind for note in register.notes] == ["column_not_there"]
    assert register.table["unit"].tolist() == ["01"] * 2


@pytest.mark.parametrize(
    ("parts", "read"),
    [
        (["Theo kế hoạch", "Thực hiện"], True),
        (["Kế hoạch", "Kết quả"], True),
        (["KH", "TH"], True),
        (["Dự kiến", "Ngày thực tế"], True),
        (["Kế hoạch", "Đã nghiệm thu"], False),
        (["Lần 1", "Lần 2"], False),
    ],
)
def test_a_completion_in_parts_is_read_beside_a_status_or_told(tmp_path, known, parts, read):
    head, *body = rows({}, {})
    at = head.index("Ngày hoàn thành")
    headings = [*head[:at], (head[at], parts), *head[at + 1 :]]
    body = [[*row[:at], "1/8/2023", *row[at:]] for row in body]
    register = tasks.load(in_parts(tmp_path, headings, body), known)
    done_on = register.table["completed_on"].dropna().astype(str)
    assert done_on.tolist() == ["2023-07-31"] * 2 * read
    assert [note.kind for note in register.notes] == ["heading_unread"] * (not read)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("name", "parts", "value"),
    [
        ("Ngày hoàn thành", ["Dự kiến", "Thực tế"], "1/8/2023"),
        ("Ngày hoàn thành", ["KH", "TH"], "1/8/2023"),
        ("Đơn vị", ["Phối hợp", "Chủ trì"], "NXB"),
    ],
)
def test_headings_in_parts_need_not_be_merged_downwards(tmp_path, known, name, parts, value, form):
    column = "Đơn vị chủ trì" if name == "Đơn vị" else name
    upper, *body = with_column(name, value, column, "")
    at = upper.index(name)
    lower = [""] * at + parts + [""] * (len(upper) - at - 2)
    grid = [["DANH SÁCH CÔNG VIỆC"], upper, lower, *body]
    if form == "csv":
        path = write_csv(tmp_path / "tasks.csv", grid)
    else:
        path = write_xlsx(
            tmp_path / "tasks.xlsx", {"S": grid}, (f"{'ABCDEFG'[at]}2:{'BCDEFGH'[at]}2",)
        )
    register = tasks.load(path, known)
    assert register.table["completed_on"].astype(str).tolist() == ["2023-07-31"] * 2
    assert register.table["unit"].tolist() == ["01"] * 2
    assert (register.notes, register.table["task_id"].tolist()) == ((), ["A1", "A2"])


@pytest.mark.parametrize(
    "row",
    [
        ["A9", "Họp", "", "", "", "", "", "", ""],
        ["", "", "", "", "", "", "1/8/2023", "2/8/2023", ""],
        ["", "", "", "", "", "", "Dự kiến", "Thực tế", "Hoàn thành"],
    ],
)
def test_a_broken_first_task_is_no_row_of_headings(tmp_path, known, row):
    upper, *body = with_column("Ngày hoàn thành", "1/8/2023", "Ngày hoàn thành", "")
    assert "row 2, column" in told([upper, row, *body], tmp_path, known)


def test_headings_below_a_title_and_blank_cells_are_in_one_row(tmp_path, known):
    grid = [["Đơn vị", *[""] * 7], *rows({}, {})]
    assert len(tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).table) == 2
    upper, *body = with_column("Tên công việc", "", "Tên công việc", "")
    group = ["", "II. CÔNG VIỆC CỦA CỤC", *[""] * 7]
    grid = [upper, group, *([*r[:1], r[2], "", *r[3:]] for r in body)]
    register = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known)
    assert [note.kind for note in register.notes] == ["groups"]


@pytest.mark.parametrize(
    ("change", "without", "told"),
    [
        ({}, (), True),
        ({}, ("completed_on",), True),
        ({"due_on": ""}, (), True),
        ({"status": "Hoàn thành trễ hạn"}, ("completed_on",), False),  # nobody knows when
        ({"completed_on": "3/7/2023"}, (), False),
        ({"completed_on": "", "status": "Chưa hoàn thành"}, (), False),
        ({"due_on": "31/7/2023"}, (), False),  # done early
    ],
)
def test_tasks_that_were_over_before_the_quarter_are_counted_and_told(
    tmp_path, known, change, without, told
):
    grid = rows(*[of_second_quarter(**change)] * 10, *[{}] * 12, without=without)
    register = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known)
    quarter = Quarter(2023, 3)
    notes = [*not_yet(register, quarter, date(2023, 9, 30))]
    assert [(note.kind, note.count) for note in notes] == [("over_before", 10)] * told
    assert all("before the third quarter of 2023 began: 10; they" in note.text.en for note in notes)
    fewer = replace(register, table=register.table.iloc[1:])
    assert not [*not_yet(fewer, quarter, date(2023, 9, 30))]


def test_a_second_sheet_of_tasks_that_lacks_several_headings_is_told(tmp_path, known):
    head, *body = rows({}, {})
    other = [[row[0], f"{row[1]} khác", *row[2:]] for row in body]
    for left_out in ((3, 5), (3, 5, 6, 7), (3, 4, 6, 7)):  # source, days, status
        later = [[c for at, c in enumerate(row) if at not in left_out] for row in (head, *other)]
        path = write_xlsx(tmp_path / "a.xlsx", {"Quý III": [head, *body], "Phát sinh": later})
        said = refused(path, known)
        assert said.count("“Phát sinh”") == 1, "the sheet is named once"
        assert "the sheet “Phát sinh” looks like the list on “Quý III”" in said
    for beside in (
        [
            ["Đơn vị", "STT", "Nội dung", "Ngày giao"],
            ["01", 1, "Đúng hạn", 12],
            ["02", 2, "Trễ", 3],
        ],
        [["Mã", "Tên công việc"], ["PS", "Phát sinh"]],
        [[*head[:3], head[4]], ["A9", "Họp", "01", ""]],
    ):
        path = write_xlsx(tmp_path / "b.xlsx", {"Danh sách": [head, *body], "Tổng hợp": beside})
        assert len(tasks.load(path, known).table) == 2


@pytest.mark.parametrize(
    ("weight", "vi", "en"),
    [
        ("1.000", "1000 hoặc 1,0", "1000 or 1.0"),
        ("2,500", "2500 hoặc 2,5", "2500 or 2.5"),
        ("1.525", "1525 hoặc 1,5250", "1525 or 1.5250"),  # which is no thousand
    ],
)
def test_a_weight_of_two_meanings_is_told_with_both(tmp_path, known, weight, vi, en):
    with pytest.raises(InputError) as raised:
        tasks.load(write_csv(tmp_path / "tasks.csv", rows({"weight": weight}, {})), known)
    (problem,) = raised.value.problems
    assert problem.vi.endswith(f"“{weight}” có thể là hàng nghìn hoặc phần lẻ; hãy viết {vi}.")
    assert problem.en.endswith(f"“{weight}” may be thousands or decimals; write {en}.")
    for number in re.findall(r"[\d.,]*\d", vi):
        again = write_csv(tmp_path / "tasks.csv", rows({"weight": number}, {}))
        assert tasks.load(again, known).table["weight"].notna()[0]


@pytest.mark.parametrize("words", ["Không có thời hạn", "Chưa hoàn thành", "N/A"])
def test_words_in_place_of_a_day_are_told_that_the_cell_may_be_blank(tmp_path, known, words):
    for column in ("due_on", "completed_on"):
        said = told(rows({column: words}, {}), tmp_path, known)
        assert "such as 30/9/2023; leave the cell blank where there is no day" in said
    assert "leave the cell blank" not in told(rows({"due_on": "31/2/2023"}), tmp_path, known)


def test_a_group_beside_a_blank_heading_is_no_row_of_headings(tmp_path, known):
    blank = [[row[0], "", *row[1:]] for row in rows({}, {})]
    grid = [blank[0], ["II", "Công việc của cục", *[""] * 7], *blank[1:]]
    register = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known)
    assert [note.kind for note in register.notes] == ["groups"]
    assert register.table["task_id"].tolist() == ["A1", "A2"]


def test_parts_of_which_none_is_a_completion_are_no_headings_where_they_are_not_merged(
    tmp_path, known
):
    upper, *body = with_column("Ngày hoàn thành", "1/8/2023", "Ngày hoàn thành", "")
    lower = ["", "", "", "", "", "", "Đăng ký", "Nghiệm thu", ""]
    assert "“Đăng ký” is not a date" in told([upper, lower, *body], tmp_path, known)


def test_a_heading_that_params_name_and_nobody_finds_is_told(tmp_path, known):
    head, first, second = rows({}, {})
    left = head.index("Ngày hoàn thành")
    grid = [[cell for at, cell in enumerate(row) if at != left] for row in (head, first, second)]
    own = (("completed_on", ("Ngày xong việc",)), ("title", ("Nội dung",)))
    reading = default_office().reading._replace(headings=own)
    notes = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known, reading).notes
    told = [note.text.en for note in notes if note.kind == "column_not_there"]
    assert told == ["There is no column “Ngày xong việc” (completed_on, named in the params); it stays blank."]  # fmt: skip


@pytest.mark.parametrize("kind", ["TP ", "Tp. ", "TP.", "tp.", ""])
def test_a_citys_office_may_be_written_in_short(tmp_path, known, kind):
    grid = rows({"unit": f"Cục Thống kê {kind}Hà Nội"})
    assert tasks.load(write_csv(tmp_path / "tasks.csv", grid), known).table["unit"].tolist() == [
        "01"
    ]


@pytest.mark.parametrize(
    "parts", [("Dự kiến", "Thực tế", "Kết quả"), ("Thực hiện", "Thực tế", "Kế hoạch")]
)
def test_of_parts_of_a_completion_the_one_that_is_named_outright_is_read(tmp_path, known, parts):
    head, first, _ = rows({}, {})
    at = head.index("Ngày hoàn thành")
    upper = [*head[: at + 1], "", "", *head[at + 1 :]]
    lower = ["" if not at <= n <= at + 2 else parts[n - at] for n in range(len(upper))]
    days = ["30/8/2023" if part == "Thực tế" else "" for part in parts]
    task = [*first[:at], *days, *first[at + 1 :]]
    register = tasks.load(write_csv(tmp_path / "tasks.csv", [upper, lower, task]), known)
    assert register.table["completed_on"].tolist() == [pd.Timestamp("2023-08-30")]


def test_a_bracket_that_params_name_may_lack_in_the_file(tmp_path, known):
    own = default_office().reading._replace(
        headings=(("source", ("Phân loại việc (theo QĐ 12)",)),)
    )
    for written in ("Phân loại việc", "Phân loại việc (*)"):
        head, first = rows({})
        head[head.index("Loại công việc")] = written
        assert (
            len(tasks.load(write_csv(tmp_path / "tasks.csv", [head, first]), known, own).table) == 1
        )


def test_an_extract_with_a_total_or_a_name_below_is_no_second_list(tmp_path, known):
    head, first, second = rows({"title": "Việc một"}, {"title": "Việc hai"})
    extract = [["STT", "Tên công việc", "Đơn vị", "Hạn hoàn thành"], ["1", "Việc một ", "01", "1/9/2023"], ["", "Tổng cộng: 1"], ["", "Người lập"]]  # fmt: skip
    path = write_xlsx(tmp_path / "tasks.xlsx", {"A": [head, first, second], "B": extract})
    assert len(tasks.load(path, known).table) == 2


def test_what_params_name_goes_before_the_same_with_a_bracket(tmp_path, known):
    own = default_office().reading._replace(headings=(("completed_on", ("Ngày xong việc",)),))
    head, first = rows({"completed_on": "30/8/2023"})
    head = ["Ngày xong việc" if cell == "Ngày hoàn thành" else cell for cell in head]
    grid = [[*head, "Ngày xong việc (thực tế)"], [*first, "1/9/2023"]]
    register = tasks.load(write_csv(tmp_path / "tasks.csv", grid), known, own)
    assert register.table["completed_on"].tolist() == [pd.Timestamp("2023-08-30")]


def test_a_sheet_of_titles_and_days_alone_is_no_second_list(tmp_path, known):
    head, first = rows({})
    meetings = [["Tên công việc", "Ngày giao"], ["Họp giao ban", "1/9/2023"]]
    path = write_xlsx(tmp_path / "tasks.xlsx", {"A": [head, first], "B": meetings})
    assert len(tasks.load(path, known).table) == 1


def test_a_blank_is_advised_only_where_it_will_do(tmp_path, known):
    words = {"assigned_on": "Không rõ", "due_on": "Thường xuyên"}
    of = [told(rows({column: text}), tmp_path, known) for column, text in words.items()]
    assert ["leave the cell blank" in each for each in of] == [False, True]


def test_a_weight_below_nothing_is_told_once(tmp_path, known):
    head, first = rows({})
    said = told([[*head, "Trọng số"], [*first, "-1.500"]], tmp_path, known)
    assert said.count("-1.500") == 1
    assert "write -" not in said
