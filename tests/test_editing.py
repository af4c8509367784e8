"""Editing for good: outputs never get into git, ids stay, a changed notebook shows a difference one can read."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import machine
import nbformat
import pytest
from small_office import ROOT

NOTEBOOK = "notebooks/quarterly_report.ipynb"


def git(folder, *words):
    """Run git in a folder, with nothing of this machine's settings."""
    environment = {
        "HOME": str(folder), "PATH": "/usr/bin:/bin:/usr/local/bin", "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
    }  # fmt: skip
    return subprocess.run(
        ["git", *words], cwd=folder, env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def clone(tmp_path):
    """A repository with the notebook's first cells in it, set up as `make setup-dev` does."""
    machine.need("git")
    for name in (
        ".gitattributes",
        ".pre-commit-config.yaml",
        "Makefile",
        "pyproject.toml",
        "tools/clean_notebook.py",
        NOTEBOOK,
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    notebook = nbformat.read(ROOT / NOTEBOOK, 4)
    notebook.cells = notebook.cells[:12]  # a difference takes the longer the more there are
    nbformat.write(notebook, tmp_path / NOTEBOOK)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / ".gitignore").write_text(".venv\n.cache\n.config\n.jupyter\n")
    git(tmp_path, "init", "-q")
    make(tmp_path, "git-config")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def make(folder, target):
    """Make a target, taking what it stands on as done."""
    command = ["make", "--no-print-directory", "-o", "setup-dev", target]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def edited(folder):
    """The notebook as JupyterLab saves it after a run, with one indicator changed."""
    path = folder / NOTEBOOK
    notebook = nbformat.read(path, 4)
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.outputs = [nbformat.v4.new_output("stream", text="what a cell printed\n")]
            cell.metadata["execution"] = {"iopub.status.busy": "2023-10-01T00:00:00Z"}
    notebook.metadata.language_info["version"] = "3.99"
    place = [cell.id for cell in notebook.cells].index("indicator-overdue")
    notebook.cells[place].source = notebook.cells[place].source.replace(
        "Not completed, overdue", "Past their date"
    )
    nbformat.write(notebook, path)


def test_outputs_never_get_into_git(clone):
    before = nbformat.read(clone / NOTEBOOK, 4)
    edited(clone)
    git(clone, "commit", "-qam", "edited")
    kept = json.loads(git(clone, "show", f"HEAD:{NOTEBOOK}"))
    assert all(
        not cell.get("outputs") and not cell.get("execution_count") for cell in kept["cells"]
    )
    assert "execution" not in json.dumps([cell["metadata"] for cell in kept["cells"]])
    assert "version" not in kept["metadata"]["language_info"]
    assert [cell["id"] for cell in kept["cells"]] == [cell.id for cell in before.cells]
    changed = git(
        clone, "diff", "--no-ext-diff", "--numstat", "HEAD~1", "HEAD", "--", NOTEBOOK
    ).split()
    assert changed[:2] == ["1", "1"]


def test_a_changed_notebook_shows_the_line_that_changed_and_nothing_else(clone):
    edited(clone)
    said = make(clone, "diff-notebook")
    assert [line for line in said.splitlines() if "Past their date" in line and "+" in line]
    assert [line for line in said.splitlines() if "Not completed, overdue" in line and "-" in line]
    assert "what a cell printed" not in said
    assert "execution_count" not in said
    assert len(said.splitlines()) < 25


def test_the_hooks_need_no_network_and_clean_what_is_committed(clone):
    git(clone, "config", "--unset", "filter.notebook.clean")
    edited(clone)
    git(clone, "add", NOTEBOOK)
    ran = subprocess.run(
        [Path(sys.executable).with_name("pre-commit"), "run", "--all-files"],
        cwd=clone, env={"HOME": str(clone), "PATH": "/usr/bin:/bin:/usr/local/bin"}, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 1, "the first run cleans, and stops the commit"
    assert "notebooks without outputs" in ran.stdout
    assert "what a cell printed" not in (clone / NOTEBOOK).read_text("utf-8")
    again = subprocess.run(
        [Path(sys.executable).with_name("pre-commit"), "run", "--all-files"],
        cwd=clone, env={"HOME": str(clone), "PATH": "/usr/bin:/bin:/usr/local/bin"}, capture_output=True, text=True,
    )  # fmt: skip
    assert again.returncode == 0, again.stdout


def test_every_notebook_in_git_is_clean():
    command = [
        sys.executable,
        str(ROOT / "tools" / "clean_notebook.py"),
        "--verify",
        str(ROOT / NOTEBOOK),
    ]
    assert subprocess.run(command, capture_output=True).returncode == 0
