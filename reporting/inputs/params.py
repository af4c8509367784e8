"""The params files of a quarter → one typed object, or every mistake with file, line and key."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import BeforeValidator, Field, PlainSerializer, StrictBool, ValidationError

from reporting.inputs import outside
from reporting.inputs.folders import Folders, listed
from reporting.inputs.office import BilingualParam, Line, Office, ReadColumn, Strict
from reporting.text import COUNTS, BilingualText, InputError, Quarter, both, quoted, texts, wording
from reporting.text.yaml_file import CURLY, YamlFile

_TEXT = texts(__name__)


def _quarter(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return Quarter.parse(value)
    except InputError as error:  # pydantic collects ValueErrors, to tell all mistakes at once
        raise ValueError(str(error)) from error


Where = tuple[str | int, ...]  # a key, and those above it
Day = Annotated[date, BeforeValidator(lambda value: datetime.strptime(str(value), "%Y-%m-%d"))]
ParsedQuarter = Annotated[Quarter, BeforeValidator(_quarter), PlainSerializer(str)]


class Meeting(Strict):
    """The briefing at which the report is presented."""

    date: Day
    briefing_for: ParsedQuarter | None = None


class UnitOfMeasure(BilingualParam):
    """What figures are counted in: its name, and their decimals."""

    decimals: int = Field(default=0, ge=0, le=6, strict=True)


class Params(Office):
    """All that changes from quarter to quarter, and the office."""

    quarter: ParsedQuarter
    as_of: Day | None = None
    languages: list[Literal["vi", "en"]] = Field(default=["vi", "en"], min_length=1)
    compare_with: ParsedQuarter | None = None
    synthetic: StrictBool = False
    targets: dict[str, Annotated[float, Field(strict=True, allow_inf_nan=False)]] = Field({})
    units_of_measure: dict[str, UnitOfMeasure] = Field({})
    smallest_unit: Annotated[int, Field(strict=True, ge=0)] = 0
    statement: str | None = None
    meeting: Meeting | None = None
    priorities: list[Line] = Field([])
    directives: list[Line] = Field([])
    notebook: str | None = None
    docx: dict[Literal["annex"], StrictBool] = Field({})  # the collapsed tables at the end
    creator: Line | None = None
    publisher: Line | None = None
    licence: Line | None = None
    contact: Line | None = None

    @property
    def cut_off(self) -> date:
        """The day as of which statuses are derived."""
        return self.as_of or self.quarter.last_day

    @property
    def compared(self) -> Quarter:
        """The quarter that figures are compared with."""
        return self.compare_with or self.quarter.year_ago

    @property
    def previous(self) -> Quarter | None:
        """The quarter before; a period has none."""
        return self.quarter.shift(-1) if self.quarter.quarters == 1 else None


# What is expected of each key.
COLUMNS = ", ".join(get_args(ReadColumn))
EXPECTED = {key: text.format(columns=COLUMNS) for key, text in _TEXT.group("expected").items()}

# What a quarter's params say of that quarter alone, and not of a period that ends with it.
_NOT_OF_PERIOD = ("quarter", "compare_with", "statement")


def files(params_dir: Path, quarter: Quarter) -> list[Path]:
    """The params files of a quarter, each going before the one in front of it; a period has those of its last one."""
    names, there = dict.fromkeys(("common", quarter.last, quarter)), listed(params_dir)
    return [params_dir / name for it in names if (name := f"{it}.yaml") in there]


def is_like(name: str, stem: str) -> bool:
    """Whether a file is meant to be a params file, it seems: 2023q3.yaml, 2023Q3.yml, 2023Q3 (1).yaml, 2023Q3.yaml.txt."""
    begins, _, rest = name.casefold().partition(".")
    return begins.partition(" ")[0] == stem.casefold() and rest.startswith(("yaml", "yml"))


def load(params_dir: Path, quarter: Quarter) -> Params:
    """Read the params of a quarter or period, or raise every mistake in them."""
    params, problems = read(params_dir, quarter)
    if problems:
        raise InputError(*problems)
    return params


def read(params_dir: Path, quarter: Quarter) -> tuple[Params, list[BilingualText]]:
    """Read `<quarter>.yaml`, of a period what its last quarter's says besides, over `common.yaml`: what is right, and the mistakes."""
    sources = [outside.yaml_file(file) for file in files(params_dir, quarter)]
    if all(source.path.stem == "common" for source in sources):
        file = params_dir / f"{quarter.last}.yaml"
        near = sorted(name for name in listed(params_dir) if is_like(name, file.stem))
        hints = [_TEXT.rename.format(name, file.name) for name in near]
        command = f"{quarter.last}{Folders(params=params_dir).options}"
        said = _TEXT.there_is_no_params.format(file, command)
        raise InputError(BilingualText.join([said, *hints], "\n  "))
    if problems := [problem for source in sources for problem in source.problems]:
        raise InputError(*problems)
    settings: dict[str, Any] = {}
    for source in sources:
        own = source.path.stem in ("common", str(quarter))
        settings |= {k: v for k, v in source.settings.items() if own or k not in _NOT_OF_PERIOD}
    if quarter.quarters > 1:
        settings.setdefault("quarter", str(quarter))
        own, targets = sources[-1].path.stem == str(quarter), settings.get("targets")
        if isinstance(targets, dict) and not (own and "targets" in sources[-1].settings):
            # so many tasks are planned for the quarter, not for nine months
            settings["targets"] = {name: t for name, t in targets.items() if name not in COUNTS}
    return _validate(settings, sources, quarter)


def _validate(
    settings: dict[str, Any], sources: list[YamlFile], quarter: Quarter
) -> tuple[Params, list[BilingualText]]:
    try:
        params, mistakes = Params.model_validate(settings), []
    except ValidationError as error:
        # a default that waits for `office`, whose mistake is told, is none
        told = [each for each in error.errors() if each["type"] != "default_factory_not_called"]
        mistakes = [(each["loc"], each["input"], each["type"] == "missing") for each in told]
        wrong = {where[0] for where, *_ in mistakes}
        right = {key: value for key, value in settings.items() if key not in wrong}
        params = Params.model_validate({"quarter": quarter, **right})
    mistakes += ((where, value, False) for where, value in _contradictions(params, quarter))
    problems: dict[BilingualText, tuple[object, BilingualText]] = {}
    for where, value, missing in mistakes:
        start = place(sources, where)
        problem = both("{0}{1}").format(start, _problem(where, value, missing))
        problems.setdefault(start, (where[0] if where[0] in EXPECTED else "", problem))
    return params, list(wording.first_of_each_kind(sources[-1].path, problems.values()))


def _contradictions(params: Params, quarter: Quarter) -> Iterator[tuple[Where, object]]:
    """What contradicts something else: its key, and its value or what is wrong with it."""
    yield from params.twice()
    if params.quarter != quarter:
        yield ("quarter",), _TEXT.other_quarter.format(params.quarter, quarter)
    if params.as_of and params.as_of < params.quarter.last.first_day:
        yield ("as_of",), params.as_of
    compared = params.compared
    if compared >= params.quarter or compared.quarters != params.quarter.quarters:
        other = _TEXT.other_period.format(params.compare_with, quarter.year_ago)
        yield ("compare_with",), other if quarter.quarters > 1 else params.compare_with
    if len(set(params.languages)) < len(params.languages):
        yield ("languages",), params.languages


def place(sources: list[YamlFile], where: Where) -> BilingualText:
    """How a message begins: the last of the files that has the key, the line, the key."""
    source = next((s for s in reversed(sources) if where[:1] in s.lines), sources[-1])
    name = ".".join(str(part) for part in where if part != "[key]")  # pydantic's, not the file's
    return _TEXT.where.format(source.path, source.line(where), name)


@contextmanager
def named_in(paths: list[Path], key: str) -> Iterator[None]:
    """Say of what is wrong with a file where it is named: by which key of the last of some files that has the key."""
    try:
        yield
    except InputError as error:
        start = place([*map(outside.yaml_file, paths)], (key,))
        raise InputError(*(both("{0}{1}").format(start, each) for each in error.problems)) from None


def _problem(where: Where, value: object, missing: bool) -> BilingualText:
    if isinstance(value, BilingualText):
        return value
    key = str(where[0])
    if key not in EXPECTED:
        near = get_close_matches(key, EXPECTED, n=1)
        hint = _TEXT.did_you_mean.format(*near) if near else both(".")
        return _TEXT.no_such_key.format(hint, ", ".join(EXPECTED))
    if missing:
        return _TEXT.missing.format(EXPECTED[key])
    if value is None:
        return _TEXT.blank.format(EXPECTED[key])
    if isinstance(value, str) and value.startswith("“"):
        return both("{0}: {1}").format(value, CURLY)
    if isinstance(value, str) and re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", value):
        return _TEXT.two_meanings.format(quoted(value), value.replace(".", ""), value)
    if isinstance(value, list | dict):  # as the file has it, not as Python writes it
        form: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 1000}
        value = yaml.safe_dump(value, default_flow_style=True, **form).strip()
    return _TEXT.wrong.format(quoted(value), EXPECTED[key])
