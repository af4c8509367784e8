"""The same loop on a running Dask cluster, whose workers share no folder with this machine.

Inputs travel by digest, once to each worker that needs them; pages come back as bytes and are published by the one
who asked. A worker that is lost costs a retry: writing happens only here.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from reporting import digests, workspace
from reporting.build import Job, Produced, produce
from reporting.engine import prime
from reporting.errors import InputError, Text
from reporting.workspace import Folders

CONNECT_SECONDS = 10
RETRIES = 3

_MISSING = Text(
    "Để chạy trên cụm máy cần cài thêm Dask: pip install distributed (hoặc make setup-dev).",
    "Running on a cluster needs Dask: pip install distributed (or make setup-dev).",
)
_UNREACHABLE = Text(
    "Không kết nối được với bộ điều phối {0} trong {1} giây.",
    "No scheduler answered at {0} within {1} seconds.",
)
_EMPTY = Text("Cụm máy {0} chưa có máy thực hiện nào.", "The cluster at {0} has no workers.")
_OTHER_CODE = Text(
    "Mã chương trình trên {0} khác với máy này; hãy cài cùng một phiên bản rồi chạy lại.",
    "The program on {0} is not the one here; install the same version there and run again.",
)


class Cluster(Executor):
    """An executor whose jobs run on the workers of a Dask cluster; use it in a `with` block.

    Raises `InputError` where the cluster cannot be used: nothing was executed then.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise InputError(_MISSING) from error
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise InputError(_UNREACHABLE.format(address, CONNECT_SECONDS)) from error
        self._executor = self._client.get_executor(retries=RETRIES, pure=False)
        self._sent: dict[str, Any] = {}
        codes = self._client.run(digests.code)
        others = sorted(worker for worker, code in codes.items() if code != digests.code())
        if not codes or others:
            self.shutdown()
            raise InputError(_OTHER_CODE.format(", ".join(others)) if others else _EMPTY.format(address))

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Produced]:
        """Produce one language of a report on some worker."""
        if function is not produce or kwargs:
            raise TypeError("a cluster produces reports and nothing else")
        job, language = args
        contents = {name: self._send(path) for name, path in _inputs(job)}
        return self._executor.submit(_produce_there, job, language, list(contents), *contents.values())

    def _send(self, path: Path) -> Any:
        """Hand a file to the cluster, once however many reports read it."""
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self._sent:
            self._sent[digest] = self._client.scatter(content, hash=True)
        return self._sent[digest]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End what still runs and leave the cluster."""
        if hasattr(self, "_executor"):
            self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.shutdown(cancel_futures=kind is not None)


def _inputs(job: Job) -> Iterable[tuple[str, Path]]:
    """The files a report reads, named by where they belong in a workspace."""
    folders = job.folders
    yield "notebook.ipynb", folders.notebook
    for path in sorted(folders.params.glob("*.yaml")):
        yield f"params/{path.name}", path
    found = workspace.sources(folders, job.quarter)
    yield "data/units.csv", found.units
    for path in [*found.registers.values(), *found.others]:
        if path.is_relative_to(folders.data):
            yield f"data/{path.relative_to(folders.data)}", path
        else:
            yield f"params/{os.path.relpath(path, folders.params)}", path


def _produce_there(job: Job, language: str, names: list[str], *contents: bytes) -> Produced:
    """On a worker: lay the inputs out as a workspace, and produce the report in a process of its own."""
    digest = hashlib.sha256(repr([(name, hashlib.sha256(c).digest()) for name, c in zip(names, contents, strict=True)]).encode())
    place = Path(tempfile.gettempdir()) / f"quarterly-reporting-{os.getuid()}" / digest.hexdigest()[:24]
    for name, content in zip(names, contents, strict=True):
        _write(place / name, content)
    folders = Folders(
        place / "notebook.ipynb", place / "params", place / "data", place / "output", place / "cache"
    )
    return _process().submit(produce, replace(job, folders=folders), language).result()


def _write(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)


@cache
def _process() -> ProcessPoolExecutor:
    """The worker's own process for notebooks: a worker has threads, and a fork must not."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=prime)
