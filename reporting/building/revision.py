"""Builds that would change what was released: stopped with what would change, or recorded as a revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import TYPE_CHECKING

from reporting.building.job import Job
from reporting.indicators import diff
from reporting.indicators.diff import Difference
from reporting.inputs import digests, releases
from reporting.inputs.folders import inside, write_whole
from reporting.inputs.input_files import input_files
from reporting.inputs.office import BilingualParam
from reporting.inputs.releases import Pending, Release
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError, ReportFailed, gathered
from reporting.text.quarter import Quarter

if TYPE_CHECKING:
    from reporting.building.batch import Say
    from reporting.building.build import Produced

_TEXT = texts(__name__)

Ready = Mapping[tuple[Job, str], "Future[Produced]"]

_MANY = 10


def settle(
    jobs: Sequence[Job], executor: Executor, reason: str | None, say: Say
) -> tuple[list[Job], Ready]:
    """Compute the values of quarters that were released, before anything is published.

    Values other than the released ones are an `InputError` that lists them, unless a reason was given: that is kept
    in `release.yaml`, from which the reports are then built. Returns the jobs, and what need not be produced again.
    """
    from reporting.building.build import produce

    named = releases.PUBLISHED if reason else releases.FILE
    released = {
        job.quarter: replace(job, unit=TOTAL)
        for job in jobs
        if (job.folders.data / str(job.quarter) / named).is_file()
    }
    if reason and not released:
        quarters = ", ".join(sorted({str(job.quarter) for job in jobs}))
        raise InputError(_TEXT.nothing.format(quarters))
    futures = {job: executor.submit(produce, job, job.languages[0]) for job in released.values()}
    problems: list[BilingualText] = []
    changed = set()
    for job, future in futures.items():
        try:
            with gathered(problems):
                if _agree(job, _values(job, future), reason, say):
                    changed.add(job.quarter)
        except ReportFailed:
            if job not in jobs:  # else it fails in its turn, which keeps its notebook
                raise
    if problems:
        raise InputError(*problems)
    ready = {
        (job, job.languages[0]): future
        for job, future in futures.items()
        if job.quarter not in changed
    }
    return [_planned_anew(job) if job.quarter in changed else job for job in jobs], ready


def _values(job: Job, future: Future[Produced]) -> diff.Written:
    """The values of a report that was produced."""
    try:
        produced = future.result()
    except Exception as error:
        raise job.failure(error) from error
    if produced.failure:
        raise produced.failure
    return diff.read_text(produced.files[diff.FILE].decode())


def _planned_anew(job: Job) -> Job:
    """A report whose `release.yaml` has changed since it was planned."""
    made_from = digests.build_inputs(input_files(job.folders, job.quarter), job.unit)
    return replace(job, build_inputs=made_from)


def _agree(job: Job, values: diff.Written, reason: str | None, say: Say) -> bool:
    """Let the values of a quarter pass, or refuse them; whether its `release.yaml` was changed for them."""
    folder = job.folders.data / str(job.quarter)
    known, released = releases.read(folder), diff.read(inside(folder, releases.PUBLISHED))
    differences = changes(released, values)
    if not differences:
        if reason:
            say(_TEXT.nothing.format(job.quarter))
        if other := sum(released.plans.get(each) != plan for each, plan in values.plans.items()):
            say(_TEXT.plans.format(job.quarter, wording.number(other)))
        if known.revision:  # taken back: the values are the released ones again
            releases.write(folder, known.model_copy(update={"revision": None}))
            releases.values_of(folder, known.revision).unlink(missing_ok=True)
        return known.revision is not None
    told = _told(job.quarter, known.latest, differences)
    if not reason:
        if (known.revision and known.revision.values == digest(values)) or not known.releases:
            return False
        raise InputError(_TEXT.revise.format(told))
    say(told)
    said = BilingualParam(vi=reason, en=reason)
    pending = Pending(release=len(known.releases), reason=said, values=digest(values))
    if pending == known.revision:
        return False
    base = releases.values_of(folder, pending)
    if not base.is_file():
        write_whole(base, inside(folder, releases.PUBLISHED).read_bytes())
    releases.write(folder, known.model_copy(update={"revision": pending}))
    return True


def changes(released: diff.Values, now: diff.Values) -> list[Difference]:
    """The values that are not the released ones, the largest change first; noise of floats is no change."""
    return diff.compare(_without_noise(released), _without_noise(now))


def _without_noise(values: diff.Values) -> diff.Values:
    return {place: value and formats.without_noise(value) for place, value in values.items()}


def digest(values: diff.Values) -> str:
    """One digest of all values, whatever their order and their noise."""
    lines = (
        f"{','.join(place)}={'' if value is None else format(value.normalize(), 'f')}\n"
        for place, value in sorted(_without_noise(values).items())
    )
    return digests.of_bytes("".join(lines).encode())


def _told(
    quarter: Quarter, latest: Release | None, differences: Sequence[Difference]
) -> BilingualText:
    """What would change, by indicator, the one that changes most first."""
    of_indicator: dict[str, list[Difference]] = {}
    for each in differences:
        of_indicator.setdefault(each.place.indicator, []).append(each)
    lines = [_line(*each) for each in of_indicator.items()]
    if len(lines) > _MANY:
        more = BilingualText("  … và {0} chỉ tiêu nữa", "  … and {0} more indicators")
        lines = [*lines[:_MANY], more.format(len(lines) - _MANY)]
    on = _TEXT.on.format(wording.day(latest.at.date()), latest.by) if latest else both("")
    return _TEXT.changes.format(quarter, on, BilingualText.join(lines, "\n"))


def _line(indicator: str, differences: list[Difference]) -> BilingualText:
    first, count = differences[0], len(differences)
    then, now = (
        wording.number(None if value is None else float(value), first.decimals)
        for value in (first.old, first.new)
    )
    ago = first.place.column == "value_year_ago"
    line = _TEXT.largest_a_year_ago if ago else _TEXT.largest_in
    values = "value" if count == 1 else "values"
    return line.format(indicator, count, diff.cell(first.place), then, now, values)
