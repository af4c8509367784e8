"""The five statuses by unit group, as stacked bars that add to 100 %."""

from collections.abc import Mapping

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import Chart, finish, listed
from reporting.charts.drawing import Drawing, Point, box
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import STATUSES, TOTAL

_TEXT = texts(__name__)

KIND = BilingualText("Biểu đồ thanh chồng", "Stacked bar chart")
HEADS = _TEXT.group("heads")
ROW, BAR = 62.0, 18.0


def status_by_group(
    counts: pd.DataFrame,
    language: str,
    names: Mapping[str, BilingualText],
    *,
    note: str | None = None,
    name: str = "status-by-group",
) -> Chart | None:
    """Draw how the tasks of each unit group stand.

    `counts` has one row per group (index: group codes, `_T` for the whole), one column per status, numbers of
    tasks; `names` has what each is called. Without `_T` the groups are added up. Groups without tasks and statuses
    that would print as 0,0% everywhere are left out; None where nothing is left.
    """
    shares, totals = _shares(counts)
    if shares.empty:
        return None
    named = {str(code): names[str(code)][language] for code in shares.index}
    shown = [s for s in STATUSES if formats.round_half_up(shares[s].max(), 1) > 0]
    column = style.WIDTH / len(shown)
    heads = [style.fitted(HEADS[status][language], column - 16) for status in shown]
    first = 12 + style.LINE * max(map(len, heads))
    drawing = Drawing(first + ROW * len(shares))
    for position, lines in enumerate(heads):
        for line, text in enumerate(lines):
            drawing.text(position * column + 14, 12 + 14 * line, text, colour=style.MUTED)
    rows = [first + row * ROW for row in range(len(shares))]
    _bars(drawing, rows, shares[shown])
    for code, top, values in zip(shares.index, rows, shares[shown].to_numpy(), strict=True):
        tasks = wording.tasks(float(totals[code]))[language]
        drawing.text(0, top + 11, named[code], bold=True)
        drawing.text(style.WIDTH, top + 11, tasks, anchor="end", colour=style.MUTED)
        for position, value in enumerate(values):
            text = formats.percent(float(value), language)
            drawing.text(position * column + 14, top + 49, text)
    return finish(
        drawing,
        name=name,
        kind=KIND[language],
        title=_title(shares["completed_on_time"], named, names[TOTAL], language),
        figures=_figures(shares[shown], named, language),
        note=note,
    )


def _shares(counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    table = counts.reindex(columns=list(STATUSES)).astype(float).fillna(0.0)
    if TOTAL not in table.index and len(table):
        table.loc[TOTAL] = table.sum()
    order = [TOTAL, *[code for code in table.index if code != TOTAL]]
    table = table.loc[[code for code in order if code in table.index]]
    totals = table.sum(axis=1)
    table, totals = table[totals > 0], totals[totals > 0]
    return table.div(totals, axis=0) * 100, totals


def _bars(drawing: Drawing, rows: list[float], shares: pd.DataFrame) -> None:
    """Draw the segments, and before every figure and heading a swatch of its segment's colour."""
    column, starts = style.WIDTH / shares.shape[1], [0.0] * len(rows)
    for position, status in enumerate(shares.columns):
        left = position * column
        boxes: list[list[Point]] = [box(left, 3, 10, 10)]
        for row, (top, share) in enumerate(zip(rows, shares[status], strict=True)):
            width = style.WIDTH * float(share) / 100
            gap = 1.0 if width > 3 else 0.0
            if width > 0:
                boxes.append(box(starts[row], top + 17, max(width - gap, 0.5), BAR))
            boxes.append(box(left, top + 40, 10, 10))
            starts[row] += width
        drawing.area(*boxes, colour=style.STATUS[str(status)])


def _title(on_time: pd.Series, names: dict[str, str], whole: BilingualText, language: str) -> str:
    groups = on_time.drop(TOTAL)
    overall = float(on_time[TOTAL])
    percent = formats.percent(overall, language)
    if len(groups) < 2:
        only = names[groups.index[0] if len(groups) else TOTAL]
        return _TEXT.tasks_completed_on_time.format(only, percent)[language]
    gaps = groups - overall
    far = float(gaps.abs().max())
    if formats.round_half_up(far, 1) == 0:
        return _TEXT.all_unit_groups_completed.format(percent)[language]
    lower = float(gaps.min()) <= -far
    furthest = float(gaps.min()) if lower else float(gaps.max())
    furthest_names = [names[code] for code in gaps.index[gaps == furthest]]
    return _TEXT.completed_on_time.format(
        listed(furthest_names, language),
        formats.percent(overall + furthest, language),
        style.difference(furthest, language, "%", 1),
        side=BilingualText("thấp hơn", "below") if lower else BilingualText("cao hơn", "above"),
        whole=wording.within(whole),
    )[language]


def _figures(shares: pd.DataFrame, names: dict[str, str], language: str) -> str:
    rows = []
    for code in shares.index:
        parts = [
            f"{wording.STATUS[str(status)][language].lower()} {formats.percent(float(value), language)}"
            for status, value in shares.loc[code].items()
        ]
        rows.append(f"{names[code]}: {'; '.join(parts)}.")
    return " ".join(rows)
