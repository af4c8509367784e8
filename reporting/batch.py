"""Many reports: what is to be built, in which order, and what became of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from reporting import checks, workspace
from reporting.build import Job, build
from reporting.codes import TOTAL
from reporting.errors import InputError, ReportFailed, Text
from reporting.quarter import Quarter
from reporting.workspace import Folders


def run(
    quarters: list[Quarter],
    *,
    folders: Folders,
    unit: str,
    jobs: int | None,
    engine: str,
    force: bool,
    dry_run: bool,
    say: Callable[[Text], None],
) -> int:
    """Build the reports of several quarters; returns the exit code.

    All inputs are checked before anything is executed: an `InputError` holds every problem.
    """
    planned = _plan(quarters, folders, unit, engine)
    failures = 0
    for job in planned:
        say(Text("Đang lập báo cáo {0} …", "Building report {0} …").format(job.name))
        try:
            build(job)
        except ReportFailed as error:
            say(error.message)
            failures += 1
        else:
            for page in sorted(job.target.glob("report.*.html")):
                click.echo(str(_shown(page)))
    return 1 if failures else 0


def _plan(quarters: list[Quarter], folders: Folders, unit: str, engine: str) -> list[Job]:
    planned: list[Job] = []
    problems: list[Text] = []
    for quarter in quarters:
        try:
            inputs = checks.load(folders, quarter, TOTAL if unit == "all" else unit)
        except InputError as error:
            problems += error.problems
            continue
        own = checks.notebook_of(folders, inputs.params)
        units = workspace.every_unit(inputs) if unit == "all" else [unit]
        languages = tuple(inputs.params.languages)
        planned += [Job(own, quarter, languages, each, engine) for each in units]
    if problems:
        raise InputError(*dict.fromkeys(problems))
    return planned


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
