"""What a report must say of made-up data: its own, or those that it is compared with."""

from __future__ import annotations

from typing import NamedTuple

from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.quarter import Quarter


class Notice(NamedTuple):
    """That data are made up, in two words and in full."""

    short: BilingualText
    full: BilingualText


ILLUSTRATIVE = Notice(
    BilingualText("Số liệu minh họa", "Illustrative data"),
    BilingualText(
        "Các công việc trong báo cáo này được tạo ra để minh họa, không phải công việc có thật; "
        "không dùng để đánh giá bất kỳ đơn vị hay cá nhân nào.",
        "The tasks behind this report are made up. They are not real tasks, and nothing can be concluded "
        "from them about any office or person.",
    ),
)
COMPARED_WITH_ILLUSTRATIVE = Notice(
    BilingualText("So sánh với số liệu minh họa", "Compared with illustrative data"),
    BilingualText(
        "Số liệu của {0} được tạo ra để minh họa, không có thật; các so sánh và xu hướng có các quý này không dùng "
        "để đánh giá.",
        "The figures of {0} are made up; nothing can be concluded from comparisons with these quarters, nor from "
        "trends through them.",
    ),
)


def notice(quarter: Quarter, synthetic: tuple[Quarter, ...]) -> Notice | None:
    """What a report must say of made-up data: its own, or those that it is compared with."""
    if quarter in synthetic:
        return ILLUSTRATIVE
    if not synthetic:
        return None
    named = wording.listing([wording.quarter_bare(each) for each in synthetic])
    short, full = COMPARED_WITH_ILLUSTRATIVE
    return Notice(short, full.format(named))
