"""The register of one quarter, and the file the software would have exported."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from generator import catalogue, schedule
from generator.chance import apportion, draw, mark, pick
from generator.period import Period
from generator.vocabulary import words

HERE = Path(__file__).parent
FIGURES = yaml.safe_load((HERE / "figures.yaml").read_text("utf-8"))
OFFICES = yaml.safe_load((HERE / "offices.yaml").read_text("utf-8"))
QUARTERS = tuple(FIGURES)
SOURCES = {
    "agency_plan": "Kế hoạch tổng cục",
    "leadership_conclusion": "Kết luận của Lãnh đạo",
    "ad_hoc": "Phát sinh",
    "unit_plan": "Kế hoạch đơn vị",
}
# As the software says it; a task without a due date is done or not.
DONE, DONE_LATE, OPEN, OPEN_LATE = (
    "Hoàn thành",
    "Hoàn thành trễ hạn",
    "Chưa hoàn thành",
    "Chưa hoàn thành trễ hạn",
)


def register(quarter: str, units: pd.DataFrame) -> pd.DataFrame:
    """Make the register of a quarter: one row per task, in the order of assignment."""
    period, figures = Period(quarter), FIGURES[quarter]
    at = catalogue.places(units)
    given = {source: figures[source] for source in list(SOURCES)[:3]}
    parts = [_given(period, units, at, source, counts) for source, counts in given.items()]
    known = [*given.values(), figures["headquarters"], figures["public_service"]]
    rest = [all_ - sum(part) for all_, *part in zip(figures["all"], *known, strict=True)]
    for group in ("headquarters", "public_service"):
        parts.append(_own(period, units, at, group, figures[group]))
    parts.append(_own(period, units, at, "provincial", rest))
    rows = schedule.finished(period, pd.concat(parts, ignore_index=True))
    if quarter != QUARTERS[-1]:
        rows = schedule.exported_later(period, rows)
    rows["unit"] = rows["unit"].astype(pd.CategoricalDtype(list(units["code"])))
    rows = rows.sort_values(["assigned", "unit", "kind", "month", "nth"], kind="stable")
    return rows.reset_index(drop=True)


def _given(
    period: Period, units: pd.DataFrame, at: pd.DataFrame, source: str, counts: list[int]
) -> pd.DataFrame:
    """The tasks the leadership gives: by the agency's plan, by its conclusions, ad hoc."""
    entries = words(source)
    owners = pd.DataFrame({"owner": list(entries), "unit": list(entries)})
    horizon = 0 if source == "agency_plan" else 28
    rows = catalogue.tasks(period, catalogue.kinds(period, entries, horizon), owners, at)
    if horizon:  # what comes up does not come up on the same day every month
        some = draw(15, "day", rows["office"], rows["kind"], rows["month"], rows["nth"]) - 7
        rows["due"] += pd.to_timedelta(some, unit="D")
    turn = draw(2**20, "given", rows["office"], rows["kind"], rows["nth"], mark(period.name))
    rows = rows.assign(turn=np.where(rows["core"], 0, turn))
    rows = rows.sort_values(["turn", "kind", "month", "nth"], kind="stable")
    after = rows["month"] == catalogue.NEXT
    later = counts[3] + (counts[3] + 2) // 4
    now = rows[~after].drop_duplicates("title").head(sum(counts) - later)
    next_ = rows[after & ~rows["title"].isin(now["title"])].drop_duplicates("title").head(later)
    rows = pd.concat([now, next_], ignore_index=True).drop(columns="turn")
    if len(rows) != sum(counts):
        raise ValueError(f"too few kinds of tasks: {source} {len(rows)} of {sum(counts)}")
    return _became(period, units, rows.assign(pool=source, source=source), counts)


def _own(
    period: Period, units: pd.DataFrame, at: pd.DataFrame, group: str, counts: list[int]
) -> pd.DataFrame:
    """The tasks of the units' own plans, for one group of units."""
    codes = units.loc[units["group"] == group, "code"].tolist()
    entries = words(group)
    owners = pd.DataFrame(
        [(owner, code) for code in codes for owner in (group, code)], columns=["owner", "unit"]
    )
    sizes = catalogue.sizes(period, sum(counts), codes, OFFICES["size"])
    later = dict(zip(codes, apportion(counts[3] * 2, list(sizes.values())).tolist(), strict=True))
    of_kind = catalogue.kinds(period, entries, horizon=14)
    rows = catalogue.tasks(period, of_kind, owners, at)
    rows = catalogue.chosen(rows, sizes, later)
    return _became(period, units, rows.assign(pool=rows["unit"], source="unit_plan"), counts)


def _became(
    period: Period, units: pd.DataFrame, rows: pd.DataFrame, counts: list[int]
) -> pd.DataFrame:
    """Give tasks their dates and what became of them."""
    nth = QUARTERS.index(period.name)
    codes = units["code"].tolist()
    office = np.array([mark(code) for code in codes])
    usual = 70 + draw(61, "behind", office) + draw(25, "behind", office, mark(period.name))
    behind = dict(zip(codes, usual.tolist(), strict=True))
    behind |= {unit: 10 * by_quarter[nth] for unit, by_quarter in OFFICES["late"].items()}
    return schedule.settled(period, schedule.dated(period, rows), counts, behind)


def exported(quarter: str, rows: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Write the register as the software does: Vietnamese headings, words and d/m/yyyy."""
    names = units.set_index("code")["name_vi"]
    unit = rows["unit"].astype(str).map(names)
    number = pd.Series(range(1, len(rows) + 1))
    return pd.DataFrame(
        {
            "Mã công việc": f"{quarter}-" + number.astype(str).str.zfill(5),
            "Tên công việc": rows["title"],
            "Loại công việc": rows["source"].map(SOURCES),
            "Người/ đơn vị chủ trì": unit,
            "Đơn vị phối hợp": rows["partner"].mask(rows["partner"] == unit, ""),
            "Ngày giao việc": _days(rows["assigned"]),
            "Hạn hoàn thành": _days(rows["due"]),
            "Ngày hoàn thành": _days(rows["completed"]),
            "Tình trạng": _reported(quarter, rows),
            "Lý do trễ hạn": _reasons(quarter, rows),
            "Trọng số": rows["weight"].astype(str),
        }
    )


def _days(column: pd.Series) -> np.ndarray[Any, Any]:
    """Write days as d/m/yyyy, blank where there is none."""
    number, values = pd.factorize(column)
    text = [f"{day.day}/{day.month}/{day.year}" for day in pd.DatetimeIndex(values)]
    return np.array([*text, ""], dtype=object)[number]


def _reported(quarter: str, rows: pd.DataFrame) -> pd.Series:
    """What the software shows on the day of the export, and some rows where it is behind the dates."""
    done = rows["completed"].notna()
    late = done & (rows["completed"] > rows["due"]) | ~done & (rows["status"] == 2)
    of_row = (rows["office"], rows["kind"], rows["month"], rows["nth"], mark(quarter))
    odd = draw(1800, "odd", *of_row)
    by_a_day = (rows["completed"] - rows["due"]).dt.days == 1
    forgiven = by_a_day & (odd < 18) | ~done & (odd < 9)  # late by a day, or not noticed yet
    late = late & ~forgiven
    done = done | (rows["status"] == 2) & (odd > 1791)  # said to be done, without a date
    words_ = np.where(done, np.where(late, DONE_LATE, DONE), np.where(late, OPEN_LATE, OPEN))
    return pd.Series(words_)


def _reasons(quarter: str, rows: pd.DataFrame) -> pd.Series:
    """Why a task is late, in most cases; the tasks of one batch have one reason."""
    of_batch = (rows["office"], rows["kind"], rows["month"], mark(quarter))
    why = rows["why"].to_numpy(dtype=object)
    for line in words("others")["reasons"]:
        about = rows["title"].str.contains(f"(?:{line['about']})") & (why == "")
        why = np.where(about, pick(line["why"], "reason", *of_batch), why)
    said = rows["status"].isin([1, 2]) & (draw(12, "said", *of_batch, rows["nth"]) > 0)
    said &= (rows["why"] == "") | rows["hard"]
    return pd.Series(why).where(said, "")


def packed(table: pd.DataFrame) -> bytes:
    """Return the file's content: CSV in UTF-8 with a byte order mark, as Excel wants it."""
    text = io.StringIO()
    table.to_csv(text, index=False, lineterminator="\n")
    return text.getvalue().encode("utf-8-sig")


def write(path: Path, content: bytes) -> None:
    """Write a compressed file without a clock; one that holds this content already stays as it is.

    Another zlib may compress the same content into other bytes: that is no change.
    """
    if path.exists() and gzip.decompress(path.read_bytes()) == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed_file:
        packed_file.write(content)
