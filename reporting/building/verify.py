"""A published report built again from what its manifest records, and compared with it byte for byte."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from reporting.building import checks, diff_table, manifest, planning, publish, release
from reporting.building.build import assemble, produce
from reporting.building.job import FORMS, Job
from reporting.building.manifest import Manifest
from reporting.building.planning import Change
from reporting.execution.pool import Pool
from reporting.indicators import diff
from reporting.indicators.diff import Difference
from reporting.inputs import digests, releases
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import input_files
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

KINDS = {
    "data": BilingualText("dữ liệu", "data"),
    "params": BilingualText("tham số", "params"),
    "notebook": both("notebook"),
    "code": BilingualText("mã nguồn", "code"),
    "environment": BilingualText("môi trường", "environment"),
}
UNCHANGED = BilingualText("không đổi", "unchanged")
BINARY = (".xlsx", ".pdf", ".docx")


@dataclass(frozen=True)
class Verdict:
    """What building again showed: what had changed since, which files differ, and which values.

    Nothing was `executed` where the notebook is not the recorded one: a stranger's manifest runs no code.
    """

    job: Job
    since: Sequence[Change]
    files: Sequence[BilingualText]
    values: Sequence[Difference]
    release: BilingualText
    executed: bool = True

    @property
    def equal(self) -> bool:
        """Whether every file is the same, byte for byte."""
        return self.executed and not self.files

    def lines(self, language: str) -> Iterator[str]:
        """The verdict for a terminal."""
        yield self._summary()[language]
        yield BilingualText("Từ khi lập báo cáo:", "Since it was built:")[language]
        for kind, name in KINDS.items():
            changed = [change.text[language] for change in self.since if change.kind == kind]
            yield f"  {name[language]}: {'; '.join(changed) or UNCHANGED[language]}"
        yield self.release[language]
        if self.files:
            yield BilingualText("Các tệp khác nhau:", "Files that differ:")[language]
            yield from (f"  {text[language]}" for text in self.files)
            yield from diff_table.lines(self.values, language)

    def _summary(self) -> BilingualText:
        if not self.executed:
            return _TEXT.not_executed.format(self.job.name, self.job.folders.notebook)
        if self.equal:
            return _TEXT.built_again_same_byte.format(self.job.name)
        return BilingualText("{0}: lập lại khác.", "{0}: built again, not the same.").format(
            self.job.name
        )


def verify(folder: Path, folders: Folders) -> Verdict:
    """Build the report of a folder again and compare; an `InputError` where there is no manifest."""
    present = _contents(folder)
    recorded = manifest.read(folder)
    if recorded is None:
        raise InputError(_TEXT.has_no_manifest_can.format(folder, manifest.NAME))
    with tempfile.TemporaryDirectory() as output:
        job = _job(recorded, replace(folders, output=Path(output)))
        assert job.build_inputs is not None
        executed = job.build_inputs.notebook == recorded.build_inputs.notebook
        if executed:
            _build(job)
            built = {path.name: path.read_bytes() for path in sorted(job.target.iterdir())}
    differing = _files(present, built, recorded) if executed else _altered(present, recorded)
    return Verdict(
        job=job,
        since=list(_since(job, recorded)),
        files=[*differing, *_put_beside(folder, recorded)],
        values=_values(present, built) if executed else [],
        release=release.standing(folder, recorded, releases.read(folders.data / str(job.quarter))),
        executed=executed,
    )


def _contents(folder: Path) -> dict[str, bytes]:
    """The files of a report's folder; an `InputError` names what is neither file nor folder, or leads elsewhere."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    if odd := [
        path for path in paths if path.is_symlink() or not (path.is_file() or path.is_dir())
    ]:
        raise InputError(*(_TEXT.odd.format(path) for path in odd))
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def _put_beside(folder: Path, recorded: Manifest) -> Iterator[BilingualText]:
    """What the folder holds that is none of the report's."""
    ours = {manifest.NAME, *recorded.outputs}
    if recorded.build_inputs.parameters["unit"] == TOTAL:
        ours.add(publish.UNITS)
    for path in sorted(folder.iterdir()):
        if path.name not in ours:
            yield _TEXT.is_not_report_was.format(path.name)


def _altered(present: Mapping[str, bytes], recorded: Manifest) -> Iterator[BilingualText]:
    """What can be said without building again."""
    for name, digest in sorted(recorded.outputs.items()):
        if name not in present:
            yield _TEXT.missing.format(name)
        elif digests.of_bytes(present[name]) != digest:
            yield _differs(name, present[name], present[name], digest)


def _job(recorded: Manifest, folders: Folders) -> Job:
    """The same report again, from the files as they are now; what the manifest calls them is only compared."""
    made_from = recorded.build_inputs
    quarter, unit = Quarter.parse(made_from.parameters["quarter"]), made_from.parameters["unit"]
    found = input_files(folders, quarter)
    now = digests.build_inputs(found, unit)
    languages = tuple(found.params.languages)
    also = tuple(form for form in FORMS if f"report.{languages[0]}.{form}" in recorded.outputs)
    checks.load(folders, quarter, unit)
    return Job(found.folders, quarter, languages, unit, also=also, build_inputs=now)


def _build(job: Job) -> None:
    with Pool(len(job.languages)) as pool:
        futures = [pool.submit(produce, job, language) for language in job.languages]
        produced = [future.result() for future in futures]
    for each in produced:
        if each.failure:  # told here: what `assemble` would keep is gone with the temporary folder
            raise each.failure
    assemble(job, produced)


def _since(job: Job, recorded: Manifest) -> Iterator[Change]:
    assert job.build_inputs is not None
    yield from planning.changes(recorded.build_inputs, job.build_inputs)
    then, now = recorded.environment, digests.environment()
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            versions = f"{name} {then.get(name, '–')} → {now.get(name, '–')}"
            yield Change("environment", both(versions))


def _files(
    present: Mapping[str, bytes], built: Mapping[str, bytes], recorded: Manifest
) -> Iterator[BilingualText]:
    """Each file of either report that is not the same in both; what others put beside is theirs."""
    for name in sorted({*recorded.outputs, *built}):
        if name not in present:
            yield _TEXT.missing.format(name)
        elif name not in built:
            yield BilingualText("{0}: nay không còn được lập", "{0}: is not built any more").format(
                name
            )
        elif present[name] != built[name]:
            yield _differs(name, present[name], built[name], recorded.outputs.get(name))


def _differs(name: str, present: bytes, built: bytes, digest: str | None) -> BilingualText:
    where, altered = both(""), both("")
    if not name.endswith(BINARY):
        pairs = enumerate(zip_longest(present.splitlines(), built.splitlines()), 1)
        line = next((number for number, (old, new) in pairs if old != new), 1)
        where = BilingualText(" từ dòng {0}", " from line {0}").format(line)
    if digest and digests.of_bytes(present) != digest:
        altered = BilingualText("; bị sửa sau khi lập", "; it was altered after it was built")
    return BilingualText("{0}: khác{1}{2}", "{0}: differs{1}{2}").format(name, where, altered)


def _values(present: Mapping[str, bytes], built: Mapping[str, bytes]) -> list[Difference]:
    old, new = present.get(diff.FILE), built.get(diff.FILE)
    if old == new or old is None or new is None:
        return []
    try:
        values = diff.read_text(old.decode("utf-8-sig"), diff.FILE)
    except (InputError, UnicodeDecodeError):
        return []  # damaged beyond its values; that the file differs is told already
    return diff.compare(values, diff.read_text(new.decode(), diff.FILE))
