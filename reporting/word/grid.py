"""An HTML table as a Word table: headings that repeat on every page, figures to the right."""

from collections import defaultdict
from itertools import product
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reporting.word.layout import LANGUAGES

ONE_PAGE = 16  # rows up to which a table is kept together
SHORT = 12  # letters up to which a text is kept on one line
LETTER, MARGIN = 104, 60  # a letter of 10 points, the white beside a text: twentieths of a point


def table(html: Any, width: int, caption: str, styles: Any) -> Any:
    """The `w:tbl` of a `<table>` element, as wide as the text (in twentieths of a point)."""
    cell_style, table_style = (styles[name].style_id for name in ("Report Cell", "Table Grid"))
    rows = html.xpath(".//tr[th or td]")
    heads = sum(row.getparent().tag == "thead" for row in rows)
    # By row and column; empty in columns that a cell covers.
    written: dict[tuple[int, int], str] = {}
    single = defaultdict(list)  # the cells of one column
    for row, tr in enumerate(rows):
        column = 0
        for cell in tr.xpath("./th | ./td"):
            while (row, column) in written:
                column += 1
            down, across = (max(int(cell.get(key, 1)), 1) for key in ("rowspan", "colspan"))
            places = product(range(row, row + down), range(column, column + across))
            written |= dict.fromkeys(places, "")
            for below in range(row, row + down):
                merge = "" if down == 1 else "restart" if below == row else "continue"
                written[below, column] = _cell(tr, cell, merge, across, cell_style)
            if across == 1:
                single[column].append((text_of(cell), row < heads))
    columns = range(1 + max((column for _, column in written), default=0))
    lines = []
    for row in range(len(rows)):
        empty = _cell(rows[row], None, "", 1, cell_style)
        cells = "".join(written.get((row, column), empty) for column in columns)
        # No row stands alone on a page, and the note below stays with the last one.
        if len(rows) <= ONE_PAGE or row <= heads or row >= len(rows) - 2:
            cells = cells.replace("<w:pPr>", "<w:pPr><w:keepNext/>")
        repeated = "<w:tblHeader/>" if row < heads else ""
        lines.append(f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>")
    widths = _widths([single[column] for column in columns], width)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val={quoteattr(table_style)}/>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblCellMar><w:left w:w="{MARGIN}" w:type="dxa"/><w:right w:w="{MARGIN}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:firstRow="1" w:firstColumn="1"/><w:tblCaption w:val={quoteattr(caption)}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def text_of(element: Any) -> str:
    """The text of an element as a page shows it, its white space as single blanks; empty where there is none."""
    return "" if element is None else " ".join(element.text_content().split())


def _cell(row: Any, cell: Any, merge: str, across: int, style: str) -> str:
    """The `w:tc` of a cell; none is an empty one, and so is what goes on from the row above."""
    head = row.getparent().tag == "thead"
    shape = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    shape += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    shape += '<w:vAlign w:val="center"/>' if head else ""
    run, align = "", "center" if head else "left"
    if cell is not None and merge != "continue":
        look = "<w:b/>" if head or "total" in row.get("class", "").split() else ""
        if (language := cell.get("lang")) in LANGUAGES:
            look += f'<w:lang w:val="{LANGUAGES[language]}"/>'
        text = escape(text_of(cell))
        run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        align = "right" if not head and "num" in cell.get("class", "").split() else align
    return (
        f"<w:tc><w:tcPr>{shape}</w:tcPr><w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>"
        f'<w:jc w:val="{align}"/></w:pPr>{run}</w:p></w:tc>'
    )


def _widths(columns: list[list[tuple[str, bool]]], width: int) -> list[int]:
    """Each column as wide as what stays on one line, and what is left shared out by the length of its texts."""
    least, more = [], []
    for texts in columns:
        # A date or a code is not broken, nor is any word; headings are bold, which is wider.
        whole = [
            len(text) if len(text) <= SHORT and not head else head + max(map(len, text.split()))
            for text, head in texts
            if text
        ]
        pieces = max(whole, default=1)
        mean = sum(len(text) for text, _ in texts) // max(len(texts), 1)
        least.append(pieces * LETTER + 2 * MARGIN)
        more.append(max(mean - pieces, 0) + 1)
    left = max(width - sum(least), 0)
    shared = [low + left * each // sum(more) for low, each in zip(least, more, strict=True)]
    return [each * width // sum(shared) for each in shared]
