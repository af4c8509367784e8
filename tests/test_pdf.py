"""The page as a tagged PDF."""

from __future__ import annotations

import builtins
import io

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from reporting.cli import commands
from reporting.pages import render
from reporting.text.errors import InputError

PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Báo cáo công tác</title>
<style>@page { size: A4 } @media print { details::details-content { display: block } }</style></head>
<body><main><h1>Báo cáo công tác quý III</h1><p>Tỷ lệ hoàn thành đúng hạn 87,0%</p>
<details><summary>Từng đơn vị</summary><table><tr><th scope="col">Đơn vị</th></tr><tr><td>Đồng Tháp</td></tr></table>
</details><img src="https://example.org/x.png" alt=""></main></body></html>"""


@pytest.mark.usefixtures("pango")
def test_it_is_tagged_and_says_so():
    read = PdfReader(io.BytesIO(render.pdf(PAGE)))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert read.metadata is not None
    assert read.metadata.title == "Báo cáo công tác"
    text = read.pages[0].extract_text()
    assert "hoàn thành đúng hạn 87,0%" in text
    assert "Đồng Tháp" in text, "what is collapsed in the page is open"


@pytest.mark.usefixtures("pango")
def test_same_page_same_bytes():
    assert render.pdf(PAGE) == render.pdf(PAGE)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ImportError("No module named 'weasyprint'"), "not installed"),
        (OSError("cannot load library 'libpango-1.0-0'\nmore"), "Pango"),
    ],
)
def test_without_weasyprint_nothing_is_executed(monkeypatch, tmp_path, error, words):
    found = builtins.__import__

    def without(name, *args, **options):
        if name == "weasyprint":
            raise error
        return found(name, *args, **options)

    monkeypatch.setenv("REPORT_LANGUAGE", "en")
    monkeypatch.setattr(builtins, "__import__", without)
    render.check_pdf.cache_clear()
    with pytest.raises(InputError, match=words) as raised:
        render.check_pdf()
    assert all(problem.vi and problem.en for problem in raised.value.problems)
    result = CliRunner().invoke(
        commands.main, ["2023Q3", "--pdf", "--output-dir", str(tmp_path / "output")]
    )
    assert result.exit_code == 2
    assert words in result.output
    assert not (tmp_path / "output").exists()
