"""Counts that add to a whole, as shares of it by a breakdown: the large part and the small ones each on a scale."""

import itertools
from typing import Any

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import About, Chart, listed
from reporting.charts.drawing import Drawing, box, round_ticks
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

HEADS = _TEXT.group("heads")
ROW, BAR = 44.0, 14.0


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
        widest = about.write(shares[shown].max(axis=None))
        room = column - style.text_width(widest) - 10
        tops = [top + ROW * row for row in range(len(shares))]
        for position, part in enumerate(shown):
            left, figures = position * column, shares[part].map(about.write)
            widths = room * shares[part] / limits[part]
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
    title = _title(shares[first], totals, names, labels[first], rows_are, about)
    return about.chart(draw, _TEXT.kind, title, " ".join(told))


def _limits(shares: Any) -> dict[str, float]:
    """Where the bars of each part end: the largest part on a scale of its own, all others on one together."""
    largest = shares.max().idxmax()
    others = shares.drop(columns=largest).to_numpy()
    small = round_ticks(0, float(others.max()), 2)[-1] if others.size else 100.0
    large = min(100.0, round_ticks(0, float(shares[largest].max()), 2)[-1])
    return {part: large if part == largest else small for part in shares}


def _title(
    shares: Any, totals: Any, names: dict[str, str], label: str, rows_are: str, about: About
) -> str:
    """The row that is furthest from the whole, where that tells; else how little they differ."""
    language, rows = about.language, shares.drop(TOTAL, errors="ignore")
    if len(rows) < 2 or TOTAL not in shares:
        return f"{label}: {names[shares.index[-1]]} {about.write(shares.iloc[-1])}"
    gaps = rows - shares[TOTAL]
    whole = shares[TOTAL]
    telling = [code for code in rows.index if about.tells(rows[code], whole, totals[code])]
    low, high = about.write(rows.min()), about.write(rows.max())
    if not telling:
        text = _TEXT.equal if low == high else _TEXT.between
        return text.format(label, rows_are, low, high)[language]
    gap = gaps[telling].loc[gaps[telling].abs().idxmax()]
    return _TEXT.furthest.format(
        label,
        listed([names[code] for code in gaps.index[gaps == gap]], language),
        about.write(shares[TOTAL] + gap),
        about.difference(gap),
        side=BilingualText("thấp hơn", "below") if gap < 0 else BilingualText("cao hơn", "above"),
        whole=wording.within(both(names[TOTAL])),
    )[language]
