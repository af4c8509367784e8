"""On a cluster's worker: inputs laid out as a workspace, and a process without threads that produces reports."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from reporting.building.planning import Job
from reporting.execution.lifetime import end_with_parent
from reporting.inputs import digests
from reporting.inputs.folders import ROOT, Folders
from reporting.inputs.input_files import input_files

if TYPE_CHECKING:
    from reporting.building.build import Produced

NOTEBOOK = "notebook.ipynb"

_here = threading.local()


def program() -> tuple[str, dict[str, str]]:
    """What produces reports here: the digest of the code, and the version of every library."""
    return digests.code(), digests.environment()


def keep(content: bytes) -> bytes:
    """Hold a file's content for the reports that read it."""
    return content


def produce_there(job: Job, language: str, files: Mapping[str, str], *contents: bytes) -> Produced:
    """Produce one language of a report from files that came with it; `files` maps their names to their digests."""
    from distributed import get_worker

    store = Path(get_worker().local_directory) / "reports"  # goes with the worker
    place = store / hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:16]
    for name, content in zip(files, contents, strict=True):
        path = place / name
        if not path.exists():  # another thread may be writing it as well
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(content)
            Path(file.name).replace(path)
    own = {name: place / name for name in ("params", "data", "output")}
    folders = Folders(place / NOTEBOOK, **own, cache=store / "cache")
    return _ask(replace(job, found=input_files(folders, job.found.quarter)), language)


def _ask(job: Job, language: str) -> Produced:
    """Have this thread's process produce one language, and raise what it raised; `EOFError` if it died."""
    # a worker has threads, and a process with threads can't be forked safely
    python: subprocess.Popen[bytes] | None = getattr(_here, "python", None)
    if python is None or python.poll() is not None:
        command = [sys.executable, "-m", "reporting.building.worker"]
        pipe = subprocess.PIPE
        python = _here.python = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT)
    assert python.stdin is not None
    assert python.stdout is not None
    pickle.dump((job, language), python.stdin)
    python.stdin.flush()
    reply = pickle.load(python.stdout)
    if isinstance(reply, Exception):
        raise reply
    return reply


def _serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Produce what is asked for until nobody asks any more."""
    from reporting.building.build import produce
    from reporting.execution.engine import can_fork, prime

    if can_fork():
        prime()
    while True:
        reply: Any
        try:
            job, language = pickle.load(requests)
        except EOFError:
            return
        try:
            reply = produce(job, language)
        except Exception as error:  # for the one who asked
            reply = error
        pickle.dump(reply, replies)
        replies.flush()


if __name__ == "__main__":
    end_with_parent(os.getppid())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    _serve(sys.stdin.buffer, answers)
