"""Where a run's folders are, and whether a path stays inside one; quick to import."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from reporting.text import InputError, texts

_TEXT = texts(__name__)

# What an output folder holds besides reports of all units.
UNITS = "units"
INDEX = "index.html"
MANIFEST = "ro-crate-metadata.json"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Folders:
    """The folders and the notebook of a run; the repository's own unless said otherwise."""

    notebook: Path = ROOT / "notebooks" / "quarterly_report.ipynb"
    params: Path = ROOT / "params"
    data: Path = ROOT / "data"
    output: Path = ROOT / "output"
    cache: Path = ROOT / ".cache"

    def environment(self) -> dict[str, str]:
        """As environment variables: how the notebook learns of them, without a path among its parameters."""
        return {f"REPORTING_{name.upper()}": str(path) for name, path in vars(self).items()}

    @classmethod
    def from_environment(cls) -> "Folders":
        """The folders the command was given, or the repository's own."""
        given = zip(vars(cls()), map(os.environ.get, cls().environment()), strict=True)
        return cls(**{name: Path(path) for name, path in given if path})

    @property
    def options(self) -> str:
        """What a command line needs to find them: nothing for the repository's own."""
        own, told = vars(Folders()), ""
        for name in ("notebook", "params", "data", "output"):
            if (path := getattr(self, name)) != own[name]:
                bare = re.fullmatch(r"[\w./:\\-]+", str(path))
                written = path if bare else f'"{path}"'  # as every shell takes it
                told += f" --{name}{'' if name == 'notebook' else '-dir'} {written}"
        return told

    def resolve(self, name: str) -> Path:
        """A file named in params: `data/…` is in the data folder, anything else beside the params file."""
        if name.startswith("data/"):
            return inside(self.data, name.removeprefix("data/"))
        return inside(self.params, name)

    def name_of(self, path: Path) -> str:
        """What a file is called wherever the folders are: `data/units.csv`, `params/common.yaml`."""
        for name, folder in (("data", self.data), ("params", self.params), ("", ROOT)):
            if path.is_relative_to(folder):
                return Path(os.path.normpath(Path(name) / path.relative_to(folder))).as_posix()
        return path.name


def inside(folder: Path, name: str) -> Path:
    """The path that a file, or a stranger, names inside a folder; an `InputError` where it leads out, by links too."""
    path = folder / name
    if "\0" in name or not path.resolve().is_relative_to(folder.resolve()):
        raise InputError(_TEXT.leads_out.format(name, folder))
    return path


def listed(folder: Path) -> list[str]:
    """What is in a folder; an `OSError` where one may not look, where since Python 3.14 `Path.is_file` finds nothing."""
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in the place of the last one, whole or not at all."""
    new = path.with_name(f".{path.name}")
    new.unlink(missing_ok=True)  # it might be a link to elsewhere
    new.write_bytes(content)
    new.replace(path)
