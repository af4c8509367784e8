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
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

FILE = "document.json"
NOTES = "notes"  # the table of definitions, which has a sheet of its own


def as_json(data: ReportData) -> str:
    """The tables shown and, after them, every breakdown of every indicator; the definitions apart."""
    own = [table for table in data.tables if table.name != NOTES]
    names = {table.name for table in own}
    more = [each for each in every_indicator.workbook_tables(data) if each.name not in names]
    document = {
        **_heads(data),
        "definitions": _table(definitions.definitions(data)),
        "tables": [_table(table) for table in (*own, *more)],
    }
    return json.dumps(document, default=_value, ensure_ascii=False, separators=(",", ":"))


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
    if noticed := notice(data.quarter, data.inputs.files.synthetic):
        lines.append(both("{0}. {1}").format(noticed.short, noticed.full))
    if revised := data.inputs.files.revised:
        lines.append(wording.revises(revised.day, revised.reason))
    title = _TEXT.work_report_tables.format(wording.quarter_bare(data.quarter))
    return {
        "title": title,
        "lines": lines,
        "author": data.params.office.text,
        "day": cut_off.isoformat(),
    }


def _table(table: Table) -> dict[str, Any]:
    units = filter(None, (column.unit for column in table.columns))
    keys = [*(column.key for column in table.columns), *units, "total", "kind", "decimals"]
    rows = [
        {key: row[key] for key in keys if key in row and not is_missing(row[key])}
        for row in table.rows
    ]
    return {
        "name": table.name,
        "title": table.title,
        "columns": [vars(column) for column in table.columns],
        "rows": rows,
        "notes": table.notes,
        "collapsed": table.collapsed,
    }


def _value(value: Any) -> Any:
    """What JSON has no form for: days, and numbers of numpy."""
    if isinstance(value, date):  # a pandas timestamp is one as well
        return {"date": value.strftime("%Y-%m-%d")}
    return value.item()


def tables(document: Mapping[str, Any]) -> list[Table]:
    """The tables of a document, as they were."""
    return [table(each) for each in document["tables"]]


def table(given: Mapping[str, Any]) -> Table:
    """One table of a document."""
    columns = tuple(
        Column(**{key: _read(value) for key, value in each.items()}) for each in given["columns"]
    )
    rows = tuple({key: _read(value) for key, value in row.items()} for row in given["rows"])
    notes, title = tuple(map(text, given["notes"])), text(given["title"])
    return Table(given["name"], title, columns, rows, notes, given["collapsed"])


def text(given: list[str]) -> BilingualText:
    """A text in both languages."""
    return BilingualText(*given)


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return text(value)
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value
