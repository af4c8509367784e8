"""A release, a correction, a revision, a second release: what is refused, recorded, shown and built again."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from small_office import CODES, VIETNAMESE, BriefOffice, SmallOffice, some_tasks, text_of, values_of

from reporting.building import manifest, release
from reporting.inputs import releases
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

FIRST, SECOND = "Nguyễn Thị Mai", "Trần Văn Bình"
REASON = "Một công việc ghi nhầm nguồn & đã sửa"
CORRECTED = 1  # a leadership conclusion of the second unit that was an ad hoc task
Q = "2023Q3"


def quarter_of(office: SmallOffice):
    return office.output / Q


def snapshot(office: SmallOffice, *folders: str) -> dict[str, str]:
    """The digest of every file below some folders."""
    return {
        path.relative_to(office.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted((office.root / folder).rglob("*"))
        if path.is_file()
    }


def record(office: SmallOffice) -> dict:
    return yaml.safe_load((office.root / "data" / Q / "release.yaml").read_text("utf-8"))


def crate(office: SmallOffice) -> dict:
    text = (quarter_of(office) / "ro-crate-metadata.json").read_text("utf-8")
    return {entity["@id"]: entity for entity in json.loads(text)["@graph"]}


def rows(office: SmallOffice, folder: str = Q) -> list[dict[str, str]]:
    return values_of(office.output / folder)


def standing(office: SmallOffice, folder: Path) -> str:
    """What `verify` says of a report's folder besides whether it is the same."""
    recorded = manifest.read(folder)
    assert recorded is not None
    return release.standing(recorded, releases.read(office.root / "data" / Q)).en


def correct(office: SmallOffice, *places: int) -> None:
    tasks = some_tasks(Q, 40)
    for place in places or (CORRECTED,):
        tasks[place][2] = "Phát sinh"
    office.register(Q, tasks)


def copied(office: SmallOffice, to) -> SmallOffice:
    shutil.copytree(office.root, to / "office")
    return BriefOffice(to / "office")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> SmallOffice:
    """2023Q3 built."""
    made = BriefOffice.in_folder(tmp_path_factory.mktemp("built") / "o", Q, params=VIETNAMESE)
    assert made.run(Q).returncode == 0
    assert "datePublished" not in crate(made)["./"]
    return made


@pytest.fixture(scope="module")
def released(built, tmp_path_factory) -> SmallOffice:
    """The same, released."""
    made = copied(built, tmp_path_factory.mktemp("released"))
    said = made.run("release", Q, "--by", FIRST)
    assert said.returncode == 0, said.stderr
    assert f"release 1, on {datetime.now():%-d %B %Y}, by {FIRST}" in said.stdout
    return made


@pytest.fixture(scope="module")
def revised(released, tmp_path_factory) -> SmallOffice:
    """The same, corrected, and built again with the reason."""
    made = copied(released, tmp_path_factory.mktemp("revised"))
    correct(made)
    said = made.run(Q, "--revise", REASON)
    assert said.returncode == 0, said.stderr
    return made


@pytest.fixture(scope="module")
def second(revised, tmp_path_factory) -> SmallOffice:
    """The same, released again."""
    made = copied(revised, tmp_path_factory.mktemp("second"))
    assert made.run("release", Q, "--by", SECOND).returncode == 0
    return made


# The first release


def test_a_release_records_who_and_when_and_the_manifest(released):
    (only,) = record(released)["releases"]
    assert only["by"] == FIRST
    assert datetime.fromisoformat(only["at"]).utcoffset() is not None
    manifest = (quarter_of(released) / "ro-crate-metadata.json").read_bytes()
    assert only["manifest"] == hashlib.sha256(manifest).hexdigest()
    published = (released.root / "data" / Q / "published.csv").read_bytes()
    assert published == (quarter_of(released) / "indicators.csv").read_bytes()


def test_the_manifest_has_the_day_of_release_and_who_released_it(released):
    entities = crate(released)
    day = datetime.fromisoformat(record(released)["releases"][0]["at"]).date()
    assert entities["./"]["datePublished"] == day.isoformat()
    assert entities["./"]["mentions"] == [{"@id": "#build"}, {"@id": "#release"}]
    assert entities[entities["#release"]["agent"]["@id"]]["name"] == FIRST


def test_what_was_released_is_unchanged_and_built_again_to_the_byte(released, tmp_path):
    office = copied(released, tmp_path)
    before = snapshot(office, f"output/{Q}", f"data/{Q}")
    assert "nothing changed" in office.run(Q).stderr
    said = office.run(Q, "--force", "--revise", REASON)
    assert said.returncode == 0
    assert "--revise has nothing to revise" in said.stderr, "a reason without a change"
    assert "not what was released" not in said.stderr
    assert "the plans are not" not in said.stderr
    assert snapshot(office, f"output/{Q}", f"data/{Q}") == before
    told = f"this is what was released on {datetime.now():%-d %B %Y} by {FIRST}"
    assert told in standing(office, quarter_of(office)), "so says verify"


def test_the_index_says_when_and_by_whom_a_report_was_released(released, second):
    for office, by in ((released, FIRST), (second, SECOND)):
        text = text_of(office.output / "index.html")
        assert f"Released on {datetime.now():%-d %B %Y} by {by}" in text
        assert f"người công bố {by}" in text


def test_a_report_released_twice_is_refused(released):
    said = released.run("release", Q, "--by", SECOND)
    assert said.returncode == 2
    assert f"this is what was released on {datetime.now():%-d %B %Y} by {FIRST}" in said.stderr
    assert len(record(released)["releases"]) == 1


@pytest.mark.parametrize(
    "name", ["indicators.csv", "report.vi.html", "tables.xlsx", "ro-crate-metadata.json"]
)
def test_a_folder_that_was_altered_is_refused(released, tmp_path, name):
    office = copied(released, tmp_path)
    shutil.rmtree(office.root / "data" / Q)
    correct(office)
    path = quarter_of(office) / name
    path.write_bytes(path.read_bytes().replace(b"2023Q3", b"2023Q4") + b" ")
    with pytest.raises(InputError, match=rf"{re.escape(name)}.* was altered|cannot be released"):
        release.release(office.folders, Quarter(2023, 3), FIRST)
    assert not (office.root / "data" / Q / "release.yaml").exists()


def test_a_folder_that_holds_other_files_is_refused(built, tmp_path):
    office = copied(built, tmp_path)
    (quarter_of(office) / "draft.docx").write_bytes(b"another")
    with pytest.raises(
        InputError, match=r"also holds draft\.docx, which is not part of the report"
    ):
        release.release(office.folders, Quarter(2023, 3), FIRST)
    assert not (office.root / "data" / Q / "release.yaml").exists()


def test_a_report_whose_input_has_changed_since_is_refused(built, tmp_path):
    office = copied(built, tmp_path)
    correct(office)
    said = office.run("release", Q, "--by", FIRST)
    assert said.returncode == 2
    assert "is not what would be built now" in said.stderr
    assert not (office.root / "data" / Q / "release.yaml").exists()


def test_nothing_to_release_is_refused(released, tmp_path):
    office = copied(released, tmp_path)
    shutil.rmtree(office.output)
    said = office.run("release", Q, "--by", FIRST)
    assert said.returncode == 2
    assert "build it first" in said.stderr
    assert office.run("release", Q).returncode == 2
    assert office.run("release", Q, "--by", " ").returncode == 2
    assert office.run("release", "--list", Q, "--by", FIRST).returncode == 2


# A correction


def test_other_values_stop_the_build_with_what_would_change(released, tmp_path):
    office = copied(released, tmp_path)
    correct(office)
    before = snapshot(office, "output", f"data/{Q}")
    said = office.run(Q)
    assert said.returncode == 2
    assert snapshot(office, "output", f"data/{Q}") == before
    assert (
        "This report has been released: if its values differ" in office.run(Q, "--dry-run").stdout
    )
    assert f"not those released on {datetime.now():%-d %B %Y} by {FIRST}" in said.stderr
    assert re.search(
        r"tasks: 4 values; the largest in headquarters, leadership_conclusion: 4 → 3", said.stderr
    )
    assert '--revise "REASON"' in said.stderr
    assert said.stdout == ""


def test_the_indicator_that_changes_most_comes_first():
    def values(tasks, share):
        head = ",".join((*release.diff.KEYS, *release.diff.COLUMNS))
        lines = [f"2023Q3,tasks,_T,_T,_T,{tasks},", f"2023Q3,share,_T,_T,_T,{share},"]
        return release.diff.read_text("\n".join([head, *lines]))

    found = release.changes(values(100, 50), values(101, 25))
    said = release._told(Quarter(2023, 3), None, found).en.splitlines()
    assert [line.split(":")[0].strip() for line in said[1:]] == ["share", "tasks"]
    noise = release.changes(values(100, 0.3), values(100, 0.1 + 0.2))
    assert noise == []


def test_where_the_released_values_are_gone_nothing_is_built(released, tmp_path):
    office = copied(released, tmp_path)
    (office.root / "data" / Q / "published.csv").unlink()
    said = office.run(Q, "--force")
    assert said.returncode == 2
    assert "published.csv: cannot be read" in said.stderr


def test_a_reason_of_spaces_is_none(released, tmp_path):
    office = copied(released, tmp_path)
    office.register(Q, some_tasks("2023Q2", 40))
    said = office.run(Q, "--revise", "  ")
    assert said.returncode == 2
    assert "--revise" in said.stderr


def test_a_reason_where_nothing_was_released_is_refused(released, tmp_path):
    office = copied(released, tmp_path)
    office.params("2022Q3", VIETNAMESE)
    office.register("2022Q3", some_tasks("2022Q3", 40))
    said = office.run("2022Q3", "--revise", REASON)
    assert said.returncode == 2
    assert "2022Q3: --revise has nothing to revise" in said.stderr


def test_other_plans_and_another_page_with_the_same_values_are_told_and_built(released, tmp_path):
    office = copied(released, tmp_path)
    office.params(Q, f"{VIETNAMESE}targets: {{on_time_share: 90}}\n")
    said = office.run(Q)
    assert said.returncode == 0
    assert "2023Q3: the values are those released, but the plans are not (cells: 1)" in said.stderr
    (cell,) = [row for row in rows(office) if row["plan"]]
    assert (cell["indicator"], cell["plan"], cell["flags"]) == ("on_time_share", "90", "")
    assert "revision" not in record(office)
    told = f"2023Q3: not what was released on {datetime.now():%-d %B %Y} by {FIRST}."
    assert said.stderr.splitlines()[-1] == told == standing(office, quarter_of(office))
    assert "nothing changed" in office.run(Q).stderr


@pytest.mark.parametrize("name", ["release.yaml", "published.csv"])
def test_what_a_link_leads_out_of_the_quarters_folder_is_refused(released, tmp_path, name):
    office = copied(released, tmp_path)
    path = office.root / "data" / Q / name
    path.rename(tmp_path / name)
    path.symlink_to(tmp_path / name)
    before = (tmp_path / name).read_bytes()
    correct(office)
    for arguments in ([Q, "--revise", REASON], ["release", Q, "--by", SECOND]):
        said = office.run(*arguments)
        assert said.returncode == 2
        assert f"“{name}”" in said.stderr
    assert (tmp_path / name).read_bytes() == before


# The revision


def test_the_page_says_what_it_revises_and_why_and_lists_what_changed(revised):
    text = text_of(quarter_of(revised) / "report.vi.html")
    today = datetime.now()
    day = f"{today.day}/{today.month}/{today.year}"
    assert text.count(f"điều chỉnh báo cáo đã công bố ngày {day}. Lý do: {REASON}") == 2
    assert "Số liệu đã công bố được điều chỉnh" in text
    assert re.search(r"Số công việc được giao Công việc phát sinh 10 11 \+1 ", text)
    index = text_of(revised.output / "index.html")
    assert f"điều chỉnh báo cáo đã công bố ngày {day}. Lý do: {REASON}" in index


def test_revised_values_and_no_others_are_flagged(revised, released):
    def values(office):
        keys = ("indicator", "unit_group", "unit", "source")
        return {tuple(row[key] for key in keys): row["value"] for row in rows(office)}

    then = values(released)
    flagged = {key for key, row in zip(then, rows(revised), strict=True) if row["flags"] == "r"}
    assert flagged == {key for key, value in values(revised).items() if value != then[key]}
    assert flagged
    assert {row["flags"] for row in rows(revised)} == {"", "r"}
    assert {row["flags"] for row in rows(released)} == {""}


def test_the_revision_is_not_released(revised):
    said = standing(revised, quarter_of(revised))
    assert "a revision is under way and has not been released" in said
    assert "datePublished" not in crate(revised)["./"]


def test_a_further_change_needs_a_reason_of_its_own(revised, tmp_path):
    office = copied(revised, tmp_path)
    correct(office, CORRECTED, CORRECTED + 4)
    before = snapshot(office, "output", f"data/{Q}")
    of_units = office.run(
        Q, "--unit", "all"
    )  # of whatever is built, the whole's values must be those
    assert of_units.returncode == 2
    assert re.search("tasks: [0-9]+ values", of_units.stderr)
    assert snapshot(office, "output", f"data/{Q}") == before
    assert office.run(Q, "--revise", "Thêm một việc").returncode == 0
    assert record(office)["revision"]["reason"]["vi"] == "Thêm một việc"
    assert record(office)["revision"]["release"] == 1


def test_a_correction_taken_back_is_the_released_report_again(revised, released, tmp_path):
    office = copied(revised, tmp_path)
    office.register(Q, some_tasks(Q, 40))
    assert office.run(Q).returncode == 0
    assert snapshot(office, f"output/{Q}", "data") == snapshot(released, f"output/{Q}", "data")


def test_a_units_report_says_it_too(revised, tmp_path):
    office = copied(revised, tmp_path)
    unit = CODES[CORRECTED]
    correct(office, CORRECTED)
    rows_of = some_tasks(Q, 40)
    rows_of[CORRECTED][2], rows_of[CORRECTED][6] = "Phát sinh", ""  # and not completed after all
    office.register(Q, rows_of)
    assert office.run(Q, "--unit", unit, "--revise", REASON).returncode == 0
    own = rows(office, f"{Q}/units/{unit}")
    assert {row["indicator"] for row in own if row["flags"] == "r"} >= {"completed_share"}
    assert {row["source"] for row in own if row["flags"] == "r"} == {"_T"}
    text = text_of(office.output / Q / "units" / unit / "report.vi.html")
    assert text.count(f"Lý do: {REASON}") == 2
    said = standing(office, office.output / Q / "units" / unit)
    assert "A unit's own report is not part of that record." in said


def test_a_report_older_than_its_revision_is_not_released(revised, released, tmp_path):
    office = copied(revised, tmp_path)
    shutil.rmtree(quarter_of(office))
    shutil.copytree(quarter_of(released), quarter_of(office))
    path = office.root / "data" / Q / "release.yaml"
    digest = record(revised)["releases"][0]["manifest"]
    path.write_text(path.read_text("utf-8").replace(digest, "a" * 64), "utf-8")
    with pytest.raises(InputError, match=r"not what would be built now \(.*tasks.csv changed"):
        release.release(office.folders, Quarter(2023, 3), SECOND)


# The second release


def test_the_second_release_supersedes_the_first_and_both_are_listed(second, released):
    said = second.run("release", "--list", Q)
    assert said.returncode == 0
    first, second_one = record(second)["releases"]
    for number, each in enumerate((first, second_one), 1):
        assert f"release {number}, on {datetime.now():%-d %B %Y}, by {each['by']}" in said.stdout
        assert each["manifest"] in said.stdout
    assert f"revises release 1: {REASON}" in said.stdout
    assert "revision" not in record(second)
    old = (second.root / "data" / Q / "published.1.csv").read_bytes()
    assert old == (quarter_of(released) / "indicators.csv").read_bytes()


def test_the_second_release_is_built_again_with_what_it_revises(second, tmp_path):
    office = copied(second, tmp_path)
    assert "nothing changed" in office.run(Q).stderr
    assert REASON in text_of(quarter_of(office) / "report.vi.html")
    said = office.run("verify", f"output/{Q}")
    assert said.returncode == 0
    assert "the same byte for byte" in said.stdout
    assert f"by {SECOND} (release 2)" in said.stdout


def test_the_first_release_is_known_as_superseded(second, released):
    said = standing(second, quarter_of(released))
    assert f"this was released on {datetime.now():%-d %B %Y} by {FIRST} (release 1)" in said
    assert "superseded" in said


def test_a_record_that_cannot_be_read_is_told_with_line_and_key(tmp_path):
    (tmp_path / "release.yaml").write_text(
        "releases:\n- {by: A, at: soon, manifest: abc}\n", "utf-8"
    )
    with pytest.raises(InputError) as caught:
        releases.read(tmp_path)
    said = [problem.en for problem in caught.value.problems]
    assert any("line 2, key “releases.0.at”" in each for each in said)
    assert any("line 2, key “releases.0.manifest”" in each for each in said)
    (tmp_path / "release.yaml").write_text(
        f"revision: {{release: 2, reason: x, values: {'0' * 64}}}\n", "utf-8"
    )
    with pytest.raises(InputError, match="line 1"):
        releases.read(tmp_path)
