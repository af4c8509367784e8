"""Several quarters as small multiples on one scale, beside their plans, and as a tiny line beside a headline figure."""

import math
from collections.abc import Iterable, Mapping

from reporting.charts import style
from reporting.charts.chart import Chart, finish
from reporting.charts.drawing import Drawing, Point, Scale, round_ticks
from reporting.charts.measure import About, Measure
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

# Above and below the scale there is room for the value of a point at its very end.
GUTTER, ABOVE, BODY, BELOW = 22.0, 20.0, 84.0, 44.0
WIDTH, HEIGHT, MARGIN = 96.0, 28.0, 4.0
SPARKLINE = (
    f'class="sparkline" width="{WIDTH:g}" height="{HEIGHT:g}" aria-hidden="true" focusable="false"'
)
Line = Mapping[Quarter, float]
Lines = Mapping[str, Line]


def trend(lines: Lines, plans: Lines, sizes: Lines, whole: str, about: About) -> Chart | None:
    """Draw one small line per group over the same quarters and the same scale.

    Each group (by the label to show, in the order to show) has its values by quarter, oldest first, its `plans`, and
    the number of its tasks; `whole` is the label of the total. A missing value leaves a gap; a group without any is
    left out; None where nothing is left.
    """
    known, plans, sizes = map(_known, (lines, plans, sizes))
    given = [quarter for line in lines.values() for quarter in line]
    lines = {group: line for group, line in known.items() if line}
    if not lines:
        return None
    first, last = min(given), max(given)
    # A quarter without a register keeps its place as a gap.
    quarters = [first.shift(steps) for steps in range(last.ordinal - first.ordinal + 1)]
    values = [value for line in lines.values() for value in line.values()]
    measure = Measure.of(values, about)
    drawn = values + [value for group in lines for value in plans[group].values()]
    # Shares may start above zero, where their differences can be seen; amounts start at zero.
    low = min(drawn) if measure.unit == "%" else min(0.0, *drawn)
    ticks = round_ticks(low, max(drawn), 3)

    def draw(width: float) -> Drawing:
        columns = min(len(lines), 4 if width == style.WIDE else 2)
        scale = Scale(ticks, BODY, 0, measure)
        left = scale.room
        panel = (width - left - GUTTER * (columns - 1)) / columns
        start = scale.labels()[0]
        said = [("line", style.WARN, _TEXT.plan[about.language])] if any(plans.values()) else []
        if ticks[0]:
            said.append(("", style.MUTED, _TEXT.not_from_zero.format(start)[about.language]))
        drawing = Drawing(width)
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
            _panel(drawing, scale, quarters, (x, x + panel), line, plans[group])
        return drawing

    title = _title(lines, sizes, quarters, measure, about.label, whole)
    return finish(draw, about, _TEXT.kind, title, _figures(lines, plans, measure))


def _known(lines: Lines) -> dict[str, Line]:
    """The lines without what is missing."""
    return {
        group: {quarter: value for quarter, value in line.items() if math.isfinite(value)}
        for group, line in lines.items()
    }


def _panel(
    drawing: Drawing, scale: Scale, quarters: list[Quarter], ends: Point, line: Line, plan: Line
) -> None:
    """One line with its first and last value, the plan of each quarter as a dash, and the quarters below."""
    step = (ends[1] - ends[0] - 8) / max(len(quarters) - 1, 1)
    x = {quarter: ends[0] + 4 + step * at for at, quarter in enumerate(quarters)}
    dashes = [[(x[q] - 7, scale(value)), (x[q] + 7, scale(value))] for q, value in plan.items()]
    drawing.line(*dashes, colour=style.WARN, width=2)
    way = [(x[quarter], scale(line.get(quarter, math.nan))) for quarter in quarters]
    drawing.line(way, colour=style.ACCENT, width=2)
    drawing.dots(way, style.ACCENT, 4)
    known, values = [(at, y) for at, y in way if y == y], list(line.values())
    shown = [
        (known[0], known[:2][-1], values[0], "start"),
        (known[-1], known[-2:][0], values[-1], "end"),
    ]
    for (at, y), (_, next_y), value, anchor in shown[: len(known)]:
        # On the side that the line does not take.
        base = y + 17 if next_y < y else y - 7
        drawing.text(at, base, scale.measure.write(value), anchor=anchor, bold=True)
        drawing.dots([(at, y)], style.ACCENT, 6)
    named = ((ends[0], quarters[0], "start"), (ends[1], quarters[-1], "end"))
    for at, quarter, anchor in named[: len(quarters)]:
        text = formats.quarter_short(quarter, scale.measure.language)
        drawing.note(at, scale.start + 34, text, anchor)


def _title(
    lines: Lines,
    sizes: Lines,
    quarters: list[Quarter],
    measure: Measure,
    label: str,
    whole: str,
) -> str:
    """The group that clearly moved most between its first and its last quarter; where none did, the total."""
    language = measure.language
    moved = {group: list(line.items()) for group, line in lines.items() if len(line) > 1}
    if not moved:
        return _TEXT.one_quarter.format(label, wording.quarter(quarters[-1]))[language]
    moves = {group: line[-1][1] - line[0][1] for group, line in moved.items()}
    tasks = {group: min(sizes[group].values(), default=math.inf) for group in moved}
    rivals = sorted((g for g in moves if g != whole), key=lambda g: -abs(moves[g]))
    group, most = whole if whole in moves else rivals[0], False
    if len(rivals) > 1:
        first, rest = rivals[0], (0.0, moves[rivals[1]])
        most = all(measure.tells(moves[first], other, tasks[first]) for other in rest)
        group = first if most else group
    (since, start), (until, end) = moved[group][0], moved[group][-1]
    told = measure.tells(start, end, tasks[group])
    text = (_TEXT.most if most else _TEXT.moved) if told else _TEXT.beside
    up = end > start
    return text.format(
        label=label,
        group=wording.within(both(group)) if most or group == whole else group,
        verb=BilingualText("tăng", "rose") if up else BilingualText("giảm", "fell"),
        way=BilingualText("lên", "to") if up else BilingualText("xuống", "to"),
        a=measure.write(start),
        b=measure.write(end),
        first=wording.quarter_short(since),
        last=wording.quarter_short(until),
    )[language]


def _figures(lines: Lines, plans: Lines, measure: Measure) -> str:
    """Every group with all its values and plans."""

    def told(line: Line) -> str:
        return "; ".join(
            f"{formats.quarter_short(quarter, measure.language)} {measure.write(value)}"
            for quarter, value in line.items()
        )

    plan = {
        group: f"; {_TEXT.plan[measure.language]}: {told(line)}"
        for group, line in plans.items()
        if line
    }
    return " ".join(f"{group}: {told(line)}{plan.get(group, '')}." for group, line in lines.items())


def sparkline(values: Iterable[float | None], span: float | None = None) -> str:
    """Draw values as a line with a dot at the last one, oldest first; an empty text where there are none.

    The height stands for `span`, which lines that are to be compared share; without one it reaches from zero to the
    largest value. It repeats figures given nearby, so screen readers pass over it. A missing value leaves a gap.
    """
    series = [math.nan if value is None else float(value) for value in values]
    known = [value for value in series if math.isfinite(value)]
    if not known:
        return ""
    low, high = min(known), max(known)
    if span is None:
        low, high = min(low, 0.0), max(high, 0.0)
    span = max(span or 0.0, high - low) or 1.0
    low -= (span - (high - low)) / 2
    step = (WIDTH - 2 * MARGIN) / max(len(series) - 1, 1)
    points = [
        (MARGIN + step * at, HEIGHT - MARGIN - (value - low) / span * (HEIGHT - 2 * MARGIN))
        for at, value in enumerate(series)
    ]
    drawing = Drawing(WIDTH, HEIGHT)
    drawing.line(points, colour=style.ACCENT, width=1.5)
    drawing.dots([point for point in points if math.isfinite(point[1])][-1:], style.ACCENT, 6)
    return drawing.svg(SPARKLINE)
