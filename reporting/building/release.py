"""A report signed off as what is published: what `release` records, and how it is known again."""

from collections.abc import Iterator
from datetime import datetime

from reporting.building import manifest, publish, revision
from reporting.building.manifest import Manifest
from reporting.building.planning import Job
from reporting.indicators import diff
from reporting.inputs import digests, releases
from reporting.inputs.folders import Folders, inside, write_whole
from reporting.inputs.input_files import InputFiles, input_files
from reporting.inputs.releases import Release, Releases, Revision
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)


def release(folders: Folders, quarter: Quarter, by: str) -> BilingualText:
    """Record that a quarter's report as built is what is published; an `InputError` where it is not as built."""
    found = input_files(folders, quarter)
    target, folder = publish.folder(folders.output, quarter), found.folder
    known, recorded = releases.read(folder), manifest.read(target)
    if recorded is None:
        raise InputError(_TEXT.not_built.format(target, manifest.NAME, quarter))
    _check_as_built(recorded, known.latest)
    if _number(recorded, known) == len(known.releases) > 0:
        raise InputError(standing(recorded, known))
    _check_agreed(recorded, found, known)
    going_on = known.revises
    signed = Release(
        at=datetime.now().astimezone().replace(microsecond=0),
        by=by,
        manifest="0" * 64,
        revises=going_on and Revision(release=going_on.release, reason=going_on.reason),
    )
    content = recorded.written(signed)
    signed = signed.model_copy(update={"manifest": digests.of_bytes(content)})
    folder.mkdir(parents=True, exist_ok=True)  # a period has no data of its own
    published = inside(folder, releases.PUBLISHED)
    write_whole(published, (target / diff.FILE).read_bytes())
    write_whole(target / manifest.NAME, content)
    releases.write(folder, Releases(releases=(*known.releases, signed)))
    publish.index(folders.output)
    return _said(str(quarter), signed, len(known.releases) + 1)


def _check_as_built(recorded: Manifest, latest: Release | None) -> None:
    """Refuse a folder whose files, or whose manifest, were altered after it was built."""
    faults = list(recorded.altered())
    if not faults:
        written = (recorded.folder / manifest.NAME).read_bytes()
        if written not in (recorded.written(), recorded.written(latest)):
            faults = [BilingualText("{0} bị sửa", "{0} was altered").format(manifest.NAME)]
    if faults:
        told, quarter = BilingualText.join(faults), recorded.build_inputs.parameters["quarter"]
        raise InputError(_TEXT.not_as_built.format(recorded.folder, told, quarter))


def _check_agreed(recorded: Manifest, found: InputFiles, known: Releases) -> None:
    """Refuse a report that is older than the revision under way, or differs from a release without one."""
    expected = known.revision.values if known.revision else None
    if known.releases and not known.revision:
        expected = revision.digest(diff.read(inside(found.folder, releases.PUBLISHED)))
    then, now = recorded.build_inputs.parameters, digests.build_inputs(found).parameters
    same_reason = then.get("revision") == now.get("revision")
    if not same_reason or expected not in (None, revision.digest(diff.read(recorded.folder))):
        raise InputError(_TEXT.older.format(recorded.folder, found.quarter))


def standing(recorded: Manifest, known: Releases) -> BilingualText:
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


def unreleased(job: Job) -> Iterator[BilingualText]:
    """That a report of a quarter which was released is, as built now, not the released one, if so."""
    if job.unit == TOTAL and (recorded := manifest.read(job.target)):
        known = releases.read(job.found.folder)
        if known.releases and not _number(recorded, known):
            yield standing(recorded, known)


def _number(recorded: Manifest, known: Releases) -> int:
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
