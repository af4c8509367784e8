"""The same loop on a Dask cluster: inputs travel by digest, pages come back as bytes and are published here."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from reporting.building import worker
from reporting.building.build import produce
from reporting.building.planning import Job
from reporting.inputs import digests, releases
from reporting.text.catalogue import texts
from reporting.text.errors import InputError

_TEXT = texts(__name__)

CONNECT_SECONDS, RETRIES = 10, 3


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
        programs = self._client.run(worker.program, on_error="return")
        others = sorted(name for name, found in programs.items() if found != worker.program())
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
        return self._executor.submit(worker.produce_there, job, language, files, *contents)

    def _input(self, digest: str, path: Path) -> Any:
        """Hand a file to the cluster, once however many reports read it."""
        # as a task, not as scattered data: it is run again where the worker that held its result is lost
        if digest not in self._inputs:
            import dask

            content, key = path.read_bytes(), f"input-{digest}"
            with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
                self._inputs[digest] = self._client.submit(worker.keep, content, key=key)
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
    yield worker.NOTEBOOK, folders.notebook
    for path in sorted(folders.params.glob("*.yaml")):
        yield f"params/{path.name}", path
    record = job.found.folder / releases.FILE  # it names the manifest, and is not in it
    if record.is_file():
        yield folders.name_of(record), record
    for name, path in job.found.named():
        if path.parent != folders.params or path.suffix != ".yaml":
            yield name, path
