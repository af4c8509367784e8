"""A report's folder appears whole or not at all: built beside, exchanged in one step, mended by the next run."""

import ctypes
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from reporting.building import manifest
from reporting.execution.lifetime import held
from reporting.inputs.folders import INDEX, UNITS, inside, write_whole
from reporting.text import TOTAL, UNIT_CODE, BilingualText, InputError, Quarter, texts

_TEXT = texts(__name__)

# What shows that a folder is a report's, or what is left of a failed one.
OURS = (manifest.NAME, "report.*.html", "error.html")
# A run's own folder is called after what it publishes: `.2023Q3+units+01.x1y2z3_4`.
_WORKPLACE = re.compile(r"\.(.+)\.[a-z0-9_]{8}")
_NEW, _OLD, _GONE = "new", "old", "gone"
_EXCHANGE, _FROM_HERE = 2, -100  # Linux's RENAME_EXCHANGE and AT_FDCWD


def folder(output: Path, quarter: Quarter, unit: str = TOTAL) -> Path:
    """Where a report is published: `output/2023Q3`, or `output/2023Q3/units/01` for a unit."""
    own = output / str(quarter)
    if unit == TOTAL:
        return own
    if not UNIT_CODE.fullmatch(unit):
        raise InputError(_TEXT.no_code.format(unit))
    return own / UNITS / unit


def check_target(output: Path, target: Path) -> None:
    """Refuse, by an `InputError`, to publish outside the output folder or over what is no report of ours."""
    inside(output, str(target.relative_to(output)))
    there = next(place for place in target.parents if place.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        raise InputError(_TEXT.no_rights.format(there))
    for place in (target, failed_folder(target)):
        if place.is_symlink() or (place.exists() and not _is_ours(place)):
            raise InputError(_TEXT.not_ours.format(place))


def _is_ours(place: Path) -> bool:
    """Whether a folder holds a report, what is left of a failed one, reports of units, or nothing."""
    if not place.is_dir():
        return False
    empty = {path.name for path in place.iterdir()} <= {UNITS}
    return empty or any(True for name in OURS for _ in place.glob(name))


@contextmanager
def staging_folder(output: Path, target: Path) -> Iterator[Path]:
    """Give an empty folder to build in, on the same disk; it is gone afterwards unless published as `target`."""
    output.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with held(output, wait=True):
            _mend(output)
            name = "+".join(target.relative_to(output).parts)
            workplace = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=output))
            stack.enter_context(held(workplace))
        try:
            building = workplace / _NEW
            building.mkdir()
            yield building
        finally:
            _clear(workplace, target)


def mend(output: Path) -> None:
    """Put right what a run that was killed has left in the output folder."""
    if output.is_dir():
        with held(output, wait=True):
            _mend(output)


def _mend(output: Path) -> None:
    for workplace in sorted(output.glob(".*")):
        named = _WORKPLACE.fullmatch(workplace.name)
        if named and workplace.is_dir() and not workplace.is_symlink():
            # another run may work there still, or have just finished with it
            with suppress(FileNotFoundError), held(workplace) as ours:
                if ours:
                    _clear(workplace, output.joinpath(*named[1].split("+")))


def _clear(workplace: Path, target: Path) -> None:
    """Remove a run's own folder; a report that was taken away and not yet replaced goes back first."""
    old = workplace / _OLD
    if old.is_dir() and not target.exists():
        old.rename(target)
    shutil.rmtree(workplace, ignore_errors=True)


def put_in_place(output: Path, target: Path, files: manifest.Files, failed: bool = False) -> None:
    """Publish files as a report's folder, or keep them beside it as those of a failed run."""
    with staging_folder(output, target) as building:
        for name, content in files.items():
            (building / name).write_bytes(content)
        swap_in(building, target, failed)


def swap_in(built: Path, target: Path, failed: bool = False) -> None:
    """Publish a whole folder in the place of the last good one, or of what a failed run left beside it."""
    workplace, beside = built.parent, failed_folder(target)
    with held(workplace.parent, wait=True):
        check_target(workplace.parent, target)
        if failed:
            target = beside
        elif beside.exists():
            beside.rename(workplace / _GONE)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            built.rename(target)
            return
        _carry_over(target, built)
        if not _exchange(built, target):
            target.rename(workplace / _OLD)  # `_clear` brings it back from there, now or next time
            built.rename(target)


def failed_folder(target: Path) -> Path:
    """Where a failed run's notebook and error page are kept."""
    return target.with_name(f"{target.name}.failed")


def _carry_over(old: Path, new: Path) -> None:
    """Have the new folder hold the units' reports, and what others have put beside the old report, as well."""
    # as second names of the same files: until the exchange the old folder is as whole as it was
    present = {path.name for path in old.iterdir()}
    recorded = manifest.read(old)
    ours = {manifest.NAME, *recorded.outputs} if recorded else present - {UNITS}
    for name in sorted(present - ours - {path.name for path in new.iterdir()}):
        if (old / name).is_dir() and not (old / name).is_symlink():
            shutil.copytree(old / name, new / name, symlinks=True, copy_function=_link)
        else:
            _link(old / name, new / name)


def _link(file: str | os.PathLike[str], place: str | os.PathLike[str]) -> None:
    """Give a file a second name; a copy where the disk knows no such thing."""
    try:
        os.link(file, place, follow_symlinks=False)
    except OSError:
        shutil.copy2(file, place, follow_symlinks=False)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, so that no reader ever finds neither; False where it can't be."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    paths = os.fsencode(one), os.fsencode(other)
    return rename is not None and not rename(_FROM_HERE, paths[0], _FROM_HERE, paths[1], _EXCHANGE)


def index(output: Path, targets: Sequence[Path]) -> list[BilingualText]:
    """Write the pages of all reports where they are missing or older than one of these, and say what was noticed."""
    page = output / INDEX
    written = page.stat().st_mtime_ns if page.is_file() else 0
    if not any(each.is_dir() and each.stat().st_mtime_ns >= written for each in targets):
        return []
    from reporting.pages import index  # only here: most commands write none

    pages, notes = index.pages(output, {each.name for each in targets if each.parent.name == UNITS})
    for name, html in pages.items():
        place = output / name
        if not (place.is_file() and place.read_bytes() == html.encode()):
            with held(output, wait=True):
                place.parent.mkdir(exist_ok=True)
                write_whole(place, html.encode())
    return notes
