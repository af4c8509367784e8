"""The indicators' definitions, from their docstrings; what the report was made from, and how to make it again."""

from collections.abc import Iterator
from pathlib import Path

from reporting.indicators.indicator import registry
from reporting.inputs import digests, params
from reporting.inputs.folders import MANIFEST, UNITS
from reporting.inputs.input_files import InputFiles
from reporting.report.proofreading import proofread
from reporting.report.report_data import ReportData
from reporting.report.tables import Column, Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

NOTEBOOK = BilingualText("Notebook của báo cáo", "The report's notebook")
CODE = BilingualText("Mã nguồn và mẫu trang", "Code and page template")
LOCK = BilingualText("Phiên bản các thư viện", "Versions of the libraries")
REGISTER = BilingualText("Danh sách công việc, {0}", "Tasks, {0}")
PUBLISHED = BilingualText("Chỉ tiêu đã công bố, {0}", "Indicators as published, {0}")
PLAN = BilingualText("Kế hoạch, {0}", "Plan, {0}")
STATEMENT = BilingualText("Số liệu công bố, {0}", "Published figures, {0}")


def definitions(_data: ReportData) -> Table:
    """Every indicator: its title, unit and definition."""
    columns = (
        Column("title", BilingualText("Chỉ tiêu", "Indicator")),
        Column("name", BilingualText("Mã", "Code")),
        Column("unit", BilingualText("Đơn vị tính", "Unit")),
        Column("definition", BilingualText("Định nghĩa", "Definition")),
    )
    rows = tuple(
        {
            "title": i.title,
            "name": i.name,
            "unit": i.unit_of_measure.label,
            "definition": i.definition,
        }
        for i in registry
    )
    return Table(
        "notes", BilingualText("Định nghĩa các chỉ tiêu", "Definitions"), columns, rows, folded=True
    )


def reproduce(data: ReportData) -> list[BilingualText]:
    """The one command that makes the report again, and the one that checks it."""
    of_unit, folder = "", f"output/{data.quarter}"
    if data.unit != TOTAL:
        of_unit, folder = f" --unit {data.unit}", f"{folder}/{UNITS}/{data.unit}"
    return [
        _TEXT.report_was_made_from.format(
            f"python run_report.py {data.quarter}{of_unit}",
            f"python run_report.py verify {folder}",
            MANIFEST,
        )
    ]


def made_from(data: ReportData) -> Table:
    """Every file that the report was made from, with the beginning of its SHA-256."""
    found = data.inputs.files
    build_inputs = digests.build_inputs(found, data.unit)
    what = {found.folders.name_of(path): text for path, text in _contents(found)}
    rows = [
        {"name": name, "what": what[name], "digest": digest}
        for name, digest in build_inputs.inputs.items()
    ]
    rows += [
        {"name": "notebook", "what": NOTEBOOK, "digest": build_inputs.notebook},
        {"name": "reporting/", "what": CODE, "digest": build_inputs.code},
        {"name": digests.LOCK.name, "what": LOCK, "digest": build_inputs.lock},
    ]
    columns = (
        Column("name", BilingualText("Tệp", "File")),
        Column("what", BilingualText("Nội dung", "Content")),
        Column("digest", BilingualText("SHA-256 (phần đầu)", "SHA-256 (beginning)")),
    )
    short = tuple({**row, "digest": str(row["digest"])[: digests.SHORT]} for row in rows)
    title = BilingualText("Báo cáo được lập từ", "What the report was made from")
    return Table("inputs", title, columns, short, folded=True)


def _contents(found: InputFiles) -> Iterator[tuple[Path, BilingualText]]:
    """What each file holds, in words."""
    for quarter, path in found.registers.items():
        yield path, REGISTER.format(wording.quarter(quarter))
    for quarter, path in found.published.items():
        yield path, PUBLISHED.format(wording.quarter(quarter))
    for quarter, path in found.statements.items():
        yield path, STATEMENT.format(wording.quarter(quarter))
    for quarter, path in found.plans.items():
        yield path, PLAN.format(wording.quarter(quarter))
    yield found.units, BilingualText("Danh mục đơn vị", "Units")
    if found.tiles:
        yield found.tiles, BilingualText("Vị trí các ô trên bản đồ", "Places of the tiles")
    common, own = (
        BilingualText("Tham số chung", "Params of all quarters"),
        BilingualText("Tham số của {0}", "Params of {0}"),
    )
    for path in params.files(found.folders.params, found.quarter):
        named = path.stem != "common"
        yield path, own.format(wording.quarter(Quarter.parse(path.stem))) if named else common
    if found.template:
        yield found.template, BilingualText("Mẫu văn bản Word", "Template of the Word document")


def proofread_sentences(data: ReportData) -> list[BilingualText]:
    """What the checker of published statements says of the sentences above; it reads the Vietnamese ones."""
    proof = proofread(data.sentences)
    if not proof.checks:
        return []
    if not proof.wrong:
        if proof.checks == 1:
            return [_TEXT.figures_in_report_own_sentences]
        return [_TEXT.figures_in_report_own_sentences_were.format(wording.number(proof.checks))]
    said = _TEXT.figures_in_report_own
    return [
        said.format(
            wording.number(len(proof.wrong)),
            wording.number(proof.checks),
            s="" if proof.checks == 1 else "s",
        ),
        *proof.wrong,
    ]
