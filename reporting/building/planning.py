"""Which reports are to be built, and why: what changed since each was made."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from reporting.building import manifest, publish
from reporting.building.job import Job
from reporting.building.manifest import Manifest
from reporting.inputs import digests
from reporting.inputs.digests import BuildInputs
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

NEW = BilingualText("chưa có", "new")
FORCED = both("--force")
MISSING = BilingualText("thiếu {0}", "{0} is missing")
CHANGED = BilingualText("{0} đã thay đổi", "{0} changed")
# What the params of the other quarters say that matters to this report.
OF_OTHERS = {
    "cut_off_": BilingualText("ngày chốt số liệu của {0}", "the cut-off date of {0}"),
    "synthetic_": BilingualText("synthetic của {0}", "synthetic of {0}"),
    "reading_": BilingualText("cách đọc tệp của {0}", "how the file of {0} is read"),
}


class Change(NamedTuple):
    """One thing that is not as it was: `data`, `params`, `notebook`, `code` or `environment`; or an `output`."""

    kind: str
    text: BilingualText


class Planned(NamedTuple):
    """A report, and why it is to be built; there is no reason where it is unchanged."""

    job: Job
    reasons: tuple[BilingualText, ...]


def plan(job: Job, *, force: bool = False) -> Planned:
    """Say whether a report must be built, from digests alone.

    An `InputError` where it could not be published, so that nothing is executed in vain.
    """
    publish.check_target(job.folders.output, job.target)
    recorded = manifest.read(job.target)
    reasons: list[BilingualText] = []
    if not any(job.target.glob("report.*")):  # the folder may hold units' reports alone
        reasons = [NEW]
    elif recorded is None:
        reasons = [_TEXT.has_no_manifest_can.format(manifest.NAME)]
    else:
        found = [*changes(recorded.build_inputs, job.build_inputs), *altered(job.target, recorded)]
        reasons = [change.text for change in found]
        asked_for = (f"report.{one}.{form}" for form in job.also for one in job.languages)
        reasons += [MISSING.format(name) for name in asked_for if name not in recorded.outputs]
    return Planned(job, tuple(reasons) or ((FORCED,) if force else ()))


def changes(then: BuildInputs, now: BuildInputs) -> Iterator[Change]:
    """What differs between what a report was made from and what it would be made from now."""
    keys = differing(then.parameters, now.parameters)
    of_others = [key for key in keys if key.startswith(tuple(OF_OTHERS))]
    told = False
    for name in differing(then.inputs, now.inputs):
        kind, text = "data", CHANGED
        if name.startswith("params/") and name.endswith(".yaml"):
            kind, told = "params", told or name in now.inputs
            own = ", ".join(key for key in keys if key not in of_others)
            text = BilingualText(*(f"{half} ({own})" for half in CHANGED)) if own else CHANGED
        if name not in then.inputs:
            text = BilingualText("{0} mới có", "{0} is new")
        if name not in now.inputs:
            text = BilingualText("{0} không còn", "{0} is gone")
        yield Change(kind, text.format(name))
    for key in of_others if told else keys:  # a changed file has named its own keys
        before, after = then.parameters.get(key), now.parameters.get(key)
        if before is not None and after is not None:
            yield Change("params", both("{0}: {1} → {2}").format(_named(key), before, after))
    for kind, name in (
        ("notebook", now.notebook_name),
        ("code", "reporting/"),
        ("lock", digests.LOCK.name),
    ):
        if getattr(then, kind) != getattr(now, kind):
            yield Change("environment" if kind == "lock" else kind, CHANGED.format(name))


def differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The names that only one of two mappings has, or that each maps to another text."""
    return sorted({name for name, _ in then.items() ^ now.items()})


def _named(key: str) -> BilingualText:
    for prefix, text in OF_OTHERS.items():
        if key.startswith(prefix):
            return text.format(key.removeprefix(prefix))
    return both(key)


def altered(folder: Path, recorded: Manifest) -> Iterator[Change]:
    """The files of a published report that are not as they were built."""
    for name, digest in recorded.outputs.items():
        path = folder / name
        if not path.is_file():
            yield Change("output", MISSING.format(name))
        elif digests.of_file(path) != digest:
            yield Change("output", _TEXT.altered.format(name))
