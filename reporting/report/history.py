"""What is said of units that have changed since the compared quarter: put together, new, or gone."""

from __future__ import annotations

from reporting.report.report_data import ReportData
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.codes import TOTAL

_TOGETHER = BilingualText(
    "Kỳ so sánh được gộp theo đơn vị hiện nay, tính lại từ từng công việc. {0}.",
    "The compared quarter is put together by the units of now, computed again from its tasks. {0}.",
)
_OF_SEVERAL = BilingualText("{0}: {1} gồm {2}", "{0}: {1} includes {2}")
_OF_ANOTHER = BilingualText("{0}: {1} là {2}", "{0}: {1} is {2}")
_NEW = BilingualText(
    "Không có số liệu so sánh (đơn vị mới, hoặc tách từ đơn vị cũ): {0}.",
    "No figures to compare with (new units, or parts of one that was split): {0}.",
)
_GONE = BilingualText(
    "Đơn vị của kỳ so sánh đã kết thúc, không có đơn vị kế thừa trọn vẹn; công việc vẫn tính trong tổng số và nhóm: {0}.",
    "Units of the compared quarter that ended and were taken over whole by none; their tasks count in the total and in "
    "their group: {0}.",
)
_SOME = BilingualText(
    "Số liệu {0} của {1} đơn vị được gộp từ các đơn vị trước khi sắp xếp lại; ghi chú dưới bảng từng đơn vị nêu rõ.",
    "The figures of {0} of {1} units are put together from those before the reorganisation, as the note below the "
    "table of units says.",
)

_SAME_DAY = BilingualText(
    "Số liệu {0} cũng tính đến cùng ngày của quý ({1}), không gồm công việc giao sau ngày đó; các quý trước khác cũng vậy.",
    "Figures of {0} are as of the same day of that quarter ({1}), without tasks assigned after it; so are those of the "
    "other earlier quarters.",
)


def notes(data: ReportData) -> tuple[BilingualText, ...]:
    """What was put together for the comparison, and which units, of now or of then, have none."""
    inputs, compared = data.inputs, data.compared
    if compared not in inputs.tables:
        return ()
    own = set(inputs.layout(data.quarter, data.unit).units["code"])
    then = set(inputs.layout(compared, TOTAL).units["code"])
    new, gone = own - then, then - set(inputs.layout(data.quarter, TOTAL).units["code"])
    together = [
        _made_of(data, code, rows) for code, rows in inputs.put_together.items() if code in own
    ]
    lists = (
        (_TOGETHER, together),
        (_NEW, _names(data, new)),
        (_GONE, _names(data, gone) if data.unit == TOTAL else []),
    )
    return tuple(text.format(wording.series(parts)) for text, parts in lists if parts)


def chart_note(data: ReportData) -> BilingualText | None:
    """How many units of a chart are put together for the comparison; None where none is."""
    count = len(data.inputs.put_together)
    if not count or data.unit != TOTAL:
        return None
    return _SOME.format(wording.quarter(data.compared), wording.number(count))


def same_day(data: ReportData) -> tuple[BilingualText, ...]:
    """That earlier quarters are taken as of the day of theirs on which this one was cut off; nothing where they are not."""
    files = data.inputs.files
    if data.compared not in files.like_for_like:
        return ()
    day = wording.day(files.cut_offs[data.compared.last])
    return (_SAME_DAY.format(wording.quarter(data.compared), day),)


def _made_of(data: ReportData, code: str, rows: list[int]) -> BilingualText:
    """`Bắc Ninh: 2024 gồm Bắc Ninh và Bắc Giang`: the unit of the same name first."""
    table, name = data.inputs.units.table, data.short_name(code)
    parts = [BilingualText(*table.loc[row, ["short_vi", "short_en"]]) for row in rows]
    parts = sorted(dict.fromkeys(parts), key=lambda part: part != name)
    then = wording.quarter_short(data.compared)
    if data.compared == data.quarter.year_ago:
        then = both(str(data.compared.year))
    sentence = _OF_ANOTHER if len(parts) == 1 else _OF_SEVERAL
    return sentence.format(name, then, wording.listing(parts))


def _names(data: ReportData, codes: set[str]) -> list[BilingualText]:
    order = data.inputs.history.units.index
    return [data.short_name(code) for code in order if code in codes]
