"""What a finished report hands to the command: its values, what their columns hold (CSVW), its tables as a workbook."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reporting.indicators import cube
from reporting.indicators.indicator import registry
from reporting.report.report_data import ReportData
from reporting.report.sections import definitions
from reporting.tables.workbook import Cover, workbook
from reporting.text import TOTAL, BilingualText, both, texts, wording

_TEXT = texts(__name__)

METADATA = "indicators.csv-metadata.json"


def results(data: ReportData) -> dict[str, bytes]:
    """The files by name; the same bytes in every language."""
    notes, files, cut_off = definitions(), data.inputs.files, data.params.cut_off
    tables = [each for each in data.tables if each.name != notes.name]
    lines = [
        _TEXT.coverage.format(data.all_units),
        _TEXT.as_of.format(wording.day(cut_off)),
        _TEXT.data_work_management_software.format(files.own_data),
        _TEXT.cells_hold_unrounded_figures,
    ]
    if noticed := wording.notice(data.quarter, files.synthetic):
        lines.append(both("{0}. {1}").format(noticed.short, noticed.full))
    if revised := files.revised:
        lines.append(wording.revises(revised.day, revised.reason))
    title = _TEXT.work_report_tables.format(wording.quarter_bare(data.quarter))
    cover = Cover(title, tuple(lines), data.params.office.text, cut_off)
    return {
        "indicators.csv": cube.as_csv(data.rows()).encode("utf-8"),
        METADATA: _metadata(data),
        "tables.xlsx": workbook(cover, notes, tables),
    }


def _metadata(data: ReportData) -> bytes:
    """What is the same in every report comes from a file; what the report's own codes are called is added."""
    described = json.loads(Path(__file__).with_name(METADATA).read_text("utf-8"))
    title = _TEXT.title.format(wording.quarter(data.quarter), data.all_units)
    described["dc:title"] = _in_both(title)
    described["dc:publisher"] = _in_both(data.params.office.text)
    columns = {column["name"]: column for column in described["tableSchema"]["columns"]}
    for name, codes in _codes(data):
        concepts = [{"skos:notation": c, "skos:prefLabel": _in_both(text)} for c, text in codes]
        columns[name].setdefault("skos:hasTopConcept", []).extend(concepts)
    for concept, each in zip(columns["indicator"]["skos:hasTopConcept"], registry, strict=True):
        concept["skos:definition"] = _in_both(each.definition)
    described["tableSchema"]["columns"] = [columns[name] for name in cube.COLUMNS]
    return f"{json.dumps(described, ensure_ascii=False, indent=1)}\n".encode()


def _codes(data: ReportData) -> Iterable[tuple[str, Iterable[tuple[str, BilingualText]]]]:
    """The codes of each column that has some of the report's own, with their names."""
    office = data.params
    yield "quarter", [(str(data.quarter), wording.quarter(data.quarter))]
    yield "indicator", [(each.name, each.title) for each in registry]
    yield "unit_group", [(code, office.group_name(code)) for code in (TOTAL, *data.groups)]
    units = [(code, data.name("unit", code)) for code in data.unit_groups]
    yield "unit", [(TOTAL, office.all_units.text), *units]
    yield "source", [(code, office.source_name(code)) for code in (TOTAL, *office.sources)]
    measured = [(code, unit.text) for code, unit in registry.units_of_measure.items()]
    yield "unit_of_measure", measured
    yield "change_in", [each for each in measured if each[0] not in ("%", "pp")]


def _in_both(text: BilingualText) -> list[dict[str, Any]]:
    return [{"@value": text.vi, "@language": "vi"}, {"@value": text.en, "@language": "en"}]
