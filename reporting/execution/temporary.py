"""Folders that belong to a process as long as it lives, and temporary ones that are cleared away if it was killed."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: nothing is cleared there while it cannot be known whose it is
    fcntl = None  # type: ignore[assignment]

PREFIX = "quarterly-reporting-"


@contextmanager
def held(place: Path, *, wait: bool = False) -> Iterator[bool]:
    """Lock a folder until it is let go or the process ends, however it ends; False where another run has it."""
    if fcntl is None:
        yield wait
        return
    opened = os.open(place, os.O_RDONLY)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            free = True
        except OSError:
            free = False
        yield free
    finally:
        os.close(opened)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """An empty folder for this user only, gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix=f".{PREFIX}"))
    with held(made):  # only under its second name may another run take it for one left behind
        folder = made.rename(made.with_name(made.name[1:]))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def clear_away() -> None:
    """Remove the temporary folders that runs of this user's have left which were killed."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + 8 * "[a-z0-9_]"):
        with suppress(OSError):  # another run removes it as well
            found = folder.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid():
                with held(folder) as free:
                    if free:
                        shutil.rmtree(folder, ignore_errors=True)
