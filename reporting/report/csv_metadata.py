"""`indicators.csv-metadata.json`: what the columns of `indicators.csv` hold, and what its codes are called (CSVW)."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reporting.indicators.cube import COLUMNS
from reporting.indicators.indicator import registry
from reporting.report.report_data import ReportData
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL

NAME = "indicators.csv-metadata.json"
# What is the same in every report; a heading of the file is among its column's titles, as the standard asks for.
TEMPLATE = Path(__file__).with_name(NAME)


def as_json(data: ReportData) -> bytes:
    """Write the metadata of a report's values; the same bytes in every language."""
    described = json.loads(TEMPLATE.read_text("utf-8"))
    title = BilingualText("Các chỉ tiêu {0}, {1}", "Indicators of {0}, {1}")
    described["dc:title"] = _in_both(title.format(wording.quarter(data.quarter), data.all_units))
    described["dc:publisher"] = _in_both(data.params.office.text)
    columns = {column["name"]: column for column in described["tableSchema"]["columns"]}
    for name, codes in _codes(data):
        concepts = [{"skos:notation": c, "skos:prefLabel": _in_both(text)} for c, text in codes]
        columns[name].setdefault("skos:hasTopConcept", []).extend(concepts)
    for concept, each in zip(columns["indicator"]["skos:hasTopConcept"], registry, strict=True):
        concept["skos:definition"] = _in_both(each.definition)
    described["tableSchema"]["columns"] = [columns[name] for name in COLUMNS]
    return f"{json.dumps(described, ensure_ascii=False, indent=1)}\n".encode()


def _codes(data: ReportData) -> Iterable[tuple[str, Iterable[tuple[str, BilingualText]]]]:
    """The codes of each column that has some of the report's own, with their names."""
    office = data.params
    units = data.inputs.layout(data.quarter, data.unit).units["code"]
    yield "quarter", [(str(data.quarter), wording.quarter(data.quarter))]
    yield "indicator", [(each.name, each.title) for each in registry]
    yield "unit_group", [(code, office.group_name(code)) for code in (TOTAL, *data.groups)]
    yield "unit", [(TOTAL, office.all_units.text), *((c, data.unit_name(c)) for c in units)]
    yield "source", [(code, office.source_name(code)) for code in (TOTAL, *office.sources)]
    measured = [(code, unit.label) for code, unit in registry.units_of_measure.items()]
    yield "unit_of_measure", measured
    yield "change_in", [each for each in measured if each[0] not in ("%", "pp")]


def _in_both(text: BilingualText) -> list[dict[str, Any]]:
    return [{"@value": text.vi, "@language": "vi"}, {"@value": text.en, "@language": "en"}]
