"""What a forked process does to become a kernel like any other."""

import asyncio
import atexit
import contextlib
import contextvars
import faulthandler
import gc
import importlib
import logging
import os
import signal
import sys
import sysconfig
import time
import traceback
import warnings
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

import ipykernel_launcher
from ipykernel.kernelapp import IPKernelApp
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Application

from reporting.execution.lifetime import end_with_parent

INLINE = "module://matplotlib_inline.backend_inline"


def become(
    parent: int, ready: Connection, arguments: list[str], cwd: Path, environment: Mapping[str, str]
) -> NoReturn:
    """Turn this process, just forked, into an ipykernel; `ready` is sent None once it listens, else the traceback."""
    try:
        end_with_parent(parent, signal.SIGKILL)
        leave_the_parent(arguments, cwd, environment)
        settle_libraries()
        contextvars.Context().run(_serve, ready, arguments)
    except BaseException:
        with contextlib.suppress(OSError):
            ready.send(traceback.format_exc())
    finally:
        os._exit(0)


def _serve(ready: Connection, arguments: list[str]) -> None:
    asyncio.set_event_loop(asyncio.new_event_loop())  # the parent's is running
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(arguments)
    with ready:
        ready.send(None)
    app.start()
    # Nobody listens any more; to close the sockets could mean to wait for the thread that still uses them.
    atexit.unregister(app.close)
    atexit._run_exitfuncs()


def leave_the_parent(arguments: list[str], cwd: Path, environment: Mapping[str, str]) -> None:
    """Undo what a fork inherits and a new interpreter would not have."""
    gc.freeze()  # no need to look through the parent's objects, nor to close what they hold
    gc.enable()
    os.setsid()  # Ctrl-C is for the parent, which then ends this whole group
    atexit._clear()
    faulthandler.disable()
    # the parent's signal handlers are dropped; ipykernel sets its own for Ctrl-C
    sys.unraisablehook = sys.__unraisablehook__
    signal.set_wakeup_fd(-1)
    for each in signal.valid_signals():
        if callable(signal.getsignal(each)):
            signal.signal(each, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    time.tzset()
    sys.path[:] = _fresh_path(sys.path, environment.get("PYTHONPATH", ""))
    sys.argv[:] = [ipykernel_launcher.__file__, *arguments]
    logging.captureWarnings(False)
    importlib.reload(warnings)  # whoever called may be recording warnings
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)
    for singleton in (Application, InteractiveShell):
        if singleton.initialized():
            type(singleton.instance()).clear_instance()


def _fresh_path(path: list[str], python_path: str) -> list[str]:
    """What `sys.path` is in a new interpreter: PYTHONPATH, then all from the standard library on."""
    library = sysconfig.get_path("stdlib")
    zipped = f"python{sys.version_info.major}{sys.version_info.minor}.zip"
    places = [entry == library or Path(entry).name == zipped for entry in path]
    start = places.index(True) if True in places else 0
    entries = [str(Path(entry).absolute()) for entry in python_path.split(os.pathsep) if entry]
    return list(dict.fromkeys(entry for entry in entries + path[start:] if entry))


def settle_libraries() -> None:
    """Bring libraries that were imported in the parent to where an import here would bring them."""
    sys.modules.pop("tqdm.auto", None)  # they choose a kind of progress bar at import
    sys.modules.pop("tqdm.autonotebook", None)
    if numpy_random := sys.modules.get("numpy.random"):
        numpy_random.seed()
    pandas = sys.modules.get("pandas")
    # Without an IPython around it, pandas fits tables to the terminal's width.
    if pandas and pandas.get_option("display.max_columns") == 0:
        pandas.set_option("display.max_columns", 20)
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = os.environ.get("MPLBACKEND") or INLINE
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if pyplot:
        # Figures and the backend of the parent; the inline backend sets itself up when imported.
        pyplot._pylab_helpers.Gcf.figs.clear()
        pyplot._backend_mod = None
        sys.modules.pop("matplotlib_inline.backend_inline", None)
