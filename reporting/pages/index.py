"""The page of all published reports: newest first, with their main figures, by quarter, by unit and side by side."""

from pathlib import Path

from reporting.pages import comparison
from reporting.pages.comparison import Comparison
from reporting.pages.published import LANGUAGE_NAMES, Described, Published, published
from reporting.report import templates
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL

TITLE = BilingualText("Báo cáo công tác quý", "Quarterly work reports")
RECENT = 8  # reports of which any two are set side by side; of all, the page would be too long


def html(output: Path) -> tuple[str, list[BilingualText]]:
    """The page of what is published in a folder, empty where nothing is; and what was noticed there."""
    reports, notes = published(output)
    if not reports:
        return "", notes
    about = Described()
    for report in sorted(reports, key=lambda each: (each.quarter, each.unit == TOTAL)):
        about |= report.about
    whole = [report for report in reports if report.unit == TOTAL]
    of_units = [report for report in reports if report.unit != TOTAL]
    group_of = {report.unit: report.group for report in reversed(of_units)}
    units = dict.fromkeys([*about.of("unit"), *sorted(group_of)])
    order = dict.fromkeys([*about.of("unit_group"), *sorted(group_of.values())])
    groups = {group: [u for u in units if group_of.get(u) == group] for group in order}
    indicators: dict[str, str] = {}
    for report in whole:
        for name, row in report.totals.items():
            indicators.setdefault(name, row["unit_of_measure"])
    page = templates.fill(
        "index.html.j2",
        style=templates.style_sheet("components.css", "page.css", "index.css", "print.css"),
        title=TITLE,
        about=about,
        notice=wording.ILLUSTRATIVE if about.synthetic else None,
        language_names=LANGUAGE_NAMES,
        whole=whole,
        indicators=indicators,
        of={(report.unit, report.quarter): report for report in reports},
        compared=_compared(reports),
        quarters=sorted({report.quarter for report in of_units}, reverse=True),
        groups={group: units for group, units in groups.items() if units},
        formats=formats,
        wording=wording,
    )
    return page, notes


def _compared(reports: list[Published]) -> dict[str, list[Comparison]]:
    """The reports of all units side by side, and the newest of each unit beside an earlier one."""
    of_unit: dict[str, list[Published]] = {}
    for report in reports:
        of_unit.setdefault(report.unit, []).append(report)
    return {
        unit: [
            comparison.of_reports(old, new)
            for new in (own if unit == TOTAL else own[:1])
            for old in _earlier(new, own)
        ]
        for unit, own in of_unit.items()
    }


def _earlier(report: Published, reports: list[Published]) -> list[Published]:
    """What a report is set beside: the last one before it and that of a year before; of all units any recent one."""
    alike = [each for each in reports if each.quarter.quarters == report.quarter.quarters]
    place = alike.index(report) + 1
    near = alike[place : max(place + 1, RECENT if report.unit == TOTAL else 0)]
    year_ago = [each for each in alike[place:] if each.quarter == report.quarter.year_ago]
    return near + [each for each in year_ago if each not in near]
