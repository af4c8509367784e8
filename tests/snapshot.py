"""Texts compared with those kept in tests/snapshots; SNAPSHOTS=write writes them anew, for a person to read."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def check(name: str, text: str) -> None:
    """Compare a text with the one kept under a name."""
    kept = FOLDER / name
    if os.environ.get("SNAPSHOTS") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, "utf-8")
    assert text == kept.read_text("utf-8"), f"differs from {kept}; SNAPSHOTS=write writes it anew"
