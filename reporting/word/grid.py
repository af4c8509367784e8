"""An HTML table as a Word table: headings that repeat on every page, figures to the right."""

from itertools import groupby
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reporting.word.layout import LANGUAGES

SHORT, LONGEST = (
    12,
    60,
)  # characters: up to the first a text is kept whole, above the second it needs no more room
LETTER, MARGIN = 104, 60  # a letter of 10 points, the white beside a text; in twentieths of a point


class _Slot(NamedTuple):
    """What one column of one row shows: a cell, which may go on from the row above."""

    cell: Any
    goes_on: bool


def table(html: Any, width: int, caption: str, styles: dict[str, str]) -> Any:
    """The `w:tbl` of a `<table>` element, as wide as the text (in twentieths of a point)."""
    rows = _rows(html.xpath(".//tr"))
    columns = _widths(rows, width)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in columns)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val={quoteattr(styles['Table Grid'])}/>"
        f'<w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'<w:tblCellMar><w:left w:w="{MARGIN}" w:type="dxa"/><w:right w:w="{MARGIN}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:firstRow="1" w:firstColumn="1"/><w:tblCaption w:val={quoteattr(caption)}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_row(row, styles['Report Cell']) for row in rows)}</w:tbl>"
    )


def _rows(html: list[Any]) -> list[list[_Slot]]:
    """The rows as their columns show them, cells over several rows or columns in each; all of one length."""
    rows: list[list[_Slot]] = []
    below: dict[int, tuple[Any, int]] = {}  # cells that go on, by column, and for how many rows
    for tr in html:
        row: list[_Slot] = []
        cells = iter(tr.xpath("./th | ./td"))
        while True:
            cell, left = below.pop(len(row), (None, 0))
            goes_on = cell is not None
            if cell is None and (cell := next(cells, None)) is None:
                break
            rest = left - 1 if goes_on else int(cell.get("rowspan", 1)) - 1
            for _ in range(1 if goes_on else int(cell.get("colspan", 1))):
                if rest > 0:
                    below[len(row)] = cell, rest
                row.append(_Slot(cell, goes_on))
        rows.append(row)
    longest = max(map(len, rows), default=0)
    return [row + [_Slot(None, False)] * (longest - len(row)) for row in rows if row]


def _row(row: list[_Slot], style: str) -> str:
    heads = "<w:tblHeader/>" if row[0].cell is not None and _is_head(row[0].cell) else ""
    cells = (
        _cell(slot, len(list(same)), style) for slot, same in groupby(row) if slot.cell is not None
    )
    empty = sum(slot.cell is None for slot in row) * _cell_xml("", _paragraph("", style, "left"))
    return f"<w:tr><w:trPr><w:cantSplit/>{heads}</w:trPr>{''.join(cells)}{empty}</w:tr>"


def _cell(slot: _Slot, span: int, style: str) -> str:
    cell, classes = slot.cell, slot.cell.get("class", "").split()
    form = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if slot.goes_on:
        return _cell_xml(f"{form}<w:vMerge/>", _paragraph("", style, "left"))
    if int(cell.get("rowspan", 1)) > 1:
        form += '<w:vMerge w:val="restart"/>'
    heads = _is_head(cell)
    align = "center" if heads else "right" if "num" in classes else "left"
    strong = heads or "total" in cell.getparent().get("class", "").split()
    text = " ".join(cell.text_content().split())
    return _cell_xml(form, _paragraph(text, style, align, strong, cell.get("lang")))


def _cell_xml(form: str, inner: str) -> str:
    return f"<w:tc><w:tcPr>{form}</w:tcPr>{inner}</w:tc>"


def _paragraph(
    text: str, style: str, align: str, strong: bool = False, language: str | None = None
) -> str:
    bold = "<w:b/>" if strong else ""
    lang = f'<w:lang w:val="{LANGUAGES[language]}"/>' if language in LANGUAGES else ""
    run = f'<w:r><w:rPr>{bold}{lang}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/><w:jc w:val="{align}"/></w:pPr>'
        f"{run if text else ''}</w:p>"
    )


def _is_head(cell: Any) -> bool:
    return bool(cell.getparent().getparent().tag == "thead")


def _widths(rows: list[list[_Slot]], width: int) -> list[int]:
    """Each column as wide as what stays on one line, and what is left shared out by what else its texts need."""
    least, more = [], []
    for column in zip(*rows, strict=True):
        pieces = wanted = 1
        for cell in (slot.cell for slot in column if slot.cell is not None):
            if int(cell.get("colspan", 1)) == 1:
                words, heads = cell.text_content().split(), _is_head(cell)
                whole = len(" ".join(words))
                short = whole <= SHORT and not heads  # a date, a code
                pieces = max(pieces, whole if short else max(map(len, words), default=0) + heads)
                wanted = max(wanted, 0 if heads else min(whole, LONGEST))
        least.append(pieces * LETTER + 2 * MARGIN)
        more.append(max(wanted - pieces, 0) + 1)
    left = max(width - sum(least), 0)
    shared = [low + left * each // sum(more) for low, each in zip(least, more, strict=True)]
    return [each * width // sum(shared) for each in shared]
