"""Units as tiles that stand roughly as they lie, coloured by value, each with its figure."""

import math

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import Chart, finish, listed
from reporting.charts.drawing import Drawing, box
from reporting.text import formats
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

KIND = BilingualText("Bản đồ ô", "Tile map")
SCHEMATIC = _TEXT.schematic
COUNT = BilingualText("số đơn vị", "units")
PART_OF = BilingualText("{0} thuộc {1}", "{0} is part of {1}")
NARROWEST, STEP_Y, GAP = (
    7,
    44.0,
    1.5,
)  # so many columns at least, so that a tile is no wider than its name needs
KEY_WIDTH, KEY_ROW, KEY_HEAD = 150.0, 19.0, 22.0


def tile_map(
    frame: pd.DataFrame,
    tiles: pd.DataFrame,
    language: str,
    *,
    label: BilingualText | str = style.ON_TIME,
    unit_of_measure: str = "%",
    note: str | None = None,
    name: str = "tile-map",
) -> Chart | None:
    """Draw units as tiles, in up to five classes with round limits.

    `frame` has the columns `code`, `name`, `value`; `tiles` has `unit`, `column`, `row` and `label`. Units without a
    tile are passed over; a tile whose unit has no value is empty. Of several tiles of one unit the first has the
    figure. None where no unit with a tile has a value.
    """
    known = {
        str(code): float(value) for code, value in zip(frame["code"], frame["value"], strict=True)
    }
    values = {code: known.get(code, math.nan) for code in sorted(set(tiles["unit"]))}
    present = [value for value in values.values() if math.isfinite(value)]
    if not present:
        return None
    classes = _Classes(present, language, unit_of_measure)
    grid = _Grid(tiles)
    key_left, key_top, bottom = grid.room_for(len(classes.limits) + 1)
    drawing = Drawing(bottom + 2)
    grid.draw(drawing, values, classes)
    classes.key(drawing, values, key_left, key_top)
    names = dict(zip(tiles["unit"], tiles["label"], strict=True)) | {
        str(code): str(text) for code, text in zip(frame["code"], frame["name"], strict=True)
    }
    parts = tiles[tiles["unit"].duplicated()]
    belong = [
        PART_OF[language].format(text, names[code])
        for text, code in zip(parts["label"], parts["unit"], strict=True)
    ]
    said = [SCHEMATIC[language], f"{'; '.join(belong)}." if belong else "", note]
    return finish(
        drawing,
        name=name,
        kind=KIND[language],
        title=_title(values, names, classes, style.in_language(label, language)),
        figures=_figures(values, names, classes),
        note=" ".join(part for part in said if part),
    )


class _Classes:
    """Up to five classes with round limits; a value belongs where it is printed to belong."""

    def __init__(self, values: list[float], language: str, unit: str) -> None:
        self.language, self.unit = language, unit
        self.places = style.decimals(values, unit)
        shown = [self.rounded(value) for value in values]
        self.limits = self._round_limits(shown) if min(shown) < max(shown) else []
        # No share is more than the whole: a class that starts there holds nothing else.
        self.full = unit == "%" and self.limits[-1:] == [100]

    def _round_limits(self, shown: list[float]) -> list[float]:
        """Up to four limits around the median; a step for the bulk of values, the ends stay open for outliers."""
        ordered, count = sorted(shown), len(shown)
        bulk = ordered[-1 - count // 10] - ordered[count // 10]
        step = style.nice_step(bulk or ordered[-1] - ordered[0], 4)
        step = max(step, 10.0**-self.places)  # limits that print alike would be no limits
        first, last = (math.floor(end / step + 1e-9) for end in (ordered[0], ordered[-1]))
        middle = ordered[count // 2]
        limits = [round(index * step, 10) for index in range(first + 1, last + 1)]
        return sorted(sorted(limits, key=lambda limit: abs(limit - middle))[:4]) or [middle]

    def rounded(self, value: float) -> float:
        return float(formats.round_half_up(value, self.places))

    def write(self, value: float) -> str:
        return style.figure(value, self.language, self.unit, self.places)

    def of(self, value: float) -> int:
        """The class of a value, 0 the lowest."""
        return sum(self.rounded(value) >= limit for limit in self.limits)

    def colours(self, position: int) -> tuple[str, str]:
        """Fill and text of a class; few classes take the outer colours, so that they differ well."""
        count = len(self.limits)
        index = 2 if count == 0 else round(position * (len(style.SEQUENCE) - 1) / max(count, 1))
        return style.SEQUENCE[index], style.SEQUENCE_TEXT[index]

    def name(self, position: int) -> str:
        """What a class holds: dưới 80%, 80 – dưới 85%, từ 95% trở lên."""
        if not self.limits:
            return BilingualText("bằng nhau", "all equal")[self.language]
        step = self.limits[-1] - self.limits[-2] if len(self.limits) > 1 else self.limits[0]
        marks = [style.tick_label(limit, self.language, self.unit, step) for limit in self.limits]
        if position == 0:
            return BilingualText("dưới {0}", "below {0}").format(marks[0])[self.language]
        if position == len(self.limits) and self.full:
            return marks[-1]
        if position == len(self.limits):
            return BilingualText("từ {0} trở lên", "{0} or more").format(marks[-1])[self.language]
        start = marks[position - 1].removesuffix("%")
        return BilingualText("{0} – dưới {1}", "{0} – below {1}").format(start, marks[position])[
            self.language
        ]

    def key(self, drawing: Drawing, values: dict[str, float], left: float, top: float) -> None:
        """Name the classes, each with the number of its units."""
        counts = [0] * (len(self.limits) + 1)
        for value in values.values():
            if math.isfinite(value):
                counts[self.of(value)] += 1
        right, head = left + KEY_WIDTH, COUNT[self.language]
        drawing.text(right, top + KEY_HEAD - 8, head, anchor="end", colour=style.MUTED)
        for row, position in enumerate(reversed(range(len(counts)))):
            y = top + KEY_HEAD + row * KEY_ROW
            drawing.area(box(left, y, 14, 14), colour=self.colours(position)[0])
            drawing.text(left + 20, y + 11, self.name(position))
            drawing.text(right, y + 11, str(counts[position]), anchor="end", colour=style.MUTED)


class _Grid:
    """Where the tiles stand, and where they leave room."""

    def __init__(self, tiles: pd.DataFrame) -> None:
        self.columns = (tiles["column"] - tiles["column"].min()).tolist()
        self.rows = (tiles["row"] - tiles["row"].min()).tolist()
        self.units, self.labels = tiles["unit"].tolist(), tiles["label"].tolist()
        self.step = style.WIDTH / max(NARROWEST, 1 + max(self.columns))
        self.bottom = (1 + max(self.rows)) * STEP_Y

    def room_for(self, classes: int) -> tuple[float, float, float]:
        """Left and top of the key, in the open at the right or else below the tiles, and the bottom of the drawing."""
        left, height = style.WIDTH - KEY_WIDTH, KEY_HEAD + classes * KEY_ROW
        taken = {
            row
            for column, row in zip(self.columns, self.rows, strict=True)
            if (column + 1) * self.step > left
        }
        deep = math.ceil(height / STEP_Y)
        for row in range(1 + max(self.rows) - deep):
            if taken.isdisjoint(range(row, row + deep)):
                return left, row * STEP_Y, self.bottom
        return left, self.bottom, self.bottom + height

    def draw(self, drawing: Drawing, values: dict[str, float], classes: _Classes) -> None:
        """Draw the tiles: those of one colour together, then what stands on each."""
        by_colour: dict[str, list[list[tuple[float, float]]]] = {}
        for unit, column, row in zip(self.units, self.columns, self.rows, strict=True):
            value = values[unit]
            colour = classes.colours(classes.of(value))[0] if math.isfinite(value) else ""
            corners = box(column * self.step, row * STEP_Y, self.step - GAP, STEP_Y - GAP)
            by_colour.setdefault(colour, []).append(corners)
        for colour, boxes in by_colour.items():
            if colour:
                drawing.area(*boxes, colour=colour)
            else:
                drawing.line(*[[*corners, corners[0]] for corners in boxes], colour=style.MUTED)
        places = zip(self.units, self.labels, self.columns, self.rows, strict=True)
        for place, (unit, label, column, row) in enumerate(places):
            value = values[unit]
            colour = classes.colours(classes.of(value))[1] if math.isfinite(value) else style.MUTED
            x, y = column * self.step + (self.step - GAP) / 2, row * STEP_Y
            lines = label.split(" ", 1) if " " in label else style.fitted(label, self.step - 4)
            for line, part in enumerate(lines):
                drawing.text(x, y + 12 + 12.5 * line, part, anchor="middle", colour=colour)
            if unit not in self.units[:place]:
                text = classes.write(value).removesuffix("%")
                drawing.text(x, y + 39, text, anchor="middle", colour=colour, bold=True)


def _title(values: dict[str, float], names: dict[str, str], classes: _Classes, label: str) -> str:
    shown = {code: classes.rounded(value) for code, value in values.items() if math.isfinite(value)}
    low, high = min(shown.values()), max(shown.values())
    if len(shown) == 1:
        (code,) = shown
        return f"{label}: {names[code]} {classes.write(low)}"
    if low == high:
        return BilingualText("{0}: cả {1} đơn vị đều {2}", "{0}: all {1} units at {2}").format(
            label, len(shown), classes.write(low)
        )[classes.language]
    lowest = [names[code] for code, value in shown.items() if value == low]
    highest = [names[code] for code, value in shown.items() if value == high]
    return _TEXT.from_in_to_in.format(
        label=label,
        low=classes.write(low),
        lowest=listed(lowest, classes.language),
        high=classes.write(high),
        highest=listed(highest, classes.language),
    )[classes.language]


def _figures(values: dict[str, float], names: dict[str, str], classes: _Classes) -> str:
    parts = []
    for position in reversed(range(len(classes.limits) + 1)):
        members = [
            f"{names[code]} {classes.write(value)}"
            for code, value in sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
            if math.isfinite(value) and classes.of(value) == position
        ]
        if members:
            parts.append(f"{classes.name(position)} ({len(members)}): {', '.join(members)}.")
    missing = [names[code] for code, value in values.items() if not math.isfinite(value)]
    if missing:
        head = BilingualText("Không có số liệu", "No value")[classes.language]
        parts.append(f"{head}: {', '.join(missing)}.")
    return " ".join(parts)
