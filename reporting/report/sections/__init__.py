"""The sections of the briefing, one module each: what each found, its tables and its charts.

A section is a module with any of `finding`, `TABLES` and `CHARTS`; names of tables and charts are unique in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from reporting.indicators.mistakes import PART, Mistake, unknown
from reporting.report.sections import (
    breakdowns,
    definitions,
    glance,
    groups,
    lateness,
    next_quarter,
    quality,
    revisions,
    sources,
    statement,
    status,
    trend,
    units,
)
from reporting.report.tables import Table
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL

if TYPE_CHECKING:
    from reporting.report.report import Report

_MODULES = (
    glance, revisions, groups, status, sources, units, trend, lateness, next_quarter,
    statement, quality, definitions, breakdowns,
)  # fmt: skip


def _merge(attribute: str) -> dict[str, Callable[..., Any]]:
    return {
        name: function
        for module in _MODULES
        for name, function in getattr(module, attribute, {}).items()
    }


FINDINGS: Mapping[str, Callable[[Report], list[BilingualText]]] = _merge("FINDINGS")
TABLES: Mapping[str, Callable[[Report], Table | None]] = _merge("TABLES")
CHARTS: Mapping[str, Callable[[Report], str]] = _merge("CHARTS")

# Tables that set units side by side, or speak of all of them: a unit's own report has none of them.
BETWEEN_UNITS = {
    "groups",
    "units",
    "published_figures",
    "statement_checks",
    *(name for name in breakdowns.TABLES if "group" in name or "unit" in name),
}


def headline(report: Report) -> str:
    """The first screen of the page."""
    return glance.headline(report)


def each_source(report: Report) -> str:
    """Every source of tasks under its name."""
    return sources.each(report)


def finding(report: Report, name: str) -> str:
    """The sentences of a section, as paragraphs."""
    sentences = _pick(FINDINGS, name)(report)
    report.said[name] = sentences
    return "".join(
        f'<p class="finding">{escape(sentence[report.language])}</p>' for sentence in sentences
    )


def table(report: Report, name: str) -> Table | None:
    """A table by name; None where the report has nothing for it."""
    made = _pick(TABLES, name)
    if report.unit != TOTAL and name in BETWEEN_UNITS:
        return None
    return made(report)


def chart(report: Report, name: str) -> str:
    """A chart by name, as a figure; empty where the report has nothing for it."""
    return _pick(CHARTS, name)(report)


def _pick(known: Mapping[str, Any], name: str) -> Any:
    if name not in known:
        raise Mistake(unknown(PART, name, known))
    return known[name]
