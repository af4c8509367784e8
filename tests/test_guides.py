"""The guides: every command and example in them is run, every message in them is one the program says."""

import os
import re
import shlex
import shutil
import textwrap
from pathlib import Path

import command_server
import first_report
import nbformat
import pytest
import yaml
from first_report import says
from small_office import ROOT, VIETNAMESE, BriefOffice, SmallOffice, some_tasks

from reporting.building.notebook_check import check_notebook

ADDING = ROOT / "docs" / "adding-an-indicator.md"
GUIDE = ROOT / "docs" / "huong-dan.md"
NOTEBOOK = ROOT / "notebooks" / "quarterly_report.ipynb"
# Commands that other tests run: --watch goes on until it is stopped, the others need the whole repository.
ELSEWHERE = {
    "--watch": "test_watch.py",
    "make setup": "test_docs.py",
    "make setup-dev": "test_docs.py",
    "make lab": "test_lab.py",
    "make diff-notebook": "test_editing.py",
}


def blocks(path: Path, kind: str) -> list[str]:
    """The fenced blocks of one kind in a guide."""
    text = path.read_text("utf-8")
    return [
        textwrap.dedent(found).rstrip("\n")
        for found in re.findall(rf"^ *```{kind}\n(.*?)^ *```", text, re.M | re.S)
    ]


def commands(path: Path) -> list[str]:
    lines = (
        line.split("  #")[0].strip()
        for block in blocks(path, "bash")
        for line in block.splitlines()
    )
    return [line for line in lines if line and not line.startswith("#")]


# The indicators and mistakes of docs/adding-an-indicator.md; that they work in the notebook: test_cell_registry.py


def test_check_finds_nothing_wrong_in_the_examples_of_the_guide(tmp_path):
    notebook = nbformat.read(ROOT / "notebooks" / "quarterly_report.ipynb", 4)
    indicators = next(n for n, it in enumerate(notebook.cells) if it.id == "indicators")
    for source in blocks(ADDING, "python"):
        place = indicators + 1 if source.startswith("@indicator") else len(notebook.cells)
        notebook.cells.insert(place, nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, tmp_path / "report.ipynb")
    check_notebook(tmp_path / "report.ipynb")


def test_every_mistake_of_the_guide_is_told_as_the_guide_says():
    kept = (Path(__file__).parent / "snapshots" / "mistakes.txt").read_text("utf-8")
    told = [line.removeprefix("en: ") for line in kept.splitlines() if line.startswith("en: ")]
    shown = [line for block in blocks(ADDING, "text") for line in block.splitlines()]
    assert shown
    for line in shown:
        assert any(says(line, message) for message in told), line


# The commands of both guides


def test_every_command_of_the_guides_runs(tmp_path):
    office = BriefOffice.in_folder(
        tmp_path, "2022Q3", "2023Q2", "2023Q3", rows=12, params=VIETNAMESE
    )
    office.register("2023Q4", [row for row in some_tasks("2023Q4", 12) if row[3] in ("01", "79")])
    office.register("2022Q4", some_tasks("2022Q4", 12))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for guide in (ADDING, GUIDE):
        run_here = 0
        for command in commands(guide):
            if any(part in command for part in ELSEWHERE):
                target = re.match(r"make (\S+)", command)
                assert target is None or re.search(rf"^{target[1]}:", makefile, re.M), command
                continue
            words = shlex.split(command)
            if "--revise" in words:
                correct(office, words[2])
            if words[:2] == ["make", "report"]:
                quarter = re.search(r"QUARTER=(\S+)", command)
                assert quarter, command
                words = ["python", "run_report.py", quarter[1]]
            assert words[:2] == ["python", "run_report.py"], command
            without_folders = words[2] in ("diff", "statement", "init")
            ran = run(office, words[2:], without_folders)
            assert ran.returncode in ((0, 3) if words[2] in ("diff", "verify") else (0,)), (
                f"{command}\n{ran.stderr}"
            )
            run_here += 1
        assert run_here > 1


def correct(office, quarter):
    """Correct the register of a quarter, so that there is something to revise."""
    rows = some_tasks(quarter, 12)
    rows[1][2] = "Phát sinh"
    office.register(quarter, rows)


def run(office, words, without_folders=False):
    if not without_folders:
        return office.run(*words)
    return command_server.run(words, office.root, office.environment({}))


# The first report, from nothing


@pytest.mark.parametrize("language", first_report.PAGES)
def test_the_first_report_goes_as_its_page_says(tmp_path, language):
    office = BriefOffice.in_folder(tmp_path / "office", "2023Q3", rows=12)

    def run(words, folder, environment):
        if words[0] == "2023Q3":  # the sample report: a small one will do
            folders = [f"--params-dir={office.root}/params", f"--data-dir={office.root}/data"]
            words = [*words, *folders, f"--notebook={office.notebook}"]
        ran = command_server.run(words, folder, environment)
        if words[0] == "init":  # that the whole one builds, too, is seen in test_office.py
            (notebook,) = folder.glob("*/notebooks/*.ipynb")
            shutil.copyfile(office.notebook, notebook)
        return ran.returncode, ran.stdout + ran.stderr

    walk = first_report.Walk(language, tmp_path, run).go()
    assert [code for _, code, _ in walk.ran] == [0, 0, 0, 2, 0, 0, 0], walk.ran
    assert not walk.untold
    shown = [
        line
        for block in blocks(first_report.PAGES[language], "text")
        for line in block.splitlines()
    ]
    for command, _, said in walk.ran:
        for line in said.splitlines():
            assert any(says(each, line) for each in shown), f"{command}: {line}"
    assert len(list(tmp_path.glob("*/data/2025Q3/published.csv"))) == 1


def test_the_pages_of_the_first_report_show_the_same():
    pages = [page.read_text("utf-8") for page in first_report.PAGES.values()]
    for kind in ("yaml", "csv"):
        first, second = (re.findall(rf"```{kind}\n(.*?)```", page, re.S) for page in pages)
        assert first == second
    own = r"(?:my-office|co-quan)"
    first, second = (
        re.sub(own, "", "\n".join(commands(page))) for page in first_report.PAGES.values()
    )
    assert first == second


# The notes

NOTES = {
    "registers": {
        "tasks": [
            "dropped", "miscounted", "miscounted_below", "hidden", "tidied", "early", "before", "after", "unfilled", "half_filled", "half_weighed",
            "half_due", "half_due_told", "half_told", "no_column", "untold", "heading_unread", "maybe_planned", "far_years",
        ],
        "units_file": ["alone", "like", "same_name", "short", "unconnected", "gap"],
        "register": ["few", "of_another", "numbered_anew", "zeros_lost", "not_yet", "other_cut_off", "other_columns"],
    },
    "building": {
        "checks": ["no_tile", "no_unit", "late", "share", "count", "of_the_quarter", "silent", "fewer", "planned", "blank", "not_shown", "differs", "part_of_one", "no_whole", "own_file", "unread", "no_data", "later", "weeks_add_up", "weeks_differ"],
        "new_files": ["unrevised", "same_plan"],
    },
    "report": {"workspace": ["not_all_units"]},
}  # fmt: skip


@pytest.mark.parametrize(("page", "language"), [(GUIDE, "vi"), (first_report.PAGES["en"], "en")])
def test_every_note_is_in_the_table_of_notes_and_nothing_else(page, language):
    texts = [
        re.sub(r"\{\d\}", "#", text[language])
        for package, modules in NOTES.items()
        for found in [
            yaml.safe_load((ROOT / "reporting" / package / "texts.yaml").read_text("utf-8"))
        ]
        for module, keys in modules.items()
        for note in map(found[module].__getitem__, keys)
        for text in ([note] if "vi" in note else note.values())
    ]
    table = re.search(
        r"^\| (?:lưu ý|note) \|.*\n\|.*\n((?:\|.*\n)+)", page.read_text("utf-8"), re.M
    )[1]
    quoted = [
        each for row in table.splitlines() for each in re.findall("`([^`]+)`", row.split("|")[1])
    ]
    patterns = [".*".join(map(re.escape, each.split("…"))) for each in quoted]
    for pattern in patterns:
        assert any(re.search(pattern, text) for text in texts), pattern
    for text in texts:
        assert any(re.search(pattern, text) for pattern in patterns), text


# The messages of the Vietnamese guide


def test_what_the_vietnamese_guide_says_of_params_is_what_the_program_says():
    kept = (Path(__file__).parent / "snapshots" / "params.txt").read_text("utf-8")
    told = [line.removeprefix("vi: ") for line in kept.splitlines() if line.startswith("vi: ")]
    shown = [line for block in blocks(GUIDE, "text") for line in block.splitlines()]
    shown = [line for line in shown if line.startswith("params/2023Q3.yaml")]
    assert len(shown) > 9
    for line in shown:
        assert any(says(line, message) for message in told), line


def edited(change):
    """Break the register of 2023Q4: `change` gets its rows, without the headings."""

    def broken(office):
        rows = some_tasks("2023Q4", 12)
        change(rows)
        office.register("2023Q4", rows)

    return broken


def set_value(row, column, value):
    def change(rows):
        rows[row][column] = value

    return edited(change)


def without_column(office):
    path = office.register("2023Q4", some_tasks("2023Q4", 12))
    path.write_text(path.read_text("utf-8").replace("Hạn hoàn thành", "Ghi chú"), "utf-8")


def target_of_nothing(office):
    office.params("2023Q4", "targets: {on_time_shar: 90}\n")


def two_files(office):
    (office.root / "data" / "2023Q4" / "tasks.xlsx").write_bytes(b"")


def wrong_key(office):
    office.params("2023Q4", "target: {on_time_share: 90}\n")


def wrong_cut_off(office):
    office.params("2023Q4", "as_of: 31/12/2023\n")


def other_name(office):
    path = office.root / "data" / "2023Q4" / "tasks.csv"
    path.rename(path.with_name("congviec.xlsx"))


def not_revised(office):
    for quarter in ("2023Q3", "2023Q4"):
        office.params(quarter, "priorities: [Điều tra]\n")


def unknown_group(office):
    groups = ("headquarters", "public_service", "provincial")
    office.params("2023Q4", f"unit_groups: {{{', '.join(f'{g}: {g.upper()}' for g in groups)}}}\n")
    path = office.root / "data" / "units.csv"
    path.write_text(path.read_text("utf-8").replace("public_service", "public_servic"), "utf-8")


def spelling_of_two_sources(office):
    sources = "nghi_quyet: {vi: N, en: N, spellings: [NQ HĐND]}, dot_xuat: {vi: D, en: D, spellings: [NQ HĐND]}"
    office.params("2023Q4", f"sources: {{{sources}}}\n")


def wrong_plan(office):
    (office.root / "data" / "2023Q4" / "plan.csv").write_text(
        "indicator,unit_group,unit,source,plan\non_time_shar,,,,90\ntasks,,Hà Lội,,12\ntasks,,,,1.525\n",
        "utf-8",
    )


BROKEN = {
    "kế hoạch không đúng": wrong_plan,
    "không có tệp tham số": lambda office: (office.root / "params" / "2023Q4.yaml").unlink(),
    "chưa có tệp dữ liệu": lambda office: (office.root / "data" / "2023Q4" / "tasks.csv").unlink(),
    "tệp mang tên khác": other_name,
    "hai tệp dữ liệu": two_files,
    "thiếu cột": without_column,
    "đơn vị không có trong danh mục": set_value(0, 3, "Cục Thống kê Hà Lội"),
    "loại công việc không nhận ra": set_value(1, 2, "Đột xuất lạ"),
    "ngày không phải là ngày": set_value(2, 5, "31/11/2023"),
    "trùng mã": edited(lambda rows: rows[4].__setitem__(0, rows[3][0])),
    "hoàn thành trước khi giao": set_value(5, 6, "1/9/2023"),
    "khóa lạ trong tham số": wrong_key,
    "giá trị sai trong tham số": wrong_cut_off,
    "mục tiêu của chỉ tiêu không có": target_of_nothing,
    "nhóm không có trong tham số": unknown_group,
    "một cách ghi cho hai nguồn": spelling_of_two_sources,
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_the_vietnamese_guide_shows_what_the_program_says(tmp_path, mistake):
    office = BriefOffice.in_folder(tmp_path, "2022Q4", "2023Q4", rows=12)
    BROKEN[mistake](office)
    ran = office.run("check", "2023Q4", REPORT_LANGUAGE="vi")
    assert ran.returncode == 2, ran.stdout
    said = ran.stderr.replace(f"{office.root}{os.sep}", "").strip()
    said = said.replace(" --params-dir params", "")  # of another folder than the guide's
    shown = [line for block in blocks(GUIDE, "text") for line in block.splitlines()]
    for line in said.splitlines():
        assert any(says(each, line) for each in shown), f"not in {GUIDE.name}: {line}"


NOTICED = {
    "tệp của quý khác": lambda office: office.register("2023Q4", some_tasks("2023Q3", 12)),
    "đơn vị không có công việc": edited(lambda rows: [row.__setitem__(3, "01") for row in rows]),
    "chưa bằng một nửa": lambda office: office.register("2022Q4", some_tasks("2022Q4", 25)),
    "chưa sửa trọng tâm": not_revised,
    "ngày hoàn thành để trống": edited(lambda rows: [row.__setitem__(6, "") for row in rows]),
}


@pytest.mark.parametrize("noticed", NOTICED)
def test_the_vietnamese_guide_shows_what_check_notices(tmp_path, noticed):
    office = BriefOffice.in_folder(tmp_path, "2022Q4", "2023Q4", rows=12)
    NOTICED[noticed](office)
    ran = office.run("check", "2023Q4", REPORT_LANGUAGE="vi")
    assert ran.returncode == 0, ran.stderr
    said = ran.stdout.replace(f"{office.root}{os.sep}", "").splitlines()
    shown = [line for block in blocks(GUIDE, "text") for line in block.splitlines()]
    assert len(said) > 1
    for line in map(str.strip, said[1:]):
        assert any(says(each, line) for each in shown), f"not in {GUIDE.name}: {line}"


@pytest.mark.parametrize(
    ("right", "wrong", "code", "said"),
    [
        ('tasks["status"]', 'tasks["stauts"]', 2, "Có phải"),
        ("completed_late", "overdue", 1, "không lập được: ô"),
    ],
)
def test_the_vietnamese_guide_shows_what_a_wrong_cell_gives(tmp_path, right, wrong, code, said):
    office = SmallOffice.in_folder(tmp_path, "2022Q4", "2023Q4", rows=12)
    notebook = nbformat.read(NOTEBOOK, 4)
    place = [cell.id for cell in notebook.cells].index("indicator-late-share")
    before, _, body = notebook.cells[place].source.partition("return")
    notebook.cells[place].source = f"{before}return{body.replace(right, wrong)}"
    path = tmp_path / "notebooks" / "quarterly_report.ipynb"
    path.parent.mkdir()
    nbformat.write(notebook, path)
    ran = office.run("2023Q4", "--notebook", str(path), REPORT_LANGUAGE="vi")
    assert ran.returncode == code
    shown = [line for block in blocks(GUIDE, "text") for line in block.splitlines()]
    message = next(line for line in ran.stderr.splitlines() if said in line)
    assert any(says(line, message) for line in shown), message
