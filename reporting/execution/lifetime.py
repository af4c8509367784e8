"""Processes end with the one that started them, however that one ends."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait
from types import FrameType

_TELL_ME = 1  # Linux's PR_SET_PDEATHSIG
PATIENCE = 5  # seconds


def end_with_parent(parent: int, request: int = signal.SIGTERM) -> None:
    """Have this process sent a signal when its parent, by number, ends; at once where it has ended.

    Linux sends it. Elsewhere a thread watches the pipe that Python keeps to the processes of a pool; other
    processes read from their parent and find it gone.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_TELL_ME, int(request))
        if os.getppid() != parent:
            os.kill(os.getpid(), request)
    elif (started_by := multiprocessing.parent_process()) is not None:
        watched = [started_by.sentinel]
        watch = threading.Thread(
            target=lambda: (wait(watched), os.kill(os.getpid(), request)), daemon=True
        )
        watch.start()


def leave(_signal: int, _frame: FrameType | None) -> None:
    """On a signal, end by an exception, so that a running notebook is ended on the way out; at last without."""
    if hasattr(signal, "alarm"):  # Python ignores exceptions in some places; nothing ignores this
        signal.alarm(PATIENCE)
    sys.exit(1)
