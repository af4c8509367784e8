"""nbconvert turns the executed notebook into the page that is circulated, and WeasyPrint the page into a PDF."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from nbconvert import HTMLExporter
from nbformat import NotebookNode

from reporting.execution.execute import CellError
from reporting.execution.notebook import NOT_CIRCULATED, OPENING, WHOLE, numbered, tags
from reporting.inputs.input_files import InputFiles
from reporting.pages.published import LANGUAGE_NAMES
from reporting.report import templates, workspace
from reporting.report.output import Html
from reporting.text import LANGUAGES, TOTAL, BilingualText, InputError, texts, wording

_TEXT = texts(__name__)

WORDS = _TEXT.group("words")  # what is on every page
FORMS = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain")  # fmt: skip


@dataclass(frozen=True)
class PageInfo:
    """What one page of one report says of itself: `unit` is None for all units, `data` the register's file."""

    language: str
    others: Mapping[str, str]  # the other languages it comes in, by their own names
    title: BilingualText
    unit: BilingualText | None
    scope: BilingualText
    as_of: str
    data: str
    notice: wording.Notice | None
    revises: BilingualText | None
    office: BilingualText

    @classmethod
    def of(cls, found: InputFiles, unit: str, language: str) -> "PageInfo":
        """A page by the files of its report, and the code of its unit."""
        own, name, revised = found.params, None, found.revised
        if unit != TOTAL:
            row = workspace.units_of(found.units).on(found.quarter.last_day).units.loc[unit]
            name = BilingualText(str(row["name_vi"]), str(row["name_en"]))
        title = BilingualText("Báo cáo công tác {0}", "Work report, {0}")
        return cls(
            language=language,
            others={one: LANGUAGE_NAMES[one] for one in own.languages if one != language},
            title=title.format(wording.quarter_bare(found.quarter)),
            unit=name,
            scope=name or own.all_units.text,
            as_of=wording.day(own.cut_off)[language],
            data=found.own_data,
            notice=wording.notice(found.quarter, found.synthetic),
            revises=wording.revises(revised.day, revised.reason) if revised else None,
            office=own.office.text,
        )

    def say(self, key: str) -> str:
        """One of the fixed words, in the page's language."""
        return WORDS[key][self.language]


class Section(NamedTuple):
    """One section of the page: the anchor others link to, its heading, and its cells."""

    id: str
    title: str
    cells: list[NotebookNode]


class PageExporter(HTMLExporter):
    """nbconvert's HTML in one go: the template itself writes roles and alternative texts."""

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook."""
        self.register_filter("filter_data_type", _best_form)
        given = self._init_resources(resources)
        return super(HTMLExporter, self).from_notebook_node(nb, given, **options)


@cache
def _exporter() -> PageExporter:
    """One for all pages of a process: it keeps the templates that it has compiled."""
    exporter = PageExporter(
        template_name="quarterly_page", extra_template_basedirs=[str(templates.FOLDER)],
        default_preprocessors=[], exclude_input=True, exclude_anchor_links=True,
    )  # fmt: skip
    exporter.environment.finalize = templates.seen
    return exporter


def page(notebook: NotebookNode, info: PageInfo) -> str:
    """The page of one language, whole in one file."""
    sections, _ = _arranged(notebook, info)
    sheets = templates.style_sheet("page.css", "print.css")
    margins = templates.fill("print_margins.css.j2", info=info)
    placed = [(cell, section.title) for section in sections for cell in section.cells]
    resources = {
        "page": info,
        "contents": {section.cells[0].id: section for section in sections[1:]},
        # What an image is called that has no name of its own: where it stands.
        "alt": {cell.id: info.say("image").format(title) for cell, title in placed},
        "style": "\n".join((templates.component_style(), sheets, margins)),
    }
    shown = NotebookNode({**notebook, "cells": [cell for cell, _ in placed]})
    html, _ = _exporter().from_notebook_node(shown, resources)
    return html


def remarks(notebook: NotebookNode, info: PageInfo) -> list[BilingualText]:
    """Which cells show what a page leaves out, or what nobody has proofread."""
    return _arranged(notebook, info)[1]


def _arranged(notebook: NotebookNode, info: PageInfo) -> tuple[list[Section], list[BilingualText]]:
    """The first screen and the sections that show something, and what is to be said of their cells."""
    opening, said = Section("", info.title[info.language], []), []
    sections = [opening]
    elsewhere = NOT_CIRCULATED | (set(LANGUAGES) - {info.language})
    if info.unit is not None:
        elsewhere |= {WHOLE}
    for number, cell in numbered(notebook.cells):
        first = OPENING in tags(cell)
        if tags(cell) & elsewhere or cell.source.startswith("@indicator"):
            continue
        if cell.cell_type == "markdown" and cell.source.startswith("## ") and not first:
            heading, _, rest = cell.source.partition("\n")
            # `plan-vi` and `plan-en` open the same section: a link to it works in both pages.
            anchor, own = re.sub("-(vi|en)$", "", cell.id), {**cell, "source": rest.strip()}
            title = heading.removeprefix("## ").strip()
            sections.append(Section(anchor, title, [NotebookNode(own)]))
        elif first or sections[-1].cells:
            outputs = [each for each in cell.get("outputs", ()) if _is_circulated(each)]
            shown = NotebookNode({**cell, "outputs": outputs})
            (opening if first else sections[-1]).cells.append(shown)
        else:
            continue  # before the headline indicators are defined, which their author alone sees
        if remark := _remark(cell):
            said.append(remark.format(number, cell.source.strip().partition("\n")[0]))

    def shows(cell: NotebookNode) -> bool:
        return bool(cell.outputs if cell.cell_type == "code" else cell.source)

    return [opening, *(each for each in sections[1:] if any(map(shows, each.cells)))], said


def _is_circulated(output: NotebookNode) -> bool:
    """Whether an output is on the page: plain text, printed or of a value, is for the author alone."""
    data = output.get("data", {})
    return set(data) != {"text/plain"} and any(map(data.get, _best_form(data)))


def _remark(cell: NotebookNode) -> BilingualText | None:
    """What is to be said of what a cell shows by itself, not through the report."""
    plain = own = False
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        plain |= output.get("name") == "stdout" or set(data) == {"text/plain"}
        own |= _is_circulated(output) and not data.get("text/html", "").startswith(Html.BEGINS)
    return _TEXT.own if own else _TEXT.plain if plain else None


def _best_form(data: dict[str, Any]) -> Iterator[str]:
    """The form in which an output is shown: the richest that needs no script."""
    yield from [form for form in FORMS if form in data and "<script" not in data[form]][:1]


def error_page(notebook: NotebookNode, error: CellError, name: str) -> str:
    """A plain page that shows where a report failed."""
    said = list(dict.fromkeys(error.message))  # Python's own words are the same in both languages
    return templates.fill(
        "error.html.j2",
        report=name,
        lines=[line for each in said for line in each.split("\n")],
        source=notebook.cells[error.index].source,
        traceback="" if error.traceback == "\n".join(said) else error.traceback,
    )


@cache
def check_pdf() -> None:
    """Check that WeasyPrint, an optional extra, and its system libraries are here; an `InputError` says what to do."""
    try:
        import weasyprint  # noqa: F401
    except ImportError as error:
        raise InputError(_TEXT.pdf_needs_weasyprint_which.format(error)) from error
    except OSError as error:
        told = str(error).splitlines()[0]
        raise InputError(_TEXT.pdf_weasyprint_is_installed.format(told)) from error


def pdf(html: str) -> bytes:
    """The tagged PDF (PDF/UA) of a page; the same page gives the same bytes."""
    import weasyprint
    from weasyprint.urls import URLFetcher

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it tells what it leaves out
    inside_only = URLFetcher(allowed_protocols=("data",))
    page = weasyprint.HTML(string=html, url_fetcher=inside_only)
    content = page.write_pdf(pdf_variant="pdf/ua-1")
    assert content is not None
    return content
