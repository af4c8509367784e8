"""Papermill executes one notebook; what comes back is the same bytes whenever the inputs are."""

from __future__ import annotations

import logging
import os
import re
import sysconfig
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers

from reporting.errors import ReportFailed, Text, both
from reporting.execution.engine import SINGLE_THREADED, Run, can_fork
from reporting.execution.notebook import check_parameters, name_of, read_notebook
from reporting.folders import ROOT

KERNEL = "python3"

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": KERNEL},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}

_NO_FORK = Text(
    "Hệ điều hành này không hỗ trợ chế độ chạy nhanh; dùng kernel thông thường (--engine kernel).",
    "This operating system does not support the faster engine; using --engine kernel.",
)
_TOO_SLOW = Text(
    "ô này chạy quá giới hạn {0} giây",
    "the cell ran past its limit of {0} s",
)
_DIED = Text(
    "tiến trình chạy ô này dừng đột ngột",
    "the process running the cell died",
)
_NO_KERNEL = Text(
    "Bộ máy chạy sổ tay gặp lỗi: {0}",
    "The notebook's kernel failed: {0}",
)

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# Where this machine keeps things; in warnings and tracebacks, not in a notebook's own values.
_PLACES = [(sysconfig.get_path("purelib"), "site-packages"), (str(ROOT) + os.sep, "")]
# Where an object happens to lie in memory: in the plain form of whatever has no better one.
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]{6,16}\b")
_CELL_FILE = re.compile(re.escape(tempfile.gettempdir() + os.sep) + r"ipykernel_\d+")

# papermill's and nbclient's own warnings would reach the user's terminal in English only.
logging.getLogger("papermill").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class CellError:
    """Where execution stopped and why.

    `index` counts the cells of the executed notebook from 0. `ename`, `evalue` and `traceback`
    (without colours) are Python's own words; `message` is what to tell the user.
    """

    index: int
    first_line: str
    ename: str
    evalue: str
    traceback: str
    message: Text


@dataclass(frozen=True)
class Executed:
    """A notebook after execution; with an `error`, as far as it got."""

    notebook: NotebookNode
    error: CellError | None


def execute(
    notebook: NotebookNode | Path,
    parameters: Mapping[str, Any],
    *,
    engine: str = "warm",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 600,
    total_timeout: float = 3600,
    say: Callable[[Text], None] | None = None,
) -> Executed:
    """Execute one notebook with papermill and return it; no file is written.

    `parameters` must be declared in the notebook's cell tagged `parameters`, else an `InputError`
    says so before anything runs. `env` is added to this process's environment, for the notebook
    only; `cwd` is the notebook's folder, this process stays where it is. `timeout` holds for each
    cell, `total_timeout` for all of them, both in seconds. `say` hears what the user should know.

    `SystemExit` without a code, or with 0, ends the notebook without an `error`: papermill counts
    it as success, with either engine. Who needs the whole notebook looks for its last result.
    """
    node = read_notebook(notebook)
    if parameters:
        check_parameters(node, parameters, name_of(notebook))
    if engine == "warm" and not can_fork():
        engine = "kernel"
        if say:
            say(_NO_FORK)
    run = Run(cwd or Path.cwd(), child_environment(env), timeout, total_timeout)
    problem = _run(node, parameters, engine, run)
    assert run.notebook is not None
    executed = remove_error_markers(run.notebook)
    error = _explain(problem, executed, run) if problem else None
    return Executed(_deterministic(executed), error)


def _run(
    notebook: NotebookNode, parameters: Mapping[str, Any], engine: str, run: Run
) -> Exception | None:
    """Hand the notebook to papermill; return what stopped it."""
    try:
        papermill.execute_notebook(
            notebook,
            None,
            dict(parameters),
            engine_name=engine,
            kernel_name=KERNEL,
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            run=run,
        )
    except (PapermillExecutionError, CellTimeoutError, DeadKernelError) as problem:
        return problem
    except RuntimeError as problem:
        raise ReportFailed(_NO_KERNEL.format(problem)) from problem
    return None


def child_environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    """Return the notebook's environment: this one, the repository on the path, and `extra`."""
    environment = dict.fromkeys(SINGLE_THREADED, "1") | dict(os.environ)
    path = [str(ROOT), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    return environment | dict(extra or {})


def _explain(problem: Exception, notebook: NotebookNode, run: Run) -> CellError | None:
    """Say in which cell a run stopped, and why: the cell's own error, or its process's end."""
    cell = notebook.cells[run.cell]
    where = (run.cell, cell.source.strip().partition("\n")[0])
    if not isinstance(problem, PapermillExecutionError):
        said = _DIED
        if isinstance(problem, CellTimeoutError):
            said = _TOO_SLOW.format(f"{run.allowed:.3g}")
        # Whether the kernel still answers while it is being ended is a matter of luck.
        cell.outputs = [output for output in cell.outputs if output.output_type != "error"]
        cell.execution_count = None
        return CellError(*where, type(problem).__name__, said.en, "", said)
    # papermill also objects to errors that a cell's tag `raises-exception` announces.
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    if not cell.metadata.papermill.exception or not errors:
        return None
    error = errors[-1]
    if error.ename == "SystemExit" and error.evalue in ("", "0"):
        return None
    traceback = _neutral(_COLOURS.sub("", "\n".join(error.traceback)))
    # A mistake that explains itself has no traceback but its own words.
    explained = traceback == error.evalue
    said = both(error.evalue if explained else f"{error.ename}: {error.evalue}")
    return CellError(*where, error.ename, error.evalue, traceback, said)


def _deterministic(notebook: NotebookNode) -> NotebookNode:
    """Take out of an executed notebook what differs from run to run and from machine to machine."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.update(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if "outputs" in cell:
            cell.outputs = _joined(cell.outputs)
            for output in cell.outputs:
                _neutralise(output)
    return notebook


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Put together what a cell printed: it arrives in pieces cut by the clock, in either order.

    nbclient can do it too, in a time that is quadratic in the length of a line.
    """
    joined: list[NotebookNode] = []
    streams: dict[str, NotebookNode] = {}
    for output in outputs:
        if output.output_type != "stream":
            joined.append(output)
        elif output.name in streams:
            streams[output.name].text += output.text
        else:
            streams[output.name] = output
            joined.append(output)
    for first, (one, two) in enumerate(pairwise(joined)):
        if one.get("name") == "stderr" and two.get("name") == "stdout":
            joined[first : first + 2] = [two, one]
            break
    for stream in streams.values():
        lines = stream.text.replace("\r\n", "\n").split("\n")
        # A progress bar writes over its line again and again; the last state is what stays.
        stream.text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    return joined


def _neutralise(output: NotebookNode) -> None:
    """Drop process numbers, addresses and this machine's folders from printed text and tracebacks."""
    if plain := output.get("data", {}).get("text/plain"):
        output.data["text/plain"] = _ADDRESS.sub("0x…", plain)
    if "text" in output:
        output["text"] = _neutral(output["text"])
    if "traceback" in output:
        output["traceback"] = [_neutral(line) for line in output["traceback"]]


def _neutral(text: str) -> str:
    for place, name in _PLACES:
        text = text.replace(place, name)
    return _CELL_FILE.sub("ipykernel", _ADDRESS.sub("0x…", text))
