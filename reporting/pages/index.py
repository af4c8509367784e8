"""The page of all published reports: newest first, with their main figures, by quarter and by unit."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import takewhile
from pathlib import Path

from reporting import formats, wording
from reporting.building import publish
from reporting.codes import GROUPS, LANGUAGES, TOTAL
from reporting.errors import InputError, Text, both
from reporting.pages import templates
from reporting.pages.page import LANGUAGE_NAMES, WORDS
from reporting.params import OFFICE
from reporting.quarter import Quarter

NAME = publish.INDEX
# The figures of the list of reports; the units' table shows the first share of them.
FIGURES = ("tasks", "on_time_share", "late_share", "overdue_share")


_OFFICE = re.compile(r'class="office">([^<]*)<')


@dataclass(frozen=True)
class Figure:
    """One figure of a published report and its change on the compared quarter; NaN where there is none."""

    value: float
    change: float


@dataclass(frozen=True)
class Published:
    """One published report: where it is, in which languages, and its main figures."""

    quarter: Quarter
    unit: str
    group: str
    place: str
    languages: tuple[str, ...]
    synthetic: bool
    office: Text
    figures: Mapping[str, Figure]

    def link(self, language: str) -> str:
        """Where its page of a language is, from the index page."""
        return f"{self.place}/report.{language}.html"


def write(output: Path, units: Path) -> Path | None:
    """Write `output/index.html` from what is published there; None where nothing is."""
    reports = list(published(output))
    if not reports:
        return None
    html = page(reports, unit_names(units))
    path = output / NAME
    if not path.is_file() or path.read_text(encoding="utf-8") != html:
        beside = path.with_name(f".{NAME}")
        beside.write_text(html, encoding="utf-8", newline="")
        beside.replace(path)
    return path


def published(output: Path) -> Iterator[Published]:
    """Every published report, newest quarter first; all units before each unit."""
    folders = [path for path in output.iterdir() if path.is_dir()] if output.is_dir() else []
    for folder in sorted(folders, reverse=True):
        try:
            quarter = Quarter.parse(folder.name)
        except InputError:
            continue
        units = sorted((folder / publish.UNITS).glob("*/"))
        for place, unit in [(folder, TOTAL), *((each, each.name) for each in units)]:
            if report := _read(place, quarter, unit, output):
                yield report


def _read(place: Path, quarter: Quarter, unit: str, output: Path) -> Published | None:
    languages = tuple(one for one in LANGUAGES if (place / f"report.{one}.html").is_file())
    if not languages or not (place / "indicators.csv").is_file():
        return None
    figures: dict[str, Figure] = {}
    group = TOTAL
    with (place / "indicators.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["unit_group"], row["unit"], row["source"]) == (TOTAL, TOTAL, TOTAL):
                figures[row["indicator"]] = Figure(_number(row["value"]), _number(row["change"]))
            elif row["unit"] == unit:
                group = row["unit_group"]
    heads = {one: _head(place / f"report.{one}.html") for one in languages}
    synthetic = any('class="synthetic"' in head for head in heads.values())
    where = place.relative_to(output).as_posix()
    return Published(quarter, unit, group, where, languages, synthetic, _office(heads), figures)


def _head(path: Path) -> str:
    """A page up to its first section: of many pages, the rest need not be read."""
    with path.open(encoding="utf-8") as lines:
        return "".join(takewhile(lambda line: "</header>" not in line, lines))


def _office(heads: Mapping[str, str]) -> Text:
    """Who issued a report, as its pages say; a language that it does not come in borrows the other's name."""
    names = {
        language: unescape(found[1])
        for language, head in heads.items()
        if (found := _OFFICE.search(head))
    }
    any_name = next(iter(names.values()), None)
    return Text(*(names.get(one) or any_name or OFFICE.text[one] for one in LANGUAGES))


def _number(text: str) -> float:
    return float(text) if text else math.nan


def unit_names(path: Path) -> dict[str, Text]:
    """The names of the units by code, the latest of each; empty where there is no register of units."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row.get("valid_from") or "")
        return {row["code"]: Text(row["name_vi"], row["name_en"]) for row in rows}


def page(reports: list[Published], names: Mapping[str, Text]) -> str:
    """The index page, both languages on one page."""
    whole = [report for report in reports if report.unit == TOTAL]
    of_units = {(report.unit, report.quarter): report for report in reports if report.unit != TOTAL}
    group_of = {report.unit: report.group for report in reversed(reports) if report.unit != TOTAL}
    known = [*names, *sorted(set(group_of) - set(names))]
    groups = {
        group: [unit for unit in known if group_of.get(unit) == group]
        for group in dict.fromkeys([*GROUPS, *sorted(set(group_of.values()))])
    }
    return templates.fill(
        "index.html.j2",
        style=templates.style_sheet("components.css", "page.css", "index.css", "print.css"),
        office=reports[0].office,
        words=WORDS,
        language_names=LANGUAGE_NAMES,
        whole=whole,
        of_units=of_units,
        quarters=sorted({quarter for _, quarter in of_units}, reverse=True),
        groups={group: units for group, units in groups.items() if units},
        names={unit: names.get(unit, both(unit)) for unit in known},
        figures=FIGURES,
        synthetic=any(report.synthetic for report in reports),
        group_label=wording.group_label,
        quarter_heading=_heading,
        quarter_short=wording.quarter_short,
        value=_value,
        change=_change,
    )


def _heading(quarter: Quarter) -> Text:
    text = wording.quarter_bare(quarter)
    return Text(*(half[:1].upper() + half[1:] for half in text))


def _value(report: Published, indicator: str) -> str:
    figure = report.figures.get(indicator)
    if figure is None:
        return formats.MISSING
    if indicator == "tasks":
        return formats.number(figure.value, "vi")
    return formats.percent(figure.value, "vi")


def _change(report: Published, indicator: str) -> str:
    figure = report.figures.get(indicator)
    return formats.MISSING if figure is None else formats.signed(figure.change, "vi")
