"""Charts made of small data, for the tests of what they say and of how they are drawn."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from reporting import charts
from reporting.charts import About, Chart, style
from reporting.inputs.office import default_office
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.codes import STATUSES
from reporting.text.quarter import Quarter

DATA = Path(__file__).parents[1] / "data"
EVERY_UNIT = pd.read_csv(DATA / "units.csv", dtype=str)
UNITS = EVERY_UNIT[EVERY_UNIT["valid_from"] < "2025"]
PROVINCES = UNITS[UNITS["group"] == "provincial"]
EVERY_TILE = pd.read_csv(DATA / "tiles.csv", dtype={"unit": str})
TILES = EVERY_TILE[EVERY_TILE["valid_from"] < "2025"]
THIRD = Quarter(2023, 3)
WHOLE = default_office().all_units.text
NAMES = {code: default_office().group_name(code) for code in ("_T", *default_office().unit_groups)}
ON_TIME = BilingualText("Tỷ lệ hoàn thành đúng hạn", "Completed on time")
GROUPS = BilingualText("nhóm đơn vị", "unit groups")
BEFORE = BilingualText("III/2022", "2022 Q3")
BOTH = pytest.mark.parametrize("language", ["vi", "en"])
ABC = ["A", "B", "C"]


def about(language: str, usual: str, unit_of_measure: str = "%", **given: str) -> About:
    return About(
        language, **{"name": usual, "label": ON_TIME[language], "unit": unit_of_measure, **given}
    )


def bars(
    series: pd.Series, language: str, unit: str, label: str, name: str = "bars"
) -> Chart | None:
    return charts.bars(series, About(language, name, label, unit))


def lateness(days: Iterable[float], language: str, name: str = "lateness") -> Chart | None:
    return charts.lateness(days, About(language, name))


def tile_map(frame: pd.DataFrame, language: str, **options: Any) -> Chart | None:
    tiles = TILES.assign(label=TILES[f"label_{language}"])
    return charts.tile_map(frame, tiles, about(language, "tile-map", **options))


def status_by_group(frame: pd.DataFrame, language: str, **options: Any) -> Chart | None:
    names = {code: name[language] for code, name in NAMES.items()}
    labels = {status: wording.STATUS[status][language] for status in STATUSES}
    of = about(language, "status-by-group", **options)
    return charts.stacked(frame, names, labels, GROUPS[language], of)


def plan_progress(items: pd.DataFrame, as_of: date, language: str, **options: Any) -> Chart | None:
    label = BilingualText("Kế hoạch", "The plan")[language]
    day = pd.Timestamp(as_of)
    overdue = (items["due_on"] < day) & ~(items["completed_on"] <= day)
    items = items.assign(status=overdue.map({True: "overdue", False: "in_term"}))
    weekly = options.pop("weekly", {})
    of = about(language, "plan-progress", **{"label": label, "unit": "tasks", **options})
    return charts.progress(items, THIRD, as_of, of, weekly)


def province_dots(
    frame: pd.DataFrame, reference: float | None, language: str, **options: Any
) -> Chart | None:
    of = about(language, "province-dots", **options)
    frame = frame.reindex(columns=["code", "name", "value", "value_year_ago", "tasks"])
    return charts.dots(frame, reference, WHOLE[language], BEFORE[language], of)


def trend(frame: pd.DataFrame, language: str, **options: Any) -> Chart | None:
    frame = frame.reindex(columns=["quarter", "group", "value", "plan", "tasks"])
    return charts.trend(frame, WHOLE[language], about(language, "trend", **options))


def drawn(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


def counts(**groups: tuple[int, ...]) -> pd.DataFrame:
    """Tasks by status; the whole is added up where it is not given."""
    table = pd.DataFrame.from_dict(groups, orient="index", columns=list(STATUSES))
    if "_T" not in groups:
        table.loc["_T"] = table.sum()
    return table.loc[["_T", *(code for code in table.index if code != "_T")]]


def units(names: list[str], values: list[float], before: list[float] | None = None) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"code": [f"u{i}" for i in range(len(names))], "name": names, "value": values}
    )
    return frame if before is None else frame.assign(value_year_ago=before)


def provinces(
    value: Callable[[int], float] = lambda i: 70 + (i * 37 % 60) / 2, name: str = "name_vi"
) -> pd.DataFrame:
    codes = PROVINCES["code"].tolist()
    values = [float(value(i)) for i in range(len(codes))]
    before = [v - 3 + i % 7 for i, v in enumerate(values)]
    names = PROVINCES[name.replace("name", "short")].tolist()
    return pd.DataFrame({"code": codes, "name": names, "value": values, "value_year_ago": before})


def plan(due: list[str], done: list[str | None]) -> pd.DataFrame:
    return pd.DataFrame({"due_on": pd.to_datetime(due), "completed_on": pd.to_datetime(done)})


def quarters(tasks: float = math.inf, **groups: list[float]) -> pd.DataFrame:
    rows = [
        {"quarter": Quarter(2022, 3).shift(step), "group": group, "value": value, "tasks": tasks}
        for group, values in groups.items()
        for step, value in enumerate(values)
    ]
    return pd.DataFrame(rows)


PUBLISHED = counts(
    _T=(47518, 4588, 1912, 601, 0),
    headquarters=(1212, 190, 100, 23, 0),
    public_service=(205, 14, 8, 4, 0),
    provincial=(46101, 4384, 1804, 574, 0),
)
ITEMS = plan(
    ["2023-07-14", "2023-08-10", "2023-09-20", "2023-09-30"],
    ["2023-07-10", "2023-08-15", "2023-09-20", None],
)


@cache
def every_chart(language: str) -> list[Chart]:
    """One of each, with the longest names and the most marks a report has."""
    names = "name_vi" if language == "vi" else "name_en"
    offices = UNITS[UNITS["group"] != "provincial"]
    ranked = units(offices[names].tolist(), [60.0 + i for i in range(len(offices))])
    lines = quarters(**{"Các đơn vị thuộc cơ quan Tổng cục": [76, 77, 80, 78, 79.5], "B": [90] * 5})
    by_name = pd.Series(range(5), index=offices[names].iloc[:5])
    return [
        drawn(chart)
        for chart in (
            status_by_group(PUBLISHED, language),
            trend(lines.assign(plan=[math.nan] * 3 + [82.0] * 7), language, name="planned"),
            plan_progress(ITEMS, date(2023, 9, 30), language, weekly={1: 2, 9: 3}, name="weekly"),
            status_by_group(counts(provincial=(1, 1, 1, 1, 1)), language, name="one-of-each"),
            plan_progress(ITEMS, date(2023, 9, 30), language),
            plan_progress(ITEMS, date(2023, 7, 20), language, name="early"),
            plan_progress(ITEMS, date(2023, 8, 25), language, name="middle"),
            plan_progress(pd.concat([ITEMS] * 400), date(2023, 9, 30), language, name="large"),
            province_dots(provinces(name=names), 84.0, language),
            province_dots(ranked, 71.4, language, name="offices"),
            tile_map(provinces(name=names), language),
            trend(lines, language),
            lateness([1, 2, 2, 3, 3, 3, 4, 8, 15, 40], language),
            lateness([4.0] * 9, language, name="same-lateness"),
            bars(by_name, language, "tasks", label="Tasks"),
            bars(
                pd.Series({"Hà Nội": 54619.0, "Huế": -7.0}), language, "tasks", label="X", name="b2"
            ),
        )
    ]


Box = tuple[float, float, float, float, str]


@lru_cache(maxsize=4096)
def measured(text: str, size: float, weight: str) -> float:
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return float(TextToPath().get_text_width_height_descent(text, font, False)[0])  # type: ignore[arg-type]


def text_boxes(drawing: str, spaced: bool = False) -> list[Box]:
    """Where each text stands in DejaVu Sans, the widest font of the stack: left, top, right, bottom.

    `spaced` is with the space between letters and words that a reader may add (WCAG 1.4.12).
    """
    boxes = []
    for element in ET.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text"):
        text, size = element.text or "", float(element.get("font-size", style.SIZE))
        width = measured(text, size, "bold" if element.get("font-weight") == "700" else "normal")
        width += spaced * size * (0.12 * (len(text) - 1) + 0.16 * text.count(" "))
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        before = {"start": 0, "middle": width / 2, "end": width}
        left = x - before[element.get("text-anchor", "start")]
        boxes.append((left, y - 0.76 * size, left + width, y + 0.1 * size, text))
    return boxes


def texts_of(chart: Chart) -> list[str]:
    """The texts of the wide drawing."""
    return [box[4] for box in text_boxes(chart.drawings[0])]
