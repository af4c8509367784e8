"""Tasks through the quarter: what was planned or due and what was done, added up week by week."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import Chart, finish
from reporting.charts.drawing import Drawing
from reporting.charts.frame import Scale, across, legend, room_for_labels, round_ticks
from reporting.charts.measure import Measure
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

KIND = BilingualText("Biểu đồ đường", "Line chart")
DUE = BilingualText("Đến hạn", "Due")
PLANNED = BilingualText("Kế hoạch", "Planned")
DONE = BilingualText("Hoàn thành", "Completed")
TOP, BOTTOM = 52.0, 180.0


def plan_progress(
    items: pd.DataFrame, quarter: Quarter, as_of: date, language: str, label: str, *,
    weekly: Mapping[int, float] | None = None, name: str = "plan-progress",
) -> Chart | None:  # fmt: skip
    """Draw the tasks of a quarter that were planned and those completed, cumulated by week; `label` says which.

    `items` has one row per task with `due_on` and `completed_on` (`NaT` where there is none). `weekly` is how many
    were planned to be completed in which week of the quarter; without it, those that were due count as planned. What
    was completed after `as_of` has not happened. None where nothing was planned.
    """
    due, done = (
        pd.to_datetime(items[column]).dt.normalize() for column in ("due_on", "completed_on")
    )
    if due.isna().all() and not weekly:
        return None
    # The eve of the quarter, the end of each of its weeks, its last day; a later cut-off lengthens it.
    eve, end = quarter.first_day - timedelta(days=1), max(quarter.last_day, as_of)
    days = [*(eve + timedelta(days=step) for step in range(0, (end - eve).days, 7)), end]

    def by(day: date) -> float:
        if weekly:
            ended = (day - eve).days / 7 if day < quarter.last_day else max(weekly)
            return sum(tasks for week, tasks in weekly.items() if week <= ended)
        return int((due <= pd.Timestamp(day)).sum())

    passed = [day for day in days if day < as_of] + [as_of]
    plan = {day: by(day) for day in days}
    completed: dict[date, float] = {day: int((done <= pd.Timestamp(day)).sum()) for day in passed}
    measure = Measure.of(plan.values(), language, "tasks")
    title = _TEXT.by_completed.format(wording.day(as_of), wording.tasks(completed[as_of]))
    if weekly:
        said = _beside_plan(by(as_of), completed[as_of], measure)
    else:
        said = _still_open(due <= pd.Timestamp(as_of), done <= pd.Timestamp(as_of))

    def draw(width: float) -> Drawing:
        drawing = Drawing(width)
        ticks = round_ticks(0, max(*plan.values(), *completed.values(), 1), 4, whole=True)
        count = Scale(ticks, BOTTOM, TOP, measure)
        left, right = room_for_labels(measure, ticks), width - 28
        day = Scale([0, (days[-1] - days[0]).days], left, right, measure)
        planned = f"{(PLANNED if weekly else DUE)[language]} {measure.write(plan[days[-1]])}"
        done_by_now = f"{DONE[language]} {measure.write(completed[as_of])}"
        legend(drawing, [("line", style.MUTED, planned), ("line", style.ACCENT, done_by_now)])
        drawing.note(0, 38, _TEXT.cumulated[language])
        across(drawing, count, left, right)
        _dates(drawing, day, days, as_of, language)
        for counts, colour, thickness in ((plan, style.MUTED, 1.5), (completed, style.ACCENT, 2.5)):
            line = [(day((each - days[0]).days), count(value)) for each, value in counts.items()]
            drawing.line(line, colour=colour, width=thickness)
            drawing.dots(line[-1:], colour, 7)
        return drawing

    return finish(
        draw,
        name=name,
        kind=KIND[language],
        title=f"{label}: {title[language]}{said[language]}",
        figures=_figures(plan, completed, bool(weekly), measure),
    )


def _dates(drawing: Drawing, scale: Scale, days: list[date], as_of: date, language: str) -> None:
    """Write the first of each month, the last day and the cut-off; of two that would touch, the later."""
    first, last = days[0], days[-1]
    every = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    starts = [day for day in every if day.day == 1]
    shown: list[date] = []
    for day in [last, as_of, *starts[:: max(1, -(-len(starts) // 4))]]:
        x = scale((day - first).days)
        text = f"{day.day}/{day.month}" if language == "vi" else formats.day_short(day, "en")[:-5]
        if all(abs(x - scale((other - first).days)) > 62 for other in shown):
            shown.append(day)
            drawing.line([(x, BOTTOM), (x, BOTTOM + 4)], colour=style.MUTED)
            drawing.note(x, BOTTOM + 18, text, "middle")
    if as_of < last:
        x = scale((as_of - first).days)
        drawing.line([(x, TOP), (x, BOTTOM)], colour=style.MUTED)


def _still_open(due: pd.Series, done: pd.Series) -> BilingualText:
    """How many of the tasks that were due are not completed; others that are completed don't make up for them."""
    total, left = int(due.sum()), int((due & ~done).sum())
    if not total:
        return _TEXT.none_due
    told = wording.number(left), wording.tasks(total), "was" if left == 1 else "were"
    return (_TEXT.left if left else _TEXT.none_left).format(*told)


def _beside_plan(planned: float, completed: float, measure: Measure) -> BilingualText:
    """By how much the number completed differs from the number planned, where that tells."""
    share, gap = 100 * completed / (planned or 1), measure.write(abs(completed - planned))
    if not planned:
        text = _TEXT.none_planned
    elif completed == planned:
        text = _TEXT.as_many
    elif not Measure(measure.language, "%", 1).tells(share, 100, planned):
        text = _TEXT.beside
    else:
        text = _TEXT.fewer if completed < planned else _TEXT.more
    return text.format(measure.write(planned), gap)


def _figures(
    plan: Mapping[date, float], completed: Mapping[date, float], weekly: bool, measure: Measure
) -> str:
    """The cumulated figures at every fourth week and at the end."""
    language, days = measure.language, list(plan)
    due = _TEXT.planned if weekly else _TEXT.due
    rows = [
        _TEXT.by_due_completed.format(
            wording.day(day), measure.write(plan[day]), wording.number(completed[day]), due
        )[language]
        for day in (*days[4:-1:4], days[-1])
        if day in completed
    ]
    head = _TEXT.cumulated[language]
    return f"{head}: {'; '.join(rows)}." if rows else f"{head}."
