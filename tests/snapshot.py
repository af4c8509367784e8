"""Texts compared with those kept in tests/snapshots; SNAPSHOTS=write writes them anew, for a person to read."""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def check(name: str, text: str) -> None:
    """Compare a text with the one kept under a name."""
    kept = FOLDER / name
    if os.environ.get("SNAPSHOTS") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, "utf-8")
    lines = (each.splitlines(keepends=True) for each in (kept.read_text("utf-8"), text))
    differ = "".join(unified_diff(*lines, str(kept), "now", n=1))
    assert not differ, f"SNAPSHOTS=write writes it anew\n{differ}"
