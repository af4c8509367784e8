"""What every command does: words and an exit code for whatever went wrong, and the options all of them have."""

import errno
import gc
import os
import sys
from collections.abc import Callable
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
    click.echo(visible(message[user_language()]), err=True)


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
        ("--output-dir", said("Thư mục chứa báo cáo.", "Where reports are published.")),
        ("--data-dir", said("Thư mục thay cho data/.", "The folder read in place of data/.")),
        ("--params-dir", said("Thư mục thay cho params/.", "The folder read in place of params/.")),
        ("--notebook", said("Sổ tay (notebook) sẽ chạy.", "The notebook to execute.")),
    ):
        run = click.option(option, metavar=said("ĐƯỜNG_DẪN", "PATH"), help=what)(run)
    return run
