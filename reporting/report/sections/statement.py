"""The published statement beside the data: figure by figure, and the checks that it does not meet itself."""

import math
from fractions import Fraction
from typing import Any

from reporting.report import statement_labels
from reporting.report.report_data import ReportData
from reporting.report.tables import Column, Table
from reporting.statement import Result
from reporting.statement.explain import describe, number, span
from reporting.statement.numbers import Printed, rounded
from reporting.statement.verdicts import HOLDS, VERDICT
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

AGREES = BilingualText("Khớp", "Agrees")
DIFFERS = BilingualText("Không khớp", "Differs")
UNKNOWN = BilingualText("Không đối chiếu được", "Not comparable")


def checked(data: ReportData) -> Result | None:
    """The quarter's published statement, checked against itself; None where params name none."""
    return data.inputs.statements.get(data.quarter)


def finding(data: ReportData) -> list[BilingualText]:
    """How many figures agree with the data, how many checks hold, and what was probably misprinted."""
    result = checked(data)
    if result is None:
        return [_TEXT.there_is_no_published]
    rows = _rows(data, result)
    agreeing = sum(row["verdict"] == AGREES for row in rows)
    holding = sum(judged.verdict == HOLDS for judged in result.checks)
    sentences = [
        _TEXT.against_published_statement_figures.format(
            source=result.statement.source or result.statement.title,
            agreeing=wording.number(agreeing),
            figures=wording.number(len(rows)),
            holding=wording.number(holding),
            checks=wording.number(len(result.checks)),
        )
    ]
    if result.misprints:
        best = result.misprints[0]
        cell = result.statement.computed.get(best.figure)
        said = describe(best)
        if cell:
            label = statement_labels.label(data, cell)
            said = BilingualText(
                said.vi.replace(best.figure, f"“{label.vi}”"),
                said.en.replace(best.figure, f"“{label.en}”"),
            )
        sentences.append(
            BilingualText("Có thể in sai: {0}.", "A likely misprint: {0}.").format(said)
        )
    return sentences


def figures(data: ReportData) -> Table | None:
    """Every printed figure beside the one computed from the data."""
    result = checked(data)
    if result is None or not result.statement.computed:
        return None
    columns = (
        Column("label", BilingualText("Số liệu", "Figure")),
        Column("name", BilingualText("Mã trong văn bản", "Name in the statement")),
        Column("printed", BilingualText("In trong văn bản", "Printed")),
        Column("computed", BilingualText("Tính từ dữ liệu", "Computed")),
        Column("verdict", BilingualText("Đối chiếu", "Comparison")),
    )
    title = _TEXT.published_and_computed_figures
    note = _TEXT.computed_figures_are_rounded
    return Table(
        "published_figures", title, columns, tuple(_rows(data, result)), (note,), folded=True
    )


def checks(data: ReportData) -> Table | None:
    """The checks between printed figures that do not hold outright."""
    result = checked(data)
    if result is None:
        return None
    rows = []
    for place, judged in enumerate(result.checks):
        if judged.verdict != HOLDS:
            formula, why = statement_labels.check(data, result, place)
            verdict = VERDICT[judged.verdict]
            rows.append({"check": formula, "verdict": verdict, "explanation": why})
    if not rows:
        return None
    columns = (
        Column("check", BilingualText("Phép kiểm tra", "Check")),
        Column("verdict", BilingualText("Kết luận", "Verdict")),
        Column("explanation", BilingualText("Giải thích", "Explanation")),
    )
    title = BilingualText("Các phép kiểm tra cần xem lại", "Checks that need a look")
    return Table("statement_checks", title, columns, tuple(rows))


def _rows(data: ReportData, result: Result) -> list[dict[str, Any]]:
    rows = []
    for name, cell in result.statement.computed.items():
        printed = result.statement.figures.get(name)
        value = data.value(
            cell.indicator, cell.unit_group, cell.unit, cell.source, column=cell.column
        )
        computed = None if math.isnan(value) else Fraction(formats.without_noise(value))
        rows.append(
            {
                "label": statement_labels.label(data, cell),
                "name": name,
                "printed": printed.text if printed else span(result.domain(name)),
                "computed": _as_printed(computed, printed),
                "verdict": _verdict(result, name, printed, computed),
            }
        )
    return rows


def _verdict(
    result: Result, name: str, printed: Printed | None, computed: Fraction | None
) -> BilingualText:
    if computed is None:
        return UNKNOWN
    if printed is None:
        return AGREES if computed in result.domain(name) else DIFFERS
    return AGREES if rounded(computed, printed.decimals) == printed.value else DIFFERS


def _as_printed(computed: Fraction | None, printed: Printed | None) -> BilingualText | None:
    if computed is None:
        return None
    return number(rounded(computed, printed.decimals) if printed else computed, printed)
