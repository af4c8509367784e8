"""Build again whenever the notebook, the params or the data are saved, until Ctrl-C."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from reporting.building.new_quarter import QUARTER
from reporting.inputs import params
from reporting.inputs.folders import Folders
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.errors import InputError, ReportFailed
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

SECONDS = 0.4  # between two looks at the files
State = dict[Path, tuple[int, int]]

_log = logging.getLogger(__name__)  # heard with --debug


def watch(
    folders: Folders,
    build: Callable[[], int],
    say: Callable[[BilingualText], None],
    seconds: float = SECONDS,
) -> int:
    """Build, then build again after every save; what goes wrong is told, and the watch goes on.

    Returns 0 once the user stops it.
    """
    try:
        before = state(folders)
        _try(build, say)
        say(_TEXT.waiting)
        while True:
            time.sleep(seconds)
            now = state(folders)
            if now == before:
                continue
            settled = _settled(folders, now, seconds)
            saved = sorted(
                path.name
                for path in before.keys() | settled.keys()
                if before.get(path) != settled.get(path)
            )
            before = settled
            if saved:
                say(_TEXT.changed.format(f"{datetime.now():%H:%M:%S}", ", ".join(saved)))
                _try(build, say)
    except KeyboardInterrupt:
        say(BilingualText("Đã dừng theo dõi.", "No longer watching."))
        return 0


def state(folders: Folders) -> State:
    """What the files look like now: when each was written, and how long it is."""
    found: State = {}
    _look(found, _files(folders))
    settings = frozenset(item for item in found.items() if item[0].suffix == ".yaml")
    _look(found, _notebooks(folders, settings))
    return found


def _look(found: State, paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            status = path.stat()
        except FileNotFoundError:  # an editor saves by putting another file in its place
            continue
        found[path] = (status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)
def _notebooks(folders: Folders, settings: frozenset[tuple[Path, tuple[int, int]]]) -> set[Path]:
    """The notebooks of all quarters; params are read again only where `settings`, their state, is another."""
    notebooks = {folders.notebook}
    for path, _ in settings:
        if path.parent == folders.params and QUARTER.fullmatch(path.stem):
            with suppress(InputError, OSError):  # what is wrong with params, the build says
                named = params.load(folders.params, Quarter.parse(path.stem)).notebook
                notebooks.add(folders.with_notebook(named).notebook)
    return notebooks


def _files(folders: Folders) -> Iterator[Path]:
    for folder in (folders.params, folders.data):
        for path in folder.rglob("*"):
            # An open Excel file has a companion ~$tasks.xlsx; editors keep theirs in hidden files.
            if not path.name.startswith((".", "~")) and path.is_file():
                yield path


def _settled(folders: Folders, now: State, seconds: float) -> State:
    """Wait until a file that is being written is whole."""
    while True:
        time.sleep(seconds / 2)
        later = state(folders)
        if later == now:
            return now
        now = later


def _try(build: Callable[[], int], say: Callable[[BilingualText], None]) -> None:
    try:
        build()
    except InputError as error:
        for problem in error.problems:
            say(problem)
    except ReportFailed as error:
        _log.debug("", exc_info=error)
        say(error.message)
    except Exception as error:
        _log.debug("", exc_info=error)
        say(both(f"{type(error).__name__}: {error}"))
