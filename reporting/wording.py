"""Labels and turns of phrase in both languages; the sentences themselves stand in `sections/`."""

from __future__ import annotations

import math
from datetime import date

from reporting import formats
from reporting.errors import Text, both
from reporting.quarter import Quarter

STATUS = {
    "completed_on_time": Text("Hoàn thành đúng hạn", "Completed on time"),
    "completed_late": Text("Hoàn thành trễ hạn", "Completed late"),
    "overdue": Text("Chưa hoàn thành, quá hạn", "Not completed, overdue"),
    "in_term": Text("Chưa hoàn thành, còn hạn", "Not completed, not yet due"),
    "no_due_date": Text("Không có thời hạn", "No due date"),
}
SOURCE = {
    "agency_plan": Text("Kế hoạch công tác của Tổng cục", "Agency work plan"),
    "leadership_conclusion": Text("Kết luận của Lãnh đạo Tổng cục", "Leadership conclusions"),
    "ad_hoc": Text("Công việc phát sinh", "Ad hoc tasks"),
    "unit_plan": Text("Kế hoạch của đơn vị", "Units' own plans"),
}
GROUP = {
    "headquarters": Text("Các đơn vị thuộc cơ quan Tổng cục", "Headquarters units"),
    "public_service": Text("Đơn vị sự nghiệp công lập", "Public-service units"),
    "provincial": Text("Cục Thống kê tỉnh, thành phố", "Provincial statistics offices"),
}
ALL_UNITS = Text("Toàn ngành", "All units")


def group_label(code: str) -> Text:
    """The name of a unit group; groups of other registers are shown by their code."""
    return GROUP.get(code, both(code))


def number(value: float | None, decimals: int = 0) -> Text:
    """A number in both languages' forms."""
    return Text(formats.number(value, "vi", decimals), formats.number(value, "en", decimals))


def percent(value: float | None) -> Text:
    """A share at the precision that is printed, one decimal."""
    return Text(formats.percent(value, "vi"), formats.percent(value, "en"))


def day(value: date | None) -> Text:
    """A day in both languages' forms."""
    return Text(formats.day(value, "vi"), formats.day(value, "en"))


def quarter(value: Quarter) -> Text:
    """A quarter written out."""
    return Text(formats.quarter(value, "vi"), formats.quarter(value, "en"))


def quarter_short(value: Quarter) -> Text:
    """A quarter where there is little room."""
    return Text(formats.quarter_short(value, "vi"), formats.quarter_short(value, "en"))


def tasks(count: float) -> Text:
    """A count of tasks with its noun: 54.619 công việc, 1 task."""
    noun = Text("công việc", "task" if count == 1 else "tasks")
    return Text("{0} {1}", "{0} {1}").format(number(count), noun)


def change(value: float, change_in: str) -> Text:
    """A change as one says it: tăng 6,3%, giảm 1,2 điểm phần trăm, không thay đổi."""
    amount = formats.round_half_up(abs(value), 1)
    if amount == 0:
        return Text("không thay đổi", "unchanged")
    unit = Text(" điểm phần trăm", " percentage points") if change_in == "pp" else both("%")
    verb = Text("tăng", "up") if value > 0 else Text("giảm", "down")
    return Text("{0} {1}{2}", "{0} {1}{2}").format(verb, number(float(amount), 1), unit)


def against(value: float, change_in: str, compared: Quarter) -> Text:
    """`, giảm 6,3% so với quý III năm 2022`; empty where there is nothing to compare with."""
    if math.isnan(value):
        return both("")
    if formats.round_half_up(abs(value), 1) == 0:
        link = Text(", {0} so với {1}", ", {0} from {1}")
    else:
        link = Text(", {0} so với {1}", ", {0} on {1}")
    return link.format(change(value, change_in), quarter(compared))


def listing(parts: list[Text]) -> Text:
    """Join parts as a sentence does: a; b và c."""

    def join(items: list[str], last: str) -> str:
        return last.join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)

    return Text(join([p.vi for p in parts], " và "), join([p.en for p in parts], " and "))
