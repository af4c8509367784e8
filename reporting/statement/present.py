"""A result as JSON and as a table on the terminal."""

import textwrap
from fractions import Fraction
from typing import Any

from reporting.statement.explain import describe, direction, explain, span
from reporting.statement.intervals import Interval
from reporting.statement.misprints import Result
from reporting.statement.model import Ratio, Sum
from reporting.statement.numbers import Printed, both_forms, places_to_show, rounded
from reporting.statement.verdicts import FAILS, HOLDS, VERDICT, Judged
from reporting.text.bilingual import BilingualText, both, user_language
from reporting.text.catalogue import texts

_TEXT = texts(__name__)
PLACES = 6  # of a computed number in JSON; programs round it as they need
WIDTH = 60  # of a check in the table; a longer one goes on below


def as_json(result: Result, language: str | None = None) -> dict[str, Any]:
    """Give the object that `--json` prints (docs/statements.md), in the user's language unless one is named."""
    language = language or user_language()
    return {
        "checks": [
            {
                "check": judged.check.text,
                "verdict": judged.verdict,
                "computed": _plain(judged.computed, PLACES),
                "printed": judged.said,
                "explanation": explain(result, place)[language],
            }
            for place, judged in enumerate(result.checks)
        ],
        "misprints": [
            {
                "figure": misprint.figure,
                "printed": misprint.printed.text,
                "suggested": _plain(misprint.suggested, misprint.printed.decimals),
                "repairs": [result.checks[place].check.text for place in misprint.repairs],
            }
            for misprint in result.misprints
        ],
        "solved": {
            name: _plain(interval if interval.only is None else interval.only, 2)
            for name, interval in result.solved.items()
        },
        "notes": [note[language] for note in result.statement.notes],
    }


def _plain(value: Fraction | Interval | None, decimals: int) -> Any:
    if value is None:
        return None
    if isinstance(value, Interval):
        return [_plain(value.low, decimals), _plain(value.high, decimals)]
    plain = rounded(value, decimals)
    return int(plain) if plain.denominator == 1 else float(plain)


def as_terminal(result: Result, language: str | None = None) -> str:
    """Give the table a terminal shows, what to do about each check that does not hold, and the misprints."""
    language = language or user_language()
    lines = [result.statement.title] if result.statement.title else []
    if result.checks:
        sections = (_table, _summary, _misprint_lines, _solved_lines, _note_lines)
        lines += [line for section in sections for line in section(result, language)]
    else:
        lines.append(_TEXT.no_check[language])
    return "\n".join(lines) + "\n"


def _table(result: Result, language: str) -> list[str]:
    rows = [[heading[language] for heading in _TEXT.group("headings").values()]]
    for judged in result.checks:
        told = VERDICT[judged.verdict][language], judged.check.text, _shown(judged)[language]
        rows.append([*told, judged.said or "–"])
    wrapped = [textwrap.wrap(row[1], WIDTH, break_long_words=False) or [""] for row in rows]
    for row, (first, *_) in zip(rows, wrapped, strict=True):
        row[1] = first
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for place, (row, (_, *more)) in enumerate(zip(rows, wrapped, strict=True), -1):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
        lines += [" " * (widths[0] + 4) + rest for rest in more]
        if place < 0:
            lines.append("  ".join("─" * width for width in widths))
        elif result.checks[place].verdict != HOLDS:
            lines.append(f"    → {explain(result, place)[language]}")
            # … and the words of the text that each of its figures stands in
            quoted = result.statement.quotations
            names = dict.fromkeys(result.checks[place].check.names)
            lines += [f"      {name}: {quoted[name]}" for name in names if name in quoted]
    return lines


def _shown(judged: Judged) -> BilingualText:
    check, computed = judged.check, judged.computed
    if computed is None:
        return both("–")
    if isinstance(computed, Interval):
        return both("…") if isinstance(check, Ratio) else span(computed)
    printed = judged.printed or Printed("", computed)
    if isinstance(check, Sum):
        places = printed.decimals if computed == rounded(computed, printed.decimals) else 2
        return both_forms(computed, places, printed.percent)
    places = places_to_show(computed, printed.decimals)
    if check.is_share:
        return both_forms(computed, places, printed.percent)
    return direction(computed, places)


def _summary(result: Result, language: str) -> list[str]:
    verdicts = [judged.verdict for judged in result.checks]
    odd, failing = sum(verdict != HOLDS for verdict in verdicts), verdicts.count(FAILS)
    if not odd:
        return ["", _TEXT.all_hold[language].format(len(verdicts))]
    words = "needs" if odd == 1 else "need", "fails" if failing == 1 else "fail"
    return ["", _TEXT.some_do_not[language].format(len(verdicts), odd, failing, *words)]


def _misprint_lines(result: Result, language: str) -> list[str]:
    if all(judged.verdict != FAILS for judged in result.checks):
        return []
    lines = ["", (_TEXT.misprints if result.misprints else _TEXT.no_misprint)[language]]
    for place, misprint in enumerate(result.misprints, 1):
        mended = "; ".join(result.checks[index].check.text for index in misprint.repairs)
        lines.append(f"  {place}. {describe(misprint)[language]}")
        lines.append(f"     {_TEXT.mended[language].format(mended)}")
    return lines


def _solved_lines(result: Result, language: str) -> list[str]:
    own = [f"  {name}: {span(interval)[language]}" for name, interval in result.solved.items()]
    return ["", _TEXT.solved[language], *own] if own else []


def _note_lines(result: Result, language: str) -> list[str]:
    notes = [f"  {note[language]}" for note in result.statement.notes]
    return ["", _TEXT.notes[language], *notes] if notes else []
