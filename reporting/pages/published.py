"""What is published: every report as its manifest and its values tell, and what its codes are called."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from reporting.inputs import outside
from reporting.inputs.folders import MANIFEST, UNITS
from reporting.text import BilingualText, InputError, Quarter, both, texts, wording
from reporting.text.codes import LANGUAGES, TOTAL

_TEXT = texts(__name__)

VALUES, METADATA = "indicators.csv", "indicators.csv-metadata.json"
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
NOBODY, ALL_UNITS = both(""), _TEXT.all_units


@dataclass(frozen=True)
class Described:
    """What the JSON files of a report say of it."""

    codes: Mapping[tuple[str, str], BilingualText] = field(default_factory=dict)  # by column, code
    office: BilingualText = NOBODY
    synthetic: bool = False
    revises: BilingualText | None = None
    released: BilingualText | None = None
    data: Mapping[str, str] = field(default_factory=dict)  # the digest of each input

    def name(self, column: str, code: str) -> BilingualText:
        """What a code is called; one that is not described by itself."""
        return self.codes.get((column, code), ALL_UNITS if code == TOTAL else both(code))

    def of(self, column: str) -> list[str]:
        """The codes of a column, in their order."""
        return [code for name, code in self.codes if name == column]

    def __or__(self, newer: "Described") -> "Described":
        """Both, in the newer one's words where they differ."""
        office = newer.office if any(newer.office) else self.office
        return Described({**self.codes, **newer.codes}, office, self.synthetic or newer.synthetic)


@dataclass(frozen=True)
class Published:
    """One published report: where it is and in which languages; `totals` has its row of `indicators.csv` by indicator."""

    quarter: Quarter
    unit: str
    place: str
    languages: tuple[str, ...]
    totals: Mapping[str, Mapping[str, str]]
    about: Described

    @property
    def group(self) -> str:
        """The group of its unit."""
        return next(iter(self.totals.values()))["unit_group"] if self.totals else TOTAL

    def differs_from(self, other: "Published | None") -> bool:
        """Whether it was made from an input of which the other report had another state."""
        theirs = other.about.data if other else {}
        return any(theirs.get(name, digest) != digest for name, digest in self.about.data.items())

    def number(self, indicator: str, column: str = "value") -> float | None:
        """A figure of the report, if it has it."""
        text = self.totals.get(indicator, {}).get(column)
        return float(text) if text else None


def published(output: Path) -> tuple[list[Published], list[BilingualText]]:
    """Every published report, newest quarter first, all units before each unit; and which cannot be read."""
    reports, notes = [], list[BilingualText]()
    for quarter, folder in sorted(_by_quarter(output), reverse=True):
        units = sorted((folder / UNITS).glob("*/"))
        for place, unit in [(folder, TOTAL), *((each, each.name) for each in units)]:
            languages = tuple(one for one in LANGUAGES if (place / f"report.{one}.html").is_file())
            if not languages or not (place / VALUES).is_file():
                continue
            try:
                with outside.reading(place, _TEXT.damaged):
                    where = place.relative_to(output).as_posix()
                    totals = _totals(place / VALUES, unit)
                    about = described(place)
                    reports.append(Published(quarter, unit, where, languages, totals, about))
            except InputError as error:  # another report's folder: no reason to fail this one's
                notes += error.problems
    return reports, notes


def _by_quarter(output: Path) -> Iterator[tuple[Quarter, Path]]:
    """The folders that a report is published in, with the quarter or period of each."""
    for folder in output.iterdir() if output.is_dir() else ():
        with suppress(InputError):
            if str(quarter := Quarter.parse(folder.name)) == folder.name and folder.is_dir():
                yield quarter, folder


def _totals(path: Path, unit: str) -> dict[str, dict[str, str]]:
    totals: dict[str, dict[str, str]] = {}
    values = outside.content(path).decode("utf-8")
    for row in csv.DictReader(io.StringIO(values, newline="")):
        if (row["unit"], row["source"]) == (unit, TOTAL):
            totals.setdefault(row["indicator"], row)
    for row in totals.values():  # what is wrong fails here, not in the middle of the page
        "".join([row["unit_of_measure"], row["unit_group"]])
        for column in ("value", "change"):
            wording.number(float(row[column] or 0), 1)
    return totals


def described(folder: Path) -> Described:
    """What the description of a folder's values and its manifest say; nothing where there are none."""
    with outside.reading(folder, _TEXT.damaged):
        found = {
            name: json.loads(outside.content(folder / name))
            for name in (METADATA, MANIFEST)
            if (folder / name).is_file()
        }
        about = Described()
        if METADATA in found:
            columns = found[METADATA]["tableSchema"]["columns"]
            codes = {
                (column["name"], concept["skos:notation"]): _in_both(concept["skos:prefLabel"])
                for column in columns
                for concept in column.get("skos:hasTopConcept", ())
            }
            about = Described(codes, _in_both(found[METADATA]["dc:publisher"]))
        if MANIFEST not in found:
            return about
        entities = {entity["@id"]: entity for entity in found[MANIFEST]["@graph"]}
        said = {e["name"]: e["value"] for n, e in entities.items() if n.startswith("#parameter/")}
        revises = released = None
        if "revision" in said:
            own = json.loads(said["revision"])
            day = date.fromisoformat(own["day"]) if own["day"] else None
            revises = wording.revises(day, BilingualText(own["vi"], own["en"]))
        if "#release" in entities:
            on = wording.day(date.fromisoformat(entities["#release"]["endTime"][:10]))
            released = _TEXT.released.format(on, entities["#release/by"]["name"])
        made_up = any(said[name] == "true" for name in said if name.startswith("synthetic"))
        data = {n: e["sha256"] for n, e in entities.items() if n.startswith("#input/")}
        return replace(about, synthetic=made_up, revises=revises, released=released, data=data)


def _in_both(halves: Sequence[Mapping[str, str]]) -> BilingualText:
    return BilingualText(*(f"{half['@value']}" for half in halves))
