"""The notes below tables: how their figures are rounded and compared, and which have nothing to be compared with."""

from collections.abc import Sequence

from reporting.indicators.indicator import registry
from reporting.indicators.views import View
from reporting.report import history, vintages
from reporting.report.breakdown import UNIT, UNIT_GROUP, Breakdown
from reporting.report.figures import SMALL, is_small, kind
from reporting.report.report_data import Codes, ReportData
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)


def of(
    rows: Breakdown, views: Sequence[View], codes: Sequence[str], left_out: int
) -> tuple[BilingualText, ...]:
    """What to know of a composed table."""
    scope, figures = rows.scope, {view.figure for view in views}
    found = []
    if figures & {"change", "change_on_previous", "plan_difference", "plan_execution"}:
        found.append(_TEXT.unrounded)
    if any(rows.is_small(view, code) for view in views for code in codes):
        found.append(_TEXT.small_base.format(SMALL))
    if sum(view.figure == "value" and kind(view.indicator) == "share" for view in views) > 1:
        found.append(_TEXT.rounding)
    if "value_year_ago" in figures and scope.is_everything and rows.by == UNIT_GROUP:
        names = list(dict.fromkeys(view.indicator.name for view in views))
        found += vintages.notes(scope.data, names, [TOTAL, *scope.groups])
    if figures & {"value_year_ago", "change"}:
        kept = scope.data.inputs.unit_columns.get(rows.by)
        units = None if scope.is_everything else codes
        if kept:
            units = [kept[code] for code in codes if code in kept]
        found += history.notes(scope.data, units) if kept or rows.by == UNIT else ()
        found += history.moved(scope.data) if rows.by == UNIT_GROUP else ()
    if (smallest := scope.data.params.smallest_unit) and "rank" in figures and rows.by == UNIT:
        found.append(_TEXT.small.format(smallest))
    if left_out:
        found.append(_TEXT.left_out.format(wording.number(left_out)))
    return tuple(found)


def compared(data: ReportData, cells: Sequence[Codes]) -> tuple[BilingualText, ...]:
    """What to know of the changes in a table of some cells of all indicators.

    An indicator that looks back itself cannot look back from the compared quarter, whose own is not read.
    """
    found, known = [_TEXT.unrounded], data.cells()
    then = (
        (each, known[each.name, *cell]["value_year_ago"]) for each in registry for cell in cells
    )
    if any(is_small(indicator, value) for indicator, value in then):
        found.append(_TEXT.small_base.format(SMALL))
    if named := _looking_back():
        found.append(_TEXT.no_figure_and_no.format(named, wording.quarter(data.compared)))
    return tuple(found)


def this_quarter_only() -> tuple[BilingualText, ...]:
    """What to know of a table of several quarters."""
    named = _looking_back()
    return (_TEXT.figures_report_own_quarter.format(named),) if named else ()


def _looking_back() -> BilingualText | None:
    names = [both("“{0}”").format(each.title) for each in registry if each.uses_year_ago]
    return wording.listing(names) if names else None
