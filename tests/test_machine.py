"""What `make test` brings where a machine lacks it, and how a test that lacks it is told."""

import os
import subprocess
import sys

import pytest
import what_tests_need as needs
from small_office import ROOT


@pytest.fixture
def bare(monkeypatch):
    """A machine without git, Pango, LibreOffice and Chromium, where apt and Playwright do what a test says."""

    class Bare:
        ran: list[str]
        works: tuple[str, ...]

    machine = Bare()
    machine.ran, machine.works = [], ()

    def run(*command):
        machine.ran.append(" ".join(command))
        return "" if any(part in command for part in machine.works) else f"no {command[-1]}"

    def is_here(need):
        last = needs.PACKAGES[need][-1]
        return any(ran.endswith(last) and last in machine.works for ran in machine.ran)

    monkeypatch.setattr(needs, "_run", run)
    monkeypatch.setattr(needs, "is_here", is_here)
    monkeypatch.setattr(needs, "chromium", lambda: is_here("Chromium") or None)
    monkeypatch.setattr(needs, "_as_root", list)
    monkeypatch.setattr(needs.shutil, "which", lambda name: f"/usr/bin/{name}")
    return machine


def test_apt_brings_all_of_it_and_nothing_is_said_twice(bare, capsys):
    bare.works = ("update", "git", "libharfbuzz-subset0", "libreoffice-writer-nogui", "chromium")
    needs.main()
    assert [ran.split()[-1] for ran in bare.ran] == [
        "update", "git", "libharfbuzz-subset0", "libreoffice-writer-nogui", "chromium",
    ]  # fmt: skip
    assert "skipped" not in capsys.readouterr().err
    needs.main()
    assert len(bare.ran) == 5, "all is here: nothing is run"
    assert capsys.readouterr().err == ""


def test_where_apt_may_not_install_playwright_brings_the_browser_alone(bare, monkeypatch, capsys):
    monkeypatch.setattr(needs, "_as_root", lambda: None)
    bare.works = ("chromium",)
    needs.main()
    assert [ran.split()[-4:] for ran in bare.ran] == [
        ["playwright", "install", "--no-shell", "chromium"]
    ]
    said = capsys.readouterr().err
    assert f"No Pango: its tests will be skipped. Reason: {needs.NO_INSTALL}" in said
    assert "No Chromium" not in said


def test_what_can_be_had_in_no_way_is_said_with_every_reason(bare, capsys):
    needs.main()
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("No Chromium: its tests will be skipped. Reason: no update; no git; ")
    assert said.count("no chromium") == 2, "neither apt nor Playwright"


def test_a_skip_is_counted_in_the_last_lines_and_a_failure_in_ci():
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [*command, "tests/test_editing.py", "-k", "outputs_never"],
        cwd=ROOT, env=os.environ | {"PATH": "", "CI": "true"}, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.stdout.splitlines()[-2].startswith("1 skipped: no git: not on this machine;")
    assert ran.returncode == 1


def test_where_playwright_itself_does_not_start_there_is_no_browser(monkeypatch, tmp_path):
    driver = tmp_path / "python"
    driver.write_text("#!/bin/sh\necho libatomic.so.1: cannot open >&2; exit 127\n")
    driver.chmod(0o755)
    monkeypatch.setattr(needs.sys, "executable", str(driver))
    assert needs.chromium() is None
