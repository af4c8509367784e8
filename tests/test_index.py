"""The page of all reports, from folders as they are published."""

from __future__ import annotations

import json
import re

import pytest

from reporting.building.publish import index as publish_index
from reporting.inputs.folders import INDEX
from reporting.pages import index

HEADER = "quarter,indicator,unit_group,unit,source,value,numerator,denominator,unit_of_measure,value_year_ago,change,change_in"
NAMES = {
    "unit_group": {"_T": ("Toàn ngành", "All units"), "headquarters": ("Cơ quan", "Headquarters"), "provincial": ("Cục", "Provincial")},
    "unit": {
        "VPTC": ("Văn phòng Tổng cục", "Office of the GSO"),
        "01": ("Cục Thống kê thành phố Hà Nội", "Hà Nội Statistics Office"),
    },
}  # fmt: skip
OFFICE = ("Tổng cục Thống kê", "General Statistics Office")


@pytest.fixture
def office(tmp_path):
    (tmp_path / "output").mkdir()
    return tmp_path


def in_both(pair):
    return [
        {"@value": half, "@language": one} for half, one in zip(pair, ("vi", "en"), strict=True)
    ]


def describe(folder, names=NAMES, office=OFFICE):
    """The description of the values of a report: what its codes are called, and its office."""
    columns = [
        {
            "name": column,
            "skos:hasTopConcept": [
                {"skos:notation": code, "skos:prefLabel": in_both(pair)}
                for code, pair in codes.items()
            ],
        }
        for column, codes in names.items()
    ]
    content = {"dc:publisher": in_both(office), "tableSchema": {"columns": columns}}
    (folder / "indicators.csv-metadata.json").write_text(json.dumps(content), "utf-8")


def record(folder, release=None, **parameters):
    """The manifest of a report, with some of its parameters and, maybe, its release."""
    graph = [
        {"@id": f"#parameter/{name}", "name": name, "value": value}
        for name, value in parameters.items()
    ]
    if release:
        graph += [
            {"@id": "#release", "endTime": release[0]},
            {"@id": "#release/by", "name": release[1]},
        ]
    (folder / "ro-crate-metadata.json").write_text(json.dumps({"@graph": graph}), "utf-8")


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
    describe(folder)
    record(folder)
    return folder


def made_from(folder, **digests):
    """Add data files to the manifest of a report."""
    path = folder / "ro-crate-metadata.json"
    graph = json.loads(path.read_text("utf-8"))["@graph"]
    graph += [{"@id": f"#input/data/{name}.csv", "sha256": own} for name, own in digests.items()]
    path.write_text(json.dumps({"@graph": graph}), "utf-8")


def text(office):
    return index.pages(office / "output")[0][INDEX]


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


@pytest.mark.parametrize(
    ("of_unit", "told"),
    [
        ({"tasks": "a", "units": "u"}, 0),
        ({"tasks": "b", "units": "u"}, 1),
        ({"tasks": "a", "plan": "p"}, 0),  # one more file is no other state of one
    ],
)
def test_a_units_report_from_other_data_than_that_of_all_units_says_so(office, of_unit, told):
    made_from(publish(office, "2023Q3"), tasks="a", units="u")
    made_from(publish(office, "2022Q3"), tasks="b", units="u")
    made_from(publish(office, "2023Q3", "01", "provincial"), **of_unit)
    assert text(office).count("đầu vào khác với báo cáo chung") == told


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
    assert index.pages(office / "output") == ({}, [])
    assert index.pages(office / "nowhere") == ({}, [])


def test_markup_in_a_name_stays_text_and_what_hides_is_made_visible(office):
    folder = publish(office, "2023Q3", "01", "provincial")
    describe(folder, {"unit": {"01": ("<b>&", "a\u202eb\x1b")}})
    page = text(office)
    assert "&lt;b&gt;&amp;" in page
    assert "<b>" not in page
    assert "a\\u202eb\\x1b" in page


def test_illustrative_data_are_named(office):
    folder = publish(office, "2023Q3")
    record(folder, synthetic="false", synthetic_2022Q3="false")
    assert 'class="synthetic"' not in text(office)
    record(folder, synthetic="false", synthetic_2022Q3="true")
    assert "Số liệu minh họa" in text(office)
    assert "Illustrative data" in text(office)


def test_it_is_headed_by_the_office_that_the_newest_report_names(office):
    publish(office, "2023Q3")
    new = publish(office, "2025Q3", languages=("vi",))
    describe(new, office=("Cục Thống kê & X", "Cục Thống kê & X"))
    page = text(office)
    assert (
        '<p class="office">Cục Thống kê &amp; X / <span lang="en">Cục Thống kê &amp; X</span></p>'
        in page
    )
    assert "Tổng cục Thống kê" not in page


def test_it_says_when_and_by_whom_a_report_was_released_and_what_it_revises(office):
    first, second = publish(office, "2023Q2"), publish(office, "2023Q3")
    said = json.dumps({"day": "2023-10-12", "vi": "Ghi nhầm", "en": "A slip"})
    record(first, release=("2023-07-20T09:00:00+07:00", "Nguyễn <Mai>"))
    record(second, revision=said)
    of_unit = publish(office, "2023Q3", "01", "provincial")
    record(of_unit, revision=said)
    rows = text(office).partition("<tbody>")[2].split("</tr>")
    assert "Công bố ngày 20/7/2023, người công bố Nguyễn &lt;Mai&gt;" in rows[1]
    assert "Released on 20 July 2023 by Nguyễn &lt;Mai&gt;" in rows[1]
    assert "điều chỉnh báo cáo đã công bố ngày 12/10/2023. Lý do: Ghi nhầm" in rows[0]
    assert "revises the one released on 12 October 2023. Reason: A slip" in rows[0]
    assert text(office).count("đã điều chỉnh") == 1  # beside the unit's report


def test_reports_of_one_unit_are_set_beside_the_last_and_that_of_a_year_ago(office):
    for quarter, tasks in (("2022Q3", 50), ("2023Q2", 40), ("2023Q3", 44), ("2023Q1-Q3", 99)):
        publish(office, quarter, tasks=tasks)
    for quarter, share in (("2023Q1", 70), ("2023Q2", 80), ("2023Q3", 82.5)):
        publish(office, quarter, "01", "provincial", share=share)
    publish(office, "2023Q3", "VPTC", "headquarters")
    titles = re.findall(r'<summary id="compared-(\w+)-\d">([^/]*) /', text(office))
    assert titles == [
        ("_T", "2023Q3 so với 2023Q2"),
        ("_T", "2023Q3 so với 2022Q3"),
        ("_T", "2023Q2 so với 2022Q3"),
    ]
    page = index.pages(office / "output")[0]["units/01.html"]
    assert re.findall(r'<summary id="compared-01-\d">([^/]*) /', page) == [
        "2023Q3 so với 2023Q2",
        "2023Q3 so với 2023Q1",
        "2023Q2 so với 2023Q1",
    ]
    own = page.partition('id="compared-01-1"')[2].partition("</details>")[0]
    row = re.search(r"<tr><th[^>]*>on_time_share.*?</tr>", own)[0]
    assert re.findall(r'num">([^<]*)<', row) == ["80,0", "82,5", "+2,5 điểm %", "–"]
    labels = re.findall(r'aria-labelledby="([^"]+)"', text(office))
    assert len(set(labels)) == len(labels)


def test_of_the_newest_reports_of_all_units_any_two_are_set_beside_each_other(office, monkeypatch):
    monkeypatch.setattr(index, "RECENT", 3)
    for quarter in ("2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2"):
        publish(office, quarter)
        publish(office, quarter, "01", "provincial")
    titles = re.findall(r'<summary id="compared-_T-\d+">(\w+) so với (\w+) /', text(office))
    assert titles == [
        ("2023Q2", "2023Q1"),
        ("2023Q2", "2022Q4"),
        ("2023Q2", "2022Q2"),  # a year ago
        ("2023Q1", "2022Q4"),
        ("2022Q4", "2022Q3"),
        ("2022Q3", "2022Q2"),
    ]
    assert "So sánh hai báo cáo: 6 /" in text(office)
    of_unit = index.pages(office / "output")[0]["units/01.html"]
    assert of_unit.count('<summary id="compared-01-') == 6


def test_a_page_of_a_unit_is_linked_and_written_with_each_of_its_reports(office):
    publish(office, "2023Q3")
    for unit in ("01", "79"):
        publish(office, "2023Q3", unit, "provincial")
    assert [*index.pages(office / "output")[0]] == [
        INDEX
    ]  # of one report there is nothing to compare
    folders = [publish(office, "2023Q2", unit, "provincial") for unit in ("01", "79")]
    assert publish_index(office / "output", folders) == []
    page = office / "output" / "units" / "01.html"
    assert 'href="units/01.html"' in text(office)
    assert 'href="../index.html"' in page.read_text("utf-8")
    assert "2023Q3 so với 2023Q2" in page.read_text("utf-8")
    page.write_text("old", "utf-8")
    assert [*index.pages(office / "output", {"79"})[0]] == ["units/79.html", INDEX]
    publish_index(office / "output", [publish(office, "2023Q1", "01", "provincial")])
    assert "2023Q2 so với 2023Q1" in page.read_text("utf-8")


def test_an_indicator_that_was_added_is_found_by_its_name(office):
    old, new = publish(office, "2023Q2"), publish(office, "2023Q3")
    named = {
        "indicator": {"my_days": ("Của & tôi", "Of & mine")},
        "unit_of_measure": {"days": ("ngày", "days")},
    }
    describe(new, named)
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
