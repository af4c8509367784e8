"""The page beside the one of `jupyter nbconvert --no-input`: size, axe findings, requests; one executed notebook.

    python benchmarks/page.py output/2023Q3

prints the table of `docs/page.md`. Needs the extra `test` and a Chromium.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import what_tests_need

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NO_TEXT = "No description has been provided for this image"


def default_page(notebook: Path, folder: Path) -> Path:
    """What nbconvert makes of the notebook when nothing is set but `--no-input`."""
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--no-input"]
    subprocess.run([*command, "--output-dir", folder, notebook], check=True, capture_output=True)
    return folder / f"{notebook.stem}.html"


def measure(browser: Browser, page: Path) -> list[str]:
    """The figures of one page, at desktop and phone width."""
    asked: set[str] = set()
    found: dict[int, Counter[str]] = {}
    wide: dict[int, bool] = {}
    for width in (1280, 360):
        with browser.new_context(
            viewport={"width": width, "height": 800}, bypass_csp=True
        ) as context:
            tab = context.new_page()
            tab.on("request", lambda request: asked.add(request.url))
            tab.goto(page.as_uri(), wait_until="load")
            wide[width] = tab.evaluate("document.documentElement.scrollWidth > innerWidth")
            tab.evaluate((files("axe_core_python") / "axe.min.js").read_text("utf-8"))
            result = tab.evaluate("rules => axe.run({runOnly: rules})", RULES)
            found[width] = Counter({v["id"]: len(v["nodes"]) for v in result["violations"]})
    text = page.read_text("utf-8")
    findings = [f"{counts.total()} ({len(counts)} rules)" for counts in found.values()]
    print(page.parent.name, dict(found[1280]), file=sys.stderr)
    return [
        f"{len(text.encode()) / 1000:.0f} KB",
        *findings,
        f"{sum(url.startswith('http') for url in asked)}",
        f"{text.count('<script')}",
        f"{text.count(NO_TEXT)}",
        "yes" if wide[360] else "no",
    ]


LABELS = (
    "size",
    "axe findings at 1280 pixels",
    "axe findings at 360 pixels",
    "requests to other hosts on opening",
    "scripts",
    "images “described” by a placeholder",
    "wider than a phone",
)


def main(report: Path) -> None:
    """Print the table of a published report."""
    chromium = what_tests_need.chromium()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        default = default_page(report / "report.vi.ipynb", Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        columns = measure(browser, default), measure(browser, report / "report.vi.html")
        browser.close()
    print("| | `jupyter nbconvert --no-input` | this project |\n|---|---:|---:|")
    for label, before, after in zip(LABELS, *columns, strict=True):
        print(f"| {label} | {before} | {after} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
