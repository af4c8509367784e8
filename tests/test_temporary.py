"""Temporary folders: gone afterwards, and where a run was killed, gone with the next one; nothing else is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from small_office import ROOT, VIETNAMESE, BriefOffice
from test_batch import PATIENCE, command, notebook_with, running

from reporting.execution import lifetime

pytestmark = pytest.mark.skipif(
    lifetime.fcntl is None, reason="no lock tells here whose a folder is: nothing is cleared"
)

HOLD = (
    "from reporting.execution.lifetime import temporary_folder\n"
    "with temporary_folder() as folder:\n"
    "    (folder / 'file').touch()\n"
    "    print(folder, flush=True)\n"
    "    input()\n"
)


@pytest.fixture
def temp(tmp_path, monkeypatch):
    """A folder for temporary files that is this test's own."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(lifetime.tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def holding() -> subprocess.Popen[str]:
    """A process that has a temporary folder and waits."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    process.folder = process.stdout.readline().strip()
    return process


def test_it_is_gone_afterwards_whatever_happens(temp):
    def interrupted():
        with lifetime.temporary_folder() as folder:
            (folder / "below").mkdir()
            assert folder.stat().st_mode & 0o077 == 0
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(temp.iterdir()) == []


def test_what_a_killed_process_left_is_cleared_and_what_another_uses_is_not(temp):
    killed, lives = holding(), holding()
    killed.kill()
    killed.wait()
    assert len(list(temp.iterdir())) == 2
    lifetime.clear_away()
    assert [str(path) for path in temp.iterdir()] == [lives.folder]
    lives.communicate("\n")
    assert list(temp.iterdir()) == []


def test_nothing_else_is_cleared(temp, tmp_path):
    (tmp_path / "precious").mkdir()
    name = lifetime.PREFIX + "abcdefgh"
    (temp / f"{lifetime.PREFIX}my_report").mkdir()
    (temp / f"kept-{name}").mkdir()
    os.mkfifo(temp / f"{lifetime.PREFIX}aaaaaaaa")
    (temp / f"{lifetime.PREFIX}bbbbbbbb").symlink_to(tmp_path / "precious")
    before = sorted(temp.iterdir())
    lifetime.clear_away()
    assert sorted(temp.iterdir()) == before
    assert (tmp_path / "precious").is_dir()


@pytest.mark.parametrize("engine", ["warm", "kernel"])
def test_the_next_run_clears_what_a_killed_command_left(temp, tmp_path, engine):
    office = BriefOffice.in_folder(tmp_path / "office", "2023Q3", params=VIETNAMESE, rows=8)
    started = tmp_path / "started"
    endless = notebook_with(
        office, first=f"import pathlib\npathlib.Path({str(started)!r}).touch()\nwhile True: pass"
    )
    mark = str(tmp_path)
    process = command(
        office, "--engine", engine, "--notebook", endless, mark=mark, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + PATIENCE
    while not started.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    for number in (signal.SIGSTOP, signal.SIGKILL):  # all of them, before one can tidy up
        for each in running(mark):
            os.kill(int(each), number)
    process.wait()
    while running(mark):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert len([path for path in temp.iterdir() if path.name.startswith(lifetime.PREFIX)]) == 2
    said = office.run("2023Q3", "--engine", engine, TMPDIR=str(temp))
    assert said.returncode == 0, said.stderr
    assert list(temp.iterdir()) == []
