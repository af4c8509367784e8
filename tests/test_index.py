"""The page of all reports, from folders as they are published."""

from __future__ import annotations

import re

import pytest

from reporting.pages import index

HEADER = "quarter,indicator,unit_group,unit,source,value,numerator,denominator,unit_of_measure,value_year_ago,change,change_in"
UNITS = """code,name_vi,name_en,group,valid_from,valid_to
VPTC,Văn phòng Tổng cục,Office of the GSO,headquarters,2020-03-18,
01,Cục Thống kê Hà Nội cũ,Old Hà Nội Office,provincial,2010-01-01,2020-03-17
01,Cục Thống kê thành phố Hà Nội,Hà Nội Statistics Office,provincial,2020-03-18,
"""


@pytest.fixture
def office(tmp_path):
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "output").mkdir()
    return tmp_path


def publish(
    office, quarter, unit="_T", group="_T", tasks=54619, share=87.0, languages=("vi", "en")
):
    folder = office / "output" / quarter / ("" if unit == "_T" else f"units/{unit}")
    folder.mkdir(parents=True)
    for language in languages:
        (folder / f"report.{language}.html").write_text("<html>")
    rows = [
        f"{quarter},tasks,_T,_T,_T,{tasks},,,tasks,60000,-6.3,%",
        f"{quarter},tasks,_T,_T,ad_hoc,1,,,tasks,1,0,%",
        f"{quarter},on_time_share,_T,_T,_T,{share},1,2,%,,,pp",
        f"{quarter},on_time_share,{group},{unit},_T,{share},1,2,%,,,pp",
    ]
    (folder / "indicators.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return folder


def text(office):
    return index.html(office / "output", office / "units.csv")


def test_newest_first_with_figures_and_links(office):
    publish(office, "2022Q4", tasks=1000)
    publish(office, "2023Q3")
    page = text(office)
    assert page.index("Quý III năm 2023") < page.index("Quý IV năm 2022")
    assert 'href="2023Q3/report.vi.html"' in page
    assert 'href="2023Q3/report.en.html"' in page
    assert "54.619" in page
    assert "−6,3" in page
    assert "87,0%" in page


def test_units_stand_in_their_group_by_their_present_name(office):
    publish(office, "2023Q3", "01", "provincial", 955, 95.65)
    page = text(office)
    assert 'id="provincial"' in page
    assert 'id="headquarters"' not in page
    assert "Cục Thống kê thành phố Hà Nội" in page
    assert "Hà Nội Statistics Office" in page
    assert "cũ" not in page
    assert 'href="2023Q3/units/01/report.vi.html" hreflang="vi">95,7%' in page


def test_a_unit_that_the_register_no_longer_has_is_shown_by_its_code(office):
    publish(office, "2023Q3", "99", "provincial")
    assert re.search(r'<th scope="row">99<', text(office))


def test_only_what_was_published_is_listed(office):
    publish(office, "2023Q3", languages=("vi",))
    (office / "output" / "2023Q2.failed").mkdir()
    (office / "output" / "2023Q1").mkdir()
    page = text(office)
    assert "2023Q2" not in page
    assert "2023Q1" not in page
    assert "report.en.html" not in page


def test_nothing_published_is_no_page(office):
    assert text(office) == ""
    assert index.html(office / "nowhere", office / "units.csv") == ""


def test_markup_in_a_name_stays_text(office):
    (office / "units.csv").write_text(
        UNITS.replace("Old Hà Nội Office", "x").replace("Hà Nội Statistics", "<b>&")
    )
    publish(office, "2023Q3", "01", "provincial")
    assert "&lt;b&gt;&amp;" in text(office)
    assert "<b>" not in text(office)


def test_illustrative_data_are_named(office):
    folder = publish(office, "2023Q3")
    assert 'class="synthetic"' not in text(office)
    (folder / "report.vi.html").write_text('<p class="synthetic">')
    assert "Số liệu minh họa" in text(office)
    assert "Illustrative data" in text(office)


def test_it_is_headed_by_the_office_that_the_newest_report_names(office):
    old, new = publish(office, "2023Q3"), publish(office, "2025Q3", languages=("vi",))
    (old / "report.vi.html").write_text('<p class="office">Tổng cục Thống kê</p>\n', "utf-8")
    (new / "report.vi.html").write_text('<p class="office">Cục Thống kê &amp; X</p>\n', "utf-8")
    page = text(office)
    assert (
        '<p class="office">Cục Thống kê &amp; X / <span lang="en">Cục Thống kê &amp; X</span></p>'
        in page
    )
    assert "Tổng cục" not in page


DEFINITIONS = """<table id="table-notes" role="table"><tbody>
<tr role="row"><th scope="row" role="rowheader">{0} &amp; {1}</th><td role="cell">my_days</td><td role="cell">{2}</td></tr>
</tbody></table>"""


def test_an_indicator_that_was_added_is_found_by_its_name(office):
    old, new = publish(office, "2023Q2"), publish(office, "2023Q3")
    for language, words in {"vi": ("Của", "tôi", "ngày"), "en": ("Of", "mine", "days")}.items():
        (new / f"report.{language}.html").write_text(DEFINITIONS.format(*words), "utf-8")
    for folder, line in (
        (new, "2023Q3,my_days,_T,_T,_T,2.25,,,days,,,%"),
        (old, "2023Q2,gone,_T,_T,_T,1234,,,tasks,,,%"),
    ):
        path = folder / "indicators.csv"
        path.write_text(f"{path.read_text('utf-8')}\n{line}", "utf-8")
    table = text(office).partition('<table id="indicators">')[2].partition("</table>")[0]
    rows = re.findall(r"<tr><th scope=.row.>(.*)</tr>", table)
    assert re.sub(r"<[^>]+>", "|", rows[2]).split("|") == [
        "Của &amp; tôi", "Of &amp; mine", "", "", "ngày", "days", "", "", "2,3", "", "–", "",
    ]  # fmt: skip
    assert "gone" in rows[3]
    assert "1.234" in rows[3]
    assert "87,0" in rows[1]


def test_tables_of_groups_are_told_apart(office):
    publish(office, "2023Q3", "01", "provincial")
    publish(office, "2023Q3", "VPTC", "headquarters")
    labels = re.findall(r'role="region" aria-labelledby="([^"]+)"', text(office))
    assert labels == [
        "headquarters-title headquarters-caption",
        "provincial-title provincial-caption",
    ]
