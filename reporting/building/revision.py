"""Builds that would change what was released: stopped with what would change, or recorded as a revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from reporting.building import publish
from reporting.building.job import Job
from reporting.indicators import diff
from reporting.indicators.diff import Difference
from reporting.inputs import digests, releases
from reporting.inputs.input_files import input_files
from reporting.inputs.office import BilingualParam
from reporting.inputs.releases import Pending, Release
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError, ReportFailed
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
    released = {job.quarter: job for job in jobs if (_folder(job) / named).is_file()}
    if reason and not released:
        raise InputError(
            _TEXT.nothing.format(", ".join(sorted({str(job.quarter) for job in jobs})))
        )
    whole = {quarter: replace(job, unit=TOTAL) for quarter, job in released.items()}
    futures = {job: executor.submit(produce, job, job.languages[0]) for job in whole.values()}
    problems: list[BilingualText] = []
    changed = set()
    for job, future in futures.items():
        try:
            if _agree(job, _values(future, job), reason, say):
                changed.add(job.quarter)
        except InputError as error:
            problems += error.problems
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
    return [_anew(job) if job.quarter in changed else job for job in jobs], ready


def _folder(job: Job) -> Path:
    return job.folders.data / str(job.quarter)


def _values(future: Future[Produced], job: Job) -> diff.Values:
    """The values of a report that was produced."""
    try:
        produced = future.result()
    except ReportFailed:
        raise
    except Exception as error:
        raise ReportFailed(job.failed(f"{type(error).__name__}: {error}")) from error
    if produced.failure:
        raise produced.failure
    return diff.read_text(produced.files[diff.FILE].decode(), diff.FILE)


def _agree(job: Job, values: diff.Values, reason: str | None, say: Say) -> bool:
    """Let the values of a quarter pass, or refuse them; whether its `release.yaml` was changed for them."""
    folder = _folder(job)
    known = releases.read(folder)
    differences = changes(diff.read(folder / releases.PUBLISHED), values)
    if not differences:
        if reason:
            say(_TEXT.nothing.format(job.quarter))
        if known.revision:  # taken back: the values are the released ones again
            releases.write(folder, known.model_copy(update={"revision": None}))
            releases.values_of(folder, known.revision).unlink(missing_ok=True)
        return known.revision is not None
    told = _changes(job.quarter, known.latest, differences)
    if not reason:
        if (known.revision and known.revision.values == digest(values)) or not known.releases:
            return False
        raise InputError(_TEXT.revise.format(told))
    say(told)
    pending = Pending(
        release=len(known.releases),
        reason=BilingualParam(vi=reason, en=reason),
        values=digest(values),
    )
    if pending == known.revision:
        return False
    base = releases.values_of(folder, pending)
    if not base.is_file():
        publish.replace(base, (folder / releases.PUBLISHED).read_bytes())
    releases.write(folder, known.model_copy(update={"revision": pending}))
    return True


def _anew(job: Job) -> Job:
    """A report whose `release.yaml` has changed since it was planned."""
    made_from = digests.build_inputs(input_files(job.folders, job.quarter), job.unit)
    return replace(job, build_inputs=made_from)


def changes(released: diff.Values, now: diff.Values) -> list[Difference]:
    """The values that are not the released ones, the largest change first; noise of floats is no change."""
    return diff.compare(_without_noise(released), _without_noise(now))


def _without_noise(values: diff.Values) -> diff.Values:
    return {
        place: None if value is None else formats.without_noise(value)
        for place, value in values.items()
    }


def digest(values: diff.Values) -> str:
    """One digest of all values, whatever their order and their noise."""
    lines = (
        f"{','.join(place)}={'' if value is None else format(value.normalize(), 'f')}\n"
        for place, value in sorted(_without_noise(values).items())
    )
    return digests.of_bytes("".join(lines).encode())


def _changes(
    quarter: Quarter, latest: Release | None, differences: Sequence[Difference]
) -> BilingualText:
    """What would change, by indicator, the one that changes most first."""
    order = {each.place.indicator: n for n, each in reversed(list(enumerate(differences)))}
    by_indicator = sorted(differences, key=lambda each: order[each.place.indicator])
    lines = [
        _line(name, list(group))
        for name, group in groupby(by_indicator, lambda each: each.place.indicator)
    ]
    if len(lines) > _MANY:
        more = BilingualText("  … và {0} chỉ tiêu nữa", "  … and {0} more indicators")
        lines = [*lines[:_MANY], more.format(len(lines) - _MANY)]
    on = _TEXT.on.format(wording.day(latest.at.date()), latest.by) if latest else both("")
    joined = BilingualText(*("\n".join(half) for half in zip(*lines, strict=True)))
    return _TEXT.changes.format(quarter, on, joined)


def _line(indicator: str, differences: list[Difference]) -> BilingualText:
    first = differences[0]
    then, now = (
        wording.number(None if value is None else float(value), first.decimals)
        for value in (first.old, first.new)
    )
    line = _TEXT.largest_in
    if first.place.column == "value_year_ago":
        line = BilingualText(f"{line.vi} (cùng kỳ năm trước)", f"{line.en} (a year ago)")
    count = len(differences)
    values = "value" if count == 1 else "values"
    return line.format(indicator, count, diff.cell(first.place), then, now, values)
