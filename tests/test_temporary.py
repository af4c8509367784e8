"""Temporary folders: gone afterwards, and where a run was killed, gone with the next one; nothing else is touched."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest
from small_office import PATIENCE, ROOT, VIETNAMESE, BriefOffice, until
from test_batch import endless, notebook_with

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


def test_the_next_run_clears_what_killed_commands_left(temp, tmp_path):
    office = BriefOffice.in_folder(tmp_path / "office", "2023Q3", params=VIETNAMESE, rows=8)
    for engine in ("warm", "kernel"):
        started = tmp_path / engine
        notebook = endless(office, started)
        with office.start("2023Q3", "--engine", engine, "--notebook", notebook) as command:
            until(started.exists)
            for end in (psutil.Process.suspend, psutil.Process.kill):
                for each in command.processes():  # all of them, before one can tidy up
                    end(each)
            command.ended.result(PATIENCE)
        left = [path for path in temp.iterdir() if path.name.startswith(lifetime.PREFIX)]
        assert len(left) == 2, "its own: those of the one before are cleared"
    ending = notebook_with(office, first="raise SystemExit('at once')")
    for engine in ("warm", "kernel"):
        said = office.run("2023Q3", "--engine", engine, "--notebook", ending, TMPDIR=str(temp))
        assert "at once" in said.stderr
        assert list(temp.iterdir()) == []
