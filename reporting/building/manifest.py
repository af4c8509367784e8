"""The manifest of a report, an RO-Crate 1.1: what it was made from, by what, and every file it holds."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from reporting.inputs import digests, outside
from reporting.inputs.digests import BuildInputs
from reporting.inputs.folders import MANIFEST
from reporting.inputs.releases import Release
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError

_TEXT = texts(__name__)

NAME = MANIFEST
NOTEBOOK, CODE, LOCK, BUILD, RELEASE = "#notebook", "#code", "#lock", "#build", "#release"
INPUT, PARAMETER, LIBRARY = "#input/", "#parameter/", "#library/"
MISSING = BilingualText("thiếu {0}", "{0} is missing")
VERSION = "1.1"
# RO-Crate 1.1 has no term for it; this is the one that its workflow profiles use.
SHA256 = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}
# What is the same in every manifest, and what the endings of files stand for.
TEMPLATE = json.loads(Path(__file__).with_name("crate_template.json").read_text("utf-8"))


@dataclass(frozen=True)
class Manifest:
    """What a report's manifest says: its inputs, the digests of its files, and the versions of what made it."""

    folder: Path
    build_inputs: BuildInputs
    outputs: Mapping[str, str]
    environment: Mapping[str, str]

    def altered(self) -> Iterator[BilingualText]:
        """The files of the report that are not as they were built."""
        for name, digest in self.outputs.items():
            path = self.folder / name
            if not path.is_file():
                yield MISSING.format(name)
            elif digests.of_file(path) != digest:
                yield _TEXT.altered.format(name)

    def written(self, release: Release | None = None) -> bytes:
        """The manifest of the folder's files as it was written, or with a release."""
        files = {name: (self.folder / name).read_bytes() for name in self.outputs}
        return write(self.build_inputs, self.environment, files, release)


def read(folder: Path) -> Manifest | None:
    """Read the manifest of a report's folder; None where there is none, or none that can be read."""
    if not (folder / NAME).is_file():  # a pipe would never end
        return None
    try:
        graph = json.loads(outside.content(folder / NAME))["@graph"]
        return _manifest(folder, {entity["@id"]: entity for entity in graph})
    except (InputError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def is_plain(name: str) -> bool:
    """Whether a name is that of a file in a folder: no path, and nothing that a system takes for one."""
    return name not in ("", ".", "..") and not set(name) & set("/\\:\0")


def _manifest(folder: Path, entities: Mapping[str, Mapping[str, Any]]) -> Manifest:
    def having(prefix: str, key: str) -> dict[str, str]:
        found = [each for name, each in entities.items() if name.startswith(prefix)]
        if not all(isinstance(each[key], str) for each in found):
            raise TypeError(f"a {key} is no text")
        return {each["name"]: each[key] for each in found}

    build_inputs = BuildInputs(
        inputs=having(INPUT, "sha256"),
        parameters=having(PARAMETER, "value"),
        notebook_name=entities[NOTEBOOK]["name"],
        notebook=entities[NOTEBOOK]["sha256"],
        code=entities[CODE]["sha256"],
        lock=entities[LOCK]["sha256"],
    )
    results = [entities[each["@id"]] for each in entities[BUILD]["result"]]
    outputs = {each["name"]: each["sha256"] for each in results}
    if not {"quarter", "unit"} <= build_inputs.parameters.keys() or not all(map(is_plain, outputs)):
        raise ValueError("no manifest of a report")
    return Manifest(folder, build_inputs, outputs, having(LIBRARY, "version"))


def write(
    made_from: BuildInputs,
    environment: Mapping[str, str],
    files: Mapping[str, bytes],
    release: Release | None = None,
) -> bytes:
    """Write a report's manifest; the same bytes for the same inputs and files, as ids are names."""
    from rocrate.rocrate import ROCrate  # slow; only where a report is published

    crate = ROCrate(version=VERSION)
    crate.metadata.extra_terms.update(SHA256)
    root, parameters = crate.root_dataset, made_from.parameters
    del root[
        "datePublished"
    ]  # the library's is the clock's; only a report that was released has one
    unit = "" if parameters["unit"] == TOTAL else f", unit {parameters['unit']}"
    root["name"] = f"Quarterly report {parameters['quarter']}{unit}"
    root["description"] = TEMPLATE["description"]
    root["license"] = {"@id": "#terms-of-use"}
    entities = _made_from(made_from, environment)
    results = []
    for name, content in sorted(files.items()):
        told = {"name": name, **_format(name), "contentSize": str(len(content))}
        told["sha256"] = digests.of_bytes(content)
        results.append(crate.add_file(dest_path=name, properties=told))
    entities[BUILD]["result"] = _references(results)
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
    root["mentions"] = [{"@id": BUILD}]
    if release:
        root["datePublished"] = release.at.date().isoformat()
        root["mentions"] += [{"@id": RELEASE}]
        by = _entity(f"{RELEASE}/by", "Person", name=release.by)
        entities["by"], entities["release"] = by, _entity(
            RELEASE, "AuthorizeAction",
            name="Releasing the report",
            agent={"@id": by["@id"]}, endTime=release.at.isoformat(), object={"@id": "./"},
        )  # fmt: skip
    for entity in entities.values():
        crate.add_jsonld(entity)
    return f"{json.dumps(crate.metadata.generate(), ensure_ascii=False, indent=1)}\n".encode()


def _made_from(made_from: BuildInputs, environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The act of building, inputs and parameters, the notebook, the code it calls and the libraries beneath."""
    libraries = [
        _entity(LIBRARY + name, "SoftwareApplication", name=name, version=version)
        for name, version in sorted(environment.items())
    ]
    inputs = [
        _entity(INPUT + quote(name), "CreativeWork", name=name, **_format(name), sha256=digest)
        for name, digest in sorted(made_from.inputs.items())
    ]
    parameters = [
        _entity(PARAMETER + quote(name), "PropertyValue", name=name, value=value)
        for name, value in sorted(made_from.parameters.items())
    ]
    found = {each["@id"]: {**each} for each in TEMPLATE["entities"]}
    found[LOCK]["sha256"] = made_from.lock
    found[CODE]["sha256"] = made_from.code
    found[CODE]["softwareRequirements"] = _references([found[LOCK], *libraries])
    found[NOTEBOOK] |= {"name": made_from.notebook_name, "sha256": made_from.notebook}
    found[BUILD]["object"] = _references([*inputs, *parameters])
    return found | {each["@id"]: each for each in (*libraries, *inputs, *parameters)}


def _entity(identifier: str, kind: str, **properties: Any) -> dict[str, Any]:
    return {"@id": identifier, "@type": kind, **properties}


def _references(entities: Iterable[Any]) -> list[dict[str, str]]:
    return [{"@id": each["@id"]} for each in entities]


def _plain(text: str) -> str:
    """A text of params in both languages, once where they are the same."""
    texts = json.loads(text)
    return " / ".join(dict.fromkeys([texts["vi"], texts["en"]]))


def _format(name: str) -> dict[str, str]:
    known = TEMPLATE["formats"].get(PurePosixPath(name).suffix)
    return {"encodingFormat": known or "application/octet-stream"}
