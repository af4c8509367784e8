"""Unchanged means untouched: which reports a change rebuilds, and why; nothing is executed."""

from __future__ import annotations

import pytest
from published_office import QUARTERS, PublishedOffice
from small_office import VIETNAMESE, BriefOffice, some_tasks

from reporting.building import planning

STATEMENT = "title: Figures\nfigures:\n  tasks: '{0}'\nchecks: []\n"


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Everything published; 2022Q3 and 2023Q3 name a statement."""
    made = PublishedOffice(tmp_path, monkeypatch)
    for quarter in ("2022Q3", "2023Q3"):
        made.office.params(quarter, f"statement: data/{quarter}/statement.yaml\n")
        statement(made, quarter, 3)
    made.publish()
    return made


def register(office, quarter, rows=4):
    office.office.register(quarter, some_tasks(quarter, rows))


def statement(office, quarter, tasks):
    path = office.root / "data" / quarter / "statement.yaml"
    path.write_text(STATEMENT.format(tasks), "utf-8")


def append(path, text="\n"):
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def output(office, quarter, name):
    return office.root / "output" / quarter / name


ALL = set(QUARTERS)
# each line one change: what is done, the reports it rebuilds, what is said of the last of them
CHANGES = {
    "the register all trends begin with": (
        lambda o: register(o, "2022Q3"),
        ALL - {"2023Q4"},
        "data/2022Q3/tasks.csv changed",
    ),
    "a register in the middle": (
        lambda o: register(o, "2023Q1"),
        {"2023Q1", "2023Q2", "2023Q3", "2023Q4"},
        "data/2023Q1/tasks.csv changed",
    ),
    "the last register": (
        lambda o: register(o, "2023Q4"),
        {"2023Q4"},
        "data/2023Q4/tasks.csv changed",
    ),
    "a register that was not there": (
        lambda o: register(o, "2021Q4"),
        {"2022Q3", "2022Q4"},
        "data/2021Q4/tasks.csv is new",
    ),
    "a register that is gone": (
        lambda o: (o.root / "data" / "2022Q3" / "tasks.csv").unlink(),
        ALL - {"2023Q4"},
        "data/2022Q3/tasks.csv is gone",
    ),
    "the unit register": (
        lambda o: append(o.root / "data" / "units.csv"),
        ALL,
        "data/units.csv changed",
    ),
    "common params": (
        lambda o: append(o.root / "params" / "common.yaml", "targets: {on_time_share: 90}\n"),
        ALL,
        "params/common.yaml changed (targets)",
    ),
    "a quarter's priorities": (
        lambda o: append(o.root / "params" / "2023Q1.yaml", "priorities: [GDP]\n"),
        {"2023Q1"},
        "params/2023Q1.yaml changed (priorities)",
    ),
    "a cut-off, which later reports read too": (
        lambda o: append(o.root / "params" / "2022Q4.yaml", "as_of: 2023-01-05\n"),
        ALL - {"2022Q3"},
        "the cut-off date of 2022Q4: 2022-12-31 → 2023-01-05",
    ),
    "what a quarter is compared with": (
        lambda o: append(o.root / "params" / "2023Q4.yaml", "compare_with: 2023Q3\n"),
        {"2023Q4"},
        "params/2023Q4.yaml changed (compare_with)",
    ),
    "a published statement, which the report a year later reads too": (
        lambda o: statement(o, "2022Q3", 5),
        {"2022Q3", "2023Q3"},
        "data/2022Q3/statement.yaml changed",
    ),
    "indicators kept as published": (
        lambda o: (o.root / "data" / "2022Q4" / "published.csv").write_text("", "utf-8"),
        {"2022Q4", "2023Q4"},
        "data/2022Q4/published.csv is new",
    ),
    "the notebook": (lambda o: append(o.notebook), ALL, "notebook.ipynb changed"),
    "the code": (lambda o: append(o.code / "cube.py", "CELLS = 2\n"), ALL, "reporting/ changed"),
    "the template": (
        lambda o: append(o.code / "html_template" / "page.css", "h1 {}\n"),
        ALL,
        "reporting/ changed",
    ),
    "the lock": (lambda o: append(o.lock, "jinja2==3.1.0\n"), ALL, "requirements.lock changed"),
    "a page altered by hand": (
        lambda o: append(output(o, "2023Q2", "report.vi.html"), "!"),
        {"2023Q2"},
        "report.vi.html was altered after it was built",
    ),
    "a file deleted": (
        lambda o: output(o, "2022Q4", "indicators.csv").unlink(),
        {"2022Q4"},
        "indicators.csv is missing",
    ),
    "a manifest cut short": (
        lambda o: output(o, "2023Q3", "ro-crate-metadata.json").write_text("{", "utf-8"),
        {"2023Q3"},
        "it has no readable manifest ro-crate-metadata.json",
    ),
    "data that are called real": (
        lambda o: append(o.root / "params" / "2022Q3.yaml", "synthetic: false\n"),
        {"2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3"},
        "synthetic of 2022Q3: true → false",
    ),
    "a file that no report reads": (lambda o: append(o.root / "data" / "README.md"), set(), ""),
}


def test_nothing_is_built_again_where_nothing_changed(office):
    assert office.why() == {}


@pytest.mark.parametrize(("change", "rebuilt", "said"), CHANGES.values(), ids=CHANGES)
def test_a_change_rebuilds_the_reports_that_read_it_and_no_others(office, change, rebuilt, said):
    change(office)
    why = office.why()
    assert set(why) == rebuilt
    assert not rebuilt or said in why[max(rebuilt)]


def test_the_same_content_written_again_is_no_change(office):
    register(office, "2023Q1", rows=3)
    assert office.why() == {}


def test_a_renamed_code_file_is_a_change_of_the_code(office):
    (office.code / "cube.py").rename(office.code / "cubes.py")
    assert set(office.why()) == ALL


def test_a_report_that_is_not_there_is_new(office):
    for path in (office.root / "output" / "2023Q1").iterdir():
        path.unlink()
    assert office.why() == {"2023Q1": "new"}


def test_force_builds_what_is_unchanged(office):
    assert planning.plan(office.job("2023Q1"), force=True).reasons == (planning.FORCED,)


def test_the_command_says_why_and_leaves_what_is_unchanged(tmp_path):
    """The whole way once: new, unchanged, a changed register, a reason to build all the same."""
    office = BriefOffice.in_folder(tmp_path, "2022Q3", "2022Q4", rows=8, params=VIETNAMESE)
    planned = office.run("2022Q3..2022Q4", "--dry-run")
    assert (planned.returncode, planned.stderr) == (0, "")
    assert planned.stdout == "2022Q3: to be built: new.\n2022Q4: to be built: new.\n"
    assert not office.output.exists()

    assert office.run("2022Q3..2022Q4").returncode == 0
    folder = office.output / "2022Q3"
    before = {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.iterdir()}
    office.register("2022Q4", some_tasks("2022Q4", 9))
    again = office.run("2022Q3..2022Q4")
    assert "2022Q3: nothing changed; left as it is." in again.stderr
    assert "2022Q4/report.vi.html" in again.stdout
    assert "2022Q3/report.vi.html" not in again.stdout
    after = {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.iterdir()}
    assert before == after

    unchanged = office.run("2022Q3..2022Q4", "--dry-run").stdout
    assert unchanged.count("nothing changed") == 2
    assert office.run("2022Q3", "--dry-run", "--force").stdout == "2022Q3: to be built: --force.\n"


@pytest.fixture(scope="module")
def of_one_unit(tmp_path_factory):
    """An office that has built the report of one unit."""
    folder = tmp_path_factory.mktemp("office")
    office = BriefOffice.in_folder(folder, "2022Q3", rows=8, params=VIETNAMESE)
    assert office.run("2022Q3", "--unit", "01").returncode == 0
    return office


def test_units_are_planned_each_by_its_own_folder(of_one_unit):
    office = of_one_unit
    said = office.run("2022Q3", "--unit", "all", "--dry-run").stdout.splitlines()
    assert "2022Q3 01: nothing changed; left as it is." in said
    assert said.count("2022Q3 79: to be built: new.") == 1
    assert office.run("2022Q3", "--dry-run").stdout == "2022Q3: to be built: new.\n"


def test_what_is_wrong_is_said_before_anything_is_planned(tmp_path):
    office = BriefOffice.in_folder(tmp_path, "2022Q3", "2022Q4", rows=8)
    office.params("2022Q4", "target: 90\n")
    said = office.run("2022Q3..2022Q4", "--dry-run")
    assert (said.returncode, said.stdout) == (2, "")
    assert "target" in said.stderr


def test_an_unchanged_report_is_known_without_pandas_papermill_or_nbconvert(of_one_unit):
    said = of_one_unit.run_afresh("2022Q3", "--unit", "01", PYTHONPROFILEIMPORTTIME="1")
    assert "nothing changed" in said.stderr
    imported = {line.rpartition("|")[2].strip() for line in said.stderr.splitlines()}
    assert not imported & {
        "pandas",
        "numpy",
        "pyarrow",
        "papermill",
        "nbconvert",
        "rocrate",
        "IPython",
        "distributed",
    }
    assert "reporting.inputs.digests" in imported
