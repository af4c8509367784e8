"""README, guides and the program say the same: commands, options, exit codes, make's targets, the tree, links."""

import re
import subprocess
import tomllib
from pathlib import Path

import click
import pytest
from module_table import PACKAGES, written
from small_office import ROOT

from reporting.cli import commands
from reporting.cli.terminal import DIFFERS, DONE, FAILED, WRONG

README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
# Options of other programs that the pages mention.
OTHERS = {"--host", "--nworkers", "--nthreads", "--to", "--no-input", "--execute", "--durations"}


def names(page):
    return page.relative_to(ROOT).as_posix()


def long_options(command):
    return {
        option
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }


COMMANDS = commands.main.commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name):
    table = README.split("## Commands")[1].split("| option |")[0]
    assert re.search(rf"`{name} \S+", table), name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_readme_with_its_command(name):
    rows = [row for row in README.splitlines() if row.startswith("| `--")]
    for option in long_options(COMMANDS[name]):
        row = next((row for row in rows if re.search(rf"`{option}\b", row)), None)
        assert row, f"{name} {option}"
        assert name in row.split("|")[2] or row.split("|")[2].strip() == "all", (
            f"{name} {option}: {row}"
        )


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_option_a_page_mentions_exists(page):
    known = {"--help", "--version"} | OTHERS
    for command in COMMANDS.values():
        known |= long_options(command)
    mentioned = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page.read_text("utf-8")))
    assert mentioned <= known


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_command_a_page_mentions_exists(page):
    for word in re.findall(r"run_report\.py ([a-z]+)", page.read_text("utf-8")):
        assert word in COMMANDS, word


def test_every_command_says_what_it_does():
    for name, command in COMMANDS.items():
        assert (command.help or "").endswith("."), name
        for parameter in command.params:
            assert isinstance(parameter, click.Argument) or parameter.help, (
                f"{name} {parameter.name}"
            )


def test_the_exit_codes_are_those_of_the_program():
    rows = dict(re.findall(r"^\| (\d) \| (.*) \|$", README, re.M))
    assert list(map(int, rows)) == [DONE, FAILED, WRONG, DIFFERS]


def test_the_two_commands_come_first():
    first = re.findall(r"```bash\n(.*?)```", README, re.S)[0].splitlines()
    assert first == ["make report QUARTER=2023Q3", "make test"]


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_target_of_make_a_page_mentions_exists(page):
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
    text = page.read_text("utf-8")
    mentioned = set(re.findall(r"`make ([a-z-]+)", text)) | set(
        re.findall(r"^ *make ([a-z-]+)", text, re.M)
    )
    assert mentioned <= targets


def test_make_help_lists_every_target():
    listed = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.M)[1].split()
    assert {line.split()[0] for line in listed.splitlines()} == set(phony)


def test_the_tree_is_the_repositorys():
    tree = re.search(r"## What is where\n\n```\n(.*?)```", README, re.S)[1]
    listed = {line.split()[0].rstrip("/") for line in tree.splitlines()}
    ignored = (ROOT / ".gitignore").read_text("utf-8")
    present = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".")
        and f"{path.name}/" not in ignored
        and "egg-info" not in path.name
    }
    assert listed - {"output"} == present - {"output", "__pycache__"}


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_link_leads_somewhere(page):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("https://", "#")):
            continue
        path, _, anchor = target.partition("#")
        assert (page.parent / path).exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", (page.parent / path).read_text("utf-8"), re.M)
            assert anchor in {
                re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings
            }, target


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_module_a_page_names_exists(page):
    for name in re.findall(r"`(?:reporting/)?([a-z_]+\.py)`", page.read_text("utf-8")):
        found = [
            *ROOT.glob(name),
            *ROOT.glob(f"*/{name}"),
            *ROOT.glob(f"*/*/{name}"),
            *ROOT.glob(f"*/*/*/{name}"),
        ]
        assert found, name


def test_the_list_of_modules_is_the_modules_of_the_program():
    assert packages() <= set(PACKAGES)
    assert written() == (ROOT / "docs" / "how-it-works.md").read_text("utf-8")


def packages():
    return {path.parent.name for path in (ROOT / "reporting").glob("*/__init__.py")}


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_test_a_page_names_exists(page):
    for name in re.findall(r"\btests/[\w/.]+\.\w+", page.read_text("utf-8")):
        assert (ROOT / name).exists(), name


def tracked():
    kinds = (
        "*.md",
        "*.py",
        "*.toml",
        "*.yml",
        "*.yaml",
        "*.lock",
        "*.ipynb",
        "*.j2",
        "*.css",
        "Makefile",
        "*.txt",
    )
    skipped = {".venv", ".git", ".cache", "output"}
    for kind in kinds:
        for path in ROOT.rglob(kind):
            if not skipped & set(path.relative_to(ROOT).parts):
                yield path


def test_no_path_of_a_machine_and_no_package_host_is_anywhere():
    places = re.compile(
        "|".join(
            ["/" + "work/", "/" + "root/", "/" + r"home/\w", "pypi" + r"\.org", "python" + "hosted"]
        )
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if (match := places.search(read(path)))
    ]
    assert not found


def read(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


def test_the_changelog_knows_the_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## {version}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_a_newcomer_is_told_at_once_that_the_data_are_made_up():
    assert "dữ liệu giả lập" in README.split("\n\n")[1]
    assert "synthetic; no row is a real task" in README
