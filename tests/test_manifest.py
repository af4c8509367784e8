"""The manifest: a valid RO-Crate, every part of it with its SHA-256, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from published_office import FILES, PublishedOffice
from rocrate.rocrate import ROCrate

from reporting.building import manifest
from reporting.inputs import digests

ENVIRONMENT = {"Python": "3.11.9", "pandas": "3.0.1"}


@pytest.fixture
def office(tmp_path, monkeypatch):
    made = PublishedOffice(tmp_path, monkeypatch)
    made.publish()
    return made


@pytest.fixture
def folder(office):
    return office.root / "output" / "2023Q3"


@pytest.fixture
def content(folder):
    return json.loads((folder / manifest.NAME).read_text("utf-8"))


@pytest.fixture
def entities(content):
    return {entity["@id"]: entity for entity in content["@graph"]}


def references(value):
    """Every id that an entity points to."""
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


# What RO-Crate 1.1 says a crate MUST be (sections 3 to 6 of the specification)


def test_it_is_flattened_json_ld_with_the_context_of_its_version(content):
    assert set(content) == {"@context", "@graph"}
    assert content["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    ids = [entity["@id"] for entity in content["@graph"]]
    assert len(set(ids)) == len(ids)
    assert all(entity["@type"] for entity in content["@graph"])
    for entity in content["@graph"]:
        for value in entity.values():
            for each in value if isinstance(value, list) else [value]:
                assert not isinstance(each, dict) or set(each) == {"@id"}


def test_the_descriptor_names_the_version_and_the_root(entities):
    descriptor = entities["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert descriptor["about"] == {"@id": "./"}


def test_the_root_has_what_it_must_have(entities):
    root = entities["./"]
    assert root["@type"] == "Dataset"
    assert root["name"] == "Quarterly report 2023Q3"
    assert root["description"]
    assert "datePublished" not in root  # it has not been released
    assert entities[root["publisher"]["@id"]]["name"].startswith("Tổng cục Thống kê / ")
    terms = entities[root["license"]["@id"]]
    assert terms["name"]
    assert terms["description"]


def test_every_reference_is_described_and_everything_is_reached_from_the_root(entities):
    for entity in entities.values():
        assert set(references(entity)) <= {*entities, "https://w3id.org/ro/crate/1.1"}
    reached, waiting = set(), {"ro-crate-metadata.json"}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        found = set(references({k: v for k, v in entities.get(name, {}).items() if k != "@id"}))
        waiting |= found - reached
    assert set(entities) <= reached


def test_files_are_those_of_the_folder_and_parts_of_the_root(entities, folder):
    files = {name for name, entity in entities.items() if entity["@type"] == "File"}
    assert {part["@id"] for part in entities["./"]["hasPart"]} == files == set(FILES)
    assert {path.name for path in folder.iterdir()} == files | {manifest.NAME}
    for name in files:
        assert entities[name]["sha256"] == sha256(folder / name)
        assert entities[name]["contentSize"] == str((folder / name).stat().st_size)
        assert "/" in entities[name]["encodingFormat"]


def test_every_term_is_defined(content):
    """The terms of RO-Crate 1.1 that are used, and the one that the context adds."""
    known = {
        "@id", "@type", "about", "conformsTo", "contentSize", "datePublished", "description",
        "encodingFormat", "hasPart", "instrument", "license", "mentions", "name", "object",
        "programmingLanguage", "publisher", "result", "softwareRequirements", "value", "version",
    }  # fmt: skip
    used = {term for entity in content["@graph"] for term in entity}
    assert used <= known | set(content["@context"][1])


def test_the_library_reads_it_back(folder):
    found = ROCrate(folder)
    assert {each.id for each in found.data_entities} == set(FILES)
    build = found.get(manifest.BUILD)
    assert build.type == "CreateAction"
    assert build["instrument"]["name"].endswith(".ipynb")
    assert {each.id for each in build["result"]} == set(FILES)


# What it was made from


def test_every_input_is_named_as_in_its_folder_with_its_digest(entities, office):
    inputs = {
        entity["name"]: entity["sha256"]
        for name, entity in entities.items()
        if name.startswith(manifest.INPUT)
    }
    read = ("2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3")
    assert set(inputs) == {
        "params/common.yaml",
        "params/2023Q3.yaml",
        "data/units.csv",
        *(f"data/{quarter}/tasks.csv" for quarter in read),
    }
    assert all(digest == sha256(office.root / name) for name, digest in inputs.items())


def test_parameters_in_effect_and_the_cut_offs_that_are_read(entities):
    parameters = {
        entity["name"]: entity["value"]
        for name, entity in entities.items()
        if name.startswith(manifest.PARAMETER)
    }
    assert parameters == {
        "quarter": "2023Q3",
        "unit": "_T",
        "as_of": "2023-09-30",
        "compare_with": "2022Q3",
        "languages": '["vi", "en"]',
        "office": '{"en": "General Statistics Office", "vi": "Tổng cục Thống kê"}',
        "synthetic": "true",
        "smallest_unit": "0",
        "cut_off_2022Q3": "2022-09-30",
        "cut_off_2022Q4": "2022-12-31",
        "cut_off_2023Q1": "2023-03-31",
        "cut_off_2023Q2": "2023-06-30",
        "synthetic_2022Q3": "true",
        "synthetic_2022Q4": "true",
        "synthetic_2023Q1": "true",
        "synthetic_2023Q2": "true",
        **{f"reading_{each}": "as 2023Q3" for each in ("2022Q3", "2022Q4", "2023Q1", "2023Q2")},
    }


def test_notebook_code_and_lock_are_one_digest_each(entities, office):
    assert entities[manifest.NOTEBOOK]["sha256"] == sha256(office.notebook)
    assert entities[manifest.LOCK]["sha256"] == sha256(office.lock)
    lines = "".join(
        f"{sha256(office.code / name)}  {name}\n" for name in ("cube.py", "html_template/page.css")
    )
    assert entities[manifest.CODE]["sha256"] == hashlib.sha256(lines.encode()).hexdigest()


def test_reading_gives_back_what_was_written(office, folder):
    read = manifest.read(folder)
    assert read is not None
    assert read.build_inputs == office.job("2023Q3").build_inputs
    assert read.outputs == {name: sha256(folder / name) for name in FILES}
    assert read.environment == {"Python": "3.11.9"}


def test_the_same_ingredients_give_the_same_bytes(office):
    made_from = office.job("2023Q3").build_inputs
    files = {"b.csv": b"1", "a.html": b"2"}
    written = manifest.write(made_from, ENVIRONMENT, files)
    again = dict(reversed(files.items()))
    assert written == manifest.write(made_from, dict(reversed(ENVIRONMENT.items())), again)


def test_no_clock_and_no_folder_of_this_machine_gets_in(office, folder):
    text = (folder / manifest.NAME).read_text("utf-8")
    assert str(office.root) not in text
    assert not re.search(r"\d\d:\d\d", text)
    dates = set(re.findall(r"\d{4}-\d\d-\d\d", text))
    assert dates == {"2023-09-30", "2022-09-30", "2022-12-31", "2023-03-31", "2023-06-30"}


def test_the_environment_is_the_lock_as_installed():
    found = digests.environment()
    assert {"Python", "pandas", "papermill", "nbconvert", "rocrate"} <= set(found)
    locked = set(re.findall(r"^([\w.-]+)==", digests.LOCK.read_text("utf-8"), re.M))
    assert set(found) - {"Python"} <= locked
