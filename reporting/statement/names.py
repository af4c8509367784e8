"""Names for figures, from the words around them."""

from __future__ import annotations

import re
import unicodedata

from reporting.inputs.office import in_package

# By which words a statement speaks of an office's groups and sources.
_WORDS = in_package()["in_prose"]
TOPICS = tuple(map(tuple, _WORDS["topics"]))
LOCAL = _WORDS["local_office"]
STATES = (
    ("không có thời hạn", "no_due_date"),
    ("không ghi thời hạn", "no_due_date"),
    ("không có hạn", "no_due_date"),
    ("chưa hoàn thành, đã quá hạn", "overdue"),
    ("chưa hoàn thành, còn trong hạn", "in_term"),
    ("chưa hoàn thành, trễ hạn", "overdue"),
    ("chưa hoàn thành, quá hạn", "overdue"),
    ("chưa hoàn thành trễ hạn", "overdue"),
    ("chưa hoàn thành quá hạn", "overdue"),
    ("trễ hạn chưa hoàn thành", "overdue"),
    ("quá hạn chưa hoàn thành", "overdue"),
    ("chưa hoàn thành, còn hạn", "in_term"),
    ("chưa hoàn thành, trong hạn", "in_term"),
    ("chưa hoàn thành còn hạn", "in_term"),
    ("chưa hoàn thành trong hạn", "in_term"),
    ("hoàn thành trước hạn và đúng hạn", "completed_on_time"),
    ("hoàn thành trước và đúng hạn", "completed_on_time"),
    ("hoàn thành đúng hạn", "completed_on_time"),
    ("hoàn thành đúng tiến độ", "completed_on_time"),
    ("hoàn thành trễ hạn", "completed_late"),
    ("hoàn thành quá hạn", "completed_late"),
    ("hoàn thành chậm", "completed_late"),
    ("hoàn thành muộn", "completed_late"),
    ("giải quyết đúng hạn", "resolved_on_time"),
    ("giải quyết trước hạn", "resolved_on_time"),
    ("giải quyết trễ hạn", "resolved_late"),
    ("giải quyết quá hạn", "resolved_late"),
    ("chưa hoàn thành", "not_completed"),
    ("không hoàn thành", "not_completed"),
    ("đang giải quyết", "pending"),
    ("chưa giải quyết", "pending"),
    ("đã giải quyết", "resolved"),
    ("giải quyết", "resolved"),
    ("tiếp nhận", "received"),
    ("đang thực hiện trong hạn", "in_term"),
    ("đang thực hiện, trong hạn", "in_term"),
    ("đang thực hiện, còn hạn", "in_term"),
    ("trong hạn", "in_term"),
    ("còn hạn", "in_term"),
    ("chưa đến hạn", "in_term"),
    ("đúng hạn", "on_time"),
    ("quá hạn", "overdue"),
    ("trễ hạn", "late"),
    ("đang thực hiện", "in_progress"),
    ("đang triển khai", "in_progress"),
    ("đang xử lý", "in_progress"),
    ("hoàn thành", "completed"),
    ("được giao", "assigned"),
    ("đã giao", "assigned"),
    ("công việc giao", "assigned"),
    ("nhiệm vụ giao", "assigned"),
    ("giao cho", "assigned"),
    ("giao các", "assigned"),
)
# Which states leave nothing out: both ways of being done, of not being done, and one of each together.
DONE = ({"completed"}, {"completed_on_time", "completed_late"}, {"on_time", "late"})
NOT_DONE = (
    {"not_completed"},
    {"overdue", "in_term"},
    {"overdue", "in_progress"},
    {"in_term", "not_completed"},
    {"in_progress", "not_completed"},
)
PARTS = {
    "completed": [*DONE[1:]],
    "not_completed": [*NOT_DONE[1:]],
    "assigned": [done | rest for done in DONE for rest in NOT_DONE],
    "resolved": [{"resolved_on_time", "resolved_late"}],
    "received": [{"resolved", "pending"}, {"resolved_on_time", "resolved_late", "pending"}],
}
OTHER_NAME = re.compile(rf"(?<!\w)(?:{'|'.join(_WORDS['no_topic'])})")
# The local offices, or one of them with its place. The words after the name are of the sentence.
_GOES_ON = (
    "được|đã|đang|chưa|không|có|còn|là|và|với|của|cho|các|cấp|địa|cả|hoàn|thực|giao|tiếp|nhận|giải|xử|triển|phải|cũng"
    "|theo|như|trong|trên|tại|từ|về|thuộc|đạt|chiếm|gồm|bao|tăng|giảm|quá|trễ|đúng|tổng|số|quý|năm|tháng|đến|phát|kết"
    "|kế|đột|mới|này|đó|chỉ|lại|bị|vẫn|sẽ|đều"
)
OFFICE = re.compile(
    rf"(?P<many>(?<!\w)các )?(?<!tổng )(?<!chi )(?<!\w){LOCAL['words']}"
    r"(?: (?:tỉnh|thành phố|tp\.?)(?!\w))?"
    rf"(?P<place>(?: (?:[-–] )?(?!(?:{_GOES_ON}|tỉnh|thành phố)(?!\w))[^\W\d_]+){{1,6}})?"
)
IDLE = re.compile(r"có|là|các|của|và|với|được|đã|trên|cho|theo|tại|số|tổng|trong|đó|gồm|cả|này")


def topic_of(words: str) -> str | None:
    """The topic the words speak of: the plan, the conclusions, ad hoc tasks, a group of units, one office."""
    words = OTHER_NAME.sub(lambda match: " " * len(match[0]), words)
    found = [(words.rfind(phrase), name) for phrase, name in TOPICS if phrase in words]
    found += [(match.start(), _office(match)) for match in OFFICE.finditer(words)]
    return max(found)[1] if found else None


def _office(match: re.Match[str]) -> str:
    """One office by its place, all of them where no place is named, or where several may be."""
    named = match["place"] and not match["many"]
    return slug(match["place"]) if named else str(LOCAL["group"])


def state_of(words: str, last: bool = False) -> str | None:
    """The state of tasks the words speak of: the first named, or the last; the longer phrase wins."""
    ends = [
        (words.rfind(phrase) + len(phrase) if last else -words.find(phrase), len(phrase), name)
        for phrase, name in STATES
        if phrase in words
    ]
    return max(ends)[2] if ends else None


def slug(words: str) -> str:
    """Make a readable ASCII name of the last few telling words."""
    kept = [w for w in re.findall(r"[^\W\d_]+", words.casefold()) if not IDLE.fullmatch(w)]
    telling = unicodedata.normalize("NFD", " ".join(kept[-4:]).replace("đ", "d"))
    ascii_only = re.sub(r"[^a-z ]", "", telling)
    return "_".join(ascii_only.split()) or "figure"


def leaves_nothing_out(states: set[str | None], of: str | None = None) -> bool:
    """Whether a set of states is all that tasks of one state, or of none in particular, can be in."""
    return states in PARTS.get(of or "assigned", [])
