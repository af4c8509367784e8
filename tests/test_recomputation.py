"""Every cell of the published cube, recomputed in plain SQL from the register file itself.

Nothing of the project's own reading or computing is used here: DuckDB opens the export, derives each status by
its dates, and counts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import yaml
from small_office import values_of

from reporting.text import wording
from reporting.text.codes import REQUIRED_INDICATORS

ROOT = Path(__file__).resolve().parent.parent

CUT_OFF = {"2023Q3": "2023-09-30", "2022Q3": "2022-09-30"}

REGISTER = """
CREATE OR REPLACE TABLE task AS
WITH export AS (
    SELECT
        "Người/ đơn vị chủ trì" AS unit_name,
        CASE "Loại công việc"
            WHEN 'Kế hoạch tổng cục' THEN 'agency_plan'
            WHEN 'Kết luận của Lãnh đạo' THEN 'leadership_conclusion'
            WHEN 'Phát sinh' THEN 'ad_hoc'
            WHEN 'Kế hoạch đơn vị' THEN 'unit_plan'
        END AS source,
        strptime(nullif("Hạn hoàn thành", ''), '%d/%m/%Y')::DATE AS due,
        strptime(nullif("Ngày hoàn thành", ''), '%d/%m/%Y')::DATE AS written
    FROM read_csv('{file}', header = true, all_varchar = true)
), done AS (
    SELECT *, CASE WHEN written <= DATE '{cut_off}' THEN written END AS completed FROM export
)
SELECT
    unit."group" AS unit_group, unit.code AS unit, source,
    completed IS NOT NULL AS is_done,
    CASE
        WHEN due IS NULL THEN 'no_due_date'
        WHEN completed <= due THEN 'completed_on_time'
        WHEN completed > due THEN 'completed_late'
        WHEN DATE '{cut_off}' > due THEN 'overdue'
        ELSE 'in_term'
    END AS status,
    CASE WHEN completed > due THEN completed - due END AS days_late
FROM done JOIN read_csv('{units}', header = true, all_varchar = true) AS unit
    ON unit_name IN (unit.name_vi, unit.code)
"""


def _of(status: str) -> str:
    return f"count(*) FILTER (status = '{status}')"


COUNTS = {
    "tasks": "count(*)",
    "completed": "count(*) FILTER (is_done)",
    **{
        s: _of(s)
        for s in ("completed_on_time", "completed_late", "overdue", "in_term", "no_due_date")
    },
}
SHARES = {
    "completed_share": COUNTS["completed"],
    "on_time_share": COUNTS["completed_on_time"],
    "late_share": COUNTS["completed_late"],
    "overdue_share": COUNTS["overdue"],
    "in_term_share": COUNTS["in_term"],
}
FIGURES = {
    **COUNTS,
    **{name: f"100.0 * ({part}) / count(*)" for name, part in SHARES.items()},
    "median_days_late": "median(days_late)",
}


def recompute(quarter: str) -> tuple[int, dict[tuple[str, str, str, str], float | None]]:
    connection = duckdb.connect()
    connection.execute(
        REGISTER.format(
            file=ROOT / "data" / quarter / "tasks.csv.gz",
            units=ROOT / "data" / "units.csv",
            cut_off=CUT_OFF[quarter],
        )
    )
    columns = ", ".join(f"{sql} AS {name}" for name, sql in FIGURES.items())
    cells = connection.execute(
        f"""SELECT coalesce(unit_group, '_T'), coalesce(unit, '_T'), coalesce(source, '_T'), {columns} FROM task
        GROUP BY GROUPING SETS ((), (unit_group), (source), (unit_group, source), (unit_group, unit))"""
    ).fetchall()
    rows = connection.execute("SELECT count(*) FROM task").fetchone()[0]
    return rows, {
        (name, *row[:3]): figure
        for row in cells
        for name, figure in zip(FIGURES, row[3:], strict=True)
    }


@pytest.fixture(scope="module")
def printed(published) -> list[dict[str, str]]:
    return values_of(published / "2023Q3")


@pytest.mark.parametrize(("quarter", "column"), [("2023Q3", "value"), ("2022Q3", "value_year_ago")])
def test_every_cell_equals_the_recomputation(printed, quarter, column):
    rows, expected = recompute(quarter)
    assert rows == {"2023Q3": 54619, "2022Q3": 58301}[quarter], "the SQL reads every row once"
    # What a statistician adds is not in the SQL; it holds every indicator that each report has.
    for row in (row for row in printed if row["indicator"] in REQUIRED_INDICATORS):
        key = (row["indicator"], row["unit_group"], row["unit"], row["source"])
        value = float(row[column]) if row[column] else None
        # A cell without tasks is not in the SQL: nothing to count, nothing to divide by.
        wanted = expected.pop(key, 0 if row["indicator"] in COUNTS else None)
        if wanted is None:
            assert value is None, key
        else:
            assert value == pytest.approx(wanted, rel=1e-12), key
    assert not expected, "cells that were not published"


@dataclass(frozen=True)
class Fact:
    """A published figure, the cell it belongs to, and how it is printed in our page."""

    printed: str
    indicator: str
    cell: dict[str, str]
    column: str = "value"


def facts() -> Iterator[Fact]:
    """Every figure of the published text; the one misprint in it is replaced by what it should read."""
    text = yaml.safe_load((ROOT / "tests" / "facts" / "2023Q3.yaml").read_text("utf-8"))
    software = text["all_tasks_on_the_software"]
    for group in ("total", "headquarters", "public_service", "provincial"):
        cell = {} if group == "total" else {"unit_group": group}
        yield Fact(software[group]["count"], "tasks", cell)
        yield Fact(software[group]["change_on_2022Q3"], "tasks", cell, "change")
    shares = {"completed_on_time": "on_time_share", "completed_late": "late_share", "overdue": "overdue_share",
              "in_term": "in_term_share"}  # fmt: skip
    for status, share in software["status_shares"].items():
        yield Fact(share, shares[status], {})

    renamed = {"not_completed": "overdue", "in_progress_on_schedule": "in_term"}
    sections = {
        "work_plan": "agency_plan",
        "leadership_conclusions": "leadership_conclusion",
        "ad_hoc": "ad_hoc",
    }
    for section, source in sections.items():
        cell = {"source": source}
        for name, figure in text[section].items():
            status = renamed.get(name, name)
            if name == "total":
                yield Fact(figure, "tasks", cell)
                continue
            count = "05" if (section, name) == ("ad_hoc", "overdue") else figure["count"]
            yield Fact(count, status, cell)
            if (section, name) != ("ad_hoc", "completed_on_time"):  # 76,8% was nudged to make 100,0
                share = {**shares, "completed": "completed_share"}[status]
                yield Fact(figure["share"], share, cell)


FACTS = list(facts())


def plain(printed: str) -> str:
    """A printed figure without its unit, its thousands points and a padding zero: 02 is 2, 54.619 is 54619."""
    return re.sub(r"^0(?=\d)", "", printed.rstrip("%").replace(".", ""))


@pytest.mark.parametrize(
    "fact", FACTS, ids=lambda f: f"{f.indicator}-{f.column}-{'-'.join(f.cell.values())}"
)
def test_every_published_figure_is_in_indicators_csv(printed, fact):
    cell = {
        "unit_group": "_T",
        "unit": "_T",
        "source": "_T",
        **fact.cell,
        "indicator": fact.indicator,
    }
    (row,) = [row for row in printed if cell.items() <= row.items()]
    words = fact.printed.removeprefix("giảm ").removeprefix("tăng ")
    decimals = len(words.rstrip("%").partition(",")[2])
    expected = wording.number(abs(float(row[fact.column])), decimals).vi
    assert plain(words) == expected.replace(".", "")
    if fact.column == "change":
        assert ("giảm" in fact.printed) == (float(row["change"]) < 0)


@pytest.mark.parametrize(
    "fact", FACTS, ids=lambda f: f"{f.indicator}-{f.column}-{'-'.join(f.cell.values())}"
)
def test_every_published_figure_is_in_the_vietnamese_page(page_text, fact):
    words = fact.printed.removeprefix("giảm ").removeprefix("tăng ")
    number = plain(words)
    if "," not in words:
        number = wording.number(float(number), 1 if words.endswith("%") else 0).vi
    sign = "−" if "giảm" in fact.printed else ""
    shown = f"{sign}{number}{'%' if words.endswith('%') else ''}"
    spoken = fact.printed if fact.column == "change" else shown
    assert re.search(rf"(?<![\d.,]){re.escape(spoken)}(?![.,]?\d)", page_text), spoken


@pytest.fixture(scope="module")
def page_text(published) -> str:
    page = (published / "2023Q3" / "report.vi.html").read_text("utf-8")
    body = re.sub(r"<(style|svg).*?</\1>", " ", page[page.index("<body") :], flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", body))
