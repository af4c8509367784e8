"""One text in both languages of the office, where the texts are, and the language of the user.

The texts that people read stand in `texts.yaml` of each package, a section a module, each in both languages.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from reporting.text.package_files import data_of

QUOTED = 80  # characters
# Control characters, line breaks and tabs aside, and marks of the direction of writing.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class BilingualText(NamedTuple):
    """One text in both languages of the office; `text["vi"]` picks one."""

    vi: str
    en: str

    def __getitem__(self, language: str) -> str:  # type: ignore[override]
        return self.vi if language == "vi" else self.en

    def format(self, *args: object, **values: object) -> BilingualText:
        """Fill the placeholders of both languages: of a `BilingualText` its own half, a `Path` as it is `shown`."""

        def half(language: str) -> str:
            def own(value: object) -> object:
                if isinstance(value, BilingualText):
                    return value[language]
                return shown(value) if isinstance(value, Path) else value

            chosen = {key: own(value) for key, value in values.items()}
            return self[language].format(*map(own, args), **chosen)

        return in_both(half)

    @classmethod
    def join(cls, parts: Iterable[BilingualText], separator: str = "; ") -> BilingualText:
        """Put texts one after the other."""
        parts = list(parts)
        return in_both(lambda language: separator.join(part[language] for part in parts))

    def capitalized(self) -> BilingualText:
        """The text as the start of a sentence or as a heading."""
        return in_both(lambda language: self[language][:1].upper() + self[language][1:])


class texts:  # noqa: N801  `_TEXT = texts(__name__)`, then `_TEXT.key`
    """The texts of one module by their keys; the file is read when the first is asked for."""

    def __init__(self, module: str) -> None:
        _, self._package, self._section = module.split(".", 2)

    def __getattr__(self, key: str) -> BilingualText:
        return BilingualText(**data_of(self._package)[self._section][key])

    def group(self, key: str) -> dict[str, BilingualText]:
        """Texts that belong together, each by its own key."""
        found = data_of(self._package)[self._section][key]
        return {name: BilingualText(**text) for name, text in found.items()}


Say = Callable[[BilingualText], None]  # tells whoever runs a command how it goes


def in_both(half: Callable[[str], str]) -> BilingualText:
    """A text from what gives its half in a language."""
    return BilingualText(half("vi"), half("en"))


def both(text: str) -> BilingualText:
    """A text that is the same in both languages: a file name, a code, a number as typed."""
    return BilingualText(text, text)


def visible(text: str) -> str:
    """A text for a terminal: what would move its cursor or turn its direction is written out, ESC as `\\x1b`."""
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def quoted(text: object) -> str:
    """A text from a file, in quotation marks and no longer than a message can hold."""
    whole = str(text)
    return f"“{whole[:QUOTED]}…”" if len(whole) > QUOTED else f"“{whole}”"


def shown(path: Path) -> str:
    """A path as messages give it: from the current folder where it is below it."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def user_language() -> str:
    """The language for messages: `REPORT_LANGUAGE`, else Vietnamese where the locale is, else English."""
    chosen = os.environ.get("REPORT_LANGUAGE")
    if chosen in ("vi", "en"):
        return chosen
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "vi" if locale.startswith("vi") else "en"
