"""What is wrong with a YAML file, each kind of mistake in a sentence of its own."""

import codecs
from typing import Any, NoReturn

import yaml

from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

DEEPEST, MOST_ALIASES = 20, 100

CURLY = _TEXT.curly
OTHER = _TEXT.other


class Mistake(Exception):  # noqa: N818  what was found, as one says it
    """What is wrong with a file, and in which line."""

    def __init__(self, line: int, what: BilingualText) -> None:
        super().__init__(line, what)
        self.line, self.what = line, what

    def at(self, name: object) -> BilingualText:
        """What is wrong, with the file's name and the line."""
        place = BilingualText("{0}, dòng {1}: {2}", "{0}, line {1}: {2}")
        return place.format(name, self.line, self.what)


def text_of(raw: bytes) -> str:
    """The text of a file; a `Mistake` where it is not UTF-8."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw[:2]:
        raise Mistake(1, _TEXT.utf_16)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Mistake(line, _TEXT.ansi.format(f"0x{error.object[error.start]:02X}")) from None


def check(text: str, loader: Any) -> None:
    """Refuse, by a `Mistake`, what is no YAML, or would be too large or too deep once it is read."""
    around: list[yaml.CollectionStartEvent] = []
    aliases = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            line = event.start_mark.line if event.start_mark else 0
            if isinstance(event, yaml.CollectionStartEvent):
                around.append(event)
                if len(around) > DEEPEST:
                    _wrong(text, line, _TEXT.deep.format(DEEPEST))
            elif isinstance(event, yaml.CollectionEndEvent):
                around.pop()
            elif isinstance(event, yaml.AliasEvent):
                aliases += 1
                if aliases > MOST_ALIASES or any(each.anchor for each in around):
                    _wrong(text, line, _TEXT.aliases.format(MOST_ALIASES))
    except yaml.MarkedYAMLError as error:
        _explain(text, error, around)


def torn(text: str, node: yaml.MappingNode) -> None:
    """Refuse, by a `Mistake`, a mapping in which curly quotes or a decimal comma tear a value apart."""
    before = ""
    for key, value in node.value:
        for each in (key, value):
            written = str(each.value) if isinstance(each, yaml.ScalarNode) else ""
            loose = written.count("“") != written.count("”") or (each is key and "“" in written)
            if loose and not each.style:
                _wrong(text, each.start_mark.line, CURLY)
        if node.flow_style and before.isdecimal() and str(key.value).isdecimal():
            _wrong(text, key.start_mark.line, _TEXT.comma)
        before = str(value.value)


def _explain(text: str, error: Any, around: list[Any]) -> NoReturn:
    """Name what a parser stumbled over, from where it stopped and what was open there."""
    mark = error.problem_mark or error.context_mark
    lines = [*text.splitlines(), "", ""]
    before = lines[mark.line][: mark.column]
    context, problem = error.context or "", error.problem or ""
    if "\t" in lines[mark.line][: mark.column + 1].replace(lines[mark.line].lstrip(), ""):
        _wrong(text, mark.line, _TEXT.tab)
    if "quoted scalar" in context and "escape" in problem:
        _wrong(text, mark.line, _TEXT.backslash)
    if "quoted scalar" in context:
        _wrong(text, error.context_mark.line, _TEXT.quote)
    if around and around[-1].flow_style:
        start = around[-1].start_mark
        bracket = lines[start.line][start.column]
        _wrong(text, start.line, _TEXT.bracket.format(bracket, {"[": "]", "{": "}"}[bracket]))
    if "simple key" in context:
        _wrong(text, error.context_mark.line, _TEXT.colon)
    if "mapping values" in problem:
        if ": " in before:
            _wrong(text, mark.line, _TEXT.colons)
        above = lines[mark.line - 1].rstrip()
        no_key = ": " not in above and not above.endswith(":")
        _wrong(text, mark.line - no_key, _TEXT.colon if no_key else _TEXT.indent)
    indented = isinstance(error, yaml.parser.ParserError) and not before.strip()
    _wrong(text, mark.line, _TEXT.indent if indented else OTHER.format(problem))


def _wrong(text: str, index: int, what: BilingualText) -> NoReturn:
    line = [*text.splitlines(), "", ""][index].strip()
    quoted = line[:60] + ("…" if len(line) > 60 else "")
    raise Mistake(index + 1, BilingualText("“{0}”: {1}", "“{0}”: {1}").format(quoted, what))
