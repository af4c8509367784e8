"""Commands forked from one process that has the libraries imported: to import them anew is half of what a command takes.

A command that looks at how a process starts (TZ, PYTHONPATH, what is imported) needs a process of its own:
`SmallOffice.run_afresh`.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NoReturn, TextIO

# Of all workers of one run of the suite.
_RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
PLACE = Path(tempfile.gettempdir(), f"commands-{_RUN}")
PATIENCE = 120  # seconds, for the first command


def run(
    arguments: list[str],
    cwd: Path,
    environment: Mapping[str, str],
    *,
    stderr: Path | None = None,
    begun: Callable[[int], object] = int,
) -> subprocess.CompletedProcess[str]:
    """Run `run_report.py` with these arguments in a folder; `begun` is told its number, `stderr` is where else to speak."""
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder) / name for name in ("stdout", "stderr")]
        order = {"arguments": arguments, "cwd": str(cwd), "environment": dict(environment)}
        places = [str(said[0]), str(stderr or said[1])]
        print(json.dumps(order | {"said": places}), file=_server(), flush=True)
        begun(int(_server().readline()))
        code = int(_server().readline())
        texts = [path.read_text("utf-8") for path in said if path.exists()]
        return subprocess.CompletedProcess(arguments, code, *texts)


@cache
def _server() -> TextIO:
    """The connection to the server, which the first worker with a command starts."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(FileExistsError):
            PLACE.mkdir()
            server = subprocess.Popen([sys.executable, __file__, str(PLACE)], stdin=subprocess.PIPE)
            atexit.register(server.communicate)  # it ends with its input
        with suppress(OSError):  # it is not there yet, or not any more
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(str(PLACE / "socket"))
            return connection.makefile("rw", encoding="utf-8")
        connection.close()
        time.sleep(0.05)
    raise TimeoutError("no server of commands")


def _serve(place: Path) -> None:
    # All but `reporting.cli`, which is left to the command: its help is in the user's language.
    import reporting  # noqa: F401  first, as in the command: it says what libraries need not import

    # isort: split
    import nbformat
    import tqdm  # noqa: F401
    from jupyter_client.provisioning import KernelProvisionerFactory
    from matplotlib.backends import backend_registry

    from reporting.building import batch, build, checks, manifest, verify  # noqa: F401
    from reporting.execution.engine import prime
    from reporting.inputs import digests
    from reporting.pages import index, render  # noqa: F401
    from reporting.report import templates

    prime()
    nbformat.validate(nbformat.v4.new_notebook())  # its checker is compiled
    KernelProvisionerFactory.instance()  # it looks through all that is installed
    backend_registry.list_all()  # it does, too
    digests.environment()
    manifest.prepared()
    exporter = render._exporter()  # each template is compiled once
    assert exporter.template
    for name in ("display_priority", "null"):
        exporter.environment.get_template(f"base/{name}.j2")
    for path in templates.FOLDER.glob("*.j2"):
        templates._environment.get_template(path.name)
    gc.collect()
    gc.freeze()  # no command need look through it
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(place / "socket"))
    listening.listen()
    while sys.stdin not in select.select([sys.stdin, listening], [], [])[0]:
        connection, _ = listening.accept()
        if not os.fork():
            _follow(connection.makefile("rw", encoding="utf-8"))
        connection.close()
    listening.close()
    shutil.rmtree(place)  # who follows a worker ends with that one


def _follow(worker: TextIO) -> NoReturn:
    """Run one command after the other, for one worker."""
    for line in worker:
        order = json.loads(line)
        child = os.fork()
        if not child:
            _become(**order)
        print(child, file=worker, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=worker, flush=True)
    os._exit(0)


def _become(arguments: list[str], cwd: str, environment: dict[str, str], said: list[str]) -> None:
    """Be the command from here on."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # as TMPDIR says
    # of a suite that `nohup` runs it would inherit that a hangup is ignored
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    places = [(0, os.open(os.devnull, os.O_RDONLY))]
    places += [
        (number, os.open(path, os.O_WRONLY | os.O_CREAT)) for number, path in enumerate(said, 1)
    ]
    for number, opened in places:
        os.dup2(opened, number)
    from reporting.cli import main

    code = 1
    try:
        main(arguments, prog_name="run_report.py")
    except SystemExit as end:
        code = end.code or 0
    except Exception:
        traceback.print_exc()
    # as an interpreter ends, but for taking all modules apart, which is longer than many a command
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
