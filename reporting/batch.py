"""Many reports: what is to be built, on which processes, and what became of each."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, as_completed
from contextlib import AbstractContextManager

import click

from reporting import checks, publish, workspace
from reporting.build import Job, Produced, assemble, produce
from reporting.codes import TOTAL
from reporting.errors import InputError, ReportFailed, Text
from reporting.pool import Pool
from reporting.progress import Progress
from reporting.quarter import Quarter
from reporting.workspace import Folders

Say = Callable[[Text], None]


def run(
    quarters: list[Quarter],
    *,
    folders: Folders,
    unit: str,
    jobs: int | None,
    engine: str,
    force: bool,
    dry_run: bool,
    say: Say,
) -> int:
    """Build the reports of several quarters; returns the exit code.

    All inputs are checked before anything is executed: an `InputError` holds every problem.
    """
    planned = _plan(quarters, folders, unit, engine)
    pages = sum(len(job.languages) for job in planned)
    workers = min(jobs or os.cpu_count() or 1, pages) or 1
    failures = build_all(planned, Pool(workers, warm=engine == "warm"), say)
    return 1 if failures else 0


def build_all(planned: list[Job], pool: AbstractContextManager[Executor], say: Say) -> int:
    """Build reports on an executor, publish each as soon as its languages are there; count failures.

    One failing report is named at the end, and the others stand.
    """
    failed: list[ReportFailed] = []
    with pool as executor, Progress(len(planned), say) as progress:
        produced: dict[Job, list[Future[Produced]]] = {
            job: [executor.submit(produce, job, language) for language in job.languages]
            for job in planned
        }
        job_of = {future: job for job, futures in produced.items() for future in futures}
        for future in as_completed(job_of):
            job = job_of[future]
            if job not in produced or not all(each.done() for each in produced[job]):
                continue
            try:
                assemble(job, [each.result() for each in produced.pop(job)])
            except ReportFailed as error:
                failed.append(error)
                progress.done(job.name, failed=True)
            else:
                progress.done(job.name)
                for page in sorted(job.target.glob("report.*.html")):
                    click.echo(str(publish.shown(page)))
    for failure in failed:
        say(failure.message)
    return len(failed)


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
