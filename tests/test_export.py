"""Exports as the software and Excel leave them: found, opened, and read with the file's own row numbers."""

from __future__ import annotations

import gzip
import unicodedata
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from exports import HEADINGS, rows, write_csv, write_xlsx
from small_office import SmallOffice

from reporting.inputs import input_files
from reporting.inputs.office import default_office
from reporting.registers import export, headings
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

Q = Quarter(2023, 3)
TITLE_ROWS: list[list[object]] = [["TỔNG CỤC THỐNG KÊ"], [], ["", "BÁO CÁO QUÝ III"]]


def texts(raw: export.RawTable, column: str) -> list[str | None]:
    return raw.table[column].to_pylist()


def problems(path: Path, language: str = "en") -> list[str]:
    with pytest.raises(InputError) as caught:
        export.read(path)
    return [p[language].replace(path.as_posix(), path.name) for p in caught.value.problems]


# Found by name


@pytest.mark.parametrize("ending", ["xlsx", "csv", "csv.gz", "parquet"])
def test_the_file_of_a_quarter_is_found_by_name(tmp_path, ending):
    path = tmp_path / "2023Q3" / f"tasks.{ending}"
    path.parent.mkdir()
    path.touch()
    (path.parent / "tasks.csv.bak").touch()
    assert input_files.find(tmp_path, Q) == path
    assert input_files.find(tmp_path, Quarter(2023, 2)) is None


def test_two_files_for_a_quarter_are_a_mistake(tmp_path):
    for ending in ("xlsx", "csv"):
        write_csv(tmp_path / "2023Q3" / f"tasks.{ending}", [])
    with pytest.raises(InputError) as caught:
        input_files.find(tmp_path, Q)
    assert "tasks.xlsx" in str(caught.value)
    assert "tasks.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ("statement: none.yaml", "there is no file {}/params/none.yaml; expected "),
        ("statement: ../../secret", "“../../secret” leads out of the folder {}/params; expected "),
        ("statement: /etc/passwd", "“/etc/passwd” leads out of the folder {}/params; expected "),
        ("statement: data/../../secret", "“../../secret” leads out of the folder {}/data; "),
        ("notebook: ../n.ipynb", "“../n.ipynb” leads out of the folder {}/params; expected "),
    ],
)
def test_a_file_that_params_name_and_is_not_there_is_told(tmp_path, params, said):
    office = SmallOffice.in_folder(tmp_path, str(Q), params=params)
    with pytest.raises(InputError) as caught:
        assert input_files.input_files(office.folders, Q).notebook
    start = f"{tmp_path}/params/2023Q3.yaml, line 2, key “{params.partition(':')[0]}”: "
    assert caught.value.problems[0].en.startswith(start + said.format(tmp_path))


def test_a_file_that_common_params_name_is_told_with_theirs(tmp_path):
    office = SmallOffice.in_folder(tmp_path, str(Q))
    (tmp_path / "params" / "common.yaml").write_text("synthetic: true\nstatement: none.yaml\n")
    with pytest.raises(InputError) as caught:
        input_files.input_files(office.folders, Q)
    assert "/params/common.yaml, line 2, key “statement”: " in caught.value.problems[0].en


# Headings


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Mã công việc", "task_id"), ("STT", "task_id"), ("Task ID", "task_id"),
        ("Tên công việc", "title"), ("Nội dung công việc", "title"),
        ("Người/ đơn vị chủ trì", "unit"), ("Phòng ban/đơn vị", "unit"), ("ĐƠN VỊ CHỦ TRÌ", "unit"),
        ("Loại công việc", "source"), ("Nguồn giao việc", "source"),
        ("Ngày giao việc", "assigned_on"), ("Ngày giao", "assigned_on"), ("assigned_on", "assigned_on"),
        ("Hạn hoàn thành", "due_on"), ("Due date", "due_on"), ("due on", "due_on"),
        ("Ngày hoàn thành", "completed_on"), ("Ngày xong", "completed_on"),
        ("Hạn thực tế", "completed_on"), ("Completed On", "completed_on"),
        ("Tình trạng", "status"), ("Trạng thái", "status"), ("Status", "status"), ("Trọng số", "weight"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "written",
    [
        str, str.upper, "{}:".format, " {} (*)".format, "{} (dd/mm/yyyy)".format,
        lambda text: unicodedata.normalize("NFD", text), lambda text: text.replace(" ", "\n"),
        lambda text: text.replace(" ", "\u00a0\u200b "),
    ],
)  # fmt: skip
def test_headings_in_any_case_spacing_and_unicode_form(heading, column, written):
    assert list(headings.match([written(heading)]).places) == [column]


@pytest.mark.parametrize("heading", ["Đơn vị phối hợp", "Lý do trễ hạn", "Người giao", "", None])
def test_other_headings_are_left_alone(heading):
    assert headings.match([heading]).places == {}


def test_the_code_goes_before_the_running_number(tmp_path):
    grid = rows({}, {})
    grid = [["STT", *grid[0]], [1, *grid[1]], [2, *grid[2]]]
    assert texts(export.read(write_csv(tmp_path / "t.csv", grid)), "task_id") == ["A1", "A2"]


def test_the_running_number_will_do_where_there_is_no_code(tmp_path):
    grid = rows({}, {})
    grid[0][0] = "STT"
    raw = export.read(write_csv(tmp_path / "t.csv", grid))
    assert texts(raw, "task_id") == ["A1", "A2"]
    assert raw.found["task_id"] == "STT"


def test_missing_columns_are_named_with_the_headings_found(tmp_path):
    grid = rows({}, without=("unit", "completed_on", "status"))
    assert problems(write_csv(tmp_path / "t.csv", grid)) == [
        "t.csv: the column “Đơn vị chủ trì” (unit), “Ngày hoàn thành” (completed_on) or “Tình trạng” "
        "(status) is missing. Headings found: “Mã công việc”; “Tên công việc”; “Loại công việc”; “Ngày "
        "giao việc”; “Hạn hoàn thành”."
    ]
    assert problems(write_csv(tmp_path / "t.csv", grid), "vi")[0].startswith(
        "t.csv: thiếu cột “Đơn vị chủ trì”, “Ngày hoàn thành” hoặc “Tình trạng”."
    )


@pytest.mark.parametrize(
    ("column", "heading"),
    [
        ("unit", "Unit in charge"),
        ("unit", "Don vi chu tri"),
        ("due_on", "Target date"),
        ("due_on", "Thời hạn"),
        ("source", "Category"),
        ("assigned_on", "Start date"),
        ("title", "Description"),
        ("task_id", "Task number"),
    ],
)
def test_a_missing_column_is_guessed_at_and_not_taken(tmp_path, column, heading):
    grid = rows({})
    grid[0][list(HEADINGS).index(column)] = heading
    (told,) = problems(write_csv(tmp_path / "t.csv", grid), "vi")
    name = headings.NAMES[column][0][0]
    assert told.startswith(
        f"t.csv: thiếu cột “{name}” (nếu là cột “{heading}” thì sửa tiêu đề cột thành “{name}”). "
    )


def test_a_heading_that_params_take_for_another_column_is_said_so(tmp_path):
    office = default_office().reading._replace(columns=(("staff", ("Đơn vị chủ trì",)),))
    path = write_csv(tmp_path / "t.csv", rows({}))
    with pytest.raises(InputError) as raised:
        export.read(path, office)
    (told,) = raised.value.problems
    needed, taken = (
        "the column “Đơn vị chủ trì” (unit)",
        "the heading “Đơn vị chủ trì” for the column staff",
    )
    assert f"{needed} (the params use {taken}) is missing" in told.en
    assert (
        "thiếu cột “Đơn vị chủ trì” (tham số đã dùng tiêu đề “Đơn vị chủ trì” cho cột staff)"
        in told.vi
    )


def test_a_heading_is_guessed_at_for_one_column_only(tmp_path):
    grid = rows({}, without=("assigned_on", "due_on"))
    grid[0][-1] = "Date due"
    (told,) = problems(write_csv(tmp_path / "t.csv", grid))
    assert told.count("if it is “Date due”") == 1
    assert "“Hạn hoàn thành” (due_on) (if it is “Date due”" in told


def test_a_heading_that_is_known_is_no_guess(tmp_path):
    grid = rows({}, without=("due_on",))
    assert "if it is" not in problems(write_csv(tmp_path / "t.csv", grid))[0]


def test_the_same_column_twice_is_a_mistake(tmp_path):
    grid = [[*row, row[-1]] for row in rows({})]
    grid[0][-1] = "Trạng thái"
    assert problems(write_xlsx(tmp_path / "t.xlsx", {"Dữ liệu": grid})) == [
        "t.xlsx, sheet “Dữ liệu”: the columns “Tình trạng”, “Trạng thái” have the same meaning (status); keep "
        "only one."
    ]


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "\n\n"])
def test_a_file_without_headings(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_text(content)
    assert "is missing" in problems(path)[0]


def test_headings_without_rows_are_a_mistake(tmp_path):
    expected = ["t.csv: there are headings but no task rows."]
    assert problems(write_csv(tmp_path / "t.csv", rows())) == expected
    assert (
        problems(write_csv(tmp_path / "t.csv", [*rows(), ["", ""], ["Tổng cộng", "0"]])) == expected
    )


def test_sheets_of_headings_alone(tmp_path):
    path = write_xlsx(tmp_path / "t.xlsx", {"Mẫu": rows()})
    assert problems(path) == ["t.xlsx: there are headings but no task rows."]


# Where the table is in the sheet


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_title_rows_above_and_row_numbers_as_the_file_shows_them(tmp_path, kind):
    grid = [*TITLE_ROWS, *rows({}, {}), [], *rows({"task_id": "B"})[1:]]
    if kind == "csv":
        raw = export.read(write_csv(tmp_path / "t.csv", grid))
    else:
        raw = export.read(write_xlsx(tmp_path / "t.xlsx", {"Trang 1": grid}))
    assert texts(raw, "task_id") == ["A1", "A2", "B"]
    assert raw.rows.tolist() == [5, 6, 8]
    assert raw.dropped == {"blank": [7]}


def test_a_line_break_in_a_cell_starts_no_new_row(tmp_path):
    raw = export.read(write_csv(tmp_path / "t.csv", rows({"title": "hai\ndòng"}, {})))
    assert texts(raw, "title") == ["hai dòng", "Báo cáo tháng 7"]
    assert raw.rows.tolist() == [2, 3]
    assert raw.tidied == 1


def test_headings_over_two_merged_rows(tmp_path):
    grid = rows({}, {"due_on": ""})
    upper, lower = list(grid[0]), [""] * 8
    upper[4:7] = ["Thời gian", "", ""]
    lower[4:7] = ["Ngày giao", "Hạn hoàn thành", "Ngày hoàn thành"]
    sheet = [["DANH SÁCH"], upper, lower, *grid[1:]]
    merged = ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2", "H2:H3")
    raw = export.read(write_xlsx(tmp_path / "t.xlsx", {"S": sheet}, merged))
    assert raw.rows.tolist() == [4, 5]
    assert texts(raw, "due_on") == ["31/7/2023", None]
    assert texts(raw, "status") == ["Hoàn thành", "Hoàn thành"]


def test_headings_that_only_two_rows_together_spell_out(tmp_path):
    grid = rows({})
    upper, lower = list(grid[0]), [""] * 8
    upper[4:7] = ["Ngày", "Hạn hoàn thành", "Ngày"]
    lower[4], lower[6] = "giao việc", "hoàn thành"
    raw = export.read(write_csv(tmp_path / "t.csv", [upper, lower, *grid[1:]]))
    assert texts(raw, "assigned_on") == ["3/7/2023"]
    assert texts(raw, "completed_on") == ["31/7/2023"]


def test_all_headings_merged_over_two_rows(tmp_path):
    grid = rows({})
    merged = tuple(f"{letter}1:{letter}2" for letter in "ABCDEFGH")
    raw = export.read(write_xlsx(tmp_path / "t.xlsx", {"S": [grid[0], [], grid[1]]}, merged))
    assert texts(raw, "task_id") == ["A1"]
    assert raw.rows.tolist() == [3]


def test_a_row_of_column_numbers_and_headings_on_each_page(tmp_path):
    grid = rows({}, {})
    numbers = [f"({place})" for place in range(1, 9)]
    raw = export.read(write_csv(tmp_path / "t.csv", [grid[0], numbers, grid[1], grid[0], grid[2]]))
    assert raw.rows.tolist() == [3, 5]
    assert raw.dropped == {"headings": [2, 4]}


def test_cells_merged_downwards_have_their_value_in_every_row(tmp_path):
    raw = export.read(
        write_xlsx(
            tmp_path / "t.xlsx", {"S": rows({"unit": "02"}, {"unit": ""}, {"unit": ""})}, ("C2:C3",)
        )
    )
    assert texts(raw, "unit") == ["02", "02", None]


def test_a_day_merged_across_columns_stands_in_each_and_words_in_the_first(tmp_path):
    day = {"due_on": date(2023, 7, 9), "completed_on": None}
    grid = rows({**day, "unit": "02", "source": ""}, {**day, "due_on": "9/7/2023"})
    merged = ("C2:D2", "F2:G2", "F3:G3")
    raw = export.read(write_xlsx(tmp_path / "t.xlsx", {"S": grid}, merged))
    assert texts(raw, "source")[0] is None
    assert texts(raw, "completed_on") == texts(raw, "due_on") == ["2023-07-09", "9/7/2023"]


# Which sheet


def test_the_sheet_with_the_headings_is_chosen(tmp_path):
    sheets = {"Hướng dẫn": [["Mã công việc", "là mã"]], "Mẫu": rows(), "Dữ liệu": rows({})}
    raw = export.read(write_xlsx(tmp_path / "t.xlsx", sheets))
    assert (raw.sheet, len(raw)) == ("Dữ liệu", 1)


def test_two_sheets_of_tasks_are_a_mistake_unless_one_is_hidden(tmp_path):
    sheets = {"Quý II": rows({}), "Quý III": rows({}, {})}
    path = write_xlsx(tmp_path / "t.xlsx", sheets)
    assert problems(path) == [
        "t.xlsx: the sheets “Quý II”, “Quý III” all have the headings; if each holds a part, put all rows on one sheet; "
        "otherwise keep only one (delete or hide the others)."
    ]
    raw = export.read(write_xlsx(path, sheets | {"Bìa": []}, hidden=("Quý III",)))
    assert raw.sheet == "Quý II"


def test_no_sheet_has_all_headings(tmp_path):
    sheets = {"A": [["Tên công việc"]], "B": rows({}, without=("source",))}
    assert problems(write_xlsx(tmp_path / "t.xlsx", sheets))[0].startswith(
        "t.xlsx, sheet “B”: the column “Loại công việc” (source) is missing."
    )


# Totals and notes below


@pytest.mark.parametrize(
    "totals",
    [
        ["Tổng cộng", "2"], ["", "TỔNG SỐ:", "", "", "", "", "", 2], ["Cộng"], ["", "Tổng số: 2 công việc"],
        ["Total"], ["", "", 2], [2], ["Tổng cộng", "", "2", "1", "", "", "1"],
        ["Tổng cộng", "4.000 công việc"], ["", "Tổng số", "2 nhiệm vụ"],
    ],
)  # fmt: skip
def test_a_totals_row_is_no_task(tmp_path, totals):
    raw = export.read(write_csv(tmp_path / "t.csv", [*rows({}, {}), [], totals]))
    assert len(raw) == 2
    assert raw.dropped == {"blank": [4], "totals": [5]}


def test_a_totals_label_in_a_column_that_is_not_read(tmp_path):
    grid = rows({})
    grid = [["STT", *grid[0]], ["1", *grid[1]], ["Tổng cộng", *[""] * 8]]
    assert export.read(write_csv(tmp_path / "t.csv", grid)).dropped == {"totals": [3]}


def test_notes_below_the_totals_are_no_tasks(tmp_path):
    grid = [
        *rows({}),
        ["Tổng cộng", 1],
        ["", "", "", "", "Hà Nội, ngày 30 tháng 9"],
        ["", "Người lập biểu", "", "", "", "Thủ trưởng"],
    ]
    raw = export.read(write_csv(tmp_path / "t.csv", grid))
    assert raw.dropped == {"totals": [3], "notes": [4, 5]}


def test_a_count_without_a_label_is_no_totals_row(tmp_path):
    grid = [*rows({}), [], ["", "4000 công việc"]]
    assert len(export.read(write_csv(tmp_path / "t.csv", grid))) == 2


SIGNED = [
    ["", "", "", "", "Hà Nội, ngày 5 tháng 1 năm 2024"],
    ["", "Người lập biểu", "", "", "", "KT. CỤC TRƯỞNG"],
    ["", "(Ký, ghi rõ họ tên)", "", "", "", "PHÓ CỤC TRƯỞNG"],
    [],
    ["", "Nguyễn Văn Ánh", "", "", "", "Trần Thị Bình"],
    [],
]


def test_what_is_written_where_a_table_is_signed_is_no_task(tmp_path):
    raw = export.read(write_csv(tmp_path / "t.csv", [*rows({}), [], *SIGNED]))
    assert raw.rows.tolist() == [2]
    assert raw.dropped["notes"] == [4, 5, 6, 8]


def test_signatures_are_known_only_below_a_blank_row_at_the_end(tmp_path):
    no_blank = export.read(write_csv(tmp_path / "t.csv", [*rows({}), *SIGNED[:2]]))
    assert no_blank.rows.tolist() == [2, 3, 4]
    inside = export.read(write_csv(tmp_path / "t.csv", [*rows({}), [], SIGNED[1], *rows({})[1:]]))
    assert inside.rows.tolist() == [2, 4, 5]


@pytest.mark.parametrize(
    "row",
    [
        {"title": "Người lập biểu", "unit": "01"},
        {"title": "Người lập biểu", "unit": "Vụ Thống Kê Giá"},
        {"title": "Người lập biểu", "source": "Phát sinh"},
        {"source": "Lãnh đạo"},
        {"title": "Người lập biểu", "assigned_on": "5/1/2024"},
        {"title": "Người lập biểu", "due_on": "ngày 5 tháng 1 năm 2024"},
        {"title": "Người lập biểu", "completed_on": "45110"},
        {"title": "Người lập biểu", "status": "Hoàn thành"},
        {"title": "Người lập biểu", "task_id": "CV-17"},
        {"title": "Người lập biểu", "task_id": "17"},
        {"title": "Rà soát danh mục"},
        {"title": "Nguyễn Văn Ánh"},
        {"title": "Người lập biểu mẫu điều tra"},
    ],
)
def test_a_row_of_a_task_below_a_blank_row_is_not_taken_for_a_signature(tmp_path, row):
    names = (
        "task_id",
        "title",
        "unit",
        "source",
        "assigned_on",
        "due_on",
        "completed_on",
        "status",
    )
    grid = [*rows({}), [], *rows(dict.fromkeys(names, "") | row)[1:]]
    assert export.read(write_csv(tmp_path / "t.csv", grid)).rows.tolist() == [2, 4]


@pytest.mark.parametrize(
    "row",
    [
        {"title": "Tổng cộng", "assigned_on": ""},  # has a unit, a source, a due date
        {"title": "Tổng cộng", "assigned_on": "", "due_on": ""},
        {"title": "Cộng", "task_id": ""},
        {"title": "", "unit": "", "source": "", "assigned_on": "", "due_on": "", "status": ""},
    ],
)
def test_a_broken_task_is_not_taken_for_totals(tmp_path, row):
    assert len(export.read(write_csv(tmp_path / "t.csv", rows({}, row, {})))) == 3


def test_a_dated_row_is_a_task_whatever_it_is_called(tmp_path):
    change = {
        "task_id": "9",
        "title": "Tổng cộng",
        "unit": "",
        "source": "",
        "assigned_on": "45110",  # a serial number: a date, though a number too
        "due_on": "45138",
        "completed_on": "",
        "status": "",
    }
    assert len(export.read(write_csv(tmp_path / "t.csv", rows({}, change)))) == 2


def test_a_last_row_of_two_numbers_and_a_task_below_the_totals_are_not_dropped(tmp_path):
    assert len(export.read(write_csv(tmp_path / "t.csv", [*rows({}), [2, 3]]))) == 2
    below = [*rows({}), ["Tổng cộng"], *rows({"task_id": "", "title": ""})[1:]]
    raw = export.read(write_csv(tmp_path / "t.csv", below))
    assert raw.rows.tolist() == [2, 4]


def test_subtotals_between_tasks(tmp_path):
    grid = rows({}, {}, {})
    grid.insert(2, ["Cộng", 1])
    grid.append(["Tổng cộng", 3])
    raw = export.read(write_csv(tmp_path / "t.csv", grid))
    assert texts(raw, "task_id") == ["A1", "A2", "A3"]
    assert raw.dropped == {"totals": [3, 6]}


# Kinds of file


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_as_excel_saves_it(tmp_path, delimiter, encoding):
    grid = rows({"title": "a, b; c\td"}, {"title": "“Trích dẫn”"})
    raw = export.read(write_csv(tmp_path / "t.csv", grid, delimiter, encoding))
    assert texts(raw, "title") == ["a, b; c d", "“Trích dẫn”"]
    assert raw.found["task_id"] == "Mã công việc"


def test_a_mark_of_utf8_before_a_quoted_heading(tmp_path):
    path = write_csv(tmp_path / "t.csv", rows({}))
    path.write_text(
        "\ufeff" + path.read_text("utf-8").replace("Mã công việc", '"Mã công việc"'), "utf-8"
    )
    assert texts(export.read(path), "task_id") == ["A1"]


def test_other_encodings_are_refused_not_guessed(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"M\xe3 c\xf4ng vi\xeac,x\n1,2\n")
    assert "CSV UTF-8" in problems(path)[0]


def test_csv_gz(tmp_path):
    plain = write_csv(tmp_path / "t.csv", rows({}))
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    assert texts(export.read(path), "task_id") == ["A1"]
    path.write_bytes(path.read_bytes()[:-20])
    assert "damaged" in problems(path)[0]


@pytest.mark.parametrize("name", ["t.xlsx", "t.parquet"])
def test_a_file_that_is_not_what_it_is_called(tmp_path, name):
    path = tmp_path / name
    path.write_text("Mã công việc,…")
    assert problems(path)[0].startswith(f"{name}: ")


def test_a_file_that_is_not_there(tmp_path):
    assert problems(tmp_path / "t.csv") == ["t.csv: there is no such file."]


def test_excel_cells_become_text(tmp_path):
    grid = rows(
        {"task_id": 12, "assigned_on": date(2023, 7, 3), "due_on": 45138, "unit": 1},
        {
            "task_id": 12.5,
            "completed_on": datetime(2023, 7, 31, 16, 30),
            "title": "=SUM(A1)",
            "due_on": None,
        },
        {"task_id": "0012", "title": "  hai\u00a0 dấu\u200b cách ", "due_on": "–"},
        {"due_on": "#REF!", "title": "#N/A"},
    )
    raw = export.read(write_xlsx(tmp_path / "t.xlsx", {"Dữ liệu": grid}))
    assert texts(raw, "task_id") == ["12", "12.5", "0012", "A4"]
    assert texts(raw, "assigned_on")[0] == "2023-07-03"
    assert texts(raw, "due_on") == ["45138", None, None, "#REF!"]
    assert texts(raw, "completed_on")[1] == "2023-07-31 16:30:00"
    assert texts(raw, "unit")[0] == "1"
    assert texts(raw, "title")[1:] == ["=SUM(A1)", "hai dấu cách", "#N/A"]


def test_a_failed_formula_far_to_the_right(tmp_path):
    grid = [[*[""] * 30, *row] for row in rows({"title": "#NAME?"}, {})]
    raw = export.read(write_xlsx(tmp_path / "t.xlsx", {"S": grid}))
    assert texts(raw, "title") == ["#NAME?", "Báo cáo tháng 7"]


@pytest.mark.parametrize(
    "title", [" a b", "a b ", "a  b", "a\u00a0b", "a\nb", "\u200ba b", "a\u2003b", "a b\ufeff"]
)
def test_whatever_cannot_be_seen_is_left_out(tmp_path, title):
    raw = export.read(write_csv(tmp_path / "t.csv", rows({"title": title})))
    assert (texts(raw, "title"), raw.tidied) == (["a b"], 1)


def test_decomposed_text_is_composed(tmp_path):
    grid = [[unicodedata.normalize("NFD", str(cell)) for cell in row] for row in rows({})]
    raw = export.read(write_csv(tmp_path / "t.csv", grid))
    assert texts(raw, "title") == ["Báo cáo tháng 7"]
    assert texts(raw, "status") == ["Hoàn thành"]


def test_parquet_of_text_and_parquet_of_dates_are_read_alike(tmp_path):
    frame = pd.DataFrame(
        rows({"task_id": "1"}, {"task_id": "2"})[1:], columns=list(HEADINGS.values())
    )
    frame["Lý do"] = "x"
    frame.to_parquet(tmp_path / "text.parquet")
    typed = frame.assign(
        **{"Mã công việc": [1, 2], "Tình trạng": frame["Tình trạng"].astype("category")}
    )
    for heading in ("Ngày giao việc", "Hạn hoàn thành"):
        typed[heading] = pd.to_datetime(typed[heading], format="%d/%m/%Y")
    typed.to_parquet(tmp_path / "typed.parquet")
    text, dates = (export.read(tmp_path / f"{name}.parquet") for name in ("text", "typed"))
    for column in ("task_id", "title", "status", "completed_on"):
        assert texts(text, column) == texts(dates, column)
    assert texts(dates, "due_on") == ["2023-07-31", "2023-07-31"]
    assert text.rows.tolist() == dates.rows.tolist() == [1, 2]
    assert "Lý do" not in text.table.column_names


def test_parquet_blank_rows_are_dropped(tmp_path):
    columns = dict(zip(HEADINGS.values(), zip(*rows({}, {})[1:], strict=True), strict=True))
    table = pa.table(
        {name: pa.array([cells[0], None, cells[1]]) for name, cells in columns.items()}
    )
    pq.write_table(table, tmp_path / "t.parquet")
    raw = export.read(tmp_path / "t.parquet")
    assert raw.rows.tolist() == [1, 3]
    assert raw.dropped == {"blank": [2]}


def test_of_a_thousand_headings_a_message_lists_as_many_as_it_can_hold(tmp_path):
    grid = rows({}, without=("unit",))
    grid[0] += [f"{n} {'x' * 200}" for n in range(1000)]
    (problem,) = problems(write_csv(tmp_path / "t.csv", grid))
    assert problem.endswith("; ….")
    assert "x" * 81 not in problem
    assert len(problem) < 6000
