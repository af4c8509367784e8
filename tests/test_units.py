"""The unit register: names as people write them, periods, groups, and mistakes in units.csv."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from exports import UNITS_CSV
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting.registers import units
from reporting.text.errors import InputError

ROOT = Path(__file__).resolve().parent.parent
HEADER = "code,name_vi,name_en,group,valid_from,valid_to\n"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> units.Units:
    path = tmp_path_factory.mktemp("units") / "units.csv"
    path.write_text(UNITS_CSV, "utf-8")
    return units.load(path)


def code(register: units.Units, written: str, on: str = "2023-07-01") -> str | int:
    rows, _ = register.locate([written], np.array([0]), np.array([on], dtype="datetime64[D]"))
    row = rows[0]
    return register.table["code"].iloc[row] if row >= 0 else int(row)


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "units.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        units.load(path)
    return [problem["en"].removeprefix(f"{path.as_posix()}") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("01", "01"),
        ("1", "01"),
        ("vptc", "VPTC"),
        ("Văn phòng Tổng cục", "VPTC"),
        ("VĂN PHÒNG  TỔNG CỤC", "VPTC"),
        ("Văn\u00a0phòng\u200b Tổng cục ", "VPTC"),
        ("Office of the GSO", "VPTC"),
        ("Cục Thống kê Hà Giang", "02"),
        ("Hà Giang", "02"),
        ("Cục Thống kê TP. Hà Nội", "01"),
        ("Cục Thống kê tỉnh Hoà Bình", "17"),  # the tone on the other letter
        ("Cục Thống kê tỉnh Hà Giang".replace("ê", "e\u0302"), "02"),
        ("Vãn phòng Tổng cục", units.UNKNOWN),
        ("Ha Giang", units.UNKNOWN),
        ("Cục Thống kê", units.UNKNOWN),
        ("10", units.UNKNOWN),
    ],
)
def test_names_and_codes_as_people_write_them(register, written, expected):
    assert code(register, written) == expected


def test_a_place_alone_is_nobodys_where_several_are_called_after_it(tmp_path):
    more = UNITS_CSV + "X1,Phường Hà Giang,Hà Giang Ward,provincial,2025-07-01,\n"
    path = tmp_path / "units.csv"
    path.write_text(more, "utf-8")
    register = units.load(path)
    found = [code(register, each) for each in ("Hà Giang", "Cục Thống kê Hà Giang", "Hòa Bình")]
    assert found == [units.UNKNOWN, "02", "17"]


@given(
    unit=st.integers(0, 118), form=st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), data=st.data()
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_unit_is_known_in_any_unicode_form_case_and_spacing(published, unit, form, data):
    row = published.table.iloc[unit]
    name = row[data.draw(st.sampled_from(["name_vi", "name_en", "code"]))]
    space = data.draw(st.sampled_from([" ", "  ", "\u00a0", "\n", " \u200b", "\u202f"]))
    written = unicodedata.normalize(form, name).replace(" ", space)
    written = data.draw(st.sampled_from([str.upper, str.lower, str]))(written)
    last = "2025-06-30" if row["valid_to"].year == 2025 else "2025-12-31"
    assert code(published, written, last) == row["code"]


@pytest.fixture(scope="module")
def published() -> units.Units:
    return units.load(ROOT / "data" / "units.csv")


def test_the_published_register(published):
    assert len(published.codes) == 85
    assert not published.notes
    assert published.table["successor"].ne("").sum() == 63
    assert published.table["group"].value_counts().to_dict() == {
        "provincial": 63 + 34,
        "headquarters": 17,
        "public_service": 5,
    }
    assert published.groups == ["headquarters", "public_service", "provincial"]


def test_a_letter_that_looks_like_d_with_a_stroke(published):
    assert code(published, "Ðà Nẵng") == "48"  # U+00D0 instead of U+0110


def test_many_values_at_once_and_blanks(register):
    found, _ = register.locate(
        ["01", "nowhere"],
        np.array([1, 0, -1, 0]),
        np.array(["2023-07-01", "2019-07-01", "2023-07-01", "NaT"], dtype="datetime64[D]"),
    )
    assert found.tolist() == [units.UNKNOWN, units.NOT_VALID, units.UNKNOWN, 2]


def test_a_unit_exists_from_its_first_to_its_last_day(register):
    days = ["2020-03-17", "2020-03-18", "2025-06-30", "2025-07-01"]
    assert [code(register, "02", day) for day in days] == [-2, "02", "02", -2]
    assert register.validity("02") == (
        "từ 18/3/2020 đến hết 30/6/2025",
        "from 18 March 2020 to 30 June 2025",
    )


def test_a_renamed_unit_has_one_code_and_two_periods(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(
        HEADER + "11,Vụ A,Department A,headquarters,2020-01-01,2022-12-31\n"
        "11,Vụ A mới,New department A,public_service,2023-01-01,\n"
        "12,Vụ A,Another A,headquarters,2023-01-01,\n",
        "utf-8",
    )
    found = units.load(path)
    assert found.codes == ["11", "12"]
    assert [code(found, "11", day) for day in ("2022-12-31", "2023-01-01")] == ["11", "11"]
    # a name that went to another unit means the one that had it on the day
    assert [code(found, "Vụ A", day) for day in ("2022-12-31", "2023-01-01")] == ["11", "12"]
    assert found.on(date(2022, 1, 1)).units.loc["11", "name_vi"] == "Vụ A"
    # without a successor the old 11 is another unit
    assert found.on(date(2023, 7, 1)).units["name_vi"].to_dict() == {
        "11": "Vụ A mới",
        "11@2022-12-31": "Vụ A (đến hết 31/12/2022)",
        "12": "Vụ A",
    }
    assert found.on(date(2023, 7, 1)) is found.on(date(2024, 7, 1))
    assert "row 2, column “code”: “11” is used again from row 3" in found.notes[-1]["en"]


@pytest.mark.parametrize(("begins", "noticed"), [("2025-07-01", False), ("2025-08-01", True)])
def test_days_without_a_unit_between_it_and_its_successor_are_noticed(tmp_path, begins, noticed):
    path = tmp_path / "units.csv"
    path.write_text(
        HEADER.rstrip() + ",successor\n"
        f"24,Bắc Ninh,Bac Ninh,provincial,{begins},,\n27,Bắc Giang,Bac Giang,provincial,,2025-06-30,24\n",
        "utf-8",
    )
    told = [note["en"] for note in units.load(path).notes]
    wanted = "row 3, column “successor”: “24” begins (row 2) more than a day after this row ends"
    assert any(wanted in each for each in told) == noticed


def test_a_spelling_of_two_units_stands_for_neither(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(
        HEADER
        + "01,Cục Thống kê tỉnh X,X,p,,\n1,Cục Thống kê thành phố X,X City,p,,\n002,Z,Zed,p,,\n2,Y,Why,p,,\n",
        "utf-8",
    )
    found = units.load(path)
    assert code(found, "1") == "1"  # a code as it is goes before a short form of one
    assert code(found, "2") == "2"
    assert code(found, "Cục Thống kê X") == units.UNKNOWN


def test_a_name_goes_before_a_short_form_of_another(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(HEADER + "01,Cục Thống kê tỉnh Huế,H,p,,\n02,Huế,Hue,p,,\n", "utf-8")
    assert code(units.load(path), "Huế") == "02"


def test_a_group_that_the_office_does_not_have_is_told_with_the_one_that_may_be_meant(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(HEADER + "a,A,A,regional,,\n\nb,B,B,provincal,,\n", "utf-8")
    assert units.load(path).groups == ["regional", "provincal"]
    with pytest.raises(InputError) as error:
        units.load(path, ("regional", "provincial"))
    (problem,) = error.value.problems
    assert problem.en.endswith(
        "units.csv, row 4, column “group”: “provincal” is not among the unit_groups of the params "
        "(perhaps “provincial”?); expected one of: regional, provincial."
    )


def test_the_nearest_name_is_suggested_without_marks(register):
    assert register.nearest("Ha Giang") == "Cục Thống kê tỉnh Hà Giang"
    assert register.nearest("Văn phòng Tổng cuc") == "Văn phòng Tổng cục"
    assert register.nearest("qqqqqqqqqq") is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Cục Thống kê tỉnh Hà Nội", "Cục Thống kê thành phố Hà Nội"),
        ("Thành phố Hà Nội", "Cục Thống kê thành phố Hà Nội"),
        ("Chi cục TK TP.Ha Noi", "Cục Thống kê thành phố Hà Nội"),
        ("Tỉnh Hà Gian", "Cục Thống kê tỉnh Hà Giang"),
        ("Thành phố Huế", None),  # like nothing but in the words all offices share
        ("Cục Thống kê", None),
    ],
)
def test_the_nearest_place_is_suggested_whatever_words_stand_before_it(tmp_path, written, expected):
    path = tmp_path / "units.csv"
    path.write_text(UNITS_CSV + "35,Cục Thống kê tỉnh Hà Nam,Hà Nam,provincial,,\n", "utf-8")
    assert units.load(path).nearest(written) == expected


def test_every_mistake_in_the_file_is_told_at_once(tmp_path):
    text = HEADER + "01,,A,g,18/3/20,\n\n02,B,B,g,2021-01-01,1/1/2020\n03,C,C,,,\n"
    assert problems(tmp_path, text) == [
        ", row 2, column “name_vi”: a blank cell; expected a value.",
        ", row 2, column “valid_from”: “18/3/20” has a two-digit year; expected day/month/year with a four-digit year, "
        "such as 30/9/2023.",
        ", row 4, column “valid_to”: “1/1/2020” must not be before 2021-01-01.",
        ", row 5, column “group”: a blank cell; expected a value.",
    ]


def test_a_code_twice_for_the_same_days(tmp_path):
    text = HEADER + "01,A,A,g,,2022-12-31\n01,B,B,g,2023-01-01,2024-01-01\n01,C,C,g,2024-01-01,\n"
    assert problems(tmp_path, text) == [
        ", row 4, column “code”: “01” is already in row 3, for the same dates; a code stands for one unit."
    ]


def test_missing_columns_and_an_empty_file(tmp_path):
    assert problems(tmp_path, "code,name_vi\n01,A\n") == [
        ": row 1 lacks name_en, group, valid_from, valid_to; expected code, name_vi, name_en, group, "
        "valid_from, valid_to."
    ]
    assert problems(tmp_path, HEADER) == [": the file has no units."]
    assert "lacks code" in problems(tmp_path, "")[0]


def test_a_file_that_is_not_there_or_not_utf8(tmp_path):
    with pytest.raises(InputError, match=r"there is no such file|không tìm thấy"):
        units.load(tmp_path / "units.csv")
    (tmp_path / "units.csv").write_bytes(
        (HEADER + "01,Vụ,A,g,,\n").encode("latin-1", "replace") + b"02,V\xf5,B,g,,\n"
    )
    with pytest.raises(InputError, match="UTF-8"):
        units.load(tmp_path / "units.csv")


@pytest.mark.parametrize("code", ["../../../precious", "a/b", "a b", "a.b", "=1+1", "_T", "x" * 41])
def test_a_code_that_could_not_be_a_folders_name_is_refused(tmp_path, code):
    (said,) = problems(tmp_path, f"{HEADER}01,A,A,g,2020-01-01,\n{code},B,B,g,2020-01-01,\n")
    assert said.startswith(
        f", row 3, column “code”: “{code}” cannot be a code; expected letters, digits"
    )


def test_codes_that_differ_in_case_only_are_one(tmp_path):
    (said,) = problems(tmp_path, f"{HEADER}vp,A,A,g,,\nVP,B,B,g,,\n")
    assert said.startswith(", row 3, column “code”: “VP” is already in row 2")


def test_a_name_of_two_units_is_noticed(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(f"{HEADER}a,Phòng Hòa,A,g,,2024-12-31\nb,Phòng  hoà,B,g,2024-01-01,\n", "utf-8")
    (note,) = units.load(path).notes
    assert "row 3, column “name_vi”: “Phòng hoà” is also the name of the unit in row 2" in note.en
    path.write_text(f"{HEADER}a,Phòng,A,g,,2023-12-31\nb,Phòng,B,g,2024-01-01,\n", "utf-8")
    assert not units.load(path).notes


@pytest.mark.parametrize("extra", ["code", "succesor", "Short_vi "])
def test_a_heading_that_comes_twice_or_nearly_is_refused(tmp_path, extra):
    text = f"{HEADER.strip()},short_vi,{extra}\na,A,A,g,,,,\n"
    (said,) = problems(tmp_path, text)
    assert f"row 1: columns unknown or repeated: “{extra.strip()}”; expected code" in said


def test_a_column_of_the_offices_own_is_left_alone(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(f"{HEADER.strip()},Ghi chú\na,A,A,g,,,cũ\n", "utf-8")
    assert units.load(path).codes == ["a"]


def test_a_dash_is_a_blank_as_in_an_export(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(f"{HEADER.strip()},short_vi,successor\na,Phòng,A,g,-,–,-,-\n", "utf-8")
    found = units.load(path).table.iloc[0]
    assert (found["short_vi"], found["successor"]) == ("Phòng", "")
    assert found[["valid_from", "valid_to"]].isna().all()


def test_a_formula_that_failed_is_no_name(tmp_path):
    (said,) = problems(tmp_path, f"{HEADER}a,#N/A,A,g,,\n")
    assert said.startswith(", row 2, column “name_vi”: “#N/A” is an Excel formula error")


@pytest.mark.parametrize("code", ["01", "VPTC", "ĐTNN", "a-b_c", "x" * 40])
def test_letters_digits_and_hyphens_are_a_code(tmp_path, code):
    path = tmp_path / "units.csv"
    path.write_text(f"{HEADER}{code},A,A,g,2020-01-01,\n", "utf-8")
    assert list(units.load(path).table["code"]) == [code]


def test_of_many_mistakes_the_first_twenty_of_a_kind_and_a_count_are_told(tmp_path):
    lines = (f"c{n},A{n},,g,,2020-01-01,nobody{n}\n" for n in range(2000))
    told = problems(tmp_path, HEADER.strip() + ",successor\n" + "".join(lines))
    assert len(told) == 21
    assert told[20] == ", column “name_en”: 1,980 more like this (2,000 rows in all)."
    lines = (f"c{n},A{n},A,g,,2020-01-01,nobody{n}\n" for n in range(2000))
    told = problems(tmp_path, HEADER.strip() + ",successor\n" + "".join(lines))
    assert len(told) == 21
    assert "is not the code of a unit in this file" in told[0]


def test_how_many_units_are_read_is_told(tmp_path):
    lines = (f"c{n},A,A,g,,\n" for n in range(10_001))
    (told,) = problems(tmp_path, HEADER + "".join(lines))
    assert told == ": has 10,001 rows; up to 10,000 are read."


def test_what_is_quoted_is_made_visible_and_no_longer_than_a_message(tmp_path):
    (told,) = problems(tmp_path, f"{HEADER}\x1b[2J{'x' * 5000},A,A,g,,\n")
    assert told.startswith(f", row 2, column “code”: “\\x1b[2J{'x' * 73}…” cannot be a code")


def test_a_group_of_several_units_that_is_like_a_named_one_is_told(tmp_path):
    path, swapped = tmp_path / "units.csv", UNITS_CSV.replace("headquarters", "headquater")
    path.write_text(f"{swapped}HQ,Vụ Mới,New Department,headquater,,\n", "utf-8")
    (told,) = units.load(path).notes
    assert (
        "is a group without a name in params, shown by its code; did you mean “headquarters”?"
        in told.en
    )
    assert units.load(path, ("headquater", "public_service", "provincial")).notes == ()
