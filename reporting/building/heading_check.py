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
    """The headings of one language that no other stands beside when something comes that all pages show."""
    since: dict[str, list[int]] = {language: [] for language in languages}
    end = (0, NotebookNode(cell_type="raw", source="", metadata={}))
    for number, cell in [*cells, end]:
        of = tags(cell) & {*LANGUAGES} or {*languages}
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            for language in of & {*since}:
                since[language].append(number)
        elif of >= {*languages}:
            there = min(map(len, since.values()))
            for language, headings in since.items():
                lacking = ", ".join(each for each in languages if len(since[each]) == there)
                for heading in headings[there:]:
                    yield heading, _TEXT.alone.format(language, lacking)
                headings.clear()
