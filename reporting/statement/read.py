"""A statement file → a `Statement`, or every mistake in it with line, key and what was expected."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import yaml

from reporting.inputs import outside, yaml_mistakes
from reporting.statement import expected
from reporting.statement.language import NAME, Unreadable, parse_check, written
from reporting.statement.model import Cell, Check, Statement, Sum
from reporting.statement.numbers import Printed, decimal_sign, parse, tidy, write
from reporting.text.bilingual import QUOTED, BilingualText, shown
from reporting.text.errors import InputError

Problem = tuple[int, str, BilingualText]  # line, key, what was expected

KEYS = ("title", "source", "as_of", "figures", "checks", "computed")
CELL_KEYS = ("indicator", "unit_group", "unit", "source", "column")


def read(path: Path | str) -> Statement:
    """Read a statement file; an `InputError` names the file, and every line that is wrong."""
    return read_text(_decoded(Path(path), expected.FILE), shown(Path(path)))


def read_prose(path: Path | str) -> str:
    """Read a text to draft from; an `InputError` where it is no text in UTF-8."""
    return _decoded(Path(path), expected.PROSE)


def _decoded(path: Path, wanted: BilingualText) -> str:
    try:
        return outside.content(path, outside.LARGEST_YAML).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        form = BilingualText("{0}: không đọc được; cần {1}.", "{0}: cannot be read; expected {1}.")
        raise InputError(form.format(path, wanted)) from error


def read_text(text: str, name: str = "statement") -> Statement:
    """Read the text of a statement file; `name` is what messages call it."""
    reader = _Reader(text)
    try:
        yaml_mistakes.check(text, yaml.SafeLoader)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml_mistakes.Mistake, yaml.YAMLError) as error:
        line, what = error.args if isinstance(error, yaml_mistakes.Mistake) else (1, error)
        where = BilingualText("{0}, dòng {1}: {2}", "{0}, line {1}: {2}")
        raise InputError(where.format(name, line, what)) from error
    statement = reader.statement(root)
    if reader.problems:
        told = (
            (re.split(r"[.\[]", problem[1])[0], _located(name, problem))
            for problem in sorted(reader.problems)
        )
        raise InputError(*outside.first_of_each_kind(Path(name), told))
    return statement


def assemble(
    figures: Mapping[str, str | None],
    checks: Sequence[str],
    title: str = "",
    name: str = "statement",
) -> Statement:
    """Make a statement from figures and checks as a file would have them, without a file."""
    reader = _Reader()
    statement = reader.build(
        {key: (value, 0) for key, value in figures.items()}, [(check, 0) for check in checks]
    )
    if reader.problems:
        raise InputError(*(_located(name, problem) for problem in reader.problems))
    return Statement(statement.figures, statement.checks, title, notes=statement.notes)


def _located(name: str, problem: Problem) -> BilingualText:
    line, key, wanted = problem
    place = (
        BilingualText("{0}, dòng {1}", "{0}, line {1}").format(name, line)
        if line
        else BilingualText(name, name)
    )
    form = BilingualText("{0}, {1}: cần {2}.", "{0}, {1}: expected {2}.")
    if not key:
        form = BilingualText("{0}: cần {2}.", "{0}: expected {2}.")
    return form.format(place, key if len(key) <= QUOTED else f"{key[:QUOTED]}…", wanted)


class _Reader:
    """Walks the nodes of one file, and gathers what is wrong on the way."""

    def __init__(self, text: str = "") -> None:
        self.lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)  # as YAML counts them
        self.problems: list[Problem] = []
        self.notes: list[BilingualText] = []

    def statement(self, root: yaml.Node | None) -> Statement:
        keys = {key: (line, node) for key, line, node in self.entries(root, "", expected.MAPPING)}
        for key in ("figures", "checks"):
            if key not in keys and not self.problems:
                self.problems.append(
                    (1, key, expected.MAPPING if key == "figures" else expected.LINES)
                )
        for key, (line, _) in keys.items():
            if key not in KEYS:
                self.notes.append(expected.UNKNOWN_KEY.format(line, key, ", ".join(KEYS)))
        words = {key: self.words(key, *keys[key]) for key in KEYS[:3] if key in keys}
        figures = self.figures(*keys["figures"]) if "figures" in keys else {}
        checks = self.checks(*keys["checks"]) if "checks" in keys else []
        computed = self.computed(keys["computed"][1], figures) if "computed" in keys else {}
        made = self.build(figures, checks)
        quoted = {name: self.quotation(line) for name, (_, line) in figures.items()}
        quoted = {name: words for name, words in quoted.items() if words}
        return Statement(
            made.figures,
            made.checks,
            computed=computed,
            notes=made.notes,
            quotations=quoted,
            **words,
        )

    def quotation(self, line: int) -> str:
        """The comment above a figure that quotes the text, `# … 198 nhiệm vụ …`; empty where there is none."""
        quoted = re.fullmatch(r"\s*# (… .* …)\s*", self.lines[line - 2])
        return quoted[1] if quoted else ""

    def entries(
        self, node: yaml.Node | None, key: str, wanted: BilingualText
    ) -> Iterator[tuple[str, int, yaml.Node]]:
        """The keys of a mapping with their lines; a key that comes twice is a mistake."""
        if not isinstance(node, yaml.MappingNode):
            line = node.start_mark.line + 1 if node else 1
            self.problems.append((line, key, wanted))
            return
        seen = set()
        for name, value in node.value:
            text = tidy(str(name.value)) if isinstance(name, yaml.ScalarNode) else "?"
            line = name.start_mark.line + 1
            if text in seen:
                self.problems.append((line, f"{key}.{text}".lstrip("."), expected.ONCE))
                continue
            seen.add(text)
            yield text, line, value

    def words(self, key: str, line: int, node: yaml.Node) -> str:
        wanted = expected.DAY if key == "as_of" else expected.WORDS
        if not isinstance(node, yaml.ScalarNode) or not node.value:
            self.problems.append((line, key, wanted))
            return ""
        if key == "as_of":
            try:
                date.fromisoformat(node.value)
            except ValueError:
                self.problems.append((line, key, wanted))
        return str(node.value)

    def figures(self, _: int, node: yaml.Node) -> dict[str, tuple[str | None, int]]:
        found: dict[str, tuple[str | None, int]] = {}
        for name, line, value in self.entries(node, "figures", expected.MAPPING):
            if not re.fullmatch(NAME, name):
                self.problems.append((line, f"figures.{name}", expected.FIGURE_NAME))
            elif not isinstance(value, yaml.ScalarNode):
                self.problems.append((line, f"figures.{name}", expected.NUMBER))
                found[name] = (None, line)
            else:
                missing = value.tag == "tag:yaml.org,2002:null"
                found[name] = (None if missing else value.value, line)
        return found

    def checks(self, line: int, node: yaml.Node) -> list[tuple[str, int]]:
        if not isinstance(node, yaml.SequenceNode):
            self.problems.append((line, "checks", expected.LINES))
            return []
        found = []
        for place, item in enumerate(node.value, 1):
            at = item.start_mark.line + 1
            if isinstance(item, yaml.ScalarNode):
                found.append((str(item.value), at))
            else:
                self.problems.append((at, f"checks[{place}]", expected.LINES))
        return found

    def computed(self, node: yaml.Node, figures: Mapping[str, object]) -> dict[str, Cell]:
        cells = {}
        for name, line, value in self.entries(node, "computed", expected.CELL):
            key = f"computed.{name}"
            if name not in figures:
                self.problems.append((line, key, expected.KNOWN.format(name)))
            if isinstance(value, yaml.ScalarNode):
                content = {"indicator": str(value.value)}
            else:
                content = {
                    part: str(node.value) if isinstance(node, yaml.ScalarNode) else ""
                    for part, _, node in self.entries(value, key, expected.CELL)
                }
            right = set(content) <= set(CELL_KEYS) and all(content.values())
            if (
                right
                and "indicator" in content
                and content.get("column", "value") in expected.COLUMNS
            ):
                cells[name] = Cell(**content)
            else:
                self.problems.append((line, key, expected.CELL))
        return cells

    def build(
        self, figures: Mapping[str, tuple[str | None, int]], checks: Sequence[tuple[str, int]]
    ) -> Statement:
        """Read all numbers by one convention, and look up all names."""
        tokens = [text for text, _ in figures.values() if text] + [text for text, _ in checks]
        sign, disagree = decimal_sign(tokens)
        if disagree:
            self.notes.append(expected.BOTH_SIGNS)
        numbers: dict[str, Printed | None] = {}
        for name, (text, line) in figures.items():
            numbers[name] = parse(text, sign) if text is not None else None
            if text is not None and numbers[name] is None:
                self.problems.append((line, f"figures.{name}", expected.NUMBER))
        read_checks = self.read_checks(checks, sign, numbers)
        printed = [number for number in numbers.values() if number]
        for number in [*printed, *(term for check in read_checks for term in written(check))]:
            self.note_other_reading(number)
        return Statement(numbers, tuple(read_checks), notes=tuple(dict.fromkeys(self.notes)))

    def read_checks(
        self,
        checks: Sequence[tuple[str, int]],
        sign: str | None,
        numbers: Mapping[str, Printed | None],
    ) -> list[Check]:
        found = []
        for place, (text, line) in enumerate(checks, 1):
            key = f"checks[{place}]" if not text else f"checks[{place}] “{text}”"
            try:
                check = parse_check(text, sign)
            except Unreadable as error:
                self.problems.append((line, key, error.expected))
                continue
            unknown = [name for name in check.names if name not in numbers]
            self.problems += [
                (line, key, expected.KNOWN.format(name)) for name in dict.fromkeys(unknown)
            ]
            if not unknown and isinstance(check, Sum):
                terms = [
                    numbers[term] if isinstance(term, str) else term for _, term in check.terms
                ]
                if len({term.percent for term in terms if term}) > 1:
                    self.problems.append((line, key, expected.MIXED))
            found.append(check)
        return found

    def note_other_reading(self, number: Printed) -> None:
        if number.other is None:
            return
        readings = []
        for value in (number.value, number.other):
            places = 0 if value.denominator == 1 else 3
            forms = [write(value, language, places, number.percent) for language in ("vi", "en")]
            readings.append(BilingualText(*forms))
        self.notes.append(expected.OTHER_READING.format(number.text, *readings))
