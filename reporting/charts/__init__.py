"""The report's charts: plain data in, a `Chart` with its finding, its drawing and its alternative text out.

Every function takes the language (`vi` or `en`) and returns None where there is nothing to draw.
"""

from reporting.charts.bars import bars
from reporting.charts.chart import Chart
from reporting.charts.dots import province_dots
from reporting.charts.lateness import lateness
from reporting.charts.plan import plan_progress
from reporting.charts.sparkline import sparkline
from reporting.charts.status import status_by_group
from reporting.charts.tiles import tile_map
from reporting.charts.trend import trend

__all__ = [
    "Chart",
    "bars",
    "lateness",
    "plan_progress",
    "province_dots",
    "sparkline",
    "status_by_group",
    "tile_map",
    "trend",
]
