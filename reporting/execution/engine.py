"""The engine papermill runs a notebook on, which may start warm; processes that stand ready with it."""

import builtins
import gc
import importlib
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.log import logger

from reporting.execution.lifetime import clear_away, end_with_parent, leave, temporary_folder
from reporting.text import data_of

# Sums split over threads differ in their last digits with the number of cores; and a process that
# has started threads can't be forked safely.
SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

REQUESTS, PATIENCE = 5, 2.0  # how often a process is asked to end, and the seconds it has each time


@dataclass
class Run:
    """One execution of one notebook: what it is given, and the seconds that its last cell was allowed."""

    warm: bool  # in a fork of this warm process
    cwd: Path
    env: dict[str, str]
    timeout: float
    total_timeout: float
    notebook: NotebookNode | None = None
    allowed: float = 0.0
    started: float = field(default_factory=monotonic)

    def time_left(self, _cell: NotebookNode) -> float:
        """Seconds that the next cell may take; never 0, which nbclient takes for no limit."""
        total = self.total_timeout - (monotonic() - self.started)
        self.allowed = max(0.001, min(self.timeout, total))
        return self.allowed


class Client(PapermillNotebookClient):
    """papermill's client, without patience for a kernel that was interrupted or is past its time."""

    @contextmanager
    def setup_kernel(self, **options: Any) -> Iterator[None]:
        """Have a kernel for as long as the notebook runs."""
        with super().setup_kernel(**options):
            try:
                yield
            except BaseException:
                self.shutdown_kernel = "immediate"
                raise


class Engine(NBClientEngine):
    """papermill's own engine: nbclient and an ipykernel in a new process, or in a fork of this one."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, run: Run, **_: Any
    ) -> None:
        """Execute the notebook."""
        run.notebook = nb_man.nb
        # What the interpreter itself prints when it dies is not for the user's terminal.
        start: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if sys.platform == "linux":  # elsewhere the kernel looks for its parent every second
            start["preexec_fn"] = partial(end_with_parent, os.getpid(), signal.SIGKILL)
        with ExitStack() as stack:
            address = stack.enter_context(temporary_folder()) / "kernel.json"
            # ipykernel in this very interpreter, whatever kernels the machine has by that name
            own = KernelSpecManager(kernel_dirs=[])
            manager = AsyncKernelManager(connection_file=str(address), kernel_spec_manager=own)
            if run.warm:
                from reporting.execution.provisioner import forked_kernel

                stack.enter_context(forked_kernel(manager))
            client = Client(
                nb_man, manager, kernel_name=kernel_name, log=logger, startup_timeout=60,
                timeout_func=run.time_left, record_timing=False,
            )  # fmt: skip
            client.execute(env=run.env, cwd=str(run.cwd), cleanup_kc=True, **start)


papermill_engines.register("reporting", Engine)


def can_fork() -> bool:
    """Whether the warm engine works here: macOS has forks, but its libraries don't survive them."""
    return hasattr(os, "fork") and sys.platform != "darwin"


def prime(modules: Iterable[str] | None = None) -> None:
    """Import what notebooks import, so that each fork of this process finds it there; no thread is started."""
    # what libraries see meanwhile as in a kernel: pandas fits its tables to the terminal where there is no
    # `get_ipython`, and the debugger, which is for people, doubles the time that the kernel takes to import
    seen: list[tuple[MutableMapping[str, Any], str, Any]] = [
        (vars(builtins), "get_ipython", lambda: SimpleNamespace(kernel=None)),
        (sys.modules, "debugpy", None),  # says: it can't be imported
        *((os.environ, name, "1") for name in SINGLE_THREADED),
    ]
    # Ctrl-C waits: libraries that try to import what they can do without would swallow it
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    with ExitStack() as stack:
        stack.callback(signal.pthread_sigmask, signal.SIG_SETMASK, mask)
        for names, name, value in seen:
            if name not in names:
                names[name] = value
                stack.callback(names.pop, name)
        for module in ("ipykernel.debugger", *(modules or data_of("execution", "warm_modules"))):
            importlib.import_module(module)


class Pool(ProcessPoolExecutor):
    """An executor whose processes are forked from this one or `fresh`, primed, and end with it; by an exception at once."""

    def __init__(self, jobs: int, *, warm: bool = True, fresh: bool = False) -> None:
        # papermill works with the current directory, so notebooks at the same time need processes
        clear_away()
        forks = can_fork()
        warm = warm and forks
        if warm and not fresh:
            prime()
        gc.freeze()  # what is there by now stays; no process need look through it again
        context = multiprocessing.get_context("fork" if forks and not fresh else "spawn")
        super().__init__(jobs, mp_context=context, initializer=_begin, initargs=(warm and fresh,))

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a function in one of the processes."""
        return super().submit(_work, function, *args, **kwargs)

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> None:
        if kind is not None:
            _end(list((self._processes or {}).values()))
            # and its thread, which would be told to end once more, maybe too late, as the interpreter does
            self.shutdown(cancel_futures=True)
        super().__exit__(kind, *rest)


def _end(processes: Sequence[BaseProcess]) -> None:
    """Ask processes to end until they have; where Python ignores exceptions, it ignores the one this becomes, too."""
    left = processes
    for _ in range(REQUESTS):
        for process in left:
            process.terminate()
        until = monotonic() + PATIENCE
        while left and (remaining := until - monotonic()) > 0:
            ended = wait([process.sentinel for process in left], remaining)
            left = [process for process in left if process.sentinel not in ended]
    for process in left:
        process.kill()


# A process that runs notebooks needs an event loop of its own. One that came over from its parent would share the
# parent's list of awaited files with every sibling, and a message for one would wake another, which then waits forever.
_own_context = Context()


def _begin(to_be_primed: bool = False) -> None:
    """Begin as a process of its own; Ctrl-C is left to the parent, which ends the processes and says so once."""
    gc.enable()  # `cli` has put it off
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, leave)
    sys.unraisablehook = _ignored
    if parent := multiprocessing.parent_process():
        end_with_parent(parent.pid or 0)
    if to_be_primed:
        prime()


def _ignored(what: "sys.UnraisableHookArgs") -> None:
    """Print what Python ignores, but for a request to end: that is made again, and no news."""
    if not isinstance(what.exc_value, SystemExit):
        sys.__unraisablehook__(what)


def _work(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run one job; the executor would take the request to end for the job's result."""
    try:
        return _own_context.run(function, *args, **kwargs)
    except SystemExit:
        os._exit(1)
