"""How late is late: the days between due date and completion, in classes."""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from reporting.charts import style
from reporting.charts.chart import Chart, finish
from reporting.charts.drawing import Drawing, box
from reporting.text import formats
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

KIND = BilingualText("Biểu đồ thanh", "Bar chart")
UPPER = (1, 2, 3, 5, 10, 20, math.inf)
LABELS = (
    BilingualText("1 ngày", "1 day"),
    BilingualText("2 ngày", "2 days"),
    BilingualText("3 ngày", "3 days"),
    BilingualText("4–5 ngày", "4–5 days"),
    BilingualText("6–10 ngày", "6–10 days"),
    BilingualText("11–20 ngày", "11–20 days"),
    BilingualText("trên 20 ngày", "over 20 days"),
)
ROW, LEFT, RIGHT = 25.0, 96.0, 220.0


def lateness(
    days: Iterable[float], language: str, *, note: str | None = None, name: str = "lateness"
) -> Chart | None:
    """Draw how many days late the tasks completed late were, as shares of them.

    `days` has one number per task; missing ones and those that are not late are passed over. None where no task
    was completed late.
    """
    known = np.asarray(days if isinstance(days, pd.Series) else list(days), dtype=float)
    late = known[known > 0]
    if not late.size:
        return None
    counts = np.bincount(np.searchsorted(UPPER, late), minlength=len(UPPER))
    shares = [100 * int(count) / late.size for count in counts]
    median = float(np.median(late))
    middle = next(position for position, upper in enumerate(UPPER) if median <= upper)
    drawing = Drawing(ROW * len(shares) + 2)
    longest = max(shares)
    drawing.line([(LEFT, 0), (LEFT, ROW * len(shares))], colour=style.MUTED)
    for position, share in enumerate(shares):
        top, marked = position * ROW, position == middle
        width = (RIGHT - LEFT) * share / longest
        drawing.text(LEFT - 8, top + 17, LABELS[position][language], anchor="end")
        drawing.area(
            box(LEFT, top + 3, width, ROW - 6), colour=style.ACCENT if marked else style.SOFT
        )
        text = formats.percent(share, language)
        drawing.text(LEFT + width + 6, top + 17, text, bold=marked)
        if marked:
            x = LEFT + width + 12 + style.text_width(text, bold=True)
            mark = BilingualText("← trung vị", "← median")[language]
            drawing.text(x, top + 17, mark, colour=style.ACCENT)
    return finish(
        drawing,
        name=name,
        kind=KIND[language],
        title=_title(len(late), median, shares[-1], language),
        figures=_figures(len(late), median, shares, language),
        note=note,
    )


def _days(value: float, language: str) -> str:
    text = formats.number(value, language, 0 if value.is_integer() else 1)
    return BilingualText("{0} ngày", "{0} {1}").format(text, "day" if value == 1 else "days")[
        language
    ]


def _title(count: int, median: float, longest: float, language: str) -> str:
    if count == 1:
        return _TEXT.one_task_was_completed.format(_days(median, language))[language]
    start = _TEXT.at_least_half_tasks.format(_days(median, language))
    if formats.round_half_up(longest, 1) == 0:
        end = _TEXT.hardly_any_over_days
        if longest == 0:
            end = _TEXT.none_more_than_days
    else:
        end = BilingualText("; {0} trễ trên 20 ngày", "; {0} more than 20 days").format(
            formats.percent(longest, language)
        )
    return start[language] + end[language]


def _figures(count: int, median: float, shares: list[float], language: str) -> str:
    rows = [
        f"{label[language]} {formats.percent(share, language)}"
        for label, share in zip(LABELS, shares, strict=True)
    ]
    return _TEXT.tasks_completed_late_median.format(
        formats.number(count, language), _days(median, language), "; ".join(rows)
    )[language]
