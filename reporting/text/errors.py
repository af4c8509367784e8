"""The two ways in which a run can go wrong."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from reporting.text.bilingual import BilingualText, user_language, visible

# The environment variable by which a command tells the notebook where to leave its results; set for its run only.
RESULTS_FOLDER = "REPORTING_RESULTS"


class Told(Exception):  # noqa: N818  what went wrong, as one says it
    """What went wrong, told in both languages; in a cell it stands in place of a traceback."""

    def __init__(self, *problems: BilingualText) -> None:
        super().__init__(*problems)
        self.problems = problems

    @property
    def message(self) -> BilingualText:
        """Every problem, each in a line of its own."""
        return BilingualText.join(self.problems, "\n")

    def __str__(self) -> str:
        return visible(self.message[user_language()])

    def _render_traceback_(self) -> list[str]:
        """Who runs the notebook reads it in their language; what a command runs ends on an error page for everybody."""
        halves = self.message if RESULTS_FOLDER in os.environ else str(self).split("\n")
        return list(map(visible, halves))


class InputError(Told):
    """The command, the params, the data or the notebook is wrong; holds every problem found."""


class ReportFailed(Told):
    """A report failed while executing or rendering."""


@contextmanager
def gathered(problems: list[BilingualText]) -> Iterator[None]:
    """Add what an `InputError` says to the problems found so far, and go on."""
    try:
        yield
    except InputError as error:
        problems += error.problems
