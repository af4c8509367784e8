"""Numbers in prose that are no figures: dates, decisions, telephone numbers, durations, headings."""

import re
from typing import NamedTuple

from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

HIDDEN = "\x00"  # stands in for a number that is no figure, so that places in the text stay

_TEXT = texts(__name__)
DATE, DOCUMENT, TELEPHONE, TIME, HEADING, UNCLEAR = (
    "date", "document", "telephone", "time", "heading", "unclear",
)  # fmt: skip

ROMAN = r"(?:I{1,3}|IV|VI{0,3}|IX|X{1,3})"
YEAR = r"(?:19|20)\d\d"
YEARS = rf"{YEAR}(?:\s?(?:[\-–,]|và|đến)\s?{YEAR})*"
COUNTED = r"(?:vụ|việc|đơn|lượt|hồ sơ|nhiệm vụ|công việc|trường hợp)"
PAPER = (
    r"(?:quyết định|nghị quyết|nghị định|công văn|thông tư|chỉ thị|kế hoạch|thông báo|công điện|luật"
    r"|tờ trình|điều|khoản|mục|chương|phụ lục|biểu|bảng|mẫu|đề án|báo cáo|văn bản|chương trình)"
)
CLASS = r"(?:mức độ|mức|lớp|cấp độ|loại|nhóm|đợt|khóa|khoá|hạng|bậc|vùng|vụ số|giai đoạn|lần thứ)"
UNTIL = r"(?:từ|đến|tới|hết|trước|sau|sáng|chiều|tối|ngày|hôm|các ngày|vào|và|,)"

PATTERNS = [
    (DOCUMENT, r"https?://\S+|(?<!\w)[\w.\-]+\.(?:vn|com|org|net)(?!\w)\S*"),
    (TELEPHONE, r"(?:tổng đài|hotline|đường dây nóng)\s+(?:số\s+)?\d[\d.]{2,}(?![\d,%])"),
    (
        TELEPHONE,
        r"(?:điện thoại|đt|sđt|tel|hotline|fax|số máy)\s*[:.]?\s*\+?\(?\d(?:[ .()\-]*\d){6,}",
    ),
    (TELEPHONE, r"\+84[\d .]{8,}\d"),
    (TELEPHONE, r"(?<![\d.,])0\d{2,3}(?:[ .]?\d{3,4}){2}(?![\d.,]*\d)"),
    (DATE, rf"(?<![\d.,/])\d{{1,2}}\s?[/.\-]\s?\d{{1,2}}\s?[/.\-]\s?{YEAR}(?!\d)"),
    (DATE, rf"(?<!\d){YEAR}-\d\d-\d\d(?!\d)"),
    (DATE, rf"(?<![\d.,/])\d{{1,2}}/{YEAR}(?![\d/])"),
    (
        DATE,
        r"(?<!\w)ngày\s+\d{1,2}(?:/\d{1,2})?(?:\s?(?:,|-|–|và|đến)\s?\d{1,2}/\d{1,2})?(?![\d.,]*\d)",
    ),
    (DATE, rf"(?<!\w){UNTIL}\s*\d{{1,2}}[/-]\d{{1,2}}(?![\d/]|\s+[^\W\d_](?<!đ))"),
    (DATE, rf"(?<!\w)tháng\s+\d{{1,2}}(?:[/.\-]{YEAR})?(?![\d.,]*\d)"),
    (DATE, rf"(?<!\w)quý\s+(?:{ROMAN}|[1-4])(?:\s?[/\-.]\s?{YEAR})?(?!\w)"),
    (DATE, rf"(?<!\w)(?:năm|giai đoạn|nhiệm kỳ|niên độ)\s+{YEARS}(?!\d)"),
    (DATE, rf"(?<!\w)(?:so với|từ|đến|vụ|mùa)\s+{YEARS}(?![\d/]|[.,]\d)(?!\s+{COUNTED})"),
    (DOCUMENT, r"(?<!\w)số\s*:?\s*\d+\s?[/\-]\s?[\w/\-]+"),
    (DOCUMENT, rf"(?<![\w.,])\d+(?:/{YEAR})?/(?!\d)\w[\w\-]*(?:/[\w\-]+)*"),
    (
        DOCUMENT,
        rf"(?<!\w){PAPER}\s+(?:số\s+)?\d++(?![.,]\d)(?=\s*(?:[.,;:)]|$)|\s+(?:của|về|ngày|năm|và|tại|thì|trong|quy|luật|nghị|điều|khoản|nêu))",
    ),
    (DOCUMENT, rf"(?<!\w){CLASS}\s+\d{{1,2}}(?![\d/]|[.,]\d)(?!\s?%)"),
    (TIME, r"(?<![\d.,])\d{1,2}\s?(?:giờ|h)\s?(?:\d{1,2}(?!\d))?(?:\s?phút)?(?!\w)"),
    (TIME, r"(?<![\d.,])\d{1,3}\s+(?:tháng|ngày|năm|tuần|quý|giờ|phút|tuổi)(?!\w)"),
    (HEADING, r"(?m)^\s*\d{1,2}(?:\.\d{1,2})*[.)]\s"),
    (HEADING, r"(?<!\w)(?:thứ|lần)\s+\d{1,2}(?:/\d{1,3})?(?!\d)"),
]
COMPILED = [(reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in PATTERNS]


class Aside(NamedTuple):
    """A stretch of text with a number that is no figure, and what it is instead."""

    start: int
    text: str
    kind: str

    @property
    def reason(self) -> BilingualText:
        """What it is instead, in words."""
        return _TEXT.group("reasons")[self.kind]


def hide(text: str) -> tuple[str, list[Aside]]:
    """Blank out all numbers that are no figures; also give them, in the text's order."""
    asides = []
    for reason, pattern in COMPILED:
        for match in pattern.finditer(text):
            asides.append(Aside(match.start(), match[0].strip(), reason))
        text = pattern.sub(lambda match: re.sub(r"[\S]", HIDDEN, match[0]), text)
    return text, sorted(asides, key=lambda aside: aside.start)
