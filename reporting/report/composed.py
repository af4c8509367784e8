"""Tables composed in a cell: a breakdown of the rows, and indicators or their views as columns."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from reporting.indicators.indicator import Indicator
from reporting.indicators.mistakes import Mistake
from reporting.indicators.views import View, Views, views_of
from reporting.report import notes
from reporting.report.breakdown import (
    BASES,
    HEADINGS,
    MONTH,
    PARTS,
    QUARTER,
    UNIT,
    UNIT_GROUP,
    Breakdown,
    same_months,
)
from reporting.report.figures import JUDGED, cell, change_measured, kind
from reporting.report.report_data import ReportData
from reporting.report.scope import Scope
from reporting.tables.table import Column, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

Item = Indicator | View | Views
Columns = dict[str, tuple[View, Column]]
Row = dict[str, Any]
ALL = BilingualText("Tổng số", "Total")
UNDER = _TEXT.group("under")
OF_QUARTERS = _TEXT.group("of_quarters")
PLANNED = ("plan", "plan_difference", "plan_execution", "met")
PREVIOUS = ("previous_quarter", "change_on_previous")


def composed(
    scope: Scope,
    by: str,
    items: Sequence[Item],
    sort: Item | None,
    top: int | None,
    name: str,
    title: BilingualText,
) -> Table | None:
    """A table with a row for each code of the breakdown, and what to know of it below.

    The total stands first, except above units and quarters. Units without any figure are left out. None where a
    unit's own report has no such rows.
    """
    data = scope.data
    if by in (UNIT_GROUP, UNIT) and data.unit != TOTAL:
        return None
    rows_of = Breakdown(scope, by)
    # What speaks of a plan is left out where no row has one.
    columns = {
        key: (view, column)
        for key, (view, column) in _columns(data, by, items, sort).items()
        if view.figure not in PLANNED
        or rows_of.figures(View(view.indicator, "plan"), (TOTAL, *rows_of.labels)).notna().any()
    }
    views = [view for view, _ in columns.values()]
    codes = _ordered(rows_of, list(rows_of.labels), sort)
    if by == UNIT:
        figures = pd.DataFrame({each: rows_of.figures(each.indicator, codes) for each in views})
        codes = [str(code) for code in figures.index[figures.fillna(0).any(axis=1)]]
    left_out = len(codes) - len(codes[:top])
    codes = codes[:top] if by in (UNIT, QUARTER) else [TOTAL, *codes[:top]]
    first = Column("row", HEADINGS.get(by) or data.params.column_name(by))
    heads = (first, *(column for _, column in columns.values()))
    rows = tuple(_row(rows_of, columns, code) for code in codes)
    return Table(name, title, heads, rows, notes.below(rows_of, views, codes, left_out))


def _columns(data: ReportData, by: str, items: Sequence[Item], sort: Item | None) -> Columns:
    """The single columns in order, each with its heading and kind; one that comes again under the same heading once."""
    sorted_by = views_of(sort)[0] if sort is not None else None
    figures = Counter(view.figure for item in items for view in views_of(item))
    columns: Columns = {}
    for item in items:
        views, together = views_of(item), None
        if isinstance(item, Views):
            together = item.heading or titled(views[0].indicator)
        of_one = together is not None and len({view.indicator for view in views}) == 1
        for view in views:
            if view.figure in PREVIOUS and data.previous is None:
                continue  # a period has no quarter before
            _check(data, by, view)
            heading = view.heading or _under(data, view, by)
            if not (of_one or view.heading):
                heading = _lone(data, view, by, figures[view.figure] == 1)
            key = f"{view.indicator.name}.{view.figure}" + (f" {together.en}" if together else "")
            bar = view == sorted_by and kind(view.indicator) == "share" and together is None
            form = cell(view.indicator, None, view.figure)
            column = Column(key, heading, form.kind, together, bar, form.decimals)
            columns[key] = (view, column)
    return columns


def _check(data: ReportData, by: str, view: View) -> None:
    """Refuse a column that can have no figure in any row."""
    if by not in PARTS and view.figure in (*PLANNED, "year_to_date"):
        raise Mistake(_TEXT.not_by.format(_lone(data, view, by, False), by))
    other = data.previous if view.figure in PREVIOUS else data.compared
    compared = by == MONTH and view.figure in (*BASES, *BASES.values())
    if compared and not same_months(data.quarter, other):
        told = wording.quarter(other or data.compared)
        raise Mistake(_TEXT.other_months.format(view.indicator.name, told))
    if view.figure == "met" and not view.indicator.better:
        raise Mistake(_TEXT.neither_better.format(view.indicator.name))
    if view.figure == "progress" and (view.indicator.is_amount or not view.indicator.better):
        raise Mistake(_TEXT.no_progress.format(view.indicator.name))


def titled(indicator: Indicator) -> BilingualText:
    """An indicator's title with its unit of measure, as a heading."""
    if indicator.unit == "tasks":
        return indicator.title
    return both("{0} ({1})").format(indicator.title, indicator.unit_of_measure.label)


def _under(data: ReportData, view: View, by: str) -> BilingualText:
    """A heading below that of the indicator; where the rows are quarters, it names none."""
    if by == QUARTER and view.figure in OF_QUARTERS:
        return OF_QUARTERS[view.figure]
    if view.figure in UNDER:
        return UNDER[view.figure].format(change_measured(view.indicator).label)
    quarter = data.quarters_of[view.figure]
    assert quarter is not None
    return wording.quarter_short(quarter)


def _lone(data: ReportData, view: View, by: str, only: bool) -> BilingualText:
    """A heading by itself; a rank needs no name where it is the only one."""
    if view.figure == "value":
        return titled(view.indicator)
    if view.figure in ("rank", *JUDGED) and only:
        return UNDER[view.figure]
    return both("{0}: {1}").format(view.indicator.title, _under(data, view, by))


def _ordered(rows_of: Breakdown, codes: list[str], sort: Item | None) -> list[str]:
    """The codes by a figure, the best first; ties and figures not shown in the order of the breakdown."""
    if sort is None:
        return codes
    (view, *_) = views_of(sort)
    figures = rows_of.figures(view, [code for code in codes if not rows_of.is_small(view, code)])
    figures = figures.reindex(codes)
    ascending = view.indicator.better == "lower" and view.figure != "rank"
    return [str(code) for code in figures.sort_values(ascending=ascending, kind="stable").index]


def _row(rows_of: Breakdown, columns: Columns, code: str) -> Row:
    total = ALL if rows_of.by not in (UNIT_GROUP, UNIT) else rows_of.scope.name
    row: Row = {"row": rows_of.labels.get(code, total), "total": code == TOTAL}
    for view, column in columns.values():
        value = math.nan if rows_of.is_small(view, code) else rows_of.figure(view, code)
        row[column.key] = JUDGED[view.figure].get(value) if view.figure in JUDGED else value
    return row
