"""--watch: a build at every save, mistakes told and the watch going on, Ctrl-C the end."""

import signal
import sys
from dataclasses import replace

import nbformat
import pytest
from small_office import PATIENCE, VIETNAMESE, BriefOffice, until

from reporting.building import watch
from reporting.inputs.folders import Folders
from reporting.text.bilingual import BilingualText
from reporting.text.errors import InputError, ReportFailed


class Office:
    """Folders to watch, and a build that counts and can go wrong; it stops the watch after the last step."""

    def __init__(self, root):
        self.folders = Folders(
            root / "n.ipynb", root / "params", root / "data", root / "output", root / ".cache"
        )
        for folder in (self.folders.params, self.folders.data / "2023Q3"):
            folder.mkdir(parents=True)
        self.folders.notebook.write_text("1")
        self.said, self.steps, self.builds = [], [], 0

    def run(self, *steps):
        self.steps = list(steps)
        return watch.watch(
            self.folders, self.build, lambda text: self.said.append(text.en), seconds=0.01
        )

    def build(self):
        self.builds += 1
        return 0


@pytest.fixture
def office(tmp_path, monkeypatch):
    office = Office(tmp_path)
    looks = iter(range(1000))

    def sleep(seconds):
        # Every fourth look of the watch, somebody does the next thing.
        if next(looks) % 4 == 3:
            if not office.steps:
                raise KeyboardInterrupt
            office.steps.pop(0)()

    monkeypatch.setattr(watch.time, "sleep", sleep)
    return office


def test_it_builds_once_and_waits(office):
    assert office.run() == 0
    assert office.builds == 1
    assert office.said[-1] == "No longer watching."


class Ending:
    def __del__(self):
        raise KeyboardInterrupt


def test_ctrl_c_ends_it_also_where_python_ignores_exceptions(office, capsys):
    def build():
        Ending()

    office.build = build
    hook = sys.unraisablehook
    assert office.run(lambda: pytest.fail("it goes on")) == 0
    assert sys.unraisablehook is hook
    assert capsys.readouterr().err == ""


def test_saving_the_notebook_params_or_data_builds_again(office):
    folders = office.folders
    office.run(
        lambda: folders.notebook.write_text("22"),
        lambda: (folders.params / "2023Q3.yaml").write_text("quarter: 2023Q3"),
        lambda: (folders.data / "2023Q3" / "tasks.csv").write_text("a"),
        lambda: (folders.data / "2023Q3" / "tasks.csv").unlink(),
    )
    assert office.builds == 5
    assert [line.split(": ")[1] for line in office.said if "was saved" in line] == [
        "n.ipynb was saved, building again.",
        "2023Q3.yaml was saved, building again.",
        "tasks.csv was saved, building again.",
        "tasks.csv was saved, building again.",
    ]


def test_the_notebook_that_a_quarters_params_name_is_watched(office):
    office.folders = replace(office.folders, notebook=Folders().notebook)
    settings = office.folders.params / "2023Q3.yaml"
    away = office.folders.data / "away.ipynb"
    away.write_text("1")
    settings.write_text("quarter: 2023Q3\nnotebook: data/away.ipynb\n")
    office.run(lambda: away.write_text("22"), lambda: settings.write_text("quarter: 2023Q3\n"))
    assert any("away.ipynb was saved" in line for line in office.said)
    assert office.builds == 3


def test_what_excel_and_editors_leave_beside_a_file_does_not_count(office):
    office.run(
        lambda: (office.folders.data / "2023Q3" / "~$tasks.xlsx").write_text("x"),
        lambda: (office.folders.params / ".2023Q3.yaml.swp").write_text("x"),
        lambda: office.folders.output.mkdir(),
    )
    assert office.builds == 1


def test_a_mistake_is_told_and_the_watch_goes_on(office):
    def wrong():
        office.builds += 1
        raise InputError(BilingualText("sai", "that is wrong"))

    office.build = wrong
    office.run(lambda: office.folders.notebook.write_text("22"))
    assert office.builds == 2
    assert office.said.count("that is wrong") == 2


@pytest.mark.parametrize("error", [ReportFailed(BilingualText("hỏng", "broken")), KeyError("odd")])
def test_debug_shows_where_a_build_went_wrong(office, caplog, error):
    def wrong():
        raise error

    office.build = wrong
    office.run()
    assert [record.exc_info for record in caplog.records if record.exc_info] == []
    with caplog.at_level("DEBUG", logger="reporting"):  # as --debug has it
        office.run()
    assert [record.exc_info[1] for record in caplog.records if record.exc_info] == [error]
    assert "in wrong" in caplog.text


def test_the_command_builds_again_on_save_until_ctrl_c(tmp_path):
    office = BriefOffice.in_folder(tmp_path, "2023Q3", rows=12, params=VIETNAMESE)
    source = nbformat.read(office.notebook, 4)
    page = office.output / "2023Q3" / "report.vi.html"
    with office.start("2023Q3", "--watch") as command:
        until(page.is_file)
        source.cells.insert(-1, nbformat.v4.new_markdown_cell("A sentence of today.", id="today"))
        nbformat.write(source, office.notebook)
        until(lambda: page.is_file() and "A sentence of today." in page.read_text("utf-8"))
        command.process.send_signal(signal.SIGINT)
        ended = command.ended.result(PATIENCE)
    assert ended.returncode == 0, ended.stderr
    assert "brief.ipynb was saved, building again." in ended.stderr
    assert "Traceback" not in ended.stderr
