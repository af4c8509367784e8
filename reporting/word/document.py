"""The page as a Word document: the same sentences, tables and charts, in the same order, as the office edits them."""

import io
import re
import zipfile
from base64 import b64decode
from datetime import date, datetime
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Pt
from docx.text.paragraph import Paragraph
from lxml import html

from reporting.text import data_of, texts
from reporting.word import grid, layout, picture
from reporting.word.grid import text_of

_TEXT = texts(__name__)

# In a template, the paragraph that the report takes the place of.
PLACE = "{{report}}"
_PAGE = data_of("word", "page")
BREAK = "\u2028"  # a line break among the text
FOR_CAPTION = Pt(50)  # of the height of a page, beside a picture


def write(page: str, document: Document, day: date, *, annex: bool) -> bytes:
    """Fill a document, dated `day`, with a page; what that collapses goes into an annex, or else is named only."""
    root = html.document_fromstring(page)
    language, title = root.get("lang"), text_of(root.find(".//title"))
    for element in root.xpath(_PAGE["unseen"]):
        element.drop_tree()
    for element in root.iter("br"):
        element.tail = BREAK + (element.tail or "")
    body = document.element.body
    place = next((each._p for each in document.paragraphs if each.text.strip() == PLACE), None)
    before = len(body) - 1  # the section's layout stays last
    writer = _Writer(document, language, annex)
    writer.blocks(root.body)
    writer.add_annex()
    if place is not None:
        for element in body[before:-1]:
            place.addprevious(element)
        body.remove(place)
    about = document.core_properties
    about.title = title
    about.author = about.last_modified_by = " ".join(root.xpath("//p[@class='office']/text()"))
    about.created = about.modified = datetime.combine(day, datetime.min.time())
    about.language, about.comments, about.revision = layout.LANGUAGES[language], "", 1
    # its parts are dated as early as a zip can say: no clock is in it
    made, settled = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(settled, "w") as written:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name)
            part.create_system = 3
            written.writestr(part, parts.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()


class _Writer:
    """Goes through a page from top to bottom and adds what it meets to the document."""

    def __init__(self, document: Document, language: str, annex: bool) -> None:
        self._document, self._language, self._annex = document, language, annex
        self._collapsed: list[Any] = []
        self._figures = self._marks = 0
        of: Any = document.sections[-1]
        self._room = of.page_width - of.left_margin - of.right_margin
        self._tallest = of.page_height - of.top_margin - of.bottom_margin - FOR_CAPTION

    def blocks(self, parent: Any) -> None:
        """Everything in an element, text between its blocks too."""
        self._loose(parent.text)
        for child in parent:
            self._block(child)
            self._loose(child.tail)

    def add_annex(self) -> None:
        """What was collapsed, at the end."""
        if self._collapsed and self._annex:
            self._heading(_TEXT.annex[self._language], "Heading 1", "annex")
            for element in self._collapsed:
                self.blocks(element)

    def _block(self, element: Any) -> None:
        classes = element.get("class", "").split()
        match element.tag:
            case tag if style := _PAGE["headings"].get(tag):
                self._heading(text_of(element), style, element.get("id"))
            case "nav":
                self._contents(element)
            case "table":
                if title := text_of(element.find("caption")):
                    self._paragraph("Caption", title)
                styles, width = self._document.styles, Emu(self._room).twips
                made = grid.table(element, width, title, styles)
                self._document.element.body.sectPr.addprevious(made)
            case "details" if "collapsed" in classes:
                said = _TEXT.in_annex if self._annex else _TEXT.in_workbook
                caption = text_of(element.find(".//caption"))
                self._paragraph("Report Note", said.format(caption)[self._language])
                self._collapsed.append(element)
            case "figure":
                self._figure(element)
            case "img":
                content = b64decode(element.get("src").partition(",")[2])
                self._picture(self._paragraph("Report Note"), content, element.get("alt"))
            case "ul" | "ol":
                self._list(element)
            case "dl":
                for term in element.iter("dt"):
                    paragraph = self._paragraph("Body Text")
                    paragraph.add_run(f"{text_of(term)}: ").bold = True
                    self._runs(paragraph, term.getnext())
            case "pre":
                self._paragraph("Report Code", element.text_content().rstrip())
            case _ if all(each.tag in _PAGE["inline"] for each in element.iterdescendants("*")):
                if text_of(element):
                    of = _PAGE["of_class"]
                    style = next((of[it] for it in classes if it in of), "Body Text")
                    self._runs(self._paragraph(style), element)
            case _:
                self.blocks(element)

    def _paragraph(self, style: str, text: str = "") -> Paragraph:
        return self._document.add_paragraph(text, self._document.styles[style])

    def _loose(self, text: str | None) -> None:
        if text and text.strip():
            self._paragraph("Body Text", " ".join(text.split()))

    def _heading(self, text: str, style: str, anchor: str | None) -> None:
        paragraph = self._paragraph(style, text)
        if anchor and style == "Heading 1":
            self._marks += 1
            given = f'{nsdecls("w")} w:id="{self._marks}"'
            name = _bookmark(anchor.removesuffix("-title"))
            paragraph._p.insert(1, parse_xml(f'<w:bookmarkStart {given} w:name="{name}"/>'))
            paragraph._p.append(parse_xml(f"<w:bookmarkEnd {given}/>"))

    def _contents(self, nav: Any) -> None:
        self._paragraph("TOC Heading", text_of(nav.find("h2")))
        entries = [(link.get("href")[1:], text_of(link)) for link in nav.iter("a")]
        if self._annex:
            entries.append(("annex", _TEXT.annex[self._language]))
        *begin, end = parse_xml(_PAGE["contents"].format(nsdecls("w")))
        for anchor, title in entries:
            paragraph = self._paragraph("toc 1")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), _bookmark(anchor))
            link.append(paragraph.add_run(title)._r)
            paragraph._p.extend([*begin, link])
            begin = []
        paragraph._p.append(end)

    def _figure(self, figure: Any) -> None:
        caption, drawings = figure.find("figcaption"), figure.findall(".//svg")
        if drawings:
            self._figures += 1
            title = text_of(caption)
            said = _TEXT.figure.format(self._figures, title)[self._language].removesuffix(" ")
            self._paragraph("Caption", said)
            svg = drawings[0]  # those for smaller screens follow
            alt = ". ".join(text_of(each) for each in svg.xpath("./title | ./desc"))
            alt = alt or figure.get("aria-label", title)
            self._picture(self._paragraph("Report Note"), picture.png(svg), alt, picture.width(svg))
        for child in figure:
            if child.tag not in ("svg", "figcaption") or (child is caption and not drawings):
                self._block(child)

    def _picture(self, place: Paragraph, content: bytes | None, alt: str, width: float = 0) -> None:
        """A picture with its alternative text, as wide as it is drawn; where there is no picture, the text alone."""
        if content is None:
            place.add_run(alt)
            return
        shape = place.add_run().add_picture(io.BytesIO(content), Pt(width) if width else None)
        scale = min(1.0, self._room / shape.width, self._tallest / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        shape._inline.docPr.set("descr", alt)
        for side in ("distT", "distB", "distL", "distR"):  # else LibreOffice leaves white around it
            shape._inline.set(side, "0")

    def _list(self, element: Any) -> None:
        for number, item in enumerate(element.iterchildren("li"), 1):
            paragraph, mark = self._paragraph("List"), f"{number}." if element.tag == "ol" else "–"
            if "card" not in item.get("class", "").split():
                paragraph.add_run(f"{mark} ")
                self._runs(paragraph, item)
                continue
            label, value, change = (text_of(each) for each in item.iterchildren("p"))
            trend = item.find("svg")
            if trend is None:
                paragraph.add_run(mark)
            else:
                self._picture(paragraph, picture.png(trend), label, picture.width(trend) / 2)
            paragraph.add_run(f" {label}: {value}").bold = True
            paragraph.add_run(f" ({change})" if change else "")

    def _runs(self, paragraph: Paragraph, element: Any) -> None:
        """The text of an element, what is strong or emphasised as such, white space as a page shows it."""
        first = len(paragraph.runs)
        for text in element.xpath(".//text()"):
            holder = text.getparent().getparent() if text.is_tail else text.getparent()
            tags = {each.tag for each in (holder, *holder.iterancestors())}
            run = paragraph.add_run(re.sub(r"[ \t\r\n]+", " ", text).replace(BREAK, "\n"))
            run.bold = bool(tags & {"strong", "b"}) or None
            run.italic = bool(tags & {"em", "i"}) or None
            run.font.superscript, run.font.subscript = "sup" in tags or None, "sub" in tags or None
        if added := paragraph.runs[first:]:
            added[0].text = added[0].text.lstrip()
            added[-1].text = added[-1].text.rstrip()


def _bookmark(anchor: str) -> str:
    """A name as Word takes it: letters, digits and underscores, not longer than forty."""
    return re.sub(r"\W", "_", f"report_{anchor}")[:40]
