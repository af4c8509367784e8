"""What a notebook hands over besides its page: its tables and what heads them, as JSON, the same in every language."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from reporting.report.notices import notice
from reporting.report.report_data import ReportData
from reporting.report.sections import definitions, every_indicator
from reporting.report.tables import Column, Table, is_missing
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

FILE = "document.json"
NOTES = "notes"  # the table of definitions, which has a sheet of its own


def as_json(data: ReportData) -> str:
    """The tables shown and, after them, every breakdown of every indicator; the definitions apart."""
    shown = [table for table in data.shown if table.name != NOTES]
    names = {table.name for table in shown}
    more = [each for each in every_indicator.workbook_tables(data) if each.name not in names]
    document = {
        **_heads(data),
        "definitions": _table(definitions.definitions(data)),
        "tables": [_table(table) for table in (*shown, *more)],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _heads(data: ReportData) -> dict[str, Any]:
    cut_off = data.params.cut_off
    lines = [
        BilingualText("Phạm vi: {0}", "Coverage: {0}").format(data.all_units),
        BilingualText("Số liệu tính đến ngày {0}", "Figures as of {0}").format(
            wording.day(cut_off)
        ),
        _TEXT.data_work_management_software.format(data.inputs.files.own_data),
        _TEXT.cells_hold_unrounded_figures,
    ]
    if said := notice(data.quarter, data.inputs.files.synthetic):
        lines.append(BilingualText("{0}. {1}", "{0}. {1}").format(said.short, said.full))
    if revised := data.inputs.files.revised:
        lines.append(wording.revises(revised.day, revised.reason))
    title = _TEXT.work_report_tables.format(wording.quarter_bare(data.quarter))
    return {
        "title": list(title),
        "lines": [list(line) for line in lines],
        "author": list(data.params.office.text),
        "day": cut_off.isoformat(),
    }


def _table(table: Table) -> dict[str, Any]:
    columns = [
        {
            "key": column.key,
            "heading": list(column.heading),
            "kind": column.kind,
            "over": list(column.over) if column.over else None,
            "language": column.language,
            "decimals": column.decimals,
        }
        for column in table.columns
    ]
    keys = [*(column.key for column in table.columns), "total", "kind", "decimals"]
    rows = [
        {key: _value(row[key]) for key in keys if key in row and not is_missing(row[key])}
        for row in table.rows
    ]
    return {
        "name": table.name,
        "title": list(table.title),
        "columns": columns,
        "rows": rows,
        "notes": [list(note) for note in table.notes],
        "collapsed": table.folded,
    }


def _value(value: Any) -> Any:
    if isinstance(value, BilingualText):
        return list(value)
    if isinstance(value, date):  # a pandas timestamp is one as well
        return {"date": value.strftime("%Y-%m-%d")}
    return value.item() if hasattr(value, "item") else value


def tables(document: Mapping[str, Any]) -> list[Table]:
    """The tables of a document, as they were."""
    return [table(each) for each in document["tables"]]


def table(given: Mapping[str, Any]) -> Table:
    """One table of a document."""
    columns = tuple(
        Column(
            each["key"],
            text(each["heading"]),
            each["kind"],
            over=text(each["over"]) if each["over"] else None,
            language=each["language"],
            decimals=each["decimals"],
        )
        for each in given["columns"]
    )
    rows = tuple({key: _read(value) for key, value in row.items()} for row in given["rows"])
    notes = tuple(text(note) for note in given["notes"])
    return Table(given["name"], text(given["title"]), columns, rows, notes, given["collapsed"])


def text(given: list[str]) -> BilingualText:
    """A text in both languages."""
    return BilingualText(*given)


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return text(value)
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value
