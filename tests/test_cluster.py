"""Building on a Dask cluster: the same bytes, whatever becomes of a worker; a cluster that can't be used is said."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner
from small_office import CODES, ROOT, VIETNAMESE, BriefOffice

from reporting.building import batch, cluster
from reporting.building.build import produce
from reporting.cli import commands
from reporting.inputs import digests
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import input_files
from reporting.text.errors import InputError

PATIENCE = 60  # seconds, for whatever is started here


class Machines:
    """A scheduler, and workers with a copy of the program, none of the data and folders of their own."""

    def __init__(self, folder: Path) -> None:
        from distributed import Client  # a third of a second, which the other workers need not take

        self.folder = folder
        program = folder / "program"
        shutil.copytree(ROOT / "reporting", program / "reporting")
        shutil.copy(ROOT / "requirements.lock", program)
        self.started: list[subprocess.Popen[bytes]] = []
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.start(program, "scheduler", "--host", self.address, "--no-dashboard")
        self.client = Client(self.address, timeout=PATIENCE, set_as_default=False)

    def start(self, program: Path, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(program)},
            stderr=subprocess.DEVNULL,
        )
        self.started.append(process)
        return process

    def worker(self, name: str, program: Path | None = None, nanny: str = "--no-nanny") -> None:
        """Start a worker that is not there yet, and wait until the scheduler knows it."""
        if name in self.workers():
            return
        self.start(
            program or self.folder / "program",
            "worker", self.address, "--name", name, "--host", "127.0.0.1", "--nthreads", "1",
            nanny, "--no-dashboard", "--local-directory", str(self.folder / name),
        )  # fmt: skip
        until(lambda: name in self.workers())

    def workers(self) -> dict[str, str]:
        """The address of each worker by its name."""
        known = self.client.scheduler_info(n_workers=-1)["workers"]
        return {worker["name"]: address for address, worker in known.items()}

    def process(self, name: str) -> psutil.Process:
        """The process of a worker."""
        address = self.workers()[name]
        return psutil.Process(self.client.run(os.getpid, workers=[address])[address])

    def lose(self, name: str) -> None:
        """Kill a worker without a word."""
        self.process(name).kill()
        until(lambda: name not in self.workers())

    @contextmanager
    def stopped(self, name: str) -> Iterator[str]:
        """Let what a worker produces come to no end; its address."""
        producing = self.process(name).children()
        for each in producing:
            each.suspend()
        try:
            yield self.workers()[name]
        finally:
            for each in producing:
                with suppress(psutil.NoSuchProcess):
                    each.resume()

    def nobody(self) -> None:
        """Have no worker."""
        for name in self.workers():
            self.lose(name)

    def close(self) -> None:
        self.client.close()
        for process in reversed(self.started):
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def office_in(folder: Path) -> BriefOffice:
    return BriefOffice.in_folder(folder, "2023Q3", params=VIETNAMESE)


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    found = Machines(tmp_path_factory.mktemp("machines"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """What this machine builds by itself."""
    office = office_in(tmp_path_factory.mktemp("here") / "office")
    said = office.run("2023Q3")
    assert said.returncode == 0, said.stderr
    return contents(office.output)


def test_a_cluster_without_workers_is_said_and_nothing_is_built(machines, tmp_path):
    office = office_in(tmp_path / "office")
    machines.nobody()
    said = office.run("2023Q3", "--cluster", machines.address, REPORT_LANGUAGE="vi")
    assert said.returncode == 2
    assert f"Cụm máy {machines.address} chưa có máy thực hiện nào" in said.stderr
    assert not office.output.exists()


def build(folders: Folders, **options) -> int:
    from reporting.text.quarter import Quarter

    return batch.run(
        [Quarter.parse("2023Q3")],
        **{
            "folders": folders, "unit": "_T", "jobs": None, "engine": "warm", "pdf": False, "force": False,
            "dry_run": False, "say": lambda _: None,
        }
        | options,
    )  # fmt: skip


def test_a_period_of_every_unit_is_the_same_there_and_with_two_processes_and_verified(
    machines, tmp_path
):
    machines.worker("first")
    quarters, found = ("2023Q1", "2023Q2"), []
    for name, how in (("here", "--jobs=2"), ("there", f"--cluster={machines.address}")):
        office = BriefOffice.in_folder(tmp_path / name, *quarters, rows=2, params=VIETNAMESE)
        said = office.run("2023Q1-Q2", "--unit", "all", how)
        assert said.returncode == 0, said.stderr
        found.append(contents(office.output))
    reports = [f"2023Q1-Q2/units/{code}" for code in CODES[:2]]
    assert {f"{report}/report.vi.html" for report in reports} <= found[0].keys()
    assert found[0] == found[1]
    said = office.run("verify", f"output/{reports[-1]}")
    assert said.returncode == 0, said.stdout
    assert "the same byte for byte" in said.stdout


def test_one_file_travels_once_however_many_reports_read_it(machines, tmp_path):
    machines.worker("first")
    office = office_in(tmp_path / "office")
    sent: list[bytes] = []
    with cluster.Cluster(machines.address) as executor:
        submit = executor._client.submit
        executor._client.submit = lambda function, *args, **options: (
            (sent.extend(args) if function is bytes else None) or submit(function, *args, **options)
        )
        folders = office.folders
        for unit in ("_T", "01"):
            found = input_files(folders, batch.Quarter.parse("2023Q3"))
            job = cluster.Job(found, digests.build_inputs(found, unit), unit)
            executor.submit(produce, job, "vi").result(PATIENCE)
    assert sent
    assert len(sent) == len(set(sent))


def test_an_error_in_a_notebook_is_told_as_it_is_here(machines, tmp_path):
    machines.worker("first")
    office = office_in(tmp_path / "office")
    notebook = tmp_path / "broken.ipynb"
    text = office.notebook.read_text("utf-8")
    notebook.write_text(text.replace("report.quality()", "1 / 0"), "utf-8")
    said = office.run("2023Q3", "--cluster", machines.address, "--notebook", str(notebook))
    assert said.returncode == 1
    assert "ZeroDivisionError" in said.stderr
    assert (office.output / "2023Q3.failed" / "error.html").is_file()


def test_workers_with_another_program_are_named(machines, tmp_path):
    other = tmp_path / "program"
    shutil.copytree(machines.folder / "program", other)
    with (other / "reporting" / "quarter.py").open("a") as file:
        file.write("# changed\n")
    machines.worker("other", other)
    office = office_in(tmp_path / "office")
    said = office.run("2023Q3", "--cluster", machines.address)
    address = machines.workers()["other"]
    machines.lose("other")
    assert said.returncode == 2
    assert f"on {address} differ from those here" in said.stderr
    assert not office.output.exists()


def test_a_worker_lost_half_way_costs_a_retry_and_nothing_else(machines, here, tmp_path):
    """The retry is on one that a nanny watches, and that may by itself have no process of its own."""
    office = office_in(tmp_path / "office")
    machines.worker("first")
    said: list[int] = []
    folders = office.folders
    building = threading.Thread(
        target=lambda: said.append(build(folders, cluster=machines.address)), daemon=True
    )
    with machines.stopped("first") as address:
        building.start()
        until(lambda: any("produce" in key for key in machines.client.processing()[address]))
        machines.lose("first")  # the only one that had the inputs
    machines.worker("watched", nanny="--nanny")
    building.join(PATIENCE)
    assert said == [0]
    assert contents(office.output) == here
    there = [path.name for path in (machines.folder / "watched").rglob("*.html")]
    assert there == [], "a worker publishes nothing"


@pytest.fixture
def silent():
    """A port that is taken, so that no other test listens there, and does not answer."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{0}", "nowhere"])
def test_a_scheduler_that_does_not_answer_is_said_before_anything_runs(
    address, silent, tmp_path, monkeypatch
):
    address = address.format(silent)
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    office = office_in(tmp_path / "office")
    folders = office.folders
    with pytest.raises(InputError) as caught:
        build(folders, cluster=address)
    (problem,) = caught.value.problems
    assert problem.vi == f"Không kết nối được với bộ điều phối {address} trong 0.5 giây."
    assert problem.en == f"No scheduler answered at {address} within 0.5 seconds."
    assert not office.output.exists()


def test_without_dask_the_command_says_what_to_install(tmp_path, monkeypatch):
    office = office_in(tmp_path / "office")
    monkeypatch.setenv("REPORT_LANGUAGE", "en")
    monkeypatch.setitem(sys.modules, "distributed", None)
    command = office.command("2023Q3", "--cluster", "tcp://127.0.0.1:1")
    said = CliRunner().invoke(commands.main, command[2:])
    assert said.exit_code == 2
    assert "pip install distributed" in said.stderr
    assert not office.output.exists()


def test_a_file_that_has_no_place_in_a_workspace_is_refused(tmp_path):
    office = office_in(tmp_path / "office")
    (tmp_path / "statement.yaml").write_text("{}", "utf-8")
    office.params("2023Q3", VIETNAMESE + "statement: ../../statement.yaml\n")
    folders = office.folders
    with pytest.raises(InputError, match=r"statement\.yaml"):
        input_files(folders, batch.Quarter.parse("2023Q3"))
