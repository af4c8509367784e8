"""The page that is circulated, in a real Chromium: for a phone, a desktop, a screen reader, and on paper."""

from __future__ import annotations

import io
import re
import unicodedata
from contextlib import ExitStack, contextmanager
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from browser import launched, opened
from PIL import Image
from pypdf import PageObject, PdfReader

from reporting.pages import render

LANGUAGES = ("vi", "en")
PAGES = ("2023Q3/report.vi.html", "2023Q3/report.en.html", "index.html")


@pytest.fixture(scope="module")
def browser():
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def seen(browser):
    """Pages, each opened once for all tests, which leave it as it was; from its top."""
    with ExitStack() as stack:

        @cache
        def once(file):
            return stack.enter_context(opened(browser, file))

        def at(file, width=1280):
            one = once(file)
            one.page.set_viewport_size({"width": width, "height": 800})
            one.page.evaluate("scrollTo(0, 0)")
            return one

        yield at


@pytest.fixture(params=PAGES)
def file(request, published) -> Path:
    return published / request.param


@pytest.fixture(params=PAGES[:2])
def report(request, published) -> Path:
    return published / request.param


@pytest.fixture
def vietnamese(published) -> Path:
    """The one for what depends on styles alone, not on words."""
    return published / PAGES[0]


def test_it_opens_with_no_message_and_asks_for_nothing(seen, file):
    page = seen(file)
    page.page.wait_for_timeout(100)
    assert page.requests == [file.as_uri()]
    assert page.messages == []


def test_skip_link_and_contents_work_by_keyboard(seen, file):
    page = seen(file).page  # where nothing has the focus yet: no other test gives it to anything
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0, "it is seen when it has the focus"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    target = page.locator(":focus").get_attribute("href")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == target


@pytest.mark.parametrize(("name", "width"), [*zip(PAGES, (360, 1280, 360), strict=True)])
def test_axe_finds_nothing(seen, published, name, width):
    """Each language and each width once: pages of two languages differ in their words alone."""
    page = seen(published / name, width)
    assert page.axe() == []
    assert "No description has been provided for this image" not in page.page.content()


def test_nothing_sticks_out(seen, file):
    for width in (320, 360, 768, 1280):  # 320 is what 1280 becomes at a zoom of 400 %
        page = seen(file, width)
        with page.every_part_open():
            assert page.outside() == [], width
            assert page.page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_table_needs_scrolling_on_a_desktop(seen, report):
    with seen(report).every_part_open() as page:
        cut = page.eval_on_selector_all(
            ".table",
            "all => all.filter(t => t.scrollWidth > t.clientWidth).map(t => t.firstElementChild.id)",
        )
    assert cut == []


@pytest.mark.parametrize(("width", "name"), [(390, "summary"), (768, "status")])
def test_a_table_wider_than_the_screen_shows_on_which_side_there_is_more(
    seen, vietnamese, width, name
):
    page = seen(vietnamese, width)
    wide = page.page.locator(".table", has=page.page.locator(f"#table-{name}"))
    assert wide.evaluate("table => table.scrollWidth > table.clientWidth")
    assert darkest_at_the_right_edge(wide) < 230
    wide.evaluate("table => table.scrollLeft = table.scrollWidth")
    assert darkest_at_the_right_edge(wide) > 240


def darkest_at_the_right_edge(table) -> int:
    """The darkest of a column of pixels beside the last line of a table's first heading, where nothing is written."""
    picture = Image.open(io.BytesIO(table.screenshot())).convert("L")
    return min(picture.getpixel((picture.width - 2, y)) for y in range(4, 12))


@contextmanager
def emulated(page, **media):
    """The page as a reader sees it who has set so."""
    page.emulate_media(**media)
    yield page
    page.emulate_media(**dict.fromkeys(media, "null"))


def test_it_stays_light_where_the_reader_prefers_dark(seen, vietnamese):
    with emulated(seen(vietnamese).page, color_scheme="dark") as page:
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") in (
            "only light",
            "light only",
        )
        first = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        assert first.getpixel((2, first.height - 2)) == (255, 255, 255)


@pytest.mark.parametrize("width", [1280, 360])
def test_first_screen_says_what_the_quarter_was(seen, report, width):
    page = seen(report, width)
    for selector in ("h1", ".dateline", ".lede", ".office", ".synthetic >> nth=0"):
        box = page.page.locator(selector).bounding_box()
        assert box is not None, selector
        assert box["y"] + box["height"] <= 800, selector
    assert page.page.locator(".card .value").count() == 6
    assert page.page.locator(".card svg.sparkline").count() == 6


def test_links_lead_somewhere(seen, file):
    page = seen(file)
    links = page.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    assert len(links) > 3
    for link in links:
        if link.startswith("#"):
            assert page.page.locator(link).count() == 1, link
        else:
            assert (file.parent / link).is_file(), link


def test_tables_have_captions_scopes_and_a_sheet(seen, report):
    page = seen(report)
    tables = page.page.eval_on_selector_all(
        "table",
        """all => all.map(t => [t.id, !!t.caption, [...t.querySelectorAll('th')].every(h => h.scope),
            t.closest('.table').nextElementSibling.textContent])""",
    )
    assert len(tables) > 5
    for name, has_caption, has_scopes, notes in tables:
        assert has_caption, name
        assert has_scopes, name
        assert f"“{name.removeprefix('table-')}”" in notes


def test_figures_stand_on_one_decimal_comma(seen, report):
    page = seen(report)
    rights = page.page.evaluate(
        """() => [...document.querySelectorAll('#table-summary tbody tr')].map(row => {
            const cell = row.cells[2], text = document.createRange();
            const digits = cell.textContent.trim().search(/[.,]\\d$/);
            text.setStart(cell.firstChild, 0);
            text.setEnd(cell.firstChild, digits < 0 ? cell.textContent.trim().length : digits);
            return text.getBoundingClientRect().right; })"""
    )
    assert len(rights) > 10
    assert max(rights) - min(rights) < 1.5


# What a reader may set (WCAG 1.4.12), and what of a chart's text then lies outside it or on another.
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
HIDDEN_TEXT = """() => [...document.querySelectorAll('figure.chart svg')].filter(s => s.getClientRects().length).flatMap(svg => {
    const frame = svg.getBoundingClientRect(), named = svg.closest('figure').id;
    const all = [...svg.querySelectorAll('text')].map(t => [t.getBoundingClientRect(), t.textContent]);
    return all.flatMap(([a, text], at) => [
        ...(a.left < frame.left - 2 || a.right > frame.right + 2 ? [`${named}: ${text} is cut`] : []),
        ...all.slice(at + 1).filter(([b]) => a.left + 2 < b.right && b.left + 2 < a.right
            && a.top + 5 < b.bottom && b.top + 5 < a.bottom).map(([, other]) => `${named}: ${text} on ${other}`)]);
})"""


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_text_of_charts_is_whole_with_a_readers_spacing(seen, report, width):
    page = seen(report, width)
    assert page.page.locator("figure.chart svg:visible").count() > 5
    assert page.page.evaluate(HIDDEN_TEXT) == []
    spacing = page.page.add_style_tag(content=SPACING)
    hidden = page.page.evaluate(HIDDEN_TEXT)
    spacing.evaluate("style => style.remove()")
    assert hidden == []


@pytest.mark.parametrize("width", [1280, 390])
def test_charts_take_the_width_there_is(seen, vietnamese, width):
    page = seen(vietnamese, width)
    shown = page.page.eval_on_selector_all(
        "figure.chart",
        "all => all.map(f => [f.clientWidth, ...[...f.querySelectorAll('svg')].map(s => s.clientWidth)])",
    )
    assert len(shown) > 5
    for figure, wide, narrow in shown:
        assert sorted([wide, narrow]) == [0, figure], "one drawing, as wide as its place"


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_charts_can_be_read_in_forced_colours(seen, vietnamese, scheme):
    with emulated(seen(vietnamese).page, forced_colors="active", color_scheme=scheme) as page:
        ground, ink = page.evaluate(
            """() => ['Canvas', 'CanvasText', ''].map(name => { document.body.style.color = name;
                return getComputedStyle(document.body).color; }).slice(0, 2)"""
        )
        of = "all => [...new Set(all.map(e => getComputedStyle(e).{}))]"
        texts = page.eval_on_selector_all("figure.chart text", of.format("fill"))
        assert texts == [ink]
        tiles = page.eval_on_selector_all(
            "[id^=chart-tiles] path[fill]:not([fill=none])", of.format("fill")
        )
        assert set(tiles) <= {ground, "rgb(211, 217, 222)"}
        lines = page.eval_on_selector_all(
            "[id^=chart-trend] path[stroke-width]", of.format("stroke")
        )
        assert ground not in lines


def test_on_paper_it_is_whole_and_no_page_is_nearly_empty(seen, report):
    page = seen(report).page
    collapsed = page.eval_on_selector_all(
        "details td:nth-child(2)", "all => all.map(e => e.textContent)"
    )
    content = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
    sheets = [_bare(text) for text in _no_sheet_is_nearly_empty(content)]
    synthetic = "Số liệu minh họa" if "vi.html" in report.name else "Illustrative data"
    for number, text in enumerate(sheets, 1):
        assert f"{number}/{len(sheets)}" in text, "page numbers"
        assert _bare(synthetic) in text
    whole = "".join(sheets)
    assert "ĐồngTháp" in whole, "Vietnamese diacritics"
    assert len(collapsed) > 80, "there is something collapsed"
    assert [text for text in collapsed if _bare(text) not in whole], "what is closed is not printed"
    assert "→tables.xlsx" in whole, "and its line says where it is"
    assert len(sheets) <= 14
    width, height = (
        float(side) / 72 * 25.4 for side in PdfReader(io.BytesIO(content)).pages[0].mediabox[2:]
    )
    assert (round(width), round(height)) == (210, 297)


def test_the_main_indicators_stand_on_the_first_sheet(seen, report):
    """In a unit's report too, whose head has a line more."""
    page = seen(report).page
    office = "Trung tâm Thu thập dữ liệu và Ứng dụng công nghệ thông tin thống kê"
    unit = f'<p class="unit-name">{office}</p>'
    page.locator("h1").evaluate("(h1, unit) => h1.insertAdjacentHTML('afterend', unit)", unit)
    content = page.pdf(prefer_css_page_size=True, print_background=True, page_ranges="1")
    page.locator(".unit-name").evaluate("unit => unit.remove()")
    first = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert _bare(office) in _bare(first)
    assert "“summary”" in first


@pytest.mark.usefixtures("pango")
def test_its_pdf_has_no_page_that_is_nearly_empty(published):
    page = (published / PAGES[0]).read_text("utf-8")
    closed = re.compile("(<details.*?</summary>).*?(</details>)", re.S)  # a third of the work
    page, tables = closed.subn(r"\1\2", page)
    assert tables > 5
    _no_sheet_is_nearly_empty(render.pdf(page))


def _no_sheet_is_nearly_empty(content: bytes) -> list[str]:
    """See that each sheet has enough on it; return their texts."""
    filled = [_filled(sheet) for sheet in PdfReader(io.BytesIO(content)).pages]
    nearly_empty = {number: share for number, (share, _) in enumerate(filled, 1) if share < 0.35}
    assert nearly_empty == {}, f"of {len(filled)} sheets"
    return [text for _, text in filled]


def _filled(sheet: PageObject) -> tuple[float, str]:
    """How far down a sheet its last text stands, 0 at the upper margin, 1 at the lower one; and its whole text."""
    millimetre = 72 / 25.4
    upper, lower = float(sheet.mediabox.height) - 20 * millimetre, 20 * millimetre
    heights = [upper]

    def visit(text, matrix, text_matrix, _font, _size):
        height = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
        if text.strip() and lower < height < upper:  # what stands in the margins is on every sheet
            heights.append(height)

    text = sheet.extract_text(visitor_text=visit)
    return (upper - min(heights)) / (upper - lower), text


def _bare(text: str) -> str:
    """A text without its blanks: where a PDF has them is a matter of how lines were broken, and ligatures too."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class _Outline(HTMLParser):
    """The tags of a page and its headings' levels."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


def test_one_file_without_script_or_reference_elsewhere(file):
    text = file.read_text("utf-8")
    assert len(text.encode()) < 700_000
    assert "<script" not in text
    assert not re.search(
        r"\son\w+=|javascript:", re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    )
    assert set(re.findall(r"https?://[^\s\"'<)]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "@import" not in text
    assert "url(" not in text
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"" in text


def test_outline(file):
    outline = _Outline(file.read_text("utf-8"))
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [outline.count(tag) for tag in ("main", "footer")] == [1, 1]
    assert outline.tags[0] == ("html", {"lang": "en" if "en.html" in file.name else "vi"})
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_code_is_gone_not_hidden(report):
    text = report.read_text("utf-8")
    for source in ("report.table(", "report.finish", "open_report", "@indicator", "In&nbsp;["):
        assert source not in text


def test_sections_are_the_same_in_both_languages(published):
    ids = [
        [
            attrs["id"]
            for tag, attrs in _Outline((published / name).read_text("utf-8")).tags
            if tag == "section"
        ]
        for name in PAGES[:2]
    ]
    assert ids[0] == ids[1]
    assert len(ids[0]) > 8
