"""Tasks by status: the parts of a whole by a breakdown, large and small ones each on a scale of their own; days late."""

import itertools
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from reporting.charts import style
from reporting.charts.chart import TASKS, About, Chart, listed
from reporting.charts.drawing import Drawing, box, round_ticks
from reporting.text import TOTAL, BilingualText, both, texts, wording

_TEXT = texts(__name__)

HEADS = _TEXT.group("heads")
ROW, BAR = 44.0, 14.0
CLASSES, MOST = 30, 0.98  # so many classes hold nearly all tasks; what is beyond is told in words
WIDTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
TOLD = (1, 3, 5, 10, 20, 30)
LONG, NEARLY = 20, 3
TOP, HEIGHT = 44.0, 130.0


def stacked(
    counts: pd.DataFrame, names: dict[str, str], labels: dict[str, str], rows_are: str, about: About
) -> Chart | None:
    """Draw the parts (columns, by `labels`) of the tasks of each row (by `names`, `_T` the whole; `rows_are` “unit groups”)."""
    totals: Any = counts.sum(axis=1)
    # rows without tasks are left out, and parts that would print as 0,0% everywhere
    shares: Any = counts[totals > 0].astype(float).div(totals[totals > 0], axis=0) * 100
    if shares.empty:
        return None
    language = about.language
    shown = [part for part in shares if about.rounded(shares[part].max()) > 0]
    heads = {part: HEADS[part][language] if part in HEADS else labels[part] for part in shown}
    colours = dict(zip(counts, itertools.cycle(style.PARTS)))
    limits = _limits(shares[shown])

    def draw(drawing: Drawing) -> None:
        width, column = drawing.width, drawing.width / len(shown)
        lines = {part: style.fitted(head, column - 16) for part, head in heads.items()}
        top = 26 + style.LINE * max(map(len, lines.values()))
        room = column - style.text_width(about.write(shares[shown].max(axis=None))) - 10
        tops = [top + ROW * row for row in range(len(shares))]
        for position, part in enumerate(shown):
            left, figures = position * column, shares[part].map(about.write)
            widths = room * shares[part] / limits[part]
            whole = [box(left, y + 18, room, BAR) for y in tops]  # how far the scale goes
            drawing.area(*whole, colour=style.GUIDE)
            bars = [box(left, y + 18, bar, BAR) for y, bar in zip(tops, widths, strict=True)]
            drawing.area(box(left, 3, 10, 10), *bars, colour=colours[part])
            for line, text in enumerate(lines[part]):
                drawing.note(left + 16, 12 + style.LINE * line, text)
            scale = f"0–{limits[part]:g}%"
            drawing.note(left, 12 + style.LINE * len(lines[part]), scale)
            for y, bar, figure in zip(tops, widths, figures, strict=True):
                drawing.text(left + bar + 5, y + 29, figure)
        for y, code in zip(tops, shares.index, strict=True):
            drawing.text(0, y + 12, names[code], bold=True)
            counted = wording.tasks(float(totals[code]))[language]
            room = width - style.text_width(names[code], bold=True)
            tasks = counted if style.text_width(counted) < room else counted.partition(" ")[0]
            drawing.note(width, y + 12, tasks, "end")

    first = shares.columns[0]
    told = []
    for code, row in shares.iterrows():
        parts = "; ".join(f"{labels[part]} {about.write(row[part])}" for part in shown)
        told.append(f"{names[code]}: {parts}.")
    about = about._replace(label=labels[first], rows=rows_are)
    title = _title(shares[first], totals, names, about)
    return about.chart(draw, _TEXT.kind, title, " ".join(told))


def _limits(shares: Any) -> dict[str, float]:
    """Where the bars of each part end: the largest part on a scale of its own, all others on one together."""
    largest = shares.max().idxmax()
    others = shares.drop(columns=largest).to_numpy()
    small = round_ticks(0, float(others.max()), 2)[-1] if others.size else 100.0
    large = min(100.0, round_ticks(0, float(shares[largest].max()), 2)[-1])
    return {part: large if part == largest else small for part in shares}


def _title(shares: Any, totals: Any, names: dict[str, str], about: About) -> str:
    """The row that is furthest from the whole, where that tells; else how little they differ."""
    language, rows = about.language, shares.drop(TOTAL, errors="ignore")
    if len(rows) < 2 or TOTAL not in shares:
        return f"{about.label}: {names[shares.index[-1]]} {about.write(shares.iloc[-1])}"
    gaps = rows - shares[TOTAL]
    whole = shares[TOTAL]
    telling = [code for code in rows.index if about.tells(rows[code], whole, totals[code])]
    low, high = about.write(rows.min()), about.write(rows.max())
    if not telling:
        text = _TEXT.equal if low == high else _TEXT.between
        return text.format(about.label, about.rows, low, high)[language]
    gap = gaps[telling].loc[gaps[telling].abs().idxmax()]
    return _TEXT.furthest.format(
        about.label,
        listed([names[code] for code in gaps.index[gaps == gap]], language, about.rows),
        about.write(shares[TOTAL] + gap),
        both("{0}{1}").format(wording.number(abs(gap), about.places), wording.CHANGE_IN["pp"]),
        side=BilingualText("thấp hơn", "below") if gap < 0 else BilingualText("cao hơn", "above"),
        whole=wording.within(both(names[TOTAL])),
    )[language]


def lateness(days: Iterable[float], about: About) -> Chart | None:
    """Draw how many days late tasks were; missing numbers and those of tasks in time are passed over."""
    language = about.language
    known = np.asarray(list(days), dtype=float)
    late = known[known > 0]
    if not late.size:
        return None
    most = float(np.quantile(late, MOST))
    each = next((width for width in WIDTHS if most <= CLASSES * width), WIDTHS[-1])
    shown = max(5, min(CLASSES, int(np.ceil(most / each))))
    if abs(shown * each - LONG) <= NEARLY:
        shown = LONG // each  # what is beyond is then what the title counts
    classes = np.minimum(np.ceil(late / each), shown + 1).astype(int)
    *counts, beyond = np.bincount(classes, minlength=shown + 2)[1:].tolist()
    median = float(np.median(late))
    ends = range(each, each * shown + 1, each)
    names = [str(end) if each == 1 else f"{end - each + 1}–{end}" for end in ends]

    def draw(drawing: Drawing) -> None:
        width, of_tasks = drawing.width, about._replace(unit="tasks", places=0)
        ticks = round_ticks(0, max(counts), 3, whole=True)
        scale = of_tasks.scale(ticks, TOP + HEIGHT, TOP)
        left = scale.room
        step = (width - left) / shown
        drawing.across(scale, left, width)
        tops = [(left + at * step + 1, scale(count)) for at, count in enumerate(counts) if count]
        drawing.area(*[box(x, y, step - 2, scale(0) - y) for x, y in tops], colour=style.ACCENT)
        drawing.note(0, 12, _TEXT.axis[language])
        x = left + (median / each - 0.5 * (each == 1)) * step
        if x < width:
            drawing.line([(x, TOP - 14), (x, scale(0))], colour=style.INK, width=1.2)
        mark = _TEXT.median.format(_days(median, language))[language]
        side, anchor = (6, "start") if x < width / 2 else (-6, "end")
        drawing.text(x + side, TOP - 5, mark, anchor=anchor, bold=True)
        every = next(n for n in (1, 2, 5, 10, 30) if n * step > style.text_width(names[-1]) + 6)
        for number in range(every - 1 if each == 1 else 0, shown, every):
            middle = left + (number + 0.5) * step
            drawing.note(middle, TOP + HEIGHT + 15, names[number], "middle")
        if beyond:
            text = _TEXT.beyond.format(shown * each, wording.tasks(beyond))[language]
            drawing.note(width, TOP + HEIGHT + 32, text, "end")

    shares = ((float(limit), 100 * float((late <= limit).mean())) for limit in TOLD)
    rows = [f"{_days(end, language)} {wording.share(of)[language]}" for end, of in shares]
    figures = wording.number(late.size), _days(median, language), "; ".join(rows)
    told = _TEXT.tasks_completed_late.format(*figures)[language]
    return about.chart(draw, _TEXT.histogram, _late_title(late, median, language), told)


def _days(value: float, language: str) -> str:
    noun = BilingualText("{0} ngày", "{0} day" if value == 1 else "{0} days")
    return noun.format(wording.number(value, 0 if value.is_integer() else 1))[language]


def _late_title(late: np.ndarray, median: float, language: str) -> str:
    """How late half of them were at most, and how many were very late; of a few, the range alone."""
    count = wording.tasks(late.size)[language]
    if late.size < TASKS:
        low, high = float(late.min()), float(late.max())
        span = _TEXT.one_length if low == high else _TEXT.few
        return span.format(count, _days(low, language), _days(high, language))[language]
    start = _TEXT.at_least_half.format(count, _days(median, language))
    long = int((late > LONG).sum())
    share = wording.percent(100 * long / late.size)
    told = wording.tasks(long), share, LONG, "was" if long == 1 else "were"
    return start[language] + (_TEXT.over if long else _TEXT.none_over).format(*told)[language]
