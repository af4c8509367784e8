"""Walks through docs/first-report.md and docs/bao-cao-dau-tien.md as a reader would, and takes the pictures in them.

    .venv/bin/python tools/first_report.py

Every block of the pages is carried out in its turn: a command is run, a file is written, a cell of the export is mended,
a message is looked for in what the last command said.
"""

import html
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

import xlsxwriter
from PIL import Image
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PICTURES = DOCS / "first-report"
PAGES = {"en": DOCS / "first-report.md", "vi": DOCS / "bao-cao-dau-tien.md"}
EXPORT = PICTURES / "tasks.xlsx"
_PART = re.compile(r"^```(\w+)\n(.*?)^```|^((?:\|[^\n]*\n)+)", re.M | re.S)
_STYLE = """<meta charset="utf-8"><style>
body { margin: 0; background: #fff; font: 14px/1.5 sans-serif; width: max-content; }
pre { margin: 0; padding: 14px 18px; width: 1040px; background: #1f2430; color: #e6e6e6; white-space: pre-wrap;
      font: 13px/1.6 sans-serif; }
pre b { color: #9fd3a3; font-weight: normal; }
table { border-collapse: collapse; }
td, th { border: 1px solid #d0d4da; padding: 2px 7px; white-space: nowrap; }
th { background: #f1f3f5; color: #555; font-weight: normal; }
td:nth-child(2) { max-width: 76px; }  td:nth-child(6) { max-width: 80px; }  /* what does not fit runs over, as in Excel */
td.wrong { background: #ffd9d2; outline: 2px solid #c0392b; }
</style>"""


Run = Callable[[list[str], Path, dict[str, str]], tuple[int, str]]


def in_a_process(words: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Run the command as a terminal does; return its exit code and all it said."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "run_report.py"), *words], cwd=folder, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout


@dataclass
class Walk:
    """A page of the guide and what came of it: its commands, each with exit code and words; the messages not told."""

    language: str
    folder: Path
    run: Run = in_a_process
    ran: list[tuple[str, int, str]] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)

    def go(self) -> "Walk":
        """Carry out the page's blocks in their order."""
        text = PAGES[self.language].read_text("utf-8")
        for part in _PART.finditer(text):
            kind, block, rows = part.groups()
            if kind == "bash":
                for command in block.splitlines():
                    self.ran.append((command, *self._done(command)))
            elif kind in ("yaml", "csv"):
                path = re.findall(r"`([\w./-]+\.\w+)`", text[: part.start()])[-1]
                (self.folder / path).write_text(block, "utf-8")
            elif kind == "text":
                said = self.ran[-1][2].splitlines()
                self.untold += [
                    line
                    for line in block.splitlines()
                    if not any(says(line, each) for each in said)
                ]
            elif rows.startswith(("| dòng ", "| row ")):
                self._mend(rows.splitlines()[2:])
        return self

    def _done(self, command: str) -> tuple[int, str]:
        words = shlex.split(command)
        if words[0] == "cp":
            shutil.copyfile(ROOT / words[1], self.folder / words[2])
            return 0, ""
        if words[:2] == ["make", "report"]:
            words[:3] = [
                "python",
                "run_report.py",
                words[2].removeprefix("QUARTER="),
                "--output-dir=output",
            ]
        if words[:2] != ["python", "run_report.py"]:
            raise ValueError(f"nothing runs this here: {command}")
        return self.run(words[2:], self.folder, {**os.environ, "REPORT_LANGUAGE": self.language})

    def _mend(self, changes: list[str]) -> None:
        """Change cells of the export: the row, the heading of the column, what is there, what is right."""
        path = next(self.folder.glob("*/data/*/tasks.xlsx"))
        grid = cells(path)
        headings = next(row for row in grid if all(row))
        for change in changes:
            number, heading, there, right = (cell.strip() for cell in change.split("|")[1:-1])
            row, column = grid[int(number) - 1], headings.index(heading)
            if shown(row[column]) != there:
                raise ValueError(f"row {number}, {heading}: {shown(row[column])}, not {there}")
            row[column] = right
        with xlsxwriter.Workbook(path, {"default_date_format": "d/m/yyyy"}) as book:
            sheet = book.add_worksheet("Danh sách")
            for place, row in enumerate(grid):
                sheet.write_row(place, 0, row)


def says(line: str, message: str) -> bool:
    """Whether a line of a guide is a message, of which `…` leaves something out."""
    return (
        re.fullmatch(".*?".join(map(re.escape, line.strip().split("…"))), message.strip())
        is not None
    )


def cells(path: Path) -> list[list[object]]:
    """The cells of an export's first sheet, title rows included."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def shown(value: object) -> str:
    """A cell as Excel shows it."""
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _terminal(command: str, said: str) -> str:
    return f"<pre><b>$ {html.escape(command)}</b>\n{html.escape(said.strip())}</pre>"


def _sheet(path: Path, wrong: set[tuple[int, int]]) -> str:
    """An export as a spreadsheet shows it, the wrong cells marked."""
    grid = cells(path)
    letters = "".join(f"<th>{chr(65 + column)}</th>" for column in range(len(grid[0])))
    rows = []
    for row, values in enumerate(grid, start=1):
        each = (
            f"<td{' class=wrong' if (row, column) in wrong else ''}>{html.escape(shown(value))}</td>"
            for column, value in enumerate(values)
        )
        rows.append(f"<tr><th>{row}</th>{''.join(each)}</tr>")
    return f"<table><tr><th></th>{letters}</tr>{''.join(rows)}</table>"


def _wrong(said: str) -> Iterator[tuple[int, int]]:
    """The cells that a check found wrong, as row and column."""
    headings = next(row for row in cells(EXPORT) if all(row))
    for row, heading in re.findall(r"row (\d+), column “([^”]+)”", said):
        yield int(row), headings.index(heading)


def main() -> None:
    """Walk both pages in a folder of its own, and write the pictures into docs/."""
    sys.path.insert(0, str(ROOT / "tests"))
    import browser

    with tempfile.TemporaryDirectory() as folder, browser.launched() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})

        def drawn(content: str, name: str) -> None:
            page.set_content(_STYLE + content)
            _save(page.locator("body > :not(style)").last.screenshot(), name)

        def opened(path: Path, name: str) -> None:
            page.goto(path.as_uri())
            _save(page.screenshot(), name)

        for language in PAGES:
            own = Path(folder) / language
            own.mkdir()
            walk = Walk(language, own).go()
            command, _, said = next(each for each in walk.ran if each[1])
            drawn(_terminal(command, said), f"first-report/check.{language}.png")
            for report in own.glob(f"*/output/*/report.{language}.html"):
                opened(report, f"first-report/report.{language}.png")
            sample = {"en": "report.png", "vi": "first-report/sample.vi.png"}[language]
            opened(own / f"output/2023Q3/report.{language}.html", sample)
            if language == "en":
                drawn(_sheet(EXPORT, set(_wrong(said))), "first-report/export.png")


def _save(picture: bytes, name: str) -> None:
    """Write a picture in few colours: a third of the size, and it looks the same."""
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(32, dither=Image.Dither.NONE)
    few.save(DOCS / name, optimize=True)
    print(f"docs/{name}: {(DOCS / name).stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
