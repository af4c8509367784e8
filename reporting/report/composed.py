"""Tables composed in a cell: rows by breakdowns and indicators, and indicators or their views as columns."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.mistakes import Mistake
from reporting.indicators.views import QUARTERS, View, Views, each, views_of
from reporting.report import notes
from reporting.report.arguments import APART, PREVIOUS
from reporting.report.breakdown import HEADINGS, INDICATOR, QUARTER, UNIT, UNIT_GROUP, Breakdown
from reporting.report.figures import JUDGED, KINDS, cell, change_measured, kind, titled
from reporting.report.report_data import ReportData
from reporting.report.scope import Scope
from reporting.tables.table import TOTAL_ROW, Column, Table
from reporting.text import TOTAL, BilingualText, both, texts, wording

_TEXT = texts(__name__)

Item = Indicator | View | Views
Columns = dict[str, tuple[View, Column]]
Line = tuple[Breakdown, str]  # a row but for its indicator: a breakdown, and a code of it
UNIT_OF_MEASURE = "unit_of_measure"
UNDER = _TEXT.group("under")
OF_QUARTERS, OF_INDICATORS = _TEXT.group("of_quarters"), _TEXT.group("of_indicators")
# Left out where no row has one.
OPTIONAL = (*APART, "progress")


def composed(
    scope: Scope, by: Sequence[str], items: Sequence[Item], sort: Item | None, ascending: bool | None,
    top: int | None, name: str, title: BilingualText,
) -> Table | None:  # fmt: skip
    """The table of a cell, with what to know of it below; None where a unit's own report has none of its rows."""
    if ascending is not None and sort is None:
        raise Mistake(_TEXT.nothing_to_sort_by)
    data, parts = scope.data, [one for one in by if one != INDICATOR]
    if data.unit != TOTAL and {UNIT_GROUP, UNIT} & {*parts}:
        return None
    columns = _columns(data, by, (parts or [UNIT_GROUP])[-1], items, sort)
    lines, left_out = _lines(scope, parts, _spread(columns), sort, ascending, top)
    of = [*registry] if INDICATOR in by else [each]
    places = [(one, *line) for one in of for line in lines]
    if by[0] != INDICATOR:
        places = [(one, *line) for line in lines for one in of]
    figures = {
        key: [
            None if rows.is_small(view.of(one), code) else rows.figure(view.of(one), code)
            for one, rows, code in places
        ]
        for key, (view, _) in columns.items()
    }
    some = {key for key, values in figures.items() if any(it == it for it in values)}
    shown = {k: it for k, it in columns.items() if k in some or it[0].figure not in OPTIONAL}
    heads = [Column(one, HEADINGS.get(one) or data.params.column_name(one)) for one in by]
    if INDICATOR in by:
        heads.append(Column(UNIT_OF_MEASURE, _TEXT.unit_of_measure))
    rows = tuple(
        _labels(by, *place)
        | {TOTAL_ROW: place[-1] == TOTAL and len(lines) > 1}
        | {key: _written(view, place[0], figures[key][row]) for key, (view, _) in shown.items()}
        for row, place in enumerate(places)
    )
    codes, few = [code for _, code in lines], any(None in column for column in figures.values())
    below = notes.below(scope, by, codes, _spread(shown), few, left_out)
    if any(view.figure == "year_to_date" for view, _ in columns.values()):
        below = (*notes.to_date(data), *below)
    return Table(name, title, (*heads, *(column for _, column in shown.values())), rows, below)


def _spread(columns: Columns) -> list[View]:
    """What is shown, one by one: of every indicator where a column is of `each`."""
    return list(dict.fromkeys(view.of(one) for view, _ in columns.values() for one in registry))


def _lines(
    scope: Scope, parts: Sequence[str], views: Sequence[View], sort: Item | None,
    ascending: bool | None, top: int | None,
) -> tuple[list[Line], int]:  # fmt: skip
    """The rows in order and how many are left out; a total first, but above units or quarters alone."""
    *outer, last = parts or [UNIT_GROUP]
    scopes = [scope]
    for by in outer:
        scopes = [part.narrowed(**{by: it}) for part in scopes for it in Breakdown(part, by).labels]
    without = parts == [UNIT] or parts[-1:] == [QUARTER]
    lines = [] if without else [(Breakdown(scope, last), TOTAL)]
    left_out = 0
    for rows in [Breakdown(part, last) for part in scopes] if parts else []:
        codes = list(rows.with_compared)
        if sort is not None:  # ties and figures not shown stay in the order of the breakdown
            (view, *_) = views_of(sort)
            known = rows.comparable(view, [code for code in codes if not rows.is_small(view, code)])
            lowest_first = view.indicator.better == "lower" or view.figure == "rank"
            in_order = lowest_first if ascending is None else ascending
            ranked = known.reindex(codes).sort_values(ascending=in_order, kind="stable")
            codes = [str(code) for code in ranked.index]
        if parts == [UNIT]:  # those without tasks or any figure are not shown
            figures = pd.DataFrame({it: rows.figures(it.indicator, codes) for it in views})
            some = rows.figures(registry["tasks"], codes).gt(0) | figures.fillna(0).any(axis=1)
            codes = [str(code) for code in codes if some[code] and figures.loc[code].notna().any()]
        # nor those of the compared quarter alone where it is not shown
        more = [code for code in rows.with_compared if code not in rows.labels]
        seen = pd.DataFrame({it: rows.figures(it, more) for it in views}).fillna(0).any(axis=1)
        codes = [code for code in codes if code not in more or seen[code]]
        left_out += len(codes) - len(codes[:top])
        lines += [(rows, code) for code in codes[:top]]
    return lines, left_out


def _columns(
    data: ReportData, by: Sequence[str], last: str, items: Sequence[Item], sort: Item | None
) -> Columns:
    """The single columns in order, each with its heading and kind; one that comes again under the same heading once."""
    sorted_by = views_of(sort)[0] if sort is not None else None
    groups = list(_groups(data, by, items))
    figures = Counter(view.figure for views, _ in groups for view in views)
    columns: Columns = {}
    for views, together in groups:
        of_one = together is not None and len({view.indicator for view in views}) == 1
        for view in views:
            if view.figure in PREVIOUS and data.previous is None:
                continue  # a period has no quarter before
            if view.figure == "year_to_date" and data.to_date == data.quarter:
                continue
            heading = view.heading or _under(data, view, last)
            if not (of_one or view.heading):
                heading = _lone(data, view, last, figures[view.figure] == 1)
            under = [f" {it.vi} {it.en}" for it in (together, view.heading) if it]
            key = "".join((f"{view.indicator.name}.{view.figure}", *under))
            if view.indicator is each:
                column = Column(key, heading, KINDS.get(view.figure, "own"), together)
            else:
                bar = view == sorted_by and kind(view.indicator) == "share" and together is None
                form = cell(view.indicator, None, view.figure)
                column = Column(key, heading, form.kind, together, bar, form.decimals)
            columns[key] = (view, column)
    return columns


def _groups(
    data: ReportData, by: Sequence[str], items: Sequence[Item]
) -> Iterator[tuple[list[View], BilingualText | None]]:
    """The views of each item and the heading above them; what is of `each` for every indicator, unless rows are these."""
    for item in items:
        views = [
            replace(view, figure=figure)
            for view in views_of(item)
            for figure in (map(str, data.quarters) if view.figure == QUARTERS else [view.figure])
        ]
        spread = INDICATOR not in by and any(view.indicator is each for view in views)
        for one in registry if spread else [each]:
            shown, together = [view.of(one) for view in views], None
            if isinstance(item, Views):
                first = shown[0].indicator
                together = item.heading or (None if first is each else titled(first))
            yield shown, together


def _under(data: ReportData, view: View, by: str) -> BilingualText:
    """A heading below that of the indicator; where the rows are quarters, it names none."""
    if by == QUARTER and view.figure in OF_QUARTERS:
        return OF_QUARTERS[view.figure]
    quarter, of_each = data.quarters_of.get(view.figure), view.indicator is each
    if quarter and (of_each or view.figure not in UNDER):
        return wording.quarter_short(quarter)
    if view.figure == "target":
        return UNDER["target"].format(wording.within(data.params.all_units.text))
    if of_each:
        return (UNDER | OF_INDICATORS)[view.figure]
    return UNDER[view.figure].format(change_measured(view.indicator).text)


def _lone(data: ReportData, view: View, by: str, only: bool) -> BilingualText:
    """A heading by itself; a rank needs no name where it is the only one."""
    if view.indicator is each:
        return _under(data, view, by)
    if view.figure == "value":
        return titled(view.indicator)
    if view.figure in ("rank", *JUDGED) and only:
        return UNDER[view.figure]
    return both("{0}: {1}").format(view.indicator.title, _under(data, view, by))


def _labels(by: Sequence[str], indicator: Any, rows: Breakdown, code: str) -> dict[str, Any]:
    """What a row is called in the first columns."""
    names: dict[str, Any] = {}
    for column in by:
        if column == INDICATOR:
            names |= {column: indicator.title, UNIT_OF_MEASURE: indicator.unit_of_measure.text}
            continue
        own = code if column == rows.by else getattr(rows.scope, column, TOTAL)
        whole = rows.scope.name if column in (UNIT_GROUP, UNIT) else _TEXT.all
        names[column] = whole if own == TOTAL else rows.scope.data.name(column, own)
        if column == rows.by:
            names[column] = rows.with_compared.get(own, whole)
    return names


def _written(view: View, indicator: Any, value: float | None) -> Any:
    """A figure as the table has it; of `each`, in the form and unit of the row's indicator."""
    if view.figure in JUDGED:
        return JUDGED[view.figure].get(value)
    known = math.nan if value is None else value
    return cell(indicator, known, view.figure, True) if view.indicator is each else known
