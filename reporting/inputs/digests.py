"""What one report is made from, each with its SHA-256; quick, so that an unchanged report is known at once."""

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from reporting.inputs.folders import ROOT
from reporting.inputs.input_files import InputFiles
from reporting.inputs.office import Office
from reporting.text import TOTAL

CODE = ROOT / "reporting"
LOCK = ROOT / "requirements.lock"
SHORT = 12
# Python, templates, style sheets and nbconvert's settings: what has a say in how a report looks.
CODE_ENDINGS = (".py", ".j2", ".css", ".json", ".svg", ".yaml", ".csv", ".docx")


@dataclass(frozen=True)
class BuildInputs:
    """What goes into one report."""

    inputs: Mapping[str, str]  # the names of files and their digests
    parameters: Mapping[str, str]  # those in effect, and what is said of other quarters, as text
    notebook_name: str
    notebook: str
    code: str
    lock: str

    def of_unit(self, unit: str) -> "BuildInputs":
        """The same for another unit's report: it reads the same files."""
        return replace(self, parameters={**self.parameters, "unit": unit})


def build_inputs(found: InputFiles, unit: str = TOTAL) -> BuildInputs:
    """Digest everything that the report of a quarter, or of a unit in it, is made from."""
    notebook = found.notebook
    return BuildInputs(
        inputs={name: of_file(path) for name, path in found.named() if path.is_file()},
        parameters=_parameters(found, unit),
        notebook_name=found.folders.name_of(notebook),
        notebook=of_file(notebook) if notebook.is_file() else "",
        code=code(),
        lock=of_file(LOCK),
    )


def of_file(path: Path) -> str:
    """The SHA-256 of a file, as `sha256sum` prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_bytes(content: bytes) -> str:
    """The SHA-256 of what a file would hold."""
    return hashlib.sha256(content).hexdigest()


def code() -> str:
    """One digest of all code and templates: of their names and the digest of each, in order."""
    files = (path for path in CODE.rglob("*") if path.suffix in CODE_ENDINGS)
    names = sorted((path.relative_to(CODE).as_posix(), path) for path in files)
    return of_bytes("".join(f"{of_file(path)}  {name}\n" for name, path in names).encode())


def _parameters(found: InputFiles, unit: str) -> dict[str, str]:
    own = found.params
    # what the package says of an office is part of the code
    of_package = set(Office.model_fields) - {"office"} - own.model_fields_set
    effective = own.model_dump(mode="json", exclude=of_package)
    effective |= {"unit": unit, "as_of": str(own.cut_off), "compare_with": str(own.compared)}
    if found.revised:
        day = found.revised.day
        effective["revision"] = {"day": day and str(day), **found.revised.reason._asdict()}
    given = {name: _text(value) for name, value in effective.items() if value not in (None, [], {})}
    to_date = found.quarter.until(found.quarter.number).parts if found.early else []
    for quarter in sorted({*found.settings} - {found.quarter}):
        whole = [found.settings[quarter].cut_off] if quarter in to_date else []
        days = sorted({found.cut_off(quarter), *whole})
        given[f"cut_off_{quarter}"] = ", ".join(map(str, days))
        given[f"synthetic_{quarter}"] = _text(found.settings[quarter].synthetic)
        reading = found.reading(quarter)
        as_own = reading == found.reading(found.quarter)
        digest = of_bytes(repr(reading).encode())[:SHORT]
        given[f"reading_{quarter}"] = f"as {found.quarter}" if as_own else digest
    return given


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@cache
def environment() -> dict[str, str]:
    """Python and every library of the lock that is installed, with its version."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    found = {"Python": platform.python_version()}
    for name in sorted(set(re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text("utf-8"), re.M))):
        with suppress(PackageNotFoundError):  # some libraries are of other platforms
            found[name] = version(name)
    return found
