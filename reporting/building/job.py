"""One report to build: which quarter, of which unit, from and to which folders."""

from dataclasses import dataclass, field
from pathlib import Path

from reporting.building import publish
from reporting.inputs.digests import BuildInputs
from reporting.inputs.folders import Folders
from reporting.text.bilingual import BilingualText
from reporting.text.codes import TOTAL
from reporting.text.errors import ReportFailed
from reporting.text.quarter import Quarter

FORMS = ("pdf", "docx")  # what a page may be written as besides HTML


@dataclass(frozen=True)
class Job:
    """One report to build.

    `build_inputs` is what it is made from as it was when the report was planned; `also` are the forms besides HTML.
    """

    folders: Folders
    quarter: Quarter
    languages: tuple[str, ...]
    build_inputs: BuildInputs = field(repr=False, compare=False)
    unit: str = TOTAL
    engine: str = "warm"
    also: tuple[str, ...] = ()

    @property
    def target(self) -> Path:
        """The folder it is published in."""
        return publish.folder(self.folders.output, self.quarter, self.unit)

    @property
    def name(self) -> str:
        """How messages call it: 2023Q3, or 2023Q3 01."""
        return str(self.quarter) if self.unit == TOTAL else f"{self.quarter} {self.unit}"

    def failed(self, why: BilingualText | str) -> ReportFailed:
        """That it cannot be built, and why."""
        said = BilingualText("Báo cáo {0} không lập được: {1}", "Report {0} failed: {1}")
        return ReportFailed(said.format(self.name, why))

    def failure(self, error: Exception) -> ReportFailed:
        """An error as that of this report; one that names it already is left as it is."""
        if isinstance(error, ReportFailed):
            return error
        return self.failed(f"{type(error).__name__}: {error}")
