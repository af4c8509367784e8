"""nbconvert turns the executed notebook into the page that is circulated."""

from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any, NamedTuple

from nbconvert import HTMLExporter
from nbformat import NotebookNode

from reporting.execution.execute import CellError
from reporting.pages.page import PageInfo
from reporting.report import templates
from reporting.text import formats
from reporting.text.codes import LANGUAGES

NOT_CIRCULATED = {"note", "setup", "parameters", "injected-parameters"}
# A cell with this tag stands on the first screen, before the contents.
OPENING = "opening"


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
    opening, sections = _arranged(notebook.cells, info)
    contents = {cells[0].id: section for section, cells in sections}
    shown = [*opening, *(cell for _, cells in sections for cell in cells)]
    resources = {
        "page": info,
        "contents": contents,
        "first": next(iter(contents), None),
        "office": info.office[info.language],
        "as_of": formats.day(info.as_of, info.language),
        "style": style(info),
    }
    html, _ = _exporter().from_notebook_node(NotebookNode({**notebook, "cells": shown}), resources)
    return html


def style(info: PageInfo) -> str:
    """The style sheet of a page: the look it shares with the notebook, and what only a page has."""
    margins = templates.fill("print_margins.css.j2", info=info)
    return "\n".join(
        (templates.component_style(), templates.style_sheet("page.css", "print.css"), margins)
    )


def _arranged(
    cells: list[NotebookNode], info: PageInfo
) -> tuple[list[NotebookNode], list[tuple[Section, list[NotebookNode]]]]:
    """The cells of the first screen, and the sections with theirs; a section with nothing to show is left out.

    A Markdown cell that starts with `## ` opens a section. Code before the headline defines indicators: what it
    shows is for the author alone.
    """
    opening: list[NotebookNode] = []
    sections: list[tuple[Section, list[NotebookNode]]] = []
    for cell in cells:
        if not _belongs(cell, info):
            continue
        if OPENING in _tags(cell):
            opening.append(_described(cell, info, info.title[info.language]))
        elif cell.cell_type == "markdown" and cell.source.startswith("## "):
            heading, _, rest = cell.source.partition("\n")
            section = Section(_section_id(cell.id), heading.removeprefix("## ").strip())
            sections.append((section, [NotebookNode({**cell, "source": rest.strip()})]))
        elif cell.source.startswith("@indicator"):
            continue
        elif opening and not sections and _shows(cell):
            opening.append(_described(cell, info, info.title[info.language]))
        elif sections:
            section, own = sections[-1]
            own.append(_described(cell, info, section.title))
    return opening, [(section, own) for section, own in sections if any(map(_shows, own))]


def _belongs(cell: NotebookNode, info: PageInfo) -> bool:
    tags = _tags(cell)
    if tags & NOT_CIRCULATED or ("whole" in tags and info.unit is not None):
        return False
    return not tags & (set(LANGUAGES) - {info.language})


def _tags(cell: NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", []))


def _section_id(cell_id: str) -> str:
    """`plan-vi` and `plan-en` open the same section, `plan`: a link to it works in both pages."""
    for language in LANGUAGES:
        cell_id = cell_id.removesuffix(f"-{language}")
    return cell_id


def _described(cell: NotebookNode, info: PageInfo, section: str) -> NotebookNode:
    """A cell whose images have an alternative text: its metadata's `alt`, else where it stands."""
    alt = cell.metadata.get("alt") or info.say("image").format(section)
    return NotebookNode({**cell, "metadata": NotebookNode({**cell.metadata, "alt": alt})})


def _shows(cell: NotebookNode) -> bool:
    if cell.cell_type != "code":
        return bool(cell.source)
    return any(
        output.get("text", "")
        if output.output_type == "stream"
        else output.data.get("text/html", " ")
        for output in cell.outputs
    )


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
    source = notebook.cells[error.index].source
    said = list(dict.fromkeys(error.message))  # Python's own words are the same in both languages
    told = "".join(f"<p>{escape(line)}</p>" for each in said for line in each.split("\n"))
    more = "" if error.traceback == "\n".join(said) else f"<pre>{escape(error.traceback)}</pre>"
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{escape(name)}</title>'
        f"<h1>{escape(name)}</h1>{told}<pre>{escape(source)}</pre>{more}</html>"
    )
