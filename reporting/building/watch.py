"""Build again whenever a notebook, the params or the data are saved, until Ctrl-C."""

import logging
import stat
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from reporting.inputs.folders import Folders
from reporting.text import BilingualText, Say, Told, both, texts

_TEXT = texts(__name__)

SECONDS = 0.4  # between two looks at the files
State = dict[Path, tuple[int, int]]

_log = logging.getLogger(__name__)  # heard with --debug


def watch(folders: Folders, build: Callable[[], int], say: Say, seconds: float = SECONDS) -> int:
    """Build, and again after every save until the user stops it; what goes wrong is told, and the watch goes on."""
    stopped: list[bool] = []  # by a Ctrl-C that came where Python ignores exceptions
    usual = sys.unraisablehook

    def ignored(what: Any) -> None:
        if isinstance(what.exc_value, KeyboardInterrupt):
            stopped.append(True)
        else:
            usual(what)

    with ExitStack() as stack, suppress(KeyboardInterrupt):
        stack.callback(setattr, sys, "unraisablehook", usual)
        sys.unraisablehook = ignored
        before = now = state(folders)
        _try(build, say)
        say(_TEXT.waiting)
        while not stopped:
            time.sleep(seconds)
            last, now = now, state(folders)
            if now == before or now != last:  # nothing was saved, or a file is not whole yet
                continue
            names = ", ".join(sorted({path.name for path, _ in before.items() ^ now.items()}))
            before = now
            say(_TEXT.changed.format(f"{datetime.now():%H:%M:%S}", names))
            _try(build, say)
    say(BilingualText("Đã dừng theo dõi.", "No longer watching."))
    return 0


def state(folders: Folders) -> State:
    """What the files look like now, with the notebooks beside the one given: when written, and how long."""
    found: State = {}
    inputs = (path for folder in (folders.params, folders.data) for path in folder.rglob("*"))
    for path in (*inputs, *folders.notebook.parent.glob("*.ipynb")):
        # An open Excel file has a companion ~$tasks.xlsx; editors keep theirs in hidden files.
        if not path.name.startswith((".", "~")):
            # an editor saves by putting another file in its place
            with suppress(FileNotFoundError):
                status = path.stat()
                if stat.S_ISREG(status.st_mode):
                    found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _try(build: Callable[[], int], say: Say) -> None:
    try:
        build()
    except Exception as error:
        _log.debug("", exc_info=error)
        say(both(str(error) if isinstance(error, Told) else f"{type(error).__name__}: {error}"))
