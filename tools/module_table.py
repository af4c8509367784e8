"""Writes the list of packages and modules in docs/how-it-works.md from their docstrings; --check only compares."""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "how-it-works.md"
START, END = "<!-- modules: written by tools/module_table.py -->", "<!-- end of modules -->"
# From the top down: each imports only from those below it (pyproject.toml, import-linter).
PACKAGES = (
    "cli", "building", "pages", "word", "execution", "report", "charts", "tables", "statement", "indicators",
    "registers", "inputs", "text",
)  # fmt: skip


def summary(path: Path) -> str:
    """The first sentence of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return re.sub(r"\s+", " ", docstring.partition("\n\n")[0]).strip()


def table() -> str:
    """All packages with their modules, as the page has them."""
    lines = [START, ""]
    for package in PACKAGES:
        folder = ROOT / "reporting" / package
        if not folder.is_dir():
            continue
        lines += [f"### `{package}/`", "", summary(folder / "__init__.py"), ""]
        lines += ["| module | what it is for |", "|---|---|"]
        for path in sorted(folder.rglob("*.py")):
            if path.name != "__init__.py":
                lines.append(f"| `{path.relative_to(folder).as_posix()}` | {summary(path)} |")
        lines.append("")
    return "\n".join([*lines, END])


def written() -> str:
    """The page with the list as it should be now."""
    before, _, rest = PAGE.read_text("utf-8").partition(START)
    return before + table() + rest.partition(END)[2]


if __name__ == "__main__":
    if "--check" in sys.argv:
        if PAGE.read_text("utf-8") != written():
            sys.exit("docs/how-it-works.md: the list of modules is not in step; run `make format`")
    else:
        PAGE.write_text(written(), "utf-8")
