"""What tests use of the machine they run on, and what becomes of those that do not find it."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path

import matplotlib
import pytest
import what_tests_need

# What no rule chooses, each version of fontconfig chooses for itself: one of mathematical signs, say.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
<match><edit name="family" mode="append_last"><string>DejaVu Sans</string></edit></match>
</fontconfig>
"""


def without_its_fonts() -> None:
    """Chromium and WeasyPrint see the fonts that matplotlib brings, and none of the machine's."""
    folder = Path(tempfile.gettempdir()) / f"fonts-of-tests-{os.getpid()}"
    folder.mkdir(exist_ok=True)
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    (folder / "fonts.conf").write_text(FONTS.format(fonts=fonts, cache=folder), "utf-8")
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")


def need(what: str) -> None:
    """Skip a test that needs what this machine does not have."""
    if not what_tests_need.is_here(what):
        pytest.skip(f"no {what}: {what_tests_need.HINT}")


def skipped(reporter: pytest.TerminalReporter) -> list[str]:
    """How many tests were skipped, a line a reason."""
    reasons = Counter(each.longrepr[2] for each in reporter.stats.get("skipped", ()))
    return [f"{count} skipped: {why.removeprefix('Skipped: ')}" for why, count in reasons.items()]
