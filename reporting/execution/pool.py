"""Processes that stand ready to execute notebooks, several at a time."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextvars import Context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from reporting.execution.engine import can_fork, prime
from reporting.execution.lifetime import clear_away, end_with_parent, leave

REQUESTS, PATIENCE = 5, 2.0  # how often a process is asked to end, and the seconds it has each time


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
            processes = list((self._processes or {}).values())
            self.shutdown(wait=False, cancel_futures=True)
            _end(processes)
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


def _ignored(what: sys.UnraisableHookArgs) -> None:
    """Print what Python ignores, but for a request to end: that is made again, and no news."""
    if not isinstance(what.exc_value, SystemExit):
        sys.__unraisablehook__(what)


def _work(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run one job; the executor would take the request to end for the job's result."""
    try:
        return _own_context.run(function, *args, **kwargs)
    except SystemExit:
        os._exit(1)
