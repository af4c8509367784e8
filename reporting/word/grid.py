"""An HTML table as a Word table: headings that repeat on every page, figures to the right."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reporting.word.layout import LANGUAGES

LONGEST = 40  # characters: a longer text is broken into lines anyway
LETTER, MARGIN = 104, 60  # a letter of 10 points, the white beside a text; in twentieths of a point


def table(html: Any, width: int, caption: str, styles: dict[str, str]) -> Any:
    """The `w:tbl` of a `<table>` element, as wide as the text (in twentieths of a point)."""
    heads, rows = html.xpath("./thead/tr"), html.xpath("./tbody/tr | ./tr")
    below = iter(heads[1] if heads[1:] else ())
    # For each column its own heading, and for those under a common one that of the lower line.
    own = [
        (cell, cell is upper)
        for upper in (heads[0] if heads else ())
        for cell in ([upper] if _span(upper) == 1 else [next(below) for _ in range(_span(upper))])
    ]
    written = [_row("".join(_cell(cell, styles, True) for cell in tr), True) for tr in heads[:1]]
    if heads[1:]:  # under a heading of one column's own, its cell goes on
        goes_on = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{_paragraph('', styles, 'center')}</w:tc>"
        lower = (goes_on if whole else _cell(cell, styles, True) for cell, whole in own)
        written.append(_row("".join(lower), True))
    written += [_row("".join(_cell(cell, styles) for cell in tr), False) for tr in rows]
    columns = _widths([cell for cell, _ in own], rows, width)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in columns)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val={quoteattr(styles['Table Grid'])}/>"
        f'<w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'<w:tblCellMar><w:left w:w="{MARGIN}" w:type="dxa"/><w:right w:w="{MARGIN}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:firstRow="1" w:firstColumn="1"/><w:tblCaption w:val={quoteattr(caption)}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(written)}</w:tbl>"
    )


def _row(cells: str, heads: bool) -> str:
    repeat = "<w:tblHeader/>" if heads else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"


def _cell(cell: Any, styles: dict[str, str], heads: bool = False) -> str:
    span = f'<w:gridSpan w:val="{_span(cell)}"/>' if _span(cell) > 1 else ""
    merge = '<w:vMerge w:val="restart"/>' if cell.get("rowspan") else ""
    is_number = "num" in cell.get("class", "").split()
    align = "center" if heads else "right" if is_number else "left"
    strong = heads or "total" in cell.getparent().get("class", "").split()
    text = " ".join(cell.text_content().split())
    inner = _paragraph(text, styles, align, strong, cell.get("lang"))
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{inner}</w:tc>"


def _paragraph(
    text: str, styles: dict[str, str], align: str, strong: bool = False, language: str | None = None
) -> str:
    bold = "<w:b/>" if strong else ""
    lang = f'<w:lang w:val="{LANGUAGES[language]}"/>' if language in LANGUAGES else ""
    run = f'<w:r><w:rPr>{bold}{lang}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return (
        f"<w:p><w:pPr><w:pStyle w:val={quoteattr(styles['Report Cell'])}/>"
        f'<w:jc w:val="{align}"/></w:pPr>{run if text else ""}</w:p>'
    )


def _span(cell: Any) -> int:
    return int(cell.get("colspan", 1))


def _widths(heads: list[Any], rows: list[Any], width: int) -> list[int]:
    """Each column as wide as its longest word, and what is left shared out by what else its texts need."""
    needed, wanted = [], []
    for column in zip(*([cell.text_content() for cell in tr] for tr in rows), strict=True):
        needed.append(max(len(word) for text in column for word in [*text.split(), "0"]))
        wanted.append(min(max(map(len, column)), LONGEST))
    for index, head in enumerate(heads[: len(needed)]):
        needed[index] = max(
            [needed[index], *(len(word) + 1 for word in head.text_content().split())]
        )
    if not needed:
        return [width // max(len(heads), 1)] * max(len(heads), 1)
    least = [each * LETTER + 2 * MARGIN for each in needed]
    left = max(width - sum(least), 0)
    more = [max(want - need, 0) + 1 for want, need in zip(wanted, needed, strict=True)]
    whole = [low + left * each // sum(more) for low, each in zip(least, more, strict=True)]
    return [each * width // sum(whole) for each in whole]
