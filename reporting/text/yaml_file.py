"""A YAML file with the line of every key, and what is wrong with it in plain words."""

import re
import unicodedata
from typing import Any

import yaml

from reporting.text import catalogue, yaml_mistakes
from reporting.text.bilingual import BilingualText

_TEXT = catalogue.texts(__name__)

TAG = "tag:yaml.org,2002:"
NUMBERS = {
    "int": r"-?(?:0|[1-9]\d*)$",
    "float": r"(?!-?[1-9]\d{0,2}\.\d{3}$)-?(?:0|[1-9]\d*)\.\d+(?:[eE][-+]?\d+)?$",
}


def with_plain_values(loader: Any) -> Any:
    """A loader to which only a plain number is a number, and a day is a text like others.

    YAML takes 010 for 8 and 1:30 for 90, and does not ask whether 54.619 means thousands; 31/11 is no day, and whoever
    wants a day says so, with its key.
    """
    others = {TAG + kind for kind in ("timestamp", *NUMBERS)}
    kept = {
        first: [each for each in resolvers if each[0] not in others]
        for first, resolvers in loader.yaml_implicit_resolvers.items()
    }
    found: Any = type("Loader", (loader,), {"yaml_implicit_resolvers": kept})
    for kind, pattern in NUMBERS.items():
        found.add_implicit_resolver(TAG + kind, re.compile(pattern), list("-0123456789"))
    return found


# Ten times as fast where PyYAML has it; an unchanged report is waiting for nothing else.
LOADER = with_plain_values(catalogue.Loader)


class YamlFile:
    """One YAML file: its settings, the line of every key, and what is wrong with it as YAML.

    `path` is its name in messages, `content` what it holds, as bytes where nobody has decoded it yet.
    """

    def __init__(self, path: Any, content: str | bytes, loader_class: Any = None) -> None:
        self.path = path
        self.settings: dict[str, Any] = {}
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.problems: list[BilingualText] = []
        try:
            self.text = yaml_mistakes.text_of(content) if isinstance(content, bytes) else content
            loader_class = loader_class or LOADER
            yaml_mistakes.check(self.text, loader_class)
            loader = loader_class(self.text)
            if (node := loader.get_single_node()) is not None:
                self._walk(node, ())
                loaded = loader.construct_document(node)
                if not isinstance(loaded, dict):
                    raise yaml_mistakes.Mistake(
                        1, yaml_mistakes.OTHER.format(type(loaded).__name__)
                    )
                self.settings = {str(key): value for key, value in loaded.items()}
        except yaml_mistakes.Mistake as mistake:
            self.problems.append(mistake.at(path))
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or str(error)
            line, told = mark.line + 1 if mark else 1, yaml_mistakes.OTHER.format(what)
            self.problems.append(yaml_mistakes.Mistake(line, told).at(path))

    def _walk(self, node: yaml.Node, where: tuple[str | int, ...]) -> None:
        if isinstance(node, yaml.MappingNode):
            yaml_mistakes.torn(self.text, node)
            for key, value in node.value:
                here = (*where, unicodedata.normalize("NFC", str(key.value)))
                line = key.start_mark.line + 1
                if here in self.lines:
                    told = self.path, line, ".".join(map(str, here)), self.lines[here]
                    self.problems.append(_TEXT.line_key_already_given.format(*told))
                self.lines.setdefault(here, line)
                self._walk(value, here)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self.lines[(*where, index)] = value.start_mark.line + 1
                self._walk(value, (*where, index))

    def line(self, where: tuple[str | int, ...]) -> int:
        """The line of a key, or of the nearest one around it that the file has."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)
