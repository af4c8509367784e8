"""What is wrong with a YAML file, each kind of mistake in a sentence of its own."""

from __future__ import annotations

import codecs
from typing import Any, NoReturn

import yaml

from reporting.text.bilingual import BilingualText

DEEPEST, MOST_ALIASES = 20, 100

_INDENT = BilingualText(
    "thụt đầu dòng không khớp với các dòng trên; các khóa cùng cấp cần thụt vào như nhau, bằng dấu cách.",
    "its indentation does not fit the lines above; expected the keys of one level to start at one place, after spaces.",
)
_TAB = BilingualText(
    "đầu dòng có dấu tab; cần thụt đầu dòng bằng dấu cách.",
    "a tab begins the line; expected spaces as indentation.",
)
_BRACKET = BilingualText(
    "ngoặc “{0}” không được đóng; cần có “{1}”.", "“{0}” is not closed; expected “{1}”."
)
_QUOTE = BilingualText(
    "ngoặc kép hoặc nháy đơn không được đóng; cần một dấu như thế ở cuối chữ.",
    "a quotation mark is not closed; expected another one at the end of the text.",
)
_COLON = BilingualText(
    "không có “: ” sau khóa; cần dạng “khóa: giá trị”, có dấu cách sau dấu hai chấm.",
    "has no “: ” after its key; expected “key: value”, with a space after the colon.",
)
_COLONS = BilingualText(
    'trong giá trị có “: ”; cần đặt cả giá trị trong ngoặc kép thẳng, như "Việc: một".',
    'there is a “: ” in the value; expected straight quotes around the value, like "Task: one".',
)
CURLY = BilingualText(
    'ngoặc kép cong không giữ chữ lại với nhau như ngoặc kép thẳng; cần "…".',
    'curly quotes do not hold a text together as straight ones do; expected "…".',
)
_COMMA = BilingualText(
    "số có phẩy thập phân; cần dấu chấm, như 90.5.",
    "has a decimal comma; expected a point, like 90.5.",
)
_ALIASES = BilingualText(
    "“*tên” chỉ được dùng tối đa {0} lần, không dùng bên trong phần mang “&tên”; hãy viết đầy đủ.",
    "“*name” may stand {0} times at most, and not inside what has a “&name”; write it out.",
)
_DEEP = BilingualText(
    "các mục lồng nhau quá {0} cấp; cần ít cấp hơn.",
    "is nested over {0} levels deep; expected fewer.",
)
OTHER = BilingualText(
    "không đọc được tệp YAML; cần các dòng dạng “khóa: giá trị”.",
    "not readable as YAML ({0}); expected lines of the form “key: value”.",
)
_UTF_16 = BilingualText(
    "tệp ghi bằng bảng mã UTF-16; cần UTF-8: trong Notepad chọn Lưu thành (Save as), Mã hóa (Encoding): UTF-8.",
    "is written as UTF-16; expected UTF-8: in Notepad choose Save as, Encoding: UTF-8.",
)
_ANSI = BilingualText(
    "byte {0} không phải là UTF-8, có lẽ tệp được lưu kiểu ANSI; cần UTF-8: trong Notepad chọn Lưu thành "
    "(Save as), Mã hóa (Encoding): UTF-8, rồi gõ lại các chữ có dấu bị hỏng.",
    "byte {0} is no UTF-8, the file may have been saved as ANSI; expected UTF-8: in Notepad choose "
    "Save as, Encoding: UTF-8, and type the damaged letters again.",
)


class Mistake(Exception):  # noqa: N818  what was found, as one says it
    """What is wrong with a file, and in which line."""

    def __init__(self, line: int, what: BilingualText) -> None:
        super().__init__(line, what)
        self.line, self.what = line, what


def text_of(raw: bytes) -> str:
    """The text of a file; a `Mistake` where it is not UTF-8."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw[:2]:
        raise Mistake(1, _UTF_16)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Mistake(line, _ANSI.format(f"0x{error.object[error.start]:02X}")) from None


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
                    _wrong(text, line, _DEEP.format(DEEPEST))
            elif isinstance(event, yaml.CollectionEndEvent):
                around.pop()
            elif isinstance(event, yaml.AliasEvent):
                aliases += 1
                if aliases > MOST_ALIASES or any(each.anchor for each in around):
                    _wrong(text, line, _ALIASES.format(MOST_ALIASES))
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
            _wrong(text, key.start_mark.line, _COMMA)
        before = str(value.value)


def _explain(text: str, error: Any, around: list[Any]) -> NoReturn:
    """Name what a parser stumbled over, from where it stopped and what was open there."""
    mark = error.problem_mark or error.context_mark
    lines = [*text.splitlines(), "", ""]
    before = lines[mark.line][: mark.column]
    context, problem = error.context or "", error.problem or ""
    if "\t" in lines[mark.line][: mark.column + 1].replace(lines[mark.line].lstrip(), ""):
        _wrong(text, mark.line, _TAB)
    if "quoted scalar" in context:
        _wrong(text, error.context_mark.line, _QUOTE)
    if around and around[-1].flow_style:
        start = around[-1].start_mark
        bracket = lines[start.line][start.column]
        _wrong(text, start.line, _BRACKET.format(bracket, {"[": "]", "{": "}"}[bracket]))
    if "simple key" in context:
        _wrong(text, error.context_mark.line, _COLON)
    if "mapping values" in problem:
        if ": " in before:
            _wrong(text, mark.line, _COLONS)
        above = lines[mark.line - 1].rstrip()
        no_key = ": " not in above and not above.endswith(":")
        _wrong(text, mark.line - no_key, _COLON if no_key else _INDENT)
    indented = isinstance(error, yaml.parser.ParserError) and not before.strip()
    _wrong(text, mark.line, _INDENT if indented else OTHER.format(problem))


def _wrong(text: str, index: int, what: BilingualText) -> NoReturn:
    line = [*text.splitlines(), "", ""][index].strip()
    quoted = line[:60] + ("…" if len(line) > 60 else "")
    raise Mistake(index + 1, BilingualText("“{0}”: {1}", "“{0}”: {1}").format(quoted, what))
