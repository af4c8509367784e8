# -*- coding: utf-8 -*-
"""The one command of the quarterly report; `python run_report.py --help` says what it can do.

Any Python runs it: where that one lacks what the report needs, the project's own `.venv` takes over. So what is written
here is read by old ones, too, and stands on nothing else of the project.
"""

import os
import signal
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
WINDOWS = os.name == "nt"
OWN_PYTHON = os.path.join(
    ROOT, ".venv", *(["Scripts", "python.exe"] if WINDOWS else ["bin", "python"])
)
HANDED_OVER = "REPORTING_HANDED_OVER"
# What pyproject.toml names, as it is imported.
NEEDED = (
    "click", "click_default_group", "docx", "ipykernel", "jinja2", "matplotlib", "nbconvert", "pandas", "papermill",
    "pyarrow", "pydantic", "python_calamine", "resvg_py", "rocrate", "tqdm", "xlsxwriter", "yaml",
)  # fmt: skip
TOO_OLD = {
    "vi": "Cần Python 3.11 trở lên, đây là Python {what}. Cài bản mới hơn rồi gõ: {type} PYTHON=python3.11",
    "en": "Python 3.11 or later is needed; this is Python {what}. Install a newer one, then type: {type} PYTHON=python3.11",
}
NOT_SET_UP = {
    "vi": "Python này chưa có các gói mà báo cáo cần ({what}). Gõ: {type}",
    "en": "This Python lacks packages that a report needs ({what}). Type: {type}",
}
STOPPED = {"vi": "Đã dừng theo yêu cầu.", "en": "Stopped as asked."}


def hand_over():
    """Go on in the project's own Python with the same arguments, and end as it does."""
    command = [OWN_PYTHON, os.path.join(ROOT, "run_report.py")] + sys.argv[1:]
    os.environ[HANDED_OVER] = "1"
    if not WINDOWS:
        os.execv(command[0], command)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both; the other one answers
    sys.exit(subprocess.call(command))


def say(message, what="", code=2):
    """Say what is wrong and what to type, in the user's language, and end."""
    names = ("REPORT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    language = ([os.environ[name] for name in names if os.environ.get(name)] or ["en"])[0]
    setup = (
        "make setup" if os.getcwd() == ROOT else "make -C {} setup".format(os.path.relpath(ROOT))
    )
    if WINDOWS:
        setup = "conda env create -f environment.yml"
    text = message["vi" if language.startswith("vi") else "en"]
    sys.stderr.write(text.format(what=what, type=setup) + "\n")
    sys.exit(code)


def main():
    """Run the command here, hand over, or say what to type."""
    handed_over = os.environ.pop(HANDED_OVER, None)
    too_old = sys.version_info < (3, 11)
    if not too_old:
        from importlib.util import find_spec

        missing = [name for name in NEEDED if find_spec(name) is None]
        if not missing:
            from reporting.cli import main as command

            command()
    if os.path.isfile(OWN_PYTHON) and not handed_over:
        hand_over()
    if too_old:
        say(TOO_OLD, ".".join(map(str, sys.version_info[:2])))
    say(NOT_SET_UP, ", ".join(missing[:3]) + (", …" if len(missing) > 3 else ""))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:  # before the command is there to answer
        say(STOPPED, code=1)
