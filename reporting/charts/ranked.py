"""Names ranked by their figures: any series as bars, units as dots beside an earlier quarter or a plan."""

import math

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import About, Chart, listed
from reporting.charts.drawing import Drawing, Scale, box, round_ticks
from reporting.text import texts

_TEXT = texts(__name__)

FIGURES = ["value", "value_year_ago", "tasks"]
TWO_COLUMNS = 20  # so many units stand in two columns where there is room for them
APART = 20.0


class Rows:
    """Rows from top to bottom: names at the left, above where they are long; figures at the right."""

    def __init__(
        self, values: pd.Series, about: About, left: float, width: float, top: float,
        height: float = 15, longest: float = 0,
    ) -> None:  # fmt: skip
        longest = longest or max(map(style.text_width, values.index))
        self.beside = longest <= 0.48 * width
        self.names = [[name] if self.beside else style.fitted(name, width) for name in values.index]
        self.figures = figures = [about.write(value) for value in values]
        self.left, self.right, self.height = left, left + width, height
        self.start = left + (longest + 8 if self.beside else 6)
        self.end = self.right - 8 - max(map(style.text_width, figures))
        self.middles = []
        for lines in self.names:
            top += height if self.beside else height + 3 + style.LINE * len(lines)
            self.middles.append(top - height / 2)
        self.bottom = top

    def write(self, drawing: Drawing) -> None:
        """Write names and figures."""
        for lines, figure, middle in zip(self.names, self.figures, self.middles, strict=True):
            for above, text in enumerate(reversed(lines)):
                if self.beside:
                    drawing.text(self.start - 8, middle + 4, text, anchor="end")
                else:
                    drawing.text(self.left, middle - self.height / 2 - 3 - style.LINE * above, text)
            drawing.text(self.right, middle + 4, figure, anchor="end")


def bars(series: pd.Series, about: About, top: int | None = None) -> Chart | None:
    """Draw a series as bars, the longest first, all or the first `top`; its index holds names, missing values come last."""
    finite = series.astype(float).replace([math.inf, -math.inf], math.nan)
    ranked = finite.sort_values(ascending=False, kind="stable", na_position="last").rename(str)
    title_of, ranked = ranked.dropna(), ranked.head(len(ranked) if top is None else top)
    known = ranked.dropna()
    if known.empty:
        return None
    about = about.fitting(title_of)

    def draw(drawing: Drawing) -> None:
        rows = Rows(ranked, about, 0, drawing.width, 0, height=22)
        ends = [min(0.0, *known), max(0.0, *known)]
        scale = about.scale(ends if any(ends) else [0.0, 1.0], rows.start, rows.end)
        rows.write(drawing)
        spans = [sorted((scale(0), scale(value))) for value in known]
        bars = zip(spans, rows.middles, strict=False)
        drawing.area(*[box(x, y - 7, end - x, 14) for (x, end), y in bars], colour=style.ACCENT)
        drawing.line([(scale(0), 0), (scale(0), rows.bottom)], colour=style.MUTED)

    told = "; ".join(f"{name} {about.write(value)}" for name, value in ranked.items())
    return about.chart(draw, _TEXT.bars, about.ends(title_of), f"{told}.")


def dots(
    frame: pd.DataFrame, reference: float | None, reference_label: str, before: str, about: About
) -> Chart | None:
    """Draw units (`code`, `name`, `FIGURES`) ranked beside an earlier value or a plan (`before`), held against `reference`."""
    figures = frame[FIGURES].astype(float).replace([math.inf, -math.inf], math.nan)
    units = frame.assign(**figures.fillna({"tasks": math.inf})).sort_values(
        ["value", "code"], ascending=[False, True], na_position="last", ignore_index=True
    )
    if units["value"].isna().all():
        return None
    overall = math.nan if reference is None else float(reference)
    marked = pd.Series([*units["value"], *units["value_year_ago"], overall]).dropna()
    about = about.fitting(marked)
    ticks = round_ticks(marked.min(), marked.max(), 4)
    longest = max(map(style.text_width, units["name"]))
    items = [("dot", style.ACCENT, _TEXT.now[about.language])]
    if units["value_year_ago"].notna().any():
        items.append(("ring", style.MUTED, before))
    if overall == overall:
        items.append(("line", style.INK, f"{reference_label} {about.write(overall)}"))

    def draw(drawing: Drawing) -> None:
        width = drawing.width
        top = drawing.legend(items) + 26
        columns = 2 if width == style.WIDE and len(units) > TWO_COLUMNS else 1
        each, many = (width + APART) / columns, -(-len(units) // columns)
        for place in range(columns):
            shown = units.iloc[many * place : many * (place + 1)]
            values, earlier = shown.set_index("name")["value"], shown["value_year_ago"]
            rows = Rows(values, about, each * place, each - APART, top, longest=longest)
            scale = about.scale(ticks, rows.start, rows.end)
            _axis(drawing, scale, rows, top, overall)
            now = [(scale(v), y) for v, y in zip(values, rows.middles, strict=True)]
            then = [(scale(v), y) for v, y in zip(earlier, rows.middles, strict=True)]
            drawing.line(*zip(then, now, strict=True), colour=style.MUTED)
            drawing.dots(then, style.MUTED, 7)
            drawing.dots(then, style.PAPER, 4.6)
            drawing.dots(now, style.ACCENT, 8)
            rows.write(drawing)

    title = _title(units.dropna(subset=["value"]), overall, about)
    told = _figures(units, overall, about, reference_label, before)
    return about.chart(draw, _TEXT.kind, title, told)


def _axis(drawing: Drawing, scale: Scale, rows: Rows, top: float, overall: float) -> None:
    """Guides along the rows, the ticks above them, and the line that the units are held against."""
    guides = [[(rows.start, y), (rows.end, y)] for y in rows.middles]
    drawing.line(*guides, colour=style.GUIDE)

    def upright(value: float) -> list[list[tuple[float, float]]]:
        if rows.beside:
            return [[(scale(value), top - 4), (scale(value), rows.bottom)]]
        return [[(scale(value), y - 7), (scale(value), y + 7)] for y in rows.middles]

    drawing.line(*[line for tick in scale.ticks for line in upright(tick)], colour=style.GRID)
    labels = scale.labels
    needed = (max(map(style.text_width, labels)) + 6) / (scale(scale.ticks[1]) - rows.start)
    every = 1 if needed <= 1 else 2 if needed <= 2 else len(labels) - 1
    for tick, text in list(zip(scale.ticks, labels, strict=True))[::every]:
        x = max(scale(tick), rows.left + style.text_width(text) / 2)
        drawing.note(x, top - 8, text, "middle")
    if overall == overall:
        drawing.line(*upright(overall), colour=style.INK, width=1.2)


def _title(known: pd.DataFrame, overall: float, about: About) -> str:
    """How many units are clearly below all of them, and the lowest; without a line to hold them against, both ends."""
    figures, language = known.set_index("name")["value"], about.language
    if overall != overall or about.rounded(figures.iloc[0]) == about.rounded(figures.iloc[-1]):
        return about.ends(figures)
    lower = known.loc[known["value"] < overall, ["value", "tasks"]].to_numpy()
    below = sum(about.apart(value, overall) for value, _ in lower)
    enough = _TEXT.points if about.unit == "%" else _TEXT.part
    told = (about.label, len(known), about.write(overall), enough)
    if not below:
        return _TEXT.none_below.format(*told)[language]
    title = _TEXT.below.format(*told, below, "is" if below == 1 else "are")[language]
    if telling := [value for value, tasks in lower if about.tells(value, overall, tasks)]:
        low = about.write(telling[-1])
        names = figures.index[figures.map(about.write) == low]
        title += _TEXT.lowest.format(listed(list(names), language, about.rows), low)[language]
    return title


def _figures(units: pd.DataFrame, overall: float, about: About, label: str, before: str) -> str:
    language, known = about.language, units.dropna(subset=["value"])
    pairs = [f"{n} {about.write(v)}" for n, v in zip(known["name"], known["value"], strict=True)]
    parts = [] if overall != overall else [f"{label}: {about.write(overall)}."]
    few, ends_of = len(pairs) <= 8, ("; ".join(pairs[:4]), "; ".join(pairs[-4:]))
    parts.append(f"{'; '.join(pairs)}." if few else _TEXT.ends.format(*ends_of)[language])
    both = known.dropna(subset=["value_year_ago"])
    if len(both):
        moves = [about.rounded(move) for move in both["value"] - both["value_year_ago"]]
        counts = sum(m > 0 for m in moves), sum(m < 0 for m in moves), sum(m == 0 for m in moves)
        parts.append(_TEXT.beside_higher_lower_same.format(*counts, before)[language])
    if missing := len(units) - len(known):
        parts.append(_TEXT.without.format(missing)[language])
    return " ".join(parts)
