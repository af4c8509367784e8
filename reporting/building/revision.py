"""Builds that would change what was released: stopped with what would change, or recorded as a revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import TYPE_CHECKING

from reporting.building.planning import Job
from reporting.indicators import diff
from reporting.indicators.diff import Difference
from reporting.inputs import digests, releases
from reporting.inputs.folders import inside, write_whole
from reporting.inputs.input_files import InputFiles, input_files
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
    """Compute what was released again, and refuse other values unless a reason is given, which `release.yaml` keeps.

    Returns the jobs, those of a new revision as they are built from it, and what need not be produced again.
    """
    from reporting.building.build import produce

    named = releases.PUBLISHED if reason else releases.FILE
    released = [replace(job, unit=TOTAL) for job in jobs if (job.found.folder / named).is_file()]
    if reason and not released:
        quarters = ", ".join(sorted({str(job.found.quarter) for job in jobs}))
        raise InputError(_TEXT.nothing.format(quarters))
    firsts = [(job, job.languages[0]) for job in dict.fromkeys(released)]
    ready: Ready = {first: executor.submit(produce, *first) for first in firsts}
    problems: list[BilingualText] = []
    changed: dict[InputFiles, InputFiles] = {}
    for (job, _), future in ready.items():
        try:
            with gathered(problems):
                if _agree(job, future, reason, say):
                    changed[job.found] = input_files(job.found.folders, job.found.quarter)
        except ReportFailed:
            if job not in jobs:  # else it fails in its turn, which keeps its notebook
                raise
    if problems:
        raise InputError(*problems)
    for at, job in enumerate(planned := list(jobs)):
        if found := changed.get(job.found):
            made_from = digests.build_inputs(found, job.unit)
            planned[at] = replace(job, found=found, build_inputs=made_from)
    return planned, ready


def _agree(job: Job, future: Future[Produced], reason: str | None, say: Say) -> bool:
    """Let the values of a quarter pass, or refuse them; whether its `release.yaml` was changed for them."""
    try:
        produced = future.result()
    except Exception as error:
        raise job.failure(error) from error
    if produced.failure:
        raise produced.failure
    values = diff.read_text(produced.files[diff.FILE].decode())
    folder, quarter = job.found.folder, job.found.quarter
    known, released = releases.read(folder), diff.read(inside(folder, releases.PUBLISHED))
    differences = changes(released, values)
    if not differences:
        if reason:
            say(_TEXT.nothing.format(quarter))
        if other := sum(released.plans.get(each) != plan for each, plan in values.plans.items()):
            say(_TEXT.plans.format(quarter, wording.number(other)))
        if known.revision:  # taken back: the values are the released ones again
            releases.write(folder, known.model_copy(update={"revision": None}))
            releases.values_of(folder, known.revision).unlink(missing_ok=True)
        return known.revision is not None
    told = _told(quarter, known.latest, differences)
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
    text = ""
    for place, value in sorted(_without_noise(values).items()):
        text += f"{','.join(place)}={'' if value is None else format(value.normalize(), 'f')}\n"
    return digests.of_bytes(text.encode())


def _told(
    quarter: Quarter, latest: Release | None, differences: Sequence[Difference]
) -> BilingualText:
    """What would change, by indicator, the one that changes most first."""
    lines = []
    for name in dict.fromkeys(each.place.indicator for each in differences):
        of_it = [each for each in differences if each.place.indicator == name]
        first, values = of_it[0], "value" if len(of_it) == 1 else "values"
        figures = (None if it is None else float(it) for it in (first.old, first.new))
        then, now = (wording.number(figure, first.decimals) for figure in figures)
        ago = first.place.column == "value_year_ago"
        line = _TEXT.largest_a_year_ago if ago else _TEXT.largest_in
        lines.append(line.format(name, len(of_it), diff.cell(first.place), then, now, values))
    if len(lines) > _MANY:
        more = BilingualText("  … và {0} chỉ tiêu nữa", "  … and {0} more indicators")
        lines = [*lines[:_MANY], more.format(len(lines) - _MANY)]
    on = _TEXT.on.format(wording.day(latest.at.date()), latest.by) if latest else both("")
    return _TEXT.changes.format(quarter, on, BilingualText.join(lines, "\n"))
