"""What a reader should know of the data: what was read, as of when, and where it does not fit together."""

import pandas as pd

from reporting.registers.register import disagreements, no_longer_listed
from reporting.report import notes
from reporting.report.items import of_tasks
from reporting.report.report_data import ReportData
from reporting.tables.table import Table
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL

_TEXT = texts(__name__)

COLUMNS = ("task_id", "title", "unit", "due_on", "completed_on", "reported_status", "status")


def section(data: ReportData) -> tuple[list[BilingualText], Table | None]:
    """The register read, the cut-off, and everything that was noticed on the way.

    The table has the tasks whose reported status is not the derived one.
    """
    several, files = data.quarter.quarters > 1, data.inputs.files.own_data
    plural = "s" if several else ""
    count, cut_off = wording.tasks(len(data.tasks)), wording.day(data.params.cut_off)
    register, table = data.inputs.register, None
    undated = [each for each in data.quarter.parts if each in data.inputs.undated]
    basis = _TEXT.statuses_are_derived_from
    if undated:
        basis = _TEXT.some_files_have_none.format(wording.listing([*map(wording.quarter, undated)]))
        basis = basis if register.dated else _TEXT.file_has_no_completion
    elif register.reported:
        differing = disagreements(data.tasks).sort_values("task_id")
        basis = _TEXT.statuses_are_derived_from_due
        if len(differing):
            basis = _TEXT.statuses_are_derived_from_due_and.format(wording.tasks(len(differing)))
        title, derived = _TEXT.tasks_whose_reported_status, _TEXT.derived_status
        table = of_tasks(data, differing, COLUMNS, "disagreements", title, True, status=derived)
    sentences = [
        _TEXT.report_is_computed_from.format(count, files, cut_off, s=plural),
        basis,
        *notes.same_day(data),
    ]
    if several:  # how many open tasks of a period rest on an older register than its last one
        last = data.quarter.last
        open_ones = int(no_longer_listed(data.tasks, data.inputs.tables[last]).sum())
        told = wording.tasks(open_ones), wording.quarter(last), wording.number(open_ones)
        sentences.append(_TEXT.task_stands_in_lists.format(*told))
    sentences += [note.text for note in register.notes if data.unit == TOTAL]
    days = data.tasks["assigned_on"].dropna().dt.normalize()
    ends = map(pd.Timestamp, (data.quarter.first_day, data.quarter.last_day))
    if outside := int((~days.between(*ends)).sum()):
        form = _TEXT.one_assigned_outside if outside == 1 else _TEXT.assigned_outside
        sentences.append(
            form.format(wording.tasks(outside), wording.quarter(data.quarter), s=plural)
        )
    return sentences, table
