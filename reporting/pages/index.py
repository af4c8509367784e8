"""The page of all published reports: newest first, with their main figures, by quarter and by unit."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from reporting.inputs.outside import content, reading
from reporting.pages.page import LANGUAGE_NAMES, WORDS
from reporting.pages.published import Named, Published, published
from reporting.report import templates
from reporting.report.notices import ILLUSTRATIVE
from reporting.text import formats, wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.codes import TOTAL
from reporting.text.quarter import Quarter

# The figures of the list of reports; the units' table shows the first share of them.
FIGURES = ("tasks", "on_time_share", "late_share", "overdue_share")


def html(output: Path, units: Path) -> str:
    """The page of what is published in a folder; empty where nothing is."""
    reports = list(published(output))
    return page(reports, unit_names(units)) if reports else ""


def unit_names(path: Path) -> dict[str, BilingualText]:
    """The names of the units by code, the latest of each; empty where there is no register of units."""
    if not path.is_file():
        return {}
    with reading(path):
        heads, *lines = csv.reader(io.StringIO(content(path).decode("utf-8-sig"), newline=""))
        columns = [head.strip().casefold().replace(" ", "_") for head in heads]
        rows = [dict(zip(columns, line, strict=False)) for line in lines if any(line)]
        rows.sort(key=lambda row: row.get("valid_from") or "")
        return {row["code"]: BilingualText(row["name_vi"], row["name_en"]) for row in rows}


def page(reports: list[Published], names: Mapping[str, BilingualText]) -> str:
    """The index page, both languages on one page."""
    whole = [report for report in reports if report.unit == TOTAL]
    of_units = {(report.unit, report.quarter): report for report in reports if report.unit != TOTAL}
    group_of = {report.unit: report.group for report in reversed(reports) if report.unit != TOTAL}
    labels = _labels(reports)
    known = [*names, *sorted(set(group_of) - set(names))]
    groups = {
        group: [unit for unit in known if group_of.get(unit) == group]
        for group in dict.fromkeys([*labels, *sorted(set(group_of.values()))])
    }
    return templates.fill(
        "index.html.j2",
        style=templates.style_sheet("components.css", "page.css", "index.css", "print.css"),
        office=reports[0].office,
        illustrative=ILLUSTRATIVE,
        words=WORDS,
        language_names=LANGUAGE_NAMES,
        whole=whole,
        indicators=_indicators(whole),
        of_units=of_units,
        quarters=sorted({quarter for _, quarter in of_units}, reverse=True),
        groups={group: units for group, units in groups.items() if units},
        names={unit: names.get(unit, both(unit)) for unit in known},
        figures=FIGURES,
        synthetic=any(report.synthetic for report in reports),
        label=lambda group: labels.get(group, both(group)),
        quarter_heading=_heading,
        quarter_short=wording.quarter_short,
        value=_value,
        plain=_plain,
        change=_change,
    )


def _labels(reports: list[Published]) -> dict[str, BilingualText]:
    """What the unit groups, and all of them (`_T`), are called: as the newest report of all units has it, or of one."""
    newest = sorted(reports, key=lambda each: (each.quarter, each.unit == TOTAL))
    labels: dict[str, BilingualText] = {}
    for report in reversed(newest):
        labels |= {
            code: text
            for code, text in report.codes.get("unit_group", {}).items()
            if code not in labels
        }
    labels.setdefault(TOTAL, BilingualText("Tất cả các đơn vị", "All units"))
    return labels


def _indicators(whole: list[Published]) -> dict[str, Named]:
    """Every indicator of any quarter, by the name that the newest report has for it, else by its code."""
    codes = dict.fromkeys(code for report in whole for code in report.figures)
    named = {code: name for report in reversed(whole) for code, name in report.names.items()}
    return {code: named.get(code, Named(both(code), both(""))) for code in codes}


def _heading(quarter: Quarter) -> BilingualText:
    text = wording.quarter_bare(quarter)
    return BilingualText(*(half[:1].upper() + half[1:] for half in text))


def _value(report: Published, indicator: str) -> str:
    figure = report.figures.get(indicator)
    if figure is None:
        return formats.MISSING
    if indicator == "tasks":
        return formats.number(figure.value, "vi")
    return formats.percent(figure.value, "vi")


def _plain(report: Published, indicator: str) -> str:
    """A figure beside its unit of measure: shares with one decimal, others with one unless they are whole."""
    figure = report.figures.get(indicator)
    if figure is None:
        return formats.MISSING
    whole = figure.unit != "%" and figure.value.is_integer()
    return formats.number(figure.value, "vi", 0 if whole else 1)


def _change(report: Published, indicator: str) -> str:
    figure = report.figures.get(indicator)
    return formats.MISSING if figure is None else formats.signed(figure.change, "vi")
