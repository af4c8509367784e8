"""What was released: recorded, recognised, and protected from change unless a revision is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from reporting.building import manifest, planning, publish
from reporting.indicators import diff
from reporting.indicators.diff import Difference
from reporting.inputs import digests, releases
from reporting.inputs.folders import Folders, inside, write_whole
from reporting.inputs.input_files import InputFiles, input_files
from reporting.inputs.office import BilingualParam
from reporting.inputs.releases import Pending, Release, Releases, Revision
from reporting.text import TOTAL, InputError, Quarter, ReportFailed, gathered, wording
from reporting.text.bilingual import BilingualText, Say, both, texts

if TYPE_CHECKING:
    from reporting.building.build import Produced

_TEXT = texts(__name__)

Ready = Mapping[tuple[planning.Job, str], "Future[Produced]"]

_MANY = 10


def release(folders: Folders, quarter: Quarter, by: str) -> BilingualText:
    """Record that a quarter's report as built is what is published; an `InputError` where it is not as built."""
    found = input_files(folders, quarter)
    target, folder = publish.folder(folders.output, quarter), found.folder
    known, recorded = releases.read(folder), manifest.read(target)
    if recorded is None:
        command = f"{quarter}{folders.options}"
        raise InputError(_TEXT.not_built.format(target, manifest.NAME, command))
    _check_as_built(recorded, known.latest)
    if _number(recorded, known) == len(known.releases) > 0:
        raise InputError(standing(recorded, known))
    # what it is made from has changed, or its values differ from a release without a revision
    expected = known.revision.values if known.revision else None
    if known.releases and not known.revision:
        expected = digest(diff.read(inside(folder, releases.PUBLISHED)))
    changed = planning.changes(recorded.build_inputs, digests.build_inputs(found))
    since = [each.text for each in changed]
    if since or expected not in (None, digest(diff.read(recorded.folder))):
        told = BilingualText.join(since, "; ") or _TEXT.not_released_values
        raise InputError(_TEXT.older.format(recorded.folder, quarter, told))
    now, of = datetime.now().astimezone().replace(microsecond=0), known.revises
    revises = of and Revision(release=of.release, reason=of.reason)
    signed = Release(at=now, by=by, manifest="0" * 64, revises=revises)
    content = recorded.written(signed)
    signed = signed.model_copy(update={"manifest": digests.of_bytes(content)})
    folder.mkdir(parents=True, exist_ok=True)  # a period has no data of its own
    write_whole(inside(folder, releases.PUBLISHED), (target / diff.FILE).read_bytes())
    write_whole(target / manifest.NAME, content)
    releases.write(folder, Releases(releases=(*known.releases, signed)))
    publish.index(folders.output, [target])
    return _said(str(quarter), signed, len(known.releases) + 1)


def _check_as_built(recorded: manifest.Manifest, latest: Release | None) -> None:
    """Refuse a folder whose files, or whose manifest, were altered after it was built, or that holds others."""
    faults = list(recorded.altered())
    if not faults:
        written = (recorded.folder / manifest.NAME).read_bytes()
        if written not in (recorded.written(), recorded.written(latest)):
            faults = [BilingualText("{0} bị sửa", "{0} was altered").format(manifest.NAME)]
    if strangers := list(recorded.strangers()):
        raise InputError(_TEXT.strangers.format(recorded.folder, ", ".join(strangers)))
    if faults:
        told, quarter = BilingualText.join(faults), recorded.build_inputs.parameters["quarter"]
        raise InputError(_TEXT.not_as_built.format(recorded.folder, told, quarter))


def standing(recorded: manifest.Manifest, known: Releases) -> BilingualText:
    """Whether a report's folder is what was released, told by its manifest and the files it names."""
    quarter = recorded.build_inputs.parameters["quarter"]
    if not known.releases:
        return _TEXT.not_released.format(quarter)
    number = _number(recorded, known)
    signed = known.releases[number - 1]  # of another folder: the latest
    if recorded.build_inputs.parameters["unit"] != TOTAL:
        return _TEXT.of_unit.format(_said(quarter, signed, len(known.releases)))
    if number == 0:
        text = _TEXT.revision if known.revision else _TEXT.another
    else:
        text = _TEXT.superseded if number < len(known.releases) else _TEXT.is_released
    return text.format(quarter, wording.day(signed.at.date()), signed.by, number)


def unreleased(job: planning.Job) -> Iterator[BilingualText]:
    """That a report of a quarter which was released is, as built now, not the released one, if so."""
    if job.unit == TOTAL and (recorded := manifest.read(job.target)):
        known = releases.read(job.found.folder)
        if known.releases and not _number(recorded, known):
            yield standing(recorded, known)


def _number(recorded: manifest.Manifest, known: Releases) -> int:
    """The number of the release that a folder is; 0 where it is none, or was altered since."""
    digest = digests.of_file(recorded.folder / manifest.NAME)
    numbers = [n for n, signed in enumerate(known.releases, 1) if signed.manifest == digest]
    return numbers[0] if numbers and not list(recorded.altered()) else 0


def history(folders: Folders, quarter: Quarter) -> Iterator[BilingualText]:
    """A quarter's releases, oldest first, with what each revised and why, and the revision under way."""
    known = releases.read(folders.data / str(quarter))
    if not known.releases:
        yield _TEXT.not_released.format(quarter)
    for number, signed in enumerate(known.releases, 1):
        yield _said(str(quarter), signed, number)
        yield BilingualText("   bản kê {0}", "   manifest {0}").format(signed.manifest)
        if signed.revises:
            yield _TEXT.revises.format(signed.revises.release, signed.revises.reason.text)
    if known.revision:
        yield _TEXT.revision_is_under_way.format(quarter)
        yield _TEXT.revises.format(known.revision.release, known.revision.reason.text)


def _said(name: str, signed: Release, number: int) -> BilingualText:
    return _TEXT.released.format(name, wording.day(signed.at.date()), signed.by, number)


def settle(
    jobs: Sequence[planning.Job], executor: Executor, reason: str | None, say: Say
) -> tuple[list[planning.Job], Ready]:
    """Refuse values other than the released ones unless a reason is given; return the jobs with it, and what is produced."""
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


def _agree(job: planning.Job, future: Future[Produced], reason: str | None, say: Say) -> bool:
    """Let the values of a quarter pass, or refuse them; whether its `release.yaml` was changed for them."""
    try:
        produced = future.result()
    except Exception as error:
        raise job.failed(error) from error
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
    return {place: value and wording.without_noise(value) for place, value in values.items()}


def digest(values: diff.Values) -> str:
    """One digest of all values, whatever their order and their noise."""
    text = ""
    for place, value in sorted(_without_noise(values).items()):
        text += f"{','.join(place)}={'' if value is None else format(value.normalize(), 'f')}\n"
    return digests.of_bytes(text.encode())


def _told(quarter: Quarter, latest: Release | None, changed: Sequence[Difference]) -> BilingualText:
    """What would change, by indicator, the one that changes most first."""
    lines = []
    for name in dict.fromkeys(each.place.indicator for each in changed):
        of_it = [each for each in changed if each.place.indicator == name]
        first, values = of_it[0], "value" if len(of_it) == 1 else "values"
        figures = (None if it is None else float(it) for it in (first.old, first.new))
        then, now = (wording.number(figure, first.decimals) for figure in figures)
        ago = first.place.column == "value_year_ago"
        line = _TEXT.largest_a_year_ago if ago else _TEXT.largest_in
        lines.append(line.format(name, len(of_it), diff.cell(first.place), then, now, values))
    if len(lines) > _MANY:
        lines = [*lines[:_MANY], _TEXT.more.format(len(lines) - _MANY)]
    on = _TEXT.on.format(wording.day(latest.at.date()), latest.by) if latest else both("")
    return _TEXT.changes.format(quarter, on, BilingualText.join(lines, "\n"))
