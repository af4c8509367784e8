"""A notebook is checked before it is executed: what IPython allows is not a mistake, what it does not is one."""

import subprocess
import sys

import nbformat
import pytest
from small_office import ROOT

from reporting.building import checks
from reporting.errors import InputError

NOTEBOOK = ROOT / "notebooks" / "quarterly_report.ipynb"


@pytest.fixture
def check(tmp_path):
    def checked(source):
        notebook = nbformat.read(NOTEBOOK, 4)
        notebook.cells.append(nbformat.v4.new_code_cell(source))
        path = tmp_path / "report.ipynb"
        nbformat.write(notebook, path)
        return checks.check_notebook(path)

    return checked


@pytest.mark.parametrize(
    "source",
    [
        "a = 1\n%time a",
        "a = 1\n!ls",
        "a = 1\nfiles = !ls",
        "if True:\n    %time 1",
        "%time 1\na = 1",
        "a = 1\na?",
        "%%bash\nls -l | wc",
        "a = 7 \\\n  % 2",
    ],
)
def test_what_ipython_allows_is_no_mistake(check, source):
    assert check(source) == checks.check_notebook(NOTEBOOK)


@pytest.mark.parametrize(
    ("source", "line"), [("a = 1\nb = = 2", 2), ("%time 1\nb = = 2", 2), ("\n\n!ls\nb = = 2", 4)]
)
def test_what_is_not_python_is_told_with_its_line(check, source, line):
    with pytest.raises(InputError) as caught:
        check(source)
    assert f"line {line}: not valid Python: “b = = 2”" in caught.value.problems[0].en


def test_ipython_is_not_imported_for_a_notebook_without_such_a_line():
    code = (
        "import sys; from pathlib import Path; from reporting.building import checks;"
        f"checks.check_notebook(Path({str(NOTEBOOK)!r})); sys.exit('IPython' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
