"""The committed registers say what was published, and look like an office's; read without the project's code."""

from __future__ import annotations

import csv
import gzip
import runpy
import sys
from collections import Counter
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
FACTS = yaml.safe_load((ROOT / "tests/facts/2023Q3.yaml").read_text("utf-8"))
CUT_OFF = {
    "2022Q3": date(2022, 9, 30),
    "2022Q4": date(2022, 12, 31),
    "2023Q1": date(2023, 3, 31),
    "2023Q2": date(2023, 6, 30),
    "2023Q3": date(2023, 9, 30),
}
PLAN, CONCLUSION, AD_HOC = "Kế hoạch tổng cục", "Kết luận của Lãnh đạo", "Phát sinh"
REPORTED = {
    "completed_on_time": "Hoàn thành",
    "completed_late": "Hoàn thành trễ hạn",
    "overdue": "Chưa hoàn thành trễ hạn",
    "in_term": "Chưa hoàn thành",
}

with (DATA / "units.csv").open(encoding="utf-8") as file:
    GROUP = {row["name_vi"]: row["group"] for row in csv.DictReader(file)}


@cache
def day(text: str) -> date | None:
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None


def status(due: date | None, done: date | None, cut_off: date) -> str:
    if done and done > cut_off:
        done = None
    if not due:
        return "no_due_date"
    if done:
        return "completed_late" if done > due else "completed_on_time"
    return "overdue" if cut_off > due else "in_term"


@cache
def register(quarter: str) -> list[dict]:
    with gzip.open(DATA / quarter / "tasks.csv.gz", "rt", encoding="utf-8-sig") as file:
        head, *lines = csv.reader(file)  # a DictReader takes three times as long
    rows: list[dict] = [dict(zip(head, line, strict=True)) for line in lines]
    for row in rows:
        row["assigned"], row["due"], row["done"] = (
            day(row[heading]) for heading in ("Ngày giao việc", "Hạn hoàn thành", "Ngày hoàn thành")
        )
        row["group"] = GROUP[row["Người/ đơn vị chủ trì"]]
        row["status"] = status(row["due"], row["done"], CUT_OFF[quarter])
    return rows


def count(quarter: str, by: str, **only: str) -> Counter[str]:
    return Counter(
        row[by] for row in register(quarter) if all(row[key] == only[key] for key in only)
    )


def by_source(quarter: str, source: str) -> Counter[str]:
    return count(quarter, "status", **{"Loại công việc": source})


def rounded(value: Decimal, places: str = "0.1") -> Decimal:
    return value.quantize(Decimal(places), rounding=ROUND_HALF_UP)


def printed(figure: dict | str) -> int:
    return int((figure["count"] if isinstance(figure, dict) else figure).replace(".", ""))


def as_decimal(text: str) -> Decimal:
    return Decimal(text.split()[-1].rstrip("%").replace(",", "."))


@pytest.mark.parametrize("group", ["total", "headquarters", "public_service", "provincial"])
def test_published_counts_and_changes(group: str) -> None:
    figure = FACTS["all_tasks_on_the_software"][group]
    now, year_ago = (
        count(quarter, "group").total() if group == "total" else count(quarter, "group")[group]
        for quarter in ("2023Q3", "2022Q3")
    )
    assert now == printed(figure)
    sign = -1 if figure["change_on_2022Q3"].startswith("giảm") else 1
    change = rounded(Decimal(100) * (now - year_ago) / year_ago)
    assert change == sign * as_decimal(figure["change_on_2022Q3"])


def test_published_status_shares() -> None:
    found = count("2023Q3", "status")
    for name, share in FACTS["all_tasks_on_the_software"]["status_shares"].items():
        assert rounded(Decimal(100) * found[name] / found.total()) == as_decimal(share), name
    assert 8 <= found["no_due_date"] <= 20


def test_published_work_plan() -> None:
    found, figures = by_source("2023Q3", PLAN), FACTS["work_plan"]
    assert found.total() == printed(figures["total"])
    on_time, late = found["completed_on_time"], found["completed_late"]
    assert on_time + late == printed(figures["completed"])
    assert on_time == printed(figures["completed_on_time"])
    assert late == printed(figures["completed_late"])
    assert found["overdue"] == found.total() - on_time - late == printed(figures["not_completed"])


def test_published_conclusions() -> None:
    found, figures = by_source("2023Q3", CONCLUSION), FACTS["leadership_conclusions"]
    assert found == {
        "completed_on_time": printed(figures["completed_on_time"]),
        "in_term": printed(figures["in_progress_on_schedule"]),
        "overdue": printed(figures["not_completed"]),
    }
    assert found.total() == printed(figures["total"])


def test_published_ad_hoc_with_the_misprint_mended() -> None:
    found, figures = by_source("2023Q3", AD_HOC), FACTS["ad_hoc"]
    assert found.total() == printed(figures["total"])
    for name in ("completed_on_time", "completed_late", "in_term"):
        assert found[name] == printed(figures[name])
    assert found["overdue"] == 5  # printed 09: the sum and the share both say 5


@pytest.mark.parametrize("quarter", CUT_OFF)
def test_what_the_leadership_gives_goes_to_headquarters(quarter: str) -> None:
    for source, low, high in ((PLAN, 190, 215), (CONCLUSION, 20, 40), (AD_HOC, 120, 180)):
        groups = count(quarter, "group", **{"Loại công việc": source})
        assert set(groups) == {"headquarters"}
        assert low <= groups.total() <= high


@pytest.mark.parametrize("quarter", CUT_OFF)
def test_every_row_is_sane(quarter: str) -> None:
    rows = register(quarter)
    first = date(int(quarter[:4]), 3 * int(quarter[-1]) - 2, 1)
    assert len({row["Mã công việc"] for row in rows}) == len(rows)
    for row in rows:
        assert row["Tên công việc"] == " ".join(row["Tên công việc"].split())
        assert "{" not in row["Tên công việc"]
        assert row["Đơn vị phối hợp"] != row["Người/ đơn vị chủ trì"]
        assert row["Trọng số"] in {"1", "2", "3"}
        assert row["assigned"] <= CUT_OFF[quarter]
        assert (first - row["assigned"]).days <= 100
        if row["due"]:
            assert row["assigned"] <= row["due"]
            assert row["due"] >= first
        if row["done"]:
            assert row["done"] >= row["assigned"]
            assert row["done"].weekday() != 6
            assert not row["due"] or (row["done"] - row["due"]).days <= 50
        if row["Lý do trễ hạn"]:
            assert row["status"] in {"completed_late", "overdue"}


@pytest.mark.parametrize("quarter", CUT_OFF)
def test_titles_do_not_repeat_within_a_unit(quarter: str) -> None:
    rows = register(quarter)
    named = {(row["Người/ đơn vị chủ trì"], row["Tên công việc"]) for row in rows}
    assert len(rows) - len(named) <= 5  # the same thing can be given by two sources


@pytest.mark.parametrize("quarter", CUT_OFF)
def test_the_softwares_status_disagrees_in_a_few_dozen_rows(quarter: str) -> None:
    odd = sum(
        row["Tình trạng"] != REPORTED.get(row["status"], row["Tình trạng"])
        for row in register(quarter)
    )
    assert 10 <= odd <= 80


@pytest.mark.parametrize("quarter", CUT_OFF)
def test_only_older_registers_know_of_later_completions(quarter: str) -> None:
    later = sum(bool(row["done"]) and row["done"] > CUT_OFF[quarter] for row in register(quarter))
    assert later == 0 if quarter == "2023Q3" else 5 <= later <= 80


def test_provinces_differ_in_size_and_punctuality() -> None:
    for quarter in CUT_OFF:
        sizes = count(quarter, "Người/ đơn vị chủ trì", group="provincial")
        assert len(sizes) == 63
        assert 380 <= min(sizes.values()) <= 500
        assert 1600 <= max(sizes.values()) <= 2100
    late = count("2023Q3", "Người/ đơn vị chủ trì", group="provincial", status="completed_late")
    shares = sorted(late[unit] / sizes[unit] for unit in sizes)
    assert shares[0] < 0.05
    assert shares[-1] > 0.15


def test_most_lateness_is_short() -> None:
    days = sorted(
        (row["done"] - row["due"]).days
        for row in register("2023Q3")
        if row["status"] == "completed_late"
    )
    assert days[len(days) // 2] <= 3
    assert sum(late <= 3 for late in days) >= 0.6 * len(days)
    assert 30 <= days[-1] <= 50


def test_on_time_share_improves_from_year_to_year() -> None:
    shares = [
        count(quarter, "status")["completed_on_time"] / len(register(quarter))
        for quarter in CUT_OFF
    ]
    assert shares == sorted(shares)


def test_the_registers_are_small() -> None:
    assert sum(path.stat().st_size for path in DATA.glob("*/tasks.*")) <= 8_000_000


def test_the_generator_writes_the_last_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = max(CUT_OFF)  # those before are made by the same code, and as long
    monkeypatch.syspath_prepend(DATA)
    monkeypatch.setattr(sys, "argv", ["generate.py", last, "--to", str(tmp_path)])
    runpy.run_path(str(DATA / "generate.py"), run_name="__main__")
    made, committed = (folder / last / "tasks.csv.gz" for folder in (tmp_path, DATA))
    # Another zlib may pack the same content differently.
    assert gzip.decompress(made.read_bytes()) == gzip.decompress(committed.read_bytes())
