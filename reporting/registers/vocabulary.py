"""What exports call the sources and the statuses of tasks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reporting.registers.cells import key
from reporting.text.bilingual import BilingualText
from reporting.text.codes import SOURCES, STATUSES

SOURCE_NAMES: dict[str, tuple[str, ...]] = {
    "agency_plan": (
        "Kế hoạch tổng cục", "Kế hoạch của tổng cục", "Kế hoạch công tác tổng cục",
        "Kế hoạch công tác của tổng cục", "Agency plan", "Agency's plan", "The agency's plan",
    ),
    "leadership_conclusion": (
        "Kết luận của Lãnh đạo", "Kết luận Lãnh đạo", "Kết luận của Lãnh đạo Tổng cục",
        "Kết luận của Lãnh đạo cơ quan", "Leadership conclusion", "Leadership conclusions",
    ),
    "ad_hoc": (
        "Phát sinh", "Công việc phát sinh", "Việc phát sinh", "Nhiệm vụ phát sinh",
        "Ad hoc", "Ad hoc task", "Ad hoc tasks",
    ),
    "unit_plan": (
        "Kế hoạch đơn vị", "Kế hoạch của đơn vị", "Kế hoạch công tác đơn vị",
        "Kế hoạch công tác của đơn vị", "Unit plan", "Unit's plan", "Unit's own plan",
        "Units' own plans", "Unit plans",
    ),
}  # fmt: skip
STATUS_NAMES: dict[str, tuple[str, ...]] = {
    "completed_on_time": (
        "Hoàn thành", "Đã hoàn thành", "Hoàn thành đúng hạn", "Đã hoàn thành đúng hạn",
        "Hoàn thành trong hạn", "Hoàn thành trước hạn", "Completed", "Completed on time",
    ),
    "completed_late": (
        "Hoàn thành trễ hạn", "Hoàn thành quá hạn", "Đã hoàn thành trễ hạn",
        "Đã hoàn thành quá hạn", "Hoàn thành chậm", "Completed late",
    ),
    "overdue": (
        "Chưa hoàn thành trễ hạn", "Chưa hoàn thành quá hạn", "Đang thực hiện quá hạn",
        "Đang thực hiện trễ hạn", "Overdue", "Not completed overdue",
    ),
    "in_term": (
        "Chưa hoàn thành", "Chưa hoàn thành còn hạn", "Chưa hoàn thành trong hạn",
        "Chưa hoàn thành chưa đến hạn", "Đang thực hiện", "Đang thực hiện còn hạn",
        "Đang thực hiện trong hạn", "In term", "Not completed", "Not completed in term",
        "In progress", "Not yet due",
    ),
    "no_due_date": (
        "Không có thời hạn", "Không thời hạn", "Không có hạn", "Không có hạn hoàn thành",
        "Không xác định thời hạn", "No due date", "Without a due date",
    ),
}  # fmt: skip
_SEPARATORS = re.compile(r"[\s_,;:()/.-]+")


def _value_key(text: str) -> str:
    """Return the form in which “Chưa hoàn thành - quá hạn” is “Chưa hoàn thành (quá hạn)”."""
    return _SEPARATORS.sub(" ", key(text).replace("’", "'")).strip()


def _index(names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {_value_key(name): code for code in names for name in (code, *names[code])}


_KNOWN = {"source": _index(SOURCE_NAMES), "status": _index(STATUS_NAMES)}
CODES = {"source": SOURCES, "status": STATUSES}


def place(column: str, text: str) -> int:
    """Return the place of a value of `source` or `status` among its codes, −1 if it is none."""
    code = _KNOWN[column].get(_value_key(text))
    return -1 if code is None else CODES[column].index(code)


def expected(column: str) -> BilingualText:
    """List what `source` or `status` may be: the usual Vietnamese names, and the codes."""
    names: dict[str, tuple[str, ...]] = SOURCE_NAMES if column == "source" else STATUS_NAMES
    usual = {"completed_on_time": 2, "in_term": 1}  # with its full ending, where it has one
    chosen = "; ".join(names[code][usual.get(code, 0)] for code in CODES[column])
    return BilingualText(
        f"cần một trong các giá trị: {chosen}",
        f"expected one of: {chosen}; or {', '.join(CODES[column])}",
    )
