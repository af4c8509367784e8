"""A statement file → a `Statement`, or every mistake in it with line, key and what was expected."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import pydantic
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, PlainValidator

from reporting.statement.model import Cell, Check, Ratio, Statement, Sum, Terms
from reporting.statement.numbers import Printed, both_forms, decimal_sign, parse, tidy
from reporting.statement.prose import LISTED, SAYS
from reporting.text import QUOTED, BilingualText, InputError, Loader, quoted, texts, wording
from reporting.text.yaml_file import YamlFile, with_plain_values

_TEXT = texts(__name__)
# Every value is taken as it is typed; only `null` is none.
_LOADER = with_plain_values(Loader, ["null"], {})
# The decimal `sign` of the file, and its `numbers`
Context = pydantic.ValidationInfo[dict[str, Any]]


class Unreadable(ValueError):  # noqa: N818  what the line is
    """A line that is no number and none of the three forms of a check; its argument is what was expected."""


def _figure(value: object, info: Context) -> Printed | None:
    number = parse(str(value), info.context["sign"])
    if number is None and value is not None:
        raise Unreadable(_TEXT.number)
    return number


def _check(value: object, info: Context) -> Check:
    if not isinstance(value, str):
        raise Unreadable(_TEXT.group("keys")["checks"])
    check, numbers = _parsed(value, info.context["sign"]), info.context["numbers"]
    if unknown := [name for name in dict.fromkeys(check.names) if name not in numbers]:
        raise Unreadable(_TEXT.known.format("”, “".join(unknown)))
    if isinstance(check, Sum):
        terms = [numbers[term] if isinstance(term, str) else term for _, term in check.terms]
        if len({term.percent for term in terms if term}) > 1:
            raise Unreadable(_TEXT.mixed)
    return check


def _parsed(text: str, sign: str | None) -> Check:
    """Read a check of any of the three forms; `sign` is the file's decimal sign."""
    plain, text = " ".join(tidy(text).split()), text.strip()
    if match := SAYS.ratio.fullmatch(plain):
        said = None if match["share"] else SAYS.change.fullmatch(match["said"])
        target = parse(said["number"] if said else match["said"], sign)
        if match["share"] and target:
            return Ratio(text, match["top"], match["base"], target)
        if not (said and target and target.percent) or bool(said["up"]) == bool(said["down"]):
            raise Unreadable(_TEXT.share_value if match["share"] else _TEXT.direction)
        target = replace(target, value=-target.value) if said["down"] else target
        return Ratio(text, match["top"], match["base"], target, is_share=False)
    left, equals, right = plain.partition("=")
    if "/" in plain or not equals or "=" in right:
        raise Unreadable(_TEXT.forms)
    return Sum(text, _side(left, sign), _side(right, sign))


def _side(text: str, sign: str | None) -> Terms:
    """Read `a + b − c`; a sign between terms has spaces around it."""
    terms: Terms = ()
    pieces = re.split(r"\s*(\+|(?<=\s)-(?=\s))\s*", text.strip())
    for joint, piece in zip(["+", *pieces[1::2]], pieces[::2], strict=True):
        term = piece if SAYS.name.fullmatch(piece) else parse(piece, sign)
        if not term:
            raise Unreadable(_TEXT.term.format(piece) if piece else _TEXT.forms)
        terms += ((-1 if joint == "-" else 1, term),)
    return terms


def _known(name: str, info: Context) -> str:
    if name not in info.context["numbers"]:
        raise Unreadable(_TEXT.known.format(name))
    return name


Tidy = BeforeValidator(lambda name: tidy(name) if isinstance(name, str) else name)
Line = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Tidy, Field(pattern=f"^{LISTED['name']}$")]
Place = BeforeValidator(lambda cell: {"indicator": cell} if isinstance(cell, str) else cell)


class _File(BaseModel, strict=True):
    """What a statement file holds; its numbers are read by the decimal sign that all of them show."""

    title: Line = ""
    source: Line = ""
    as_of: Annotated[str, AfterValidator(lambda day: date.fromisoformat(day).isoformat())] = ""
    figures: dict[Name, Annotated[Printed | None, PlainValidator(_figure)]]
    checks: list[Annotated[Check, PlainValidator(_check)]]
    computed: dict[Annotated[str, Tidy, AfterValidator(_known)], Annotated[Cell, Place]] = {}


def read(text: str, name: str = "statement") -> Statement:
    """Read a statement file's text; an `InputError` names the file, and every line that is wrong."""
    source = YamlFile(name, text, _LOADER)
    content = source.settings
    figures = content["figures"] if isinstance(content.get("figures"), dict) else {}
    checks = content["checks"] if isinstance(content.get("checks"), list) else []
    tokens = [token for token in (*figures.values(), *checks) if isinstance(token, str)]
    sign, disagree = decimal_sign(tokens)
    numbers = {tidy(str(key)): parse(str(value), sign) for key, value in figures.items()}
    try:
        file = _File.model_validate(content, context={"sign": sign, "numbers": numbers})
    except pydantic.ValidationError as error:
        told = _mistakes(source, error) if content or not source.problems else ()
        raise InputError(*source.problems, *told) from error
    if source.problems:
        raise InputError(*source.problems)
    keys = _File.model_fields
    unknown = [key for key in content if key not in keys]
    notes = [_TEXT.unknown_key.format(source.line((key,)), key, ", ".join(keys)) for key in unknown]
    notes += [_TEXT.both_signs] if disagree else []
    for number in [*file.figures.values(), *(each for own in file.checks for each in own.numbers)]:
        if number and number.other is not None:
            values = number.value, number.other
            forms = (both_forms(it, 3 * (it.denominator > 1), number.percent) for it in values)
            notes.append(_TEXT.other_reading.format(number.text, *forms))
    return Statement(
        **{**dict(file), "checks": tuple(file.checks)},
        notes=tuple(dict.fromkeys(notes)),
        quotations=_quotations(source, file.figures),
    )


def assemble(figures: Mapping[str, str | None], checks: Sequence[str]) -> Statement:
    """Make a statement from figures and checks as a file would have them, without a file."""
    return read(json.dumps({"figures": dict(figures), "checks": list(checks)}))


def _quotations(source: YamlFile, figures: Iterable[str]) -> dict[str, str]:
    """The comments above figures that quote the text these were drafted from, `# … 198 nhiệm vụ …`."""
    lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", source.text)  # as YAML counts them
    above = {name: lines[source.line(("figures", name)) - 2].strip() for name in figures}
    return {name: words[2:] for name, words in above.items() if re.fullmatch("# … .* …", words)}


def _mistakes(source: YamlFile, error: pydantic.ValidationError) -> Iterator[BilingualText]:
    """All that is wrong, in the order of the lines; each place once."""
    wrong: dict[tuple[int, str], tuple[object, BilingualText]] = {}
    for each in error.errors():
        kind, *where = each["loc"]
        key = ".".join(str(part) for part in each["loc"][:2])
        if kind == "checks" and where:
            key = f"checks[{int(where[0]) + 1}]"
            key += f" {quoted(each['input'])}" if isinstance(each["input"], str) else ""
        wanted = _TEXT.figure_name if "[key]" in where else _TEXT.group("keys")[str(kind)]
        if isinstance(reason := each.get("ctx", {}).get("error"), Unreadable):
            wanted = reason.args[0]
        line = source.line(each["loc"])
        told = _TEXT.wanted.format(source.path, line, key[: QUOTED + 20], wanted)
        wrong.setdefault((line, key), (kind, told))
    return wording.first_of_each_kind(source.path, (wrong[at] for at in sorted(wrong)))
