"""A published report built again from what its manifest records, and compared with it byte for byte."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from reporting.building import checks, manifest, planning, release
from reporting.building.build import assemble, produce
from reporting.building.job import Job
from reporting.building.manifest import Manifest
from reporting.building.planning import Change
from reporting.cli import diff_table
from reporting.execution.pool import Pool
from reporting.indicators import diff
from reporting.indicators.diff import Difference
from reporting.inputs import digests, releases
from reporting.inputs.folders import ROOT, Folders
from reporting.inputs.input_files import input_files
from reporting.text.bilingual import BilingualText, both
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

KINDS = {
    "data": BilingualText("dữ liệu", "data"),
    "params": BilingualText("tham số", "params"),
    "notebook": both("notebook"),
    "code": BilingualText("mã nguồn", "code"),
    "environment": BilingualText("môi trường", "environment"),
}
UNCHANGED = BilingualText("không đổi", "unchanged")
BINARY = (".xlsx", ".pdf")


@dataclass(frozen=True)
class Verdict:
    """What building again showed: what had changed since, which files differ, and which values."""

    job: Job
    since: Sequence[Change]
    files: Sequence[BilingualText]
    values: Sequence[Difference]
    release: BilingualText

    @property
    def equal(self) -> bool:
        """Whether every file is the same, byte for byte."""
        return not self.files

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
        if self.equal:
            return BilingualText(
                "{0}: lập lại giống hệt, từng byte.", "{0}: built again, the same byte for byte."
            ).format(self.job.name)
        return BilingualText("{0}: lập lại khác.", "{0}: built again, not the same.").format(
            self.job.name
        )


def verify(folder: Path, folders: Folders) -> Verdict:
    """Build the report of a folder again and compare; an `InputError` where there is no manifest."""
    recorded = manifest.read(folder)
    if recorded is None:
        raise InputError(
            BilingualText(
                "{0}: không có bản kê {1} đọc được; cần thư mục của một báo cáo, như output/2023Q3.",
                "{0}: has no manifest {1} that can be read; expected the folder of a report, like output/2023Q3.",
            ).format(folder, manifest.NAME)
        )
    with tempfile.TemporaryDirectory() as output:
        job = _job(recorded, replace(folders, output=Path(output)))
        _build(job)
        built = {path.name: path.read_bytes() for path in sorted(job.target.iterdir())}
    present = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    return Verdict(
        job=job,
        since=list(_since(job, recorded)),
        files=list(_files(present, built, recorded)),
        values=_values(present, built),
        release=release.standing(folder, recorded, releases.read(folders.data / str(job.quarter))),
    )


def _job(recorded: Manifest, folders: Folders) -> Job:
    """The same report again, from the files as they are now."""
    made_from = recorded.build_inputs
    quarter = Quarter.parse(made_from.parameters["quarter"])
    unit = made_from.parameters["unit"]
    if folders.notebook == Folders().notebook and (ROOT / made_from.notebook_name).is_file():
        folders = replace(folders, notebook=ROOT / made_from.notebook_name)
    checks.load(folders, quarter, unit)
    found = input_files(folders, quarter)
    now = digests.build_inputs(found, unit)
    languages = tuple(found.params.languages)
    pdf = any(name.endswith(".pdf") for name in recorded.outputs)
    return Job(found.folders, quarter, languages, unit, pdf=pdf, build_inputs=now)


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
            yield BilingualText("{0}: thiếu", "{0}: is missing").format(name)
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
