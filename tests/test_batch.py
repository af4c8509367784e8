"""Many reports in one command: what they share, what a failure or Ctrl-C costs, how far they are."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import termios
from pathlib import Path

import nbformat
import pytest
from small_office import PATIENCE, VIETNAMESE, BriefOffice, some_tasks, until

UNITS = ("NXB", "01", "79")


@pytest.fixture
def office(tmp_path):
    """An office of three units; in one language, to be quick."""
    office = BriefOffice.in_folder(tmp_path / "office")
    units = office.root / "data" / "units.csv"
    head, *lines = units.read_text("utf-8").splitlines(keepends=True)
    units.write_text(head + "".join(line for line in lines if line.startswith(UNITS)), "utf-8")
    for quarter in ("2022Q3", "2023Q3"):
        office.params(quarter, VIETNAMESE)
        office.register(quarter, [task for task in some_tasks(quarter, 40) if task[3] in UNITS])
    return office


def notebook_with(office: BriefOffice, first: str = "", last: str = "") -> str:
    """The office's notebook with more cells, one after it is opened and one before it is finished."""
    notebook = nbformat.read(office.notebook, 4)
    opened = next(i for i, cell in enumerate(notebook.cells) if "open_report(" in cell.source)
    notebook.cells.insert(opened + 1, nbformat.v4.new_code_cell(first, id="first"))
    notebook.cells.insert(-1, nbformat.v4.new_code_cell(last, id="last"))
    path = office.root / "more.ipynb"
    nbformat.write(notebook, path)
    return str(path)


def test_one_failing_report_is_named_at_the_end_and_the_others_stand(office, tmp_path):
    broken = notebook_with(office, first="assert unit != 'NXB', 'no figures'")
    said = office.run("2023Q3", "--unit", "all", "--notebook", broken)
    assert said.returncode == 1
    units = office.output / "2023Q3" / "units"
    assert {path.name for path in units.iterdir()} == {"01", "79", "NXB.failed"}
    *progress, name, where = said.stderr.splitlines()
    assert re.fullmatch(
        r"Report 2023Q3 NXB failed: cell \d+ \(.*\): AssertionError: no figures", name
    )
    assert "units/NXB.failed" in where
    assert sorted(line[:5] for line in progress) == [f"[{n}/3]" for n in range(1, 4)]


def test_debug_shows_where_each_failing_report_went_wrong(office, tmp_path):
    deadly = "import os\nif unit == '79':\n    os.kill(os.getppid(), 9)"
    broken = notebook_with(office, first=f"assert unit != 'NXB', 'no figures'\n{deadly}")
    said = office.run("2023Q3", "--unit", "all", "--jobs", "1", "--notebook", broken, "--debug")
    assert said.returncode == 1
    assert said.stderr.count("Traceback (most recent call last)") >= 3
    assert "----> 1 assert unit != 'NXB', 'no figures'" in said.stderr, "the cell's own traceback"
    assert "concurrent.futures.process.BrokenProcessPool: " in said.stderr
    assert re.search(r"^Report 2023Q3 NXB failed: cell", said.stderr, re.M), "and what all see"


def test_a_process_that_is_killed_is_told_and_nothing_is_half_there(office, tmp_path):
    deadly = notebook_with(office, first="import os\nos.kill(os.getppid(), 9)")
    said = office.run("2023Q3", "--unit", "79", "--notebook", deadly)
    assert said.returncode == 1
    assert "Report 2023Q3 79 failed: BrokenProcessPool" in said.stderr
    assert "Traceback" not in said.stderr
    assert list(office.output.rglob("report.*")) == []


def test_ctrl_c_stops_and_leaves_no_process_and_no_half_folder(office, tmp_path):
    begun = f"import pathlib, time\npathlib.Path({str(tmp_path)!r}, unit).touch()\n"
    slow = notebook_with(office, first=begun + "time.sleep(600 if unit in ('01', '79') else 0)")
    said = tmp_path / "said"
    said.touch()
    options = ("--unit", "all", "--jobs", "2", "--notebook", slow)
    with office.start("2023Q3", *options, stderr=said) as command:
        until(lambda: all((tmp_path / unit).exists() for unit in UNITS))
        until(lambda: "[1/3]" in said.read_text("utf-8"))
        assert len(command.processes()) > 2
        command.process.send_signal(signal.SIGINT)
        assert command.ended.result(PATIENCE).returncode == 1
        built, *rest = said.read_text("utf-8").splitlines()
        assert built.startswith("[1/3]")
        assert rest == ["Stopped as asked."]
        until(lambda: not command.processes())
    units = office.output / "2023Q3" / "units"
    assert sorted(path.name for path in units.iterdir()) == ["NXB"]
    assert sorted(path.name for path in (units / "NXB").iterdir()) == [
        "indicators.csv",
        "indicators.csv-metadata.json",
        "report.vi.html",
        "report.vi.ipynb",
        "ro-crate-metadata.json",
        "tables.xlsx",
    ]


def endless(office: BriefOffice, started: Path) -> str:
    """Its notebook, which touches a file and then goes on for ever."""
    first = f"import pathlib\npathlib.Path({str(started)!r}).touch()\nwhile True: pass"
    return notebook_with(office, first=first)


@pytest.mark.parametrize(("engine", "number"), [
    ("warm", signal.SIGKILL), ("kernel", signal.SIGKILL), ("warm", signal.SIGTERM), ("warm", signal.SIGHUP),
])  # fmt: skip
def test_whatever_ends_the_command_ends_its_processes(tmp_path, engine, number):
    office = BriefOffice.in_folder(tmp_path / "office", "2023Q3", params=VIETNAMESE)
    started = tmp_path / "started"
    notebook = endless(office, started)
    with office.start("2023Q3", "--engine", engine, "--notebook", notebook) as command:
        until(started.exists)
        assert len(command.processes()) > 2
        command.process.send_signal(number)
        until(lambda: not command.processes())
        assert command.ended.result(PATIENCE).returncode == -number


def test_so_many_pages_at_a_time_as_jobs_says_with_the_time_left_and_a_register_read_once(
    office, tmp_path
):
    lock = tmp_path / "lock"
    alone = notebook_with(
        office,
        first=f"from pathlib import Path\nPath({str(lock)!r}).touch(exist_ok=False)",
        last=f"Path({str(lock)!r}).unlink()\n"
        "from reporting.report import workspace\n"
        "assert workspace.known_register.cache_info().misses == 2",
    )
    near, far = pty.openpty()
    termios.tcsetwinsize(far, (24, 80))
    options = ("--unit", "all", "--jobs", "1", "--notebook", alone)
    seen = b""
    with office.start("2023Q3", *options, stderr=Path(os.ttyname(far))) as command:
        assert select.select([near], [], [], PATIENCE)[0]
        os.close(far)  # the command has it open by now
        try:
            while block := os.read(near, 4096):
                seen += block
        except OSError:  # how a terminal says that the other side has closed it
            os.close(near)
        assert command.ended.result(PATIENCE).returncode == 0, seen.decode()
    assert re.search(r"\| [12]/3 \[\d\d:\d\d<\d\d:\d\d", seen.decode())
    assert "[3/3] 2023Q3" in seen.decode()
