"""From kinds of tasks to the tasks of a quarter: each kind in each month, at each place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from generator.chance import apportion, draw, mark, marks
from generator.period import Period
from generator.vocabulary import words

PLACES = ("place", "team", "province", "agency")
CITIES = ("01", "31", "48", "79", "92")
KEPT = [
    "unit",
    "office",
    "kind",
    "month",
    "nth",
    "title",
    "due",
    "lead",
    "since",
    "weight",
    "partner",
    "why",
    "core",
    "first",
    "hard",
]
NEXT = 3  # the month after the quarter, counted from its first


def kinds(period: Period, entries: dict[str, list[dict[str, Any]]], horizon: int) -> pd.DataFrame:
    """One row per kind of task and month (or week) in which it falls due.

    `entries` is a file of the vocabulary, by owner: a unit, or a group for all of its units. Tasks
    of the month after the quarter are assigned within it when they are due up to day `horizon`.
    """
    found: list[dict[str, Any]] = []
    for owner, owned in entries.items():
        for entry in owned:
            if period.name in entry.get("only", [period.name]):
                occur = _weeks if entry.get("weekly") else _months
                hard = period.name in entry.get("overdue", [])
                found += [
                    {"owner": owner, "hard": hard, **row} for row in occur(period, entry, horizon)
                ]
    return pd.DataFrame(found).astype({"due": "datetime64[s]", "since": "datetime64[s]"})


def _months(period: Period, entry: dict[str, Any], horizon: int) -> list[dict[str, Any]]:
    rows = []
    for step in range(NEXT + 1):
        month = period.first_month.plus(step)
        due, title = month.day(entry["due"]), entry["title"]
        briefing = period.briefing if "{gb}" in title else period.first_day
        if (
            month.number not in entry.get("months", [month.number])
            or (step == NEXT and (entry["due"] > horizon or "{pm}" in title))
            or (due - briefing).days < (10 if "{gb}" in title else 0)
        ):
            continue
        text = month.words() | {"gb": period.first_month.plus(-3).quarter_text}
        rows.append(_row(entry, text, step, due) | {"since": briefing if "{gb}" in title else None})
    return rows


def _weeks(period: Period, entry: dict[str, Any], horizon: int) -> list[dict[str, Any]]:
    del horizon  # the weeks after the quarter are assigned in theirs
    return [
        _row(
            entry,
            {"w": f"{friday.isocalendar().week}/{friday.year}"},
            (friday.month - 1) % 3,
            friday,
        )
        for friday in period.fridays()
    ]


def _row(entry: dict[str, Any], text: dict[str, Any], step: int, due: Any) -> dict[str, Any]:
    scope = next((name for name in PLACES if f"{{{name}}}" in entry["title"]), "")
    head, _, tail = entry["title"].partition(f"{{{scope}}}") if scope else (entry["title"], "", "")
    return {
        "kind": mark(entry["title"]),
        "head": head.format(**text),
        "tail": tail.format(**text),
        "scope": scope,
        "places": entry.get("places", 99),
        "month": step,
        "due": due,
        "lead": entry["lead"],
        "weight": entry.get("weight", 1),
        "partner": entry.get("with", ""),
        "among": "|".join(entry.get("among", [])),
        "rural": entry.get("rural", False),
        "north": entry.get("codes", [0, 99])[0],
        "south": entry.get("codes", [0, 99])[1],
        "why": entry.get("why", ""),
        "core": entry.get("first", False) or "overdue" in entry,
        "first": entry.get("first", False) or scope in ("", "team"),
    }


def places(units: pd.DataFrame) -> pd.DataFrame:
    """One row per unit and place a task of it can be for: columns `unit`, `scope`, `place`, `nth`, `city`."""
    other, districts = words("others"), words("districts")
    provincial = units[units["group"] == "provincial"]
    provinces = provincial["name_vi"].str.removeprefix("Cục Thống kê ").tolist()
    rows = []
    for unit, group in zip(units["code"], units["group"], strict=True):
        named = {"": [""]}
        if group == "provincial":
            named["team"] = other["teams"]
            named["place"] = [
                f"{form} {name}".strip()
                for form, names in districts[unit].items()
                for name in names
            ]
        else:
            named |= {"province": provinces, "agency": other["agencies"]}
        rows += [
            (unit, scope, place, nth, unit in CITIES)
            for scope, all_ in named.items()
            for nth, place in enumerate(all_)
        ]
    return pd.DataFrame(rows, columns=["unit", "scope", "place", "nth", "city"])


def tasks(
    period: Period, of_kind: pd.DataFrame, owners: pd.DataFrame, at: pd.DataFrame
) -> pd.DataFrame:
    """Every task the units could have: each kind they own, at each place it is done at."""
    rows = of_kind.merge(owners, on="owner").merge(at, on=["unit", "scope"])
    rows["office"] = marks(rows["unit"])
    rows = rows[_suits(rows)]
    count = rows.groupby(["office", "kind", "month"])["nth"].transform("size")
    start = draw(count, "start", rows["office"], rows["kind"], rows["month"], mark(period.name))
    rows = rows[_rank(rows, start) % count < rows["places"]].copy()
    title = rows["head"] + rows["place"] + rows["tail"]
    for usual, in_city in words("others")["in_cities"].items():
        title = title.mask(rows["city"], title.str.replace(usual, in_city))
    return rows.assign(title=title)[KEPT]


def _rank(rows: pd.DataFrame, start: Any) -> pd.Series:
    """Number the places of each task from a place of its own."""
    return rows.groupby(["office", "kind", "month"]).cumcount() - start


def _suits(rows: pd.DataFrame) -> pd.Series:
    """Whether a task can be at a place: no rice in a city's districts, no ministry's work elsewhere."""
    suits = ~(rows["rural"] & rows["place"].str.startswith("quận"))
    number = pd.to_numeric(rows["unit"], errors="coerce").fillna(50)
    suits &= number.between(rows["north"], rows["south"])
    for among in set(rows["among"]) - {""}:
        suits &= (rows["among"] != among) | rows["place"].isin(among.split("|"))
    return suits


def chosen(rows: pd.DataFrame, sizes: dict[str, int], later: dict[str, int]) -> pd.DataFrame:
    """Take as many tasks of each unit as it has: `later` of them due after the quarter.

    What every office does comes first, then one kind after the other, in an order of its own.
    """
    rows = rows.assign(turn=draw(2**20, "turn", rows["office"], rows["kind"]))
    rows = rows.sort_values(
        ["unit", "first", "turn", "kind", "month", "nth"],
        ascending=[True, False, True, True, True, True],
        kind="stable",
    ).drop_duplicates(["unit", "title"])
    after = rows["month"] == NEXT
    due_later = rows[after].sort_values(["unit", "turn", "nth"], kind="stable")
    parts = []
    for part, limit in (
        (rows[~after], {u: sizes[u] - later[u] for u in sizes}),
        (due_later, later),
    ):
        parts.append(part[part.groupby("unit").cumcount() < part["unit"].map(limit)])
    taken = pd.concat(parts, ignore_index=True).drop(columns="turn")
    short = pd.Series(sizes).sub(taken["unit"].value_counts(), fill_value=0)
    if short.any():
        raise ValueError(f"too few kinds of tasks: {short[short != 0].to_dict()}")
    return taken


def sizes(period: Period, total: int, units: list[str], base: dict[str, int]) -> dict[str, int]:
    """Share a count out to units by their size, which differs a little from quarter to quarter."""
    office = np.array([mark(unit) for unit in units])
    swing = 95 + draw(6, "size", office) + draw(6, "size", office, mark(period.name))
    weights = np.array([base[unit] for unit in units]) * swing
    return dict(zip(units, apportion(total, weights).tolist(), strict=True))
