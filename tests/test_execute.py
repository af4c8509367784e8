"""Executing one notebook: its parameters, what is refused, and the same bytes every time."""

from __future__ import annotations

import json
import os
import sysconfig
import tempfile
from pathlib import Path

import nbformat
import pytest
from notebook_features import notebook_of

from reporting.execution import execute, provisioner
from reporting.execution.notebook import notebook_parameters, read_notebook
from reporting.text.bilingual import both
from reporting.text.errors import InputError, ReportFailed

PARAMETERS = (
    'quarter = "2023Q3"\nunit = "_T"\nlanguage: str = "vi"\ntop = 10\nnames = ["a"]\nlow = -1'
)
# Of this machine, in no notebook.
PLACES = [
    *map(sysconfig.get_path, ("stdlib", "purelib")),
    tempfile.gettempdir(),
    str(Path.home()),
    str(execute.ROOT),
]

pytestmark = pytest.mark.usefixtures("primed")


def refusal(*args, **options) -> InputError:
    with pytest.raises(InputError) as caught:
        execute.execute(*args, **options)
    for problem in caught.value.problems:
        assert problem.vi != problem.en
    return caught.value


def english(error: InputError) -> str:
    return "\n".join(problem.en for problem in error.problems)


def test_parameters_reach_the_notebook():
    given = {"quarter": "2024Q1", "top": 3, "names": ["Đà Nẵng", "x"]}
    notebook = notebook_of("quarter, unit, top, names", parameters=PARAMETERS)
    executed = execute.execute(notebook, given)
    result = executed.notebook.cells[-1].outputs[0].data["text/plain"]
    assert eval(result) == ("2024Q1", "_T", 3, ["Đà Nẵng", "x"])
    assert "injected-parameters" in [cell.id for cell in executed.notebook.cells]
    assert len(notebook.cells) == 2, "the notebook given stays as it is"


def test_both_engines_give_the_same_bytes_every_time(tmp_path):
    file = tmp_path / "report.ipynb"
    warn = "import warnings; warnings.warn('careful')"
    cells = (
        warn,
        "unit",
        "#| raises-exception\nimport json; json.loads('{')",
        "import reporting; 1 / 0",
        "2",
    )
    nbformat.write(notebook_of(*cells, parameters=PARAMETERS), file)
    before = file.read_bytes()
    texts = {
        nbformat.writes(execute.execute(file, {"unit": "01"}, engine=engine).notebook)
        for engine in ("warm", "warm", "kernel")
    }
    assert len(texts) == 1
    text = texts.pop()
    assert "papermill" not in text
    assert "'01'" in text, "the parameter"
    for place in PLACES:
        assert place not in text, place
    assert os.listdir(tmp_path) == ["report.ipynb"]  # noqa: PTH208
    assert file.read_bytes() == before
    nbformat.validate(nbformat.reads(text, as_version=4))


@pytest.fixture
def elsewhere(tmp_path) -> list[Path]:
    """A folder with a module that warns and one that fails, and a link to it."""
    folder, link = tmp_path / "elsewhere", tmp_path / "link"
    folder.mkdir()
    (folder / "warns.py").write_text("import warnings\nwarnings.warn('careful')\n")
    (folder / "fails.py").write_text("import json\njson.loads('{')\n")
    link.symlink_to(folder)
    return [folder, link]


def test_no_place_of_this_machine_is_in_warnings_and_tracebacks(elsewhere):
    notebook = notebook_of(
        "import warns",
        "#| raises-exception\nimport fails",
        "#| raises-exception\nimport os, pathlib; open(pathlib.Path(os.environ['OWN']) / 'none.csv')",
        "#| raises-exception\nimport subprocess; subprocess.run(['none'], cwd=pathlib.Path.home() / 'none')",
        "#| raises-exception\nimport pandas as pd; pd.DataFrame()['x']",
        "import tempfile, sys; print(tempfile.gettempdir(), file=sys.stderr)",
    )
    folder, link = elsewhere
    executed = execute.execute(
        notebook, {}, folders={str(link): "own"},
        env={"OWN": str(folder), "PYTHONPATH": os.pathsep.join(map(str, (execute.ROOT, link)))},
    )  # fmt: skip
    assert executed.error is None
    text = nbformat.writes(executed.notebook)
    for place in (*PLACES, str(folder)):
        assert place not in text, place
    assert "~" not in text.replace("'~/none'", ""), "nor as IPython writes what is in one's home"
    for named in (
        "stdlib/json/decoder.py:",
        "site-packages/pandas/",
        "own/none.csv",
        "own/fails.py:",
    ):
        assert named in text, named
    warned, *_, said = executed.notebook.cells
    assert warned.outputs[0].text.startswith("own/warns.py:2: UserWarning: careful")
    assert said.outputs[0].text == "tmp\n"


def test_only_whole_paths_are_taken_for_places():
    places = execute.Places({"/data": "data"})
    kept = "https://example.org/data/x /data2 /data-old /data.csv my/data/x ~/data/x"
    assert places.hidden_in(kept) == kept
    assert places.hidden_in("/data, '/data/x' in /data. \x1b[32m/data/x\x1b[0m") == (
        "data, 'data/x' in data. \x1b[32mdata/x\x1b[0m"
    )
    assert places.hidden_in(f"{execute.ROOT}/params {execute.ROOT}") == "params ."


def test_what_the_user_is_told_keeps_the_place(tmp_path):
    notebook = notebook_of(f"open({str(tmp_path / 'none.csv')!r})")
    error = execute.execute(notebook, {}, folders={str(tmp_path): "own"}).error
    assert str(tmp_path) in error.message.en
    assert "'own/none.csv'" in error.traceback


def test_what_is_printed_is_joined_and_progress_bars_keep_their_last_state():
    cell = (
        "import sys, time\n"
        "print('one'); sys.stdout.flush(); time.sleep(0.3)\n"
        "print('err', file=sys.stderr); sys.stderr.flush()\n"
        "print('two\\r\\n10%\\r90%\\rdone', end='\\r\\n'); display('shown'); print('x' * 300_000)"
    )
    executed = execute.execute(notebook_of(cell), {})
    out, err, shown = executed.notebook.cells[0].outputs
    assert (out.name, err.name, shown.output_type) == ("stdout", "stderr", "display_data")
    assert out.text == "one\ntwo\ndone\n" + "x" * 300_000 + "\n"


def test_an_error_names_its_cell():
    cells = "1", "\n# why\ndef f():\n    raise ValueError('quá thấp')\nf()", "3"
    executed = execute.execute(notebook_of(*cells, parameters=PARAMETERS), {"top": 1})
    error = executed.error
    assert executed.notebook.cells[error.index].source == cells[1]
    assert (error.first_line, error.ename, error.evalue) == ("# why", "ValueError", "quá thấp")
    assert error.message == both("ValueError: quá thấp")
    assert "\x1b" not in error.traceback
    assert "raise ValueError" in error.traceback
    assert executed.notebook.cells[-1].execution_count is None, "what follows did not run"


@pytest.mark.parametrize("when", ["leave_the_parent", "settle_libraries"])
def test_a_process_that_does_not_become_a_kernel_says_why(monkeypatch, when):
    def broken(*_):
        raise OSError("no room left")

    monkeypatch.setattr(provisioner, when, broken)
    with pytest.raises(ReportFailed) as caught:
        execute.execute(notebook_of("1"), {}, engine="warm")
    assert caught.value.message.en == "The notebook's kernel failed: OSError: no room left"
    assert caught.value.message.vi.endswith("OSError: no room left")
    (details,) = caught.value.__cause__.__notes__
    assert "in broken" in details, "for --debug"


def test_an_announced_error_is_none():
    executed = execute.execute(notebook_of("#| raises-exception\n1 / 0", "'went on'"), {})
    assert executed.error is None
    assert executed.notebook.cells[1].outputs[0].data["text/plain"] == "'went on'"


def test_an_announced_error_does_not_hide_another():
    executed = execute.execute(notebook_of("#| raises-exception\n1 / 0", "{}['k']", "3"), {})
    assert (executed.error.index, executed.error.ename) == (1, "KeyError")


def test_an_unknown_parameter_is_refused_with_the_nearest_and_all_names():
    notebook = notebook_of(parameters=PARAMETERS)
    error = refusal(notebook, {"quater": "2023Q3", "zzz": 1, "unit": "01"})
    assert len(error.problems) == 2
    assert "“quater”; did you mean “quarter”?" in english(error)
    assert "quarter, unit, language, top, names, low" in english(error)
    assert "có phải “quarter”?" in error.problems[0].vi
    assert "did you mean" not in error.problems[1].en


def test_parameters_are_what_literals_say():
    assert notebook_parameters(notebook_of(parameters=PARAMETERS), both("n")) == {
        "quarter": "2023Q3",
        "unit": "_T",
        "language": "vi",
        "top": 10,
        "names": ["a"],
        "low": -1,
    }


@pytest.mark.parametrize(
    "line",
    [
        "year = int(quarter[:4])",
        "import os",
        "a = b = 1",
        "a, b = 1, 2",
        "%matplotlib inline",
        "x: int",
        "print(quarter)",
    ],
)
def test_a_parameter_that_is_not_written_out_is_refused(line):
    error = refusal(notebook_of(parameters=f'quarter = "2023Q3"\n{line}'), {"quarter": "2024Q1"})
    assert "(cell 1), line 2" in english(error)
    assert f"“{line}”" in english(error)


def test_every_derived_parameter_is_listed():
    error = refusal(notebook_of(parameters="a = len('x')\nb = 1\nc = b"), {"b": 2})
    assert len(error.problems) == 2


def test_a_notebook_without_a_parameters_cell_is_refused(tmp_path):
    file = tmp_path / "no_parameters_cell.ipynb"
    nbformat.write(notebook_of("quarter = 1"), file)
    assert str(file) in english(refusal(file, {"quarter": 2}))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "line 1, column 2"),
        ("[]", "not a Jupyter notebook"),
        ('{"nbformat": 4}', "not a Jupyter notebook"),
        ('{"nbformat": 3, "worksheets": []}', "not a Jupyter notebook"),
        ('{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "not a Jupyter notebook"),
        (b"\xff\xfe\x00", "not a Jupyter notebook"),
        ("", "line 1, column 1"),
    ],
)
def test_what_is_no_notebook_is_refused_by_name(tmp_path, content, said):
    file = tmp_path / "no_notebook.ipynb"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    error = english(refusal(file, {}))
    assert error.startswith(str(file))
    assert said in error


def test_a_missing_notebook_is_refused(tmp_path):
    assert "there is no such notebook" in english(refusal(tmp_path / "gone.ipynb", {}))
    assert "there is no such notebook" in english(refusal(tmp_path, {}))


def test_cells_without_an_id_get_the_same_one_each_time(tmp_path):
    cell = {"cell_type": "code", "source": ["1 +\n", "1"], "metadata": {}, "outputs": []}
    old = {"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [cell, cell]}
    file = tmp_path / "without_ids.ipynb"
    file.write_text(json.dumps(old))
    notebook = read_notebook(file)
    assert [cell.id for cell in notebook.cells] == ["cell-1", "cell-2"]
    assert notebook.cells[0].source == "1 +\n1"


def test_a_code_cell_that_has_never_been_run_may_lack_its_outputs(tmp_path):
    notebook = notebook_of("1 + 1")
    for cell in notebook.cells:
        del cell["outputs"], cell["execution_count"]
    file = tmp_path / "never_run.ipynb"
    file.write_text(json.dumps(notebook))
    executed = execute.execute(file, {}, cwd=tmp_path, env={})
    assert executed.error is None
    assert executed.notebook.cells[-1].outputs[0].data["text/plain"] == "2"


@pytest.mark.filterwarnings("error")  # nbformat warns of the id that it invents
def test_two_cells_with_one_id_are_refused(tmp_path):
    notebook = notebook_of("quarter = 1", "a = 1", "a + 1")
    notebook.cells[1]["id"] = notebook.cells[2]["id"] = "copied"
    file = tmp_path / "copied.ipynb"
    file.write_text(json.dumps(notebook))
    assert "cells 2 and 3 have the same “id” (copied); open" in english(refusal(file, {}))


def test_the_notebook_finds_this_package_wherever_it_runs(tmp_path):
    cell = "import reporting.text.errors, sys; reporting.__file__, sys.path[1:2]"
    executed = execute.execute(notebook_of(cell), {}, cwd=tmp_path, env={})
    assert executed.error is None
    assert str(Path.cwd()) != str(tmp_path), "this process stays where it was"


def test_the_environment_of_a_notebook(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("MKL_NUM_THREADS", "2")
    environment = execute.child_environment({"ADDED": "1"})
    assert environment["PYTHONPATH"].split(os.pathsep) == [str(execute.ROOT), "/elsewhere"]
    assert (environment["OMP_NUM_THREADS"], environment["MKL_NUM_THREADS"]) == ("1", "2")
    assert environment["ADDED"] == "1"
    assert "ADDED" not in os.environ
