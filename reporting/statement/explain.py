"""Why a check has its verdict, in words an editor can act on."""

from collections.abc import Callable, Iterable
from fractions import Fraction

from reporting.statement.intervals import Interval
from reporting.statement.misprints import Misprint
from reporting.statement.model import Ratio, Statement, Sum, Terms
from reporting.statement.numbers import Printed, places_to_show, rounded, write
from reporting.statement.result import Result
from reporting.statement.solve import own_interval
from reporting.statement.verdicts import FAILS, HOLDS, TRUNCATED, Judged
from reporting.text.bilingual import BilingualText, both, in_both
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

Called = Callable[[str], BilingualText]  # what a figure is called in a text, by its name


def explain(result: Result, place: int, called: Called = both) -> BilingualText:
    """Explain one check's verdict, with what to change where something is wrong."""
    judged = result.checks[place]
    if isinstance(judged.check, Sum):
        text = _sum(result, judged, judged.check)
    else:
        text = _ratio(result, judged, judged.check, called)
    if judged.verdict != FAILS:
        return text
    for misprint in result.misprints:
        if place in misprint.repairs:
            return _joined(text, _TEXT.mends.format(**_misprint_words(misprint, called)))
    if isinstance(judged.check, Ratio):
        return _joined(text, _TEXT.share_alone.format(printed=claim(judged)))
    return _joined(text, _TEXT.no_figure)


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
    if not misprint.span or misprint.span.low is None or misprint.span.high is None:
        return text
    ends = (number(end, misprint.printed) for end in (misprint.span.low, misprint.span.high))
    return _joined(text, _TEXT.any_between.format(*ends))


def _sum(result: Result, judged: Judged, check: Sum) -> BilingualText:
    total, parts = check.sides
    claimed = result.solution.added(total)
    if isinstance(judged.computed, Interval):
        form = _TEXT.sum_misses if judged.verdict == FAILS else _TEXT.sum_meets
        return form.format(computed=span(judged.computed), total=span(claimed))
    like = _like(result.statement, check)
    computed, printed = judged.computed or Fraction(0), claimed.only or Fraction(0)
    said = both(judged.printed.text) if judged.printed else number(printed, like)
    added = _joined(_terms(result, parts, like), both(" = "), number(computed, like))
    if judged.verdict == HOLDS:
        form = _TEXT.sum_by_rounding if judged.by_rounding else _TEXT.sum_holds
        return form.format(sum=added, printed=said)
    difference = number(computed - printed, like)
    return _TEXT.sum_fails.format(sum=added, printed=said, difference=difference)


def _ratio(result: Result, judged: Judged, check: Ratio, called: Called) -> BilingualText:
    printed = judged.printed
    if judged.computed is None:
        return _TEXT.nothing
    if isinstance(judged.computed, Interval) or printed is None:
        return _open_ratio(result, judged, check, called)
    text = _TEXT.ratio.format(
        computed=_computed(result, check, judged.computed, printed), printed=claim(judged)
    )
    if judged.verdict == HOLDS:
        return _joined(text, both("."))
    should = number(rounded(judged.computed, printed.decimals), printed)
    if not check.is_share:
        should = direction(judged.computed, printed.decimals)
    details: dict[str, object] = {"should": should, "names": _names(", ", judged.together, called)}
    if judged.base:
        details["base"] = _names(" + ", judged.base.names, called)
        details["value"] = number(judged.base.value)
    return _joined(text, _TEXT.group("wrong_ratio")[judged.verdict].format(**details))


def _open_ratio(result: Result, judged: Judged, check: Ratio, called: Called) -> BilingualText:
    unknown = [name for name in check.names if name not in result.solution.exact]
    shown = claim(judged)
    if judged.verdict == FAILS:
        return _TEXT.fits_nowhere.format(printed=shown, names=_names(", ", unknown, called))
    if judged.verdict == TRUNCATED:
        return _TEXT.fits_cut.format(printed=shown)
    own = own_interval(result.statement, check, unknown[0], result.solution.exact)
    own = own or result.solution.domain(unknown[0])
    return _TEXT.fits_where.format(printed=shown, name=called(unknown[0]), span=span(own))


def _names(separator: str, names: Iterable[str], called: Called) -> BilingualText:
    return BilingualText.join(map(called, names), separator)


def _computed(result: Result, check: Ratio, exact: Fraction, printed: Printed) -> BilingualText:
    """The calculation with its result, `122 / 159 = 76,73%` or `từ 58.290 xuống 54.619: giảm 6,30%`."""
    top, base = number(result.solution.value(check.top)), number(result.solution.value(check.base))
    places = places_to_show(exact, printed.decimals)
    if check.is_share:
        computed = number(exact, Printed("", exact, places, printed.percent))
        return both("{0} / {1} = {2}").format(top, base, computed)
    form = _TEXT.up_by if exact >= 0 else _TEXT.down_by
    return form.format(top, base, number(abs(exact), Printed("", exact, places, True)))


def claim(judged: Judged) -> str:
    """What a share or change is said to be, as written after its equals sign."""
    return judged.check.text.partition("=")[2].strip()


def direction(rise: Fraction, decimals: int) -> BilingualText:
    """A change in words, `giảm 6,3%`."""
    form = _TEXT.up if rise >= 0 else _TEXT.down
    return form.format(number(abs(rise), Printed("", rise, decimals, True)))


def _terms(result: Result, terms: Terms, like: Printed) -> BilingualText:
    text = both("")
    for sign, term in terms:
        joint = (" + " if sign > 0 else " − ") if text.vi else "−" * (sign < 0)
        text = _joined(text, both(joint), number(result.solution.value(term), like))
    return text


def _like(statement: Statement, check: Sum) -> Printed:
    """How the sum's own numbers are written: with the most places any of its terms has."""
    terms = [printed for _, term in check.terms if (printed := statement.printed(term))]
    places = max((term.decimals for term in terms), default=0)
    return Printed("", Fraction(0), places, any(term.percent for term in terms))


def number(value: Fraction, like: Printed | None = None) -> BilingualText:
    """A number in both languages, with the places of a printed one."""
    places, percent = (like.decimals, like.percent) if like else (0, False)
    if not like and value.denominator != 1:
        places = 2
    return in_both(lambda language: write(value, language, places, percent))


def span(interval: Interval) -> BilingualText:
    """An interval in words; one number alone is that number."""
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        return number(low) if low == high else _TEXT.from_to.format(number(low), number(high))
    if low is not None:
        return _TEXT.at_least.format(number(low))
    return _TEXT.at_most.format(number(high)) if high is not None else _TEXT.anything


def _joined(*texts: BilingualText) -> BilingualText:
    return BilingualText("".join(t.vi for t in texts), "".join(t.en for t in texts))
