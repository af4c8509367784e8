"""The files one report reads, known from its params before any of them is opened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from reporting.inputs import outside, params, releases
from reporting.inputs.folders import Folders, inside, listed
from reporting.inputs.office import Reading
from reporting.text import BilingualText, InputError, Quarter, shown, texts

_TEXT = texts(__name__)

ENDINGS = (".xlsx", ".xlsm", ".csv", ".csv.gz", ".parquet")
TREND_QUARTERS = 5
REGISTERS, PLANS = [f"tasks{ending}" for ending in ENDINGS], ("plan.csv", "plan.xlsx")
_UNREAD = (".xls", ".xlsb", ".ods")  # spreadsheets, but of kinds that are not read


@dataclass(frozen=True, eq=False)
class InputFiles:
    """What a report reads: the params and register of each quarter, their plans, and what was published before."""

    quarter: Quarter
    folders: Folders
    settings: Mapping[Quarter, params.Params]  # of the report, and of each quarter with a register
    registers: Mapping[Quarter, Path]
    plans: Mapping[Quarter, Path]  # of the same
    published: Mapping[Quarter, Path]  # of the comparison quarter, and of a release that is revised
    statements: Mapping[Quarter, Path]  # of the quarter and the compared one
    units: Path
    tiles: Path | None
    template: Path | None  # the office's own of the Word document
    revised: releases.Revised | None

    @property
    def params(self) -> params.Params:
        """The report's own params."""
        return self.settings[self.quarter]

    @cached_property
    def notebook(self) -> Path:
        """The report's notebook."""
        return notebook_of(self.folders, self.quarter, self.params)

    @property
    def folder(self) -> Path:
        """The quarter's own data folder."""
        return self.folders.data / str(self.quarter)

    @property
    def early(self) -> bool:
        """Whether it is cut off before its last day; earlier quarters are then taken as of the same day of theirs."""
        return self.params.cut_off < self.quarter.last_day

    @property
    def synthetic(self) -> tuple[Quarter, ...]:
        """The quarters whose params call their data made up; a period is one of them where any of its quarters is."""
        made_up = {each for each, own in self.settings.items() if own.synthetic}
        made_up |= {self.quarter} if made_up & {*self.quarter.parts} else set()
        return tuple(sorted(made_up))

    def cut_off(self, quarter: Quarter) -> date:
        """As of when a quarter is taken; beside a period cut off early, only what ends it and the compared one is early."""
        compared = self.params.compared
        ends = (self.quarter.last, compared, compared.last)
        if self.early and (self.quarter.quarters == 1 or quarter in ends):
            days = self.params.cut_off - self.quarter.last.first_day
            return min(quarter.first_day + days, quarter.last_day)
        return self.settings[quarter].cut_off

    def reading(self, quarter: Quarter) -> Reading:
        """How a register is read: by its own quarter's words for sources and headings, with this report's columns."""
        own, other = self.params, self.settings[quarter]
        if lost := [code for code in other.sources if code not in own.sources]:
            file = self.folders.params / f"{quarter}.yaml"
            raise InputError(_TEXT.other_sources.format(file, ", ".join(lost), self.quarter))
        return other.reading._replace(columns=own.reading.columns)

    def listed(self) -> Iterator[tuple[str, Quarter | None, Path]]:
        """Every file with what it is and of which quarter: params, units, registers oldest first, what was published."""
        for path in params.files(self.folders.params, self.quarter):
            of = None if path.stem == "common" else Quarter.parse(path.stem)
            yield ("params" if of else "common_params"), of, path
        for name in ("units", "tiles", "template"):
            if path := getattr(self, name):
                yield name, None, path
        for name in ("registers", "published", "statements", "plans"):
            for quarter, path in sorted(getattr(self, name).items()):
                yield name, quarter, path

    def named(self) -> Iterator[tuple[str, Path]]:
        """Every file by its name in the manifest."""
        return ((self.folders.name_of(path), path) for *_, path in self.listed())

    @property
    def own_data(self) -> str:
        """The report's own registers by their names in `data/`: one, or those of the period's quarters."""
        return ", ".join(self.folders.name_of(self.registers[each]) for each in self.quarter.parts)


def input_files(folders: Folders, quarter: Quarter) -> InputFiles:
    """Find the files of a quarter's report: its register, the compared one, and those of the trend."""
    own = params.load(folders.params, quarter)
    trend = [quarter.last.shift(-steps) for steps in range(TREND_QUARTERS)]
    wanted = dict.fromkeys([*trend, *quarter.parts, *own.compared.parts])
    registers = {each: path for each in wanted if (path := find(folders.data, each))}
    if missing := [each for each in quarter.parts if each not in registers]:
        raise InputError(*(_no_data(folders.data / str(each), each) for each in missing))
    settings = {each: _params_of(each, own, folders) for each in registers} | {quarter: own}
    two = quarter, own.compared
    told = {each: statement_of(folders, each, settings[each]) for each in two if each in settings}
    statements = {each: path for each, path in told.items() if path}
    revised = releases.revised(folders.data / str(quarter))
    files = {each: inside(folders.data / str(each), releases.PUBLISHED) for each in two}
    published = {each: path for each, path in files.items() if path.is_file()}
    record = files[quarter].with_name(releases.FILE)
    if revised:
        with params.named_in([record], "release"):
            published[quarter] = _there(revised.values, _TEXT.values_as_released)
    elif record.is_file():  # the last release is the report itself, and no input of it
        published.pop(quarter, None)
    own_files = folders.data / "tiles.csv", folders.params / "report.docx"
    tiles, template = (path if path.is_file() else None for path in own_files)
    return InputFiles(
        quarter=quarter, folders=folders, settings=settings, registers=registers,
        plans={each: plan for each in settings if (plan := find(folders.data, each, PLANS))},
        published=published, statements=statements, units=folders.data / "units.csv", tiles=tiles,
        template=template, revised=revised,
    )  # fmt: skip


def statement_of(folders: Folders, quarter: Quarter, own: params.Params) -> Path | None:
    """The published statement that a quarter's params name; an `InputError` where it is not there."""
    if not own.statement:
        return None
    with params.named_in(params.files(folders.params, quarter), "statement"):
        return _there(folders.resolve(own.statement), _TEXT.figures_published_statement)


def notebook_of(folders: Folders, quarter: Quarter, own: params.Params) -> Path:
    """The notebook that a quarter's params name, unless the command named one itself."""
    name, path = own.notebook, folders.notebook
    if name and path == Folders().notebook:
        with params.named_in(params.files(folders.params, quarter), "notebook"):
            beside = (folders.params / name).resolve().is_relative_to(path.parent)
            path = folders.params / name if beside else folders.resolve(name)
            outside.content(path)
    return path


def _params_of(other: Quarter, own: params.Params, folders: Folders) -> params.Params:
    """The params of a quarter; one that has none has the office's words, and nothing of its own."""
    if other == own.quarter.last:  # of a period, all but its targets
        return own.model_copy(update={"quarter": other, "targets": {}})
    if (folders.params / f"{other}.yaml").is_file():
        return params.load(folders.params, other)
    blank = dict.fromkeys(("as_of", "compare_with", "statement"))
    return own.model_copy(update={**blank, "targets": {}, "synthetic": False, "quarter": other})


def _no_data(folder: Path, quarter: Quarter) -> BilingualText:
    """That a quarter has no register, with the files that may be meant to be it."""
    told = [_TEXT.no_data.format(quarter, folder / "tasks.xlsx")]
    for path, ending in _like_inputs(folder):
        if ending and not path.name.casefold().startswith("plan."):
            hint = _TEXT.save_as if ending in _UNREAD else _TEXT.rename
            told.append(hint.format(path.name, f"tasks{ending}"))
    return BilingualText.join(told[:4], " ")


def _like_inputs(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files that may be meant to be a register or a plan, each with its ending."""
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        name = path.name.casefold()
        ending = next((each for each in (*ENDINGS, *_UNREAD) if name.endswith(each)), "")
        other = name.startswith((".", "~$", "published.")) or not path.is_file()
        if not other and (ending or any(f"{each}." in name for each in ENDINGS)):
            yield path, ending


def unread(found: InputFiles) -> Iterator[Path]:
    """The files that look like inputs of the report and are none: a second copy, a name spelt otherwise."""
    read, quarter = {path for *_, path in found.listed()}, found.quarter
    whole = {2: f"{quarter.year}H1", 4: f"{quarter.year}"} if quarter.quarters > 1 else {}
    named = {str(quarter), str(quarter.last), whole.get(quarter.quarters, str(quarter))}
    folders = {*map(str, (*found.registers, *quarter.parts, *found.params.compared.parts)), *named}
    for folder in sorted(folders):
        yield from (it for it, _ in _like_inputs(found.folders.data / folder) if it not in read)
    for path in sorted(found.folders.params.iterdir()):
        if path not in read and any(params.is_like(path.name, it) for it in ("common", *named)):
            yield path


def find(data_dir: Path, quarter: Quarter, names: Sequence[str] = REGISTERS) -> Path | None:
    """Return the file of a quarter that has one of some names, None if there is none; two are an `InputError`."""
    there = listed(folder := data_dir / str(quarter))
    found = [path for name in names if name in there and (path := folder / name).is_file()]
    if len(found) > 1:
        several = ", ".join(map(shown, found))
        raise InputError(_TEXT.there_are_data_files.format(len(found), quarter, several))
    return found[0] if found else None


def _there(path: Path, expected: BilingualText) -> Path:
    if not path.is_file():
        raise InputError(_TEXT.there_is_no_file.format(path, expected))
    return path
