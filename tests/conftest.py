"""What many tests share: a small table of tasks, a layout, a random register."""

from __future__ import annotations

import reporting  # noqa: F401  first, as in the command: it says what libraries need not import

# isort: split
import gc
import os
import signal
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import command_server
import machine
import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import settings
from live_kernel import LiveKernel, live_report
from matplotlib.backends import backend_registry
from small_office import ROOT, SmallOffice

from reporting.execution.engine import prime
from reporting.indicators.basis import example_tasks
from reporting.indicators.cube import Layout
from reporting.indicators.indicator import registry
from reporting.indicators.views import each
from reporting.inputs.office import default_office
from reporting.text.codes import STATUSES

# A suite that a shell runs in the background has Ctrl-C ignored, and whatever it starts would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Tests start many processes: what one has compiled the others find, also where the environment says not to keep it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

gc.disable()  # until everything is imported and collected: most of it stays

# No test fails because a machine is slow; fewer random cases than the library's hundred where a test does not say how many.
settings.register_profile("suite", deadline=None, max_examples=50)
settings.load_profile("suite")

GROUPS, SOURCES = list(default_office().unit_groups), list(default_office().sources)
machine.without_its_fonts()

UNITS = pd.DataFrame(
    {"code": ["VPTC", "NXB", "01", "79"], "group": [GROUPS[0], GROUPS[1], GROUPS[2], GROUPS[2]]}
)


def layout_of(units: pd.DataFrame) -> Layout:
    """The cells of some units, with every source."""
    return Layout(units, list(dict.fromkeys(units["group"])), SOURCES)


# Begun first, so that no worker is left with one of them while the others have nothing to do.
LONGEST = [
    "page", "lab", "engine", "guides", "cluster", "release", "same_bytes", "office", "batch", "mistakes", "word_pages",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    order = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


def pytest_collection_finish(session):
    # What was imported and collected stays; to look through it, or often through little, is some of the time.
    gc.freeze()
    gc.set_threshold(200_000)
    gc.enable()


def pytest_unconfigure(config):
    gc.unfreeze()  # else libraries complain at the end of objects that were never collected


def pytest_terminal_summary(terminalreporter):
    for line in machine.skipped(terminalreporter):
        terminalreporter.write_line(line)


def pytest_sessionfinish(session):
    """Where CI=true, a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and machine.skipped(reporter):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def pango() -> None:
    """For tests that write a PDF."""
    machine.need("Pango")


@pytest.fixture(scope="session")
def primed() -> None:
    """For tests that fork kernels from this process: as in the product, what a kernel imports is there."""
    prime()
    backend_registry.list_all()  # it looks through all that is installed


@pytest.fixture
def layout() -> Layout:
    return layout_of(UNITS)


@pytest.fixture(autouse=True)
def _no_test_leaves_indicators():
    """The registry is as it was before each test: a kernel forked from this process would have what is left in it."""
    before = list(registry)
    yield
    assert list(registry) == before, "take the fixture no_indicators"


@pytest.fixture
def no_indicators():
    """An empty registry for the test, and the one before it afterwards."""
    before = dict(registry._by_name)
    registry._by_name.clear()
    yield registry
    registry._by_name.clear()
    registry._by_name.update(before)


@pytest.fixture
def the_reports_indicators(no_indicators):
    """The indicators of the repository's own notebook, defined as its cells define them."""
    registry._by_name.update(_defined())


@cache
def _defined() -> dict:
    names: dict = {}
    exec("from reporting import count, each, indicator, mean, median, share, spanner, total", names)
    for cell in cells():
        if cell.cell_type == "code" and cell.source.startswith("@indicator"):
            exec(cell.source, names)
    return dict(registry._by_name)


@cache
def cells() -> list:
    """The cells of the repository's own notebook."""
    return nbformat.read(ROOT / "notebooks" / "quarterly_report.ipynb", 4).cells


def official_tables(report) -> dict:
    """The tables of the notebook's own cells, by name."""
    names = {**{one.name: one for one in registry}, "each": each, "report": report}
    for cell in cells():
        if cell.source.startswith(("STATUSES =", "report.table(")):
            exec(cell.source, names)
    return {table.name: table for table in report.tables}


def tasks_table(rows: list[dict]) -> pd.DataFrame:
    """A table of tasks from a few columns a row; units are those of `UNITS`."""
    columns = {
        key: [row.get(key) for row in rows] for key in dict.fromkeys(k for row in rows for k in row)
    }
    columns.setdefault("unit", [None] * len(rows))
    columns["unit"] = [unit or "VPTC" for unit in columns["unit"]]
    table = example_tasks(columns, default_office())
    group_of = dict(zip(UNITS["code"], UNITS["group"], strict=True))
    table["unit_group"] = pd.Categorical(table["unit"].astype(str).map(group_of), GROUPS)
    table["unit"] = pd.Categorical(table["unit"].astype(str), UNITS["code"])
    return table


def random_tasks(seed: int, rows: int) -> pd.DataFrame:
    """A random table of tasks that knows every code."""
    random = np.random.default_rng(seed)
    status = random.choice(STATUSES, rows)
    return tasks_table(
        [
            {
                "unit": unit,
                "source": source,
                "status": state,
                "days_late": float(days) if state == "completed_late" else np.nan,
                "weight": weight,
            }
            for unit, source, state, days, weight in zip(
                random.choice(UNITS["code"], rows),
                random.choice(SOURCES, rows),
                status,
                random.integers(1, 30, rows),
                random.choice([0.1, 0.2, 0.7, 1.3, np.nan], rows),
                strict=True,
            )
        ]
        or [
            {
                "unit": "VPTC",
                "source": "ad_hoc",
                "status": "in_term",
                "days_late": np.nan,
                "weight": 1.0,
            }
        ]
    )


@pytest.fixture(scope="module")
def kernel(tmp_path_factory) -> Iterator[LiveKernel]:
    """A kernel with a small office's report of 2023Q3 open in it, for all tests of a module."""
    office = SmallOffice.in_folder(tmp_path_factory.mktemp("office"), "2022Q3", "2023Q2", "2023Q3")
    with live_report(office, "2023Q3") as kernel:
        yield kernel


@pytest.fixture(scope="session")
def published(tmp_path_factory, worker_id) -> Path:
    """The output folder of one run of `run_report.py 2023Q3`, made once for all workers."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    output, ended = shared / "published", shared / "published.ended"
    try:
        (shared / "published.begun").mkdir()
    except FileExistsError:
        until = time.monotonic() + 300
        while not ended.is_file() and time.monotonic() < until:
            time.sleep(0.1)
    else:
        run = command_server.run(["2023Q3", f"--output-dir={output}"], ROOT, os.environ)
        ended.write_text(run.stderr if run.returncode else "")
    assert not ended.read_text()
    return output


def run_cells(report, but: str = "report.finish(") -> None:
    """Run the cells of the repository's notebook that show a part of the report, which keeps what it says."""
    names: dict = {"report": report, "each": each, "display": lambda *_: None}
    names |= {own.name: own for own in registry}
    first = [cell.id for cell in cells()].index("statuses")
    for cell in cells()[first:]:
        if cell.cell_type == "code" and not cell.source.startswith((but, "report.finish(")):
            exec(compile(cell.source, cell.id, "exec"), names)
