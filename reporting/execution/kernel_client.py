"""The near side of the warm engine: nbclient's client of a kernel forked from this process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from jupyter_client.session import Session
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient

from reporting.execution import kernel_child
from reporting.execution.lifetime import end_with_parent

FAILED = b"failed"  # where other messages have their channel
SHUTDOWN_TIMEOUT = 5  # seconds for a notebook's exit handlers, as the kernel has them


class Channel:
    """Messages of one kind that have come out of the pipe."""

    def __init__(self, client: PipeClient) -> None:
        self.client = client
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Return the next message; `queue.Empty` when none comes in time, as nbclient expects."""
        self.client.listen()
        try:
            return await asyncio.wait_for(self.messages.get(), timeout)
        except TimeoutError:
            raise Empty from None


class PipeClient:
    """The near side of a forked kernel: what nbclient takes for a client of Jupyter."""

    def __init__(self, cwd: Path, environment: dict[str, str]) -> None:
        self.session = Session()
        self.shell_channel = Channel(self)
        self.iopub_channel = Channel(self)
        self.hung_up = asyncio.Event()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.failure = ""  # the traceback of a process that did not become a kernel
        self.process, self.connection = fork(cwd, environment, self.session.key)

    def execute(self, code: str, **options: Any) -> str:
        """Ask for a cell to be run; returns the id of the request."""
        content = {"code": code, "silent": False, "allow_stdin": False, "user_expressions": {}}
        return self._request("execute_request", content | options)

    def kernel_info(self) -> str:
        """Ask the kernel what it is; returns the id of the request."""
        return self._request("kernel_info_request", {})

    def _request(self, kind: str, content: dict[str, Any]) -> str:
        message = self.session.msg(kind, content)
        with contextlib.suppress(OSError):  # a process that has gone is noticed while waiting
            kernel_child.send(self.connection, b"shell", self.session.serialize(message))
        return message["msg_id"]

    def listen(self) -> None:
        """Take messages out of the pipe whenever nbclient waits for one."""
        if self.loop is None:
            self.loop = asyncio.get_running_loop()
            self.loop.add_reader(self.connection.fileno(), self._receive)

    def _receive(self) -> None:
        try:
            channel, frames = kernel_child.receive(self.connection)
        except (EOFError, OSError):
            self._stop_listening()
            self.hung_up.set()
            return
        if channel == FAILED:
            self.failure = frames[0].decode()
            return
        _, parts = self.session.feed_identities(frames)
        message = self.session.deserialize(parts)
        target = self.shell_channel if channel == b"shell" else self.iopub_channel
        target.messages.put_nowait(message)

    def _stop_listening(self) -> None:
        if self.loop is not None:
            self.loop.remove_reader(self.connection.fileno())

    async def is_alive(self) -> bool:
        """Whether the process still runs."""
        return not self._ended()

    def _ended(self) -> bool:
        # Unlike waitpid this leaves the number of the process with it, so `close` can't hit another.
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.process, options) is not None

    def last_words(self) -> str:
        """The traceback with which the process ended; nothing where it was killed."""
        while not self.hung_up.is_set() and self.connection.poll():
            self._receive()
        return self.failure

    def close(self, patience: float) -> None:
        """End the process and all that it has started, `patience` seconds after hanging up."""
        self._stop_listening()
        self.connection.close()
        deadline = monotonic() + patience
        while not self._ended() and monotonic() < deadline:
            time.sleep(0.001)
        # A process that has only just been forked may not lead its group yet.
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError):
                kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def fork(cwd: Path, environment: dict[str, str], key: bytes) -> tuple[int, Connection]:
    """Fork this process into a kernel; returns its number and the connection to it."""
    ours, theirs = Pipe()
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Python 3.12 warns of any thread, also of those that arithmetic libraries keep waiting.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process == 0:
        try:
            end_with_parent(parent, signal.SIGKILL)
            ours.close()
            kernel_child.serve(theirs, key, cwd, environment)
        except BaseException:
            with contextlib.suppress(OSError):
                kernel_child.send(theirs, FAILED, [traceback.format_exc().encode()])
        finally:
            os._exit(0)
    theirs.close()
    return process, ours


class WarmClient(PapermillNotebookClient):
    """papermill's client of a kernel that is forked from this process."""

    kc: PipeClient | None

    @contextlib.contextmanager
    def setup_kernel(self, *, cwd: str, env: dict[str, str], **_: Any) -> Iterator[None]:
        """Have a kernel for as long as the notebook runs."""
        self.kc = client = PipeClient(Path(cwd), env)
        patience = 0.0
        try:
            yield
            patience = SHUTDOWN_TIMEOUT
        except DeadKernelError as error:
            if not (words := client.last_words()):
                raise
            failure = RuntimeError(words.strip().rpartition("\n")[2])
            failure.add_note(words)  # for --debug
            raise failure from error
        finally:
            client.close(patience)
            self.kc = None
            _cancel_leftovers(client.loop)

    async def _async_poll_kernel_alive(self) -> None:
        """Stop waiting for a reply as soon as the process is gone."""
        client = self.kc
        assert client is not None
        while await client.is_alive() and not client.hung_up.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(client.hung_up.wait(), 1)
        self.task_poll_for_reply.cancel()


def _cancel_leftovers(loop: asyncio.AbstractEventLoop | None) -> None:
    """Cancel what nbclient leaves waiting after a time limit."""
    if loop is not None and (left := asyncio.all_tasks(loop)):
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
