"""A report's folder appears whole or not at all, and the last good one stays, also where a run is killed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from functools import partial

import pytest

from reporting.building import publish
from reporting.building.build import Produced, assemble
from reporting.building.planning import Job
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import input_files
from reporting.text.bilingual import both
from reporting.text.errors import InputError, ReportFailed
from reporting.text.quarter import Quarter

OLD = {"report.vi.html": "old", "units/01/report.vi.html": "unit"}
NEW = {"report.vi.html": "new", "units/01/report.vi.html": "unit"}


def contents(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def output(tmp_path):
    return tmp_path / "output"


@pytest.fixture
def target(output):
    target = output / "2023Q3"
    for name, text in OLD.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(text)
    return target


@pytest.fixture(params=["exchange", "two renames"])
def either_way(request, monkeypatch, tmp_path):
    """A system that can exchange two folders, and one that cannot; the exchange, or what stands for it, is used."""
    exchange, exchanged = publish._exchange, []
    can = request.param == "exchange"
    if can and not exchanges_folders(tmp_path):
        pytest.skip("this system, or the disk of temporary files, exchanges no folders in one step")

    def watched(*paths):
        exchanged.append(can and exchange(*paths))
        return exchanged[-1]

    monkeypatch.setattr(publish, "_exchange", watched)
    yield request.param
    assert set(exchanged) == {can}


def exchanges_folders(place):
    """Whether two folders can change places here in one step, asked of the system itself."""
    if sys.platform != "linux":
        return False
    paths = [place / "one", place / "other"]
    for path in paths:
        path.mkdir()
    one, other = map(os.fsencode, paths)
    failed = ctypes.CDLL(None).renameat2(-100, one, -100, other, 2)
    for path in paths:
        path.rmdir()
    return not failed


def build(target, text="new"):
    with publish.staging_folder(target.parent, target) as building:
        (building / "report.vi.html").write_text(text)
        publish.swap_in(building, target)


def fail(target, name):
    with publish.staging_folder(target.parent, target) as building:
        (building / "error.html").write_text(name)
        publish.swap_in(building, target, failed=True)
    return publish.failed_folder(target)


def test_a_new_report_takes_the_place_of_the_old_and_the_units_stay(target, either_way):
    build(target)
    assert contents(target) == NEW
    assert names(target.parent) == ["2023Q3"], "nothing is left beside it"


def test_what_cannot_be_published_leaves_the_last_good_report(target, monkeypatch):
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)

    def vanishing():
        with publish.staging_folder(target.parent, target) as building:
            carry_over = publish._carry_over
            monkeypatch.setattr(
                publish,
                "_carry_over",
                lambda old, new: (carry_over(old, new), new.rename("/dev/x")),
            )
            publish.swap_in(building, target)

    with pytest.raises(OSError):  # noqa: PT011  whatever the system says
        vanishing()
    assert contents(target) == OLD
    assert names(target.parent) == ["2023Q3"]


def test_a_build_that_ends_badly_leaves_nothing_behind(target):
    def interrupted():
        with publish.staging_folder(target.parent, target) as building:
            (building / "half.html").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert contents(target) == OLD
    assert names(target.parent) == ["2023Q3"]


def test_a_failed_run_is_kept_beside_and_cleared_by_a_good_one(target):
    for name in ("first", "second"):
        place = fail(target, name)
        assert contents(place) == {"error.html": name}
    build(target)
    assert not place.exists()


# Killed at each step


def killed_at(step, action):
    """Do something in a process of its own that is killed before its `step`-th file operation; whether it was."""
    child = os.fork()
    if child == 0:
        left = [step]
        changing = ("os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.link", "exchange")

        def count(event, arguments):
            writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & 3
            if event in changing or writes:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        exchange = publish._exchange
        publish._exchange = lambda *paths: (sys.audit("exchange"), exchange(*paths))[1]
        sys.addaudithook(count)
        try:
            action()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a fork")
def test_killed_at_any_step_a_whole_report_is_there_and_the_next_run_leaves_nothing(
    tmp_path, either_way
):
    seen = []
    for step in range(1, 200):
        target = tmp_path / str(step) / "2023Q3"
        for name, text in OLD.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_text(text)
        fail(target, "before")
        killed = killed_at(step, lambda place=target: build(place))
        if either_way == "exchange":
            assert contents(target) in (OLD, NEW), step
        publish.mend(target.parent)
        assert contents(target) in (OLD, NEW), step
        seen.append(contents(target) == NEW)
        assert set(names(target.parent)) <= {"2023Q3", "2023Q3.failed"}
        build(target)
        assert contents(target) == NEW
        assert names(target.parent) == ["2023Q3"], step
        if not killed:
            break
    assert not killed
    assert step > 10
    assert seen == sorted(seen), "first the old one, then the new one"


def test_what_another_run_is_building_is_left_alone(target):
    with publish.staging_folder(target.parent, target) as building:
        publish.mend(target.parent)
        assert building.is_dir()
    assert names(target.parent) == ["2023Q3"]


# What is not ours


@pytest.mark.parametrize(
    "code", ["../../../precious", "..", ".", "a/b", "", "_T ", "x" * 41, "a\0"]
)
def test_a_code_that_is_none_names_no_folder(output, code):
    with pytest.raises(InputError):
        publish.folder(output, Quarter.parse("2023Q3"), code)


@pytest.mark.parametrize("kind", ["files", "link", "file", "link above"])
def test_what_is_no_report_of_ours_is_neither_replaced_nor_deleted(tmp_path, output, kind):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "tasks.csv").write_text("rows")
    target = output / "2023Q3"
    output.mkdir()
    if kind == "files":
        precious = precious.rename(target)
    elif kind == "link":
        target.symlink_to(precious)
    elif kind == "file":
        target.write_text("rows")
    else:
        target.symlink_to(tmp_path)
        target = target / "precious"
    with pytest.raises(InputError):
        publish.check_target(output, target)
    for publishing in (publish.swap_in, partial(publish.swap_in, failed=True)):
        with (
            pytest.raises(InputError),
            publish.staging_folder(output, output / "2023Q4") as building,
        ):
            publishing(building, target)
    assert kind == "file" or (precious / "tasks.csv").read_text() == "rows"


def test_what_others_put_beside_a_report_stays_when_it_is_built_again(target):
    (target / publish.manifest.NAME).write_text(MANIFEST)
    (target / "signed.pdf").write_text("scan")
    build(target)
    assert contents(target) == {**NEW, "signed.pdf": "scan"}


MANIFEST = """{"@graph": [
  {"@id": "#parameter/quarter", "name": "quarter", "value": "2023Q3"},
  {"@id": "#parameter/unit", "name": "unit", "value": "_T"},
  {"@id": "#notebook", "name": "n.ipynb", "sha256": ""}, {"@id": "#code", "sha256": ""},
  {"@id": "#lock", "sha256": ""}, {"@id": "#build", "result": [{"@id": "report.vi.html"}]},
  {"@id": "report.vi.html", "name": "report.vi.html", "sha256": ""}]}"""


@pytest.mark.parametrize("name", ["../../precious", "/tmp/precious", "a\\b", "..", ""])
@pytest.mark.parametrize("failure", [None, ReportFailed(both("failed there"))])
def test_what_workers_send_back_are_names_of_files_and_no_paths(tmp_path, output, name, failure):
    job = Job(input_files(Folders(output=output), Quarter.parse("2023Q3")), None)
    with pytest.raises(ReportFailed, match="name of a file"):
        assemble(job, [Produced({name: b"x"}, failure)])
    assert not output.exists()
    assert names(tmp_path) == []
