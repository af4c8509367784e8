"""Several quarters as small multiples on one common scale."""

import math

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import Chart, finish
from reporting.charts.drawing import Drawing, Point
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

KIND = BilingualText("Các biểu đồ đường cùng thang đo", "Line charts on one scale")
# Above and below the scale there is room for the value of a point at its very end.
LEFT, GUTTER, HEAD, BODY, BELOW, FOOT = 36.0, 22.0, 50.0, 66.0, 16.0, 28.0
PANEL_HEIGHT = HEAD + BODY + BELOW + FOOT


def trend_small_multiples(
    frame: pd.DataFrame,
    language: str,
    whole: BilingualText,
    *,
    label: BilingualText | str = style.ON_TIME,
    unit_of_measure: str = "%",
    note: str | None = None,
    name: str = "trend",
) -> Chart | None:
    """Draw one small line per group over the same quarters and the same scale.

    `frame` has the columns `quarter` (`2023Q3` or a `Quarter`), `group` (the label to show, in the order to show)
    and `value`; `whole` is the label of the total. A missing value leaves a gap; a group without any is left out; None where nothing is left.
    """
    if frame.empty:
        return None
    known = [_quarter(value) for value in frame["quarter"]]
    first, last = min(known), max(known)  # a quarter without a register keeps its place as a gap
    quarters = [first.shift(steps) for steps in range(last.ordinal - first.ordinal + 1)]
    series: dict[str, list[float]] = {}
    for quarter, group, value in zip(frame["quarter"], frame["group"], frame["value"], strict=True):
        line = series.setdefault(style.in_language(group, language), [math.nan] * len(quarters))
        line[quarters.index(_quarter(quarter))] = float(value)
    series = {group: line for group, line in series.items() if any(map(math.isfinite, line))}
    if not series:
        return None
    panels = _Panels(series, quarters, language, unit_of_measure)
    drawing = Drawing(PANEL_HEIGHT * -(-len(series) // 2))
    for index, group in enumerate(series):
        panels.draw(drawing, index, group)
    return finish(
        drawing,
        name=name,
        kind=KIND[language],
        title=panels.title(style.in_language(label, language), whole[language]),
        figures=panels.figures(),
        note=note,
    )


def _quarter(value: object) -> Quarter:
    return value if isinstance(value, Quarter) else Quarter.parse(str(value))


class _Panels:
    """The common scale of all panels, and how their figures are written."""

    def __init__(
        self, series: dict[str, list[float]], quarters: list[Quarter], language: str, unit: str
    ) -> None:
        self.series, self.quarters = series, quarters
        self.language, self.unit = language, unit
        known = [value for line in series.values() for value in line if math.isfinite(value)]
        self.places = style.decimals(known, unit)
        # Shares may start above zero, where their differences can be seen; amounts start at zero.
        low = min(known) if unit == "%" else min(0.0, *known)
        self.ticks = style.ticks(low, max(known), 2)
        # The widest tick stands whole to the left of the panels: 100%, 50.000.
        self.left = max(LEFT, 6 + max(style.text_width(self._tick(tick)) for tick in self.ticks))
        self.width = (style.WIDTH - self.left - GUTTER) / 2

    def write(self, value: float) -> str:
        return style.figure(value, self.language, self.unit, self.places)

    def known(self, group: str) -> list[tuple[Quarter, float]]:
        """The quarters that have a value, oldest first."""
        pairs = zip(self.quarters, self.series[group], strict=True)
        return [(quarter, value) for quarter, value in pairs if math.isfinite(value)]

    def draw(self, drawing: Drawing, index: int, group: str) -> None:
        """Draw one panel: its name, the scale, the line, the first and the last value."""
        left = self.left + (index % 2) * (self.width + GUTTER)
        top = (index // 2) * PANEL_HEIGHT + HEAD
        self._scale(drawing, left, top, labelled=index % 2 == 0)
        for row, text in enumerate(style.fitted(group, self.width)):
            drawing.text(left, top - HEAD + 13 + 14 * row, text)
        runs = self._runs(group, left, top)
        drawing.line(*[run for run in runs if len(run) > 1], colour=style.ACCENT, width=2)
        points = [point for run in runs for point in run]
        ends = [points[0], points[-1]] if len(points) > 1 else points
        drawing.dots([run[0] for run in runs if len(run) == 1], style.ACCENT, 4)
        drawing.dots(ends, style.ACCENT, 6)
        beside = [points[min(1, len(points) - 1)], points[max(-2, -len(points))]]
        values = [self.known(group)[0][1], self.known(group)[-1][1]]
        for (x, y), (_, next_y), value, anchor in zip(
            ends, beside, values, ("start", "end"), strict=False
        ):
            # On the side that the line does not take.
            base = y + 17 if next_y < y else y - 7
            drawing.text(x, base, self.write(value), anchor=anchor, bold=True)
        for quarter, x, anchor in (
            (self.quarters[0], left, "start"),
            (self.quarters[-1], left + self.width, "end"),
        ):
            text = formats.quarter_short(quarter, self.language)
            drawing.text(x, top + BODY + BELOW + 15, text, anchor=anchor, colour=style.MUTED)
            if len(self.quarters) == 1:
                break

    def _scale(self, drawing: Drawing, left: float, top: float, labelled: bool) -> None:
        grid = [
            [(left, self._y(tick, top)), (left + self.width, self._y(tick, top))]
            for tick in self.ticks
        ]
        drawing.line(*grid, colour=style.GRID)
        for tick in self.ticks if labelled else []:
            y, text = self._y(tick, top) + 4, self._tick(tick)
            drawing.text(left - 5, y, text, anchor="end", colour=style.MUTED)

    def _tick(self, tick: float) -> str:
        step = self.ticks[1] - self.ticks[0]
        return style.tick_label(tick, self.language, self.unit, step)

    def _y(self, value: float, top: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return top + BODY * (high - value) / (high - low)

    def _runs(self, group: str, left: float, top: float) -> list[list[Point]]:
        """The points of a group, parted where a value is missing."""
        step = (self.width - 8) / max(len(self.quarters) - 1, 1)
        runs: list[list[Point]] = [[]]
        for position, value in enumerate(self.series[group]):
            if math.isfinite(value):
                runs[-1].append((left + 4 + position * step, self._y(value, top)))
            elif runs[-1]:
                runs.append([])
        return [run for run in runs if run]

    def title(self, label: str, total: str) -> str:
        """The group that moved most between its first and its last quarter; the total is not one of them."""
        moves = {group: self.known(group) for group in self.series}
        moves = {group: line for group, line in moves.items() if len(line) > 1}
        # The total is no rival of its groups; where there is at most one of these, it speaks for all.
        rivals = {group: line for group, line in moves.items() if group != total}
        if len(rivals) > 1:
            moves = rivals
        elif total in moves:
            moves = {total: moves[total]}
        if not moves:
            quarter = formats.quarter(self.quarters[-1], self.language)
            text = BilingualText("{0}: mới có số liệu {1}", "{0}: figures for {1} only")
            return text.format(label, quarter)[self.language]
        group = max(moves, key=lambda name: abs(moves[name][-1][1] - moves[name][0][1]))
        (first, start), (last, end) = moves[group][0], moves[group][-1]
        change = formats.round_half_up(end - start, self.places)
        if change == 0:
            return _TEXT.is_about_same_as.format(
                label, formats.quarter(first, self.language), formats.quarter(last, self.language)
            )[self.language]
        up = change > 0
        return _TEXT.from_to.format(
            label=label,
            group=wording.within(both(group))[self.language]
            if len(moves) > 1 or group == total
            else group,
            verb=self._verb(up, len(moves)),
            a=self.write(start),
            b=self.write(end),
            way="lên" if up else "xuống",
            first=formats.quarter_short(first, self.language),
            last=formats.quarter_short(last, self.language),
        )[self.language]

    def _verb(self, up: bool, groups: int) -> BilingualText:
        if groups == 1:
            return BilingualText("tăng", "up") if up else BilingualText("giảm", "down")
        return (
            BilingualText("tăng nhiều nhất", "rose most")
            if up
            else BilingualText("giảm nhiều nhất", "fell most")
        )

    def figures(self) -> str:
        """Every group with all its values."""
        rows = []
        for group in self.series:
            values = [
                f"{formats.quarter_short(quarter, self.language)} {self.write(value)}"
                for quarter, value in self.known(group)
            ]
            rows.append(f"{group}: {'; '.join(values)}.")
        return " ".join(rows)
