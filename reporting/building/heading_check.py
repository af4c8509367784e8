"""Headings and tags of a notebook's cells: what would put a part of one language's page under another section."""

import re
from collections.abc import Iterator, Sequence

from nbformat import NotebookNode

from reporting.execution.notebook import INJECTED, NOT_CIRCULATED, OPENING, WHOLE, numbered, tags
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import LANGUAGES

_TEXT = texts(__name__)

# The last is papermill's: the cell is expected to fail.
KNOWN = (*LANGUAGES, WHOLE, OPENING, *sorted(NOT_CIRCULATED - {INJECTED}), "raises-exception")
_HEADING = re.compile(r"^ {0,3}(##(?!#).*|#{3,6}[^#\s].*)$", re.M)

Told = tuple[int, BilingualText]


def check(cells: Sequence[NotebookNode], languages: Sequence[str]) -> Iterator[Told]:
    """What is wrong with tags and headings, each with the number of its cell."""
    shown = [(number, cell) for number, cell in numbered(cells) if not tags(cell) & NOT_CIRCULATED]
    for number, cell in numbered(cells):
        for tag in sorted(tags(cell) - {INJECTED, *KNOWN}):
            yield number, _TEXT.tag.format(tag, ", ".join(KNOWN))
    for number, cell in shown:
        for found in _HEADING.finditer(cell.source if cell.cell_type == "markdown" else ""):
            if found.start() or not cell.source.startswith("## "):
                yield number, _TEXT.heading.format(found[1].strip())
    in_units = [(number, cell) for number, cell in shown if WHOLE not in tags(cell)]
    yield from dict.fromkeys([*_alone(shown, languages), *_alone(in_units, languages)])


def _alone(cells: Sequence[tuple[int, NotebookNode]], languages: Sequence[str]) -> Iterator[Told]:
    """The headings below which something stands that all pages show, where only some of the pages have one."""
    last = dict.fromkeys(languages, 0)  # the cell of the heading since there was such a thing
    for number, cell in cells:
        of = tags(cell) & {*LANGUAGES} or {*languages}
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            last |= dict.fromkeys(of & {*languages}, number)
        elif of >= {*languages}:
            lacking = ", ".join(language for language, heading in last.items() if not heading)
            for language, heading in last.items():
                if heading and lacking:
                    yield heading, _TEXT.alone.format(language, lacking)
            last = dict.fromkeys(languages, 0)
