"""A YAML file with the line of every key, and what is wrong with it, each kind of mistake in a sentence of its own."""

import codecs
import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, NoReturn

import yaml

from reporting.text.bilingual import BilingualText, both, texts
from reporting.text.errors import InputError, gathered
from reporting.text.package_files import Loader

_TEXT = texts(__name__)

DEEPEST, MOST_ALIASES = 20, 100
CURLY = _TEXT.curly
TAG = "tag:yaml.org,2002:"
KEPT = ("bool", "merge", "null", "value", "yaml")  # kinds of values as YAML has them
NUMBERS = {
    "int": r"-?(?:0|[1-9]\d*)$",
    "float": r"(?!-?[1-9]\d{0,2}\.\d{3}$)-?(?:0|[1-9]\d*)\.\d+(?:[eE][-+]?\d+)?$",
}


def with_plain_values(
    loader: Any, kept: Collection[str] = KEPT, numbers: Mapping[str, str] = NUMBERS
) -> Any:
    """A loader to which only a plain number is one, not 010 for 8, 1:30 for 90 or 54.619, and a day is a text like others."""
    resolvers = loader.yaml_implicit_resolvers.items()
    own = {at: [it for it in known if it[0].removeprefix(TAG) in kept] for at, known in resolvers}
    found: Any = type("Loader", (loader,), {"yaml_implicit_resolvers": own})
    for kind, pattern in numbers.items():
        found.add_implicit_resolver(TAG + kind, re.compile(pattern), list("-0123456789"))
    return found


# Ten times as fast where PyYAML has it; an unchanged report is waiting for nothing else.
LOADER = with_plain_values(Loader)


class YamlFile:
    """One YAML file, called `path` in messages: its settings, the line of every key, and what is wrong with it as YAML."""

    def __init__(self, path: Any, content: str | bytes, loader_class: Any = None) -> None:
        self.path = path
        self.settings: dict[str, Any] = {}
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.problems: list[BilingualText] = []
        with gathered(self.problems):
            self.text = text_of(content, path) if isinstance(content, bytes) else content
            try:
                self._read(loader_class or LOADER)
            except (yaml.YAMLError, ValueError) as error:
                mark = getattr(error, "problem_mark", None)
                told = _TEXT.other.format(getattr(error, "problem", None) or str(error))
                raise _mistake(path, mark.line + 1 if mark else 1, told) from None

    def _read(self, loader_class: Any) -> None:
        self._check(loader_class)
        loader = loader_class(self.text)
        if (node := loader.get_single_node()) is not None:
            self._walk(node, ())
            loaded = loader.construct_document(node)
            if not isinstance(loaded, dict):
                raise _mistake(self.path, 1, _TEXT.other.format(type(loaded).__name__))
            self.settings = {str(key): value for key, value in loaded.items()}

    def _walk(self, node: yaml.Node, where: tuple[str | int, ...]) -> None:
        if isinstance(node, yaml.MappingNode):
            self._torn(node)
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

    def _check(self, loader: Any) -> None:
        """Refuse what is no YAML, or would be too large or too deep once it is read."""
        around: list[yaml.CollectionStartEvent] = []
        aliases = 0
        try:
            for event in yaml.parse(self.text, Loader=loader):
                line = event.start_mark.line if event.start_mark else 0
                if isinstance(event, yaml.CollectionStartEvent):
                    around.append(event)
                    if len(around) > DEEPEST:
                        self._wrong(line, _TEXT.deep.format(DEEPEST))
                elif isinstance(event, yaml.CollectionEndEvent):
                    around.pop()
                elif isinstance(event, yaml.AliasEvent):
                    aliases += 1
                    if aliases > MOST_ALIASES or any(each.anchor for each in around):
                        self._wrong(line, _TEXT.aliases.format(MOST_ALIASES))
        except yaml.MarkedYAMLError as error:
            self._explain(error, around)

    def _torn(self, node: yaml.MappingNode) -> None:
        """Refuse a mapping in which curly quotes or a decimal comma tear a value apart."""
        before = ""
        for key, value in node.value:
            for each in (key, value):
                written = str(each.value) if isinstance(each, yaml.ScalarNode) else ""
                loose = written.count("“") != written.count("”") or (each is key and "“" in written)
                if loose and not each.style:
                    self._wrong(each.start_mark.line, CURLY)
            if node.flow_style and before.isdecimal() and str(key.value).isdecimal():
                self._wrong(key.start_mark.line, _TEXT.comma)
            if node.flow_style and key.end_mark.index == value.end_mark.index:
                self._wrong(key.start_mark.line, _TEXT.comma_in_text.format(key.value))
            before = str(value.value)

    def _explain(self, error: Any, around: list[Any]) -> NoReturn:
        """Name what a parser stumbled over, from where it stopped and what was open there."""
        mark = error.problem_mark or error.context_mark
        lines = [*self.text.splitlines(), "", ""]
        before = lines[mark.line][: mark.column]
        context, problem = error.context or "", error.problem or ""
        if "\t" in lines[mark.line][: mark.column + 1].replace(lines[mark.line].lstrip(), ""):
            self._wrong(mark.line, _TEXT.tab)
        if "quoted scalar" in context and "escape" in problem:
            self._wrong(mark.line, _TEXT.backslash)
        if "quoted scalar" in context:
            self._wrong(error.context_mark.line, _TEXT.quote)
        if before.rstrip().endswith(('"', "'")) and (rest := lines[mark.line][mark.column :]):
            following = re.match(r"\w+ *:", rest)
            if rest[0].isalnum():
                told = _TEXT.no_comma.format(following[0]) if following else _TEXT.after_quote
                self._wrong(mark.line, told)
        if "cannot start any token" in problem:
            self._wrong(mark.line, _TEXT.sign.format(lines[mark.line][mark.column]))
        if around and around[-1].flow_style:
            start = around[-1].start_mark
            bracket = lines[start.line][start.column]
            self._wrong(start.line, _TEXT.bracket.format(bracket, {"[": "]", "{": "}"}[bracket]))
        if "simple key" in context:
            self._wrong(error.context_mark.line, _TEXT.colon)
        if "mapping values" in problem:
            if ": " in before:
                self._wrong(mark.line, _TEXT.colons)
            above = lines[mark.line - 1].rstrip()
            no_key = ": " not in above and not above.endswith(":")
            self._wrong(mark.line - no_key, _TEXT.colon if no_key else _TEXT.indent)
        indented = isinstance(error, yaml.parser.ParserError) and not before.strip()
        self._wrong(mark.line, _TEXT.indent if indented else _TEXT.other.format(problem))

    def _wrong(self, index: int, what: BilingualText) -> NoReturn:
        line = [*self.text.splitlines(), "", ""][index].strip()
        quoted = line[:60] + ("…" if len(line) > 60 else "")
        raise _mistake(self.path, index + 1, both("“{0}”: {1}").format(quoted, what))


def text_of(raw: bytes, path: object) -> str:
    """The text of a file, called `path` in messages; an `InputError` where it is not UTF-8."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw[:2]:
        raise _mistake(path, 1, _TEXT.utf_16)
    if raw.startswith(b"PK\3\4"):
        raise _mistake(path, 1, _TEXT.packed)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        told = _TEXT.ansi.format(f"0x{error.object[error.start]:02X}")
        raise _mistake(path, line, told) from None


def _mistake(path: object, line: int, what: BilingualText) -> InputError:
    return InputError(_TEXT.place.format(path, line, what))
