"""Write both lock files and environment.yml from pyproject.toml; `--check` says whether they are in step."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.12"
COMPILE = (
    "pip",
    "compile",
    "--universal",
    "--fork-strategy=fewest",  # the same versions whatever Python it is: they are tested with one
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--quiet",
)
HEADER = "# Made by `make lock` from pyproject.toml; do not edit.\n"


def compile_lock(output: Path, *options: str) -> None:
    """Resolve pyproject.toml into a lock file; versions already in it stay where they still fit."""
    uv = str(Path(sys.executable).with_name("uv"))
    subprocess.run(
        [uv, *COMPILE, *options, "pyproject.toml", "--output-file", str(output)],
        cwd=ROOT,
        check=True,
    )


def pins(lock: str) -> list[str]:
    """The pinned requirements of a lock file, without hashes."""
    return [
        line.removesuffix("\\").strip()
        for line in lock.splitlines()
        if re.match(r"[a-z0-9].*==", line)
    ]


def _versions(lock: str) -> set[str]:
    return {pin.split(";")[0].strip() for pin in pins(lock)}


def environment(lock: str) -> str:
    """The conda environment: the same versions, installed by pip within it."""
    lines = "\n".join(
        f"      - {pin}" if ";" not in pin else f'      - "{pin}"' for pin in pins(lock)
    )
    return (
        f"{HEADER}name: quarterly-report\nchannels:\n  - conda-forge\ndependencies:\n  - python={PYTHON}\n"
        f"  - pip\n  - make\n  - pip:\n{lines}\n      - -e .\n"
    )


def declared() -> set[str]:
    """The names of the dependencies in pyproject.toml, of a report and of every extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return {re.split(r"[<>=\[;]", name)[0].strip().lower() for names in lists for name in names}


def problems() -> list[str]:
    """Everything that has drifted apart, without asking the package registry."""
    report = (ROOT / "requirements.lock").read_text("utf-8")
    dev = (ROOT / "requirements-dev.lock").read_text("utf-8")
    found = []
    locked = {pin.split("==")[0] for pin in pins(dev)}
    if missing := declared() - locked:
        found.append(f"in pyproject.toml but not locked: {', '.join(sorted(missing))}")
    if differing := _versions(report) - _versions(dev):
        found.append(
            f"requirements.lock and requirements-dev.lock differ: {', '.join(sorted(differing))}"
        )
    if (ROOT / "environment.yml").read_text("utf-8") != environment(report):
        found.append("environment.yml does not give what requirements.lock gives")
    for name, text in (("requirements.lock", report), ("requirements-dev.lock", dev)):
        if re.search(r"https?://|file:", text):
            found.append(f"{name} holds an address")
        versions = Counter(pin.split("==")[0] for pin in pins(text))
        if several := [package for package, count in versions.items() if count > 1]:
            found.append(f"{name} has several versions of {', '.join(several)}")
        if unhashed := [pin for pin in pins(text) if f"{pin} \\\n    --hash" not in text]:
            found.append(f"{name} has no hash for {', '.join(unhashed)}")
    return found


def main() -> int:
    """Write the files, or with `--check` compare them."""
    if "--check" in sys.argv:
        found = problems()
        for problem in found:
            print(f"{problem}; run `make lock`", file=sys.stderr)
        return 1 if found else 0
    compile_lock(ROOT / "requirements-dev.lock", "--all-extras")
    compile_lock(ROOT / "requirements.lock", "--constraint", "requirements-dev.lock")
    (ROOT / "environment.yml").write_text(
        environment((ROOT / "requirements.lock").read_text("utf-8")), "utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
