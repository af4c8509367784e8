"""The charts of a report, drawn of an indicator's figures by a breakdown."""

import math
from collections.abc import Sequence

import pandas as pd

from reporting import charts
from reporting.charts import About
from reporting.indicators.indicator import Indicator, registry
from reporting.indicators.mistakes import Mistake
from reporting.indicators.views import View
from reporting.report import notes
from reporting.report.breakdown import QUARTER, ROWS, UNIT, Breakdown
from reporting.report.notes import Notes
from reporting.report.output import Html, Output
from reporting.text import TOTAL, BilingualText, both, texts, wording

_TEXT = texts(__name__)

# What dots are compared with, and the figure it is.
COMPARED_WITH = {"year_ago": "value_year_ago", "plan": "plan"}


class Charts(Output):
    """Charts of a part of a report; `vi` and `en` are a title of your own in place of the finding."""

    def bars(
        self, indicator: Indicator, by: str = "unit_group", top: int | None = None, vi: str = "",
        en: str = "",
    ) -> Html:  # fmt: skip
        """An indicator as bars, the longest first; all of them, or the first `top`."""
        rows, data = Breakdown(self._scope, by), self._data
        names = {c: data.short_name(c) if by == UNIT else name for c, name in rows.labels.items()}
        series = rows.figures(indicator).set_axis([each[data.language] for each in names.values()])
        left = notes.not_shown(max(series.count() - (top or len(series)), 0))
        label = indicator.title
        if not self._scope.is_everything and getattr(self._scope, by, TOTAL) == TOTAL:
            label = both("{0}, {1}").format(label, wording.within(self._scope.name))
        about = self._about(f"{indicator.name}-{by}", label, indicator, left)
        about = about._replace(rows=ROWS.get(by, _TEXT.cases))
        return self._draw(charts.bars(series, about, top), vi, en)

    def stacked(
        self, counts: Sequence[Indicator], by: str = "unit_group", vi: str = "", en: str = ""
    ) -> Html:
        """Counts that add to the whole, as shares of it, one bar for each code of `by`."""
        rows, language = Breakdown(self._scope, by), self._data.language
        labels = {TOTAL: self._scope.name, **(rows.labels if len(rows.labels) > 1 else {})}
        frame = pd.DataFrame({each.name: rows.figures(each, labels) for each in counts})
        whole = rows.figures(registry["tasks"], labels)
        odd = frame.sum(axis=1) != whole.fillna(0)
        if odd.any() and {each.unit for each in counts} == {"tasks"}:
            code = str(odd.idxmax())
            sizes = map(wording.number, (whole[code], frame.loc[code].sum()))
            raise Mistake(_TEXT.not_the_whole.format(labels[code], *sizes))
        names = {code: label[language] for code, label in labels.items()}
        titles = {each.name: each.title[language] for each in counts}
        called = ROWS.get(by) or _TEXT.values_of.format(self._data.params.column_name(by))
        about = self._about(f"stacked-{by}")
        return self._draw(charts.stacked(frame, names, titles, called[language], about), vi, en)

    def dots(
        self, indicator: Indicator, beside: str = "year_ago", vi: str = "", en: str = ""
    ) -> Html:
        """Units, those of the map if there is one, ranked beside the comparison quarter (`year_ago`) or their `plan`."""
        scope, data = self._scope, self._data
        frame = self._units(indicator, COMPARED_WITH[beside])
        units = list(frame["code"])
        if beside == "plan":
            frame = frame.dropna(subset="value_year_ago")
        if frame.empty:
            return Html("")
        groups = {data.unit_groups[unit] for unit in units}
        note = notes.chart_note(scope, units) if beside == "year_ago" else ()
        label = indicator.title
        if len(groups) == 1 and len(data.groups) > 1:
            label = both("{0}, {1}").format(label, wording.within(data.params.group_name(*groups)))
        elif len(units) < len(scope.units):
            label = _TEXT.on_the_map.format(label)
        before = _TEXT.plan if beside == "plan" else wording.quarter_short(data.compared)
        about = self._about(f"dots-{indicator.name}", label, indicator, note)
        # no unit is held against the amount of all of them
        whole = math.nan if indicator.is_amount else scope.figure(indicator)
        name = scope.name[data.language]
        drawn = charts.dots(frame, whole, name, before[data.language], about)
        if beside == "plan" and indicator.better:  # what there is to say is who met it
            judged = Breakdown(scope, UNIT).figures(View(indicator, "met"), list(frame["code"]))
            told = _TEXT.met_plan.format(label, int(judged.sum()), judged.count())
            vi, en = vi or told.vi, en or told.en
        return self._draw(drawn, vi, en)

    def tiles(self, indicator: Indicator, vi: str = "", en: str = "") -> Html:
        """The units that have a tile as a map; nothing in a report of one unit."""
        tiles, data = self._data.inputs.tiles, self._data
        if tiles is None or tiles.empty or data.unit != TOTAL:
            return Html("")
        labelled = tiles.assign(label=tiles[f"label_{data.language}"])
        about = self._about(f"tiles-{indicator.name}", indicator.title, indicator)
        return self._draw(charts.tile_map(self._units(indicator), labelled, about), vi, en)

    def trend(
        self, indicator: Indicator, by: str = "unit_group", vi: str = "", en: str = ""
    ) -> Html:
        """An indicator through the quarters, in total and for each code of `by`, on one scale."""
        scope, data, language = self._scope, self._data, self._data.language
        parts, labels = [(scope.name, scope)], Breakdown(scope, by).labels
        if len(labels) > 1:
            parts += [(label, scope.narrowed(**{by: code})) for code, label in labels.items()]
        if len(data.quarters) < 2:
            return Html("")
        value, tasks = View(indicator), View(registry["tasks"])
        shown = {"value": value, "plan": View(indicator, "plan"), "tasks": tasks}
        lines = (
            {each: Breakdown(part, QUARTER).figures(of) for each, of in shown.items()}
            | {"quarter": data.quarters, "group": label[language]}
            for label, part in parts
        )
        frame = pd.concat(map(pd.DataFrame, lines), ignore_index=True)
        note = notes.through_time(scope, by)
        about = self._about(f"trend-{indicator.name}-{by}", indicator.title, indicator, note)
        return self._draw(charts.trend(frame, scope.name[language], about), vi, en)

    def progress(self, vi: str = "", en: str = "") -> Html:
        """Tasks planned (by `plan.csv`, else by due dates) and completed, week by week; nothing without dates."""
        data, scope = self._data, self._scope
        if {*data.inputs.undated} & {*data.quarter.parts}:
            return Html("")
        drawn = charts.progress(
            scope.columns("due_on", "completed_on", "status"), data.quarter, data.params.cut_off,
            self._about("progress", scope.name, registry["tasks"]),
            data.inputs.plan_by_week("completed", scope.cell("", TOTAL)),
        )  # fmt: skip
        return self._draw(drawn, vi, en)

    def days_late(self, vi: str = "", en: str = "") -> Html:
        """How many days late the tasks completed late were."""
        late = self._scope.columns("days_late")["days_late"].dropna()
        note = notes.undated_late(self._scope, late)
        return self._draw(charts.lateness(late, self._about("days-late", note=note)), vi, en)

    def _units(self, indicator: Indicator, compared: str = "value_year_ago") -> pd.DataFrame:
        """The units that have a tile, all where none has, each with what it is compared with (as `value_year_ago`)."""
        data, tiles, units = self._data, self._data.inputs.tiles, self._scope.units
        drawn = [] if tiles is None else [unit for unit in units if unit in set(tiles["unit"])]
        units, rows = drawn or units, Breakdown(self._scope, UNIT)
        columns = {
            "name": [data.short_name(unit)[data.language] for unit in units],
            "value": rows.figures(indicator, units),
            "value_year_ago": rows.figures(View(indicator, compared), units),
            "tasks": rows.figures(registry["tasks"], units),
        }
        return pd.DataFrame(columns, index=units).rename_axis("code").reset_index()

    def _about(
        self, name: str, label: BilingualText | None = None, of: Indicator | None = None,
        note: Notes = (),
    ) -> About:  # fmt: skip
        """What a chart is of, by a name that no other chart of the page has."""
        language, told = self._data.language, BilingualText.join(note, " ")
        name = "-".join((name, *(code for code in self._scope.codes if code != TOTAL)))
        self._data.chart_names[name] += 1
        if (times := self._data.chart_names[name]) > 1:
            name = f"{name}-{times}"
        about = About(language, name, label[language] if label else "", note=told[language] or None)
        return about._replace(unit=of.unit, places=max(of.decimals, 1)) if of else about
