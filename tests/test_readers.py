"""Whatever a file from outside holds, its reader gives an answer or one refusal that names the file.

A thousand damaged files each time; `make fuzz` tries 20,000, or as many as MUTANTS says.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from exports import UNITS_CSV, rows, write_csv, write_xlsx
from mutants import mutant, mutant_of_a_part

from reporting.building import manifest
from reporting.execution.notebook import name_of, notebook_parameters, read_notebook
from reporting.inputs import outside
from reporting.pages import index, published
from reporting.registers import tasks, units
from reporting.text.bilingual import both
from reporting.text.errors import InputError

MUTANTS = int(os.environ.get("MUTANTS", "1000"))
GRID = [
    *rows({"title": "a  b"}, {"due_on": "", "weight": "1,5"}, {"completed_on": "2023-07-03"}, {"unit": "17"}),
    ["Cộng", 4],
]  # fmt: skip


def workbook(folder: Path) -> Path:
    return write_xlsx(folder / "tasks.xlsx", {"Dữ liệu": GRID, "Ghi chú": [["a"]]})


def comma_separated(folder: Path) -> Path:
    return write_csv(folder / "tasks.csv", GRID)


def zipped(folder: Path) -> Path:
    plain = comma_separated(folder)
    path = folder / "tasks.csv.gz"
    path.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    return path


def parquet(folder: Path) -> Path:
    table = pd.DataFrame(GRID[1:-1], columns=GRID[0])
    table["Ngày giao việc"] = pd.to_datetime(table["Ngày giao việc"], dayfirst=True)
    table.to_parquet(folder / "tasks.parquet")
    return folder / "tasks.parquet"


def units_csv(folder: Path) -> Path:
    path = folder / "units.csv"
    path.write_text(UNITS_CSV, "utf-8")
    return path


def notebook(folder: Path) -> Path:
    cell = nbformat.v4.new_code_cell('quarter = "2023Q3"\nunit = "_T"', id="a")
    cell.metadata["tags"] = ["parameters"]
    path = folder / "report.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


def manifest_json(folder: Path) -> Path:
    entities = [{"@id": f"#{n}", "name": n, "sha256": "0"} for n in ("notebook", "code", "lock")]
    build = {"@id": "#build", "result": [{"@id": "a.html"}]}
    page = {"@id": "a.html", "name": "a.html", "sha256": "0"}
    path = folder / manifest.NAME
    path.write_text(json.dumps({"@graph": [*entities, build, page]}), "utf-8")
    return path


DESCRIPTION = "indicators.csv-metadata.json"


def values(folder: Path) -> Path:
    head = "quarter,indicator,unit_group,unit,source,value,unit_of_measure,value_year_ago,change"
    report = folder / "output" / "2023Q3"
    report.mkdir(parents=True)
    (report / "report.vi.html").touch()
    named = [{"@value": "Tên", "@language": "vi"}, {"@value": "Name", "@language": "en"}]
    concept = {"skos:notation": "tasks", "skos:prefLabel": named}
    columns = [{"name": "indicator", "skos:hasTopConcept": [concept]}]
    described = {"dc:publisher": named, "tableSchema": {"columns": columns}}
    (report / DESCRIPTION).write_text(json.dumps(described), "utf-8")
    revision = json.dumps({"day": "2023-10-12", "vi": "a", "en": "b"})
    graph = [
        {"@id": "#parameter/revision", "name": "revision", "value": revision},
        {"@id": "#release", "endTime": "2023-10-12T09:00:00+07:00"},
        {"@id": "#release/by", "name": "Nguyễn"},
    ]
    (report / manifest.NAME).write_text(json.dumps({"@graph": graph}), "utf-8")
    path = report / "indicators.csv"
    path.write_text(f"{head}\n2023Q3,tasks,_T,_T,_T,5,tasks,,\n", "utf-8")
    return path


def read_tasks(path: Path) -> object:
    return tasks.load(path, UNITS)


def read_notebook_and_parameters(path: Path) -> object:
    return notebook_parameters(read_notebook(path), name_of(path))


def read_index(path: Path) -> object:
    pages, problems = index.pages(path.parents[1])
    if problems:
        raise InputError(*problems)
    return pages


READERS: dict[str, tuple[Callable[[Path], Path], Callable[[Path], object], Callable[..., bytes]]] = {
    "xlsx": (workbook, read_tasks, mutant),
    "parts of an xlsx": (workbook, read_tasks, mutant_of_a_part),
    "csv": (comma_separated, read_tasks, mutant),
    "csv.gz": (zipped, read_tasks, mutant),
    "parquet": (parquet, read_tasks, mutant),
    "units.csv": (units_csv, units.load, mutant),
    "notebook": (notebook, read_notebook_and_parameters, mutant),
    "manifest": (manifest_json, lambda path: manifest.read(path.parent), mutant),
    "neighbour": (values, read_index, mutant),
    "neighbour's description": (lambda f: values(f).with_name(DESCRIPTION), read_index, mutant),
    "neighbour's manifest": (lambda f: values(f).with_name(manifest.NAME), read_index, mutant),
}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def _units(tmp_path_factory: pytest.TempPathFactory) -> None:
    global UNITS
    UNITS = units.load(units_csv(tmp_path_factory.mktemp("units")))


@pytest.mark.parametrize("kind", READERS)
def test_a_damaged_file_is_read_or_refused_by_name(tmp_path, kind):
    write, read, damage = READERS[kind]
    path = write(tmp_path)
    good = path.read_bytes()
    read(path)  # so that what is damaged is the only reason for a refusal
    refused = 0
    for seed in range(MUTANTS // len(READERS)):
        path.write_bytes(damage(good, random.Random(f"{kind} {seed}")))
        try:
            read(path)
        except InputError as error:
            refused += 1
            for problem in error.problems:
                named = path.parent if kind.startswith("neighbour") else path
                assert named.name in problem.en, seed
        except BaseException as error:
            pytest.fail(f"{kind}, seed {seed}: {type(error).__name__}: {error}")
    if (
        MUTANTS >= 1000 and kind != "manifest"
    ):  # which nobody has to read: None, and the report is built
        assert refused


def repacked(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert change(parts[part]) != parts[part]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, change(content) if name == part else content)
    return path


SHEET_XML = "xl/worksheets/sheet1.xml"


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as raised:
        read_tasks(path)
    return "\n".join(problem.en for problem in raised.value.problems)


@pytest.mark.parametrize("form", ["double quotes", "single quotes", "a prefix", "no references"])
def test_a_failed_formula_is_seen_however_the_sheet_is_written(tmp_path, form):
    path = write_xlsx(tmp_path / "tasks.xlsx", {"Dữ liệu": rows({"due_on": "31/7/2023"})})

    def change(xml: bytes) -> bytes:
        xml = re.sub(rb'<c r="F2"[^>]*>.*?</c>', rb'<c r="F2" t="e"><v>#N/A</v></c>', xml)
        if form == "single quotes":
            return xml.replace(b't="e"', b"t='e'").replace(b'r="F2"', b"r = 'F2'")
        if form == "a prefix":
            return re.sub(rb"<(/?)(?=\w)(?!\?xml)", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x=")
        if form == "no references":
            return re.sub(rb'(<(?:c|row)) r="[^"]*"', rb"\1", xml)
        return xml

    assert "row 2, column “Hạn hoàn thành” (due_on): “#N/A”" in refusal(
        repacked(path, SHEET_XML, change)
    )


def test_a_formula_without_a_value_is_no_blank(tmp_path):
    path = write_xlsx(tmp_path / "tasks.xlsx", {"Dữ liệu": rows({})})
    change = partial(re.sub, rb'<c r="G2"[^>]*>.*?</c>', rb'<c r="G2"><f>E2+1</f><v></v></c>')
    told = refusal(repacked(path, SHEET_XML, change))
    assert "row 2, column “Ngày hoàn thành” (completed_on): “#CALC!”" in told
    assert "calculate" in told


def test_a_cell_far_out_is_refused_before_memory_is_asked_for(tmp_path):
    path = write_xlsx(tmp_path / "tasks.xlsx", {"Dữ liệu": rows({})})
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    repacked(path, SHEET_XML, lambda xml: xml.replace(b"</sheetData>", far))
    assert "sheet “Dữ liệu”: a cell is too far out" in refusal(path)


def test_what_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(outside.content, "__defaults__", (1000,))
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(bytes(5000)))
    with pytest.raises(InputError, match=r"bomb.csv.gz: .*too large when unpacked"):
        outside.content(path)


def test_a_day_that_is_none_is_told_with_its_place(tmp_path):
    path = write_xlsx(tmp_path / "tasks.xlsx", {"Dữ liệu": rows({"due_on": "2023-02-30"})})
    assert "row 2, column “Hạn hoàn thành” (due_on): “2023-02-30” is not a date" in refusal(path)


@pytest.mark.parametrize(
    ("column", "cells", "told"),
    [
        ("Đơn vị chủ trì", [["01"]], "column “Đơn vị chủ trì” (unit): values of type list"),
        ("Đơn vị chủ trì", [{"a": "01"}], "(unit): values of type struct"),
        ("Tên công việc", [b"\xff\xfe"], "(title): values of type binary"),
        ("Hạn hoàn thành", pd.Series([2**62], dtype="datetime64[us]"), "row 1, column “Hạn"),
    ],
)
def test_parquet_of_other_types_is_refused_by_column(tmp_path, column, cells, told):
    heads, row = rows({})
    table = pd.DataFrame([row], columns=heads)
    table[column] = cells
    table.to_parquet(tmp_path / "tasks.parquet")
    assert told in refusal(tmp_path / "tasks.parquet")


def test_a_damaged_neighbour_is_noticed_and_left_out(tmp_path):
    path = values(tmp_path)
    path.write_bytes(b"\xff\xfe\x00 nonsense")
    reports, (note,) = published.published(tmp_path / "output")
    assert reports == []
    assert "output/2023Q3: this report is damaged" in note.en


def test_what_moves_a_terminal_is_written_out():
    told = str(InputError(both("a\x1b[2J\x07 \u202eb\nc")))
    assert told == "a\\x1b[2J\\x07 \\u202eb\nc"


def test_a_title_hides_nothing(tmp_path):
    path = write_csv(tmp_path / "tasks.csv", rows({"title": "a\x1b[31m \u202etxt.exe"}))
    assert tasks.load(path, UNITS).table["title"].tolist() == ["a\\x1b[31m txt.exe"]
