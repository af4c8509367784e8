"""One report from its inputs to its folder: executed and rendered in each language, then published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat

from reporting import publish
from reporting.codes import TOTAL
from reporting.errors import ReportFailed, Text
from reporting.execute import CellError, Executed, execute
from reporting.quarter import Quarter
from reporting.render import error_page, page
from reporting.report import RESULTS_FOLDER
from reporting.workspace import ROOT, Folders

RESULTS = ("indicators.csv",)


@dataclass(frozen=True)
class Job:
    """One report to build."""

    folders: Folders
    quarter: Quarter
    languages: tuple[str, ...]
    unit: str = TOTAL
    engine: str = "kernel"

    @property
    def target(self) -> Path:
        """The folder it is published in."""
        return publish.folder(self.folders.output, self.quarter, self.unit)

    @property
    def name(self) -> str:
        """How messages call it: 2023Q3, or 2023Q3 01."""
        return str(self.quarter) if self.unit == TOTAL else f"{self.quarter} {self.unit}"


def build(job: Job) -> None:
    """Build and publish one report; a `ReportFailed` says what went wrong and where it is kept."""
    with publish.beside(job.target) as building:
        for language in job.languages:
            results = building / f".{language}"
            results.mkdir()
            executed = _execute(job, language, results)
            if executed.error:
                raise ReportFailed(_keep(job, building, language, executed, executed.error))
            _render(job, building, language, executed)
        _collect(job, building)
        publish.swap_in(building, job.target)


def _execute(job: Job, language: str, results: Path) -> Executed:
    return execute(
        job.folders.notebook,
        {"quarter": str(job.quarter), "unit": job.unit, "language": language},
        engine=job.engine,
        cwd=ROOT,
        env={**job.folders.environment(), RESULTS_FOLDER: str(results)},
    )


def _render(job: Job, building: Path, language: str, executed: Executed) -> None:
    nbformat.write(executed.notebook, building / f"report.{language}.ipynb")
    others = [other for other in job.languages if other != language]
    html = page(executed.notebook, language, job.unit, others)
    (building / f"report.{language}.html").write_text(html, encoding="utf-8", newline="")


def _collect(job: Job, building: Path) -> None:
    """Take the results of the first language, after making sure that the others say the same."""
    folders = [building / f".{language}" for language in job.languages]
    for name in RESULTS:
        contents = {
            language: (f / name) for language, f in zip(job.languages, folders, strict=True)
        }
        missing = [language for language, path in contents.items() if not path.exists()]
        if missing:
            raise ReportFailed(
                Text(
                    "Báo cáo {0}: notebook dừng trước khi xong, thiếu {1}; ô cuối phải gọi report.finish().",
                    "Report {0}: the notebook ended before it was whole, {1} is missing; its last cell must "
                    "call report.finish().",
                ).format(job.name, name)
            )
        if len({path.read_bytes() for path in contents.values()}) > 1:
            raise ReportFailed(
                Text(
                    "Báo cáo {0}: {1} khác nhau giữa các ngôn ngữ; số liệu không được phụ thuộc vào ngôn ngữ.",
                    "Report {0}: {1} differs between the languages; figures must not depend on the language.",
                ).format(job.name, name)
            )
        (folders[0] / name).rename(building / name)
    for folder in folders:
        for leftover in folder.iterdir():
            leftover.unlink()
        folder.rmdir()


def _keep(job: Job, building: Path, language: str, executed: Executed, error: CellError) -> Text:
    with publish.beside(job.target) as failed:
        nbformat.write(executed.notebook, failed / f"report.{language}.ipynb")
        (failed / "error.html").write_text(
            error_page(executed.notebook, error, job.name), encoding="utf-8"
        )
        place = publish.keep_failed(failed, job.target)
    return Text(
        "Báo cáo {0} không lập được: ô {1} (“{2}”): {3}. Notebook và trang lỗi: {4}. Báo cáo trước đó giữ nguyên.",
        "Report {0} failed: cell {1} (“{2}”): {3}. Notebook and error page: {4}. The last good report is untouched.",
    ).format(job.name, error.index + 1, error.first_line, error.message, place)
