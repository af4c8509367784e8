"""What of a notebook is circulated, and in what form; the look of it is tested in `test_page.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from nbformat import v4

from reporting.pages.render import PageInfo, page, remarks
from reporting.report.output import Html
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.quarter import Quarter

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def info(language="vi", unit=None, synthetic=(), languages=("vi", "en")):
    quarter, names = Quarter.parse("2023Q3"), {"vi": "Tiếng Việt", "en": "English"}
    return PageInfo(
        language=language,
        others={one: names[one] for one in languages if one != language},
        title=BilingualText("Báo cáo công tác quý III năm 2023", "Work report, Q3 2023"),
        unit=unit,
        scope=unit or BilingualText("Toàn ngành", "All units"),
        as_of=wording.day(date(2023, 9, 30))[language],
        data="data/2023Q3/tasks.csv",
        notice=wording.notice(quarter, tuple(map(Quarter.parse, synthetic))),
        revises=None,
        office=BilingualText("Cục Thống kê", "National Statistics Office"),
    )


def heading(text, cell_id="plan-vi", tags=("vi",)):
    return v4.new_markdown_cell(f"## {text}", id=cell_id, metadata={"tags": list(tags)})


def shown(*outputs, tags=(), source="report.table('x')", **metadata):
    made = [
        each if "output_type" in each else v4.new_output("execute_result", each, execution_count=1)
        for each in outputs
    ]
    return v4.new_code_cell(source, outputs=made, metadata={"tags": list(tags), **metadata})


def html(text):
    return shown({"text/html": text, "text/plain": "plain"})


def rendered(*cells, **options):
    text = page(v4.new_notebook(cells=list(cells)), info(**options))
    return text[text.index("<body") :]


def test_sections_have_the_ids_of_their_cells_and_stand_in_the_contents():
    text = rendered(heading("Kế hoạch & kết quả"), html("<p>có</p>"))
    assert '<section id="plan" aria-labelledby="plan-title">' in text
    assert '<h2 id="plan-title">Kế hoạch &amp; kết quả</h2>' in text
    assert '<li><a href="#plan">Kế hoạch &amp; kết quả</a></li>' in text
    assert "report.table" not in text


def test_what_would_hide_or_turn_a_text_is_written_out():
    hidden = BilingualText("a\u202eb\x1b[0m", "x")
    of_unit = replace(info(unit=hidden), title=hidden)
    text = page(v4.new_notebook(cells=[heading("c\u2066d"), html("<p>x</p>")]), of_unit)
    assert "<title>a\\u202eb\\x1b[0m – a\\u202eb" in text
    assert "c\\u2066d</h2>" in text
    assert not set(text) & set("\u202e\u2066\x1b")


def test_the_office_that_params_name_heads_and_signs_the_page():
    text = rendered(heading("Một"), html("<p>x</p>"))
    assert '<p class="office">Cục Thống kê</p>' in text
    assert "<dd>Cục Thống kê</dd>" in text
    english = rendered(heading("One", "one-en", ("en",)), html("<p>x</p>"), language="en")
    assert '<p class="office">National Statistics Office</p>' in english


def test_each_language_has_its_own_prose():
    cells = heading("Kế hoạch"), heading("The plan", "plan-en", ("en",)), html("<p>x</p>")
    assert "The plan" not in rendered(*cells)
    assert "Kế hoạch" not in rendered(*cells, language="en")
    assert 'id="plan"' in rendered(*cells, language="en")


@pytest.mark.parametrize("tag", ["note", "setup", "parameters", "injected-parameters"])
def test_what_is_for_the_author_stays_in_the_notebook(tag):
    text = rendered(
        heading("Một"),
        html("<p>đây</p>"),
        shown({"text/html": "<p>kín</p>"}, tags=[tag]),
        v4.new_markdown_cell("ghi chú", metadata={"tags": [tag]}),
    )
    assert "đây" in text
    assert "kín" not in text
    assert "ghi chú" not in text


def test_indicators_show_their_cards_to_the_author_alone():
    card = {"text/html": "<p>thẻ</p>"}
    text = rendered(
        shown(card), heading("Một"), shown(card, source="@indicator(vi='x')"), html("<p>đây</p>")
    )
    assert "thẻ" not in text
    assert "đây" in text


def test_whole_parts_are_not_in_a_units_report():
    cells = (
        heading("Từng đơn vị", "units-vi", ("vi", "whole")),
        shown({"text/html": "<p>85</p>"}, tags=["whole"]),
        heading("Tình trạng"),
        html("<p>x</p>"),
    )
    assert "Từng đơn vị" in rendered(*cells)
    unit = rendered(
        *cells, unit=BilingualText("Cục Thống kê thành phố Hà Nội", "Hà Nội Statistics Office")
    )
    assert "Từng đơn vị" not in unit
    assert '<p class="unit-name">Cục Thống kê thành phố Hà Nội</p>' in unit


def test_a_section_with_nothing_to_show_is_left_out():
    text = rendered(heading("Trống", "empty-vi"), html(""), heading("Đủ"), html("<p>x</p>"))
    assert "Trống" not in text
    assert "Đủ" in text


def test_the_opening_stands_before_the_contents():
    text = rendered(
        heading("Một"), html("<p>x</p>"), shown({"text/html": "<p>mở đầu</p>"}, tags=["opening"])
    )
    assert text.index("mở đầu") < text.index("contents-title") < text.index("plan-title")


def test_what_follows_the_headline_is_on_the_first_screen():
    text = rendered(
        shown({"text/html": "<p>trước</p>"}),
        shown({"text/html": "<p>mở đầu</p>"}, tags=["opening"]),
        shown({"text/html": "<p>thêm</p>"}),
        shown({"text/html": ""}),
        shown({"text/html": "<p>thẻ</p>"}, source="@indicator()"),
        heading("Một"),
        html("<p>x</p>"),
    )
    assert text.index("mở đầu") < text.index("thêm") < text.index("contents-title")
    assert "trước" not in text
    assert "thẻ" not in text


def test_an_image_is_described_by_its_cell_or_by_where_it_stands():
    image = {"image/png": PIXEL, "text/plain": "<Figure>"}
    text = rendered(heading("Kế hoạch"), shown(image), shown(image, alt='Đường "đi lên"'))
    assert 'alt="Hình trong mục “Kế hoạch”"' in text
    assert 'alt="Đường &#34;đi lên&#34;"' in text
    assert "Figure in" in rendered(heading("Plan", "p-en", ("en",)), shown(image), language="en")


def test_what_needs_a_script_is_shown_in_its_next_best_form():
    active = {"text/html": "<script>1</script>", "text/plain": "3 dòng"}
    text = rendered(
        heading("Một"),
        shown(active),
        shown({"application/javascript": "alert(1)"}),
        html("<p>x</p>"),
    )
    assert "<script" not in text
    assert "alert" not in text
    assert "<pre>3 dòng</pre>" in text


def remarked(*cells, **options):
    return [each.en for each in remarks(v4.new_notebook(cells=list(cells)), info(**options))]


PLAIN = {"text/plain": "DataFrame"}


def printed(name="stdout"):
    return v4.new_output("stream", name=name, text=f"<{name}>\n")


def test_what_is_only_plain_text_is_not_on_the_page_and_its_cell_is_named():
    said = html(Html("x")._repr_html_())
    cells = heading("Một"), said, shown(printed(), source="print(1)"), shown(PLAIN)
    text = rendered(*cells)
    assert "stdout" not in text
    assert "DataFrame" not in text
    told = remarked(*cells)
    assert [line.partition(":")[0] for line in told] == [
        "cell 3 (“print(1)”)",
        "cell 4 (“report.table('x')”)",
    ]
    assert all("is not on the page" in line and "report.say(" in line for line in told)


def test_a_section_with_plain_text_alone_is_left_out_and_told():
    cells = heading("Một"), shown(PLAIN), heading("Hai", "other-vi"), html(Html("x")._repr_html_())
    assert "Một" not in rendered(*cells)
    assert len(remarked(*cells)) == 1


def test_a_table_or_figure_of_ones_own_is_on_the_page_and_told():
    frame = {"text/html": "<table><td>85</td></table>", "text/plain": "85"}
    figure = shown({"image/png": PIXEL, "text/plain": "<Figure>"}, PLAIN, source="plot()")
    parameters = v4.new_code_cell("", metadata={"tags": ["injected-parameters"]})
    cells = parameters, heading("Một"), shown(frame), figure
    assert "<td>85</td>" in rendered(*cells)
    assert "DataFrame" not in rendered(*cells)
    table, image = remarked(*cells)
    assert table.startswith("cell 2 ")
    assert image.startswith("cell 3 (“plot()”): the page shows a table or figure")
    assert "report.show(…)" in table


def test_what_the_report_shows_and_what_is_not_circulated_is_not_remarked_upon():
    said = {"text/html": Html("<p>85</p>")._repr_html_(), "text/plain": "'85'"}
    cells = (
        shown(PLAIN, source="tasks"),
        heading("Một"),
        shown(said, printed("stderr")),
        shown({"text/html": "", "text/plain": "''"}),
        shown(PLAIN, tags=["note"]),
        shown(PLAIN, tags=["en"]),
    )
    assert remarked(*cells) == []


def test_banner_only_where_the_data_are_made_up():
    cells = heading("Một"), html("<p>x</p>")
    assert "Số liệu minh họa" not in rendered(*cells)
    assert rendered(*cells, synthetic=("2022Q3", "2023Q3")).count("Số liệu minh họa") == 2
    english = heading("One", "one-en", ("en",)), html("<p>x</p>")
    assert "Illustrative data" in rendered(*english, language="en", synthetic=("2022Q3", "2023Q3"))


def test_where_only_the_compared_quarters_are_made_up_that_is_said():
    page = rendered(heading("Một"), html("<p>x</p>"), synthetic=("2022Q3", "2022Q4"))
    assert page.count("So sánh với số liệu minh họa") == 2
    assert "quý III năm 2022 và quý IV năm 2022 được tạo ra để minh họa" in page


def test_link_to_the_other_language_only_where_there_is_one():
    cells = heading("Một"), html("<p>x</p>")
    text = rendered(*cells)
    assert '<a href="report.en.html" lang="en" hreflang="en">English</a>' in text
    assert "(tệp report.en.html trong cùng thư mục)" in text  # sent alone, the link has no target
    assert "report.en.html" not in rendered(*cells, languages=("vi",))


def test_same_notebook_same_page():
    notebook = v4.new_notebook(cells=[heading("Một"), html("<p>x</p>")])
    assert page(notebook, info()) == page(notebook, info())
