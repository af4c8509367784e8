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
    if not result.checks:
        return "\n".join([*lines, _TEXT.no_check[language], ""])
    lines += [*_table(result, language), "", _summary(result)[language]]
    mends = []
    for place, misprint in enumerate(result.misprints, 1):
        mended = "; ".join(result.checks[index].check.text for index in misprint.repairs)
        mends.append(f"  {place}. {describe(misprint)[language]}")
        mends.append(f"     {_TEXT.mended[language].format(mended)}")
    if any(judged.verdict == FAILS for judged in result.checks):
        lines += ["", (_TEXT.misprints if mends else _TEXT.no_misprint)[language], *mends]
    solved = [f"{name}: {span(interval)[language]}" for name, interval in result.solved.items()]
    notes = [note[language] for note in result.statement.notes]
    for title, own in ((_TEXT.solved, solved), (_TEXT.notes, notes)):
        lines += ["", title[language], *(f"  {line}" for line in own)] if own else []
    return "\n".join(lines) + "\n"


def _table(result: Result, language: str) -> list[str]:
    rows = [[heading[language] for heading in _TEXT.group("headings").values()]]
    for judged in result.checks:
        told = VERDICT[judged.verdict][language], judged.check.text, _shown(judged)[language]
        rows.append([*told, judged.said or "–"])
    wrapped = [textwrap.wrap(row[1], WIDTH, break_long_words=False) or [""] for row in rows]
    cells = [[row[0], lines[0], *row[2:]] for row, lines in zip(rows, wrapped, strict=True)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    shown = [
        ["  ".join(map(str.ljust, row, widths)).rstrip()]
        + [" " * (widths[0] + 4) + rest for rest in lines[1:]]
        for row, lines in zip(cells, wrapped, strict=True)
    ]
    shown[0].append("  ".join("─" * width for width in widths))
    quoted = result.statement.quotations
    for place, judged in enumerate(result.checks):
        if judged.verdict != HOLDS:
            shown[place + 1].append(f"    → {explain(result, place)[language]}")
            # … and the words of the text that each of its figures stands in
            names = dict.fromkeys(judged.check.names)
            shown[place + 1] += [
                f"      {name}: {quoted[name]}" for name in names if name in quoted
            ]
    return [line for lines in shown for line in lines]


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


def _summary(result: Result) -> BilingualText:
    verdicts = [judged.verdict for judged in result.checks]
    odd, failing = sum(verdict != HOLDS for verdict in verdicts), verdicts.count(FAILS)
    if not odd:
        return _TEXT.all_hold.format(len(verdicts))
    words = "needs" if odd == 1 else "need", "fails" if failing == 1 else "fail"
    return _TEXT.some_do_not.format(len(verdicts), odd, failing, *words)
