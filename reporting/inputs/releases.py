"""What was released of a quarter: who signed it off and when, and what a report revises since."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from reporting.inputs import outside
from reporting.inputs.folders import inside, write_whole
from reporting.inputs.office import Line, Strict
from reporting.text import BilingualText, InputError, texts

_TEXT = texts(__name__)

FILE, PUBLISHED = "release.yaml", "published.csv"
HEAD = "".join(f"# {line}\n" for line in _TEXT.head.format())
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Revision(Strict):
    """Which release a report revises, by its number, and why; 0 is what was published before any release."""

    release: Annotated[int, Field(ge=0)]
    reason: Line


class Pending(Revision):
    """A revision not released yet; `values` is the digest of the values it was agreed to for."""

    values: Digest


class Release(Strict):
    """One sign-off: when, by whom, of the report with which manifest."""

    at: datetime
    by: str = Field(min_length=1)
    manifest: Digest
    revises: Revision | None = None


class Releases(Strict):
    """A quarter's releases, the newest last, and the revision that is under way."""

    releases: tuple[Release, ...] = ()
    revision: Pending | None = None

    @property
    def latest(self) -> Release | None:
        """What is in force."""
        return self.releases[-1] if self.releases else None

    @property
    def revises(self) -> Revision | None:
        """The revision under way, else that of what is in force."""
        return self.revision or (self.latest.revises if self.latest else None)


@dataclass(frozen=True)
class Revised:
    """What a report says of the release it revises: its day (None where it had none), why, and its values."""

    day: date | None
    reason: BilingualText
    values: Path


def read(folder: Path) -> Releases:
    """Read the `release.yaml` of a quarter's data folder; without one, nothing was released."""
    path = inside(folder, FILE)
    if not path.is_file():
        return Releases()
    source = outside.yaml_file(path)
    if source.problems:
        raise InputError(*source.problems)
    try:
        found = Releases.model_validate(source.settings)
        named = filter(None, (found.revision, *(release.revises for release in found.releases)))
        if all(each.release <= len(found.releases) for each in named):
            return found
        wrong: list[tuple[str | int, ...]] = [("revision", "release")]
    except ValidationError as error:
        wrong = [entry["loc"] for entry in error.errors()]
    told = {where: (path, source.line(where), ".".join(map(str, where))) for where in wrong}
    raise InputError(*(_TEXT.wrong.format(*each) for each in told.values()))


def write(folder: Path, releases: Releases) -> None:
    """Write `release.yaml`, whole or not at all; it goes where there is nothing to say."""
    path = inside(folder, FILE)
    if releases == Releases():
        path.unlink(missing_ok=True)
        return
    content = releases.model_dump(mode="json", exclude_none=True)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)
    write_whole(path, f"{HEAD}{text}".encode())


def revised(folder: Path) -> Revised | None:
    """What a report of this quarter revises: by a revision under way, else as the latest release did."""
    found = read(folder)
    if (revision := found.revises) is None:
        return None
    signed = found.releases[revision.release - 1] if revision.release else None
    day = signed.at.date() if signed else None
    return Revised(day, revision.reason.text, values_of(folder, revision))


def values_of(folder: Path, revision: Revision) -> Path:
    """Where the values that a revision starts from are kept: `published.csv` is replaced by the next release."""
    return inside(folder, f"published.{revision.release}.csv")
