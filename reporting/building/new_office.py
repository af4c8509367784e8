"""The files with which an office starts that answers for itself: its params, units, tiles and a notebook."""

from pathlib import Path

import nbformat

from reporting.building.new_quarter import with_params
from reporting.inputs.folders import Folders
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

TEMPLATE = Path(__file__).with_name("office_template")
NOTEBOOK = "notebooks/quarterly_report.ipynb"
NEXT_STEPS = _TEXT.next_steps


def create(folder: Path, quarter: Quarter) -> list[Path]:
    """Write the files of a new office into a folder and return them; one that is there is an `InputError`."""
    made = {folder / name: text for name, text in _files(quarter).items()}
    if there := [path for path in made if path.exists()]:
        raise InputError(_TEXT.there_already_init_does.format(", ".join(map(str, there))))
    try:
        for path, text in made.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        (folder / "data" / str(quarter)).mkdir(exist_ok=True)
    except OSError as error:
        wrong = BilingualText("{0}: không ghi được ({1}).", "{0}: cannot be written ({1}).")
        raise InputError(wrong.format(folder, error.strerror)) from None
    return list(made)


def newest() -> Quarter:
    """The newest quarter that the repository has params of; a first one for want of another."""
    return max(with_params(Folders().params), default=Quarter(2023, 3))


def command(folder: Path, quarter: Quarter) -> str:
    """The command that builds the new office's report."""
    folders = " ".join(f"--{name}-dir {folder / name}" for name in ("params", "data", "output"))
    return f"python run_report.py {quarter} --notebook {folder / NOTEBOOK} {folders}"


def _files(quarter: Quarter) -> dict[str, str]:
    """What is in each file; the notebook is the report's, with an empty section of the office's own."""
    files = {
        path.relative_to(TEMPLATE).as_posix(): path.read_text("utf-8")
        for path in sorted(TEMPLATE.rglob("*"))
        if path.is_file()
    }
    own, section = files.pop("params/quarter.yaml"), files.pop("own_section.ipynb")
    files[f"params/{quarter}.yaml"] = own.format(quarter=quarter, last_day=quarter.last_day)
    notebook = nbformat.read(Folders().notebook, 4)
    notebook.cells[-1:-1] = nbformat.reads(section, 4).cells  # the last cell finishes the report
    return {**files, NOTEBOOK: f"{nbformat.writes(notebook)}\n"}
