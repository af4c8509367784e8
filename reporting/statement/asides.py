"""Numbers in prose that are no figures: dates, decisions, telephone numbers, durations, headings."""

from __future__ import annotations

import re
from typing import NamedTuple

from reporting.text.bilingual import BilingualText

UNIT = (
    r"(?:công việc|nhiệm vụ|hồ sơ|văn bản|đầu việc|đề án|kiến nghị|phản ánh|báo cáo"
    r"|thủ tục hành chính|thủ tục|việc)"
)
HIDDEN = "\x00"  # stands in for a number that is no figure, so that places in the text stay

DATE = BilingualText("ngày, tháng, quý, năm", "a date, month, quarter or year")
DOCUMENT = BilingualText("số hiệu văn bản, điều, khoản", "the number of a document or article")
TELEPHONE = BilingualText("số điện thoại", "a telephone number")
TIME = BilingualText("giờ hoặc khoảng thời gian", "a time or a length of time")
HEADING = BilingualText("số thứ tự", "the number of a heading or an ordinal")

ROMAN = r"(?:I{1,3}|IV|VI{0,3}|IX|X{1,3})"
PAPER = (
    r"(?:quyết định|nghị quyết|nghị định|công văn|thông tư|chỉ thị|kế hoạch|thông báo|công điện|luật"
    r"|tờ trình|điều|khoản|mục|chương|phụ lục|biểu|bảng|mẫu|đề án|báo cáo|văn bản)"
)

PATTERNS = [
    (TELEPHONE, r"(?:điện thoại|đt|sđt|tel|hotline|fax|số máy)\s*[:.]?\s*\+?\(?\d[\d .()\-]*\d"),
    (TELEPHONE, r"\+84[\d .]{8,}\d"),
    (TELEPHONE, r"(?<![\d.,])0\d{2,3}(?:[ .]?\d{3,4}){2}(?![\d.,]*\d)"),
    (DATE, r"(?<![\d.,/])\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:19|20)\d\d(?!\d)"),
    (DATE, r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)"),
    (DATE, r"(?<!\w)ngày\s+\d{1,2}(?:/\d{1,2})?(?![\d.,]*\d)"),
    (DATE, r"(?<!\w)tháng\s+\d{1,2}(?:[/.\-](?:19|20)\d\d)?(?![\d.,]*\d)"),
    (DATE, rf"(?<!\w)quý\s+(?:{ROMAN}|[1-4])(?:\s?[/\-.]\s?(?:19|20)\d\d)?(?!\w)"),
    (DATE, r"(?<!\w)(?:năm|giai đoạn|nhiệm kỳ)\s+(?:19|20)\d\d(?:\s?[\-–]\s?(?:19|20)\d\d)?(?!\d)"),
    (DOCUMENT, r"(?<!\w)số\s*:?\s*\d+\s?[/\-]\s?[\w/\-]+"),
    (DOCUMENT, r"(?<![\w.,])\d+(?:/(?:19|20)\d\d)?/[^\W\d_][\w\-]*(?:/[\w\-]+)*"),
    (DOCUMENT, rf"(?<!\w){PAPER}\s+(?:số\s+)?\d++(?![.,]\d)(?!\s+{UNIT})(?!\s?%)"),
    (TIME, r"(?<![\d.,])\d{1,2}\s?(?:giờ|h)\s?(?:\d{1,2}(?!\d))?(?:\s?phút)?(?!\w)"),
    (TIME, r"(?<![\d.,])\d{1,3}\s+(?:tháng|ngày|năm|tuần|quý)(?!\w)"),
    (HEADING, r"(?m)^\s*\d{1,2}(?:\.\d{1,2})*[.)]\s"),
    (HEADING, r"(?<!\w)(?:thứ|lần)\s+\d{1,2}(?!\d)"),
]
COMPILED = [(reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in PATTERNS]


class Aside(NamedTuple):
    """A stretch of text with a number that is no figure, and what it is instead."""

    start: int
    text: str
    reason: BilingualText


def hide(text: str) -> tuple[str, list[Aside]]:
    """Blank out all numbers that are no figures; also give them, in the text's order."""
    asides = []
    for reason, pattern in COMPILED:
        for match in pattern.finditer(text):
            asides.append(Aside(match.start(), match[0].strip(), reason))
        text = pattern.sub(lambda match: re.sub(r"\S", HIDDEN, match[0]), text)
    return text, sorted(asides, key=lambda aside: aside.start)
