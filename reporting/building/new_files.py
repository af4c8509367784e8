"""The files one starts with: the next quarter's params, carried over from the last one, or those of a new office."""

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import nbformat
from jinja2 import Environment

from reporting.inputs import outside, params
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import PLANS, find
from reporting.text import BilingualText, InputError, Quarter, texts

_TEXT = texts(__name__)

NEXT_STEPS = _TEXT.next_steps
HINTS = ("as_of", "compare_with", "statement", "meeting")  # of one quarter: comments in it
CARRIED = ("priorities", "directives")
OFFICE = Path(__file__).with_name("office_template")
NOTEBOOK = "notebooks/quarterly_report.ipynb"


def create(folders: Folders, quarter: Quarter) -> Path:
    """Write `params/<quarter>.yaml` from the latest quarter before it, and its plan file where that one had one."""
    path = folders.params / f"{quarter}.yaml"
    if quarter.quarters > 1:
        raise InputError(_TEXT.period.format(quarter, quarter.last, path))
    if path.exists():
        raise InputError(_TEXT.is_there_already_new.format(path))
    last = _latest(folders.params, quarter)
    before = params.load(folders.params, last)  # a file with mistakes would only hand them on
    template = Path(__file__).with_name("quarter_template.yaml.j2").read_text("utf-8")
    made = Environment(trim_blocks=True, keep_trailing_newline=True).from_string(template)
    blocks = _blocks(folders.params, last)
    own = {"quarter": quarter, "before": before, "hints": HINTS, "carried": CARRIED}
    path.write_text(made.render(own, blocks=blocks), "utf-8", newline="\n")
    plan = find(folders.data, last, PLANS)
    if plan and not find(folders.data, quarter, PLANS):
        (folders.data / str(quarter)).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(plan, folders.data / str(quarter) / plan.name)
    return path


def remarks(folders: Folders, quarter: Quarter) -> Iterator[BilingualText]:
    """Say of a file just made what must be revised in it, what was left out, and whether its data are made up."""
    last, made = _latest(folders.params, quarter), params.load(folders.params, quarter)
    keys = _blocks(folders.params, last)
    if counts := {key: len(getattr(made, key)) for key in CARRIED if key in keys}:
        each = (BilingualText(f"{key} ({n} mục)", f"{key} ({n})") for key, n in counts.items())
        yield _TEXT.revise.format(last, quarter, BilingualText.join(each, ", "))
    if left_out := [key for key in HINTS if key in keys]:
        yield _TEXT.left_out.format(last, quarter, ", ".join(left_out))
    yield from _plan_carried(folders, last, quarter)
    if made.synthetic:
        yield _TEXT.made_up


def unrevised(folders: Folders, quarter: Quarter) -> Iterator[BilingualText]:
    """Say of a quarter's params which lists, or whether its plan, are still those of the quarter before."""
    try:
        last = _latest(folders.params, quarter)
        before = params.load(folders.params, last)
    except InputError:  # there is none, or it cannot be read: nothing to be compared with
        return
    if quarter.quarters > 1:
        return
    path, own = folders.params / f"{quarter}.yaml", params.load(folders.params, quarter)
    lines = outside.yaml_file(path).lines
    for key in CARRIED:
        if (key,) in lines and getattr(own, key) and getattr(own, key) == getattr(before, key):
            yield _TEXT.unrevised.format(path, lines[key,], key, last)
    yield from _plan_carried(folders, last, quarter)


def _plan_carried(folders: Folders, last: Quarter, quarter: Quarter) -> Iterator[BilingualText]:
    plan, before = (find(folders.data, each, PLANS) for each in (quarter, last))
    if plan and before and plan.read_bytes() == before.read_bytes():
        yield _TEXT.same_plan.format(plan, last, quarter)


def _latest(params_dir: Path, quarter: Quarter) -> Quarter:
    before = [each for each in _with_params(params_dir) if each < quarter]
    if not before:
        raise InputError(_TEXT.there_is_no_params.format(params_dir, quarter))
    return max(before)


def _with_params(params_dir: Path) -> list[Quarter]:
    """The quarters that have a params file; others, like 2023-old-Q3.yaml, are nobody's."""
    return [Quarter.parse(path.stem) for path in params_dir.glob("[0-9][0-9][0-9][0-9]Q[1-4].yaml")]


def _blocks(params_dir: Path, quarter: Quarter) -> dict[str, list[str]]:
    """The lines of a params file by the key at the margin that they belong to, the comment right above it included."""
    source = outside.yaml_file(params_dir / f"{quarter}.yaml")
    lines, starts = source.text.splitlines(), dict[str, int]()
    for key, *_ in source.lines:
        at = source.lines[key,] - 1
        while at and lines[at - 1].startswith("#"):
            at -= 1
        starts[str(key)] = at
    between = pairwise([*starts.values(), len(lines)])
    cut = (filter(str.strip, lines[start:end]) for start, end in between)
    return dict(zip(starts, map(list, cut), strict=True))


def create_office(folder: Path, quarter: Quarter) -> list[Path]:
    """Write the files of a new office into a folder and return them; one that is there is an `InputError`."""
    if quarter.quarters > 1:
        raise InputError(_TEXT.one_quarter.format(quarter, quarter.last))
    paths = [path for path in sorted(OFFICE.rglob("*")) if path.is_file()]
    files = {path.relative_to(OFFICE).as_posix(): path.read_text("utf-8") for path in paths}
    own, section = files.pop("params/quarter.yaml"), files.pop("own_section.ipynb")
    files[f"params/{quarter}.yaml"] = own.format(quarter=quarter, last_day=quarter.last_day)
    notebook = nbformat.read(Folders().notebook, 4)  # with an empty section of the office's own
    notebook.cells[-1:-1] = nbformat.reads(section, 4).cells  # the last cell finishes the report
    files[NOTEBOOK] = f"{nbformat.writes(notebook)}\n"
    made = {folder / name: text for name, text in files.items()}
    if there := [path for path in made if path.exists()]:
        raise InputError(_TEXT.there_already_init_does.format(", ".join(map(str, there))))
    try:
        for path, text in made.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        (folder / "data" / str(quarter)).mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(_TEXT.wrong.format(folder, error.strerror)) from None
    return list(made)


def next_steps_of_office(folder: Path, quarter: Quarter) -> BilingualText:
    """What is to be done with a new office's files, with the command that builds its report."""
    made = Folders(folder / NOTEBOOK, *(folder / name for name in ("params", "data", "output")))
    return _TEXT.of_office.format(folder, quarter, f"python run_report.py {quarter}{made.options}")


def newest() -> Quarter:
    """The newest quarter that the repository has params of; a first one for want of another."""
    return max(_with_params(Folders().params), default=Quarter(2023, 3))
