"""The page as a Word document, read back with python-docx."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import html
from PIL import Image
from small_office import VIETNAMESE, SmallOffice, TabledOffice

from reporting.charts.drawing import Drawing
from reporting.cli import commands
from reporting.report.templates import table as html_of
from reporting.tables.table import TOTAL_ROW, Column, Table
from reporting.text.bilingual import BilingualText, both
from reporting.word import document, layout, picture

DAY = date(2023, 9, 30)


def chart(extra: str = "") -> str:
    drawing = Drawing(120)
    drawing.area([(0, 0), (60, 0), (60, 30), (0, 30)], colour="#b8430f")
    drawing.line([(0, 50), (120, 50)], colour="#0b5a94", width=4)
    drawing.text(4, 45, "Đúng hạn $5 và $6")
    text = "<title>Biểu đồ thanh</title><desc>Toàn ngành 87,0%</desc>"
    drawing.height = 60
    return drawing.svg('font-size="12" fill="#1c2733"', text).replace("</svg>", f"{extra}</svg>")


SPANNED = Table(
    "groups",
    BilingualText("Theo nhóm", "By group"),
    (
        Column("row", BilingualText("Nhóm", "Group")),
        Column("now", both("III/2023"), "count", group_heading=BilingualText("Số việc", "Tasks")),
        Column("then", both("III/2022"), "count", group_heading=BilingualText("Số việc", "Tasks")),
    ),
    (
        {"row": "Tổng số", "now": 54619, "then": 58301, TOTAL_ROW: True},
        {"row": "Hà Nội", "now": 12},
    ),
    notes=(BilingualText("Ghi chú.", "A note."),),
)
COLLAPSED = Table("all", both("Từng đơn vị"), (Column("row", both("Đơn vị")),), ({"row": "Đắk Nông"},), collapsed=True)  # fmt: skip


def page(language: str = "vi", body: str = "") -> str:
    return f"""<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Báo cáo quý III</title>
<style>p {{}}</style></head><body class="report"><a class="skip" href="#main">Bỏ qua</a><header>
<p class="synthetic"><strong>Số liệu minh họa.</strong> Không có thật.</p><p class="office">Cục Thống kê</p>
<nav aria-label="x"><a href="report.en.html">English</a></nav><h1>Báo cáo quý III</h1></header><main>
<ul class="cards"><li class="card"><p class="label">Đúng hạn</p><p class="value">87,0%</p>
<p class="change"><span aria-hidden="true">▲</span> tăng 1,9</p></li></ul>
<nav class="contents"><h2>Nội dung</h2><ol><li><a href="#ket-qua">Kết quả</a></li></ol></nav>
<section id="ket-qua"><h2 id="ket-qua-title">Kết quả</h2><p class="finding">Trong kỳ,
 <b>87,0%</b> đúng hạn.</p>{html_of(SPANNED, language, 1)}{html_of(COLLAPSED, language, 2)}
<figure class="chart"><figcaption>Đúng hạn tăng</figcaption>{chart()}<p class="note">Nguồn.</p></figure>
{body}</section></main></body></html>"""


def written(
    tmp_path: Path, language: str = "vi", body: str = "", annex: bool = False
) -> docx.document.Document:
    return docx.Document(io.BytesIO(made(tmp_path, language, body, annex)))


def made(params: Path, language: str = "vi", body: str = "", annex: bool = False) -> bytes:
    return document.write(page(language, body), layout.empty(params, language), DAY, annex=annex)


def texts(found: docx.document.Document) -> list[tuple[str, str]]:
    return [(each.style.name, each.text) for each in found.paragraphs]


def test_it_says_what_the_page_says_in_its_order_and_with_words_own_styles(tmp_path):
    found = written(tmp_path)
    assert texts(found) == [
        ("Report Notice", "Số liệu minh họa. Không có thật."),
        ("Report Office", "Cục Thống kê"),
        ("Title", "Báo cáo quý III"),
        ("List", "– Đúng hạn: 87,0% (tăng 1,9)"),
        ("TOC Heading", "Nội dung"),
        ("toc 1", "Kết quả"),
        ("Heading 1", "Kết quả"),
        ("Body Text", "Trong kỳ, 87,0% đúng hạn."),
        ("Caption", "Bảng 1. Theo nhóm"),
        ("Report Note", "Ghi chú. Trang tính “groups” trong tables.xlsx."),
        ("Report Note", "Bảng 2. Từng đơn vị: xem tệp tables.xlsx."),
        ("Caption", "Hình 1. Đúng hạn tăng"),
        ("Report Note", ""),
        ("Report Note", "Nguồn."),
    ]
    sentence = next(each for each in found.paragraphs if each.style.name == "Body Text")
    assert [run.text for run in sentence.runs if run.bold] == ["87,0%"]


def test_a_table_is_a_table_whose_headings_repeat(tmp_path):
    (table,) = written(tmp_path).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [
        ["Nhóm", "Số việc", "Số việc"],
        ["Nhóm", "III/2023", "III/2022"],
        ["Tổng số", "54.619", "58.301"],
        ["Hà Nội", "12", "–"],
    ]
    heads = [bool(row._tr.trPr.findall(qn("w:tblHeader"))) for row in table.rows]
    assert heads == [True, True, False, False]
    assert all(row._tr.trPr.findall(qn("w:cantSplit")) for row in table.rows)
    widths = [column.width for column in table.columns]
    assert sum(widths) == pytest.approx(Mm(165), rel=0.01)
    assert [cell.paragraphs[0].alignment for cell in table.rows[3].cells] == [0, 2, 2]


def test_a_tables_own_spans_stay(tmp_path):
    own = """<table><tr><td rowspan="2">a</td><td colspan="2">b</td></tr><tr><td>c</td><td>d</td></tr>
    <tr><td>e</td></tr></table>"""
    rows = written(tmp_path, body=own).tables[1].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["a", "b", "b"],
        ["a", "c", "d"],
        ["e", "", ""],
    ]


def test_a_chart_is_a_picture_with_its_text(tmp_path):
    shape = written(tmp_path).inline_shapes[0]
    assert shape._inline.docPr.get("descr") == "Biểu đồ thanh. Toàn ngành 87,0%"
    drawn = Image.open(io.BytesIO(picture.png(html.fromstring(chart())))).convert("RGB")
    assert drawn.size == (360, 180)
    assert drawn.getpixel((90, 30)) == (0xB8, 0x43, 0x0F)
    assert drawn.getpixel((300, 150)) == (0x0B, 0x5A, 0x94)
    assert drawn.getpixel((300, 30)) == (255, 255, 255)
    letters = drawn.crop((10, 100, 340, 140)).getcolors()
    assert len(letters) > 1, "the text is drawn, dollar signs and all"


def test_each_dot_is_drawn_wherever_it_stands():
    drawing = Drawing(120)
    places = [(10 + 11 * n, 10.0 + n / 10) for n in range(10)]
    drawing.dots([(round(x + x / 110, 1), y) for x, y in places], colour="#0b5a94", size=7)
    drawn = Image.open(io.BytesIO(picture.png(html.fromstring(drawing.svg(""))))).convert("RGB")
    seen = [drawn.getpixel((round(3 * (x + x / 110)), round(3 * y))) for x, y in places]
    assert seen == [(0x0B, 0x5A, 0x94)] * 10


def test_a_drawing_of_other_marks_is_told_not_drawn_in_part(tmp_path):
    drawn = chart('<polygon points="0,0 1,1"/>')
    odd = f"<figure><figcaption>Riêng</figcaption>{drawn}</figure>"
    found = written(tmp_path, body=odd)
    assert len(found.inline_shapes) == 1
    assert ("Report Note", "Biểu đồ thanh. Toàn ngành 87,0%") in texts(found)


def test_what_is_collapsed_is_in_the_annex_where_params_ask_for_it(tmp_path):
    found = written(tmp_path, annex=True)
    assert [text for style, text in texts(found) if style == "Heading 1"] == ["Kết quả", "Phụ lục"]
    assert ("Report Note", "Bảng 2. Từng đơn vị: xem Phụ lục.") in texts(found)
    assert found.tables[-1].rows[1].cells[0].text == "Đắk Nông"
    assert ("Heading 1", "Annex") in texts(written(tmp_path, "en", annex=True))


def test_it_is_laid_out_as_decree_30_asks(tmp_path):
    found = written(tmp_path)
    section = found.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [20, 20, 30, 15]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert found.styles["Normal"].font.size == Pt(13)
    fonts = found.styles.element.xpath("//w:docDefaults//w:rFonts")[0]
    assert fonts.get(qn("w:ascii")) == "Times New Roman"
    assert section.different_first_page_header_footer
    assert not section.first_page_header.paragraphs[0].text
    number = section.header.paragraphs[0]
    assert "PAGE" in number._p.xpath("string()")
    assert number.alignment == 1


@pytest.mark.parametrize(("language", "code"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_its_language_and_day_are_set_and_its_contents_are_a_field(tmp_path, language, code):
    found = written(tmp_path, language)
    assert found.styles.element.xpath("string(//w:docDefaults//w:lang/@w:val)") == code
    about = found.core_properties
    assert about.created == about.modified == datetime(2023, 9, 30, tzinfo=UTC)
    assert (about.title, about.author) == ("Báo cáo quý III", "Cục Thống kê")
    body = found.element.body
    fields = [each.text.strip() for each in body.iter(qn("w:instrText"))]
    assert fields[0].startswith('TOC \\o "1-1"')
    marks = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    assert {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))} == marks
    kinds = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("end") == kinds.count("separate") == 1


def test_the_same_page_gives_the_same_bytes_without_a_clock(tmp_path):
    content = made(tmp_path)
    assert made(tmp_path) == content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name]


def test_the_offices_template_gives_head_fonts_and_signature(tmp_path):
    office = docx.Document()
    office.styles["Heading 1"].font.name = "Arial"
    lacking = office.styles["Caption"].element
    lacking.getparent().remove(lacking)
    office.sections[0].left_margin = Mm(35)
    office.sections[0].header.paragraphs[0].text = "Số: 12/BC"
    for text in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "{{report}}", "Người ký"):
        office.add_paragraph(text)
    office.save(tmp_path / layout.TEMPLATE)
    found = written(tmp_path)
    said = [each.text for each in found.paragraphs]
    assert said[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số liệu minh họa. Không có thật."]
    assert said[-2:] == ["Nguồn.", "Người ký"]
    assert found.styles["Heading 1"].font.name == "Arial"
    assert found.styles["Caption"].font.bold
    assert round(found.sections[0].left_margin.mm) == 35
    assert found.sections[0].header.paragraphs[0].text == "Số: 12/BC"
    assert made(tmp_path) == made(tmp_path)


def test_a_template_that_is_no_word_file_is_told_before_anything_is_executed(tmp_path, monkeypatch):
    monkeypatch.setenv("REPORT_LANGUAGE", "en")
    office = SmallOffice.in_folder(tmp_path, "2023Q3")
    (tmp_path / "params" / "report.docx").write_bytes(b"not a zip")
    result = CliRunner().invoke(commands.main, office.command("build", "2023Q3", "--docx")[2:])
    assert result.exit_code == 2
    assert "report.docx: cannot be opened" in result.output
    assert not office.output.exists()


def test_the_command_builds_it_verifies_it_and_builds_it_where_it_is_missing(tmp_path):
    office = TabledOffice.in_folder(tmp_path, "2023Q3", params=VIETNAMESE + "docx: {annex: true}\n")
    docx.Document().save(str(tmp_path / "params" / layout.TEMPLATE))
    assert office.run("build", "2023Q3").returncode == 0
    folder = office.output / "2023Q3"
    assert not (folder / "report.vi.docx").exists()
    asked = office.run("build", "2023Q3", "--docx", "--dry-run")
    assert "report.vi.docx is missing" in asked.stdout
    assert office.run("build", "2023Q3", "--docx").returncode == 0
    assert "nothing changed" in office.run("build", "2023Q3", "--docx").stderr
    manifest = (folder / "ro-crate-metadata.json").read_text("utf-8")
    assert "wordprocessingml" in manifest
    assert "params/report.docx" in manifest
    verified = office.run("verify", str(folder))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    _holds_all_of(folder / "report.vi.docx", folder / "report.vi.html")


def _holds_all_of(word: Path, page: Path) -> None:
    """Every word of the page is in the document, tables of the annex too, and nothing is there twice."""
    found = docx.Document(str(word))
    here = " ".join(each.text or "" for each in found.element.body.iter(qn("w:t")))
    root = html.document_fromstring(page.read_text("utf-8"))
    for unseen in root.xpath(
        "//style | //svg | //summary | //*[@aria-hidden] | //a[@class='skip']"
    ):
        unseen.drop_tree()
    words = set(re.findall(r"\w+", " ".join(root.body.itertext())))
    assert words <= set(re.findall(r"\w+", here))
    assert len(found.tables) == len(root.xpath("//table"))


def test_columns_have_the_room_that_their_texts_need(tmp_path):
    own = f"""<table><thead><tr><th>Mã</th><th>Tên công việc</th></tr></thead><tbody>
    <tr><td>2023Q3-00001</td><td>{"Báo cáo " * 20}</td></tr></tbody></table>"""
    code, title = (column.width.pt for column in written(tmp_path, body=own).tables[1].columns)
    assert 12 * 5 < code < 90, "as wide as twelve digits of 10 points, and little more"
    assert code + title == pytest.approx(Mm(165).pt, rel=0.01)
