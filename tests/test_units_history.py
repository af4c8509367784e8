"""Units that merge, split and change names: what their figures are compared with, against a plain account of it."""

from __future__ import annotations

import csv
import math
import random
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_office import ROOT, SOURCES, VIETNAMESE, BriefOffice, SmallOffice, written

from reporting import count, indicator
from reporting.indicators.indicator import registry
from reporting.indicators.views import View
from reporting.registers import units
from reporting.report import published, workspace
from reporting.report.breakdown import Breakdown
from reporting.report.notes import same_day
from reporting.report.report import Report
from reporting.report.report_data import ReportData
from reporting.report.scope import Scope
from reporting.text.bilingual import BilingualText
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

HEADER = "code,name_vi,name_en,group,valid_from,valid_to,successor,short_vi,short_en"
NOW, THEN = Quarter(2025, 3), Quarter(2024, 3)
# Before the comparison quarter, in it, between the two, on the first day of the reported one, and in it.
MOMENTS = [
    date(2024, 1, 1),
    date(2024, 8, 15),
    date(2025, 1, 1),
    date(2025, 7, 1),
    date(2025, 8, 15),
]


@dataclass(eq=False)
class Unit:
    """A unit with its whole life."""

    code: str
    name: str
    group: str
    since: date = date(2020, 1, 1)
    until: date | None = None
    heir: Unit | None = None

    def row(self) -> list[str]:
        successor = self.heir.code if self.heir else ""
        last = self.until.isoformat() if self.until else ""
        return [
            self.code,
            self.name,
            f"U {self.name}",
            self.group,
            self.since.isoformat(),
            last,
            successor,
        ]

    def there(self, first: date, last: date) -> bool:
        return self.since <= last and (self.until is None or self.until >= first)

    def now(self) -> Unit:
        unit = self
        while unit.heir and unit.until and unit.until < NOW.last_day:
            unit = unit.heir
        return unit


def history(chance: random.Random) -> list[Unit]:
    """Units that merge, split and are renamed; codes of ended ones are used again."""
    alive = [Unit(f"{n:02}", f"Đơn vị {n}", "ab"[n % 2]) for n in range(1, 7)]
    everyone = list(alive)
    for moment in MOMENTS:
        chance.shuffle(alive)
        parts, free = [alive[:2], alive[2:3], alive[3:4]], []
        kept = alive[4:]
        for part in parts:
            what = chance.choice(["stays", "merges", "splits", "absorbed"])
            if what == "stays" or (what == "absorbed" and not kept):
                kept += part
                continue
            for unit in part:
                unit.until = moment - timedelta(days=1)
                free.append(unit.code)
            if what == "absorbed":
                for unit in part:
                    unit.heir = kept[0]
                continue
            for _ in range(1 if what == "merges" else 2):
                number = len(everyone) + 1
                code = (
                    free.pop(chance.randrange(len(free)))
                    if free and chance.random() < 0.7
                    else f"{number:02}"
                )
                new = Unit(code, f"Đơn vị {number}", chance.choice("ab"), moment)
                everyone.append(new)
                kept.append(new)
                if what == "merges":
                    for unit in part:
                        unit.heir = new
        alive = kept
    return everyone


def some_tasks(
    chance: random.Random, quarter: Quarter, units: list[Unit]
) -> list[tuple[Unit, list[str], int]]:
    """Tasks of the units there are on their days: the unit, the row of the export, the days late (−1: not done)."""
    found = []
    for number in range(120):
        day = quarter.first_day + timedelta(days=chance.randrange(60))
        unit = chance.choice([unit for unit in units if unit.there(day, day)])
        late = chance.choice([-1, 0, 0, 1, 2, 5, 9])
        due = day + timedelta(days=10)
        done = written(due + timedelta(days=late)) if late >= 0 else ""
        called = unit.code if chance.random() < 0.5 else unit.name
        row = [f"T{number}", f"Việc {number}", SOURCES[0], called, written(day), written(due), done]
        found.append((unit, row, late))
    return found


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_every_unit_is_compared_with_what_it_was(seed, tmp_path_factory, the_reports_indicators):
    chance = random.Random(seed)
    units = history(chance)
    office = SmallOffice.in_folder(tmp_path_factory.mktemp("u"), "2024Q3", "2025Q3", rows=1)
    groups = "unit_groups:\n  a: {vi: A, en: A}\n  b: {vi: B, en: B}\n"
    office.params("2025Q3", groups + 'columns: {coordinating_unit: ["Đơn vị phối hợp"]}\n')
    with (office.root / "data" / "units.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER.split(","), *(unit.row() for unit in units)])
    then, own = some_tasks(chance, THEN, units), some_tasks(chance, NOW, units)
    for quarter, tasks in (("2024Q3", then), ("2025Q3", own)):
        path = office.register(quarter, [[*row, unit.name] for unit, row, _ in tasks])
        path.write_text(path.read_text("utf-8").replace("\n", ",Đơn vị phối hợp\n", 1), "utf-8")
    inputs = workspace.load(office.folders, NOW)
    values = ReportData(inputs, "en").table()
    values = values.set_index(["indicator", "unit_group", "unit", "source"])

    alive = [unit for unit in units if unit.there(NOW.last_day, NOW.last_day)]
    before = {unit.now() for unit in units if unit.there(THEN.first_day, THEN.last_day)}
    before |= {unit.now() for unit, _, _ in then}
    for unit in alive:
        for tasks, column in ((own, "value"), (then, "value_year_ago")):
            late = [days for owner, _, days in tasks if owner.now() is unit]
            key = (unit.group, unit.code, "_T")
            figures = {
                "tasks": len(late),
                "on_time_share": 100 * late.count(0) / len(late) if late else None,
                "median_days_late": median(known)
                if (known := [d for d in late if d > 0])
                else None,
            }
            for name, figure in figures.items():
                found = values.loc[(name, *key), column]
                if (column == "value_year_ago" and unit not in before) or figure is None:
                    assert pd.isna(found), (unit, name)
                else:
                    assert found == pytest.approx(figure), (unit, name, column)
    assert values.loc[("tasks", "_T", "_T", "_T"), "value_year_ago"] == len(then)
    for group in "ab":
        expected = sum(owner.now().group == group for owner, _, _ in then)
        if ("tasks", group, "_T", "_T") in values.index:
            found = values.loc[("tasks", group, "_T", "_T"), "value_year_ago"]
            assert found == expected or (pd.isna(found) and not expected)
    shown = values.xs("tasks").reset_index()
    of_units = shown[shown["unit"] != "_T"]
    assert of_units["value"].sum() == len(own)
    sources = {
        unit.code: {
            u.code for u in units if u.now() is unit and u.there(THEN.first_day, THEN.last_day)
        }
        for unit in alive
    }
    by_unit, by_kept = (
        Breakdown(Scope(ReportData(inputs, "vi")), by) for by in ("unit", "coordinating_unit")
    )
    for name, code in inputs.unit_columns["coordinating_unit"].items():
        for view in ("tasks", "on_time_share", "median_days_late"):
            for figure in ("value", "value_year_ago", "change"):
                of_unit, of_kept = (
                    rows.figure(View(registry[view], figure), row)
                    for rows, row in ((by_unit, code), (by_kept, name))
                )
                assert of_kept == pytest.approx(of_unit, nan_ok=True), (code, name, view, figure)
    assert set(inputs.put_together(THEN)) & set(sources) == {
        code for code, made in sources.items() if made and made != {code}
    }


@pytest.mark.parametrize(
    ("column", "then", "now", "written"),
    [
        ("coordinating_unit", ["24; 27", "27"], ["24"], ["24", "24"]),
        ("reason", ["24; 27", "27"], ["24"], None),  # codes of what?
        ("partner", ["Cục Thống kê tỉnh Bắc Giang", "Bắc Giang"], ["24"], ["24", "24"]),
        ("partner", ["Bắc Giang"], ["79"], ["Thống kê tỉnh Bắc Ninh"]),
        ("coordinating_unit", ["24"], ["27"], ["24"]),  # the newest register has an old code
        ("partner", ["24"], ["Bắc Giang"], ["Thống kê tỉnh Bắc Ninh"]),  # and an old name
        ("partner", ["Bắc Giang", "Sở Tài chính"], ["24"], None),
        ("partner", [None], [None], None),
    ],
)
def test_units_named_in_a_kept_column_are_followed(column, then, now, written):
    known = units.load(ROOT / "data" / "units.csv")
    tables = {
        q: pd.DataFrame({column: pd.Series(t, dtype="str")}) for q, t in ((THEN, then), (NOW, now))
    }
    before = {each: table.copy() for each, table in tables.items()}
    found, _, notes = workspace.units_as_now(tables, [column], known, known.on(NOW.last_day))
    assert tables[THEN][column].tolist() == (written or before[THEN][column].tolist())
    ended = {"27": "24", "Bắc Giang": "Thống kê tỉnh Bắc Ninh"} if written else {}
    pd.testing.assert_series_equal(tables[NOW][column], before[NOW][column].replace(ended))
    assert bool(found) is bool(written)
    assert [note.count for note in notes] == ([1] if "Sở Tài chính" in then else [])


# The merger of 2025, end to end


with (ROOT / "data" / "units.csv").open(encoding="utf-8") as file:
    PROVINCES = [row for row in csv.DictReader(file) if row["group"] == "provincial"]
OLD = [row for row in PROVINCES if row["valid_to"]]
NEW = [row for row in PROVINCES if not row["valid_to"]]
MERGED = {row["code"]: row["successor"] for row in OLD}
TASKS = 2500


class Office(BriefOffice):
    """One whose page shows every unit, in tables and on the map."""

    SECTIONS = ("headline", "summary", "units", "quality")


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> SmallOffice:
    """Made-up tasks of 2024Q3, by the old offices, and of 2025Q3, by the new ones; no task of it is real."""
    office = Office.in_folder(tmp_path_factory.mktemp("merger"), "2024Q3", "2025Q3", rows=1)
    for name in ("units.csv", "tiles.csv"):
        (office.root / "data" / name).write_bytes((ROOT / "data" / name).read_bytes())
    for quarter, names in ((THEN, OLD), (NOW, NEW)):
        chance = random.Random(str(quarter))
        rows = []
        for number in range(TASKS):
            day = quarter.first_day + timedelta(days=chance.randrange(80))
            late = chance.choice([-1, 0, 0, 0, 0, 1, 3, 8])
            done = written(day + timedelta(days=10 + late)) if late >= 0 else ""
            unit = names[number % len(names)] if number < 200 else chance.choice(names)
            due = written(day + timedelta(days=10))
            rows.append(
                [
                    f"{number}",
                    f"Việc {number}",
                    SOURCES[number % 4],
                    unit["name_vi"],
                    written(day),
                    due,
                    done,
                ]
            )
        office.register(str(quarter), rows)
    office.params("2025Q3", "languages: [vi]\nsynthetic: true\n")
    early = [
        [
            "S1",
            "Giao trước",
            SOURCES[2],
            "Thống kê tỉnh Bắc Ninh",
            "20/6/2025",
            "5/7/2025",
            "5/7/2025",
        ],
        ["S2", "Tên cũ", SOURCES[2], "Cục Thống kê tỉnh Bắc Giang", "5/7/2025", "9/7/2025", ""],
        ["S3", "Chưa giao", SOURCES[2], "Thống kê tỉnh Bắc Ninh", "2/10/2025", "9/10/2025", ""],
    ]
    path = office.root / "data" / "2025Q3" / "tasks.csv"
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(early)
    return office


@pytest.fixture(scope="module")
def merged(office) -> SmallOffice:
    run = office.run("2025Q3")
    assert run.returncode == 0, run.stderr
    run = office.run("2025Q3", "--unit", "24")
    assert run.returncode == 0, run.stderr
    return office


def indicators(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "indicators.csv", dtype={"unit": str, "flags": str})
    return table.fillna({"flags": ""})


def register(office: SmallOffice, quarter: str) -> list[dict[str, str]]:
    path = office.root / "data" / quarter / "tasks.csv"
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_new_offices_are_compared_with_all_that_they_were_made_of(merged):
    values = indicators(merged.output / "2025Q3")
    code = {row["name_vi"]: MERGED[row["code"]] for row in OLD}
    then: dict[str, list[dict[str, str]]] = {row["code"]: [] for row in NEW}
    for task in register(merged, "2024Q3"):
        then[code[task["Đơn vị chủ trì"]]].append(task)
    of_units = values[values["unit"] != "_T"].set_index(["indicator", "unit"])
    for unit, tasks in then.items():
        late = [
            days
            for task in tasks
            if task["Ngày hoàn thành"]
            and day(task["Ngày hoàn thành"]) <= THEN.last_day
            and (days := (day(task["Ngày hoàn thành"]) - day(task["Hạn hoàn thành"])).days) > 0
        ]
        assert of_units.loc[("tasks", unit), "value_year_ago"] == len(tasks)
        assert of_units.loc[("median_days_late", unit), "value_year_ago"] == median(late)
        flag = "b" if list(MERGED.values()).count(unit) > 1 else ""
        assert of_units.loc[("tasks", unit), "flags"] == flag
    assert set(values.loc[values["unit"] == "_T", "flags"]) == {""}
    assert (
        of_units.loc[("tasks", "24"), "value"]
        == sum(
            "Bắc Ninh" in task["Đơn vị chủ trì"] or "Bắc Giang" in task["Đơn vị chủ trì"]
            for task in register(merged, "2025Q3")
        )
        - 1
    )


def day(text: str) -> date:
    d, m, y = map(int, text.split("/"))
    return date(y, m, d)


def test_the_page_names_what_was_put_together(merged):
    page = (merged.output / "2025Q3" / "report.vi.html").read_text("utf-8")
    assert "Bắc Ninh: 2024 gồm Bắc Ninh và Bắc Giang" in page
    assert "Hồ Chí Minh: 2024 gồm Hồ Chí Minh, Bình Dương và Bà Rịa - Vũng Tàu" in page
    assert "1 công việc được giao sau ngày chốt số liệu (30/9/2025) nên không được tính." in page
    assert "1 công việc ghi tên đơn vị mới" in page
    assert "1 công việc ghi tên đơn vị cũ" in page
    drawing = page[page.index('id="chart-tiles-on-time-share"') :].partition("</figure>")[0]
    assert "Hoàng Sa thuộc Đà Nẵng; Trường Sa thuộc Khánh Hòa." in drawing
    assert "TP. HCM" not in drawing.partition("</svg>")[2]
    assert "Bắc Giang" not in drawing
    assert "23 đơn vị được gộp" in page


def test_a_units_own_report_is_of_all_that_it_was(merged):
    own = indicators(merged.output / "2025Q3" / "units" / "24")
    of_all = indicators(merged.output / "2025Q3")
    there = of_all[of_all["unit"] == "24"].set_index("indicator")["value_year_ago"]
    mine = own[own["source"] == "_T"].set_index("indicator")["value_year_ago"]
    pd.testing.assert_series_equal(mine, there)
    assert set(own.loc[own["value_year_ago"].notna(), "flags"]) == {"b"}
    page = (merged.output / "2025Q3" / "units" / "24" / "report.vi.html").read_text("utf-8")
    assert "Bắc Ninh: 2024 gồm Bắc Ninh và Bắc Giang" in page


def test_an_office_that_was_taken_over_is_pointed_to_its_successor(office):
    run = office.run("2025Q3", "--unit", "27")
    assert run.returncode == 2
    assert "now part of 24 (Bắc Ninh Statistics Office); use the code 24" in run.stderr


def test_check_names_units_without_a_tile(office, tmp_path):
    tiles = office.root / "data" / "tiles.csv"
    before = tiles.read_text("utf-8")
    tiles.write_text(re.sub(r"\n24,[^\n]*,2025-07-01,", "", before), "utf-8")
    try:
        said = office.run("check", "2025Q3").stdout
    finally:
        tiles.write_text(before, "utf-8")
    assert "no tile on 30 September 2025 for Bắc Ninh (24); the map does not show" in said


def test_a_tile_of_an_office_that_was_taken_over_is_noticed(office):
    tiles = office.root / "data" / "tiles.csv"
    before = tiles.read_text("utf-8")
    tiles.write_text(before + "27,90,90,Bắc Ninh,Bắc Ninh,2020-03-18,\n", "utf-8")
    try:
        said = office.run("check", "2025Q3")
    finally:
        tiles.write_text(before, "utf-8")
    assert said.returncode == 0, said.stderr
    assert "tiles for units that do not exist on 30 September 2025: Bắc Ninh (27);" in said.stdout
    assert "no tile" not in said.stdout


# Small cases


def small(
    tmp_path: Path, units: list[str], then: list[str], now: list[str], params: str = ""
) -> SmallOffice:
    """An office whose tasks are of these units, one a day from each quarter's first."""
    office = SmallOffice.in_folder(tmp_path, "2024Q3", "2025Q3", rows=1)
    (office.root / "data" / "units.csv").write_text("\n".join([HEADER, *units, ""]), "utf-8")
    for quarter, names in ((THEN, then), (NOW, now)):
        rows = []
        for number, name in enumerate(names):
            assigned = quarter.first_day + timedelta(days=number)
            rows.append([f"{number}", "Việc", SOURCES[0], name, written(assigned), "", ""])
        office.register(str(quarter), rows)
    office.params("2025Q3", "unit_groups:\n  g: {vi: G, en: G}\n  h: {vi: H, en: H}\n" + params)
    return office


SPLIT = [
    "1,Cũ,Old,g,2020-01-01,2025-06-30,,,",
    "1,Mới A,New A,g,2025-07-01,,,,",
    "2,Mới B,New B,g,2025-07-01,,,,",
    "3,Khác,Other,h,2020-01-01,,,,",
]


def test_the_report_of_a_unit_that_was_not_there_a_year_ago_is_built_without_comparison(tmp_path):
    office = small(tmp_path, SPLIT, ["Cũ", "Cũ", "Khác"], ["1", "2", "3"])
    common = office.root / "params" / "2025Q3.yaml"
    text = common.read_text("utf-8").replace("quarter: 2025Q3\n", VIETNAMESE)
    (office.root / "params" / "common.yaml").write_text(text, "utf-8")
    ran = office.run("2025Q3", "--unit", "2")
    assert ran.returncode == 0, ran.stderr
    own = indicators(office.output / "2025Q3" / "units" / "2")
    assert own["value_year_ago"].isna().all()
    assert own.loc[own["source"] == "_T", "value"].tolist()[0] == 1
    ran = office.run("2024Q3", "--unit", "2")
    assert ran.returncode == 2
    assert (
        "the unit “2” (New B, from 1 July 2025) did not exist in the third quarter of 2024"
        in ran.stderr
    )
    assert not (office.output / "2024Q3").exists()


def test_a_split_unit_is_compared_with_nothing_and_counts_in_the_total(tmp_path):
    inputs = workspace.load(
        small(tmp_path, SPLIT, ["Cũ", "Cũ", "Khác"], ["1", "2", "3"]).folders, NOW
    )
    then = inputs.tasks(THEN)
    assert then["unit"].tolist() == ["1@2025-06-30", "1@2025-06-30", "3"]
    assert then["unit_group"].tolist() == ["g", "g", "h"]
    assert inputs.tasks(THEN, "1") is None
    assert len(inputs.tasks(THEN, "3")) == 1
    assert inputs.layout(NOW).units["code"].tolist() == ["1", "2", "3"]
    assert not inputs.put_together(THEN)


MERGER = [
    "1,Cũ A,Old A,g,2020-01-01,2025-06-30,3,,",
    "2,Cũ B,Old B,g,2020-01-01,2025-06-30,3,,",
    "3,Mới,New,g,2025-07-01,,,,",
    "4,Khác,Other,h,2020-01-01,,,,",
]


def test_what_was_put_together_is_named_wherever_an_earlier_quarter_is_shown(
    tmp_path, the_reports_indicators
):
    office = small(tmp_path, MERGER, ["Cũ A", "Cũ B", "Khác"], ["Mới", "Khác"])
    before = [
        [f"{n}", "Việc", SOURCES[0], name, "5/4/2025", "", ""]
        for n, name in enumerate(["Cũ A", "Cũ A", "Cũ B"])
    ]
    office.register("2025Q2", before)
    report, tasks = Report(workspace.load(office.folders, NOW), "en"), registry["tasks"]
    one = report.where(unit="3")

    def below(part, by, column):
        part.table(by=by, columns=[column], name="t", vi="b", en="t")
        return " ".join(note.en for note in report.tables[-1].notes)

    made_of = "New: 2025 Q2 from Old A and Old B"
    assert made_of in below(report, "unit", tasks.compared("previous_quarter"))
    assert "New: 2024 from Old A and Old B" in below(report, "unit", tasks.compared())
    then = "Figures for earlier quarters have been regrouped by current units and recalculated from their tasks."
    named = f"{then} New: 2024 Q3 and 2025 Q2 from Old A and Old B."
    assert named in below(one, "quarter", tasks)
    assert named in below(one, "quarter", tasks.compared())
    assert named in below(report, "unit", tasks.quarters)
    assert named in below(one, "indicator", tasks.quarters)
    assert then not in below(report, "quarter", tasks)
    assert then in one.over_time(tasks)
    assert then in one.trend(tasks)
    assert then not in report.trend(tasks)
    assert named in report.trend(tasks, by="unit")
    source = report.where(unit="3", source=report.values["source"].unique()[1])
    assert "New: 2024 from Old A and Old B" in below(source, "month", tasks.compared())
    assert "New: 2024 from Old A and Old B" in below(report, ["unit", "source"], tasks.compared())
    columns = [tasks.compared(), tasks.compared("previous_quarter"), tasks.year_to_date]
    one.table(by="source", columns=columns, name="t", vi="b", en="t")
    notes = " ".join(note.en for note in report.tables[-1].notes)
    assert "New: 2024 from Old A and Old B" in notes
    assert made_of in notes
    assert "from Old" not in below(report, "source", tasks.compared())


def test_a_column_of_units_names_those_that_occur_in_it(tmp_path, the_reports_indicators):
    params = 'columns: {partner: ["Đơn vị phối hợp"]}\n'
    office = small(tmp_path, MERGER, [], [], params)
    for quarter, partner in (("2024Q3", "Cũ A"), ("2025Q2", "Cũ B"), ("2025Q3", "Mới")):
        day = written(Quarter.parse(quarter).first_day)
        path = office.register(quarter, [["1", "Việc", SOURCES[0], "Khác", day, "", "", partner]])
        path.write_text(path.read_text("utf-8").replace("\n", ",Đơn vị phối hợp\n", 1), "utf-8")
    report, tasks = Report(workspace.load(office.folders, NOW), "en"), registry["tasks"]
    columns = [tasks.compared(), tasks.compared("previous_quarter")]
    shown = report.table(by="partner", columns=columns, name="n", vi="B", en="T")
    assert "New: 2024 from Old A." in shown
    assert "New: 2025 Q2 from Old B." in shown


def test_an_early_cut_off_is_compared_with_the_same_day(tmp_path):
    office = small(tmp_path, SPLIT, ["Cũ"] * 40, ["1"] * 40, "as_of: 2025-07-20\n")
    inputs = workspace.load(office.folders, NOW)
    assert inputs.files.cut_off(THEN) == date(2024, 7, 20)
    assert len(inputs.tasks(NOW)) == len(inputs.tasks(THEN)) == 20
    assert {note.kind: note.count for note in inputs.register.notes}["assigned_after_cut_off"] == 20


def test_statuses_without_dates_are_not_as_of_an_early_cut_off_and_said_so(tmp_path):
    office = small(tmp_path, SPLIT, ["Cũ"] * 40, ["1"] * 40, "as_of: 2025-07-20\n")

    def without_dates(quarter: Quarter) -> None:
        rows = [
            [f"{n}", "Việc", SOURCES[0], "Khác", written(quarter.first_day), "", "Đang thực hiện"]
            for n in range(9)
        ]
        path = office.register(str(quarter), rows)
        path.write_text(path.read_text("utf-8").replace("Ngày hoàn thành", "Tình trạng"), "utf-8")

    def said() -> tuple[list[str], str]:
        data = ReportData(workspace.load(office.folders, NOW), "en")
        kinds = [note.kind for note in data.inputs.register.notes]
        return kinds, " ".join(note.en for note in same_day(data))

    assert "status_as_reported" not in said()[0]
    assert "like with like" not in said()[1]
    without_dates(THEN)
    assert "status_as_reported" not in said()[0]
    assert (
        "The file for the third quarter of 2024 has statuses but no completion dates" in said()[1]
    )
    without_dates(NOW)
    assert "status_as_reported" in said()[0]
    assert "for the third quarter of 2025 and the third quarter of 2024 has statuses" in said()[1]
    office.params("2025Q3", "unit_groups:\n  g: {vi: G, en: G}\n  h: {vi: H, en: H}\n")
    assert "status_as_reported" not in said()[0]
    assert said()[1] == ""


def test_a_name_outside_its_period_means_the_successor_or_stops_the_run(tmp_path):
    renamed = ["1,Cũ,Old,g,2020-01-01,2025-06-30,9,,", "9,Mới,New,g,2025-07-01,,,,"]
    office = small(tmp_path, renamed, ["Cũ", "Mới"], ["Cũ", "Mới", "1"])
    inputs = workspace.load(office.folders, NOW)
    assert inputs.tasks(NOW)["unit"].tolist() == ["9", "9", "9"]
    assert inputs.tasks(THEN)["unit"].tolist() == ["9", "9"]
    assert ("after_unit", 2) in [(note.kind, note.count) for note in inputs.register.notes]
    assert set(inputs.put_together(THEN)) == {"9"}
    office = small(tmp_path / "split", SPLIT, ["Cũ"], ["Cũ"])
    with pytest.raises(InputError, match="successor"):
        workspace.load(office.folders, NOW)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["01,A,A,g,,2024-12-31,2,,", "02,B,B,g,,,,,"], "column “successor”: “2” is not the code of a unit in this file (perhaps 02 (B)?)"),
        (["01,A,A,g,,2024-12-31,Cục B,,", "02,Cục B,B,g,,,,,"], "“Cục B” is not the code of a unit in this file (perhaps 02 (B)?)"),
        (["01,A,A,g,,2024-12-31,02,,", "02,B,B,g,,2024-12-31,01,,"], "leads back to the unit itself (01 → 02 → 01)"),
        (["01,A,A,g,,2024-12-31,01,,", "02,B,B,g,,,,,"], "leads back to the unit itself (01 → 01)"),
        (["01,A,A,g,,2024-12-31,02,,", "02,B,B,g,,2023-12-31,,,"], "“02” has no row that is valid after the day"),
        (["01,A,A,g,,,02,,", "02,B,B,g,,,,,"], "belongs only in a row that has ended (valid_to)"),
    ],
)  # fmt: skip
def test_mistakes_in_successors(tmp_path, rows, expected):
    path = tmp_path / "units.csv"
    path.write_text("\n".join([HEADER, *rows]), "utf-8")
    with pytest.raises(InputError) as caught:
        workspace.units_of(path)
    assert expected in "\n".join(problem.en for problem in caught.value.problems)


def test_units_as_excel_saves_them(tmp_path):
    rows = ["1;A;A;g;1/3/2020;30/6/2025;24;;", "24;B;B;g;1/7/2025;;;Bê;Be", "3;C;C;h;18/3/1998;;;;"]
    path = tmp_path / "units.csv"
    path.write_text("\ufeff" + "\r\n".join([HEADER.replace(",", ";"), *rows]), "utf-8")
    units = workspace.units_of(path)
    assert units.table["valid_from"].dt.year.tolist() == [2020, 2025, 1998]
    assert units.table["short_vi"].tolist() == ["A", "Bê", "C"]
    notes = [note.en.removeprefix(path.as_posix()) for note in units.notes]
    assert notes == [
        ", row 2, column “code”: “1” has fewer digits than the others; if Excel dropped its leading zero, it should be “01” (A).",
        ", row 4, column “code”: “3” has fewer digits than the others; if Excel dropped its leading zero, it should be “03” (C).",
        ", column “code”: 2 rows are like this.",
        ", row 4, column “group”: “h” is the group of this unit alone (C); is it misspelt?",
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1,1,1,A,A,,", "column “unit”: “1” is not a code in units.csv (perhaps 01 (A)?)"),
        ("Cục A,1,1,A,A,,", "column “unit”: “Cục A” is not a code in units.csv (perhaps 01 (A)?)"),
        ("01,x,1,A,A,,", "column “column”: “x” is not a whole number from 0"),
        (
            "01,1,99999999999999999999,A,A,,",
            "column “row”: “99999999999999999999” is not a whole number from 0",
        ),
        ("01,1,1,,A,,", "column “label_vi”: a blank cell; expected a value"),
        ("01,2,2,A,A,,", "“A” is in the same place as the tile in row 2 at the same time"),
    ],
)
def test_mistakes_in_tiles(tmp_path, row, expected):
    from reporting.registers import units_file

    (tmp_path / "units.csv").write_text(f"{HEADER}\n01,A,A,g,,,,,\n", "utf-8")
    path = tmp_path / "tiles.csv"
    path.write_text(
        f"unit,column,row,label_vi,label_en,valid_from,valid_to\n01,2,2,B,B,,\n{row}\n", "utf-8"
    )
    with pytest.raises(InputError) as caught:
        units_file.read_tiles(path, workspace.units_of(tmp_path / "units.csv"), date(2023, 9, 30))
    assert expected in "\n".join(problem.en for problem in caught.value.problems)


# What was published of the comparison quarter


MOVED = [
    "1,Cũ,Old,g,2020-01-01,2025-06-30,9,,",
    "9,Mới,New,h,2025-07-01,,,,",
    "3,Khác,Other,h,2020-01-01,,,,",
]


def test_groups_that_units_have_left_or_joined_are_flagged_and_named(
    tmp_path, the_reports_indicators
):
    office = small(tmp_path, MOVED, ["Cũ"] * 2 + ["Khác"], ["3"] * 4)
    report = Report(workspace.load(office.folders, NOW), "en")
    values = report.values
    groups = values[(values["unit"] == "_T") & values["value_year_ago"].notna()]
    assert set(groups.loc[groups["unit_group"] != "_T", "flags"]) == {"b"}
    assert set(groups.loc[groups["unit_group"] == "_T", "flags"]) == {""}
    columns = [registry["tasks"].compared()]
    shown = report.table(by="unit_group", columns=columns, name="n", vi="B", en="T")
    assert "Some units have changed groups since the third quarter of 2024" in shown
    assert "Units have changed" not in report.table(by="source", columns=columns, name="s", vi="C", en="U")  # fmt: skip


def test_an_indicator_over_the_year_before_is_empty_where_a_unit_was_not_there(
    tmp_path, the_reports_indicators
):
    office = small(tmp_path, SPLIT, ["Cũ", "Cũ", "Khác"], ["1", "2", "3"])
    report = Report(workspace.load(office.folders, NOW), "en")

    @indicator(vi="Năm trước", en="Before", example=({"unit": ["01"]}, {"unit": ["79"]}, 1))
    def before(tasks, year_ago):
        """Tasks of the year before."""
        return count(year_ago["unit"].notna())

    assert all(math.isnan(report.value("before", unit=unit)) for unit in ("1", "2"))
    assert [report.value("before", unit=unit) for unit in ("3", "_T")] == [1, 3]
    assert report.value("before", unit_group="g") == 2
    source = report.where(source=report.values["source"].unique()[1])
    shown = source.table(
        by="unit", columns=[registry["tasks"], registry["before"]], name="n", vi="B", en="T"
    )
    assert re.findall(r">(New A|New B|Other)</th>.*?<td[^>]*>1</td><td[^>]*>(.*?)</td>", shown) == [
        ("New A", "–"), ("New B", "–"), ("Other", "1")
    ]  # fmt: skip


def test_what_looks_back_itself_at_units_put_together_is_flagged_and_named(
    tmp_path, the_reports_indicators
):
    merged = ["1,Cũ,Old,g,2020-01-01,2025-06-30,2,,", "2,Mới,New,g,2020-01-01,,,,"]
    office = small(
        tmp_path, [*merged, "3,Khác,Other,h,2020-01-01,,,,"], ["Cũ", "Mới", "Khác"], ["2", "3"]
    )
    report = Report(workspace.load(office.folders, NOW), "en")

    @indicator(vi="Năm trước", en="Before", example=({"unit": ["01"]}, {"unit": ["79"]}, 1))
    def before(tasks, year_ago):
        """Tasks of the year before."""
        return count(year_ago["unit"].notna())

    values = report.values[report.values["indicator"] == "before"]
    assert list(values.loc[values["flags"] == "b", ["unit", "value"]].itertuples(index=False)) == [
        ("2", 2)
    ]
    shown = report.table(by="unit", columns=[registry["before"]], name="n", vi="B", en="T")
    assert "New: 2024 from New and Old" in shown
    told = "combine units that have since been reorganised (units affected: 1)"
    assert told in report.dots(registry["completed_share"])
    # below the chart of a part there may be no table that names them
    told, share = "New: 2024 from New and Old", registry["completed_share"]
    parts = [report.where(unit_group=group) for group in ("g", "h")]
    assert [told in part.dots(share) for part in parts] == [True, False]


def test_what_a_unit_was_not_is_no_comparison_within_a_source_either(
    tmp_path, the_reports_indicators
):
    office = small(tmp_path, SPLIT, ["Cũ", "Cũ", "Khác"], ["1", "2", "3"])
    report = Report(workspace.load(office.folders, NOW), "en")
    columns = [registry["tasks"].compared()]
    split, other = (
        report.where(unit_group=group).table(by="unit", columns=columns, name=group, vi=group, en=group)
        for group in "gh"
    )  # fmt: skip
    assert "New A" in split.rpartition("</table>")[2]
    assert "New A" not in other.rpartition("</table>")[2], "a note is of the units in the table"
    of_source = report.where(source=report.values["source"].unique()[1])
    shown = of_source.table(
        by="unit", columns=[registry["tasks"].compared()], name="n", vi="B", en="T"
    )
    assert re.findall(r">(New A|New B|Other)</th>.*?<td[^>]*>1</td><td[^>]*>(.*?)</td>", shown) == [
        ("New A", "–"), ("New B", "–"), ("Other", "1")
    ]  # fmt: skip
    for unit, then in (("1", math.nan), ("3", 1.0)):
        scope = Scope(report._data, unit=unit, source=of_source._scope.source)
        for figure in (
            scope.figure(View(registry["tasks"], "value_year_ago")),
            Breakdown(scope, "quarter").figure(registry["tasks"], str(THEN)),
        ):
            assert figure == pytest.approx(then, nan_ok=True)


def test_a_unit_that_ended_within_the_period_without_a_successor_is_compared_with_nothing(
    tmp_path, the_reports_indicators
):
    ending = ["1,Cũ,Old,g,2020-01-01,2025-08-15,,,", "3,Khác,Other,h,2020-01-01,,,,"]
    office = small(tmp_path, ending, ["Cũ", "Cũ", "Khác"], ["1", "3"])
    office.register("2025Q2", [["1", "Việc", SOURCES[0], "Cũ", "5/4/2025", "", ""]])
    report, tasks = Report(workspace.load(office.folders, NOW), "en"), registry["tasks"]
    source = report.values["source"].unique()[1]
    for figure in ("value_year_ago", "change", "previous_quarter", "change_on_previous"):
        for of in ({}, {"source": source}):
            assert math.isnan(report.value(View(tasks, figure), unit="1", **of)), (figure, of)
            assert not math.isnan(report.value(View(tasks, figure), **of)), (figure, of)
    assert report.value("tasks", unit_group="g", column="value_year_ago") == 2
    assert set(report.values["flags"]) == {""}
    shown = report.table(by="unit", columns=[tasks.compared()], name="n", vi="B", en="T")
    assert "that are new, were split off from another unit, or ended without a single successor: Old." in shown  # fmt: skip
    own = Report(workspace.load(office.folders, NOW, "1"), "en")
    assert own.values["value_year_ago"].isna().all()
    assert own.year_ago is None
    told = own.headline([tasks], "{tasks}[, {tasks.change}].", "{tasks}[, {tasks.change}].")
    assert "There are no figures for the third quarter of 2024 to compare with." in told
    assert "ended without a single successor: Old." in told
    assert [own.value(View(tasks, str(each))) for each in own._data.quarters] == [2, 1, 1]


def notes_on_published(tmp_path: Path, units: list[str], params: str = "") -> list[BilingualText]:
    """What is said of published figures: all 9 tasks, 5 of them of group `g`, none of `h`."""
    office = small(tmp_path, units, ["Cũ"] * 4, ["3"] * 4, params)
    head = (
        "quarter,indicator,unit_group,unit,source,value,numerator,denominator,value_year_ago,change"
    )
    then = "".join(
        f"2024Q3,tasks,{group},_T,_T,{value},,,,\n"
        for group, value in (("_T", 9), ("g", 5), ("h", 4))
    )
    path = office.root / "data" / "2024Q3" / "published.csv"
    path.write_text(f"{head}\n{then}", "utf-8")
    data = ReportData(workspace.load(office.folders, NOW), "en")
    return [*published.notes(data, ["tasks"], ["_T", "g", "h"])]


def test_groups_that_units_have_left_or_joined_are_not_held_against_what_was_published(
    tmp_path, the_reports_indicators
):
    total, groups = notes_on_published(tmp_path, MOVED)
    assert "differ from those published at the time" in total.en
    assert "9 published, 4 recalculated" in total.en
    assert "5 published" not in total.en
    assert groups.en == (
        "Published figures for the third quarter of 2024 are not comparable for groups that units have left or joined: "
        "G; H."
    )


def test_groups_that_stayed_are_held_against_what_was_published(tmp_path, the_reports_indicators):
    stayed = ["1,Cũ,Old,g,2020-01-01,,,,", "3,Khác,Other,h,2020-01-01,,,,"]
    (told,) = notes_on_published(tmp_path, stayed)
    assert "(G): 5 published, 4 recalculated" in told.en
    assert "(G): đã công bố 5, tính lại 4" in told.vi


def test_figures_as_of_an_earlier_day_are_not_held_against_what_was_published(
    tmp_path, the_reports_indicators
):
    (told,) = notes_on_published(tmp_path, MOVED, "as_of: 2025-07-20\n")
    assert told.en == (
        "Figures for the third quarter of 2024 are as of 20 July 2024 here, so they cannot be compared with those published "
        "for the whole quarter."
    )
