"""The commands; each says what it does, hands over, and turns what went wrong into words and an exit code."""

import json
import re
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import click

from reporting.cli import terminal
from reporting.cli.terminal import DIFFERS, DONE, PATH, argument, option, said, say, tell
from reporting.text import BilingualText, InputError, Quarter, shown, texts, user_language, visible
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)
Names = tuple[str, ...]


terminal.translate()


@click.group(
    cls=terminal.Commands,
    default="build",
    default_if_no_args=False,
    options_metavar=said(terminal.VALUES, "options"),
    subcommand_metavar=said(terminal.VALUES, "command"),
    help=said(terminal.COMMANDS, "main"),
    epilog=terminal.examples("main"),
)
@click.version_option(package_name="quarterly-reporting")
def main() -> None:
    """All commands; what is no command's name is a quarter to build."""


@main.command(folders=True)
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
def build(quarters: Names, units: Names, cluster: str | None, watch: bool, **options: Any) -> int:
    """Check, execute and render the reports of quarters or periods."""
    # what is no command's name is taken for a quarter; it may be a command's name, mistyped
    if near := get_close_matches(quarters[0].casefold(), main.commands, n=1):
        raise InputError(_TEXT.there_is_no_command.format(quarters[0], near[0]))
    chosen, of = _quarters(quarters), list(dict.fromkeys(units)) or [TOTAL]
    if len(of) > 1:
        raise InputError(_TEXT.unit_can_be_given.format(", ".join(of)))
    options["revise"] = options["revise"] and options["revise"].strip()
    address = re.fullmatch(r"(?:tcp|tls)://[^\s/]+:(\d+)", cluster or "")
    if cluster is not None and not (address and 0 < int(address[1]) < 65536):
        raise InputError(_TEXT.cluster_is_not_address.format(cluster))
    from reporting.building import batch

    run = partial(batch.run, chosen, unit=of[0], cluster=cluster, say=tell, **options)
    if watch:
        from reporting.building import watch as watching

        return watching.watch(options["folders"], run, tell)
    return run()


@main.command(folders=True)
@argument("quarters", nargs=-1, required=True)
def check(quarters: Names, folders: Any) -> int:
    """Check params, data and notebook; nothing is executed."""
    from reporting.building import checks

    for quarter in _quarters(quarters):
        say(checks.check(folders, quarter))
    return DONE


def _quarters(named: Names) -> list[Quarter]:
    """The quarters named, each once."""
    return list(dict.fromkeys(each for text in named for each in Quarter.parse_range(text)))


@main.command(folders=False)
@argument("file", value="statement", required=False, type=PATH)
@option("--from-text", "text", value="text", type=PATH)
@option("--json", "as_json", is_flag=True)
def statement(file: Path | None, text: Path | None, as_json: bool, **_: Any) -> int:
    """Check the figures of a published statement against each other, or draft its file."""
    from reporting import statement as checker
    from reporting.inputs import outside

    if text and not file:
        prose = outside.text(text)
        click.echo(visible(checker.draft(prose)), nl=False)
        for line in checker.unchecked(prose):
            tell(line)
        return DONE
    if text or not file:
        raise InputError(_TEXT.expected_one_file_statement)
    result = checker.check(checker.read(outside.text(file), shown(file)))
    if as_json:
        click.echo(json.dumps(checker.as_json(result), ensure_ascii=False, indent=2))
    else:
        say(checker.as_terminal(result, user_language()))
    return DONE if result.agrees else DIFFERS


@main.command(folders=False)
@argument("old", type=PATH)
@argument("new", type=PATH)
@option("--json", "as_json", is_flag=True)
@option("--html", value="html", type=PATH)
def diff(old: Path, new: Path, as_json: bool, html: Path | None, **_: Any) -> int:
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


@main.command(folders=True)
@argument("folder", type=PATH)
def verify(folder: Path, folders: Any) -> int:
    """Build a report again, in a temporary folder, and compare every byte."""
    from reporting.building import verify as verification

    tell(BilingualText("Đang lập lại {0}…", "Building {0} again…").format(folder))
    verdict = verification.verify(folder, folders)
    for line in verdict.lines(user_language()):
        say(line)
    return DONE if verdict.equal else DIFFERS


@main.command(folders=True)
@argument("quarter")
@option("--by", value="name")
@option("--list", "listed", is_flag=True)
def release(quarter: str, by: str | None, listed: bool, folders: Any) -> int:
    """Record that a report as built is what is published, or list what was."""
    from reporting.building import release as releasing

    chosen, signer = Quarter.parse(quarter), (by or "").strip()
    if listed == bool(signer):
        raise InputError(_TEXT.expected_one_release_q)
    signed = [releasing.release(folders, chosen, signer)] if signer else None
    for line in signed or releasing.history(folders, chosen):
        say(line)
    return DONE


@main.command(folders=True)
@argument("quarter")
def new(quarter: str, folders: Any) -> int:
    """Write the params file of a quarter, carried over from the last one."""
    from reporting.building import new_files

    chosen = Quarter.parse(quarter)
    say(str(new_files.create(folders, chosen)))
    for remark in new_files.remarks(folders, chosen):
        tell(remark)
    tell(new_files.NEXT_STEPS.format(f"{chosen}{folders.options}", folders.data / str(chosen)))
    return DONE


@main.command()
@argument("folder", type=PATH)
@option("--quarter", value="quarter")
def init(folder: Path, quarter: str | None) -> int:
    """Write what an office starts with that answers for itself."""
    from reporting.building import new_files

    first = Quarter.parse(quarter) if quarter else new_files.newest()
    for path in new_files.create_office(folder, first):
        say(str(path))
    tell(new_files.next_steps_of_office(folder, first))
    return DONE
