"""The standard sentences of a report, each made of the indicators that a cell names."""

import math
from collections.abc import Sequence

from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.views import View
from reporting.report import notes, say
from reporting.report.breakdown import QUARTER, ROWS, SOURCE, UNIT, UNIT_GROUP, Breakdown
from reporting.report.figures import SAID, change_told, figure, met
from reporting.report.output import Html, Output
from reporting.text import TOTAL, BilingualText, both, texts, wording

_TEXT = texts(__name__)

NAMED = 3  # as many rows as are named beside how many they are
LONG, SHORT = 20, 3  # days late


class Sentences(Output):
    """Sentences of a part of a report, with their forms for one, none and all."""

    def say(self, vi: str, en: str) -> Html:
        """A sentence of your own with live figures: `{tasks}`, `{tasks.change}`, `{on_time_share.plan}`.

        `[…]` is left out where a figure in it is missing; `{period}`, `{compared}`, `{units}` and `{cut_off}` are words.
        """
        return self._say([say.sentence(self._scope, BilingualText(vi, en))])

    def parts(self, indicator: Indicator, by: str = "unit_group") -> Html:
        """A count with its change, and that of each of its parts, in one sentence."""
        rows = Breakdown(self._scope, by)
        sizes = rows.figures(indicator).dropna()
        present = [str(code) for code in sizes.index[sizes != 0]]
        value = rows.figure(indicator)
        counted = wording.tasks(value) if indicator.unit == "tasks" else figure(indicator, value)
        changed = _change(indicator, rows, TOTAL)
        total = both("{0}: {1}{2}").format(self._scope.name, counted, changed)
        common = by in (UNIT_GROUP, SOURCE)  # other labels may be names, and keep their capital
        names = {c: wording.within(name) if common else name for c, name in rows.labels.items()}
        if not present:
            return self._say([both("{0}.").format(total)])
        if len(present) == 1:
            return self._say([_TEXT.all_of_one.format(total, names[present[0]])])
        of_parts = [
            (names[code], figure(indicator, sizes[code]), _change(indicator, rows, code))
            for code in present
        ]
        told = BilingualText.join(both("{0} {1}{2}").format(*each) for each in of_parts)
        return self._say([_TEXT.of_these.format(total, told), *notes.overlap(rows, indicator)])

    def shares(self, whole: Indicator, counts: Sequence[Indicator]) -> Html:
        """The share of every count in the whole, in one sentence; nothing where there are no tasks."""
        if not (total := self._scope.figure(whole)):
            return Html("")
        shares = {each: 100 * self._scope.figure(each) / total for each in counts}
        parts = [(wording.percent(share), _status(each)) for each, share in shares.items() if share]
        told = BilingualText.join(both("{0} {1}").format(*part) for part in parts)
        return self._told(_TEXT.shares.format(wording.tasks(total), told))

    def results(self, whole: Indicator, done: Indicator, counts: Sequence[Indicator]) -> Html:
        """How many tasks there were, how many are done, and how many have each status."""
        total, completed = self._scope.figure(whole), self._scope.figure(done)
        if not total:
            return self._say([_TEXT.no_tasks.format(self._scope.name)])
        opening = both("{0}: {1}").format(self._scope.name, wording.tasks(total))
        known = {each: count for each in counts if (count := self._scope.figure(each))}
        if len(known) == 1:
            form = both("{0}, {1}.") if total == 1 else _TEXT.all_alike
            return self._say([form.format(opening, *map(_status, known))])

        def counted(count: float) -> tuple[BilingualText, BilingualText]:
            return wording.number(count), wording.percent(100 * count / total)

        middle = _TEXT.all_done if completed else _TEXT.none_done
        if 0 < completed < total:
            middle = _TEXT.some_done.format(*counted(completed), *counted(total - completed))
        form = both("{0} {2} ({1})")
        by_status = [form.format(*counted(count), _status(each)) for each, count in known.items()]
        return self._say([_TEXT.results.format(opening, middle, BilingualText.join(by_status))])

    def ranking(self, indicator: Indicator) -> Html:
        """The best and the weakest units; units smaller than params allow are not ranked."""
        rows, smallest = Breakdown(self._scope, UNIT), self._data.params.smallest_unit
        lowest_first = indicator.better == "lower"
        ranked = rows.figures(indicator, rows.ranks(indicator))
        ranked = ranked.sort_values(ascending=lowest_first, kind="stable")
        if len(ranked) < 2:
            return Html("")
        counted = (_TEXT.large_units if smallest > 1 else _TEXT.units).format(len(ranked), smallest)
        title, printed = wording.within(indicator.title), [figure(indicator, v) for v in ranked]
        if len(set(printed)) == 1:
            return self._told(_TEXT.the_same.format(counted, title, printed[0]))
        ends = (_TEXT.low, _TEXT.high) if lowest_first else (_TEXT.high, _TEXT.low)
        named = []
        for end in (0, -1):  # a unit that shares its place with others is not named as the only one
            name, others = rows.labels[ranked.index[end]], printed.count(printed[end]) - 1
            plural = "" if others == 1 else "s"
            named.append(_TEXT.and_others.format(name, others, plural) if others else name)
        told = (counted, title, *ends, *named, printed[0], printed[-1])
        return self._told(_TEXT.ends.format(*told))

    def over_time(self, indicator: Indicator) -> Html:
        """An indicator from the first quarter of the trend to the last, in one sentence."""
        quarters = self._data.quarters
        if len(quarters) < 2:
            return self._say([_TEXT.no_earlier])
        ends = (quarters[0], quarters[-1])
        rows = Breakdown(self._scope, QUARTER)
        first, last = (rows.figure(indicator, str(quarter)) for quarter in ends)
        if math.isnan(first) or math.isnan(last):
            return Html("")
        a, b = figure(indicator, first), figure(indicator, last)
        form = _TEXT.alike if a == b else _TEXT.rose if last > first else _TEXT.fell
        named = map(wording.quarter_short, ends)
        told = form.format(indicator.title, a, b, *named)
        return self._told(told, *notes.through_time(self._scope))

    def against_plan(self, *indicators: Indicator, by: str | None = None) -> Html:
        """How indicators stand to their plans; with `by`, how many rows of a breakdown met theirs."""
        chosen = indicators or tuple(registry)
        if by is None:
            of = self._scope.figure
            told = [_stand(of(each), of(View(each, "plan")), each) for each in chosen]
        else:
            rows = Breakdown(self._scope, by)
            told = [_met_by(rows, each) for each in chosen]
        return self._told(*filter(None, told))

    def lateness(self) -> Html:
        """How late the tasks completed late were, in one sentence."""
        late = self._scope.columns("days_late")["days_late"].dropna()
        if late.empty:
            some = self._scope.figure(registry["completed_late"])
            return self._told(_TEXT.no_late_date if some else _TEXT.none_late)
        median = float(late.median())
        number = wording.number(median, 0 if median.is_integer() else 1)
        plural = "" if median == 1 else "s"
        if len(late) == 1:
            return self._told(_TEXT.one_late.format(number, plural))
        long, short = (float(100 * each.mean()) for each in (late > LONG, late <= SHORT))
        above = wording.percent(long) if long else _TEXT.no_task
        told = (wording.number(len(late)), number, wording.percent(short), above, plural)
        return self._told(_TEXT.late.format(*told), *notes.undated_late(self._scope, late))

    def _told(self, *sentences: BilingualText) -> Html:
        """Say what does not name the part of the report that it is of, behind its name."""
        if sentences and not self._scope.is_everything:
            first = both("{0}: {1}").format(self._scope.name, wording.within(sentences[0]))
            sentences = (first, *sentences[1:])
        return self._say(sentences)


def _change(indicator: Indicator, rows: Breakdown, code: str) -> BilingualText:
    """`, giảm 6,3% so với cùng kỳ năm trước`; what it is compared with is said once, of the total."""
    change, data = rows.figure(View(indicator, "change"), code), rows.scope.data
    if math.isnan(change):
        return both("")
    compared = wording.compared_with(data.compared, data.quarter) if code == TOTAL else None
    base = rows.figure(View(indicator, "value_year_ago"), code)
    return both(", {0}").format(change_told(indicator, change, base, compared))


def _status(indicator: Indicator) -> BilingualText:
    return wording.STATUS_SAID.get(indicator.name) or wording.within(indicator.title)


def _met_by(rows: Breakdown, indicator: Indicator) -> BilingualText | None:
    """How many rows of a breakdown met their plan, and which where these or the others are few; None without plans."""
    judged = rows.figures(View(indicator, "met"))
    groups = {it: [*map(rows.labels.__getitem__, judged.index[judged == it])] for it in (1, 0)}
    reached, known = len(groups[1]), judged.count()
    if not known:
        return None
    if known == 1:
        (name,) = groups[reached]
        return _TEXT.one_planned.format(indicator.title, name, SAID["met"][reached])
    form = _TEXT.some_met
    if reached in (0, known):
        form = _TEXT.all_met if reached else _TEXT.none_met
    few = next((each for each in groups if 0 < len(groups[each]) <= NAMED), None)
    names = both("")
    if few is not None and form == _TEXT.some_met:
        names = both(" ({0}: {1})").format(SAID["met"][few], wording.listing(groups[few]))
    noun = ROWS.get(rows.by, _TEXT.rows_of_a_column)
    return form.format(indicator.title, wording.number(reached), wording.number(known), noun, names)


def _stand(value: float, plan: float, indicator: Indicator) -> BilingualText | None:
    """How a value stands to its plan, from unrounded figures; None where one of them is missing."""
    if math.isnan(value) or math.isnan(plan):
        return None
    gap = wording.without_noise(value) - wording.without_noise(plan)
    form = _TEXT.exactly if not gap else _TEXT.above if gap > 0 else _TEXT.below
    # at the printed precision; a distance too small for it is said to be
    decimals = 0 if gap == gap.to_integral_value() and not indicator.is_share else 1
    unit = _TEXT.points if indicator.unit in ("%", "pp") else ""
    distance = both("{0}{1}").format(wording.number(float(abs(gap)), decimals), unit)
    if not wording.round_half_up(gap, decimals):
        least = wording.number(10.0**-decimals / 2, decimals + 1)
        distance = _TEXT.less_than.format(least, unit)
    told = form.format(figure(indicator, plan), distance)
    if gap and (judged := SAID["met"].get(met(indicator, value, plan))):
        told = both("{0} ({1})").format(told, judged)
    return both("{0}: {1}, {2}.").format(indicator.title, figure(indicator, value), told)
