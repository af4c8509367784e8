"""The office whose report it is: its names, unit groups and sources, and how its exports are read."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from reporting.text import TASK_COLUMNS, TOTAL, BilingualText, both, data_of
from reporting.text.spelling import loose_key


class Strict(BaseModel):
    """What a file of settings holds: a key that it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, regex_engine="python-re")


class BilingualParam(Strict):
    """A text from params: `{vi: …, en: …}`."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def text(self) -> BilingualText:
        """As the `BilingualText` that the rest of the project uses."""
        return BilingualText(self.vi, self.en)


# One text stands for both languages, one name for a list of names.
Line = Annotated[
    BilingualParam, BeforeValidator(lambda it: both(it)._asdict() if isinstance(it, str) else it)
]
Code = Annotated[str, Field(pattern=rf"^(?!{TOTAL}\Z)[\w.-]+\Z")]
TAKEN = "|".join((*TASK_COLUMNS, "unit_row", "month", "quarter"))  # what tasks have already
NewColumn = Annotated[str, Field(pattern=rf"^(?!(?:{TAKEN})\Z)[a-z][a-z0-9_]*\Z")]
ReadColumn = Literal[
    "task_id", "title", "unit", "source", "assigned_on", "due_on", "completed_on", "status", "weight"
]  # fmt: skip
Status = Literal["completed_on_time", "completed_late", "overdue", "in_term", "no_due_date"]
Name = Annotated[str, Field(pattern=r"\S")]
Names = Annotated[tuple[Name, ...], BeforeValidator(lambda it: [it] if isinstance(it, str) else it)]
SomeNames = Annotated[Names, Field(min_length=1)]


class Source(BilingualParam):
    """A source of tasks: its name, and what else an export may write for it."""

    spellings: Names = ()


class Reading(NamedTuple):
    """How an office's exports are read, by code: what stands for a source; headings, statuses beyond the usual; more columns."""

    sources: tuple[tuple[str, tuple[str, ...]], ...]
    headings: tuple[tuple[str, tuple[str, ...]], ...]
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    statuses: tuple[tuple[str, tuple[str, ...]], ...] = ()


def _default(key: str) -> Any:
    """What an office has for a key that its params leave out: names of the package's office only where it is that one."""

    def left_out(given: Mapping[str, Any]) -> Any:
        known, name = data_of("inputs", "office"), given.get("office")
        other = name is not None and name.vi != known["office"]["vi"]
        return known["another_office"].get(key, known[key]) if other else known[key]

    return Field(default_factory=left_out, validate_default=True)


class Office(Strict):
    """The words of one office; groups and sources by their codes, in the order shown."""

    office: Line = _default("office")
    all_units: Line = _default("all_units")
    unit_groups: Annotated[dict[Code, Line], Field(min_length=1)] = _default("unit_groups")
    sources: Annotated[dict[Code, Source], Field(min_length=1)] = _default("sources")
    statuses: dict[Status, SomeNames] = _default("statuses")
    headings: dict[ReadColumn, SomeNames] = _default("headings")
    columns: dict[NewColumn, SomeNames] = _default("columns")

    @property
    def own_groups(self) -> tuple[str, ...]:
        """The unit groups that params name; none where they leave that to the package."""
        return tuple(self.unit_groups) if "unit_groups" in self.model_fields_set else ()

    def group_name(self, code: str) -> BilingualText:
        """The name of a unit group or of all of them (`_T`); a group that has none is shown by its code."""
        if code == TOTAL:
            return self.all_units.text
        return self.unit_groups[code].text if code in self.unit_groups else both(code)

    def source_name(self, code: str) -> BilingualText:
        """The name of a source, or of all of them (`_T`); one that has none is shown by its code."""
        if code == TOTAL:
            return BilingualText("Tất cả các nguồn", "All sources")
        return self.sources[code].text if code in self.sources else both(code)

    def column_name(self, column: str) -> BilingualText:
        """The name of a column of its own: its first heading, and in English its code."""
        return BilingualText(self.columns[column][0], column.replace("_", " ").capitalize())

    def in_order(self, groups: list[str]) -> list[str]:
        """Groups in the order shown: the office's first, others as they come."""
        return list(dict.fromkeys([*(g for g in self.unit_groups if g in groups), *groups]))

    @property
    def reading(self) -> Reading:
        """How its exports are read."""
        sources = {c: (c, s.vi, s.en, *s.spellings) for c, s in self.sources.items()}
        named = sources, self.headings, self.columns, self.statuses
        return Reading(*(tuple(each.items()) for each in named))

    def twice(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Words that are given two meanings: each with its place among the params' keys."""
        words: list[tuple[tuple[str | int, ...], str]] = []
        for code, source in self.sources.items():
            place = ("sources", code)
            words += [(place, code), ((*place, "vi"), source.vi), ((*place, "en"), source.en)]
            words += [((*place, "spellings", n), t) for n, t in enumerate(source.spellings)]
        for key in ("headings", "columns", "statuses"):
            for column, names in getattr(self, key).items():
                words += [((key, column, n), text) for n, text in enumerate(names)]
        heard: dict[tuple[object, str], object] = {}
        for where, text in words:
            kind = where[0] if where[0] != "columns" else "headings"
            if heard.setdefault((kind, loose_key(text)), where[1]) != where[1]:
                yield where, text


@cache
def default_office() -> Office:
    """The office of the package, for what is done without params."""
    return Office()
