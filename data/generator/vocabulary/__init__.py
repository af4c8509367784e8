"""The words: kinds of tasks, places, agencies and reasons, in YAML files beside this one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def words(name: str) -> Any:
    """Read one file of the vocabulary."""
    return yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), Loader=LOADER)
