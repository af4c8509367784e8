"""Texts in two languages, and the forms of numbers, dates and quarters: what all other packages take from here."""

# isort: off
from reporting.text.bilingual import (
    QUOTED, BilingualText, Say, both, in_both, quoted, shown, texts, user_language, visible,
)  # fmt: skip
from reporting.text.codes import (
    COUNTS, DONE, LANGUAGES, REQUIRED_INDICATORS, STATUSES, TASK_COLUMNS, TOTAL, UNIT_CODE,
)  # fmt: skip
from reporting.text.package_files import Loader, data_of, template_of
from reporting.text.errors import RESULTS_FOLDER, InputError, ReportFailed, Told, gathered
from reporting.text.quarter import Quarter
from reporting.text import wording

__all__ = [
    "COUNTS", "DONE", "LANGUAGES", "QUOTED", "REQUIRED_INDICATORS", "RESULTS_FOLDER", "STATUSES", "TASK_COLUMNS",
    "TOTAL", "UNIT_CODE", "BilingualText", "InputError", "Loader", "Quarter", "ReportFailed", "Say", "Told", "both",
    "data_of", "gathered", "in_both", "quoted", "shown", "template_of", "texts", "user_language", "visible",
    "wording",
]  # fmt: skip
