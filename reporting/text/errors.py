"""The two ways in which a run can go wrong."""

import os

from reporting.text.bilingual import BilingualText, user_language, visible

# The environment variable by which a command tells the notebook where to leave its results; set for its run only.
RESULTS_FOLDER = "REPORTING_RESULTS"


def below_cell(message: BilingualText) -> list[str]:
    """A mistake as IPython shows it below a cell, in place of a traceback.

    Who runs the notebook reads it in their language; what a command runs ends on an error page for everybody.
    """
    halves = list(map(visible, message))
    return halves if RESULTS_FOLDER in os.environ else visible(message[user_language()]).split("\n")


class InputError(Exception):
    """The command, the params, the data or the notebook is wrong; holds every problem found."""

    def __init__(self, *problems: BilingualText) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        language = user_language()
        return visible("\n".join(problem[language] for problem in self.problems))

    def _render_traceback_(self) -> list[str]:
        vi, en = zip(*self.problems, strict=True)
        return below_cell(BilingualText("\n".join(vi), "\n".join(en)))


class ReportFailed(Exception):  # noqa: N818  what happened to the report, as one says it
    """A report failed while executing or rendering."""

    def __init__(self, message: BilingualText) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return visible(self.message[user_language()])
