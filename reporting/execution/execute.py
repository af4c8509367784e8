"""Papermill executes one notebook; what comes back is the same bytes whenever the inputs are."""

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers

from reporting.execution.engine import SINGLE_THREADED, Run, can_fork
from reporting.execution.normalize_outputs import Places, normalized
from reporting.execution.notebook import check_parameters, name_of, read_notebook
from reporting.inputs.folders import ROOT
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import LANGUAGES
from reporting.text.errors import ReportFailed

_TEXT = texts(__name__)

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# papermill's and nbclient's own warnings would reach the user's terminal in English only.
logging.getLogger("papermill").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class CellError:
    """Where execution stopped, by the cell's number from 0, and why: in Python's words, and in the user's."""

    index: int
    first_line: str
    ename: str
    evalue: str
    traceback: str
    message: BilingualText


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
    folders: Mapping[str, str] | None = None,
    timeout: float = 600,  # seconds, of each cell
    total_timeout: float = 3600,
) -> Executed:
    """Execute one notebook with papermill and return it; `folders` says what tracebacks call those of this machine."""
    node = read_notebook(notebook)
    if parameters:
        check_parameters(node, parameters, name_of(notebook))
    if not can_fork():
        engine = "kernel"  # the files are the same
    run = Run(cwd or Path.cwd(), child_environment(env), timeout, total_timeout)
    problem: Exception | None = None
    try:
        papermill.execute_notebook(
            node,
            None,
            dict(parameters),
            engine_name=engine,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            run=run,
        )
    except (PapermillExecutionError, CellTimeoutError, DeadKernelError) as stopped:
        problem = stopped
    except RuntimeError as broken:
        raise ReportFailed(_TEXT.no_kernel.format(broken)) from broken
    assert run.notebook is not None
    executed, places = remove_error_markers(run.notebook), Places(folders or {})
    error = _explain(problem, executed, run, places) if problem else None
    return Executed(normalized(executed, places), error)


def child_environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    """Return the notebook's environment: this one, the repository on the path, and `extra`."""
    environment = dict.fromkeys(SINGLE_THREADED, "1") | dict(os.environ)
    path = [str(ROOT), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    return environment | dict(extra or {})


def _explain(
    problem: Exception, notebook: NotebookNode, run: Run, places: Places
) -> CellError | None:
    """Say in which cell a run stopped, and why: the cell's own error, or its process's end."""
    cell = notebook.cells[run.cell]
    where = (run.cell, cell.source.strip().partition("\n")[0])
    if not isinstance(problem, PapermillExecutionError):
        said = _TEXT.died
        if isinstance(problem, CellTimeoutError):
            said = _TEXT.too_slow.format(f"{run.allowed:.3g}")
        # Whether the kernel still answers while it is being ended is a matter of luck.
        cell.outputs = [output for output in cell.outputs if output.output_type != "error"]
        cell.execution_count = None
        return CellError(*where, type(problem).__name__, said.en, "", said)
    # papermill also objects to errors that a cell's tag `raises-exception` announces.
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    if not cell.metadata.papermill.exception or not errors:
        return None
    error = errors[-1]
    if error.ename == "SystemExit" and error.evalue in ("", "0"):  # the end, as papermill has it
        return None
    lines = [_COLOURS.sub("", line) for line in error.traceback]
    traceback = "\n".join(lines)
    # A mistake that explains itself has no traceback but its own words, in one language or in both.
    if len(lines) == len(LANGUAGES) and error.evalue in lines:
        said = BilingualText(*lines)
    elif traceback == error.evalue:
        said = both(error.evalue)
    else:
        said = both(f"{error.ename}: {error.evalue}")
    return CellError(*where, error.ename, error.evalue, places.hidden_in(traceback), said)
