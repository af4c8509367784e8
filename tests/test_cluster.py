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
from small_office import CODES, ROOT, VIETNAMESE, TabledOffice

from reporting.building import batch, cluster
from reporting.building.build import produce
from reporting.cli import commands
from reporting.inputs import digests
from reporting.inputs.input_files import input_files
from reporting.text.bilingual import BilingualText
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

PATIENCE = 60  # seconds, for whatever is started here
PERIOD = "2023Q1-Q2"


class Machines:
    """A scheduler, and workers with a copy of the program, none of the data and folders of their own."""

    def __init__(self, folder: Path) -> None:
        from distributed import Client  # a third of a second, which the other workers need not take

        self.folder = folder
        self.program = folder / "program"
        shutil.copytree(ROOT / "reporting", self.program / "reporting")
        shutil.copy(ROOT / "requirements.lock", self.program)
        self.started: list[subprocess.Popen[bytes]] = []
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.start("scheduler", "--host", self.address, "--no-dashboard")
        self.client = Client(self.address, timeout=PATIENCE, set_as_default=False)

    def start(self, *arguments: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.program)},
            stderr=subprocess.DEVNULL,
        )
        self.started.append(process)

    def worker(self, name: str, nanny: str = "--no-nanny") -> None:
        """Start a worker that is not there yet, and wait until the scheduler knows it."""
        if name in self.workers():
            return
        self.start(
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


def office_in(folder: Path) -> TabledOffice:
    return TabledOffice.in_folder(folder, "2023Q3", params=VIETNAMESE)


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    found = Machines(tmp_path_factory.mktemp("machines"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def of_units(tmp_path_factory) -> TabledOffice:
    """An office with a period of which two units have tasks, and their reports as this machine builds them."""
    office = office_of_units(tmp_path_factory.mktemp("here") / "office")
    said = office.run(PERIOD, "--unit", "all", "--jobs=2")
    assert said.returncode == 0, said.stderr
    return office


def office_of_units(folder: Path) -> TabledOffice:
    return TabledOffice.in_folder(folder, "2023Q1", "2023Q2", rows=2, params=VIETNAMESE)


def build(
    office: TabledOffice, address: str, quarter: str = "2023Q3", unit: str = "_T"
) -> tuple[int, str]:
    """Build a report on a cluster from this process, which has Dask imported; the exit code, and what was said."""
    said: list[str] = []
    code = batch.run(
        [Quarter.parse(quarter)],
        folders=office.folders, unit=unit, jobs=None, cluster=address, engine="warm", pdf=False, force=False,
        dry_run=False, say=lambda text: said.append(text.en),
    )  # fmt: skip
    return code, "\n".join(said)


def refused(office: TabledOffice, address: str) -> BilingualText:
    """What is said of a cluster that cannot be used; nothing is built then."""
    with pytest.raises(InputError) as caught:
        build(office, address)
    assert not office.output.exists()
    (problem,) = caught.value.problems
    return problem


def test_a_cluster_without_workers_is_said_and_nothing_is_built(machines, tmp_path):
    machines.nobody()
    said = refused(office_in(tmp_path / "office"), machines.address)
    assert f"Cụm máy {machines.address} chưa có máy thực hiện nào" in said.vi


def test_a_period_of_every_unit_is_the_same_there_and_with_two_processes_and_verified(
    machines, of_units, tmp_path
):
    machines.worker("first")
    office = office_of_units(tmp_path / "there")
    said = office.run(PERIOD, "--unit", "all", f"--cluster={machines.address}")
    assert said.returncode == 0, said.stderr
    here = contents(of_units.output)
    reports = [f"{PERIOD}/units/{code}" for code in CODES[:2]]
    assert {f"{report}/report.vi.html" for report in reports} <= here.keys()
    assert contents(office.output) == here
    said = office.run("verify", f"output/{reports[-1]}")
    assert said.returncode == 0, said.stdout
    assert "the same byte for byte" in said.stdout
    assert said.stdout.count("unchanged") == 5


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
            found = input_files(folders, Quarter(2023, 3))
            job = cluster.Job(found, digests.build_inputs(found, unit), unit)
            executor.submit(produce, job, "vi").result(PATIENCE)
    assert sent
    assert len(sent) == len(set(sent))


def test_an_error_in_a_notebook_is_told_as_it_is_here(machines, tmp_path):
    machines.worker("first")
    office = office_in(tmp_path / "office")
    text = office.notebook.read_text("utf-8")
    office.notebook.write_text(text.replace("report.quality()", "1 / 0"), "utf-8")
    code, said = build(office, machines.address)
    assert code == 1
    assert "ZeroDivisionError" in said
    assert (office.output / "2023Q3.failed" / "error.html").is_file()


def test_workers_with_another_program_are_named(machines, tmp_path, monkeypatch):
    machines.worker("first")
    monkeypatch.setattr(digests, "code", lambda: "changed here, and there not yet")
    said = refused(office_in(tmp_path / "office"), machines.address)
    assert f"on {machines.workers()['first']} differ from those here" in said.en


def test_a_worker_lost_half_way_costs_a_retry_and_nothing_else(machines, of_units, tmp_path):
    """The retry is on one that a nanny watches, and that may by itself have no process of its own."""
    office, unit = office_of_units(tmp_path / "office"), CODES[0]
    machines.worker("first")
    codes: list[int] = []
    building = threading.Thread(
        target=lambda: codes.append(build(office, machines.address, PERIOD, unit)[0]), daemon=True
    )
    with machines.stopped("first") as address:
        building.start()
        until(lambda: any("produce" in key for key in machines.client.processing()[address]))
        machines.lose("first")  # the only one that had the inputs
    machines.worker("watched", nanny="--nanny")
    building.join(PATIENCE)
    assert codes == [0]
    built, here = contents(office.output), contents(of_units.output)
    assert {name for name in here if f"/{unit}/" in name} == built.keys() - {"index.html"}
    assert [name for name in built if "/" in name and built[name] != here[name]] == []
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
    problem = refused(office_in(tmp_path / "office"), address)
    assert problem.vi == f"Không kết nối được với bộ điều phối {address} trong 0.5 giây."
    assert problem.en == f"No scheduler answered at {address} within 0.5 seconds."


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
    with pytest.raises(InputError, match=r"statement\.yaml"):
        input_files(office.folders, Quarter(2023, 3))
