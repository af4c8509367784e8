"""The params file of the next quarter, carried over from the last one."""

import re
import shutil
from pathlib import Path

from reporting.inputs import outside, params
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import find_plan
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

HINTS = (
    "as_of",
    "compare_with",
    "statement",
    "meeting",
)  # of one quarter only: offered as comments
TEMPLATE = Path(__file__).with_name("quarter_template.yaml")  # how a file begins
NEXT_STEPS = _TEXT.next_steps
CARRIED = ("priorities", "directives")
REAL = "# synthetic: false  # khi dùng dữ liệu thật / with real data"
KEY = re.compile(r"([A-Za-z_]+)\s*:")
REVISE = "# Chép từ {0}, cần sửa cho quý này / as in {0}: revise for this quarter."
STILL = "# Như {0}; dữ liệu thật thì ghi false / as in {0}; false with real data."


def create(folders: Folders, quarter: Quarter) -> Path:
    """Write `params/<quarter>.yaml` from the latest quarter before it, and its plan file where that one had one.

    An existing params file is an `InputError`; an existing plan file stays as it is.
    """
    path = folders.params / f"{quarter}.yaml"
    if quarter.quarters > 1:
        raise InputError(_TEXT.period.format(quarter, quarter.last, path))
    if path.exists():
        raise InputError(_TEXT.is_there_already_new.format(path))
    last = _latest(folders.params, quarter)
    before = params.load(folders.params, last)  # a file with mistakes would only hand them on
    path.write_text(_carried(_blocks(folders.params, last), before, quarter), "utf-8", newline="\n")
    if (plan := find_plan(folders.data, last)) and not find_plan(folders.data, quarter):
        (folders.data / str(quarter)).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(plan, folders.data / str(quarter) / plan.name)
    return path


def remarks(folders: Folders, quarter: Quarter) -> list[BilingualText]:
    """Say of a file just made what must be revised in it, what was left out, and whether its data are made up."""
    last, made = _latest(folders.params, quarter), params.load(folders.params, quarter)
    keys = [key for key, _ in _blocks(folders.params, last)]
    said = []
    if counts := {key: len(getattr(made, key)) for key in CARRIED if key in keys}:
        each = (BilingualText(f"{key} ({n} mục)", f"{key} ({n})") for key, n in counts.items())
        said.append(_TEXT.revise.format(last, quarter, BilingualText.join(each, ", ")))
    if left_out := [key for key in HINTS if key in keys]:
        said.append(_TEXT.left_out.format(last, quarter, ", ".join(left_out)))
    said += _plan_carried(folders, last, quarter)
    return [*said, _TEXT.made_up] if made.synthetic else said


def unrevised(folders: Folders, quarter: Quarter) -> list[BilingualText]:
    """Say of a quarter's params which lists are still those of the quarter before, word for word."""
    path = folders.params / f"{quarter}.yaml"
    try:
        last = _latest(folders.params, quarter)
        before = params.load(folders.params, last)
    except InputError:  # there is none, or it cannot be read: nothing to be compared with
        return []
    if quarter.quarters > 1:
        return []
    own, lines = params.load(folders.params, quarter), outside.yaml_file(path).lines
    return [
        _TEXT.unrevised.format(path, lines[key,], key, last)
        for key in CARRIED
        if (key,) in lines and getattr(own, key) and getattr(own, key) == getattr(before, key)
    ] + _plan_carried(folders, last, quarter)


def _plan_carried(folders: Folders, last: Quarter, quarter: Quarter) -> list[BilingualText]:
    """Say that a plan file is still that of an earlier quarter, if it is."""
    plan, before = find_plan(folders.data, quarter), find_plan(folders.data, last)
    if not plan or not before or plan.read_bytes() != before.read_bytes():
        return []
    return [_TEXT.same_plan.format(plan, last, quarter)]


def _latest(params_dir: Path, quarter: Quarter) -> Quarter:
    before = [each for each in with_params(params_dir) if each < quarter]
    if not before:
        raise InputError(_TEXT.there_is_no_params.format(params_dir, quarter))
    return max(before)


def with_params(params_dir: Path) -> list[Quarter]:
    """The quarters that have a params file; others, like 2023-old-Q3.yaml, are nobody's."""
    return [Quarter.parse(path.stem) for path in params_dir.glob("[0-9][0-9][0-9][0-9]Q[1-4].yaml")]


def _carried(blocks: list[tuple[str, list[str]]], before: params.Params, quarter: Quarter) -> str:
    """The new file: what stays is copied as it was written, with its comments."""
    last = before.quarter
    head = TEMPLATE.read_text("utf-8").format(
        quarter=quarter,
        before=last,
        next=quarter.next,
        year_ago=quarter.year_ago,
        last_day=quarter.last_day,
        meeting=quarter.next.first_day.replace(day=13),
    )
    lines = head.splitlines()
    if before.synthetic and "synthetic" not in dict(blocks):  # made up, as nothing else is said
        lines.append(REAL)
    for key, block in blocks:
        if key == "quarter" or key in HINTS:
            continue
        if key in CARRIED or (key == "synthetic" and before.synthetic):
            remark = REVISE if key in CARRIED else STILL
            block = [remark.format(last), *(line for line in block if not line.startswith("#"))]
        lines += ["", *block]
    return "\n".join(lines).rstrip() + "\n"


def _blocks(params_dir: Path, quarter: Quarter) -> list[tuple[str, list[str]]]:
    """A params file cut where a key begins at the margin, the comment right above it included."""
    blocks: list[tuple[str, list[str]]] = []
    pending: list[str] = []  # comments whose key, or whose list, is still to come
    for line in (params_dir / f"{quarter}.yaml").read_text("utf-8-sig").splitlines():
        if match := KEY.match(line):
            blocks.append((match[1], [*pending, line]))
            pending = []
        elif line.startswith("#") or not line.strip():
            pending = [*pending, line] if line.strip() else []
        elif blocks:
            blocks[-1][1].extend([*pending, line])
            pending = []
    return blocks
