"""Sentences of one's own with live figures: `{tasks}`, `{tasks.change}`, `{on_time_share.plan}`."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from string import Formatter

from reporting.indicators.indicator import registry
from reporting.indicators.mistakes import INDICATOR, Mistake, unknown
from reporting.indicators.views import FIGURES, View
from reporting.report.breakdown import BASES
from reporting.report.figures import SAID, change_told, figure
from reporting.report.scope import Scope
from reporting.text import TOTAL, BilingualText, both, in_both, texts, wording

_TEXT = texts(__name__)

# Words of a sentence that are no figures.
WORDS = ("period", "compared", "units", "cut_off")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
# A noun of the figure before it, when that is 1 in English: 1 task.
_NOUNS = {"tasks": "task", "days": "day", "units": "unit", "persons": "person", "hours": "hour"}


def sentence(scope: Scope, text: BilingualText) -> BilingualText:
    """Fill both halves with the scope's figures, each in its language's form; of a scope without any task, say just that."""
    if "tasks" in registry and scope.figure(registry["tasks"]) == 0:
        return _TEXT.nothing.format(scope.name)
    scope.data.typed.update(NUMBER.findall("".join(part[0] for part in Formatter().parse(text.vi))))
    return in_both(lambda language: _filled(scope, text[language], language))


def mistakes(halves: Sequence[str], indicators: Iterable[str]) -> Iterator[BilingualText]:
    """Names that are no figures, brackets that are not closed, and figures that only one of the halves tells."""
    known, right = [*indicators, *WORDS], True
    for name in dict.fromkeys(name for half in halves for name in names(half)):
        indicator, _, part = name.partition(".")
        if indicator not in known:
            yield unknown(INDICATOR, indicator, known)
        elif part and part not in FIGURES:
            yield unknown(_TEXT.figure, name, [f"{indicator}.{each}" for each in FIGURES])
        right &= indicator in known and part in ("", *FIGURES)
    for half in halves:
        if re.search(r"[\[\]]", _OPTIONAL.sub("", half)):
            yield _TEXT.bracket.format(half)
    for twice in dict.fromkeys(re.findall(r"\{[^{}]+\}\s*%", " ".join(halves))):
        yield _TEXT.percent.format(twice)
    first, last = ({*names(halves[at], with_forms=False)} - {*WORDS} for at in (0, -1))
    if right and (other := first ^ last):  # else a misspelt name is the other half's
        yield _TEXT.differ.format(", ".join(f"{{{each}}}" for each in sorted(other)))


def names(template: str, with_forms: bool = True) -> Iterator[str]:
    """The names in braces, also where only a noun's form goes with them; a `Mistake` where a brace or a form is wrong."""
    try:
        for _, name, form, _ in Formatter().parse(template):
            if form and form.count("|") != 1:  # of `:.1f` nothing would be left
                raise Mistake(_TEXT.form.format(f"{{{name}:{form}}}", name))
            if name is not None and (with_forms or not form):
                yield name
    except ValueError as error:
        raise Mistake(_TEXT.sentence_has_brace_is.format(template)) from error


def _filled(scope: Scope, template: str, language: str) -> str:
    """Leave out `[…]` where a figure in it is missing; `{tasks:was|were}` is the word that goes with the number."""

    def optional(found: re.Match[str]) -> str:
        figures = (_view(name) for name in names(found[1]) if name not in WORDS)
        return "" if any(math.isnan(scope.figure(view)) for view in figures) else found[1]

    pieces: list[str] = []
    told = ""  # what changes are measured against is said where it is not that of the last one
    one = False  # whether the figure before is 1
    for literal, name, form, _ in Formatter().parse(_OPTIONAL.sub(optional, template)):
        word = re.match(r" (\w+)", literal) if one and language == "en" else None
        if word and word[1] in _NOUNS:
            literal = f" {_NOUNS[word[1]]}{literal[word.end() :]}"
        pieces.append(literal)
        one = name is not None and name not in WORDS and scope.figure(_view(name)) == 1
        if form:
            singular, _, plural = form.partition("|")
            pieces.append(singular if one else plural)
            one = False
        elif name is not None:
            _, _, part = name.partition(".")
            pieces.append(_written(scope, name, part == told)[language])
            told = part if part in BASES else told
    text = "".join(pieces)
    return text[:1].upper() + text[1:]


def _view(name: str) -> View:
    indicator, _, part = name.partition(".")
    return getattr(registry[indicator], part) if part else View(registry[indicator])


def _written(scope: Scope, name: str, told: bool) -> BilingualText:
    data = scope.data
    compared = wording.compared_with(data.compared, data.quarter)
    if name in WORDS:
        period, cut_off = wording.quarter(data.quarter), wording.day(data.params.cut_off)
        units = wording.within(scope.name)  # inside a sentence a name may lose its capital
        if scope.unit != TOTAL or data.unit != TOTAL:
            units = BilingualText(scope.name.vi, f"the {scope.name.en}")
        return dict(zip(WORDS, (period, compared, units, cut_off), strict=True))[name]
    view = _view(name)
    value = scope.figure(view)
    if math.isnan(value):
        return _TEXT.no_figure
    match view.figure:
        case "change" | "change_on_previous":
            base = scope.figure(View(view.indicator, BASES[view.figure]))
            compared = compared if view.figure == "change" else _TEXT.previous
            return change_told(view.indicator, value, base, None if told else compared)
        case "met" | "progress":
            return SAID[view.figure][value]
        case "plan_difference":
            points = wording.CHANGE_IN["pp"] if view.indicator.is_share else ""
            return both("{0}{1}").format(wording.number(value, view.indicator.decimals), points)
        case "plan_execution":
            return wording.percent(value)
        case "rank":
            return wording.number(value)
        case _:
            return figure(view.indicator, value)
