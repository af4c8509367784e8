"""The params file of the next quarter, carried over from the last one."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from reporting import params
from reporting.errors import InputError, Text
from reporting.folders import Folders
from reporting.quarter import Quarter

# What belongs to one quarter only is offered as a comment; how it is written, and what it is for.
HINTS = {
    "as_of": "as_of: {last}             # cut-off date, if not the quarter's last day / ngày chốt số liệu",
    "compare_with": "compare_with: {year_ago}  # if not the same quarter a year before / kỳ so sánh",
    "statement": "statement: data/{quarter}/statement.yaml  # the published figures / số liệu đã công bố",
    "meeting": "meeting: {{date: {meeting}, briefing_for: {next}}}  # the briefing / hội nghị giao ban",
    "revision": 'revision: {{reason: {{vi: "…", en: "…"}}}}  # why published figures changed / lý do điều chỉnh',
}
NEXT_STEPS = Text(
    "Tiếp theo: sửa tệp tham số này, chép tệp xuất vào {1}, rồi chạy: python run_report.py {0}",
    "Next: edit this params file, put the export into {1}, then run: python run_report.py {0}",
)
CARRIED = ("priorities", "directives")
QUARTER = re.compile(r"[0-9]{4}Q[1-4]")  # other files, like 2023-old-Q3.yaml, are nobody's params
KEY = re.compile(r"([A-Za-z_]+)\s*:")


def create(folders: Folders, quarter: Quarter) -> Path:
    """Write `params/<quarter>.yaml` from the latest quarter before it; an existing file is an `InputError`."""
    path = folders.params / f"{quarter}.yaml"
    if path.exists():
        raise InputError(
            Text(
                "{0} đã có; lệnh new không ghi đè.",
                "{0} is there already; new does not overwrite it.",
            ).format(path)
        )
    last = _latest(folders.params, quarter)
    params.load(folders.params, last)  # a file with mistakes would only hand them on
    text = _carried(_text(folders.params, last), last, quarter)
    path.write_text(text, "utf-8", newline="\n")
    return path


def _latest(params_dir: Path, quarter: Quarter) -> Quarter:
    stems = (path.stem for path in params_dir.glob("*.yaml"))
    known = [Quarter.parse(stem) for stem in stems if QUARTER.fullmatch(stem)]
    before = [each for each in known if each < quarter]
    if not before:
        raise InputError(
            Text(
                "Trong {0} không có tệp tham số của quý nào trước {1}.",
                "There is no params file of a quarter before {1} in {0}.",
            ).format(params_dir, quarter)
        )
    return max(before)


def _text(params_dir: Path, quarter: Quarter) -> str:
    return (params_dir / f"{quarter}.yaml").read_text("utf-8-sig")


def _carried(text: str, last: Quarter, quarter: Quarter) -> str:
    """The new file: what stays is copied as it was written, with its comments."""
    lines = [
        f"# {quarter}, carried over from {last} by `run_report.py new` / chuyển tiếp từ {last}.",
        "",
        f"quarter: {quarter}",
        "",
        "# Only this quarter's, where it applies / riêng của quý này, nếu có:",
        *(f"# {hint.format(**_days(quarter))}" for hint in HINTS.values()),
    ]
    for key, block in _blocks(text):
        if key == "quarter" or key in HINTS or key is None:
            continue
        if key in CARRIED:
            block = _note(block, last)
        lines += ["", *block]
    return "\n".join(lines).rstrip() + "\n"


def _days(quarter: Quarter) -> dict[str, object]:
    return {
        "quarter": quarter,
        "next": quarter.next,
        "year_ago": quarter.year_ago,
        "last": quarter.last_day,
        "meeting": quarter.next.first_day.replace(day=13),
    }


def _note(block: list[str], last: Quarter) -> list[str]:
    return [f"# As in {last}: update / theo {last}: cần cập nhật.", *_without_comment(block)]


def _without_comment(block: list[str]) -> list[str]:
    return [line for line in block if not line.startswith("#")]


def _blocks(text: str) -> list[tuple[str | None, list[str]]]:
    """The file cut where a key begins at the margin, the comment right above it included."""
    blocks: list[tuple[str | None, list[str]]] = []
    pending: list[str] = []
    for is_margin, group in groupby(text.splitlines(), lambda line: bool(KEY.match(line))):
        for line in group:
            match = KEY.match(line)
            if is_margin and match:
                blocks.append((match[1], [*pending, line]))
                pending = []
            elif line.startswith("#") or not line.strip():
                pending = [*pending, line] if line.strip() else []
            elif blocks:
                blocks[-1][1].extend([*pending, line])
                pending = []
    return blocks
