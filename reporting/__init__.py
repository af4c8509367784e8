"""A quarter's params and task export go in; the report that is circulated comes out.

What a notebook uses is here under one name; each part is imported when it is first asked for, so that the
command line starts at once.
"""

import sys
from importlib import import_module
from typing import Any

# JupyterLab brings two checkers of addresses that jsonschema imports along with everything else, and that take a
# second to compile their grammar; notebooks are not checked for addresses.
for _checker in ("rfc3987_syntax", "rfc3986_validator"):
    sys.modules.setdefault(_checker, None)  # type: ignore[arg-type]

_HOMES = {
    "indicators.indicator": ("indicator",),
    "indicators.measures": (
        "count", "distinct", "mean", "median", "parts", "quantile", "share", "total",
    ),
    "indicators.views": ("each", "spanner"),
    "report.report": ("open_report",),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = list(_HOME_OF)


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(f"reporting.{_HOME_OF[name]}"), name)
    raise AttributeError(f"module 'reporting' has no attribute {name!r}", name=name, obj=None)
