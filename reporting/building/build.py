"""One report from its inputs to its folder: produced in each language, assembled, published whole."""

from dataclasses import dataclass, field

import nbformat

from reporting.building import manifest, publish
from reporting.building.planning import Job
from reporting.execution.execute import execute
from reporting.execution.lifetime import temporary_folder
from reporting.execution.notebook import numbered
from reporting.inputs import digests, releases
from reporting.inputs.folders import ROOT
from reporting.pages.render import PageInfo, error_page, page, pdf, remarks
from reporting.text import RESULTS_FOLDER, BilingualText, ReportFailed, texts

_TEXT = texts(__name__)

# What the notebook hands over besides its page; the same bytes whatever the language.
RESULTS = ("indicators.csv", "indicators.csv-metadata.json", "tables.xlsx")


@dataclass(frozen=True)
class Produced:
    """What came of one language of a report: files by name, what went wrong, if anything did, and what was noticed."""

    files: dict[str, bytes] = field(repr=False)
    failure: ReportFailed | None = None
    notes: tuple[BilingualText, ...] = ()


def produce(job: Job, language: str) -> Produced:
    """Execute and render one language of a report; nothing is published, everything comes back as bytes."""
    folders = job.found.folders
    parameters = {"quarter": str(job.found.quarter), "unit": job.unit, "language": language}
    with temporary_folder() as results:
        env = {**folders.environment(), RESULTS_FOLDER: str(results)}
        called = {str(path): name for name, path in {**vars(folders), "results": results}.items()}
        try:
            executed = execute(
                job.found.notebook, parameters, engine=job.engine, cwd=ROOT, env=env, folders=called
            )
        except ReportFailed as early:  # before its first cell; nobody has named the report
            raise job.failed(early.message) from early
        files = {path.name: path.read_bytes() for path in sorted(results.iterdir())}
    written = nbformat.v4.writes(executed.notebook).encode("utf-8")
    notebook = {f"report.{language}.ipynb": written}
    if error := executed.error:
        number, _ = list(numbered(executed.notebook.cells))[error.index]  # as its author counts
        failure = job.failed(_TEXT.where.format(number, error.first_line, error.message))
        failure.add_note(error.traceback)  # for --debug
        shown = error_page(executed.notebook, error, job.name)
        return Produced({**notebook, "error.html": shown.encode("utf-8")}, failure)
    if missing := [name for name in RESULTS if name not in files]:
        said = _TEXT.report_notebook_ended_before.format(job.name, ", ".join(missing))
        return Produced({}, ReportFailed(said))
    info = PageInfo.of(job.found, job.unit, language)
    html = page(executed.notebook, info)
    files |= {f"report.{language}.html": html.encode("utf-8"), **notebook}
    if "pdf" in job.also:
        files[f"report.{language}.pdf"] = pdf(html)
    if "docx" in job.also:
        from reporting.word import document, layout  # only where it is asked for: it takes a second

        own, template = job.found.params, layout.empty(folders.params, language)
        word = document.write(html, template, own.cut_off, annex=own.docx.get("annex", False))
        files[f"report.{language}.docx"] = word
    return Produced(files, notes=tuple(remarks(executed.notebook, info)))


def assemble(job: Job, produced: list[Produced]) -> None:
    """Put the languages of a report together and publish it; a `ReportFailed` says why it was not."""
    output = job.found.folders.output
    for name in sorted({name for each in produced for name in each.files}):
        if not manifest.is_plain(name):  # a cluster's worker may send anything
            raise job.failed(_TEXT.no_name.format(name))
    for each in produced:
        if each.failure:  # its notebook and error page are kept beside the last good report
            said = each.failure.message
            if each.files:
                publish.put_in_place(output, job.target, each.files, failed=True)
                where = _TEXT.kept.format(publish.failed_folder(job.target))
                said = BilingualText.join((said, where), "\n")
                said = _TEXT.last_good_report_is.format(said) if job.target.exists() else said
            raise ReportFailed(said) from each.failure
    files: dict[str, bytes] = {}
    for each in produced:
        for name, content in each.files.items():
            if files.setdefault(name, content) != content:
                raise ReportFailed(_TEXT.report_differs_between_languages.format(job.name, name))
    # of the report as it was when planned: what changes meanwhile is built next time
    of = job.build_inputs, digests.environment(), dict(files)
    latest = releases.read(job.found.folder).latest
    signed = manifest.write(*of, latest)
    other = latest and digests.of_bytes(signed) != latest.manifest  # not the released report
    files[manifest.NAME] = manifest.write(*of) if other else signed
    publish.put_in_place(output, job.target, files)
