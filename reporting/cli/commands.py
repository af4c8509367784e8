"""The commands; each says what it does, hands over, and turns what went wrong into words and an exit code."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from reporting.cli import arguments
from reporting.cli.errors import DIFFERS, DONE, Commands, exit_with_message, say, tell
from reporting.cli.usage import (
    COMMANDS,
    PATH,
    VALUES,
    argument,
    examples,
    option,
    said,
    translate,
    with_folders,
)
from reporting.text.bilingual import BilingualText, shown, user_language, visible
from reporting.text.quarter import Quarter

# JupyterLab brings a checker of addresses that jsonschema imports along with everything else, and that takes a
# second to compile its grammar; notebooks are not checked for addresses.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


translate()


@click.group(
    cls=Commands,
    default="build",
    default_if_no_args=False,
    options_metavar=said(VALUES, "options"),
    subcommand_metavar=said(VALUES, "command"),
    help=said(COMMANDS, "main"),
    epilog=examples("main"),
)
@click.version_option(package_name="quarterly-reporting")
def main() -> None:
    """All commands; what is no command's name is a quarter to build."""


@main.command()
@argument("quarters", nargs=-1, required=True)
@option("--unit", "units", value="unit", multiple=True)
@option("--jobs", value="number", type=click.IntRange(1))
@option("--cluster", value="address")
@option("--engine", type=click.Choice(["warm", "kernel"]), default="warm")
@option("--pdf", is_flag=True)
@option("--docx", is_flag=True)
@option("--force", is_flag=True)
@option("--dry-run", is_flag=True)
@option("--watch", is_flag=True)
@option("--revise", value="reason")
@exit_with_message
@with_folders
def build(
    quarters: tuple[str, ...],
    units: tuple[str, ...],
    cluster: str | None,
    watch: bool,
    **options: Any,
) -> int:
    """Check, execute and render the reports of quarters or periods."""
    arguments.check_is_no_command(quarters[0], main.commands)
    chosen, unit = arguments.quarters(quarters), arguments.one_unit(units)
    if cluster is not None:
        arguments.check_address(cluster)
    from reporting.building import batch

    def run() -> int:
        return batch.run(chosen, unit=unit, cluster=cluster, say=tell, **options)

    if watch:
        from reporting.building import watch as watching

        return watching.watch(options["folders"], run, tell)
    return run()


@main.command()
@argument("quarters", nargs=-1, required=True)
@exit_with_message
@with_folders
def check(quarters: tuple[str, ...], folders: Any) -> int:
    """Check params, data and notebook; nothing is executed."""
    from reporting.building import checks

    for quarter in arguments.quarters(quarters):
        say(checks.check(folders, quarter))
    return DONE


@main.command()
@argument("file", value="statement", required=False, type=PATH)
@option("--from-text", "text", value="text", type=PATH)
@option("--json", "as_json", is_flag=True)
@exit_with_message
def statement(file: Path | None, text: Path | None, as_json: bool) -> int:
    """Check the figures of a published statement against each other, or draft its file."""
    from reporting import statement as checker
    from reporting.inputs import outside

    arguments.check_one_file(file, text)
    if text is not None:
        prose = outside.text(text)
        click.echo(visible(checker.draft(prose)), nl=False)
        for line in checker.unchecked(prose):
            tell(line)
        return DONE
    assert file is not None
    result = checker.check(checker.read(outside.text(file), shown(file)))
    if as_json:
        click.echo(json.dumps(checker.as_json(result), ensure_ascii=False, indent=2))
    else:
        say(checker.as_terminal(result, user_language()))
    return DONE if result.agrees else DIFFERS


@main.command()
@argument("old", type=PATH)
@argument("new", type=PATH)
@option("--json", "as_json", is_flag=True)
@option("--html", value="html", type=PATH)
@exit_with_message
def diff(old: Path, new: Path, as_json: bool, html: Path | None) -> int:
    """Which indicator values differ between two reports."""
    from reporting.indicators.diff import as_json as plain
    from reporting.pages import comparison

    compared = comparison.of_paths(old, new)
    if html:
        comparison.write(html, compared)
    if as_json:
        click.echo(json.dumps(plain(compared.differences), ensure_ascii=False, indent=1))
    else:
        say("\n".join(compared.lines(user_language())))
    return DIFFERS if compared.differences else DONE


@main.command()
@argument("folder", type=PATH)
@exit_with_message
@with_folders
def verify(folder: Path, folders: Any) -> int:
    """Build a report again, in a temporary folder, and compare every byte."""
    from reporting.building import verify as verification

    tell(BilingualText("Đang lập lại {0}…", "Building {0} again…").format(folder))
    verdict = verification.verify(folder, folders)
    for line in verdict.lines(user_language()):
        say(line)
    return DONE if verdict.equal else DIFFERS


@main.command()
@argument("quarter")
@option("--by", value="name")
@option("--list", "listed", is_flag=True)
@exit_with_message
@with_folders
def release(quarter: str, by: str | None, listed: bool, folders: Any) -> int:
    """Record that a report as built is what is published, or list what was."""
    from reporting.building import release as releasing

    chosen, signer = Quarter.parse(quarter), arguments.signer(by, listed)
    signed = [releasing.release(folders, chosen, signer)] if signer else None
    for line in signed or releasing.history(folders, chosen):
        say(line)
    return DONE


@main.command()
@argument("quarter")
@exit_with_message
@with_folders
def new(quarter: str, folders: Any) -> int:
    """Write the params file of a quarter, carried over from the last one."""
    from reporting.building import new_quarter

    chosen = Quarter.parse(quarter)
    say(str(new_quarter.create(folders, chosen)))
    for remark in new_quarter.remarks(folders, chosen):
        tell(remark)
    tell(new_quarter.NEXT_STEPS.format(chosen, folders.data / str(chosen)))
    return DONE


@main.command()
@argument("folder", type=PATH)
@option("--quarter", value="quarter")
@exit_with_message
def init(folder: Path, quarter: str | None) -> int:
    """Write what an office starts with that answers for itself."""
    from reporting.building import new_office

    first = Quarter.parse(quarter) if quarter else new_office.newest()
    for path in new_office.create(folder, first):
        say(str(path))
    tell(new_office.NEXT_STEPS.format(folder, first, new_office.command(folder, first)))
    return DONE
