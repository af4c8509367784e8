"""A result for people and programs: why each check has its verdict, a table on the terminal, and JSON."""

import textwrap
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from reporting.statement.misprints import Misprint, Result
from reporting.statement.model import Ratio, Sum
from reporting.statement.numbers import Printed, both_forms, places_to_show, rounded
from reporting.statement.solve import NOTHING, Interval, own_interval
from reporting.statement.verdicts import FAILS, HOLDS, TRUNCATED, VERDICT, Judged
from reporting.text import BilingualText, both, template_of, texts, user_language

_TEXT = texts(__name__)
Called = Callable[[str], BilingualText]  # what a figure is called in a text, by its name
PLACES = 6  # of a computed number in JSON; programs round it as they need
WIDTH = 60  # of a check in the table; a longer one goes on below


def explain(result: Result, place: int, called: Called = both) -> BilingualText:
    """Explain one check's verdict, with what to change where something is wrong."""
    judged = result.checks[place]
    if isinstance(judged.check, Sum):
        text, alone = _sum(result, judged, judged.check), _TEXT.no_figure
    else:
        text, alone = _ratio(result, judged, judged.check, called), _TEXT.share_alone
    if judged.verdict != FAILS:
        return text
    mending = (each for each in result.misprints if place in each.repairs)
    told = [_told(_TEXT.mends, misprint, called) for misprint in mending]
    return BilingualText.join([text, *(told[:1] or [alone.format(judged.said)])], "")


def describe(misprint: Misprint, called: Called = both) -> BilingualText:
    """Say what a figure should read, and by which slip it came to be printed."""
    text, span = _told(_TEXT.misprint, misprint, called), misprint.span
    if not span or span.low is None or span.high is None:
        return text
    ends = (number(end, misprint.printed) for end in (span.low, span.high))
    return BilingualText.join([text, _TEXT.any_between.format(*ends)], "")


def _told(form: BilingualText, misprint: Misprint, called: Called) -> BilingualText:
    return form.format(
        figure=called(misprint.figure),
        suggested=number(misprint.suggested, misprint.printed),
        printed=misprint.printed.text,
        edit=_TEXT.group("edits")[misprint.kind.name],
    )


def _sum(result: Result, judged: Judged, check: Sum) -> BilingualText:
    solution, (total, parts) = result.solution, check.sides
    claimed = solution.added(total)
    if isinstance(judged.computed, Interval):
        form = _TEXT.sum_misses if judged.verdict == FAILS else _TEXT.sum_meets
        return form.format(computed=span(judged.computed), total=span(claimed))
    # The sum's own numbers have the most places that any of its terms has.
    terms = [printed for _, term in check.terms if (printed := result.statement.printed(term))]
    like = max(terms, key=lambda term: term.decimals, default=Printed("", NOTHING))
    computed, stated = judged.computed or NOTHING, claimed.only or NOTHING
    added: list[BilingualText] = []
    for sign, term in parts:
        added.append(both(" + " if sign > 0 else " − "))
        added.append(number(solution.domain(term).only or NOTHING, like))
    held = _TEXT.sum_by_rounding if judged.by_rounding else _TEXT.sum_holds
    return (held if judged.verdict == HOLDS else _TEXT.sum_fails).format(
        sum=BilingualText.join([*added[1:], both(" = "), number(computed, like)], ""),
        printed=judged.printed.text if judged.printed else number(stated, like),
        difference=number(computed - stated, like),
    )


def _ratio(result: Result, judged: Judged, check: Ratio, called: Called) -> BilingualText:
    exact, computed = result.solution.exact, judged.computed
    if computed is None:
        return _TEXT.nothing
    if isinstance(computed, Interval):
        unknown = [name for name in check.names if name not in exact]
        own = own_interval(check, unknown[0], result.solution)
        forms = {FAILS: _TEXT.fits_nowhere, TRUNCATED: _TEXT.fits_cut, HOLDS: _TEXT.fits_where}
        return forms[judged.verdict].format(
            printed=judged.said,
            names=BilingualText.join(map(called, unknown), ", "),
            name=called(unknown[0]),
            span=span(own or result.solution.domain(unknown[0])),
        )
    form = both("{0} / {1} = {2}")
    if not check.is_share:
        form = _TEXT.rose if computed >= 0 else _TEXT.fell
    told = form.format(*(number(exact[name]) for name in check.names), _shown(judged))
    why = _TEXT.group("why")[judged.verdict].format(
        should=_share_or_change(check, computed, check.target.decimals),
        names=BilingualText.join(map(called, judged.together), ", "),
        base=BilingualText.join(map(called, judged.base), " + "),
        value=number(sum((exact[name] for name in judged.base), NOTHING)),
    )
    return BilingualText.join([_TEXT.ratio.format(computed=told, printed=judged.said), why], "")


def _share_or_change(check: Ratio, computed: Fraction, places: int) -> BilingualText:
    """What a check comes to; a change in words, `giảm 6,3%`."""
    if check.is_share:
        return both_forms(computed, places, check.target.percent)
    form = _TEXT.up if computed >= 0 else _TEXT.down
    return form.format(both_forms(abs(computed), places, percent=True))


def number(value: Fraction, like: Printed | None = None) -> BilingualText:
    """A number in both languages, with the places of a printed one."""
    places = like.decimals if like else 2 * (value.denominator > 1)
    return both_forms(value, places, bool(like and like.percent))


def span(interval: Interval) -> BilingualText:
    """An interval in words; one number alone is that number."""
    low, high = (None if end is None else number(end) for end in (interval.low, interval.high))
    if low and high:
        return low if low == high else _TEXT.from_to.format(low, high)
    if low:
        return _TEXT.at_least.format(low)
    return _TEXT.at_most.format(high) if high else _TEXT.anything


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


def as_terminal(result: Result, language: str) -> str:
    """Give the table a terminal shows, what to do about each check that does not hold, and the misprints."""
    rows = [[heading[language] for heading in _TEXT.group("headings").values()]]
    wrapped = []
    for judged in result.checks:
        text, *more = textwrap.wrap(judged.check.text, WIDTH, break_long_words=False)
        told = VERDICT[judged.verdict][language], text, _shown(judged)[language]
        rows.append([*told, judged.said or "–"])
        wrapped.append(more)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head, *lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    for place, more in enumerate(wrapped):
        lines[place] = f"\n{' ' * (widths[0] + 4)}".join([lines[place], *more])
    return template_of("statement", "checked.txt").render(
        result=result, language=language, words=_TEXT.group("terminal"), lines=lines,
        head=[head, "  ".join("─" * width for width in widths)], summary=_summary(result),
        explain=explain, describe=describe, span=span,
    )  # fmt: skip


def _shown(judged: Judged) -> BilingualText:
    check, computed = judged.check, judged.computed
    if computed is None:
        return both("–")
    if isinstance(computed, Interval):
        return both("…") if isinstance(check, Ratio) else span(computed)
    printed = judged.printed or Printed("", computed)
    if isinstance(check, Ratio):
        return _share_or_change(check, computed, places_to_show(computed, printed.decimals))
    places = printed.decimals if computed == rounded(computed, printed.decimals) else 2
    return both_forms(computed, places, printed.percent)


def _summary(result: Result) -> BilingualText:
    verdicts = [judged.verdict for judged in result.checks]
    odd, failing = sum(verdict != HOLDS for verdict in verdicts), verdicts.count(FAILS)
    if not odd:
        return _TEXT.all_hold.format(len(verdicts)) if len(verdicts) > 1 else _TEXT.one_holds
    words = "needs" if odd == 1 else "need", "fails" if failing == 1 else "fail"
    return _TEXT.some_do_not.format(len(verdicts), odd, failing, *words)
