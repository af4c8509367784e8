"""Units as tiles that stand roughly as they lie, coloured by value, each with its figure."""

import math
from typing import Any, NamedTuple

import pandas as pd

from reporting.charts import style
from reporting.charts.chart import About, Chart
from reporting.charts.drawing import Drawing, box
from reporting.text import BilingualText, texts

_TEXT = texts(__name__)

# So many columns at least, so that a tile is no wider than its name needs.
FEWEST, WIDEST, STEP_Y, GAP = 7, 56.0, 44.0, 1.5
KEY_WIDTH, KEY_ROW, KEY_HEAD = 150.0, 16.0, 18.0
STEPS = (5, 10, 20)


def tile_map(frame: pd.DataFrame, tiles: pd.DataFrame, about: About) -> Chart | None:
    """Draw units (`code`, `name`, `value`) as tiles (`unit`, `column`, `row`, `label`), the first of a unit with its figure."""
    names = dict(zip(tiles["unit"], tiles["label"], strict=True))
    names |= dict(zip(frame["code"], frame["name"], strict=True))
    values = frame.set_index("code")["value"].astype(float).replace([math.inf, -math.inf], math.nan)
    values = values.reindex(sorted(set(tiles["unit"]))).sort_values(ascending=False, kind="stable")
    present = values.dropna()
    if present.empty:
        return None
    classes = _Classes.of(present, about.fitting(present))
    places = tiles[["column", "row"]] - tiles[["column", "row"]].min()
    value, again = tiles["unit"].map(values), tiles["unit"].duplicated()
    placed: Any = tiles.assign(**places, value=value, place=value.map(classes.place), again=again)

    def draw(drawing: Drawing) -> None:
        step = min(WIDEST, drawing.width / max(FEWEST, 1 + placed["column"].max()))
        _tiles(drawing, placed, step, classes)
        _key(drawing, placed, step, classes)

    schematic, part_of = _TEXT.schematic[about.language], _TEXT.part_of[about.language]
    parts = placed[again].itertuples()
    belong = [part_of.format(part.label, names[part.unit]) for part in parts]
    note = [schematic, f"{'; '.join(belong)}." if belong else "", classes.rule]
    title = classes.about.ends(present.rename(names))
    write, told = classes.about.write, []  # every unit in its class, the highest first
    for place, units in present.groupby(values.map(classes.place), sort=False):
        figures = ", ".join(f"{names[unit]} {write(value)}" for unit, value in units.items())
        told.append(f"{classes.name(int(place))} ({len(units)}): {figures}.")
    if missing := [names[unit] for unit in values.index[values.isna()]]:
        told.append(f"{_TEXT.missing[about.language]}: {', '.join(missing)}.")
    about = about._replace(note=" ".join(filter(None, note)))
    return about.chart(draw, _TEXT.kind, title, " ".join(told))


class _Classes(NamedTuple):
    """The limits between classes, the colour of each class, and the rule by which they are what they are."""

    about: About
    limits: list[float]
    colours: list[int]
    rule: str

    @classmethod
    def of(cls, values: pd.Series, about: About) -> "_Classes":
        """Classes by a rule that no quarter changes: of shares five, ten or twenty points, else up to 1, 2, 5, 10, 20 …"""
        most, language = len(style.SEQUENCE) - 1, about.language
        shown = sorted(map(about.rounded, values))
        if about.unit != "%":
            powers = range(-about.places, 16)
            series = [round(digit * 10.0**power, 10) for power in powers for digit in (1, 2, 5)]
            every = sorted([*(-limit for limit in series), 0.0, *series])
            limits = [limit for limit in every if shown[0] < limit <= shown[-1]][-most:]
            spread = most / max(len(limits), 1)
            colours = [round(position * spread) for position in range(len(limits) + 1)]
            return cls(about, limits, colours if limits else [3], _TEXT.series[language])
        # from the end, 100 % or 0, nearer to most units; the last class is open, for a tenth of them at most
        from_top = shown[len(shown) // 2] >= 50
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
            two = dict.fromkeys(map(about.write, (beyond[0], beyond[-1])))
            rule += _TEXT.last_class.format("–".join(two))[language]
        return cls(about, limits, colours, rule)

    def place(self, value: float) -> float:
        """The class in which a value is printed to be, 0 the lowest; missing without a value."""
        if math.isnan(value):
            return math.nan
        return sum(self.about.rounded(value) >= limit for limit in self.limits)

    def name(self, position: int) -> str:
        """What a class holds, as it is printed: dưới 80%, 80,0–84,9%, từ 95% trở lên."""
        language, write = self.about.language, self.about.write
        marks = [
            write(limit, 0 if limit.is_integer() else self.about.places) for limit in self.limits
        ]
        if not marks:
            return BilingualText("bằng nhau", "all equal")[language]
        if position == 0:
            return BilingualText("dưới {0}", "below {0}").format(marks[0])[language]
        if position == len(marks):
            return BilingualText("từ {0} trở lên", "{0} or more").format(marks[-1])[language]
        last = self.limits[position] - 10**-self.about.places
        return f"{write(self.limits[position - 1]).removesuffix('%')}–{write(last)}"


def _tiles(drawing: Drawing, placed: Any, step: float, classes: _Classes) -> None:
    """Draw the tiles: those of one colour together, then what stands on each."""
    for place, tiles in placed.groupby("place", sort=False, dropna=False):
        corners = zip(tiles["column"] * step, tiles["row"] * STEP_Y, strict=True)
        boxes = [box(x, y, step - GAP, STEP_Y - GAP) for x, y in corners]
        if math.isnan(place):
            drawing.line(*[[*each, each[0]] for each in boxes], colour=style.MUTED)
        else:
            drawing.area(*boxes, colour=style.SEQUENCE[classes.colours[int(place)]])
    for tile in placed.itertuples():
        x, y, colour = tile.column * step + (step - GAP) / 2, tile.row * STEP_Y, style.MUTED
        if not math.isnan(tile.place):
            colour = style.SEQUENCE_TEXT[classes.colours[int(tile.place)]]
        for line, part in enumerate(style.fitted(tile.label, step)):
            drawing.text(x, y + 12 + 12.5 * line, part, anchor="middle", colour=colour)
        if not tile.again:
            text = classes.about.write(tile.value).removesuffix("%")
            drawing.text(x, y + 39, text, anchor="middle", colour=colour, bold=True)


def _key(drawing: Drawing, placed: Any, step: float, classes: _Classes) -> None:
    """Name the classes, each with the number of its units: beside the tiles, in the open at their right, or below."""
    of_class = placed.loc[~placed["again"], "place"].tolist()
    counts = [of_class.count(position) for position in range(len(classes.colours))]
    columns, rows = 1 + placed["column"].max(), 1 + placed["row"].max()
    left, top = columns * step + 20, 0.0
    if left > drawing.width - KEY_WIDTH:
        left = drawing.width - KEY_WIDTH
        taken = set(placed.loc[(placed["column"] + 1) * step > left, "row"])
        deep = math.ceil((KEY_HEAD + len(counts) * KEY_ROW) / STEP_Y)
        free = (row for row in range(1 + rows - deep) if taken.isdisjoint(range(row, row + deep)))
        top = STEP_Y * next(free, rows)
    right = left + KEY_WIDTH
    drawing.note(right, top + KEY_HEAD - 6, _TEXT.count[classes.about.language], "end")
    for row, position in enumerate(reversed(range(len(counts)))):
        y = top + KEY_HEAD + row * KEY_ROW
        drawing.area(box(left, y, 13, 13), colour=style.SEQUENCE[classes.colours[position]])
        drawing.text(left + 18, y + 11, classes.name(position))
        drawing.note(right, y + 11, str(counts[position]), "end")
        longest = drawing.width - right - 12
        if longest > 40 and counts[position]:
            bar = box(right + 8, y, longest * counts[position] / max(counts), 13)
            drawing.area(bar, colour=style.GRID)
