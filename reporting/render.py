"""nbconvert turns the executed notebook into the page that is circulated."""

from __future__ import annotations

from html import escape

from nbconvert import HTMLExporter
from nbformat import NotebookNode

from reporting.codes import LANGUAGES, TOTAL
from reporting.execute import CellError

NOT_CIRCULATED = {"note", "setup", "parameters", "injected-parameters"}


def page(notebook: NotebookNode, language: str, unit: str, others: list[str]) -> str:
    """The page of one language; `others` are the languages it links to."""
    shown = {**notebook, "cells": [c for c in notebook.cells if _belongs(c, language, unit)]}
    exporter = HTMLExporter(template_name="lab", exclude_input=True)
    html, _ = exporter.from_notebook_node(NotebookNode(shown))
    return html


def _belongs(cell: NotebookNode, language: str, unit: str) -> bool:
    tags = set(cell.metadata.get("tags", []))
    if tags & NOT_CIRCULATED or ("whole" in tags and unit != TOTAL):
        return False
    other = set(LANGUAGES) - {language}
    return not tags & other


def error_page(notebook: NotebookNode, error: CellError, name: str) -> str:
    """A plain page that shows where a report failed."""
    source = notebook.cells[error.index].source
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{escape(name)}</title>'
        f"<h1>{escape(name)}</h1><p>{escape(error.message.vi)}</p><p>{escape(error.message.en)}</p>"
        f"<pre>{escape(source)}</pre><pre>{escape(error.traceback)}</pre></html>"
    )
