"""What every command does: words and an exit code for whatever went wrong."""

import errno
import gc
import json
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click_default_group import DefaultGroup

from reporting.cli.usage import COMMANDS, VALUES, examples, option, said
from reporting.text.bilingual import BilingualText, user_language, visible
from reporting.text.catalogue import texts
from reporting.text.errors import InputError, ReportFailed

_TEXT = texts(__name__)

DONE, FAILED, WRONG, DIFFERS = 0, 1, 2, 3
SHOWN = 80  # characters of a path that is too long


class Command(click.Command):
    """A command with its help; one that is asked for JSON says in JSON, too, how it was typed wrong."""

    def __init__(self, name: str, **settings: Any) -> None:
        settings["help"], settings["epilog"] = said(COMMANDS, name), examples(name)
        super().__init__(name, options_metavar=said(VALUES, "options"), **settings)

    def parse_args(self, context: click.Context, typed: list[str]) -> list[str]:
        """Read the arguments, which may not be those that the command takes."""
        in_json = "--json" in typed and any(each.name == "as_json" for each in self.params)
        try:
            return super().parse_args(context, typed)
        except click.UsageError as error:
            if not in_json:
                raise
            _say_in_json(error.format_message())
            sys.exit(WRONG)


class Commands(DefaultGroup):
    """The group of all commands; its help is in the user's language, and may be written to a full device."""

    command_class = Command

    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command, or show help."""
        # what whoever started this has closed leads nowhere, else the next file opened took its place
        while (opened := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(opened)
        sys.stdout = sys.stdout or open(1, "w", encoding="utf-8")  # noqa: SIM115
        sys.stderr = sys.stderr or open(2, "w", encoding="utf-8")  # noqa: SIM115
        try:
            return super().main(*args, **options)
        except OSError as error:  # only what click itself says gets here
            _leave_output()
            tell(_TEXT.unwritten.format(error.strerror))
            sys.exit(FAILED)


def tell(message: BilingualText) -> None:
    """Progress and errors go to standard error, in the user's language."""
    say(message, err=True)


def say(message: BilingualText | str, err: bool = False) -> None:
    """Write to the terminal, paths below the current folder as one types them there."""
    text = message if isinstance(message, str) else message[user_language()]
    with suppress(OSError):  # a folder that is gone is nowhere
        here = Path.cwd()
        text = text.replace(f"{here}{os.sep}", "").replace(f"{here.as_posix()}/", "")
    click.echo(visible(text), err=err)


def exit_with_message(command: Callable[..., int]) -> Callable[..., None]:
    """Run a command; no traceback reaches a user, `--debug` aside."""

    @option("--debug", is_flag=True)
    @wraps(command)
    def run(*args: Any, debug: bool = False, **options: Any) -> None:
        if debug:  # those of reports, too, that fail while the run goes on
            log = logging.getLogger("reporting")
            log.addHandler(logging.StreamHandler())
            log.setLevel(logging.DEBUG)
        gc.disable()  # what imports make stays; to look through it again and again is a sixth of a start
        try:
            sys.exit(command(*args, **options))
        except BrokenPipeError:  # whoever read the results has seen enough of them
            _leave_output()
            sys.exit(FAILED)
        except (Exception, KeyboardInterrupt) as error:
            if debug and isinstance(error, Exception):
                raise
            code, said = _words(error)
            if options.get("as_json"):
                _say_in_json(said)
            else:
                say(said, err=True)
            sys.exit(code)
        finally:
            gc.enable()
            gc.freeze()  # nor is there any use in looking through it on the way out

    return run


def _say_in_json(wrong: str) -> None:
    click.echo(json.dumps({"error": wrong}, ensure_ascii=False))


def _words(error: BaseException) -> tuple[int, str]:
    """The exit code and the words for what went wrong."""
    if isinstance(error, InputError | ReportFailed):
        return WRONG if isinstance(error, InputError) else FAILED, str(error)
    code, message = FAILED, _TEXT.unexpected_error_run_again.format(type(error).__name__, error)
    if isinstance(error, KeyboardInterrupt):
        message = BilingualText("Đã dừng theo yêu cầu.", "Stopped as asked.")
    elif isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        name = str(error.filename)
        code, message = WRONG, _TEXT.long_path.format(name[:SHOWN], len(name))
    elif isinstance(error, PermissionError) and error.filename is not None:
        code, message = WRONG, _TEXT.no_access.format(error.filename, error.strerror)
    elif isinstance(error, OSError) and error.filename is None and error.errno == errno.ENOSPC:
        _leave_output()
        message = _TEXT.unwritten.format(error.strerror)
    return code, visible(message[user_language()])


def _leave_output() -> None:
    """Have Python not try once more, when it ends, to write what standard output has not taken."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
