"""The columns of a sheet, made from those of a table of the report."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from reporting.report.tables import Column, Table, is_missing
from reporting.text.bilingual import BilingualText

TEXT = "@"
NUMBER_FORMATS: Mapping[str, str] = {
    "count": "#,##0",
    "share": "0.0",
    "date": "dd/mm/yyyy",
    "text": TEXT,
}


class Field(NamedTuple):
    """One column of a sheet: a `BilingualText` column of the report becomes two, one a language."""

    heading: str
    column: Column
    language: str
    whole: bool

    def value(self, row: Mapping[str, Any]) -> Any:
        """What a row has in this column, in its language."""
        found = row.get(self.column.key)
        return found[self.language] if isinstance(found, BilingualText) else found


def fields_of(table: Table) -> list[Field]:
    """The columns of a sheet: texts that differ between the languages side by side, each under its own heading."""
    fields = []
    for column in table.columns:
        heading, values = column.whole_heading, [row.get(column.key) for row in table.rows]
        if any(isinstance(value, BilingualText) and value.vi != value.en for value in values):
            for language in ("vi", "en"):
                end = "" if heading.vi != heading.en else f" ({language})"
                fields.append(Field(heading[language] + end, column, language, False))
        else:
            text = "\n".join(dict.fromkeys(heading))
            fields.append(Field(text, column, "vi", _is_whole(table, column)))
    return fields


def _is_whole(table: Table, column: Column) -> bool:
    """Whether the numbers of a column need no decimal, as the page has it."""
    numbers = (row.get(column.key) for row in table.rows if column.kind_in(row) == "number")
    return all(is_missing(value) or float(value or 0).is_integer() for value in numbers)


def _unit(field: Field, row: Mapping[str, Any]) -> str:
    """The unit after a figure whose column has several: ` điểm % / pp`, as a format of Excel has texts."""
    if not (unit := row.get(field.column.unit)):
        return ""
    text = " / ".join(dict.fromkeys(unit)).replace('"', "")
    return f'"{text}"' if text == "%" else f'" {text}"'


def number_format(field: Field, row: Mapping[str, Any]) -> str:
    """How Excel shows a value of a row; a number has its decimals where any of its column needs them."""
    kind = field.column.kind_in(row)
    if kind == "signed":
        places, unit = "0.0" if field.column.decimals else "0", _unit(field, row)
        return f"+#,##{places}{unit};-#,##{places}{unit};{places}{unit}"
    if kind != "number":
        return NUMBER_FORMATS[kind]
    decimals = 0 if field.whole else int(row.get("decimals", field.column.decimals))
    return f"#,##0.{'0' * decimals}".rstrip(".")
