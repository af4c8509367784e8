"""The indicators' definitions, from their docstrings; what the report was made from, and how to make it again."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reporting import statement
from reporting.indicators.indicator import registry
from reporting.inputs import digests, params
from reporting.inputs.folders import MANIFEST, UNITS
from reporting.inputs.input_files import InputFiles
from reporting.report.report_data import ReportData
from reporting.statement.explain import explain
from reporting.statement.verdicts import HOLDS
from reporting.tables.table import Table, columns
from reporting.text import wording
from reporting.text.bilingual import BilingualText, both
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

FILES = _TEXT.group("files")


def definitions() -> Table:
    """Every indicator: its title, unit and definition."""
    rows = tuple({**vars(each), "unit": each.unit_of_measure.text} for each in registry)
    heads = columns(_TEXT.group("columns"))
    return Table("notes", _TEXT.definitions, heads, rows, collapsed=True)


def reproduce(data: ReportData) -> BilingualText:
    """The one command that makes the report again, and the one that checks it."""
    of_unit, folder = "", f"output/{data.quarter}"
    if data.unit != TOTAL:
        of_unit, folder = f" --unit {data.unit}", f"{folder}/{UNITS}/{data.unit}"
    build = f"python run_report.py {data.quarter}{of_unit}"
    return _TEXT.report_was_made_from.format(
        build, f"python run_report.py verify {folder}", MANIFEST
    )


def made_from(data: ReportData) -> Table:
    """Every file that the report was made from, with the beginning of its SHA-256."""
    found = data.inputs.files
    recorded = digests.build_inputs(found, data.unit)
    what = {found.folders.name_of(path): text for path, text in _contents(found)}
    rows = [(name, what[name], digest) for name, digest in recorded.inputs.items()] + [
        ("notebook", FILES["notebook"], recorded.notebook),
        ("reporting/", FILES["code"], recorded.code),
        (digests.LOCK.name, FILES["lock"], recorded.lock),
    ]
    short = tuple(
        {"name": name, "what": text, "digest": str(digest)[: digests.SHORT]}
        for name, text, digest in rows
    )
    heads = columns(_TEXT.group("columns_of_files"))
    return Table("inputs", _TEXT.made_from, heads, short, collapsed=True)


def _contents(found: InputFiles) -> Iterator[tuple[Path, BilingualText]]:
    """What each file holds, in words."""
    for name in ("registers", "published", "statements", "plans"):
        for quarter, path in getattr(found, name).items():
            yield path, FILES[name].format(wording.quarter(quarter))
    for path in params.files(found.folders.params, found.quarter):
        common = path.stem == "common"
        of = "" if common else wording.quarter(Quarter.parse(path.stem))
        yield path, FILES["common_params" if common else "params"].format(of)
    for name in ("units", "tiles", "template"):
        if path := getattr(found, name):
            yield path, FILES[name]


def proofread_sentences(data: ReportData) -> list[BilingualText]:
    """What the checker of published statements says of the sentences above; it reads the Vietnamese ones."""
    proof = proofread(data.sentences)
    if not proof.checks:
        return []
    number = wording.number(proof.checks)
    if not proof.wrong:
        return [(_TEXT.one_holds if proof.checks == 1 else _TEXT.all_hold).format(number)]
    told = _TEXT.need_a_look.format(wording.number(len(proof.wrong)), number)
    return [told, *proof.wrong]


class Proof(NamedTuple):
    """How many checks the figures in the sentences allow, and what is wrong with those that do not hold."""

    checks: int
    wrong: tuple[BilingualText, ...]


def proofread(sentences: Iterable[BilingualText]) -> Proof:
    """Read sentences as a careful reader of the Vietnamese would, and check their figures against each other."""
    drafted = statement.draft("\n".join(sentence.vi for sentence in sentences))
    result = statement.check(statement.read(drafted))
    wrong = [
        both("{0}: {1}").format(judged.check.text, explain(result, place))
        for place, judged in enumerate(result.checks)
        if judged.verdict != HOLDS
    ]
    return Proof(len(result.checks), tuple(wrong))
