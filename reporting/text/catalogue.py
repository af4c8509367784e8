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


class texts:  # noqa: N801  `_TEXT = texts(__name__)`, then `_TEXT.key`
    """The texts of one module by their keys; the file is read when the first is asked for."""

    def __init__(self, module: str) -> None:
        _, self._package, self._section = module.split(".", 2)

    def __getattr__(self, key: str) -> BilingualText:
        return BilingualText(**_read(self._package)[self._section][key])

    def group(self, key: str) -> dict[str, BilingualText]:
        """Texts that belong together, each by its own key."""
        found = _read(self._package)[self._section][key]
        return {name: BilingualText(**text) for name, text in found.items()}


@cache
def _read(package: str) -> Any:
    file = files(f"reporting.{package}") / "texts.yaml"
    return yaml.load(file.read_text("utf-8"), Loader)
