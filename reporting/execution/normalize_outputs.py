"""What differs from run to run and from machine to machine, taken out of an executed notebook."""

import os
import re
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from nbformat import NotebookNode

from reporting.execution.notebook import INJECTED, tags
from reporting.inputs.folders import ROOT

# Where an object happens to lie in memory: in the plain form of whatever has no better one.
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]{6,16}\b")
# The file that a cell's code seems to come from; the number is that of the process.
_CELL_FILE = re.compile(r"\btmp[/\\]ipykernel_\d+")


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
