"""Tasks through the quarter: what was planned or due and what was done, added up week by week."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import About, Chart
from reporting.charts.drawing import Drawing, Scale, round_ticks
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

TOP, BOTTOM = 52.0, 180.0


def progress(
    items: pd.DataFrame, quarter: Quarter, as_of: date, about: About, weekly: Mapping[int, float]
) -> Chart | None:
    """Draw the tasks completed beside those planned to be by the `weekly` plan, else those that were due, added up by week."""
    language = about.language
    due, done = (pd.to_datetime(items[each]).dt.normalize() for each in ("due_on", "completed_on"))
    if due.isna().all() and not weekly:
        return None
    # The eve of the quarter, the end of each of its weeks, its last day; a later cut-off lengthens it.
    eve, end = quarter.first_day - timedelta(days=1), max(quarter.last_day, as_of)
    days = sorted({*pd.date_range(eve, end, freq="7D").date, end, as_of})

    def planned(day: date) -> float:
        if not weekly:
            return int((due <= pd.Timestamp(day)).sum())
        ended = (day - eve).days / 7 if day < quarter.last_day else max(weekly)
        return sum(tasks for week, tasks in weekly.items() if week <= ended)

    plan = {day: planned(day) for day in days}
    completed = {day: int((done <= pd.Timestamp(day)).sum()) for day in days if day <= as_of}
    about = about.fitting(plan.values())
    title = _TEXT.by_completed.format(wording.day(as_of), wording.tasks(completed[as_of]))
    if weekly:
        said = _beside_plan(plan[as_of], completed[as_of], about)
    else:
        # Completions that were not due, or had no due date, do not make up for what is overdue.
        overdue = int((items["status"] == "overdue").sum())
        said = _TEXT.overdue if overdue else _TEXT.none_overdue
        said = said.format(wording.tasks(overdue), "was" if overdue == 1 else "were")

    def draw(drawing: Drawing) -> None:
        ticks = round_ticks(0, max(*plan.values(), *completed.values(), 1), 4, whole=True)
        count = about.scale(ticks, BOTTOM, TOP)
        left, right = count.room, drawing.width - 28
        day = Scale([0, (end - eve).days], left, right)
        first = _TEXT.planned_line if weekly else _TEXT.due_line
        in_all = f"{first[language]} {about.write(plan[end])}"
        by_now = f"{_TEXT.done_line[language]} {about.write(completed[as_of])}"
        drawing.legend([("line", style.MUTED, in_all), ("line", style.ACCENT, by_now)])
        drawing.note(0, 38, _TEXT.cumulated[language])
        drawing.across(count, left, right)
        _dates(drawing, day, eve, end, as_of, language)
        for counts, colour, thickness in ((plan, style.MUTED, 1.5), (completed, style.ACCENT, 2.5)):
            line = [(day((each - eve).days), count(value)) for each, value in counts.items()]
            drawing.line(line, colour=colour, width=thickness)
            drawing.dots(line[-1:], colour, 7)

    rows, beside = [], _TEXT.planned if weekly else _TEXT.due
    for day in (*list(completed)[4:-1:4], as_of):  # every fourth week, and the cut-off
        figures = about.write(plan[day]), wording.number(completed[day])
        rows.append(_TEXT.by_due_completed.format(wording.day(day), *figures, beside)[language])
    heading = f"{about.label}: {title[language]}{said[language]}"
    told = f"{_TEXT.cumulated[language]}: {'; '.join(rows)}."
    return about.chart(draw, _TEXT.kind, heading, told)


def _dates(
    drawing: Drawing, scale: Scale, eve: date, end: date, as_of: date, language: str
) -> None:
    """Write the first of each month, the last day and the cut-off; of two that would touch, the later."""
    starts = list(pd.date_range(eve, end, freq="MS").date)
    shown: list[float] = []
    for day in [end, as_of, *starts[:: max(1, -(-len(starts) // 4))]]:
        x = scale((day - eve).days)
        text = f"{day.day}/{day.month}" if language == "vi" else formats.day_short(day, "en")[:-5]
        if all(abs(x - other) > 62 for other in shown):
            shown.append(x)
            drawing.line([(x, BOTTOM), (x, BOTTOM + 4)], colour=style.MUTED)
            drawing.note(x, BOTTOM + 18, text, "middle")
        if day == as_of < end:
            drawing.line([(x, TOP), (x, BOTTOM)], colour=style.MUTED)


def _beside_plan(planned: float, completed: float, about: About) -> BilingualText:
    """By how much the number completed differs from the number planned, where that tells."""
    share, gap = 100 * completed / (planned or 1), about.write(abs(completed - planned))
    if not planned:
        text = _TEXT.none_planned
    elif completed == planned:
        text = _TEXT.as_many
    elif not about._replace(unit="%", places=1).tells(share, 100, planned):
        text = _TEXT.beside
    else:
        text = _TEXT.fewer if completed < planned else _TEXT.more
    return text.format(about.write(planned), gap)
