"""A result as JSON and as a table on the terminal."""

import textwrap
from fractions import Fraction
from typing import Any

from reporting.statement.explain import claim, describe, direction, explain, number, span
from reporting.statement.intervals import Interval
from reporting.statement.model import Ratio
from reporting.statement.numbers import Printed, decimal, places_to_show, rounded
from reporting.statement.result import Result
from reporting.statement.verdicts import FAILS, HOLDS, VERDICT, Judged
from reporting.text.bilingual import BilingualText, both, user_language
from reporting.text.catalogue import texts

_TEXT = texts(__name__)
Number = int | float
PLACES = 6  # of a computed number in JSON; programs round it as they need
HEADINGS = (
    BilingualText("Kết luận", "Verdict"),
    BilingualText("Phép kiểm tra", "Check"),
    BilingualText("Tính ra", "Computed"),
    BilingualText("In là", "Printed"),
)
WIDTH = 60  # of a check in the table; a longer one goes on below


def as_json(result: Result, language: str | None = None) -> dict[str, Any]:
    """Give the object that `--json` prints; explanations are in the user's language unless one is named.

    `computed` is a number (six places at most; a fall is negative), `[low, high]` where figures are
    implied, or null where there is nothing to divide by; `printed` is the total, share or change as
    printed, null for an implied one. `solved` gives each implied figure as a number or as `[low, high]`,
    null for an end without a bound.
    """
    language = language or user_language()
    texts = [judged.check.text for judged in result.checks]
    return {
        "checks": [
            {
                "check": judged.check.text,
                "verdict": judged.verdict,
                "computed": _computed(judged),
                "printed": _printed(judged),
                "explanation": explain(result, place)[language],
            }
            for place, judged in enumerate(result.checks)
        ],
        "misprints": [
            {
                "figure": misprint.figure,
                "printed": misprint.printed.text,
                "suggested": _number(misprint.suggested, misprint.printed.decimals),
                "repairs": [texts[place] for place in misprint.repairs],
            }
            for misprint in result.misprints
        ],
        "solved": {name: _solved(interval) for name, interval in result.solved.items()},
        "notes": [note[language] for note in result.statement.notes],
    }


def _number(value: Fraction, decimals: int) -> Number:
    exact = decimal(value, decimals)
    return int(exact) if exact == int(exact) else float(exact)


def _solved(interval: Interval) -> Number | list[Number | None]:
    ends = [None if end is None else _number(end, 2) for end in (interval.low, interval.high)]
    return ends[0] if ends[0] is not None and ends[0] == ends[1] else ends


def _computed(judged: Judged) -> Number | list[Number | None] | None:
    computed = judged.computed
    if computed is None:
        return None
    if isinstance(computed, Fraction):
        return _number(computed, PLACES)
    return [None if end is None else _number(end, PLACES) for end in (computed.low, computed.high)]


def _printed(judged: Judged) -> str | None:
    """The share or change after the check's equals sign, or the total, as printed."""
    if isinstance(judged.check, Ratio):
        return claim(judged)
    return judged.printed.text if judged.printed and judged.printed.text else None


def as_terminal(result: Result, language: str | None = None) -> str:
    """Give the table a terminal shows, what to do about each check that does not hold, and the misprints."""
    language = language or user_language()
    rows = [[heading[language] for heading in HEADINGS]]
    rows += [_row(judged, language) for judged in result.checks]
    wrapped = [textwrap.wrap(row[1], WIDTH, break_long_words=False) or [""] for row in rows]
    for row, (first, *_) in zip(rows, wrapped, strict=True):
        row[1] = first
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [result.statement.title] if result.statement.title else []
    for place, (row, (_, *more)) in enumerate(zip(rows, wrapped, strict=True)):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
        lines += [" " * (widths[0] + 4) + rest for rest in more]
        if place == 0:
            lines.append("  ".join("─" * width for width in widths))
        elif result.checks[place - 1].verdict != HOLDS:
            lines.append(f"    → {explain(result, place - 1)[language]}")
            lines += _quotation_lines(result, place - 1)
    if not result.checks:
        return "\n".join([*lines[:-2], _TEXT.no_check[language]]) + "\n"
    lines += ["", _summary(result)[language]]
    for section in (_misprint_lines, _solved_lines, _note_lines):
        lines += section(result, language)
    return "\n".join(lines) + "\n"


def _quotation_lines(result: Result, place: int) -> list[str]:
    """The words of the text that each figure of a finding stands in."""
    quoted = result.statement.quotations
    names = dict.fromkeys(result.checks[place].check.names)
    return [f"      {name}: {quoted[name]}" for name in names if name in quoted]


def _row(judged: Judged, language: str) -> list[str]:
    verdict = VERDICT[judged.verdict][language]
    return [verdict, judged.check.text, _shown(judged)[language], _printed(judged) or "–"]


def _shown(judged: Judged) -> BilingualText:
    check, computed = judged.check, judged.computed
    if computed is None:
        return both("–")
    if isinstance(computed, Interval):
        return both("…") if isinstance(check, Ratio) else span(computed)
    printed = judged.printed or Printed("", computed)
    if isinstance(check, Ratio):
        places = places_to_show(computed, printed.decimals)
        if not check.is_share:
            return direction(computed, places)
    else:
        places = printed.decimals if computed == rounded(computed, printed.decimals) else 2
    return number(computed, Printed("", computed, places, printed.percent))


def _summary(result: Result) -> BilingualText:
    verdicts = [judged.verdict for judged in result.checks]
    odd = sum(verdict != HOLDS for verdict in verdicts)
    if not odd:
        return _TEXT.all_hold.format(len(verdicts))
    failing = verdicts.count(FAILS)
    needs, fails = "needs" if odd == 1 else "need", "fails" if failing == 1 else "fail"
    return _TEXT.some_do_not.format(len(verdicts), odd, failing, needs, fails)


def _misprint_lines(result: Result, language: str) -> list[str]:
    if all(judged.verdict != FAILS for judged in result.checks):
        return []
    if not result.misprints:
        return ["", _TEXT.no_misprint[language]]
    lines = ["", _TEXT.misprints[language]]
    for place, misprint in enumerate(result.misprints, 1):
        mended = "; ".join(result.checks[index].check.text for index in misprint.repairs)
        lines.append(f"  {place}. {describe(misprint)[language]}")
        lines.append(f"     {_TEXT.mended[language].format(mended)}")
    return lines


def _solved_lines(result: Result, language: str) -> list[str]:
    if not result.solved:
        return []
    own = [f"  {name}: {span(interval)[language]}" for name, interval in result.solved.items()]
    return ["", _TEXT.solved[language], *own]


def _note_lines(result: Result, language: str) -> list[str]:
    notes = [f"  {note[language]}" for note in result.statement.notes]
    return ["", _TEXT.notes[language], *notes] if notes else []
