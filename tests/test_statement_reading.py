"""Statement files: numbers as printed, the three forms of a check, and every mistake at once."""

import unicodedata
from fractions import Fraction

import pytest

from reporting.inputs import outside
from reporting.statement import Cell, as_json, assemble, check, read
from reporting.statement.numbers import cut, decimal_sign, parse, places_to_show, rounded
from reporting.text.errors import InputError

MINIMAL = "figures:\n  a: '3'\n  b: '1'\n  c: '2'\nchecks:\n  - a = b + c\n"


@pytest.mark.parametrize(
    ("text", "sign", "value", "decimals", "percent"),
    [
        ("54.619", None, "54619", 0, False),
        ("54,619", None, "54619", 0, False),
        ("1.310", ".", "1310", 0, False),  # a count is whole, whatever the file's shares look like
        ("1525", None, "1525", 0, False),
        ("02", None, "2", 0, False),
        ("54 619", None, "54619", 0, False),
        ("54\u00a0619", None, "54619", 0, False),
        ("1.234.567", None, "1234567", 0, False),
        ("1.234,5", None, "1234.5", 1, False),
        ("1,234.5", None, "1234.5", 1, False),
        ("3.4", None, "3.4", 1, False),
        ("0,125", None, "0.125", 3, False),
        ("1234.567", None, "1234.567", 3, False),
        ("54.61", ",", "5461", 0, False),  # a group that lost a digit, among decimal commas
        ("87,0%", None, "87", 1, True),
        ("87.0%", None, "87", 1, True),
        ("3,1 %", None, "3.1", 1, True),
        ("3,1\u202f%", None, "3.1", 1, True),
        ("1.250%", ",", "1250", 0, True),
        ("1.250%", ".", "1.25", 3, True),
        ("−6,3%", None, "-6.3", 1, True),
    ],
)
def test_numbers_as_printed(text, sign, value, decimals, percent):
    number = parse(text, sign)
    assert (number.value, number.decimals, number.percent) == (Fraction(value), decimals, percent)


@pytest.mark.parametrize(
    "text", ["", "%", "1.25.3", "1,2,3", "12.34.567", "abc", "1 2", "5%%", "1..2", "1" * 19]
)
def test_what_is_no_number(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (["54.619", "87,0%"], (",", False)),
        (["54,619", "87.0%"], (".", False)),
        (["1.310", "429", "50%"], (None, False)),
        (["1.234.567"], (",", False)),
        (["87,0%", "8,4%", "3.5%"], (",", True)),
        (["a / b_2022.5 = 87,0%"], (",", False)),
    ],
)
def test_the_decimal_sign_of_a_file(tokens, expected):
    assert decimal_sign(tokens) == expected


def test_a_number_with_two_readings_is_said_to_have_them():
    statement = assemble({"a": "12.345", "b": "100.000"}, ["a / b = 12.345%"])
    assert [note.en for note in statement.notes] == [
        "“12.345%” was read as 12.345%; it could also be 12,345%."
    ]
    mixed = assemble({"a": "87,0%", "b": "8,4%", "c": "4.6%"}, ["a + b + c = 100%"])
    assert "decimal commas and decimal points" in mixed.notes[0].en
    assert assemble({"a": "1.310", "b": "2.620"}, ["a / b = 50%"]).notes == ()


def test_rounding_is_half_up_and_cutting_is_not():
    assert rounded(Fraction(2765, 1000), 2) == Fraction(277, 100)
    assert rounded(Fraction(-2765, 1000), 2) == Fraction(-277, 100)
    assert cut(Fraction(2769, 1000), 2) == Fraction(276, 100)
    # 1,6749 shown as 1,675 would look as if it rounded to 1,68
    assert places_to_show(Fraction(16749, 10000), 2) == 4


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("a vs b = giảm 10%", "holds"),
        ("a vs b = giảm 10 %", "holds"),
        ("a so với b = giảm 10,0%", "holds"),
        ("a vs b = down 10.0%", "holds"),
        ("a vs b = decreased by 10%", "holds"),
        ("a vs b = -10%", "holds"),
        (unicodedata.normalize("NFD", "a vs b = giảm 10%"), "holds"),
        ("a vs b = tăng 10%", "fails"),
        ("b vs a = tăng 11,1%", "holds"),
        ("b vs a = increase 11.1%", "holds"),
        ("a/b=90%", "holds"),
        ("a / b = 0,9", "holds"),
        ("b = a + 10", "holds"),
        ("a = b - ten", "holds"),
        ("s + rest = 100%", "holds"),
    ],
)
def test_forms_of_a_check(line, verdict):
    figures = {"a": "90", "b": "100", "s": "90,0%", "rest": "10,0%", "ten": "10"}
    found = as_json(check(assemble(figures, [line])))["checks"][0]
    assert (found["check"], found["verdict"]) == (line, verdict)


@pytest.mark.parametrize(
    ("text", "line", "key", "expected"),
    [
        ("figures: {a: '1'}\n", 1, "checks", "a list of checks"),
        ("checks: []\n", 1, "figures", "names of figures"),
        ("- a\n", 1, "", "lines of the form “key: value”"),
        ("figures:\n  a: '1x'\nchecks: []\n", 2, "figures.a", "a number as printed"),
        ("figures:\n  a: [1]\nchecks: []\n", 2, "figures.a", "a number as printed"),
        ("figures:\n  a: ''\nchecks: []\n", 2, "figures.a", "a number as printed"),
        ("figures:\n  2a: '1'\nchecks: []\n", 2, "figures.2a", "a name of letters"),
        ("figures:\n  null: '1'\nchecks: []\n", 1, "figures", "a name of letters"),
        ("figures:\n  a: '1'\n  a: '2'\nchecks: []\n", 3, "figures.a", "each key only once"),
        ("figures:\n  a: '1'\nchecks:\n  - a = b\n", 4, "checks[1] “a = b”", "there is no “b”"),
        ("figures:\n  a: '1'\nchecks:\n  - a\n", 4, "checks[1] “a”", "one of three forms"),
        ("figures:\n  a: '1'\nchecks:\n  - a = a = a\n", 4, "checks[1]", "one of three forms"),
        ("figures:\n  a: '1'\nchecks:\n  - a / a / a = 1%\n", 4, "checks[1]", "one of three forms"),
        ("figures:\n  a: '1'\nchecks:\n  - a vs a = 5%\n", 4, "checks[1]", "up or down"),
        ("figures:\n  a: '1'\nchecks:\n  - a vs a = giảm mạnh 5%\n", 4, "checks[1]", "up or down"),
        ("figures:\n  a: '1'\nchecks:\n  - a / a = a\n", 4, "checks[1]", "a number like 76,8%"),
        ("figures:\n  a: '1'\nchecks:\n  - a = a + 2%\n", 4, "checks[1]", "terms of one kind"),
        ("figures:\n  a: '1'\nchecks:\n  - a = a +\n", 4, "checks[1]", "one of three forms"),
        ("figures:\n  a: '1'\nchecks: {a: b}\n", 3, "checks", "a list of checks"),
        ("as_of: 30/9/2023\n" + MINIMAL, 1, "as_of", "a date like 2023-09-30"),
        ("title: [1]\n" + MINIMAL, 1, "title", "a line of text"),
        (MINIMAL + "computed:\n  a: {unit: x}\n", 8, "computed.a", "an indicator"),
        (MINIMAL + "computed:\n  a: {indicator: x, column: y}\n", 8, "computed.a", "an indicator"),
        (MINIMAL + "computed:\n  d: tasks\n", 8, "computed.d", "there is no “d”"),
        ("figures: {a: '1'\n", 1, "", "“{” is not closed; expected “}”"),
        ("title: " + "[" * 5000, 1, "", "more than 20 levels deep"),
        ("figures: &a {a: *a}\n", 1, "", "may be used at most 100 times"),
        ("", 1, "", "names of figures"),
    ],
)
def test_a_mistake_is_named_with_line_key_and_what_was_expected(text, line, key, expected):
    with pytest.raises(InputError) as error:
        read(text, "s.yaml")
    messages = [problem.en for problem in error.value.problems]
    assert any(
        message.startswith(f"s.yaml, line {line}") and key in message and expected in message
        for message in messages
    ), messages
    assert all(problem.vi != problem.en for problem in error.value.problems)


def test_all_mistakes_are_told_at_once_in_the_files_order():
    text = "as_of: x\nfigures:\n  a: '1x'\n  b: '2'\nchecks:\n  - a\n  - b = c\n"
    with pytest.raises(InputError) as error:
        read(text, "s.yaml")
    lines = [problem.en.split(":")[0].split(",")[1].strip() for problem in error.value.problems]
    assert lines == ["line 1", "line 3", "line 6", "line 7"]


def test_of_many_mistakes_the_first_twenty_of_a_kind_and_a_count_are_told():
    lines = "".join(f"  a{n}: x{n}\n" for n in range(10_000))
    with pytest.raises(InputError) as error:
        read(f"figures:\n{lines}checks: []\n", "s.yaml")
    told = [problem.en for problem in error.value.problems]
    assert len(told) == 21
    assert told[20] == "s.yaml: 9,980 more like these (10,000 mistakes in all)."


def test_a_file_that_is_too_large_is_refused_in_words(tmp_path):
    (tmp_path / "s.yaml").write_text("title: " + "x" * 2_000_000, "utf-8")
    with pytest.raises(InputError, match=r"s\.yaml.*(2 MB)"):
        outside.text(tmp_path / "s.yaml")


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match=r"missing\.yaml"):
        outside.text(tmp_path / "missing.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"title: \xe9\n")
    with pytest.raises(InputError, match=r"latin\.yaml.*UTF-8"):
        outside.text(tmp_path / "latin.yaml")
    (tmp_path / "notepad.txt").write_text("Có 2 hồ sơ.", encoding="utf-8-sig")
    assert outside.text(tmp_path / "notepad.txt") == "Có 2 hồ sơ."


def test_a_key_that_is_not_known_is_mentioned_and_does_no_harm():
    statement = read("note: x\n" + MINIMAL)
    assert check(statement).agrees
    assert "“note” is not used" in statement.notes[0].en


def test_figures_typed_without_quotes_are_taken_as_typed():
    statement = read("figures:\n  a: 54.610\n  b: 02\n  d: null\n  e:\nchecks: []\n")
    assert statement.figures["a"].value == 54610
    assert statement.figures["b"].text == "02"
    assert statement.figures["d"] is statement.figures["e"] is None


def test_where_the_report_finds_a_figure():
    statement = read(
        MINIMAL
        + "computed:\n  a: tasks\n  b: {indicator: overdue, source: ad_hoc, column: value}\n"
    )
    assert statement.computed == {"a": Cell("tasks"), "b": Cell("overdue", source="ad_hoc")}


def test_a_control_character_and_a_key_given_twice_are_mistakes_like_others():
    with pytest.raises(InputError, match=r"s\.yaml, line 1: not readable as YAML"):
        read("title: '\x1b'\n" + MINIMAL, "s.yaml")
    with pytest.raises(InputError) as error:
        read("as_of: x\nas_of: 2023-09-30\nfigures:\n  a: '1x'\nchecks: []\n", "s.yaml")
    lines = [problem.en.split(",")[1].strip() for problem in error.value.problems]
    assert lines == ["line 2", "line 4"]


def test_the_longest_numbers_are_told_in_full():
    longest = "9" * 18
    found = as_json(
        check(assemble({"a": longest, "b": "1"}, ["a = b + b", f"a / b = 0,{'1' * 17}%"]))
    )
    assert found["checks"][0]["printed"] == longest
    assert "999.999.999.999.999.997" in found["checks"][0]["explanation"].replace(",", ".")
