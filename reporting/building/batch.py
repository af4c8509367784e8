"""Many reports: what is to be built, on which processes, and what became of each."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, as_completed
from importlib import import_module
from typing import TYPE_CHECKING

import click

from reporting.building import planning, publish, revision
from reporting.building.job import FORMS, Job
from reporting.building.planning import Planned
from reporting.inputs import digests
from reporting.inputs.folders import INDEX, Folders
from reporting.inputs.input_files import input_files
from reporting.text.bilingual import BilingualText, user_language
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError, ReportFailed
from reporting.text.quarter import Quarter

if TYPE_CHECKING:
    from reporting.building.build import Produced

_TEXT = texts(__name__)

Say = Callable[[BilingualText], None]

NO_FORK = _TEXT.no_fork

_log = logging.getLogger(__name__)  # heard with --debug


def run(
    quarters: list[Quarter],
    *,
    folders: Folders,
    unit: str,
    jobs: int | None,
    cluster: str | None = None,
    engine: str,
    pdf: bool,
    docx: bool = False,
    force: bool,
    dry_run: bool,
    revise: str | None = None,
    say: Say,
) -> int:
    """Build the reports of several quarters; returns the exit code.

    Values other than those released stop it, unless `revise` says why they change.

    All inputs are checked before anything is executed: an `InputError` holds every problem.
    """
    if pdf:
        from reporting.pages.pdf import require

        require()
    if docx:
        from reporting.word.layout import template

        template(folders.params)  # an `InputError` before anything is executed
    also = tuple(form for form, wanted in zip(FORMS, (pdf, docx), strict=True) if wanted)
    planned = _plan(quarters, folders, unit, engine, force, also)
    if dry_run:
        for each in planned:
            click.echo(_said(each)[user_language()])
        return 0
    publish.mend(folders.output)
    for each in planned:
        if not each.reasons:
            say(_said(each))
    to_build = [each.job for each in planned if each.reasons]
    if not to_build:
        _index(folders, [each.job for each in planned])
        return 0

    pages = sum(len(job.languages) for job in to_build)
    executor = _executor(cluster, min(jobs or os.cpu_count() or 1, pages), engine, say)
    with executor:
        to_build, ready = revision.settle(to_build, executor, revise, say)
        failures = build_all(to_build, executor, say, ready)
    _index(folders, to_build)
    return 1 if failures else 0


def _executor(cluster: str | None, jobs: int, engine: str, say: Say) -> Executor:
    """What produces the pages; imported only now, as an unchanged report is known without it."""
    if cluster:
        from reporting.building.cluster import Cluster

        return Cluster(cluster)
    from reporting.execution.engine import can_fork
    from reporting.execution.pool import Pool

    if engine == "warm" and not can_fork():
        say(NO_FORK)
    return Pool(jobs, warm=engine == "warm")


def _index(folders: Folders, jobs: list[Job]) -> None:
    """Bring the page of all reports up to date where it is missing, or older than one of these reports."""
    index_page = folders.output / INDEX
    written = index_page.stat().st_mtime_ns if index_page.is_file() else 0
    if any(job.target.is_dir() and job.target.stat().st_mtime_ns >= written for job in jobs):
        from reporting.pages import index

        html = index.html(folders.output, folders.data / "units.csv")
        if html and not (index_page.is_file() and index_page.read_text("utf-8") == html):
            with publish.beside(folders.output, index_page) as building:
                (building / INDEX).write_text(html, encoding="utf-8", newline="")
                (building / INDEX).replace(index_page)


def _said(planned: Planned) -> BilingualText:
    if not planned.reasons:
        return _TEXT.nothing_changed_left_as.format(planned.job.name)
    why = BilingualText(*("; ".join(half) for half in zip(*planned.reasons, strict=True)))
    return BilingualText("{0}: sẽ lập: {1}.", "{0}: to be built: {1}.").format(
        planned.job.name, why
    )


def build_all(
    planned: list[Job], executor: Executor, say: Say, ready: revision.Ready | None = None
) -> int:
    """Build reports on an executor, publish each as soon as its languages are there; count failures.

    `ready` is what was produced before, or is being. One failing report is named at the end, and the others stand.
    """
    from reporting.building.build import assemble, produce
    from reporting.building.progress import Progress

    failed: list[ReportFailed] = []
    known = dict(ready or {})
    with Progress(len(planned), say) as progress:
        produced: dict[Job, list[Future[Produced]]] = {
            job: [
                known[job, language]
                if (job, language) in known
                else executor.submit(produce, job, language)
                for language in job.languages
            ]
            for job in planned
        }
        job_of = {future: job for job, futures in produced.items() for future in futures}
        import_module("reporting.building.crate")  # for the manifest; here it costs no waiting
        gc.freeze()
        gc.enable()  # `cli` puts it off until everything is imported
        for future in as_completed(job_of):
            job = job_of.pop(future)  # let go of the pages once they are published
            if job not in produced or not all(each.done() for each in produced[job]):
                continue
            try:
                _publish(job, produced.pop(job), assemble)
            except ReportFailed as error:
                _log.debug(job.name, exc_info=error)
                failed.append(error)
                progress.done(job.name, failed=True)
            else:
                progress.done(job.name)
                for page in sorted(job.target.glob("report.*.html")):
                    click.echo(str(publish.shown(page)))
    for failure in failed:
        say(failure.message)
    return len(failed)


def _publish(
    job: Job, futures: list[Future[Produced]], assemble: Callable[[Job, list[Produced]], None]
) -> None:
    """Publish a report; a lost process, or a folder that can't be written, costs this report and no other."""
    try:
        assemble(job, [future.result() for future in futures])
    except ReportFailed:
        raise
    except Exception as error:
        raise ReportFailed(job.failed(f"{type(error).__name__}: {error}")) from error


def _plan(
    quarters: list[Quarter],
    folders: Folders,
    unit: str,
    engine: str,
    force: bool,
    also: tuple[str, ...],
) -> list[Planned]:
    """Say of each report whether and why it is to be built, and check the inputs of those that are."""
    planned: list[Planned] = []
    problems: list[BilingualText] = []
    for quarter in quarters:
        try:
            planned += _plan_quarter(folders, quarter, unit, engine, force, also)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*dict.fromkeys(problems))
    return planned


def _plan_quarter(
    folders: Folders, quarter: Quarter, unit: str, engine: str, force: bool, also: tuple[str, ...]
) -> list[Planned]:
    try:
        found = input_files(folders, quarter)
        publish.folder(folders.output, quarter, unit)
    except InputError:
        _check(
            folders, quarter, unit
        )  # says what is wrong with the notebook, too, or which unit is meant
        raise
    made_from = digests.build_inputs(found)
    languages = tuple(found.params.languages)
    units = _check(folders, quarter, unit) if unit == "all" else [unit]
    planned = [
        planning.plan(
            Job(found.folders, quarter, languages, each, engine, also, made_from.of_unit(each)),
            force=force,
        )
        for each in units
    ]
    if unit != "all" and any(each.reasons for each in planned):
        _check(folders, quarter, unit)
    return planned


def _check(folders: Folders, quarter: Quarter, unit: str) -> list[str]:
    """Check everything a quarter's reports read, which takes reading it; return the units with tasks."""
    from reporting.building import checks
    from reporting.report import workspace

    return list(
        workspace.every_unit(checks.load(folders, quarter, TOTAL if unit == "all" else unit))
    )
