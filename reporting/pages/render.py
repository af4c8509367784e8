"""nbconvert turns the executed notebook into the page that is circulated."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from nbconvert import HTMLExporter
from nbformat import NotebookNode

from reporting.execution.execute import CellError
from reporting.execution.notebook import NOT_CIRCULATED, OPENING, WHOLE, numbered, tags
from reporting.pages.page import PageInfo
from reporting.report import templates
from reporting.report.output import Html
from reporting.text import formats
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import LANGUAGES

_TEXT = texts(__name__)


class Section(NamedTuple):
    """One section of the page: the anchor others link to, and its heading."""

    id: str
    title: str


class PageExporter(HTMLExporter):
    """nbconvert's HTML with a template of our own, without preprocessors.

    The template writes roles and alternative texts, so the pass over the finished page that adds them, and
    takes most of nbconvert's time, is left out.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            template_name="quarterly_page",
            extra_template_basedirs=[str(templates.FOLDER)],
            default_preprocessors=[],
            exclude_input=True,
            exclude_anchor_links=True,
            **options,
        )
        self.environment.finalize = templates.seen

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook, in one go."""
        self.register_filter("filter_data_type", _best_form)
        return super(HTMLExporter, self).from_notebook_node(
            nb, self._init_resources(resources), **options
        )


@cache
def _exporter() -> PageExporter:
    """One for all pages of a process: it keeps the templates that it has compiled."""
    return PageExporter()


def page(notebook: NotebookNode, info: PageInfo) -> str:
    """The page of one language, whole in one file."""
    opening, sections, _ = _arranged(notebook.cells, info)
    parts = [(info.title[info.language], opening)]
    parts += [(section.title, cells) for section, cells in sections]
    resources = {
        "page": info,
        "contents": {cells[0].id: section for section, cells in sections},
        # What an image is called that has no name of its own: where it stands.
        "alt": {cell.id: info.say("image").format(title) for title, own in parts for cell in own},
        "as_of": formats.day(info.as_of, info.language),
        "style": style(info),
    }
    shown = NotebookNode({**notebook, "cells": [cell for _, own in parts for cell in own]})
    html, _ = _exporter().from_notebook_node(shown, resources)
    return html


def style(info: PageInfo) -> str:
    """The style sheet of a page: the look it shares with the notebook, and what only a page has."""
    margins = templates.fill("print_margins.css.j2", info=info)
    return "\n".join(
        (templates.component_style(), templates.style_sheet("page.css", "print.css"), margins)
    )


class Arranged(NamedTuple):
    """The cells of the first screen, the sections with theirs, and what is to be said of any of them."""

    opening: list[NotebookNode]
    sections: list[tuple[Section, list[NotebookNode]]]
    remarks: list[BilingualText]


def remarks(notebook: NotebookNode, info: PageInfo) -> list[BilingualText]:
    """Which cells show what a page leaves out, or what nobody has proofread."""
    return _arranged(notebook.cells, info).remarks


def _arranged(cells: list[NotebookNode], info: PageInfo) -> Arranged:
    """What of the cells is circulated, and where; a section with nothing to show is left out.

    A Markdown cell that starts with `## ` opens a section. Code before the headline defines indicators: what it
    shows is for the author alone.
    """
    opening, sections, said = Arranged([], [], [])
    elsewhere = NOT_CIRCULATED | (set(LANGUAGES) - {info.language})
    if info.unit is not None:
        elsewhere |= {WHOLE}
    for number, cell in numbered(cells):
        first = OPENING in tags(cell)
        if tags(cell) & elsewhere or cell.source.startswith("@indicator"):
            continue
        if cell.cell_type == "markdown" and cell.source.startswith("## ") and not first:
            heading, _, rest = cell.source.partition("\n")
            # `plan-vi` and `plan-en` open the same section: a link to it works in both pages.
            section = Section(re.sub("-(vi|en)$", "", cell.id), heading.removeprefix("## ").strip())
            sections.append((section, [NotebookNode({**cell, "source": rest.strip()})]))
        elif first or (opening and not sections):
            opening.append(_circulated(cell))
        elif sections:
            sections[-1][1].append(_circulated(cell))
        else:
            continue
        if remark := _remark(cell):
            said.append(remark.format(number, cell.source.strip().partition("\n")[0]))
    return Arranged(opening, [each for each in sections if any(map(_shows, each[1]))], said)


def _circulated(cell: NotebookNode) -> NotebookNode:
    """A cell with what is on the page of it."""
    outputs = [each for each in cell.get("outputs", ()) if _is_circulated(each)]
    return NotebookNode({**cell, "outputs": outputs})


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


def _shows(cell: NotebookNode) -> bool:
    return bool(cell.source if cell.cell_type != "code" else cell.outputs)


def _best_form(data: dict[str, Any]) -> Iterator[str]:
    """The form in which an output is shown: the richest that needs no script."""
    for form in (
        "text/html",
        "text/markdown",
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "text/plain",
    ):
        if form in data and "<script" not in data[form]:
            yield form
            return


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
