"""A published report built again from what its manifest records, and compared with it byte for byte."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from reporting.building import checks, manifest, planning, release
from reporting.building.build import assemble, produce
from reporting.building.manifest import Files, Manifest
from reporting.building.planning import FORMS, Change, Job
from reporting.execution.engine import Pool
from reporting.execution.lifetime import temporary_folder
from reporting.inputs import digests, releases
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import input_files
from reporting.pages import comparison
from reporting.text import BilingualText, InputError, Quarter, both, texts

_TEXT = texts(__name__)


@dataclass(frozen=True)
class Verdict:
    """What building again showed: what had changed since, which files differ, and which values."""

    job: Job
    since: Sequence[Change]
    files: Sequence[BilingualText]
    values: comparison.Comparison | None
    release: BilingualText
    executed: bool = True  # a stranger's manifest runs no code: the notebook is the recorded one

    @property
    def equal(self) -> bool:
        """Whether every file is the same, byte for byte."""
        return self.executed and not self.files

    def lines(self, language: str) -> Iterator[str]:
        """The verdict for a terminal."""
        said = _TEXT.built_again_same_byte if self.equal else _TEXT.built_again_not_same
        said = said if self.executed else _TEXT.not_executed
        yield said.format(self.job.name, self.job.found.notebook)[language]
        yield BilingualText("Từ khi lập báo cáo:", "Since it was built:")[language]
        for kind, name in _TEXT.group("kinds").items():
            changed = [change.text[language] for change in self.since if change.kind == kind]
            yield f"  {name[language]}: {'; '.join(changed) or _TEXT.unchanged[language]}"
        yield self.release[language]
        if self.files:
            yield BilingualText("Các tệp khác nhau:", "Files that differ:")[language]
            yield from (f"  {text[language]}" for text in self.files)
            yield from self.values.lines(language) if self.values else ()


def verify(folder: Path, folders: Folders) -> Verdict:
    """Build the report of a folder again, from the files as they are now, and compare."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    if odd := [it for it in paths if it.is_symlink() or not (it.is_file() or it.is_dir())]:
        raise InputError(*(_TEXT.odd.format(path) for path in odd))
    present = {path.name: path.read_bytes() for path in paths if path.is_file()}
    recorded = manifest.read(folder)
    if recorded is None:
        raise InputError(_TEXT.has_no_manifest_can.format(folder, manifest.NAME))
    made_from, then = recorded.build_inputs, recorded.environment
    quarter, unit = Quarter.parse(made_from.parameters["quarter"]), made_from.parameters["unit"]
    built, values = None, None
    with temporary_folder() as output:
        # a folder of its own in it: to publish locks it, which the other one is already
        found = input_files(replace(folders, output=output / "output"), quarter)
        first = found.params.languages[0]
        also = tuple(form for form in FORMS if f"report.{first}.{form}" in recorded.outputs)
        checks.load(folders, quarter, unit, found)
        job = Job(found, digests.build_inputs(found, unit), unit, also=also)
        if job.build_inputs.notebook == made_from.notebook:
            _build(job)
            built = {path.name: path.read_bytes() for path in sorted(job.target.iterdir())}
            with suppress(InputError):  # damaged beyond its values; that the file differs is told
                values = comparison.of_paths(folder, job.target)
    since = list(planning.changes(made_from, job.build_inputs))
    for name in planning.differing(then, now := digests.environment()):
        versions = f"{name} {then.get(name, '–')} → {now.get(name, '–')}"
        since.append(Change("environment", both(versions)))
    return Verdict(
        job=job, since=since, files=list(_files(present, built, recorded)), values=values,
        release=release.standing(recorded, releases.read(found.folder)), executed=built is not None,
    )  # fmt: skip


def _build(job: Job) -> None:
    with Pool(len(job.languages)) as pool:
        futures = [pool.submit(produce, job, language) for language in job.languages]
        produced = [future.result() for future in futures]
    for each in produced:
        if each.failure:  # told here: what `assemble` would keep is gone with the temporary folder
            raise each.failure
    assemble(job, produced)


def _files(present: Files, built: Files | None, recorded: Manifest) -> Iterator[BilingualText]:
    """Each file that is not as it was built again, or else as the manifest has it, and what is none of the report's."""
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
    yield from map(_TEXT.is_not_report_was.format, recorded.strangers())


def _where(name: str, present: bytes, built: bytes) -> BilingualText | str:
    """From which line two files differ; nothing for a file without lines."""
    if name.endswith((".xlsx", ".pdf", ".docx")):
        return ""
    pairs = enumerate(zip_longest(present.splitlines(), built.splitlines()), 1)
    line = next((number for number, (old, new) in pairs if old != new), 1)
    return BilingualText(" từ dòng {0}", " from line {0}").format(line)
