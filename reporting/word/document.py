"""The page as a Word document: the same sentences, tables and charts, in the same order, as the office edits them."""

import io
import re
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Pt
from docx.text.paragraph import Paragraph
from lxml import html

from reporting.text.bilingual import BilingualText
from reporting.word import grid, layout, picture

# In a template, the paragraph that the report takes the place of.
PLACE = "{{report}}"
ANNEX = BilingualText("Phụ lục", "Annex")
IN_ANNEX = BilingualText("{0}: xem Phụ lục.", "{0}: see the annex.")
IN_WORKBOOK = BilingualText("{0}: xem tệp tables.xlsx.", "{0}: see tables.xlsx.")
FIGURE = BilingualText("Hình {0}. {1}", "Figure {0}. {1}")
INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u"}  # fmt: skip
UNSEEN = {"style", "script", "head", "template"}
HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3", "h5": "Heading 3", "h6": "Heading 3"}  # fmt: skip
OF_CLASS = {
    "office": "Report Office", "unit-name": "Subtitle", "synthetic": "Report Notice", "revised": "Report Notice",
    "notes": "Report Note", "note": "Report Note", "dateline": "Report Note",
}  # fmt: skip
TALLEST = Pt(560)
POINTS_PER_UNIT = 1.15


def write(page: str, document: Document, day: date, *, annex: bool) -> bytes:
    """Fill a document with a page; the same page and template give the same bytes.

    What the page collapses goes into an annex, or else is named only. `day` dates the document.
    """
    root = html.document_fromstring(page)
    language = root.get("lang")
    body = document.element.body
    before = list(body)
    writer = _Writer(document, language, annex)
    writer.blocks(root.body)
    writer.add_annex()
    place = next((each for each in document.paragraphs if each.text.strip() == PLACE), None)
    if place is not None:
        for element in [each for each in body if each not in before]:
            place._p.addprevious(element)
        body.remove(place._p)
    about = document.core_properties
    about.title = root.findtext(".//title") or ""
    about.author = about.last_modified_by = " ".join(root.xpath("//p[@class='office']/text()"))
    about.created = about.modified = datetime.combine(day, datetime.min.time())
    about.language, about.comments, about.revision = layout.LANGUAGES[language], "", 1
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_clock(buffer)


def _without_clock(made: io.BytesIO) -> bytes:
    """The same package, its parts dated as early as a zip can say."""
    settled = io.BytesIO()
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(settled, "w") as written:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name)
            part.create_system, part.compress_type = 3, zipfile.ZIP_DEFLATED
            written.writestr(part, parts.read(name))
    return settled.getvalue()


class _Writer:
    """Goes through a page from top to bottom and adds what it meets to the document."""

    def __init__(self, document: Document, language: str, annex: bool) -> None:
        self._document, self._language, self._annex = document, language, annex
        self._collapsed: list[Any] = []
        self._figures = self._marks = 0
        self._ids = {name: document.styles[name].style_id for name in layout.STYLES}
        section: Any = document.sections[-1]
        self._room = section.page_width - section.left_margin - section.right_margin

    def blocks(self, parent: Any) -> None:
        """Everything in an element, text between its blocks too."""
        self._loose(parent.text)
        for child in parent:
            if isinstance(child.tag, str) and child.tag not in UNSEEN:
                self._block(child)
            self._loose(child.tail)

    def add_annex(self) -> None:
        """What was collapsed, at the end."""
        if self._collapsed and self._annex:
            self._heading(ANNEX[self._language], "Heading 1", "annex")
            for element in self._collapsed:
                self.blocks(element)

    def _block(self, element: Any) -> None:
        classes = element.get("class", "").split()
        if element.get("aria-hidden") == "true" or "skip" in classes:
            return
        match element.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._heading(_text(element), HEADINGS[element.tag], element.get("id"))
            case "nav":
                if "contents" in classes:
                    self._contents(element)
            case "table":
                self._table(element)
            case "details" if "collapsed" in classes:
                said = IN_ANNEX if self._annex else IN_WORKBOOK
                caption = _text(element.find(".//caption"))
                self._paragraph("Report Note").add_run(said.format(caption)[self._language])
                self._collapsed.append(element)
            case "summary" if "collapsed" in element.getparent().get("class", ""):
                pass  # the table's caption says it
            case "figure":
                self._figure(element)
            case "img":
                self._picture(b64decode(element.get("src").partition(",")[2]), element.get("alt"), None)  # fmt: skip
            case "ul" | "ol":
                self._list(element)
            case "dl":
                for term in element.iter("dt"):
                    paragraph = self._paragraph("Body Text")
                    paragraph.add_run(f"{_text(term)}: ").bold = True
                    self._runs(paragraph, term.getnext())
            case "pre":
                self._paragraph("Report Code").add_run(element.text_content().rstrip())
            case _ if all(each.tag in INLINE for each in element.iterdescendants("*")):
                if _text(element):
                    style = next((OF_CLASS[each] for each in classes if each in OF_CLASS), "Body Text")  # fmt: skip
                    self._runs(self._paragraph(style), element)
            case _:
                self.blocks(element)

    def _paragraph(self, style: str) -> Paragraph:
        return self._document.add_paragraph(style=self._document.styles[style])

    def _loose(self, text: str | None) -> None:
        if text and text.strip():
            self._paragraph("Body Text").add_run(" ".join(text.split()))

    def _heading(self, text: str, style: str, anchor: str | None) -> None:
        paragraph = self._paragraph(style)
        paragraph.add_run(text)
        if anchor and style == "Heading 1":
            self._marks += 1
            given = f'{nsdecls("w")} w:id="{self._marks}"'
            name = _bookmark(anchor.removesuffix("-title"))
            paragraph._p.insert(1, parse_xml(f'<w:bookmarkStart {given} w:name="{name}"/>'))
            paragraph._p.append(parse_xml(f"<w:bookmarkEnd {given}/>"))

    def _contents(self, nav: Any) -> None:
        """A contents field that Word brings up to date; until then it holds the sections as the page names them."""
        self._paragraph("TOC Heading").add_run(_text(nav.find("h2")))
        entries = [(link.get("href")[1:], _text(link)) for link in nav.iter("a")]
        if self._annex:
            entries.append(("annex", ANNEX[self._language]))
        *begin, _, end = layout.field(r"TOC \o &quot;1-1&quot; \h \z \u")
        for index, (anchor, title) in enumerate(entries):
            paragraph = self._paragraph("toc 1")
            paragraph.paragraph_format.tab_stops.add_tab_stop(self._room, 2, 1)
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), _bookmark(anchor))
            paragraph.add_run(title).add_tab()
            link.extend([*paragraph._p.r_lst, *layout.field(f"PAGEREF {_bookmark(anchor)} \\h")])
            paragraph._p.extend([*(begin if index == 0 else ()), link])
        paragraph._p.append(end)

    def _table(self, table: Any) -> None:
        caption = table.find("caption")
        title = _text(caption) if caption is not None else ""
        if title:
            self._paragraph("Caption").add_run(title)
        made = grid.table(table, self._room // 635, title, self._ids)
        self._document.element.body.sectPr.addprevious(made)

    def _figure(self, figure: Any) -> None:
        caption, drawings = figure.find("figcaption"), figure.findall(".//svg")
        if drawings:
            self._figures += 1
            title = _text(caption) if caption is not None else ""
            said = FIGURE.format(self._figures, title)[self._language]
            self._paragraph("Caption").add_run(said.removesuffix(" "))
            svg = max(drawings, key=lambda each: picture.size(each)[0])
            named = [_text(each) for each in svg.xpath("./title | ./desc")]
            alt = ". ".join(named) or figure.get("aria-label", title)
            self._picture(picture.png(svg), alt, picture.size(svg)[0])
        for child in figure:
            if child.tag not in ("svg", "figcaption") or (child is caption and not drawings):
                self._block(child)

    def _picture(
        self, content: bytes | None, alt: str, units: float | None, place: Paragraph | None = None
    ) -> None:
        """A picture with its alternative text; where there is no picture, the text alone."""
        if content is None:
            self._paragraph("Report Note").add_run(alt)
            return
        run = (place or self._paragraph("Report Cell")).add_run()
        shape = run.add_picture(io.BytesIO(content), Pt(units * POINTS_PER_UNIT) if units else None)
        scale = min(1.0, self._room / shape.width, TALLEST / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        shape._inline.docPr.set("descr", alt)

    def _list(self, element: Any) -> None:
        for number, item in enumerate(element.iterchildren("li"), 1):
            paragraph = self._paragraph("List")
            paragraph.add_run(f"{number}. " if element.tag == "ol" else "– ")
            parts = {each.get("class", ""): _text(each) for each in item.iterchildren("p")}
            if "card" in item.get("class", "").split():
                paragraph.add_run(f"{parts.get('label', '')}: {parts.get('value', '')}").bold = True
                paragraph.add_run(f" ({change}) " if (change := parts.get("change")) else " ")
                for svg in item.iterchildren("svg"):
                    self._picture(picture.png(svg), parts.get("label", ""), picture.size(svg)[0] / 2, paragraph)  # fmt: skip
            else:
                self._runs(paragraph, item)

    def _runs(self, paragraph: Paragraph, element: Any) -> None:
        """The text of an element, what is strong or emphasised as such, white space as a page shows it."""
        pieces = list(_pieces(element, frozenset()))
        for index, (text, tags) in enumerate(pieces):
            text = text.lstrip() if index == 0 else text
            run = paragraph.add_run(text.rstrip() if index == len(pieces) - 1 else text)
            if tags & {"strong", "b"}:
                run.bold = True
            if tags & {"em", "i"}:
                run.italic = True
            run.font.superscript, run.font.subscript = "sup" in tags or None, "sub" in tags or None


def _pieces(element: Any, tags: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    if element.get("aria-hidden") == "true":
        return
    if element.text:
        yield re.sub(r"\s+", " ", element.text), tags
    for child in element:
        if isinstance(child.tag, str):
            yield from (("\n", tags),) if child.tag == "br" else _pieces(child, tags | {child.tag})
        if child.tail:
            yield re.sub(r"\s+", " ", child.tail), tags


def _text(element: Any) -> str:
    return " ".join("".join(text for text, _ in _pieces(element, frozenset())).split())


def _bookmark(anchor: str) -> str:
    """A name as Word takes it: letters, digits and underscores, not longer than forty."""
    return re.sub(r"\W", "_", f"report_{anchor}")[:40]
