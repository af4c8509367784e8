"""The patterns of `patterns.yaml` by which prose is read, and the numbers in it that are no figures."""

import re
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from reporting.text.catalogue import Loader

HIDDEN = "\x00"  # stands in for a number that is no figure, so that places in the text stay
LISTED: dict[str, Any] = yaml.load(
    (files(__package__) / "patterns.yaml").read_text("utf-8"), Loader
)


@cache
def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern, with what its `{names}` stand for."""

    def entry(name: re.Match[str]) -> str:
        own = LISTED[name[1]]
        return f"(?:{pattern(own if isinstance(own, str) else '|'.join(own)).pattern})"

    return re.compile(re.sub(r"\{([a-z_]+)\}", entry, text), re.IGNORECASE)


class _Patterns:
    def __getattr__(self, name: str) -> re.Pattern[str]:
        return pattern(f"{{{name}}}")


SAYS = _Patterns()  # `SAYS.rise.search(words)`


class Aside(NamedTuple):
    """A stretch of text with a number that is no figure, and what it is instead."""

    start: int
    text: str
    kind: str


def hide(text: str) -> tuple[str, list[Aside]]:
    """Blank out all numbers that are no figures; also give them."""
    asides = []
    for kind, form in LISTED["asides"]:
        for match in pattern(form).finditer(text):
            asides.append(Aside(match.start(), match[0].strip(), kind))
        text = pattern(form).sub(lambda match: re.sub(r"\S", HIDDEN, match[0]), text)
    return text, asides
