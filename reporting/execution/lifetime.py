"""Processes, and temporary folders, that end with the process that has them, however it ends."""

import ctypes
import multiprocessing
import os
import shutil
import signal
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait as wait_for
from pathlib import Path
from types import FrameType

try:
    import fcntl
except ImportError:  # Windows: nothing is cleared there while it cannot be known whose it is
    fcntl = None  # type: ignore[assignment]

PREFIX = "quarterly-reporting-"
PATIENCE = 5  # seconds
_TELL_ME = 1  # Linux's PR_SET_PDEATHSIG


def end_with_parent(parent: int, request: int = signal.SIGTERM) -> None:
    """Have this process sent a signal when its parent, by number, ends; at once where it has ended."""
    # elsewhere than on Linux the processes of a pool watch their pipe; others read from their parent and find it gone
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_TELL_ME, int(request))
        if os.getppid() != parent:
            os.kill(os.getpid(), request)
    elif (started_by := multiprocessing.parent_process()) is not None:
        watched = [started_by.sentinel]

        def end() -> None:
            wait_for(watched)
            os.kill(os.getpid(), request)

        threading.Thread(target=end, daemon=True).start()


def leave(_signal: int, _frame: FrameType | None) -> None:
    """On a signal, end by an exception, so that a running notebook is ended on the way out; at last without."""
    if hasattr(signal, "alarm"):  # Python ignores exceptions in some places; nothing ignores this
        signal.alarm(PATIENCE)
    sys.exit(1)


@contextmanager
def held(place: Path, *, wait: bool = False) -> Iterator[bool]:
    """Lock a folder until it is let go or the process ends, however it ends; False where another run has it."""
    if fcntl is None:
        yield wait
        return
    opened, free = os.open(place, os.O_RDONLY), False
    try:
        with suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            free = True
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
