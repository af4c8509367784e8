"""How a Word document looks: the office's template, else `default.docx`, laid out as Decree 30/2020 asks."""

import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from reporting.text import InputError, texts

_TEXT = texts(__name__)

TEMPLATE = "report.docx"
DEFAULT = Path(__file__).parent / "default.docx"
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


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
    default = docx.Document(str(DEFAULT))
    document = template(params) or default
    named = {style.name for style in document.styles}
    for style in default.styles:
        if style.name not in named:
            document.styles.element.append(style.element)
    for fonts in document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
        for lang in fonts.findall(qn("w:lang")):
            fonts.remove(lang)
        fonts.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{LANGUAGES[language]}"/>'))
    return document
