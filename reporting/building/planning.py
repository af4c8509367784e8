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
NO_MANIFEST = _TEXT.has_no_manifest_can.format(manifest.NAME)
FORCED = both("--force")


class Change(NamedTuple):
    """One thing that is not as it was: `data`, `params`, `notebook`, `code` or `environment`; or an `output`."""

    kind: str
    text: BilingualText


class Planned(NamedTuple):
    """A report, and why it is to be built; there is no reason where it is unchanged."""

    job: Job
    reasons: tuple[BilingualText, ...]


def plan(job: Job, *, force: bool = False) -> Planned:
    """Say whether a report must be built, from digests alone; its job must hold what it is made from.

    An `InputError` where it could not be published, so that nothing is executed in vain.
    """
    assert job.build_inputs is not None
    publish.check_target(job.folders.output, job.target)
    reasons = _reasons(job, job.build_inputs)
    return Planned(job, tuple(reasons) or ((FORCED,) if force else ()))


def _reasons(job: Job, present: BuildInputs) -> list[BilingualText]:
    if not any(job.target.glob("report.*")):  # the folder may hold units' reports alone
        return [NEW]
    recorded = manifest.read(job.target)
    if recorded is None:
        return [NO_MANIFEST]
    found = [
        *changes(recorded.build_inputs, present),
        *altered(job.target, recorded),
        *_asked_for(job, recorded),
    ]
    return [change.text for change in found]


def _asked_for(job: Job, recorded: Manifest) -> Iterator[Change]:
    """The PDFs and Word documents that are wanted now and were not when the report was made."""
    for name in (f"report.{language}.{form}" for form in job.also for language in job.languages):
        if name not in recorded.outputs:
            yield Change("output", BilingualText("thiếu {0}", "{0} is missing").format(name))


def changes(then: BuildInputs, now: BuildInputs) -> Iterator[Change]:
    """What differs between what a report was made from and what it would be made from now."""
    yield from _files(then, now)
    told = {name for name in now.inputs if then.inputs.get(name) != now.inputs[name]}
    if not any(name.startswith("params/") for name in told):
        yield from _parameters(then.parameters, now.parameters)
    else:
        yield from _parameters(_of_others(then.parameters), _of_others(now.parameters))
    if then.notebook != now.notebook:
        yield Change("notebook", _changed(now.notebook_name))
    if then.code != now.code:
        yield Change("code", _changed("reporting/"))
    if then.lock != now.lock:
        yield Change("environment", _changed(digests.LOCK.name))


def _files(then: BuildInputs, now: BuildInputs) -> Iterator[Change]:
    for name in sorted({*then.inputs, *now.inputs}):
        kind = "params" if name.startswith("params/") and name.endswith(".yaml") else "data"
        before, after = then.inputs.get(name), now.inputs.get(name)
        if before is None:
            yield Change(kind, BilingualText("{0} mới có", "{0} is new").format(name))
        elif after is None:
            yield Change(kind, BilingualText("{0} không còn", "{0} is gone").format(name))
        elif before != after:
            keys = _differing(then.parameters, now.parameters) if kind == "params" else []
            which = f" ({', '.join(keys)})" if keys else ""
            yield Change(
                kind, BilingualText("{0} đã thay đổi{1}", "{0} changed{1}").format(name, which)
            )


def _differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    names = sorted({*then, *now} - {*_of_others(then), *_of_others(now)})
    return [name for name in names if then.get(name) != now.get(name)]


# What the params of the other quarters say that matters to this report.
OF_OTHERS = ("cut_off_", "synthetic_", "reading_")


def _of_others(parameters: Mapping[str, str]) -> dict[str, str]:
    return {name: day for name, day in parameters.items() if name.startswith(OF_OTHERS)}


def _parameters(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    for name in sorted({*then, *now}):
        before, after = then.get(name), now.get(name)
        if before is not None and after is not None and before != after:
            text = BilingualText("{0}: {1} → {2}", "{0}: {1} → {2}").format(
                _named(name), before, after
            )
            yield Change("params", text)


def _named(name: str) -> BilingualText:
    if name.startswith("cut_off_"):
        return BilingualText("ngày chốt số liệu của {0}", "the cut-off date of {0}").format(
            name.removeprefix("cut_off_")
        )
    if name.startswith("reading_"):
        return BilingualText("cách đọc tệp của {0}", "how the file of {0} is read").format(
            name.removeprefix("reading_")
        )
    if name.startswith("synthetic_"):
        return BilingualText("synthetic của {0}", "synthetic of {0}").format(
            name.removeprefix("synthetic_")
        )
    return both(name)


def _changed(name: str) -> BilingualText:
    return BilingualText("{0} đã thay đổi", "{0} changed").format(name)


def altered(folder: Path, recorded: Manifest) -> Iterator[Change]:
    """The files of a published report that are not as they were built."""
    for name, digest in recorded.outputs.items():
        path = folder / name
        if not path.is_file():
            yield Change("output", BilingualText("thiếu {0}", "{0} is missing").format(name))
        elif digests.of_file(path) != digest:
            text = BilingualText("{0} bị sửa sau khi lập", "{0} was altered after it was built")
            yield Change("output", text.format(name))
