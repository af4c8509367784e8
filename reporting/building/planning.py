"""One report to build, and why: what changed since it was made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from reporting.building import manifest, publish
from reporting.inputs import digests
from reporting.inputs.input_files import InputFiles
from reporting.text import TOTAL, BilingualText, ReportFailed, both, texts

_TEXT = texts(__name__)

FORMS = ("pdf", "docx")  # what a page may be written as besides HTML
FORCED = both("--force")
# What the params of the other quarters say that matters to this report.
OF_OTHERS = _TEXT.group("of_others")


@dataclass(frozen=True)
class Job:
    """One report to build, from its files as they were when it was planned; `also` are the forms besides HTML."""

    found: InputFiles = field(repr=False)
    build_inputs: digests.BuildInputs = field(repr=False, compare=False)
    unit: str = TOTAL
    engine: str = "warm"
    also: tuple[str, ...] = ()

    @property
    def target(self) -> Path:
        """The folder it is published in."""
        return publish.folder(self.found.folders.output, self.found.quarter, self.unit)

    @property
    def languages(self) -> Sequence[str]:
        """Those that its pages are written in."""
        return self.found.params.languages

    @property
    def name(self) -> str:
        """How messages call it: 2023Q3, or 2023Q3 01."""
        return f"{self.found.quarter}" + (f" {self.unit}" if self.unit != TOTAL else "")

    def failed(self, why: BilingualText | Exception) -> ReportFailed:
        """That it cannot be built, and why; an error that names the report already is left as it is."""
        if isinstance(why, ReportFailed):
            return why
        told = f"{type(why).__name__}: {why}" if isinstance(why, Exception) else why
        return ReportFailed(_TEXT.failed.format(self.name, told))


class Change(NamedTuple):
    """One thing that is not as it was: `data`, `params`, `notebook`, `code` or `environment`."""

    kind: str
    text: BilingualText


class Planned(NamedTuple):
    """A report, and why it is to be built; there is no reason where it is unchanged."""

    job: Job
    reasons: tuple[BilingualText, ...]


def plan(job: Job, *, force: bool = False) -> Planned:
    """Say from digests alone whether a report must be built; an `InputError` where it could not be published."""
    publish.check_target(job.found.folders.output, job.target)
    recorded = manifest.read(job.target)
    if not any(job.target.glob("report.*")):  # the folder may hold units' reports alone
        reasons = [BilingualText("chưa có", "new")]
    elif recorded is None:
        reasons = [_TEXT.has_no_manifest_can.format(manifest.NAME)]
    else:
        reasons = [change.text for change in changes(recorded.build_inputs, job.build_inputs)]
        asked_for = (f"report.{one}.{form}" for form in job.also for one in job.languages)
        lacking = [name for name in asked_for if name not in recorded.outputs]
        reasons += [*recorded.altered(), *map(manifest.MISSING.format, lacking)]
    return Planned(job, tuple(reasons) or ((FORCED,) if force else ()))


def changes(then: digests.BuildInputs, now: digests.BuildInputs) -> Iterator[Change]:
    """What differs between what a report was made from and what it would be made from now."""
    keys = differing(then.parameters, now.parameters)
    of_others = [key for key in keys if key.startswith(tuple(OF_OTHERS))]
    told = False
    for name in differing(then.inputs, now.inputs):
        kind, text = "data", _TEXT.changed
        if name.startswith("params/") and name.endswith(".yaml"):
            kind, told = "params", told or name in now.inputs
            own = ", ".join(key for key in keys if key not in of_others)
            text = BilingualText(*(f"{half} ({own})" for half in text)) if own else text
        if name not in then.inputs:
            text = BilingualText("{0} mới có", "{0} is new")
        if name not in now.inputs:
            text = BilingualText("{0} không còn", "{0} is gone")
        yield Change(kind, text.format(name))
    for key in of_others if told else keys:  # a changed file has named its own keys
        before, after = then.parameters.get(key), now.parameters.get(key)
        if before is not None and after is not None:
            prefix = next((each for each in OF_OTHERS if key.startswith(each)), "")
            named = OF_OTHERS.get(prefix, both("{0}")).format(key.removeprefix(prefix))
            yield Change("params", both("{0}: {1} → {2}").format(named, before, after))
    parts = {"notebook": now.notebook_name, "code": "reporting/", "lock": digests.LOCK.name}
    for kind, name in parts.items():
        if getattr(then, kind) != getattr(now, kind):
            yield Change("environment" if kind == "lock" else kind, _TEXT.changed.format(name))


def differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The names that only one of two mappings has, or that each maps to another text."""
    return sorted({name for name, _ in then.items() ^ now.items()})
