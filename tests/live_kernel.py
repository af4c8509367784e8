"""A real Jupyter kernel with the report open in it, driven as JupyterLab does: cell by cell, each with its id."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty
from typing import Any

import nbformat
from jupyter_client.manager import KernelManager
from small_office import ROOT, SmallOffice

from reporting.execution.engine import prime
from reporting.execution.provisioner import ForkProvisioner

NOTEBOOK = ROOT / "notebooks" / "quarterly_report.ipynb"
SECONDS = 60


@dataclass
class Ran:
    """What came of one cell."""

    html: list[str] = field(default_factory=list)
    error: str | None = None
    lines: list[str] = field(default_factory=list)


class LiveKernel:
    """One kernel; `run` runs a cell in it."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def run(self, source: str, cell: str | None = None) -> Ran:
        """Run a cell; `cell` is the id that JupyterLab would send along, None for a front end that sends none."""
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
        metadata = {"cellId": cell} if cell else {}
        request = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(request)
        ran = Ran()
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=SECONDS)
            except Empty:
                raise AssertionError(f"the kernel did not answer: {source}") from None
            if message["parent_header"].get("msg_id") != request["header"]["msg_id"]:
                continue
            said = message["content"]
            match message["msg_type"]:
                case "display_data" | "execute_result":
                    ran.html.append(
                        said["data"].get("text/html", said["data"].get("text/plain", ""))
                    )
                case "error":
                    ran.error, ran.lines = f"{said['ename']}: {said['evalue']}", said["traceback"]
                case "status" if said["execution_state"] == "idle":
                    return ran


@contextmanager
def live_report(office: SmallOffice, quarter: str) -> Iterator[LiveKernel]:
    """The report's notebook, run from the top down to its indicators, in a kernel."""
    own = {"PYTHONPATH": str(ROOT), "REPORT_LANGUAGE": "en"}
    environment = {**os.environ, **office.folders.environment(), **own}
    prime()  # forked from here, as the warm engine does it, a kernel is there at once
    manager = KernelManager()
    manager.provisioner = ForkProvisioner(parent=manager, kernel_spec=manager.kernel_spec)
    manager.start_kernel(env=environment, cwd=str(office.root))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=SECONDS)
    kernel = LiveKernel(client)
    try:
        for cell in nbformat.read(NOTEBOOK, 4).cells:
            if cell.cell_type != "code" or cell.source.startswith("report."):
                continue
            source = cell.source.replace("2023Q3", quarter).replace('"vi"', '"en"', 1)
            if cell.id != "parameters":
                source = cell.source
            assert kernel.run(source, cell.id).error is None
        yield kernel
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
