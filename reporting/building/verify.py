"""A published report built again from what its manifest records, and compared with it byte for byte."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from reporting.building import checks, manifest, planning, publish, release
from reporting.building.build import assemble, produce
from reporting.building.job import FORMS, Job
from reporting.building.manifest import Manifest
from reporting.building.planning import Change
from reporting.execution.pool import Pool
from reporting.execution.temporary import temporary_folder
from reporting.indicators import diff
from reporting.inputs import digests, releases
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import input_files
from reporting.pages import comparison
from reporting.pages.published import Described, described
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
    values: comparison.Comparison | None
    release: BilingualText
    executed: bool = True

    @property
    def equal(self) -> bool:
        """Whether every file is the same, byte for byte."""
        return self.executed and not self.files

    def lines(self, language: str) -> Iterator[str]:
        """The verdict for a terminal."""
        said = _TEXT.built_again_same_byte if self.equal else _TEXT.built_again_not_same
        said = said if self.executed else _TEXT.not_executed
        yield said.format(self.job.name, self.job.folders.notebook)[language]
        yield BilingualText("Từ khi lập báo cáo:", "Since it was built:")[language]
        for kind, name in KINDS.items():
            changed = [change.text[language] for change in self.since if change.kind == kind]
            yield f"  {name[language]}: {'; '.join(changed) or UNCHANGED[language]}"
        yield self.release[language]
        if self.files:
            yield BilingualText("Các tệp khác nhau:", "Files that differ:")[language]
            yield from (f"  {text[language]}" for text in self.files)
            yield from self.values.lines(language) if self.values else ()


def verify(folder: Path, folders: Folders) -> Verdict:
    """Build the report of a folder again and compare; an `InputError` where there is no manifest."""
    present = _contents(folder)
    recorded = manifest.read(folder)
    if recorded is None:
        raise InputError(_TEXT.has_no_manifest_can.format(folder, manifest.NAME))
    with temporary_folder() as output:
        # a folder of its own in it: to publish locks it, which the other one is already
        job = _job(recorded, replace(folders, output=output / "output"))
        built, about = None, Described()
        if job.build_inputs.notebook == recorded.build_inputs.notebook:
            _build(job)
            built = {path.name: path.read_bytes() for path in sorted(job.target.iterdir())}
            about = described(job.target)
    since = [*planning.changes(recorded.build_inputs, job.build_inputs), *_libraries(recorded)]
    return Verdict(
        job=job,
        since=since,
        files=[*_files(present, built, recorded), *_put_beside(folder, recorded)],
        values=_values(present, built, about) if built else None,
        release=release.standing(folder, recorded, releases.read(folders.data / str(job.quarter))),
        executed=built is not None,
    )


def _contents(folder: Path) -> dict[str, bytes]:
    """The files of a report's folder; an `InputError` names what is neither file nor folder, or leads elsewhere."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    odd = [path for path in paths if path.is_symlink() or not (path.is_file() or path.is_dir())]
    if odd:
        raise InputError(*(_TEXT.odd.format(path) for path in odd))
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def _job(recorded: Manifest, folders: Folders) -> Job:
    """The same report again, from the files as they are now; what the manifest calls them is only compared."""
    made_from = recorded.build_inputs
    quarter, unit = Quarter.parse(made_from.parameters["quarter"]), made_from.parameters["unit"]
    found = input_files(folders, quarter)
    languages = tuple(found.params.languages)
    also = tuple(form for form in FORMS if f"report.{languages[0]}.{form}" in recorded.outputs)
    checks.load(folders, quarter, unit)
    now = digests.build_inputs(found, unit)
    return Job(found.folders, quarter, languages, now, unit, also=also)


def _build(job: Job) -> None:
    with Pool(len(job.languages)) as pool:
        futures = [pool.submit(produce, job, language) for language in job.languages]
        produced = [future.result() for future in futures]
    for each in produced:
        if each.failure:  # told here: what `assemble` would keep is gone with the temporary folder
            raise each.failure
    assemble(job, produced)


def _libraries(recorded: Manifest) -> Iterator[Change]:
    then, now = recorded.environment, digests.environment()
    for name in planning.differing(then, now):
        versions = f"{name} {then.get(name, '–')} → {now.get(name, '–')}"
        yield Change("environment", both(versions))


def _files(
    present: Mapping[str, bytes], built: Mapping[str, bytes] | None, recorded: Manifest
) -> Iterator[BilingualText]:
    """Each file that is not as it was built again or, where nothing was, as the manifest has it."""
    for name in sorted({*recorded.outputs, *(built or ())}):
        digest = recorded.outputs.get(name)
        altered = name in present and digest not in (None, digests.of_bytes(present[name]))
        if name not in present:
            yield _TEXT.missing.format(name)
        elif built is not None and name not in built:
            yield _TEXT.not_built.format(name)
        elif altered if built is None else present[name] != built[name]:
            where = "" if built is None else _where(name, present[name], built[name])
            since = _TEXT.altered if altered else ""
            yield BilingualText("{0}: khác{1}{2}", "{0}: differs{1}{2}").format(name, where, since)


def _where(name: str, present: bytes, built: bytes) -> BilingualText | str:
    """From which line two files differ; nothing for a file without lines."""
    if name.endswith(BINARY):
        return ""
    pairs = enumerate(zip_longest(present.splitlines(), built.splitlines()), 1)
    line = next((number for number, (old, new) in pairs if old != new), 1)
    return BilingualText(" từ dòng {0}", " from line {0}").format(line)


def _put_beside(folder: Path, recorded: Manifest) -> Iterator[BilingualText]:
    """What the folder holds that is none of the report's."""
    ours = {manifest.NAME, *recorded.outputs}
    if recorded.build_inputs.parameters["unit"] == TOTAL:
        ours.add(publish.UNITS)
    for path in sorted(folder.iterdir()):
        if path.name not in ours:
            yield _TEXT.is_not_report_was.format(path.name)


def _values(
    present: Mapping[str, bytes], built: Mapping[str, bytes], about: Described
) -> comparison.Comparison | None:
    try:
        then = diff.read_text(present.get(diff.FILE, b"").decode("utf-8-sig"))
        now = diff.read_text(built[diff.FILE].decode())
        return comparison.of_values(then, now, about)
    except (InputError, UnicodeDecodeError):
        return None  # damaged beyond its values; that the file differs is told already
