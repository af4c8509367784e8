"""`indicators.csv-metadata.json`: what the columns of `indicators.csv` hold, and what its codes are called (CSVW)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reporting.indicators.cube import COLUMNS
from reporting.indicators.indicator import UNITS_OF_MEASURE, registry
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL

if TYPE_CHECKING:
    from reporting.report.report import Report

NAME = "indicators.csv-metadata.json"
# By column: its title and its datatype.
TITLES: dict[str, tuple[BilingualText, str]] = {
    "quarter": (BilingualText("Quý, hoặc kỳ", "Quarter, or period"), "string"),
    "indicator": (BilingualText("Chỉ tiêu", "Indicator"), "string"),
    "unit_group": (BilingualText("Nhóm đơn vị", "Unit group"), "string"),
    "unit": (BilingualText("Đơn vị", "Unit"), "string"),
    "source": (BilingualText("Nguồn giao việc", "Source of tasks"), "string"),
    "value": (BilingualText("Giá trị, chưa làm tròn", "Value, unrounded"), "number"),
    "numerator": (BilingualText("Tử số của tỷ lệ", "Numerator of a share"), "number"),
    "denominator": (BilingualText("Mẫu số của tỷ lệ", "Denominator of a share"), "number"),
    "unit_of_measure": (BilingualText("Đơn vị tính", "Unit of measure"), "string"),
    "value_year_ago": (BilingualText("Giá trị kỳ so sánh", "Value of the compared quarter"), "number"),
    "change": (BilingualText("Tăng, giảm", "Change"), "number"),
    "change_in": (BilingualText("Tăng, giảm tính bằng", "Change given in"), "string"),
    "plan": (BilingualText("Kế hoạch", "Plan"), "number"),
    "plan_difference": (BilingualText("Chênh lệch so với kế hoạch", "Value minus plan"), "number"),
    "plan_execution": (BilingualText("So với kế hoạch (%)", "Value as % of plan"), "number"),
    "flags": (BilingualText("Ký hiệu", "Flags"), "string"),
}  # fmt: skip
FLAGS = {
    "b": BilingualText("gộp các đơn vị để so sánh", "units were put together for the comparison"),
    "r": BilingualText("điều chỉnh so với bản đã công bố", "revised since the release"),
}
CHANGES = {
    "pp": BilingualText("điểm phần trăm", "percentage points"),
    "%": BilingualText("phần trăm", "per cent"),
}


def as_json(report: Report) -> bytes:
    """Write the metadata of a report's values; the same bytes in every language."""
    office, whole = report.params, report.params.all_units.text
    units = report.inputs.layout(report.quarter, report.unit).units["code"]
    title = BilingualText("Các chỉ tiêu {0}, {1}", "Indicators of {0}, {1}").format(
        wording.quarter(report.quarter), report.whole
    )
    codes: dict[str, Iterable[tuple[str, BilingualText]]] = {
        "quarter": [(str(report.quarter), wording.quarter(report.quarter))],
        "indicator": [(each.name, each.title) for each in registry],
        "unit_group": [(TOTAL, whole), *((c, office.group_name(c)) for c in report.groups)],
        "unit": [(TOTAL, whole), *((c, report.unit_name(c)) for c in units)],
        "source": [(c, office.source_name(c)) for c in (TOTAL, *office.sources)],
        "unit_of_measure": UNITS_OF_MEASURE.items(),
        "change_in": {**UNITS_OF_MEASURE, **CHANGES}.items(),
        "flags": FLAGS.items(),
    }
    definitions = {each.name: each.definition for each in registry}
    columns = [_column(name, codes.get(name, ()), definitions) for name in COLUMNS]
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "url": "indicators.csv",
        "dc:title": _in_both(title),
        "dc:publisher": _in_both(office.office.text),
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": {
            "columns": columns,
            "primaryKey": ["quarter", "indicator", "unit_group", "unit", "source"],
        },
    }
    return f"{json.dumps(described, ensure_ascii=False, indent=1)}\n".encode()


def _column(
    name: str,
    codes: Iterable[tuple[str, BilingualText]],
    definitions: dict[str, BilingualText],
) -> dict[str, Any]:
    """A column; the heading in the file is among its titles, as the standard asks for."""
    title, datatype = TITLES[name]
    column: dict[str, Any] = {
        "name": name,
        "titles": {"vi": [title.vi, name], "en": [title.en, name]},
        "datatype": datatype,
    }
    concepts = [
        {"skos:notation": code, "skos:prefLabel": _in_both(label)}
        | ({"skos:definition": _in_both(definitions[code])} if name == "indicator" else {})
        for code, label in codes
    ]
    return column | ({"skos:hasTopConcept": concepts} if concepts else {})


def _in_both(text: BilingualText) -> list[dict[str, str]]:
    return [{"@value": text.vi, "@language": "vi"}, {"@value": text.en, "@language": "en"}]
