"""Where the time of one report from a cold start goes; medians of several rounds, as a Markdown table.

    python benchmarks/stages.py [--rounds 5]

Each stage is run by itself in a new process, as far as it can be: what two stages share is counted once, in the first.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
STAGES = {
    "interpreter, command line": "from reporting import cli",
    "what changed since the last time, by digests": """
        from reporting.building import planning
        from reporting.inputs.folders import Folders
        from reporting.text.quarter import Quarter
        from reporting.inputs.input_files import input_files
        from reporting.inputs import digests
        folders, quarter = Folders(), Quarter.parse("2023Q3")
        found = input_files(folders, quarter)
        job = planning.Job(found, digests.build_inputs(found))""",
    "pandas, pyarrow": "import pandas, pyarrow.parquet",
    "the registers of five quarters, from the cache, and checks": """
        from reporting.building import checks
        checks.load(folders, quarter)""",
    "papermill, nbclient, ipykernel, IPython, matplotlib": """
        from reporting.execution.engine import prime
        prime()""",
    "nbconvert, templates": "from reporting.building.build import produce",
    "the notebook in a forked kernel, the page, tables.xlsx": 'files = produce(job, "vi").files',
    "RO-Crate's library, the manifest": """
        from reporting.building import manifest
        manifest.write(job.build_inputs, digests.environment(), files)""",
}
CLOCK = "import time as _time, os as _os; _at = [_time.perf_counter()]"
TICK = "_at.append(_time.perf_counter())"
SAY = "print(*(b - a for a, b in zip(_at, _at[1:])))"


def script() -> str:
    """All stages after one another, with a look at the clock after each."""
    lines = [CLOCK]
    for code in STAGES.values():
        lines += [line.strip() for line in code.strip().splitlines()] + [TICK]
    return "\n".join([*lines, SAY])


def seconds() -> list[float]:
    """The seconds of each stage, in one new process."""
    done = subprocess.run(
        [sys.executable, "-c", script()], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [float(part) for part in done.stdout.split()]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args(arguments).rounds
    taken = [median(each) for each in zip(*(seconds() for _ in range(rounds)), strict=True)]
    print("| stage | seconds | |\n|---|---|---|")
    for stage, time in zip(STAGES, taken, strict=True):
        print(f"| {stage} | {time:.2f} | {100 * time / sum(taken):.0f} % |")
    print(f"| all, one after the other | {sum(taken):.2f} | |")


if __name__ == "__main__":
    main()
