"""Lines through time: quarters as small multiples beside their plans, or as a tiny line; the weeks of one quarter, added up."""

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import About, Chart
from reporting.charts.drawing import Drawing, Point, Scale, round_ticks
from reporting.text import BilingualText, Quarter, both, texts, wording

_TEXT = texts(__name__)

# Above and below the scale there is room for the value of a point at its very end.
GUTTER, ABOVE, BODY, BELOW = 22.0, 20.0, 84.0, 44.0
WIDTH, HEIGHT, MARGIN = 96.0, 28.0, 4.0
UPPER, LOWER = 52.0, 180.0
# Of each group by the label to show `value`, `plan` and `tasks`, one row per quarter; a gap is missing.
Lines = Mapping[str, Any]


def trend(frame: pd.DataFrame, whole: str, about: About) -> Chart | None:
    """Draw a small line of each `group`, its `value`, `plan` and `tasks` by `quarter`; `whole` is the label of the total."""
    figures: Any = frame[["value", "plan", "tasks"]].astype(float)
    figures = figures.replace([math.inf, -math.inf], math.nan)
    if figures["value"].isna().all():
        return None
    first, last = min(frame["quarter"]), max(frame["quarter"])
    # A quarter without a register keeps its place as a gap.
    quarters = [first.shift(steps) for steps in range(last.ordinal - first.ordinal + 1)]
    place = frame["quarter"].map(quarters.index)
    lines = {
        str(group): rows.set_index(place[rows.index]).reindex(range(len(quarters)))
        for group, rows in figures.groupby(frame["group"], sort=False)
        if rows["value"].notna().any()
    }
    drawn: Any = pd.concat(lines)
    about = about.fitting(drawn["value"])
    # Shares may start above zero, where their differences can be seen; amounts start at zero.
    low, high = drawn[["value", "plan"]].min(axis=None), drawn[["value", "plan"]].max(axis=None)
    ticks = round_ticks(low if about.unit == "%" else min(0.0, low), high, 3)

    def draw(drawing: Drawing) -> None:
        columns = min(len(lines), 4 if drawing.width == style.WIDE else 2)
        scale = about.scale(ticks, BODY, 0)
        left = scale.room
        panel = (drawing.width - left - GUTTER * (columns - 1)) / columns
        planned = drawn["plan"].notna().any()
        said = [("line", style.WARN, _TEXT.plan[about.language])] if planned else []
        if ticks[0]:
            not_from_zero = _TEXT.not_from_zero.format(scale.labels[0])[about.language]
            said.append(("", style.MUTED, not_from_zero))
        above = drawing.legend(said)
        names = {group: style.fitted(group, panel, lines=3) for group in lines}
        head = ABOVE + style.LINE * max(map(len, names.values()))
        for index, (group, line) in enumerate(lines.items()):
            x = left + index % columns * (panel + GUTTER)
            top = above + index // columns * (head + BODY + BELOW)
            for row, text in enumerate(names[group]):
                drawing.text(x, top + 14 + style.LINE * row, text)
            scale = scale._replace(start=top + head + BODY, end=top + head)
            drawing.across(scale, x, x + panel, labels=index % columns == 0)
            _panel(drawing, scale, about, quarters, (x, x + panel), line)

    title = _title(lines, quarters, about, whole)
    return about.chart(draw, _TEXT.kind, title, _figures(lines, quarters, about))


def _panel(
    drawing: Drawing, scale: Scale, about: About, quarters: list[Quarter], ends: Point, line: Any
) -> None:
    """One line with its first and last value, the plan of each quarter as a dash, and the quarters below."""
    step = (ends[1] - ends[0] - 8) / max(len(quarters) - 1, 1)
    places = [ends[0] + 4 + step * at for at in range(len(quarters))]
    plans = [(x, scale(value)) for x, value in zip(places, line["plan"], strict=True)]
    drawing.line(*[[(x - 7, y), (x + 7, y)] for x, y in plans], colour=style.WARN, width=2)
    way = [(x, scale(value)) for x, value in zip(places, line["value"], strict=True)]
    drawing.line(way, colour=style.ACCENT, width=2)
    drawing.dots(way, style.ACCENT, 4)
    known, values = [(x, y) for x, y in way if y == y], line["value"].dropna().tolist()
    shown = ((0, known[:2][-1], "start"), (-1, known[-2:][0], "end"))  # each with that beside it
    for at, beside, anchor in shown[: len(known)]:
        x, y = known[at]
        base = y + 17 if beside[1] < y else y - 7  # on the side that the line does not take
        drawing.text(x, base, about.write(values[at]), anchor=anchor, bold=True)
        drawing.dots([(x, y)], style.ACCENT, 6)
    named = ((ends[0], quarters[0], "start"), (ends[1], quarters[-1], "end"))
    for x, quarter, anchor in named[: len(quarters)]:
        text = wording.quarter_short(quarter)[about.language]
        drawing.note(x, scale.start + 34, text, anchor)


def _title(lines: Lines, quarters: list[Quarter], about: About, whole: str) -> str:
    """The group that clearly moved most between its first and its last quarter; where none did, the total."""
    language = about.language
    known = {group: line.dropna(subset="value") for group, line in lines.items()}
    moved = {group: line.iloc[[0, -1]] for group, line in known.items() if len(line) > 1}
    if not moved:
        return _TEXT.one_quarter.format(about.label, wording.quarter(quarters[-1]))[language]
    moves = {group: line["value"].diff().iloc[-1] for group, line in moved.items()}
    tasks = {group: lines[group]["tasks"].fillna(math.inf).min() for group in moved}
    rivals = sorted((g for g in moves if g != whole), key=lambda g: -abs(moves[g]))
    group, most = whole if whole in moves else rivals[0], False
    if len(rivals) > 1:
        first, rest = rivals[0], (0.0, moves[rivals[1]])
        most = all(about.tells(moves[first], other, tasks[first]) for other in rest)
        group = first if most else group
    (since, until), (start, end) = moved[group].index, moved[group]["value"]
    told = about.tells(start, end, tasks[group])
    text = (_TEXT.most if most else _TEXT.moved) if told else _TEXT.beside
    up = end > start
    return text.format(
        label=about.label,
        group=wording.within(both(group)) if most or group == whole else group,
        verb=BilingualText("tăng", "rose") if up else BilingualText("giảm", "fell"),
        way=BilingualText("lên", "to") if up else BilingualText("xuống", "to"),
        a=about.write(start),
        b=about.write(end),
        first=wording.quarter_short(quarters[since]),
        last=wording.quarter_short(quarters[until]),
    )[language]


def _figures(lines: Lines, quarters: list[Quarter], about: About) -> str:
    """Every group with all its values and plans."""
    names = [wording.quarter_short(quarter)[about.language] for quarter in quarters]
    rows, label = [], _TEXT.plan[about.language]

    def told(line: Any) -> str:
        return "; ".join(f"{names[at]} {about.write(of)}" for at, of in line.dropna().items())

    for group, line in lines.items():
        plan = f"; {label}: {told(line['plan'])}" if line["plan"].notna().any() else ""
        rows.append(f"{group}: {told(line['value'])}{plan}.")
    return " ".join(rows)


def sparkline(values: Iterable[float | None], span: float | None = None) -> str:
    """Draw values as a line, oldest first, for eyes only; its height stands for `span`, else reaches from zero to the largest."""
    series = [math.nan if value is None else float(value) for value in values]
    known = [value for value in series if math.isfinite(value)]
    if not known:
        return ""
    ends = [*known, 0.0] if span is None else known
    low, high = min(ends), max(ends)
    span = max(span or 0.0, high - low) or 1.0
    low -= (span - (high - low)) / 2
    step, tall = (WIDTH - 2 * MARGIN) / max(len(series) - 1, 1), HEIGHT - 2 * MARGIN
    ys = [HEIGHT - MARGIN - (value - low) / span * tall for value in series]
    points = [(MARGIN + step * at, y) for at, y in enumerate(ys)]
    drawing = Drawing(WIDTH, HEIGHT)
    drawing.line(points, colour=style.ACCENT, width=1.5)
    drawing.dots([point for point in points if math.isfinite(point[1])][-1:], style.ACCENT, 6)
    size = f'width="{WIDTH:g}" height="{HEIGHT:g}"'
    return drawing.svg(f'class="sparkline" {size} aria-hidden="true" focusable="false"')


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
        running = weekly.get(int(ended) + 1, 0) * (ended % 1)  # of a week under way its days so far
        return sum(tasks for week, tasks in weekly.items() if week <= ended) + round(running)

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
        count = about.scale(ticks, LOWER, UPPER)
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
    return about.chart(draw, _TEXT.line_chart, heading, told)


def _dates(drawing: Drawing, at: Scale, eve: date, end: date, as_of: date, language: str) -> None:
    """Write the first of each month, the last day and the cut-off; of two that would touch, the later."""
    starts = list(pd.date_range(eve, end, freq="MS").date)
    shown: list[float] = []
    for day in [end, as_of, *starts[:: max(1, -(-len(starts) // 4))]]:
        x = at((day - eve).days)
        text = f"{day.day}/{day.month}" if language == "vi" else wording.day(day, 3).en[:-5]
        if all(abs(x - other) > 62 for other in shown):
            shown.append(x)
            drawing.line([(x, LOWER), (x, LOWER + 4)], colour=style.MUTED)
            drawing.note(x, LOWER + 18, text, "middle")
        if day == as_of < end:
            drawing.line([(x, UPPER), (x, LOWER)], colour=style.MUTED)


def _beside_plan(planned: float, completed: float, about: About) -> BilingualText:
    """By how much the number completed differs from the number planned, where that tells."""
    text = _TEXT.as_many if planned else _TEXT.none_planned
    if planned and completed != planned:
        tells = about._replace(unit="%").tells(100 * completed / planned, 100, planned)
        differs = _TEXT.fewer if completed < planned else _TEXT.more
        text = differs if tells else _TEXT.planned_were
    return text.format(about.write(planned), about.write(abs(completed - planned)))
