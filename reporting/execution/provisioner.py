"""Jupyter kernels that are forked from this process, as `jupyter_client` provides for kernels of one's own."""

import asyncio
import contextlib
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from nbclient.exceptions import DeadKernelError

from reporting.execution import kernel_child

SHUTDOWN_TIMEOUT = 5  # seconds for a notebook's exit handlers
LONGEST_PATH = 100  # of a connection file; a local socket's is a little longer: 107 at most


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
        with contextlib.suppress(ProcessLookupError):
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
            kernel_child.become(parent, theirs, arguments, Path(options["cwd"]), options["env"])
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
        until = monotonic() + SHUTDOWN_TIMEOUT
        while await self.poll() is None and monotonic() < until:
            await asyncio.sleep(0.002)

    def end(self) -> None:
        """End the process, and all that it has started, if it is still there."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


class GreetedClient(AsyncKernelClient):
    """A client that is ready when the kernel greets it: no output is lost from then on."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the greeting; Jupyter's own client waits 0.2 seconds for a silence."""
        try:
            await self.get_iopub_msg(timeout=timeout)
        except Empty:
            raise RuntimeError("Kernel didn't respond") from None


@contextlib.contextmanager
def forked_kernel(manager: AsyncKernelManager) -> Iterator[AsyncKernelManager]:
    """Have a manager fork its kernel; at the end there is none."""
    manager.transport = "ipc" if len(manager.connection_file) < LONGEST_PATH else "tcp"
    manager.client_factory = GreetedClient
    provisioner = ForkProvisioner(parent=manager, kernel_spec=manager.kernel_spec)
    manager.provisioner = provisioner
    try:
        yield manager
    finally:
        provisioner.end()
