"""The columns of a sheet, made from those of a table of the report."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from reporting.report.tables import Column, Table
from reporting.text.bilingual import BilingualText
from reporting.text.codes import LANGUAGES

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
    table: Table
    column: Column
    language: str = "vi"

    def value(self, row: Mapping[str, Any]) -> Any:
        """What a row has in this column, in its language."""
        found = row.get(self.column.key)
        return found[self.language] if isinstance(found, BilingualText) else found

    def number_format(self, row: Mapping[str, Any]) -> str:
        """How Excel shows the value of a row; a number has its decimals where any of its column needs them."""
        kind = self.column.kind_in(row)
        if kind == "signed":
            form = f"{'0.0' if self.column.decimals else '0'}{self._unit(row)}"
            return f"+#,##{form};-#,##{form};{form}"
        if kind == "number":
            return f"#,##0.{'0' * self.table.decimals(self.column, row)}".rstrip(".")
        return NUMBER_FORMATS[kind]

    def _unit(self, row: Mapping[str, Any]) -> str:
        """The unit after a figure whose column has several: ` điểm % / pp`, as a format of Excel has texts."""
        text = " / ".join(dict.fromkeys(row.get(self.column.unit) or ())).replace('"', "")
        return text and (f'"{text}"' if text == "%" else f'" {text}"')


def fields_of(table: Table) -> list[Field]:
    """The columns of a sheet: texts that differ between the languages side by side, each under its own heading."""
    fields = []
    for column in table.columns:
        heading, values = column.whole_heading, [row.get(column.key) for row in table.rows]
        if any(isinstance(value, BilingualText) and value.vi != value.en for value in values):
            for language in LANGUAGES:
                end = "" if heading.vi != heading.en else f" ({language})"
                fields.append(Field(heading[language] + end, table, column, language))
        else:
            fields.append(Field("\n".join(dict.fromkeys(heading)), table, column))
    return fields
