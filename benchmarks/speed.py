"""Speed against papermill and nbconvert by hand, side by side in the same run; medians of several rounds.

    python benchmarks/speed.py [--rounds 5] [--skip units,large]

Every round runs each case once, so that a slow minute of the machine falls on all of them alike. Prints a Markdown
table; each figure is also a ratio to the two commands by hand. For figures that mean something, use an environment
of requirements.lock alone and a machine with nothing else to do; the first lines say what was there.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import distributions
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from memory import peak_of
from registers import large_register

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
NOTEBOOK = "notebooks/quarterly_report.ipynb"
SAMPLE = ["VPTC", "TKG", "01", "79", "38", "40", "06", "NXB"]  # units large and small
USUAL, LARGE = 54_619, 5_000_000
HAND, PAIR = "papermill + nbconvert by hand", "the same, a unit, two at once"


def shell(*command: object) -> None:
    """Run one command from the repository's root, quietly; a failure ends the benchmark."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr}")


def ours(*options: object) -> None:
    """Our one command."""
    shell(sys.executable, "run_report.py", "2023Q3", *options)


def by_hand(folder: Path, unit: str = "_T", language: str = "vi") -> None:
    """Papermill, then nbconvert, as one types them."""
    executed = folder / f"{unit}.{language}.ipynb"
    execute(executed, unit, language)
    shell(BIN / "jupyter", "nbconvert", "--to", "html", "--no-input", executed)


def execute(target: Path, unit: str = "_T", language: str = "vi") -> None:
    """Papermill alone."""
    parameters = {"quarter": "2023Q3", "unit": unit, "language": language}
    given = [part for pair in parameters.items() for part in ("-r", *pair)]
    shell(BIN / "papermill", NOTEBOOK, target, *given, "--log-level", "ERROR")


def two_at_once(folder: Path) -> None:
    """By hand for several units, two commands running at a time."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda unit: by_hand(folder, unit), SAMPLE))


class Taken(NamedTuple):
    """Seconds on the wall, and of all processes together."""

    wall: float
    cpu: float


def rounds(cases: Mapping[str, Callable[[], None]], number: int) -> dict[str, Taken]:
    """The medians of each case."""
    times: dict[str, list[Taken]] = {case: [] for case in cases}
    for _ in range(number):
        for case, run in cases.items():
            start, used = perf_counter(), cpu()
            run()
            times[case].append(Taken(perf_counter() - start, cpu() - used))
    return {case: Taken(*map(median, zip(*taken, strict=True))) for case, taken in times.items()}


def cpu() -> float:
    """Seconds of all commands so far and of what they started: a busy machine hardly changes them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def row(case: str, pages: int, taken: Taken, hand: Taken) -> None:
    """One line of the table."""
    wall, used = taken.wall / pages, taken.cpu / pages
    print(
        f"| {case} | {pages} | {wall:.2f} | {hand.wall / wall:.1f} × | {used:.2f} | {hand.cpu / used:.1f} × |",
        flush=True,
    )


def one_report(folder: Path, number: int) -> Taken:
    """One report in all ways; returns the seconds of a page by hand."""
    page, out = folder / "page.ipynb", folder / "out"
    execute(page)
    alone = one_language(folder)
    ours("--output-dir", out)
    ours("--output-dir", folder / "alone", "--params-dir", alone)
    nbconvert = (BIN / "jupyter", "nbconvert", "--execute", "--to", "html", "--no-input", page)
    cases: dict[str, tuple[int, Callable[[], None]]] = {
        HAND: (1, lambda: by_hand(folder)),
        "jupyter nbconvert --execute": (1, lambda: shell(*nbconvert)),
        "run_report.py, both languages": (2, lambda: ours("--force", "--output-dir", out)),
        "run_report.py, one language": (
            1,
            lambda: ours("--force", "--output-dir", folder / "alone", "--params-dir", alone),
        ),
        "run_report.py --engine kernel, both languages": (
            2,
            lambda: ours("--force", "--engine", "kernel", "--output-dir", out),
        ),
        "run_report.py, unchanged": (2, lambda: ours("--output-dir", out)),
    }
    if quarto := shutil.which("quarto"):
        cases["quarto render --execute"] = (1, lambda: shell(quarto, "render", page, "--execute"))
    taken = rounds({case: run for case, (_, run) in cases.items()}, number)
    for case, (pages, _) in cases.items():
        row(case, pages, taken[case], taken[HAND])
    return taken[HAND]


def one_language(folder: Path) -> Path:
    """The params in Vietnamese only, for a report that is one page."""
    params = folder / "params"
    shutil.copytree(ROOT / "params", params)
    common = params / "common.yaml"
    common.write_text(re.sub(r"(?m)^languages:.*", "languages: [vi]", common.read_text("utf-8")))
    return params


def units(folder: Path, hand: Taken, number: int) -> None:
    """All units on two processes, against by hand: one after the other, and two at a time."""
    out = folder / "units"
    everything = ("--unit", "all", "--jobs", 2, "--force", "--output-dir", out)
    taken = rounds(
        {PAIR: lambda: two_at_once(folder), "all": lambda: ours(*everything)}, max(2, number // 2)
    )
    pages = len(list(out.rglob("report.*.html")))
    row(PAIR, len(SAMPLE), taken[PAIR], hand)
    row(f"run_report.py --unit all --jobs 2: {pages // 2} reports", pages, taken["all"], hand)
    each, pair = taken["all"].wall / pages, taken[PAIR].wall / len(SAMPLE)
    print(
        f"\nPer page of a unit: {hand.wall / each:.1f} × by hand, {pair / each:.1f} × two at once."
    )


def large(folder: Path, number: int) -> None:
    """A register of 5,000,000 tasks and its year-ago one, against ordinary ones as Parquet."""
    taken = {}
    for rows in (USUAL, LARGE):
        place = folder / str(rows)
        data = large_register(ROOT / "data", place / "data", rows)
        (place / "params").mkdir()
        (place / "params" / "2023Q3.yaml").write_text("quarter: 2023Q3\nsynthetic: true\n")
        folders = ("--data-dir", data, "--params-dir", place / "params")
        options = ("--force", *folders, "--output-dir", place / "output")
        run, command = partial(ours, *options), [sys.executable, "run_report.py", "2023Q3"]
        with own_cache_entries() as forget:
            peaks = [peak_of([*command, *map(str, options)], ROOT)]
            peaks += [peak_of([*command, *map(str, options)], ROOT)]
            forget()
            first, again = (rounds({"": run}, times)[""].wall for times in (1, number))
        taken[rows] = first, again
        print(
            f"\n{rows} rows: {first:.1f} s and {peaks[0]:.2f} GB when first read, "
            f"then {again:.1f} s and {peaks[1]:.2f} GB."
        )
    for at, when in enumerate(("first read", "read before")):
        print(f"{when}: {taken[LARGE][at] / taken[USUAL][at]:.1f} × the time of {USUAL} rows.")


@contextmanager
def own_cache_entries() -> Iterator[Callable[[], None]]:
    """Give a function that removes the registers kept since; they are removed at the end, too."""
    before = set((ROOT / ".cache").glob("*"))

    def forget() -> None:
        for entry in set((ROOT / ".cache").glob("*")) - before:
            entry.unlink()

    yield forget
    forget()


def surroundings() -> str:
    """What else could have a say in the figures: libraries beyond the lock, and a busy machine."""
    locked = set(
        re.findall(r"(?m)^([a-z0-9.-]+)==", (ROOT / "requirements.lock").read_text("utf-8"))
    )
    names = {re.sub(r"[-_.]+", "-", each.name).lower() for each in distributions()}
    others = sorted(names - locked - {"pip", "setuptools", "quarterly-reporting"})
    what = f"{len(others)} libraries besides ({', '.join(others[:3])}, …)" if others else "alone"
    return (
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; "
        f"Python {sys.version.split()[0]}, requirements.lock {what}."
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--skip", default="", help="units, large, or both with a comma")
    options = parser.parse_args(arguments)
    print(surroundings(), "\n")
    print("Seconds per page, and against by hand: on the wall, and of all processes together.\n")
    print("| | pages | wall | | CPU | |\n|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hand = one_report(folder, options.rounds)
        if "units" not in options.skip:
            units(folder, hand, options.rounds)
        if "large" not in options.skip:
            large(folder, options.rounds)
    if not shutil.which("quarto"):
        print("\nquarto: not measured, there is none on the PATH.")


if __name__ == "__main__":
    main()
