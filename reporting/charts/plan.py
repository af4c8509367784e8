"""Tasks through the quarter: what was due and what was done, added up week by week."""

from datetime import date, timedelta

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import Chart, finish
from reporting.charts.drawing import Drawing, Point
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

KIND = BilingualText("Biểu đồ đường", "Line chart")
PLANNED = BilingualText("Đến hạn", "Due")
DONE = BilingualText("Hoàn thành", "Completed")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CUMULATED = BilingualText("Số công việc, cộng dồn theo tuần", "Tasks, cumulated by week")
TOP, BOTTOM = 34.0, 228.0


def plan_progress(
    items: pd.DataFrame,
    quarter: Quarter,
    as_of: date,
    language: str,
    label: BilingualText,
    *,
    note: str | None = None,
    name: str = "plan-progress",
) -> Chart | None:
    """Draw the tasks of a quarter that were due and those completed, cumulated by week; `label` says which.

    `items` has one row per task with `due_on` and `completed_on` (`NaT` where there is none). What was completed
    after `as_of` has not happened. None where no task has a due date.
    """
    due = pd.to_datetime(items["due_on"]).dropna().dt.normalize()
    done = pd.to_datetime(items["completed_on"]).dropna().dt.normalize()
    if due.empty:
        return None
    cut_off = pd.Timestamp(as_of)
    days = _weeks(quarter, max(as_of, quarter.first_day))
    planned = [int((due <= pd.Timestamp(day)).sum()) for day in days]
    passed = [day for day in days if day < as_of] + [as_of]
    completed = [int((done <= pd.Timestamp(day)).sum()) for day in passed]
    due_now = int((due <= cut_off).sum())

    high = style.ticks(0, max(*planned, *completed, 1), 4, whole=True)
    drawing = Drawing(BOTTOM + 24)
    first, span = days[0], (days[-1] - days[0]).days
    scale = _Scale(first, span, high[-1], completed[-1], language)
    plan_line = [scale.at(day, count) for day, count in zip(days, planned, strict=True)]
    done_line = [scale.at(day, count) for day, count in zip(passed, completed, strict=True)]
    _grid(drawing, scale, high, days, language)
    _dates(drawing, scale, days, as_of, language)
    drawing.line(plan_line, colour=style.MUTED, width=1.5)
    drawing.line(done_line, colour=style.ACCENT, width=2.5)
    drawing.dots([plan_line[-1]], style.MUTED, 6)
    drawing.dots([done_line[-1]], style.ACCENT, 7)
    _ends(drawing, plan_line[-1], done_line[-1], planned[-1], completed[-1], language)
    return finish(
        drawing,
        name=name,
        kind=KIND[language],
        title=f"{label[language]}: {_title(due_now, completed[-1], as_of, language)}",
        figures=_figures(days, planned, completed, language),
        note=note,
    )


def _weeks(quarter: Quarter, as_of: date) -> list[date]:
    """The eve of the quarter, the end of each of its weeks, its last day; a later cut-off lengthens it."""
    end = max(quarter.last_day, as_of)
    start = quarter.first_day - timedelta(days=1)
    weeks = [start + timedelta(days=step) for step in range(0, (end - start).days, 7)]
    return [*weeks, end]


class _Scale:
    """Where a day and a count stand on the drawing."""

    def __init__(self, first: date, days: int, high: float, done: int, language: str) -> None:
        self.first, self.days, self.high = first, days, high
        self.left = 10 + style.text_width(formats.number(high, language))
        # The longest name at a line's end stands to the right of the plot.
        self.right = style.WIDTH - 10 - style.text_width(_named(DONE, done, language), bold=True)

    def at(self, day: date, count: float) -> Point:
        share = (day - self.first).days / self.days
        return (
            self.left + share * (self.right - self.left),
            BOTTOM - count / self.high * (BOTTOM - TOP),
        )


def _grid(
    drawing: Drawing, scale: _Scale, high: list[float], days: list[date], language: str
) -> None:
    levels = [scale.at(days[0], tick)[1] for tick in high]
    drawing.line(*[[(scale.left, y), (scale.right, y)] for y in levels[1:]], colour=style.GRID)
    drawing.line([(scale.left, BOTTOM), (scale.right, BOTTOM)], colour=style.MUTED)
    for tick, y in zip(high, levels, strict=True):
        label = formats.number(tick, language)
        drawing.text(scale.left - 6, y + 4, label, anchor="end", colour=style.MUTED)
    drawing.text(1, 13, CUMULATED[language], colour=style.MUTED)


def _dates(drawing: Drawing, scale: _Scale, days: list[date], as_of: date, language: str) -> None:
    """Write the first of each month, the last day and the cut-off; of two that would touch, the later."""
    starts = [day for day in _days(days[0], days[-1]) if day.day == 1]
    shown = [days[-1]]
    if as_of < days[-1]:
        x = scale.at(as_of, 0)[0]
        drawing.line([(x, TOP), (x, BOTTOM)], colour=style.MUTED)
        shown.append(as_of)
    for day in starts[:: max(1, -(-len(starts) // 4))]:
        if all(abs(scale.at(day, 0)[0] - scale.at(other, 0)[0]) > 38 for other in shown):
            shown.append(day)
    for day in shown:
        x = scale.at(day, 0)[0]
        drawing.line([(x, BOTTOM), (x, BOTTOM + 4)], colour=style.MUTED)
        drawing.text(x, BOTTOM + 18, _short(day, language), anchor="middle", colour=style.MUTED)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _short(day: date, language: str) -> str:
    return f"{day.day}/{day.month}" if language == "vi" else f"{day.day} {MONTHS[day.month - 1]}"


def _ends(
    drawing: Drawing, plan: Point, done: Point, planned: int, completed: int, language: str
) -> None:
    """Name the lines at their ends, so that neither name touches the other or lies on a line."""
    plan_text = _named(PLANNED, planned, language)
    done_text = _named(DONE, completed, language)
    plan_y, x, y, anchor = plan[1] + 4, done[0] + 9, done[1] + 4, "start"
    if done[0] < plan[0]:  # the cut-off lies within the quarter, the planned line goes on
        room = style.text_width(done_text, bold=True)
        x, y, anchor = (
            (done[0] - 9, done[1] - 6, "end") if done[0] > room + 12 else (x, y + 16, anchor)
        )
    elif abs(plan[1] - done[1]) < 16:
        middle, apart = (plan_y + y) / 2, 8 if plan_y <= y else -8
        plan_y, y = middle - apart, middle + apart
    drawing.text(plan[0] + 9, plan_y, plan_text, colour=style.MUTED)
    drawing.text(x, y, done_text, anchor=anchor, colour=style.ACCENT, bold=True)


def _named(name: BilingualText, count: int, language: str) -> str:
    return f"{name[language]} {formats.number(count, language)}"


def _title(due: int, completed: int, as_of: date, language: str) -> str:
    day, done = formats.day(as_of, language), formats.number(completed, language)
    start = _TEXT.by_completed.format(day, done, "was" if completed == 1 else "were")[language]
    if due == 0:
        end = BilingualText("; chưa có công việc nào đến hạn", "; none was due yet")
    elif completed == due:
        end = BilingualText(", bằng số công việc đến hạn", ", as many as were due")
    else:
        end = _TEXT.than_due.format(
            formats.number(abs(completed - due), language),
            formats.number(due, language),
            side=BilingualText("ít hơn", "fewer")
            if completed < due
            else BilingualText("nhiều hơn", "more"),
        )
    return start + end[language]


def _figures(days: list[date], planned: list[int], completed: list[int], language: str) -> str:
    """The cumulated figures at every fourth week and at the end."""
    rows = []
    for index in sorted({*range(4, len(days), 4), len(days) - 1}):
        if index < len(completed):
            rows.append(
                _TEXT.by_due_completed.format(
                    wording.day(days[index]),
                    wording.number(planned[index]),
                    wording.number(completed[index]),
                )[language]
            )
    head = BilingualText("Số công việc cộng dồn theo tuần", "Tasks cumulated by week")[language]
    return f"{head}: {'; '.join(rows)}." if rows else f"{head}."
