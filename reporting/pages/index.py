"""The page of all published reports, newest first, with their main figures; a page for each unit sets its own side by side."""

from collections.abc import Container
from pathlib import Path

from reporting.inputs.folders import INDEX, UNITS
from reporting.pages import comparison
from reporting.pages.published import LANGUAGE_NAMES, Described, Published, published
from reporting.text import TOTAL, BilingualText, texts, wording

_TEXT = texts(__name__)
RECENT = 8  # reports of which any two are set side by side; of all, the page would be too long


def pages(output: Path, changed: Container[str] = ()) -> tuple[dict[str, str], list[BilingualText]]:
    """The pages of what is published in a folder by their names there, none where nothing is; and what was noticed.

    Beside the index, one of each unit with several reports; those of units not `changed` only where they are missing.
    """
    reports, notes = published(output)
    if not reports:
        return {}, notes
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
    own = {unit: _pairs([each for each in of_units if each.unit == unit]) for unit in group_of}
    several = {unit: f"{UNITS}/{unit}.html" for unit, pairs in own.items() if pairs}
    made = {
        place: comparison.filled(
            "unit_index.html.j2",
            about,
            title=_TEXT.of_unit.format(about.name("unit", unit)),
            unit=unit,
            compared=[comparison.of_reports(*pair) for pair in own[unit]],
        )
        for unit, place in several.items()
        if unit in changed or not (output / place).is_file()
    }
    made[INDEX] = comparison.filled(
        "index.html.j2", about, title=_TEXT.title, language_names=LANGUAGE_NAMES, whole=whole,
        indicators=indicators, of={(report.unit, report.quarter): report for report in reports},
        compared=[comparison.of_reports(*pair) for pair in _pairs(whole)], several=several,
        quarters=sorted({report.quarter for report in of_units}, reverse=True),
        groups={group: units for group, units in groups.items() if units}, wording=wording,
    )  # fmt: skip
    return made, notes


def _pairs(reports: list[Published]) -> list[tuple[Published, Published]]:
    """An older and a newer report of one unit and one length: any two of the newest, and each with that of a year before."""
    found = []
    for new in reports:
        alike = [each for each in reports if each.quarter.quarters == new.quarter.quarters]
        place = alike.index(new) + 1
        near, before = alike[place : max(place + 1, RECENT)], new.quarter.year_ago
        found += [(old, new) for old in alike[place:] if old in near or old.quarter == before]
    return found
