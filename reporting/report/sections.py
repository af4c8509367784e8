"""What only the whole report shows: its revisions, next quarter, data, definitions, and how to make it again."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from reporting import statement
from reporting.indicators.indicator import registry
from reporting.inputs import digests
from reporting.inputs.folders import MANIFEST, UNITS
from reporting.registers.register import disagreements, no_longer_listed
from reporting.report import notes, published, published_statement, say
from reporting.report.items import of_tasks
from reporting.report.output import Html, Output
from reporting.statement.explain import explain
from reporting.statement.verdicts import HOLDS
from reporting.tables.table import Table, columns, from_frame
from reporting.text import TOTAL, BilingualText, both, texts, wording

_TEXT = texts(__name__)

FILES, COUNTED = _TEXT.group("files"), _TEXT.group("counted_entries")
DIFFERING = ("task_id", "title", "unit", "due_on", "completed_on", "reported_status", "status")


class Sections(Output):
    """The sections of the briefing whose tables no cell can compose."""

    def revisions(self) -> Html:
        """Figures that were published and have changed since, and why."""
        return self._section(*published.section(self._data))

    def next_quarter(self) -> Html:
        """Next quarter's priorities and directives, from params."""
        given, meeting = self._data.params, self._data.params.meeting
        counted, tables = [], []
        for name, title in _TEXT.group("titles_of_entries").items():
            if entries := [entry.text for entry in getattr(given, name)]:
                plural = "" if len(entries) == 1 else "s"
                counted.append(COUNTED[name].format(len(entries), plural))
                frame = pd.DataFrame({"number": range(1, len(entries) + 1), "text": entries})
                tables.append(from_frame(name, title, frame, _TEXT.group("columns_of_entries")))
        if not tables:
            return self._section([_TEXT.none])
        held = _TEXT.briefing_set.format(wording.day(meeting.date)) if meeting else _TEXT.plan_sets
        ahead = (meeting and meeting.briefing_for) or self._data.quarter.next
        told = held, wording.listing(counted), wording.quarter(ahead)
        return self._section([_TEXT.finding.format(*told)], *tables)

    def statement(self) -> Html:
        """The published statement beside the data: its figures, and the checks that do not hold."""
        if self._data.unit != TOTAL:
            return Html("")
        sentences, tables = published_statement.section(self._data)
        return self._section(sentences, *tables, proofread=False)

    def quality(self) -> Html:
        """What was read, as of when, and where it does not fit together."""
        data, table = self._data, None
        quarter, register, files = data.quarter, data.inputs.register, data.inputs.files.own_data
        plural = "s" if quarter.quarters > 1 else ""
        undated = [wording.quarter(each) for each in quarter.parts if each in data.inputs.undated]
        basis = _TEXT.statuses_are_derived_from
        if undated:
            basis = _TEXT.some_files_have_none.format(wording.listing(undated))
            basis = basis if register.dated else _TEXT.file_has_no_completion
        elif register.reported:
            differing = disagreements(data.tasks).sort_values("task_id")
            basis = _TEXT.statuses_are_derived_from_due
            if len(differing):
                count = wording.tasks(len(differing))
                basis = _TEXT.statuses_are_derived_from_due_and.format(count)
            shown = "disagreements", _TEXT.tasks_whose_reported_status, True
            table = of_tasks(data, differing, DIFFERING, *shown, status=_TEXT.derived_status)
        read = wording.tasks(len(data.tasks)), files, wording.day(data.params.cut_off)
        said = [_TEXT.report_is_computed_from.format(*read, s=plural), basis]
        said += notes.same_day(data)
        if quarter.quarters > 1:  # open tasks may rest on an older register than the last one
            last = data.inputs.tables[quarter.last]
            open_ones = int(no_longer_listed(data.tasks, last).sum())
            told = wording.tasks(open_ones), wording.quarter(quarter.last)
            said.append(_TEXT.task_stands_in_lists.format(*told, wording.number(open_ones)))
        said += [note.text for note in register.notes if data.unit == TOTAL]
        days = data.tasks["assigned_on"].dropna().dt.normalize()
        ends = map(pd.Timestamp, (quarter.first_day, quarter.last_day))
        if outside := int((~days.between(*ends)).sum()):
            form = _TEXT.one_assigned_outside if outside == 1 else _TEXT.assigned_outside
            said.append(form.format(wording.tasks(outside), wording.quarter(quarter), s=plural))
        return self._section(said, table)

    def definitions(self) -> Html:
        """Every indicator with its unit and definition."""
        return self._add(definitions())

    def proofreading(self) -> Html:
        """What the checker of published statements says of the report's own Vietnamese sentences."""
        checks, wrong = proofread(self._data.sentences, self._data.typed)
        if not checks:
            return Html("")
        told = _TEXT.one_holds if checks == 1 else _TEXT.all_hold.format(wording.number(checks))
        if wrong:
            told = _TEXT.need_a_look.format(*map(wording.number, (len(wrong), checks)))
        return self._say([told, *wrong], proofread=False)

    def reproduce(self) -> Html:
        """The commands that make the report again and check it, and the files it was made from."""
        data, of_unit, folder = self._data, "", f"output/{self._data.quarter}"
        if data.unit != TOTAL:
            of_unit, folder = f" --unit {data.unit}", f"{folder}/{UNITS}/{data.unit}"
        build = f"python run_report.py {data.quarter}{of_unit}"
        verify = f"python run_report.py verify {folder}"
        told = _TEXT.report_was_made_from.format(build, verify, MANIFEST)
        found, recorded = data.inputs.files, digests.build_inputs(data.inputs.files)
        what = {
            found.folders.name_of(path): FILES[kind].format(wording.quarter(of) if of else "")
            for kind, of, path in found.listed()
        }
        others = {"notebook": "notebook", "code": "reporting/", "lock": digests.LOCK.name}
        listed = [(name, what[name], digest) for name, digest in recorded.inputs.items()]
        listed += [(name, FILES[it], getattr(recorded, it)) for it, name in others.items()]
        short = digests.SHORT
        rows = tuple({"name": n, "what": text, "digest": d[:short]} for n, text, d in listed)
        heads = columns(_TEXT.group("columns_of_files"))
        files = Table("inputs", _TEXT.made_from, heads, rows, collapsed=True)
        return self._section([told], files, proofread=False)

    def _section(
        self, sentences: Sequence[BilingualText], *tables: Table | None, proofread: bool = True
    ) -> Html:
        return Html(self._say(sentences, proofread) + "".join(map(self._add, tables)))


def definitions() -> Table:
    """Every indicator: its title, unit and definition."""
    rows = tuple({**vars(each), "unit": each.unit_of_measure.text} for each in registry)
    heads = columns(_TEXT.group("columns"))
    return Table("notes", _TEXT.definitions, heads, rows, collapsed=True)


def proofread(
    said: Iterable[BilingualText], typed: Iterable[str]
) -> tuple[int, list[BilingualText]]:
    """How many checks the figures in sentences allow, and what fails by a number `typed` by hand: computed ones are right."""
    text = "\n".join(sentence.vi for sentence in said)
    result = statement.check(statement.read(statement.draft(text)))
    failing = [
        both("{0}: {1}").format(judged.check.text, explain(result, place))
        for place, judged in enumerate(result.checks)
        if judged.verdict != HOLDS
    ]
    # a number that stands there more often than it was typed may be one that was computed
    alone = Counter(typed).keys() - (Counter(say.NUMBER.findall(text)) - Counter(typed)).keys()
    wrong = [told for told in failing if not alone.isdisjoint(say.NUMBER.findall(told.vi))]
    return len(result.checks) - len(failing) + len(wrong), wrong
