"""Why a check has its verdict, in words an editor can act on."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from reporting.statement.intervals import NOTHING, Interval
from reporting.statement.misprints import Misprint, Result
from reporting.statement.model import Ratio, Sum
from reporting.statement.numbers import Printed, both_forms, places_to_show, rounded
from reporting.statement.solve import own_interval
from reporting.statement.verdicts import FAILS, HOLDS, TRUNCATED, Judged
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

Called = Callable[[str], BilingualText]  # what a figure is called in a text, by its name


def explain(result: Result, place: int, called: Called = both) -> BilingualText:
    """Explain one check's verdict, with what to change where something is wrong."""
    judged = result.checks[place]
    if isinstance(judged.check, Sum):
        text, alone = _sum(result, judged, judged.check), _TEXT.no_figure
    else:
        text, alone = _ratio(result, judged, called), _TEXT.share_alone.format(judged.said)
    if judged.verdict != FAILS:
        return text
    for misprint in result.misprints:
        if place in misprint.repairs:
            return _joined(text, _TEXT.mends.format(**_misprint_words(misprint, called)))
    return _joined(text, alone)


def _misprint_words(misprint: Misprint, called: Called) -> dict[str, object]:
    return {
        "figure": called(misprint.figure),
        "suggested": number(misprint.suggested, misprint.printed),
        "printed": misprint.printed.text,
        "edit": _TEXT.group("edits")[misprint.kind.name],
    }


def describe(misprint: Misprint, called: Called = both) -> BilingualText:
    """Say what a figure should read, and by which slip it came to be printed."""
    text = _TEXT.misprint.format(**_misprint_words(misprint, called))
    ends = (misprint.span.low, misprint.span.high) if misprint.span else ()
    told = [number(end, misprint.printed) for end in ends if end is not None]
    return _joined(text, _TEXT.any_between.format(*told)) if len(told) == 2 else text


def _sum(result: Result, judged: Judged, check: Sum) -> BilingualText:
    solution, (total, parts) = result.solution, check.sides
    claimed = solution.added(total)
    if isinstance(judged.computed, Interval):
        form = _TEXT.sum_misses if judged.verdict == FAILS else _TEXT.sum_meets
        return form.format(computed=span(judged.computed), total=span(claimed))
    # The sum's own numbers have the most places that any of its terms has.
    terms = [printed for _, term in check.terms if (printed := result.statement.printed(term))]
    places = max((term.decimals for term in terms), default=0)
    like = Printed("", NOTHING, places, any(term.percent for term in terms))
    computed, stated = judged.computed or NOTHING, claimed.only or NOTHING
    added = both("")
    for sign, term in parts:
        joint = (" + " if sign > 0 else " − ") if added.vi else "−" * (sign < 0)
        added = _joined(added, both(joint), number(solution.domain(term).only or NOTHING, like))
    form = _TEXT.sum_fails
    if judged.verdict == HOLDS:
        form = _TEXT.sum_by_rounding if judged.by_rounding else _TEXT.sum_holds
    return form.format(
        sum=_joined(added, both(" = "), number(computed, like)),
        printed=judged.printed.text if judged.printed else number(stated, like),
        difference=number(computed - stated, like),
    )


def _ratio(result: Result, judged: Judged, called: Called) -> BilingualText:
    check, computed = judged.check, judged.computed
    assert isinstance(check, Ratio)
    printed = check.target
    if computed is None:
        return _TEXT.nothing
    if isinstance(computed, Interval):
        return _open_ratio(result, judged, check, called)
    exact = result.solution.exact
    pair = [number(exact[name]) for name in check.names]
    places = places_to_show(computed, printed.decimals)
    should = number(rounded(computed, printed.decimals), printed)
    told = both("{0} / {1} = {2}").format(
        *pair, number(computed, replace(printed, decimals=places))
    )
    if not check.is_share:
        form = _TEXT.up_by if computed >= 0 else _TEXT.down_by
        told = form.format(*pair, both_forms(abs(computed), places, percent=True))
        should = direction(computed, printed.decimals)
    text = _TEXT.ratio.format(computed=told, printed=judged.said)
    if judged.verdict == HOLDS:
        return _joined(text, both("."))
    details: dict[str, object] = {"should": should, "names": _names(", ", judged.together, called)}
    if judged.base:
        details["base"] = _names(" + ", judged.base, called)
        details["value"] = number(sum((exact[name] for name in judged.base), NOTHING))
    return _joined(text, _TEXT.group("wrong_ratio")[judged.verdict].format(**details))


def _open_ratio(result: Result, judged: Judged, check: Ratio, called: Called) -> BilingualText:
    solution, shown = result.solution, judged.said
    unknown = [name for name in check.names if name not in solution.exact]
    if judged.verdict == FAILS:
        return _TEXT.fits_nowhere.format(printed=shown, names=_names(", ", unknown, called))
    if judged.verdict == TRUNCATED:
        return _TEXT.fits_cut.format(printed=shown)
    own = own_interval(check, unknown[0], solution) or solution.domain(unknown[0])
    return _TEXT.fits_where.format(printed=shown, name=called(unknown[0]), span=span(own))


def _names(separator: str, names: Iterable[str], called: Called) -> BilingualText:
    return BilingualText.join(map(called, names), separator)


def direction(rise: Fraction, decimals: int) -> BilingualText:
    """A change in words, `giảm 6,3%`."""
    form = _TEXT.up if rise >= 0 else _TEXT.down
    return form.format(both_forms(abs(rise), decimals, percent=True))


def number(value: Fraction, like: Printed | None = None) -> BilingualText:
    """A number in both languages, with the places of a printed one."""
    if like:
        return both_forms(value, like.decimals, like.percent)
    return both_forms(value, 2 * (value.denominator > 1))


def span(interval: Interval) -> BilingualText:
    """An interval in words; one number alone is that number."""
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        return number(low) if low == high else _TEXT.from_to.format(number(low), number(high))
    if low is not None:
        return _TEXT.at_least.format(number(low))
    return _TEXT.at_most.format(number(high)) if high is not None else _TEXT.anything


def _joined(*parts: BilingualText) -> BilingualText:
    return BilingualText.join(parts, "")
