"""Differences as lines that can be read in a terminal."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from reporting.indicators import diff
from reporting.indicators.diff import Difference
from reporting.text import formats
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

HEADINGS = tuple(
    zip(
        ("Quý", "Chỉ tiêu", "Ô", "Cũ", "Mới", "Chênh lệch", "%"),
        ("Quarter", "Indicator", "Cell", "Old", "New", "Difference", "%"),
        strict=True,
    )
)
LEFT = 3  # so many columns are words; the others are figures
COMPARED = BilingualText("{0} (kỳ so sánh)", "{0} (compared quarter)")


def lines(differences: Sequence[Difference], language: str) -> list[str]:
    """The differences as aligned lines under headings, after one line that counts them."""
    if not differences:
        return [
            BilingualText("Không có giá trị nào khác nhau.", "No indicator value differs.")[
                language
            ]
        ]
    heading = [BilingualText(*pair)[language] for pair in HEADINGS]
    table = [heading, *(_row(each, language) for each in differences)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [_summary(differences)[language], "", *(_aligned(row, widths) for row in table)]


def _summary(differences: Sequence[Difference]) -> BilingualText:
    count = Counter(each.kind for each in differences)
    return _TEXT.values_differ_changed_added.format(
        len(differences), *(count[kind] for kind in diff.KINDS)
    )


def _row(each: Difference, language: str) -> list[str]:
    place, decimals = each.place, each.decimals
    cell = diff.cell(place)
    if place.column != "value":
        cell = COMPARED.format(cell)[language]
    figures = [formats.number(_float(value), language, decimals) for value in (each.old, each.new)]
    amount = formats.signed(_float(each.amount), language, decimals)
    relative = formats.signed(_float(each.relative), language)
    return [place.quarter, place.indicator, cell, *figures, amount, relative]


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    words = [text.ljust(width) for text, width in zip(row[:LEFT], widths, strict=False)]
    figures = [text.rjust(width) for text, width in zip(row[LEFT:], widths[LEFT:], strict=True)]
    return "  ".join([*words, *figures]).rstrip()
