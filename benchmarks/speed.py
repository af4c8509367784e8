"""Speed against papermill and nbconvert by hand, side by side in the same run; medians of several rounds.

    python benchmarks/speed.py [--rounds 5] [--skip units,large]

Every round runs each case once, so that a slow minute of the machine falls on all of them alike. Prints a Markdown
table; each figure is also given as a ratio to the two commands by hand.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
NOTEBOOK = "notebooks/quarterly_report.ipynb"
PARAMETERS = ["-p", "quarter", "2023Q3", "-p", "unit", "_T", "-p", "language"]


def shell(*command: object) -> None:
    """Run one command from the repository's root, quietly; a failure ends the benchmark."""
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True, capture_output=True)


def ours(*options: object) -> None:
    """Our one command."""
    shell(sys.executable, "run_report.py", *options)


def by_hand(folder: Path, language: str = "vi", unit: str = "_T") -> None:
    """Papermill, then nbconvert, as one types them."""
    executed = folder / f"{unit}.{language}.ipynb"
    parameters = [unit if each == "_T" else each for each in PARAMETERS]
    shell(BIN / "papermill", NOTEBOOK, executed, *parameters, language, "--log-level", "ERROR")
    shell(BIN / "jupyter", "nbconvert", "--to", "html", "--no-input", executed)


def two_at_once(folder: Path, units: list[str]) -> None:
    """The same for several units, two commands running at a time."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda unit: by_hand(folder, unit=unit), units))


def large_register(folder: Path, rows: int) -> Path:
    """A data folder with registers of so many rows for 2023Q3 and 2022Q3, as Parquet."""
    from reporting import tasks, units

    data = folder / "data"
    data.mkdir()
    shutil.copy(ROOT / "data" / "units.csv", data)
    for quarter in ("2022Q3", "2023Q3"):
        register = tasks.load(
            ROOT / "data" / quarter / "tasks.csv.gz", units.load(data / "units.csv")
        )
        table = register.table
        many = pd.concat([table] * -(-rows // len(table)), ignore_index=True).iloc[:rows]
        many["task_id"] = [f"{number:07d}" for number in range(rows)]
        columns = ["task_id", "title", "unit", "source", "assigned_on", "due_on", "completed_on"]
        (data / quarter).mkdir()
        many[columns].to_parquet(data / quarter / "tasks.parquet", index=False)
    return data


def seconds(run: Callable[[], None]) -> float:
    """Wall time of one run."""
    start = perf_counter()
    run()
    return perf_counter() - start


def cases(folder: Path) -> dict[str, tuple[int, Callable[[], None]]]:
    """What is measured: how many pages each run makes, and the run."""
    page = folder / "page.ipynb"
    shell(BIN / "papermill", NOTEBOOK, page, *PARAMETERS, "vi", "--log-level", "ERROR")
    out = folder / "out"
    ours("2023Q3", "--output-dir", out)
    return {
        "papermill + nbconvert by hand": (1, lambda: by_hand(folder)),
        "jupyter nbconvert --execute": (
            1,
            lambda: shell(
                BIN / "jupyter", "nbconvert", "--execute", "--to", "html", "--no-input", page
            ),
        ),
        "run_report.py, both languages, cold": (
            2,
            lambda: ours("2023Q3", "--force", "--output-dir", out),
        ),
        "… --engine kernel": (
            2,
            lambda: ours("2023Q3", "--force", "--engine", "kernel", "--output-dir", out),
        ),
        "… unchanged": (2, lambda: ours("2023Q3", "--output-dir", out)),
    } | (
        {"quarto render": (1, lambda: shell("quarto", "render", page, "--execute"))}
        if shutil.which("quarto")
        else {}
    )


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--skip", default="", help="units, large, or both with a comma")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured = cases(folder)
        times: dict[str, list[float]] = {case: [] for case in measured}
        for _ in range(options.rounds):
            for case, (_, run) in measured.items():
                times[case].append(seconds(run))
        hand = statistics.median(times["papermill + nbconvert by hand"])
        print("| case | pages | seconds | per page | against by hand |\n|---|---|---|---|---|")
        for case, (pages, _) in measured.items():
            row(case, pages, statistics.median(times[case]), hand)
        if "units" not in options.skip:
            units(folder, hand)
        if "large" not in options.skip:
            large(folder, options.rounds)
    if not shutil.which("quarto"):
        print("\nquarto is not on this machine's PATH and was not measured.")


def row(case: str, pages: int, time: float, hand: float) -> None:
    """One line of the table."""
    print(
        f"| {case} | {pages} | {time:.2f} | {time / pages:.2f} | {hand * pages / time:.1f} × |",
        flush=True,
    )


def units(folder: Path, hand: float) -> None:
    """All units on two processes, against two commands at a time by hand (eight units of them)."""
    sample = ["VPTC", "TKG", "01", "79", "38", "40", "06", "NXB"]
    pair = seconds(lambda: two_at_once(folder, sample)) / len(sample)
    row("two at once by hand", len(sample), pair * len(sample), hand)
    out = folder / "units"
    time = seconds(lambda: ours("2023Q3", "--unit", "all", "--jobs", 2, "--output-dir", out))
    pages = len(list(out.rglob("report.*.html")))
    row(f"run_report.py --unit all --jobs 2 ({pages // 2} reports)", pages, time, hand)
    print(
        f"\nPer page: {hand / (time / pages):.1f} × one after the other, {pair / (time / pages):.1f} × two at once."
    )


def large(folder: Path, rounds: int) -> None:
    """A register of 5.000.000 tasks and its year-ago one, against the ordinary ones of 54.619."""
    usual = folder / "usual"
    usual.mkdir()
    small = [
        seconds(
            lambda: ours(
                "2023Q3", "--force", "--data-dir", large_data, "--output-dir", usual / "out"
            )
        )
        for large_data in [_parquet(usual, 54619)] * rounds
    ]
    big = folder / "big"
    big.mkdir()
    data = _parquet(big, 5_000_000)
    time = seconds(
        lambda: ours("2023Q3", "--force", "--data-dir", data, "--output-dir", big / "out")
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    median = statistics.median(small)
    print(
        f"\n5.000.000 rows: {time:.1f} s, {time / median:.1f} × the {median:.1f} s of 54.619 rows; peak {peak:.2f} GB."
    )


def _parquet(folder: Path, rows: int) -> Path:
    return large_register(folder, rows)


if __name__ == "__main__":
    main()
