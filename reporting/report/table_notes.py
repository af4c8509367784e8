"""The notes below tables: how their figures are rounded and compared, and which have nothing to be compared with."""

from collections.abc import Sequence

from reporting.indicators.indicator import registry
from reporting.indicators.views import View
from reporting.report import history, vintages
from reporting.report.breakdown import UNIT, UNIT_GROUP, Breakdown
from reporting.report.figures import kind
from reporting.report.report_data import ReportData
from reporting.report.scope import Scope
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

ROUNDING = _TEXT.rounding
CHANGES = _TEXT.changes
UNROUNDED = _TEXT.unrounded


def of(
    scope: Scope, rows: Breakdown, views: Sequence[View], left_out: int
) -> tuple[BilingualText, ...]:
    """What to know of a composed table."""
    figures = {view.figure for view in views}
    found = []
    if figures & {"change", "change_on_previous", "plan_difference", "plan_execution"}:
        found.append(UNROUNDED)
    if sum(view.figure == "value" and kind(view.indicator) == "share" for view in views) > 1:
        found.append(ROUNDING)
    if "value_year_ago" in figures and scope.is_everything and rows.by == UNIT_GROUP:
        names = list(dict.fromkeys(view.indicator.name for view in views))
        found += vintages.notes(scope.data, names, [TOTAL, *scope.groups])
    if figures & {"value_year_ago", "change"}:
        found += history.notes(scope.data) if rows.by == UNIT else ()
        found += history.moved(scope.data) if rows.by == UNIT_GROUP else ()
    if (smallest := scope.data.params.smallest_unit) and "rank" in figures and rows.by == UNIT:
        found.append(_TEXT.small.format(smallest))
    if left_out:
        found.append(_TEXT.left_out.format(wording.number(left_out)))
    return tuple(found)


def compared(data: ReportData) -> tuple[BilingualText, ...]:
    """What to know of the changes in a table of all indicators.

    An indicator that looks back itself cannot look back from the compared quarter, whose own is not read.
    """
    named = _looking_back()
    compared = wording.quarter(data.compared)
    return (CHANGES, *([_TEXT.no_figure_and_no.format(named, compared)] if named else ()))


def this_quarter_only() -> tuple[BilingualText, ...]:
    """What to know of a table of several quarters."""
    named = _looking_back()
    return (_TEXT.figures_report_own_quarter.format(named),) if named else ()


def _looking_back() -> BilingualText | None:
    names = [both("“{0}”").format(each.title) for each in registry if each.uses_year_ago]
    return wording.listing(names) if names else None
