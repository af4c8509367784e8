"""How late is late: the days between due date and completion, in classes of equal width."""

from collections.abc import Iterable

import numpy as np

from reporting.charts import style
from reporting.charts.chart import TASKS, About, Chart
from reporting.charts.drawing import Drawing, box, round_ticks
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

CLASSES, MOST = 30, 0.98  # so many classes hold nearly all tasks; what is beyond is told in words
WIDTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
TOLD = (1, 3, 5, 10, 20, 30)
LONG, NEARLY = 20, 3
TOP, HEIGHT = 44.0, 130.0


def lateness(days: Iterable[float], about: About) -> Chart | None:
    """Draw how many days late tasks were; missing numbers and those of tasks in time are passed over."""
    language = about.language
    known = np.asarray(list(days), dtype=float)
    late = known[known > 0]
    if not late.size:
        return None
    most = float(np.quantile(late, MOST))
    each = next((width for width in WIDTHS if most <= CLASSES * width), WIDTHS[-1])
    classes = np.ceil(late / each).astype(int)
    shown = max(5, min(CLASSES, int(np.ceil(most / each))))
    if abs(shown * each - LONG) <= NEARLY:
        shown = LONG // each  # what is beyond is then what the title counts
    counts = np.bincount(classes[classes <= shown], minlength=shown + 1)[1:]
    beyond = int((classes > shown).sum())
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

    title, told = _title(late, median, language), _figures(late, median, language)
    return about.chart(draw, _TEXT.kind, title, told)


def _days(value: float, language: str) -> str:
    text = formats.number(value, language, 0 if value.is_integer() else 1)
    noun = BilingualText("ngày", "day" if value == 1 else "days")
    return f"{text} {noun[language]}"


def _title(late: np.ndarray, median: float, language: str) -> str:
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


def _figures(late: np.ndarray, median: float, language: str) -> str:
    rows = [
        f"{_days(float(limit), language)} {formats.percent(100 * float((late <= limit).mean()), language)}"
        for limit in TOLD
    ]
    told = wording.number(late.size), _days(median, language), "; ".join(rows)
    return _TEXT.tasks_completed_late.format(*told)[language]
