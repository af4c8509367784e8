"""A quarter's params and task export go in; the report that is circulated comes out.

What a notebook uses is here under one name; each part is imported when it is first asked for, so that the
command line starts at once.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "count": "indicators.measures",
    "distinct": "indicators.measures",
    "each": "indicators.views",
    "indicator": "indicators.indicator",
    "mean": "indicators.measures",
    "median": "indicators.measures",
    "open_report": "report.report",
    "parts": "indicators.measures",
    "quantile": "indicators.measures",
    "share": "indicators.measures",
    "spanner": "indicators.views",
    "total": "indicators.measures",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"reporting.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'reporting' has no attribute {name!r}", name=name, obj=None)
