"""Each unit, ranked, against its target and a year ago."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporting.charts import province_dots, tile_map
from reporting.charts.style import ON_TIME
from reporting.report.sections.remarks import UNROUNDED
from reporting.report.tables import Column, Table
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL

if TYPE_CHECKING:
    import pandas as pd

    from reporting.report.report import Report

RANKED_BY = "on_time_share"


def ranked(report: Report) -> pd.DataFrame:
    """The units with tasks, best on-time share first; ties by code."""
    values = report.values
    rows = values[(values["indicator"] == RANKED_BY) & (values["unit"] != TOTAL)]
    return rows[rows["denominator"] > 0].sort_values(["value", "unit"], ascending=[False, True])


def finding(report: Report) -> list[BilingualText]:
    """The best and the weakest units."""
    units = ranked(report)
    if len(units) < 2:
        return []
    best, last = units.iloc[0], units.iloc[-1]
    shown = units["value"].map(lambda value: formats.round_half_up(value, 1))
    target = report.params.targets.get(RANKED_BY)
    reached = [] if target is None else [_reached(units["value"], target)]
    if shown.nunique() == 1:
        return [_all_alike(len(units), best["value"]), *reached]
    sentences = [
        BilingualText(
            "Trong {count} đơn vị có công việc, {best} có tỷ lệ hoàn thành đúng hạn cao nhất ({best_share}), "
            "{last} thấp nhất ({last_share}).",
            "Of the {count} units with tasks, the {best} had the highest share completed on time ({best_share}) "
            "and the {last} the lowest ({last_share}).",
        ).format(
            count=len(units),
            best=_and_others(report.unit_name(best["unit"]), int((shown == shown.iloc[0]).sum())),
            best_share=wording.percent(best["value"]),
            last=_and_others(report.unit_name(last["unit"]), int((shown == shown.iloc[-1]).sum())),
            last_share=wording.percent(last["value"]),
        )
    ]
    return sentences + reached


def _all_alike(count: int, share: float) -> BilingualText:
    return BilingualText(
        "Cả {0} đơn vị có công việc đều có tỷ lệ hoàn thành đúng hạn {1}.",
        "All {0} units with tasks had the same share completed on time, {1}.",
    ).format(count, wording.percent(share))


def _reached(shares: pd.Series, target: float) -> BilingualText:
    """How many units are at the target or above it."""
    return BilingualText(
        "Có {0} đơn vị đạt mục tiêu từ {1} trở lên.",
        "The target of {1} was reached by {0} of them.",
    ).format(wording.number(int((shares >= target).sum())), wording.percent(target))


def _and_others(name: BilingualText, sharing: int) -> BilingualText:
    """A unit that shares its place with others is not named as the only one."""
    if sharing == 1:
        return name
    others = BilingualText("{0} và {1} đơn vị khác", "{0} and {1} other{2}")
    return others.format(name, sharing - 1, "" if sharing == 2 else "s")


def table(report: Report) -> Table:
    """All units, ranked by on-time share."""
    target = report.params.targets.get(RANKED_BY)
    before = BilingualText("{0} (%)", "{0} (%)").format(wording.quarter_short(report.compared))
    columns = [
        Column("unit", BilingualText("Đơn vị", "Unit")),
        Column("rank", BilingualText("Thứ hạng", "Rank"), "count"),
        Column("tasks", BilingualText("Số công việc", "Tasks"), "count"),
        Column(
            "value",
            BilingualText("Hoàn thành đúng hạn (%)", "Completed on time (%)"),
            "share",
            bar=True,
        ),
        Column("value_year_ago", before, "share"),
        Column("change", BilingualText("Tăng, giảm (điểm %)", "Change (pp)"), "points"),
        Column("overdue", BilingualText("Quá hạn", "Overdue"), "count"),
    ]
    if target is not None:
        columns.append(Column("met", BilingualText("Đạt mục tiêu", "Target met")))
    units = ranked(report)
    ranks = units["value"].rank(method="min", ascending=False)
    rows: list[dict[str, Any]] = []
    for row, rank in zip(units.to_dict("records"), ranks, strict=True):
        cell = {"unit_group": row["unit_group"], "unit": row["unit"]}
        met = target is not None and row["value"] >= target
        rows.append(
            {
                **{str(key): value for key, value in row.items()},
                "unit": report.unit_name(row["unit"]),
                "rank": rank,
                "tasks": report.value("tasks", **cell),
                "overdue": report.value("overdue", **cell),
                "met": BilingualText("Đạt", "Yes") if met else BilingualText("Chưa đạt", "No"),
            }
        )
    title = BilingualText("Tỷ lệ hoàn thành đúng hạn của từng đơn vị", "On-time share of each unit")
    return Table("units", title, tuple(columns), tuple(rows), (UNROUNDED,), folded=True)


def dots(report: Report) -> str:
    """The units of the group that has most of them, against the whole and a year ago."""
    units = _drawn_units(report)
    if units.empty:
        return ""
    group = str(units["unit_group"].value_counts(sort=False).idxmax())
    label = BilingualText("{0}, {1}", "{0}, {1}").format(
        ON_TIME, wording.within(report.params.group_name(group))
    )
    drawn = province_dots(
        units[units["unit_group"] == group],
        report.value(RANKED_BY),
        report.language,
        report.whole,
        label=label if len(report.groups) > 1 else ON_TIME,
    )
    return drawn.figure_html() if drawn else ""


def tiles(report: Report) -> str:
    """The units as a tile map; empty for a register of units that the map does not have."""
    drawn = tile_map(_drawn_units(report), report.language)
    return drawn.figure_html() if drawn else ""


def _drawn_units(report: Report) -> pd.DataFrame:
    values = report.values
    rows = values[(values["indicator"] == RANKED_BY) & (values["unit"] != TOTAL)]
    names = [report.unit_name(code)[report.language] for code in rows["unit"]]
    columns = ["unit_group", "value", "value_year_ago"]
    return rows[columns].assign(code=rows["unit"], name=names)


FINDINGS = {"units": finding}
TABLES = {"units": table}
CHARTS = {"province_dots": dots, "tile_map": tiles}
