"""What the user hears: bilingual texts, and the two ways in which a run can go wrong."""

from __future__ import annotations

import os
from typing import NamedTuple


class Text(NamedTuple):
    """One text in both languages of the office; `text["vi"]` picks one."""

    vi: str
    en: str

    def __getitem__(self, language: str) -> str:  # type: ignore[override]
        return self.vi if language == "vi" else self.en

    def format(self, *args: object, **values: object) -> Text:
        """Fill the placeholders of both languages; a `Text` among the values gives its own half."""

        def half(language: str) -> str:
            def own(value: object) -> object:
                return value[language] if isinstance(value, Text) else value

            chosen = {key: own(value) for key, value in values.items()}
            return self[language].format(*(own(value) for value in args), **chosen)

        return Text(half("vi"), half("en"))


def both(text: str) -> Text:
    """A text that is the same in both languages: a file name, a code, a number as typed."""
    return Text(text, text)


# The environment variable by which a command tells the notebook where to leave its results; set for its run only.
RESULTS_FOLDER = "REPORTING_RESULTS"


def user_language() -> str:
    """The language for messages: `REPORT_LANGUAGE`, else Vietnamese where the locale is, else English."""
    chosen = os.environ.get("REPORT_LANGUAGE")
    if chosen in ("vi", "en"):
        return chosen
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := os.environ.get(name):
            return "vi" if locale.startswith("vi") else "en"
    return "en"


def below_cell(message: Text) -> list[str]:
    """A mistake as IPython shows it below a cell, in place of a traceback.

    Who runs the notebook reads it in their language; what a command runs ends on an error page for everybody.
    """
    return list(message) if RESULTS_FOLDER in os.environ else message[user_language()].split("\n")


class InputError(Exception):
    """The command, the params, the data or the notebook is wrong; holds every problem found."""

    def __init__(self, *problems: Text) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        language = user_language()
        return "\n".join(problem[language] for problem in self.problems)

    def _render_traceback_(self) -> list[str]:
        vi, en = zip(*self.problems, strict=True)
        return below_cell(Text("\n".join(vi), "\n".join(en)))


class ReportFailed(Exception):  # noqa: N818  what happened to the report, as one says it
    """A report failed while executing or rendering."""

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message[user_language()]
