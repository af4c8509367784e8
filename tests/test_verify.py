"""`verify` builds again and names every file and every value that is not the same, and what changed since."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from small_office import VIETNAMESE, SmallOffice, TabledOffice, some_tasks

from reporting.building import verify
from reporting.text.errors import InputError


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """An office whose report of 2023Q3 was built by the command."""
    folder = tmp_path_factory.mktemp("office")
    office = TabledOffice.in_folder(folder, "2022Q3", "2023Q3", params=VIETNAMESE)
    assert office.run("2023Q3").returncode == 0
    return office


@pytest.fixture
def office(published, tmp_path):
    """A copy of it, elsewhere."""
    shutil.copytree(published.root, tmp_path / "copy")
    return TabledOffice(tmp_path / "copy")


@pytest.fixture
def quick(published, monkeypatch):
    """Building again gives what was built first, without executing anything."""

    def build(job):
        job.target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(published.output / "2023Q3", job.target)

    monkeypatch.setattr(verify, "_build", build)


def verified(office: SmallOffice) -> verify.Verdict:
    return verify.verify(office.output / "2023Q3", office.folders)


def with_one_digit_changed(content: bytes, after: bytes) -> bytes:
    """The same with the first digit after a place turned into another."""
    place = re.compile(rb"[1-8]").search(content, content.index(after) + len(after))
    assert place is not None
    digit = bytes([place[0][0] + 1])
    return content[: place.start()] + digit + content[place.end() :]


def change_a_digit(path: Path, after: bytes) -> None:
    if path.suffix != ".xlsx":
        path.write_bytes(with_one_digit_changed(path.read_bytes(), after))
        return
    with zipfile.ZipFile(path) as book:
        parts = {info: book.read(info) for info in book.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for info, content in parts.items():
            changed = info.filename.endswith("sheet4.xml")
            book.writestr(info, with_one_digit_changed(content, after) if changed else content)


KINDS = {
    "indicators.csv": b"2023Q3,tasks,_T,_T,_T,",
    "report.vi.html": b"<td",
    "report.vi.ipynb": b"<td",
    "tables.xlsx": b"<v>",
    "ro-crate-metadata.json": b'sha256": "',
}


def test_built_again_it_is_the_same(office):
    """That of a unit, too: test_cluster.py."""
    said = office.run("verify", "output/2023Q3")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "the same byte for byte" in said.stdout
    assert said.stdout.count("unchanged") == 5


CHANGED = KINDS | {"indicators.csv-metadata.json": b"@context"}


@pytest.mark.parametrize(("name", "after"), CHANGED.items(), ids=CHANGED)
def test_one_changed_digit_is_caught_in_every_kind_of_file(office, quick, name, after):
    change_a_digit(office.output / "2023Q3" / name, after)
    verdict = verified(office)
    assert not verdict.equal
    (file,) = verdict.files
    assert file.en.startswith(f"{name}: differs")
    if name != "ro-crate-metadata.json":
        assert "altered after it was built" in file.en
        assert list(verdict.since) == []


def test_without_a_change_nothing_is_named(office, quick):
    verdict = verified(office)
    assert verdict.equal
    assert list(verdict.since) == []


def test_a_changed_value_is_named_with_what_it_is_and_was(office, quick):
    change_a_digit(office.output / "2023Q3" / "indicators.csv", KINDS["indicators.csv"])
    (value,) = verified(office).values.differences
    assert (value.place.indicator, value.place.unit_group, value.place.source) == (
        "tasks",
        "_T",
        "_T",
    )
    assert (value.old, value.new) == (50, 40)


def test_files_that_are_missing_are_named_and_others_put_beside_too(office, quick):
    (office.output / "2023Q3" / "tables.xlsx").unlink()
    (office.output / "2023Q3" / "signed.pdf").write_bytes(b"scan")
    (office.output / "2023Q3" / "more").mkdir()
    assert [text.en for text in verified(office).files] == [
        "tables.xlsx: is missing",
        "more: is not part of this report; it was added to the folder",
        "signed.pdf: is not part of this report; it was added to the folder",
    ]


@pytest.mark.parametrize("name", ["ro-crate-metadata.json", "report.vi.html", "more"])
@pytest.mark.parametrize("kind", ["pipe", "link", "dangling link"])
def test_pipes_and_links_are_refused(office, quick, name, kind):
    path = office.output / "2023Q3" / name
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(office.root / ("data" if kind == "link" else "nowhere"))
    with pytest.raises(InputError, match=name):
        verified(office)


def edit_manifest(office, change):
    path = office.output / "2023Q3" / "ro-crate-metadata.json"
    crate = json.loads(path.read_text())
    change({each["@id"]: each for each in crate["@graph"]})
    path.write_text(json.dumps(crate))


@pytest.mark.parametrize("where", ["/{}", "../../../../../../../../{}"])
@pytest.mark.parametrize("honest", [True, False])
def test_the_notebook_that_a_manifest_names_is_never_executed(
    office, tmp_path, monkeypatch, where, honest
):
    stranger = tmp_path / "stranger.ipynb"
    stranger.write_text("{}")
    executed = []
    monkeypatch.setattr(verify, "_build", lambda job: executed.append(job.found.notebook) or 1 / 0)

    def change(entities):
        entities["#notebook"]["name"] = where.format(str(stranger)[1:])
        if not honest:
            entities["#notebook"]["sha256"] = verify.digests.of_file(stranger)

    edit_manifest(office, change)
    if honest:  # the name is only compared; what runs is the project's own
        with pytest.raises(ZeroDivisionError):
            verified(office)
        assert executed == [office.notebook]
        return
    verdict = verified(office)
    assert executed == []
    assert not verdict.equal
    assert "nothing was executed" in next(verdict.lines("en"))


def test_without_executing_altered_and_missing_files_are_still_named(office, monkeypatch):
    edit_manifest(office, lambda entities: entities["#notebook"].update(sha256="0"))
    change_a_digit(office.output / "2023Q3" / "tables.xlsx", KINDS["tables.xlsx"])
    (office.output / "2023Q3" / "report.vi.html").unlink()
    assert [text.en for text in verified(office).files] == [
        "report.vi.html: is missing",
        "tables.xlsx: differs; it was altered after it was built",
    ]


@pytest.mark.parametrize("name", ["/etc/passwd", "../../data/units.csv", "..", ""])
def test_a_manifest_whose_files_are_paths_is_none(office, name):
    edit_manifest(office, lambda of: of["report.vi.html"].update(name=name))
    with pytest.raises(InputError, match=re.escape("ro-crate-metadata.json")):
        verified(office)


@pytest.mark.parametrize(
    ("entity", "key"),
    [
        ("#parameter/quarter", "value"),
        ("#parameter/office", "value"),
        ("#library/click", "version"),
    ],
)
def test_a_manifest_with_something_else_than_texts_is_none(office, entity, key):
    for value in (None, 3, ["2023Q3"], {"a": "b"}):
        edit_manifest(office, lambda of, value=value: of[entity].update({key: value}))
        with pytest.raises(InputError, match=re.escape("ro-crate-metadata.json")):
            verified(office)
    said = office.run("2023Q3", "--dry-run")
    assert said.returncode == 0
    assert "has no readable manifest" in said.stdout


def test_it_says_what_changed_since(office, quick, monkeypatch):
    office.register("2022Q3", some_tasks("2022Q3", 41))
    office.params("2023Q3", f"{VIETNAMESE}as_of: 2023-10-02\n")
    versions = verify.digests.environment()
    monkeypatch.setattr(verify.digests, "environment", lambda: versions | {"pandas": "99.0"})
    since = {change.kind: change.text.en for change in verified(office).since}
    assert since["data"] == "data/2022Q3/tasks.csv changed"
    assert since["params"] == "params/2023Q3.yaml changed (as_of)"
    assert since["environment"] == f"pandas {versions['pandas']} → 99.0"
    assert set(since) == {"data", "params", "environment"}


def test_the_command_names_what_a_corrected_register_moves(office):
    tasks = some_tasks("2023Q3", 40)
    tasks[1][2] = "Phát sinh"
    office.register("2023Q3", tasks)
    said = office.run("verify", "output/2023Q3")
    assert said.returncode == 3
    assert "data: data/2023Q3/tasks.csv changed" in said.stdout
    assert "code: unchanged" in said.stdout
    for name in KINDS:
        assert f"  {name}: differs" in said.stdout
    assert re.search(r"^Tasks \(tasks\)$", said.stdout, re.M)
    assert re.search(r"^  Ad hoc tasks +10 +11 +\+1 +\+10\.0$", said.stdout, re.M)
    before = sorted(path.name for path in office.output.iterdir())
    assert before == ["2023Q3", "index.html"]


def test_a_folder_without_a_manifest_is_refused(office):
    said = office.run("verify", "output")
    assert said.returncode == 2
    assert "ro-crate-metadata.json" in said.stderr
    with pytest.raises(InputError):
        verify.verify(office.root / "nowhere", office.folders)
