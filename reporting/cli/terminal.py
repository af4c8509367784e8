"""What every command says: help in the user's language, and words and an exit code for whatever goes wrong."""

import errno
import gc
import json
import logging
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click_default_group import DefaultGroup

from reporting.inputs.folders import Folders
from reporting.text import BilingualText, InputError, ReportFailed, texts, user_language, visible

_TEXT = texts(__name__)

DONE, FAILED, WRONG, DIFFERS = 0, 1, 2, 3
SHOWN = 80  # characters of a path that is too long
# The modules of click that say something, each through its own `_` and `ngettext`.
MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
VIETNAMESE = {text.en: text.vi for text in _TEXT.group("click").values()}
COMMANDS, OPTIONS = _TEXT.group("commands"), _TEXT.group("options")
EXAMPLES = {name: it[user_language()].splitlines() for name, it in _TEXT.group("examples").items()}
VALUES = _TEXT.group("values")  # what help calls those that commands and options take
PATH = click.Path(path_type=Path, readable=False)  # whoever opens it says what is wrong with it
FOLDERS = {"notebook": "--notebook"}
FOLDERS |= {name: f"--{name}-dir" for name in ("params", "data", "output")}


def said(texts: dict[str, BilingualText], key: str) -> str:
    """Return a text of the help in the user's language."""
    return texts[key][user_language()]


def argument(name: str, value: str = "", **settings: Any) -> Any:
    """An argument of a command; `value` is what help calls it, where not by its name."""
    return click.argument(name, metavar=said(VALUES, value or name), **settings)


def option(*names: str, value: str = "", **settings: Any) -> Any:
    """An option of a command, with its help; `value` is what help calls what it takes."""
    settings["metavar"] = said(VALUES, value) if value else None
    return click.option(*names, help=said(OPTIONS, names[0].lstrip("-")), **settings)


class Command(click.Command):
    """A command of which no traceback reaches a user, `--debug` aside; `folders` lets it run outside the repository's own, False only takes them."""

    def __init__(self, name: str, folders: bool | None = None, **settings: Any) -> None:
        settings |= {"help": said(COMMANDS, name), "epilog": examples(name)}
        super().__init__(name, options_metavar=said(VALUES, "options"), **settings)
        self.folders = {} if folders is None else FOLDERS
        option("--debug", is_flag=True)(self)
        for field, named in self.folders.items():
            option(named, field, value="path", hidden=not folders)(self)

    def parse_args(self, context: click.Context, typed: list[str]) -> list[str]:
        """Read the arguments; how they were typed wrong is said in JSON where that was asked for."""
        in_json = "--json" in typed and any(each.name == "as_json" for each in self.params)
        try:
            return super().parse_args(context, typed)
        except click.UsageError as error:
            if not in_json:
                raise
            _say_in_json(error.format_message())
            sys.exit(WRONG)

    def invoke(self, context: click.Context) -> None:
        """Run the command, and end with its exit code."""
        options = context.params
        if debug := options.pop("debug"):  # those of reports, too, that fail while the run goes on
            log = logging.getLogger("reporting")
            log.addHandler(logging.StreamHandler())
            log.setLevel(logging.DEBUG)
        gc.disable()  # what imports make stays; to look through it again and again is a sixth of a start
        try:
            if self.folders:
                given = {field: options.pop(field) for field in self.folders}
                chosen = {field: Path(path).resolve() for field, path in given.items() if path}
                options["folders"] = Folders(**chosen)
            sys.exit(super().invoke(context))
        except BrokenPipeError:  # whoever read the results has seen enough of them
            _leave_output()
            sys.exit(FAILED)
        except (Exception, KeyboardInterrupt) as error:
            if debug and isinstance(error, Exception):
                raise
            code, message = _words(error)
            if options.get("as_json"):
                _say_in_json(message)
            else:
                say(message, err=True)
            sys.exit(code)
        finally:
            gc.enable()
            gc.freeze()  # nor is there any use in looking through it on the way out


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


def examples(command: str) -> str:
    """Return the end of a command's help: how it is typed."""
    lines = (f"  python run_report.py {typed}" for typed in EXAMPLES[command])
    return "\n".join(["\b", said(VALUES, "examples"), *lines])


def translate() -> None:
    """Have click speak Vietnamese where the user does; its own catalogues go by the locale alone."""

    def translated(singular: str, plural: str = "", number: int = 1) -> str:
        message = singular if number == 1 else plural
        return VIETNAMESE.get(message, message)

    for name in MODULES if user_language() == "vi" else ():
        vars(import_module(f"click.{name}")).update(_=translated, ngettext=translated)
