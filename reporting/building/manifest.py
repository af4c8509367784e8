"""The manifest of a published report: what it was made from, and every file it holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporting.inputs import outside
from reporting.inputs.digests import BuildInputs
from reporting.inputs.folders import MANIFEST
from reporting.text.errors import InputError

NAME = MANIFEST
NOTEBOOK, CODE, LOCK, BUILD = "#notebook", "#code", "#lock", "#build"
RELEASE = "#release"
INPUT, PARAMETER, LIBRARY = "#input/", "#parameter/", "#library/"


@dataclass(frozen=True)
class Manifest:
    """What the manifest of a report says: its build_inputs, its files, and the libraries that made it.

    `outputs` maps the names of files to their digests, `environment` Python and libraries to versions.
    """

    build_inputs: BuildInputs
    outputs: Mapping[str, str]
    environment: Mapping[str, str]


def read(folder: Path) -> Manifest | None:
    """Read the manifest of a report's folder; None where there is none, or none that can be read."""
    if not (folder / NAME).is_file():  # a pipe would never end
        return None
    try:
        graph = json.loads(outside.content(folder / NAME))["@graph"]
        return _manifest({entity["@id"]: entity for entity in graph})
    except (InputError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def is_plain(name: str) -> bool:
    """Whether a name is that of a file in a folder: no path, and nothing that a system takes for one."""
    return name not in ("", ".", "..") and not set(name) & set("/\\:\0")


def _manifest(entities: Mapping[str, Mapping[str, Any]]) -> Manifest:
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
    return Manifest(build_inputs, outputs, having(LIBRARY, "version"))
