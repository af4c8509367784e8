"""Jupyter kernels that are forked from this process, as `jupyter_client` provides for kernels of one's own."""

import asyncio
import atexit
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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty
from typing import Any, NoReturn

import ipykernel_launcher
from ipykernel.kernelapp import IPKernelApp
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from nbclient.exceptions import DeadKernelError
from traitlets.config import Application

from reporting.execution.lifetime import end_with_parent

SHUTDOWN_TIMEOUT = 5  # seconds for a notebook's exit handlers
LONGEST_PATH = 100  # of a connection file; a local socket's is a little longer: 107 at most
INLINE = "module://matplotlib_inline.backend_inline"


class Forked:
    """A forked process that leads a group; what a provisioner asks of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """Return None as long as the process runs; its number stays taken until `wait`."""
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        ended = os.waitid(os.P_PID, self.pid, options)
        return ended.si_status if ended else None

    def wait(self) -> int:
        """Wait for the process, and end all that it has started."""
        os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def send_signal(self, number: int) -> None:
        """Send a signal to the process alone: just forked, it may not lead its group yet."""
        os.kill(self.pid, number)


class ForkProvisioner(LocalProvisioner):
    """Makes a kernel by forking this process instead of starting a program."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """Fork, and wait until the kernel listens."""
        ours, theirs = Pipe(duplex=False)
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings():
            # Python 3.12 warns of any thread, also of those that arithmetic libraries keep waiting.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            ours.close()
            arguments = cmd[cmd.index("-f") :]
            become(parent, theirs, arguments, Path(options["cwd"]), options["env"])
        theirs.close()
        self.process = Forked(pid)  # type: ignore[assignment]
        self.pid = self.pgid = pid
        with ours:
            try:
                failure = ours.recv()
            except EOFError:
                raise DeadKernelError("Kernel died") from None
        if failure:
            error = RuntimeError(failure.strip().rpartition("\n")[2])
            error.add_note(failure)  # for --debug
            raise error
        return self.connection_info

    async def shutdown_requested(self, restart: bool = False) -> None:  # noqa: ARG002
        """See the kernel's end at once; the manager looks ten times a second."""
        until = time.monotonic() + SHUTDOWN_TIMEOUT
        while await self.poll() is None and time.monotonic() < until:
            await asyncio.sleep(0.002)


class GreetedClient(AsyncKernelClient):
    """A client that is ready when the kernel greets it: no output is lost from then on."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the greeting; Jupyter's own client waits 0.2 seconds for a silence."""
        for _ in range(round(timeout or 60)):
            with suppress(Empty):
                await self.get_iopub_msg(timeout=1)
                return
            self.kernel_info()  # ipykernel misses a listener that comes while it sends; this makes it speak
        raise RuntimeError("Kernel didn't respond")


@contextmanager
def forked_kernel(manager: AsyncKernelManager) -> Iterator[None]:
    """Have a manager fork its kernel; at the end there is none, nor what it has started."""
    manager.transport = "ipc" if len(manager.connection_file) < LONGEST_PATH else "tcp"
    manager.client_factory = GreetedClient
    provisioner = ForkProvisioner(parent=manager, kernel_spec=manager.kernel_spec)
    manager.provisioner = provisioner
    try:
        yield
    finally:
        if provisioner.process:
            provisioner.process.send_signal(signal.SIGKILL)
            provisioner.process.wait()


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
        with suppress(OSError):
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
