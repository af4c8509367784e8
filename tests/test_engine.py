"""The warm engine gives what papermill's own gives, and lets nothing out of a notebook's process."""

from __future__ import annotations

import contextlib
import difflib
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty

import nbformat
import numpy as np
import pytest
from notebook_features import FEATURES, notebook_of

from reporting.execution import engine, execute, provisioner
from reporting.execution.engine import Pool
from reporting.execution.execute import Executed
from reporting.text.errors import ReportFailed

pytestmark = pytest.mark.usefixtures("primed")


def run(*cells: str, name: str = "warm", **options) -> Executed:
    return execute.execute(notebook_of(*cells), {}, engine=name, **options)


def result(executed: Executed) -> str:
    """The last cell's result, as text."""
    assert executed.error is None, executed.error
    return executed.notebook.cells[-1].outputs[-1].data["text/plain"]


def printed(executed: Executed, cell: int = -1) -> str:
    return "".join(out.text for out in executed.notebook.cells[cell].outputs if "text" in out)


# Both engines on all features, in a process that knows nothing of pytest.
COMPARE = """
import sys; sys.path[:0] = {path!r}
from pathlib import Path
from reporting.execution.execute import execute
import nbformat
from notebook_features import FEATURES, notebook_of
for name in ("kernel", "warm"):
    folder = Path(name)
    folder.mkdir()
    options = {{"cwd": folder.resolve(), "env": {{"HOME_OF_TEST": "here"}}}}
    executed = execute(notebook_of(*FEATURES), {{}}, engine=name, **options)
    assert executed.error is None, executed.error
    assert (folder / "left.txt").read_text() == "left", "exit handlers run"
    nbformat.write(executed.notebook, f"{{name}}.ipynb")
"""
PATHS = [str(execute.ROOT), str(Path(__file__).parent)]
VARIES = re.compile(r"0x[0-9a-f]+|(CPU times|Wall time): .*?(?=\\n|\")")


def test_both_engines_give_the_same_notebook_with_the_outputs_of_many_features(tmp_path):
    assert len(FEATURES) >= 50
    clean = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    command = [sys.executable, "-c", COMPARE.format(path=PATHS)]
    done = subprocess.run(command, cwd=tmp_path, env=clean, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    kernel, warm = (
        # What differs between two runs of the kernel, too: addresses, timings, its folder here.
        VARIES.sub("varies", (tmp_path / f"{name}.ipynb").read_text())
        .replace(str(tmp_path / name), "folder")
        .split("\n")
        for name in ("kernel", "warm")
    )
    assert list(difflib.unified_diff(kernel, warm, "kernel", "warm", lineterm="")) == []
    first = nbformat.read(tmp_path / "warm.ipynb", 4).cells[:6]
    assert [bool(cell.outputs) for cell in first] == [True, True, True, False, True, True]


@pytest.mark.parametrize(
    ("name", "crash"),
    [
        ("kernel", "import os; os._exit(3)"),
        ("warm", "import os; os._exit(3)"),
        ("warm", "import ctypes; ctypes.string_at(0)"),
        ("warm", "import os; os.kill(os.getpid(), 9)"),
    ],
)
def test_a_crash_is_an_error_of_its_cell(name, crash):
    error = run("1", crash, "2", name=name).error
    assert (error.index, error.first_line, error.ename) == (1, crash, "DeadKernelError")
    assert "died" in error.message.en
    assert "đột ngột" in error.message.vi


@pytest.mark.parametrize("name", ["kernel", "warm"])
def test_a_cell_has_a_time_limit(name):
    started = time.monotonic()
    executed = run("import time", "print('first')\ntime.sleep(60)", name=name, timeout=0.6)
    assert time.monotonic() - started < 8
    error = executed.error
    assert (error.index, error.ename) == (1, "CellTimeoutError")
    assert "0.6" in error.message.vi
    assert executed.notebook.cells[1].execution_count is None


def test_a_notebook_has_a_time_limit():
    """Kept by the client, whatever the engine, as that of a cell is."""
    waits = ["import time; time.sleep(0.7)"] * 9
    error = run(*waits, timeout=60, total_timeout=1.6).error
    assert error.ename == "CellTimeoutError"
    assert error.index <= 2, "nine cells would have taken six seconds"


def test_leaving_with_success_is_no_error_but_stops():
    executed = run("1", "raise SystemExit(0)", "2")
    assert executed.error is None
    assert executed.notebook.cells[2].execution_count is None


def test_leaving_with_a_code_is_an_error():
    assert run("raise SystemExit(2)").error.ename == "SystemExit"


def test_nothing_is_left_from_one_notebook_to_the_next():
    leave = (
        "import os, sys, builtins, json, random\n"
        "os.environ['LEFT'] = '1'; os.chdir('/'); left = 1\n"
        "json.left = builtins.left = 1; sys.path.append('left'); sys.modules['left'] = sys"
    )
    before = dict(os.environ), Path.cwd(), list(sys.path)
    assert run(leave).error is None
    assert (dict(os.environ), Path.cwd(), list(sys.path)) == before
    found = (
        "import os, sys, builtins, json\n"
        "('LEFT' in os.environ, 'left' in globals(), hasattr(json, 'left'), hasattr(builtins, 'left'),"
        " 'left' in sys.path, 'left' in sys.modules)"
    )
    assert result(run(found)) == str((False,) * 6)


def test_environment_and_folder_are_the_notebooks_own(tmp_path, monkeypatch):
    monkeypatch.setenv("FROM_PARENT", "parent")
    cell = "import os; os.environ['FROM_PARENT'], os.environ['GIVEN'], os.getcwd()"
    executed = run(cell, cwd=tmp_path, env={"GIVEN": "given"})
    assert eval(result(executed)) == ("parent", "given", str(tmp_path))
    assert "GIVEN" not in os.environ


def test_a_kernel_whose_greeting_is_lost_is_asked(monkeypatch):
    heard = provisioner.GreetedClient.get_iopub_msg
    lost = []

    async def lost_with_what_came_before(client, **options):
        message = await heard(client, **options)
        if "iopub_welcome" not in lost:
            lost.append(message["msg_type"])
            raise Empty
        return message

    monkeypatch.setattr(provisioner.GreetedClient, "get_iopub_msg", lost_with_what_came_before)
    executed = run("print('a')", "1 + 1")
    assert lost[-1] == "iopub_welcome"
    assert result(executed) == "2"
    assert printed(executed, 0) == "a\n"


def test_a_kernel_that_says_nothing_is_told(monkeypatch):
    async def nothing(*_, **_options):
        raise Empty

    monkeypatch.setattr(provisioner.GreetedClient, "get_iopub_msg", nothing)
    with pytest.raises(ReportFailed, match="Kernel didn't respond"):
        run("1 + 1")


def test_random_numbers_are_not_those_of_the_parent_or_a_sibling():
    np.random.seed(1)
    cell = "import numpy, random, uuid; numpy.random.rand(), random.random(), uuid.uuid4()"
    state = np.random.get_state()
    own = np.random.rand()
    np.random.set_state(state)
    first, second = result(run(cell)), result(run(cell))
    assert not set(first.split(", ")) & set(second.split(", "))
    assert repr(own) not in first + second


def test_no_variable_of_the_parent_is_in_the_notebook_but_what_it_is_given(monkeypatch):
    # Set for this process only after its environment for notebooks was made.
    given = execute.child_environment(None)
    monkeypatch.setattr(execute, "child_environment", lambda _: given)
    monkeypatch.setenv("SET_LATER", "1")
    assert result(run("import os; 'SET_LATER' in os.environ")) == "False"


def test_signal_handlers_and_log_handlers_of_the_parent_stay_there(monkeypatch):
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    try:
        cell = (
            "import signal, logging; signal.getsignal(signal.SIGUSR1).name, logging.root.handlers"
        )
        assert result(run(cell)) == "('SIG_DFL', [])"
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_figures_of_the_parent_stay_there():
    import matplotlib.pyplot as plt

    plt.switch_backend("agg")
    figure = plt.figure()
    try:
        cells = "import matplotlib.pyplot as plt; plt.get_fignums()", "plt.plot([1]);"
        first, second = run(*cells).notebook.cells
        assert first.outputs[0].data["text/plain"] == "[]"
        assert "image/png" in second.outputs[0].data
        assert plt.get_fignums() == [figure.number]
    finally:
        plt.close(figure)


def alive(number: int) -> bool:
    """Whether a process runs; one that has ended but is not yet collected does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_until(condition, seconds=8.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


@pytest.mark.parametrize("end", ["0", "1/0", "os._exit(1)", "os.kill(os.getpid(), 9)"])
def test_no_process_outlives_its_notebook(end, monkeypatch):
    monkeypatch.setattr(provisioner, "SHUTDOWN_TIMEOUT", 0.5)  # the child keeps the kernel waiting
    sleeper = f"[{sys.executable!r}, '-c', 'import time; time.sleep(60)']"
    start = f"import os, subprocess; child = subprocess.Popen({sleeper}); print(child.pid)"
    executed = run(start, end)
    assert wait_until(lambda: not alive(int(printed(executed, 0))))


SLEEPER = """
import sys; sys.path[:0] = {path!r}
from reporting.execution.execute import execute
from notebook_features import notebook_of
{action}
"""


@pytest.mark.parametrize(
    "action",
    [
        "execute(notebook_of({cell!r}), {{}})",
        "from reporting.execution.engine import Pool\n"
        "with Pool(2) as pool:\n"
        "    futures = [pool.submit(execute, notebook_of({cell!r}), {{}}) for _ in range(3)]\n"
        "    [future.result() for future in futures]",
    ],
    ids=["one", "many"],
)
def test_ctrl_c_ends_the_notebooks(tmp_path, action):
    cell = (
        "import os, time, pathlib\n"
        f"pathlib.Path({str(tmp_path)!r}, str(os.getpid())).touch()\n"
        "time.sleep(60)"
    )
    code = SLEEPER.format(path=PATHS, action=action.format(cell=cell))
    expected = 2 if "Pool" in action else 1
    with subprocess.Popen(
        [sys.executable, "-c", code], stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert wait_until(lambda: len(list(tmp_path.iterdir())) == expected, 20)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=10)
    assert said.count(b"Traceback") == 1, "one KeyboardInterrupt, and the parent's"
    numbers = [int(file.name) for file in tmp_path.iterdir()]
    assert wait_until(lambda: not any(map(alive, numbers)))
    assert len(list(tmp_path.iterdir())) == expected, "no further notebook was started"


def test_large_outputs_pass_in_order():
    cell = "for n in range(5):\n    print(str(n) * 200_000)\n    display('.' * 200_000)"
    executed = run(cell)
    assert [out.output_type for out in executed.notebook.cells[0].outputs].count(
        "display_data"
    ) == 5
    assert printed(executed) == "".join(str(n) * 200_000 + "\n" for n in range(5))


def run_many(*tasks) -> list[Executed]:
    """Notebooks with their parameters, two at a time."""
    with Pool(2) as pool:
        futures = [pool.submit(execute.execute, *task) for task in tasks]
        return [future.result() for future in futures]


def test_many_notebooks_share_the_processes():
    def notebook(seconds: float):
        return notebook_of(
            f"import time, os; time.sleep({seconds})\nn, os.getppid()", parameters="n = 0"
        )

    tasks = [(notebook(0.3 if n == 0 else 0), {"n": n}) for n in range(4)]
    results = [eval(result(executed)) for executed in run_many(*tasks)]
    assert [n for n, _ in results] == [0, 1, 2, 3]
    assert len({parent for _, parent in results}) == 2, "two processes took turns"


def test_a_crash_takes_one_notebook_with_it():
    tasks = [(notebook_of(cell), {}) for cell in ("1", "import os; os._exit(1)", "3")]
    errors = [executed.error for executed in run_many(*tasks)]
    assert [bool(error) for error in errors] == [False, True, False]


def test_a_pool_runs_any_function():
    with Pool(1, warm=False) as pool:
        assert pool.submit(abs, -3).result() == 3


def test_priming_leaves_no_trace_but_modules():
    code = (
        "import os, sys, threading, builtins\n"
        "from reporting.execution import engine\n"
        "before = dict(os.environ), list(sys.path)\n"
        "engine.prime()\n"
        "assert (dict(os.environ), list(sys.path)) == before\n"
        "assert threading.active_count() == 1 and not hasattr(builtins, 'get_ipython')\n"
        "import pandas; assert pandas.get_option('display.max_columns') == 20\n"
        "assert 'debugpy' not in sys.modules and 'pandas.io.formats.html' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=execute.ROOT)


def test_ctrl_c_is_not_swallowed_by_what_is_imported(monkeypatch):
    def swallow(_):
        with contextlib.suppress(BaseException):
            # to this thread, which has it blocked; those of a test runner have not
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)

    monkeypatch.setattr(engine.importlib, "import_module", swallow)
    with pytest.raises(KeyboardInterrupt):
        engine.prime(["a library that does without another"])
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_where_there_is_no_fork_the_kernel_is_used(monkeypatch):
    monkeypatch.setattr(execute, "can_fork", lambda: False)
    executed = run("import sys; 'reporting.execution.provisioner' in sys.modules")
    assert result(executed) == "False"


def test_macos_counts_as_without_fork(monkeypatch):
    assert engine.can_fork()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not engine.can_fork()


def test_a_fresh_path_is_python_path_then_the_library():
    library = [entry for entry in sys.path if entry.endswith("lib-dynload")]
    assert provisioner._fresh_path(["script", "", *sys.path], "")[-1] == sys.path[-1]
    assert "script" not in provisioner._fresh_path(["script", *sys.path], "")
    assert provisioner._fresh_path(sys.path, "/a:/b")[:2] == ["/a", "/b"]
    assert library[0] in provisioner._fresh_path(sys.path, "")


def test_a_process_that_misses_a_request_to_end_is_asked_again(tmp_path):
    begun = tmp_path / "begun"
    jobs = []

    def interrupted():
        with Pool(1, warm=False) as processes:
            jobs.append(processes.submit(deaf_at_first, begun))
            assert wait_until(begun.exists, 20)
            raise KeyboardInterrupt

    before = {*threading.enumerate()}
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    # one that ends later may do so while the interpreter tells it to, which is a traceback
    assert {*threading.enumerate()} <= before
    assert jobs[0].exception(20) is not None


def deaf_at_first(begun):
    """Overhear the first request, as Python does in a weak reference's callback."""
    with contextlib.suppress(SystemExit):
        begun.touch()
        time.sleep(600)
    time.sleep(600)


class Ending:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(9):
            pass


class Wrong:
    def __del__(self):
        raise ZeroDivisionError


def ignoring():
    engine._begin()
    Ending()
    Wrong()
    print("still here")


def test_what_python_ignores_is_told_but_for_a_request_to_end(capfd):
    process = multiprocessing.get_context("fork").Process(target=ignoring)
    process.start()
    process.join(20)
    said, ignored = capfd.readouterr()
    assert said == "still here\n"
    assert "ZeroDivisionError" in ignored
    assert "SystemExit" not in ignored
