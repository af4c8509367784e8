"""A report's folder appears whole or not at all: built beside, swapped in when it is whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reporting.text.codes import TOTAL
from reporting.text.quarter import Quarter

UNITS = "units"
INDEX = "index.html"


def folder(output: Path, quarter: Quarter, unit: str = TOTAL) -> Path:
    """Where a report is published: `output/2023Q3`, or `output/2023Q3/units/01` for a unit."""
    own = output / str(quarter)
    return own if unit == TOTAL else own / UNITS / unit


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Give an empty folder to build in, on the same disk; it is gone afterwards unless published."""
    target.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    building.chmod(0o755)
    try:
        yield building
    finally:
        shutil.rmtree(building, ignore_errors=True)


def swap_in(built: Path, target: Path) -> None:
    """Publish a whole folder in the place of the last good one; the units' reports in it stay."""
    _replace(built, target)
    shutil.rmtree(failed_folder(target), ignore_errors=True)


def keep_failed(built: Path, target: Path) -> Path:
    """Keep what a failed run left, beside the last good report, and say where."""
    place = failed_folder(target)
    _replace(built, place)
    return place


def failed_folder(target: Path) -> Path:
    """Where a failed run's notebook and error page are kept."""
    return target.with_name(f"{target.name}.failed")


def _replace(built: Path, target: Path) -> None:
    if not target.exists():
        built.rename(target)
        return
    with beside(target) as aside:
        old = target.rename(aside / "old")
        try:
            if (old / UNITS).is_dir() and not (built / UNITS).exists():
                (old / UNITS).rename(built / UNITS)
            built.rename(target)
        except OSError:
            if (built / UNITS).is_dir() and not (old / UNITS).exists():
                (built / UNITS).rename(old / UNITS)
            old.rename(target)  # the last good report stays
            raise


def replace(path: Path, content: bytes) -> None:
    """Write a file in the place of the last one, whole or not at all."""
    beside = path.with_name(f".{path.name}")
    beside.write_bytes(content)
    beside.replace(path)


def shown(path: Path) -> Path:
    """A path as messages give it: from the current folder where it is below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
