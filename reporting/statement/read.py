"""A statement file → a `Statement`, or every mistake in it with line, key and what was expected."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

import yaml

from reporting.statement.language import NAME, Unreadable, parse_check, written
from reporting.statement.model import Cell, Check, Statement, Sum
from reporting.statement.numbers import Printed, decimal_sign, parse, tidy, write
from reporting.text import yaml_mistakes
from reporting.text.bilingual import QUOTED, BilingualText, in_both
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.wording import first_of_each_kind

Problem = tuple[int, str, BilingualText]  # line, key, what was expected

_TEXT = texts(__name__)
KEYS = ("title", "source", "as_of", "figures", "checks", "computed")
CELL_KEYS = ("indicator", "unit_group", "unit", "source", "column")
COLUMNS = ("value", "numerator", "denominator", "value_year_ago", "change")


def read(text: str, name: str = "statement") -> Statement:
    """Read a statement file's text; an `InputError` names the file, and every line that is wrong."""
    reader = _Reader(text)
    try:
        yaml_mistakes.check(text, yaml.SafeLoader)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml_mistakes.Mistake as mistake:
        raise InputError(mistake.at(name)) from mistake
    statement = reader.statement(root)
    if reader.problems:
        raise reader.mistakes(name)
    return statement


def assemble(
    figures: Mapping[str, str | None],
    checks: Sequence[str],
    title: str = "",
    name: str = "statement",
) -> Statement:
    """Make a statement from figures and checks as a file would have them, without a file."""
    reader = _Reader()
    lines = {key: (value, 0) for key, value in figures.items()}
    statement = reader.build(lines, [(check, 0) for check in checks], {"title": title})
    if reader.problems:
        raise reader.mistakes(name)
    return statement


def _located(name: str, line: int, key: str, wanted: BilingualText) -> BilingualText:
    place = _TEXT.located.format(name, line) if line else name
    if not key:
        return _TEXT.wanted_here.format(place, wanted)
    return _TEXT.wanted.format(place, key if len(key) <= QUOTED else f"{key[:QUOTED]}…", wanted)


class _Reader:
    """Walks the nodes of one file, and gathers what is wrong on the way."""

    def __init__(self, text: str = "") -> None:
        self.lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)  # as YAML counts them
        self.problems: list[Problem] = []
        self.notes: list[BilingualText] = []

    def expect(self, line: int, key: str, wanted: BilingualText) -> None:
        self.problems.append((line, key, wanted))

    def mistakes(self, name: str) -> InputError:
        """What is wrong, in the order of the lines: the first of each kind, and how many there are."""
        told = (
            (re.split(r"[.\[]", problem[1])[0], _located(name, *problem))
            for problem in sorted(self.problems)
        )
        return InputError(*first_of_each_kind(name, told))

    def statement(self, root: yaml.Node | None) -> Statement:
        keys = {key: (line, node) for key, line, node in self.entries(root, "", _TEXT.mapping)}
        if not self.problems:
            for key, wanted in (("figures", _TEXT.mapping), ("checks", _TEXT.lines)):
                if key not in keys:
                    self.expect(1, key, wanted)
        for key, (line, _) in keys.items():
            if key not in KEYS:
                self.notes.append(_TEXT.unknown_key.format(line, key, ", ".join(KEYS)))
        words = {key: self.words(key, *keys[key]) for key in KEYS[:3] if key in keys}
        figures = dict(self.figures(keys["figures"][1])) if "figures" in keys else {}
        checks = list(self.checks(*keys["checks"])) if "checks" in keys else []
        computed = dict(self.computed(keys["computed"][1], figures)) if "computed" in keys else {}
        # The comment above a figure quotes the text it was drafted from: `# … 198 nhiệm vụ …`.
        above = {name: self.lines[line - 2].strip() for name, (_, line) in figures.items()}
        quoted = {
            name: words[2:] for name, words in above.items() if re.fullmatch("# … .* …", words)
        }
        return self.build(figures, checks, {**words, "computed": computed, "quotations": quoted})

    def entries(
        self, node: yaml.Node | None, key: str, wanted: BilingualText
    ) -> Iterator[tuple[str, int, yaml.Node]]:
        """The keys of a mapping with their lines; a key that comes twice is a mistake."""
        if not isinstance(node, yaml.MappingNode):
            self.expect(node.start_mark.line + 1 if node else 1, key, wanted)
            return
        seen = set()
        for name, value in node.value:
            text = tidy(str(name.value)) if isinstance(name, yaml.ScalarNode) else "?"
            line = name.start_mark.line + 1
            if text in seen:
                self.expect(line, f"{key}.{text}".lstrip("."), _TEXT.once)
                continue
            seen.add(text)
            yield text, line, value

    def words(self, key: str, line: int, node: yaml.Node) -> str:
        text = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
        if not text or (key == "as_of" and not _is_day(text)):
            self.expect(line, key, _TEXT.day if key == "as_of" else _TEXT.words)
        return text

    def figures(self, node: yaml.Node) -> Iterator[tuple[str, tuple[str | None, int]]]:
        for name, line, value in self.entries(node, "figures", _TEXT.mapping):
            if not re.fullmatch(NAME, name):
                self.expect(line, f"figures.{name}", _TEXT.figure_name)
            elif not isinstance(value, yaml.ScalarNode):
                self.expect(line, f"figures.{name}", _TEXT.number)
                yield name, (None, line)
            else:
                yield name, (None if value.tag == "tag:yaml.org,2002:null" else value.value, line)

    def checks(self, line: int, node: yaml.Node) -> Iterator[tuple[str, int]]:
        if not isinstance(node, yaml.SequenceNode):
            self.expect(line, "checks", _TEXT.lines)
            return
        for place, item in enumerate(node.value, 1):
            at = item.start_mark.line + 1
            if isinstance(item, yaml.ScalarNode):
                yield str(item.value), at
            else:
                self.expect(at, f"checks[{place}]", _TEXT.lines)

    def computed(
        self, node: yaml.Node, figures: Mapping[str, object]
    ) -> Iterator[tuple[str, Cell]]:
        for name, line, value in self.entries(node, "computed", _TEXT.cell):
            key = f"computed.{name}"
            if name not in figures:
                self.expect(line, key, _TEXT.known.format(name))
            content = {"indicator": str(value.value)}
            if not isinstance(value, yaml.ScalarNode):
                parts = list(self.entries(value, key, _TEXT.cell))
                content = {
                    part: str(own.value)
                    for part, _, own in parts
                    if isinstance(own, yaml.ScalarNode)
                }
            known = (
                set(content) <= set(CELL_KEYS) and "indicator" in content and all(content.values())
            )
            if known and content.get("column", "value") in COLUMNS:
                yield name, Cell(**content)
            else:
                self.expect(line, key, _TEXT.cell)

    def build(
        self,
        figures: Mapping[str, tuple[str | None, int]],
        checks: Sequence[tuple[str, int]],
        more: Mapping[str, object],
    ) -> Statement:
        """Read all numbers by one convention, and look up all names."""
        tokens = [text for text, _ in figures.values() if text] + [text for text, _ in checks]
        sign, disagree = decimal_sign(tokens)
        if disagree:
            self.notes.append(_TEXT.both_signs)
        numbers: dict[str, Printed | None] = {}
        for name, (text, line) in figures.items():
            numbers[name] = parse(text, sign) if text is not None else None
            if text is not None and numbers[name] is None:
                self.expect(line, f"figures.{name}", _TEXT.number)
        found = list(self.read_checks(checks, sign, numbers))
        for number in [*numbers.values(), *(term for check in found for term in written(check))]:
            if number and number.other is not None:
                forms = [_both_forms(value, number) for value in (number.value, number.other)]
                self.notes.append(_TEXT.other_reading.format(number.text, *forms))
        notes = tuple(dict.fromkeys(self.notes))
        return Statement(numbers, tuple(found), notes=notes, **more)  # type: ignore[arg-type]

    def read_checks(
        self,
        checks: Sequence[tuple[str, int]],
        sign: str | None,
        numbers: Mapping[str, Printed | None],
    ) -> Iterator[Check]:
        for place, (text, line) in enumerate(checks, 1):
            key = f"checks[{place}] “{text}”" if text else f"checks[{place}]"
            try:
                check = parse_check(text, sign)
            except Unreadable as error:
                self.expect(line, key, error.expected)
                continue
            unknown = [name for name in dict.fromkeys(check.names) if name not in numbers]
            for name in unknown:
                self.expect(line, key, _TEXT.known.format(name))
            if isinstance(check, Sum) and not unknown:
                terms = [
                    numbers[term] if isinstance(term, str) else term for _, term in check.terms
                ]
                if len({term.percent for term in terms if term}) > 1:
                    self.expect(line, key, _TEXT.mixed)
            yield check


def _both_forms(value: Fraction, like: Printed) -> BilingualText:
    places = 0 if value.denominator == 1 else 3
    return in_both(lambda said: write(value, said, places, like.percent))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
