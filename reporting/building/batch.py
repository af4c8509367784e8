"""Many reports: what is to be built, on which processes, and what became of each."""

import gc
import logging
import os
import sys
from concurrent.futures import Executor, as_completed

import click

from reporting.building import manifest, planning, publish, release
from reporting.inputs import digests, releases
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import InputFiles, input_files
from reporting.text import TOTAL, InputError, Quarter, ReportFailed, gathered
from reporting.text.bilingual import BilingualText, Say, both, shown, texts, user_language

_TEXT = texts(__name__)

_log = logging.getLogger(__name__)  # heard with --debug


def run(
    quarters: list[Quarter], *, folders: Folders, unit: str, jobs: int | None,
    cluster: str | None = None, engine: str, pdf: bool, docx: bool = False, force: bool, dry_run: bool,
    revise: str | None = None, say: Say,
) -> int:  # fmt: skip
    """Build the reports of several quarters and return the exit code; an `InputError` holds every problem found before."""
    also = _forms(folders, pdf, docx)
    planned: list[planning.Planned] = []
    notes: list[BilingualText] = []
    problems: list[BilingualText] = []
    for quarter in quarters:
        with gathered(problems):
            found, noticed = _plan(folders, quarter, unit, engine, force, also)
            planned, notes = planned + found, notes + noticed
    if problems:
        raise InputError(*dict.fromkeys(problems))
    to_build = [each.job for each in planned if each.reasons]
    failures = 0
    for each in planned:
        if dry_run:
            click.echo(_why(each)[user_language()])
        elif not each.reasons:
            say(_why(each))
    if not dry_run:
        publish.mend(folders.output)
        if to_build:
            pages = sum(len(job.languages) for job in to_build)
            processes = min(jobs or os.cpu_count() or 1, pages)
            with _executor(cluster, processes, engine, say) as executor:
                failures = _build(*release.settle(to_build, executor, revise, say), executor, say)
            notes += [note for job in to_build for note in release.unreleased(job)]
        notes += publish.index(folders.output, [each.job.target for each in planned])
    for note in dict.fromkeys(notes):  # last, below the progress, where they are seen
        say(note)
    return 1 if failures else 0


def _forms(folders: Folders, pdf: bool, docx: bool) -> tuple[str, ...]:
    """What each page is written as besides HTML; an `InputError` where that cannot be done here."""
    if pdf:
        from reporting.pages.render import check_pdf

        check_pdf()
    if docx:
        from reporting.word.layout import template

        template(folders.params)
    return tuple(form for form, wanted in zip(planning.FORMS, (pdf, docx), strict=True) if wanted)


def _plan(
    folders: Folders, quarter: Quarter, unit: str, engine: str, force: bool, also: tuple[str, ...]
) -> tuple[list[planning.Planned], list[BilingualText]]:
    """Say of a quarter's reports whether and why each is to be built, and what was noticed in the inputs of those."""
    try:
        found = input_files(folders, quarter)
        made_from = digests.build_inputs(found)
        publish.folder(folders.output, quarter, unit)
    except InputError:
        _check(folders, quarter, unit)  # says all that is wrong, or which unit is meant
        raise
    units, notes = _check(folders, quarter, unit, found) if unit == "all" else ([unit], [])
    jobs = (planning.Job(found, made_from.of_unit(each), each, engine, also) for each in units)
    planned = [planning.plan(job, force=force) for job in jobs]
    if unit != "all" and any(each.reasons for each in planned):
        _, notes = _check(folders, quarter, unit, found)
    return planned, notes


def _check(
    folders: Folders, quarter: Quarter, unit: str, found: InputFiles | None = None
) -> tuple[list[str], list[BilingualText]]:
    """Check everything a quarter's reports read, which takes reading it; return the units with tasks, and notes."""
    from reporting.building import checks
    from reporting.report import workspace

    checked = checks.load(folders, quarter, TOTAL if unit == "all" else unit, found)
    return list(workspace.every_unit(checked.inputs)), checked.notes


def _why(planned: planning.Planned) -> BilingualText:
    if not planned.reasons:
        return _TEXT.nothing_changed_left_as.format(planned.job.name)
    why = BilingualText.join(planned.reasons)
    signed = (planned.job.found.folder / releases.FILE).is_file()
    return (_TEXT.released if signed else _TEXT.to_be_built).format(planned.job.name, why)


def _executor(cluster: str | None, jobs: int, engine: str, say: Say) -> Executor:
    """What produces the pages; imported only now, as an unchanged report is known without it."""
    if cluster:
        from reporting.building.cluster import Cluster

        return Cluster(cluster)
    from reporting.execution.engine import Pool, can_fork

    if engine == "warm" and not can_fork():
        say(_TEXT.no_fork)
    return Pool(jobs, warm=engine == "warm")


def _build(jobs: list[planning.Job], ready: release.Ready, executor: Executor, say: Say) -> int:
    """Publish each report as soon as its languages are there, and count failures; `ready` is in hand already."""
    from tqdm import tqdm

    from reporting.building.build import assemble, produce

    failed: list[ReportFailed] = []
    notes: dict[BilingualText, None] = {}  # in order, each once
    produced = {
        job: [ready.get((job, one)) or executor.submit(produce, job, one) for one in job.languages]
        for job in jobs
    }
    job_of = {future: job for job, futures in produced.items() for future in futures}
    manifest.prepared()  # here it costs no waiting
    gc.freeze()
    gc.enable()  # `cli` puts it off until everything is imported
    with tqdm(total=len(jobs), file=sys.stderr, leave=False, disable=None) as bar:  # on a terminal
        for future in as_completed(job_of):
            job = job_of.pop(future)  # let go of the pages once they are published
            if job not in produced or not all(each.done() for each in produced[job]):
                continue
            what, pages = BilingualText("đã lập xong", "built"), []
            try:
                made = [each.result() for each in produced.pop(job)]
                assemble(job, made)
                notes |= dict.fromkeys(note for each in made for note in each.notes)
                pages = sorted(job.target.glob("report.*.html"))
            except Exception as error:  # a lost process, a full disk: no other report is lost
                _log.debug(job.name, exc_info=error)
                failed.append(job.failed(error))
                what = BilingualText("không lập được", "failed")
            bar.update()
            number = len(jobs) - len(produced)
            with tqdm.external_write_mode(file=sys.stderr):
                say(both("[{0}/{1}] {2}: {3}").format(number, len(jobs), job.name, what))
            for page in pages:
                click.echo(shown(page))
    for said in [*notes, *(failure.message for failure in failed)]:
        say(said)
    return len(failed)
