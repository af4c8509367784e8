"""The published statement beside the data: figure by figure, and the checks that it does not meet itself."""

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from reporting.report import figures
from reporting.report.report_data import ReportData
from reporting.statement import Cell, Result
from reporting.statement.explain import describe, explain, number, span
from reporting.statement.numbers import rounded
from reporting.statement.verdicts import HOLDS, VERDICT
from reporting.tables.table import Table, columns
from reporting.text import BilingualText, both, in_both, texts, wording

_TEXT = texts(__name__)

AGREES, DIFFERS, UNKNOWN = _TEXT.agrees, _TEXT.differs, _TEXT.unknown
NAME = re.compile(r"[^\W\d]\w*")
DASH = " – "


def section(data: ReportData) -> tuple[list[BilingualText], list[Table]]:
    """What agrees, holds and was probably misprinted, with every printed figure, and checks that do not hold."""
    if (result := data.inputs.statements.get(data.quarter)) is None:
        return [_TEXT.there_is_no_published], []
    rows = _rows(data, result)
    sentences = [
        _TEXT.against_published_statement_figures.format(
            source=result.statement.source or result.statement.title,
            agreeing=wording.number(sum(row["verdict"] == AGREES for row in rows)),
            figures=wording.number(len(rows)),
            holding=wording.number(sum(judged.verdict == HOLDS for judged in result.checks)),
            checks=wording.number(len(result.checks)),
        )
    ]
    if rows and data.quarter in data.inputs.files.synthetic:
        sentences.append(_TEXT.made_from_it)
    if result.misprints:
        labels = {row["name"]: row["label"] for row in rows}
        first = result.misprints[0]
        alike = [each for each in result.misprints if each.rank == first.rank]
        differing = [row["name"] for row in rows if row["verdict"] == DIFFERS]
        likely = next((each for each in alike if each.figure in differing), first)
        told = describe(likely, lambda name: _quoted(name, labels))
        sentences.append(_TEXT.misprint.format(told))
    odd = (place for place, judged in enumerate(result.checks) if judged.verdict != HOLDS)
    checks = [_check(data, result, place) for place in odd]
    tables = []
    if rows:
        title, notes = _TEXT.published_and_computed_figures, (_TEXT.computed_figures_are_rounded,)
        heads = columns(_TEXT.group("columns"))
        tables.append(Table("published_figures", title, heads, tuple(rows), notes, collapsed=True))
    if checks:
        heads = columns(_TEXT.group("columns_of_checks"))
        tables.append(Table("statement_checks", _TEXT.to_review, heads, tuple(checks)))
    return sentences, tables


def _rows(data: ReportData, result: Result) -> list[dict[str, Any]]:
    rows = []
    for name, cell in result.statement.computed.items():
        printed, domain = result.statement.figures.get(name), result.solution.domain(name)
        label, text = BilingualText.join(_parts(data, cell), DASH), printed and printed.text
        row = {"label": label, "name": name, "printed": text or span(domain), "verdict": UNKNOWN}
        if not math.isnan(value := data.value(*vars(cell).values())):
            exact = Fraction(wording.without_noise(value))
            shown = rounded(exact, printed.decimals) if printed else exact
            agrees = shown == printed.value if printed else exact in domain
            row |= {"computed": number(shown, printed), "verdict": AGREES if agrees else DIFFERS}
        rows.append(row)
    return rows


def _parts(data: ReportData, of: Cell) -> list[BilingualText]:
    """A figure in words: its indicator, what it is of, and the quarter where that is another one."""
    then = [wording.quarter_short(data.compared)] if of.column == "value_year_ago" else []
    cell = data.names_of(of.unit_group, of.unit, of.source)
    return [figures.title(of.indicator), *cell, *then]


def _check(data: ReportData, result: Result, place: int) -> dict[str, BilingualText]:
    """A check by the names of its figures; what all of them are of is said once, at the beginning."""
    check, verdict = result.checks[place].check, result.checks[place].verdict
    known = {name: _parts(data, cell) for name, cell in result.statement.computed.items()}
    own = [known.get(name, []) for name in check.names]
    shared = [part for part in own[0][1:] if all(part in parts for parts in own)] if own else []
    labels = {
        name: BilingualText.join([part for part in parts if part not in shared], DASH)
        for name, parts in known.items()
    }
    formula = in_both(
        lambda half: NAME.sub(lambda it: labels.get(it[0], both(it[0]))[half], check.text)
    )
    if shared:
        formula = both("{0}: {1}").format(BilingualText.join(shared, DASH), formula)
    told = explain(result, place, lambda name: _quoted(name, labels))
    return {"check": formula, "verdict": VERDICT[verdict], "explanation": told}


def _quoted(name: str, labels: Mapping[str, BilingualText]) -> BilingualText:
    return both("“{0}”").format(labels[name]) if name in labels else both(name)
