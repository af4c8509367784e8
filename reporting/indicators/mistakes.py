"""Mistakes in a notebook, told in one line under the cell that made them, with what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from reporting.text.bilingual import BilingualText, both, user_language
from reporting.text.errors import below_cell


class Mistake(Exception):  # noqa: N818  what the author of a cell made, as one says it
    """Something in a cell is not right; one line in the user's language, in place of a traceback."""

    def __init__(self, message: BilingualText) -> None:
        super().__init__(message[user_language()])
        self.message = message

    def _render_traceback_(self) -> list[str]:
        return below_cell(self.message)


class MeasureError(Mistake, ValueError):
    """A measure was given something it cannot work with."""


class IndicatorError(Mistake):
    """An indicator is not right; the line names it."""

    def __init__(self, name: str, message: BilingualText) -> None:
        super().__init__(
            BilingualText("Chỉ tiêu “{0}”: {1}", "Indicator “{0}”: {1}").format(name, message)
        )


COLUMN, CODE = BilingualText("cột", "column"), BilingualText("mã", "code")
INDICATOR, PART = BilingualText("chỉ tiêu", "indicator"), BilingualText("phần", "part")


def unknown(what: BilingualText, name: str, known: Iterable[str]) -> BilingualText:
    """Say that there is no such thing, which name is nearest, and which there are."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    hint = (
        BilingualText(f" Có phải “{near[0]}”?", f" Did you mean “{near[0]}”?") if near else both("")
    )
    return BilingualText(
        "không có {0} “{1}”.{2} Có: {3}.", "there is no {0} “{1}”.{2} There are: {3}."
    ).format(what, name, hint, ", ".join(names))


def python_error(error: Exception) -> BilingualText:
    """Explain an error of Python's or of pandas' inside a function, where there is something to say."""
    said = f"{type(error).__name__}: {error}"
    for kind, fragment, advice in _ADVICE:
        if isinstance(error, kind) and fragment in str(error):
            return BilingualText("{0} ({1}).", "{0} ({1}).").format(advice, said)
    return both(said)


_CONDITIONS = BilingualText(
    'nối các điều kiện bằng & (và), | (hoặc), mỗi điều kiện trong ngoặc: (tasks["status"] == "overdue") & '
    '(tasks["source"] == "ad_hoc")',
    'join conditions with & (and) and | (or), each in brackets: (tasks["status"] == "overdue") & '
    '(tasks["source"] == "ad_hoc")',
)
_CALCULATED = BilingualText(
    "count(…), total(…) … chỉ được cộng, trừ, nhân, chia với nhau và với các con số",
    "count(…), total(…) and the others are added, subtracted, multiplied and divided, with each other and with numbers",
)
_ADVICE: tuple[tuple[type[Exception], str, BilingualText], ...] = (
    (ValueError, "truth value", _CONDITIONS),
    (TypeError, "for &:", _CONDITIONS),
    (TypeError, "for |:", _CONDITIONS),
    (TypeError, "rand_", _CONDITIONS),
    (TypeError, "ror_", _CONDITIONS),
    (TypeError, "'OfRows'", _CALCULATED),
    (TypeError, "'Calculated'", _CALCULATED),
    (
        ZeroDivisionError,
        "",
        BilingualText(
            "chia cho 0; hãy viết share(…, of=…) hoặc mean(…), ô không có gì để chia sẽ để trống",
            "division by zero; write share(…, of=…) or mean(…), which leave a cell empty where there is "
            "nothing to divide by",
        ),
    ),
)
