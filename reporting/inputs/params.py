"""The params files of a quarter → one typed object, or every mistake with file, line and key."""

import difflib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError

from reporting.inputs.office import BilingualParam, Line, Office, ReadColumn
from reporting.inputs.yaml_file import YamlFile
from reporting.inputs.yaml_mistakes import CURLY
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)


def _quarter(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return Quarter.parse(value)
    except (
        InputError
    ) as error:  # pydantic collects ValueErrors, so that all mistakes are told at once
        raise ValueError(str(error)) from error


Day = Annotated[date, Field(strict=True)]
ParsedQuarter = Annotated[Quarter, BeforeValidator(_quarter)]


class Meeting(BaseModel):
    """The briefing at which the report is presented."""

    model_config = ConfigDict(extra="forbid")
    date: Day
    briefing_for: ParsedQuarter | None = None


class NamedUnit(BilingualParam):
    """A unit of measure of the office's own: its name, and the decimals of its figures."""

    decimals: int = Field(default=0, ge=0, le=6, strict=True)


class Docx(BaseModel):
    """The Word document: `annex` puts the tables that the page collapses at its end."""

    model_config = ConfigDict(extra="forbid")
    annex: StrictBool = False


class Params(Office):
    """All that changes from quarter to quarter, and the office."""

    quarter: ParsedQuarter
    as_of: Day | None = None
    languages: list[Literal["vi", "en"]] = Field(default=["vi", "en"], min_length=1)
    compare_with: ParsedQuarter | None = None
    synthetic: StrictBool = False
    targets: dict[str, Annotated[float, Field(strict=True, allow_inf_nan=False)]] = Field(
        default={}
    )
    units_of_measure: dict[str, NamedUnit] = Field(default={})
    smallest_unit: Annotated[int, Field(strict=True, ge=0)] = 0
    statement: str | None = None
    meeting: Meeting | None = None
    priorities: list[Line] = Field(default=[])
    directives: list[Line] = Field(default=[])
    notebook: str | None = None
    docx: Docx = Docx()
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


EXPECTED = {
    "quarter": BilingualText("một quý như 2023Q3", "a quarter like 2023Q3"),
    "office": _TEXT.name_issuing_office,
    "all_units": _TEXT.what_all_units_are,
    "unit_groups": _TEXT.unit_groups_in_order,
    "sources": _TEXT.sources_tasks_in_order,
    "headings": BilingualText(
        f"cột và các tiêu đề khác của cột, như title: [Nội dung nhiệm vụ], mỗi tiêu đề chỉ của một cột; các cột: {', '.join(get_args(ReadColumn))}",
        f"a column and more headings for it, like title: [Nội dung nhiệm vụ], a heading for one column only; columns: {', '.join(get_args(ReadColumn))}",
    ),
    "columns": _TEXT.new_column_and_headings,
    "as_of": _TEXT.date_like_not_before,
    "languages": _TEXT.list_vi_en_or,
    "compare_with": _TEXT.quarter_before_report_like,
    "synthetic": BilingualText("true hoặc false", "true or false"),
    "targets": _TEXT.indicator_and_number_decimals,
    "units_of_measure": _TEXT.code_unit_name_and,
    "smallest_unit": _TEXT.fewest_tasks_with_which,
    "statement": BilingualText("đường dẫn tới một tệp", "the path of a file"),
    "meeting": _TEXT.text,
    "priorities": BilingualText("danh sách các mục {vi: …, en: …}", "a list of {vi: …, en: …}"),
    "directives": BilingualText("danh sách các mục {vi: …, en: …}", "a list of {vi: …, en: …}"),
    "notebook": BilingualText("đường dẫn tới một sổ tay (tệp .ipynb)", "the path of a notebook"),
    "docx": BilingualText("{annex: true} hoặc {annex: false}", "{annex: true} or {annex: false}"),
    "creator": BilingualText("tên người hoặc bộ phận lập", "the name of who made the report"),
    "publisher": BilingualText("tên nơi công bố", "the name of who publishes the report"),
    "licence": _TEXT.name_or_address_terms,
    "contact": BilingualText("nơi liên hệ, như địa chỉ thư", "whom to ask, like a mail address"),
}


# What a quarter's params say of that quarter alone, and not of a period that ends with it.
_NOT_OF_PERIOD = ("quarter", "compare_with", "statement")


def files(params_dir: Path, quarter: Quarter) -> list[Path]:
    """The params files of a quarter, each going before the one in front of it; a period has those of its last one."""
    names = dict.fromkeys(["common", str(quarter.last), str(quarter)])
    return [path for name in names if (path := params_dir / f"{name}.yaml").is_file()]


def load(params_dir: Path, quarter: Quarter) -> Params:
    """Read `<quarter>.yaml` over `common.yaml`; an `InputError` holds every mistake of both.

    A period needs no file: it has the params of its last quarter, where its own file does not say otherwise.
    """
    found = files(params_dir, quarter)
    if not any(each.stem != "common" for each in found):
        raise InputError(
            _TEXT.there_is_no_params.format(params_dir / f"{quarter.last}.yaml", quarter.last)
        )
    sources = [YamlFile(file) for file in found]
    problems = [problem for source in sources for problem in source.problems]
    if problems:
        raise InputError(*problems)
    settings: dict[str, Any] = {}
    for source in sources:
        own = source.path.stem in ("common", str(quarter))
        settings |= {k: v for k, v in source.settings.items() if own or k not in _NOT_OF_PERIOD}
    if quarter.quarters > 1:
        settings.setdefault("quarter", str(quarter))
    return _validate(settings, sources, quarter)


def _validate(settings: dict[str, Any], sources: list[YamlFile], quarter: Quarter) -> Params:
    problems: dict[BilingualText, BilingualText] = {}

    def report(where: tuple[str | int, ...], value: object, missing: bool = False) -> None:
        start, what = place(sources, where), _problem(where, value, missing)
        problems.setdefault(start, BilingualText(start.vi + what.vi, start.en + what.en))

    params = None
    try:
        params = Params.model_validate(settings)
    except ValidationError as error:
        for entry in error.errors():
            if entry["type"] == "default_factory_not_called":
                continue  # a default that waits for `office`, whose mistake is told
            report(entry["loc"], entry["input"], entry["type"] == "missing")
    if params:
        for where, value in _contradictions(params, quarter):
            report(where, value)
    if problems:
        raise InputError(*problems.values())
    assert params is not None
    return params


def _contradictions(
    params: Params, quarter: Quarter
) -> Iterator[tuple[tuple[str | int, ...], object]]:
    yield from params.twice()
    if params.quarter != quarter:
        yield ("quarter",), params.quarter
    if params.as_of and params.as_of < params.quarter.last.first_day:
        yield ("as_of",), params.as_of
    compared = params.compared
    if compared >= params.quarter or compared.quarters != params.quarter.quarters:
        yield ("compare_with",), params.compare_with
    if len(set(params.languages)) < len(params.languages):
        yield ("languages",), params.languages


def place(sources: list[YamlFile], where: tuple[str | int, ...]) -> BilingualText:
    """How a message begins: the last of the files that has the key, the line, the key."""
    source = next((s for s in reversed(sources) if where[:1] in s.lines), sources[-1])
    name = ".".join(str(part) for part in where if part != "[key]")  # pydantic's, not the file's
    return BilingualText("{0}, dòng {1}, khóa “{2}”: ", "{0}, line {1}, key “{2}”: ").format(
        source.path, source.line(where), name
    )


def _problem(where: tuple[str | int, ...], value: object, missing: bool) -> BilingualText:
    key = str(where[0])
    if key not in EXPECTED:
        near = difflib.get_close_matches(key, EXPECTED, n=1)
        what = BilingualText(
            "khóa này không có"
            + (f"; có phải “{near[0]}”?" if near else ".")
            + " Các khóa dùng được: {0}.",
            "there is no such key"
            + (f"; did you mean “{near[0]}”?" if near else ".")
            + " Keys are: {0}.",
        ).format(", ".join(EXPECTED))
    elif missing:
        what = BilingualText("còn thiếu; cần {0}.", "is missing; expected {0}.").format(
            EXPECTED[key]
        )
    elif value is None:
        what = BilingualText("để trống; cần {0}.", "is blank; expected {0}.").format(EXPECTED[key])
    elif isinstance(value, str) and value.startswith("“"):
        what = BilingualText("{0}: {1}", "{0}: {1}").format(value, CURLY)
    else:
        what = BilingualText("“{0}” không đúng; cần {1}.", "“{0}” is wrong; expected {1}.").format(
            value, EXPECTED[key]
        )
    return what
