"""`python run_report.py` by any Python: it hands over to the project's .venv, or says what to type."""

import os
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from small_office import ROOT

import run_report

BARE = [sys.executable, "-S"]  # this Python without its packages


@pytest.fixture
def copy(tmp_path):
    """The command in a folder of its own, without a .venv."""
    shutil.copy(ROOT / "run_report.py", tmp_path)
    return tmp_path


def run(*command, cwd, **environment):
    environment = {
        **os.environ,
        "PYTHONPATH": "",
        "MAKEFLAGS": "",
        "REPORT_LANGUAGE": "en",
        **environment,
    }
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


def python(path, script):
    """A Python that is a shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def own_python(folder, script):
    """Give the folder such a one as its own."""
    python(folder / ".venv" / "bin" / "python", script)


def test_it_hands_over_with_the_arguments_and_ends_as_the_other_python_does(copy):
    own_python(copy, 'shift; echo "$@"; echo told >&2; exit 3')
    elsewhere = copy / "a folder"
    elsewhere.mkdir()
    ran = run(*BARE, "../run_report.py", "diff", "a b", "c", cwd=elsewhere)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("diff a b c\n", "told\n", 3)


def test_on_windows_it_waits_for_the_other_python(monkeypatch):
    called = []
    monkeypatch.setattr(run_report, "WINDOWS", True)
    monkeypatch.setattr(run_report.signal, "signal", lambda *_: None)
    monkeypatch.setattr(run_report.subprocess, "call", lambda command: called.append(command) or 3)
    monkeypatch.setattr(sys, "argv", ["run_report.py", "2023Q3"])
    monkeypatch.setenv(run_report.HANDED_OVER, "")
    with pytest.raises(SystemExit) as ended:
        run_report.hand_over()
    assert ended.value.code == 3
    assert called == [[run_report.OWN_PYTHON, str(ROOT / "run_report.py"), "2023Q3"]]


def test_a_venv_without_the_packages_is_no_endless_loop(copy):
    own_python(copy, f'exec {" ".join(BARE)} "$@"')
    ran = run(*BARE, "run_report.py", "2023Q3", cwd=copy)
    assert ran.returncode == 2
    assert ran.stderr.endswith("Type: make setup\n")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "Python này chưa có các gói mà báo cáo cần (click, click_default_group, docx, …). Gõ: make -C .. setup\n"),
        ("en", "This Python lacks packages that a report needs (click, click_default_group, docx, …). Type: make -C .. setup\n"),
    ],
)  # fmt: skip
def test_without_a_venv_it_says_in_one_line_what_to_type(copy, language, words):
    elsewhere = copy / "elsewhere"
    elsewhere.mkdir()
    ran = run(*BARE, "../run_report.py", "2023Q3", cwd=elsewhere, REPORT_LANGUAGE=language)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("", words, 2)


def test_an_old_python_says_so(copy, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(run_report, "OWN_PYTHON", str(copy / "none"))
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    monkeypatch.setenv("REPORT_LANGUAGE", "vi")
    with pytest.raises(SystemExit) as ended:
        run_report.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "Cần Python 3.11 trở lên, đây là Python 3.9. Cài bản mới hơn rồi gõ: make setup PYTHON=python3.11\n"
    )


OLD = 'if [ "$1" = -c ]; then exit 1; fi; echo "$1: too old" >&2; exit 2'
NEW = 'echo "$@" >>asked; if [ "$2" = venv ]; then mkdir -p .venv/bin; cp "$0" .venv/bin/python; fi'


@pytest.fixture
def fresh(copy):
    """The same with what `make setup` reads."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, copy)
    return copy


def test_setup_with_an_old_python_says_so_and_leaves_nothing(fresh):
    old = python(fresh / "old", OLD)
    ran = run("make", "setup", f"PYTHON={old}", cwd=fresh)
    assert ran.returncode
    assert ran.stderr.startswith("run_report.py: too old\n")
    assert not (fresh / ".venv").exists()


def test_setup_makes_a_venv_of_an_old_python_anew(fresh):
    python(fresh / ".venv" / "bin" / "python", OLD)
    ran = run("make", "setup", f"PYTHON={python(fresh / 'new', NEW)}", cwd=fresh)
    assert ran.returncode == 0, ran.stderr
    asked = (fresh / "asked").read_text()
    assert asked.index("-m venv --clear .venv") < asked.index(
        "--require-hashes -r requirements.lock"
    )


def test_a_python_that_has_all_packages_just_runs(copy):
    own_python(copy, "echo handed over; exit 1")
    shutil.copytree(ROOT / "reporting", copy / "reporting")
    ran = run(sys.executable, "run_report.py", "--help", cwd=copy)
    assert "handed over" not in ran.stdout
    assert ran.returncode == 0


def test_it_asks_for_what_the_project_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {line.split(">")[0] for line in project["dependencies"]} - {"flit-core"}
    brought_by = packages_distributions()
    assert {brought_by[each][0].lower().replace("_", "-") for each in run_report.NEEDED} == named
