"""Help and wrong usage in the user's language: click speaks English only, and what it says is translated here."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from reporting.text.bilingual import BilingualText, user_language
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

# The modules of click that say something, each through its own `_` and `ngettext`.
MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
VIETNAMESE = {text.en: text.vi for text in _TEXT.group("click").values()}
COMMANDS, OPTIONS = _TEXT.group("commands"), _TEXT.group("options")
EXAMPLES = {
    name: text[user_language()].splitlines() for name, text in _TEXT.group("examples").items()
}
VALUES = _TEXT.group("values")  # what help calls those that commands and options take
PATH = click.Path(path_type=Path, readable=False)  # whoever opens it says what is wrong with it


def said(texts: dict[str, BilingualText], key: str) -> str:
    """Return a text of the help in the user's language."""
    return texts[key][user_language()]


def argument(name: str, value: str = "", **settings: Any) -> Callable[..., Any]:
    """An argument of a command; `value` is what help calls it, where not by its name."""
    return click.argument(name, metavar=said(VALUES, value or name), **settings)


def option(name: str, *names: str, value: str = "", **settings: Any) -> Callable[..., Any]:
    """An option of a command, with its help; `value` is what help calls what it takes."""
    if value:
        settings["metavar"] = said(VALUES, value)
    return click.option(name, *names, help=said(OPTIONS, name.lstrip("-")), **settings)


def with_folders(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that let a command run outside the repository's own folders."""

    names = ("notebook", "params-dir", "data-dir", "output-dir")

    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        from reporting.inputs.folders import Folders

        given = {name.removesuffix("-dir"): options.pop(name.replace("-", "_")) for name in names}
        chosen = {name: Path(path).resolve() for name, path in given.items() if path}
        return command(*args, folders=Folders(**chosen), **options)

    for name in reversed(names):  # help lists last what wraps first
        run = option(f"--{name}", value="path")(run)
    return run


def examples(command: str) -> str:
    """Return the end of a command's help: how it is typed."""
    lines = (f"  python run_report.py {typed}" for typed in EXAMPLES[command])
    return "\n".join(["\b", said(VALUES, "examples"), *lines])


def translate() -> None:
    """Have click speak Vietnamese where the user does; its own catalogues go by the locale alone."""

    def one(message: str) -> str:
        return VIETNAMESE.get(message, message)

    def by_number(singular: str, plural: str, number: int) -> str:
        return one(singular if number == 1 else plural)

    for name in MODULES if user_language() == "vi" else ():
        module = import_module(f"click.{name}")
        for function, translated in (("_", one), ("ngettext", by_number)):
            if hasattr(module, function):
                setattr(module, function, translated)
