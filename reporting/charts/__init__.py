"""The report's charts: plain data in, a `Chart` with its finding, drawing and alternative text out, or None for nothing."""

from reporting.charts.chart import About, Chart
from reporting.charts.ranked import bars, dots
from reporting.charts.status import lateness, stacked
from reporting.charts.tiles import tile_map
from reporting.charts.trend import progress, sparkline, trend

__all__ = ["About", "Chart", "bars", "dots", "lateness", "progress", "sparkline", "stacked", "tile_map", "trend"]  # fmt: skip
