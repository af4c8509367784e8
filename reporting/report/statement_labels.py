"""The figures of a published statement by the names a reader knows, in place of the codes of its file."""

import re
from collections.abc import Iterable, Mapping

from reporting.indicators.indicator import registry
from reporting.report.report_data import ReportData
from reporting.statement import Cell, Result
from reporting.statement.explain import explain, own_words
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.codes import TOTAL

_NAME = re.compile(r"[^\W\d]\w*")
# Words of the checker's own sentences; a figure may be called `total` all the same.
_OWN_WORDS = own_words()


def label(data: ReportData, cell: Cell) -> BilingualText:
    """A cell in words: the indicator, and what it is of."""
    return _joined(_parts(data, cell))


def check(data: ReportData, result: Result, place: int) -> tuple[BilingualText, BilingualText]:
    """A check as a formula and its explanation; what all its figures are of is said once, at the beginning."""
    judged = result.checks[place]
    known = {name: _parts(data, cell) for name, cell in result.statement.computed.items()}
    own = [known.get(name, []) for name in judged.check.names]
    shared = [part for part in own[0][1:] if all(part in parts for parts in own)] if own else []
    short = {name: _joined(p for p in parts if p not in shared) for name, parts in known.items()}
    formula = _named(both(judged.check.text), short)
    if shared:
        formula = BilingualText(
            *(f"{of}: {it}" for of, it in zip(_joined(shared), formula, strict=True))
        )
    quoted = {
        name: BilingualText(*(f"“{half}”" for half in text))
        for name, text in short.items()
        if name not in _OWN_WORDS
    }
    return formula, _named(explain(result, place), quoted)


def _parts(data: ReportData, cell: Cell) -> list[BilingualText]:
    parts = [registry[cell.indicator].title]
    if cell.unit_group != TOTAL:
        parts.append(data.group_label(cell.unit_group))
    if cell.unit != TOTAL:
        parts.append(data.unit_name(cell.unit))
    if cell.source != TOTAL:
        parts.append(data.source_label(cell.source))
    if cell.column == "value_year_ago":
        parts.append(wording.quarter_short(data.compared))
    return parts


def _joined(parts: Iterable[BilingualText]) -> BilingualText:
    return BilingualText(*(" – ".join(half) for half in zip(*parts, strict=True)))


def _named(text: BilingualText, labels: Mapping[str, BilingualText]) -> BilingualText:
    """A text with every figure's code replaced, each half by its own language's label."""

    def half(language: str) -> str:
        def name(found: re.Match[str]) -> str:
            return labels[found[0]][language] if found[0] in labels else found[0]

        return _NAME.sub(name, text[language])

    return BilingualText(half("vi"), half("en"))
