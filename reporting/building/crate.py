"""The manifest written as an RO-Crate 1.1: what a report was made from, by what, and its files."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from reporting.building.manifest import (
    BUILD,
    CODE,
    INPUT,
    LIBRARY,
    LOCK,
    NOTEBOOK,
    PARAMETER,
    RELEASE,
)
from reporting.inputs.digests import BuildInputs
from reporting.inputs.releases import Release
from reporting.text.codes import TOTAL

VERSION = "1.1"
# RO-Crate 1.1 has no term for it; this is the one that its workflow profiles use.
SHA256 = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}
TERMS = "#terms-of-use"
FORMATS = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".gz": "application/gzip",
    ".html": "text/html",
    ".json": "application/csvm+json",
    ".ipynb": "application/x-ipynb+json",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "application/yaml",
}


def write(
    made_from: BuildInputs,
    environment: Mapping[str, str],
    files: Mapping[str, bytes],
    release: Release | None = None,
) -> bytes:
    """Write the manifest of a report, given what it is made from, the libraries, and its files by name.

    The same bytes whenever these are the same: ids are names. RO-Crate asks for a date of publication; only a
    report that was released has one.
    """
    crate = ROCrate(version=VERSION)
    crate.metadata.extra_terms.update(SHA256)
    root = crate.root_dataset
    del root["datePublished"]  # the library's is the clock's
    root["name"] = _title(made_from)
    root["description"] = (
        "The quarterly report of tasks planned and done: pages, executed notebooks and indicators, with the "
        "SHA-256 of everything they were made from."
    )
    root["license"] = _context(crate, TERMS, "CreativeWork", **_terms(made_from.parameters))
    for key, kind, name in _named(made_from.parameters):
        root[key] = _context(crate, f"#{key}", kind, name=name)
    outputs = [_output(crate, name, content) for name, content in sorted(files.items())]
    actions = [_build(crate, made_from, environment, outputs)]
    if release:
        root["datePublished"] = release.at.date().isoformat()
        actions.append(_signed(crate, release))
    root["mentions"] = actions
    text = json.dumps(crate.metadata.generate(), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def _title(made_from: BuildInputs) -> str:
    unit = made_from.parameters["unit"]
    of_unit = "" if unit == TOTAL else f", unit {unit}"
    return f"Quarterly report {made_from.parameters['quarter']}{of_unit}"


def _terms(parameters: Mapping[str, str]) -> dict[str, str]:
    if own := parameters.get("licence"):
        return {"name": _plain(own)}
    return {
        "name": "Terms of use",
        "description": "The report is the issuing office's; what may be done with it is for the office to say. "
        "The code that made it is under the MIT licence.",
    }


def _named(parameters: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Who publishes the report, who made it and whom to ask, as params say; the office publishes it by default."""
    for key, kind, given in (
        ("publisher", "Organization", parameters.get("publisher", parameters["office"])),
        ("creator", "Organization", parameters.get("creator")),
        ("contactPoint", "ContactPoint", parameters.get("contact")),
    ):
        if given:
            yield key, kind, _plain(given)


def _plain(text: str) -> str:
    """A text of params in both languages, once where they are the same."""
    texts = json.loads(text)
    return " / ".join(dict.fromkeys([texts["vi"], texts["en"]]))


def _signed(crate: ROCrate, release: Release) -> Any:
    """The act of releasing the report as it was built."""
    return _context(
        crate, RELEASE, "AuthorizeAction",
        name="Releasing the report",
        agent=_context(crate, f"{RELEASE}/by", "Person", name=release.by),
        endTime=release.at.isoformat(),
        object=crate.root_dataset,
    )  # fmt: skip


def _output(crate: ROCrate, name: str, content: bytes) -> Any:
    properties = {
        "name": name,
        "encodingFormat": _format(name),
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return crate.add_file(dest_path=name, properties=properties)


def _build(
    crate: ROCrate, made_from: BuildInputs, environment: Mapping[str, str], outputs: list[Any]
) -> Any:
    """The act of building: by the notebook, of inputs and parameters, to the files."""
    inputs = [
        _context(
            crate, INPUT + quote(name), "CreativeWork",
            name=name, encodingFormat=_format(name), sha256=digest,
        )
        for name, digest in sorted(made_from.inputs.items())
    ]  # fmt: skip
    parameters = [
        _context(crate, PARAMETER + quote(name), "PropertyValue", name=name, value=value)
        for name, value in sorted(made_from.parameters.items())
    ]
    return _context(
        crate, BUILD, "CreateAction",
        name="Building the report",
        instrument=_software(crate, made_from, environment),
        object=[*inputs, *parameters],
        result=outputs,
    )  # fmt: skip


def _software(crate: ROCrate, made_from: BuildInputs, environment: Mapping[str, str]) -> Any:
    """The notebook, the code it calls, and the libraries beneath both."""
    libraries = [
        _context(crate, LIBRARY + name, "SoftwareApplication", name=name, version=version)
        for name, version in sorted(environment.items())
    ]
    lock = _context(
        crate, LOCK, "CreativeWork",
        name="requirements.lock",
        description="The exact version of every library.",
        sha256=made_from.lock,
    )  # fmt: skip
    code = _context(
        crate, CODE, "SoftwareSourceCode",
        name="reporting",
        description="The package and its templates. The digest is that of the list of its files, sorted by "
        "name, a line each: SHA-256, two spaces, name.",
        programmingLanguage="Python",
        sha256=made_from.code,
        softwareRequirements=[lock, *libraries],
    )  # fmt: skip
    return _context(
        crate, NOTEBOOK, "SoftwareSourceCode",
        name=made_from.notebook_name,
        description="The notebook that papermill executed, once for each language.",
        programmingLanguage="Python",
        sha256=made_from.notebook,
        softwareRequirements=[code],
    )  # fmt: skip


def _context(crate: ROCrate, identifier: str, kind: str, **properties: Any) -> Any:
    return crate.add(ContextEntity(crate, identifier, properties={"@type": kind, **properties}))


def _format(name: str) -> str:
    return FORMATS.get(PurePosixPath(name).suffix, "application/octet-stream")
