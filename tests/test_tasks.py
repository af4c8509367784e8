"""From an export to a clean register and the status of each task; every bad row in words."""

from __future__ import annotations

import random
import unicodedata
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from exports import HEADINGS, TASK, UNITS_CSV, rows, write_csv, write_xlsx
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.inputs.office import Office, default_office
from reporting.registers import cells, headings, tasks, units
from reporting.text.codes import STATUSES
from reporting.text.errors import InputError

CUT_OFF = date(2023, 9, 30)


@pytest.fixture(scope="module")
def register_of_units(tmp_path_factory: pytest.TempPathFactory) -> units.Units:
    path = tmp_path_factory.mktemp("units") / "units.csv"
    path.write_text(UNITS_CSV, "utf-8")
    return units.load(path)


@pytest.fixture
def load(tmp_path, register_of_units):
    """Load a register from changes of one good task."""

    def loaded(*changes: dict, without: tuple[str, ...] = ()) -> tasks.Register:
        path = write_csv(tmp_path / "tasks.csv", rows(*changes, without=without))
        return tasks.load(path, register_of_units)

    return loaded


@pytest.fixture
def problems(load, tmp_path):
    """The messages about a bad export, without the file's name."""

    def told(*changes: dict, language: str = "en", without: tuple[str, ...] = ()) -> list[str]:
        with pytest.raises(InputError) as caught:
            load(*changes, without=without)
        start = (tmp_path / "tasks.csv").as_posix()
        assert all(problem[language].startswith(start) for problem in caught.value.problems)
        return [problem[language].removeprefix(f"{start}, ") for problem in caught.value.problems]

    return told


# The clean register


def test_columns_and_dtypes(load):
    register = load(
        {}, {"due_on": "", "completed_on": "", "status": "Chưa hoàn thành", "weight": "1,5"}
    )
    table = register.table
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == {
        "task_id": "str",
        "title": "str",
        "unit": "category",
        "unit_group": "category",
        "unit_row": "int16",
        "source": "category",
        "assigned_on": "datetime64[us]",
        "due_on": "datetime64[us]",
        "completed_on": "datetime64[us]",
        "reported_status": "category",
        "weight": "float64",
    }
    assert list(table["unit"].cat.categories) == ["VPTC", "NXB", "01", "02", "17"]
    assert list(table["unit_group"].cat.categories) == [
        "headquarters",
        "public_service",
        "provincial",
    ]
    assert list(table["source"].cat.categories) == list(default_office().sources)
    assert list(table["reported_status"].cat.categories) == list(STATUSES)
    assert table.pop("unit_row").tolist() == [2, 2]
    assert table.iloc[0].tolist()[:8] == [
        "A1", "Báo cáo tháng 7", "01", "provincial", "ad_hoc",
        pd.Timestamp("2023-07-03"), pd.Timestamp("2023-07-31"), pd.Timestamp("2023-07-31"),
    ]  # fmt: skip
    assert table["due_on"].isna().tolist() == [False, True]
    assert table["reported_status"].tolist() == ["completed_on_time", "in_term"]
    assert table["weight"].tolist() == [pytest.approx(np.nan, nan_ok=True), 1.5]
    assert (register.dated, register.reported, register.sheet) == (True, True, None)


def test_weights_as_numbers_and_shares(load):
    texts = ("3", "1,5", "1.5", "20%", "12,5 %", "1.500.000", "1 500", "")
    weights = load(*({"weight": text} for text in texts)).table["weight"]
    assert weights.fillna(-1).tolist() == [3, 1.5, 1.5, 0.2, 0.125, 1_500_000, 1_500, -1]


def test_a_file_without_completion_dates_or_without_statuses(load):
    reported = load({}, without=("completed_on",))
    assert (reported.dated, reported.reported) == (False, True)
    assert reported.table["completed_on"].isna().all()
    dated = load({}, {"completed_on": "", "due_on": ""}, without=("status",))
    assert (dated.dated, dated.reported) == (True, False)
    assert dated.table["reported_status"].isna().all()


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), form=st.sampled_from(["NFC", "NFD"]))
def test_order_of_rows_and_unicode_form_do_not_matter(
    tmp_path_factory, register_of_units, seed, form
):
    changes = [
        {
            "task_id": str(place),
            "title": f"Việc số {place}",
            "unit": unit,
            "source": source.spellings[-1],
        }
        for place, (unit, source) in enumerate(
            zip(
                ["Hà Nội", "VPTC", "Nhà xuất bản Thống kê", "2"],
                default_office().sources.values(),
                strict=True,
            )
        )
    ]
    folder = tmp_path_factory.mktemp("order")
    plain = tasks.load(write_csv(folder / "a.csv", rows(*changes)), register_of_units).table
    random.Random(seed).shuffle(changes)
    grid = [[unicodedata.normalize(form, str(cell)) for cell in row] for row in rows(*changes)]
    mixed = tasks.load(write_csv(folder / "b.csv", grid), register_of_units).table
    pd.testing.assert_frame_equal(plain, mixed.sort_values("task_id", ignore_index=True))


def test_excel_csv_and_parquet_give_one_register(tmp_path, register_of_units):
    grid = rows(
        {"task_id": "7"},
        {"due_on": "", "unit": "1"},
        {"title": "  a\u00a0b "},
        {"completed_on": ""},
    )
    csv_path = write_csv(tmp_path / "tasks.csv", grid)
    typed = [[*row] for row in grid]
    for row in typed[1:]:
        row[0] = 7 if row[0] == "7" else row[0]
        for column in (4, 5, 6):
            row[column] = datetime.strptime(row[column], "%d/%m/%Y") if row[column] else None
    xlsx_path = write_xlsx(tmp_path / "tasks.xlsx", {"Dữ liệu": typed})
    frame = pd.DataFrame(typed[1:], columns=list(HEADINGS.values())).astype({"Mã công việc": str})
    frame.to_parquet(tmp_path / "tasks.parquet")
    first, *others = (
        tasks.load(path, register_of_units)
        for path in (csv_path, xlsx_path, tmp_path / "tasks.parquet")
    )
    for other in others:
        pd.testing.assert_frame_equal(first.table, other.table)
    assert first.notes == others[0].notes


# Dates


@pytest.mark.parametrize(
    "text",
    [
        "30/9/2023", "30/09/2023", "30-9-2023", "30.9.2023", "30 / 9 / 2023", "2023-09-30", "2023/9/30",
        "45199", "45199.0", "45199.75", "45199,75", "30/9/2023 17:05", "30/09/2023 5:05:59 PM", "17:05 30/9/2023",
        "2023-09-30T23:59:59", "2023-09-30 00:00:00", "2023-09-30T16:59:59.123Z", "2023-09-30T23:00:00+07:00",
    ],
)  # fmt: skip
def test_days_in_every_usual_form(text):
    assert cells.day_of(text) == date(2023, 9, 30)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("31/2/2023", cells.NO_DAY), ("29/2/2023", cells.NO_DAY), ("9/30/2023", cells.NO_DAY),
        ("1/13/2023", cells.NO_DAY), ("2023-13-01", cells.NO_DAY), ("hôm qua", cells.WORDS),
        ("#REF!", cells.NO_DAY), ("12", cells.NO_DAY), ("20230930", cells.NO_DAY), ("0/9/2023", cells.NO_DAY),
        ("30/9-2023", cells.NO_DAY), ("30/9", cells.NO_DAY), ("Q3/2023", cells.NO_DAY), ("N/A", cells.WORDS),
        ("30/9/23", cells.SHORT_YEAR), ("30/9/1923", cells.FAR_YEAR), ("2203-09-30", cells.FAR_YEAR),
        ("2023-09-29T17:00:00Z", cells.NEXT_DAY), ("2023-09-29 23:59:59.123+00:00", cells.NEXT_DAY),
    ],
)  # fmt: skip
def test_what_is_no_day(text, fault):
    assert cells.day_of(text) is fault


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_form_of_a_day_is_that_day(day):
    serial = (day - date(1899, 12, 30)).days
    forms = [
        day.strftime("%d/%m/%Y"),
        f"{day.day}-{day.month}-{day.year}",
        day.isoformat(),
        f"{serial}",
    ]
    assert {cells.day_of(form) for form in forms} == {day}


def test_mixed_forms_of_dates_in_one_column(tmp_path, register_of_units):
    mixed = [
        date(2023, 9, 30),
        45199,
        "45199",
        "30/9/2023",
        datetime(2023, 9, 30, 17),
        "2023-09-30",
    ]
    path = write_xlsx(tmp_path / "tasks.xlsx", {"S": rows(*({"due_on": cell} for cell in mixed))})
    assert set(tasks.load(path, register_of_units).table["due_on"]) == {pd.Timestamp("2023-09-30")}


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "-", "–", "—", None])
def test_a_blank_due_date_stays_blank(tmp_path, register_of_units, blank):
    grid = rows({"due_on": blank})
    for path in (write_csv(tmp_path / "a.csv", grid), write_xlsx(tmp_path / "b.xlsx", {"S": grid})):
        assert tasks.load(path, register_of_units).table["due_on"].isna().all()


@pytest.mark.parametrize("year", [1999, 2101])
def test_implausible_years_among_real_dates(tmp_path, register_of_units, year):
    frame = pd.DataFrame(rows({}, {})[1:], columns=list(HEADINGS.values()))
    frame["Hạn hoàn thành"] = pd.to_datetime([f"{year}-06-30", "2023-07-31"])
    frame.to_parquet(tmp_path / "tasks.parquet")
    with pytest.raises(InputError) as caught:
        tasks.load(tmp_path / "tasks.parquet", register_of_units)
    assert [problem.en.split("/")[-1] for problem in caught.value.problems] == [
        f"tasks.parquet, row 1, column “Hạn hoàn thành” (due_on): “30 June {year}” has an implausible year; "
        "expected one from 2000 to 2100."
    ]


def test_real_dates_with_a_time_zone_are_the_days_on_the_wall(tmp_path, register_of_units):
    frame = pd.DataFrame(rows({})[1:], columns=list(HEADINGS.values()))
    frame["Hạn hoàn thành"] = pd.to_datetime(["2023-09-30 06:00"]).tz_localize("Asia/Ho_Chi_Minh")
    frame.to_parquet(tmp_path / "tasks.parquet")
    table = tasks.load(tmp_path / "tasks.parquet", register_of_units).table
    assert table["due_on"].tolist() == [pd.Timestamp("2023-09-30")]


# Sources and statuses


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kế hoạch tổng cục", "agency_plan"), ("KẾ HOẠCH CÔNG TÁC CỦA TỔNG CỤC", "agency_plan"),
        ("Kết luận của Lãnh đạo", "leadership_conclusion"), ("Kết luận của Lãnh đạo Tổng cục", "leadership_conclusion"),
        ("Phát sinh", "ad_hoc"), ("Công việc phát sinh", "ad_hoc"), ("ad-hoc", "ad_hoc"),
        ("Kế hoạch đơn vị", "unit_plan"), ("unit_plan", "unit_plan"), ("Unit plan", "unit_plan"),
        ("Kế hoạch", None), ("", None),
    ],
)  # fmt: skip
def test_sources(text, code):
    sources = headings.of_sources(default_office().reading)
    assert sources.meaning(text) == (code or sources.unknown)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hoàn thành", "completed_on_time"), ("Hoàn thành đúng hạn", "completed_on_time"),
        ("Đã hoàn thành", "completed_on_time"), ("hoàn  thành", "completed_on_time"),
        ("Hoàn thành trễ hạn", "completed_late"), ("Hoàn thành quá hạn", "completed_late"),
        ("Chưa hoàn thành", "in_term"), ("Chưa hoàn thành còn hạn", "in_term"),
        ("Chưa hoàn thành trong hạn", "in_term"), ("Đang thực hiện", "in_term"),
        ("Chưa hoàn thành trễ hạn", "overdue"), ("Chưa hoàn thành - quá hạn", "overdue"),
        ("Chưa hoàn thành (quá hạn)", "overdue"), ("Overdue", "overdue"), ("in_term", "in_term"),
        ("Không có thời hạn", "no_due_date"), ("no due date", "no_due_date"),
        ("Trễ hạn", None), ("Tạm dừng", None),
    ],
)  # fmt: skip
def test_statuses(text, code):
    statuses = headings.of_statuses(default_office().reading)
    assert statuses.meaning(text) == (code or statuses.unknown)


def test_an_offices_own_words_for_statuses_go_before_the_usual_ones():
    office = Office(statuses={"completed_on_time": ["Đã duyệt"], "completed_late": ["Hoàn thành"]})
    statuses = headings.of_statuses(office.reading)
    told = {"Đã duyệt": "completed_on_time", "HOÀN THÀNH": "completed_late", "Hoàn thành đúng hạn": "completed_on_time"}  # fmt: skip
    assert {text: statuses.meaning(text) for text in told} == told
    code = Office(statuses={"in_term": ["Overdue"]}).reading
    assert headings.of_statuses(code).meaning("Overdue") == "in_term"
    twice = Office(statuses={"overdue": ["Chậm"], "in_term": ["chậm"]}).twice()
    assert [where for where, _ in twice] == [("statuses", "in_term", 0)]


# Bad rows


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"task_id": ""}, "cột “Mã công việc” (task_id): ô để trống; cần mã công việc."),
        ({"title": " "}, "cột “Tên công việc” (title): ô để trống; cần tên công việc."),
        (
            {"title": "#REF!"},
            "cột “Tên công việc” (title): “#REF!” là lỗi công thức của Excel; cần giá trị thật. Đây là lỗi công thức, hoặc công thức chưa được tính: hãy mở tệp bằng Excel, tính lại (F9), sửa ô này rồi lưu.",
        ),
        (
            {"unit": "-"},
            "cột “Đơn vị chủ trì” (unit): ô để trống; cần mã hoặc tên đơn vị như trong units.csv.",
        ),
        (
            {"unit": "Ha Giang"},
            "cột “Đơn vị chủ trì” (unit): “Ha Giang” không có trong danh mục đơn vị (có phải “Cục Thống kê "
            "tỉnh Hà Giang”?); cần mã hoặc tên đơn vị như trong units.csv.",
        ),
        (
            {"unit": "02", "assigned_on": "1/7/2025", "due_on": "", "completed_on": ""},
            "cột “Đơn vị chủ trì” (unit): “02” không tồn tại vào ngày giao việc 1/7/2025; trong danh mục, "
            "đơn vị này chỉ có từ 18/3/2020 đến hết 30/6/2025. Hãy ghi đơn vị của ngày ấy, hoặc sửa units.csv: ngày hiệu "
            "lực, hay cột successor nếu đơn vị này kế thừa hoặc được kế thừa.",
        ),
        (
            {"source": "Khác"},
            "cột “Loại công việc” (source): “Khác” không được nhận ra; cần một trong các giá trị: Kế hoạch "
            "công tác của Tổng cục; Kết luận của Lãnh đạo Tổng cục; Công việc phát sinh; Kế hoạch của đơn vị; cách ghi "
            "khác thì khai trong params/common.yaml (sources, statuses).",
        ),
        (
            {"source": ""},
            "cột “Loại công việc” (source): ô để trống; cần một trong các giá trị: Kế hoạch công tác của Tổng "
            "cục; Kết luận của Lãnh đạo Tổng cục; Công việc phát sinh; Kế hoạch của đơn vị.",
        ),
        (
            {"assigned_on": ""},
            "cột “Ngày giao việc” (assigned_on): ô để trống; cần ngày giao việc, ví dụ 1/7/2023.",
        ),
        (
            {"due_on": "31/02/2023"},
            "cột “Hạn hoàn thành” (due_on): “31/02/2023” không phải là ngày; cần dạng ngày/tháng/năm, ví dụ "
            "30/9/2023.",
        ),
        (
            {"completed_on": "30/9/23"},
            "cột “Ngày hoàn thành” (completed_on): “30/9/23” thiếu hai chữ số đầu của năm; cần dạng "
            "ngày/tháng/năm với năm đủ bốn chữ số, ví dụ 30/9/2023.",
        ),
        (
            {"due_on": "1/1/1900"},
            "cột “Hạn hoàn thành” (due_on): “1/1/1900” có năm không hợp lý; cần năm từ 2000 đến 2100.",
        ),
        (
            {"completed_on": "2/7/2023"},
            "cột “Ngày hoàn thành” (completed_on): “2/7/2023” trước ngày giao việc (3/7/2023); ngày hoàn "
            "thành không thể trước ngày giao việc.",
        ),
        (
            {"status": "Tạm dừng"},
            "cột “Tình trạng” (status): “Tạm dừng” không được nhận ra; cần một trong các giá trị: Hoàn thành "
            "đúng hạn; Hoàn thành trễ hạn; Chưa hoàn thành trễ hạn; Chưa hoàn thành còn hạn; Không có thời "
            "hạn; cách ghi khác thì khai trong params/common.yaml (sources, statuses).",
        ),
        (
            {"status": "", "completed_on": "", "due_on": ""},
            "cột “Tình trạng” (status): ô để trống; dòng này không có tình trạng, cũng không có ngày hoàn "
            "thành và hạn hoàn thành; cần ít nhất một trong ba.",
        ),
        (
            {"weight": "nặng"},
            "cột “weight”: “nặng” không dùng làm trọng số được; cần một số từ 0 trở lên, ví dụ 1,5.",
        ),
        (
            {"weight": "-1"},
            "cột “weight”: “-1” không dùng làm trọng số được; cần một số từ 0 trở lên, ví dụ 1,5.",
        ),
    ],
)
def test_a_bad_row_is_told_with_row_column_value_and_what_was_expected(problems, change, expected):
    assert problems({}, change, language="vi") == [f"dòng 3, {expected}"]


@pytest.mark.parametrize(
    ("first", "again"), [("12", "12"), ("12", "12.0"), ("A\u00a0 1", "A 1\u200b")]
)
def test_the_same_task_twice(problems, first, again):
    assert problems({"task_id": first}, {}, {"task_id": again}) == [
        f"row 4, column “Mã công việc” (task_id): “{again.removesuffix(chr(0x200B))}” is already in row 2; each "
        "task must be listed only once, with an ID of its own."
    ]


def test_numbers_and_texts_are_the_same_id(tmp_path, register_of_units):
    path = write_xlsx(
        tmp_path / "tasks.xlsx", {"Dữ liệu": rows({"task_id": 12}, {"task_id": "12"})}
    )
    with pytest.raises(InputError) as caught:
        tasks.load(path, register_of_units)
    assert caught.value.problems[0].vi == (
        f"{path.as_posix()}, trang tính “Dữ liệu”, dòng 3, cột “Mã công việc” (task_id): “12” đã có ở dòng 2; "
        "mỗi công việc chỉ được ghi một lần, với mã riêng."
    )


def test_different_ids_are_not_the_same(load):
    different = ["1.1", "1.10", "012", "12", "a", "A"]
    assert load(*({"task_id": each} for each in different)).table["task_id"].tolist() == different


def test_a_failed_formula_in_a_date_is_not_a_blank(tmp_path, register_of_units):
    path = write_xlsx(tmp_path / "tasks.xlsx", {"S": rows({"due_on": "#REF!"})})
    with pytest.raises(InputError, match=r"“#REF!” (is not a date|không phải là ngày)"):
        tasks.load(path, register_of_units)


def test_the_first_twenty_of_each_kind_and_a_count(problems):
    bad = [{"unit": "nowhere", "due_on": "soon"} for _ in range(45)]
    told = problems({}, *bad)
    of_units = [each for each in told if "(unit)" in each]
    assert len(of_units) == 21
    assert of_units[0].startswith("row 3, ")
    assert of_units[19].startswith("row 22, ")
    assert of_units[20] == "column “Đơn vị chủ trì” (unit): 25 more like this (45 rows in all)."
    assert len([each for each in told if "(due_on)" in each]) == 21
    of_units = [each for each in problems({}, *bad[:20]) if "(unit)" in each]
    assert len(of_units) == 21
    assert of_units[20] == "column “Đơn vị chủ trì” (unit): 20 rows are like this."


def test_the_rows_of_a_kind_are_in_order_and_counted_in_both_languages(problems):
    bad = [{"due_on": each} for each in ("soon", "1/8/2023", "later", "soon")]
    told = problems(*bad, language="vi")
    assert [each.split(",")[0] for each in told] == [
        "dòng 2",
        "dòng 4",
        "dòng 5",
        "cột “Hạn hoàn thành” (due_on): tổng số 3 dòng như vậy.",
    ]


def test_one_row_alone_needs_no_count(problems):
    assert len(problems({"due_on": "soon"})) == 1


def test_real_dates_are_told_as_people_write_them(tmp_path, register_of_units):
    change = {"assigned_on": date(2023, 9, 30), "completed_on": date(2023, 9, 1)}
    path = write_xlsx(tmp_path / "tasks.xlsx", {"S": rows(change)})
    with pytest.raises(InputError) as caught:
        tasks.load(path, register_of_units)
    (told,) = caught.value.problems
    assert "“1/9/2023” trước ngày giao việc (30/9/2023)" in told.vi
    assert "“1 September 2023” is before the task was assigned (30 September 2023)" in told.en


def test_all_kinds_of_mistakes_are_told_at_once(problems):
    told = problems(
        {"unit": "x"},
        {"source": "x"},
        {"due_on": "x"},
        {"task_id": ""},
        {"completed_on": "1/1/2023"},
    )
    assert len(told) == 5


def test_a_blank_status_where_there_are_no_completion_dates(problems):
    told = problems({}, {"status": "", "completed_on": ""}, without=("completed_on",))
    assert told[0].startswith(
        "row 3, column “Tình trạng” (status): a blank cell; expected one of: "
    )


def test_a_blank_status_is_fine_where_dates_tell(load):
    told = load(
        {"status": "", "due_on": ""},
        {"status": "", "completed_on": ""},
        {"due_on": "", "completed_on": "", "status": "Chưa hoàn thành"},
    )
    assert len(told.table) == 3


def test_completed_on_the_day_it_was_assigned_is_fine(load):
    assert len(load({"completed_on": "3/7/2023", "assigned_on": "3/7/2023 16:00"}).table) == 1


# Notes


def test_what_was_noticed(tmp_path, register_of_units):
    grid = [
        *rows({"title": "a  b"}, {"due_on": "1/7/2023"}),
        [],
        ["Tổng cộng", 2],
        ["", "Người lập"],
    ]
    notes = tasks.load(write_csv(tmp_path / "tasks.csv", grid), register_of_units).notes
    assert {note.kind: note.count for note in notes} == {
        "blank": 1,
        "totals": 1,
        "notes": 1,
        "tidied": 1,
        "due_before_assigned": 1,
    }
    assert notes[1].text.vi == "1 dòng tổng cộng đã được bỏ qua (dòng 5)."


def test_counts_in_notes_are_written_as_each_language_writes_them(load):
    notes = load(*[{"due_on": "1/7/2023"}] * 1001).notes
    assert [note.text for note in notes] == [
        (
            "1.001 công việc có hạn hoàn thành trước ngày giao việc.",
            "1,001 tasks are due before they were assigned.",
        )
    ]


def test_one_is_said_as_one_and_two_as_two(load, tmp_path, register_of_units):
    (note,) = load({"due_on": "1/7/2023"}).notes
    assert note.text.en == "1 task is due before it was assigned."
    for count, said in (1, "1 (row 3)"), (2, "2 (rows 3, 4)"):
        grid = [*rows({}), *[["Tổng cộng", 1]] * count]
        (note,) = tasks.load(write_csv(tmp_path / "tasks.csv", grid), register_of_units).notes
        assert note.text.en == f"Totals rows left out: {said}."


def test_completion_dates_never_filled_in_and_no_status_are_noticed(load):
    (note,) = load({"completed_on": ""}, {"completed_on": ""}, without=("status",)).notes
    assert (note.kind, note.count) == ("completed_on_unfilled", 2)
    assert note.text.vi == (
        "Cột “Ngày hoàn thành” để trống ở mọi dòng nên không công việc nào được tính là hoàn thành; nếu phần mềm "
        "không xuất ngày hoàn thành, hãy xuất cột “Tình trạng” thay cho cột này."
    )


def test_completion_dates_never_filled_in_are_noticed(load):
    changes = [{"completed_on": ""}, {"completed_on": "", "status": "Chưa hoàn thành"}]
    assert [(note.kind, note.count) for note in load(*changes).notes] == [
        ("completed_on_unfilled", 1)
    ]
    assert load({"completed_on": "", "status": "Chưa hoàn thành"}).notes == ()


# Status as of a date


def status_of(load, due: str, completed: str, cut_off: date = CUT_OFF) -> pd.Series:
    return tasks.as_of(load({"due_on": due, "completed_on": completed}), cut_off).iloc[0]


@pytest.mark.parametrize(
    ("due", "completed", "status", "done", "late", "overdue"),
    [
        ("31/7/2023", "31/7/2023", "completed_on_time", True, None, None),  # the due day counts
        ("31/7/2023", "31/7/2023 23:59", "completed_on_time", True, None, None),
        ("31/7/2023", "1/8/2023", "completed_late", True, 1, None),
        ("30/9/2023", "30/9/2023", "completed_on_time", True, None, None),
        ("29/9/2023", "", "overdue", False, None, 1),
        ("30/9/2023", "", "in_term", False, None, None),
        ("1/10/2023", "", "in_term", False, None, None),
        ("31/7/2023", "1/10/2023", "overdue", False, None, 61),  # has not happened yet
        ("30/9/2023", "1/10/2023", "in_term", False, None, None),
        ("", "1/8/2023", "no_due_date", True, None, None),
        ("", "1/10/2023", "no_due_date", False, None, None),
        ("", "", "no_due_date", False, None, None),
    ],
)
def test_status_as_of_the_cut_off(load, due, completed, status, done, late, overdue):
    row = status_of(load, due, completed)
    assert (row["status"], row["completed"]) == (status, done)
    assert row[["days_late", "days_overdue"]].astype(object).where(row.notna(), None).tolist() == [
        late,
        overdue,
    ]
    assert pd.isna(row["completed_on"]) == (not done)


def test_a_later_cut_off_sees_what_happened_since(load):
    assert (
        status_of(load, "31/7/2023", "1/10/2023", date(2023, 12, 31))["status"] == "completed_late"
    )


def test_without_completion_dates_the_reported_status_counts(load):
    changes = [{"status": names[0], "due_on": "" if code == "no_due_date" else "29/9/2023"}
               for code, names in headings.STATUSES.items()]  # fmt: skip
    table = tasks.as_of(load(*changes, without=("completed_on",)), CUT_OFF)
    assert table["status"].tolist() == list(STATUSES)
    assert table["completed"].tolist() == [True, True, False, False, False]
    assert table["days_late"].isna().all()
    assert table["days_overdue"].tolist() == [
        pytest.approx(x, nan_ok=True) for x in (np.nan, np.nan, 1, np.nan, np.nan)
    ]
    assert tasks.disagreements(table).empty


def test_disagreements(load):
    told = [
        ("31/7/2023", "31/7/2023", "Hoàn thành", False),
        ("31/7/2023", "1/8/2023", "Hoàn thành", True),
        ("31/7/2023", "", "Hoàn thành", True),
        ("31/7/2023", "", "", False),
        ("31/7/2023", "", "Chưa hoàn thành", True),
        ("31/7/2023", "", "Không có thời hạn", True),
        ("", "31/7/2023", "Hoàn thành trễ hạn", False),  # completed or not is all that is compared
        ("", "31/7/2023", "Chưa hoàn thành", True),
        ("", "", "Chưa hoàn thành quá hạn", False),
        ("", "", "Hoàn thành", True),
        ("", "31/7/2023", "Không có thời hạn", False),
    ]
    changes = [
        {"due_on": due, "completed_on": done, "status": status} for due, done, status, _ in told
    ]
    found = tasks.disagreements(tasks.as_of(load(*changes), CUT_OFF))
    assert found["task_id"].tolist() == [f"A{n}" for n, row in enumerate(told, start=1) if row[-1]]


def test_a_task_assigned_after_the_cut_off_is_not_there_yet(load):
    register = load({"assigned_on": "10/7/2023"}, {"assigned_on": "11/7/2023"})
    assert tasks.as_of(register, date(2023, 7, 10))["task_id"].tolist() == ["A1"]
    assert len(tasks.as_of(register, date(2023, 7, 11))) == 2


days = st.one_of(st.none(), st.dates(date(2023, 7, 3), date(2023, 12, 31)))


@settings(max_examples=25)
@given(
    st.lists(st.tuples(days, days), min_size=1, max_size=30),
    st.dates(date(2023, 7, 3), date(2023, 12, 31)),
)
def test_statuses_partition_the_tasks(tmp_path_factory, register_of_units, pairs, cut_off):
    changes = [{"due_on": due or "", "completed_on": done or ""} for due, done in pairs]
    path = write_csv(
        tmp_path_factory.mktemp("p") / "tasks.csv", rows(*changes, without=("status",))
    )
    register = tasks.load(path, register_of_units)
    before = register.table.copy()
    table = tasks.as_of(register, cut_off)
    counts = table["status"].value_counts()
    assert counts.sum() == len(pairs)
    assert table["completed"].sum() == sum(
        done is not None and done <= cut_off for _, done in pairs
    )
    assert counts["no_due_date"] == sum(due is None for due, _ in pairs)
    assert ((table["days_late"] > 0) == (table["status"] == "completed_late")).all()
    assert ((table["days_overdue"] > 0) == (table["status"] == "overdue")).all()
    pd.testing.assert_frame_equal(register.table, before)  # the register itself stays as it is
    later = tasks.as_of(register, cut_off + timedelta(days=400))
    assert (later["completed"] >= table["completed"]).all()  # what is done stays done
    assert not (later["status"] == "in_term").any()


def test_the_published_quarter_is_read_without_a_mistake():
    root = Path(__file__).resolve().parent.parent / "data"
    register = tasks.load(root / "2023Q3" / "tasks.csv.gz", units.load(root / "units.csv"))
    assert len(register.table) == 54_619


def test_a_task_of_the_tests_is_good(load):
    assert load({}).table["title"].tolist() == [TASK["title"]]


OPEN = {"status": "Chưa hoàn thành"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([OPEN] * 4, 4),
        ([OPEN] * 3 + [{}] * 20, 3),
        ([OPEN] * 3 + [OPEN | {"completed_on": ""}] * 4, 0),
        ([OPEN] * 3 + [{}] * 30, 0),  # some that the software has not yet marked
        ([OPEN] * 2, 0),
        ([{"status": "Không có thời hạn"}] * 4, 0),
    ],
)
def test_completion_dates_of_tasks_that_are_said_to_be_open_are_noticed(load, changes, told):
    notes = [note for note in load(*changes).notes if note.kind == "completed_on_planned"]
    assert [note.count for note in notes] == [told] * (told > 0)
    assert all("Nếu đó là ngày dự kiến" in note.text.vi for note in notes)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"due_on": "31/7/2032"}, "Hạn hoàn thành"),
        ({"completed_on": "31/7/2032"}, "Ngày hoàn thành"),
        ({"due_on": "31/7/2013"}, "Hạn hoàn thành"),
        ({"due_on": "31/12/2024"}, None),
        ({"assigned_on": "3/7/2020", "due_on": "31/7/2022"}, None),  # long under way
    ],
)
def test_a_day_years_away_is_noticed_with_its_row(load, change, column):
    notes = [note.text for note in load({}, change, {}, {}).notes if note.kind == "far_years"]
    assert [note.vi.split("”")[0] for note in notes] == [f"Cột “{column}"] * bool(column)
    assert all("(dòng 3)" in note.vi and "(row 3)" in note.en for note in notes)
