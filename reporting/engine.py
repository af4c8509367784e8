"""The engines papermill runs a notebook on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.log import logger

START_TIMEOUT = 60


@dataclass
class Run:
    """One execution of one notebook: what it is given, and how far it has come."""

    cwd: Path
    env: dict[str, str]
    timeout: float
    total_timeout: float
    notebook: NotebookNode | None = None
    cell: int = 0
    allowed: float = 0.0
    started: float = field(default_factory=monotonic)

    def time_left(self, _cell: NotebookNode) -> float:
        """Seconds that the next cell may take; never 0, which nbclient takes for no limit."""
        total = self.total_timeout - (monotonic() - self.started)
        self.allowed = max(0.001, min(self.timeout, total))
        return self.allowed

    def at_cell(self, cell: NotebookNode, cell_index: int) -> None:  # noqa: ARG002  nbclient's hook
        """Remember the cell that is running: a dead kernel does not say which one it was."""
        self.cell = cell_index


def client_options(run: Run) -> dict[str, Any]:
    """Options of nbclient that both engines share, so that both give the same notebook."""
    return {
        "log": logger,
        "startup_timeout": START_TIMEOUT,
        "timeout_func": run.time_left,
        "on_cell_start": run.at_cell,
        # What one cell prints arrives in pieces cut by the clock; put them together.
        "coalesce_streams": True,
        "record_timing": False,
    }


class ThisPython(AsyncKernelManager):
    """Starts ipykernel in this very interpreter, whatever kernels the machine has by that name."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """ipykernel's own specification."""
        return KernelSpec(**get_kernel_dict())


class KernelEngine(NBClientEngine):
    """papermill's own engine: nbclient and an ipykernel in a new process."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, run: Run, **_: Any
    ) -> None:
        """Execute the notebook in a fresh kernel."""
        run.notebook = nb_man.nb
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            kernel_manager_class=ThisPython,
            **client_options(run),
        )
        # What the interpreter itself prints when it dies is not for the user's terminal.
        client.execute(
            env=run.env, cwd=str(run.cwd), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


papermill_engines.register("kernel", KernelEngine)
