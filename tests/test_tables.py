"""Tables in the page: how a value is printed, and what a screen reader and a phone are given."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from reporting.report.templates import table as html_of
from reporting.tables.table import Cell, Column, Table, from_frame
from reporting.text.bilingual import BilingualText, both


def table(*columns, rows=(), **options):
    return Table("t", both("Title"), tuple(columns), tuple(rows), **options)


@pytest.mark.parametrize(
    ("kind", "value", "vi", "en"),
    [
        ("count", 54619, "54.619", "54,619"),
        ("share", 86.95, "87,0", "87.0"),
        ("signed", -6.34, "−6,3", "−6.3"),
        ("signed", 1.9, "+1,9", "+1.9"),
        ("number", 2.5, "2,5", "2.5"),
        ("number", 3.0, "3", "3"),
        ("date", date(2023, 9, 30), "30/9/2023", "30 Sep 2023"),
        ("date", None, "–", "–"),
        ("count", math.nan, "–", "–"),
        ("count", pd.NA, "–", "–"),
        ("number", math.inf, "–", "–"),  # as in `tables.xlsx`: no cell can hold it
        ("text", None, "", ""),
        ("text", pd.NaT, "", ""),
        ("text", BilingualText("Đạt", "Yes"), "Đạt", "Yes"),
    ],
)
def test_a_cell_is_printed_as_its_kind(kind, value, vi, en):
    column = Column("x", both("X"), kind)
    one = table(column, rows=[{"x": value}])
    ((cell,),) = one.cells.values()
    assert [cell.text(language) for language in ("vi", "en")] == [vi, en]


def test_one_value_with_a_decimal_gives_one_to_all():
    column = Column("x", both("X"), "number")
    one = table(column, rows=[{"x": 3.0}, {"x": 2.5}])
    assert [cell.text("vi") for cell in one.cells["x"]] == ["3,0", "2,5"]


def test_a_column_of_cells_takes_the_kind_of_each_and_keeps_the_comma_in_line():
    columns = Column("n", both("N")), Column("x", both("X"), "own")
    rows = [{"n": "a", "x": Cell(54619, "count")}, {"n": "b", "x": Cell(87.0, "share")}]
    html = html_of(table(*columns, rows=rows), "vi", 1)
    assert '<td class="num whole">54.619</td>' in html
    assert '<td class="num">87,0</td>' in html


def test_where_a_column_has_several_units_each_figure_names_its_own():
    columns = Column("n", both("N")), Column("x", both("X"), "signed")
    points, per_cent = BilingualText("điểm %", "pp"), both("%")
    rows = [
        {"n": 1, "x": Cell(-0.6, "signed", unit=points)},
        {"n": 2, "x": Cell(6.3, "signed", unit=per_cent)},
        {"n": 3, "x": Cell(None, "signed", unit=points)},
    ]
    html = html_of(table(*columns, rows=rows), "vi", 1)
    assert '<td class="num">−0,6<span class="unit">\u00a0điểm %</span></td>' in html
    assert '<td class="num">+6,3<span class="unit">%</span></td>' in html
    assert '<td class="num">–</td>' in html


def test_markup_in_a_value_stays_text():
    html = html_of(
        table(Column("x", both("<i>X")), rows=[{"x": "<script>alert(1)</script>"}]), "vi", 1
    )
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<i>" not in html


def test_headings_over_others_span_them():
    over = both("Over")
    columns = (
        Column("n", both("N")),
        Column("a", both("A"), "count", over),
        Column("b", both("B"), "share", over),
    )
    one = table(*columns, rows=[{"n": "x", "a": 1, "b": 2.0}])
    assert 'scope="colgroup" colspan="2"' in html_of(one, "vi", 1)
    assert 'scope="col" rowspan="2"' in html_of(one, "vi", 1)
    assert [column.whole_heading.en for column in one.columns] == ["N", "Over: A", "Over: B"]


def test_long_texts_stack_on_a_phone_and_keep_their_roles():
    columns = Column("n", both("N")), Column("x", both("X")), Column("y", both("Y"), "count")
    assert not table(*columns, rows=[{"n": "a", "x": "Đạt"}]).stacked
    html = html_of(
        table(*columns, rows=[{"n": "a", "x": "một công việc có tên rất dài, phải đọc"}]), "vi", 1
    )
    assert 'role="table"' in html
    assert 'data-label="X"' in html
    assert "tabindex" not in html


def test_figures_scroll_in_a_region_with_a_name():
    columns = Column("n", both("N")), Column("x", both("X"), "count")
    html = html_of(table(*columns, rows=[{"n": "a", "x": 1}]), "vi", 2)
    assert 'role="region" aria-labelledby="table-t-caption" tabindex="0"' in html
    assert "Bảng 2. Title" in html
    assert "“t” trong tables.xlsx" in html


def test_texts_in_another_language_say_so():
    columns = Column("n", both("N")), Column("x", both("X"), language="vi")
    one = table(*columns, rows=[{"n": "a", "x": "Rà soát"}])
    assert '<td class="short" lang="vi">' in html_of(one, "en", 1)
    assert "lang=" not in html_of(one, "vi", 1)


def test_a_collapsed_table_says_how_long_it_is():
    columns, rows = Column("n", both("N")), [{"n": "a"}, {"n": "b"}]
    html = html_of(table(columns, rows=rows, collapsed=True), "en", 3)
    assert "<summary>Table 3. Title: 2 rows</summary>" in html
    html = html_of(table(columns, rows=rows[:1], collapsed=True), "en", 3)
    assert "<summary>Table 3. Title: 1 row</summary>" in html


def test_a_frame_of_ones_own_shows_what_is_in_it():
    columns = {"year": [2022, 2023], "n": [2000, 2023], "total": [1, 2], "a": [0.275, 0.22], "b": [1 / 3, 0.5], "c": [12.344, 7]}  # fmt: skip
    made = from_frame("own", both("Own"), pd.DataFrame(columns, index=["mean", "max"]), {})
    lines = [[cell.text("vi") for cell in cells] for _, cells in made.lines]
    assert lines == [
        ["mean", "2022", "2.000", "1", "0,275", "0,333", "12,344"],
        ["max", "2023", "2.023", "2", "0,220", "0,500", "7,000"],
    ]
    assert not any(total for total, _ in made.lines)
    empty = pd.DataFrame({"x": pd.array([None], "Float64"), "year": pd.array([None], "Int64")})
    (line,) = from_frame("own", both("Own"), empty, {}).lines
    assert [cell.text("vi") for cell in line[1]] == ["–", "–"]
    bare = from_frame("own", both("Own"), pd.DataFrame({"x": [12.3456, 7.1]}, index=[5, 3]), {})
    assert [[cell.text("vi") for cell in cells] for _, cells in bare.lines] == [["12,3"], ["7,1"]]


def test_a_frame_of_ones_own():
    frame = pd.DataFrame(
        {"tasks": [1, 2], "share": [0.5, 1.0], "day": pd.to_datetime(["2023-07-01", None])},
        index=pd.Index(["a", "b"], name="unit"),
    )
    made = from_frame("own", both("Own"), frame, {"tasks": BilingualText("Số", "Tasks")})
    assert [column.kind for column in made.columns] == ["text", "count", "number", "date"]
    assert [column.heading.vi for column in made.columns] == ["unit", "Số", "share", "day"]
    html = html_of(made, "vi", 1)
    assert "1/7/2023" in html
    assert "0,5" in html
    assert "NaT" not in html
