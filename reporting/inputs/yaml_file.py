"""A YAML file with the line of every key, and what is wrong with it in plain words."""

from pathlib import Path
from typing import Any

import yaml

from reporting.inputs import yaml_mistakes
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

# Ten times as fast where PyYAML has it; an unchanged report is waiting for nothing else.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TIMESTAMP = "tag:yaml.org,2002:timestamp"


class YamlFile:
    """One YAML file: its settings, the line of every key, and what is wrong with it as YAML."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settings: dict[str, Any] = {}
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.problems: list[BilingualText] = []
        try:
            self._text = yaml_mistakes.text_of(path.read_bytes())
            yaml_mistakes.check(self._text, LOADER)
            loader = LOADER(self._text)
            node = loader.get_single_node()
            if node is not None:
                self._walk(node, ())
            loaded = None if node is None else loader.construct_document(node)
        except yaml_mistakes.Mistake as mistake:
            self._wrong(mistake.line, mistake.what)
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or str(error)
            self._wrong(mark.line + 1 if mark else 1, yaml_mistakes.OTHER.format(what))
        else:
            if isinstance(loaded, dict):
                self.settings = {str(key): value for key, value in loaded.items()}
            elif loaded is not None:
                self._wrong(1, yaml_mistakes.OTHER.format(type(loaded).__name__))

    def _wrong(self, line: int, what: BilingualText) -> None:
        place = BilingualText("{0}, dòng {1}: {2}", "{0}, line {1}: {2}")
        self.problems.append(place.format(self.path, line, what))

    def _walk(self, node: yaml.Node, where: tuple[str | int, ...]) -> None:
        if isinstance(node, yaml.MappingNode):
            yaml_mistakes.torn(self._text, node)
            for key, value in node.value:
                self._walk(key, where)
                here = (*where, str(key.value))
                if here in self.lines:
                    self.problems.append(
                        _TEXT.line_key_already_given.format(
                            self.path,
                            key.start_mark.line + 1,
                            ".".join(map(str, here)),
                            self.lines[here],
                        )
                    )
                self.lines.setdefault(here, key.start_mark.line + 1)
                self._walk(value, here)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self.lines[(*where, index)] = value.start_mark.line + 1
                self._walk(value, (*where, index))
        elif isinstance(node, yaml.ScalarNode) and not _can_be_read(node):
            node.tag = "tag:yaml.org,2002:str"  # whoever wants a day there says so, with its key

    def line(self, where: tuple[str | int, ...]) -> int:
        """The line of a key, or of the nearest one around it that the file has."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def _can_be_read(node: yaml.ScalarNode) -> bool:
    """Whether what is written as a day is one, if it is: 31/11 is not."""
    if node.tag != TIMESTAMP:
        return True
    try:
        yaml.constructor.SafeConstructor().construct_yaml_timestamp(node)
    except ValueError:
        return False
    return True
