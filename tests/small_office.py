"""A small office for tests of the whole command: params, units, registers of a few quarters, in a folder of its own."""

from __future__ import annotations

import csv
import html
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path

import command_server
import nbformat
import psutil

from reporting.building import notebook_check
from reporting.inputs.folders import Folders
from reporting.text.quarter import Quarter

PATIENCE = 60  # seconds, for whatever is started; only a failure takes so long
ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "notebooks" / "quarterly_report.ipynb"
UNITS = """code,name_vi,name_en,group,valid_from,valid_to
VPTC,Văn phòng Tổng cục,Office of the GSO,headquarters,2020-03-18,
TKG,Vụ Thống kê Giá,Price Statistics Department,headquarters,2020-03-18,
NXB,Nhà xuất bản Thống kê,Statistical Publishing House,public_service,2020-03-18,
01,Cục Thống kê thành phố Hà Nội,Hà Nội Statistics Office,provincial,2020-03-18,
79,Cục Thống kê thành phố Hồ Chí Minh,Hồ Chí Minh Statistics Office,provincial,2020-03-18,
"""
CODES = [line.split(",")[0] for line in UNITS.splitlines()[1:]]
VIETNAMESE = "languages: [vi]\n"  # where one page shows it as well as two
SOURCES = ["Kế hoạch tổng cục", "Kết luận của Lãnh đạo", "Phát sinh", "Kế hoạch đơn vị"]
HEADINGS = [
    "Mã công việc", "Tên công việc", "Loại công việc", "Đơn vị chủ trì", "Ngày giao việc", "Hạn hoàn thành",
    "Ngày hoàn thành",
]  # fmt: skip


@dataclass(frozen=True)
class SmallOffice:
    """The folders of the office, and the command run in it."""

    root: Path

    @classmethod
    def in_folder(cls, root: Path, *quarters: str, rows: int = 40, params: str = "") -> SmallOffice:
        """Set up an office with units, and for each quarter its params and a register of so many tasks."""
        office = cls(root)
        (root / "data").mkdir(parents=True)
        (root / "data" / "units.csv").write_text(UNITS, "utf-8")
        (root / "params").mkdir()
        for quarter in quarters:
            office.params(quarter, params)
            office.register(quarter, some_tasks(quarter, rows))
        return office

    def params(self, quarter: str, more: str = "") -> Path:
        """Write a quarter's params file."""
        path = self.root / "params" / f"{quarter}.yaml"
        path.write_text(f"quarter: {quarter}\n{more}", "utf-8")
        return path

    def register(self, quarter: str, tasks: list[list[str]]) -> Path:
        """Write a quarter's register as the software would export it."""
        path = self.root / "data" / quarter / "tasks.csv"
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEADINGS, *tasks])
        return path

    @property
    def output(self) -> Path:
        """Where its reports are published."""
        return self.root / "output"

    @property
    def folders(self) -> Folders:
        """Where a kernel finds them."""
        names = ("params", "data", "output", "cache")
        return Folders(**{name: self.root / name for name in names})

    def command(self, *arguments: str) -> list[str]:
        """The command line with which a command runs in this office."""
        folders = [f"--{name}-dir={self.root / name}" for name in ("params", "data", "output")]
        return [sys.executable, str(ROOT / "run_report.py"), *arguments, *folders]

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the command in this office, in English unless the environment says otherwise."""
        return command_server.run(
            self.command(*arguments)[2:], self.root, self.environment(environment)
        )

    def start(self, *arguments: str, stderr: Path | None = None, **environment: str) -> Started:
        """Start it in the background."""
        order = self.command(*arguments)[2:], self.root, self.environment(environment)
        return Started(partial(command_server.run, *order, stderr=stderr))

    def run_afresh(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The same in a new process: for what depends on how one starts."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.root,
            env=self.environment(environment),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    @staticmethod
    def environment(more: Mapping[str, str]) -> dict[str, str]:
        """The variables that a command sees."""
        return {**os.environ, "REPORT_LANGUAGE": "en", **more}


class Started:
    """A command in the background, and the processes that it was seen to have; none outlives a `with`."""

    def __init__(self, run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
        begun: Future[int] = Future()
        self.ended = ThreadPoolExecutor(1).submit(run, begun=begun.set_result)
        self.process = psutil.Process(begun.result(PATIENCE))
        self._seen = [self.process]

    def processes(self) -> list[psutil.Process]:
        """The command and all that it has started, also by others, and that runs."""
        with suppress(psutil.NoSuchProcess):
            self._seen += self.process.children(recursive=True)
        return [each for each in dict.fromkeys(self._seen) if _runs(each)]

    def __enter__(self) -> Started:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.processes():
            with suppress(psutil.NoSuchProcess):
                each.kill()


def _runs(process: psutil.Process) -> bool:
    """Whether it does; one that has ended but is not yet collected does not."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def until(true: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@cache
def official_indicators() -> dict[str, str]:
    """The indicators of the repository's notebook, with their units of measure."""
    return notebook_check.check_notebook(NOTEBOOK)


def brief_notebook(*sections: str) -> nbformat.NotebookNode:
    """The repository's notebook with its indicators and these sections alone: fast to check, and to build."""
    notebook = nbformat.read(NOTEBOOK, 4)
    kept = ("indicator", *sections)
    notebook.cells = [
        cell
        for cell in notebook.cells
        if {"parameters", "setup"} & {*cell.metadata.get("tags", ())} or cell.id.startswith(kept)
    ]
    return notebook


class BriefOffice(SmallOffice):
    """One whose notebook has few sections and cells, so builds fast: for what does not depend on what a page shows."""

    SECTIONS: tuple[str, ...] = ("revisions", "quality")

    @classmethod
    def in_folder(cls, root: Path, *quarters: str, rows: int = 40, params: str = "") -> BriefOffice:
        """The same office; its notebook has the official indicators, all in one cell, and a few of the sections."""
        office = super().in_folder(root, *quarters, rows=rows, params=params)
        office.shorten()
        return office

    def shorten(self) -> None:
        """Write its notebook."""
        notebook = brief_notebook("reproduce", *self.SECTIONS)
        notebook.cells = self.joined(notebook.cells)
        nbformat.write(notebook, self.notebook)

    def joined(self, cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
        """The cells, those that define indicators made one."""
        first, *others = [cell for cell in cells if cell.source.startswith("@indicator")]
        first.source = "\n\n\n".join(cell.source for cell in (first, *others))
        return [cell for cell in cells if cell not in others]

    @property
    def notebook(self) -> Path:
        """The notebook that its commands execute."""
        return self.root / "brief.ipynb"

    @property
    def folders(self) -> Folders:
        """Where everything is, its own notebook included."""
        return replace(super().folders, notebook=self.notebook)

    def command(self, *arguments: str) -> list[str]:
        """The command line, with the office's own notebook unless another one is named."""
        own = [] if "--notebook" in arguments else ["--notebook", str(self.notebook)]
        return super().command(*arguments, *own)


class TabledOffice(BriefOffice):
    """One whose page also has the table of main indicators, and its workbook that sheet."""

    SECTIONS = ("summary", *BriefOffice.SECTIONS)


def some_tasks(quarter: str, rows: int) -> list[list[str]]:
    """Tasks of a quarter with every source, unit and status among them; the same each time."""
    chance = random.Random(quarter)
    first = Quarter.parse(quarter).first_day
    tasks = []
    for number in range(rows):
        assigned = first + timedelta(days=chance.randrange(75))
        due = assigned + timedelta(days=chance.randrange(3, 30))
        done = (
            assigned + timedelta(days=chance.randrange(1, 35)) if chance.random() < 0.85 else None
        )
        tasks.append(
            [
                f"{quarter}-{number + 1:03d}",
                f"Công việc số {number + 1}",
                SOURCES[number % len(SOURCES)],
                CODES[number % len(CODES)],
                written(assigned),
                "" if number % 13 == 12 else written(due),
                written(done) if done else "",
            ]
        )
    return tasks


def values_of(folder: Path) -> list[dict[str, str]]:
    """The rows of a report's `indicators.csv`."""
    with (folder / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text_of(page: Path) -> str:
    """The text of a page, without its tags."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", page.read_text("utf-8")))
    return re.sub(r"\s+", " ", text)


def written(day: date) -> str:
    """A day as the software writes it."""
    return f"{day.day}/{day.month}/{day.year}"
