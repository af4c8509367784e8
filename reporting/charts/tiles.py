"""Units as tiles that stand roughly as they lie, coloured by value, each with its figure."""

import math
from typing import NamedTuple

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import Chart, ends, finish
from reporting.charts.drawing import Drawing, Point, box
from reporting.charts.measure import About, Measure
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

# So many columns at least, so that a tile is no wider than its name needs.
FEWEST, WIDEST, STEP_Y, GAP = 7, 56.0, 44.0, 1.5
KEY_WIDTH, KEY_ROW, KEY_HEAD = 150.0, 16.0, 18.0
STEPS = (5, 10, 20)


def tile_map(frame: pd.DataFrame, tiles: pd.DataFrame, about: About) -> Chart | None:
    """Draw units as tiles, in classes whose limits are the same in every quarter.

    `frame` has the columns `code`, `name`, `value`; `tiles` has `unit`, `column`, `row` and `label`. Units without a
    tile are passed over; a tile whose unit has no value is empty. Of several tiles of one unit the first has the
    figure. None where no unit with a tile has a value.
    """
    names = dict(zip(tiles["unit"], tiles["label"], strict=True))
    names |= dict(zip(frame["code"], frame["name"], strict=True))
    values = frame.set_index("code")["value"].astype(float).replace([math.inf, -math.inf], math.nan)
    values = values.reindex(sorted(set(tiles["unit"]))).sort_values(ascending=False, kind="stable")
    present = values.dropna()
    if present.empty:
        return None
    measure = Measure.of(present, about)
    classes = _classes(present.map(measure.rounded).tolist(), measure)
    placed = tiles.assign(**{axis: tiles[axis] - tiles[axis].min() for axis in ("column", "row")})
    cells = list(placed[["unit", "column", "row", "label"]].itertuples(index=False, name=None))

    def draw(width: float) -> Drawing:
        step = min(WIDEST, width / max(FEWEST, 1 + max(column for _, column, _, _ in cells)))
        drawing = Drawing(width)
        _tiles(drawing, cells, step, values, classes)
        _key(drawing, _key_corner(cells, step, width, len(classes.colours)), present, classes)
        return drawing

    parts = tiles[tiles["unit"].duplicated()]
    language = about.language
    belong = [
        _TEXT.part_of[language].format(part.label, names[part.unit]) for part in parts.itertuples()
    ]
    note = [_TEXT.schematic[language], f"{'; '.join(belong)}." if belong else "", classes.rule]
    title = ends(present.rename(names), measure, about.label)
    told = _figures(values, names, classes)
    return finish(draw, about, _TEXT.kind, title, told, " ".join(filter(None, note)))


class _Classes(NamedTuple):
    """The limits between classes, the colour of each class, and the rule by which they are what they are."""

    measure: Measure
    limits: list[float]
    colours: list[int]
    rule: str

    def of(self, value: float) -> int:
        """The class in which a value is printed to be, 0 the lowest."""
        return sum(self.measure.rounded(value) >= limit for limit in self.limits)

    def name(self, position: int) -> str:
        """What a class holds, as it is printed: dưới 80%, 80,0–84,9%, từ 95% trở lên."""
        language, write = self.measure.language, self.measure.write
        marks = [write(limit, int(not limit.is_integer())) for limit in self.limits]
        if not marks:
            return BilingualText("bằng nhau", "all equal")[language]
        if position == 0:
            return BilingualText("dưới {0}", "below {0}").format(marks[0])[language]
        if position == len(marks):
            return BilingualText("từ {0} trở lên", "{0} or more").format(marks[-1])[language]
        last = self.limits[position] - 10**-self.measure.places
        return f"{write(self.limits[position - 1]).removesuffix('%')}–{write(last)}"


def _classes(shown: list[float], measure: Measure) -> _Classes:
    """Classes by a rule that no quarter changes.

    Shares: classes of five points from the end, 100 % or 0, nearer to most units; of ten or twenty where more than a
    tenth of them would be in the last class, which is open. Other figures: limits at 1, 2, 5, 10, 20, 50 …
    """
    most, language = len(style.SEQUENCE) - 1, measure.language
    if measure.unit == "%":
        from_top = sorted(shown)[len(shown) // 2] >= 50
        for step in STEPS:
            limits = [float(step * n) for n in range(1, most + 1) if step * n < 100]
            limits = sorted(100 - limit for limit in limits) if from_top else limits
            beyond = [v for v in shown if (v < limits[0] if from_top else v >= limits[-1])]
            if 10 * len(beyond) <= len(shown):
                break
        start = most - len(limits) if from_top else 0
        colours = [start + position for position in range(len(limits) + 1)]
        rule = (_TEXT.from_top if from_top else _TEXT.from_zero).format(step)[language]
        if beyond and step < STEPS[-1]:
            ends = dict.fromkeys(map(measure.write, (min(beyond), max(beyond))))
            rule += _TEXT.last_class.format("–".join(ends))[language]
        return _Classes(measure, limits, colours, rule)
    powers = range(-measure.places, 16)
    series = [round(digit * 10.0**power, 10) for power in powers for digit in (1, 2, 5)]
    every = sorted([*(-limit for limit in series), 0.0, *series])
    limits = [limit for limit in every if min(shown) < limit <= max(shown)][-most:]
    spread = most / max(len(limits), 1)
    colours = [round(position * spread) for position in range(len(limits) + 1)] if limits else [3]
    return _Classes(measure, limits, colours, _TEXT.series[language])


def _key_corner(cells: list, step: float, width: float, classes: int) -> Point:
    """Where the key stands: beside the tiles, in the open at their right, or else below."""
    columns, rows = (1 + max(cell[at] for cell in cells) for at in (1, 2))
    left = width - KEY_WIDTH
    if columns * step + 20 <= left:
        return columns * step + 20, 0.0
    taken = {row for _, column, row, _ in cells if (column + 1) * step > left}
    deep = math.ceil((KEY_HEAD + classes * KEY_ROW) / STEP_Y)
    free = (row for row in range(1 + rows - deep) if taken.isdisjoint(range(row, row + deep)))
    return left, STEP_Y * next(free, rows)


def _tiles(
    drawing: Drawing, cells: list, step: float, values: pd.Series, classes: _Classes
) -> None:
    """Draw the tiles: those of one colour together, then what stands on each."""
    by_class: dict[int | None, list[list[Point]]] = {}
    for unit, column, row, _ in cells:
        place = classes.of(values[unit]) if math.isfinite(values[unit]) else None
        corners = box(column * step, row * STEP_Y, step - GAP, STEP_Y - GAP)
        by_class.setdefault(place, []).append(corners)
    for place, boxes in by_class.items():
        if place is None:
            drawing.line(*[[*corners, corners[0]] for corners in boxes], colour=style.MUTED)
        else:
            drawing.area(*boxes, colour=style.SEQUENCE[classes.colours[place]])
    first = {unit: label for unit, _, _, label in reversed(cells)}
    for unit, column, row, label in cells:
        value, x, y = values[unit], column * step + (step - GAP) / 2, row * STEP_Y
        colour = style.MUTED
        if math.isfinite(value):
            colour = style.SEQUENCE_TEXT[classes.colours[classes.of(value)]]
        for line, part in enumerate(style.fitted(label, step)):
            drawing.text(x, y + 12 + 12.5 * line, part, anchor="middle", colour=colour)
        if label == first[unit]:
            text = classes.measure.write(value).removesuffix("%")
            drawing.text(x, y + 39, text, anchor="middle", colour=colour, bold=True)


def _key(drawing: Drawing, corner: Point, present: pd.Series, classes: _Classes) -> None:
    """Name the classes, each with the number of its units."""
    of_class = present.map(classes.of).tolist()
    counts = [of_class.count(position) for position in range(len(classes.colours))]
    (left, top), language = corner, classes.measure.language
    right = left + KEY_WIDTH
    drawing.note(right, top + KEY_HEAD - 6, _TEXT.count[language], "end")
    for row, position in enumerate(reversed(range(len(counts)))):
        y = top + KEY_HEAD + row * KEY_ROW
        drawing.area(box(left, y, 13, 13), colour=style.SEQUENCE[classes.colours[position]])
        drawing.text(left + 18, y + 11, classes.name(position))
        drawing.note(right, y + 11, str(counts[position]), "end")
        longest = drawing.width - right - 12
        if longest > 40 and counts[position]:
            bar = box(right + 8, y, longest * counts[position] / max(counts), 13)
            drawing.area(bar, colour=style.GRID)


def _figures(values: pd.Series, names: dict[str, str], classes: _Classes) -> str:
    """Every unit in its class, the highest first."""
    measure, parts = classes.measure, []
    of_class = values.dropna().map(classes.of)
    for position in sorted(set(of_class), reverse=True):
        units = of_class.index[of_class == position]
        told = ", ".join(f"{names[unit]} {measure.write(values[unit])}" for unit in units)
        parts.append(f"{classes.name(position)} ({len(units)}): {told}.")
    if missing := [names[unit] for unit in values.index[values.isna()]]:
        head = BilingualText("Không có số liệu", "No value")[measure.language]
        parts.append(f"{head}: {', '.join(missing)}.")
    return " ".join(parts)
