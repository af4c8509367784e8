"""The report's Word document as LibreOffice lays it out: complete, numbered, headings on every page.

In Vietnamese: test_word.py looks at what differs between the languages.
"""

from __future__ import annotations

import os
import subprocess
from typing import NamedTuple

import docx
import machine
import pytest
from docx.oxml.ns import qn
from pypdf import PageObject, PdfReader
from small_office import ROOT
from test_word import DAY

from reporting.word import document, layout

NO_JAVA = "failed to launch javaldx"  # said by an office without Java, whatever it converts


class Sheet(NamedTuple):
    """A page: its text without white space, what stands above it and where, and the middle between its margins."""

    text: str
    above: list[tuple[str, float]]
    middle: float

    @classmethod
    def of(cls, page: PageObject) -> Sheet:
        above: list[tuple[str, float]] = []

        def seen(text, _matrix, at, _font, _size):
            if text.strip() and at[5] > page.mediabox.height - 57:
                above.append((text.strip(), at[4]))

        text = squeezed(page.extract_text(visitor_text=seen))
        return cls(text, above, float(page.mediabox.width + 85 - 43) / 2)


class Converted(NamedTuple):
    """The document of the report, and its pages as LibreOffice lays them out."""

    complaints: list[str]
    document: docx.document.Document
    pages: list[Sheet]

    @property
    def texts(self) -> list[str]:
        """The text of each page below its number, without white space."""
        texts = [page.text for page in self.pages]
        return [text.removeprefix(str(n) if n > 1 else "") for n, text in enumerate(texts, 1)]


@pytest.fixture(scope="module")
def converted(published, tmp_path_factory) -> Converted:
    """LibreOffice with a profile of its own: two of them do not share one."""
    machine.need("LibreOffice")
    folder = tmp_path_factory.mktemp("word")
    file = folder / "report.vi.docx"
    page = (published / "2023Q3" / "report.vi.html").read_text("utf-8")
    file.write_bytes(document.write(page, layout.empty(ROOT / "params", "vi"), DAY, annex=True))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["libreoffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    ran = subprocess.run(
        [*command, str(file)],
        env=os.environ | {"HOME": str(folder)}, capture_output=True, text=True, timeout=400,
    )  # fmt: skip
    said = [line for line in ran.stderr.splitlines() if line and NO_JAVA not in line]
    return Converted(
        said if ran.returncode == 0 else [f"exit code {ran.returncode}", *said],
        docx.Document(str(file)),
        [*map(Sheet.of, PdfReader(file.with_suffix(".pdf")).pages)],
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_libreoffice_converts_them_without_complaint(converted):
    assert converted.complaints == []


def test_every_paragraph_and_every_row_is_on_the_pages_with_its_diacritics(converted):
    found, told = converted.document, "".join(converted.texts)
    said = [squeezed(each.text) for each in found.paragraphs]
    assert [text for text in said if text not in told] == []
    rows = [row for table in found.tables for row in rows_of(table)]
    assert len(said) > 60
    assert len(rows) > 150
    assert [row for row in rows if row not in told] == []


def test_the_headings_of_a_table_stand_on_each_of_its_pages(converted):
    texts = converted.texts
    spread = 0
    for table in converted.document.tables:
        is_head = [bool(row._tr.trPr.findall(qn("w:tblHeader"))) for row in table.rows]
        heads = {squeezed(cell.text) for row in table.rows[: sum(is_head)] for cell in row.cells}
        rows = rows_of(table)[sum(is_head) :]
        on = {n for row in rows for n, text in enumerate(texts) if len(row) > 20 and row in text}
        spread += len(on) > 1
        for page in on:
            assert [head for head in heads if head not in texts[page]] == []
    assert spread >= 2, "tables of several pages"


def test_pages_are_numbered_in_the_middle_above_from_the_second(converted):
    for number, page in enumerate(converted.pages, 1):
        assert [text for text, _ in page.above] == ([str(number)] if number > 1 else [])
        assert all(abs(left - page.middle) < 12 for _, left in page.above)


def rows_of(table) -> list[str]:
    """The texts of each row, a cell over several rows or columns only once."""
    return [
        squeezed("".join(text for cell in row._tr.tc_lst for text in cell.itertext(qn("w:t"))))
        for row in table.rows
    ]
