"""The manifest of a report, an RO-Crate 1.1: what it was made from, by what, and every file it holds."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reporting.inputs import digests, outside
from reporting.inputs.folders import MANIFEST, UNITS
from reporting.inputs.releases import Release
from reporting.text import TOTAL, BilingualText, InputError, texts

_TEXT = texts(__name__)

NAME = MANIFEST
NOTEBOOK, CODE, LOCK, BUILD = "#notebook", "#code", "#lock", "#build"
INPUT, PARAMETER, LIBRARY = "#input/", "#parameter/", "#library/"
MISSING = BilingualText("thiếu {0}", "{0} is missing")
Files = Mapping[str, bytes]  # the content of each by its name
# RO-Crate 1.1 has no term for it; this is the one that its workflow profiles use.
SHA256 = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}


@dataclass(frozen=True)
class Manifest:
    """What a report's manifest says: its inputs, the digests of its files, and the versions of what made it."""

    folder: Path
    build_inputs: digests.BuildInputs
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

    def strangers(self) -> Iterator[str]:
        """The names of what lies in the folder and is none of the report's."""
        of_all = self.build_inputs.parameters["unit"] == TOTAL
        ours = {NAME, *self.outputs, *([UNITS] if of_all else [])}
        yield from (path.name for path in sorted(self.folder.iterdir()) if path.name not in ours)

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

    build_inputs = digests.BuildInputs(
        inputs=having(INPUT, "sha256"), parameters=having(PARAMETER, "value"),
        notebook_name=entities[NOTEBOOK]["name"], notebook=entities[NOTEBOOK]["sha256"],
        code=entities[CODE]["sha256"], lock=entities[LOCK]["sha256"],
    )  # fmt: skip
    results = [entities[each["@id"]] for each in entities[BUILD]["result"]]
    outputs = {each["name"]: each["sha256"] for each in results}
    if not {"quarter", "unit"} <= build_inputs.parameters.keys() or not all(map(is_plain, outputs)):
        raise ValueError("no manifest of a report")
    return Manifest(folder, build_inputs, outputs, having(LIBRARY, "version"))


def write(
    made_from: digests.BuildInputs,
    versions: Mapping[str, str],
    files: Files,
    release: Release | None = None,
) -> bytes:
    """Write a report's manifest; the same bytes for the same inputs and files, as ids are names."""
    library, template = prepared()
    sizes = {name: (len(each), digests.of_bytes(each)) for name, each in files.items()}
    given = {"made_from": made_from, "environment": versions, "files": sizes, "release": release}
    described = json.loads(template.render(given, parameters=made_from.parameters))
    crate = library(version="1.1")
    crate.metadata.extra_terms.update(SHA256)
    del crate.root_dataset["datePublished"]  # the clock's; only what was released has one
    for key, value in described["root"].items():
        crate.root_dataset[key] = value
    for file in described["files"]:
        crate.add_file(dest_path=file["name"], properties=file)
    for entity in described["entities"]:
        crate.add_jsonld(entity)
    return f"{json.dumps(crate.metadata.generate(), ensure_ascii=False, indent=1)}\n".encode()


@cache
def prepared() -> tuple[type, Any]:
    """The library's crate and the template that fills one; slow, and only where a report is published."""
    from jinja2 import Environment
    from rocrate.rocrate import ROCrate

    text = Path(__file__).with_name("crate_template.json.j2").read_text("utf-8")
    environment = Environment(trim_blocks=True, lstrip_blocks=True)
    return ROCrate, environment.from_string(text, {"loads": json.loads})
