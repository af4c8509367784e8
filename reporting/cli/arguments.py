"""What a command is given, before anything is read: quarters, a unit, a cluster's address; or what was meant."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)


def quarters(texts: tuple[str, ...]) -> list[Quarter]:
    """The quarters named, each once."""
    found = (quarter for text in texts for quarter in Quarter.parse_range(text))
    return list(dict.fromkeys(found))


def check_is_no_command(word: str, commands: Iterable[str]) -> None:
    """What is no command's name reaches `build` as a quarter; it may be a command's name, mistyped."""
    if near := get_close_matches(word.casefold(), commands, n=1):
        raise InputError(_TEXT.there_is_no_command.format(word, near[0]))


def one_unit(units: tuple[str, ...]) -> str:
    """The unit whose report is asked for; all together where none is."""
    different = list(dict.fromkeys(units)) or [TOTAL]
    if len(different) > 1:
        raise InputError(_TEXT.unit_can_be_given.format(", ".join(different)))
    return different[0]


def check_address(cluster: str) -> None:
    """A cluster's address has a host and a port; that somebody answers there is seen later."""
    match = re.fullmatch(r"(?:tcp|tls)://[^\s/]+:(\d+)", cluster)
    if not match or not 0 < int(match[1]) < 65536:
        raise InputError(_TEXT.cluster_is_not_address.format(cluster))


def signer(by: str | None, listed: bool) -> str | None:
    """Who signs a release off; None where its releases are to be listed."""
    if listed != (not by or not by.strip()):
        raise InputError(_TEXT.expected_one_release_q)
    return None if listed or by is None else by.strip()


def check_one_file(file: Path | None, text: Path | None) -> None:
    """A statement is either checked or drafted."""
    if (file is None) == (text is None):
        raise InputError(_TEXT.expected_one_file_statement)
