"""The command line itself: words a user may have meant, options given twice, help in the user's language."""

from __future__ import annotations

import importlib
import inspect
import os
import shlex
import shutil
import subprocess
import sys

import command_server
import pytest
from small_office import ROOT, VIETNAMESE, BriefOffice, SmallOffice

from reporting.cli import commands, terminal


def run(*arguments: str, language: str = "vi") -> subprocess.CompletedProcess[str]:
    """Run the command without an office: what is wrong with the command itself is said before any file is read."""
    return command_server.run([*arguments], ROOT, {**os.environ, "REPORT_LANGUAGE": language})


# What was meant


@pytest.mark.parametrize(
    ("written", "meant"), [("chek", "check"), ("statment", "statement"), ("Verify", "verify")]
)
def test_a_word_that_is_nearly_a_command_is_answered_with_it(written, meant):
    said = run(written, "2023Q3")
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == f"Không có lệnh “{written}”; có phải “{meant}”?\n"
    assert run(written, "2023Q3", language="en").stderr == (
        f"There is no command “{written}”; did you mean “{meant}”?\n"
    )


@pytest.mark.parametrize("written", ["2023-Q3", "quý", "Q3/2023"])
def test_what_is_like_no_command_is_no_quarter(written):
    said = run(written)
    assert said.returncode == 2
    assert (
        said.stderr
        == f"“{written}” không phải là một quý; cần dạng 2023Q3, hoặc 2023Q1-Q3 cho 9 tháng đầu năm.\n"
    )


# Options


def test_two_units_are_a_mistake_and_the_same_twice_is_one(tmp_path):
    said = run("2023Q3", "--unit", "01", "--unit", "02")
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == (
        "--unit chỉ được ghi một lần, không phải 01, 02; muốn lập cho mọi đơn vị thì ghi --unit all.\n"
    )
    office = SmallOffice.in_folder(tmp_path / "office", "2023Q3")
    twice = office.run("2023Q3", "--unit", "01", "--unit", "01", "--dry-run")
    assert (twice.returncode, twice.stdout) == (0, "2023Q3 01: to be built: new.\n")


@pytest.mark.parametrize(
    "address", ["foo", "", "tcp://", "http://host:8786", "tcp://host:99999", "tcp://host:port"]
)
def test_what_is_no_address_of_a_scheduler_is_said_at_once(address):
    said = run("2023Q3", "--cluster", address)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == (
        f"--cluster “{address}” không phải là địa chỉ của bộ điều phối; cần dạng tcp://10.0.0.1:8786.\n"
    )


# Help


@pytest.mark.parametrize("command", ["", *commands.main.commands])
def test_help_is_in_the_users_language(command):
    vietnamese = run(*command.split(), "--help")
    english = run(*command.split(), "--help", language="en")
    assert (vietnamese.returncode, english.returncode) == (0, 0)
    assert vietnamese.stdout.startswith("Cách dùng: run_report.py ")
    for word in ("Usage", "Options", "Commands", "Show ", "Build ", "the ", "required", "QUARTER"):
        assert word not in vietnamese.stdout, vietnamese.stdout
    assert english.stdout.startswith("Usage: run_report.py ")
    assert english.stdout.isascii(), english.stdout
    options = {word for word in english.stdout.split() if word.startswith("--")}
    assert options == {word for word in vietnamese.stdout.split() if word.startswith("--")}


@pytest.mark.parametrize("command", ["", *commands.main.commands])
def test_help_ends_with_examples_that_are_commands(command):
    for each in terminal.EXAMPLES[command or "main"]:
        words = shlex.split(each.partition(" >")[0])
        if words == ["build", "--help"]:
            continue
        name = words.pop(0) if words[0] in commands.main.commands else "build"
        assert name == command or not command
        commands.main.commands[name].make_context(
            name, words
        )  # an error where the command would say one
    help_of = commands.main.commands[command] if command else commands.main
    assert help_of.epilog.endswith(
        f"  python run_report.py {terminal.EXAMPLES[command or 'main'][-1]}"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["build"], "Lỗi: Thiếu đối số 'QUÝ...'."),
        (["2023Q3", "--unti", "01"], "Lỗi: Không có tùy chọn '--unti'. Có phải '--unit'?"),
        (["2023Q3", "--unit"], "Lỗi: Tùy chọn '--unit' cần một giá trị."),
        (
            ["2023Q3", "--jobs", "x"],
            "Lỗi: Giá trị của '--jobs' không đúng: 'x' không phải là một số nguyên.",
        ),
        (
            ["2023Q3", "--jobs", "0"],
            "Lỗi: Giá trị của '--jobs' không đúng: 0 nằm ngoài khoảng x>=1.",
        ),
        (
            ["2023Q3", "--engine", "x"],
            "Lỗi: Giá trị của '--engine' không đúng: 'x' không phải là một trong các giá trị: 'warm', 'kernel'.",
        ),
        (["2023Q3", "--force=1"], "Lỗi: Tùy chọn '--force' không nhận giá trị."),
        (["new", "2023Q4", "2024Q1"], "Lỗi: Thừa đối số (2024Q1)."),
    ],
)
def test_a_wrong_command_is_told_in_vietnamese(arguments, told):
    said = run(*arguments)
    assert said.returncode == 2
    assert said.stderr.splitlines()[-1] == told
    if "Cách dùng" in said.stderr:
        assert "Gõ 'run_report.py " in said.stderr


def test_every_phrase_that_is_translated_is_one_of_clicks():
    source = "".join(
        inspect.getsource(importlib.import_module(f"click.{name}")) for name in terminal.MODULES
    )
    for phrase in terminal.VIETNAMESE:
        assert repr(phrase)[1:-1] in source, phrase


@pytest.mark.parametrize("arguments", [[], ["build"]])
def test_help_into_a_full_device_or_a_closed_pipe_ends_quietly(arguments):
    command = [sys.executable, str(ROOT / "run_report.py"), *arguments, "--help"]
    environment = {**os.environ, "REPORT_LANGUAGE": "en"}
    with open("/dev/full", "w") as full:  # noqa: PTH123
        said = subprocess.run(
            command, env=environment, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert said.returncode == 1
    assert said.stderr == "Standard output cannot be written to: No space left on device.\n"
    reads, writes = os.pipe()
    os.close(reads)
    said = subprocess.run(
        command, env=environment, stdout=writes, stderr=subprocess.PIPE, text=True
    )
    os.close(writes)
    assert (said.returncode, said.stderr) == (1, "")


@pytest.mark.skipif(os.name != "posix", reason="preexec_fn closes files as a shell does")
@pytest.mark.parametrize(("command", "closed"), [("check", (1,)), ("build", (0, 1, 2))])
def test_a_report_is_checked_and_built_also_where_the_streams_are_closed(tmp_path, command, closed):
    office = BriefOffice.in_folder(tmp_path, "2023Q3", params=VIETNAMESE, rows=8)
    process = subprocess.Popen(
        office.command(command, "2023Q3"),
        cwd=tmp_path,
        preexec_fn=lambda: [os.close(each) for each in closed],
    )
    assert process.wait(60) == 0
    assert (office.output / "2023Q3" / "report.vi.html").is_file() == (command == "build")


def test_ctrl_c_while_the_command_is_imported_is_answered(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'reporting.cli': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
    )
    for language, told in (("vi", "Đã dừng theo yêu cầu.\n"), ("en", "Stopped as asked.\n")):
        said = subprocess.run(
            [sys.executable, str(ROOT / "run_report.py"), "2023Q3"],
            env={**os.environ, "REPORT_LANGUAGE": language, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
        )
        assert (said.returncode, said.stdout, said.stderr) == (1, "", told)


WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]


@pytest.mark.skipif(os.name != "posix", reason="takes rights away as POSIX has them")
@pytest.mark.skipif(
    os.name == "posix" and os.geteuid() == 0 and not shutil.which("setpriv"),
    reason="an administrator may read everything, and there is no setpriv to let go of that",
)
@pytest.mark.parametrize(
    ("place", "mode", "said"),
    [
        ("data/2023Q3/tasks.csv", 0o000, "data/2023Q3/tasks.csv: không đọc hoặc ghi được"),
        ("params", 0o000, "params: không đọc hoặc ghi được"),
        ("output", 0o555, "output: không có quyền ghi vào thư mục này"),
    ],
)
def test_what_may_not_be_read_or_written_is_named_before_anything_is_executed(
    tmp_path, place, mode, said
):
    office = SmallOffice.in_folder(tmp_path, "2023Q3", rows=8)
    office.output.mkdir()
    (tmp_path / place).chmod(mode)
    ran = subprocess.run(
        [*(WITHOUT_RIGHTS if os.geteuid() == 0 else []), *office.command("2023Q3")],
        cwd=tmp_path,
        env={**os.environ, "REPORT_LANGUAGE": "vi"},
        capture_output=True,
        text=True,
    )
    (tmp_path / place).chmod(0o755)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(said)
    assert len(ran.stderr.splitlines()) == 1
