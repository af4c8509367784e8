"""Charts: small data in, what the reader sees out."""

from __future__ import annotations

import hashlib
import itertools
import math
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from reporting import charts
from reporting.charts import Chart, style
from reporting.inputs.office import default_office
from reporting.text.bilingual import BilingualText
from reporting.text.quarter import Quarter

DATA = Path(__file__).parents[1] / "data"
EVERY_UNIT = pd.read_csv(DATA / "units.csv", dtype=str)
UNITS = EVERY_UNIT[EVERY_UNIT["valid_from"] < "2025"]
PROVINCES = UNITS[UNITS["group"] == "provincial"]
EVERY_TILE = pd.read_csv(DATA / "tiles.csv", dtype={"unit": str})
TILES = EVERY_TILE[EVERY_TILE["valid_from"] < "2025"]


def tile_map(frame: pd.DataFrame, language: str, **options: object) -> Chart | None:
    tiles = TILES.assign(label=TILES[f"label_{language}"])
    return charts.tile_map(frame, tiles, language, **options)


THIRD = Quarter(2023, 3)
ALL = default_office().all_units.text
NAMES = {code: default_office().group_name(code) for code in ("_T", *default_office().unit_groups)}
status_by_group = partial(charts.status_by_group, names=NAMES)
plan_progress = partial(charts.plan_progress, label=BilingualText("Kế hoạch", "The plan"))
BEFORE = BilingualText("III/2022", "2022 Q3")
province_dots = partial(charts.province_dots, reference_label=ALL, before=BEFORE)
trend_small_multiples = partial(charts.trend_small_multiples, whole=ALL)
STATUSES = ["completed_on_time", "completed_late", "overdue", "in_term", "no_due_date"]


def drawn(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


def counts(**groups: tuple[int, ...]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(groups, orient="index", columns=STATUSES)


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


def quarters(**groups: list[float]) -> pd.DataFrame:
    rows = [
        {"quarter": str(Quarter(2022, 3).shift(step)), "group": group, "value": value}
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


def every_chart(language: str) -> list[Chart]:
    """One of each, with the longest names and the most marks a report has."""
    names = "name_vi" if language == "vi" else "name_en"
    offices = UNITS[UNITS["group"] != "provincial"]
    ranked = units(offices[names].tolist(), [60.0 + i for i in range(len(offices))])
    trend = quarters(**{"Các đơn vị thuộc cơ quan Tổng cục": [76, 77, 80, 78, 79.5], "B": [90] * 5})
    by_name = pd.Series(range(5), index=offices[names].iloc[:5])
    return [
        drawn(chart)
        for chart in (
            status_by_group(PUBLISHED, language),
            status_by_group(counts(provincial=(1, 1, 1, 1, 1)), language, name="one-of-each"),
            plan_progress(ITEMS, THIRD, date(2023, 9, 30), language),
            plan_progress(ITEMS, THIRD, date(2023, 7, 20), language, name="early"),
            plan_progress(ITEMS, THIRD, date(2023, 8, 25), language, name="middle"),
            plan_progress(
                pd.concat([ITEMS] * 400), THIRD, date(2023, 9, 30), language, name="large"
            ),
            province_dots(provinces(name=names), 84.0, language),
            province_dots(ranked, 71.4, language, name="offices"),
            tile_map(provinces(name=names), language),
            trend_small_multiples(trend, language),
            charts.lateness([1, 2, 2, 3, 3, 3, 4, 8, 15, 40], language),
            charts.lateness([4.0] * 9, language, name="same-lateness"),
            charts.bars(by_name, language, "tasks", label="Tasks"),
            charts.bars(pd.Series({"Hà Nội": 54619.0, "Huế": -7.0}), language, "tasks", name="b2"),
        )
    ]


BOTH = pytest.mark.parametrize("language", ["vi", "en"])


# What the titles say


@pytest.mark.parametrize(
    ("language", "title"),
    [
        (
            "vi",
            "Các đơn vị thuộc cơ quan Tổng cục hoàn thành đúng hạn 79,5%, thấp hơn 7,5 điểm phần trăm so với toàn ngành",
        ),
        (
            "en",
            "Headquarters units completed 79.5% on time, 7.5 percentage points below all units",
        ),
    ],
)
def test_status_title_names_the_group_furthest_from_all_units(language: str, title: str) -> None:
    assert drawn(status_by_group(PUBLISHED, language)).title == title


@pytest.mark.parametrize(
    ("groups", "title"),
    [
        (
            counts(headquarters=(9, 1, 0, 0, 0), provincial=(50, 50, 0, 0, 0)),
            "Headquarters units completed 90.0% on time, 36.4 percentage points above all units",
        ),
        (
            counts(headquarters=(5, 5, 0, 0, 0), provincial=(5, 5, 0, 0, 0)),
            "All unit groups completed the same share on time, 50.0%",
        ),
        (
            counts(_T=(3, 1, 0, 0, 0), provincial=(3, 1, 0, 0, 0)),
            "Provincial statistics offices: 75.0% of tasks completed on time",
        ),
        (
            counts(provincial=(0, 0, 2, 0, 0), headquarters=(0, 0, 0, 0, 0)),
            "Provincial statistics offices: 0.0% of tasks completed on time",
        ),
    ],
    ids=["above", "equal", "one group", "nothing done, a group without tasks"],
)
def test_status_title_is_right_for_other_data(groups: pd.DataFrame, title: str) -> None:
    assert drawn(status_by_group(groups, "en")).title == title


def test_status_without_a_total_adds_the_groups_up() -> None:
    chart = drawn(status_by_group(PUBLISHED.drop("_T"), "vi"))
    assert "54.619 công việc" in chart.svg
    assert chart.title == drawn(status_by_group(PUBLISHED, "vi")).title


@pytest.mark.parametrize(
    ("as_of", "vi", "en"),
    [
        (
            date(2023, 9, 30),
            "Kế hoạch: đến ngày 30/9/2023, đã hoàn thành 3 công việc, ít hơn 1 so với 4 công việc đến hạn",
            "The plan: by 30 September 2023, 3 were completed, 1 fewer than the 4 due",
        ),
        (
            date(2023, 7, 20),
            "Kế hoạch: đến ngày 20/7/2023, đã hoàn thành 1 công việc, bằng số công việc đến hạn",
            "The plan: by 20 July 2023, 1 was completed, as many as were due",
        ),
        (
            date(2023, 7, 12),
            "Kế hoạch: đến ngày 12/7/2023, đã hoàn thành 1 công việc; chưa có công việc nào đến hạn",
            "The plan: by 12 July 2023, 1 was completed; none was due yet",
        ),
    ],
    ids=["behind", "level", "nothing due yet"],
)
def test_plan_title_states_the_gap(as_of: date, vi: str, en: str) -> None:
    assert drawn(plan_progress(ITEMS, THIRD, as_of, "vi")).title == vi
    assert drawn(plan_progress(ITEMS, THIRD, as_of, "en")).title == en


def test_plan_title_when_ahead() -> None:
    items = plan(["2023-07-14", "2023-09-20"], ["2023-07-01", "2023-07-02"])
    title = drawn(plan_progress(items, THIRD, date(2023, 8, 1), "en")).title
    assert title == "The plan: by 1 August 2023, 2 were completed, 1 more than the 1 due"


def test_a_completion_after_the_cut_off_has_not_happened() -> None:
    chart = drawn(plan_progress(ITEMS, THIRD, date(2023, 8, 12), "vi"))
    assert "Hoàn thành 1<" in chart.svg
    assert "Đến hạn 4<" in chart.svg


ABC = ["A", "B", "C"]
DOTS = {
    "some below": (
        units(ABC, [90, 80, 85]),
        86.0,
        "Tỷ lệ hoàn thành đúng hạn: 2 trong 3 đơn vị thấp hơn mức chung 86,0%; thấp nhất là B (80,0%)",
        "Completed on time: 2 of 3 units are below the overall 86.0%; lowest: B (80.0%)",
    ),
    "two share the last place": (
        units(ABC, [90, 80, 80.04]),
        86.0,
        "Tỷ lệ hoàn thành đúng hạn: 2 trong 3 đơn vị thấp hơn mức chung 86,0%; thấp nhất là C và B (80,0%)",
        "Completed on time: 2 of 3 units are below the overall 86.0%; lowest: C and B (80.0%)",
    ),
    "as printed, not below": (
        units(ABC, [90, 86.96, 87.04]),
        87.0,
        "Tỷ lệ hoàn thành đúng hạn: không đơn vị nào thấp hơn mức chung 87,0%; thấp nhất là C và B (87,0%)",
        "Completed on time: none of the 3 units is below the overall 87.0%; lowest: C and B (87.0%)",
    ),
    "one below": (
        units(ABC, [90, 80, 88]),
        86.0,
        "Tỷ lệ hoàn thành đúng hạn: 1 trong 3 đơn vị thấp hơn mức chung 86,0%; thấp nhất là B (80,0%)",
        "Completed on time: 1 of 3 units is below the overall 86.0%; lowest: B (80.0%)",
    ),
    "all equal": (
        units(ABC, [0, 0, 0]),
        0.0,
        "Tỷ lệ hoàn thành đúng hạn: cả 3 đơn vị đều 0,0%",
        "Completed on time: all 3 units at 0.0%",
    ),
    "one unit": (
        units(["A"], [79.5]),
        87.0,
        "Tỷ lệ hoàn thành đúng hạn: A 79,5%, thấp hơn 7,5 điểm phần trăm so với mức chung 87,0%",
        "Completed on time: A 79.5%, 7.5 percentage points below the overall 87.0%",
    ),
    "one unit, equal": (
        units(["A"], [87.0]),
        87.0,
        "Tỷ lệ hoàn thành đúng hạn: A 87,0%, bằng mức chung",
        "Completed on time: A 87.0%, the same as overall",
    ),
    "no reference": (
        units(ABC, [90, math.nan, 70]),
        None,
        "Tỷ lệ hoàn thành đúng hạn: cao nhất là A (90,0%), thấp nhất là C (70,0%)",
        "Completed on time: highest in A (90.0%), lowest in C (70.0%)",
    ),
}


@pytest.mark.parametrize("case", DOTS)
def test_dots_title(case: str) -> None:
    frame, reference, vi, en = DOTS[case]
    assert drawn(province_dots(frame, reference, "vi")).title == vi
    assert drawn(province_dots(frame, reference, "en")).title == en


def test_tile_title_names_both_ends() -> None:
    frame = provinces(lambda i: 50 + i / 2)
    assert (
        drawn(tile_map(frame, "vi")).title
        == "Tỷ lệ hoàn thành đúng hạn: từ 50,0% ở Hà Nội đến 81,0% ở Cà Mau"
    )
    assert (
        drawn(tile_map(frame, "en")).title
        == "Completed on time: from 50.0% in Hà Nội to 81.0% in Cà Mau"
    )


def test_tile_title_when_many_share_an_end() -> None:
    title = drawn(tile_map(provinces(lambda i: 100.0 if i > 2 else 0.0), "en")).title
    assert (
        title
        == "Completed on time: from 0.0% in Hà Nội and 2 others to 100.0% in Bắc Kạn and 59 others"
    )
    alone = provinces(lambda i: math.nan if i else 90.0)
    assert drawn(tile_map(alone, "vi")).title == "Tỷ lệ hoàn thành đúng hạn: Hà Nội 90,0%"
    assert drawn(tile_map(alone, "en")).title == "Completed on time: Hà Nội 90.0%"
    equal = drawn(tile_map(provinces(lambda _: 87.0), "vi")).title
    assert equal == "Tỷ lệ hoàn thành đúng hạn: cả 63 đơn vị đều 87,0%"


@pytest.mark.parametrize(
    ("frame", "vi", "en"),
    [
        (
            quarters(A=[84.9, 85, 87.0], B=[90, 80, 89]),
            "Tỷ lệ hoàn thành đúng hạn: A tăng nhiều nhất, từ 84,9% (III/2022) lên 87,0% (I/2023)",
            "Completed on time: A rose most, from 84.9% (2022 Q3) to 87.0% (2023 Q1)",
        ),
        (
            quarters(
                **{
                    "Toàn ngành": [90.0, 80.0, 70.0],
                    "A": [84.9, 85.0, 87.0],
                    "B": [90.0, 80.0, 89.0],
                }
            ),
            "Tỷ lệ hoàn thành đúng hạn: A tăng nhiều nhất, từ 84,9% (III/2022) lên 87,0% (I/2023)",
            "",
        ),
        (
            quarters(**{"Toàn ngành": [90.0, 80.0, 70.0], "A": [90.0, 80.0, 69.0]}),
            "Tỷ lệ hoàn thành đúng hạn: toàn ngành giảm, từ 90,0% (III/2022) xuống 70,0% (I/2023)",
            "",
        ),
        (
            quarters(**{"All units": [90.0, 80.0, 95.0], "A": [90.0, math.nan, math.nan]}),
            "",
            "Completed on time: all units up, from 90.0% (2022 Q3) to 95.0% (2023 Q1)",
        ),
        (
            quarters(**{"Các vùng": [84.9, 85, 87.0], "B": [90, 80, 89]}),
            "Tỷ lệ hoàn thành đúng hạn: các vùng tăng nhiều nhất, từ 84,9% (III/2022) lên 87,0% (I/2023)",
            "Completed on time: các vùng rose most, from 84.9% (2022 Q3) to 87.0% (2023 Q1)",
        ),
        (
            quarters(A=[87.0, math.nan, 84.0]),
            "Tỷ lệ hoàn thành đúng hạn: A giảm, từ 87,0% (III/2022) xuống 84,0% (I/2023)",
            "Completed on time: A down, from 87.0% (2022 Q3) to 84.0% (2023 Q1)",
        ),
        (
            quarters(A=[87.0, 60.0, 87.0]),
            "Tỷ lệ hoàn thành đúng hạn: quý I năm 2023 gần như bằng quý III năm 2022",
            "Completed on time: the first quarter of 2023 is about the same as the third quarter of 2022",
        ),
        (
            quarters(A=[87.0]),
            "Tỷ lệ hoàn thành đúng hạn: mới có số liệu quý III năm 2022",
            "Completed on time: figures for the third quarter of 2022 only",
        ),
    ],
    ids=[
        "up",
        "the total is no group",
        "one group is the total",
        "the total alone",
        "a name inside the sentence",
        "down",
        "no change",
        "one quarter",
    ],
)
def test_trend_title(frame: pd.DataFrame, vi: str, en: str) -> None:
    if vi:
        assert drawn(trend_small_multiples(frame, "vi")).title == vi
    if en:
        assert drawn(trend_small_multiples(frame, "en")).title == en


def test_a_quarter_without_a_register_keeps_its_place_on_the_time_line() -> None:
    whole = quarters(A=[80, 81, 82, 83])
    chart = drawn(trend_small_multiples(whole[whole["quarter"] != "2022Q4"], "en"))
    third_and_fourth = re.findall(r"[ML] ([\d.]+) ", line_of(chart, style.ACCENT, "2"))
    dots = re.findall(r"M ([\d.]+) ", line_of(chart, style.ACCENT, "6"))
    first, third, fourth = (float(x) for x in (dots[0], *third_and_fourth))
    assert third - first == pytest.approx(2 * (fourth - third), abs=0.3)


@pytest.mark.parametrize(
    ("days", "vi", "en"),
    [
        (
            [1, 2, 3, 4, 30],
            "Trong số công việc hoàn thành trễ hạn, ít nhất một nửa trễ không quá 3 ngày; 20,0% trễ trên 20 ngày",
            "At least half of the tasks completed late were at most 3 days late; 20.0% more than 20 days",
        ),
        (
            [1, 2],
            "Trong số công việc hoàn thành trễ hạn, ít nhất một nửa trễ không quá 1,5 ngày; không có công việc nào trễ trên 20 ngày",
            "At least half of the tasks completed late were at most 1.5 days late; none more than 20 days",
        ),
        (
            [math.nan, 1, 0, -3],
            "Một công việc hoàn thành trễ hạn, trễ 1 ngày",
            "One task was completed late, by 1 day",
        ),
    ],
)
def test_lateness_title(days: list[float], vi: str, en: str) -> None:
    assert drawn(charts.lateness(days, "vi")).title == vi
    assert drawn(charts.lateness(days, "en")).title == en


def test_bars_title() -> None:
    series = pd.Series({"A": 12.0, "B": math.nan, "C": 1525.0})
    assert (
        drawn(charts.bars(series, "vi", "tasks")).title
        == "Cao nhất là C (1.525), thấp nhất là A (12)"
    )
    title = drawn(charts.bars(series, "en", "tasks", label="Tasks")).title
    assert title == "Tasks: highest C (1,525), lowest A (12)"
    assert drawn(charts.bars(pd.Series({"A": 2.5}), "vi", "days")).title == "A 2,5"


# What the alternative texts say


def test_alternative_text_carries_the_figures() -> None:
    alt = drawn(status_by_group(PUBLISHED, "vi")).alt
    assert alt.startswith("Biểu đồ thanh chồng. Toàn ngành: hoàn thành đúng hạn 87,0%; ")
    assert "hoàn thành trễ hạn 12,5%" in alt
    alt = drawn(plan_progress(ITEMS, THIRD, date(2023, 9, 30), "en")).alt
    assert alt.endswith("by 30 September 2023: 4 due, 3 completed.")
    alt = drawn(province_dots(units(ABC, [90, 80, 85], [89, math.nan, 85]), 86, "en")).alt
    assert alt == (
        "Dot plot. All units: 86.0%. A 90.0%; C 85.0%; B 80.0%. "
        "Beside 2022 Q3: 1 higher, 0 lower, 1 the same."
    )
    alt = drawn(charts.lateness([1, 2, 3, 4, 30], "vi")).alt
    assert "trung vị 3 ngày" in alt
    assert "4–5 ngày 20,0%" in alt
    alt = drawn(trend_small_multiples(quarters(A=[84.9, 85.1]), "vi")).alt
    assert "A: III/2022 84,9%; IV/2022 85,1%." in alt


def test_alternative_text_of_the_map_names_every_province_once() -> None:
    frame = provinces()
    frame.loc[frame["code"] == "96", "value"] = math.nan
    alt = drawn(tile_map(frame, "vi")).alt
    for name in frame["name"]:
        assert len(re.findall(rf"\b{name}\b", alt)) >= 1
    assert alt.endswith("Không có số liệu: Cà Mau.")


# What the files are


@BOTH
def test_svg_is_xml_without_styles_scripts_or_references(language: str) -> None:
    for chart in every_chart(language):
        root = ET.fromstring(chart.svg)
        tags = {element.tag.rsplit("}")[-1] for element in root.iter()}
        assert tags == {"svg", "title", "desc", "path", "text"}, chart.name
        assert "http" not in chart.svg.replace("http://www.w3.org/2000/svg", ""), chart.name
        assert root.get("role") == "img"
        assert root.get("width") is None
        assert root.get("viewBox", "").startswith("0 0 360 ")


@BOTH
def test_no_id_is_used_twice_on_a_page(language: str) -> None:
    page = "".join(chart.figure_html() for chart in every_chart(language))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 3 * len(every_chart(language))
    for named in re.findall(r'aria-labelledby="([^"]+)"', page):
        assert set(named.split()) <= set(ids)


def test_figure_holds_title_drawing_and_note() -> None:
    chart = replace(drawn(charts.bars(pd.Series({"A & <B>": 1.0}), "en", "tasks")), note="x < y")
    html = chart.figure_html()
    assert html.startswith(
        '<figure class="chart" id="chart-bars"><figcaption>A &amp; &lt;B&gt; 1</figcaption>'
    )
    assert '<p class="note">x &lt; y</p></figure>' in html
    assert "<desc" in html
    assert chart._repr_mimebundle_(include=None)["text/html"] == html
    assert ET.fromstring(chart.svg).findtext("{*}desc") == "A & <B> 1."


def test_all_charts_of_a_page_are_small() -> None:
    assert sum(len(chart.svg.encode()) for chart in every_chart("vi")) < 120_000


def digest() -> str:
    text = "".join(chart.figure_html() for chart in every_chart("vi") + every_chart("en"))
    return hashlib.sha256(text.encode()).hexdigest()


def test_same_bytes_whatever_the_machine(tmp_path: Path) -> None:
    """Twice here, and once with another hash seed, locale, time zone and matplotlib configuration."""
    assert digest() == digest()
    settings = ["path.sketch: 1, 100, 2", "figure.constrained_layout.use: True", "font.size: 30"]
    settings += ["svg.fonttype: path", "lines.linewidth: 9", "patch.linewidth: 9", "figure.dpi: 30"]
    (tmp_path / "matplotlibrc").write_text("\n".join(settings), encoding="utf-8")
    elsewhere = os.environ | {
        "PYTHONHASHSEED": "4711",
        "LC_ALL": "C",
        "TZ": "Asia/Ho_Chi_Minh",
        "MATPLOTLIBRC": str(tmp_path),
    }
    there = subprocess.run(
        [sys.executable, "-c", "import test_charts; print(test_charts.digest())"],
        cwd=Path(__file__).parent,
        env=elsewhere | {"PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == digest()


# What can be read


Box = tuple[float, float, float, float, str]


@lru_cache(maxsize=4096)
def measured(text: str, size: float, weight: str) -> float:
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return float(TextToPath().get_text_width_height_descent(text, font, False)[0])  # type: ignore[arg-type]


def text_boxes(chart: Chart) -> list[Box]:
    """Where each text stands in DejaVu Sans, the widest font of the stack: left, top, right, bottom."""
    boxes = []
    for element in ET.fromstring(chart.svg).iter("{http://www.w3.org/2000/svg}text"):
        text, size = element.text or "", float(element.get("font-size", style.SIZE))
        width = measured(text, size, "bold" if element.get("font-weight") == "700" else "normal")
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        before = {"start": 0, "middle": width / 2, "end": width}
        left = x - before[element.get("text-anchor", "start")]
        boxes.append((left, y - 0.76 * size, left + width, y + 0.1 * size, text))
    return boxes


@BOTH
def test_every_text_lies_within_the_drawing_and_touches_no_other(language: str) -> None:
    for chart in every_chart(language):
        height = float(ET.fromstring(chart.svg).get("viewBox", "").split()[3])
        boxes = text_boxes(chart)
        assert boxes
        for index, (left, top, right, bottom, text) in enumerate(boxes):
            assert left >= -0.5, (chart.name, text)
            assert right <= style.WIDTH + 0.5, (chart.name, text)
            assert top >= 0, (chart.name, text)
            assert bottom <= height, (chart.name, text)
            for other in boxes[index + 1 :]:
                beside = right <= other[0] or other[2] <= left
                assert beside or bottom <= other[1] or other[3] <= top, (chart.name, text, other[4])


@pytest.mark.parametrize(
    ("values", "unit", "tick"), [([84, 99, 100], "%", "100%"), ([400, 90000], "tasks", "100,000")]
)
def test_the_widest_tick_of_a_trend_is_not_cut(values: list[float], unit: str, tick: str) -> None:
    frame = quarters(A=values, B=values)
    boxes = text_boxes(drawn(trend_small_multiples(frame, "en", unit_of_measure=unit)))
    (left,) = {box[0] for box in boxes if box[4] == tick}
    assert left >= 0
    assert max(box[2] for box in boxes) <= style.WIDTH + 0.5


@pytest.mark.parametrize(
    "reference", [79.6, 83.0, 86.0, 86.5, 87.0, 88.0, 89.7, 90.0, 92.0, 93.0, 100.0]
)
def test_ticks_of_dots_stand_beside_the_reference(reference: float) -> None:
    frame = provinces(lambda i: 70.5 + 29 * i / 62)
    chart = drawn(province_dots(frame, reference, "vi"))
    boxes = [box for box in text_boxes(chart) if re.fullmatch(r"\d+%", box[4])]
    missing = {70, 80, 90, 100} - {int(box[4][:-1]) for box in boxes}
    assert all(abs(tick - reference) < 2.5 for tick in missing)
    line = float(re.findall(r"M ([\d.]+) ", line_of(chart, style.INK, "1.2"))[0])
    assert all(line < box[0] - 1 or box[2] + 1 < line for box in boxes)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Đơn vị sự nghiệp công lập", ["Đơn vị sự", "nghiệp công lập"]),
        ("Cục Thống kê", ["Cục Thống kê"]),
        (
            "Trung tâm Tin học thống kê khu vực một và hai",
            ["Trung tâm Tin học", "thống kê khu vực …"],
        ),
    ],
)
def test_a_long_name_is_broken_evenly(name: str, lines: list[str]) -> None:
    assert style.fitted(name, 135) == lines


@BOTH
def test_no_text_is_smaller_than_a_phone_can_show(language: str) -> None:
    for chart in every_chart(language):
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', chart.svg)]
        assert min(sizes) >= 12, chart.name


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_text_stands_out_from_its_ground() -> None:
    for colour in (style.INK, style.MUTED, style.ACCENT):
        assert contrast(colour, style.PAPER) >= 4.5
    for ground, text in zip(style.SEQUENCE, style.SEQUENCE_TEXT, strict=True):
        assert contrast(ground, text) >= 4.5


def test_neighbours_in_a_stack_and_classes_of_the_map_differ_in_lightness() -> None:
    for colours in (list(style.STATUS.values()), list(style.SEQUENCE)):
        for one, other in itertools.pairwise(colours):
            assert contrast(one, other) >= 1.25, (one, other)


@pytest.mark.parametrize(("language", "mark"), [("vi", ","), ("en", ".")])
def test_figures_carry_the_mark_of_the_language(language: str, mark: str) -> None:
    chart = drawn(province_dots(units(ABC, [90.0, 80.5, 85]), 86.04, language))
    texts = [box[4] for box in text_boxes(chart)]
    assert f"80{mark}5%" in texts
    assert any(text.endswith(f" 86{mark}0%") for text in texts)


def line_of(chart: Chart, colour: str, width: str) -> str:
    stroke = rf'stroke="{colour}"[^>]*stroke-width="{width}"'
    found = re.search(rf'<path d="([^"]+)"[^>]*{stroke}', chart.svg)
    assert found
    return found[1]


# What is drawn where


LAYOUTS = {"2024": (63, TILES), "2025": (34, EVERY_TILE[EVERY_TILE["valid_from"] > "2025"])}


@pytest.mark.parametrize("year", LAYOUTS)
def test_every_province_has_a_tile_and_the_islands_are_theirs(year: str) -> None:
    count, tiles = LAYOUTS[year]
    there = EVERY_UNIT[
        (EVERY_UNIT["group"] == "provincial")
        & (EVERY_UNIT["valid_from"].str[:4] <= year)
        & (EVERY_UNIT["valid_to"].fillna("9") > f"{year}-12")
    ]
    own = tiles.drop_duplicates("unit")
    assert sorted(own["unit"]) == sorted(there["code"])
    assert len(own) == count
    islands = tiles[tiles["unit"].duplicated()]
    assert dict(zip(islands["label_vi"], islands["unit"], strict=True)) == {
        "Hoàng Sa": "48",
        "Trường Sa": "56",
    }
    assert not tiles.duplicated(["column", "row"]).any()
    assert tiles["column"].max() == 7


NEIGHBOURS = {
    "2024": {
        "Hà Nội": "Vĩnh Phúc, Bắc Ninh, Hòa Bình, Hà Nam, Hưng Yên, Phú Thọ, Thái Nguyên",
        "TP. HCM": "Bình Dương, Đồng Nai, Long An, Tây Ninh, Tiền Giang, Bà Rịa V. Tàu",
        "Nghệ An": "Thanh Hóa, Hà Tĩnh",
        "T.Thiên Huế": "Quảng Trị, Đà Nẵng, Quảng Nam",
        "Đắk Lắk": "Gia Lai, Đắk Nông, Lâm Đồng, Khánh Hòa, Phú Yên",
        "Cần Thơ": "An Giang, Đồng Tháp, Vĩnh Long, Hậu Giang, Kiên Giang",
        "Bạc Liêu": "Cà Mau, Sóc Trăng, Hậu Giang",
        "Lạng Sơn": "Cao Bằng, Bắc Kạn, Thái Nguyên, Bắc Giang, Quảng Ninh",
    },
    "2025": {
        "Hà Nội": "Phú Thọ, Thái Nguyên, Bắc Ninh, Hưng Yên, Ninh Bình",
        "TP. HCM": "Tây Ninh, Đồng Nai, Đồng Tháp",
        "Nghệ An": "Thanh Hóa, Hà Tĩnh",
        "Huế": "Quảng Trị, Đà Nẵng",
        "Đắk Lắk": "Gia Lai, Lâm Đồng, Khánh Hòa",
        "Cần Thơ": "An Giang, Vĩnh Long, Cà Mau",
        "Hải Phòng": "Bắc Ninh, Hưng Yên, Quảng Ninh",
    },
}


@pytest.mark.parametrize("year", LAYOUTS)
def test_tiles_lie_as_the_country_does(year: str) -> None:
    tiles = LAYOUTS[year][1]
    at = {t.label_vi: (t.column, t.row) for t in tiles.itertuples()}
    for province, names in NEIGHBOURS[year].items():
        for name in names.split(", "):
            across, down = (abs(a - b) for a, b in zip(at[province], at[name], strict=True))
            assert max(across, down) == 1, (province, name)
    assert at["Hoàng Sa"][0] > at["Đà Nẵng"][0]
    assert at["Trường Sa"][1] > at["Khánh Hòa"][1]


def test_the_key_stands_where_no_tile_is() -> None:
    chart = drawn(tile_map(provinces(), "vi"))
    figures = [box for box in text_boxes(chart) if "trở lên" in box[4] or "dưới" in box[4]]
    labels = [box for box in text_boxes(chart) if box[4] in {"Hoàng", "Trường", "Sa"}]
    assert len(labels) == 4
    assert max(box[3] for box in figures) < min(box[1] for box in labels)
    packed = pd.DataFrame(
        {"unit": ["a", "b"], "column": [1, 7], "row": [1, 1], "label": ["A", "B"]}
    )
    below = drawn(
        charts.tile_map(units(["A", "B"], [1.0, 2.0]).assign(code=["a", "b"]), packed, "vi")
    )
    assert min(box[1] for box in text_boxes(below) if "trở lên" in box[4]) > 44


def test_parts_of_a_unit_have_its_colour_and_no_figure_of_their_own() -> None:
    chart = drawn(tile_map(provinces(lambda i: 60 + i / 3), "vi"))
    figures = [box[4] for box in text_boxes(chart) if re.fullmatch(r"[\d]+,\d", box[4])]
    assert len(figures) == 63
    assert chart.note
    assert chart.note.endswith("Hoàng Sa thuộc Đà Nẵng; Trường Sa thuộc Khánh Hòa.")


def test_map_classes_are_round_and_hold_all_provinces() -> None:
    chart = drawn(tile_map(provinces(lambda i: 70 + i / 2.1), "vi"))
    texts = [box[4] for box in text_boxes(chart)]
    keys = [text for text in texts if "dưới" in text or "trở lên" in text]
    assert keys[0].startswith("từ ")
    assert keys[-1].startswith("dưới ")
    counted = [int(text) for text in texts if re.fullmatch(r"\d{1,2}", text)]
    assert sum(counted) == 63
    assert len(counted) == len(keys) <= 5


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_share_is_not_said_to_be_100_or_more(language: str) -> None:
    frame = provinces(lambda i: 100.0 if i % 3 else 97.0 + i / 30)
    texts = [box[4] for box in text_boxes(drawn(tile_map(frame, language)))]
    assert "100%" in texts
    assert not [text for text in texts if "trở lên" in text or "or more" in text]
    days = drawn(tile_map(frame, language, unit_of_measure="days"))
    assert re.search(r"từ 100 trở lên|100 or more", days.svg)


def test_limits_of_classes_differ_as_they_are_printed() -> None:
    chart = drawn(tile_map(provinces(lambda i: 87.0 + i % 2 / 10), "vi"))
    keys = [box[4] for box in text_boxes(chart) if "dưới" in box[4] or "trở lên" in box[4]]
    assert keys == ["từ 87,1% trở lên", "dưới 87,1%"]


def test_a_value_is_in_the_class_in_which_its_printed_figure_is() -> None:
    frame = provinces(lambda i: 89.96 if i == 0 else 60.0 + i / 2)
    assert "từ 90% trở lên (3): Hồ" not in drawn(tile_map(frame, "vi")).alt
    groups = drawn(tile_map(frame, "vi")).alt.split(". ")
    holder = next(group for group in groups if "Hà Nội 90,0%" in group)
    assert "dưới 90%" not in holder


def test_the_map_has_the_units_with_tiles() -> None:
    frame = provinces()
    office = pd.DataFrame({"code": ["VPTC"], "name": ["Văn phòng Tổng cục"], "value": [1.0]})
    assert tile_map(office, "vi") is None
    assert "Không có số liệu: Hà Nội." in drawn(tile_map(frame.iloc[1:], "vi")).alt
    with_office = drawn(tile_map(pd.concat([frame, office]), "vi"))
    assert with_office.svg == drawn(tile_map(frame, "vi")).svg


def test_dots_rank_units_and_show_where_they_were() -> None:
    frame = units(ABC, [80, 90, math.nan], [math.nan, 70, 60])
    chart = drawn(province_dots(frame, 85, "vi"))
    names = [box[4] for box in text_boxes(chart) if box[4] in ABC]
    assert names == ["B", "A", "C"]
    assert "III/2022" in chart.svg
    assert "–" in [box[4] for box in text_boxes(chart)]
    without = drawn(province_dots(units(ABC, [80, 90, 70]), 85, "vi"))
    assert "III/2022" not in without.svg


def bar_spans(series: pd.Series) -> list[tuple[float, float]]:
    chart = drawn(charts.bars(series, "vi", "tasks"))
    outlines = re.search(rf'd="([^"]+)"[^>]*fill="{style.ACCENT}"', chart.svg)
    assert outlines
    parts = [part for part in outlines[1].split("z") if part.strip()]
    xs = [[float(x) for x in re.findall(r"[ML] ([\d.]+) ", part)] for part in parts]
    return [(min(part), max(part)) for part in xs]


def test_bars_start_at_zero_and_end_at_their_value() -> None:
    ten, nine = bar_spans(pd.Series({"A": 10.0, "B": 9.0}))
    assert ten[0] == nine[0]
    assert nine[1] - nine[0] == pytest.approx(0.9 * (ten[1] - ten[0]), abs=0.2)
    plus, minus = bar_spans(pd.Series({"A": 10.0, "C": -5.0}))
    assert plus[0] == minus[1]
    assert plus[1] - plus[0] == pytest.approx(2 * (minus[1] - minus[0]), abs=0.2)


# Where there is nothing to draw


@BOTH
def test_nothing_to_draw_gives_none(language: str) -> None:
    nothing = units([], [])
    assert status_by_group(counts(), language) is None
    assert status_by_group(counts(provincial=(0, 0, 0, 0, 0)), language) is None
    assert plan_progress(plan([], []), THIRD, date(2023, 9, 30), language) is None
    assert province_dots(nothing, 87.0, language) is None
    assert province_dots(units(["A"], [math.nan]), 87.0, language) is None
    assert tile_map(nothing, language) is None
    assert tile_map(provinces(lambda _: math.nan), language) is None
    assert trend_small_multiples(quarters(A=[math.nan]), language) is None
    assert trend_small_multiples(quarters(A=[1.0]).iloc[:0], language) is None
    assert charts.lateness([], language) is None
    assert charts.lateness([math.nan, 0, -1], language) is None
    assert charts.bars(pd.Series(dtype=float), language, "%") is None
    assert charts.sparkline([]) == charts.sparkline([None, math.nan]) == ""


@pytest.mark.parametrize("values", [[0.0, 0.0, 0.0], [100.0, 0.0, 50.0], [1e9, 1.0, 0.5]])
def test_any_values_can_be_drawn(values: list[float]) -> None:
    frame = units(ABC, values, [math.nan, 1.0, math.inf])
    for unit in ("%", "tasks", "days"):
        found = [
            province_dots(frame, values[0], "vi", unit_of_measure=unit),
            charts.bars(pd.Series(values, index=ABC), "vi", unit),
            trend_small_multiples(quarters(A=values), "vi", unit_of_measure=unit),
            tile_map(provinces(lambda i: values[i % 3]), "vi", unit_of_measure=unit),
        ]
        for chart in found:
            assert "nan" not in drawn(chart).svg
            ET.fromstring(drawn(chart).svg)


def test_sparkline_rises_breaks_and_is_passed_over_by_screen_readers() -> None:
    line = charts.sparkline([1, 2, None, 3])
    assert 'aria-hidden="true"' in line
    path = re.search(r' d="([^"]+)"', line)
    assert path
    assert re.findall("[ML]", path[1]) == ["M", "L", "M"]
    ys = [float(y) for y in re.findall(r" ([\d.]+)(?=[ML]|$)", path[1])]
    assert ys == sorted(ys, reverse=True)
    assert "<circle" in charts.sparkline([5])


def test_a_status_that_prints_as_zero_everywhere_takes_no_room() -> None:
    chart = drawn(status_by_group(counts(provincial=(99_999, 0, 0, 0, 1)), "en"))
    texts = [box[4] for box in text_boxes(chart)]
    assert "On time" in texts
    assert "0.0%" not in texts
