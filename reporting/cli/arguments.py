"""What a command is given, before anything is read: quarters, a unit, a cluster's address; or what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter


def quarters(texts: tuple[str, ...]) -> list[Quarter]:
    """The quarters named, each once."""
    found = (quarter for text in texts for quarter in Quarter.parse_range(text))
    return list(dict.fromkeys(found))


def check_is_no_command(word: str, commands: Iterable[str]) -> None:
    """What is no command's name reaches `build` as a quarter; it may be a command's name, mistyped."""
    if near := get_close_matches(word.casefold(), commands, n=1):
        raise InputError(
            BilingualText(
                "Không có lệnh “{0}”; có phải “{1}”?",
                "There is no command “{0}”; did you mean “{1}”?",
            ).format(word, near[0])
        )


def one_unit(units: tuple[str, ...]) -> str:
    """The unit whose report is asked for; all together where none is."""
    different = list(dict.fromkeys(units)) or [TOTAL]
    if len(different) > 1:
        raise InputError(
            BilingualText(
                "--unit chỉ được ghi một lần, không phải {0}; muốn lập cho mọi đơn vị thì ghi --unit all.",
                "--unit can be given once only, not {0}; for every unit's report give --unit all.",
            ).format(", ".join(different))
        )
    return different[0]


def check_address(cluster: str) -> None:
    """A cluster's address has a host and a port; that somebody answers there is seen later."""
    match = re.fullmatch(r"(?:tcp|tls)://[^\s/]+:(\d+)", cluster)
    if not match or not 0 < int(match[1]) < 65536:
        raise InputError(
            BilingualText(
                "--cluster “{0}” không phải là địa chỉ của bộ điều phối; cần dạng tcp://10.0.0.1:8786.",
                "--cluster “{0}” is not the address of a scheduler; expected a form like tcp://10.0.0.1:8786.",
            ).format(cluster)
        )


def signer(by: str | None, listed: bool) -> str | None:
    """Who signs a release off; None where its releases are to be listed."""
    if listed != (not by or not by.strip()):
        raise InputError(
            BilingualText(
                'Cần một trong hai: release 2023Q3 --by "HỌ TÊN" để công bố, hoặc release 2023Q3 --list để xem.',
                'Expected one of: release 2023Q3 --by "NAME" to release, or release 2023Q3 --list to see.',
            )
        )
    return None if listed or by is None else by.strip()


def check_one_file(file: Path | None, text: Path | None) -> None:
    """A statement is either checked or drafted."""
    if (file is None) == (text is None):
        raise InputError(
            BilingualText(
                "Cần một tệp: statement TỆP.yaml để kiểm tra, hoặc statement --from-text TỆP.txt để soạn.",
                "Expected one file: statement FILE.yaml to check it, or statement --from-text FILE.txt to draft one.",
            )
        )
