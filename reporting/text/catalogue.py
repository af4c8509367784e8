"""The texts that people read: `texts.yaml` of each package, a section a module, each text in both languages."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from reporting.text.bilingual import BilingualText

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


class Texts:
    """The texts of one module by their keys; the file is read when the first is asked for."""

    def __init__(self, module: str) -> None:
        _, self._package, self._section = module.split(".", 2)

    def __getattr__(self, key: str) -> BilingualText:
        return BilingualText(**self._texts()[key])

    def group(self, key: str) -> dict[str, BilingualText]:
        """Texts that belong together, each by its own key."""
        return {name: BilingualText(**text) for name, text in self._texts()[key].items()}

    def _texts(self) -> dict[str, Any]:
        section: dict[str, Any] = _read(self._package)[self._section]
        return section


def texts(module: str) -> Texts:
    """The texts of a module: `_TEXT = texts(__name__)`, then `_TEXT.key`."""
    return Texts(module)


@cache
def _read(package: str) -> dict[str, dict[str, Any]]:
    file = files(f"reporting.{package}") / "texts.yaml"
    found: dict[str, dict[str, Any]] = yaml.load(file.read_text("utf-8"), Loader)
    return found
