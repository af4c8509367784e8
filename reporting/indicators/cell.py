"""Which cell of a notebook is running: JupyterLab says so, papermill does not."""

from __future__ import annotations

import sys
from typing import NamedTuple


class Place(NamedTuple):
    """A cell, and one run of it; None where nobody says."""

    cell: str | None = None
    run: str | None = None


def here() -> Place:
    """The cell that is running now, by its id, and the request that runs it."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if shell is None or not hasattr(shell, "get_parent"):
        return Place()
    request = shell.get_parent() or {}
    return Place(
        (request.get("metadata") or {}).get("cellId"), (request.get("header") or {}).get("msg_id")
    )
