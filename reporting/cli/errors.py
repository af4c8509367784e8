"""What every command does: words and an exit code for whatever went wrong, and the options all of them have."""

import errno
import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any

import click

from reporting.cli.usage import said
from reporting.text.bilingual import BilingualText, user_language, visible
from reporting.text.catalogue import texts
from reporting.text.errors import InputError, ReportFailed

_TEXT = texts(__name__)

DONE, FAILED, WRONG, DIFFERS = 0, 1, 2, 3
SHOWN = 80  # characters of a path that is too long


def tell(message: BilingualText) -> None:
    """Progress and errors go to standard error, in the user's language."""
    say(message[user_language()], err=True)


def say(text: str, err: bool = False) -> None:
    """Write to the terminal, paths below the current folder as one types them there."""
    with suppress(OSError):  # a folder that is gone is nowhere
        here = Path.cwd()
        text = text.replace(f"{here}{os.sep}", "").replace(f"{here.as_posix()}/", "")
    click.echo(visible(text), err=err)


def _show_tracebacks() -> None:
    """Show also those of reports that fail while the run goes on."""
    import logging

    log = logging.getLogger("reporting")
    log.addHandler(logging.StreamHandler())
    log.setLevel(logging.DEBUG)


def exit_with_message(command: Callable[..., int]) -> Callable[..., None]:
    """Run a command; no traceback reaches a user, `--debug` aside."""

    @wraps(command)
    def run(*args: Any, debug: bool = False, **options: Any) -> None:
        if debug:
            _show_tracebacks()
        gc.disable()  # what imports make stays; to look through it again and again is a sixth of a start
        try:
            sys.exit(command(*args, **options))
        except (InputError, ReportFailed) as error:
            if debug:
                raise
            say(str(error), err=True)
            sys.exit(WRONG if isinstance(error, InputError) else FAILED)
        except KeyboardInterrupt:
            tell(BilingualText("Đã dừng theo yêu cầu.", "Stopped as asked."))
            sys.exit(FAILED)
        except BrokenPipeError:  # whoever read the results has seen enough of them
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(FAILED)
        except Exception as error:
            if debug:
                raise
            if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
                tell(_TEXT.long_path.format(str(error.filename)[:SHOWN], len(str(error.filename))))
                sys.exit(WRONG)
            tell(_TEXT.unexpected_error_run_again.format(type(error).__name__, error))
            sys.exit(FAILED)
        finally:
            gc.enable()
            gc.freeze()  # nor is there any use in looking through it on the way out

    return click.option(
        "--debug", is_flag=True, help=said("Hiện chi tiết lỗi (traceback).", "Show tracebacks.")
    )(run)


def with_folders(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that let a command run outside the repository's own folders."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        from reporting.inputs.folders import Folders

        given = {name: options.pop(name) for name in ("notebook", "params", "data", "output")}
        chosen = {name: Path(path).resolve() for name, path in given.items() if path}
        return command(*args, folders=Folders(**chosen), **options)

    for option, name, what in (
        ("--output-dir", "output", said("Thư mục chứa báo cáo.", "Where reports are published.")),
        ("--data-dir", "data", said("Thư mục thay cho data/.", "The folder read in place of data/.")),
        ("--params-dir", "params", said("Thư mục thay cho params/.", "The folder read in place of params/.")),
        ("--notebook", "notebook", said("Sổ tay (notebook) sẽ chạy.", "The notebook to execute.")),
    ):  # fmt: skip
        run = click.option(option, name, metavar=said("ĐƯỜNG_DẪN", "PATH"), help=what)(run)
    return run
