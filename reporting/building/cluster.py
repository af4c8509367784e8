"""The same loop on a Dask cluster: inputs travel by digest, workers produce, pages are published here."""

import hashlib
import logging
import multiprocessing
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from reporting.building.build import Produced, produce
from reporting.building.planning import Job
from reporting.execution.engine import Pool
from reporting.inputs import digests, releases
from reporting.inputs.folders import Folders, write_whole
from reporting.inputs.input_files import input_files
from reporting.text import InputError, texts

_TEXT = texts(__name__)

CONNECT_SECONDS, RETRIES = 10, 3
NOTEBOOK = "notebook.ipynb"

_writing = threading.Lock()
_here = threading.local()  # a worker's thread has its `pool`: with threads, none can be forked


class Cluster(Executor):
    """An executor whose jobs run on the workers of a Dask cluster; an `InputError` where it cannot be used."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise InputError(_TEXT.missing) from error
        # Dask's own account of a lost worker would reach the user's terminal in English only.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise InputError(_TEXT.unreachable.format(address, CONNECT_SECONDS)) from error
        self._executor = self._client.get_executor(retries=RETRIES, pure=False)
        self._inputs: dict[str, Any] = {}
        programs = self._client.run(program, on_error="return")
        others = sorted(name for name, found in programs.items() if found != program())
        if others or not programs:
            self._client.close()
            other = _TEXT.other_program.format(", ".join(others))
            raise InputError(other if others else _TEXT.empty.format(address))

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Produce one language of a report on some worker."""
        if function is not produce or kwargs:
            raise TypeError("a cluster produces reports and nothing else")
        job, language = args
        files = {name: digests.of_file(path) for name, path in inputs(job)}
        contents = [self._input(files[name], path) for name, path in inputs(job)]
        return self._executor.submit(produce_there, job, language, files, *contents)

    def _input(self, digest: str, path: Path) -> Any:
        """Hand a file to the cluster, once however many reports read it."""
        # as a task, not as scattered data: it is run again where the worker that held its result is lost
        if digest not in self._inputs:
            import dask

            content, key = path.read_bytes(), f"input-{digest}"
            with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
                self._inputs[digest] = self._client.submit(bytes, content, key=key)
        return self._inputs[digest]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for what still runs, or cancel it, and leave the cluster."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._inputs.clear()
        self._client.close()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.shutdown(cancel_futures=kind is not None)


def inputs(job: Job) -> Iterator[tuple[str, Path]]:
    """The files a report reads, named by where they belong in a workspace."""
    folders = job.found.folders
    yield NOTEBOOK, job.found.notebook
    for path in sorted(folders.params.glob("*.yaml")):
        yield f"params/{path.name}", path
    record = job.found.folder / releases.FILE  # it names the manifest, and is not in it
    if record.is_file():
        yield folders.name_of(record), record
    for name, path in job.found.named():
        if path.parent != folders.params or path.suffix != ".yaml":
            yield name, path


def program() -> tuple[str, dict[str, str]]:
    """What produces reports here: the digest of the code, and the version of every library."""
    return digests.code(), digests.environment()


def produce_there(job: Job, language: str, files: Mapping[str, str], *contents: bytes) -> Produced:
    """Produce one language of a report from files that came with it; `files` maps their names to their digests."""
    from distributed import get_worker

    store = Path(get_worker().local_directory) / "reports"  # goes with the worker
    place = store / hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:16]
    for name, content in zip(files, contents, strict=True):
        path = place / name
        with _writing:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, content)
    own = {name: place / name for name in ("params", "data", "output")}
    folders = Folders(place / NOTEBOOK, **own, cache=store / "cache")
    here = replace(job, found=input_files(folders, job.found.quarter))
    if not hasattr(_here, "pool"):
        multiprocessing.current_process().daemon = False  # Dask's may have no process of their own
        _here.pool = Pool(1, fresh=True)
    try:
        produced: Produced = _here.pool.submit(produce, here, language).result()
        return produced
    except BrokenExecutor:
        del _here.pool
        raise
