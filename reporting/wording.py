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
# How a status is said of tasks inside a sentence: 87,0% hoàn thành đúng hạn.
STATUS_SAID = {
    "completed_on_time": Text("hoàn thành đúng hạn", "completed on time"),
    "completed_late": Text("hoàn thành trễ hạn", "completed late"),
    "overdue": Text("chưa hoàn thành, đã quá hạn", "overdue"),
    "in_term": Text("chưa hoàn thành, còn trong hạn", "not yet due"),
    "no_due_date": Text("không có thời hạn", "without a due date"),
}
# What keeps its capital inside a sentence.
PROPER_NAMES = ("Tổng cục", "Cục ", "Vụ ", "Văn phòng", "Lãnh đạo")


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


def quarter_bare(value: Quarter) -> Text:
    """A quarter after another word: quý III năm 2023, third quarter of 2023."""
    return Text(formats.quarter(value, "vi"), formats.quarter(value, "en").removeprefix("the "))


def within(label: Text) -> Text:
    """A label inside a sentence: without its capital, unless it starts with a proper name or initials."""

    def half(text: str) -> str:
        keeps = text.startswith(PROPER_NAMES) or text.partition(" ")[0].isupper()
        return text if keeps else text[:1].lower() + text[1:]

    return Text(half(label.vi), half(label.en))


def tasks(count: float) -> Text:
    """A count of tasks with its noun: 54.619 công việc, 1 task."""
    noun = Text("công việc", "task" if count == 1 else "tasks")
    return Text("{0} {1}", "{0} {1}").format(number(count), noun)


def change(value: float, change_in: str) -> Text:
    """A change as one says it: tăng 6,3%, giảm 1,2 điểm phần trăm, không thay đổi."""
    if is_unchanged(value):
        return Text("không thay đổi", "unchanged")
    amount = formats.round_half_up(abs(value), 1)
    unit = Text(" điểm phần trăm", " percentage points") if change_in == "pp" else both("%")
    verb = Text("tăng", "up") if value > 0 else Text("giảm", "down")
    return Text("{0} {1}{2}", "{0} {1}{2}").format(verb, number(float(amount), 1), unit)


def against(value: float, change_in: str, compared: Text) -> Text:
    """`, giảm 6,3% so với cùng kỳ năm trước`; empty where there is nothing to compare with."""
    if math.isnan(value):
        return both("")
    return Text(", {0} so với {1}", ", {0} {2} {1}").format(
        change(value, change_in), compared, "from" if is_unchanged(value) else "on"
    )


def is_unchanged(value: float) -> bool:
    """Whether a change is printed as none."""
    return formats.round_half_up(abs(value), 1) == 0


def compared_with(compared: Quarter, quarter: Quarter) -> Text:
    """What a quarter is compared with, as the end of `so với` or `on`."""
    if compared == quarter.year_ago:
        return Text("cùng kỳ năm trước", "a year earlier")
    return Text(formats.quarter(compared, "vi"), formats.quarter(compared, "en"))


def series(parts: list[Text]) -> Text:
    """Join parts that have commas of their own: a; b; c."""
    return Text("; ".join(part.vi for part in parts), "; ".join(part.en for part in parts))


def listing(parts: list[Text]) -> Text:
    """Join parts as a sentence does: a; b và c."""

    def join(items: list[str], last: str) -> str:
        return last.join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)

    return Text(join([p.vi for p in parts], " và "), join([p.en for p in parts], " and "))
