"""An HTML table as a Word table: headings that repeat on every page, figures to the right."""

from collections import defaultdict
from itertools import product
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reporting.text import template_of
from reporting.word.layout import LANGUAGES

ONE_PAGE = 16  # rows up to which a table is kept together
SHORT = 12  # letters up to which a text is kept on one line
LETTER, MARGIN = 104, 60  # a letter of 10 points, the white beside a text: twentieths of a point


def table(html: Any, width: int, caption: str, styles: Any) -> Any:
    """The `w:tbl` of a `<table>` element, as wide as the text (in twentieths of a point)."""
    rows = html.xpath(".//tr[th or td]")
    heads = sum(row.getparent().tag == "thead" for row in rows)
    # By row and column; None in columns that a cell covers.
    written: dict[tuple[int, int], tuple[Any, Any, str, int] | None] = {}
    single = defaultdict(list)  # the cells of one column
    for row, tr in enumerate(rows):
        column = 0
        for cell in tr.xpath("./th | ./td"):
            while (row, column) in written:
                column += 1
            down, across = (max(int(cell.get(key, 1)), 1) for key in ("rowspan", "colspan"))
            places = product(range(row, row + down), range(column, column + across))
            written |= dict.fromkeys(places)
            for below in range(row, row + down):
                merge = "" if down == 1 else "restart" if below == row else "continue"
                written[below, column] = tr, cell, merge, across
            if across == 1:
                single[column].append((text_of(cell), row < heads))
    columns = range(1 + max((column for _, column in written), default=0))
    lines = []
    for row, tr in enumerate(rows):
        line = (written.get((row, column), (tr, None, "", 1)) for column in columns)
        lines.append([cell for cell in line if cell])
    form = template_of("word", "table.xml").render(
        namespace=nsdecls("w"), caption=caption, table_style=styles["Table Grid"].style_id,
        cell_style=styles["Report Cell"].style_id, languages=LANGUAGES, margin=MARGIN,
        one_page=ONE_PAGE, heads=heads, lines=lines,
        widths=_widths([single[column] for column in columns], width), text_of=text_of,
    )  # fmt: skip
    return parse_xml(form)


def text_of(element: Any) -> str:
    """The text of an element as a page shows it, its white space as single blanks; empty where there is none."""
    return "" if element is None else " ".join(element.text_content().split())


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
