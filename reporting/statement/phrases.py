"""The phrases of briefing prose that say what a number is, and why one could not be placed."""

from __future__ import annotations

import re

from reporting.statement.asides import UNIT
from reporting.text.bilingual import BilingualText

NUMBER = rf"(?<![\w/.,\-])(?:\d{{1,3}}(?: \d{{3}})+(?=\s+{UNIT})|\d+(?:[.,]\d+)*)(?:\s?%)?"
TOKEN = re.compile(
    rf"(?P<pair>(?<![\w/.,\-])\d+(?:[.,]\d+)*\s?/\s?\d+(?:[.,]\d+)*(?=\s+{UNIT}))"
    rf"|(?P<number>{NUMBER}(?![\w/\-]))"
    r"|(?P<opens>(?<!\w)(?:trong đó|bao gồm|gồm|cụ thể)(?: có)?(?!\w))"
    r"|(?P<bracket>[()])|(?P<semicolon>;)|(?P<end>\.(?=\s|$)|[!?\n])",
    re.IGNORECASE,
)
VAGUE = re.compile(r"(?:khoảng|gần|hơn|trên|dưới|xấp xỉ|ước|ước đạt)\s*$")
SHARE = re.compile(
    r"(?:chiếm|đạt|tương ứng|tương đương|bằng|là|\()\s*(?:với\s*)?(?:tỷ lệ|tỉ lệ)?\s*$"
)
CHANGE = re.compile(r"(tăng|giảm)(?:\s+(?:lên|xuống|đi))?\s*$")
COUNT_OF = re.compile(rf"(?:tổng )?số {UNIT}[^,;.:]*(?:là|còn|:)\s*$")
COMPARED = re.compile(r"\s*(?:\([^)]*\)\s*)?so (?:với )?([^,;.()%]*)")
OWN_BASE = re.compile(r"\s*(?:trên |trong |của )?(?:tổng )?(?:số )?" + UNIT + r"([^,;.()]*)")
CONTINUED = re.compile(r"\s*(?:đã |còn )?(?:trễ hạn|quá hạn|còn hạn|trong hạn)")
DOING = r"\s*(?:đã |đang |chưa |không (?:có|ghi) )?(?:thời hạn|hạn|hoàn thành|đúng hạn|trễ hạn|quá hạn|trong hạn|còn hạn|thực hiện|triển khai|xử lý|giải quyết)"
STOP = re.compile(
    r"[,;:.()\n]|(?<!\w)(?:chiếm|đạt|tăng|giảm|trong đó|bao gồm|gồm|bằng|và|còn lại)(?!\w)"
)

NO_UNIT = BilingualText("không rõ là số liệu gì", "not clear what it counts")
VAGUE_NUMBER = BilingualText("con số ước chừng", "only roughly stated")
DIFFERENCE = BilingualText("mức tăng, giảm tuyệt đối", "a rise or fall in absolute terms")
NO_BASE = BilingualText(
    "không chắc là tỷ lệ của số nào trên số nào", "not certain of which figure, over which total"
)
NO_COUNT = BilingualText(
    "mức tăng, giảm không đi liền một số liệu nào", "a change with no figure beside it"
)
