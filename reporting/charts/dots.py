"""Units ranked as dots, against the share of all of them and against an earlier quarter."""

import math

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import Chart, finish, listed
from reporting.charts.drawing import Drawing, Point
from reporting.text import formats
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

KIND = BilingualText("Biểu đồ điểm", "Dot plot")
NOW = BilingualText("kỳ này", "now")
TOP, ROW, RIGHT = 54.0, 14.5, 312.0


def province_dots(
    frame: pd.DataFrame,
    reference: float | None,
    language: str,
    reference_label: BilingualText | str,
    *,
    label: BilingualText | str = style.ON_TIME,
    unit_of_measure: str = "%",
    before: BilingualText,
    note: str | None = None,
    name: str = "province-dots",
) -> Chart | None:
    """Draw units ranked by value, highest first, each with its value in an earlier quarter as a hollow dot.

    `before` names that quarter. `frame` has the columns `code`, `name`, `value` and, if known, `value_year_ago`; any
    number of units of any register. Units without a value come last. `reference` is the line they are held against
    and `reference_label` its name. None where no unit has a value.
    """
    units = _ranked(frame)
    if units["value"].isna().all():
        return None
    plot = _Plot(units, reference, language, unit_of_measure, before)
    drawing = Drawing(plot.bottom + 6)
    plot.frame(drawing, style.in_language(reference_label, language))
    plot.marks(drawing)
    return finish(
        drawing,
        name=name,
        kind=KIND[language],
        title=_title(plot, style.in_language(label, language)),
        figures=_figures(plot, style.in_language(reference_label, language)),
        note=note,
    )


def _ranked(frame: pd.DataFrame) -> pd.DataFrame:
    units = frame.copy()
    units["value"] = _finite(units["value"])
    before = units.get("value_year_ago", pd.Series(math.nan, index=units.index))
    units["value_year_ago"] = _finite(before)
    return units.sort_values(
        ["value", "code"], ascending=[False, True], na_position="last", ignore_index=True
    )


def _finite(values: pd.Series) -> pd.Series:
    return values.astype(float).replace([math.inf, -math.inf], math.nan)


class _Plot:
    """The scale and the rows of one dot plot, and how its figures are written."""

    def __init__(
        self,
        units: pd.DataFrame,
        reference: float | None,
        language: str,
        unit: str,
        before: BilingualText,
    ) -> None:
        self.units, self.language, self.unit, self.before = units, language, unit, before
        self.reference = math.nan if reference is None else float(reference)
        known = [*units["value"], *units["value_year_ago"], self.reference]
        known = [value for value in known if math.isfinite(value)]
        self.places = style.decimals(known, unit)
        longest = max(style.text_width(name) for name in units["name"])
        self.above = longest > 130
        self.left = 18.0 if self.above else longest + 12
        self.names = [
            style.fitted(name, style.WIDTH) if self.above else [name] for name in units["name"]
        ]
        heights = [17 + 14.0 * len(lines) if self.above else ROW for lines in self.names]
        self.ends = [TOP + sum(heights[: row + 1]) for row in range(len(heights))]
        self.bottom = self.ends[-1]
        self.ticks = style.ticks(min(known), max(known), 4)

    def x(self, value: float) -> float:
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.left + share * (RIGHT - self.left)

    def y(self, row: int) -> float:
        return self.ends[row] - 9

    def write(self, value: float) -> str:
        return style.figure(value, self.language, self.unit, self.places)

    def below(self, value: float) -> bool:
        """Whether a value is below the reference as both are printed."""
        shown = [formats.round_half_up(v, self.places) for v in (value, self.reference)]
        return shown[0] < shown[1]

    def frame(self, drawing: Drawing, reference_label: str) -> None:
        """Draw grid, ticks, the reference and what the two dots mean."""
        grid = [line for tick in self.ticks for line in self._upright(self.x(tick), TOP - 6)]
        rows = [[(self.left, y), (RIGHT, y)] for y in map(self.y, range(len(self.units)))]
        drawing.line(*rows, colour=style.GUIDE)
        drawing.line(*grid, colour=style.GRID)
        step = self.ticks[1] - self.ticks[0]
        for tick in self.ticks:
            text = style.tick_label(tick, self.language, self.unit, step)
            x = self._beside_reference(self.x(tick), style.text_width(text))
            if x is not None:
                drawing.text(x, TOP - 10, text, anchor="middle", colour=style.MUTED)
        if self.reference == self.reference:
            text, x = f"{reference_label} {self.write(self.reference)}", self.x(self.reference)
            half = style.text_width(text, bold=True) / 2
            centre = min(max(x, half), style.WIDTH - half)
            drawing.line(*self._upright(x, TOP - 20), colour=style.INK, width=1.2)
            drawing.text(centre, TOP - 25, text, anchor="middle", bold=True)
        self._key(drawing)

    def _beside_reference(self, x: float, width: float) -> float | None:
        """The middle of a tick's label, moved a little off the reference's line; none where that is not enough."""
        if self.reference != self.reference:
            return x
        distance = x - self.x(self.reference)
        missing = width / 2 + 3 - abs(distance)
        if missing <= 0:
            return x
        moved = x + math.copysign(missing, distance)
        free = self.x(self.ticks[1]) - self.x(self.ticks[0]) - width
        within = width / 2 <= moved <= style.WIDTH - width / 2
        return moved if missing <= min(8, free - 4) and within else None

    def _upright(self, x: float, top: float) -> list[list[Point]]:
        """A line from top to bottom; where names stand above their rows it leaves them free."""
        if not self.above:
            return [[(x, top), (x, self.bottom)]]
        rows = range(len(self.units))
        return [[(x, top), (x, TOP - 3)], *[[(x, self.y(r) - 7), (x, self.y(r) + 6)] for r in rows]]

    def _key(self, drawing: Drawing) -> None:
        drawing.dots([(6, 8)], style.ACCENT, 8)
        drawing.text(14, 12, NOW[self.language], colour=style.MUTED)
        if self.units["value_year_ago"].notna().any():
            x = 30 + style.text_width(NOW[self.language])
            drawing.dots([(x, 8)], style.MUTED, 8)
            drawing.dots([(x, 8)], style.PAPER, 5.5)
            drawing.text(x + 8, 12, self.before[self.language], colour=style.MUTED)

    def marks(self, drawing: Drawing) -> None:
        """Draw every unit: its name, the way from a year ago to now, its value."""
        now: list[Point] = []
        then: list[Point] = []
        ways: list[list[Point]] = []
        for row, (value, before) in enumerate(
            zip(self.units["value"], self.units["value_year_ago"], strict=True)
        ):
            y = self.y(row)
            if math.isfinite(before):
                then.append((self.x(before), y))
                if math.isfinite(value):
                    ways.append([(self.x(before), y), (self.x(value), y)])
            if math.isfinite(value):
                now.append((self.x(value), y))
        drawing.line(*ways, colour=style.MUTED, width=1)
        drawing.dots(then, style.MUTED, 7)
        drawing.dots(then, style.PAPER, 4.6)
        drawing.dots(now, style.ACCENT, 8)
        for row, (lines, value) in enumerate(zip(self.names, self.units["value"], strict=True)):
            y = self.y(row) + 4
            if self.above:
                for line, text in enumerate(reversed(lines)):
                    drawing.text(0, y - 15 - 14 * line, text)
            else:
                drawing.text(self.left - 10, y, lines[0], anchor="end")
            drawing.text(style.WIDTH, y, self.write(value), anchor="end")


def _title(plot: _Plot, label: str) -> str:
    known = plot.units.dropna(subset=["value"])
    values, language = known["value"], plot.language
    shown = [plot.write(value) for value in values]
    lowest = [name for name, text in zip(known["name"], shown, strict=True) if text == shown[-1]]
    names = {"label": label, "lowest": listed(lowest, language), "low": shown[-1]}
    overall = plot.write(plot.reference)
    below = sum(plot.below(value) for value in values) if plot.reference == plot.reference else 0
    if len(known) == 1:
        return _single(plot, label, str(known["name"].iloc[0]), float(values.iloc[0]))
    if len(set(shown)) == 1:
        text = _TEXT.all_at
    elif plot.reference != plot.reference:
        highest = [name for name, t in zip(known["name"], shown, strict=True) if t == shown[0]]
        names |= {"highest": listed(highest, language), "high": shown[0]}
        text = _TEXT.highest_in_lowest_in
    elif below == 0:
        text = _TEXT.none_is_below_overall
    else:
        text = _TEXT.below_overall_lowest
    names |= {"below": str(below), "are": "is" if below == 1 else "are", "overall": overall}
    return text.format(**names, n=len(known), units=style.UNITS)[language]


def _single(plot: _Plot, label: str, name: str, value: float) -> str:
    start = f"{label}: {name} {plot.write(value)}"
    gap = value - plot.reference
    if gap != gap:
        return start
    if formats.round_half_up(abs(gap), plot.places) == 0:
        return start + BilingualText(", bằng mức chung", ", the same as overall")[plot.language]
    side = BilingualText("thấp hơn", "below") if gap < 0 else BilingualText("cao hơn", "above")
    size = style.difference(gap, plot.language, plot.unit, plot.places)
    return (
        start
        + BilingualText(", {1} {0} so với mức chung {2}", ", {0} {1} the overall {2}").format(
            size, side, plot.write(plot.reference)
        )[plot.language]
    )


def _figures(plot: _Plot, reference_label: str) -> str:
    language = plot.language
    known = plot.units.dropna(subset=["value"])
    pairs = [f"{n} {plot.write(v)}" for n, v in zip(known["name"], known["value"], strict=True)]
    parts = []
    if plot.reference == plot.reference:
        parts.append(f"{reference_label}: {plot.write(plot.reference)}.")
    if len(pairs) <= 8:
        parts.append("; ".join(pairs) + ".")
    else:
        ends = BilingualText("Cao nhất: {0}. Thấp nhất: {1}.", "Highest: {0}. Lowest: {1}.")
        parts.append(ends.format("; ".join(pairs[:4]), "; ".join(pairs[-4:]))[language])
    both = known.dropna(subset=["value_year_ago"])
    if len(both):
        moves = [
            formats.round_half_up(change, plot.places)
            for change in both["value"] - both["value_year_ago"]
        ]
        counts = [sum(move > 0 for move in moves), sum(move < 0 for move in moves)]
        parts.append(
            _TEXT.beside_higher_lower_same.format(
                *counts, len(moves) - sum(counts), style.UNITS, plot.before
            )[language]
        )
    missing = len(plot.units) - len(known)
    if missing:
        without = BilingualText("{0} {1} không có số liệu.", "{0} without a value.")
        parts.append(without.format(missing, style.UNITS)[language])
    return " ".join(parts)
