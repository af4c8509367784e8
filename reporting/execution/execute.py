"""Papermill executes one notebook; what comes back is the same bytes whenever the inputs are."""

import logging
import os
import re
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers

from reporting.execution.engine import SINGLE_THREADED, Run, can_fork
from reporting.execution.notebook import INJECTED, check_parameters, name_of, read_notebook, tags
from reporting.inputs.folders import ROOT
from reporting.text import LANGUAGES, BilingualText, ReportFailed, both, texts

_TEXT = texts(__name__)

# Where an object happens to lie in memory: in the plain form of whatever has no better one.
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]{6,16}\b")
# The file that a cell's code seems to come from; the number is that of the process.
_CELL_FILE = re.compile(r"\btmp[/\\]ipykernel_\d+")
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


class Places:
    """Where this machine keeps things (`folders`: those of this run), and what stands for it in warnings."""

    def __init__(self, folders: Mapping[str, str]) -> None:
        names = {
            tempfile.gettempdir(): "tmp",
            str(Path.home()): "~",
            **dict.fromkeys(map(sysconfig.get_path, ("stdlib", "platstdlib")), "stdlib"),
            **dict.fromkeys(map(sysconfig.get_path, ("purelib", "platlib")), "site-packages"),
            str(ROOT): "",
            **folders,
        }
        self._names = {form: name for place, name in names.items() for form in _forms(place)}
        longest_first = sorted(self._names, key=len, reverse=True)
        # A whole path or the beginning of one, not a part of another's name.
        self._any = re.compile(
            r"(\x1b\[[0-9;]*m|(?<![\w.~-]))"  # a colour may stand before it
            rf"({'|'.join(map(re.escape, longest_first))})(?![\w-]|\.\w)([/\\]?)"
        )

    def hidden_in(self, text: str) -> str:
        """A text without process numbers, addresses and this machine's folders."""
        return _CELL_FILE.sub("ipykernel", _ADDRESS.sub("0x…", self._any.sub(self._named, text)))

    def _named(self, found: re.Match[str]) -> str:
        before, place, separator = found.groups()
        name = self._names[place]
        return before + (f"{name}{separator}" if name else "" if separator else ".")


def _forms(place: str) -> Iterator[str]:
    """How a folder is written: as it is, without links, and as IPython does where it is in one's home."""
    home = str(Path.home())
    for form in (place, os.path.realpath(place)):
        if form == Path(form).anchor:  # every path would begin with it
            continue
        yield form
        if form.startswith(home + os.sep):
            yield "~" + form.removeprefix(home)


def execute(
    notebook: NotebookNode | Path, parameters: Mapping[str, Any], *, engine: str = "warm",
    cwd: Path | None = None, env: Mapping[str, str] | None = None, folders: Mapping[str, str] | None = None,
    timeout: float = 600, total_timeout: float = 3600,
) -> Executed:  # fmt: skip
    """Execute one notebook with papermill and return it; `folders` says what tracebacks call those of this machine.

    `timeout` is in seconds and that of each cell, `total_timeout` that of all.
    """
    node = read_notebook(notebook)
    if parameters:
        check_parameters(node, parameters, name_of(notebook))
    warm = engine == "warm" and can_fork()  # the files are the same
    run = Run(warm, cwd or Path.cwd(), child_environment(env), timeout, total_timeout)
    problem: Exception | None = None
    try:
        papermill.execute_notebook(
            node, None, dict(parameters), engine_name="reporting", kernel_name="python3",
            language="python", progress_bar=False, request_save_on_cell_execute=False,
            autosave_cell_every=0, run=run,
        )  # fmt: skip
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


def _explain(problem: Exception, node: NotebookNode, run: Run, places: Places) -> CellError | None:
    """Say in which cell a run stopped, and why: the cell's own error, or its process's end."""
    index, cell = [  # a dead kernel does not say which one it was
        (n, each) for n, each in enumerate(node.cells) if each.metadata.papermill.start_time
    ][-1]
    where = (index, cell.source.strip().partition("\n")[0])
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


def normalized(notebook: NotebookNode, places: Places) -> NotebookNode:
    """Take out of an executed notebook what is not the same each time, wherever it is executed."""
    notebook.metadata.pop("papermill", None)
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata["kernelspec"] = kernel
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if INJECTED in tags(cell):
            cell["id"] = INJECTED
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if "outputs" in cell:
            cell.outputs = _joined(cell.outputs)
        for output in cell.get("outputs", ()):
            # of results only the plain form is touched: what a notebook shows is its own
            if plain := output.get("data", {}).get("text/plain"):
                output.data["text/plain"] = _ADDRESS.sub("0x…", plain)
            for key in {"text", "evalue"} & {*output}:
                output[key] = places.hidden_in(output[key])
            if "traceback" in output:
                output["traceback"] = list(map(places.hidden_in, output["traceback"]))
    return notebook


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Put together what a cell printed, in linear time: it arrives in pieces cut by the clock, in either order."""
    joined: list[NotebookNode] = []
    streams: dict[str, NotebookNode] = {}
    for output in outputs:
        if output.output_type == "stream" and output.name in streams:
            streams[output.name].text += output.text
            continue
        joined.append(output)
        if output.output_type == "stream":
            streams[output.name] = output
    for first, (one, two) in enumerate(pairwise(joined)):
        if one.get("name") == "stderr" and two.get("name") == "stdout":
            joined[first : first + 2] = [two, one]
            break
    for stream in streams.values():
        lines = stream.text.replace("\r\n", "\n").split("\n")
        # A progress bar writes over its line again and again; the last state is what stays.
        stream.text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    return joined
