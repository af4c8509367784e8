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
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from chart_samples import (
    ABC,
    BOTH,
    EVERY_TILE,
    EVERY_UNIT,
    PUBLISHED,
    TILES,
    bars,
    counts,
    drawn,
    every_chart,
    lateness,
    plan,
    plan_progress,
    province_dots,
    provinces,
    quarters,
    status_by_group,
    text_boxes,
    texts_of,
    tile_map,
    trend,
    units,
)

from reporting import charts
from reporting.charts import About, Chart, style
from reporting.charts.drawing import round_ticks
from reporting.text.quarter import Quarter


def test_a_quarter_without_a_register_keeps_its_place_on_the_time_line() -> None:
    whole = quarters(A=[80, 81, 82, 83])
    chart = drawn(trend(whole[whole["quarter"] != Quarter(2022, 4)], "en"))
    line = line_of(chart, style.ACCENT, "2")
    assert re.findall("[A-Z]", line) == ["M", "M", "L"]
    first, third, fourth = map(float, re.findall(r"[MLH]([\d.]+)", line))
    assert third - first == pytest.approx(2 * (fourth - third), abs=0.3)


# What the files are


@BOTH
def test_svg_is_xml_without_styles_scripts_or_references(language: str) -> None:
    for chart in every_chart(language):
        for drawing, width in zip(chart.drawings, (style.WIDE, style.NARROW), strict=True):
            root = ET.fromstring(drawing)
            tags = {element.tag.rsplit("}")[-1] for element in root.iter()}
            assert tags <= {"svg", "title", "desc", "path", "text"}, chart.name
            assert "http" not in drawing.replace("http://www.w3.org/2000/svg", ""), chart.name
            assert "style=" not in drawing, chart.name
            assert root.get("role") == "img"
            assert root.get("width") is None
            assert root.get("viewBox", "").startswith(f"0 0 {width:g} ")


@BOTH
def test_both_drawings_are_named_by_one_text(language: str) -> None:
    page = "".join(chart.figure_html() for chart in every_chart(language))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 3 * len(every_chart(language))
    names = re.findall(r'aria-labelledby="([^"]+)"', page)
    assert len(names) == 2 * len(every_chart(language))
    for wide, narrow in zip(names[::2], names[1::2], strict=True):
        assert wide == narrow
        assert set(wide.split()) <= set(ids)


def test_figure_holds_title_drawing_and_note() -> None:
    chart = replace(
        drawn(bars(pd.Series({"A & <B>": 1.0}), "en", "tasks", label="X")), note="x < y"
    )
    html = chart.figure_html()
    assert html.startswith(
        '<figure class="chart" id="chart-bars"><figcaption>X: A &amp; &lt;B&gt; 1</figcaption>'
    )
    assert '<p class="note">x &lt; y</p></figure>' in html
    assert "<desc" in html
    assert ET.fromstring(chart.drawings[0]).findtext("{*}desc") == "A & <B> 1."


def test_all_charts_of_a_page_are_small() -> None:
    assert sum(len(chart.figure_html().encode()) for chart in every_chart("vi")) < 180_000


def digest() -> str:
    made = every_chart.__wrapped__  # anew each time
    text = "".join(chart.figure_html() for chart in made("vi") + made("en"))
    return hashlib.sha256(text.encode()).hexdigest()


def test_same_bytes_whatever_the_machine(tmp_path: Path) -> None:
    """Twice here, and once with another hash seed, locale, time zone and matplotlib configuration."""
    here = digest()
    assert digest() == here
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
    assert there.stdout.strip() == here


# What can be read


@BOTH
@pytest.mark.parametrize("spaced", [False, True], ids=["as drawn", "with a reader's spacing"])
def test_every_text_lies_within_the_drawing_and_touches_no_other(
    language: str, spaced: bool
) -> None:
    for chart, (width, drawing) in itertools.product(every_chart(language), enumerate_widths()):
        height = float(ET.fromstring(chart.drawings[drawing]).get("viewBox", "").split()[3])
        boxes = text_boxes(chart.drawings[drawing], spaced)
        assert boxes
        for index, (left, top, right, bottom, text) in enumerate(boxes):
            assert left >= -0.5 - 4 * spaced, (chart.name, text)
            assert right <= width + 0.5 + 4 * spaced, (chart.name, text)
            assert top >= 0, (chart.name, text)
            assert bottom <= height, (chart.name, text)
            for other in boxes[index + 1 :]:
                beside = right <= other[0] or other[2] <= left
                assert beside or bottom <= other[1] or other[3] <= top, (chart.name, text, other[4])


def enumerate_widths() -> list[tuple[float, int]]:
    return [(style.WIDE, 0), (style.NARROW, 1)]


@pytest.mark.parametrize(
    ("values", "unit", "tick"), [([84, 99, 100], "%", "100%"), ([400, 90000], "tasks", "100,000")]
)
def test_the_widest_tick_of_a_trend_is_not_cut(values: list[float], unit: str, tick: str) -> None:
    chart = drawn(trend(quarters(A=values, B=values), "en", unit_of_measure=unit))
    for (width, _), drawing in zip(enumerate_widths(), chart.drawings, strict=True):
        boxes = text_boxes(drawing)
        (left,) = {box[0] for box in boxes if box[4] == tick}
        assert left >= 0
        assert max(box[2] for box in boxes) <= width + 0.5


def test_a_trend_that_does_not_start_at_zero_says_so() -> None:
    shares = drawn(trend(quarters(A=[84, 99, 100]), "en"))
    assert "The vertical axis starts at 80%, not at 0." in texts_of(shares)
    amounts = drawn(trend(quarters(A=[84, 99, 100]), "en", unit_of_measure="tasks"))
    assert not [text for text in texts_of(amounts) if "vertical axis" in text]


def test_a_trend_has_the_plan_of_each_quarter() -> None:
    frame = quarters(A=[84.0, 85.0, 86.0]).assign(plan=[math.nan, 90.0, 91.0])
    chart = drawn(trend(frame, "vi"))
    assert "kế hoạch: IV/2022 90,0%; I/2023 91,0%" in chart.alt
    assert "kế hoạch" in texts_of(chart)
    assert len(re.findall("M", line_of(chart, style.WARN, "2").partition("\n")[0])) == 1
    assert "kế hoạch" not in texts_of(drawn(trend(quarters(A=[84.0, 85.0]), "vi")))


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
    assert style.fitted(name, 162) == lines


@BOTH
def test_no_text_is_smaller_than_a_phone_can_show(language: str) -> None:
    for chart in every_chart(language):
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', chart.figure_html())]
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
    for colours in (list(style.PARTS), list(style.SEQUENCE)):
        for one, other in itertools.pairwise(colours):
            assert contrast(one, other) >= 1.25, (one, other)


@pytest.mark.parametrize(("language", "mark"), [("vi", ","), ("en", ".")])
def test_figures_carry_the_mark_of_the_language(language: str, mark: str) -> None:
    chart = drawn(province_dots(units(ABC, [90.0, 80.5, 85]), 86.04, language))
    texts = texts_of(chart)
    assert f"80{mark}5%" in texts
    assert any(text.endswith(f" 86{mark}0%") for text in texts)


def line_of(chart: Chart, colour: str, width: str) -> str:
    stroke = rf'stroke="{colour}"[^>]*stroke-width="{width}"'
    found = re.search(rf'<path d="([^"]+)"[^>]*{stroke}', chart.drawings[0])
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
    packed = pd.DataFrame(
        {"unit": ["a", "b"], "column": [1, 12], "row": [1, 1], "label": ["A", "B"]}
    )
    frame = units(["A", "B"], [1.0, 2.0]).assign(code=["a", "b"])
    below = drawn(charts.tile_map(frame, packed, About("vi", "x", "X")))
    for drawing in below.drawings:
        assert min(box[1] for box in text_boxes(drawing) if "trở lên" in box[4]) > 44
    beside = text_boxes(drawn(tile_map(provinces(), "vi")).drawings[0])
    figures = [box for box in beside if re.fullmatch(r"\d+,\d", box[4])]
    assert max(box[2] for box in figures) < min(box[0] for box in beside if "trở lên" in box[4])


def test_parts_of_a_unit_have_its_colour_and_no_figure_of_their_own() -> None:
    chart = drawn(tile_map(provinces(lambda i: 60 + i / 3), "vi"))
    figures = [text for text in texts_of(chart) if re.fullmatch(r"\d+,\d", text)]
    assert len(figures) == 63
    assert chart.note
    assert "Hoàng Sa thuộc Đà Nẵng; Trường Sa thuộc Khánh Hòa." in chart.note


def key_of(values: list[float], unit: str = "%") -> tuple[list[str], str]:
    """The classes of a map from the highest down, and the rule below it."""
    frame = provinces(lambda i: values[i % len(values)])
    chart = drawn(tile_map(frame, "vi", unit_of_measure=unit))
    texts = texts_of(chart)
    after = texts[texts.index("số đơn vị") :]
    counted = [int(text) for text in after if re.fullmatch(r"\d{1,2}", text)]
    assert sum(counted) == 63
    return [t for t in texts if re.search(r"dưới|trở lên|\d–\d|bằng nhau", t)], chart.note or ""


NARROW_CLASSES = ["từ 95% trở lên", "90,0–94,9%", "85,0–89,9%", "80,0–84,9%", "75,0–79,9%"]
NARROW_CLASSES += ["70,0–74,9%", "dưới 70%"]


@pytest.mark.parametrize(
    "values",
    [
        [74.0, 87.0, 95.7],
        [91.0, 92.0],
        [88.3],
        [100.0, 97.1],
        [60.0, *[85.0 + i / 9 for i in range(40)]],
    ],
)
def test_classes_of_shares_are_the_same_in_every_quarter(values: list[float]) -> None:
    keys, rule = key_of(values)
    assert keys == NARROW_CLASSES
    assert "khoảng 5 điểm phần trăm tính từ 100% trở xuống" in rule
    assert ("Khoảng cuối cùng để mở, gồm 60,0%." in rule) is (60.0 in values)


def test_shares_near_zero_are_counted_from_there_and_scattered_ones_in_wider_classes() -> None:
    keys, rule = key_of([0.5, 3.0, 12.0])
    assert keys[-2:] == ["5,0–9,9%", "dưới 5%"]
    assert "từ 0% trở lên" in rule
    keys, rule = key_of([10.0, 55.0, 90.0])
    assert keys == ["từ 80% trở lên", "60,0–79,9%", "40,0–59,9%", "20,0–39,9%", "dưới 20%"]
    assert "khoảng 20 điểm" in rule


def test_limits_of_other_figures_are_round_and_hold_still() -> None:
    keys, rule = key_of([3.0, 8.0, 40.0], "days")
    assert keys == ["từ 20 trở lên", "10–19", "5–9", "dưới 5"]
    assert "1, 2, 5, 10, 20, 50" in rule
    assert key_of([4.0, 9.0, 45.0], "days")[0] == keys
    assert key_of([7.0], "days")[0] == ["bằng nhau"]


def test_a_value_is_in_the_class_in_which_its_printed_figure_is() -> None:
    frame = provinces(lambda i: 89.96 if i == 0 else 60.0 + i / 2)
    groups = drawn(tile_map(frame, "vi")).alt.split(". ")
    holder = next(group for group in groups if "Hà Nội 90,0%" in group)
    assert holder.removeprefix("Bản đồ ô. ").startswith("từ 90% trở lên")


def test_the_map_has_the_units_with_tiles() -> None:
    frame = provinces()
    office = pd.DataFrame({"code": ["VPTC"], "name": ["Văn phòng Tổng cục"], "value": [1.0]})
    assert tile_map(office, "vi") is None
    assert "Không có số liệu: Hà Nội." in drawn(tile_map(frame.iloc[1:], "vi")).alt
    with_office = drawn(tile_map(pd.concat([frame, office]), "vi"))
    assert with_office.drawings == drawn(tile_map(frame, "vi")).drawings


def test_dots_rank_units_and_show_where_they_were() -> None:
    frame = units(ABC, [80, 90, math.nan], [math.nan, 70, 60])
    chart = drawn(province_dots(frame, 85, "vi"))
    assert [text for text in texts_of(chart) if text in ABC] == ["B", "A", "C"]
    assert "III/2022" in texts_of(chart)
    assert "–" in texts_of(chart)
    without = drawn(province_dots(units(ABC, [80, 90, 70]), 85, "vi"))
    assert "III/2022" not in texts_of(without)


def test_many_units_stand_in_two_columns_where_there_is_room() -> None:
    wide, narrow = (text_boxes(d) for d in drawn(province_dots(provinces(), 85, "vi")).drawings)
    named = [
        {box[2] for box in boxes if box[4] in set(provinces()["name"])} for boxes in (wide, narrow)
    ]
    assert [len({round(right) for right in rights}) for rights in named] == [2, 1]


def test_lateness_is_drawn_in_classes_of_one_width() -> None:
    chart = drawn(lateness([1] * 40 + [2] * 20 + [3] * 10 + [90], "vi"))
    found = re.search(rf'd="([^"]+)"[^>]*fill="{style.ACCENT}"', chart.drawings[0])
    assert found
    bars = [
        [float(x) for x in re.findall(r"[MLH]([\d.]+)", part)] for part in found[1].split("z")[:-1]
    ]
    widths = {round(max(bar) - min(bar)) for bar in bars}
    assert len(bars) == 3
    assert len(widths) == 1
    assert "trên 5 ngày: 1 công việc" in texts_of(chart)
    assert {"1", "2", "3", "4", "5"} <= set(texts_of(chart))
    long = texts_of(drawn(lateness(range(1, 101), "vi")))
    assert "1–5" in long
    assert "91–95" in long


def test_the_small_parts_of_a_status_chart_share_a_scale_of_their_own() -> None:
    chart = drawn(status_by_group(PUBLISHED, "vi"))
    found = {
        colour: [
            max(map(float, re.findall(r"[MLH]([\d.]+)", part)))
            - min(map(float, re.findall(r"[MLH]([\d.]+)", part)))
            for part in re.findall(rf'd="([^"]+)"[^>]*fill="{colour}"', chart.drawings[0])[0].split(
                "z"
            )[1:-1]
        ]
        for colour in style.PARTS[:3]
    }
    on_time, late, overdue = found.values()
    assert late[1] / overdue[1] == pytest.approx(12.46 / 6.56, abs=0.1)
    assert late[1] > 0.15 * on_time[1], "not on the scale of the largest part"
    assert {"0–100%", "0–20%"} <= set(texts_of(chart))


def bar_spans(series: pd.Series) -> list[tuple[float, float]]:
    chart = drawn(bars(series, "vi", "tasks", label="X"))
    outlines = re.search(rf'd="([^"]+)"[^>]*fill="{style.ACCENT}"', chart.drawings[0])
    assert outlines
    parts = [part for part in outlines[1].split("z") if part.strip()]
    xs = [[float(x) for x in re.findall(r"[MLH]([\d.]+)", part)] for part in parts]
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
    assert plan_progress(plan([], []), date(2023, 9, 30), language) is None
    assert province_dots(nothing, 87.0, language) is None
    assert province_dots(units(["A"], [math.nan]), 87.0, language) is None
    assert tile_map(nothing, language) is None
    assert tile_map(provinces(lambda _: math.nan), language) is None
    assert trend(quarters(A=[math.nan]), language) is None
    assert trend(quarters(A=[1.0]).iloc[:0], language) is None
    assert lateness([], language) is None
    assert lateness([math.nan, 0, -1], language) is None
    assert bars(pd.Series(dtype=float), language, "%", label="X") is None
    assert charts.sparkline([]) == charts.sparkline([None, math.nan]) == ""


@pytest.mark.parametrize("values", [[0.0, 0.0, 0.0], [100.0, 0.0, 50.0], [1e9, 1.0, 0.5]])
def test_any_values_can_be_drawn(values: list[float]) -> None:
    frame = units(ABC, values, [math.nan, 1.0, math.inf])
    for unit in ("%", "tasks", "days"):
        found = [
            province_dots(frame, values[0], "vi", unit_of_measure=unit),
            bars(pd.Series(values, index=ABC), "vi", unit, label="X"),
            trend(quarters(A=values), "vi", unit_of_measure=unit),
            tile_map(provinces(lambda i: values[i % 3]), "vi", unit_of_measure=unit),
        ]
        for chart in found:
            for drawing in drawn(chart).drawings:
                assert "nan" not in drawing
                ET.fromstring(drawing)


def test_figures_have_the_decimals_of_their_unit_and_so_have_ticks() -> None:
    about = About("en", "x", "L", "ratio", places=3).fitting([0.05, 0.1])
    assert about.write(0.05) == "0.050"
    assert about.scale([0, 0.05, 0.1], 0, 1).labels == ["0.00", "0.05", "0.10"]
    assert about.fitting([1.0, 2.0]).write(2) == "2"
    frame = provinces(lambda i: 0.01 + i / 1000)
    told = drawn(charts.tile_map(frame, TILES.assign(label=TILES["label_en"]), about)).alt
    limits = [float(it) for it in re.findall(r"below (0\.\d+)", told)]
    assert limits
    assert min(limits) > 0.01, "a limit is not rounded away"


def test_equal_figures_but_for_the_noise_of_floats_can_be_drawn() -> None:
    for low in (0.0, 75.0, 1e9):
        ticks = round_ticks(low, low + low * 1e-15, 4)
        assert ticks[0] <= low < ticks[-1]


def test_sparkline_rises_breaks_and_is_passed_over_by_screen_readers() -> None:
    line = charts.sparkline([1, 2, None, 3])
    assert 'aria-hidden="true"' in line
    path = re.search(r' d="([^"]+)"', line)
    assert path
    assert re.findall("[ML]", path[1]) == ["M", "L", "M"]
    ys = [float(y) for y in re.findall(r" ([\d.]+)(?=[ML]|$)", path[1])]
    assert ys == sorted(ys, reverse=True)
    assert 'stroke-width="6"' in charts.sparkline([5]), "a dot"


@pytest.mark.parametrize(
    ("values", "span", "rise"),
    [([86.0, 87.0], 10.0, 2.0), ([77.0, 87.0], 10.0, 20.0), ([9.0, 10.0], None, 2.0)],
    ids=["a tenth of the longest", "the longest", "from zero"],
)
def test_sparklines_of_shares_have_one_scale_and_others_start_at_zero(
    values: list[float], span: float | None, rise: float
) -> None:
    path = re.search(r' d="M[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)"', charts.sparkline(values, span))
    assert path
    assert float(path[1]) - float(path[2]) == pytest.approx(rise, abs=0.11)


def test_a_status_that_prints_as_zero_everywhere_takes_no_room() -> None:
    chart = drawn(status_by_group(counts(provincial=(99_999, 0, 0, 0, 1)), "en"))
    texts = texts_of(chart)
    assert "On time" in texts
    assert "0.0%" not in texts
