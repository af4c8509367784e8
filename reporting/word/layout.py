"""How a Word document looks: the office's template, else the layout that Decree 30/2020 asks for."""

import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt

from reporting.text.catalogue import texts
from reporting.text.errors import InputError

_TEXT = texts(__name__)

TEMPLATE = "report.docx"
FONT = "Times New Roman"
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}

# Size, bold, italic, alignment, points before and after.
STYLES: dict[str, tuple[float, bool, bool, Any, float, float]] = {
    "Title": (16, True, False, ALIGN.CENTER, 6, 6),
    "Subtitle": (14, True, False, ALIGN.CENTER, 0, 6),
    "Heading 1": (14, True, False, ALIGN.LEFT, 16, 6),
    "Heading 2": (13, True, True, ALIGN.LEFT, 12, 4),
    "Heading 3": (13, False, True, ALIGN.LEFT, 8, 4),
    "Body Text": (13, False, False, ALIGN.JUSTIFY, 0, 6),
    "List": (13, False, False, ALIGN.LEFT, 0, 4),
    "Caption": (12, True, False, ALIGN.LEFT, 10, 4),
    "Report Office": (13, True, False, ALIGN.CENTER, 0, 12),
    "Report Notice": (12, False, True, ALIGN.LEFT, 0, 10),
    "Report Note": (11, False, False, ALIGN.LEFT, 4, 10),
    "Report Cell": (10, False, False, ALIGN.LEFT, 1, 1),
    "Report Code": (10, False, False, ALIGN.LEFT, 0, 6),
    "TOC Heading": (13, True, False, ALIGN.LEFT, 6, 4),
    "toc 1": (13, False, False, ALIGN.LEFT, 0, 2),
    "Table Grid": (10, False, False, ALIGN.LEFT, 0, 0),
}
STAYS_WITH_NEXT = ("Caption", "TOC Heading")


def template(params: Path) -> Document | None:
    """The office's template among the params; None where there is none, an `InputError` if it can't be read."""
    path = params / TEMPLATE
    if not path.is_file():
        return None
    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise InputError(_TEXT.unreadable.format(path, error)) from error


def empty(params: Path, language: str) -> Document:
    """A document to be filled: the office's template with the styles that it lacks, or the default one."""
    house = _house()
    document = template(params) or house
    named = {style.name for style in document.styles}
    for style in house.styles:
        if style.name in STYLES and style.name not in named:
            document.styles.element.append(style.element)
    for fonts in document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
        for lang in fonts.findall(qn("w:lang")):
            fonts.remove(lang)
        fonts.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{LANGUAGES[language]}"/>'))
    return document


def _house() -> Document:
    document = docx.Document()
    for rel in [each for each in document.part.package.rels.values() if "thumbnail" in each.reltype]:  # fmt: skip
        del document.part.package.rels[rel.rId]
    defaults = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:rFonts")[0]
    defaults.attrib.clear()
    for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        defaults.set(qn(key), FONT)
    document.styles["Normal"].font.size = Pt(13)
    for name in STYLES:
        _style(document, name)
    items, sentences = (document.styles[name].paragraph_format for name in ("List", "Body Text"))
    items.left_indent, items.first_line_indent = Cm(1), Cm(-0.5)
    sentences.first_line_indent = Cm(1)
    document.styles["Report Code"].font.name = "Courier New"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    number._p.extend(field("PAGE", "2"))
    return document


def _style(document: Document, name: str) -> None:
    size, bold, italic, align, before, after = STYLES[name]
    if name not in {each.name for each in document.styles}:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]  # fmt: skip
    style = document.styles[name]
    for old in style.element.xpath("w:rPr | w:pPr/w:pBdr"):
        old.getparent().remove(old)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    form = style.paragraph_format
    form.alignment, form.space_before, form.space_after = align, Pt(before), Pt(after)
    form.line_spacing = 1.0
    if name in STAYS_WITH_NEXT or name.startswith("Heading"):
        form.keep_with_next = True


def field(code: str, result: str = "") -> list[Any]:
    """The runs of a field, which Word works out: its begin, code and separator, the result, its end."""
    return list(
        parse_xml(
            f'<w:p {nsdecls("w")}><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        )
    )
