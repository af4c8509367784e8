"""The report's charts: plain data in, a `Chart` with its finding, its drawing and its alternative text out.

Every function takes what the chart is `About` and returns None where there is nothing to draw.
"""

from reporting.charts.bars import bars
from reporting.charts.chart import Chart
from reporting.charts.dots import dots
from reporting.charts.lateness import lateness
from reporting.charts.measure import About
from reporting.charts.plan import progress
from reporting.charts.sparkline import sparkline
from reporting.charts.status import stacked
from reporting.charts.tiles import tile_map
from reporting.charts.trend import trend

__all__ = [
    "About", "Chart", "bars", "dots", "lateness", "progress", "sparkline", "stacked", "tile_map", "trend"
]  # fmt: skip
