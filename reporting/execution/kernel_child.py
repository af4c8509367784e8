"""The far side of the warm engine: an ipykernel in a forked process, behind a pipe."""

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
import threading
import time
import warnings
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ipykernel_launcher
import zmq
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import Session
from tornado.ioloop import IOLoop
from traitlets import Any as AnyTrait
from traitlets.config import Application

INLINE = "module://matplotlib_inline.backend_inline"
HISTORY = "--HistoryManager.hist_file=:memory:"  # as nbclient has it


def send(connection: Connection, channel: bytes, frames: list[Any]) -> None:
    """Put one Jupyter message on a connection: its channel and its frames, in one piece."""
    connection.send((channel, [bytes(frame) for frame in frames]))


def receive(connection: Connection) -> tuple[bytes, list[bytes]]:
    """Take one message off a connection; `EOFError` when the other side is gone."""
    channel, frames = connection.recv()
    return channel, frames


class PipeSocket:
    """What ipykernel takes for a ZeroMQ socket: messages go into the pipe."""

    def __init__(self, connection: Connection, channel: bytes, lock: threading.Lock) -> None:
        self.connection = connection
        self.channel = channel
        self.lock = lock
        self.context = zmq.Context()  # for ipykernel's messages between its own threads

    def send_multipart(self, frames: list[Any], **_: Any) -> None:
        """Send a message; the main thread and the output thread take turns."""
        with self.lock, contextlib.suppress(OSError):  # the other side may have hung up
            send(self.connection, self.channel, frames)

    def flush(self, *_: Any) -> None:
        """Nothing waits here."""

    def close(self, **_: Any) -> None:
        """The connection ends with the process."""


class PipedKernel(IPythonKernel):
    """ipykernel's kernel, for a client that asks for one cell at a time."""

    shell_stream = AnyTrait()
    _supports_kernel_subshells = False

    def start(self) -> None:
        """Begin; requests come from the application, which reads the pipe."""
        self.io_loop = IOLoop.current()
        assert self.shell is not None
        self.shell.exit_now = False

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """After an error nothing is queued."""


class PipedKernelApp(IPKernelApp):
    """ipykernel's application with a pipe for its sockets, everything else being its own."""

    connection = AnyTrait()
    key = AnyTrait()
    answering = AnyTrait()

    def init_connection_file(self) -> None:
        """There is no address to write down."""

    def write_connection_file(self, **_: Any) -> None:
        """There is no address to write down."""

    def log_connection_info(self) -> None:
        """There is no address to tell."""

    def init_heartbeat(self) -> None:
        """The other side notices when this process ends."""

    def init_sockets(self) -> None:
        """Lead the output and the replies into the pipe."""
        lock = threading.Lock()
        self.session = Session(parent=self, key=self.key)
        self.shell_socket = PipeSocket(self.connection, b"shell", lock)
        self.configure_tornado_logger()
        output = PipeSocket(self.connection, b"iopub", lock)
        self.iopub_thread = IOPubThread(output, pipe=True, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def init_kernel(self) -> None:
        """Create the kernel on those sockets."""
        self.kernel = PipedKernel.instance(
            parent=self,
            session=self.session,
            shell_stream=self.shell_socket,
            # ipykernel asks it which thread runs the cells.
            shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count

    def start(self) -> None:
        """Answer requests until the other side hangs up."""
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        context = contextvars.copy_context()  # one for all cells, as in the kernel

        def answer() -> None:
            try:
                _, frames = receive(self.connection)
            except (EOFError, OSError):
                loop.stop()
                return
            parts = [zmq.Frame(frame) for frame in frames]
            self.answering = loop.create_task(self.kernel.dispatch_shell(parts), context=context)

        loop.add_reader(self.connection.fileno(), answer)
        super().start()


def serve(connection: Connection, key: bytes, cwd: Path, environment: Mapping[str, str]) -> None:
    """Turn this forked process into a kernel that answers on `connection`, until it is closed.

    `key` signs the messages, as Jupyter has it.
    """
    leave_the_parent(cwd, environment)
    settle_libraries()
    app = PipedKernelApp.instance(connection=connection, key=key, parent_handle=os.getppid())
    app.initialize([HISTORY])
    app.start()
    atexit._run_exitfuncs()


def leave_the_parent(cwd: Path, environment: Mapping[str, str]) -> None:
    """Undo what a fork inherits and a new interpreter would not have."""
    gc.freeze()  # no need to look through the parent's objects, nor to close what they hold
    gc.enable()
    os.setsid()  # Ctrl-C is for the parent, which then ends this whole group
    atexit._clear()
    faulthandler.disable()
    _default_signals()
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
    sys.argv[:] = [ipykernel_launcher.__file__, "-f", os.devnull, HISTORY]
    logging.captureWarnings(False)
    importlib.reload(warnings)  # whoever called may be recording warnings
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)
    for singleton in (Application, InteractiveShell):
        if singleton.initialized():
            type(singleton.instance()).clear_instance()


def _default_signals() -> None:
    """Drop the parent's signal handlers; ipykernel sets its own for Ctrl-C."""
    sys.unraisablehook = sys.__unraisablehook__
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _fresh_path(path: list[str], python_path: str) -> list[str]:
    """What `sys.path` is in a new interpreter: PYTHONPATH, then all from the standard library on."""
    library = sysconfig.get_path("stdlib")
    zipped = f"python{sys.version_info.major}{sys.version_info.minor}.zip"
    start = next(
        (at for at, entry in enumerate(path) if entry == library or Path(entry).name == zipped), 0
    )
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
