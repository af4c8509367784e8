"""The commands; each says what it does, hands over, and turns what went wrong into words and an exit code."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click_default_group import DefaultGroup

from reporting.codes import TOTAL
from reporting.errors import InputError, ReportFailed, Text, both, user_language

DONE, FAILED, WRONG, DIFFERS = 0, 1, 2, 3

# JupyterLab brings a checker of addresses that jsonschema imports along with everything else, and that takes a
# second to compile its grammar; notebooks are not checked for addresses.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def tell(message: Text) -> None:
    """Progress and errors go to standard error, in the user's language."""
    click.echo(message[user_language()], err=True)


def _show_tracebacks() -> None:
    """Show also those of reports that fail while the run goes on."""
    import logging

    log = logging.getLogger("reporting")
    log.addHandler(logging.StreamHandler())
    log.setLevel(logging.DEBUG)


def _in_words(command: Callable[..., int]) -> Callable[..., None]:
    """Run a command; no traceback reaches a user, `--debug` aside."""

    @wraps(command)
    def run(*args: Any, debug: bool = False, **options: Any) -> None:
        if debug:
            _show_tracebacks()
        gc.disable()  # what imports make stays; to look through it again and again is a sixth of a start
        try:
            sys.exit(command(*args, **options))
        except InputError as error:
            if debug:
                raise
            click.echo(str(error), err=True)
            sys.exit(WRONG)
        except ReportFailed as error:
            if debug:
                raise
            click.echo(str(error), err=True)
            sys.exit(FAILED)
        except KeyboardInterrupt:
            tell(Text("Đã dừng theo yêu cầu.", "Stopped as asked."))
            sys.exit(FAILED)
        except BrokenPipeError:  # whoever read the results has seen enough of them
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(FAILED)
        except Exception as error:
            if debug:
                raise
            tell(
                Text(
                    "Lỗi ngoài dự kiến: {0}: {1}. Chạy lại với --debug để xem chi tiết.",
                    "An unexpected error: {0}: {1}. Run again with --debug for the details.",
                ).format(type(error).__name__, error)
            )
            sys.exit(FAILED)
        finally:
            gc.enable()
            gc.freeze()  # nor is there any use in looking through it on the way out

    return click.option("--debug", is_flag=True, help="Show tracebacks.")(run)


def _folders(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that let a command run outside the repository's own folders."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        from reporting.folders import Folders

        given = {
            name: options.pop(option)
            for name, option in (
                ("notebook", "notebook"),
                ("params", "params_dir"),
                ("data", "data_dir"),
                ("output", "output_dir"),
            )
        }
        chosen = {name: Path(path).resolve() for name, path in given.items() if path}
        return command(*args, folders=Folders(**chosen), **options)

    for option, what in (
        ("--output-dir", "Where reports are published."),
        ("--data-dir", "The folder read in place of data/."),
        ("--params-dir", "The folder read in place of params/."),
        ("--notebook", "The notebook to execute."),
    ):
        run = click.option(option, metavar="PATH", help=what)(run)
    return run


@click.group(cls=DefaultGroup, default="build", default_if_no_args=False)
@click.version_option(package_name="quarterly-reporting")
def main() -> None:
    """Build the quarterly report: python run_report.py 2023Q3."""


@main.command()
@click.argument("quarters", nargs=-1, required=True)
@click.option(
    "--unit",
    default=TOTAL,
    help="One unit's report by its code, or `all` for every unit with tasks.",
)
@click.option("--jobs", type=click.IntRange(1), help="How many pages at a time.")
@click.option(
    "--cluster",
    metavar="tcp://HOST:8786",
    help="Build on a running Dask cluster (docs/cluster.md).",
)
@click.option(
    "--engine",
    type=click.Choice(["warm", "kernel"]),
    default="warm",
    help="What executes the cells.",
)
@click.option("--pdf", is_flag=True, help="Write each page also as a tagged PDF (PDF/UA).")
@click.option("--force", is_flag=True, help="Build also when nothing has changed.")
@click.option("--dry-run", is_flag=True, help="Say what would be built and why; execute nothing.")
@click.option("--watch", is_flag=True, help="Build again at every save, until Ctrl-C.")
@_in_words
@_folders
def build(quarters: tuple[str, ...], watch: bool, **options: Any) -> int:
    """Check, execute and render the reports of QUARTERS: 2023Q3, or 2022Q3..2023Q3."""
    from reporting.building import batch, noticed
    from reporting.quarter import Quarter

    chosen = [quarter for text in quarters for quarter in Quarter.parse_range(text)]

    def run() -> int:
        code = batch.run(list(dict.fromkeys(chosen)), say=tell, **options)
        for note in noticed.take():
            tell(note)
        return code

    if watch:
        from reporting.building import watch as watching

        return watching.watch(options["folders"], run, tell)
    return run()


@main.command()
@click.argument("quarters", nargs=-1, required=True)
@_in_words
@_folders
def check(quarters: tuple[str, ...], folders: Any) -> int:
    """Check params, data and notebook of QUARTERS; nothing is executed."""
    from reporting.building import checks
    from reporting.quarter import Quarter

    for quarter in (q for text in quarters for q in Quarter.parse_range(text)):
        click.echo(checks.check(folders, quarter)[user_language()])
    return DONE


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--from-text",
    "text",
    type=click.Path(path_type=Path),
    help="Draft such a file from Vietnamese prose.",
)
@click.option("--json", "as_json", is_flag=True, help="The result as one JSON object.")
@_in_words
def statement(file: Path | None, text: Path | None, as_json: bool) -> int:
    """Check the figures of a published statement FILE against each other."""
    from reporting import statement as checker

    if (file is None) == (text is None):
        raise InputError(
            Text(
                "Cần một tệp: statement TỆP.yaml để kiểm tra, hoặc statement --from-text TỆP.txt để soạn.",
                "Expected one file: statement FILE.yaml to check it, or statement --from-text FILE.txt to draft one.",
            )
        )
    if text is not None:
        prose = checker.read_prose(text)
        click.echo(checker.draft(prose), nl=False)
        _tell_unchecked(checker.unchecked(prose))
        return DONE
    assert file is not None
    result = checker.check(checker.read(file))
    if as_json:
        click.echo(json.dumps(checker.as_json(result), ensure_ascii=False, indent=2))
    else:
        click.echo(checker.as_terminal(result, user_language()))
    return DONE if result.agrees else DIFFERS


def _tell_unchecked(numbers: list[str]) -> None:
    if numbers:
        tell(
            Text(
                "{0} số trong văn bản chưa nằm trong phép kiểm tra nào:",
                "Numbers of the text that are in no check: {0}.",
            ).format(len(numbers))
        )
    for each in numbers:
        tell(both(f"  {each}"))


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The differences as a JSON list of objects.")
@_in_words
def diff(old: Path, new: Path, as_json: bool) -> int:
    """Which indicator values differ between OLD and NEW: two reports' folders, or two indicators.csv."""
    from reporting import diff as comparison
    from reporting import diff_table

    differences = comparison.compare(comparison.read(old), comparison.read(new))
    if as_json:
        click.echo(json.dumps(comparison.as_json(differences), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(diff_table.lines(differences, user_language())))
    return DIFFERS if differences else DONE


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@_in_words
@_folders
def verify(folder: Path, folders: Any) -> int:
    """Build the report in FOLDER again, in a temporary folder, and compare every byte."""
    from reporting.building import verify as verification

    tell(Text("Đang lập lại {0}…", "Building {0} again…").format(folder))
    verdict = verification.verify(folder, folders)
    for line in verdict.lines(user_language()):
        click.echo(line)
    return DONE if verdict.equal else DIFFERS


@main.command()
@click.argument("quarter")
@_in_words
@_folders
def new(quarter: str, folders: Any) -> int:
    """Write the params file of QUARTER, carried over from the last one."""
    from reporting import new_quarter
    from reporting.building import publish
    from reporting.quarter import Quarter

    chosen = Quarter.parse(quarter)
    click.echo(str(publish.shown(new_quarter.create(folders, chosen))))
    for remark in new_quarter.remarks(folders, chosen):
        tell(remark)
    tell(new_quarter.NEXT_STEPS.format(chosen, folders.data / str(chosen)))
    return DONE
