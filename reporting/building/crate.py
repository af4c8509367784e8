"""The manifest written as an RO-Crate 1.1: what a report was made from, by what, and its files."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from rocrate.rocrate import ROCrate

from reporting.building import manifest
from reporting.inputs import digests
from reporting.inputs.digests import BuildInputs
from reporting.inputs.releases import Release
from reporting.text.codes import TOTAL

VERSION = "1.1"
# RO-Crate 1.1 has no term for it; this is the one that its workflow profiles use.
SHA256 = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}
# What is the same in every manifest, and what the endings of files stand for.
TEMPLATE = json.loads(Path(__file__).with_name("crate_template.json").read_text("utf-8"))


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
    root, parameters = crate.root_dataset, made_from.parameters
    del root["datePublished"]  # the library's is the clock's
    unit = "" if parameters["unit"] == TOTAL else f", unit {parameters['unit']}"
    root["name"] = f"Quarterly report {parameters['quarter']}{unit}"
    root["description"] = TEMPLATE["description"]
    entities = _made_from(made_from, environment)
    results = [_output(crate, name, content) for name, content in sorted(files.items())]
    entities[manifest.BUILD]["result"] = _references(results)
    root["license"] = {"@id": "#terms-of-use"}
    if own := parameters.get("licence"):
        entities["#terms-of-use"] = _entity("#terms-of-use", "CreativeWork", name=_plain(own))
    for key, kind, given in (  # who publishes the report, who made it and whom to ask
        ("publisher", "Organization", parameters.get("publisher", parameters["office"])),
        ("creator", "Organization", parameters.get("creator")),
        ("contactPoint", "ContactPoint", parameters.get("contact")),
    ):
        if given:
            root[key] = {"@id": f"#{key}"}
            entities[key] = _entity(f"#{key}", kind, name=_plain(given))
    root["mentions"] = [{"@id": manifest.BUILD}]
    if release:
        root["datePublished"] = release.at.date().isoformat()
        root["mentions"] += [{"@id": manifest.RELEASE}]
        by = _entity(f"{manifest.RELEASE}/by", "Person", name=release.by)
        entities["by"], entities["release"] = by, _entity(
            manifest.RELEASE, "AuthorizeAction",
            name="Releasing the report",
            agent={"@id": by["@id"]}, endTime=release.at.isoformat(), object={"@id": "./"},
        )  # fmt: skip
    for entity in entities.values():
        crate.add_jsonld(entity)
    return f"{json.dumps(crate.metadata.generate(), ensure_ascii=False, indent=1)}\n".encode()


def _made_from(made_from: BuildInputs, environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The act of building, inputs and parameters, the notebook, the code it calls and the libraries beneath."""
    libraries = [
        _entity(manifest.LIBRARY + name, "SoftwareApplication", name=name, version=version)
        for name, version in sorted(environment.items())
    ]
    inputs = [
        _entity(
            manifest.INPUT + quote(name), "CreativeWork",
            name=name, encodingFormat=_format(name), sha256=digest,
        )
        for name, digest in sorted(made_from.inputs.items())
    ]  # fmt: skip
    parameters = [
        _entity(manifest.PARAMETER + quote(name), "PropertyValue", name=name, value=value)
        for name, value in sorted(made_from.parameters.items())
    ]
    found = {each["@id"]: {**each} for each in TEMPLATE["entities"]}
    found[manifest.LOCK]["sha256"] = made_from.lock
    found[manifest.CODE] |= {
        "sha256": made_from.code,
        "softwareRequirements": _references([found[manifest.LOCK], *libraries]),
    }
    found[manifest.NOTEBOOK] |= {"name": made_from.notebook_name, "sha256": made_from.notebook}
    found[manifest.BUILD]["object"] = _references([*inputs, *parameters])
    return found | {each["@id"]: each for each in (*libraries, *inputs, *parameters)}


def _output(crate: ROCrate, name: str, content: bytes) -> Any:
    properties = {
        "name": name,
        "encodingFormat": _format(name),
        "contentSize": str(len(content)),
        "sha256": digests.of_bytes(content),
    }
    return crate.add_file(dest_path=name, properties=properties)


def _entity(identifier: str, kind: str, **properties: Any) -> dict[str, Any]:
    return {"@id": identifier, "@type": kind, **properties}


def _references(entities: Iterable[Any]) -> list[dict[str, str]]:
    return [{"@id": each["@id"]} for each in entities]


def _plain(text: str) -> str:
    """A text of params in both languages, once where they are the same."""
    texts = json.loads(text)
    return " / ".join(dict.fromkeys([texts["vi"], texts["en"]]))


def _format(name: str) -> str:
    return TEMPLATE["formats"].get(PurePosixPath(name).suffix, "application/octet-stream")
