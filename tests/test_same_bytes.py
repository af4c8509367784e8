"""Same inputs, same bytes: every file, whatever the machine's settings; and what no file may hold."""

from __future__ import annotations

import re
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from small_office import ROOT, VIETNAMESE, SmallOffice, some_tasks

from reporting.indicators import cube
from reporting.report import workspace
from reporting.report.report_data import ReportData
from reporting.text.quarter import Quarter

QUARTERS = ("2022Q3", "2023Q3")
WITH_TASKS = ("VPTC", "01")  # units of two groups


def office_in(folder: Path, order: int = 1) -> SmallOffice:
    office = SmallOffice.in_folder(folder, *QUARTERS, params=VIETNAMESE)
    for quarter in QUARTERS:
        tasks = [task for task in some_tasks(quarter, 40) if task[3] in WITH_TASKS]
        office.register(quarter, tasks[::order])
    return office


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """The same office twice, built in as different a way as there is: the second time where there is no fork."""
    folders = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("hai") / "Báo cáo quý (bản 2)"
    here, there = map(office_in, folders)
    without = tmp_path_factory.mktemp("without_fork")
    (without / "sitecustomize.py").write_text("import os\ndel os.fork\n", "utf-8")
    said = [
        here.run(
            "2023Q3", "--jobs", "1", "--engine", "warm", TZ="Pacific/Kiritimati", COLUMNS="60",
        ),
        there.run_afresh(
            "2023Q3", "--jobs", "4", TZ="America/Adak", LC_ALL="C", PYTHONHASHSEED="2", COLUMNS="200",
            REPORT_LANGUAGE="vi", MPLBACKEND="svg", PYTHONPATH=str(without),
        ),
    ]  # fmt: skip
    assert [each.returncode for each in said] == [0] * 2, said
    told = "Hệ điều hành này không hỗ trợ chế độ chạy nhanh"
    assert [told in each.stderr for each in said] == [False, True]
    return here, there


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def texts(folder: Path):
    """Every file as text, of a workbook each of its parts."""
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as parts:
                for name in parts.namelist():
                    yield f"{path.name}/{name}", parts.read(name).decode("utf-8")
        else:
            yield path.name, path.read_text("utf-8")


def test_every_file_is_the_same_byte_for_byte(offices):
    """Those of a unit's report, too, alone, beside others and on other machines: test_cluster.py."""
    here, there = (contents(office.output / "2023Q3") for office in offices)
    assert list(here) == list(there)
    assert len(here) == 6
    assert [name for name in here if here[name] != there[name]] == []


def test_no_file_knows_of_this_machine_or_of_today(offices):
    here, there = offices
    today = date.today()
    machine = [str(here.root), str(there.root), str(ROOT), sys.prefix, str(Path.home()) + "/"]
    days = [str(today), f"{today.day}/{today.month}/{today.year}", f"{today:%d/%m/%Y}"]
    for office in offices:
        for name, text in texts(office.output / "2023Q3"):
            assert [word for word in (*machine, *days) if word in text] == [], name
            assert not re.search(r"\bat 0x[0-9a-f]{6}", text), name


def test_the_order_of_rows_does_not_matter_to_what_is_computed(offices, tmp_path):
    """Only the digest of the file itself differs, where it is printed."""
    here, _ = offices
    other = office_in(tmp_path, order=-1)
    assert other.run("2023Q3").returncode == 0
    one, two = (dict(texts(office.output / "2023Q3")) for office in (here, other))
    digest = r"\b[0-9a-f]{12}([0-9a-f]{52})?\b"
    differing = [
        name
        for name in one
        if re.sub(digest, "#", one[name]) != re.sub(digest, "#", two[name])
        and name != "ro-crate-metadata.json"
    ]
    assert differing == []


def test_a_completion_after_the_cut_off_has_not_happened(tmp_path, the_reports_indicators):
    """The register moves on; what is reported as of the cut-off stays."""
    office = SmallOffice.in_folder(tmp_path, "2023Q3")
    tasks = some_tasks("2023Q3", 40)
    for task in tasks:
        task[6] = task[6] if not task[6].endswith("/10/2023") else ""
    moved_on = [[*task[:6], task[6] or "5/10/2023"] for task in tasks]
    assert moved_on != tasks
    found = []
    for each in (tasks, moved_on):
        office.register("2023Q3", each)
        data = ReportData(workspace.load(office.folders, Quarter(2023, 3)), "vi")
        found.append(cube.as_csv(data.table()))
    assert found[0] == found[1]
    assert data.table().set_index("indicator").loc["overdue", "value"].any()
