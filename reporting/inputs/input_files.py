"""The files one report reads, known from its params before any of them is opened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reporting.inputs import params, releases
from reporting.inputs.folders import Folders, inside
from reporting.inputs.office import Reading
from reporting.text.bilingual import BilingualText, shown
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

ENDINGS = (".xlsx", ".xlsm", ".csv", ".csv.gz", ".parquet")
TREND_QUARTERS = 5
PLANS = ("plan.csv", "plan.xlsx")
_UNREAD = (".xls", ".xlsb", ".ods")  # spreadsheets, but of kinds that are not read
_HINTS = 3


@dataclass(frozen=True)
class InputFiles:
    """What a report reads: registers with the cut-off of each and how it is read, and what was published before."""

    quarter: Quarter
    params: params.Params
    folders: Folders
    registers: dict[Quarter, Path]
    cut_offs: dict[Quarter, date]
    readings: dict[Quarter, Reading]
    like_for_like: tuple[
        Quarter, ...
    ]  # earlier ones, as of the day of theirs on which this one is cut off early
    units: Path
    tiles: Path | None
    published: dict[
        Quarter, Path
    ]  # `indicators.csv` of the compared quarter, and of the release that is revised
    statements: dict[Quarter, Path]  # of the quarter and the compared one
    revised: releases.Revised | None
    plans: dict[Quarter, Path]  # of the registers' quarters and the report's own
    targets: dict[Quarter, Mapping[str, float]]  # what their params plan
    synthetic: tuple[Quarter, ...]  # those whose params call their data made up

    @property
    def template(self) -> Path | None:
        """The office's template of the Word document, where there is one."""
        path = self.folders.params / "report.docx"
        return path if path.is_file() else None

    def named(self) -> Iterator[tuple[str, Path]]:
        """Every file by its name in the manifest: params, units, registers oldest first, what was published."""
        for path in params.files(self.folders.params, self.quarter):
            yield self.folders.name_of(path), path
        for path in filter(None, (self.units, self.tiles, self.template)):
            yield self.folders.name_of(path), path
        for found in (self.registers, self.published, self.statements, self.plans):
            for _, path in sorted(found.items()):
                yield self.folders.name_of(path), path

    @property
    def own_data(self) -> str:
        """The report's own registers by their names in `data/`: one, or those of the period's quarters."""
        paths = (self.registers[each] for each in self.quarter.parts)
        return ", ".join(f"data/{path.relative_to(self.folders.data).as_posix()}" for path in paths)

    def release_record(self) -> Iterator[tuple[str, Path]]:
        """The record of the quarter's releases: it names the manifest, which can therefore not hold its digest."""
        path = self.folders.data / str(self.quarter) / releases.FILE
        if path.is_file():
            yield self.folders.name_of(path), path


def input_files(folders: Folders, quarter: Quarter) -> InputFiles:
    """Find the files of a quarter's report: its register, the compared one, and those of the trend."""
    own = params.load(folders.params, quarter)
    registers: dict[Quarter, Path] = {}
    others: dict[Quarter, params.Params] = {}
    # a quarter without params has the office's words, and nothing of its own
    blank = dict.fromkeys(("as_of", "compare_with", "statement")) | {
        "targets": {},
        "synthetic": False,
    }
    trend = [quarter.last.shift(-steps) for steps in range(TREND_QUARTERS)]
    for each in dict.fromkeys([*trend, *quarter.parts, *own.compared.parts]):
        if path := find(folders.data, each):
            registers[each] = path
            if each == quarter.last:
                others[each] = own
            elif (folders.params / f"{each}.yaml").is_file():
                others[each] = params.load(folders.params, each)
            else:
                others[each] = own.model_copy(update={**blank, "quarter": each})
    if missing := [each for each in quarter.parts if each not in registers]:
        raise InputError(*(_no_data(folders.data / str(each), each) for each in missing))
    revised = releases.revised(folders.data / str(quarter))
    made_up = {each for each, found in others.items() if found.synthetic}
    return InputFiles(
        quarter=quarter,
        params=own,
        folders=folders.with_notebook(own.notebook),
        registers=registers,
        cut_offs={each: _cut_off(own, each, found) for each, found in others.items()},
        readings={each: _reading(own, found, folders) for each, found in others.items()},
        like_for_like=tuple(
            each
            for each in dict.fromkeys([*registers, own.compared])
            if _is_same_day(own, each) and each != quarter and each.last in registers
        ),
        units=folders.data / "units.csv",
        tiles=tiles if (tiles := folders.data / "tiles.csv").is_file() else None,
        published=_published(folders, own, revised),
        statements=_statements(folders, {own.compared: others.get(own.compared), quarter: own}),
        revised=revised,
        plans={
            each: plan
            for each in dict.fromkeys([*registers, quarter])
            if (plan := find_plan(folders.data, each))
        },
        targets={found.quarter: found.targets for found in (*others.values(), own)},
        synthetic=tuple(sorted(made_up | ({quarter} if made_up & {*quarter.parts} else set()))),
    )


def _is_same_day(own: params.Params, other: Quarter) -> bool:
    """Whether a quarter is taken as of the cut-off's day in it; beside a period, only what ends the compared one."""
    early = own.cut_off < own.quarter.last_day
    ends = (own.quarter.last, own.compared, own.compared.last)
    return early and (own.quarter.quarters == 1 or other in ends)


def _cut_off(own: params.Params, other: Quarter, found: params.Params) -> date:
    """The cut-off of a quarter: its own, or the day as many days after its first as this report's cut-off is."""
    if _is_same_day(own, other):
        days = own.cut_off - own.quarter.last.first_day
        return min(other.first_day + days, other.last_day)
    return found.cut_off


def _no_data(folder: Path, quarter: Quarter) -> BilingualText:
    """That a quarter has no register, with the files that may be meant to be it."""
    told = [_TEXT.no_data.format(quarter, folder / "tasks.xlsx")]
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        name = path.name.casefold()
        ending = next((each for each in (*ENDINGS, *_UNREAD) if name.endswith(each)), "")
        if ending and path.is_file() and not name.startswith((".", "~$", "published.", "plan.")):
            hint = _TEXT.save_as if ending in _UNREAD else _TEXT.rename
            told.append(hint.format(path.name, f"tasks{ending}"))
    return BilingualText.join(told[: 1 + _HINTS], " ")


def find(data_dir: Path, quarter: Quarter) -> Path | None:
    """Return `data_dir/<quarter>/tasks.*`, None if there is none; two are an `InputError`."""
    return _one_of([data_dir / str(quarter) / f"tasks{ending}" for ending in ENDINGS], quarter)


def find_plan(data_dir: Path, quarter: Quarter) -> Path | None:
    """Return `plan.csv` or `plan.xlsx` of a quarter, None if there is none; two are an `InputError`."""
    return _one_of([data_dir / str(quarter) / name for name in PLANS], quarter)


def _one_of(paths: list[Path], quarter: Quarter) -> Path | None:
    found = [path for path in paths if path.is_file()]
    if len(found) > 1:
        names = ", ".join(map(shown, found))
        raise InputError(_TEXT.there_are_data_files.format(len(found), quarter, names))
    return found[0] if found else None


def _reading(own: params.Params, other: params.Params, folders: Folders) -> Reading:
    """How a register is read: by its own quarter's words for sources and headings, with this report's columns."""
    if lost := [code for code in other.sources if code not in own.sources]:
        raise InputError(
            _TEXT.other_sources.format(
                folders.params / f"{other.quarter}.yaml", ", ".join(lost), own.quarter
            )
        )
    return other.reading._replace(columns=own.reading.columns)


def _published(
    folders: Folders, own: params.Params, revised: releases.Revised | None
) -> dict[Quarter, Path]:
    """The `indicators.csv` published before; a quarter's last release is the report itself, and no input of it."""
    files = {
        each: inside(folders.data / str(each), releases.PUBLISHED)
        for each in (own.quarter, own.compared)
    }
    found = {each: path for each, path in files.items() if path.is_file()}
    record = files[own.quarter].with_name(releases.FILE)
    if revised:
        found[own.quarter] = _there(revised.values, record, "release", _TEXT.values_as_released)
    elif record.is_file():
        found.pop(own.quarter, None)
    return found


def _statements(folders: Folders, of: dict[Quarter, params.Params | None]) -> dict[Quarter, Path]:
    """The printed statements that params name."""
    expected = _TEXT.figures_published_statement
    return {
        each: _there(
            folders.resolve(own.statement), folders.params / f"{each}.yaml", "statement", expected
        )
        for each, own in of.items()
        if own and own.statement
    }


def _there(path: Path, params_file: Path, key: str, expected: BilingualText) -> Path:
    """A file that params name, if it is there."""
    if not path.is_file():
        raise InputError(_TEXT.key_there_is_no.format(params_file, key, path, expected))
    return path
