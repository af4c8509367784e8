"""What a page says of itself: which quarter and unit, as of when, from which data, in which languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reporting.inputs.folders import Folders
from reporting.inputs.input_files import InputFiles, input_files
from reporting.report.notices import Notice, notice
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.codes import TOTAL
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}

# The fixed words of a page; what is said of a quarter stands in `sections/`.
WORDS = _TEXT.group("words")


@dataclass(frozen=True)
class PageInfo:
    """One page of one report: `unit` is None for all units, `data` the register's file as named in `data/`."""

    quarter: Quarter
    language: str
    languages: tuple[str, ...]
    unit: BilingualText | None
    as_of: date
    data: str
    notice: Notice | None
    revises: BilingualText | None
    office: BilingualText
    all_units: BilingualText

    @classmethod
    def of(cls, folders: Folders, quarter: Quarter, unit: str, language: str) -> PageInfo:
        """Read what a page says of itself from the report's params and files."""
        found = input_files(folders, quarter)
        return cls(
            quarter=quarter,
            language=language,
            languages=tuple(found.params.languages),
            unit=None if unit == TOTAL else _unit_name(found, unit),
            as_of=found.params.cut_off,
            data=found.own_data,
            notice=notice(quarter, found.synthetic),
            revises=wording.revises(found.revised.day, found.revised.reason)
            if found.revised
            else None,
            office=found.params.office.text,
            all_units=found.params.all_units.text,
        )

    @property
    def title(self) -> BilingualText:
        """The heading of the page."""
        return BilingualText("Báo cáo công tác {0}", "Work report, {0}").format(
            wording.quarter_bare(self.quarter)
        )

    @property
    def scope(self) -> BilingualText:
        """Whose tasks it is about."""
        return self.unit or self.all_units

    @property
    def others(self) -> dict[str, str]:
        """The other languages this report comes in, each with its own name."""
        return {one: LANGUAGE_NAMES[one] for one in self.languages if one != self.language}

    def say(self, key: str) -> str:
        """One of the fixed words, in the page's language."""
        return WORDS[key][self.language]


def _unit_name(found: InputFiles, unit: str) -> BilingualText:
    from reporting.report import workspace  # only here: the index page needs no pandas

    row = workspace.units_of(found.units).on(found.quarter.last_day).units.loc[unit]
    return BilingualText(str(row["name_vi"]), str(row["name_en"]))
