"""The values of two reports side by side, as a table that is read in a terminal or on a page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from reporting.indicators import diff
from reporting.pages.published import Described, Published, described
from reporting.text import TOTAL, BilingualText, InputError, both, texts, wording

_TEXT = texts(__name__)

MOST = 10**9  # per cent; more says nothing


class Row(NamedTuple):
    """One figure that differs, as it is printed; a row of a text alone heads those below it."""

    text: BilingualText
    old: BilingualText | None = None
    new: BilingualText | None = None
    amount: BilingualText | None = None
    relative: BilingualText | None = None


class Comparison(NamedTuple):
    """What differs between two reports: a table grouped by indicator, or of indicators where one cell differs alone."""

    differences: Sequence[diff.Difference]
    head: Row
    rows: Sequence[Row]
    about: Described

    @property
    def title(self) -> BilingualText:
        """What is compared with what."""
        return _TEXT.title.format(self.head.new, self.head.old).capitalized()

    @property
    def summary(self) -> BilingualText:
        """How many figures differ."""
        if not self.differences:
            return _TEXT.none
        count = Counter(each.kind for each in self.differences)
        counts = (len(self.differences), *(count[kind] for kind in diff.KINDS))
        said = _TEXT.count.format(*map(wording.number, counts))
        odd = sum(not each.is_finite for each in self.differences)
        return _TEXT.not_numbers.format(said, odd) if odd else said

    def lines(self, language: str) -> Iterator[str]:
        """The table as aligned lines, after one line that counts the differences."""
        yield self.summary[language]
        table = [[text[language] for text in row if text] for row in (self.head, *self.rows)]
        if not self.rows:
            return
        columns = zip(*(row for row in table if row[1:]), strict=True)
        widths = [max(map(len, column)) for column in columns]
        yield ""
        for name, *figures in table:
            right = (each.rjust(width) for each, width in zip(figures, widths[1:], strict=False))
            yield "  ".join([name.ljust(widths[0]), *right]).rstrip()


def of_values(old: diff.Written, new: diff.Written, about: Described) -> Comparison:
    """What differs between values, in the words of the reports that they are of."""
    then, now = ({place.quarter for place in values} for values in (old, new))
    headings = [BilingualText("Cũ", "Old"), BilingualText("Mới", "New")]
    if len(then) == len(now) == 1 and then != now:
        headings = [about.name("quarter", quarter) for quarter in (*then, *now)]
    head = Row(_TEXT.cell, headings[0], headings[1], _TEXT.amount, both("%"))
    differences = diff.compare(old, new)
    one_cell = len({each.place._replace(indicator="") for each in differences}) == 1
    units, rows = {**old.units, **new.units}, []
    for name, group in diff.by_indicator(differences).items():
        unit = units.get(name, "")
        title = both("{0} ({1})" if unit else "{0}")
        titled = title.format(about.name("indicator", name), about.name("unit_of_measure", unit))
        if not one_cell:
            rows.append(Row(titled))
        for each in group:
            cell = _cell(each.place, about, with_quarter=len(now) > 1)
            text = titled if one_cell else both("  {0}").format(cell)
            rows.append(Row(text, *_figures(each, unit)))
    return Comparison(differences, head, rows, about)


def of_reports(old: Published, new: Published) -> Comparison:
    """What differs between the totals of two reports of one unit."""
    totals = diff.Written(), diff.Written()
    for report, values in zip((old, new), totals, strict=True):
        values.units = {name: row["unit_of_measure"] for name, row in report.totals.items()}
        for name in report.totals:
            place = diff.Place(str(report.quarter), name, TOTAL, report.unit, TOTAL)
            value = report.number(name)
            values[place] = None if value is None else Decimal(repr(value))
    return of_values(*totals, old.about | new.about)


def of_paths(old: Path, new: Path) -> Comparison:
    """What differs between two reports' folders, or between two `indicators.csv`."""
    values = diff.read(old), diff.read(new)
    about = Described()
    for path in (old, new):
        with suppress(InputError):  # else the codes themselves must do
            about |= described(path if path.is_dir() else path.parent)
    return of_values(*values, about)


def write(path: Path, compared: Comparison) -> None:
    """Write a comparison as a page of its own, in both languages."""
    units = {each.place.unit for each in compared.differences}
    whose = compared.about.name("unit", units.pop() if len(units) == 1 else TOTAL)
    title = _TEXT.heading.format(whose)
    html = filled("comparison.html.j2", compared.about, title=title, compared=compared)
    try:
        path.write_text(html, "utf-8", newline="")
    except OSError as error:
        raise InputError(_TEXT.unwritten.format(path, error.strerror)) from None


def filled(template: str, about: Described, **values: Any) -> str:
    """A page beside the reports, with its style, and with what it must say of made-up data."""
    from reporting.report import templates  # slow to import, and a terminal needs no page

    style = templates.style_sheet("components.css", "page.css", "index.css", "print.css")
    notice = wording.ILLUSTRATIVE if about.synthetic else None
    return templates.fill(template, style=style, about=about, notice=notice, **values)


def _cell(place: diff.Place, about: Described, with_quarter: bool) -> BilingualText:
    """A cell in words: a unit, or a group and a source, or all of them."""
    codes = {"unit_group": place.unit_group, "unit": place.unit, "source": place.source}
    if place.unit != TOTAL:
        del codes["unit_group"]
    named = [about.name(column, code) for column, code in codes.items() if code != TOTAL]
    named = named or [about.name("unit_group", TOTAL)]
    if with_quarter:
        named.append(about.name("quarter", place.quarter))
    if place.column != "value":
        named.append(BilingualText("cùng kỳ năm trước", "a year earlier"))
    return BilingualText.join(named)


def _figures(each: diff.Difference, unit: str) -> tuple[BilingualText, ...]:
    """Old, new, the difference, and that in per cent of the old: of amounts, not of shares, points or days."""
    amount = _number(each.amount, each.decimals, signed=True)
    if unit == "%" and each.amount is not None:
        amount = BilingualText("{0} điểm %", "{0} pp").format(amount)
    told = unit not in wording.CHANGE_IN and each.relative is not None and abs(each.relative) < MOST
    relative = _number(each.relative if told else None, 1, signed=True)
    return _number(each.old, each.decimals), _number(each.new, each.decimals), amount, relative


def _number(value: Decimal | None, decimals: int, signed: bool = False) -> BilingualText:
    if value is not None and not value.is_finite():
        return both(str(value).replace("Infinity", "∞"))
    write = wording.signed if signed else wording.number
    return write(None if value is None else float(value), decimals)
