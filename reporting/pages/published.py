"""What is published: every report, its main figures, and what its indicators are called."""

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from reporting.inputs import noticed, outside
from reporting.inputs.folders import UNITS
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import LANGUAGES, TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

METADATA = "indicators.csv-metadata.json"
_REVISES = re.compile(r'class="revised">([^<]*)<')
_OFFICE = re.compile(r'class="office">([^<]*)<')
# A row of the table of definitions: what an indicator is called, its code, its unit of measure.
_DEFINED = re.compile(r'<th scope="row"[^>]*>([^<]*)</th><td[^>]*>(\w+)</td><td[^>]*>([^<]*)</td>')


class Named(NamedTuple):
    """What an indicator is called, and its unit of measure."""

    title: BilingualText
    unit: BilingualText


@dataclass(frozen=True)
class Figure:
    """One figure of a published report and its change on the compared quarter; NaN where there is none."""

    value: float
    change: float
    unit: str


@dataclass(frozen=True)
class Published:
    """One published report: where it is, in which languages, its totals, what the indicators of all units are called.

    `figures` and `names` are by the indicators' codes, in their order; `names` is empty for one unit's report.
    `codes` has what codes are called, by column of `indicators.csv`.
    """

    quarter: Quarter
    unit: str
    group: str
    place: str
    languages: tuple[str, ...]
    synthetic: bool
    revises: BilingualText | None
    office: BilingualText
    figures: Mapping[str, Figure]
    names: Mapping[str, Named]
    codes: Mapping[str, Mapping[str, BilingualText]]

    def link(self, language: str) -> str:
        """Where its page of a language is, from the index page."""
        return f"{self.place}/report.{language}.html"


def published(output: Path) -> Iterator[Published]:
    """Every published report, newest quarter first; all units before each unit."""
    folders = [path for path in output.iterdir() if path.is_dir()] if output.is_dir() else []
    for quarter, folder in sorted(_by_quarter(folders), reverse=True):
        units = sorted((folder / UNITS).glob("*/"))
        for place, unit in [(folder, TOTAL), *((each, each.name) for each in units)]:
            try:
                with outside.reading(place, _TEXT.damaged):
                    report = _read(place, quarter, unit, output)
            except InputError as error:  # another report's folder: no reason to fail this one's
                noticed.keep(list(error.problems))
            else:
                if report:
                    yield report


def _by_quarter(folders: Iterable[Path]) -> Iterator[tuple[Quarter, Path]]:
    """The folders that a report is published in, with the quarter or period of each."""
    for folder in folders:
        with suppress(InputError):
            quarter = Quarter.parse(folder.name)
            if str(quarter) == folder.name:
                yield quarter, folder


def _read(place: Path, quarter: Quarter, unit: str, output: Path) -> Published | None:
    languages = tuple(one for one in LANGUAGES if (place / f"report.{one}.html").is_file())
    if not languages or not (place / "indicators.csv").is_file():
        return None
    figures: dict[str, Figure] = {}
    group = TOTAL
    values = outside.content(place / "indicators.csv").decode("utf-8")
    for row in csv.DictReader(io.StringIO(values, newline="")):
        if (row["unit"], row["source"]) == (unit, TOTAL) and row["indicator"] not in figures:
            figures[row["indicator"]] = Figure(
                _number(row["value"]), _number(row["change"]), row["unit_of_measure"]
            )
            group = row["unit_group"]
    pages = {one: place / f"report.{one}.html" for one in languages}
    heads = {one: _head(path) for one, path in pages.items()}
    names = _names(pages) if unit == TOTAL else {}
    synthetic = any('class="synthetic"' in head for head in heads.values())
    where = place.relative_to(output).as_posix()
    codes = _codes(place / METADATA)
    return Published(
        quarter=quarter,
        unit=unit,
        group=group,
        place=where,
        languages=languages,
        synthetic=synthetic,
        revises=_said(_REVISES, heads),
        office=_said(_OFFICE, heads) or both(""),
        figures=figures,
        names=names,
        codes=codes,
    )


def _codes(path: Path) -> dict[str, dict[str, BilingualText]]:
    """What the codes of a report are called, as the description of its values says; nothing where there is none."""
    if not path.is_file():
        return {}
    columns = json.loads(outside.content(path))["tableSchema"]["columns"]
    return {
        column["name"]: {
            each["skos:notation"]: BilingualText(
                *(half["@value"] for half in each["skos:prefLabel"])
            )
            for each in column.get("skos:hasTopConcept", ())
        }
        for column in columns
    }


def _head(path: Path) -> str:
    """A page up to its first section: of many pages, the rest need not be read."""
    outside.check_size(path, path.stat().st_size, outside.LARGEST_TEXT)
    with path.open(encoding="utf-8") as lines:
        return "".join(takewhile(lambda line: "</header>" not in line, lines))


def _said(what: re.Pattern[str], heads: Mapping[str, str]) -> BilingualText | None:
    """What the heads of a report's pages say: who issued it, what it revises."""
    found = {one: match[1] for one, head in heads.items() if (match := what.search(head))}
    return _text(found) if found else None


def _names(pages: Mapping[str, Path]) -> dict[str, Named]:
    """What the indicators are called, as the pages' tables of definitions say."""
    titles: dict[str, dict[str, str]] = {}
    units: dict[str, dict[str, str]] = {}
    for language, path in pages.items():
        table = outside.content(path).decode("utf-8").partition('id="table-notes"')[2]
        for title, code, unit in _DEFINED.findall(table.partition("</table>")[0]):
            titles.setdefault(code, {})[language] = title
            units.setdefault(code, {})[language] = unit
    return {code: Named(_text(titles[code]), _text(units[code])) for code in titles}


def _text(halves: Mapping[str, str]) -> BilingualText:
    """A text as pages have it; a language that there is no page in borrows the other's."""
    known = next(iter(halves.values()))
    return BilingualText(*(unescape(halves.get(one, known)) for one in LANGUAGES))


def _number(text: str) -> float:
    return float(text) if text else math.nan
